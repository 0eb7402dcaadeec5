package star

import (
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/step"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

func read(in *board.Input) board.Board {
	b := &Board{unit: in.Unit, today: in.Today}
	b.years = board.ReadYears(in, func(n int, docs []*record.Doc) *year {
		y := &year{year: n}
		if len(docs) > 0 {
			y.read(docs, in)
		}
		y.rollUp(in)
		return y
	})
	if len(b.years) == 0 {
		return nil
	}
	return b
}

// read decodes and checks one year of the unit itself.
func (y *year) read(docs []*record.Doc, in *board.Input) {
	rep := in.Report
	columns := columnsOf(in.Processes)
	for _, d := range docs {
		d.Decode(&y.file, rep, columns...)
	}
	if y.File == "" { // a table has no place of its own
		y.At.Pos = problem.Pos{File: docs[0].Path}
	}
	if y.Process == "" {
		y.Process = words.T("star.process")
	}
	if y.process = in.Processes.Get(y.Process, y.Of("processes"), rep); y.process == nil {
		y.process = &step.Process{}
	}
	y.roll = village.NewRoll(in.Unit.HomeDir)
	if y.roll.Local() && in.Unit.MemberDir.Len() > 0 && len(y.Homes) > 0 && !in.Unit.Level.Grassroots() {
		y.roll = village.NewRoll(in.Unit.MemberDir) // secretaries are stars too
	}
	seen := map[int]int{}
	for i := range y.Homes {
		y.home(&y.Homes[i], seen, in)
	}
	y.count(in)
}

// columnsOf returns every column that some process reads a step's date from.
func columnsOf(ps step.Processes) []string {
	var s []string
	for _, p := range ps {
		s = append(s, p.Columns()...)
	}
	return s
}

// home checks one row and works out its level and state.
func (y *year) home(h *home, seen map[int]int, in *board.Input) {
	rep := in.Report
	h.Showing = h.Showing.Or(y.Showing).Or(in.Defaults)
	defer func() { in.Shown(h.Showing) }()
	h.Period.At = h.At
	if y.Notice != nil {
		own := h.Period.From != 0
		h.Period = h.Period.Or(*y.Notice)
		if !own {
			h.Period.At = y.Notice.At
		}
	}
	if h.Objection == nil && h.From != 0 {
		h.Objection, _ = in.Unit.Contact()
	}
	h.Who = h.Who.In(h.Group)
	i, ok := y.roll.Find(h.Who, h.Formerly, h.Of("subject"), rep)
	if ok {
		if line, twice := seen[i]; twice {
			rep.Error(h.Of("subject"), "star/twice", "name", y.roll.Dir.Label(i), "line", problem.Int(line))
		}
		seen[i] = h.At.Line
	}
	h.who = i
	h.stars = y.starsOf(h, rep)
	y.takeColumns(h, rep)
	subject := h.Who.Text
	if ok {
		subject = y.roll.Dir.Label(i)
	}
	c := step.Case{At: h.At, Subject: subject, Steps: h.Steps, Period: h.Period, Objections: h.Objections}
	h.state = y.process.Judge(c, in.Today, rep)
	if h.Expiry == 0 && h.To != 0 && h.state.Phase != step.Decided {
		h.Expiry = h.To // a name on notice comes down with the notice
	}
	in.Notice(h.Period)
	for _, t := range h.Steps {
		in.Changes(t.Date)
	}
	y.checkChanges(h, rep)
}

// starsOf counts the stars a row holds; each must be of the year's kinds.
func (y *year) starsOf(h *home, rep *problem.Report) int {
	if len(h.Held) == 1 {
		if n := levelOf(h.Held[0]); n >= 0 && !slices.Contains(y.Kinds, h.Held[0]) {
			if n > maxLevel {
				rep.Error(h.Of("held"), "star/too-many", "max", problem.Int(maxLevel))
				return 0
			}
			h.Held = nil
			return n
		}
	}
	for _, list := range []struct {
		key   string
		stars []string
	}{{"held", h.Held}, {"claims", h.Claims}} {
		for i, s := range list.stars {
			if len(y.Kinds) > 0 && !slices.Contains(y.Kinds, s) {
				rep.Error(h.Of(list.key), "star/unknown-kind", "star", s, "kinds", strings.Join(y.Kinds, words.T("list.sep")))
			}
			if slices.Contains(list.stars[:i], s) {
				rep.Error(h.Of(list.key), "star/star-twice", "star", s)
			}
		}
	}
	if len(h.Held) > maxLevel {
		rep.Error(h.Of("held"), "star/too-many", "max", problem.Int(maxLevel))
		return 0
	}
	return len(h.Held)
}

// takeColumns turns columns such as 定级日期 into steps.
func (y *year) takeColumns(h *home, rep *problem.Report) {
	for _, s := range y.process.Steps {
		for _, col := range h.Dates {
			if col.Key != s.Column {
				continue
			}
			t := step.Taken{At: col.At, Step: s.Name, Date: scanDate(col, rep)}
			if t.Date != 0 {
				h.Steps = append(h.Steps, t)
			}
		}
	}
	for _, col := range h.Dates {
		if !slices.Contains(y.process.Columns(), col.Key) {
			rep.Error(col.Pos, "step/foreign-column", "column", col.Key, "process", y.process.Name)
		}
	}
	slices.SortStableFunc(h.Steps, func(a, b step.Taken) int {
		return y.process.Step(a.Step) - y.process.Step(b.Step)
	})
}

func scanDate(p record.Pair[string], rep *problem.Report) village.Date {
	var d village.Date
	d.Scan(record.NewValue(p, rep))
	return d
}

// checkChanges: the last change on record leads to the level of today.
func (y *year) checkChanges(h *home, rep *problem.Report) {
	if len(h.Changes) == 0 {
		return
	}
	last := h.Changes[len(h.Changes)-1]
	if n := levelOf(last.After); n >= 0 && n != h.stars {
		rep.Error(last.Of("after"), "star/change", "after", last.After, "level", LevelName(h.stars))
	}
}

// levelOf reads 五星, 五星级, 5星, 5 as 5; −1 when s is no level.
func levelOf(s string) int {
	s = record.Fold(s)
	if i := strings.Index(s, words.T("star.star")); i >= 0 {
		s = s[:i]
	}
	if n, err := strconv.Atoi(s); err == nil && n >= 0 {
		return n
	}
	if n, ok := village.HanNumber(s); ok {
		return n
	}
	return -1
}

// LevelName returns 五星 for 5.
func LevelName(n int) string { return words.T("star.level", "n", village.HanNumeral(n)) }

// count sums the unit's own rows or counts, and checks what was typed.
func (y *year) count(in *board.Input) {
	rep := in.Report
	y.own = Sum{Households: in.Unit.Households, Units: 1, Sample: y.Sample || in.Unit.Sample}
	for i := range y.Homes {
		h := &y.Homes[i]
		if h.stars > 0 {
			y.own.Levels[h.stars] = y.own.Levels[h.stars].Plus(village.Count(1))
		}
		switch h.state.Phase {
		case step.Running:
			y.own.OnNotice++
		case step.Over, step.Objected:
			y.own.Undecided++
		}
		y.own.Sample = y.own.Sample || h.Sample
	}
	rows := y.own.Levels
	for _, c := range y.Counts {
		n := levelOf(c.Key)
		switch {
		case n < 1 || n > maxLevel:
			rep.Error(c.Pos, "star/unknown-level", "level", c.Key)
		case !rows[n].IsZero():
			rep.Error(c.Pos, "ledger/counts-and-rows", "group", c.Key)
		default:
			y.own.Levels[n] = y.own.Levels[n].Plus(c.Value)
		}
	}
	y.own.Applicants = y.Applicants
	if n := y.applied(); y.own.Applicants.IsZero() && n > 0 {
		y.own.Applicants = village.Count(n)
	}
	if y.own.Undecided > 0 {
		rep.Warn(y.Pos, "star/undecided", "n", problem.Int(y.own.Undecided))
	}
}

// applied counts the rows that say they were applied for.
func (y *year) applied() int {
	n := 0
	for _, h := range y.Homes {
		if h.Applied != "" || len(h.Claims) > 0 {
			n++
		}
	}
	return n
}

// rollUp adds the units below and checks the typed totals.
func (y *year) rollUp(in *board.Input) {
	y.all = y.own
	y.subs = board.SubsOf[Sum](in, y.year)
	below, known := village.Quantity{}, true
	for _, s := range y.subs {
		if s.Sum != nil {
			y.all.add(s.Sum)
		}
		known = known && !s.Unit.Households.IsZero()
		below = below.Plus(s.Unit.Households)
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
	y.checkTotals(in.Report)
}

// checkTotals compares the typed figures with the computed ones.
func (y *year) checkTotals(rep *problem.Report) {
	for _, t := range y.Total {
		n := levelOf(t.Key)
		switch {
		case t.Key == "" || words.IsSum(t.Key):
			ledger.CheckTotal(t.Pos, words.T("star.total"), t.Value, y.all.total(), rep)
		case n < 1 || n > maxLevel:
			rep.Error(t.Pos, "star/unknown-level", "level", t.Key)
		default:
			computed := y.all.Levels[n]
			if computed.IsZero() {
				computed = village.Count(0)
			}
			ledger.CheckTotal(t.Pos, LevelName(n), t.Value, computed, rep)
		}
	}
	if total := y.all.total(); !y.all.Households.IsZero() && total.N > y.all.Households.N {
		rep.Error(y.Pos, "star/more-than-all", "total", total.Figure(), "households", y.all.Households.Figure())
	}
}

// Summary implements board.Board.
func (b *Board) Summary() any {
	s := board.Sums[Sum]{}
	for _, y := range b.years {
		s[y.year] = &y.all
	}
	return s
}
