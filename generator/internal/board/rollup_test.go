package board

import (
	"slices"
	"testing"

	"gongshi/generator/internal/village"
)

// A column in which no unit below has anything is not printed.
func TestBelowHasNoEmptyColumn(t *testing.T) {
	a, b := 3, 4
	subs := []Sub[int]{{Unit: &village.Unit{Name: "A村"}, Sum: &a}, {Unit: &village.Unit{Name: "B村"}}, {Unit: &village.Unit{Name: "C村"}, Sum: &b}}
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

// What a unit has itself is a row of its table, so that each column comes to its total;
// it is none of the units that report, and not there when it has nothing.
func TestOwnRecordsAreARow(t *testing.T) {
	row := func(n *int) Part { return Part{Total: village.Count(*n).Figure()} }
	own, a, sum := 118, 47, 165
	subs := []Sub[int]{{Unit: &village.Unit{Name: "A市"}, Sum: &a}, {Unit: &village.Unit{Name: "B市"}}}
	below := NewBelow("task", nil, WithOwn(&village.Unit{Name: "某市"}, &own, subs, row), &sum, row)
	if below.Parts[0].Name != "本级" || below.Parts[0].Total != "118" || below.Parts[0].Href != "" || !below.Parts[0].Reported {
		t.Errorf("%+v", below.Parts)
	}
	if below.Coverage != "已报1个，共2个" || below.PartSum.Total != "165" || len(below.Missing) != 1 {
		t.Errorf("%+v", below)
	}
	own = 0
	if list := WithOwn(&village.Unit{}, &own, subs, row); len(list) != 2 {
		t.Error(list)
	}
	own = 118
	if list := WithOwn(&village.Unit{}, &own, subs[1:], row); len(list) != 1 {
		t.Error("nobody below reports", list)
	}
}
