package team

import (
	"html/template"
	"strconv"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/markdown"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/search"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// View is what layouts/team may use.
type View struct {
	Count      string // 7支
	Kind       string // what they are called: the only category, else 志愿队
	People     string // 120人 in the teams that say how many they are
	Volunteers string // 3467人
	Deeds      string // 536起
	PerDeed    string // 平均每起6.5人
	Rest       string // 未归类
	Partial    bool   // not all are listed, see 列举不全
	Forces     []board.Bar
	ForcesSum  string // 16298人
	Matters    []board.Figure
	MatterSum  string // 111件
	Categories []board.Bar
	Teams      []Item
	Orders     *OrdersView
	Bare       []string // grids without a team
	Covered    bool     // every grid has one
	Hidden     string
	Box        *board.NoticeBox
	board.Below
	Sample bool
}

// Item is one team.
type Item struct {
	Anchor   string
	Name     string
	Category string
	Theme    string
	Head     string
	HeadRow  board.Row
	HeadPost string
	Phone    string
	Tel      string // for the tel: link
	Role     string
	People   string
	Grids    string
	Crew     string
	Members  []Person // of Crew, one by one
	Matters  []string // 化解矛盾76件
	Orders   string   // 12件
	Done     string   // 10件
	Text     template.HTML
	Plain    string // Text without mark-up, for screen and sheet
	Sample   bool
	Until    string // last day on which all of it may be shown, see village.LastDay
}

// Person is somebody in a team.
type Person struct {
	Anchor string
	Name   string
}

// OrdersView is what residents asked for, in figures only.
type OrdersView struct {
	All, Done, Open string // 12件
	Share           string // 83.3%
	Median          string // 1.5天
	Categories      []board.Bar
}

// Data is data.json: the teams and what they did.
type Data struct {
	board.Meta
	Unclassified float64             `json:"unclassified,omitempty"` // declared, but not listed
	Teams        *float64            `json:"teams,omitempty"`        // left out where only other figures are given
	Categories   []board.DataCount   `json:"categories"`
	People       float64             `json:"people,omitempty"`     // in the teams that say how many they are
	Volunteers   float64             `json:"volunteers,omitempty"` // of the unit with those below
	Deeds        float64             `json:"deeds,omitempty"`
	PerDeed      float64             `json:"volunteersPerDeed,omitempty"` // one decimal
	Forces       []board.DataMeasure `json:"forces"`                      // people by category
	ForcesSum    []board.DataSum     `json:"forcesSum,omitempty"`
	Matters      []board.DataMeasure `json:"matters"`              // what was done, each with its own unit
	MatterSum    []board.DataSum     `json:"mattersSum,omitempty"` // where all are counted in one unit
	Orders       *DataOrders         `json:"orders,omitempty"`
	Bare         []string            `json:"gridsWithoutTeam,omitempty"`
	Units        []DataUnit          `json:"units,omitempty"`
	Missing      []string            `json:"missing,omitempty"`
	List         []DataTeam          `json:"list,omitempty"`
}

// DataOrders is what residents asked for.
type DataOrders struct {
	All        int               `json:"all"`
	Done       int               `json:"done"`
	Open       int               `json:"open"`
	Share      *float64          `json:"share,omitempty"`      // done, percent of all, one decimal
	MedianDays *float64          `json:"medianDays,omitempty"` // from the first step until somebody takes it up
	Categories []board.DataCount `json:"openCategories"`
}

// DataUnit is one unit below, or what the unit itself has.
type DataUnit struct {
	Unit       string   `json:"unit"`
	Address    string   `json:"address"`
	Teams      *float64 `json:"teams,omitempty"`
	Volunteers *float64 `json:"volunteers,omitempty"`
	Deeds      *float64 `json:"deeds,omitempty"`
}

// DataTeam is one team.
type DataTeam struct {
	Title    string              `json:"title"`
	Category string              `json:"category"`
	Theme    string              `json:"theme,omitempty"`
	Head     string              `json:"head,omitempty"`
	People   float64             `json:"people,omitempty"`
	Grids    []string            `json:"grids,omitempty"`
	Crew     []string            `json:"crew,omitempty"`
	Matters  []board.DataMeasure `json:"matters"`
	Orders   int                 `json:"orders,omitempty"`
	Done     int                 `json:"done,omitempty"`
	Sample   bool                `json:"sample,omitempty"`
}

// Show implements board.Board.
func (b *Board) Show(t privacy.Target) board.Output {
	if b.all.Units == b.own.Units && !t.Shows(b.Showing, b.today) {
		return board.Output{}
	}
	v, d := b.view(t)
	title := words.T("team.title")
	page := board.Page{Title: title, View: v, Data: d, Table: table(v, d), Papers: board.Papers(false), Scene: true,
		Summary: words.T("team.summary", "teams", v.Count), Partial: v.Hidden != "", Noindex: named(v), Found: v.found()}
	tile := board.Tile{Title: title, Figure: v.Count, Text: board.FirstNames(v.Categories)}
	if len(v.Teams) > 0 {
		tile.Text = v.firstTeams()
	}
	if d.Teams == nil {
		tile.Figure, tile.Text = v.otherFigure()
		page.Summary = words.T("team.summaryof", "name", tile.Text, "n", tile.Figure)
	}
	return board.Output{Pages: []board.Page{page}, Tile: tile, Notices: v.Box.Notice(Kind.Word, "", v.Count)}
}

func (v *View) firstTeams() string {
	var s []string
	for _, t := range v.Teams[:min(2, len(v.Teams))] {
		s = append(s, t.Name)
	}
	return strings.Join(s, words.T("list.sep"))
}

// otherFigure is what a unit without teams is summed up by.
func (v *View) otherFigure() (figure, text string) {
	switch {
	case v.ForcesSum != "":
		return v.ForcesSum, words.T("team.forces")
	case v.Volunteers != "":
		return v.Volunteers, words.KeyName("volunteers")
	case len(v.Matters) > 0:
		return v.Matters[0].Value + v.Matters[0].Unit, v.Matters[0].Label
	}
	return "", ""
}

// found is the teams, who leads them and who is in them. It gives the rows their anchors.
func (v *View) found() (list []search.Record) {
	rows := board.Anchors{}
	for i := range v.Teams {
		it := &v.Teams[i]
		it.Anchor = rows.Of(it.Name)
		team := board.Matter(it.Name, it.Anchor, it.Until)
		team.Phone = it.Phone
		list = append(list, team)
		add := func(name, role string) string {
			r := search.Record{Kind: search.Person, Name: name, Role: role, Row: rows.Of(name), Until: board.Until(it.Until)}
			list = append(list, r)
			return r.Row
		}
		if it.Head != "" {
			it.HeadRow.Anchor = add(it.Head, it.HeadPost)
		}
		for j := range it.Members {
			it.Members[j].Anchor = add(it.Members[j].Name, "")
		}
	}
	return list
}

func named(v *View) bool {
	for _, t := range v.Teams {
		if t.Head != "" || t.Crew != "" {
			return true
		}
	}
	return false
}

func teams(q village.Quantity) string {
	return q.With(words.T("team.unit"))
}

func people(q village.Quantity) string {
	return q.Typed(words.T("unit.person"))
}

func (b *Board) view(t privacy.Target) (*View, *Data) {
	all := &b.all
	categories, matters := all.Shown(), all.Matters.Concealed(all.Named)
	v := &View{Count: teams(all.All()), People: people(all.People), ForcesSum: all.Forces.Text(),
		Matters: matters.Figures(), Categories: board.GroupBars(categories, teams), Bare: b.bare, Covered: b.covered, Sample: all.Sample}
	d := &Data{Meta: board.NewMeta(Kind.Word, b.unit, 0, v.Sample), Unclassified: b.rest.Float(),
		Teams: all.Counted(), Categories: board.Counts(categories),
		People: all.People.Float(), Volunteers: all.Volunteers.Float(), Deeds: all.Deeds.Float(), Forces: all.Forces.Data(), ForcesSum: all.Forces.DataSums(),
		Matters: matters.Data(), Bare: b.bare}
	b.numbers(v, d)
	v.Kind = words.T("team.title")
	if len(v.Categories) == 1 && categories.Names[0] != words.T("group.other") && categories.Names[0] != words.T("concealed") {
		v.Kind = categories.Names[0]
	}
	if !b.rest.IsZero() {
		v.Rest, v.Partial = teams(b.rest), b.Partial
	}
	hidden := 0
	for i := range b.Teams {
		x := &b.Teams[i]
		if !t.Shows(x.Showing, b.today) {
			hidden++
			continue
		}
		it, data := b.item(i, t)
		v.Teams, d.List = append(v.Teams, it), append(d.List, data)
	}
	if hidden > 0 {
		v.Hidden = teams(village.Count(hidden))
	}
	if all.Orders.All > 0 {
		v.Orders, d.Orders = all.Orders.show()
	}
	v.Box = b.Box(words.T("team.noticetitle"), t, b.unit, b.today)
	b.below(v, d)
	return v, d
}

// numbers lays out how many volunteers there are. Where the unit counts its people by
// category, the volunteers of the units below stand in their table only: they are among
// those people, or are counted in another way.
func (b *Board) numbers(v *View, d *Data) {
	all := &b.all
	if len(all.Forces) == 0 || !b.own.Volunteers.IsZero() {
		v.Volunteers = people(all.Volunteers)
	}
	if len(all.Forces) == 0 || !b.own.Deeds.IsZero() {
		v.Deeds = all.Deeds.String()
	}
	if len(all.Matters.Sums()) == 1 && len(all.Matters) > 1 {
		v.MatterSum, d.MatterSum = all.Matters.Text(), all.Matters.DataSums()
	}
	if per := all.Volunteers.Per(all.Deeds, 1); !per.IsZero() && v.Volunteers != "" {
		v.PerDeed, d.PerDeed = words.T("team.perdeed", "n", people(per)), per.Float()
	}
	counts := make([]village.Quantity, len(all.Forces))
	for i, f := range all.Forces {
		v.Forces = append(v.Forces, board.Bar{Name: f.Name, Value: f.Quantity.String()})
		counts[i] = f.Quantity
	}
	board.Bars(v.Forces, counts)
}

// may reports whether somebody whom the register of members may know can be named.
func (x *team) may(name string, t privacy.Target, today village.Date) bool {
	return t.ShowsPerson(x.Showing, x.known[name], today)
}

func (b *Board) item(i int, t privacy.Target) (Item, DataTeam) {
	x := &b.Teams[i]
	named := []village.Showing{x.Showing}
	it := Item{Name: x.Name, Category: x.Category, Theme: x.Theme, People: people(x.People),
		Phone: string(x.Phone), Tel: x.Phone.Link(), Role: x.Role, Grids: strings.Join(x.Grids, words.T("list.sep")), Sample: x.Sample && !b.Sample}
	d := DataTeam{Title: x.Name, Category: x.Category, Theme: x.Theme, People: x.People.Float(), Grids: x.Grids,
		Matters: x.did.Data(), Orders: x.orders, Done: x.done, Sample: x.Sample}
	if x.Head != nil && x.may(string(x.Head.Name), t, b.today) {
		it.Head, it.HeadPost, d.Head = string(x.Head.Name), x.Head.Post, string(x.Head.Name)
		named = append(named, x.known[d.Head])
	}
	for _, name := range x.Crew {
		if x.may(name, t, b.today) {
			it.Members, d.Crew = append(it.Members, Person{Name: name}), append(d.Crew, name)
			named = append(named, x.known[name])
		}
	}
	it.Until = village.LastDay(named...)
	it.Crew = strings.Join(d.Crew, words.T("list.sep"))
	for _, m := range x.did {
		it.Matters = append(it.Matters, m.Name+m.Quantity.String())
	}
	if x.orders > 0 {
		it.Orders, it.Done = pieces(x.orders), pieces(x.done)
	}
	if x.Text != "" {
		it.Text, it.Plain = markdown.HTML(x.Text), markdown.Text(x.Text)
	}
	return it, d
}

func pieces(n int) string { return words.T("unit.pieces", "n", strconv.Itoa(n)) }

// show lays out what residents asked for.
func (o *Orders) show() (*OrdersView, *DataOrders) {
	open := o.Open.Shown()
	v := &OrdersView{All: pieces(o.All), Done: pieces(o.Done), Open: pieces(o.All - o.Done), Share: village.PercentString(o.Done, o.All),
		Categories: board.GroupBars(open, func(q village.Quantity) string { return pieces(q.Int()) })}
	d := &DataOrders{All: o.All, Done: o.Done, Open: o.All - o.Done, Categories: board.Counts(open)}
	d.Share = board.Percent(o.Done, o.All)
	if days, ok := o.Days.Median(); ok {
		v.Median, d.MedianDays = o.Days.MedianText(), &days
	}
	return v, d
}

// below lays out the units below.
func (b *Board) below(v *View, d *Data) {
	head := []string{words.T("team.count"), words.KeyName("volunteers"), words.KeyName("deeds")}
	row := func(s *Sum) board.Part {
		return board.Part{Cells: []string{s.CountedText(teams), people(s.Volunteers), s.Deeds.String()}}
	}
	subs := board.WithOwn(b.unit, &b.own, b.subs, row)
	v.Below = board.NewBelow(Kind.Word, head, subs, &b.all, row)
	d.Missing = v.Missing
	for u, s := range board.Reporting(subs) {
		d.Units = append(d.Units, DataUnit{u.Name, u.Address, s.Counted(), board.Known(s.Volunteers), board.Known(s.Deeds)})
	}
}

// table is data.csv; the teams of v and of d are the same.
func table(v *View, d *Data) [][]string {
	if len(d.List) == 0 && len(d.Units) > 0 {
		rows := [][]string{{words.T("csv.unit"), words.T("team.count"), words.KeyName("volunteers"), words.KeyName("deeds")}}
		for _, u := range d.Units {
			rows = append(rows, []string{u.Unit, board.Optional(u.Teams), board.Optional(u.Volunteers), board.Optional(u.Deeds)})
		}
		return rows
	}
	if len(d.List) == 0 {
		rows := [][]string{{words.KeyName("category"), words.KeyName("quantity"), words.KeyName("unit")}}
		for _, m := range append(d.Forces[:len(d.Forces):len(d.Forces)], d.Matters...) {
			rows = append(rows, []string{m.Name, board.Number(m.Quantity), m.Unit})
		}
		return rows
	}
	rows := [][]string{{words.KeyName("title"), words.KeyName("category"), words.KeyName("theme"), words.KeyName("head"), words.KeyName("headcount"),
		words.KeyName("grids"), words.KeyName("crew"), words.KeyName("matter")}}
	for i, x := range d.List {
		it := &v.Teams[i]
		did := strings.Join(it.Matters, words.T("list.sep"))
		rows = append(rows, []string{x.Title, x.Category, x.Theme, x.Head, board.NonZero(x.People), it.Grids, it.Crew, did})
	}
	return rows
}
