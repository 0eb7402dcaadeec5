package meeting

import (
	"slices"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/search"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// View is what layouts/meeting may use.
type View struct {
	board.Standing
	Process    string
	Stages     []board.Bar // how many stand at each step
	Bars       []board.Bar // by category
	Topics     []Topic     // what is open first, the late ones before all
	CountsOnly bool
	Rest       string // 未归类
	Partial    bool   // not all are listed, see 列举不全
	Boxes      []*board.NoticeBox
	Hidden     string
	board.Below
	Sample bool
}

// Topic is one matter under deliberation.
type Topic struct {
	Anchor     string
	Code       string
	Title      string
	Category   string
	State      string // 正在落实
	Since      string // day of that state
	Late       string // 已超期12天
	Done       bool
	Way        []board.Stage
	Attendees  string // 党员5人、居民代表8人
	Resolution string
	Owner      string
	Limit      string
	Outcome    string
	Assessed   string
	Sample     bool
	Until      string // last day on which it may be shown, see village.LastDay
}

// Data is data.json: topics of deliberation.
type Data struct {
	board.Meta
	Unclassified float64 `json:"unclassified,omitempty"` // declared, but not listed
	Count        float64 `json:"count"`
	Known        float64 `json:"known"` // topics of which it is known how far they have come
	board.DataDone
	Share      *float64          `json:"share,omitempty"`      // percent of known that is done, one decimal
	MedianDays *float64          `json:"medianDays,omitempty"` // days from the first step to the last, of closed topics
	Stages     []board.DataCount `json:"stages"`               // topics by the step at which they stand
	Categories []board.DataCount `json:"categories"`
	Units      []DataUnit        `json:"units,omitempty"`
	Missing    []string          `json:"missing,omitempty"` // units below that report nothing
	List       []DataTopic       `json:"list,omitempty"`
}

// DataUnit is one unit below, or what the unit itself has.
type DataUnit struct {
	Unit    string  `json:"unit"`
	Address string  `json:"address"`
	Count   float64 `json:"count"`
	board.DataDone
}

// DataTopic is one topic.
type DataTopic struct {
	Code       string         `json:"code,omitempty"`
	Title      string         `json:"title"`
	Category   string         `json:"category"`
	State      string         `json:"state,omitempty"`
	Steps      []DataStep     `json:"steps,omitempty"`
	Attendees  []DataAttended `json:"attendees,omitempty"`
	Resolution string         `json:"resolution,omitempty"`
	Owner      string         `json:"owner,omitempty"`
	Limit      string         `json:"limit,omitempty"`
	Outcome    string         `json:"outcome,omitempty"`
	Assessed   string         `json:"assessed,omitempty"`
	Done       bool           `json:"done"`
	LateDays   int            `json:"lateDays,omitempty"`
	Sample     bool           `json:"sample,omitempty"`
}

// DataStep is one step that was taken.
type DataStep struct {
	Step string `json:"step"`
	Date string `json:"date"`
}

// DataAttended is how many people of one identity took part.
type DataAttended struct {
	Identity string  `json:"identity,omitempty"`
	Number   float64 `json:"number"`
}

func items(q village.Quantity) string {
	return q.With(words.T("meeting.unit"))
}

// Show implements board.Board.
func (b *Board) Show(t privacy.Target) board.Output {
	if b.all.Units == b.own.Units && !t.Shows(b.Showing, b.today) {
		return board.Output{}
	}
	rows := board.Anchors{}.List(len(b.Topics), func(i int) string {
		if x := &b.Topics[i]; t.Shows(x.Showing, b.today) {
			return x.Title
		}
		return ""
	})
	v, d := b.view(t, rows)
	summary := words.T("meeting.summary", "count", v.Count)
	if v.Done != "" {
		summary = words.T("meeting.summarydone", "count", v.Count, "done", v.Done)
	}
	out := board.Output{
		Pages: []board.Page{{Title: words.T("meeting.title"), Summary: summary, View: v, Data: d, Table: table(d),
			Papers: board.Papers(false), Scene: true, Partial: v.Hidden != "", Found: v.found()}},
		Tile: board.Tile{Title: words.T("meeting.title"), Figure: v.Count, Text: tileText(v)},
	}
	if box := b.Box(words.T("meeting.noticetitle"), t, b.unit, b.today); box != nil {
		out.Notices = box.Notice(Kind.Word, "", "")
		v.Boxes = slices.Insert(v.Boxes, 0, box)
	}
	for i := range b.Topics {
		if x := &b.Topics[i]; x.From != 0 && t.Shows(x.Showing, b.today) {
			out.Notices = append(out.Notices, board.NoticeOf(words.T("meeting.noticeof", "title", x.Title), Kind.Word, rows[i], x.Period, b.today))
		}
	}
	return out
}

func (v *View) found() (list []search.Record) {
	for i := range v.Topics {
		list = append(list, board.Matter(v.Topics[i].Title, v.Topics[i].Anchor, v.Topics[i].Until))
	}
	return list
}

// tileText is 已办结4件，超期1件.
func tileText(v *View) string {
	var s []string
	if v.Done != "" {
		s = append(s, words.T("case.done", "n", v.Done))
	}
	if v.Late != "" {
		s = append(s, words.T("case.late", "n", v.Late))
	}
	return strings.Join(s, words.T("list.comma"))
}

func (b *Board) view(t privacy.Target, rows []string) (*View, *Data) {
	all := &b.all
	v := &View{Standing: all.Standing(all.All(), items), Sample: all.Sample,
		CountsOnly: len(b.Topics) == 0 && len(b.subs) == 0 && all.All().N > 0}
	if b.process != nil {
		v.Process = b.process.Name
	}
	if !b.rest.IsZero() {
		v.Rest, v.Partial = items(b.rest), b.Partial
	}
	stages := all.StageTally(b.process)
	v.Stages = board.GroupBars(stages, items)
	categories := all.Shown()
	v.Bars = board.GroupBars(categories, items)
	d := &Data{Meta: board.NewMeta(Kind.Word, b.unit, 0, v.Sample), Unclassified: b.rest.Float(),
		Count: all.All().Float(), Known: all.Known.Float(), DataDone: all.Data(),
		Share: all.Tenths(), Stages: board.Counts(stages), Categories: board.Counts(categories)}
	if days, ok := all.Days.Median(); ok {
		d.MedianDays = &days
	}
	b.topics(v, d, t, rows)
	b.below(v, d)
	return v, d
}

// topics lays out the topics that t may show: late ones, other open ones, closed ones.
func (b *Board) topics(v *View, d *Data, t privacy.Target, rows []string) {
	hidden := 0
	for _, rank := range []int{0, 1, 2} {
		for i := range b.Topics {
			x := &b.Topics[i]
			switch {
			case x.rank() != rank:
			case !t.Shows(x.Showing, b.today):
				hidden++
			default:
				v.Topics = append(v.Topics, b.layOut(i, rows[i]))
				d.List = append(d.List, x.data(b.today))
			}
		}
	}
	if hidden > 0 {
		v.Hidden = items(village.Count(hidden))
	}
}

func (x *topic) rank() int {
	switch {
	case x.late:
		return 0
	case !x.done:
		return 1
	}
	return 2
}

func (b *Board) layOut(i int, anchor string) Topic {
	x := &b.Topics[i]
	it := Topic{Anchor: anchor, Code: x.Code, Title: x.Title, Category: x.Category, State: x.Judged.Text, Since: x.Judged.Since.String(),
		Done: x.done, Attendees: x.attendees(), Resolution: x.Resolution, Owner: x.Owner, Limit: x.Limit.String(),
		Outcome: x.Outcome, Assessed: x.Assessed, Sample: x.Sample, Until: village.LastDay(x.Showing)}
	if it.Category == words.T("group.other") {
		it.Category = "" // says nothing
	}
	if x.late {
		it.Late = board.LateText(x.Limit.End(), b.today)
	}
	if x.Begun() {
		it.Way = board.Stages(b.process, x.Steps, b.today)
	}
	return it
}

func (x *topic) attendees() string {
	var s []string
	for _, a := range x.Attendees {
		s = append(s, a.Identity+a.Number.With(words.T("unit.person")))
	}
	return strings.Join(s, words.T("list.sep"))
}

func (x *topic) data(today village.Date) DataTopic {
	d := DataTopic{Code: x.Code, Title: x.Title, Category: x.Category, State: x.Judged.Text, Resolution: x.Resolution, Owner: x.Owner,
		Limit: x.Limit.ISO(), Outcome: x.Outcome, Assessed: x.Assessed, Done: x.done, Sample: x.Sample}
	for _, s := range x.Steps {
		if s.Date <= today {
			d.Steps = append(d.Steps, DataStep{s.Step, s.Date.ISO()})
		}
	}
	for _, a := range x.Attendees {
		d.Attendees = append(d.Attendees, DataAttended{a.Identity, a.Number.Float()})
	}
	if x.late {
		d.LateDays = int(today - x.Limit.End())
	}
	return d
}

// below lays out the units below.
func (b *Board) below(v *View, d *Data) {
	head := []string{words.T("meeting.count"), words.T("case.donehead"), words.T("case.latehead")}
	row := func(s *Sum) board.Part {
		return board.Part{Cells: []string{s.All().Figure(), s.ClosedText(), s.LateText()}}
	}
	subs := board.WithOwn(b.unit, &b.own, b.subs, row)
	v.Below = board.NewBelow(Kind.Word, head, subs, &b.all, row)
	d.Missing = v.Missing
	for u, s := range board.Reporting(subs) {
		d.Units = append(d.Units, DataUnit{u.Name, u.Address, s.All().Float(), s.Data()})
	}
}

// table is data.csv: the topics, else the units below, else the counts.
func table(d *Data) [][]string {
	switch {
	case len(d.List) > 0:
		rows := [][]string{{words.KeyName("code"), words.KeyName("topics"), words.KeyName("category"), words.KeyName("state"),
			words.KeyName("resolution"), words.KeyName("owner"), words.KeyName("limit"), words.KeyName("outcome"), words.KeyName("assessed")}}
		for _, x := range d.List {
			rows = append(rows, []string{x.Code, x.Title, x.Category, x.State, x.Resolution, x.Owner, x.Limit, x.Outcome, x.Assessed})
		}
		return rows
	case len(d.Units) > 0:
		rows := [][]string{{words.T("csv.unit"), words.T("meeting.count"), words.T("case.donehead"), words.T("case.latehead")}}
		for _, u := range d.Units {
			rows = append(rows, append([]string{u.Unit, board.Number(u.Count)}, u.Cells()...))
		}
		return rows
	}
	rows := [][]string{{words.KeyName("category"), words.T("csv.count")}}
	for _, c := range d.Categories {
		rows = append(rows, []string{c.Name, board.Number(c.Count)})
	}
	return rows
}
