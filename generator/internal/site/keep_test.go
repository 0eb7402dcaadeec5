package site

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// remove deletes a file or folder of the site.
func (b *bench) remove(name string) {
	b.t.Helper()
	if err := os.RemoveAll(filepath.Join(b.dir, filepath.FromSlash(name))); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) rename(from, to string) {
	b.t.Helper()
	at := func(name string) string { return filepath.Join(b.dir, filepath.FromSlash(name)) }
	if err := os.Rename(at(from), at(to)); err != nil {
		b.t.Fatal(err)
	}
}

// unchanged checks that the pages below a folder are what they were, manifests and
// build.json apart.
func (b *bench) unchanged(before map[string]string, folder string) {
	b.t.Helper()
	after := b.tree("public")
	for name, text := range before {
		if strings.HasPrefix(name, folder) && strings.HasSuffix(name, ".html") && after[name] != text {
			b.t.Errorf("%s is not what it was", name)
		}
	}
	for name := range after {
		if _, had := before[name]; strings.HasPrefix(name, folder) && !had {
			b.t.Errorf("%s is new", name)
		}
	}
}

func (b *bench) reported(r *Report, want string) {
	b.t.Helper()
	if !strings.Contains(codes(r), want) {
		b.t.Errorf("%q is not among\n%s", want, codes(r))
	}
	for _, p := range r.Problems {
		if p.File == "" {
			b.t.Errorf("%s has no file", p.Code)
		}
	}
}

const badPoints = "流水:\n  - {日期: 2024-02-30, 对象: M1, 事项: 清扫, 分值: 99}\n"

// Nobody can take the address of a unit whose pages stand there.
func TestOnesMistakeTakesNobodysAddress(t *testing.T) {
	for name, forget := range map[string][]string{
		"as ever":               nil,
		"without good input":    {"public.work"},
		"without pages":         {"public"},
		"without either before": {"public", "public.work"},
	} {
		t.Run(name, func(t *testing.T) {
			b := unpack(t, town)
			b.build()
			before := b.tree("public")
			for _, f := range forget {
				b.remove(f)
			}
			// jia stands before yi in the order of folders
			b.write("data/zhen/jia/unit.yaml", "名称: 甲村\n级别: 村\n总户数: 100\n网址名: yi\n")
			r := b.build()
			b.reported(r, "data/zhen/jia/unit.yaml:4:6 unit/same-address")
			b.unchanged(before, "zhen/yi/")
			if len(forget) < 2 {
				b.unchanged(before, "zhen/jia/")
			}
			b.write("data/zhen/jia/unit.yaml", "名称: 甲村\n级别: 村\n总户数: 100\n网址名: help\n")
			b.reported(b.rebuild(), "data/zhen/jia/unit.yaml:4:6 unit/reserved-address")
			b.unchanged(before, "zhen/yi/")
			if len(forget) < 2 {
				b.unchanged(before, "zhen/jia/")
			}
		})
	}
}

func TestAFolderThatDiffersByCaseTakesNobodysAddress(t *testing.T) {
	b := unpack(t, town)
	b.build()
	before := b.tree("public")
	b.write("data/zhen/Jia/unit.yaml", "名称: 另一个甲村\n级别: 村\n")
	r := b.rebuild()
	b.reported(r, "data/zhen/Jia/unit.yaml unit/same-address")
	b.unchanged(before, "zhen/jia/")
	if !slices.Equal(r.Unshown, []string{"data/zhen/Jia"}) {
		t.Errorf("without pages: %v", r.Unshown)
	}
}

