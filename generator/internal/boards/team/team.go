// Package team is the board of volunteers (志愿队): teams with what they did, how many
// volunteers there are, and how fast what residents ask for is taken up. Who asks has no
// key.
package team

import (
	"cmp"
	"slices"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/step"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// Kind is the board.
var Kind = board.Kind{
	Word: "team", File: "teams",
	Defaults: village.On(village.Web|village.Hall|village.Board, village.WholeSociety),
	Asks:     true,
	Read:     read,
	Summary:  board.ReadSum[Sum],
}

// file is teams.yaml.
type file struct {
	record.At
	Teams      []team                         `key:"teams,main"`
	Volunteers village.Quantity               `key:"volunteers"` // of the unit, in teams or not
	Deeds      village.Quantity               `key:"deeds"`      // what they did, not added to anything
	Matters    record.Pairs[village.Quantity] `key:"matter"`     // of all teams together
	Orders     []order                        `key:"orders"`
	Process    string                         `key:"processes"`
	Covered    bool                           `key:"covered"` // 全覆盖: 是, a claim that every grid has a team
	board.Head                                // 计数 is people by category: 入党积极分子 625人
}

// team is one team, or an alliance whose 队员 are units.
type team struct {
	record.At
	Name     string                         `key:"title,required"`
	Category string                         `key:"category"`
	Theme    string                         `key:"theme"`
	Head     *village.Officer               `key:"head"`
	Phone    village.Phone                  `key:"publicphone"`
	Role     string                         `key:"role"` // whose phone it is
	People   village.Quantity               `key:"headcount"`
	Grids    []string                       `key:"grids"`
	Crew     []string                       `key:"crew"`
	Matters  record.Pairs[village.Quantity] `key:"matter"`
	Text     string                         `key:"text"` // Markdown
	village.Showing

	did    board.Measures
	grids  []int                      // index in the unit's grids
	known  map[string]village.Showing // what the register says of those named
	orders int
	done   int
}

// order is one thing that a resident asked for. No key names the resident.
type order struct {
	record.At
	Code     string `key:"code"`
	Category string `key:"category"`
	Team     string `key:"team"` // that took it
	board.Way
	village.Showing
}

// Sum counts the teams of one unit by category, with all units below.
type Sum struct {
	board.Sum
	People     village.Quantity // in the teams that say how many they are
	Volunteers village.Quantity
	Deeds      village.Quantity
	Forces     board.Measures // people by category, 计数
	Matters    board.Measures // what was done
	Named      board.Measures // of Matters, what the web may name
	Orders     Orders
}

func (s *Sum) add(o *Sum) {
	s.Sum.Add(&o.Sum)
	s.People = s.People.Plus(o.People)
	s.Volunteers = s.Volunteers.Plus(o.Volunteers)
	s.Deeds = s.Deeds.Plus(o.Deeds)
	s.Forces.Merge(o.Forces)
	s.Matters.Merge(o.Matters)
	s.Named.Merge(o.Named)
	s.Orders.add(&o.Orders)
}

// Board is the computed board of one unit.
type Board struct {
	file
	unit     *village.Unit
	today    village.Date
	process  *step.Process
	own, all Sum
	rest     village.Quantity // declared but not listed
	bare     []string         // grids without a team
	covered  bool             // every grid is known to have a team
	subs     []board.Sub[Sum]
}

// Summary implements board.Board.
func (b *Board) Summary() any { return &b.all }

func read(in *board.Input) board.Board {
	b := &Board{unit: in.Unit, today: in.Today, process: &step.Process{}}
	var below Sum
	b.subs = board.RollUp(in, &below, (*Sum).add)
	if b.Read(in, &b.file, &b.At, in.Processes.Columns()...) {
		b.check(in, &below)
	}
	b.all.add(&b.own)
	b.all.add(&below)
	if b.all.Units == 0 {
		return nil
	}
	b.totals(in, &below)
	return b
}

// check completes and counts what the unit's own file says.
func (b *Board) check(in *board.Input, below *Sum) {
	b.own.Units = 1
	b.own.Sample = b.Sample || in.Unit.Sample
	line := map[string]int{}
	for i := range b.Teams {
		t := &b.Teams[i]
		if first, twice := line[t.Name]; twice {
			in.Report.Error(t.Of("title"), "team/same-team", "team", t.Name, "line", problem.Int(first))
		}
		line[t.Name] = t.Line
		b.team(t, in)
	}
	rows := slices.Clone(b.own.Matters)
	b.own.Matters.AddTyped(b.Matters, rows, below.Matters, in.Report)
	b.own.Named.AddTyped(b.Matters, rows, below.Matters, &problem.Report{})
	b.figures(in, below)
	b.checkOrders(in)
	b.cover(in)
}

// team checks and counts one team.
func (b *Board) team(t *team, in *board.Input) {
	rep := in.Report
	t.Showing = t.Showing.Or(b.Showing)
	in.Shown(t.Showing)
	if t.Phone.Mobile() && t.Role == "" && (t.Head == nil || t.Head.Post == "") {
		rep.Error(t.Of("publicphone"), "phone/mobile-without-role")
	}
	t.People.MustCount("people", t.Of("headcount"), rep)
	if n := len(t.Crew); !t.People.IsZero() && n > t.People.Int() {
		rep.Error(t.Of("headcount"), "ledger/more-than-declared", "what", words.KeyName("crew"), "declared", t.People.Figure(), "listed", problem.Int(n))
	}
	t.People.Unit = words.T("unit.person")
	t.did.AddTyped(t.Matters, nil, nil, rep)
	t.did.CheckTyped(t.Matters, nil, t.Name, rep)
	open := privacy.Public.Shows(t.Showing, in.Today)
	for _, m := range t.did {
		b.own.Matters.Add(m.Name, m.Quantity)
		if open {
			b.own.Named.Add(m.Name, m.Quantity)
		}
	}
	b.register(t, in)
	b.findGrids(t, in)
	t.Category = cmp.Or(t.Category, words.T("group.other"))
	b.own.Count(t.Category, village.Count(1), open)
	if !t.People.IsZero() {
		b.own.People = b.own.People.Plus(t.People)
	}
	b.own.Sample = b.own.Sample || t.Sample
}

// register looks up those whom the team names.
func (b *Board) register(t *team, in *board.Input) {
	t.known = map[string]village.Showing{}
	for _, name := range t.Crew {
		t.known[name] = in.Registered(name)
	}
	if t.Head != nil {
		t.known[string(t.Head.Name)] = in.Registered(string(t.Head.Name))
	}
}

// figures takes the unit's own figures of people and deeds. What only a parent knows
// stands; what the units below say too is checked in totals.
func (b *Board) figures(in *board.Input, below *Sum) {
	rep := in.Report
	b.Volunteers.MustCount("people", b.Of("volunteers"), rep)
	if below.Volunteers.IsZero() {
		b.own.Volunteers = b.Volunteers
	}
	if below.Deeds.IsZero() {
		b.own.Deeds = b.Deeds
	}
	for i := range b.Counts {
		c := &b.Counts[i]
		c.Value.MustCount("people", c.Pos, rep)
		c.Value.Unit = words.T("unit.person")
		if code, _ := words.Key(c.Key); code == "volunteers" && !b.Volunteers.IsZero() {
			rep.Error(c.Pos, "team/volunteers-twice")
		}
	}
	b.own.Forces.AddTyped(b.Counts, nil, below.Forces, rep)
}

// totals checks what was typed: 合计 and 总数 are numbers of teams, or of people or
// matters by the name that they were given.
func (b *Board) totals(in *board.Input, below *Sum) {
	head, rep := b.Head, in.Report
	head.Counts, head.Total = nil, nil
	for _, t := range b.Total {
		switch {
		case b.all.Forces.Has(t.Key):
			b.all.Forces.CheckTotal(t, t.Key, rep)
		case b.all.Matters.Has(t.Key):
			b.all.Matters.CheckTotal(t, t.Key, rep)
		default:
			head.Total = append(head.Total, t)
		}
	}
	b.rest = head.CheckTotals(&b.all.Sum, words.T("team.title"), b.Of("declared"), in)
	b.all.Forces.CheckTyped(b.Counts, below.Forces, words.T("team.forces"), rep)
	b.all.Matters.CheckTyped(b.Matters, below.Matters, words.T("team.matters"), rep)
	if !below.Volunteers.IsZero() {
		village.CheckTotal(b.Of("volunteers"), words.KeyName("volunteers"), b.Volunteers, b.all.Volunteers, rep)
	}
	if !below.Deeds.IsZero() {
		village.CheckTotal(b.Of("deeds"), words.KeyName("deeds"), b.Deeds, b.all.Deeds, rep)
	}
}

// find returns the index of the team called name, -1 when there is none.
func (b *Board) find(name string) int {
	return slices.IndexFunc(b.Teams, func(t team) bool { return t.Name == name })
}

func (b *Board) names() string {
	var s []string
	for i := range b.Teams {
		s = append(s, b.Teams[i].Name)
	}
	return strings.Join(s, words.T("list.sep"))
}
