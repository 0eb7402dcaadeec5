package star

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/step"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// A story is a village (or what lies above one) with the files of its years.
type story struct {
	years      map[int]string
	households int
	process    string // of rules/processes.yaml
	below      []board.Child
}

// on reads the story on a day. It returns the board, what a parent gets of it, and what
// was said that is no note.
func (s story) on(day string) (b board.Board, child board.Child, said string) {
	var rep problem.Report
	u := &village.Unit{Name: "示例村", Level: "village", Hotline: &village.Hotline{Number: "0358-1234567"}}
	if s.households > 0 {
		u.Households = village.Count(s.households)
	}
	if s.below != nil {
		u.Level = "town"
	}
	u.LoadRegisters(nil, &rep)
	var own *record.Doc
	if s.process != "" {
		own = record.Open(record.File{Path: "processes.yaml", Data: []byte(s.process)})
	}
	in := &board.Input{Unit: u, Defaults: Kind.Defaults, Today: date(day), Processes: step.Load(own, &rep), Children: s.below, Report: &rep}
	for y := 2020; y < 2030; y++ {
		if text, ok := s.years[y]; ok {
			in.Years = append(in.Years, board.YearDocs{Year: y, Docs: []*record.Doc{record.Open(record.File{Path: fmt.Sprint(y, ".yaml"), Data: []byte(text)})}})
		}
	}
	child.Unit = u
	if b = Kind.Read(in); b != nil {
		child.Summary = b.Summary()
	}
	for _, p := range rep.Problems() {
		if p.Severity != problem.Note {
			said += words.Say(p).Cause + "\n"
		}
	}
	return b, child, said
}

func date(s string) village.Date {
	var y, m, d int
	fmt.Sscanf(s, "%d-%d-%d", &y, &m, &d)
	return village.DateOf(y, m, d)
}

// view is the view of the latest year on the web, data its data.json.
func view(b board.Board) (v *View, d *Data) {
	p := b.Show(privacy.Public).Pages[0]
	return p.View.(*View), p.Data.(*Data)
}