// A unit may take the address that another one leaves, and two may swap.
func TestAddressesMayBeSwapped(t *testing.T) {
	b := unpack(t, town)
	b.build()
	b.write("data/zhen/jia/unit.yaml", "名称: 甲村\n级别: 村\n总户数: 100\n网址名: yi\n")
	b.write("data/zhen/yi/unit.yaml", "名称: 乙村\n级别: 村\n总户数: 100\n网址名: jia\n")
	if r := b.rebuild(); r.Errors() > 0 || !b.has("public/zhen/yi/index.html", "甲村") || !b.has("public/zhen/jia/index.html", "乙村") {
		t.Error(codes(r))
	}
	// one of them cannot stay: the other keeps what it has
	b.write("data/zhen/jia/unit.yaml", "名称: 甲村\n级别: 村\n总户数: 100\n网址名: jia\n")
	r := b.rebuild()
	b.reported(r, "data/zhen/jia/unit.yaml:4:6 unit/same-address")
	if !b.has("public/zhen/yi/index.html", "甲村") || !b.has("public/zhen/jia/index.html", "乙村") {
		t.Error("the pages moved")
	}
}

// What holds for all units has its last good version like what holds for one.
func TestSettingsAndRulesHaveALastGoodVersion(t *testing.T) {
	b := unpack(t, town)
	b.write("data/rules/processes.yaml", "流程:\n  - {名称: 本镇评星, 步骤: [{名称: 晒, 公示: 是}, {名称: 定, 决定: 是, 日期栏: 定级日期, 状态词: 已定级}]}\n")
	b.write("data/zhen/jia/stars/2024.yaml", "流程: 本镇评星\n户:\n  - {户: 示例户甲, 得星: 5, 公示起: 2024-05-01, 公示止: 2024-05-08, 定级日期: 2024-05-10}\n")
	if r := b.build(); r.Errors() > 0 {
		t.Fatal(codes(r))
	}
	before := b.tree("public")
	if !strings.Contains(before["zhen/jia/star/index.html"], "示例户甲") {
		t.Fatal("nobody on the honour roll")
	}
	site, rules := b.read("data/site.yaml"), b.read("data/rules/processes.yaml")
	for name, f := range map[string][2]string{
		"site.yaml damaged":          {"data/site.yaml", "名称: 试验\n 网址: https\n"},
		"site.yaml with a number":    {"data/site.yaml", "名称: 试验11010519491231002X\n网址: https://gongshi.example/zhen\n"},
		"a zone that is none":        {"data/site.yaml", site + "时区: 北京\n"},
		"processes.yaml damaged":     {"data/rules/processes.yaml", "流程:\n  - {名称: 本镇评星, 步骤: []}\n"},
		"processes.yaml no yaml":     {"data/rules/processes.yaml", "流程: [\n"},
		"processes.yaml with number": {"data/rules/processes.yaml", rules + "# 11010519491231002X\n"},
		"the process renamed":        {"data/rules/processes.yaml", strings.ReplaceAll(rules, "本镇评星", "我镇评星")},
		"site.yaml twice":            {"data/网站.yaml", "名称: 另一个\n"},
		"processes.yaml twice":       {"data/rules/流程.yaml", "流程: []\n"},
	} {
		t.Run(name, func(t *testing.T) {
			b.t = t
			b.write(f[0], f[1])
			r := b.build()
			if r.Errors() == 0 {
				t.Error("no error")
			}
			b.reported(r, "")
			b.unchanged(before, "zhen/jia/")
			if name != "the process renamed" { // good rules have a version of their own
				b.unchanged(before, "")
			}
			b.remove("data/网站.yaml")
			b.remove("data/rules/流程.yaml")
			b.write("data/site.yaml", site)
			b.write("data/rules/processes.yaml", rules)
			if r := b.rebuild(); r.Errors() > 0 {
				t.Error(codes(r))
			}
			b.unchanged(before, "")
		})
	}
	b.t = t
	b.remove("data/rules")
	if r := b.build(); r.Errors() == 0 || !slices.Equal(r.Broken, []string{"甲村"}) {
		t.Errorf("processes.yaml in use was deleted: %v\n%s", r.Broken, codes(r))
	}
	b.unchanged(before, "zhen/jia/")
}

