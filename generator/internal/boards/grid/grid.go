// Package grid is the board of grids: who minds which part of the unit and whom to
// call, as a list, as an organisation chart and on a plan, and which grid an address
// lies in.
package grid

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// Kind is the board.
var Kind = board.Kind{
	Word: "grid", File: "grids",
	Defaults: village.On(village.Web|village.Hall|village.Board, village.WholeSociety),
	Keys:     []string{words.KeyName("code"), words.KeyName("title")},
	Asks:     true,
	Read:     read,
	Summary:  board.ReadSum[Sum],
}

// Board is the computed board of one unit.
type Board struct {
	unit      *village.Unit
	known     map[string]village.Showing // what the register of members says of wardens
	today     village.Date
	file      *village.GridFile // empty when only units below have grids
	roots     []*node
	nodes     []*node // by index of the grid
	own, all  Sum
	bare      []*node          // grids that nobody minds
	wants     []want           // what the grids of a level must have
	brandless []*node          // of a level of which most have a brand
	linked    []linked         // members who look after households
	alone     village.Quantity // households of the register that nobody looks after; zero when unknown
	subs      []board.Sub[Sum]
	ground    *board.Picture // under the areas of the plan
}

// node is one grid in the tree.
type node struct {
	grid     *village.Grid
	parent   *node
	children []*node
	depth    int // 0 for a root
}

// Sum counts the grids and wardens of one unit with all units below. It is the
// Summary of the board.
type Sum struct {
	Tiers  ledger.Tally // level → grids
	Roles  ledger.Tally // role → wardens
	Open   ledger.Tally // of both, what the web may show
	Doors  village.Quantity
	Bare   int // grids without a warden
	Units  int
	Sample bool

	Covers   []cover
	Links    []links
	Liaisons ledger.Tally // kind → cadres who look after units
	Force    ledger.Tally // kind → who else helps in the grids

	Unknown bool // some grids are only counted, or a unit below reports none
}

func (s *Sum) add(o *Sum) {
	s.Tiers.Merge(o.Tiers)
	s.Open.Merge(o.Open)
	s.Roles.Merge(o.Roles)
	s.Doors = s.Doors.Plus(o.Doors)
	s.Bare += o.Bare
	s.Units += o.Units
	s.Sample = s.Sample || o.Sample
	s.Unknown = s.Unknown || o.Unknown
	for _, c := range o.Covers {
		s.addCover(c)
	}
	for _, l := range o.Links {
		s.addLinks(l)
	}
	s.Liaisons.Merge(o.Liaisons)
	s.Force.Merge(o.Force)
}

// grids is the number of grids: levels that are called something else (党支部) are
// counted, and are no grids unless there are no others.
func (s *Sum) grids() village.Quantity {
	sum, any := village.Count(0), false
	for i, name := range s.Tiers.Names {
		if isGrid(name) {
			sum, any = sum.Plus(s.Tiers.Counts[i]), true
		}
	}
	if !any {
		return s.Tiers.Sum()
	}
	return sum
}

// Summary implements board.Board.
func (b *Board) Summary() any {
	s := b.all
	s.Covers = slices.Clone(s.Covers)
	for i := range s.Covers {
		c := &s.Covers[i]
		c.row, c.bare, c.Open = nil, nil, c.Open.above()
	}
	s.Links = slices.Clone(s.Links)
	for i := range s.Links {
		s.Links[i].Open = s.Links[i].Open.above()
	}
	return &s
}

func read(in *board.Input) board.Board {
	b := &Board{unit: in.Unit, today: in.Today, file: in.Unit.Grids}
	b.subs = board.Subs(in, func(summary any) *Sum { s, _ := summary.(*Sum); return s })
	if b.file == nil {
		b.file = &village.GridFile{}
	} else {
		b.file.Showing = b.file.Showing.Or(in.Defaults)
		in.Shown(b.file.Showing)
		b.own.Units = 1
		b.own.Sample = b.file.Sample || in.Unit.Sample
		b.plant(in.Report)
		b.count(in)
		b.readGround(in)
		b.checkWanted(in.Report)
	}
	for _, s := range b.subs {
		if s.Sum != nil {
			b.all.add(s.Sum)
		} else {
			b.all.Unknown = true
		}
	}
	b.readCovers(in)
	b.readLinks(in)
	b.all.add(&b.own)
	if b.all.Units == 0 {
		return nil
	}
	b.readForces(in)
	b.checkTotals(in)
	b.checkCover(in.Report)
	if n := b.file.Notice; n != nil {
		n.Check(in.Unit, in.Report)
		in.Notice(*n)
	}
	return b
}

