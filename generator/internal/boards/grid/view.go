package grid

import (
	"html/template"
	"slices"
	"strconv"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// View is what layouts/grid may use.
type View struct {
	Tiers    []board.Figure // 一级网格 8个
	TierText string         // 一级网格8个，二级网格18个
	Roles    []board.Figure // 网格长 1人
	Staff    string         // 32人
	Grids    string         // 181个
	Doors    string
	Wardens  []Warden // of the whole unit
	Roots    []*Node
	Bare     []string // grids that nobody minds
	Covered  bool     // 全覆盖, and it is true
	Wants    []Want   // what the grids of a level must have
	NoBrand  []string // grids without a brand, where most have one
	Covers   []Cover
	Links    []Link
	Linked   []LinkedBy // members who look after households
	Alone    string     // 12户 that nobody looks after; "" when unknown
	Liaisons *Force     // cadres who look after units
	Force    *Force     // who else helps in the grids
	Chart    template.HTML
	Plan     template.HTML
	Ground   *board.Picture // the picture under Plan, of the same shape
	Box      *board.NoticeBox
	Hidden   string
	board.Below
	Sample bool
}

// Want is what each grid of a level must have.
type Want struct {
	Tier  string // 微网格
	What  string // 网格长、党小组组长、村民小组组长
	Have  string // 38个 that have all of it
	All   string // 40个
	Full  bool
	Short []string // 17号微网格缺党小组组长
}

// Cover says how many of something there are, and how many are reached.
type Cover struct {
	Name         string
	Needed       string // 118个
	NeededParts  string // 集中安置点116、分散安置点2
	Reached      string // 112个; "" when nobody says
	ReachedParts string
	Share        string // 94.9%
	Rest         string // 6个
	Full         bool   // exactly all
	Bare         []string
	Sample       bool
}

// Link counts the households that members of one kind look after.
type Link struct {
	Kind     string // 党员中心户
	Number   string // 58户
	Homes    string // 584户
	Mean     string // 10.1户, for each
	Share    string // 17.4%, of all households
	Mediated string // 350多起
	Settled  string // 6.0以上起, by each
	Sample   bool
}

// LinkedBy is one member and how many households they look after.
type LinkedBy struct {
	Anchor, Name, Suffix, Homes string
	Until                       string // last day on which it may be named, see village.LastDay
}

// Force is a list of figures by kind with its sum.
type Force struct {
	Parts []board.Figure
	Sum   string
}

// Node is one grid with those below it.
type Node struct {
	Anchor       string
	Title        string
	Tier         string
	Range        []string
	Doors        string
	Party        string
	Brand        string
	Liaison      string
	LiaisonRow   board.Row
	LiaisonUntil string // last day on which who that is may be named
	WeChat       string
	Wardens      []Warden
	Children     []*Node
	Below        string // 二级网格2个，三级网格16个
	Place        int    // its number on the plan, from 1; 0 when it is not there
	Sample       bool
	Until        string // last day on which it may be shown, see village.LastDay
}

// Warden is one person to call.
type Warden struct {
	Anchor                         string // "" of somebody who is not named
	Name, Role, Phone, Tel, WeChat string
	Until                          string // last day on which it may be named, see village.LastDay
}

// Show implements board.Board.
func (b *Board) Show(t privacy.Target) board.Output {
	if b.all.Units == b.own.Units && !t.Shows(b.file.Showing, b.today) {
		return board.Output{}
	}
	v, d := b.view(t)
	summary, tile := words.T("grid.summary", "grids", v.Grids), words.T("grid.tile")
	switch {
	case v.Grids == "":
		summary, tile = words.T("grid.facts"), words.T("grid.tilefacts")
	case v.Staff != "":
		summary = words.T("grid.summarystaff", "grids", v.Grids, "staff", v.Staff)
	}
	p := board.Page{Title: words.T("grid.title"), View: v, Data: d, Table: table(d), Papers: board.Papers(len(v.Roots) > 0, board.A3, board.Labels), Scene: true,
		Summary: summary, Noindex: len(d.List) > 0, Partial: v.Hidden != "", Found: v.found()}
	out := board.Output{Pages: []board.Page{p}, Tile: board.Tile{Title: words.T("grid.title"), Figure: v.Grids,
		Text: tile}, Notices: v.Box.Notice(Kind.Word, "", "")}
	return out
}

func (b *Board) view(t privacy.Target) (*View, *Data) {
	all := b.all
	all.Tiers, all.Roles = board.Concealed(all.Tiers, all.Open), board.Concealed(all.Roles, all.Open)
	v := &View{Sample: all.Sample,
		Covered: b.file.Covered && all.Bare == 0 && !all.Unknown}
	if len(all.Tiers.Names) > 0 {
		v.Grids = all.grids().With(words.T("unit.item"))
	}
	if len(all.Roles.Names) > 0 {
		v.Staff = all.Roles.Sum().With(words.T("unit.person"))
	}
	if !all.Doors.IsZero() {
		v.Doors = all.Doors.With(words.T("unit.household"))
	}
	d := &Data{Meta: board.NewMeta(Kind.Word, b.unit, 0, v.Sample), Grids: all.dataGrids(),
		Wardens: all.dataWardens(), Tiers: board.Counts(all.Tiers), Roles: board.Counts(all.Roles)}
	if d.Grids != nil && (all.Bare > 0 || !all.Unknown) {
		d.Bare = &all.Bare
	}
	for i, name := range all.Tiers.Names {
		v.Tiers = append(v.Tiers, board.Figure{Label: tierName(name), Value: all.Tiers.Counts[i].Figure(), Unit: words.T("unit.item")})
		if i > 0 {
			v.TierText += words.T("list.comma")
		}
		v.TierText += words.T("grid.below", "tier", tierName(name), "n", all.Tiers.Counts[i].Figure())
	}
	for i, name := range all.Roles.Names {
		v.Roles = append(v.Roles, board.Figure{Label: name, Value: all.Roles.Counts[i].Figure(), Unit: words.T("unit.person")})
	}
	b.people(v, d, t)
	b.wantViews(v, d, t)
	b.coverViews(v, d, t)
	b.linkViews(v, d, t)
	v.Liaisons, d.Liaisons = force(all.Liaisons)
	v.Force, d.Force = force(all.Force)
	if n := b.file.Notice; n != nil && t.Shows(b.file.Showing, b.today) {
		v.Box = board.NewNoticeBox(words.T("grid.noticetitle"), *n, b.unit, b.today)
	}
	if len(v.Roots) > 0 {
		v.Chart = template.HTML(chart(b.unit.Name, v.Roots))
	}
	v.Plan = template.HTML(b.plan(t))
	if t.Shows(b.file.Showing, b.today) {
		v.Ground = b.ground
	}
	b.below(v, d)
	return v, d
}

// people lays out the tree with whoever minds it.
func (b *Board) people(v *View, d *Data, t privacy.Target) {
	if t.Shows(b.file.Showing, b.today) {
		for _, w := range b.file.Wardens {
			shown, _ := b.warden(w, b.file.Showing, t)
			v.Wardens = append(v.Wardens, shown)
		}
	}
	hidden := 0
	for _, n := range b.roots {
		v.Roots = append(v.Roots, b.node(n, t, d, &hidden)...)
	}
	if hidden > 0 {
		v.Hidden = village.Count(hidden).With(words.T("unit.item"))
	}
	for _, n := range b.bare {
		if b.shown(n, t) {
			v.Bare = append(v.Bare, n.grid.Title())
		}
	}
}

func (b *Board) shown(n *node, t privacy.Target) bool {
	return t.Shows(n.grid.Showing.Or(b.file.Showing), b.today)
}

// node lays out a grid and those below it. Where t must not show the grid, those below
// it stand in its place.
func (b *Board) node(n *node, t privacy.Target, d *Data, hidden *int) []*Node {
	if !b.shown(n, t) {
		*hidden++
		var list []*Node
		for _, c := range n.children {
			list = append(list, b.node(c, t, d, hidden)...)
		}
		return list
	}
	g := n.grid
	out := &Node{Title: g.Title(), Tier: tier(g.Tier), Range: g.Range, Party: g.Party, Brand: g.Brand,
		Liaison: g.Liaison, WeChat: g.WeChat, Sample: g.Sample || b.file.Sample}
	at := n.grid.Showing.Or(b.file.Showing)
	out.Until, out.LiaisonUntil = village.LastDay(at), village.LastDay(at, b.known[g.Liaison])
	if g.Liaison != "" && !t.ShowsPerson(at, b.known[g.Liaison], b.today) {
		out.Liaison = words.T("concealed")
	}
	if !g.Households.IsZero() {
		out.Doors = g.Households.With(words.T("unit.household"))
	}
	raw := DataGrid{Code: g.Code, Name: g.Name, Tier: tier(g.Tier), Parent: g.Parent, Range: g.Range,
		Households: g.Households.Float(), Party: g.Party, Sample: out.Sample}
	for _, w := range g.Wardens {
		shown, data := b.warden(w, n.grid.Showing.Or(b.file.Showing), t)
		out.Wardens, raw.Wardens = append(out.Wardens, shown), append(raw.Wardens, data)
	}
	d.List = append(d.List, raw)
	for _, c := range n.children {
		out.Children = append(out.Children, b.node(c, t, d, hidden)...)
	}
	out.Below = belowText(n)
	if g.Plan != nil {
		out.Place = 1 + slices.Index(b.mapped(t), n)
	}
	return []*Node{out}
}

// belowText is 二级网格2个，三级网格16个 for the grids under n.
func belowText(n *node) string {
	var names []string
	counts := map[string]int{}
	var walk func(*node)
	walk = func(x *node) {
		for _, c := range x.children {
			name := tier(c.grid.Tier)
			if counts[name] == 0 {
				names = append(names, name)
			}
			counts[name]++
			walk(c)
		}
	}
	walk(n)
	s := ""
	for i, name := range names {
		if i > 0 {
			s += words.T("list.comma")
		}
		s += words.T("grid.below", "tier", tierName(name), "n", strconv.Itoa(counts[name]))
	}
	return s
}

// warden lays out one warden of a grid that is shown as at says. Of somebody whom the
// register of members keeps back there is the role alone.
func (b *Board) warden(w village.Warden, at village.Showing, t privacy.Target) (Warden, DataWarden) {
	if !t.ShowsPerson(at, b.known[string(w.Name)], b.today) {
		return Warden{Name: words.T("concealed"), Role: role(w)}, DataWarden{Role: w.Role}
	}
	return Warden{"", string(w.Name), role(w), string(w.Phone), w.Phone.Link(), w.WeChat,
		village.LastDay(at, b.known[string(w.Name)])}, DataWarden{string(w.Name), w.Role, string(w.Phone)}
}

// names lists the wardens of a grid as t may name them.
func (b *Board) names(n *node, t privacy.Target) (list []string) {
	for _, w := range n.grid.Wardens {
		shown, _ := b.warden(w, n.grid.Showing.Or(b.file.Showing), t)
		list = append(list, shown.Name)
	}
	return list
}

// counted is a figure of a tally; a unit that counts nothing has none, not 0.
func counted(t ledger.Tally, q village.Quantity) string {
	if len(t.Names) == 0 {
		return words.T("none")
	}
	return q.Figure()
}

// dataGrids is grids for machines; nil where none is counted.
func (s *Sum) dataGrids() *float64 {
	if len(s.Tiers.Names) == 0 {
		return nil
	}
	return board.Known(s.grids())
}

// dataWardens is how many wardens there are, for machines; nil where none is counted.
func (s *Sum) dataWardens() *float64 {
	if len(s.Roles.Names) == 0 {
		return nil
	}
	return board.Known(s.Roles.Sum())
}

// below lays out the units below.
func (b *Board) below(v *View, d *Data) {
	head := []string{words.T("grid.title"), words.KeyName("wardens")}
	row := func(s *Sum) board.Part {
		return board.Part{Cells: []string{counted(s.Tiers, s.grids()), counted(s.Roles, s.Roles.Sum())}}
	}
	subs := board.WithOwn(b.unit, &b.own, b.subs, row)
	v.Below = board.NewBelow(Kind.Word, head, subs, &b.all, row)
	d.Missing = v.Missing
	for u, s := range board.Reporting(subs) {
		d.Units = append(d.Units, DataUnit{u.Name, u.Address, s.dataGrids(), s.dataWardens()})
	}
}