// Without any good version nobody can say how the units should look: what stands stays.
func TestWithoutGoodSettingsEverythingStays(t *testing.T) {
	b := unpack(t, town)
	b.build()
	before := b.tree("public")
	b.remove("public.work")
	b.write("data/site.yaml", "名称: 试验\n网址: 无\n")
	r := b.build()
	if !r.NoCommon || len(r.Held) != 3 {
		t.Errorf("held: %v", r.Held)
	}
	b.unchanged(before, "")
	b.remove("public.work")
	b.remove("public")
	if r := b.build(); r.Published || b.has("public/index.html", "") {
		t.Error("published without knowing the settings")
	}
}

// A unit with an error and without a good input keeps its pages until something on them
// expires; then they go, and a home that says why stays.
func TestWithoutGoodInputPagesStayUntilSomethingExpires(t *testing.T) {
	for _, file := range [][2]string{
		{"data/zhen/jia/points/2024.yaml", badPoints},
		{"data/zhen/jia/unit.yaml", "名称: 甲村\n级别: 甲级\n"},
	} {
		b := unpack(t, town)
		b.write("data/zhen/jia/unit.yaml", "名称: 甲村\n级别: 村\n总户数: 100\n网址名: jiacun\n")
		b.write("data/zhen/jia/stars/2024.yaml", "户:\n  - {户: 示例户甲, 得星: 5, 公示起: 2024-06-01, 公示止: 2024-06-07}\n")
		b.build()
		before := b.tree("public")
		b.remove("public.work")
		b.write(file[0], file[1])
		b.asOf = "2024-06-07"
		if r := b.build(); !slices.Equal(r.Held, []string{"甲村"}) {
			t.Errorf("held: %v, broken %v\n%s", r.Held, r.Broken, codes(r))
		}
		b.unchanged(before, "zhen/jiacun/")
		b.asOf = "2024-06-08"
		b.build()
		for _, dir := range []string{"public", "public.local"} {
			for name, text := range b.tree(dir) {
				if strings.Contains(text, "示例户甲") || strings.HasPrefix(name, "zhen/jiacun/") && strings.Contains(text, "示例党员") {
					t.Errorf("%s/%s still names who was on notice", dir, name)
				}
			}
		}
		if home := b.read("public/zhen/jiacun/index.html"); !strings.Contains(home, "先撤下来") || !strings.Contains(home, "甲村") || strings.Contains(home, "没有正在公示") {
			t.Errorf("the home does not say why:\n%s", home)
		}
		scanTree(t, b.tree("public"))
		if r := b.build(); r.Written+r.Removed > 0 {
			t.Errorf("written again: %v", r.Sections)
		}
	}
}

// The root's pages are among the site's own.
func TestARootUnitIsHeldToo(t *testing.T) {
	b := unpack(t, town)
	b.write("data/unit.yaml", "名称: 示例县\n级别: 县\n")
	b.write("data/outcomes.yaml", "成果:\n  - {名称: 修路, 数量: 300, 单位: 米}\n")
	b.write("data/stars/2024.yaml", "户:\n  - {户: 示例户丁, 得星: 5, 公示起: 2024-06-01, 公示止: 2024-06-07, 异议电话: 0351-1234567}\n")
	b.write("content/about.md", "# 关于\n\n谁办的。\n")
	b.build()
	before := b.tree("public")
	b.remove("public.work")
	b.write("data/outcomes.yaml", "成果:\n  - {名称: 修路, 数量: 若干, 单位: 米}\n")
	b.write("content/about.md", "---\n标题: 关于\n身份证: 11010519491231002X\n---\n\n别人办的。\n")
	if r := b.build(); !slices.Equal(r.Held, []string{"示例县"}) {
		t.Errorf("held: %v", r.Held)
	}
	b.unchanged(before, "")
	b.asOf = "2024-06-08"
	for range 2 {
		b.build()
		for name, text := range b.tree("public") {
			if strings.Contains(text, "示例户丁") {
				t.Errorf("%s still names who was on notice", name)
			}
		}
		if !b.has("public/index.html", "先撤下来") || b.has("public/about/index.html", "") || b.has("public/outcome/index.html", "") {
			t.Errorf("the home does not stand alone: %v", slices.Sorted(keysOf(b.tree("public"))))
		}
		b.unchanged(before, "zhen/jia/")
	}
}