// plant makes the tree. A missing parent and a circle are errors; such grids are
// shown as roots so that nobody disappears from the preview.
func (b *Board) plant(rep *problem.Report) {
	seen := map[string]int{}
	for i := range b.file.Grids {
		g := &b.file.Grids[i]
		if line, dup := seen[g.Code]; dup {
			rep.Error(g.Of("code"), "grid/same-code", "code", g.Code, "line", problem.Int(line))
		}
		seen[g.Code] = g.At.Line
		b.nodes = append(b.nodes, &node{grid: g})
	}
	for _, n := range b.nodes {
		if n.grid.Parent == "" {
			continue
		}
		i, ok := b.file.Find(n.grid.Parent, n.grid.Of("parent"), rep)
		if !ok {
			continue
		}
		if b.nodes[i] == n || b.nodes[i].under(n) {
			rep.Error(n.grid.Of("parent"), "grid/circle", "grid", n.grid.Title(), "parent", n.grid.Parent)
			continue
		}
		n.parent = b.nodes[i]
	}
	for _, n := range b.nodes {
		if n.parent == nil {
			b.roots = append(b.roots, n)
		} else {
			n.parent.children = append(n.parent.children, n)
		}
		for at := n.parent; at != nil; at = at.parent {
			n.depth++
		}
	}
}

// under reports whether n lies below top.
func (n *node) under(top *node) bool {
	for at := n.parent; at != nil; at = at.parent {
		if at == top {
			return true
		}
	}
	return false
}

// doors returns the households of a grid: its own figure, else the sum below it.
func (n *node) doors() village.Quantity {
	if !n.grid.Households.IsZero() {
		return n.grid.Households
	}
	var sum village.Quantity
	for _, c := range n.children {
		sum = sum.Plus(c.doors())
	}
	return sum
}

// count counts grids by level and wardens by role, and finds the grids that nobody
// minds.
func (b *Board) count(in *board.Input) {
	byDepth := slices.Clone(b.nodes)
	slices.SortStableFunc(byDepth, func(x, y *node) int { return x.depth - y.depth })
	var staff staff
	b.known = map[string]village.Showing{}
	warden := func(w village.Warden, at village.Showing) {
		b.known[string(w.Name)] = in.Registered(string(w.Name))
		if staff.meet(w) {
			b.own.Roles.Add(role(w), village.Count(1))
		}
		if privacy.Public.Shows(at, in.Today) {
			b.own.Open.Add(role(w), village.Count(1))
		}
	}
	for _, w := range b.file.Wardens {
		warden(w, b.file.Showing)
	}
	for _, n := range byDepth {
		at := n.grid.Showing.Or(b.file.Showing)
		in.Shown(at)
		b.known[n.grid.Liaison] = in.Registered(n.grid.Liaison)
		b.own.Sample = b.own.Sample || n.grid.Sample
		b.own.Tiers.Add(tier(n.grid.Tier), village.Count(1))
		if privacy.Public.Shows(at, in.Today) {
			b.own.Open.Add(tier(n.grid.Tier), village.Count(1))
		}
		for _, w := range n.grid.Wardens {
			warden(w, at)
		}
		if len(n.grid.Wardens) == 0 {
			b.bare = append(b.bare, n)
		}
	}
	for _, n := range b.roots {
		b.own.Doors = b.own.Doors.Plus(n.doors())
	}
	b.own.Bare = len(b.bare)
	for _, c := range b.file.Counts {
		name := tier(c.Key)
		switch {
		case board.IsTotal(c.Key, in): // checked when all is summed
		case !b.own.Tiers.Get(name).IsZero():
			in.Report.Error(c.Pos, "ledger/counts-and-rows", "group", name)
		default:
			b.own.Tiers.Add(name, c.Value)
			b.own.Open.Add(name, c.Value)
			b.own.Unknown = true
		}
	}
	if len(staff.often) > 0 {
		in.Report.Note(b.file.Pos, "grid/same-person", "names", strings.Join(staff.often, words.T("list.sep")))
	}
	b.warnBare(in.Report)
	b.warnRanges(in.Report)
	b.checkPlan(in.Report)
}

