package grid

import (
	"fmt"
	"testing"
)

// The chart of a village of three first-level grids for the wall, from the largest type down.
func BenchmarkWall(b *testing.B) {
	v := &View{}
	for i := range 3 {
		root := &Node{Title: fmt.Sprint("一级网格", i+1), Tier: "一级网格"}
		for j := range 6 {
			under := &Node{Title: fmt.Sprint("二级网格", j+1), Tier: "二级网格"}
			for range 3 {
				under.Children = append(under.Children, &Node{Title: "三级网格", Tier: "三级网格", Doors: "30户", Wardens: []Warden{{Name: "示例甲"}, {Name: "示例乙"}}})
			}
			root.Children = append(root.Children, under)
		}
		v.Roots = append(v.Roots, root)
	}
	b.ReportAllocs()
	for b.Loop() {
		v.Wall("示例村", 388, 195)
	}
}
