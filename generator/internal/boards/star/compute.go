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

func read(in *board.Input) board.Board {
	b := &Board{unit: in.Unit, today: in.Today}
	b.years = board.ReadYears(in, func(n int, docs []*record.Doc) *year {
		y := &year{year: n, subs: board.SubsOf[Sum](in, n)}
		if len(docs) > 0 {
			y.read(docs, in)
		}
		y.rollUp(in)
		return y
	})
	b.years = slices.DeleteFunc(b.years, func(y *year) bool { return y.all.Units == 0 })
	if len(b.years) == 0 {
		return nil
	}
	return b
}

// read decodes and checks one year of the unit itself.
func (y *year) read(docs []*record.Doc, in *board.Input) {
	rep := in.Report
	columns := append(columnsOf(in.Processes), kindsOf(docs)...)
	ok := true
	for _, d := range docs {
		ok = d.Decode(&y.file, rep, columns...) && ok
	}
	if y.File == "" { // a table has no place of its own
		y.At.Pos = problem.Pos{File: docs[0].Path}
	}
	y.Showing = y.Showing.Or(in.Defaults)
	in.Shown(y.Showing)
	if y.Process == "" {
		y.Process = words.T("star.process")
	}
	if y.empty() && !y.reported() {
		if ok { // else what is wrong has been said
			rep.Warn(y.Pos, "star/empty")
		}
		return
	}
	if y.process = in.Processes.Get(y.Process, y.Of("processes"), rep); y.process == nil {
		y.process = &step.Process{}
	}
	y.roll = village.NewRoll(in.Unit.HomeDir)
	if y.roll.Local() && in.Unit.MemberDir.Len() > 0 && len(y.Homes) > 0 && !in.Unit.Level.Grassroots() {
		y.roll = village.NewRoll(in.Unit.MemberDir) // secretaries are stars too
	}
	y.checkNotice(in)
	seen := map[int]int{}
	for i := range y.Homes {
		y.home(&y.Homes[i], seen, in)
	}
	y.checkNoticeYears(rep)
	y.count(in)
}

// empty reports whether the files of the year report nothing, not even that nobody
// holds a star.
func (y *year) empty() bool {
	return len(y.Homes) == 0 && len(y.Counts) == 0 && len(y.Total) == 0
}

// reported reports whether a unit below has figures of the year. The unit's own typed
// figures are then checked, and never added.
func (y *year) reported() bool {
	return slices.ContainsFunc(y.subs, func(s board.Sub[Sum]) bool { return s.Sum != nil })
}

// checkNotice checks the notice of the whole file. One without dates holds what the
// notices of the rows have in common.
func (y *year) checkNotice(in *board.Input) {
	n := y.Notice
	if n == nil {
		return
	}
	if n.From == 0 && n.To == 0 && len(y.Homes) == 0 {
		in.Report.Error(n.Pos, "step/half-period")
		return
	}
	n.Objection.Check(in.Report)
	if n.Objection == nil {
		n.Objection, _ = in.Unit.Contact()
	}
	y.process.CheckPeriod(*n, in.Report)
	in.Notice(*n)
}

// checkNoticeYears asks about notices of other years: a selection is put up in its own
// year or early in the next.
func (y *year) checkNoticeYears(rep *problem.Report) {
	asked := map[int]bool{}
	fits := func(n int) bool { return n == y.year || n == y.year+1 }
	ask := func(p village.Period) {
		n := p.From.Year()
		if n == 0 || asked[n] || fits(n) || fits(p.To.Year()) {
			return
		}
		asked[n] = true
		rep.Warn(p.Of("noticefrom"), "star/notice-year", "date", p.From.String(), "year", problem.Int(y.year))
	}
	if y.Notice != nil {
		ask(*y.Notice)
	}
	for _, h := range y.Homes {
		ask(h.Period)
	}
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
	h.Showing = h.Showing.Or(y.Showing)
	defer func() { in.Shown(h.Showing) }()
	h.Period.At = h.At
	h.Objection.Check(in.Report)
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
	if ok {
		h.register = y.roll.Dir.Person(i).Showing
		in.Shown(h.register)
	}
	y.readStars(h, rep)
	y.takeColumns(h, rep)
	subject := h.Who.Text
	if ok {
		subject = y.roll.Dir.Label(i)
	}
	c := step.Case{At: h.At, Subject: subject, Steps: h.Steps, Period: h.Period, Objections: h.Objections}
	h.state = y.process.Judge(c, in.Today, rep)
	in.Follow(y.process, c, h.state)
	if !h.known && h.state.Phase != step.Open { // who only applied has none yet
		rep.Error(h.Pos, "record/missing", "key", words.KeyName("held"))
	}
	if h.Expiry == 0 && h.To != 0 && h.state.Phase != step.Decided {
		h.Expiry = h.To // a name on notice comes down with the notice
	}
	in.Notice(h.Period)
	for _, t := range h.Steps {
		in.Changes(t.Date)
	}
	y.checkChanges(h, rep)
}

