package errand

import (
	"strings"
	"testing"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/board/boardtest"
	"gongshi/generator/internal/privacy"
)

func unit(name, text, today string, below ...board.Child) (board.Child, board.Board, *board.Input, string) {
	return boardtest.Unit(Kind, name, text, today, below...)
}

// Who is in changes with the day of the week, with no edit.
func TestWhoIsInToday(t *testing.T) {
	const rota = "代办员:\n  - {姓名: 示例甲, 坐班日: 周一、周三}\n  - {姓名: 示例乙, 坐班日: 周三至周五}\n  - {姓名: 示例丙, 坐班日: 周六至周一}\n"
	for day, want := range map[string]string{ // 2024-06-03 is a Monday
		"2024-06-03": "示例甲 示例丙", "2024-06-04": "", "2024-06-05": "示例甲 示例乙", "2024-06-07": "示例乙", "2024-06-09": "示例丙",
	} {
		_, b, in, said := unit("A村", rota, day)
		var names []string
		for _, a := range b.Show(privacy.Public).Pages[0].View.(*View).OnDuty {
			names = append(names, a.Name)
		}
		if got := strings.Join(names, " "); got != want || in.Until() != in.Today+1 || said != "" {
			t.Errorf("%s: %q, want %q; until %s; %s", day, got, want, in.Until().ISO(), said)
		}
	}
}

// On a day nobody is in, residents read when to come and to whom; hidden agents are not told.
func TestWhoIsInNext(t *testing.T) {
	const rota = "代办员:\n  - {姓名: 示例甲, 坐班日: 周三}\n  - {姓名: 示例乙, 坐班日: 周一、周三}\n  - {姓名: 示例丙, 坐班日: 周二, 渠道: 公示栏}\n"
	for day, want := range map[string]string{ // 2024-06-01 is a Saturday
		"2024-06-01": "6月3日 周一 示例乙", "2024-06-03": "", "2024-06-04": "6月5日 周三 示例甲 示例乙", "2024-06-06": "6月10日 周一 示例乙",
	} {
		_, b, _, said := unit("A村", rota, day)
		v := b.Show(privacy.Public).Pages[0].View.(*View)
		got := v.NextDay
		for _, a := range v.Next {
			got += " " + a.Name
		}
		if got != want || said != "" {
			t.Errorf("%s: %q, want %q; %s", day, got, want, said)
		}
	}
}

// Each unit of measure adds up by itself, with 余 kept; medians are those of all cases.
func TestTownshipAddsUpByUnitOfMeasure(t *testing.T) {
	a, _, _, _ := unit("A村", "人数: 60\n计数: {民生服务: 40余人次, 上门服务: 60次}\n件:\n  - {委托日期: 2024-05-01, 回访日期: 2024-05-02}\n  - {委托日期: 2024-05-01, 回访日期: 2024-05-04}\n", "2024-06-01")
	b, _, _, _ := unit("B村", "人数: 43\n计数: {民生服务: 80人次, 上门服务: 40余次}\n件:\n  - {委托日期: 2024-05-01, 回访日期: 2024-05-11}\n", "2024-06-01")
	for typed, want := range map[string]string{
		"合计: 120余人次\n":                "",
		"计数: {民生服务: 120余人次}\n":        "",
		"计数: {民生服务: 130余人次}\n":        "民生服务写的是 130余，程序算出来是 120余（差 +10余）",
		"合计: {上门服务: 100余次, 合计: 3件}\n": "",
		"人数: 103\n":                   "",
		"人数: 100\n":                   "人数写的是 100，列出来的代办员有 103 个，比人数还多",
	} {
		c, _, _, said := unit("某乡", typed, "2024-06-01", a, b)
		s := c.Summary.(*Sum)
		if got := s.done().Text(); got != "120余人次、100余次、3件" || s.Agents.Int() != 103 || s.Days.MedianText() != "3天" || said != want {
			t.Errorf("%q: %s, %d agents, %s; %s", typed, got, s.Agents.Int(), s.Days.MedianText(), said)
		}
	}
}

// A township's own number of agents is that of its villages too: it is checked, not added.
func TestAgentsOfATownship(t *testing.T) {
	a, _, _, _ := unit("A村", "代办员: [{姓名: 示例甲}, {姓名: 示例乙}]\n", "2024-06-01")
	for typed, want := range map[string]string{
		"人数: 103人\n代办员: [{姓名: 示例丙}]\n": "103",
		"人数: 100余人\n":                  "100余",
		"代办员: [{姓名: 示例丙}]\n":           "3",
		"人数: 2人\n代办员: [{姓名: 示例丙}]\n":   "人数写的是 2，列出来的代办员有 3 个，比人数还多",
	} {
		c, _, _, said := unit("某乡", typed, "2024-06-01", a)
		if got := c.Summary.(*Sum).Agents.Figure(); got != want && said != want {
			t.Errorf("%q: %s agents, want %s; %s", typed, got, want, said)
		}
	}
}

// An errand is closed with its last step, never before.
func TestClosedOnlyAtTheLastStep(t *testing.T) {
	for steps, closed := range map[string]int{
		"委托日期: 2024-05-01, 受理日期: 2024-05-01, 代办日期: 2024-05-02, 回复日期: 2024-05-03, 上报日期: 2024-05-04":                   0,
		"委托日期: 2024-05-01, 受理日期: 2024-05-01, 代办日期: 2024-05-02, 回复日期: 2024-05-03, 上报日期: 2024-05-04, 回访日期: 2024-05-05": 1,
		"委托日期: 2024-05-01, 回访日期: 2024-06-05": 0, // a day to come
	} {
		c, _, _, said := unit("A村", "件:\n  - {"+steps+"}\n", "2024-06-01")
		if s := c.Summary.(*Sum); s.Closed.Int() != closed || said != "" {
			t.Errorf("%s: closed %d; %s", steps, s.Closed.Int(), said)
		}
	}
}
