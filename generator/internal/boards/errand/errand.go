// Package errand is the board of things done on somebody's behalf: what can be had done
// and with which papers, who does it and who is in today, how much was done. Whose errand
// it was is nobody's business: no key for a name exists, and what is a name is refused.
package errand

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

// Kind is the board. Its defaults are those of counts, matters and agents; cases are for
// the hall of the village only, see cases.
var Kind = board.Kind{
	Word: "errand", File: "errands",
	Defaults: village.On(village.Web|village.Hall|village.Board, village.WholeSociety),
	Asks:     true,
	Read:     read,
	Summary:  board.ReadSum[Sum],
}

// cases is how cases are shown where the file says nothing.
var cases = village.On(village.Hall, village.VillageOnly)

// file is errands.yaml.
type file struct {
	record.At
	Process   string           `key:"processes"`
	Catalogue []matter         `key:"catalogue"`
	Agents    []agent          `key:"agents"`
	People    village.Quantity `key:"headcount"` // agents, where not all are listed
	Station   *station         `key:"station"`
	Cases     []errand         `key:"cases,main"`
	board.Head
}

// matter is one thing that can be had done.
type matter struct {
	record.At
	Title     string   `key:"matter|title,required"`
	Category  string   `key:"category"`
	Materials []string `key:"materials"`
	Limit     string   `key:"limit"` // how long it takes: 3天
	Agent     string   `key:"agents|agent"`
	Text      string   `key:"text"`
	village.Showing
}

// agent is somebody who runs errands.
type agent struct {
	record.At
	Name    village.Name       `key:"name|agents,required"`
	Post    string             `key:"post|role"`
	Sitting []village.Weekdays `key:"sitting"`
	Phone   village.Phone      `key:"publicphone"`
	Matters []string           `key:"matter"`
	village.Showing

	register village.Showing // what the register of members says of the person
	closed   int             // errands brought to their end
}

// station is the place where errands are taken in, with what it should have.
type station struct {
	record.At
	Name    string   `key:"title"`
	Place   string   `key:"place"`
	Wanted  []string `key:"wanted"`
	Present []string `key:"present"`
	missing []string
}

// errand is one case.
type errand struct {
	record.At
	Code     string       `key:"code"`
	Title    string       `key:"matter|title"`
	Category string       `key:"category"`
	Agent    string       `key:"agent"`
	Limit    village.When `key:"limit"`
	board.Way
	village.Showing

	late bool
}

// Sum counts the errands of one unit, with all units below.
type Sum struct {
	board.Sum                     // cases by category
	board.Progress                // of the cases
	Services       board.Measures // what is given as figures only, each with its unit
	Agents         village.Quantity
	Stations       int
	Whole          int // stations that lack nothing
}

func (s *Sum) add(o *Sum) {
	s.Sum.Add(&o.Sum)
	s.Join(&o.Progress)
	s.Services.Merge(o.Services)
	s.Agents = s.Agents.Plus(o.Agents)
	s.Stations += o.Stations
	s.Whole += o.Whole
}

// done is all that was done, unit by unit: services and cases are never added.
func (s *Sum) done() board.Measures {
	m := slices.Clone(s.Services)
	if n := s.Sum.All(); n.N > 0 {
		n.Unit = words.T("errand.unit")
		m.Add(words.T("errand.cases"), n)
	}
	return m
}

// Board is the computed board of one unit.
type Board struct {
	file
	unit     *village.Unit
	today    village.Date
	process  *step.Process
	own, all Sum
	subs     []board.Sub[Sum]
	unlisted map[string]village.Showing // what the register says of agents without a row of their own
}

// Summary implements board.Board.
func (b *Board) Summary() any { return &b.all }

func read(in *board.Input) board.Board {
	b := &Board{unit: in.Unit, today: in.Today, unlisted: map[string]village.Showing{}}
	var below Sum
	b.subs = board.RollUp(in, &below, (*Sum).add)
	refused := strings.Fields(words.T("errand.requester"))
	if b.Read(in, &b.file, &b.At, append(in.Processes.Columns(), refused...)...) {
		b.check(in, refused, &below)
	}
	b.all.add(&b.own)
	b.all.add(&below)
	if b.all.Units == 0 {
		return nil
	}
	b.checkTotals(&below, in)
	return b
}

// check completes and counts what the unit's own file says.
func (b *Board) check(in *board.Input, refused []string, below *Sum) {
	b.process = in.Process(b.Process, words.T("errand.process"), b.Of("processes"))
	b.own.Units, b.own.Sample = 1, b.Sample || in.Unit.Sample
	for i := range b.Catalogue {
		m := &b.Catalogue[i]
		m.Showing = m.Showing.Or(b.Showing)
		in.Shown(m.Showing)
		b.knownAgent(m.Agent, m.Of("agents"), in)
	}
	for i := range b.Agents {
		b.agent(&b.Agents[i], in)
	}
	b.countAgents(in, below)
	b.Station.check(&b.own, in)
	b.checkCases(in, refused)
	for _, c := range b.Counts {
		if c.Value.Unit == words.T("errand.unit") && slices.Contains(b.own.Groups.Names, c.Key) {
			in.Report.Error(c.Pos, "ledger/counts-and-rows", "group", c.Key)
		}
	}
	b.own.Services.AddTyped(b.Counts, nil, below.Services, in.Report)
}

