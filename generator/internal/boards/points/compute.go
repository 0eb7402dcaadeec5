package points

import (
	"slices"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// grade ranks the accounts and gives each its level, among all or among those of the
// same category.
func (y *year) grade(in *board.Input) {
	y.ranked = y.book.Ranked()
	levels := make([]ledger.Level, len(y.Method.Grades))
	for i, g := range y.Method.Grades {
		levels[i] = ledger.Level{Top: g.Top.places, Percent: g.Top.percent}
		if g.Has("atleast") {
			n := int64(g.AtLeast)
			levels[i].AtLeast = &n
		}
	}
	if y.Method.Compare != "category" {
		ledger.Grade(y.ranked, levels, ledger.Tie(y.Method.Tie))
		return
	}
	var seen []string
	for a := range y.persons {
		c := y.category(a, in)
		if slices.Contains(seen, c) {
			continue
		}
		seen = append(seen, c)
		if c == "" {
			in.Report.Error(y.Method.Of("compare"), "points/no-category", "name", y.roll.Dir.Label(y.persons[a]))
		}
		group := y.book.RankedWithin(func(i int) bool { return y.category(i, in) == c })
		ledger.Grade(group, levels, ledger.Tie(y.Method.Tie))
	}
	slices.SortStableFunc(y.ranked, func(a, b *ledger.Account) int {
		return slices.Index(seen, y.category(a.Index, in)) - slices.Index(seen, y.category(b.Index, in))
	})
}

// category returns the category of the member who holds account a.
func (y *year) category(a int, in *board.Input) string {
	if who := y.persons[a]; y.members && who < len(in.Unit.Members) {
		return in.Unit.Members[who].Category
	}
	return ""
}

// count makes the unit's own sums.
func (y *year) count(in *board.Input) {
	y.own = Sum{People: village.Count(len(y.persons)), Total: village.Points(y.book.Total), Units: 1,
		Sample: y.Sample || in.Unit.Sample}
	for _, g := range y.Method.Grades {
		if g.Open {
			y.own.Levels.Add(g.Name, village.Count(0))
		}
	}
	for _, a := range y.ranked {
		switch {
		case a.Level >= 0 && y.Method.Grades[a.Level].Open:
			y.own.Levels.Add(y.Method.Grades[a.Level].Name, village.Count(1))
		case len(y.Method.Grades) > 0: // how many are how low is nobody's business
			y.own.Levels.Add(words.T("points.other"), village.Count(1))
		}
	}
	for _, c := range y.Counts {
		if got := y.own.Levels.Get(c.Key); got.N > 0 {
			in.Report.Error(c.Pos, "ledger/counts-and-rows", "group", c.Key)
			continue
		}
		y.own.Levels.Add(c.Key, c.Value)
		y.own.People = y.own.People.Plus(c.Value)
	}
	if len(y.Entries) == 0 && len(y.Counts) == 0 {
		in.Report.Warn(problem.Pos{File: y.File}, "points/empty")
	}
}

// rollUp adds the units below.
func (y *year) rollUp(in *board.Input) {
	y.all = y.own
	y.all.Levels = ledger.Tally{}
	y.all.Levels.Merge(y.own.Levels)
	y.subs = board.SubsOf[Sum](in, y.year)
	for _, s := range y.subs {
		if s.Sum != nil {
			y.all.add(s.Sum)
		}
	}
}

// average returns points per person, rounded half up to hundredths.
func (s *Sum) average() (village.Points, bool) {
	n := int64(s.People.Int())
	if n == 0 || s.Total == 0 {
		return 0, false
	}
	return village.Points((2*int64(s.Total) + n) / (2 * n)), true
}

// Summary implements board.Board.
func (b *Board) Summary() any {
	s := board.Sums[Sum]{}
	for _, y := range b.years {
		s[y.year] = &y.all
	}
	return s
}
