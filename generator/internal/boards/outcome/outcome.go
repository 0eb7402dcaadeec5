// Package outcome is the board of what was done: projects and results, each with its
// own quantity and unit. Quantities of different units are never added; 余, 约 and 以上
// survive every sum.
package outcome

import (
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
}

// file is outcomes.yaml.
type file struct {
	record.At
	Outcomes []outcome                      `key:"outcomes,main"`
	Counts   record.Pairs[village.Quantity] `key:"counts"` // category → projects, instead of rows
	Total    record.Pairs[village.Quantity] `key:"total"`
	Declared village.Quantity               `key:"declared"`
	Process  string                         `key:"processes"`
	Notice   *village.Period                `key:"notice"`
	village.Showing
}

// outcome is one project or result.
type outcome struct {
	record.At
	Title    string           `key:"title,required"`
	Category string           `key:"category"`
	Quantity village.Quantity `key:"quantity"`
	Unit     string           `key:"unit"`
	Funds    village.Amount   `key:"funds"`
	Source   string           `key:"source"`
	Place    string           `key:"place"`
	Lifted   village.Quantity `key:"lifted"` // households it gave work or income to
	Lift     village.Amount   `key:"lift"`   // yearly gain per household
	Start    village.When     `key:"start"`
	Finish   village.When     `key:"finish"`
	Progress string           `key:"progress"`
	State    string           `key:"state"`
	Head     string           `key:"head"`
	Pictures []string         `key:"pictures"`
	Text     string           `key:"text"` // Markdown
	Steps    []step.Taken     `key:"steps"`
	village.Period
	village.Showing

	income village.Amount // Lifted × Lift
	state  step.State
}

// Sum counts the outcomes of one unit with all units below. It is the Summary of the
// board.
type Sum struct {
	Categories ledger.Tally // category → projects
	Open       ledger.Tally // of these, what the web may show
	Funds      village.Amount
	Income     village.Amount
	Units      int
	Sample     bool
}

func (s *Sum) add(o *Sum) {
	s.Categories.Merge(o.Categories)
	s.Open.Merge(o.Open)
	s.Funds = s.Funds.Plus(o.Funds)
	s.Income = s.Income.Plus(o.Income)
	s.Units += o.Units
	s.Sample = s.Sample || o.Sample
}

// Board is the computed board of one unit.
type Board struct {
	file
	unit     *village.Unit
	today    village.Date
	process  *step.Process
	own, all Sum
	rest     village.Quantity // declared but not listed
	subs     []board.Sub[Sum]
}

// Summary implements board.Board.
func (b *Board) Summary() any { return &b.all }

func read(in *board.Input) board.Board {
	b := &Board{unit: in.Unit, today: in.Today}
	for _, d := range in.Docs {
		d.Decode(&b.file, in.Report)
	}
	b.Showing = b.Showing.Or(in.Defaults)
	in.Shown(b.Showing)
	if len(in.Docs) > 0 {
		if b.File == "" { // a table has no place of its own
			b.At.Pos = problem.Pos{File: in.Docs[0].Path}
		}
		b.own.Units = 1
		b.own.Sample = b.Sample || in.Unit.Sample
		b.check(in)
	}
	b.all.add(&b.own)
	b.subs = board.Subs(in, func(summary any) *Sum { s, _ := summary.(*Sum); return s })
	for _, s := range b.subs {
		if s.Sum != nil {
			b.all.add(s.Sum)
		}
	}
	if b.all.Units == 0 {
		return nil
	}
	b.checkTotals(in)
	return b
}

// check completes and counts the unit's own outcomes.
func (b *Board) check(in *board.Input) {
	name := b.Process
	if name == "" {
		name = words.T("outcome.process")
	}
	b.process = in.Processes.Get(name, b.Of("processes"), in.Report)
	if b.process == nil {
		b.process = &step.Process{}
	}
	if b.Notice != nil {
		b.Notice.Check(in.Unit, in.Report)
		in.Notice(*b.Notice)
	}
	for i := range b.Outcomes {
		b.outcome(&b.Outcomes[i], in)
	}
	for _, c := range b.Counts {
		switch {
		case board.IsTotal(c.Key, in): // checked when all is summed
		case !b.own.Categories.Get(c.Key).IsZero():
			in.Report.Error(c.Pos, "ledger/counts-and-rows", "group", c.Key)
		default:
			b.own.Categories.Add(c.Key, c.Value)
			b.own.Open.Add(c.Key, c.Value)
		}
	}
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
	if o.Finish.Date != 0 && o.Start.Date != 0 && o.Finish.Date < o.Start.Date && o.Finish.Precision == o.Start.Precision {
		rep.Error(o.Of("finish"), "outcome/finish-before-start", "start", o.Start.String(), "finish", o.Finish.String())
	}
	o.Lifted.MustCount("households", o.Of("lifted"), rep)
	if !o.Lifted.IsZero() && !o.Lift.IsZero() {
		o.income = o.Lift.Times(o.Lifted)
	}
	if len(o.Steps) > 0 || o.From != 0 {
		o.Period.At = o.At
		o.Objection.Check(rep)
		if o.Objection == nil && o.From != 0 {
			o.Objection, _ = in.Unit.Contact()
		}
		c := step.Case{At: o.At, Subject: o.Title, Steps: o.Steps, Period: o.Period}
		o.state = b.process.Judge(c, in.Today, rep)
		in.Notice(o.Period)
		for _, t := range o.Steps {
			in.Changes(t.Date)
		}
	}
	category := o.Category
	if category == "" {
		category = words.T("outcome.other")
	}
	o.Category = category
	b.own.Categories.Add(category, village.Count(1))
	if privacy.Public.Shows(o.Showing, in.Today) {
		b.own.Open.Add(category, village.Count(1))
	}
	b.own.Funds = b.own.Funds.Plus(o.Funds)
	b.own.Income = b.own.Income.Plus(o.income)
	b.own.Sample = b.own.Sample || o.Sample
}

// checkTotals compares typed totals with what is listed here and below.
func (b *Board) checkTotals(in *board.Input) {
	for _, t := range board.Totals(b.Total, b.Counts, in) {
		computed, what := b.all.Categories.Get(t.Key), t.Key
		if t.Key == "" || words.IsSum(t.Key) {
			computed, what = b.all.Categories.Sum(), words.T("outcome.title")
		}
		ledger.CheckTotal(t.Pos, what, t.Value, computed, in.Report)
	}
	b.rest = ledger.CheckDeclared(b.Of("declared"), words.T("outcome.title"), b.Declared, b.all.Categories.Sum(), in.Report)
}
