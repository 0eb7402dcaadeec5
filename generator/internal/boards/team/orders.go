package team

import (
	"slices"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/step"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// Orders counts what residents asked for.
type Orders struct {
	All  int
	Done int
	Open board.Sum // by category, what is not done yet
	Days []int     // of each that was taken up: days from the first step until then
}

func (o *Orders) add(p *Orders) {
	o.All += p.All
	o.Done += p.Done
	o.Open.Add(&p.Open)
	o.Days = append(o.Days, p.Days...)
}

// median is the middle of the days, of an even number the mean of the two middle ones;
// zero when nothing was taken up.
func (o *Orders) median() village.Quantity {
	if len(o.Days) == 0 {
		return village.Quantity{}
	}
	days := slices.Sorted(slices.Values(o.Days))
	low, high := days[(len(days)-1)/2], days[len(days)/2]
	return village.Count(low+high).Per(village.Count(2), 1)
}

// checkOrders judges and counts the orders.
func (b *Board) checkOrders(in *board.Input) {
	if len(b.Orders) == 0 {
		return
	}
	name := b.Process
	if name == "" {
		name = words.T("team.process")
	}
	if p := in.Processes.Get(name, b.Of("processes"), in.Report); p != nil {
		b.process = p
	}
	line := map[string]int{}
	for i := range b.Orders {
		o := &b.Orders[i]
		if o.Code != "" {
			if first, twice := line[o.Code]; twice {
				in.Report.Error(o.Of("code"), "ledger/same-code", "code", o.Code, "line", village.Count(first).Figure())
			}
			line[o.Code] = o.Line
		}
		b.order(o, in)
	}
}

// order counts one order: what was not asked for by today counts from its day on.
func (b *Board) order(o *order, in *board.Input) {
	o.Showing = o.Showing.Or(b.Showing)
	in.Shown(o.Showing)
	o.Steps = b.process.MergeAll(o.Steps, b.process.Dates(o.Columns, nil, in.Report))
	for _, t := range o.Steps {
		in.Changes(t.Date)
	}
	b.process.Judge(step.Case{At: o.At, Subject: o.Code, Steps: o.Steps}, in.Today, in.Report)
	if o.Category == "" {
		o.Category = words.T("group.other")
	}
	at := b.find(o.Team)
	if o.Team != "" && at < 0 && len(b.Teams) > 0 {
		in.Report.Error(o.Of("team"), "team/unknown-team", "team", o.Team, "known", b.names())
	}
	if len(o.Steps) == 0 {
		in.Report.Error(o.Pos, "team/no-date")
		return
	}
	if o.Steps[0].Date > in.Today {
		return
	}
	sum := &b.own.Orders
	sum.All++
	done, answered := false, village.Date(0)
	for _, t := range o.Steps {
		i := b.process.Step(t.Step)
		if i < 0 || t.Date == 0 || t.Date > in.Today {
			continue
		}
		done = done || i >= b.process.Done()
		if a := b.process.Answer(); a >= 0 && i >= a && answered == 0 {
			answered = t.Date
		}
	}
	if answered != 0 {
		sum.Days = append(sum.Days, int(answered-o.Steps[0].Date))
	}
	if at >= 0 {
		b.Teams[at].orders++
	}
	if !done {
		sum.Open.Count(o.Category, village.Count(1), privacy.Public.Shows(o.Showing, in.Today))
		return
	}
	sum.Done++
	if at >= 0 {
		b.Teams[at].done++
	}
}
