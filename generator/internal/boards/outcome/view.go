package outcome

import (
	"html/template"
	"slices"
	"strconv"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/markdown"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/search"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// View is what layouts/outcome may use.
type View struct {
	Count   string // 14项
	Funds   string
	Income  string // 120万元, what the projects add to households' income
	Rest    string // 未归类
	Groups  []Group
	Bars    []board.Bar
	Counted bool // of some of the bars only the number is known
	Box     *board.NoticeBox
	Partial bool // not all are listed, see 列举不全
	Hidden  string
	board.Below
	Sample bool
}

// Group is one category.
type Group struct {
	Name   string
	Count  string
	Sum    string // 700平方米, where the file says that its quantities belong together
	Anchor string
	Items  []Item
}

// Item is one project or result.
type Item struct {
	Anchor   string
	Title    string
	Figure   string // 8000余
	Unit     string
	Category string
	YearOn   string // 比上年减7.9岁，上年50.1岁
	Share    string // 占553人的44.8%
	Mean     string // 平均每期146.6人次
	Funds    string
	Source   string
	Place    string
	Lifted   string // 60户
	Lift     string // 2万元
	Workers  string // 50余人
	Pay      string // 8000元
	Income   string // 120万元
	Size     string // 1300余平方米
	Start    string
	Finish   string
	State    string
	Head     string
	Text     template.HTML
	Plain    string // Text without mark-up, for screen and sheet
	Pictures []*board.Picture
	Steps    []Step
	Sample   bool
	Until    string // last day on which it may be shown, see village.LastDay
}

// Step is one step of a project on record.
type Step struct{ Name, Date, Result string }

// Data is data.json: what was done.
type Data struct {
	board.Meta
	Unclassified float64           `json:"unclassified,omitempty"` // declared, but not listed
	Count        float64           `json:"count"`
	Categories   []board.DataCount `json:"categories"`
	Measured     []DataMeasure     `json:"measured,omitempty"` // sums of quantities that belong together
	FundsYuan    float64           `json:"fundsYuan,omitempty"`
	IncomeYuan   float64           `json:"incomeYuan,omitempty"` // Σ households × gain per household
	Units        []DataUnit        `json:"units,omitempty"`
	Missing      []string          `json:"missing,omitempty"`
	List         []DataItem        `json:"list,omitempty"`
}

// DataMeasure is the sum of a category's quantities of one unit.
type DataMeasure struct {
	Category string  `json:"category"`
	Quantity float64 `json:"quantity"`
	Unit     string  `json:"unit"`
}

// DataUnit is one unit below, or what the unit itself has.
type DataUnit struct {
	Unit      string   `json:"unit"`
	Address   string   `json:"address"`
	Count     *float64 `json:"count,omitempty"`
	FundsYuan float64  `json:"fundsYuan,omitempty"`
}

// DataItem is one project or result. Figures of different units are never added.
type DataItem struct {
	Title      string   `json:"title"`
	Category   string   `json:"category"`
	Quantity   float64  `json:"quantity,omitempty"`
	Unit       string   `json:"unit,omitempty"`
	Precision  string   `json:"precision"`        // exact, about or atLeast
	Before     *float64 `json:"before,omitempty"` // quantity of the year before
	Share      *float64 `json:"share,omitempty"`  // percent of its whole, one decimal
	Mean       *float64 `json:"mean,omitempty"`   // people per unit of the quantity, one decimal
	FundsYuan  float64  `json:"fundsYuan,omitempty"`
	Source     string   `json:"source,omitempty"`
	Place      string   `json:"place,omitempty"`
	Lifted     float64  `json:"lifted,omitempty"`
	LiftYuan   float64  `json:"liftYuan,omitempty"`
	Workers    float64  `json:"workers,omitempty"`
	PayYuan    float64  `json:"payYuan,omitempty"`
	IncomeYuan float64  `json:"incomeYuan,omitempty"`
	Size       float64  `json:"size,omitempty"` // area, in SizeUnit
	SizeUnit   string   `json:"sizeUnit,omitempty"`
	Start      string   `json:"start,omitempty"`
	Finish     string   `json:"finish,omitempty"`
	State      string   `json:"state,omitempty"`
	Sample     bool     `json:"sample,omitempty"`
}

// Show implements board.Board.
func (b *Board) Show(t privacy.Target) board.Output {
	if b.all.Units == b.own.Units && !t.Shows(b.Showing, b.today) {
		return board.Output{}
	}
	rows := board.Anchors{}.List(len(b.Outcomes), func(i int) string {
		if o := &b.Outcomes[i]; t.Shows(o.Showing, b.today) {
			return o.Title
		}
		return ""
	})
	v, d := b.view(t, rows)
	out := board.Output{
		Pages: []board.Page{{Title: words.T("outcome.title"), View: v, Data: d, Table: table(d), Papers: board.Papers(len(v.Groups)+len(v.Parts) > 0, board.A3), Scene: true,
			Summary: words.T("outcome.summary", "count", v.Count), Partial: v.Hidden != "", Found: v.found()}},
		Tile: board.Tile{Title: words.T("outcome.title"), Figure: v.Count, Text: board.FirstNames(v.Bars)},
	}
	out.Notices = v.Box.Notice(Kind.Word, "", v.Count)
	for i := range b.Outcomes {
		o := &b.Outcomes[i]
		if o.From != 0 && t.Shows(o.Showing, b.today) {
			out.Notices = append(out.Notices, board.NoticeOf(words.T("outcome.noticeof", "title", o.Title), Kind.Word, rows[i], o.Period, b.today))
		}
	}
	return out
}

func (v *View) found() (list []search.Record) {
	for _, g := range v.Groups {
		for i := range g.Items {
			list = append(list, board.Matter(g.Items[i].Title, g.Items[i].Anchor, g.Items[i].Until))
		}
	}
	return list
}

func items(q village.Quantity) string {
	return q.With(words.T("outcome.unit"))
}

func (b *Board) view(t privacy.Target, rows []string) (*View, *Data) {
	all := &b.all
	v := &View{Count: items(all.All()), Funds: all.Funds.String(), Income: all.Income.String(), Sample: all.Sample}
	if !b.rest.IsZero() {
		v.Rest, v.Partial = items(b.rest), b.Partial
	}
	categories := all.Shown()
	d := &Data{Meta: board.NewMeta(Kind.Word, b.unit, 0, v.Sample), Unclassified: b.rest.Float(),
		Count:     all.All().Float(),
		FundsYuan: all.Funds.Float(), IncomeYuan: all.Income.Float(), Categories: board.Counts(categories)}
	v.Bars, v.Counted = board.GroupBars(categories, items), len(b.Counts) > 0 && len(b.subs) == 0
	hidden := 0
	for i := range b.Outcomes {
		o := &b.Outcomes[i]
		if !t.Shows(o.Showing, b.today) {
			hidden++
			continue
		}
		g := v.group(o.Category)
		g.Items = append(g.Items, o.item(rows[i], b.today))
		d.List = append(d.List, o.data())
	}
	for i := range v.Groups {
		v.Groups[i].Count = items(village.Count(len(v.Groups[i].Items)))
		if name := v.Groups[i].Name; b.allShown(name) {
			v.Groups[i].Sum = b.measured.Get(name).String()
		}
	}
	if hidden > 0 {
		v.Hidden = items(village.Count(hidden))
	}
	for i, name := range b.measured.Names {
		q := b.measured.Counts[i]
		if b.allShown(name) {
			d.Measured = append(d.Measured, DataMeasure{name, q.Float(), q.Unit})
		}
	}
	v.Box = b.Box(words.T("outcome.noticetitle"), t, b.unit, b.today)
	b.below(v, d)
	return v, d
}

// allShown reports whether nothing of a category is kept back: beside the figures of the
// others its sum would tell the one that is.
func (b *Board) allShown(category string) bool {
	return b.all.Open.Get(category).N == b.all.Groups.Get(category).N
}

func (v *View) group(name string) *Group {
	i := slices.IndexFunc(v.Groups, func(g Group) bool { return g.Name == name })
	if i < 0 {
		i = len(v.Groups)
		v.Groups = append(v.Groups, Group{Name: name, Anchor: "c-" + strconv.Itoa(i+1)})
	}
	return &v.Groups[i]
}

func (o *outcome) item(anchor string, today village.Date) Item {
	it := Item{Anchor: anchor, Title: o.Title, Figure: o.Quantity.Figure(), Unit: o.Quantity.Unit, Category: o.Category,
		YearOn: o.yearOnText(), Share: o.shareText(), Mean: o.meanText(), Funds: o.Funds.String(), Source: o.Source, Place: o.Place, Lift: o.Lift.String(),
		Pay: o.Pay.String(), Size: o.Size.String(), Income: o.income.String(),
		Start: o.Start.String(), Finish: o.Finish.String(), State: o.stateText(), Head: o.Head, Pictures: o.shots, Sample: o.Sample,
		Until: village.LastDay(o.Showing)}
	it.Lifted, it.Workers = o.Lifted.With(words.T("unit.household")), o.Workers.With(words.T("unit.person"))
	if o.Text != "" {
		it.Text, it.Plain = markdown.HTML(o.Text), markdown.Text(o.Text)
	}
	for _, s := range o.Steps {
		if s.Date <= today {
			it.Steps = append(it.Steps, Step{s.Step, s.Date.String(), s.Result})
		}
	}
	return it
}

// stateText prefers what the steps say to what was typed.
func (o *outcome) stateText() string {
	switch {
	case o.Judged.Text != "":
		return o.Judged.Text
	case o.State != "":
		return o.State
	}
	return o.Progress
}

func (o *outcome) data() DataItem {
	return DataItem{Title: o.Title, Category: o.Category, Quantity: o.Quantity.Float(), Unit: o.Quantity.Unit,
		Precision: board.Precision(o.Quantity.Approx), Before: board.Known(o.before()), Share: o.share(), Mean: board.Known(o.mean()), FundsYuan: o.Funds.Float(), Source: o.Source, Place: o.Place,
		Lifted: o.Lifted.Float(), LiftYuan: o.Lift.Float(), Workers: o.Workers.Float(), PayYuan: o.Pay.Float(),
		IncomeYuan: o.income.Float(), Size: o.Size.Float(), SizeUnit: o.Size.Unit,
		Start: o.Start.ISO(), Finish: o.Finish.ISO(), State: o.stateText(), Sample: o.Sample}
}

// below lays out the units below.
func (b *Board) below(v *View, d *Data) {
	head := []string{words.T("outcome.count"), words.KeyName("funds")}
	row := func(s *Sum) board.Part {
		return board.Part{Cells: []string{s.CountedText(village.Quantity.Figure), s.Funds.String()}}
	}
	subs := board.WithOwn(b.unit, &b.own, b.subs, row)
	v.Below = board.NewBelow(Kind.Word, head, subs, &b.all, row)
	d.Missing = v.Missing
	for u, s := range board.Reporting(subs) {
		d.Units = append(d.Units, DataUnit{u.Name, u.Address, s.Counted(), s.Funds.Float()})
	}
}

func table(d *Data) [][]string {
	if len(d.List) == 0 && len(d.Units) > 0 {
		rows := [][]string{{words.T("csv.unit"), words.T("outcome.count"), words.T("csv.fundsyuan")}}
		for _, u := range d.Units {
			rows = append(rows, []string{u.Unit, board.Optional(u.Count), board.NonZero(u.FundsYuan)})
		}
		return rows
	}
	rows := [][]string{{words.KeyName("title"), words.KeyName("category"), words.KeyName("quantity"), words.KeyName("unit"),
		words.T("csv.precision"), words.T("csv.fundsyuan"), words.KeyName("place"), words.KeyName("finish"), words.KeyName("state")}}
	for _, o := range d.List {
		rows = append(rows, []string{o.Title, o.Category, board.NonZero(o.Quantity), o.Unit, words.T("precision." + o.Precision),
			board.NonZero(o.FundsYuan), o.Place, o.Finish, o.State})
	}
	return rows
}