func TestUnitsThatGoTakeTheirPagesWithThem(t *testing.T) {
	b := unpack(t, town)
	b.build()
	b.remove("data/zhen/yi")
	b.build()
	for name := range b.tree("public") {
		if strings.HasPrefix(name, "zhen/yi/") {
			t.Errorf("%s is left", name)
		}
	}
	if b.has("public/zhen/index.html", "乙村") {
		t.Error("the township still lists the village")
	}
}

// What a unit or page that is gone left does not come back with the next of its name.
func TestTheDeletedDoesNotComeBack(t *testing.T) {
	b := unpack(t, town)
	b.write("content/about.md", "# 关于\n\n谁办的。\n")
	b.build()
	unit := b.read("data/zhen/yi/unit.yaml")
	b.remove("data/zhen/yi")
	b.remove("content/zhen/yi")
	b.remove("content/about.md")
	b.build() // a new process, which never saw them
	b.write("data/zhen/yi/unit.yaml", unit)
	b.write("data/zhen/yi/points/2024.yaml", "流水：乱\n")
	b.write("content/about.md", "---\n身份证: 11010519491231002X\n---\n\n别人办的。\n")
	r := b.build()
	if !slices.Equal(r.Unshown, []string{"乙村"}) {
		t.Errorf("without pages: %v, broken %v", r.Unshown, r.Broken)
	}
	for name := range b.tree("public") {
		if strings.HasPrefix(name, "zhen/yi/") || strings.HasPrefix(name, "about/") {
			t.Errorf("%s came back", name)
		}
	}
}

// A folder with data whose unit.yaml has got another name is still a unit.
func TestALostUnitYAMLIsAnError(t *testing.T) {
	for _, forget := range []string{"nothing", "public.work"} {
		b := unpack(t, town)
		b.build()
		before := b.tree("public")
		b.remove(forget)
		b.rename("data/zhen/jia/unit.yaml", "data/zhen/jia/unit.yaml.txt")
		r := b.build()
		b.reported(r, "data/zhen/jia source/unit-lost")
		b.unchanged(before, "zhen/jia/")
		if n := len(r.Broken) + len(r.Held); n != 1 {
			t.Errorf("%d units fell back", n)
		}
		b.rename("data/zhen/jia/unit.yaml.txt", "data/zhen/jia/unit.yaml")
		if r := b.rebuild(); r.Errors() > 0 {
			t.Error(codes(r))
		}
		b.unchanged(before, "")
	}
}

