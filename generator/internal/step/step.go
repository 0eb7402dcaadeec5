// Package step is the engine for whatever goes through named steps: star
// selections, meetings, errands, tasks, projects. A process (a list of steps) is
// data; no step has a name here. A case is judged on a day: the state shown is
// computed from the dates on record and that day, never typed.
package step

import (
	_ "embed"
	"slices"
	"strings"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

//go:embed processes.yaml
var shipped []byte

// A Process is a named list of steps.
type Process struct {
	record.At
	Name  string   `key:"title,required"`
	Also  []string `key:"aliases"`
	Text  string   `key:"text"`
	Steps []Step   `key:"steps"`
}

// A Step is one stage of a process.
type Step struct {
	record.At
	Name    string   `key:"title,required"`
	Text    string   `key:"text"`
	Actor   string   `key:"actor"`   // who acts
	Column  string   `key:"column"`  // name of a column that may hold its date: 定级日期
	State   string   `key:"adverb"`  // how a case is called that has taken it: 已定级
	Notice  bool     `key:"notice"`  // a public notice runs during it
	Decides bool     `key:"decides"` // only after the notice, with every objection answered
	MinDays int      `key:"mindays"` // least days of the notice; 0 for none
	Needs   []string `key:"needs"`   // fields that a record of it must have
	Next    []string `key:"next"`    // steps that may follow; empty: any later one
}

// action is what taking the step is called: 定级 for the column 定级日期, else its name.
func (s Step) action() string {
	if a, ok := strings.CutSuffix(s.Column, words.T("date.word")); ok && a != "" {
		return a
	}
	return s.Name
}

// Step returns the index of the step with that name, -1 when there is none.
func (p *Process) Step(name string) int {
	return slices.IndexFunc(p.Steps, func(s Step) bool { return s.Name == name })
}

// Columns returns the names of the columns that hold a step's date.
func (p *Process) Columns() []string {
	var s []string
	for _, st := range p.Steps {
		if st.Column != "" {
			s = append(s, st.Column)
		}
	}
	return s
}

// notice returns the index of the step in which the notice runs, -1 for none.
func (p *Process) notice() int {
	return slices.IndexFunc(p.Steps, func(s Step) bool { return s.Notice })
}

// Processes are all processes that a site knows.
type Processes []Process

// Load returns the shipped processes with those of doc (rules/processes.yaml) added;
// one of the same name replaces the shipped one. doc may be nil.
func Load(doc *record.Doc, rep *problem.Report) Processes {
	type file struct {
		List []Process `key:"processes,main"`
	}
	var own, all file
	record.Open(record.File{Path: "processes.yaml", Data: shipped}).Decode(&all, rep)
	if doc != nil {
		doc.Decode(&own, rep)
	}
	for _, p := range own.List {
		p.check(rep)
		if i := slices.IndexFunc(all.List, func(q Process) bool { return q.Name == p.Name }); i >= 0 {
			all.List[i] = p
		} else {
			all.List = append(all.List, p)
		}
	}
	return all.List
}

func (p *Process) check(rep *problem.Report) {
	if len(p.Steps) == 0 {
		rep.Error(p.Pos, "step/no-steps", "process", p.Name)
	}
	for i, s := range p.Steps {
		if j := p.Step(s.Name); j != i {
			rep.Error(s.Pos, "step/same-step", "step", s.Name)
		}
		for _, n := range s.Next {
			if p.Step(n) < 0 {
				rep.Error(s.Of("next"), "step/unknown-step", "step", n, "steps", p.names())
			}
		}
	}
}

// Get returns the process called name; a missing one is reported at pos.
func (ps Processes) Get(name string, pos problem.Pos, rep *problem.Report) *Process {
	for i := range ps {
		if ps[i].Name == name || slices.Contains(ps[i].Also, name) {
			return &ps[i]
		}
	}
	var names []string
	for _, p := range ps {
		names = append(names, p.Name)
	}
	rep.Error(pos, "step/unknown-process", "process", name, "known", strings.Join(names, words.T("list.sep")))
	return nil
}

func (p *Process) names() string {
	var s []string
	for _, st := range p.Steps {
		s = append(s, st.Name)
	}
	return strings.Join(s, words.T("list.sep"))
}

// A Taken is one step on the record of a case.
type Taken struct {
	record.At
	Step       string       `key:"steps,required"`
	Date       village.Date `key:"date,required"`
	Actor      string       `key:"actor"`
	Result     string       `key:"verdict"`
	Attachment string       `key:"attachment"`
	Note       string       `key:"remark"`
}

// A Verdict ends an objection.
type Verdict string

// The verdicts: the matter stands, or the level changes and a new notice must run.
const (
	Pending Verdict = ""
	Keep    Verdict = "keep"
	Change  Verdict = "change"
)

// Scan reads a verdict.
func (v *Verdict) Scan(x *record.Value) { *v = Verdict(record.OneOf("verdict", x)) }

// An Objection was raised during a notice.
type Objection struct {
	record.At
	Date    village.Date `key:"date"`
	Handled string       `key:"handled"` // what was done
	Verdict Verdict      `key:"verdict"`
	Note    string       `key:"remark"`
}

// A Case is one matter on its way through a process.
type Case struct {
	At         record.At
	Subject    string // how messages call it
	Steps      []Taken
	Period     village.Period
	Objections []Objection
}

// A Phase says where a case stands with regard to its notice.
type Phase uint8

// The phases.
const (
	Open     Phase = iota // no notice yet
	Ahead                 // the notice begins later
	Running               // on notice today
	Over                  // notice over, not yet decided
	Objected              // an objection waits for its answer, or for a new notice
	Decided               // the deciding step was taken
)

// A State is where a case stands on a day.
type State struct {
	Phase    Phase
	Last     int          // index of the last step taken up to the day, -1 for none
	Since    village.Date // day of that step
	DaysLeft int          // whole days after today that the notice still runs; 0 on its last day
	Text     string       // as people read it: 公示中,今日截止
	Until    village.Date // the next day on which the state changes by itself, 0 for never
}

// Judge checks the case against its process and returns its state on day. What
// breaks a guard is reported.
func (p *Process) Judge(c Case, day village.Date, rep *problem.Report) State {
	p.checkSteps(c, rep)
	p.checkPeriod(c, rep)
	p.checkDecision(c, rep)
	s := p.state(c, day)
	s.Text = p.text(s)
	return s
}

// checkSteps: known steps, dates that never run backwards, successors as the
// process allows, needed fields.
func (p *Process) checkSteps(c Case, rep *problem.Report) {
	prev, prevDate := -1, village.Date(0)
	for _, t := range c.Steps {
		i := p.Step(t.Step)
		if i < 0 {
			rep.Error(t.Of("steps"), "step/unknown-step", "step", t.Step, "steps", p.names())
			continue
		}
		if t.Date != 0 && t.Date < prevDate {
			rep.Error(t.Of("date"), "step/backwards", "step", t.Step, "date", t.Date.String(),
				"before", p.Steps[prev].Name, "beforedate", prevDate.String())
		}
		if prev >= 0 && !p.mayFollow(prev, i) {
			rep.Error(t.Of("steps"), "step/order", "step", t.Step, "before", p.Steps[prev].Name)
		}
		for _, need := range p.Steps[i].Needs {
			if code, _ := words.Key(need); !t.Has(code) && !c.At.Has(code) {
				rep.Error(t.Pos, "step/needs", "step", t.Step, "field", need)
			}
		}
		prev, prevDate = i, max(prevDate, t.Date)
	}
}

func (p *Process) mayFollow(from, to int) bool {
	if next := p.Steps[from].Next; len(next) > 0 {
		return slices.Contains(next, p.Steps[to].Name)
	}
	return to > from
}

// checkPeriod: a notice has both ends in order, is long enough however its days are
// counted, and names a phone for objections.
func (p *Process) checkPeriod(c Case, rep *problem.Report) {
	per := c.Period
	if per.From == 0 && per.To == 0 {
		if i := p.notice(); i >= 0 && p.dateOf(c, i) != 0 {
			rep.Error(c.At.Pos, "step/no-period", "step", p.Steps[i].Name)
		}
		return
	}
	at := per.Of("noticefrom")
	switch {
	case per.From == 0 || per.To == 0:
		rep.Error(at, "step/half-period")
		return
	case per.To < per.From:
		rep.Error(per.Of("noticeto"), "step/period-backwards", "from", per.From.String(), "to", per.To.String())
		return
	}
	if i := p.notice(); i >= 0 {
		if with, without := per.Days(); without < p.Steps[i].MinDays {
			rep.Error(at, "step/period-short", "min", problem.Int(p.Steps[i].MinDays),
				"with", problem.Int(with), "without", problem.Int(without))
		}
	}
	if per.Objection == nil {
		rep.Error(at, "step/no-phone")
	}
}

// checkDecision: the deciding step comes after the notice and after every answer.
func (p *Process) checkDecision(c Case, rep *problem.Report) {
	for _, t := range c.Steps {
		i := p.Step(t.Step)
		if i < 0 || !p.Steps[i].Decides || t.Date == 0 {
			continue
		}
		at := t.Of("date")
		n := p.notice()
		switch {
		case n >= 0 && c.Period.To == 0:
			rep.Error(at, "step/decided-without-notice", "step", p.Steps[i].action(), "subject", c.Subject)
		case n >= 0 && t.Date <= c.Period.To:
			rep.Error(at, "step/decided-in-notice", "step", p.Steps[i].action(), "subject", c.Subject,
				"date", t.Date.String(), "from", c.Period.From.String(), "to", c.Period.To.String())
		}
		for _, o := range c.Objections {
			p.checkObjection(c, t, o, rep)
		}
	}
}

func (p *Process) checkObjection(c Case, t Taken, o Objection, rep *problem.Report) {
	switch {
	case o.Verdict == Pending:
		rep.Error(t.Of("date"), "step/open-objection", "step", p.Steps[p.Step(t.Step)].action(), "subject", c.Subject, "date", o.Date.String())
	case o.Verdict == Change && !renewed(c, o):
		rep.Error(t.Of("date"), "step/needs-new-notice", "step", p.Steps[p.Step(t.Step)].action(), "subject", c.Subject, "date", o.Date.String())
	case o.Date > t.Date:
		rep.Warn(o.Of("date"), "step/late-objection", "subject", c.Subject, "date", o.Date.String())
	}
}

// renewed reports whether the notice on record began after the objection, as it must
// once the level was changed.
func renewed(c Case, o Objection) bool { return o.Date != 0 && c.Period.From > o.Date }

// dateOf returns the date of step i, 0 when the case has not taken it.
func (p *Process) dateOf(c Case, i int) village.Date {
	for _, t := range c.Steps {
		if t.Step == p.Steps[i].Name {
			return t.Date
		}
	}
	return 0
}

func (p *Process) state(c Case, day village.Date) State {
	s := State{Last: -1}
	decided := false
	for _, t := range c.Steps {
		i := p.Step(t.Step)
		switch {
		case i < 0:
		case t.Date > day:
			s.until(t.Date)
		default:
			s.Last, s.Since = i, t.Date
			decided = decided || p.Steps[i].Decides
		}
	}
	per := c.Period
	switch {
	case decided:
		s.Phase = Decided
	case per.From == 0 || per.To == 0:
		s.Phase = Open
	case day < per.From:
		s.Phase = Ahead
		s.until(per.From)
	case day <= per.To:
		s.Phase, s.DaysLeft = Running, int(per.To-day)
		s.until(day + 1)
	case waiting(c):
		s.Phase = Objected
	default:
		s.Phase = Over
	}
	return s
}

func (s *State) until(d village.Date) {
	if s.Until == 0 || d < s.Until {
		s.Until = d
	}
}

func waiting(c Case) bool {
	return slices.ContainsFunc(c.Objections, func(o Objection) bool {
		return o.Verdict == Pending || o.Verdict == Change && !renewed(c, o)
	})
}

// text puts a state into words; the process's own words go before the engine's.
func (p *Process) text(s State) string {
	switch s.Phase {
	case Ahead:
		return words.T("state.ahead")
	case Running:
		if s.DaysLeft == 0 {
			return words.T("state.lastday")
		}
		return words.T("state.running", "n", problem.Int(s.DaysLeft))
	case Over:
		return words.T("state.over")
	case Objected:
		return words.T("state.objected")
	}
	if s.Last < 0 {
		return ""
	}
	st := p.Steps[s.Last]
	if st.State != "" {
		return st.State
	}
	return st.Name
}
