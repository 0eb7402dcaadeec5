package change

import (
	"bytes"
	"strings"
	"testing"
)

// public is what one village showed on one page: its columns, then rows, cells parted by
// blanks.
func public(people bool, rows ...string) *Publication {
	var table [][]string
	for _, r := range rows {
		table = append(table, strings.Split(r, " "))
	}
	return &Publication{Day: 19000, Units: []Unit{{Name: "示例村", Address: "cun",
		Boards: []Board{{Word: "points", Figure: "12人", Pages: []Page{{Title: "积分", People: people, Table: table}}}}}}}
}

var kinds = []Kind{{Word: "points", Title: "积分", Keys: []string{"姓名", "组"}}}

// unknown is for pages of which today's data say nothing.
var unknown = Then{
	Table: func(string, string, string) [][]string { return nil },
	Holds: func(string, string, string) bool { return false },
}

// print compares, with then as what the page would show had no time passed, and
// returns what is said below the page's title.
func print(from, to, then *Publication) string {
	l := Compare(from, to, kinds, Then{
		Table: func(string, string, string) [][]string { return then.Units[0].Boards[0].Pages[0].Table },
		Holds: func(_, _, text string) bool { return strings.Contains(text, "内部") },
	})
	var b bytes.Buffer
	l.Sheet("").Print(&b)
	_, rest, _ := strings.Cut(b.String(), "  积分\n")
	return strings.Join(strings.Fields(strings.ReplaceAll(rest, "\n", " / ")), " ")
}

func TestWhatIsSaid(t *testing.T) {
	head := "名次 姓名 组 合计"
	same := public(true, head)
	for _, c := range []struct {
		name           string
		from, to, then *Publication
		want           string
	}{
		{"a figure", public(true, head, "1 甲 1组 104"), public(true, head, "1 甲 1组 114"), same, "改动1人 / 改动 甲 1组：合计 104 → 114（+10） /"},
		{"somebody new", public(true, head), public(true, head, "1 甲 1组 5"), same, "新增1人 / 新增 甲 1组：名次 1，合计 5 /"},
		{"taken out of the data: counted, not named", public(true, head, "1 甲 1组 5"), public(true, head), same, "取消1人 /"},
		{"only the day took it down", public(true, head, "1 甲 1组 5"), public(true, head), public(true, head, "1 甲 1组 5"), "1人（已到期撤下） /"},
		{"two of one name, one of them gone", public(true, head, "1 甲 1组 5", "2 甲 2组 4"), public(true, head, "2 甲 2组 4"), same, "取消1人 /"},
		{"two rows of one key", public(true, head, "1 甲 1组 5", "1 甲 1组 6"), public(true, head, "1 甲 1组 6", "1 甲 1组 7"), same,
			"改动1人 / 改动 甲 1组：合计 5 → 7（+2） /"},
		{"rows in another order", public(true, head, "1 甲 1组 5", "1 乙 1组 5"), public(true, head, "1 乙 1组 5", "1 甲 1组 5"), same, ""},
		{"a new column", public(true, head, "1 甲 1组 5"), public(true, head+" 等次", "1 甲 1组 5 五星"), same, ""},
		{"the table lists something else", public(true, head, "1 甲 1组 5"), public(true, "级别 数量", "五星 1"), public(true, head, "1 甲 1组 5"), "1人（已到期撤下） /"},
		{"no people: named", public(false, "事项 资金", "修路 5"), public(false, "事项 资金"), public(false, "事项"), "取消1条 / 取消 修路 /"},
		{"no people, but expired", public(false, "事项 资金", "修路 5"), public(false, "事项 资金"), public(false, "事项 资金", "修路 5"), "1条（已到期撤下） /"},
		{"no people, but kept back from now on", public(false, "事项 资金", "内部事项 5"), public(false, "事项 资金"), public(false, "事项"), "取消1条 /"},
		{"a cell kept back from now on", public(false, "编号 说明", "1 内部的话"), public(false, "编号 说明", "1"), public(false, "编号 说明"),
			"改动1条 / 改动 1：说明 （原内容不再公开） → （空） /"},
		{"names in a cell", public(true, "编号 网格员", "1 示例甲"), public(true, "编号 网格员", "1 示例乙"), same, "改动1条 / 改动 1：网格员 （原内容不再公开） → 示例乙 /"},
		{"a name that is public still", public(true, "编号 网格员", "1 示例甲", "2 示例甲"), public(true, "编号 网格员", "1 示例乙", "2 示例甲"), same,
			"改动1条 / 改动 1：网格员 示例甲 → 示例乙 /"},
		{"a figure behind other words is hidden, and what it could be reckoned from", public(true, "编号 情况", "1 5户甲"), public(true, "编号 情况", "1 3户"), same,
			"改动1条 / 改动 1：情况 （原内容不再公开） → 3户 /"},
		{"a cell that expired on a page without people", public(false, "编号 说明", "1 帮示例甲"), public(false, "编号 说明", "1"), public(false, "编号 说明", "1 帮示例甲"),
			"改动1条 / 改动 1：说明 （原内容不再公开） → （空） /"},
	} {
		if got := print(c.from, c.to, c.then); got != c.want {
			t.Errorf("%s: %s", c.name, got)
		}
	}
}