// takeColumns turns columns such as 定级日期 into steps; 评议 with its 日期 is one too.
func (y *year) takeColumns(h *home, rep *problem.Report) {
	if len(y.process.Steps) == 0 { // an unknown process, which was reported
		return
	}
	var dates []step.Taken
	for _, col := range h.Columns {
		i := y.process.Column(col.Key)
		switch {
		case i >= 0:
			dates = append(dates, step.Taken{At: col.At, Step: y.process.Steps[i].Name, Date: scanDate(col, rep)})
		case !slices.Contains(y.Kinds, col.Key):
			rep.Error(col.Pos, "step/foreign-column", "column", col.Key, "process", y.process.Name)
		}
	}
	if r := h.Review; r != nil {
		if i := y.process.Column(words.KeyName("review") + words.T("date.word")); i >= 0 {
			dates = append(dates, step.Taken{At: r.At, Step: y.process.Steps[i].Name, Date: r.Date})
		}
	}
	for _, t := range dates {
		if t.Date != 0 {
			h.Steps = y.process.Merge(h.Steps, t)
		}
	}
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

// LevelName returns 五星 for 5.
func LevelName(n int) string { return words.T("star.level", "n", village.HanNumeral(n)) }

// count sums the unit's own rows, and what was typed instead of rows.
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
	if !y.reported() {
		y.addCounts(rep)
		y.own.Applicants = y.Applicants
	}
	if n := y.applied(); y.own.Applicants.IsZero() && n > 0 {
		y.own.Applicants = village.Count(n)
	}
	if y.own.Undecided > 0 && len(y.process.Steps) > 0 {
		rep.Warn(y.Pos, "star/undecided", "n", problem.Int(y.own.Undecided))
	}
}

// addCounts adds the typed counts of the levels that have no rows.
func (y *year) addCounts(rep *problem.Report) {
	rows := y.own.Levels
	for _, c := range y.Counts {
		n := levelOf(c.Key)
		switch {
		case words.IsSum(c.Key): // checked with the other totals
		case n < 1 || n > maxLevel:
			rep.Error(c.Pos, "star/unknown-level", "level", c.Key)
		case !rows[n].IsZero():
			rep.Error(c.Pos, "ledger/counts-and-rows", "group", c.Key)
		default:
			y.own.Levels[n] = y.own.Levels[n].Plus(c.Value)
		}
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
	below, known := village.Quantity{}, true
	for _, s := range y.subs {
		n := s.Unit.Households
		if s.Sum != nil {
			y.all.add(s.Sum)
			if n.IsZero() {
				n = s.Sum.Households // of the units below it
			}
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
	y.checkTotals(in.Report)
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

// checkTotals compares the typed figures with the computed ones.
func (y *year) checkTotals(rep *problem.Report) {
	for _, t := range y.typedTotals() {
		n := levelOf(t.Key)
		switch {
		case t.Key == "" || words.IsSum(t.Key):
			ledger.CheckTotal(t.Pos, words.T("star.total"), t.Value, y.all.total(), rep)
		case n < 1 || n > maxLevel:
			rep.Error(t.Pos, "star/unknown-level", "level", t.Key)
		default:
			ledger.CheckTotal(t.Pos, LevelName(n), t.Value, y.all.Levels[n], rep)
		}
	}
	switch {
	case !y.reported():
	case y.all.Applicants.IsZero(): // only the unit itself says
		y.all.Applicants = y.Applicants
	default:
		ledger.CheckTotal(y.Of("applicants"), words.KeyName("applicants"), y.Applicants, y.all.Applicants, rep)
	}
	if n := y.all.Applicants; !y.all.Households.IsZero() && n.N > y.all.Households.N {
		rep.Error(y.Of("applicants"), "star/applied-more", "n", n.Figure(), "households", y.all.Households.Figure())
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
