package question

import (
	"fmt"
	"strings"
	"testing"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/deadline"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
)

// on reads questions on a day, in a province with profile or none.
func on(t *testing.T, text string, today village.Date, profile *deadline.Profile) (*board.Input, *View, []problem.Problem) {
	t.Helper()
	var rep problem.Report
	in := &board.Input{Unit: &village.Unit{Name: "示例村"}, Defaults: Kind.Defaults, Today: today, Profile: profile, Report: &rep,
		Docs: []*record.Doc{record.Open(record.File{Path: "questions.yaml", Data: []byte(text)})}}
	v, _ := Kind.Read(in).(*Board).view(privacy.Public)
	return in, v, rep.Problems()
}

// A question waits one day more every midnight, is late from the day after its last one,
// and answered from the day of its answer on. The province's limit goes before the
// village's own; a promise may be sooner than both, never later.
func TestWaitingDayByDay(t *testing.T) {
	asked := village.DateOf(2024, 5, 1)
	answered := asked + 30
	for _, c := range []struct {
		own, province, promised int // days after the question; 0: none
		due                     int
	}{{0, 0, 0, 0}, {15, 0, 0, 15}, {15, 10, 0, 10}, {0, 10, 5, 5}, {0, 10, 20, 10}, {0, 0, 20, 20}} {
		text := "回音壁:\n  - 提问日期: 2024-05-01\n    问题: 路灯\n    答复: 好了\n    答复日期: " + answered.ISO() + "\n"
		if c.promised > 0 {
			text += "    承诺答复: " + (asked + village.Date(c.promised)).ISO() + "\n"
		}
		if c.own > 0 {
			text += fmt.Sprintf("时限: %d\n", c.own)
		}
		var profile *deadline.Profile
		if c.province > 0 {
			profile = &deadline.Profile{Name: "示例省", Reply: c.province}
		}
		for day := asked - 1; day <= answered+2; day++ {
			in, v, _ := on(t, text, day, profile)
			name := fmt.Sprintf("%+v on %s", c, day)
			switch {
			case day < asked:
				if len(v.Open)+len(v.Done) > 0 || in.Until() != asked {
					t.Errorf("%s: it is not asked yet", name)
				}
			case day < answered:
				n := int(day - asked)
				if len(v.Open) != 1 || v.Open[0].State != fmt.Sprintf("已等%d天", n) || in.Until() != day+1 {
					t.Errorf("%s: %+v", name, v.Open)
				}
				if late := c.due > 0 && n > c.due; (v.Open[0].Late != "") != late || (v.Late != "") != late {
					t.Errorf("%s: late is %q", name, v.Open[0].Late)
				}
				if (len(in.Deadlines()) == 1) != (c.due > 0) || c.due > 0 && in.Deadlines()[0].By != asked+village.Date(c.due) {
					t.Errorf("%s: %v is still to be done", name, in.Deadlines())
				}
			default:
				if len(v.Done) != 1 || v.Share != "100.0%" || len(in.Deadlines()) > 0 || in.Until() != 0 {
					t.Errorf("%s: %+v, %s", name, v.Done, v.Share)
				}
			}
		}
	}
}

// Fewer forms than the least number are nobody's average (users.md, V6).
func TestFewFormsAreNotPublished(t *testing.T) {
	for copies := 28; copies <= 32; copies++ {
		text := fmt.Sprintf("最少份数: 30\n测评: [{对象: 村两委, 项目: 公道, 份数: %d, 平均: 4.5}]\n", copies)
		_, v, _ := on(t, text, village.DateOf(2024, 5, 1), nil)
		if shown := v.Surveys[0].Mean != ""; shown != (copies >= 30) {
			t.Errorf("%d forms: %q", copies, v.Surveys[0].Mean)
		}
	}
	_, v, problems := on(t, "测评: [{对象: 村两委, 项目: 公道, 份数: 500, 平均: 4.5}]", village.DateOf(2024, 5, 1), nil)
	if len(problems) != 1 || problems[0].Code != "question/no-minimum" || v == nil {
		t.Errorf("%v", problems)
	}
}

