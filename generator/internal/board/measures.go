package board

import (
	"slices"
	"strings"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// Measures are figures that have units of their own, by name: 办实事 18件, 政策宣讲
// 89人次. What is counted in different units is never added, be it of one name.
type Measures []Measure

// A Measure is one of them.
type Measure struct {
	Name     string
	Quantity village.Quantity
}

// Add adds q to what has its name and unit.
func (m *Measures) Add(name string, q village.Quantity) {
	for i := range *m {
		if x := &(*m)[i]; x.Name == name && x.Quantity.Unit == q.Unit {
			x.Quantity = x.Quantity.Plus(q)
			return
		}
	}
	*m = append(*m, Measure{name, q})
}

// Merge adds all of o.
func (m *Measures) Merge(o Measures) {
	for _, x := range o {
		m.Add(x.Name, x.Quantity)
	}
}

// Has reports whether something of that name is counted.
func (m Measures) Has(name string) bool {
	return slices.ContainsFunc(m, func(x Measure) bool { return x.Name == name })
}

// Sums returns the sum of each unit, in the order in which units were first named.
func (m Measures) Sums() []village.Quantity {
	var byUnit Measures
	for _, x := range m {
		byUnit.Add("", x.Quantity)
	}
	sums := make([]village.Quantity, len(byUnit))
	for i, x := range byUnit {
		sums[i] = x.Quantity
	}
	return sums
}

// Text lists the sums: 111件、89人次.
func (m Measures) Text() string {
	var s []string
	for _, q := range m.Sums() {
		s = append(s, q.String())
	}
	return strings.Join(s, words.T("list.sep"))
}

// Concealed lumps together what has no name in open, unit by unit: how much it is may
// be known, what it is called may not.
func (m Measures) Concealed(open Measures) Measures {
	var shown, rest Measures
	for _, x := range m {
		if open.Has(x.Name) {
			shown.Add(x.Name, x.Quantity)
		} else {
			rest.Add(words.T("concealed"), x.Quantity)
		}
	}
	return append(shown, rest...)
}

// AddTyped adds what a unit types as figures only. Each must name its unit; a name that
// rows counts already is an error. 合计, and what the units below count by that name, is
// left to CheckTyped: what only a parent knows stands.
func (m *Measures) AddTyped(typed record.Pairs[village.Quantity], rows, below Measures, rep *problem.Report) {
	for _, t := range typed {
		switch {
		case words.IsSum(t.Key) || below.Has(t.Key):
		case rows.Has(t.Key):
			rep.Error(t.Pos, "ledger/counts-and-rows", "group", t.Key)
		case t.Value.Unit == "" && !t.Value.IsZero():
			rep.Error(t.Pos, "ledger/no-unit", "group", t.Key, "value", t.Value.String())
		case !t.Value.IsZero():
			m.Add(t.Key, t.Value)
		}
	}
}

// CheckTyped compares typed figures that are sums of others with m, which counts what a
// unit and those below have: 合计, and what below counts by its name. title is what all
// of m is.
func (m Measures) CheckTyped(typed record.Pairs[village.Quantity], below Measures, title string, rep *problem.Report) {
	for _, t := range typed {
		if t.Key == "" || words.IsSum(t.Key) || below.Has(t.Key) {
			m.CheckTotal(t, title, rep)
		}
	}
}

// CheckTotal compares a typed total of one name, or of all, with m.
func (m Measures) CheckTotal(t record.Pair[village.Quantity], title string, rep *problem.Report) {
	if t.Key == "" || words.IsSum(t.Key) {
		m.check(t, title, rep)
		return
	}
	m.named(t.Key).check(t, t.Key, rep)
}

func (m Measures) named(name string) (list Measures) {
	for _, x := range m {
		if x.Name == name {
			list = append(list, x)
		}
	}
	return list
}

// check compares a typed figure with the sum of its unit; one without a unit must mean
// the only one there is.
func (m Measures) check(t record.Pair[village.Quantity], what string, rep *problem.Report) {
	sums := m.Sums()
	i := slices.IndexFunc(sums, func(q village.Quantity) bool { return q.Unit == t.Value.Unit })
	switch {
	case len(sums) == 0:
		village.CheckTotal(t.Pos, what, t.Value, village.Quantity{}, rep)
	case i >= 0:
		village.CheckTotal(t.Pos, what, t.Value, sums[i], rep)
	case t.Value.Unit == "" && len(sums) > 1:
		rep.Error(t.Pos, "ledger/many-units", "what", what, "typed", t.Value.Figure(), "sums", m.Text())
	case t.Value.Unit == "" && len(sums) == 1:
		village.CheckTotal(t.Pos, what, t.Value, sums[0], rep)
	default:
		rep.Error(t.Pos, "ledger/other-unit", "what", what, "typed", t.Value.String(), "sums", m.Text())
	}
}

// Figures lays them out, the name over each.
func (m Measures) Figures() []Figure {
	list := make([]Figure, len(m))
	for i, x := range m {
		list[i] = Figure{Label: x.Name, Value: x.Quantity.Figure(), Unit: x.Quantity.Unit}
	}
	return list
}

// A DataMeasure is one of them for machines.
type DataMeasure struct {
	Name      string  `json:"name"`
	Quantity  float64 `json:"quantity"`
	Unit      string  `json:"unit"`
	Precision string  `json:"precision"` // exact, about or atLeast
}

// Data returns them for machines; never nil.
func (m Measures) Data() []DataMeasure {
	list := make([]DataMeasure, len(m))
	for i, x := range m {
		list[i] = DataMeasure{x.Name, x.Quantity.Float(), x.Quantity.Unit, Precision(x.Quantity.Approx)}
	}
	return list
}

// A DataSum is the sum of all that is counted in one unit.
type DataSum struct {
	Quantity  float64 `json:"quantity"`
	Unit      string  `json:"unit"`
	Precision string  `json:"precision"` // exact, about or atLeast
}

// DataSums returns Sums for machines; nil for a single measure, which is its own sum.
func (m Measures) DataSums() (list []DataSum) {
	if len(m) < 2 {
		return nil
	}
	for _, q := range m.Sums() {
		list = append(list, DataSum{q.Float(), q.Unit, Precision(q.Approx)})
	}
	return list
}
