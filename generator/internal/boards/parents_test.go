package boards

import (
	"encoding/json"
	"slices"
	"testing"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/board/boardtest"
)

// typed are a unit's figures on one board, and what the unit above types of the same: right,
// so that nothing changes, and wrong, so that it is an error.
var typed = map[string]struct{ below, right, wrong string }{
	"grid":     {"计数: {一级网格: 8, 二级网格: 18}\n", "计数: {一级网格: 8, 二级网格: 18}\n合计: 26\n", "计数: {一级网格: 9}\n"},
	"points":   {"计数: {合计: 30}\n", "计数: {合计: 30}\n", "计数: {合计: 31}\n"},
	"star":     {"计数: {五星: 3, 四星: 2}\n", "计数: {五星: 3, 四星: 2}\n合计: 5\n", "计数: {五星: 4}\n"},
	"outcome":  {"计数: {产业: 4}\n", "计数: {产业: 4}\n合计: 4\n总数: 4\n", "计数: {产业: 5}\n"},
	"post":     {"计数: {办实事: 18件}\n", "计数: {办实事: 18件}\n", "计数: {办实事: 19件}\n"},
	"team":     {"计数: {巡逻: 18人}\n志愿者: 30\n", "计数: {巡逻: 18人}\n志愿者: 30\n", "志愿者: 31\n"},
	"contract": {"计数: {机动地: 6}\n清收额: 63万元\n", "计数: {机动地: 6}\n清收额: 63万元\n合计: 6\n", "清收额: 64万元\n"},
	"income":   {"总收入: 10万元\n总支出: 4万元\n", "总收入: 10万元\n总支出: 4万元\n", "总收入: 11万元\n"},
	"meeting":  {"计数: {环境: 4}\n", "计数: {环境: 4}\n合计: 4\n", "计数: {环境: 5}\n"},
	"errand":   {"计数: {代办: 40人次}\n", "计数: {代办: 40人次}\n", "计数: {代办: 41人次}\n"},
	"task":     {"计数: {主攻清单: 4}\n", "计数: {主攻清单: 4}\n合计: 4\n", "计数: {主攻清单: 5}\n"},
	"honour":   {"计数: {文明家庭: 4}\n", "计数: {文明家庭: 4}\n合计: 4\n", "计数: {文明家庭: 5}\n"},
	"question": {"计数: {提出: 10, 已答复: 8}\n", "计数: {提出: 10, 已答复: 8}\n", "计数: {提出: 11, 已答复: 8}\n"},
}

// alone are boards whose figures no unit above sums.
var alone = []string{"duty", "table"}

// What a unit over others types of what they report is checked, never added: its own
// figures change nothing when they are right, and are an error when they are not.
func TestATypedTotalIsNeverAdded(t *testing.T) {
	for _, k := range All() {
		if slices.Contains(alone, k.Word) {
			continue
		}
		t.Run(k.Word, func(t *testing.T) {
			x, ok := typed[k.Word]
			if !ok {
				t.Fatal("no example")
			}
			const today = "2024-06-01"
			child, _, _, said := boardtest.Unit(k, "甲村", x.below, today)
			if child.Summary == nil {
				t.Fatal("the unit below: ", said)
			}
			none, _, _, _ := boardtest.Unit(k, "某镇", "", today, child)
			right, _, in, said := boardtest.Unit(k, "某镇", x.right, today, child)
			if in.Report.Failed() {
				t.Error(said)
			}
			if want, got := units(t, none), units(t, right); want != got {
				t.Errorf("typed again it is\n%s\nwithout it\n%s", got, want)
			}
			if _, _, in, _ := boardtest.Unit(k, "某镇", x.wrong, today, child); !in.Report.Failed() {
				t.Error("a wrong figure is let through")
			}
		})
	}
}

// units is the sum of a unit over others for those above it, without what tells that the
// unit has a file of its own.
func units(t *testing.T, c board.Child) string {
	t.Helper()
	text, err := json.Marshal(c.Summary)
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	drop(v)
	text, err = json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func drop(v any) {
	m, ok := v.(map[string]any)
	if !ok {
		return
	}
	for _, key := range []string{"Units", "Homes", "Silent"} {
		delete(m, key)
	}
	for _, x := range m {
		drop(x)
	}
}
