package board

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"gongshi/generator/internal/record"
	"gongshi/generator/internal/words"
)

// Sums is the Summary of a board with one file a year: year → sums of the unit with
// all units below.
type Sums[S any] map[int]*S

// ReadSums decodes the summary of a yearly board, see Kind.Summary.
func ReadSums[S any](data []byte) (any, error) {
	s := Sums[S]{}
	err := json.Unmarshal(data, &s)
	return s, err
}

func (s Sums[S]) years() []int { return slices.Collect(maps.Keys(s)) }

// ReadYears reads every year of which the unit, or one below, has data, the earliest
// first; docs are the unit's own files of the year.
func ReadYears[Y any](in *Input, read func(year int, docs []*record.Doc) Y) []Y {
	var list []Y
	for _, n := range in.years() {
		in.within(n, func() { list = append(list, read(n, in.docsOf(n))) })
	}
	return list
}

// years returns the years of the unit and of the units below, ascending.
func (in *Input) years() []int {
	var years []int
	for _, y := range in.Years {
		years = append(years, y.Year)
	}
	for _, c := range in.Children {
		if s, ok := c.Summary.(interface{ years() []int }); ok {
			years = append(years, s.years()...)
		}
	}
	slices.Sort(years)
	return slices.Compact(years)
}

func (in *Input) docsOf(year int) []*record.Doc {
	for _, y := range in.Years {
		if y.Year == year {
			return y.Docs
		}
	}
	return nil
}

// SubsOf returns the units below with their sums of a year.
func SubsOf[S any](in *Input, year int) []Sub[S] {
	return Subs(in, func(summary any) *S { return sumOf[S](summary, year) })
}

// InYear returns the input for what is checked against the units below: of those, only
// the ones that report the year count as reporting.
func InYear[S any](in *Input, year int) *Input {
	of := *in
	of.Children = slices.Clone(in.Children)
	for i, c := range of.Children {
		if sumOf[S](c.Summary, year) == nil {
			of.Children[i].Summary = nil
		}
	}
	return &of
}

// ShownYears returns the years that may be shown.
func ShownYears[Y any](years []Y, shown func(Y) bool) []Y {
	return slices.DeleteFunc(slices.Clone(years), func(y Y) bool { return !shown(y) })
}

// ShowYears lays out a board with one file a year: the last year at the board's own
// address and as its scene, and each year at an address of its own (design/data.md §4).
// years ascend; page gets the year right before too, the zero Y when there is none.
func ShowYears[Y interface{ Year() int }](years []Y, page func(y, before Y) Page) []Page {
	var links []Year // to the other years, none when there is one year
	for _, y := range slices.Backward(years) {
		if len(years) > 1 {
			links = append(links, Year{Label: YearName(y.Year()), Path: strconv.Itoa(y.Year())})
		}
	}
	var pages []Page
	for i, y := range slices.Backward(years) {
		var before Y
		if i > 0 && years[i-1].Year() == y.Year()-1 {
			before = years[i-1]
		}
		p := page(y, before)
		if i == len(years)-1 {
			first := p
			first.Scene, first.Years = true, links
			pages = append(pages, first)
			p.Copy = true
		}
		p.Path, p.Papers, p.Found = strconv.Itoa(y.Year()), nil, nil // paper and what is found are those of the first page
		if p.Years = slices.Clone(links); len(links) > 0 {
			p.Years[len(years)-1-i].Current = true
		}
		pages = append(pages, p)
	}
	return pages
}

// YearName is 2024年.
func YearName(n int) string { return words.T("date.year", "y", strconv.Itoa(n)) }
