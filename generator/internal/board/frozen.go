package board

import (
	"encoding/json"
	"slices"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/step"
	"gongshi/generator/internal/village"
)

// Frozen is what a closed year was computed from besides its own files: while the year
// is read it stands in the place of what the input says today. Its files were checked
// when it was closed, so that nothing is reported of them.
type Frozen struct {
	On        village.Date  // day of closing
	Unit      *village.Unit // with the registers of that day
	Processes step.Processes
	Also      map[string][]*record.Doc
	Children  []Child // their Summary is nil or a FrozenSum
}

// A FrozenSum is what a unit below summed to in a closed year of the unit above, as JSON.
type FrozenSum json.RawMessage

// YearSum returns a unit's sums of one year as JSON, out of its Summary of a yearly board;
// nil when it has none.
func YearSum(summary any, year int) (FrozenSum, error) {
	s, ok := summary.(interface{ of(year int) any })
	if !ok || s.of(year) == nil {
		return nil, nil
	}
	b, err := json.Marshal(s.of(year))
	return FrozenSum(b), err
}

func (s Sums[S]) of(year int) any {
	if s[year] == nil {
		return nil
	}
	return s[year]
}

func (s Sums[S]) repeats(year int, recorded FrozenSum) bool {
	var marks, was, now any
	then := sumOf[S](closedSum{recorded, s}, year)
	if then == nil || s[year] == nil || json.Unmarshal(recorded, &marks) != nil || again(then, &was) != nil || again(s[year], &now) != nil {
		return false
	}
	return sameFigures(marks, was, now)
}

// Repeats reports whether the figures of a year's sums come out as they were recorded
// when it was closed, apart from what today keeps back. Names may change, and figures
// that the program did not know then are not compared.
func Repeats(recorded FrozenSum, summary any, year int) bool {
	s, ok := summary.(interface{ repeats(int, FrozenSum) bool })
	return ok && s.repeats(year, recorded)
}

// again reads what v is as JSON.
func again(v any, into *any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, into)
}

// sameFigures compares the numbers and truths in two trees of JSON; marks says which of
// them were recorded.
func sameFigures(marks, was, now any) bool {
	switch m := marks.(type) {
	case map[string]any:
		a, _ := was.(map[string]any)
		b, _ := now.(map[string]any)
		for key, x := range m {
			if !sameFigures(x, a[key], b[key]) {
				return false
			}
		}
	case []any:
		a, _ := was.([]any)
		b, _ := now.([]any)
		if len(a) != len(m) || len(b) != len(m) {
			return false
		}
		for i, x := range m {
			if !sameFigures(x, a[i], b[i]) {
				return false
			}
		}
	case float64, bool:
		return was == now
	}
	return true
}

// closedSum is what a unit below summed to when its year was closed, with its sums of
// today: these say what may not be told any more.
type closedSum struct {
	then  FrozenSum
	today any // its Summary; nil for a unit that is gone
}

// A restricted kind of sums holds something that may be told on one day and not on
// another: names, or a total beside which a single person's points could be told.
type restricted[S any] interface {
	// Restrict keeps back what the sums of the same year may not tell today.
	Restrict(today *S)
}

// sumOf returns the sums of a year out of a child's summary, nil when there are none.
func sumOf[S any](summary any, year int) *S {
	switch s := summary.(type) {
	case Sums[S]:
		return s[year]
	case closedSum:
		sum := new(S)
		if json.Unmarshal(s.then, sum) != nil {
			return nil
		}
		if r, ok := any(sum).(restricted[S]); ok {
			if today := sumOf[S](s.today, year); today != nil {
				r.Restrict(today)
			}
		}
		return sum
	}
	return nil
}

// below returns the units below as they were, each with its sums of today.
func (f *Frozen) below(now []Child) []Child {
	list := slices.Clone(f.Children)
	for i, c := range list {
		then, reported := c.Summary.(FrozenSum)
		if !reported {
			continue
		}
		sum := closedSum{then: then}
		for _, n := range now {
			if n.Unit.Folder == c.Unit.Folder {
				sum.today = n.Summary
			}
		}
		list[i].Summary = sum
	}
	return list
}

// Undecided tells of a matter of the year being read that is not decided: the year
// cannot be closed before it is.
func (in *Input) Undecided() {
	if in.pending == nil {
		in.pending = map[int]bool{}
	}
	in.pending[in.reading] = true
}

// Pending reports whether something of a year is not decided.
func (in *Input) Pending(year int) bool { return in.pending[year] }

// within calls read while the input is as it is to be for a year: of a closed one, as it
// was when that was closed.
func (in *Input) within(year int, read func()) {
	now := *in
	in.reading = year
	for _, y := range in.Years {
		if f := y.Frozen; y.Year == year && f != nil {
			in.Unit, in.Processes, in.Also, in.Children, in.Report = f.Unit, f.Processes, f.Also, f.below(now.Children), &problem.Report{}
		}
	}
	read()
	in.reading = 0
	in.Unit, in.Processes, in.Also, in.Children, in.Report = now.Unit, now.Processes, now.Also, now.Children, now.Report
}
