package points

import (
	"cmp"
	"slices"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// dividend is money that is paid on points.
type dividend struct {
	record.At
	Pool    village.Amount  `key:"pool,required"`
	Formula formula         `key:"formula"`
	Meeting string          `key:"adopted"`
	Date    village.Date    `key:"date"`
	Notice  *village.Period `key:"notice"`
	village.Showing
}

type formula string // points

// Scan reads the formula.
func (f *formula) Scan(v *record.Value) { *f = formula(record.OneOf("share", v)) }

// divide pays the pool out on the points of the year.
func (y *year) divide(in *board.Input) {
	d := y.Dividend
	if d == nil {
		return
	}
	d.Showing = d.Showing.Or(y.Showing)
	in.Shown(d.Showing)
	in.Changes(d.Date)
	if d.Notice != nil {
		in.Notice(*d.Notice)
		d.Notice.Check(in.Unit, in.Report)
	}
	rep := in.Report
	switch {
	case d.Formula == "" && !d.Has("formula"):
		rep.Error(d.Pos, "points/no-formula", "key", words.KeyName("formula"), "choices", words.ValueNames("share"))
	case d.Formula == "" || d.Pool.IsZero(): // reported when it was read
	case d.Pool.Approx != village.Exact || d.Pool.Fen <= 0:
		rep.Error(d.Of("pool"), "points/pool", "value", d.Pool.String())
	case len(y.Counts) > 0:
		rep.Error(d.Pos, "points/dividend-counts")
	default:
		if y.shares = y.divided(); y.shares == nil {
			rep.Error(d.Pos, "points/dividend-nobody")
		}
	}
	if d.Meeting == "" || d.Date == 0 {
		rep.Warn(d.Pos, "points/dividend-unadopted", "meeting", words.KeyName("adopted"), "date", words.KeyName("date"))
	}
}

// divided returns what each account gets, in fen: the pool in proportion to the points.
// Of equal remainders that of the better rank goes first, then that of the first in the
// list. Who has no points, or less than none, gets nothing.
func (y *year) divided() []int64 {
	order := slices.Clone(y.ranked)
	slices.SortStableFunc(order, func(a, b *ledger.Account) int {
		return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.Index, b.Index))
	})
	weights := make([]int64, len(order))
	for i, a := range order {
		weights[i] = a.Total
	}
	parts := ledger.Apportion(y.Dividend.Pool.Fen, weights)
	if parts == nil {
		return nil
	}
	shares := make([]int64, len(order))
	for i, a := range order {
		shares[a.Index] = parts[i]
	}
	return shares
}

// sharesShown reports whether t may show what single accounts get. Beside the pool that
// tells the points of all together, and so those of one or two who are not named.
func (y *year) sharesShown(t privacy.Target, today village.Date) bool {
	if y.shares == nil || !t.Shows(y.Dividend.Showing, today) {
		return false
	}
	hidden := 0
	for _, a := range y.ranked {
		if !y.shown(a, t, today) {
			hidden++
		}
	}
	return hidden == 0 || hidden >= few
}
