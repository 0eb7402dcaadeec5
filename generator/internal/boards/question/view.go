package question

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/markdown"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/search"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// View is what layouts/question may use.
type View struct {
	Count     string // 12条, "" when nothing is counted
	Told      string // 提出12条，已答复10条
	Share     string // 83.3%, "" when it is not known of all
	Late      string // 1条, "" for none
	Limit     string // 15天, "" when nobody says
	LimitOf   string // whose limit it is, "" for the unit's own
	Open      []Item // oldest first
	Done      []Item // latest answer first
	Surveys   []Survey
	Bars      []board.Bar // categories
	CountOnly bool        // the unit gives totals alone
	Box       *board.NoticeBox
	Hidden    string
	board.Below
	Sample bool
}

// Item is one question.
type Item struct {
	Anchor   string
	Code     string
	Category string
	Question template.HTML
	Plain    string // Question without mark-up
	Asked    string
	Answer   template.HTML
	Reply    string // Answer without mark-up
	Answered string
	State    string // 3天答复, 已等12天
	Late     string // 已超期2天
	Promised string
	Owner    string
	Sample   bool
	Until    string // last day on which it may be shown, see village.LastDay
}

// Survey is what residents think of one matter of a post or body.
type Survey struct {
	Subject string
	Matter  string
	Copies  string // 45份
	Mean    string // "" when there are too few forms
	Sample  bool
	Until   string // last day on which it may be shown, see village.LastDay
}

// Data is data.json: questions, answers and ratings. It holds nothing of who asked.
type Data struct {
	board.Meta
	Asked      *float64          `json:"asked,omitempty"`     // left out where no question is counted
	Known      *float64          `json:"known,omitempty"`     // of these, those of which it is known whether they are answered
	Answered   *float64          `json:"answered,omitempty"`  // of known
	Late       *int              `json:"late,omitempty"`      // open beyond their last day; left out where none has one
	LimitDays  int               `json:"limitDays,omitempty"` // days to answer in
	Categories []board.DataCount `json:"categories"`
	Units      []DataUnit        `json:"units,omitempty"`
	Missing    []string          `json:"missing,omitempty"`
	List       []DataItem        `json:"list,omitempty"`
	Surveys    []DataSurvey      `json:"surveys,omitempty"`
}

// DataUnit is one unit below, or what the unit itself has.
type DataUnit struct {
	Unit     string   `json:"unit"`
	Address  string   `json:"address"`
	Asked    *float64 `json:"asked,omitempty"`
	Answered *float64 `json:"answered,omitempty"`
}

// DataItem is one question.
type DataItem struct {
	Code     string `json:"code,omitempty"`
	Category string `json:"category"`
	Question string `json:"question"`
	Asked    string `json:"asked"` // ISO date
	Answer   string `json:"answer,omitempty"`
	Answered string `json:"answered,omitempty"` // ISO date
	Promised string `json:"promised,omitempty"` // ISO date
	Due      string `json:"due,omitempty"`      // ISO date of the last day to answer on
	Days     int    `json:"days"`               // until the answer, else until today; 0 when the answer has no date
	Late     bool   `json:"late,omitempty"`     // open beyond its last day
	Owner    string `json:"owner,omitempty"`
	Sample   bool   `json:"sample,omitempty"`
}

// DataSurvey is what residents think of one matter of a post or body.
type DataSurvey struct {
	Subject string   `json:"subject"`
	Matter  string   `json:"matter"`
	Copies  int      `json:"copies"`
	Mean    *float64 `json:"mean,omitempty"` // missing when there are too few forms
}

// Show implements board.Board.
func (b *Board) Show(t privacy.Target) board.Output {
	if b.all.Units == b.own.Units && !t.Shows(b.Showing, b.today) {
		return board.Output{}
	}
	v, d := b.view(t)
	tile := board.Tile{Title: words.T("question.title"), Figure: v.Share, Text: v.Told}
	switch {
	case v.Count == "" && len(v.Surveys) > 0:
		tile.Text = words.T("question.surveys", "n", strconv.Itoa(len(v.Surveys)))
	case v.Share == "":
		tile.Figure = v.Count
	}
	out := board.Output{Tile: tile, Pages: []board.Page{{Title: words.T("question.title"), View: v, Data: d, Table: table(d),
		Papers: board.Papers(false), Scene: true, Partial: v.Hidden != "", Found: v.found(),
		Summary: v.Told}}}
	if v.Told == "" {
		out.Pages[0].Summary = cmp.Or(tile.Text, words.T("question.title"))
	}
	out.Notices = v.Box.Notice(Kind.Word, "", v.Count)
	return out
}

