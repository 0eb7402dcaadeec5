package star

import (
	"strings"
	"testing"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/step"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// unit computes the board of a unit: files are the texts of its year 2024 by name,
// below what the boards of the units under it say.
func unit(name string, households int, files map[string]string, below ...board.Child) (child board.Child, said string) {
	var rep problem.Report
	u := &village.Unit{Name: name, Level: "village", Hotline: &village.Hotline{Number: "0358-1234567"}}
	if len(below) > 0 {
		u.Level = "town"
	}
	if households > 0 {
		u.Households = village.Count(households)
	}
	u.LoadRegisters(nil, &rep)
	in := &board.Input{Unit: u, Defaults: Kind.Defaults, Today: village.DateOf(2024, 6, 10), Processes: step.Load(nil, &rep), Children: below, Report: &rep}
	var docs []*record.Doc
	for _, path := range []string{"2024.yaml", "2024-户.csv"} {
		if text, ok := files[path]; ok {
			docs = append(docs, record.Open(record.File{Path: path, Data: []byte(text)}))
		}
	}
	if len(docs) > 0 {
		in.Years = []board.YearDocs{{Year: 2024, Docs: docs}}
	}
	child.Unit = u
	if b := Kind.Read(in); b != nil {
		child.Summary = b.Summary()
	}
	var lines []string
	for _, p := range rep.Problems() {
		lines = append(lines, words.Say(p).Cause)
	}
	return child, strings.Join(lines, "\n")
}

func yaml(s string) map[string]string { return map[string]string{"2024.yaml": s} }

func sumOf(t *testing.T, c board.Child) *Sum {
	t.Helper()
	if c.Summary == nil {
		t.Fatal(c.Unit.Name, "reports nothing")
	}
	return c.Summary.(board.Sums[Sum])[2024]
}

// A town's own figures are checked against its villages', and never added to them.
func TestTypedFiguresOfAParentAreChecked(t *testing.T) {
	a, _ := unit("A村", 150, yaml("计数: {五星: 30}\n申报户数: 140\n"))
	b, _ := unit("B村", 150, yaml("计数: {五星: 40}\n申报户数: 130\n"))
	for typed, want := range map[string]string{
		"申报户数: 270\n":             "",
		"计数: {五星: 70, 合计: 70}\n":  "",
		"流程: 五步法\n":               "",
		"申报户数: 280\n":             "申报户数写的是 280，程序算出来是 270（差 +10）",
		"计数: {五星: 60}\n":          "五星写的是 60，程序算出来是 70（差 −10）",
		"计数: {合计: 71}\n":          "星级户合计写的是 71，程序算出来是 70（差 +1）",
		"户: [{户: 示例户, 得星: 五星}]\n": "",
	} {
		town, said := unit("镇", 300, yaml(typed), a, b)
		if said != want {
			t.Errorf("%s: said %q, want %q", typed, said, want)
		}
		total := 70
		if strings.Contains(typed, "示例户") {
			total = 71 // a row of its own is added
		}
		if s := sumOf(t, town); s.total().Int() != total || s.Applicants.Int() != 270 {
			t.Errorf("%s: %s households, %s applied", typed, s.total().Figure(), s.Applicants.Figure())
		}
	}
}

// What only the town knows stands.
func TestApplicantsThatOnlyTheParentKnows(t *testing.T) {
	a, _ := unit("A村", 150, yaml("计数: {五星: 30}\n"))
	town, said := unit("镇", 150, yaml("申报户数: 120\n"), a)
	if s := sumOf(t, town); said != "" || s.Applicants.Int() != 120 {
		t.Errorf("%s applied; %s", s.Applicants.Figure(), said)
	}
}

// One village that says how many applied does not speak for the town: what the town
// types stands, unless the village alone has more; nothing typed, nothing known.
func TestApplicantsThatOneVillageSays(t *testing.T) {
	a, _ := unit("A村", 150, yaml("计数: {五星: 30}\n申报户数: 40\n"))
	b, _ := unit("B村", 150, yaml("计数: {五星: 40}\n"))
	for typed, want := range map[string]struct {
		applied int
		said    string
	}{
		"申报户数: 270\n": {270, ""},
		"合计: 70\n":    {0, ""},
		"申报户数: 30\n":  {30, "申报户数写的总数是 30，列出来的有 40，比总数还多"},
	} {
		town, said := unit("镇", 300, yaml(typed), a, b)
		if s := sumOf(t, town); s.Applicants.Int() != want.applied || said != want.said {
			t.Errorf("%s: %d applied; %s", typed, s.Applicants.Int(), said)
		}
	}
}

// A file that says nothing reports nothing.
func TestEmptyFileReportsNothing(t *testing.T) {
	const empty = "这一年没有名单，也没有计数，算作未报"
	for name, files := range map[string]map[string]string{
		"a comment":                  yaml("# 空\n"),
		"a header":                   {"2024-户.csv": "户,得星\n"},
		"a head without a list":      yaml("流程: 五步法\n星种: [勤劳敬业]\n"),
		"applications alone":         yaml("申报户数: 140\n"),
		"an unknown process besides": yaml("流程: 五步\n"),
	} {
		if c, said := unit("A村", 150, files); c.Summary != nil || said != empty {
			t.Errorf("%s: %v, said %q", name, c.Summary, said)
		}
	}
	if c, said := unit("A村", 150, yaml("合计: 0\n")); c.Summary == nil || said != "" {
		t.Errorf("nobody holds a star: %v, said %q", c.Summary, said)
	}
	if c, said := unit("A村", 150, yaml("户: 无\n")); c.Summary != nil || strings.Contains(said, empty) {
		t.Errorf("a file with a mistake: %v, said %q", c.Summary, said)
	}
}

// A county's share counts the households of a town by its villages when the town does
// not say.
func TestHouseholdsOfATownByItsVillages(t *testing.T) {
	a, _ := unit("A村", 150, yaml("计数: {五星: 30}\n"))
	b, _ := unit("B村", 150, yaml("计数: {五星: 40}\n"))
	town, _ := unit("镇", 0, nil, a, b)
	other, _ := unit("二镇", 100, nil)
	county, _ := unit("县", 0, nil, town, other)
	if s := sumOf(t, county); s.Households.Int() != 400 {
		t.Error("households:", s.Households.Figure())
	}
}

// The sheet that villages keep: one column for each kind of star.
func TestColumnsOfTicks(t *testing.T) {
	c, said := unit("A村", 150, map[string]string{
		"2024.yaml":  "星种: [勤劳敬业, 孝老爱亲, 团结友善]\n公示: {公示起: 2024-05-06, 公示止: 2024-05-12}\n",
		"2024-户.csv": "户主,组,勤劳敬业,孝老爱亲,团结友善,定级日期\n张三,1组,√,√,,2024-05-14\n李四,2组,√,1,√,2024-05-14\n王五,2组,×,×,×,2024-05-14\n",
	})
	if s := sumOf(t, c); said != "" || s.Levels[2].Int() != 1 || s.Levels[3].Int() != 1 || s.total().Int() != 2 {
		t.Errorf("%s; said %q", s.total().Figure(), said)
	}
}

// F5: a village goes by two names. A town's total for it is checked by either; one that no
// village has is asked about.
func TestTotalsOfVillagesByName(t *testing.T) {
	wangwu, _ := unit("王吴村", 150, yaml("计数: {五星: 30}\n"))
	wangwu.Unit.Aliases = []string{"王吴堡村"}
	empty, _ := unit("南屯村", 150, nil)
	for typed, want := range map[string]string{
		"王吴村: 30":  "",
		"王吴堡村: 30": "",
		"王吴堡村: 31": "王吴村写的是 31，程序算出来是 30（差 +1）",
		"南囤村: 5":   "下面没有“南囤村”这个单位，是不是“南屯村”？",
		"南屯村: 5":   "南屯村还没有报，写的 5 没法核对",
		"六里桥镇: 5":  "“六里桥镇”不是星级",
	} {
		if _, said := unit("镇", 0, yaml("合计: {"+typed+"}\n"), wangwu, empty); said != want {
			t.Errorf("%s: %s, want %s", typed, said, want)
		}
	}
}