// agent completes one agent. The phone of a mobile needs a role beside it.
func (b *Board) agent(a *agent, in *board.Input) {
	a.Showing = a.Showing.Or(b.Showing)
	in.Shown(a.Showing)
	if a.Phone.Mobile() && a.Post == "" {
		in.Report.Error(a.Of("publicphone"), "phone/mobile-without-role")
	}
	a.register = in.Registered(string(a.Name))
	if len(a.Sitting) > 0 {
		in.Changes(in.Today + 1) // tomorrow others may be in
	}
}

// on reports whether the agent is in on a day.
func (a *agent) on(day village.Date) bool {
	return slices.ContainsFunc(a.Sitting, func(w village.Weekdays) bool { return w.Has(day) })
}

// countAgents counts those who are listed. A typed number is that of the unit with all
// units below: it is checked against theirs, never added to it.
func (b *Board) countAgents(in *board.Input, below *Sum) {
	b.People.MustCount("people", b.Of("headcount"), in.Report)
	listed := village.Count(len(b.Agents))
	all := listed.Plus(below.Agents)
	switch {
	case b.People.IsZero():
		if listed.N > 0 {
			b.own.Agents = listed
		}
	case all.N > b.People.N:
		in.Report.Error(b.Of("headcount"), "errand/more-agents", "declared", b.People.Figure(), "listed", all.Figure())
	default:
		b.own.Agents = b.People
		b.own.Agents.N -= below.Agents.N
	}
}

// check tells what the station lacks. s may be nil.
func (s *station) check(own *Sum, in *board.Input) {
	if s == nil {
		return
	}
	if s.Name == "" {
		s.Name = words.T("errand.station")
	}
	for _, p := range s.Present {
		if len(s.Wanted) > 0 && !slices.Contains(s.Wanted, p) {
			in.Report.Error(s.Of("present"), "errand/station-more", "thing", p)
		}
	}
	for _, w := range s.Wanted {
		if !slices.Contains(s.Present, w) {
			s.missing = append(s.missing, w)
		}
	}
	own.Stations = 1
	if len(s.missing) > 0 {
		in.Report.Warn(s.Of("present"), "errand/station", "station", s.Name, "missing", strings.Join(s.missing, words.T("list.sep")))
	} else {
		own.Whole = 1
	}
}

// knownAgent asks the register about a name that the list of agents lacks, and staff where
// the list should have it.
func (b *Board) knownAgent(name string, at problem.Pos, in *board.Input) {
	if name == "" || b.agentOf(name) >= 0 {
		return
	}
	b.unlisted[name] = in.Registered(name)
	if len(b.Agents) == 0 || !b.People.IsZero() {
		return
	}
	var known []string
	for _, a := range b.Agents {
		known = append(known, string(a.Name))
	}
	in.Report.Error(at, "errand/unknown-agent", "agent", name, "known", strings.Join(known, words.T("list.sep")))
}

func (b *Board) agentOf(name string) int {
	return slices.IndexFunc(b.Agents, func(a agent) bool { return string(a.Name) == name })
}

// checkCases judges and counts the cases. Who asked is refused.
func (b *Board) checkCases(in *board.Input, refused []string) {
	showing := b.Showing
	if !b.Has("channels") {
		showing.Channels = cases.Channels
	}
	if !b.Has("audience") {
		showing.Audience = cases.Audience
	}
	begun := false
	for i := range b.Cases {
		e := &b.Cases[i]
		e.Showing = e.Showing.Or(showing)
		in.Shown(e.Showing)
		for _, col := range e.Columns {
			if slices.Contains(refused, col.Key) {
				in.Report.Error(col.Pos, "errand/requester", "key", col.Key)
			}
		}
		b.knownAgent(e.Agent, e.Of("agent"), in)
		e.Judge(b.process, e.At, e.name(), in, refused...)
		e.late = in.Due(e.Limit, e.Judged.Closed, board.Deadline{At: e.Of("limit"), What: words.T("errand.due"), Subject: e.name()}, e.Showing)
		if e.AgeText(in.Today) != "" {
			in.Changes(in.Today + 1) // older by one day
		}
		if i := b.agentOf(e.Agent); i >= 0 && e.Judged.Closed {
			b.Agents[i].closed++
		}
		begun = begun || e.Begun()
	}
	for i := range b.Cases {
		e := &b.Cases[i]
		e.Category = cmp.Or(e.Category, words.T("group.other"))
		// the categories are counts, which the web shows; what is for the Party lends no name
		b.own.Count(e.Category, village.Count(1), privacy.Local.Shows(e.Showing, in.Today))
		b.own.Time(e.Limit, e.late)
		if begun {
			b.own.Follow(b.process, &e.Way, e.Judged.Closed, in.Today)
		}
		b.own.Sample = b.own.Sample || e.Sample
	}
}

// name is how a case is called: by its number, else by what it is about.
func (e *errand) name() string {
	if e.Title != "" {
		return e.Title
	}
	return e.Code
}

// checkTotals compares typed totals with what is counted, unit by unit.
func (b *Board) checkTotals(below *Sum, in *board.Input) {
	all := slices.Clone(b.all.Services)
	for i, name := range b.all.Groups.Names {
		n := b.all.Groups.Counts[i]
		n.Unit = words.T("errand.unit")
		all.Add(name, n)
	}
	all.CheckTyped(b.Counts, below.Services, words.T("errand.services"), in.Report)
	for _, t := range b.Total {
		all.CheckTotal(t, words.T("errand.services"), in.Report)
	}
	if !b.Declared.IsZero() {
		all.CheckTotal(record.Pair[village.Quantity]{At: record.At{Pos: b.Of("declared")}, Value: b.Declared}, words.T("errand.services"), in.Report)
	}
}
