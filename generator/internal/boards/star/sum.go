package star

import (
	"slices"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/step"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// counted reports whether a household is one of the star households: from its decision
// on, or when it is recorded without any steps. Before, it is only on notice.
func (h *home) counted() bool {
	return h.state.Phase == step.Decided || h.state.Phase == step.Open && h.state.Last < 0
}

// count sums the unit's own rows, and what was typed instead of rows.
func (y *year) count(in *board.Input) {
	rep := in.Report
	y.own = Sum{Subject: y.Subject, Households: in.Unit.Households, Eligible: y.Eligible, Units: 1, Sample: y.Sample || in.Unit.Sample}
	for i := range y.Homes {
		y.countHome(&y.Homes[i])
	}
	if !y.reported() {
		y.addCounts(rep)
		y.rest = y.ungraded(&y.own, rep)
		y.own.Ungraded = y.rest
	}
	y.countApplicants(rep)
	if y.own.Undecided > 0 && len(y.process.Steps) > 0 {
		rep.Warn(y.Pos, "star/undecided", "n", who(y.Subject, village.Count(y.own.Undecided)))
	}
	if y.Subject != "" && y.Eligible.IsZero() && !y.reported() {
		rep.Note(y.Pos, "star/no-eligible", "subject", y.Subject)
	}
	for _, q := range []record.Pair[village.Quantity]{{At: record.At{Pos: y.Of("eligible")}, Value: y.Eligible}, {At: record.At{Pos: y.Of("declared")}, Value: y.Declared}} {
		q.Value.MustCount(unitOf(y.Subject), q.Pos, rep)
	}
	for _, list := range []record.Pairs[village.Quantity]{y.Counts, y.Total, y.Applicants} {
		for _, c := range list {
			c.Value.MustCount(unitOf(y.Subject), c.Pos, rep)
		}
	}
}

// unitOf names what is counted, as Quantity.MustCount has it.
func unitOf(subject string) string {
	if subject == "" {
		return "households"
	}
	return "people"
}

func (y *year) countHome(h *home) {
	switch {
	case h.stars == 0:
	case h.counted():
		y.own.Levels[h.stars] = y.own.Levels[h.stars].Plus(village.Count(1))
	default:
		y.own.Waiting[h.stars] = y.own.Waiting[h.stars].Plus(village.Count(1))
	}
	if h.counted() {
		y.own.Moves.add(h.moved())
	}
	switch h.state.Phase {
	case step.Running:
		y.own.OnNotice++
	case step.Over, step.Objected:
		y.own.Undecided++
	}
	y.own.Sample = y.own.Sample || h.Sample
}

// addCounts adds the typed counts of the levels that have no rows.
func (y *year) addCounts(rep *problem.Report) {
	typed := map[int]string{} // level → how it was written
	for _, c := range y.Counts {
		n := levelOf(c.Key)
		switch first, twice := typed[n]; {
		case words.IsSum(c.Key): // checked with the other totals
		case !y.checkLevel(c, n, rep):
		case twice:
			rep.Error(c.Pos, "star/level-twice", "one", first, "other", c.Key)
		case !y.own.Levels[n].IsZero() || !y.own.Waiting[n].IsZero():
			rep.Error(c.Pos, "ledger/counts-and-rows", "group", c.Key)
		default:
			typed[n] = c.Key
		}
	}
	for _, c := range y.Counts {
		if n := levelOf(c.Key); typed[n] == c.Key && n > 0 {
			y.own.Levels[n] = c.Value
		}
	}
}

// checkLevel reports a figure whose name is no level, or none of the file's.
func (y *year) checkLevel(c record.Pair[village.Quantity], n int, rep *problem.Report) bool {
	switch {
	case slices.Contains(y.Kinds, c.Key):
		rep.Error(c.Pos, "star/level-is-kind", "level", c.Key)
	case n < 1 || n > maxLevel:
		rep.Error(c.Pos, "star/unknown-level", "level", c.Key)
	case !y.ranked(n):
		rep.Error(c.Pos, "star/no-such-rank", "level", c.Key)
	default:
		return true
	}
	return false
}

// ungraded is what the declared number exceeds those with a level by.
func (y *year) ungraded(s *Sum, rep *problem.Report) village.Quantity {
	if y.Partial && y.Declared.N >= s.recorded().N {
		rep = &problem.Report{}
	}
	return ledger.CheckDeclared(y.Of("declared"), y.what(), y.Declared, s.recorded(), rep)
}

// countApplicants reads 申报户数, or counts the rows that say how they were applied for
// when all do.
func (y *year) countApplicants(rep *problem.Report) {
	var byRow ledger.Tally
	applied, stars := 0, 0
	for _, h := range y.Homes {
		if h.Applied != "" {
			byRow.Add(words.ValueName("apply", string(h.Applied)), village.Count(1))
		}
		if h.Applied != "" || len(h.Claims) > 0 {
			applied++
		}
		if h.stars > 0 {
			stars++
		}
	}
	typed, ways := y.typedApplicants(rep)
	y.own.Ways = byRow
	if len(ways.Names) > 0 {
		y.own.Ways = ways
	}
	switch at := y.Of("applicants"); {
	case y.reported(): // checked when all is summed
		y.own.Ways = ledger.Tally{}
	case !typed.IsZero():
		y.own.Applicants = typed
		if n := village.Count(applied); n.N > typed.N {
			rep.Error(at, "ledger/more-than-declared", "what", words.KeyName("applicants"), "declared", typed.Figure(), "listed", n.Figure())
		} else if all := y.own.recorded(); all.N > typed.N {
			rep.Error(at, "star/awarded-more", "total", who(y.Subject, all), "n", who(y.Subject, typed))
		}
	case applied > 0 && applied >= stars:
		y.own.Applicants = village.Count(applied)
	}
}

// typedApplicants returns the typed number of applicants and, where they are typed so,
// how many came by which way.
func (y *year) typedApplicants(rep *problem.Report) (all village.Quantity, ways ledger.Tally) {
	var total *record.Pair[village.Quantity]
	for i, p := range y.Applicants {
		code, known := words.Value("apply", p.Key)
		switch {
		case p.Key == "":
			return p.Value, ways
		case words.IsSum(p.Key):
			total = &y.Applicants[i]
		case !known:
			rep.Error(p.Pos, "star/unknown-way", "way", p.Key, "ways", words.ValueNames("apply"))
		default:
			ways.Add(words.ValueName("apply", code), p.Value)
			all = all.Plus(p.Value)
		}
	}
	if total != nil {
		village.CheckTotal(total.Pos, words.KeyName("applicants"), total.Value, all, rep)
	}
	return all, ways
}

// rollUp adds the units below and checks the typed totals.
func (y *year) rollUp(in *board.Input) {
	y.all = y.own
	y.all.Subject = y.Subject
	y.all.Ways = ledger.Tally{}
	y.all.Ways.Merge(y.own.Ways)
	for _, s := range board.Reporting(y.subs) {
		y.all.add(s)
	}
	y.rollHouseholds(in)
	y.rollEligible(in)
	y.checkTotals(in.Report)
	y.sayMoves(in)
}

// rollHouseholds takes the number of households from the unit, else from those below.
func (y *year) rollHouseholds(in *board.Input) {
	below, known := village.Quantity{}, true
	for _, s := range y.subs {
		n := s.Unit.Households
		if s.Sum != nil && n.IsZero() {
			n = s.Sum.Households // of the units below it
		}
		known = known && !n.IsZero()
		below = below.Plus(n)
	}
	y.all.Households = in.Unit.Households
	switch {
	case len(in.Children) == 0 || !known:
	case y.all.Households.IsZero():
		y.all.Households = below
	case y.all.Households.N != below.N:
		in.Report.Warn(in.Unit.Of("allhouseholds"), "ledger/households",
			"own", y.all.Households.Figure(), "below", below.Figure())
	}
}

// rollEligible takes the number of those to be rated from the unit, else from the units
// below when all of them say it.
func (y *year) rollEligible(in *board.Input) {
	below, known := village.Quantity{}, len(y.subs) > 0
	for _, s := range y.subs {
		known = known && s.Sum != nil && !s.Sum.Eligible.IsZero()
		if known {
			below = below.Plus(s.Sum.Eligible)
		}
	}
	y.all.Eligible = y.Eligible
	switch {
	case !known:
	case !y.Eligible.IsZero():
		village.CheckTotal(y.Of("eligible"), words.KeyName("eligible"), y.Eligible, below, in.Report)
	case y.Subject != "":
		y.all.Eligible = below
	}
}

// typedTotals are the figures that are checked and never added: 合计, what 计数 says of
// all levels together, and all of 计数 when units below have reported.
func (y *year) typedTotals() record.Pairs[village.Quantity] {
	list := slices.Clone(y.Total)
	for _, c := range y.Counts {
		if words.IsSum(c.Key) || y.reported() {
			list = append(list, c)
		}
	}
	return list
}

// totalName is what the total is called: it holds those too who are not decided, so that
// it stays the same from day to day.
func totalName(s *Sum) string {
	switch {
	case s.total().N != s.recorded().N:
		return words.T("star.totalrecorded")
	case s.Subject != "":
		return words.T("star.totalof", "subject", s.Subject)
	}
	return words.T("star.total")
}

// checkTotals compares the typed figures with those on record, decided or not.
func (y *year) checkTotals(rep *problem.Report) {
	for _, t := range y.typedTotals() {
		if t.Key == "" || words.IsSum(t.Key) {
			village.CheckTotal(t.Pos, totalName(&y.all), t.Value, y.all.recorded(), rep)
		} else if levelOf(t.Key) < 1 && board.CheckBelow(t, y.subs, (*Sum).recorded, rep) {
			continue
		} else if n := levelOf(t.Key); y.checkLevel(t, n, rep) {
			village.CheckTotal(t.Pos, LevelName(n), t.Value, y.all.Levels[n].Plus(y.all.Waiting[n]), rep)
		}
	}
	if y.reported() {
		y.rest = y.ungraded(&y.all, rep)
		y.checkApplicants(rep)
	}
	whole := y.all.whole()
	if n := y.all.Applicants; !whole.IsZero() && n.N > whole.N {
		rep.Error(y.Of("applicants"), "star/applied-more", "n", who(y.Subject, n), "whole", wholeName(&y.all), "all", who(y.Subject, whole))
	}
	if n := y.all.recorded(); !whole.IsZero() && n.N > whole.N {
		rep.Error(y.Pos, "star/more-than-all", "n", who(y.Subject, n), "whole", wholeName(&y.all), "all", who(y.Subject, whole))
	}
}

// checkApplicants compares what the unit types with what those below say. While not all
// of them say it, what the unit types stands, and nothing else: of the whole unit their
// sum would be too little.
func (y *year) checkApplicants(rep *problem.Report) {
	typed, ways := y.typedApplicants(rep)
	if y.allSayApplicants() {
		village.CheckTotal(y.Of("applicants"), words.KeyName("applicants"), typed, y.all.Applicants, rep)
		return
	}
	if some := y.all.Applicants; !typed.IsZero() && some.N > typed.N {
		rep.Error(y.Of("applicants"), "ledger/more-than-declared", "what", words.KeyName("applicants"), "declared", typed.Figure(), "listed", some.Figure())
	}
	y.all.Applicants, y.all.Ways = typed, ways
}

// allSayApplicants reports whether every unit below with a roll says how many applied.
func (y *year) allSayApplicants() bool {
	for _, s := range y.subs {
		if s.Sum != nil && s.Sum.Applicants.IsZero() {
			return false
		}
	}
	return true
}

// wholeName is what shares are taken of: 总户数 or 应评.
func wholeName(s *Sum) string {
	if s.Subject == "" && s.Eligible.IsZero() {
		return words.KeyName("allhouseholds")
	}
	return words.KeyName("eligible")
}

// what is what the board of the year is about: 星级户, or 村党组织书记评星.
func (y *year) what() string {
	if y.Subject != "" {
		return words.T("star.titleof", "subject", y.Subject)
	}
	return words.T("star.title")
}

// who writes a number of those who are rated: 1058户, 872人.
func who(subject string, q village.Quantity) string {
	q.Unit = words.T("unit.person")
	if subject == "" {
		q.Unit = words.T("unit.household")
	}
	return q.String()
}

// Summary implements board.Board.
func (b *Board) Summary() any {
	s := board.Sums[Sum]{}
	for _, y := range b.years {
		s[y.year] = &y.all
	}
	return s
}
