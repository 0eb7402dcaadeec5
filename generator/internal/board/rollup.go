package board

import (
	"cmp"
	"encoding/json"
	"iter"
	"slices"
	"strconv"

	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// A Sub is a unit below with its sums of one board (and one year).
type Sub[S any] struct {
	Unit *village.Unit
	Sum  *S   // nil: 未报
	Own  bool // it is the unit's own, see WithOwn
}

// ReadSum decodes the summary of a board without years, see Kind.Summary.
func ReadSum[S any](data []byte) (any, error) {
	s := new(S)
	err := json.Unmarshal(data, s)
	return s, err
}

// Subs returns the units below; of picks the sums out of a child's summary, which may
// be nil.
func Subs[S any](in *Input, of func(summary any) *S) []Sub[S] {
	subs := make([]Sub[S], len(in.Children))
	for i, c := range in.Children {
		subs[i] = Sub[S]{Unit: c.Unit, Sum: of(c.Summary)}
	}
	return subs
}

// Reporting returns the units below that report something, with their sums.
func Reporting[S any](subs []Sub[S]) iter.Seq2[*village.Unit, *S] {
	return func(yield func(*village.Unit, *S) bool) {
		for _, s := range subs {
			if s.Sum != nil && !yield(s.Unit, s.Sum) {
				return
			}
		}
	}
}

// WithOwn returns the units below and, before them, what u has itself (本级) of what is
// summed with theirs, so that every column comes to its total. It is left out where row
// lays out nothing for it, and where no unit below reports.
func WithOwn[S any](u *village.Unit, own *S, subs []Sub[S], row func(*S) Part) []Sub[S] {
	mine, nothing := row(own), row(new(S))
	reporting := slices.ContainsFunc(subs, func(s Sub[S]) bool { return s.Sum != nil })
	if !reporting || mine.Total == nothing.Total && slices.Equal(mine.Cells, nothing.Cells) {
		return subs
	}
	self := &village.Unit{Name: words.T("parts.own"), Address: u.Address, Unshown: true}
	return slices.Insert(slices.Clone(subs), 0, Sub[S]{Unit: self, Sum: own, Own: true})
}

// IsTotal reports whether a count with that key is a sum of others: 合计, or a parent's
// figure of what the units below report. Such counts are checked, never added
// (design/data.md §4).
func IsTotal(key string, in *Input) bool { return words.IsSum(key) || in.Reported() > 0 }

// Totals returns the typed figures to be checked: all of total, and those of counts
// that are sums.
func Totals(total, counts record.Pairs[village.Quantity], in *Input) record.Pairs[village.Quantity] {
	list := slices.Clone(total)
	for _, c := range counts {
		if IsTotal(c.Key, in) {
			list = append(list, c)
		}
	}
	return list
}

// CheckBelow compares a typed total that is called after a unit below (合计: {郭家窑村: 90})
// with what that unit has. It reports false when t is called after none, nor like one.
func CheckBelow[S any](t record.Pair[village.Quantity], subs []Sub[S], has func(*S) village.Quantity, rep *problem.Report) bool {
	var names, aliases []string
	for _, s := range subs {
		names, aliases = append(names, s.Unit.Name), append(aliases, s.Unit.Aliases...)
		switch {
		case !s.Unit.Called(t.Key):
			continue
		case s.Sum == nil:
			rep.Warn(t.Pos, "ledger/unit-unreported", "unit", s.Unit.Name, "typed", t.Value.Figure())
		default:
			village.CheckTotal(t.Pos, s.Unit.Name, t.Value, has(s.Sum), rep)
		}
		return true
	}
	near := cmp.Or(record.Nearest(t.Key, names), record.Nearest(t.Key, aliases))
	if near != "" {
		rep.Error(t.Pos, "ledger/unit-near", "unit", t.Key, "near", near)
	}
	return near != ""
}

// Concealed lumps together the groups of all that have no record in open: how many
// there are may be known, what they are called may not.
func Concealed(all, open ledger.Tally) ledger.Tally {
	var shown, rest ledger.Tally
	for i, name := range all.Names {
		if open.Get(name).IsZero() {
			rest.Add(words.T("concealed"), all.Counts[i])
		} else {
			shown.Add(name, all.Counts[i])
		}
	}
	shown.Merge(rest)
	return shown
}

// Below is the table of the units below, with the sums of the unit itself as its last
// row. Views embed it.
type Below struct {
	PartHead []string // over the cells of Parts
	Parts    []Part
	PartSum  Part
	Coverage string   // 已报13个,未报0个
	Missing  []string // units that report nothing
}

// NewBelow lays out subs, the units below and what WithOwn puts before them, for the
// board called word; row returns the cells, total and share of one unit's sums. It is empty for a unit without children.
func NewBelow[S any](word string, head []string, subs []Sub[S], all *S, row func(*S) Part) Below {
	if len(subs) == 0 {
		return Below{}
	}
	b := Below{PartHead: head, PartSum: row(all)}
	units := 0
	for _, s := range subs {
		if !s.Own {
			units++
		}
		p := Part{}
		if s.Sum != nil {
			p = row(s.Sum)
			if p.Reported = true; !s.Unit.Unshown {
				p.Href = s.Unit.Segment() + "/" + word
			}
		} else {
			b.Missing = append(b.Missing, s.Unit.Name)
		}
		p.Name = s.Unit.Name
		b.Parts = append(b.Parts, p)
	}
	b.dropEmpty()
	b.Coverage = words.T("parts.coverage", "n", strconv.Itoa(units-len(b.Missing)), "all", strconv.Itoa(units))
	return b
}

// Reporting is how many of the parts report something.
func (b *Below) Reporting() (n int) {
	for _, p := range b.Parts {
		if p.Reported {
			n++
		}
	}
	return n
}

// dropEmpty takes out the columns in which nothing stands, or nothing is known, not even
// in the sum.
func (b *Below) dropEmpty() {
	rows, none := []*Part{&b.PartSum}, words.T("none")
	for i := range b.Parts {
		rows = append(rows, &b.Parts[i])
	}
	for i := len(b.PartHead) - 1; i >= 0; i-- {
		if slices.ContainsFunc(rows, func(p *Part) bool { return i < len(p.Cells) && p.Cells[i] != "" && p.Cells[i] != none }) {
			continue
		}
		b.PartHead = slices.Delete(slices.Clone(b.PartHead), i, i+1)
		for _, p := range rows {
			if i < len(p.Cells) {
				p.Cells = slices.Delete(p.Cells, i, i+1)
			}
		}
	}
}