// A column for who asked is refused in tables too, where others are only ignored.
func TestNoNamesOfAskersInTables(t *testing.T) {
	for _, column := range []string{"姓名", "提问人", "反映人", "联系电话", "公开电话"} {
		var rep problem.Report
		in := &board.Input{Unit: &village.Unit{Name: "示例村"}, Defaults: Kind.Defaults, Today: village.DateOf(2024, 5, 1), Report: &rep,
			Docs: []*record.Doc{record.Open(record.File{Path: "questions.csv", Data: []byte("提问日期,问题," + column + "\n2024-04-01,路灯,示例甲\n2024-04-02,下水,示例乙\n")})}}
		Kind.Read(in)
		list := rep.Problems()
		if len(list) != 1 || list[0].Code != "question/asker" || !strings.HasPrefix(list[0].Pos.String(), "questions.csv") {
			t.Errorf("%s: %v", column, list)
		}
	}
}

// Who says only how many were asked says nothing of answers: the parent's share is left out
// and its figure says of how many it is. What the parent itself has is a row of its table.
func TestNobodyKnowsWhatIsAnswered(t *testing.T) {
	read := func(text string, below ...board.Child) *Board {
		var rep problem.Report
		in := &board.Input{Unit: &village.Unit{Name: "示例镇", Address: "zhen"}, Defaults: Kind.Defaults, Today: village.DateOf(2024, 5, 1), Report: &rep,
			Docs: []*record.Doc{record.Open(record.File{Path: "questions.yaml", Data: []byte(text)})}, Children: below}
		b := Kind.Read(in).(*Board)
		if rep.Len() > 0 {
			t.Error(text, rep.Problems())
		}
		return b
	}
	asked, told := read("计数: {提出: 47}"), read("计数: {提出: 10, 已答复: 8}")
	if v, d := asked.view(privacy.Public); v.Told != "提出47条" || v.Share != "" || d.Answered != nil || d.Late != nil || *d.Asked != 47 {
		t.Errorf("%+v %+v", v, d)
	}
	town := read("回音壁: [{提问日期: 2024-04-01, 问题: 路灯, 答复: 已修, 答复日期: 2024-04-03}]",
		board.Child{Unit: &village.Unit{Name: "甲村"}, Summary: asked.Summary()}, board.Child{Unit: &village.Unit{Name: "乙村"}, Summary: told.Summary()})
	v, d := town.view(privacy.Public)
	if v.Told != "提出58条，知道答复情况的11条里已答复9条" || v.Share != "" || *d.Answered != 9 || d.Units[1].Answered != nil {
		t.Errorf("%+v %+v", v, d)
	}
	if own := v.Parts[0]; own.Name != "本级" || own.Cells[0] != "1" || own.Href != "" || d.Units[0].Address != "zhen" || v.Coverage != "已报2个，共2个" {
		t.Errorf("%+v", v.Parts)
	}
}

// A parent's 提出 and 已答复 are checked against those below, never added.
func TestParents(t *testing.T) {
	below := &Sum{Known: village.Count(10), Answered: village.Count(8)}
	below.Units = 1
	below.Count("其他", village.Count(10), true)
	for text, want := range map[string]string{
		"计数: {提出: 10, 已答复: 8}": "",
		"计数: {提出: 11, 已答复: 8}": "ledger/total",
		"计数: {提出: 10, 已答复: 9}": "ledger/total",
	} {
		var rep problem.Report
		in := &board.Input{Unit: &village.Unit{Name: "示例镇"}, Defaults: Kind.Defaults, Today: village.DateOf(2024, 5, 1), Report: &rep,
			Docs:     []*record.Doc{record.Open(record.File{Path: "questions.yaml", Data: []byte(text)})},
			Children: []board.Child{{Unit: &village.Unit{Name: "示例村", Address: "cun"}, Summary: below}, {Unit: &village.Unit{Name: "未报村", Address: "wei"}}}}
		v, _ := Kind.Read(in).(*Board).view(privacy.Public)
		got := ""
		for _, p := range rep.Problems() {
			got += p.Code
		}
		if got != want || v.Share != "80.0%" || v.Count != "10条" || len(v.Missing) != 1 {
			t.Errorf("%s: %s, %s of %s", text, got, v.Share, v.Count)
		}
	}
}
