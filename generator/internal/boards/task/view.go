package task

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/search"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// View is what layouts/task may use.
type View struct {
	board.Standing
	Lists   []List
	Rest    string // 未归类, of all lists together
	Partial bool   // not all are listed, see 列举不全
	Box     *board.NoticeBox
	Hidden  string
	board.Below
	Sample bool
}

// List is one list of tasks.
type List struct {
	Anchor string // "" when there is no more to see
	Name   string
	Lead   string
	Within string // the list that has its tasks too
	board.Standing
	Rest       string // declared but not listed
	Partial    bool
	Categories []board.Bar // none when there is one only
	Stages     []board.Bar // of a list without rows: how many came how far
	Open       []Item      // what has waited longest first
	Closed     []Item
	CountsOnly bool
	Sample     bool
}

// bare reports whether no more is known of the list than its name and number.
func (l *List) bare() bool {
	return l.Lead+l.Within+l.Rest+l.Done+l.Late == "" && !l.CountsOnly &&
		len(l.Categories)+len(l.Stages)+len(l.Open)+len(l.Closed) == 0
}

// Item is one task.
type Item struct {
	Anchor   string
	Code     string
	Title    string
	Category string
	State    string
	Since    string // day of that state
	Age      string // 已45天
	Late     string // 已超期12天
	Done     bool
	Proof    bool // closed with an attachment or a picture
	Way      []board.Stage
	Owner    string
	Lead     string
	Limit    string
	Measures string
	Reason   string
	Outcome  string
	Pictures []*board.Picture
	Sample   bool
	Until    string // last day on which it may be shown, see village.LastDay
}

// Data is data.json: lists of tasks.
type Data struct {
	board.Meta
	Unclassified float64 `json:"unclassified,omitempty"` // declared, but not listed
	Count        float64 `json:"count"`
	Known        float64 `json:"known"` // tasks of which it is known how far they have come
	board.DataDone
	Open       *float64   `json:"open,omitempty"`       // known − done
	Share      *float64   `json:"share,omitempty"`      // percent of known that is done, one decimal
	MedianDays *float64   `json:"medianDays,omitempty"` // days from the first step to the last, of closed tasks
	Lists      []DataList `json:"lists"`
	Units      []DataUnit `json:"units,omitempty"`
	Missing    []string   `json:"missing,omitempty"` // units below that report nothing
}

// DataList is one list.
type DataList struct {
	Name     string  `json:"name"`
	Lead     string  `json:"lead,omitempty"`
	Within   string  `json:"within,omitempty"`   // the list that has its tasks too: they are not in the board's figures again
	Declared float64 `json:"declared,omitempty"` // as typed; more than count where not all are listed
	Partial  bool    `json:"partial,omitempty"`  // fewer are listed than declared, and said so
	Count    float64 `json:"count"`
	Known    float64 `json:"known"`
	board.DataDone
	Open       *float64          `json:"open,omitempty"`
	Share      *float64          `json:"share,omitempty"` // percent of known that is done, one decimal
	Categories []board.DataCount `json:"categories"`
	Stages     []board.DataCount `json:"stages"`          // tasks by the step at which they stand
	Tasks      []DataTask        `json:"tasks,omitempty"` // open ones first, what has waited longest before all
}

// DataTask is one task.
type DataTask struct {
	Code     string `json:"code,omitempty"`
	Title    string `json:"title"`
	Category string `json:"category"`
	State    string `json:"state,omitempty"`
	Done     bool   `json:"done"`
	Begun    string `json:"begun,omitempty"`    // day of the first step
	Closed   string `json:"closed,omitempty"`   // day of the last step
	OpenDays int    `json:"openDays,omitempty"` // days since the first step
	LateDays int    `json:"lateDays,omitempty"`
	Owner    string `json:"owner,omitempty"`
	Lead     string `json:"lead,omitempty"`
	Limit    string `json:"limit,omitempty"`
	Measures string `json:"measures,omitempty"`
	Reason   string `json:"reason,omitempty"`
	Outcome  string `json:"outcome,omitempty"`
	Proof    bool   `json:"proof"` // closed with an attachment or a picture
	Sample   bool   `json:"sample,omitempty"`
}

// DataUnit is one unit below, or what the unit itself has.
type DataUnit struct {
	Unit    string  `json:"unit"`
	Address string  `json:"address"`
	Count   float64 `json:"count"`
	board.DataDone
}

func items(q village.Quantity) string {
	return q.With(words.T("task.unit"))
}