// everything is all that is published of a board, on the web and in the hall.
func everything(t *testing.T, b board.Board) string {
	t.Helper()
	text, err := json.Marshal([]any{b.Show(privacy.Public), b.Show(privacy.Local)})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A household is a star household from the decision on. While it is on notice it is
// counted apart, and a typed total, which holds both, is right on every day.
func TestOnNoticeIsCountedApart(t *testing.T) {
	s := story{households: 10, years: map[int]string{2024: `合计: 3
户:
  - {户: 示例甲, 得星: 3, 公示起: 2024-05-06, 公示止: 2024-05-12, 定级日期: 2024-05-14}
  - {户: 示例乙, 得星: 2, 公示起: 2024-05-06, 公示止: 2024-05-12}
  - {户: 示例丙, 得星: 1}
`}}
	for day, want := range map[string]string{
		"2024-05-05": "1  ", "2024-05-06": "1 2户 ", "2024-05-12": "1 2户 ", "2024-05-13": "1  2户", "2024-05-14": "2  1户",
	} {
		b, _, said := s.on(day)
		v, _ := view(b)
		if got := v.TotalN + " " + v.OnNotice + " " + v.Undecided; got != want {
			t.Errorf("%s: %q, want %q", day, got, want)
		}
		if strings.Contains(said, "程序算出来") {
			t.Errorf("%s: %s", day, said)
		}
	}
}

// An upheld objection takes the name off the old notice at once; the new notice puts up
// the new level.
func TestAnUpheldObjectionIsPutUpAnew(t *testing.T) {
	old := story{households: 10, years: map[int]string{2024: `户:
  - {户: 示例甲, 得星: 3, 公示起: 2024-05-06, 公示止: 2024-05-12}
  - {户: 示例乙, 得星: 2, 公示起: 2024-05-06, 公示止: 2024-05-12, 异议: [{日期: 2024-05-08, 处理: 核实, 结果: 改级}]}
`}}
	renewed := story{households: 10, years: map[int]string{2024: strings.Replace(old.years[2024],
		"{户: 示例乙, 得星: 2, 公示起: 2024-05-06, 公示止: 2024-05-12", "{户: 示例乙, 得星: 1, 公示起: 2024-05-14, 公示止: 2024-05-20", 1)}}
	for _, c := range []struct {
		s     story
		day   string
		named bool
		runs  string // the notices that run
	}{
		{old, "2024-05-07", true, "2户"},
		{old, "2024-05-08", false, "1户"},
		{old, "2024-05-13", false, ""},
		{renewed, "2024-05-13", false, ""},
		{renewed, "2024-05-14", true, "1户"},
		{renewed, "2024-05-20", true, "1户"},
		{renewed, "2024-05-21", false, ""},
	} {
		b, _, _ := c.s.on(c.day)
		runs := ""
		for _, n := range b.Show(privacy.Public).Notices {
			if n.Active {
				runs += n.People
			}
		}
		if got := strings.Contains(everything(t, b), "示例乙"); got != c.named || runs != c.runs {
			t.Errorf("%s: named %v, notices of %q; want %v, %q", c.day, got, runs, c.named, c.runs)
		}
	}
}

// Steps are data: a village may have three of its own.
func TestAProcessOfThreeSteps(t *testing.T) {
	s := story{households: 10, process: `流程:
  - 名称: 三步评星
    步骤: [{名称: 提名, 日期栏: 提名日期, 状态词: 已提名}, {名称: 亮榜, 公示: 是}, {名称: 敲定, 决定: 是, 日期栏: 敲定日期, 状态词: 已敲定}]
`, years: map[int]string{2024: "流程: 三步评星\n户:\n  - {户: 示例甲, 得星: 3, 提名日期: 2024-05-01, 公示起: 2024-05-06, 公示止: 2024-05-12, 敲定日期: 2024-05-14}\n"}}
	for day, want := range map[string]string{"2024-05-06": "公示中,还剩6天", "2024-05-14": "已敲定"} {
		b, _, said := s.on(day)
		if _, d := view(b); said != "" || len(d.List) != 1 || d.List[0].State != want {
			t.Errorf("%s: %+v %s", day, d.List, said)
		}
	}
}

// What a household lost, and why, stands nowhere; what it gained does.
func TestLossesStandNowhere(t *testing.T) {
	s := story{households: 10, years: map[int]string{
		2023: "户: [{户: 示例甲, 得星: 4}, {户: 示例乙, 得星: 4}, {户: 示例丙, 得星: 4}]\n",
		2024: `户:
  - {户: 示例甲, 得星: 5, 变更: [{日期: 2024-03-02, 原: 四星, 新: 五星, 原因: 秘密一}]}
  - {户: 示例乙, 得星: 2, 变更: [{日期: 2024-03-02, 原: 四星, 新: 二星, 原因: 秘密二}]}
  - {户: 示例丙, 得星: 0, 变更: [{日期: 2024-03-02, 原: 四星, 新: 摘牌, 原因: 秘密三}]}
`}}
	b, child, said := s.on("2024-06-01")
	p := b.Show(privacy.Public).Pages[0]
	v := p.View.(*View)
	if len(v.Changes) != 1 || v.Changes[0].Name != "示例甲" || v.Gained != "1户" || said != "" {
		t.Errorf("%+v %s %s", v.Changes, v.Gained, said)
	}
	if m := child.Summary.(board.Sums[Sum])[2024].Moves; m != (moves{Up: 1, Down: 1, Out: 1, Stars: 1 - 2 - 4}) {
		t.Errorf("%+v", m)
	}
	text, _ := json.Marshal([]any{p, b.Show(privacy.Local).Pages[0]})
	for _, secret := range []string{"秘密", "示例丙"} {
		if strings.Contains(string(text), secret) {
			t.Errorf("shows %s", secret)
		}
	}
	if b, _, _ := s.on("2024-03-01"); strings.Contains(everything(t, b), "五星") {
		t.Error("a change to come has not happened")
	}
}

// The figures of 阳曲镇: N1 217+352+405+48+36 = 1058 with shares, stars and mean, N2 31.5 %
// of 3359, N3 at least 90 % applied.
func TestFiguresOfYangqu(t *testing.T) {
	b, _, said := story{households: 3359, years: map[int]string{2024: "申报户数: 3024以上\n计数: {五星: 217, 四星: 352, 三星: 405, 二星: 48, 一星: 36, 合计: 1058}\n"}}.on("2024-06-01")
	v, d := view(b)
	tenths := 0
	for _, l := range d.Levels {
		tenths += int(*l.Share*10 + .5)
	}
	if v.Total != "1058户" || v.Share != "31.5%" || tenths != 1000 || d.StarsHeld != 3840 || d.MeanStars != 3.63 || v.Mean != "3.63颗" || said != "" {
		t.Errorf("%+v %+v %s", v, d, said)
	}
	if v.Applicants != "3024户以上" || v.Applied != "90.0%以上" {
		t.Error(v.Applicants, v.Applied)
	}
}

// N12: 872 of 1560 secretaries were rated, 55.9 %, and the page says that 688 were not.
// A town of households below is never added to them; a district of secretaries is.
func TestSecretaries(t *testing.T) {
	b, _, said := story{households: 9, years: map[int]string{2024: "流程: 五步评星\n对象: 书记\n应评: 1560\n总数: 872\n列举不全: 是\n"}}.on("2024-06-01")
	v, d := view(b)
	if v.Total != "872人" || v.Share != "55.9%" || v.Unrated != "688人" || *d.Share != 55.9 || d.Ungraded != 872 || said != "" {
		t.Errorf("%+v %s", v, said)
	}
	_, one, _ := story{years: map[int]string{2024: "流程: 五步评星\n对象: 书记\n应评: 20\n计数: {五星: 5, 四星: 7}\n"}}.on("2024-06-01")
	_, two, _ := story{years: map[int]string{2024: "流程: 五步评星\n对象: 书记\n应评: 10\n户:\n  - {对象: 示例书记, 得星: 5, 公示起: 2024-05-06, 公示止: 2024-05-12, 验星日期: 2024-05-14}\n"}}.on("2024-06-01")
	_, homes, _ := story{households: 5, years: map[int]string{2024: "计数: {五星: 3}\n"}}.on("2024-06-01")
	b, _, said = story{below: []board.Child{one, two}}.on("2024-06-01")
	if v, _ := view(b); v.Total != "13人" || v.Whole != "应评30人" || v.Share != "43.3%" || v.Unrated != "17人" || said != "" {
		t.Errorf("%+v %s", v, said)
	}
	b, _, said = story{below: []board.Child{one, homes}, years: map[int]string{2024: "对象: 书记\n流程: 五步评星\n应评: 30\n计数: {五星: 5, 四星: 7}\n"}}.on("2024-06-01")
	if v, _ := view(b); v.Total != "12人" || len(v.Missing) != 1 || said != "示例村评的是户，和这里的书记不能相加，按未报算\n" {
		t.Errorf("%s %v %s", v.Total, v.Missing, said)
	}
}

// A parent is compared with the year before when as many units reported then.
func TestYearOnYearOfAParent(t *testing.T) {
	child := func(years map[int]string) board.Child {
		_, c, _ := story{households: 100, years: years}.on("2024-06-01")
		return c
	}
	a := child(map[int]string{2023: "计数: {五星: 10, 一星: 4}\n", 2024: "计数: {五星: 12}\n"})
	both := child(map[int]string{2023: "计数: {五星: 1}\n", 2024: "计数: {五星: 1, 四星: 2}\n"})
	b, _, _ := story{households: 200, below: []board.Child{a, both}}.on("2024-06-01")
	v, d := view(b)
	want := "[{合计 15户 15户 0} {五星 11户 13户 +2} {四星 0户 2户 +2} {一星 4户 0户 −4}]"
	if fmt.Sprint(v.YearOn) != want || len(d.YearOn) != 4 {
		t.Error(v.YearOn)
	}
	b, _, _ = story{households: 200, below: []board.Child{a, child(map[int]string{2024: "计数: {五星: 1}\n"})}}.on("2024-06-01")
	if v, d := view(b); v.YearOn != nil || d.YearOn != nil {
		t.Error("one village had not reported the year before:", v.YearOn)
	}
}