// Who was responsible is not said again when somebody else is, nor what was taken out of
// a text; what was put otherwise is.
func TestColumnsThatNamePeople(t *testing.T) {
	before := public(false, "事项 责任人 说明 状态", "修路 示例甲 鱼塘（示例丙） 正在做")
	after := public(false, "事项 责任人 说明 状态", "修路 示例乙 鱼塘 已完成")
	k := []Kind{{Word: "points", Title: "清单", People: []string{"责任人"}}}
	var b bytes.Buffer
	Compare(before, after, k, unknown).Sheet("").Print(&b)
	for _, want := range []string{"（原内容不再公开） → 示例乙", "（原内容不再公开） → 鱼塘", "正在做 → 已完成"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is missing:\n%s", want, b.String())
		}
	}
	for _, name := range []string{"示例甲", "示例丙"} {
		if strings.Contains(b.String(), name) {
			t.Error(name)
		}
	}
}

// A unit that is called otherwise is the same unit: in its own list, and in the table of
// the unit above.
func TestRenamedUnits(t *testing.T) {
	before, after := public(false, "单位 户数", "西沟村 5"), public(false, "单位 户数", "西沟新村 6")
	before.Units = append(before.Units, Unit{Name: "西沟村", Address: "cun/xi"})
	after.Units = append(after.Units, Unit{Name: "西沟新村", Address: "cun/xi"})
	l := Compare(before, after, []Kind{{Word: "points", Title: "积分", Keys: []string{"单位"}}}, unknown)
	var b bytes.Buffer
	l.Sheet("").Print(&b)
	for _, want := range []string{"改动 西沟新村：户数 5 → 6（+1）", "西沟新村\n  原来叫“西沟村”"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is missing:\n%s", want, b.String())
		}
	}
	if strings.Contains(b.String(), "取消") {
		t.Error(b.String())
	}
}

func TestHeadlinesAreQuotedByTheirFiguresOnly(t *testing.T) {
	for _, c := range [][3]string{
		{"1058户", "1061户", "总数 1058户 → 1061户（+3）"},
		{"今天值班：示例甲", "今天值班：示例乙", "总数 （原内容不再公开） → 今天值班：示例乙"},
		{"8000余头", "8100余头", "总数 8000余头 → 8100余头（+100）"},
	} {
		from, to := public(true), public(true)
		from.Units[0].Boards[0].Figure, to.Units[0].Boards[0].Figure = c[0], c[1]
		if got := print(from, to, from); got != c[2]+" /" {
			t.Errorf("%s", got)
		}
	}
}

// A closed year may show less than was recorded, and nothing else.
func TestDeviation(t *testing.T) {
	rows := func(rows ...string) [][]string { return public(true, rows...).Units[0].Boards[0].Pages[0].Table }
	was := rows("姓名 组 合计 去年", "甲 1组 5 4", "乙 1组 6 5")
	for want, now := range map[string][][]string{
		"":          rows("姓名 组 合计 去年", "乙 1组 6 "),
		"甲 1组 合计 6": rows("姓名 组 合计 去年", "甲 1组 6 4"),
		"丙 1组":      rows("姓名 组 合计", "丙 1组 6"),
	} {
		got := ""
		if d := kinds[0].Deviation(was, now); d != nil {
			got = strings.TrimSpace(d.Name + " " + d.Cells[0].Column + " " + d.Cells[0].Now)
		}
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
