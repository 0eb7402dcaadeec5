package board

import (
	"slices"
	"testing"

	"gongshi/generator/internal/village"
)

// A column in which no unit below has anything is not printed.
func TestBelowHasNoEmptyColumn(t *testing.T) {
	a, b := 3, 4
	subs := []Sub[int]{{&village.Unit{Name: "A村"}, &a}, {&village.Unit{Name: "B村"}, nil}, {&village.Unit{Name: "C村"}, &b}}
	sum := 7
	below := NewBelow("outcome", []string{"资金", "项目数", "面积"}, subs, &sum, func(n *int) Part {
		return Part{Cells: []string{"", village.Count(*n).Figure(), ""}}
	})
	if !slices.Equal(below.PartHead, []string{"项目数"}) || !slices.Equal(below.PartSum.Cells, []string{"7"}) {
		t.Error(below.PartHead, below.PartSum.Cells)
	}
	if !slices.Equal(below.Parts[2].Cells, []string{"4"}) || !slices.Equal(below.Missing, []string{"B村"}) {
		t.Error(below.Parts, below.Missing)
	}
}
