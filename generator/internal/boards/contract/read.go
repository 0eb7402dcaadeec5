package contract

import (
	"cmp"
	"slices"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/step"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

func read(in *board.Input) board.Board {
	b := &Board{unit: in.Unit, today: in.Today}
	if b.Read(in, &b.file, &b.At, in.Processes.Columns()...) {
		b.check(in)
	}
	b.all.add(&b.own)
	b.subs = board.RollUp(in, &b.all, (*Sum).add)
	if b.all.Units == 0 {
		return nil
	}
	b.totals(in)
	return b
}

// check completes and counts the unit's own contracts and assets.
func (b *Board) check(in *board.Input) {
	if len(b.Contracts)+len(b.Assets)+len(b.Counts)+len(b.Total) == 0 && b.Declared.IsZero() {
		in.Report.Warn(b.Pos, "contract/empty")
	}
	name := b.Process
	if name == "" {
		name = words.T("contract.process")
	}
	if b.process = in.Processes.Get(name, b.Of("processes"), in.Report); b.process == nil {
		b.process = &step.Process{}
	}
	lines := map[string]int{}
	for i := range b.Contracts {
		c := &b.Contracts[i]
		if first := lines[c.Code]; first > 0 && c.Code != "" {
			in.Report.Error(c.Of("code"), "ledger/same-code", "code", c.Code, "line", problem.Int(first))
		}
		lines[c.Code] = c.Line
		b.contract(c, in)
	}
	for i := range b.Assets {
		b.asset(&b.Assets[i], in)
	}
	b.Declared.MustCount("contracts", b.Of("declared"), in.Report)
	if !b.Declared.IsZero() {
		b.Declared.Unit = words.T("contract.unit")
	}
	b.AddCounts(&b.own.Sum, in)
	b.ownTotals(in)
}

// contract checks and counts one contract.
func (b *Board) contract(c *contract, in *board.Input) {
	rep := in.Report
	c.Showing = c.Showing.Or(b.Showing)
	in.Shown(c.Showing)
	in.Changes(c.Signed.Exact(), c.Begin.Exact())
	for _, m := range []struct {
		village.Amount
		key string
	}{{c.Old.Amount, "oldprice"}, {c.New.Amount, "newprice"}, {c.Collected, "collected"}} {
		notBelowZero(m.Amount, c.Of(m.key), m.key, rep)
	}
	c.Type = cmp.Or(c.Type, words.T("group.other"))
	c.dates(rep)
	c.money(in)
	c.Judge(b.process, c.At, c.label(), in)
	if !c.closed() {
		if end := c.End.End(); end != 0 {
			in.Turns(end - soon)
			in.Deadline(board.Deadline{At: c.Of("until"), What: words.T("contract.renew"), Subject: c.label(), By: end})
		}
	}
	open := privacy.Public.Shows(c.Showing, in.Today)
	b.own.Count(c.Type, village.Count(1), open)
	b.own.Sample = b.own.Sample || c.Sample
	t := b.own.typed(c.Type)
	if !c.Size.IsZero() && c.areaUnit(rep) {
		t.Areas.Add(c.Size.Unit, c.Size)
		b.own.Areas.Add(c.Size.Unit, c.Size)
		b.own.Measured = b.own.Measured.Plus(village.Count(1))
	}
	if !c.Collected.IsZero() {
		t.Collected = t.Collected.Plus(c.Collected)
		b.own.Collected = b.own.Collected.Plus(c.Collected)
		b.own.Priced = b.own.Priced.Plus(village.Count(1))
	}
}

// notBelowZero refuses an amount of money that is less than none.
func notBelowZero(a village.Amount, at problem.Pos, key string, rep *problem.Report) {
	if a.Fen < 0 {
		rep.Error(at, "money/negative", "key", words.KeyName(key), "money", a.String())
	}
}

// areaUnit asks for the unit of an area that was typed without one.
func (c *contract) areaUnit(rep *problem.Report) bool {
	if c.Size.Unit == "" {
		rep.Error(c.Of("size"), "contract/area-unit", "value", c.Size.Figure())
	}
	return c.Size.Unit != ""
}

// dates checks the run of the contract against its years.
func (c *contract) dates(rep *problem.Report) {
	years(c.Term, c.Of("term"), rep)
	if c.End.Date != 0 && c.End.End() < c.Begin.Date {
		rep.Error(c.Of("until"), "contract/ends-before", "from", c.Begin.String(), "until", c.End.String())
		return
	}
	begin, end := c.Begin.Exact(), c.End.Exact()
	if begin == 0 || end == 0 {
		return
	}
	if c.Term.IsZero() || c.Term.Approx != village.Exact || c.Term.N%village.Count(1).N != 0 {
		return
	}
	// 30 years from 1 January end on 31 December or, as some count, on 1 January
	last := village.DateOf(begin.Year()+c.Term.Int(), begin.Month(), begin.Day())
	if end != last && end != last-1 {
		rep.Warn(c.Of("until"), "contract/term", "from", begin.String(), "until", end.String(), "term", c.Term.String(), "want", (last - 1).String())
	}
}

// years gives a number of years its unit and refuses another one.
func years(q village.Quantity, at problem.Pos, rep *problem.Report) {
	if unit := words.T("contract.year"); !q.IsZero() && q.Unit != "" && q.Unit != unit {
		rep.Error(at, "number/other-unit", "value", q.String(), "unit", unit)
	}
}

// money checks the prices and adds up what was received.
func (c *contract) money(in *board.Input) {
	for i := range c.Payments {
		p := &c.Payments[i]
		in.Changes(p.Date)
		if slices.ContainsFunc(c.Payments[:i], func(o payment) bool { return p.Date != 0 && o.Date == p.Date && o.Money.Fen == p.Money.Fen }) {
			in.Report.Warn(p.Pos, "contract/paid-twice", "date", p.Date.String(), "money", p.Money.String())
		}
		switch {
		case p.Money.Fen < 0:
			in.Report.Error(p.Of("money"), "contract/refund", "money", p.Money.String())
		case p.Date == 0 && p.Due == 0:
			in.Report.Error(p.Pos, "record/missing", "key", words.KeyName("date"))
		case p.received(in.Today):
			c.paid = c.paid.Plus(p.Money)
		case p.Date != 0:
			in.Report.Warn(p.Of("date"), "contract/not-yet", "date", p.Date.String())
		default:
			in.Deadline(board.Deadline{At: p.Of("due"), What: words.T("contract.collect"), Subject: c.label(), By: p.Due})
		}
	}
}

// received reports whether the money has come in by a day.
func (p *payment) received(day village.Date) bool { return p.Date != 0 && p.Date <= day }

// closed reports whether nothing more is to be done about the contract: it was put on
// file, or somebody wrote how it stands.
func (c *contract) closed() bool { return c.Judged.Closed || c.State != "" }

// label is how messages and lists call the contract: HT-01 东沟地块.
func (c *contract) label() string {
	switch {
	case c.Code == "":
		return c.Object
	case c.Object == "":
		return c.Code
	}
	return c.Code + " " + c.Object
}

// asset checks one asset and works out its rent.
func (b *Board) asset(a *asset, in *board.Input) {
	a.Showing = a.Showing.Or(b.Showing)
	in.Shown(a.Showing)
	years(a.Term, a.Of("term"), in.Report)
	b.own.Assets++
	b.own.Sample = b.own.Sample || a.Sample
	if a.Price.Amount.IsZero() {
		return
	}
	notBelowZero(a.Price.Amount, a.Of("price"), "price", in.Report)
	if a.Quantity.IsZero() {
		a.Quantity = village.Count(1)
	}
	unit, perYear := a.Price.basis()
	switch {
	case perYear == 0:
		in.Report.Error(a.Of("price"), "contract/price-span", "price", a.Price.String())
		return
	case unit == "" || unit == a.Quantity.Unit:
	case a.Quantity.Unit == "":
		a.Quantity.Unit = unit
	default:
		in.Report.Error(a.Of("price"), "contract/price-unit", "price", a.Price.String(), "quantity", a.Quantity.String())
		return
	}
	a.rent = a.Price.Amount.Times(a.Quantity)
	if perYear > 1 {
		a.rent = a.rent.Times(village.Count(perYear))
	}
	b.own.Rent = b.own.Rent.Plus(a.rent)
}

// ownTotals takes the area and the money that are typed at the top of the file. With
// rows for every contract they are checked; where rows are missing they stand for all
// contracts, and may not be less than what the rows come to.
func (b *Board) ownTotals(in *board.Input) {
	if in.Reported() > 0 {
		return // checked when all is summed
	}
	counted := b.own.All()
	complete := len(b.Contracts) > 0 && counted.N == village.Count(len(b.Contracts)).N && b.Declared.N <= counted.N
	notBelowZero(b.Collected, b.Of("collected"), "collected", in.Report)
	if !b.Collected.IsZero() {
		if complete && !b.own.Collected.IsZero() {
			ledger.CheckAmount(b.Of("collected"), words.KeyName("collected"), b.Collected, b.own.Collected, in.Report)
		} else {
			if b.Collected.Fen < b.own.Collected.Fen {
				ledger.CheckAmount(b.Of("collected"), words.KeyName("collected"), b.Collected, b.own.Collected, in.Report)
			}
			b.own.Collected, b.own.Priced = b.Collected, counted
		}
	}
	if b.Size.IsZero() {
		return
	}
	if b.Size.Unit == "" {
		in.Report.Error(b.Of("size"), "contract/area-unit", "value", b.Size.Figure())
		return
	}
	listed := b.own.Areas.Get(b.Size.Unit)
	if complete && !listed.IsZero() || listed.N > b.Size.N {
		village.CheckTotal(b.Of("size"), words.KeyName("size"), b.Size, listed, in.Report)
		return
	}
	b.own.Areas = ledger.Tally{}
	b.own.Areas.Add(b.Size.Unit, b.Size)
	b.own.Measured = counted
}

// totals compares what is typed of all with what is listed here and below.
func (b *Board) totals(in *board.Input) {
	below := b.all.Rest
	rest := b.CheckTotals(&b.all.Sum, words.KeyName("contracts"), b.Of("declared"), in)
	if b.all.Rest = rest; b.Declared.IsZero() {
		b.all.Rest = below
	}
	if in.Reported() == 0 {
		return
	}
	ledger.CheckAmount(b.Of("collected"), words.KeyName("collected"), b.Collected, b.all.Collected, in.Report)
	if !b.Size.IsZero() {
		village.CheckTotal(b.Of("size"), words.KeyName("size"), b.Size, b.all.Areas.Get(b.Size.Unit), in.Report)
	}
}