// What cannot be read, or have a name on every disk, is a mistake of its unit.
func TestOnesMistakeStopsNobody(t *testing.T) {
	long := strings.Repeat("长", 80)
	for name, do := range map[string]func(b *bench) string{
		"a device of Windows": func(b *bench) string {
			b.write("content/zhen/jia/notices/aux.md", "---\n标题: 通知\n---\n正文\n")
			return "content/zhen/jia/notices/aux.md notice/bad-name"
		},
		"a page called so": func(b *bench) string {
			b.write("content/zhen/jia/con.md", "# 通知\n")
			return "content/zhen/jia/con.md notice/bad-name"
		},
		"a unit called so": func(b *bench) string {
			b.write("data/zhen/com1/unit.yaml", "名称: 丙村\n级别: 村\n")
			return "data/zhen/com1/unit.yaml unit/bad-address"
		},
		"a page where a unit stands": func(b *bench) string {
			b.write("content/zhen/jia.md", "# 甲村\n")
			return "content/zhen/jia.md notice/same-address"
		},
		"a page of the site in a unit": func(b *bench) string {
			b.write("data/zhen/jia/unit.yaml", "名称: 甲村\n级别: 村\n总户数: 100\n")
			b.write("data/bing/unit.yaml", "名称: 丙村\n级别: 村\n网址名: bingcun\n")
			b.write("content/bingcun/x.md", "# 丙村\n")
			return "content/bingcun/x.md notice/same-address"
		},
		"a page among the assets": func(b *bench) string {
			b.write("content/assets/x.md", "# 资料\n")
			return "content/assets/x.md unit/reserved-address"
		},
		"a file nobody may read": func(b *bench) string {
			b.closed("data/zhen/jia/members.yaml")
			return "data/zhen/jia/members.yaml source/unreadable"
		},
		"a unit.yaml nobody may read": func(b *bench) string {
			b.closed("data/zhen/jia/unit.yaml")
			return "data/zhen/jia/unit.yaml source/unreadable"
		},
		"a folder nobody may read": func(b *bench) string {
			b.closed("data/zhen/jia")
			return "data/zhen/jia source/unreadable"
		},
		"a folder of notices nobody may read": func(b *bench) string {
			b.closed("content/zhen/jia")
			return "content/zhen/jia source/unreadable"
		},
		"pages nobody may read": func(b *bench) string {
			b.closed("content/help")
			return "content/help source/unreadable"
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := unpack(t, town)
			b.write("content/help/start.md", "# 开始\n\n怎么用。\n")
			b.write("content/zhen/jia/notices/"+long+".md", "---\n标题: 通知\n---\n正文\n")
			b.build()
			before := b.tree("public")
			b.write("data/zhen/yi/points/2024.yaml", "办法: {公开: 是}\n流水:\n  - {日期: 2024-01-05, 对象: 示例党员丙, 事项: 清扫, 分值: 8}\n")
			want := do(b)
			r := b.build()
			b.reported(r, want)
			b.unchanged(before, "zhen/jia/")
			b.unchanged(before, "help/")
			if !b.has("public/zhen/yi/points/data.json", `"total":8`) {
				t.Error("the other village was not published")
			}
		})
	}
}

// closed takes the right to read away.
func (b *bench) closed(name string) {
	b.t.Helper()
	p := filepath.Join(b.dir, filepath.FromSlash(name))
	st, err := os.Stat(p)
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.Chmod(p, 0); err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { os.Chmod(p, st.Mode()) })
	if f, err := os.Open(p); err == nil {
		f.Close()
		b.t.Skip("this user may read everything")
	}
}

// A build that failed leaves nothing that the next one could rely on.
func TestAfterAFailedBuildEverythingIsLookedAt(t *testing.T) {
	b := unpack(t, town)
	b.build()
	stop, cancel := context.WithCancel(context.Background())
	cancel()
	b.write("data/zhen/yi/points/2024.yaml", "办法: {公开: 是}\n流水:\n  - {日期: 2024-01-05, 对象: 示例党员丙, 事项: 清扫, 分值: 8}\n")
	if _, err := b.site.BuildChanged(stop, []string{"data/zhen/yi/points/2024.yaml"}); err == nil {
		t.Fatal("built though stopped")
	}
	if _, err := b.site.BuildChanged(context.Background(), []string{"data/zhen/jia/members.yaml"}); err != nil {
		t.Fatal(err)
	}
	if !b.has("public/zhen/yi/points/data.json", `"total":8`) {
		t.Error("the edit is lost")
	}
}

// day builds on a day of the real clock.
func (b *bench) day(s string, build func() *Report) *Report {
	b.t.Helper()
	at, err := time.Parse(time.RFC3339, s+"T12:00:00+08:00")
	if err != nil {
		b.t.Fatal(err)
	}
	b.now = at
	return build()
}