// Show implements board.Board.
func (b *Board) Show(t privacy.Target) board.Output {
	if b.all.Units == b.own.Units && !t.Shows(b.Showing, b.today) {
		return board.Output{}
	}
	v, d := b.view(t)
	summary := words.T("task.summary", "count", v.Count)
	if v.Done != "" {
		summary = words.T("task.summarydone", "count", v.Count, "done", v.Done, "share", v.Share)
	}
	return board.Output{
		Pages: []board.Page{{Title: words.T("task.title"), Summary: summary, View: v, Data: d, Table: table(d),
			Papers: board.Papers(false), Scene: true, Partial: v.Hidden != "", Found: v.found()}},
		Tile:    board.Tile{Title: words.T("task.title"), Figure: v.Count, Text: tileText(v)},
		Notices: v.Box.Notice(Kind.Word, "", v.Count),
	}
}

func (v *View) found() (list []search.Record) {
	for _, l := range v.Lists {
		for _, it := range slices.Concat(l.Open, l.Closed) {
			list = append(list, board.Matter(it.Title, it.Anchor, it.Until))
		}
	}
	return list
}

// tileText is 已办成32项，68.1%.
func tileText(v *View) string {
	if v.Done != "" {
		return words.T("case.done", "n", v.Done) + words.T("list.comma") + v.Share
	}
	var names []string
	for _, l := range v.Lists[:min(3, len(v.Lists))] {
		names = append(names, l.Name)
	}
	return strings.Join(names, words.T("list.sep"))
}

func (b *Board) view(t privacy.Target) (*View, *Data) {
	all := &b.all
	v := &View{Standing: all.Standing(all.All(), items), Sample: all.Sample}
	if !b.rest.IsZero() {
		v.Rest, v.Partial = items(b.rest), b.Partial
	}
	d := &Data{Meta: board.NewMeta(Kind.Word, b.unit, 0, v.Sample), Unclassified: b.rest.Float(),
		Count: all.All().Float(), Known: all.Known.Float(),
		DataDone: all.Data(), Open: all.DataLeft(), Share: all.Tenths(), Lists: []DataList{}}
	if days, ok := all.Days.Median(); ok {
		d.MedianDays = &days
	}
	hidden, rows := 0, board.Anchors{}
	for i := range all.Lists {
		hidden += b.list(i, v, d, t, rows)
	}
	if hidden > 0 {
		v.Hidden = items(village.Count(hidden))
	}
	v.Box = b.Box(words.T("task.noticetitle"), t, b.unit, b.today)
	b.below(v, d)
	return v, d
}

// list lays out a list that t may show. It returns how many tasks of the unit itself are
// kept back.
func (b *Board) list(i int, v *View, d *Data, t privacy.Target, rows board.Anchors) (hidden int) {
	sum := &b.all.Lists[i]
	typed := &list{} // what the unit's own file says of it
	own := b.listOf(sum.Name)
	if own >= 0 {
		typed = &b.Lists[own]
	}
	for j := range b.Tasks {
		if x := &b.Tasks[j]; x.list == own && !t.Shows(x.Showing, b.today) {
			hidden++
		}
	}
	named := sum.Open.Sum().N > 0 || sum.All().N == 0
	if own >= 0 && !t.Shows(typed.Showing, b.today) || t == privacy.Public && !named {
		return hidden
	}
	categories := sum.Shown()
	stages := sum.StageTally(b.process)
	l := List{Anchor: "l-" + strconv.Itoa(i+1), Name: sum.Name, Lead: typed.Lead, Within: typed.Within, Standing: sum.Standing(sum.All(), items), Sample: sum.Sample}
	l.CountsOnly = own >= 0 && len(b.subs) == 0 && sum.All().N > 0
	if !typed.rest.IsZero() {
		l.Rest, l.Partial = items(typed.rest), typed.Partial
	}
	if len(categories.Names) > 1 {
		l.Categories = board.GroupBars(categories, items)
	}
	dl := DataList{Name: sum.Name, Lead: typed.Lead, Within: typed.Within, Declared: typed.Declared.Float(), Partial: typed.Partial, Count: sum.All().Float(),
		Known: sum.Known.Float(), DataDone: sum.Data(), Open: sum.DataLeft(), Share: sum.Tenths(),
		Categories: board.Counts(categories), Stages: board.Counts(stages)}
	for _, j := range b.shown(own, t) {
		x := &b.Tasks[j]
		l.CountsOnly = false
		dl.Tasks = append(dl.Tasks, x.data(b.today))
		if it := b.layOut(j, rows); it.Done {
			l.Closed = append(l.Closed, it)
		} else {
			l.Open = append(l.Open, it)
		}
	}
	if l.CountsOnly = l.CountsOnly && hidden == 0; l.CountsOnly {
		l.Stages = board.GroupBars(stages, items)
	}
	if l.bare() {
		l.Anchor = ""
	}
	v.Lists, d.Lists = append(v.Lists, l), append(d.Lists, dl)
	return hidden
}

