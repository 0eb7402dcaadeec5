package duty

import (
	"fmt"
	"slices"
	"testing"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
)

// on reads a rota on a day.
func on(t *testing.T, text string, today village.Date) (*board.Input, *View, []problem.Problem) {
	t.Helper()
	var rep problem.Report
	in := &board.Input{Unit: &village.Unit{Name: "示例村"}, Defaults: Kind.Defaults, Today: today, Report: &rep,
		Docs: []*record.Doc{record.Open(record.File{Path: "duty.yaml", Data: []byte(text)})}}
	b := Kind.Read(in).(*Board)
	v, _ := b.view(privacy.Public)
	return in, v, rep.Problems()
}

func who(day Day) string { return names(day.Duties) }

const rota = `
值班:
  - {起: 2024-05-01, 止: 2024-05-05, 姓名: 示例甲}
  - {日期: 2024-05-06, 姓名: 示例乙}
`

// Every midnight the rota moves on without an edit; a month after its last day it is
// gone, and nothing is left to change.
func TestTheRotaMovesAtMidnight(t *testing.T) {
	first := village.DateOf(2024, 5, 1)
	for day := first - 10; day < first+50; day++ {
		in, v, _ := on(t, rota, day)
		want := ""
		switch n := day - first; {
		case n >= 0 && n < 5:
			want = "示例甲"
		case n == 5:
			want = "示例乙"
		}
		if got := who(v.Today); got != want {
			t.Errorf("%s: %q is on duty, want %q", day, got, want)
		}
		if gone := day > first+5+kept; gone && len(v.Past) > 0 || len(v.Past) > 6 {
			t.Errorf("%s: %d days that are over", day, len(v.Past))
		}
		switch last := first + 5; {
		case day <= last && in.Until() != day+1:
			t.Errorf("%s: it is next looked at on %s", day, in.Until())
		case day > last+kept && in.Until() != 0:
			t.Errorf("%s: it still changes on %s", day, in.Until())
		case day > last && day <= last+kept && in.Until() == 0:
			t.Errorf("%s: what is over stays for ever", day)
		}
	}
}

// Days of the week hold until somebody changes the file, also over a year's end.
func TestDaysOfTheWeek(t *testing.T) {
	const weekly = "值班: [{坐班日: 周六至周一, 姓名: 示例甲}, {坐班日: '周二,周四', 姓名: 示例乙}]"
	monday := village.DateOf(2024, 12, 30)
	want := []string{"示例甲", "示例乙", "", "示例乙", "", "示例甲", "示例甲"}
	for i := range 14 {
		in, v, _ := on(t, weekly, monday+village.Date(i))
		if got := who(v.Today); got != want[i%7] {
			t.Errorf("%s %s: %q, want %q", v.Today.Label, v.Today.Weekday, got, want[i%7])
		}
		if in.Until() != monday+village.Date(i)+1 {
			t.Error("it does not change at midnight")
		}
		if len(v.Past) > 0 {
			t.Error("nobody wrote down who was on duty last week")
		}
	}
}

// 全覆盖 is held against the seven days that begin today, and warned of once.
func TestGaps(t *testing.T) {
	for days := 0; days <= 8; days++ {
		today := village.DateOf(2024, 5, 1)
		text := fmt.Sprintf("全覆盖: 是\n值班: [{起: 2024-04-01, 止: %s, 姓名: 示例甲}]\n", (today + village.Date(days) - 1).ISO())
		_, v, problems := on(t, text, today)
		n := 0
		for _, p := range problems {
			if p.Code == "duty/gaps" {
				n++
			}
		}
		if full := days >= ahead; v.Covered != full || n > 1 || (n == 1) == full {
			t.Errorf("%d days: covered %v, %d warnings", days, v.Covered, n)
		}
	}
}

// A member's row hides what the register hides, and is called as the register calls him.
func TestMembersAndOthers(t *testing.T) {
	u := &village.Unit{Name: "示例村"}
	var rep problem.Report
	u.LoadRegisters(map[string][]*record.Doc{"members": {record.Open(record.File{Path: "members.yaml",
		Data: []byte("党员: [{姓名: 示例甲, 组: 1}, {姓名: 示例甲, 组: 2}, {姓名: 示例内, 范围: 村内}]")})}}, &rep)
	in := &board.Input{Unit: u, Defaults: Kind.Defaults, Today: village.DateOf(2024, 5, 1), Report: &rep,
		Docs: []*record.Doc{record.Open(record.File{Path: "duty.yaml",
			Data: []byte("值班: [{日期: 2024-05-01, 姓名: 示例甲(2组)}, {日期: 2024-05-01, 姓名: 示例内}, {日期: 2024-05-01, 姓名: 示例客}, {日期: 2024-05-02, 姓名: 示例甲}]")})}}
	b := Kind.Read(in).(*Board)
	v, _ := b.view(privacy.Public)
	var got []string
	for _, d := range v.Today.Duties {
		got = append(got, d.Who)
	}
	if !slices.Equal(got, []string{"示例甲(2组)", "示例客"}) || v.Hidden != "1班" {
		t.Errorf("%v, hidden %s", got, v.Hidden)
	}
	if list := rep.Problems(); len(list) != 1 || list[0].Code != "register/ambiguous" {
		t.Errorf("%v", list)
	}
}
