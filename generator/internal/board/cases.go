package board

import (
	"maps"
	"slices"
	"strconv"

	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/step"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// A Way is what a record says of its way through the process of its board. Records
// embed it; files that hold them are read with the Columns of all processes.
type Way struct {
	Steps   []step.Taken          `key:"steps"`
	Columns []record.Pair[string] `key:"*"` // a step's date: 受理日期
	village.Period

	Judged step.State // set by Judge
}

// Process returns the process that a file names, else the one called fallback. One that
// is not known is reported at pos; it has no steps then.
func (in *Input) Process(name, fallback string, pos problem.Pos) *step.Process {
	if name == "" {
		name = fallback
	}
	if p := in.Processes.Get(name, pos, in.Report); p != nil {
		return p
	}
	return &step.Process{}
}

// Judge completes the way of the record at, called subject, and checks it against the
// process. Columns called as in others are the board's own.
func (w *Way) Judge(p *step.Process, at record.At, subject string, in *Input, others ...string) {
	w.Steps = p.MergeAll(w.Steps, p.Dates(w.Columns, others, in.Report))
	w.Judged.Last = -1
	if len(w.Steps) == 0 && w.From == 0 && w.To == 0 {
		return
	}
	w.Period.At = at
	w.Objection.Check(in.Report)
	if w.Objection == nil && w.From != 0 {
		w.Objection, _ = in.Unit.Contact()
	}
	c := step.Case{At: at, Subject: subject, Steps: w.Steps, Period: w.Period}
	w.Judged = p.Judge(c, in.Today, in.Report)
	in.Notice(w.Period)
	for _, t := range w.Steps {
		in.Changes(t.Date)
	}
	if len(w.Steps) > 0 && w.Steps[0].Date > in.Today {
		in.Report.Warn(w.Steps[0].Of("date"), "step/not-yet", "subject", subject, "step", w.Steps[0].Step, "date", w.Steps[0].Date.String())
	}
}

// Reached returns the day up to today on which a step from step i of its process on was
// first taken, 0 for none.
func (w *Way) Reached(p *step.Process, i int, today village.Date) village.Date {
	for _, t := range w.Steps {
		if at := p.Step(t.Step); at >= 0 && at >= i && t.Date != 0 && t.Date <= today {
			return t.Date
		}
	}
	return 0
}

// Begun reports whether a step was taken up to the day on which the way was judged.
func (w *Way) Begun() bool { return w.Judged.Last >= 0 }

// First returns the day of the first step, 0 for none.
func (w *Way) First() village.Date {
	if !w.Begun() {
		return 0
	}
	return w.Steps[0].Date
}

// Days returns the days from the first step to the last one taken, of what is not closed
// to today.
func (w *Way) Days(today village.Date) int {
	switch {
	case !w.Begun():
		return 0
	case w.Judged.Closed:
		return int(w.Judged.Since - w.First())
	}
	return int(today - w.First())
}

// AgeText says how long something that is not closed has been on its way: 已15天; "" when
// it is closed or has not begun. The board changes every day then.
func (w *Way) AgeText(today village.Date) string {
	if !w.Begun() || w.Judged.Closed {
		return ""
	}
	return words.T("state.age", "n", problem.Int(w.Days(today)))
}

// Due tells the input of something that must be done by the end of limit. done says that
// it is. It reports whether it is late.
func (in *Input) Due(limit village.When, done bool, d Deadline, s village.Showing) (late bool) {
	if done || limit.Date == 0 {
		return false
	}
	d.By = limit.End()
	if !privacy.Public.Shows(s, in.Today) {
		d.Subject = ""
	}
	in.Deadline(d)
	if late = in.Today > d.By; late {
		in.Changes(in.Today + 1) // by one day more
	}
	return late
}

// Days counts matters by the days that something took.
type Days map[int]int

// Add counts n matters.
func (d *Days) Add(days, n int) {
	if *d == nil {
		*d = Days{}
	}
	(*d)[days] += n
}

// Join adds the matters of another.
func (d *Days) Join(o Days) {
	for days, n := range o {
		d.Add(days, n)
	}
}

// Median returns the median; of two in the middle their mean. ok is false when nothing is
// counted.
func (d Days) Median() (days float64, ok bool) {
	var all []int
	for _, n := range slices.Sorted(maps.Keys(d)) {
		all = append(all, slices.Repeat([]int{n}, d[n])...)
	}
	if len(all) == 0 {
		return 0, false
	}
	return float64(all[(len(all)-1)/2]+all[len(all)/2]) / 2, true
}

// MedianText is 3天, "" when nothing is counted.
func (d Days) MedianText() string {
	days, ok := d.Median()
	if !ok {
		return ""
	}
	return words.T("unit.days", "n", Number(days))
}

// A Progress counts matters by how far they have come. Summaries embed it.
type Progress struct {
	Stages ledger.Tally     // step → matters that stand there; those that have not begun stand at ""
	Known  village.Quantity // matters of which this is known
	Closed village.Quantity // of these, those that are done
	Timed  int              // matters with a day by which they must be done
	Late   int              // of these, those that are not done by then
	Days   Days             // from the first step to the last, of closed matters
}

// Join adds the matters of another.
func (p *Progress) Join(o *Progress) {
	p.Stages.Merge(o.Stages)
	p.Known = p.Known.Plus(o.Known)
	p.Closed = p.Closed.Plus(o.Closed)
	p.Timed += o.Timed
	p.Late += o.Late
	p.Days.Join(o.Days)
}

// Time counts a matter by the day set for it, if there is one.
func (p *Progress) Time(limit village.When, late bool) {
	if limit.Date != 0 {
		p.Timed++
	}
	if late {
		p.Late++
	}
}

// Follow counts one matter of process proc; done tells whether it is.
func (p *Progress) Follow(proc *step.Process, w *Way, done bool, today village.Date) {
	stage := ""
	if w.Begun() {
		stage = proc.Steps[w.Judged.Last].Name
	}
	p.Stages.Add(stage, village.Count(1))
	p.Known = p.Known.Plus(village.Count(1))
	closed := 0
	if done {
		closed = 1
		if w.Judged.Closed {
			p.Days.Add(w.Days(today), 1)
		}
	}
	p.Closed = p.Closed.Plus(village.Count(closed))
}

// Standing is how a view tells how many matters there are and how many are done. Views
// embed it; its figures are finished strings.
type Standing struct {
	Count string // 47项
	Done  string // 32项; "" when it is not known of any
	Left  string // 15项; "" when nothing is left
	Share string // 68.1%
	Known string // 47项, of which Share is; "" when that is Count
	Late  string // "" for none
}

// Standing lays out the progress of all matters, each figure written by items.
func (p *Progress) Standing(all village.Quantity, items func(village.Quantity) string) Standing {
	s := Standing{Count: items(all)}
	if !p.Known.IsZero() {
		s.Done, s.Share = items(p.Closed), p.Share()
		if left := p.Left(); left.N != 0 {
			s.Left = items(left)
		}
		if p.Known.N != all.N {
			s.Known = items(p.Known)
		}
	}
	if p.Late > 0 {
		s.Late = items(village.Count(p.Late))
	}
	return s
}

// WholeShare is Share where it is known of all matters, else "": beside the number of all
// it would be read as its part.
func (p *Progress) WholeShare(all village.Quantity) string {
	if p.Known.N != all.N {
		return ""
	}
	return p.Share()
}

// ClosedText is how many matters are done, as a cell of a table: a dash when it is not
// known of any, and never 0 for that.
func (p *Progress) ClosedText() string {
	if p.Known.IsZero() || p.Known.N == 0 {
		return words.T("none")
	}
	return village.Count(0).Plus(p.Closed).Figure()
}

// LateText is how many matters are late, as a cell of a table: a dash where none has a
// day set, and never 0 for that.
func (p *Progress) LateText() string {
	if p.Timed == 0 {
		return words.T("none")
	}
	return strconv.Itoa(p.Late)
}

// A DataDone is how many matters are done, for machines. What is not known is left out,
// and is never 0. Data embed it.
type DataDone struct {
	Done *float64 `json:"done,omitempty"` // left out where it is not known of any
	Late *int     `json:"late,omitempty"` // not done by the day set; left out where none has one
}

// Data returns both for machines.
func (p *Progress) Data() (d DataDone) {
	if p.Known.N > 0 {
		done := p.Closed.Float()
		d.Done = &done
	}
	if p.Timed > 0 {
		late := p.Late
		d.Late = &late
	}
	return d
}

// Cells writes both for data.csv.
func (d DataDone) Cells() []string {
	return []string{Optional(d.Done), Optional(d.Late)}
}

// DataLeft is Left for machines; nil where it is not known of any.
func (p *Progress) DataLeft() *float64 {
	if p.Known.N == 0 {
		return nil
	}
	left := p.Left().Float()
	return &left
}

// Left returns how many matters are not done.
func (p *Progress) Left() village.Quantity { return minus(p.Known, p.Closed) }

// Share returns the closed ones in percent, "" when nothing is known of any.
func (p *Progress) Share() string { return village.PercentString(p.Closed.Int(), p.Known.Int()) }

// Tenths returns Share for machines, nil when nothing is known.
func (p *Progress) Tenths() *float64 { return Percent(p.Closed.Int(), p.Known.Int()) }

// StageTally returns the stages in the order of proc, which may be nil, those of other
// processes behind them. What has not begun comes first and gets a name.
func (p *Progress) StageTally(proc *step.Process) ledger.Tally {
	var names []string
	if proc != nil {
		for _, s := range proc.Steps {
			names = append(names, s.Name)
		}
	}
	var t ledger.Tally
	for _, name := range slices.Concat([]string{""}, names, p.Stages.Names) {
		n, called := p.Stages.Get(name), name
		if name == "" {
			called = words.T("state.unbegun")
		}
		if n.N > 0 && !slices.Contains(t.Names, called) {
			t.Add(called, n)
		}
	}
	return t
}

func minus(a, b village.Quantity) village.Quantity {
	d := a
	d.N = max(a.N-b.N, 0)
	d.Approx = max(a.Approx, b.Approx)
	return d
}

// SplitCounts parts counts that are named after steps of p from the others.
func SplitCounts(p *step.Process, counts record.Pairs[village.Quantity]) (steps, groups record.Pairs[village.Quantity]) {
	for _, c := range counts {
		if p.Reached(c.Key) >= 0 {
			steps = append(steps, c)
		} else {
			groups = append(groups, c)
		}
	}
	return steps, groups
}

// Reached counts what is given as numbers of matters that have come as far as a step: 提出
// 47, 销号 32. declared is the number of all, needed when that of the first step is not
// given. It returns the number of all.
func (p *Progress) Reached(proc *step.Process, counts record.Pairs[village.Quantity], declared village.Quantity, rep *problem.Report) village.Quantity {
	if len(counts) == 0 {
		return village.Quantity{}
	}
	counts = slices.Clone(counts)
	slices.SortStableFunc(counts, func(a, b record.Pair[village.Quantity]) int { return proc.Reached(a.Key) - proc.Reached(b.Key) })
	if first := counts[0]; proc.Reached(first.Key) > 0 {
		if declared.IsZero() {
			rep.Error(first.Pos, "board/counts-of-what", "step", first.Key, "first", proc.Steps[0].Name)
			return village.Quantity{}
		}
		all := record.Pair[village.Quantity]{At: first.At, Key: proc.Steps[0].Name, Value: declared}
		counts = slices.Insert(counts, 0, all)
	}
	for i, c := range counts {
		left := c.Value
		if i+1 < len(counts) {
			next := counts[i+1]
			if next.Value.N > c.Value.N {
				rep.Error(next.Pos, "board/counts-steps", "step", next.Key, "n", next.Value.Figure(), "before", c.Key, "m", c.Value.Figure())
			}
			left = minus(c.Value, next.Value)
		}
		p.Stages.Add(proc.Steps[proc.Reached(c.Key)].Name, left)
	}
	all, last := counts[0].Value, counts[len(counts)-1]
	if proc.Reached(last.Key) >= proc.Done() {
		p.Known, p.Closed = p.Known.Plus(all), p.Closed.Plus(last.Value)
	}
	return all
}

// CheckReached compares typed numbers of matters that have come as far as a step with
// those of the units below.
func (p *Progress) CheckReached(proc *step.Process, counts record.Pairs[village.Quantity], rep *problem.Report) {
	for _, c := range counts {
		reached := village.Count(0)
		for _, s := range proc.Steps[proc.Reached(c.Key):] {
			reached = reached.Plus(p.Stages.Get(s.Name))
		}
		village.CheckTotal(c.Pos, c.Key, c.Value, reached, rep)
	}
}

// A Stage is one step of a process as a page shows a matter's way.
type Stage struct {
	Name   string
	Date   string // day of the step, "" when it is still to come
	Actor  string
	Result string
	Taken  bool
	Now    bool // the last step taken
}

// Stages lays out the way of a matter: all steps of its process, those taken up to today
// with their days, the last taking of each.
func Stages(p *step.Process, taken []step.Taken, today village.Date) []Stage {
	list := make([]Stage, len(p.Steps))
	for i, s := range p.Steps {
		list[i].Name = s.Name
	}
	last := -1
	for _, t := range taken {
		i := p.Step(t.Step)
		if i < 0 || t.Date == 0 || t.Date > today {
			continue
		}
		list[i] = Stage{Name: t.Step, Date: t.Date.String(), Actor: t.Actor, Result: t.Result, Taken: true}
		last = i
	}
	if last >= 0 {
		list[last].Now = true
	}
	return list
}

// LateText says by how much a deadline is past: 已超期12天; "" while it is not.
func LateText(by, today village.Date) string {
	if by == 0 || today <= by {
		return ""
	}
	return words.T("state.late", "n", problem.Int(int(today-by)))
}
