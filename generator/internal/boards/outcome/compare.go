package outcome

import (
	"math"
	"regexp"
	"strings"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// yearOn is the change of a figure against the year before: 减7.9岁, 提高13.8%.
type yearOn struct {
	down   bool
	amount village.Quantity // without its sign; its unit may be that of the figure, % or 个百分点
}

var yearOnForm = regexp.MustCompile(`^(\p{Han}{0,2}|[-+−])(\d.*)$`)

// Scan reads 增20亩, 减7.9岁, 提高13.8%, +3 or -3.
func (y *yearOn) Scan(v *record.Value) {
	m := yearOnForm.FindStringSubmatch(strings.ReplaceAll(record.Fold(v.Text), " ", ""))
	if m == nil {
		v.Error("outcome/yearon")
		return
	}
	code, known := words.Value("move", m[1])
	if m[1] != "" && !known {
		v.Error("outcome/yearon")
		return
	}
	rest := *v
	rest.Text = m[2]
	y.amount.Scan(&rest)
	y.down = code == "down"
}

// compare checks the figures beside the quantity. A change of a percentage by percent
// could be one of points or of the whole (systems.md F15), so it must say which.
func (o *outcome) compare(rep *problem.Report) {
	percent, points := words.T("unit.percent"), words.T("unit.points")
	switch unit := o.YearOn.amount.Unit; {
	case o.YearOn.amount.IsZero():
	case unit == percent && o.unit() == percent:
		rep.Error(o.Of("yearon"), "outcome/percent-of-percent", "value", o.YearOn.amount.String())
	case unit == points && o.unit() != percent:
		rep.Error(o.Of("yearon"), "outcome/points-of-figure", "value", o.YearOn.amount.String(), "unit", o.unit())
	case unit != "" && unit != percent && unit != points && unit != o.unit():
		rep.Error(o.Of("yearon"), "outcome/yearon-unit", "value", o.YearOn.amount.String(), "unit", o.unit())
	}
	if !o.Base.IsZero() && o.Base.Unit != "" && o.unit() != o.Base.Unit {
		rep.Error(o.Of("baseline"), "number/two-units", "key", words.KeyName("baseline"), "value", o.Base.String(), "one", o.unit(), "other", o.Base.Unit)
	}
	if !o.Base.IsZero() && o.Quantity.N > o.Base.N {
		rep.Error(o.Of("baseline"), "outcome/part-above-whole", "part", o.Quantity.String(), "whole", o.Base.String())
	}
}

func (o *outcome) unit() string { return o.Quantity.Unit }

// tenth is a tenth of a unit, as Quantity.N counts.
const tenth = 1000

// before is the figure of the year before to one decimal, zero when it is not known.
func (o *outcome) before() village.Quantity {
	y := o.YearOn
	if o.Quantity.IsZero() || y.amount.IsZero() {
		return village.Quantity{}
	}
	change := y.amount.Float()
	if y.down {
		change = -change
	}
	was := o.Quantity.Float() - change
	if y.amount.Unit == words.T("unit.percent") {
		if change <= -100 {
			return village.Quantity{}
		}
		was = o.Quantity.Float() / (1 + change/100)
	}
	return o.like(was, y.amount)
}

// mean is the number of people per unit of Quantity, to one decimal.
func (o *outcome) mean() village.Quantity { return o.Attended.Per(o.Quantity, 1) }

// like returns f to one decimal as a figure that is as precise as the quantity and other.
func (o *outcome) like(f float64, other village.Quantity) village.Quantity {
	return village.Quantity{N: int64(math.Round(f*10)) * tenth, Scale: o.Quantity.Scale, Unit: o.unit(), Approx: max(o.Quantity.Approx, other.Approx)}
}

// share is the part of Base that Quantity is, in percent.
func (o *outcome) share() *float64 {
	tenths, ok := village.Percent(o.Quantity.Int(), o.Base.Int())
	if !ok || o.Quantity.IsZero() {
		return nil
	}
	f := float64(tenths) / 10
	return &f
}

func (o *outcome) yearOnText() string {
	y := o.YearOn
	if y.amount.IsZero() {
		return ""
	}
	change := y.amount
	if change.Unit == "" {
		change.Unit = o.unit()
	}
	s := words.T("outcome.up", "n", change.String())
	if y.down {
		s = words.T("outcome.down", "n", change.String())
	}
	if was := o.before(); !was.IsZero() {
		s += words.T("outcome.was", "n", was.String())
	}
	return s
}

func (o *outcome) shareText() string {
	share := village.PercentString(o.Quantity.Int(), o.Base.Int())
	if share == "" || o.Quantity.IsZero() {
		return ""
	}
	base := o.Base
	if base.Unit == "" {
		base.Unit = o.Quantity.Unit
	}
	return words.T("outcome.share", "whole", base.String(), "n", share)
}

func (o *outcome) meanText() string {
	if mean := o.mean(); !mean.IsZero() {
		return words.T("outcome.mean", "unit", o.unit(), "n", mean.String())
	}
	return ""
}
