package team

import (
	"cmp"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// Orders counts what residents asked for.
type Orders struct {
	All  int
	Done int
	Open board.Sum  // by category, what is not done yet
	Days board.Days // from the first step until it was taken up
}

func (o *Orders) add(p *Orders) {
	o.All += p.All
	o.Done += p.Done
	o.Open.Add(&p.Open)
	o.Days.Join(p.Days)
}

// checkOrders judges and counts the orders.
func (b *Board) checkOrders(in *board.Input) {
	if len(b.Orders) == 0 {
		return
	}
	b.process = in.Process(b.Process, words.T("team.process"), b.Of("processes"))
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
	o.Judge(b.process, o.At, o.Code, in)
	o.Category = cmp.Or(o.Category, words.T("group.other"))
	at := b.find(o.Team)
	if o.Team != "" && at < 0 && len(b.Teams) > 0 {
		in.Report.Error(o.Of("team"), "team/unknown-team", "team", o.Team, "known", b.names())
	}
	if len(o.Steps) == 0 {
		in.Report.Error(o.Pos, "team/no-date")
		return
	}
	if !o.Begun() {
		return
	}
	sum := &b.own.Orders
	sum.All++
	if a := b.process.Answer(); a >= 0 {
		if day := o.Reached(b.process, a, in.Today); day != 0 {
			sum.Days.Add(int(day-o.First()), 1)
		}
	}
	if at >= 0 {
		b.Teams[at].orders++
	}
	if !o.Judged.Closed {
		sum.Open.Count(o.Category, village.Count(1), privacy.Public.Shows(o.Showing, in.Today))
		return
	}
	sum.Done++
	if at >= 0 {
		b.Teams[at].done++
	}
}
