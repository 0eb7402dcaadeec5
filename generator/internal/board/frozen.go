package board

import (
	"encoding/json"

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

// sumOf returns the sums of a year out of a child's summary, nil when there are none.
func sumOf[S any](summary any, year int) *S {
	switch s := summary.(type) {
	case Sums[S]:
		return s[year]
	case FrozenSum:
		sum := new(S)
		if json.Unmarshal(s, sum) == nil {
			return sum
		}
	}
	return nil
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
			in.Unit, in.Processes, in.Also, in.Children, in.Report = f.Unit, f.Processes, f.Also, f.Children, &problem.Report{}
		}
	}
	read()
	in.reading = 0
	in.Unit, in.Processes, in.Also, in.Children, in.Report = now.Unit, now.Processes, now.Also, now.Children, now.Report
}