// next is what the watcher does at midnight.
func (b *bench) next() *Report {
	b.t.Helper()
	r, err := b.site.BuildChanged(context.Background(), nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return r
}

func (b *bench) dated(want string) {
	b.t.Helper()
	text := b.read("public/zhen/jia/points/index.html")
	_, after, found := strings.Cut(text, "数据截至")
	if got, _, _ := strings.Cut(after, "。"); got != want || found != (want != "") {
		b.t.Errorf("on %s: 数据截至 %q, want %q", b.now.Format(time.DateOnly), got, want)
	}
}

func TestTheDayOfTheDataIsTrue(t *testing.T) {
	b := unpack(t, town)
	b.asOf = ""
	good := b.read("data/zhen/jia/points/2024.yaml")
	b.day("2024-06-01", b.build)
	b.day("2024-06-02", b.next) // a good day passes under a watcher
	b.write("data/zhen/jia/points/2024.yaml", badPoints)
	b.day("2024-06-02", b.rebuild)
	b.dated("")
	b.day("2024-06-03", b.next) // broken while it runs
	b.dated("2024年6月2日")
	b.day("2024-06-05", b.next)
	b.dated("2024年6月2日")

	// no day is noted: the day on which the good input was kept
	b.write("public.work/good/days.json", "{")
	b.asOf, b.now = "2999-01-01", time.Time{}
	b.build()
	b.dated(dateIn(time.Now(), time.FixedZone("", 8*60*60)).String()) // the site keeps the time of Beijing

	// a look ahead notes no day to come
	b.write("data/zhen/jia/points/2024.yaml", good)
	b.remove("public.work/good/days.json")
	b.asOf = "2024-12-01"
	b.day("2024-06-10", b.build)
	b.asOf = ""
	b.write("data/zhen/jia/points/2024.yaml", badPoints)
	b.day("2024-06-12", b.build)
	b.dated("2024年6月10日")
}

func TestAYearShowsWhenItBegins(t *testing.T) {
	b := unpack(t, town)
	b.asOf = ""
	b.write("data/zhen/yi/stars/2025.yaml", "户:\n  - {户: 示例户乙, 得星: 5}\n")
	b.write("data/zhen/jia/points/2025.yaml", "流水:\n  - {日期: 2025-01-01, 对象: M1, 事项: 清扫, 分值: 2}\n")
	b.day("2024-12-31", b.build)
	if b.has("public/zhen/jia/points/index.html", "2025年") || b.has("public/zhen/yi/index.html", "星级户") {
		t.Error("shown too early")
	}
	b.day("2025-01-01", b.next)
	if !b.has("public/zhen/jia/points/index.html", "2025年") || !b.has("public/zhen/yi/star/index.html", "示例户乙") {
		t.Error("not shown when it begins")
	}
}

// Both folders are made ready before the first is changed.
func TestBothOutputFoldersOrNone(t *testing.T) {
	b := unpack(t, town)
	b.build()
	before := b.tree("public")
	b.write("data/zhen/yi/points/2024.yaml", "办法: {公开: 是}\n流水:\n  - {日期: 2024-01-05, 对象: 示例党员丙, 事项: 清扫, 分值: 8}\n")
	b.remove("public.local/zhen/yi/kiosk/index.html")
	b.write("public.local/zhen/yi/kiosk/index.html/of-somebody-else", "x")
	r, err := b.site.Build(context.Background())
	if err == nil || r == nil || r.Published {
		t.Fatalf("%v %v", r, err)
	}
	b.unchanged(before, "")
	b.remove("public.local/zhen/yi/kiosk/index.html")
	b.rebuild()
	if !b.has("public/zhen/yi/points/data.json", `"total":8`) {
		t.Error("the next build did not do it")
	}
}

// A folder of somebody else's is found at every try.
func TestAForeignFolderIsAnErrorEveryTime(t *testing.T) {
	b := unpack(t, town)
	b.write("public.local/of-somebody-else", "x")
	s := b.open()
	for range 2 {
		if _, err := s.Build(context.Background()); err == nil {
			t.Error("built into it")
		}
	}
	b.remove("public.local")
	if _, err := s.Build(context.Background()); err != nil {
		t.Error(err)
	}
}

func TestBuildJSONKnowsWhatExpires(t *testing.T) {
	b := unpack(t, town)
	b.write("data/zhen/jia/stars/2024.yaml", "户:\n  - {户: 示例户甲, 得星: 5, 公示起: 2024-06-01, 公示止: 2024-06-07}\n")
	b.build()
	var info buildInfo
	if err := json.Unmarshal([]byte(b.read("public/zhen/jia/build.json")), &info); err != nil {
		t.Fatal(err)
	}
	if info.Folder != "data/zhen/jia" || info.Expires != "2024-06-08" {
		t.Errorf("%+v", info)
	}
}
