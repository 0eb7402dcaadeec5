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

	calendar *village.Calendar // for working days; nil knows no year
}

// A Step is one stage of a process.
type Step struct {
	record.At
	Name    string       `key:"title,required"`
	Text    string       `key:"text"`
	Actor   string       `key:"actor"`    // who acts
	Column  string       `key:"column"`   // name of a column that may hold its date: 定级日期
	State   string       `key:"adverb"`   // how a case is called that has taken it: 已定级
	Notice  bool         `key:"notice"`   // a public notice runs during it
	Decides bool         `key:"decides"`  // only after the notice, with every objection answered
	MinDays village.Term `key:"mindays"`  // least days of the notice
	Needs   []string     `key:"needs"`    // fields that a record of it must have
	Also    []string     `key:"aliases"`  // other words for having come so far, in counts: 解决
	Proof   bool         `key:"evidence"` // taking it without an attachment or a picture is asked about
	Awaits  bool         `key:"awaits"`   // what was decided is still to be carried out when it is taken
	Answers bool         `key:"responds"` // somebody takes the matter up: from the first step to this one runs the response
	Done    bool         `key:"finish"`   // the matter is done, though steps may follow
	Next    []string     `key:"next"`     // steps that may follow; empty: any later one
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

// Column returns the index of the step whose date may stand in a column of that name,
// -1 when there is none.
func (p *Process) Column(name string) int {
	return slices.IndexFunc(p.Steps, func(s Step) bool { return s.Column == name && name != "" })
}

// Answer returns the index of the step with which somebody takes the matter up, -1 when
// the process has none.
func (p *Process) Answer() int {
	return slices.IndexFunc(p.Steps, func(s Step) bool { return s.Answers })
}

// Done returns the index of the step from which on a matter is done: the one that says
// so, else the last; -1 without steps.
func (p *Process) Done() int {
	if i := slices.IndexFunc(p.Steps, func(s Step) bool { return s.Done }); i >= 0 {
		return i
	}
	return len(p.Steps) - 1
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

// Columns returns the names of all columns that hold a step's date in some process, each
// once.
func (ps Processes) Columns() []string {
	var s []string
	for i := range ps {
		for _, c := range ps[i].Columns() {
			if !slices.Contains(s, c) {
				s = append(s, c)
			}
		}
	}
	return s
}

// Dates turns columns that hold a step's date (受理日期) into steps. A column that is no
// step's is reported, unless it is one of others.
func (p *Process) Dates(columns []record.Pair[string], others []string, rep *problem.Report) []Taken {
	if len(p.Steps) == 0 { // an unknown process, which was reported
		return nil
	}
	var list []Taken
	for _, col := range columns {
		i := p.Column(col.Key)
		switch {
		case i >= 0:
			t := Taken{At: col.At, Step: p.Steps[i].Name}
			t.Date.Scan(record.NewValue(col, rep))
			list = append(list, t)
		case !slices.Contains(others, col.Key):
			rep.Error(col.Pos, "step/foreign-column", "column", col.Key, "process", p.Name)
		}
	}
	return list
}

// MergeAll merges every step that has a date, see Merge.
func (p *Process) MergeAll(steps, dated []Taken) []Taken {
	for _, t := range dated {
		if t.Date != 0 {
			steps = p.Merge(steps, t)
		}
	}
	return steps
}

// Reached returns the index of the step that a count is named after (销号, 已销号, 解决),
// -1 when it is none.
func (p *Process) Reached(name string) int {
	return slices.IndexFunc(p.Steps, func(s Step) bool {
		return name != "" && (s.Name == name || s.State == name || slices.Contains(s.Also, name))
	})
}

// notice returns the index of the step in which the notice runs, -1 for none.
func (p *Process) notice() int {
	return slices.IndexFunc(p.Steps, func(s Step) bool { return s.Notice })
}

// Decides reports whether something is decided after the notice.
func (p *Process) Decides() bool { return p.decision() >= 0 }

// decision returns the index of the first deciding step, -1 for none.
func (p *Process) decision() int {
	return slices.IndexFunc(p.Steps, func(s Step) bool { return s.Decides })
}

// Processes are all processes that a site knows.
type Processes []Process

// Load returns the shipped processes with those of doc (rules/processes.yaml) added;
// one of the same name replaces the shipped one. doc may be nil.
func Load(doc *record.Doc, rep *problem.Report) Processes {
	all := Processes(nil).With(record.Open(record.File{Path: "processes.yaml", Data: shipped}), rep)
	if doc != nil {
		all = all.With(doc, rep)
	}
	return all
}

// Shipped returns the file of the processes that the program brings.
func Shipped() []byte { return slices.Clone(shipped) }

// With returns ps with the processes of doc added; one of the same name replaces that
// of ps.
func (ps Processes) With(doc *record.Doc, rep *problem.Report) Processes {
	var own struct {
		List []Process `key:"processes,main"`
	}
	doc.Decode(&own, rep)
	ps = slices.Clone(ps)
	for _, p := range own.List {
		p.check(rep)
		if i := slices.IndexFunc(ps, func(q Process) bool { return q.Name == p.Name }); i >= 0 {
			ps[i] = p
		} else {
			ps = append(ps, p)
		}
	}
	return ps
}

// Counting returns the processes counting working days by c.
func (ps Processes) Counting(c *village.Calendar) Processes {
	list := slices.Clone(ps)
	for i := range list {
		list[i].calendar = c
	}
	return list
}

func (p *Process) check(rep *problem.Report) {
	if len(p.Steps) == 0 {
		rep.Error(p.Pos, "step/no-steps", "process", p.Name)
	}
	for i, s := range p.Steps {
		if j := p.Step(s.Name); j != i {
			rep.Error(s.Pos, "step/same-step", "step", s.Name)
		}
		for _, n := range s.Needs {
			if _, known := words.Key(n); !known {
				rep.Error(s.Of("needs"), "step/unknown-field", "field", n)
			}
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
	Date    village.Date `key:"date,required"`
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
	Objected              // an objection waits for its answer after the notice, or for a new notice
	Decided               // the deciding step was taken or, in a process without one, a step after the notice
)

// A State is where a case stands on a day.
type State struct {
	Phase    Phase
	Last     int          // index of the last step taken up to the day, -1 for none
	Since    village.Date // day of that step
	DaysLeft int          // whole days after today that the notice still runs; 0 on its last day
	Text     string       // as people read it: 公示中,今日截止
	Until    village.Date // the next day on which the state changes by itself, 0 for never
	Closed   bool         // the step from which on the matter is done was taken
	Void     bool         // an objection was upheld and no new notice is known: the old one holds no more
}

// Judge checks the case against its process and returns its state on day. What
// breaks a guard is reported.
func (p *Process) Judge(c Case, day village.Date, rep *problem.Report) State {
	p.guard(c, rep)
	s := p.state(c, day)
	s.Text = p.text(s)
	return s
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
			decided = decided || p.Steps[i].Decides || p.decision() < 0 && t.Date > c.Period.To && c.Period.To != 0
		}
	}
	s.Closed = s.Last >= 0 && s.Last >= p.Done()
	per := c.Period
	switch {
	case decided:
		s.Phase = Decided
	case per.From == 0 || per.To == 0:
		s.Phase = Open
	case overturned(c, day):
		s.Phase, s.Void = Objected, true
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

// overturned reports whether an objection was upheld by that day and the notice on
// record is still the old one: it is void, whether its days are over or not.
func overturned(c Case, day village.Date) bool {
	return slices.ContainsFunc(c.Objections, func(o Objection) bool {
		return o.Verdict == Change && o.Date != 0 && o.Date <= day && !renewed(c, o)
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
		if s.Void {
			return words.T("state.overturned")
		}
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
