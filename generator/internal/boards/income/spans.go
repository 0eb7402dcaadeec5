package income

import (
	"slices"
	"strconv"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// spans lays out months and quarters: all of them are summed, also where some entries
// may not be listed. Where some unit below gives figures of the whole year alone there
// is no balance at the end of a month, and what the months lack is said.
func (y *year) spans(v *View, d *Data) {
	rest := y.undated()
	left, known := y.all.Opening, v.Balance != "" && rest.nothing()
	var months []Span
	for q := range 4 {
		var quarter Flow
		for m := 3 * q; m < 3*q+3; m++ {
			f := y.all.Months[m]
			if f.none() {
				continue
			}
			left = left.Plus(f.In).Minus(f.Out)
			span := Span{Name: monthName(m + 1), number: m + 1}
			span.sum(f, left, known)
			months = append(months, span)
			d.Months = append(d.Months, dataSpan(m+1, f, left, known))
			quarter.add(f)
		}
		if !quarter.none() {
			span := Span{Name: quarterName(q + 1)}
			span.sum(quarter, left, known)
			v.Quarters = append(v.Quarters, span)
			d.Quarters = append(d.Quarters, dataSpan(q+1, quarter, left, known))
		}
	}
	if len(months) == 0 {
		return
	}
	if !rest.nothing() {
		v.Undated = words.T("income.undated", "in", rest.In.Full(), "out", rest.Out.Full())
		d.UndatedInYuan, d.UndatedOutYuan = rest.In.Float(), rest.Out.Float()
	}
	if v.Entries != "" {
		y.ownSpans(v)
		return
	}
	slices.Reverse(months)
	v.Months = months
	v.Months[0].Open = true
}

// undated is the money of units that give figures of the whole year alone.
func (y *year) undated() Flow {
	rest := Flow{village.Amount{Fen: y.all.In.Fen, Scale: 1, Approx: y.all.In.Approx}, village.Amount{Fen: y.all.Out.Fen, Scale: 1, Approx: y.all.Out.Approx}}
	for _, f := range y.all.Months {
		rest.In.Fen -= f.In.Fen
		rest.Out.Fen -= f.Out.Fen
	}
	return rest
}

// nothing reports whether it comes to nothing.
func (f Flow) nothing() bool { return f.In.Fen == 0 && f.Out.Fen == 0 }

// ownSpans gives the months of the unit's own entries their sums, which are those of its
// own book alone, and lays out the statement of the last quarter.
func (y *year) ownSpans(v *View) {
	left, last := y.own.Opening, 0
	for m, f := range y.own.Months {
		if f.none() {
			continue
		}
		last = m
		left = left.Plus(f.In).Minus(f.Out)
		span := v.month(m + 1)
		span.sum(f, left, y.own.Balanced > 0)
		span.Count = pieces(len(span.Entries))
	}
	slices.SortFunc(v.Months, func(a, b Span) int { return b.number - a.number })
	v.Months[0].Open = true
	y.statement(v, last/3)
}

func (s *Span) sum(f Flow, left village.Amount, known bool) {
	s.In, s.Out = f.In.Full(), f.Out.Full()
	if known {
		s.Balance = left.Full()
	}
}

func monthName(n int) string { return words.T("income.month", "n", strconv.Itoa(n)) }

func quarterName(n int) string { return words.T("income.quarter", "n", village.HanNumeral(n)) }

// statement lays out the last quarter of the unit's own book entry by entry, for the
// sheet; n is 0 to 3.
func (y *year) statement(v *View, n int) {
	q := &Quarter{Name: words.T("income.quarterof", "year", v.Year, "quarter", quarterName(n+1))}
	left, known := y.own.Opening, y.own.Balanced > 0
	for _, f := range y.own.Months[:3*n] {
		left = left.Plus(f.In).Minus(f.Out)
	}
	if known {
		q.Opening = left.Full()
	}
	var sum Flow
	for _, f := range y.own.Months[3*n : 3*n+3] {
		sum.add(f)
	}
	q.Span.Name = quarterName(n + 1)
	q.sum(sum, left.Plus(sum.In).Minus(sum.Out), known)
	for _, m := range slices.Backward(v.Months) {
		if (m.number-1)/3 == n {
			q.Entries = append(q.Entries, m.Entries...)
		}
	}
	for _, f := range v.Fixes {
		if f.on.Year() == y.year && (f.on.Month()-1)/3 == n {
			q.Fixes = append(q.Fixes, f)
		}
	}
	v.Quarter = q
}

// bandBars lays out the villages by band.
func (y *year) bandBars(v *View, d *Data) {
	tally := y.bandTally()
	if len(tally.Names) == 0 {
		return
	}
	count := func(q village.Quantity) string {
		return q.With(words.T("unit.item"))
	}
	v.Bands = board.GroupBars(tally, count)
	sum := tally.Sum()
	for i, q := range tally.Counts {
		v.Bands[i].Share = village.PercentString(q.Int(), sum.Int())
	}
	d.Bands, d.Villages = board.Counts(tally), sum.Float()
	v.Villages, v.Basis = count(sum), y.By
	if y.outside > 0 {
		v.Outside = count(village.Count(y.outside))
		d.Outside = y.outside
	}
	if !y.rest.IsZero() {
		v.Rest = count(y.rest)
		d.Unclassified = y.rest.Float()
	}
}

func (y *year) targets() (list []Target, data []DataTarget) {
	for i := range y.Targets {
		t := &y.Targets[i]
		view := Target{Name: t.Name, Goal: t.Goal.String(), Base: t.Base.String(), Current: t.Current.String(), Text: t.Text}
		raw := DataTarget{Name: t.Name, Goal: t.Goal.Float(), Unit: t.Goal.Unit, Year: t.Year, Reached: t.reached()}
		if t.Year > 0 {
			view.Year = board.YearName(t.Year)
		}
		percent, known := t.progress()
		switch {
		case t.reached():
			view.State, view.Width = words.T("income.reached"), 100
		case known:
			view.State, view.Width = words.T("income.progress", "n", strconv.Itoa(percent)), percent
		default:
			view.State = words.T("income.nocurrent")
		}
		if !t.Current.IsZero() {
			f := t.Current.Float()
			raw.Current = &f
		}
		if known {
			raw.Progress = &percent
		}
		list, data = append(list, view), append(data, raw)
	}
	return list, data
}
