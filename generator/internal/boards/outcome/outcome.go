// Package outcome is the board of what was done: projects and results, each with its
// own quantity and unit. Quantities of different units are never added; 余, 约 and 以上
// survive every sum.
package outcome

import (
	"cmp"
	"slices"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/step"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// Kind is the board.
var Kind = board.Kind{
	Word: "outcome", File: "outcomes",
	Defaults: village.On(village.Web|village.Hall|village.Board, village.WholeSociety),
	Read:     read,
	Summary:  board.ReadSum[Sum],
}

// file is outcomes.yaml.
type file struct {
	record.At
	Outcomes []outcome `key:"outcomes,main"`
	Process  string    `key:"processes"`
	board.Head
}

// outcome is one project or result.
type outcome struct {
	record.At
	Title    string           `key:"title,required"`
	Category string           `key:"category"`
	Quantity village.Quantity `key:"quantity"`
	Unit     string           `key:"unit"`
	YearOn   yearOn           `key:"yearon"`   // change against the year before: 减7.9岁
	Base     village.Quantity `key:"baseline"` // whole of which Quantity is a part
	Attended village.Quantity `key:"attended"` // people who took part in all of Quantity
	Size     village.Quantity `key:"size"`     // area, where Quantity counts something else
	Funds    village.Amount   `key:"funds"`
	Source   string           `key:"source"`
	Place    string           `key:"place"`
	Lifted   village.Quantity `key:"lifted"`  // households it gave work or income to
	Lift     village.Amount   `key:"lift"`    // yearly gain per household
	Workers  village.Quantity `key:"workers"` // people it gave work or income to
	Pay      village.Amount   `key:"pay"`     // yearly gain per person
	Start    village.When     `key:"start"`
	Finish   village.When     `key:"finish"`
	Progress string           `key:"progress"`
	State    string           `key:"state"`
	Head     string           `key:"head"`
	Pictures []record.Path    `key:"pictures"`
	Text     string           `key:"text"` // Markdown
	board.Way
	village.Showing

	income village.Amount // Lifted × Lift + Workers × Pay
	shots  []*board.Picture
}

// Sum counts the outcomes of one unit by category, with all units below.
type Sum struct {
	board.Sum
	Funds  village.Amount
	Income village.Amount
}

func (s *Sum) add(o *Sum) {
	s.Sum.Add(&o.Sum)
	s.Funds = s.Funds.Plus(o.Funds)
	s.Income = s.Income.Plus(o.Income)
}

// Board is the computed board of one unit.
type Board struct {
	file
	unit     *village.Unit
	today    village.Date
	process  *step.Process
	own, all Sum
	measured ledger.Tally     // category → typed sum of its quantities of one unit, checked
	rest     village.Quantity // declared but not listed
	subs     []board.Sub[Sum]
}

// Summary implements board.Board.
func (b *Board) Summary() any { return &b.all }

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
	b.rest = b.CheckTotals(&b.all.Sum, words.T("outcome.title"), b.Of("declared"), in)
	return b
}

// check completes and counts the unit's own outcomes.
func (b *Board) check(in *board.Input) {
	b.process = in.Process(b.Process, words.T("outcome.process"), b.Of("processes"))
	for i := range b.Outcomes {
		b.outcome(&b.Outcomes[i], in)
	}
	b.AddCounts(&b.own.Sum, in)
	b.Total = slices.DeleteFunc(b.Total, func(t record.Pair[village.Quantity]) bool { return b.measure(t, in.Report) })
}

// measure checks a typed sum of quantities (阵地: 700平方米) and reports whether t is
// one. Quantities are added only where somebody says that they belong together, and
// only those of that unit.
func (b *Board) measure(t record.Pair[village.Quantity], rep *problem.Report) bool {
	if t.Value.Unit == "" || t.Value.Unit == words.T("outcome.unit") {
		return false
	}
	var sum village.Quantity
	for _, o := range b.Outcomes {
		if o.Category == t.Key && o.Quantity.Unit == t.Value.Unit {
			sum = sum.Plus(o.Quantity)
		}
	}
	village.CheckTotal(t.Pos, t.Key, t.Value, sum, rep)
	b.measured.Add(t.Key, sum)
	return true
}

func (b *Board) outcome(o *outcome, in *board.Input) {
	rep := in.Report
	o.Showing = o.Showing.Or(b.Showing)
	in.Shown(o.Showing)
	in.Changes(o.Finish.Exact(), o.Start.Exact())
	switch {
	case o.Unit == "" || o.Quantity.IsZero():
	case o.Quantity.Unit == "":
		o.Quantity.Unit = o.Unit
	case o.Quantity.Unit != o.Unit:
		rep.Error(o.Of("unit"), "number/two-units", "key", words.KeyName("quantity"), "value", o.Quantity.String(), "one", o.Quantity.Unit, "other", o.Unit)
	}
	if o.Finish.Date != 0 && o.Start.Date != 0 && o.Finish.End() < o.Start.Date {
		rep.Error(o.Of("finish"), "outcome/finish-before-start", "start", o.Start.String(), "finish", o.Finish.String())
	}
	o.compare(rep)
	for _, m := range []struct {
		village.Amount
		key string
	}{{o.Funds, "funds"}, {o.Lift, "lift"}, {o.Pay, "pay"}} {
		if m.Fen < 0 {
			rep.Error(o.Of(m.key), "money/negative", "key", words.KeyName(m.key), "money", m.String())
		}
	}
	o.shots = in.Pictures(o.Of("pictures"), o.Pictures, o.Title)
	o.Lifted.MustCount("households", o.Of("lifted"), rep)
	o.Workers.MustCount("people", o.Of("workers"), rep)
	if !o.Lifted.IsZero() && !o.Lift.IsZero() {
		o.income = o.Lift.Times(o.Lifted)
	}
	if !o.Workers.IsZero() && !o.Pay.IsZero() {
		o.income = o.income.Plus(o.Pay.Times(o.Workers))
	}
	o.Way.Judge(b.process, o.At, o.Title, in)
	o.Category = cmp.Or(o.Category, words.T("group.other"))
	b.own.Count(o.Category, village.Count(1), privacy.Public.Shows(o.Showing, in.Today))
	b.own.Funds = b.own.Funds.Plus(o.Funds)
	b.own.Income = b.own.Income.Plus(o.income)
	b.own.Sample = b.own.Sample || o.Sample
}
