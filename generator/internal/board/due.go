package board

import (
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/step"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// What a board says of its having been published and of what staff still have to do,
// for `gongshi due`. A board that tells Input of its changes, notices and deadlines, as
// every board must, needs nothing else of this file.

// A Deadline is a day by which something must be done: a resolution carried out, a
// question answered.
type Deadline struct {
	At      problem.Pos
	What    string // 落实决议
	Subject string // the matter; "" where it may not be told
	By      village.Date
}

// Deadline tells of something that is not done yet. The board is late from the day
// after.
func (in *Input) Deadline(d Deadline) {
	if d.By != 0 {
		in.Turns(d.By + 1)
		in.deadlines = append(in.deadlines, d)
	}
}

// Deadlines returns what is still to be done.
func (in *Input) Deadlines() []Deadline { return in.deadlines }

// Published tells of content that is dated by day or month where Changes does not: the
// entries of an account of which only the month is known. A year alone says nothing.
func (in *Input) Published(dates ...village.When) {
	for _, w := range dates {
		if w.Precision != village.Years {
			in.dated(w.Date)
		}
	}
}

// dated notes a day of content, each once in a row.
func (in *Input) dated(d village.Date) {
	if d != 0 && d <= in.Today && (len(in.contents) == 0 || in.contents[len(in.contents)-1] != d) {
		in.contents = append(in.contents, d)
	}
}

// Contents returns the days of content up to today, as Changes and Published told them,
// in no order.
func (in *Input) Contents() []village.Date { return in.contents }

// Notices returns the public notices of the board, one for each run, in the order told;
// those of many rows with one run are one.
func (in *Input) Notices() []village.Period { return in.notices }

// told notes a notice.
func (in *Input) told(p village.Period) {
	for _, o := range in.notices {
		if o.From == p.From && o.To == p.To {
			return
		}
	}
	in.notices = append(in.notices, p)
}

// Waits tells of something that waits for staff though nobody set a day for it: a
// notice that is over and not decided. By is the day since which it waits.
func (in *Input) Waits(d Deadline) {
	in.waiting = append(in.waiting, d)
}

// Waiting returns what waits.
func (in *Input) Waiting() []Deadline { return in.waiting }

// Answer tells of an objection or a question that was raised on a day and is not
// answered: a deadline where the profile sets one, else something that waits.
func (in *Input) Answer(raised village.Date, d Deadline) {
	if d.By = raised; raised == 0 {
		return
	}
	if in.Profile == nil || in.Profile.Reply == 0 {
		in.Waits(d)
		return
	}
	d.By += village.Date(in.Profile.Reply)
	in.Deadline(d)
}

// Lacks returns the units below that report nothing of this kind though others do; of a
// yearly board nothing of its last year.
func (in *Input) Lacks() []*village.Unit {
	type yearly interface{ years() []int }
	last := 0
	for _, c := range in.Children {
		if s, ok := c.Summary.(yearly); ok {
			for _, y := range s.years() {
				last = max(last, y)
			}
		}
	}
	var list []*village.Unit
	for _, c := range in.Children {
		has := c.Summary != nil
		if s, ok := c.Summary.(yearly); ok && last > 0 {
			has = false
			for _, y := range s.years() {
				has = has || y == last
			}
		}
		if !has {
			list = append(list, c.Unit)
		}
	}
	if len(list) == len(in.Children) {
		return nil
	}
	return list
}

// Follow tells what a case waits for in its state of today: answers to objections, a new
// notice after one that was upheld, and the decision after its notice.
func (in *Input) Follow(p *step.Process, c step.Case, s step.State) {
	switch s.Phase {
	case step.Over:
		if p.Decides() {
			in.Waits(Deadline{At: c.At.Pos, What: words.T("due.undecided"), Subject: c.Subject, By: c.Period.To})
		}
	case step.Decided:
		return
	}
	if s.Void {
		again := Deadline{At: c.At.Pos, What: words.T("due.void"), Subject: c.Subject}
		for _, o := range c.Objections {
			if o.Verdict == step.Change && o.Date <= in.Today {
				again.By = max(again.By, o.Date)
			}
		}
		in.Waits(again)
	}
	for _, o := range c.Objections {
		if o.Verdict == step.Pending && o.Date <= in.Today {
			in.Answer(o.Date, Deadline{At: o.Of("date"), What: words.T("due.objection"), Subject: c.Subject})
		}
	}
}
