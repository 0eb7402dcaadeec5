package task

import (
	"slices"
	"testing"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/board/boardtest"
	"gongshi/generator/internal/privacy"
)

func unit(name, text, today string, below ...board.Child) (board.Child, board.Board, *board.Input, string) {
	return boardtest.Unit(Kind, name, text, today, below...)
}

// A township may give the numbers of its lists in one line: those of which a village
// reports are checked, the others are its own. Of none is it known what is done.
func TestCountsOfLists(t *testing.T) {
	a, _, _, _ := unit("A村", "计数: {破难清单: 3}\n", "2024-06-01")
	c, b, _, said := unit("某镇", "计数: {主攻清单: 5, 破难清单: 3}\n合计: 8\n", "2024-06-01", a)
	if s := c.Summary.(*Sum); s.All().Int() != 8 || s.of("主攻清单").All().Int() != 5 || s.of("破难清单").All().Int() != 3 || said != "" {
		t.Error(s, said)
	}
	v, page := b.Show(privacy.Public).Pages[0].View.(*View), b.Show(privacy.Public).Pages[0]
	if len(v.PartHead) > 0 || v.PartSum.Total != "8" || v.Parts[0].Name != "本级" || v.Parts[0].Total != "5" || v.Parts[1].Total != "3" {
		t.Error("nobody said that nothing is done", v.Below)
	}
	if d := page.Data.(*Data); d.Done != nil || d.Open != nil || d.Late != nil || d.Units[1].Done != nil || len(d.Units) != 2 {
		t.Errorf("%+v", d)
	}
	if row := page.Table[2]; !slices.Equal(row, []string{"A村", "3", "", ""}) {
		t.Error(page.Table)
	}
	_, _, _, said = unit("某镇", "计数: {主攻清单: 5, 破难清单: 4}\n", "2024-06-01", a)
	if said != "破难清单写的是 4，程序算出来是 3（差 +1）" {
		t.Error(said)
	}
}

// What villages closed adds up in the township. Its own figures of a list of theirs are
// checked; a list that only the township has is its own.
func TestListsAddUp(t *testing.T) {
	a, _, _, _ := unit("A村", "清单: [{名称: 问题台账, 计数: {提出: 47, 解决: 32}}]\n", "2024-06-01")
	b, _, _, _ := unit("B村", "清单: [问题台账]\n事项:\n  - {问题: 甲, 提出日期: 2024-05-01}\n", "2024-06-01")
	none, _, _, _ := unit("C村", "", "2024-06-01")
	for typed, want := range map[string]string{
		"": "",
		"清单: [{名称: 问题台账, 计数: {提出: 48, 解决: 32}}]\n": "",
		"清单: [{名称: 问题台账, 计数: {提出: 49, 解决: 32}}]\n": "提出写的是 49，程序算出来是 48（差 +1）",
		"清单: [{名称: 问题台账, 计数: {解决: 33}}]\n":         "解决写的是 33，程序算出来是 32（差 +1）",
		"计数: {合计: 50}\n": "清单写的是 50，程序算出来是 48（差 +2）",
	} {
		c, _, _, said := unit("某镇", typed, "2024-06-01", a, b, none)
		s := c.Summary.(*Sum)
		if s.All().Int() != 48 || s.Closed.Int() != 32 || s.Left().Int() != 16 || s.Share() != "66.7%" || said != want {
			t.Errorf("%q: %v of %v closed, %s; %s", typed, s.Closed.Int(), s.All().Int(), s.Share(), said)
		}
	}
	c, _, _, said := unit("某镇", "清单: [{名称: 重点任务, 计数: {城市: 1, 乡村: 2}}]\n", "2024-06-01", a, b)
	if s := c.Summary.(*Sum); s.All().Int() != 51 || s.of("重点任务").All().Int() != 3 || s.Known.Int() != 48 || said != "" {
		t.Error(s, said)
	}
}

// What is open grows older, and what is late later, every midnight; what is closed
// stands still. What must still be done by a day is told.
func TestTheDayChangesWhatIsOpen(t *testing.T) {
	const open = "事项:\n  - {事项: 甲, 时限: 2024年5月, 提出日期: 2024-05-01}\n"
	for today, want := range map[string]string{"2024-05-31": "", "2024-06-01": "已超期1天", "2024-06-12": "已超期12天"} {
		_, b, in, _ := unit("A村", open, today)
		item := b.Show(privacy.Public).Pages[0].View.(*View).Lists[0].Open[0]
		if item.Late != want || in.Until() != in.Today+1 || len(in.Deadlines()) != 1 {
			t.Errorf("%s: %q, until %s, %v", today, item.Late, in.Until().ISO(), in.Deadlines())
		}
		if by := in.Deadlines()[0].By.ISO(); by != "2024-05-31" {
			t.Error("due by", by)
		}
	}
	_, _, in, _ := unit("A村", "事项:\n  - {事项: 甲, 时限: 2024年5月, 提出日期: 2024-05-01, 销号日期: 2024-05-02, 图片: 甲.jpg}\n", "2024-06-12")
	if in.Until() != 0 || len(in.Deadlines()) != 0 {
		t.Error("closed, but it changes on", in.Until().ISO(), in.Deadlines())
	}
}

// A list for the Party only lends no name.
func TestHiddenListsHaveNoNames(t *testing.T) {
	_, b, _, _ := unit("A村", "清单: [{名称: 班子问题, 范围: 党内}, 问题台账]\n事项:\n  - {清单: 班子问题, 事项: 甲}\n  - {清单: 问题台账, 事项: 乙}\n", "2024-06-01")
	for _, to := range []privacy.Target{privacy.Public, privacy.Local} {
		v := b.Show(to).Pages[0].View.(*View)
		if len(v.Lists) != 1 || v.Lists[0].Name != "问题台账" || v.Hidden != "1项" || v.Count != "2项" {
			t.Errorf("%d: %+v", to, v)
		}
	}
}
