package step

import (
	"slices"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// guard reports what breaks a guard of the process. A process without steps guards
// only the notice: what is wrong with it was reported where it is defined or named.
func (p *Process) guard(c Case, rep *problem.Report) {
	p.CheckPeriod(c.Period, rep)
	if len(p.Steps) == 0 {
		return
	}
	c.Steps = p.withNotice(c, rep)
	p.checkSteps(c, rep)
	p.checkDecision(c, rep)
}

// Merge puts a step that is on record without its place among the others, such as a
// column 定级日期, behind those of an earlier day; on one day the order of the process
// holds. Steps that are typed one after the other are never moved, and a step that is
// among them with the same day is the same step.
func (p *Process) Merge(steps []Taken, t Taken) []Taken {
	if slices.ContainsFunc(steps, func(o Taken) bool { return o.Step == t.Step && o.Date == t.Date }) {
		return steps
	}
	at := slices.IndexFunc(steps, func(o Taken) bool {
		return o.Date > t.Date || o.Date == t.Date && p.Step(o.Step) > p.Step(t.Step)
	})
	if at < 0 {
		at = len(steps)
	}
	return slices.Insert(slices.Clone(steps), at, t)
}

// withNotice returns the steps with the notice among them: it is taken on 公示起. A
// date typed for it must be that day, unless the case went back and the notice on
// record is a new one.
func (p *Process) withNotice(c Case, rep *problem.Report) []Taken {
	n, from := p.notice(), c.Period.From
	if n < 0 {
		return c.Steps
	}
	var typed *Taken // the last notice among the steps
	back := false    // the case went back from it
	for i, t := range c.Steps {
		switch at := p.Step(t.Step); {
		case at == n:
			typed, back = &c.Steps[i], p.returns(c, n, n, from)
		case at >= 0 && at < n && t.Date <= from:
			back = true
		}
	}
	switch {
	case from == 0:
		if typed != nil && c.Period.To == 0 {
			rep.Error(c.At.Pos, "step/no-period", "step", p.Steps[n].Name)
		}
	case typed == nil, back && typed.Date < from:
		t := Taken{At: record.At{Pos: c.Period.Of("noticefrom")}, Step: p.Steps[n].Name, Date: from}
		return p.Merge(c.Steps, t)
	case typed.Date != 0 && typed.Date != from:
		rep.Error(typed.Of("date"), "step/notice-date", "step", typed.Step, "date", typed.Date.String(), "from", from.String())
	}
	return c.Steps
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
		switch {
		case prev < 0:
		case t.Date != 0 && t.Date < prevDate:
			rep.Error(t.Of("date"), "step/backwards", "step", t.Step, "date", t.Date.String(),
				"before", p.Steps[prev].Name, "beforedate", prevDate.String())
		case p.decisionOrder(prev, i): // checkDecision's business
		case !p.mayFollow(prev, i) && !p.returns(c, prev, i, t.Date):
			rep.Error(t.Of("steps"), "step/order", "step", t.Step, "date", t.Date.String(),
				"before", p.Steps[prev].Name, "beforedate", prevDate.String())
		}
		for _, need := range p.Steps[i].Needs {
			if code, _ := words.Key(need); !t.Has(code) && !c.At.Has(code) && !(p.Steps[i].Notice && c.Period.Has(code)) {
				rep.Error(t.Pos, "step/needs", "step", t.Step, "field", need)
			}
		}
		if p.Steps[i].Proof && t.Attachment == "" && !c.At.Has("pictures") {
			rep.Warn(t.Pos, "step/no-proof", "subject", c.Subject, "step", t.Step)
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

// decisionOrder reports whether a step and the one before it have the decision in the
// wrong place: before its notice, left out, or behind what must follow it.
func (p *Process) decisionOrder(from, to int) bool {
	switch d := p.decision(); {
	case p.Steps[to].Decides:
		return from > to
	case p.Steps[from].Decides:
		return p.Steps[to].Notice
	default:
		return from < d && d < to
	}
}

// returns reports whether the case goes from its notice back to an earlier step, or to
// a new notice, because an objection was upheld.
func (p *Process) returns(c Case, from, to int, day village.Date) bool {
	return p.Steps[from].Notice && to <= from && slices.ContainsFunc(c.Objections, func(o Objection) bool {
		return o.Verdict == Change && o.Date != 0 && o.Date <= day
	})
}

// CheckPeriod checks a notice: both ends in order, long enough however its days are
// counted, not a year too long, with a phone for objections. No notice is right too.
func (p *Process) CheckPeriod(per village.Period, rep *problem.Report) {
	if per.From == 0 && per.To == 0 || !per.CheckComplete(rep) {
		return
	}
	if i := p.notice(); i >= 0 {
		p.checkLength(per, p.Steps[i].MinDays, rep)
	}
	if next := p.calendar.Moved(per.To); next != per.To {
		rep.Warn(per.Of("noticeto"), "step/ends-on-holiday", "date", per.To.String(), "next", next.String())
	}
}

// checkLength: the shorter way of counting reaches the least number of days.
func (p *Process) checkLength(per village.Period, least village.Term, rep *problem.Report) {
	with, without, missing := p.calendar.Days(per, least)
	code := "step/period-short"
	if least.Working {
		code = "step/period-short-work"
	}
	switch {
	case missing > 0:
		rep.Error(per.Of("noticefrom"), "calendar/missing", "year", problem.Int(missing))
	case without < least.N:
		rep.Error(per.Of("noticefrom"), code, "min", problem.Int(least.N), "with", problem.Int(with), "without", problem.Int(without))
	}
}

// checkDecision: the deciding step comes after the notice and after every answer, and
// what follows it in the process comes after the decision.
func (p *Process) checkDecision(c Case, rep *problem.Report) {
	d, decided := p.decision(), false
	for _, t := range c.Steps {
		switch i := p.Step(t.Step); {
		case i < 0 || t.Date == 0:
		case p.Steps[i].Decides:
			decided = true
			p.decide(c, t, p.Steps[i], rep)
		case d >= 0 && i > d && !decided:
			rep.Error(t.Of("date"), "step/undecided", "step", t.Step, "date", t.Date.String(),
				"decision", p.Steps[d].action(), "subject", c.Subject)
			return // one decision mends all that follows
		}
	}
}

// decide checks one taking of a deciding step.
func (p *Process) decide(c Case, t Taken, s Step, rep *problem.Report) {
	at := t.Of("date")
	switch n := p.notice(); {
	case n >= 0 && c.Period.From == 0 && c.Period.To == 0:
		rep.Error(at, "step/decided-without-notice", "step", s.action(), "subject", c.Subject)
	case n >= 0 && t.Date <= c.Period.To:
		rep.Error(at, "step/decided-in-notice", "step", s.action(), "subject", c.Subject,
			"date", t.Date.String(), "from", c.Period.From.String(), "to", c.Period.To.String())
	}
	for _, o := range c.Objections {
		switch {
		case o.Date == 0: // reported as missing
		case o.Verdict == Pending:
			rep.Error(at, "step/open-objection", "step", s.action(), "subject", c.Subject, "date", o.Date.String())
		case o.Verdict == Change && !renewed(c, o):
			rep.Error(at, "step/needs-new-notice", "step", s.action(), "subject", c.Subject, "date", o.Date.String())
		case o.Date > t.Date:
			rep.Warn(o.Of("date"), "step/late-objection", "subject", c.Subject, "date", o.Date.String())
		}
	}
}

// renewed reports whether the notice on record began after the objection, as it must
// once the level was changed.
func renewed(c Case, o Objection) bool { return o.Date != 0 && c.Period.From > o.Date }
