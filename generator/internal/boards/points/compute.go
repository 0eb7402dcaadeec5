package points

import (
	"slices"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// grade ranks the accounts and gives each its level, among all or among those of the
// same category.
func (y *year) grade(in *board.Input) {
	y.ranked = y.book.Ranked()
	levels := y.Method.levels()
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

// count makes the unit's own sums, of its rows alone.
func (y *year) count(today village.Date) {
	y.own.Scored, y.own.Units = len(y.persons), 1
	if len(y.persons) > 0 {
		y.own.People = village.Count(len(y.persons))
	}
	y.own.Total = village.Points(y.book.Total)
	if !y.members {
		y.own.Homes = 1
	}
	for _, a := range y.ranked {
		if !y.shown(a, privacy.Public, today) {
			y.own.Hidden++
		}
	}
	for _, g := range y.Method.Grades {
		if g.Open {
			y.own.Levels.Add(g.Name, village.Count(0))
		}
	}
	if len(y.Method.Grades) == 0 {
		return
	}
	for _, a := range y.ranked {
		y.own.Levels.Add(y.group(y.levelOf(a)), village.Count(1))
	}
}

// reported reports whether the unit or one below has anything to add.
func (y *year) reported() bool { return y.all.Units > 0 }

// levelOf returns the name of the level that an account reached, "" for none.
func (y *year) levelOf(a *ledger.Account) string {
	if a.Level < 0 {
		return ""
	}
	return y.Method.Grades[a.Level].Name
}

// group returns the group under which a level is counted: how many are how low is
// nobody's business.
func (y *year) group(level string) string {
	for _, g := range y.Method.Grades {
		if g.Name == level && g.Open {
			return level
		}
		if g.Name == level {
			return words.T("points.other")
		}
	}
	if level == "" {
		return words.T("points.other")
	}
	return level
}

// rollUp adds the units below. Counts (计数) stand for rows in a unit that has none;
// over units that report they are typed totals, to be checked.
func (y *year) rollUp(in *board.Input) {
	y.subs = board.SubsOf[Sum](in, y.year)
	below := y.reportedBelow()
	if !below {
		y.takeCounts(in.Report)
	}
	y.all = y.own
	y.all.Levels = ledger.Tally{}
	y.all.Levels.Merge(y.own.Levels)
	for _, s := range board.Reporting(y.subs) {
		y.all.add(s)
	}
	if y.comparesBelow(in) {
		y.compare(in)
	}
	if below {
		y.checkCounts(in.Report)
	}
	y.means = meansOf(in.Unit, y.all.People)
	if below && len(in.Missing()) > 0 {
		y.means = nil // they would be of all units, the people only of some
	}
	for _, c := range y.Counts {
		if isTotal(c.Key) {
			village.CheckTotal(c.Pos, words.T("points.counted"), c.Value, y.all.People, in.Report)
		}
	}
}

func (y *year) reportedBelow() bool {
	return slices.ContainsFunc(y.subs, func(s board.Sub[Sum]) bool { return s.Sum != nil })
}

// isTotal reports whether a key of 计数 means all groups together.
func isTotal(key string) bool { return key == "" || words.IsSum(key) }

// takeCounts adds the groups of which only the number is known. A total alone counts
// people whose level is unknown.
func (y *year) takeCounts(rep *problem.Report) {
	ranked := map[string]bool{} // levels that rows reach
	for _, a := range y.ranked {
		ranked[y.levelOf(a)] = true
		ranked[y.group(y.levelOf(a))] = true
	}
	groups := 0
	for _, c := range y.Counts {
		if isTotal(c.Key) {
			continue
		}
		groups++
		if ranked[c.Key] {
			rep.Error(c.Pos, "ledger/counts-and-rows", "group", c.Key)
			continue
		}
		y.own.Levels.Add(y.group(c.Key), c.Value)
		y.own.People = y.own.People.Plus(c.Value)
	}
	if groups == 0 && len(y.Counts) > 0 && len(y.persons) == 0 {
		y.own.People = y.Counts[0].Value
	}
}

// checkCounts compares the groups that a unit over others typed with the sums. What
// the units below count as 其他, because the level is not open, is compared together.
func (y *year) checkCounts(rep *problem.Report) {
	other := words.T("points.other")
	var typed ledger.Tally
	at := map[string]problem.Pos{}
	for _, c := range y.Counts {
		if isTotal(c.Key) {
			continue
		}
		name := y.group(c.Key)
		if y.all.Levels.Get(name).IsZero() && !y.all.Levels.Get(other).IsZero() {
			name = other
		}
		typed.Add(name, c.Value)
		if _, known := at[name]; !known {
			at[name] = c.Pos
		}
	}
	for i, name := range typed.Names {
		village.CheckTotal(at[name], name, typed.Counts[i], village.Count(0).Plus(y.all.Levels.Get(name)), rep)
	}
}

// few is the number of people of whom a sum must not be told beside the totals of all
// others: it would be theirs.
const few = 3

// told reports whether the total may be shown: it gives nobody away who is not named.
func (s *Sum) told() bool { return s.Hidden == 0 || s.Hidden >= few }

// average returns points per person of those whose points are known, rounded half
// away from zero to hundredths; false when it may not be told.
func (s *Sum) average() (village.Points, bool) {
	n, total := int64(s.Scored), int64(s.Total)
	switch {
	case n == 0, !s.told():
		return 0, false
	case total < 0:
		return -village.Points((-2*total + n) / (2 * n)), true
	}
	return village.Points((2*total + n) / (2 * n)), true
}

// Summary implements board.Board.
func (b *Board) Summary() any {
	s := board.Sums[Sum]{}
	for _, y := range b.years {
		if y.reported() {
			s[y.year] = &y.all
		}
	}
	if len(s) == 0 {
		return nil
	}
	return s
}