// checkPlan refuses areas of which some are in percent and some are not: nobody knows how
// they lie.
func (b *Board) checkPlan(rep *problem.Report) {
	first := (*village.Plan)(nil)
	for _, n := range b.nodes {
		switch p := n.grid.Plan; {
		case p == nil || len(p.Area.XY) == 0:
		case first == nil:
			first = p
		case p.Area.Percent != first.Area.Percent:
			rep.Error(p.Of("area"), "grid/plan-mixed", "line", problem.Int(first.Line))
			return
		}
	}
}

// tier is a level as typed, without the 网格 that displays add: 微网格 and 微 are one.
// Grids without a level are counted as 网格.
func tier(typed string) string {
	typed = strings.ReplaceAll(typed, " ", "")
	if n, rest := leadingNumber(typed); n > 0 { // 1级
		typed = village.HanNumeral(n) + rest
	}
	if short := strings.TrimSuffix(typed, words.T("grid.tier")); short != "" && isShort(short) {
		return short
	}
	if typed == "" {
		return words.T("grid.tier")
	}
	return typed
}

// isShort reports whether a level is a word such as 一级, 微 or 专职, that needs a noun;
// longer ones (网格党支部) are names in full.
func isShort(name string) bool { return utf8.RuneCountInString(name) <= 2 }

// isGrid reports whether a level, as tier has it, is one of grids.
func isGrid(tier string) bool { return strings.HasSuffix(tierName(tier), words.T("grid.tier")) }

func leadingNumber(s string) (n int, rest string) {
	rest = strings.TrimLeft(s, "0123456789")
	n, _ = strconv.Atoi(s[:len(s)-len(rest)])
	return n, rest
}

// tierName is the level in full: 一级网格, 网格党支部.
func tierName(tier string) string {
	if tier == words.T("grid.tier") || !isShort(tier) {
		return tier
	}
	return words.T("grid.tiername", "tier", tier)
}

func role(w village.Warden) string {
	if w.Role == "" {
		return words.KeyName("wardens")
	}
	return w.Role
}

// warnBare warns once a level of grids that nobody minds.
func (b *Board) warnBare(rep *problem.Report) {
	for _, name := range b.own.Tiers.Names {
		var titles []string
		var first *node
		for _, n := range b.bare {
			if tier(n.grid.Tier) != name {
				continue
			}
			if first == nil {
				first = n
			}
			titles = append(titles, n.grid.Title())
		}
		if first == nil {
			continue
		}
		some := strings.Join(titles[:min(3, len(titles))], words.T("list.sep"))
		rep.Warn(first.grid.Pos, "grid/no-warden", "tier", tierName(name), "n", problem.Int(len(titles)), "some", some)
	}
}

// checkCover holds the claim that every grid is minded against what is known.
func (b *Board) checkCover(rep *problem.Report) {
	switch at := b.file.Of("covered"); {
	case !b.file.Covered:
	case b.all.Bare > 0:
		rep.Warn(at, "grid/not-covered", "n", problem.Int(b.all.Bare))
	case b.all.Unknown:
		rep.Warn(at, "grid/cover-unknown")
	}
}

// warnRanges warns of one address range that two grids of a level claim.
func (b *Board) warnRanges(rep *problem.Report) {
	owner := map[string]*village.Grid{}
	for _, n := range b.nodes {
		for _, r := range n.grid.Range {
			key := tier(n.grid.Tier) + "|" + r
			if o := owner[key]; o != nil {
				rep.Warn(n.grid.Of("audience"), "grid/range-twice", "range", r, "one", o.Title(), "other", n.grid.Title())
			}
			owner[key] = n.grid
		}
	}
}

// checkTotals compares typed totals with the grids of the unit and those below.
func (b *Board) checkTotals(in *board.Input) {
	for _, t := range board.Totals(b.file.Total, b.file.Counts, in) {
		computed, what := b.all.Tiers.Get(tier(t.Key)), t.Key
		switch code, _ := words.Key(t.Key); {
		case t.Key == "" || words.IsSum(t.Key):
			computed, what = b.all.Tiers.Sum(), words.T("grid.title")
		case code == "grids":
			computed = b.all.grids()
		case code == "wardens":
			computed = b.all.Roles.Sum()
		case code == "doors":
			computed = b.all.Doors
		}
		village.CheckTotal(t.Pos, what, t.Value, computed, in.Report)
	}
}
