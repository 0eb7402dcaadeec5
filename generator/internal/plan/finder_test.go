package plan

import (
	"fmt"
	"strings"
	"testing"

	"gongshi/generator/internal/search"
	"gongshi/generator/internal/village"
)

// Names stand under their letter, surnames as surnames are read; who stands on two boards
// stands once, with both ways; a grid without a name of its own is under none.
func TestNamesByLetter(t *testing.T) {
	records := []search.Record{
		{Kind: search.Person, Name: "王庆红", Group: "2组", Board: "points", Row: "王庆红"},
		{Kind: search.Person, Name: "单小妹", Board: "points", Row: "单小妹", Until: village.DateOf(2024, 6, 1)},
		{Kind: search.Person, Name: "尉迟恭", Board: "points", Row: "尉迟恭"},
		{Kind: search.Household, Name: "王庆红", Board: "star", Path: "2024", Row: "王庆红-2"},
		{Kind: search.Person, Name: "李明", Mark: "(2组)", Group: "2组", Board: "points", Row: "李明(2组)"},
		{Kind: search.Grid, Text: "1号网格 1-5号楼", Board: "grid", Row: "1号网格1-5号楼"},
		{Kind: search.Person, Name: "王支书", Row: "王支书"},
		{Kind: search.Matter, Text: "修路", Board: "outcome", Row: "修路"},
	}
	f := &Frame{Up: up("a/az")}
	var b strings.Builder
	for _, l := range byLetter(namesOf(records, f, "a", map[string]string{"points": "积分", "star": "星级户", "grid": "网格"})) {
		for _, n := range l.Names {
			fmt.Fprintf(&b, "%s %s %s", l.Name, n.Name, n.Group)
			for _, p := range n.Places {
				fmt.Fprintf(&b, " %s %s", p.Text, p.Href)
			}
			fmt.Fprintf(&b, " %s\n", n.Until)
		}
	}
	const want = `L 李明(2组)  积分 ../../a/points/index.html#%E6%9D%8E%E6%98%8E%282%E7%BB%84%29 
S 单小妹  积分 ../../a/points/index.html#%E5%8D%95%E5%B0%8F%E5%A6%B9 2024-06-01
W 王庆红 2组 积分 ../../a/points/index.html#%E7%8E%8B%E5%BA%86%E7%BA%A2 星级户 ../../a/star/2024/index.html#%E7%8E%8B%E5%BA%86%E7%BA%A2-2 
Y 尉迟恭  积分 ../../a/points/index.html#%E5%B0%89%E8%BF%9F%E6%81%AD 
 1号网格 1-5号楼  网格 ../../a/grid/index.html#1%E5%8F%B7%E7%BD%91%E6%A0%BC1-5%E5%8F%B7%E6%A5%BC 
`
	if got := b.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
