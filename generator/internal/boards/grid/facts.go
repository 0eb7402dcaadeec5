package grid

import (
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// wantViews lays out what the grids of each level must have, and which lack something.
func (b *Board) wantViews(v *View, d *Data, t privacy.Target) {
	if !t.Shows(b.file.Showing, b.today) {
		return
	}
	for _, w := range b.wants {
		have := w.all - len(w.short)
		view := Want{Tier: tierName(w.tier), What: strings.Join(w.what, words.T("list.sep")), Full: have == w.all,
			Have: village.Count(have).With(words.T("unit.item")), All: village.Count(w.all).With(words.T("unit.item"))}
		for _, l := range w.short {
			if b.shown(l.n, t) {
				view.Short = append(view.Short, words.T("grid.lacks", "grid", l.n.grid.Title(), "what", strings.Join(l.what, words.T("list.sep"))))
			}
		}
		v.Wants = append(v.Wants, view)
		d.Wants = append(d.Wants, DataWant{view.Tier, w.what, w.all, have})
	}
	for _, n := range b.brandless {
		if b.shown(n, t) {
			v.NoBrand = append(v.NoBrand, n.grid.Title())
		}
	}
	d.NoBrand = len(b.brandless)
}

// coverViews lays out the coverages.
func (b *Board) coverViews(v *View, d *Data, t privacy.Target) {
	for _, c := range b.all.Covers {
		if !b.coverShown(c, t) {
			continue
		}
		needed, reached := sum(c.Needed), sum(c.Reached)
		view := Cover{Name: c.Name, Needed: withUnit(needed), NeededParts: parts(c.Needed), Full: c.full(), Bare: c.bare, Sample: c.Sample}
		raw := DataCover{Name: c.Name, Needed: needed.Float(), NeededParts: named(c.Needed), ReachedParts: named(c.Reached), Sample: c.Sample}
		if c.known() {
			view.Reached, view.ReachedParts, view.Share = withUnit(reached), parts(c.Reached), reached.PercentOf(needed)
			if rest := c.rest(); rest.N > 0 {
				rest.Unit = needed.Unit
				view.Rest = withUnit(rest)
			}
			n := reached.Float()
			raw.Reached = &n
			if tenths, ok := village.Percent(reached.Int(), needed.Int()); ok {
				share := float64(tenths) / 10
				raw.Share = &share
			}
		}
		v.Covers = append(v.Covers, view)
		d.Coverage = append(d.Coverage, raw)
	}
}

// coverShown reports whether a coverage may stand on t: the unit's own as its row says,
// one from below where it is open.
func (b *Board) coverShown(c cover, t privacy.Target) bool {
	if c.row != nil {
		return t.Shows(c.row.Showing, b.today)
	}
	return c.Open[t]
}

// sum is the sum of a tally in the unit of its first part.
func sum(t ledger.Tally) village.Quantity {
	q := t.Sum()
	if len(t.Counts) > 0 {
		q.Unit = t.Counts[0].Unit
	}
	return q
}

// withUnit is 118个, or the figure with the unit it was typed with.
func withUnit(q village.Quantity) string {
	return q.Typed(words.T("unit.item"))
}

// parts is 集中安置点116、分散安置点2; "" for one figure.
func parts(t ledger.Tally) string {
	if len(t.Names) < 2 {
		return ""
	}
	var s []string
	for i, name := range t.Names {
		s = append(s, name+t.Counts[i].Figure())
	}
	return strings.Join(s, words.T("list.sep"))
}

// named are the parts of a tally that have names.
func named(t ledger.Tally) []board.DataCount {
	if len(t.Names) == 0 || t.Names[0] == "" {
		return nil
	}
	return board.Counts(t)
}

// linkViews lays out who looks after how many households.
func (b *Board) linkViews(v *View, d *Data, t privacy.Target) {
	for _, l := range b.all.Links {
		if !l.Open[t] {
			continue
		}
		view := Link{Kind: l.Kind, Number: people(l.Number), Homes: l.Homes.With(words.T("unit.household")), Sample: l.Sample,
			Share: l.Homes.PercentOf(b.unit.Households)}
		mean, settled := l.Homes.Per(l.Number, 1), l.Mediated.Per(l.Number, 1)
		if !l.Homes.IsZero() && l.Homes.N > 0 {
			view.Mean = mean.With(words.T("unit.household"))
		} else {
			view.Homes, view.Share = "", ""
		}
		if !l.Mediated.IsZero() {
			view.Mediated, view.Settled = cases(l.Mediated), cases(settled)
		}
		v.Links = append(v.Links, view)
		d.Links = append(d.Links, DataLink{l.Kind, l.Number.Float(), l.Homes.Float(), mean.Float(), l.Mediated.Float(), settled.Float(),
			max(l.Number.Approx, l.Homes.Approx, l.Mediated.Approx) != village.Exact, l.Sample})
	}
	for _, l := range b.linked {
		if t.ShowsPerson(l.showing, l.register, b.today) {
			v.Linked = append(v.Linked, LinkedBy{"", l.name, l.suffix, l.homes.With(words.T("unit.household")),
				village.LastDay(l.showing, l.register)})
		}
	}
	if b.alone.N > 0 && len(v.Links) > 0 {
		v.Alone, d.Alone = b.alone.With(words.T("unit.household")), b.alone.Float()
	}
}

// people is 58户 as typed, else 58人.
func people(q village.Quantity) string {
	return q.Typed(words.T("unit.person"))
}

// cases is 350多起.
func cases(q village.Quantity) string {
	return q.Typed(words.T("grid.unitcase"))
}

// force lays out figures of people by kind with their sum; nil for none.
func force(t ledger.Tally) (*Force, []board.DataCount) {
	if len(t.Names) == 0 {
		return nil, nil
	}
	f := &Force{Sum: people(t.Sum())}
	for i, name := range t.Names {
		unit := t.Counts[i].Unit
		if unit == "" {
			unit = words.T("unit.person")
		}
		f.Parts = append(f.Parts, board.Figure{Label: name, Value: t.Counts[i].Figure(), Unit: unit})
	}
	return f, board.Counts(t)
}