func (v *View) found() (list []search.Record) {
	for _, it := range slices.Concat(v.Open, v.Done) {
		list = append(list, board.Matter(it.title(), it.Anchor, it.Until))
	}
	return list
}

// title is the start of the question, by which it is found.
func (it *Item) title() string {
	const most = 40 // characters
	r := []rune(it.Plain)
	return string(r[:min(len(r), most)])
}

func count(q village.Quantity) string {
	return q.With(words.T("question.unit"))
}

// share is how much of what was asked is answered, "" where 余 leaves open how much was
// asked.
func share(s *Sum) string {
	if s.Known.N != s.All().N || s.All().Approx != village.Exact || s.Answered.Approx != village.Exact {
		return ""
	}
	return village.PercentString(s.Answered.Int(), s.All().Int())
}

func (b *Board) view(t privacy.Target) (*View, *Data) {
	all := &b.all
	categories := all.Shown()
	v := &View{Count: all.CountedText(count), Share: share(all), LimitOf: b.by, Sample: all.Sample, CountOnly: len(b.Questions) == 0 && b.own.All().N > 0}
	v.answers(all)
	if all.Late > 0 {
		v.Late = count(village.Count(all.Late))
	}
	if b.days > 0 {
		v.Limit = words.T("unit.days", "n", strconv.Itoa(b.days))
	}
	if len(categories.Names) > 1 {
		v.Bars = board.GroupBars(categories, count)
	}
	d := &Data{Meta: board.NewMeta(Kind.Word, b.unit, 0, v.Sample), Asked: all.Counted(), Known: board.Known(all.Known), Answered: all.answered(),
		LimitDays: b.days, Categories: board.Counts(categories)}
	if all.Timed > 0 {
		d.Late = &all.Late
	}
	b.list(v, d, t)
	for i := range b.Surveys {
		if s := &b.Surveys[i]; t.Shows(s.Showing, b.today) {
			shown, raw := s.view(b.MinCopies)
			v.Surveys, d.Surveys = append(v.Surveys, shown), append(d.Surveys, raw)
		}
	}
	v.Box = b.Box(words.T("question.noticetitle"), t, b.unit, b.today)
	head := []string{words.T("question.asked"), words.T("question.answered")}
	row := func(s *Sum) board.Part {
		answered := words.T("none")
		if s.Known.N > 0 {
			answered = s.Answered.Figure()
		}
		return board.Part{Cells: []string{s.CountedText(village.Quantity.Figure), answered}, Share: share(s)}
	}
	subs := board.WithOwn(b.unit, &b.own, b.subs, row)
	v.Below = board.NewBelow(Kind.Word, head, subs, all, row)
	d.Missing = v.Missing
	for u, s := range board.Reporting(subs) {
		d.Units = append(d.Units, DataUnit{u.Name, u.Address, s.Counted(), s.answered()})
	}
	return v, d
}

// answered is how many questions are answered, for machines; nil where it is not known of
// any.
func (s *Sum) answered() *float64 {
	if s.Known.N == 0 {
		return nil
	}
	n := s.Answered.Float()
	return &n
}

// answers says how many questions were asked, and how many of those of which it is known
// are answered.
func (v *View) answers(s *Sum) {
	switch {
	case v.Count == "":
	case s.Known.N == 0:
		v.Told = words.T("question.toldasked", "asked", v.Count)
	case s.Known.N < s.All().N:
		v.Told = words.T("question.toldof", "asked", v.Count, "known", count(s.Known), "answered", count(s.Answered))
	default:
		v.Told = words.T("question.told", "asked", v.Count, "answered", count(s.Answered))
	}
}

