package star

import (
	"slices"

	"gongshi/generator/internal/board"
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
		} else {
			y.sameSubject(in)
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
	columns := append(in.Processes.Columns(), kindsOf(docs)...)
	ok := true
	for _, d := range docs {
		ok = d.Decode(&y.file, rep, columns...) && ok
	}
	if y.File == "" { // a table has no place of its own
		y.At.Pos = problem.Pos{File: docs[0].Path}
	}
	y.Showing = y.Showing.Or(in.Defaults)
	in.Shown(y.Showing)
	y.enrol(in)
	y.sameSubject(in)
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
	y.checkKinds(rep)
	y.Review.checkVotes(0, rep)
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
	return len(y.Homes) == 0 && len(y.Counts) == 0 && len(y.Total) == 0 && y.Declared.IsZero()
}

// enrol finds the register of those who are rated: households, or the members for 对象
// other than households (secretaries) and in units that keep no households.
func (y *year) enrol(in *board.Input) {
	u := in.Unit
	y.roll = village.NewRoll(u.HomeDir)
	switch {
	case y.Subject != "":
		y.roll = village.NewRoll(u.MemberDir)
	case y.roll.Local() && u.MemberDir.Len() > 0 && len(y.Homes) > 0 && !u.Level.Grassroots():
		y.roll = village.NewRoll(u.MemberDir)
		y.Subject = words.KeyName("members")
	}
}

// sameSubject leaves out the units below that rate others than the unit itself, or than
// the first of them: households and secretaries are never added.
func (y *year) sameSubject(in *board.Input) {
	known := y.At.File != ""
	for i, s := range y.subs {
		switch {
		case s.Sum == nil:
		case !known:
			y.Subject, known = s.Sum.Subject, true
		case s.Sum.Subject != y.Subject:
			at := y.Pos
			if at.File == "" {
				at = in.Unit.Pos
			}
			in.Report.Warn(at, "star/other-subject", "unit", s.Unit.Name, "theirs", subjectName(s.Sum.Subject), "ours", subjectName(y.Subject))
			y.subs[i].Sum = nil
		}
	}
}

// subjectName is who is rated, as messages call it.
func subjectName(subject string) string {
	if subject == "" {
		return words.KeyName("households")
	}
	return subject
}

// checkKinds tells kinds of stars from levels: 星种 names the stars that can be had, 星级
// the numbers of them.
func (y *year) checkKinds(rep *problem.Report) {
	for _, k := range y.Kinds {
		if levelOf(k) >= 0 {
			rep.Error(y.Of("kinds"), "star/kind-is-level", "kind", k)
			return
		}
	}
	for _, r := range y.Ranks {
		if n := levelOf(r); n < 1 || n > maxLevel {
			rep.Error(y.Of("starranks"), "star/level-is-kind", "level", r)
			return
		}
	}
}

// ranked reports whether a level is one of those that the file names.
func (y *year) ranked(n int) bool {
	return len(y.Ranks) == 0 || slices.ContainsFunc(y.Ranks, func(r string) bool { return levelOf(r) == n })
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
	h.who, h.was = i, -1
	if ok {
		h.register = y.roll.Dir.Person(i).Showing
		in.Shown(h.register)
	}
	y.readStars(h, rep)
	y.readReview(h, rep)
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
	if h.state.Phase == step.Over || h.state.Phase == step.Objected {
		in.Undecided()
	}
	for _, t := range h.Steps {
		in.Changes(t.Date)
	}
	y.readChanges(h, in)
}

// takeColumns turns columns such as 定级日期 into steps; 评议 with its 日期 is one too.
func (y *year) takeColumns(h *home, rep *problem.Report) {
	dates := y.process.Dates(h.Columns, y.Kinds, rep)
	if r := h.Review; r != nil {
		if i := y.process.Column(words.KeyName("review") + words.T("date.word")); i >= 0 {
			dates = append(dates, step.Taken{At: r.At, Step: y.process.Steps[i].Name, Date: r.Date})
		}
	}
	h.Steps = y.process.MergeAll(h.Steps, dates)
}

// LevelName returns 五星 for 5.
func LevelName(n int) string { return words.T("star.level", "n", village.HanNumeral(n)) }
