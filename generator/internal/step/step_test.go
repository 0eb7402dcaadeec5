package step

import (
	"strings"
	"testing"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

func process(t *testing.T, name string) *Process {
	t.Helper()
	var rep problem.Report
	p := Load(nil, &rep).Get(name, problem.Pos{}, &rep)
	if rep.Len() > 0 {
		t.Fatal(rep.Problems())
	}
	return p
}

func day(s string) village.Date {
	d, _ := village.ParseISO(s)
	return d
}

func taken(steps ...string) []Taken {
	var list []Taken
	for _, s := range steps {
		name, date, _ := strings.Cut(s, " ")
		list = append(list, Taken{Step: name, Date: day(date)})
	}
	return list
}

var phone = &village.Hotline{Number: "0351-1234567"}

func notice(from, to string) village.Period {
	return village.Period{From: day(from), To: day(to), Objection: phone}
}

func codes(rep *problem.Report) string {
	var s []string
	for _, p := range rep.Problems() {
		s = append(s, p.Code)
	}
	return strings.Join(s, " ")
}

func TestShippedProcessesAreSound(t *testing.T) {
	var rep problem.Report
	for _, p := range Load(nil, &rep) {
		p.check(&rep)
	}
	if rep.Len() > 0 {
		t.Error(rep.Problems())
	}
}

// The state follows from the dates and the day, never from what was typed.
func TestStateOnADay(t *testing.T) {
	p := process(t, "五步法")
	whole := Case{Steps: taken("报 2024-04-20", "审 2024-05-04", "定 2024-05-14", "备案 2024-05-20"), Period: notice("2024-05-06", "2024-05-12")}
	for on, want := range map[string]string{
		"2024-04-19": "公示尚未开始", "2024-05-05": "公示尚未开始", "2024-05-06": "公示中,还剩6天", "2024-05-12": "公示中,今日截止",
		"2024-05-13": "公示期满", "2024-05-14": "已定级", "2024-05-19": "已定级", "2024-05-20": "已备案",
	} {
		var rep problem.Report
		s := p.Judge(whole, day(on), &rep)
		if s.Text != want || rep.Len() > 0 {
			t.Errorf("%s: %s, want %s; %s", on, s.Text, want, codes(&rep))
		}
	}
}

func TestUntilIsTheNextChange(t *testing.T) {
	p := process(t, "五步法")
	c := Case{Steps: taken("定 2024-05-14"), Period: notice("2024-05-06", "2024-05-12")}
	for on, want := range map[string]string{"2024-05-01": "2024-05-06", "2024-05-08": "2024-05-09", "2024-05-13": "2024-05-14", "2024-05-14": ""} {
		var rep problem.Report
		if s := p.Judge(c, day(on), &rep); s.Until.ISO() != want {
			t.Errorf("%s: until %s, want %s", on, s.Until.ISO(), want)
		}
	}
}

func TestGuards(t *testing.T) {
	upheld := []Objection{{Date: day("2024-05-08"), Verdict: Change}}
	star := process(t, "五步法")
	for _, c := range []struct {
		name string
		c    Case
		want string
	}{
		{"the whole way", Case{Steps: taken("抓 2024-04-01", "报 2024-04-20", "审 2024-05-04", "晒 2024-05-06", "定 2024-05-13"), Period: notice("2024-05-06", "2024-05-12")}, ""},
		{"dates run backwards", Case{Steps: taken("报 2024-05-04", "审 2024-05-03")}, "step/backwards"},
		{"steps run backwards", Case{Steps: taken("审 2024-05-03", "报 2024-05-04")}, "step/order"},
		{"unknown step", Case{Steps: taken("抽签 2024-05-03")}, "step/unknown-step"},
		{"notice step without a notice", Case{Steps: taken("晒 2024-05-06")}, "step/no-period"},
		{"half a notice", Case{Period: village.Period{From: day("2024-05-06"), Objection: phone}}, "step/half-period"},
		{"a notice that ends before it begins", Case{Period: notice("2024-05-06", "2024-05-01")}, "step/period-backwards"},
		{"a notice without a phone", Case{Period: village.Period{From: day("2024-05-06"), To: day("2024-05-12")}}, "step/no-phone"},
		{"decided on the last day", Case{Steps: taken("定 2024-05-12"), Period: notice("2024-05-06", "2024-05-12")}, "step/decided-in-notice"},
		{"decided on the day after", Case{Steps: taken("定 2024-05-13"), Period: notice("2024-05-06", "2024-05-12")}, ""},
		{"decided without a notice", Case{Steps: taken("定 2024-05-13")}, "step/decided-without-notice"},
		{"objection kept", Case{Steps: taken("定 2024-05-13"), Period: notice("2024-05-06", "2024-05-12"), Objections: []Objection{{Date: day("2024-05-07"), Verdict: Keep}}}, ""},
		{"objection open", Case{Steps: taken("定 2024-05-13"), Period: notice("2024-05-06", "2024-05-12"), Objections: []Objection{{Date: day("2024-05-07")}}}, "step/open-objection"},
		{"level changed", Case{Steps: taken("定 2024-05-13"), Period: notice("2024-05-06", "2024-05-12"), Objections: []Objection{{Date: day("2024-05-07"), Verdict: Change}}}, "step/needs-new-notice"},
		{"an objection raised nobody knows when", Case{Steps: taken("定 2024-05-13"), Period: notice("2024-05-06", "2024-05-12"), Objections: []Objection{{Verdict: Change}}}, ""}, // decoding asks for the date
		{"level changed, reviewed again", Case{Steps: taken("晒 2024-05-06", "审 2024-05-10"), Period: notice("2024-05-06", "2024-05-12"), Objections: upheld}, ""},
		{"level changed, the whole way again", Case{Steps: taken("审 2024-05-04", "晒 2024-05-06", "审 2024-05-10", "晒 2024-05-14", "定 2024-05-21"), Period: notice("2024-05-14", "2024-05-20"), Objections: upheld}, ""},
		{"level changed, the new notice only in its dates", Case{Steps: taken("晒 2024-05-06", "定 2024-05-21"), Period: notice("2024-05-14", "2024-05-20"), Objections: upheld}, ""},
		{"reviewed again for no reason", Case{Steps: taken("晒 2024-05-06", "审 2024-05-10"), Period: notice("2024-05-06", "2024-05-12")}, "step/order"},
		{"reviewed during the notice", Case{Steps: taken("审 2024-05-10"), Period: notice("2024-05-06", "2024-05-12")}, "step/order"},
		{"reviewed on the day of the notice", Case{Steps: taken("审 2024-05-06"), Period: notice("2024-05-06", "2024-05-12")}, ""},
		{"another day for the notice", Case{Steps: taken("晒 2024-03-06"), Period: notice("2024-05-06", "2024-05-12")}, "step/notice-date"},
		{"a notice of a year and a week", Case{Period: notice("2023-05-06", "2024-05-12")}, "step/period-long"},
		{"decided before the notice", Case{Steps: taken("定 2024-05-01"), Period: notice("2024-05-06", "2024-05-12")}, "step/decided-in-notice"},
		{"awarded during the notice", Case{Steps: taken("授牌 2024-05-08"), Period: notice("2024-05-06", "2024-05-12")}, "step/undecided"},
		{"filed and awarded without a decision", Case{Steps: taken("备案 2024-05-20", "授牌 2024-05-21"), Period: notice("2024-05-06", "2024-05-12")}, "step/undecided"},
		{"awarded before the decision", Case{Steps: taken("授牌 2024-05-13", "定 2024-05-14"), Period: notice("2024-05-06", "2024-05-12")}, "step/undecided"},
		{"awarded with an open objection", Case{Steps: taken("授牌 2024-05-20"), Period: notice("2024-05-06", "2024-05-12"), Objections: []Objection{{Date: day("2024-05-08")}}}, "step/undecided"},
		{"level changed, noticed anew", Case{Steps: taken("定 2024-05-21"), Period: notice("2024-05-14", "2024-05-20"), Objections: []Objection{{Date: day("2024-05-07"), Verdict: Change}}}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var rep problem.Report
			star.Judge(c.c, day("2024-06-01"), &rep)
			if got := codes(&rep); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// A process is data: a site's own replaces a shipped one of the same name, with its
// own least length of a notice, counted the shorter way.
func TestOwnProcess(t *testing.T) {
	own := record.Open(record.File{Path: "processes.yaml", Data: []byte(`
- 名称: 三步法
  步骤: [{名称: 提名}, {名称: 亮榜, 公示: 是, 最少天数: 7, 后续: [敲定]}, {名称: 敲定, 决定: 是}, {名称: 归档}]
`)})
	var rep problem.Report
	p := Load(own, &rep).Get("三步法", problem.Pos{}, &rep)
	p.Judge(Case{Period: notice("2024-05-06", "2024-05-12")}, day("2024-06-01"), &rep)
	if codes(&rep) != "step/period-short" {
		t.Errorf("7 days, 6 without the first: %q", codes(&rep))
	}
	if got := words.Say(rep.Problems()[0]).Cause; got != "公示不够 7 天（算上第一天 7 天，不算 6 天）" {
		t.Error(got)
	}
	rep = problem.Report{}
	p.Judge(Case{Steps: taken("亮榜 2024-05-06", "归档 2024-05-20"), Period: notice("2024-05-06", "2024-05-13")}, day("2024-06-01"), &rep)
	if codes(&rep) != "step/undecided" {
		t.Errorf("filed without a decision: %q", codes(&rep))
	}
	rep = problem.Report{}
	p.Judge(Case{Steps: taken("提名 2024-05-06", "亮榜 2024-05-06", "提名 2024-05-08"), Period: notice("2024-05-06", "2024-05-14")}, day("2024-06-01"), &rep)
	if codes(&rep) != "step/order" {
		t.Errorf("a step that may not follow: %q", codes(&rep))
	}
}

func TestANeededFieldIsOneThatExists(t *testing.T) {
	var rep problem.Report
	Load(record.Open(record.File{Path: "processes.yaml", Data: []byte("- 名称: 两步法\n  步骤: [{名称: 议, 需要: [会议纪要]}, {名称: 定, 需要: [结果]}]\n")}), &rep)
	if codes(&rep) != "step/unknown-field" {
		t.Errorf("%q", codes(&rep))
	}
}

// A process may allow to go back; steps that are typed keep their order, and those that
// stand in columns find theirs by date.
func TestGoingBack(t *testing.T) {
	own := record.Open(record.File{Path: "processes.yaml", Data: []byte(`
- 名称: 我镇
  步骤: [{名称: 审}, {名称: 公示, 公示: 是, 后续: [审, 定级]}, {名称: 定级, 决定: 是}]
`)})
	var rep problem.Report
	p := Load(own, &rep).Get("我镇", problem.Pos{}, &rep)
	typed := taken("审 2024-04-20", "公示 2024-05-06", "审 2024-05-10", "公示 2024-05-16")
	for _, s := range taken("定级 2024-05-23", "公示 2024-05-16") {
		typed = p.Merge(typed, s)
	}
	if len(typed) != 5 {
		t.Error("the same step on the same day is one:", typed)
	}
	p.Judge(Case{Steps: typed, Period: notice("2024-05-16", "2024-05-22")}, day("2024-06-01"), &rep)
	if rep.Len() > 0 {
		t.Error(codes(&rep))
	}
	var names []string
	for _, s := range p.Merge(taken("审 2024-05-04", "定级 2024-05-14"), taken("公示 2024-05-06")[0]) {
		names = append(names, s.Step)
	}
	if got := strings.Join(names, " "); got != "审 公示 定级" {
		t.Error(got)
	}
}

// A least number of days is one of calendar days or of working days.
func TestLeastDays(t *testing.T) {
	for typed, want := range map[string]string{"7": "", "7天": "", "7个自然日": "", "5个工作日": "", "五天": "record/want-int"} {
		var rep problem.Report
		Load(record.Open(record.File{Path: "processes.yaml", Data: []byte("- 名称: 我镇\n  步骤: [{名称: 公示, 公示: 是, 最少天数: " + typed + "}]\n")}), &rep)
		if codes(&rep) != want {
			t.Errorf("%s: %q, want %q", typed, codes(&rep), want)
		}
	}
}

// A process without a deciding step goes on after its notice: 公示期满 is not the last
// word on a contract that was signed since.
func TestWithoutDecisionTheLaterStepCounts(t *testing.T) {
	var rep problem.Report
	p := Load(nil, &rep).Get("合同清理", problem.Pos{}, &rep)
	day := func(m, d int) village.Date { return village.DateOf(2024, m, d) }
	c := Case{Subject: "合同一", Period: village.Period{From: day(5, 6), To: day(5, 12), Objection: &village.Hotline{Number: "0358-1234567"}},
		Steps: []Taken{{Step: "摸排", Date: day(3, 1)}, {Step: "签订", Date: day(5, 20)}}}
	for _, want := range []struct {
		day  village.Date
		text string
	}{{day(5, 6), "公示中,还剩6天"}, {day(5, 13), "公示期满"}, {day(5, 20), "已签订"}} {
		if got := p.Judge(c, want.day, &rep); got.Text != want.text {
			t.Errorf("%s: %s, want %s", want.day, got.Text, want.text)
		}
	}
	if rep.Failed() {
		t.Error(rep.Problems())
	}
}

// 1 to 5 May off, Saturday 11 May worked: working days leave out the holidays and
// weekends and count the Saturday. Both ways of counting are computed, the shorter one
// must do.
func TestWorkingDays(t *testing.T) {
	var rep problem.Report
	c := village.LoadCalendar(record.Open(record.File{Path: "holidays.yaml",
		Data: []byte("节假日:\n  2024: {放假: [2024-05-01至2024-05-05], 调休上班: [2024-04-28, 2024-05-11]}\n")}), &rep)
	for _, test := range []struct{ least, from, to, want string }{
		{"7个工作日", "2024-05-06", "2024-05-14", ""},                       // 6–11 May and 13–14: 8, or 7
		{"7个工作日", "2024-05-06", "2024-05-13", "step/period-short-work"}, // 7, or 6
		{"7", "2024-05-06", "2024-05-13", ""},                           // 8, or 7 calendar days
		{"2个工作日", "2024-04-27", "2024-04-29", ""},                       // a Saturday, a Sunday that is worked, a Monday
		{"1个工作日", "2024-04-30", "2024-05-05", "step/period-short-work step/ends-on-holiday"},
		{"1", "2024-04-30", "2024-05-05", "step/ends-on-holiday"},
		{"2个工作日", "2024-12-30", "2025-01-03", "calendar/missing"}, // nobody knows the holidays of 2025
		{"2", "2024-12-30", "2025-01-03", ""},
	} {
		var rep problem.Report
		ps := Load(record.Open(record.File{Path: "processes.yaml", Data: []byte("- 名称: 我镇\n  步骤: [{名称: 公示, 公示: 是, 最少天数: " + test.least + "}]\n")}), &rep)
		ps.Counting(c).Get("我镇", problem.Pos{}, &rep).CheckPeriod(notice(test.from, test.to), &rep)
		if codes(&rep) != test.want {
			t.Errorf("%s %s–%s: %q, want %q", test.least, test.from, test.to, codes(&rep), test.want)
		}
	}
	if rep.Len() > 0 {
		t.Error(codes(&rep))
	}
}