// list lays out the questions: what waits longest first, then the latest answers.
func (b *Board) list(v *View, d *Data, t privacy.Target) {
	order := make([]int, len(b.Questions))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		p, q := &b.Questions[i], &b.Questions[j]
		if p.done(b.today) && q.done(b.today) {
			return int(q.Answered) - int(p.Answered)
		}
		return int(p.Asked) - int(q.Asked)
	})
	hidden, rows := 0, board.Anchors{}
	for _, i := range order {
		q := &b.Questions[i]
		switch {
		case q.Asked > b.today:
			continue
		case !t.Shows(q.Showing, b.today):
			hidden++
			continue
		}
		item := q.item(b.today)
		item.Anchor = rows.Of(item.title())
		if q.done(b.today) {
			v.Done = append(v.Done, item)
		} else {
			v.Open = append(v.Open, item)
		}
	}
	for i := range b.Questions {
		if q := &b.Questions[i]; q.Asked <= b.today && t.Shows(q.Showing, b.today) {
			d.List = append(d.List, q.data(b.today))
		}
	}
	if hidden > 0 {
		v.Hidden = count(village.Count(hidden))
	}
}

// days returns how long the question waited, or waits.
func (q *question) days(today village.Date) int {
	switch {
	case !q.done(today):
		return int(today - q.Asked)
	case q.Answered == 0:
		return 0
	}
	return int(q.Answered - q.Asked)
}

func (q *question) item(today village.Date) Item {
	it := Item{Code: q.Code, Category: q.Category, Asked: q.Asked.String(), Owner: q.Owner, Sample: q.Sample, Until: village.LastDay(q.Showing),
		Question: markdown.HTML(q.Text), Plain: markdown.Text(q.Text)}
	days := problem.Int(q.days(today))
	if !q.done(today) {
		it.State = words.T("question.waits", "n", days)
		it.Late, it.Promised = board.LateText(q.due, today), q.Promised.String()
		return it
	}
	it.Answer, it.Reply, it.Answered = markdown.HTML(q.Answer), markdown.Text(q.Answer), q.Answered.String()
	it.State = words.T("question.done")
	if q.Answered != 0 {
		it.State = words.T("question.took", "n", days)
		if q.due != 0 && q.Answered > q.due {
			it.Late = words.T("question.over", "n", problem.Int(int(q.Answered-q.due)))
		}
	}
	return it
}

func (q *question) data(today village.Date) DataItem {
	d := DataItem{Code: q.Code, Category: q.Category, Question: markdown.Text(q.Text), Asked: q.Asked.ISO(), Promised: q.Promised.ISO(),
		Due: q.due.ISO(), Days: q.days(today), Late: q.late(today), Owner: q.Owner, Sample: q.Sample}
	if q.done(today) {
		d.Answer, d.Answered = markdown.Text(q.Answer), q.Answered.ISO()
	}
	return d
}

// view lays out a survey; with fewer forms than least its result stays out.
func (s *survey) view(least int) (Survey, DataSurvey) {
	v := Survey{Subject: s.Subject, Matter: s.Matter, Copies: words.T("question.copies", "n", problem.Int(s.Copies)), Sample: s.Sample,
		Until: village.LastDay(s.Showing)}
	d := DataSurvey{Subject: s.Subject, Matter: s.Matter, Copies: s.Copies}
	if s.Copies >= least {
		mean := s.Mean.Float()
		v.Mean, d.Mean = s.Mean.String(), &mean
	}
	return v, d
}

func table(d *Data) [][]string {
	if len(d.List) == 0 && len(d.Units) > 0 {
		rows := [][]string{{words.T("csv.unit"), words.T("question.asked"), words.T("question.answered")}}
		for _, u := range d.Units {
			rows = append(rows, []string{u.Unit, board.Optional(u.Asked), board.Optional(u.Answered)})
		}
		return rows
	}
	rows := [][]string{{words.KeyName("code"), words.KeyName("asked"), words.KeyName("category"), words.KeyName("question"),
		words.KeyName("answer"), words.KeyName("answered"), words.KeyName("owner")}}
	for _, q := range d.List {
		rows = append(rows, []string{q.Code, q.Asked, q.Category, q.Question, q.Answer, q.Answered, q.Owner})
	}
	return rows
}