// shown returns the indices of the tasks of a list that t may show: open ones first, what
// has waited longest before all, those without a step behind; then the closed ones.
func (b *Board) shown(list int, t privacy.Target) []int {
	var order []int
	for j := range b.Tasks {
		if x := &b.Tasks[j]; x.list == list && t.Shows(x.Showing, b.today) {
			order = append(order, j)
		}
	}
	rank := func(x *task) int {
		switch {
		case x.Judged.Closed:
			return 2
		case !x.Begun():
			return 1
		}
		return 0
	}
	slices.SortStableFunc(order, func(i, j int) int {
		x, y := &b.Tasks[i], &b.Tasks[j]
		return cmp.Or(cmp.Compare(rank(x), rank(y)), cmp.Compare(x.First(), y.First()))
	})
	return order
}

func (x *task) proof() bool {
	return len(x.Pictures) > 0 || x.Judged.Closed && x.Steps[len(x.Steps)-1].Attachment != ""
}

func (b *Board) layOut(i int, rows board.Anchors) Item {
	x := &b.Tasks[i]
	it := Item{Anchor: rows.Of(x.Title), Code: x.Code, Title: x.Title, Category: x.Category, State: x.Judged.Text,
		Since: x.Judged.Since.String(), Age: x.AgeText(b.today), Done: x.Judged.Closed, Proof: x.proof(), Owner: x.Owner, Lead: x.Lead,
		Limit: x.Limit.String(), Measures: x.Measures, Outcome: x.Outcome, Pictures: x.shots, Sample: x.Sample,
		Until: village.LastDay(x.Showing)}
	if x.late {
		it.Late = board.LateText(x.Limit.End(), b.today)
	}
	if it.Category == words.T("group.other") {
		it.Category = "" // says nothing
	}
	if !it.Done {
		it.Reason = x.Reason
	}
	if x.Begun() {
		it.Way = board.Stages(b.process, x.Steps, b.today)
	}
	return it
}

func (x *task) data(today village.Date) DataTask {
	d := DataTask{Code: x.Code, Title: x.Title, Category: x.Category, State: x.Judged.Text, Done: x.Judged.Closed, Begun: x.First().ISO(),
		Owner: x.Owner, Lead: x.Lead, Limit: x.Limit.ISO(), Measures: x.Measures, Outcome: x.Outcome, Proof: x.proof(), Sample: x.Sample}
	if d.Done {
		d.Closed = x.Judged.Since.ISO()
	} else {
		d.OpenDays, d.Reason = x.Days(today), x.Reason
	}
	if x.late {
		d.LateDays = int(today - x.Limit.End())
	}
	return d
}

// below lays out the units below.
func (b *Board) below(v *View, d *Data) {
	head := []string{words.T("case.donehead"), words.T("case.sharehead"), words.T("case.latehead")}
	row := func(s *Sum) board.Part {
		return board.Part{Cells: []string{s.ClosedText(), s.WholeShare(s.All()), s.LateText()}, Total: s.All().Figure()}
	}
	subs := board.WithOwn(b.unit, &b.own, b.subs, row)
	v.Below = board.NewBelow(Kind.Word, head, subs, &b.all, row)
	d.Missing = v.Missing
	for u, s := range board.Reporting(subs) {
		d.Units = append(d.Units, DataUnit{u.Name, u.Address, s.All().Float(), s.Data()})
	}
}

// table is data.csv: the tasks, else the units below, else the lists.
func table(d *Data) [][]string {
	rows := [][]string{{words.KeyName("tasks"), words.KeyName("code"), words.KeyName("matter"), words.KeyName("category"), words.KeyName("state"),
		words.KeyName("owner"), words.KeyName("lead"), words.KeyName("limit"), words.KeyName("measures"), words.T("task.begun"), words.T("task.closed")}}
	for _, l := range d.Lists {
		for _, x := range l.Tasks {
			rows = append(rows, []string{l.Name, x.Code, x.Title, x.Category, x.State, x.Owner, x.Lead, x.Limit, x.Measures, x.Begun, x.Closed})
		}
	}
	switch {
	case len(rows) > 1:
		return rows
	case len(d.Units) > 0:
		rows = [][]string{{words.T("csv.unit"), words.T("csv.total"), words.T("case.donehead"), words.T("case.latehead")}}
		for _, u := range d.Units {
			rows = append(rows, append([]string{u.Unit, board.Number(u.Count)}, u.Cells()...))
		}
		return rows
	}
	rows = [][]string{{words.KeyName("tasks"), words.KeyName("category"), words.T("csv.count")}}
	for _, l := range d.Lists {
		for _, c := range l.Categories {
			rows = append(rows, []string{l.Name, c.Name, board.Number(c.Count)})
		}
	}
	return rows
}
