package deadline

import (
	"strings"
	"testing"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

func day(s string) village.Date {
	d, _ := village.ParseISO(s)
	return d
}

func days(list string) (out []village.Date) {
	for _, s := range strings.Fields(list) {
		out = append(out, day(s))
	}
	return out
}

func load(text string) (Profiles, string) {
	var rep problem.Report
	var doc *record.Doc
	if text != "" {
		doc = record.Open(record.File{Path: "deadlines.yaml", Data: []byte(text)})
	}
	ps := Load(doc, &rep)
	var s []string
	for _, p := range rep.Problems() {
		s = append(s, p.Code)
	}
	return ps, strings.Join(s, " ")
}

// Every item and every figure that is shipped says where it comes from; the provinces
// are those whose rules were read.
func TestShippedProfilesHaveABasis(t *testing.T) {
	ps, codes := load("")
	if codes != "" || ps.Names() != "全国、重庆、上海、山东、陕西、四川、浙江" {
		t.Error(codes, ps.Names())
	}
	for _, p := range ps {
		if p.Basis == "" {
			t.Error(p.Name)
		}
		for _, it := range p.Items {
			if it.Basis == "" {
				t.Errorf("%s: %s", p.Name, it.Name)
			}
		}
	}
}

// The figures of the provinces, as domain/rules.md has them.
func TestFiguresOfTheProvinces(t *testing.T) {
	ps, _ := load("")
	for _, test := range []struct {
		name             string
		up, reply, upper int
		finance          Cycle
		due              string // of the finances of the first quarter, or of March
	}{
		{"全国", 0, 0, 0, Quarterly, "2024-03-31"},
		{"重庆", 10, 3, 10, Quarterly, "2024-04-15"},
		{"上海", 0, 15, 15, Quarterly, "2024-03-31"},
		{"山东", 0, 0, 0, Monthly, "2024-03-31"},
		{"陕西", 0, 0, 0, Quarterly, "2024-03-31"},
		{"四川", 0, 10, 20, Quarterly, "2024-03-31"},
		{"浙江", 0, 0, 0, Quarterly, "2024-03-31"},
	} {
		p, up := ps.For(test.name, "village"), ps.For(test.name, "town")
		if p.Up.N != test.up || p.Reply != test.reply || up.Reply != test.upper {
			t.Errorf("%s: %v %d %d", test.name, p.Up, p.Reply, up.Reply)
		}
		for _, it := range p.Items {
			if it.Name != "财务收支" {
				continue
			}
			span, _ := it.Cycle.SpanOf(day("2024-03-31"))
			if due, _ := it.By.Of(span, nil); it.Cycle != test.finance || due.ISO() != test.due {
				t.Errorf("%s: %s %s", test.name, it.Cycle, due.ISO())
			}
		}
	}
	if p := ps.For("", "village"); p.Name != "全国" {
		t.Error(p.Name)
	}
	for _, it := range ps.For("浙江", "village").Items {
		if it.Name == "社会救助申请" && it.Up.N != 7 {
			t.Error(it.Up)
		}
	}
}

// A site adds profiles and replaces shipped ones; what a profile extends is worked in.
func TestOwnProfiles(t *testing.T) {
	ps, codes := load(`方案:
  - 名称: 我县
    沿用: 重庆
    答复天数: 5
    事项:
      - {名称: 财务收支, 周期: 月, 截止: 次月15日, 板块: [集体收支], 依据: 县里通知}
      - {名称: 水费, 周期: 季, 截止: 20个工作日内}
  - 名称: 山东
    依据: 自己写的
`)
	if codes != "" {
		t.Fatal(codes)
	}
	p := ps.For("我县", "village")
	if p.Up.N != 10 || p.Reply != 5 || p.UpperReply != 10 || len(p.Items) != len(ps.For("重庆", "village").Items)+1 {
		t.Errorf("%+v", p)
	}
	if shandong := ps.For("山东", "village"); len(shandong.Items) != 0 {
		t.Error(shandong.Items)
	}
	for text, want := range map[string]string{
		"- {名称: 甲, 沿用: 山西}":                               "deadline/unknown",
		"- {名称: 甲, 沿用: 乙}\n- {名称: 乙, 沿用: 甲}":              "deadline/circle deadline/circle",
		"- {名称: 甲, 事项: [{名称: 账, 周期: 年}]}":                 "record/not-one-of",
		"- {名称: 甲, 事项: [{名称: 账, 周期: 月, 截止: 月底}]}":         "deadline/by",
		"- {名称: 甲, 事项: [{名称: 账, 周期: 月, 截止: 明年15日}]}":      "deadline/by",
		"- {名称: 甲, 事项: [{名称: 账, 周期: 月, 截止: 次季首月15日}]}":    "deadline/by-cycle",
		"- {名称: 甲, 事项: [{名称: 账, 周期: 月}, {名称: 账, 周期: 季}]}": "deadline/same-item",
	} {
		if _, got := load(text + "\n"); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// Quarters, months and last days around ends of years and in leap years.
func TestPeriods(t *testing.T) {
	tenth, fifteenth, end := By{Term: village.Term{N: 10}}, By{Day: 15}, By{Day: 31}
	for _, test := range []struct {
		cycle              Cycle
		on, name, from, to string
		by                 By
		due                string
	}{
		{Quarterly, "2024-01-01", "2024年第一季度", "2024-01-01", "2024-03-31", fifteenth, "2024-04-15"},
		{Quarterly, "2023-12-31", "2023年第四季度", "2023-10-01", "2023-12-31", fifteenth, "2024-01-15"},
		{Quarterly, "2024-09-30", "2024年第三季度", "2024-07-01", "2024-09-30", By{}, "2024-09-30"},
		{Monthly, "2024-02-29", "2024年2月", "2024-02-01", "2024-02-29", tenth, "2024-03-10"},
		{Monthly, "2023-02-28", "2023年2月", "2023-02-01", "2023-02-28", fifteenth, "2023-03-15"},
		{Monthly, "2024-01-31", "2024年1月", "2024-01-01", "2024-01-31", end, "2024-02-29"},
		{Monthly, "2023-01-15", "2023年1月", "2023-01-01", "2023-01-31", end, "2023-02-28"},
		{Monthly, "2023-12-05", "2023年12月", "2023-12-01", "2023-12-31", tenth, "2024-01-10"},
	} {
		s, _ := test.cycle.SpanOf(day(test.on))
		due, _ := test.by.Of(s, nil)
		if s.Name() != test.name || s.From.ISO() != test.from || s.To.ISO() != test.to || due.ISO() != test.due {
			t.Errorf("%s: %s %s–%s, due %s", test.on, s.Name(), s.From.ISO(), s.To.ISO(), due.ISO())
		}
	}
	s, _ := Quarterly.SpanOf(day("2024-01-01"))
	if p := Quarterly.before(s); p.From.ISO() != "2023-10-01" || p.To.ISO() != "2023-12-31" {
		t.Error(p)
	}
	if _, missing := (By{Term: village.Term{N: 20, Working: true}}).Of(s, nil); missing != 2024 {
		t.Error(missing)
	}
}

// How the first and the second quarter stand under a rule of "the 15th after it", and
// under one without a day.
func TestJudge(t *testing.T) {
	for _, test := range []struct {
		name, by, dated, acts, today, want string
	}{
		{"nothing ever", "次季首月15日", "", "", "2024-06-01", "二 nodata"},
		{"old entries only", "次季首月15日", "2023-11-03", "", "2024-04-15", "一 awaited 二 awaited"},
		{"the day after", "次季首月15日", "2023-11-03", "", "2024-04-16", "一 late 二 awaited"},
		{"entries of March", "次季首月15日", "2024-03-03", "", "2024-06-01", "一 published 2024-03-03 二 awaited"},
		{"a notice in time", "次季首月15日", "", "2024-04-10", "2024-06-01", "一 published 2024-04-10 二 awaited"},
		{"a notice too late is one of its own quarter", "次季首月15日", "2023-12-01", "2024-04-16", "2024-06-01", "一 late 二 published 2024-04-16"},
		{"one notice serves once", "次季首月15日", "2024-02-01", "2024-04-10", "2024-06-01", "一 published 2024-02-01 二 published 2024-04-10"},
		{"a chain of notices", "次季首月15日", "", "2024-01-10 2024-04-10", "2024-06-01", "一 published 2024-04-10 二 awaited"},
		{"no day: the quarter itself", "", "2024-02-01", "2024-04-10", "2024-06-01", "一 published 2024-02-01 二 published 2024-04-10"},
		{"of what was before the first word nothing is said", "次季首月15日", "2024-04-20", "", "2024-06-01", "二 published 2024-04-20"},
		{"no day: late when it is over", "", "2023-02-01", "", "2024-06-01", "一 late 二 awaited"},
		{"what is to come says nothing", "", "2024-06-02", "2024-07-01", "2024-06-01", "二 nodata"},
		{"the first of the year", "次季首月15日", "2023-12-31", "", "2024-01-01", "四 published 2023-12-31 一 awaited"},
		{"leap day", "次季首月15日", "2024-02-29", "", "2024-02-29", "一 published 2024-02-29"},
	} {
		text := "- {名称: 甲, 事项: [{名称: 账, 周期: 季, 截止: " + test.by + "}]}\n"
		ps, _ := load(text)
		it := ps.For("甲", "village").Items[0]
		var got []string
		for _, d := range it.Judge(Evidence{Dated: days(test.dated), Acts: days(test.acts)}, day(test.today), nil) {
			got = append(got, village.HanNumeral((d.Span.From.Month()+2)/3), string(d.Status))
			if d.Last != 0 {
				got = append(got, d.Last.ISO())
			}
		}
		if s := strings.Join(got, " "); s != test.want {
			t.Errorf("%s: %s, want %s", test.name, s, test.want)
		}
	}
}

// A term may be longer than the period: what is due in March of January does not vanish
// on the first of March.
func TestTermsLongerThanTheirPeriod(t *testing.T) {
	ps, rep := load("- {名称: 甲, 事项: [{名称: 账, 周期: 月, 截止: 45日内}]}\n")
	if rep != "" {
		t.Fatal(rep)
	}
	it := ps.For("甲", "village").Items[0]
	for today, want := range map[string]string{
		"2024-03-01": "2024年1月 awaited 2024年2月 awaited 2024年3月 awaited",
		"2024-03-17": "2024年1月 late 2024年2月 awaited 2024年3月 awaited",
		"2024-04-01": "2024年2月 awaited 2024年3月 awaited 2024年4月 awaited",
	} {
		var got []string
		for _, d := range it.Judge(Evidence{Dated: days("2023-06-01")}, day(today), nil) {
			got = append(got, d.Span.Name(), string(d.Status))
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: %s", today, s)
		}
	}
}

// A notice that says which period it is about counts for that one only, however late.
func TestNoticesThatSayTheirPeriod(t *testing.T) {
	ps, _ := load("- {名称: 甲, 事项: [{名称: 账, 周期: 季, 截止: 次季首月15日}]}\n")
	it := ps.For("甲", "village").Items[0]
	first := Span{day("2024-01-01"), day("2024-03-31")}
	e := Evidence{Dated: days("2023-12-01"), Said: []Said{{day("2024-05-20"), first}}}
	for today, want := range map[string]Status{"2024-05-19": Late, "2024-05-20": Published} {
		list := it.Judge(e, day(today), nil)
		if list[0].Span != first || list[0].Status != want || list[1].Status != Awaited {
			t.Errorf("%s: %+v", today, list)
		}
	}
}

// The shipped boards are called as the program calls them.
func TestShippedBoardsAreKnown(t *testing.T) {
	var titles []string
	for _, w := range strings.Fields("grid points star outcome post team contract income meeting errand task honour question") {
		titles = append(titles, words.T(w+".title"))
	}
	ps, _ := load("")
	for _, p := range ps {
		for _, it := range p.Items {
			for _, b := range it.Boards {
				if !strings.Contains(strings.Join(titles, " "), b) {
					t.Error(b)
				}
			}
		}
	}
}
