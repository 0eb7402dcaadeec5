package site

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/source"
	"gongshi/themes"
)

// bench is a site in a temporary folder.
type bench struct {
	t     *testing.T
	dir   string
	asOf  string    // "" for the day of now
	now   time.Time // the zero time: the real one
	jobs  int
	site  *Site
	edits int // see edited
}

// unpack writes a txtar archive as a site.
func unpack(t *testing.T, archive string) *bench {
	t.Helper()
	b := &bench{t: t, dir: t.TempDir(), asOf: "2024-06-01"}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		b.write(f.Name, string(f.Data))
	}
	return b
}

func (b *bench) write(name, text string) {
	b.t.Helper()
	p := filepath.Join(b.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) read(name string) string {
	b.t.Helper()
	p, err := os.ReadFile(filepath.Join(b.dir, filepath.FromSlash(name)))
	if err != nil {
		b.t.Fatal(err)
	}
	return string(p)
}

func (b *bench) has(name, text string) bool {
	p, err := os.ReadFile(filepath.Join(b.dir, filepath.FromSlash(name)))
	return err == nil && strings.Contains(string(p), text)
}

// open opens the site; it stays open until reopened or until the test ends.
func (b *bench) open() *Site {
	b.t.Helper()
	if b.site != nil {
		b.site.Close()
	}
	c := Config{Root: b.dir, Out: filepath.Join(b.dir, "public"), Theme: themes.Default(), Program: "test", AsOf: b.asOf, Jobs: b.jobs}
	if !b.now.IsZero() {
		c.Now = func() time.Time { return b.now }
	}
	s, err := Open(c)
	if err != nil {
		b.t.Fatal(err)
	}
	b.site = s
	b.t.Cleanup(func() { s.Close() })
	return s
}

// build builds in a new process's place: nothing is remembered but what lies on disk.
func (b *bench) build() *Report {
	b.t.Helper()
	r, err := b.open().Build(context.Background())
	if err != nil {
		b.t.Fatal(err)
	}
	return r
}

// rebuild builds with what the last build remembers.
func (b *bench) rebuild() *Report {
	b.t.Helper()
	r, err := b.site.Build(context.Background())
	if err != nil {
		b.t.Fatal(err)
	}
	return r
}

// tree returns path → contents of a folder.
func (b *bench) tree(dir string) map[string]string {
	b.t.Helper()
	m := map[string]string{}
	root := os.DirFS(filepath.Join(b.dir, dir))
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		p, err := fs.ReadFile(root, name)
		m[name] = string(p)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return m
}

func codes(r *Report) string {
	var s []string
	for _, p := range r.Problems {
		s = append(s, fmt.Sprintf("%s %s", p.Pos, p.Code))
	}
	return strings.Join(s, "\n")
}

const town = `
-- data/site.yaml --
名称: 试验
网址: https://gongshi.example/zhen
备案号: 示例备案号
-- data/zhen/unit.yaml --
名称: 示例镇
级别: 乡镇
监督电话: {号码: 0351-1234567, 接听: 示例}
-- data/zhen/jia/unit.yaml --
名称: 甲村
级别: 村
总户数: 100
-- data/zhen/jia/members.yaml --
- {编号: M1, 姓名: 示例党员甲}
- {编号: M2, 姓名: 示例党员乙}
-- data/zhen/jia/points/2024.yaml --
办法: {公开: 是}
流水:
  - {日期: 2024-01-05, 对象: M1, 事项: 清扫, 分值: 5}
  - {日期: 2024-01-05, 对象: M2, 事项: 清扫, 分值: 3}
-- data/zhen/jia/stars/2024.yaml --
户:
  - {户: 示例户甲, 得星: 5}
-- data/zhen/yi/unit.yaml --
名称: 乙村
级别: 村
总户数: 100
-- data/zhen/yi/points/2024.yaml --
办法: {公开: 是}
流水:
  - {日期: 2024-01-05, 对象: 示例党员丙, 事项: 清扫, 分值: 7}
-- content/zhen/yi/notices/停水通知.md --
---
标题: 停水通知
成文日期: 2024-05-20
---
明天停水。
`

func TestAnEditWritesOnlyItsUnitAndThoseAbove(t *testing.T) {
	b := unpack(t, town)
	b.build()
	before := b.tree("public")
	b.write("data/zhen/jia/points/2024.yaml", "办法: {公开: 是}\n流水:\n  - {日期: 2024-01-05, 对象: M1, 事项: 清扫, 分值: 6}\n  - {日期: 2024-01-05, 对象: M2, 事项: 清扫, 分值: 3}\n")
	r := b.rebuild()
	after := b.tree("public")
	var changed []string
	for name, text := range after {
		if before[name] != text {
			changed = append(changed, name)
		}
	}
	slices.Sort(changed)
	for _, name := range changed {
		switch {
		case strings.HasPrefix(name, "zhen/yi/"):
			t.Errorf("%s of the other village changed", name)
		case strings.HasPrefix(name, "zhen/jia/star/"):
			t.Errorf("%s of another board changed", name)
		}
	}
	if len(before) != len(after) {
		t.Errorf("%d files before, %d after", len(before), len(after))
	}
	if n := r.Sections["zhen/jia"]; n == 0 || n > 15 {
		t.Errorf("%d files written for the unit, want 1 to 15", n)
	}
	if n := r.Sections["zhen"]; n == 0 || n > 12 {
		t.Errorf("%d files written for the unit above, want 1 to 12", n)
	}
	if n := r.Sections[""]; n > 3 {
		t.Errorf("%d files written for the site, want at most 3", n)
	}
	if _, touched := r.Sections["zhen/yi"]; touched {
		t.Error("the other village was written")
	}
	t.Log("changed:", strings.Join(changed, " "))
}

func TestNothingChangedWritesNothing(t *testing.T) {
	b := unpack(t, town)
	b.build()
	if r := b.rebuild(); r.Written+r.Removed != 0 {
		t.Errorf("the same process wrote %d files: %v", r.Written, r.Sections)
	}
	if r := b.build(); r.Written+r.Removed != 0 {
		t.Errorf("a new process wrote %d files: %v", r.Written, r.Sections)
	}
}

func TestSameBytesWithAnyNumberOfJobs(t *testing.T) {
	var want, wantLocal map[string]string
	for _, jobs := range []int{1, 2, 7} {
		b := unpack(t, town)
		b.jobs = jobs
		b.build()
		got, local := b.tree("public"), b.tree("public.local")
		if want == nil {
			want, wantLocal = got, local
			continue
		}
		for name := range want {
			if want[name] != got[name] {
				t.Errorf("%d jobs: %s differs", jobs, name)
			}
		}
		for name := range wantLocal {
			if wantLocal[name] != local[name] {
				t.Errorf("%d jobs: local %s differs", jobs, name)
			}
		}
		if len(want) != len(got) || len(wantLocal) != len(local) {
			t.Errorf("%d jobs: %d and %d files, want %d and %d", jobs, len(got), len(local), len(want), len(wantLocal))
		}
	}
}

func TestABadFileChangesNothingOfItsUnitAndOthersPublish(t *testing.T) {
	b := unpack(t, town)
	b.build()
	page := b.read("public/zhen/jia/points/index.html")
	b.write("data/zhen/jia/points/2024.yaml", "办法: {公开: 是}\n流水:\n  - {日期: 2024-02-30, 对象: M1, 事项: 清扫, 分值: 99}\n")
	b.write("data/zhen/yi/points/2024.yaml", "办法: {公开: 是}\n流水:\n  - {日期: 2024-01-05, 对象: 示例党员丙, 事项: 清扫, 分值: 8}\n")
	for _, how := range []string{"same process", "new process"} {
		r := b.rebuild()
		if how == "new process" {
			r = b.build()
		}
		if r.Errors() != 1 || !slices.Equal(r.Broken, []string{"甲村"}) {
			t.Errorf("%s: %d errors, broken %v\n%s", how, r.Errors(), r.Broken, codes(r))
		}
		now := b.read("public/zhen/jia/points/index.html")
		if now != page {
			t.Errorf("%s: the page is not what stood:\n%s", how, now)
		}
		if !b.has("public/zhen/yi/points/data.json", `"total":8`) {
			t.Errorf("%s: the other village was not published", how)
		}
	}
	// from the next day on the page says how old it is
	b.asOf = "2024-06-02"
	b.build()
	if now := b.read("public/zhen/jia/points/index.html"); !strings.Contains(now, "数据截至2024年6月1日") || !strings.Contains(now, "示例党员甲") {
		t.Errorf("not dated:\n%s", now)
	}
	// mended: live again, and without the dated line
	b.write("data/zhen/jia/points/2024.yaml", "办法: {公开: 是}\n流水:\n  - {日期: 2024-01-05, 对象: M1, 事项: 清扫, 分值: 5}\n  - {日期: 2024-01-05, 对象: M2, 事项: 清扫, 分值: 3}\n")
	if r := b.rebuild(); r.Errors() != 0 || b.read("public/zhen/jia/points/index.html") != page {
		t.Error("the mended unit is not what it was")
	}
}

func TestExpiryGoesOnWhileAUnitIsBroken(t *testing.T) {
	b := unpack(t, town)
	b.write("data/zhen/jia/stars/2024.yaml", "户:\n  - {户: 示例户甲, 得星: 5, 公示起: 2024-06-01, 公示止: 2024-06-07}\n")
	b.build()
	if !b.has("public/zhen/jia/star/index.html", "示例户甲") {
		t.Fatal("not on notice")
	}
	b.write("data/zhen/jia/points/2024.yaml", "流水：乱\n")
	b.asOf = "2024-06-08"
	b.build()
	for name, text := range b.tree("public") {
		if strings.Contains(text, "示例户甲") {
			t.Errorf("%s still names who was on notice", name)
		}
	}
	if !b.has("public/zhen/jia/star/index.html", "公示期满") {
		t.Error("the state of the notice did not change")
	}
}

func TestIDAndBankNumbersAreRefusedAnywhere(t *testing.T) {
	for name, file := range map[string][2]string{
		"value":    {"data/zhen/jia/members.yaml", "- {编号: M1, 姓名: 示例党员甲, 备注: 11010519491231002X}\n- {编号: M2, 姓名: 示例党员乙}\n"},
		"comment":  {"data/zhen/jia/members.yaml", "# 110105 1949 1231 002x\n- {编号: M1, 姓名: 示例党员甲}\n- {编号: M2, 姓名: 示例党员乙}\n"},
		"wide":     {"data/zhen/jia/members.yaml", "- {编号: M1, 姓名: 示例党员甲, 备注: １１０１０５１９４９１２３１００２ｘ}\n- {编号: M2, 姓名: 示例党员乙}\n"},
		"key":      {"data/zhen/jia/members.yaml", "- {编号: M1, 姓名: 示例党员甲, 110105194912310021: x}\n- {编号: M2, 姓名: 示例党员乙}\n"},
		"bank":     {"data/zhen/jia/members.yaml", "- {编号: M1, 姓名: 示例党员甲, 备注: 6222 0212 3456 7890 128}\n- {编号: M2, 姓名: 示例党员乙}\n"},
		"notice":   {"content/zhen/jia/notices/x.md", "---\n标题: 通知\n---\n领款人 11010519491231002X\n"},
		"front":    {"content/zhen/jia/notices/x.md", "---\n标题: 通知\n备注: 11010519491231002X\n---\n正文\n"},
		"unit":     {"data/zhen/jia/unit.yaml", "名称: 甲村\n级别: 村\n总户数: 100\n备注: 11010519491231002X\n"},
		"table":    {"data/zhen/jia/households.csv", "户主,备注\n示例户甲,11010519491231002X\n"},
		"sciences": {"data/zhen/jia/households.csv", "户主,备注\n示例户甲,1.10105E+17\n"},
	} {
		t.Run(name, func(t *testing.T) {
			b := unpack(t, town)
			b.build()
			before := b.tree("public")
			b.write(file[0], file[1])
			r := b.build()
			found := false
			for _, p := range r.Problems {
				if strings.HasPrefix(p.Code, "privacy/") && p.File == file[0] && p.Severity == problem.Error {
					found = true
				}
				shown := fmt.Sprint(p)
				for _, tail := range []string{"1949", "１９４９", "0212", "E+17"} {
					if strings.Contains(strings.ReplaceAll(shown, " ", ""), tail) && tail != "E+17" {
						t.Errorf("the message shows %s: %s", tail, shown)
					}
				}
			}
			if !found {
				t.Errorf("not refused: %s", codes(r))
			}
			after := b.tree("public")
			for name, text := range after {
				if strings.HasPrefix(name, "zhen/jia/") && text != before[name] {
					t.Errorf("%s changed", name)
				}
				if strings.Contains(text, "19491231") || strings.Contains(strings.ReplaceAll(text, " ", ""), "62220212") {
					t.Errorf("%s holds the number", name)
				}
			}
		})
	}
}

// Pages and last good inputs of a program that did not know a shape of number: once the
// unit is refused, they go too, instead of being shown again.
func TestALastGoodInputWithANumberIsNoneAndItsPagesGo(t *testing.T) {
	const notice = "---\n标题: 通知\n---\n领款人 110105**19491231**0021\n"
	b := unpack(t, town)
	b.write("content/about.md", "# 关于\n\n大家\n")
	b.build()
	poison := func(key, file string, role byte, text string) {
		good := b.site.good.load(key)
		good.Files = append(slices.DeleteFunc(good.Files, func(f inputFile) bool { return f.Path == file }),
			inputFile{source.DataFile{Path: file}, role, []byte(text)})
		if err := b.site.good.save(key, good); err != nil {
			t.Fatal(err)
		}
	}
	poison("data/zhen/jia", "content/zhen/jia/notices/x.md", roleNotice, notice)
	poison("data/zhen/yi", "data/zhen/yi/members/110105194912310021.csv", roleData, "姓名\n示例\n")
	poison("content/about.md", "content/about.md", rolePage, "# 关于\n\n110105194912310021\n")
	b.write("content/zhen/jia/notices/x.md", notice)
	b.write("data/zhen/yi/members.yaml", "党员: [")
	b.write("content/about.md", "# 关于\n\n110105 194912310021\n")
	if r := b.build(); r.Errors() < 3 {
		t.Fatal(codes(r))
	}
	for _, out := range []string{"public", "public.local"} {
		for name := range b.tree(out) {
			if strings.HasPrefix(name, "zhen/jia/") || strings.HasPrefix(name, "zhen/yi/") || strings.HasPrefix(name, "about/") {
				t.Errorf("%s/%s is still there", out, name)
			}
		}
	}
	for name, text := range b.tree("public.work") {
		if strings.Contains(text, "19491231") {
			t.Errorf("public.work/%s holds the number", name)
		}
	}
	b.write("content/zhen/jia/notices/x.md", "---\n标题: 通知\n---\n正文\n")
	b.build()
	if _, ok := b.tree("public")["zhen/jia/index.html"]; !ok {
		t.Error("the mended village does not come back")
	}
}

func TestChannelsAudienceAndExpiryDecideWhatIsWhere(t *testing.T) {
	b := unpack(t, town)
	b.write("data/zhen/jia/stars/2024.yaml", `户:
  - {户: 网上示例, 得星: 1}
  - {户: 大厅示例, 得星: 1, 渠道: 大厅屏}
  - {户: 村内示例, 得星: 1, 范围: 村内}
  - {户: 党内示例, 得星: 1, 范围: 党内}
  - {户: 到期示例, 得星: 1, 到期: 2024-05-31}
  - {户: 未到期示例, 得星: 1, 到期: 2024-06-01}
`)
	b.build()
	public, local, internal := fmt.Sprint(b.tree("public")), fmt.Sprint(b.tree("public.local/zhen")), fmt.Sprint(b.tree("public.local/internal"))
	for name, want := range map[string][3]bool{
		"网上示例": {true, true, true}, "大厅示例": {false, true, true}, "村内示例": {false, true, true}, "党内示例": {false, false, true},
		"到期示例": {false, false, false}, "未到期示例": {true, true, true},
	} {
		at := ">" + name // 到期示例 stands in 未到期示例 too
		for i, tree := range []string{public, local, internal} {
			if got := strings.Contains(tree, at); got != want[i] {
				t.Errorf("%s in output %d: %v", name, i+1, got)
			}
		}
	}
	if !b.has("public/zhen/jia/star/data.json", `"total":6`) {
		t.Error("who is not named is counted all the same")
	}
}

func TestDeductionsAndLowLevelsStayInside(t *testing.T) {
	b := unpack(t, town)
	b.write("data/zhen/jia/points/2024.yaml", `办法:
  项目: [基础积分, {名称: 扣减分, 扣减: 是}]
  等次:
    - {名称: 优秀等, 不低于: 50, 公开: 是}
    - {名称: 较差等, 不低于: 0, 公开: 否}
流水:
  - {日期: 2024-01-05, 对象: M1, 项目: 基础积分, 事项: 基础, 分值: 60}
  - {日期: 2024-03-05, 对象: M1, 项目: 扣减分, 事项: 无故缺席会议, 分值: 7}
  - {日期: 2024-01-05, 对象: M2, 项目: 基础积分, 事项: 基础, 分值: 20}
`)
	r := b.build()
	if r.Errors() > 0 {
		t.Fatal(codes(r))
	}
	for _, dir := range []string{"public", "public.local"} {
		all := fmt.Sprint(b.tree(dir))
		for _, secret := range []string{"无故缺席", "示例党员乙", "−7", ":-7", ">-7", ",-7"} {
			if i := strings.Index(all, secret); i >= 0 {
				t.Errorf("%s shows %s: …%s…", dir, secret, all[max(0, i-80):min(len(all), i+80)])
			}
		}
	}
	if !b.has("public/zhen/jia/points/data.json", `"name":"示例党员甲","rank":1,"total":53`) {
		t.Error(b.read("public/zhen/jia/points/data.json"))
	}
}

// TestRollUp changes random households in random villages and checks every figure up
// the tree against brute force.
func TestO1RollUpMovesAsBruteForceSays(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2024))
	const villages = 13
	b := unpack(t, "-- data/shi/unit.yaml --\n名称: 示例市\n级别: 市\n-- data/shi/zhen/unit.yaml --\n名称: 示例镇\n级别: 乡镇\n总户数: 3359\n监督电话: 0351-1234567\n")
	var stars [villages][]int // household → number of stars
	save := func(v int) {
		var s strings.Builder
		s.WriteString("户:\n")
		for i, n := range stars[v] {
			fmt.Fprintf(&s, "  - {户: 示例户%d, 得星: %d}\n", i+1, n)
		}
		b.write(fmt.Sprintf("data/shi/zhen/cun%02d/stars/2024.yaml", v), s.String())
	}
	for v := range villages {
		b.write(fmt.Sprintf("data/shi/zhen/cun%02d/unit.yaml", v), fmt.Sprintf("名称: 示例村%d\n级别: 村\n", v))
		for range 20 + rng.IntN(60) {
			stars[v] = append(stars[v], rng.IntN(6))
		}
		save(v)
	}
	b.build()
	for step := range 12 {
		for range 1 + rng.IntN(4) {
			v := rng.IntN(villages)
			switch i := rng.IntN(len(stars[v])); rng.IntN(3) {
			case 0:
				stars[v][i] = rng.IntN(6)
			case 1:
				stars[v] = append(stars[v], 1+rng.IntN(5))
			case 2:
				stars[v] = slices.Delete(stars[v], i, i+1)
			}
			save(v)
		}
		if r := b.rebuild(); r.Errors() > 0 {
			t.Fatal(codes(r))
		}
		var all [6]int
		for v := range villages {
			var own [6]int
			for _, n := range stars[v] {
				own[n]++
				all[n]++
			}
			b.sameStars(step, fmt.Sprintf("shi/zhen/cun%02d", v), own)
		}
		b.sameStars(step, "shi/zhen", all)
		b.sameStars(step, "shi", all)
	}
}

// sameStars compares data.json of a unit with brute force.
func (b *bench) sameStars(step int, unit string, want [6]int) {
	b.t.Helper()
	var d struct {
		Total  int
		Levels []struct{ Stars, Count int }
		Units  []struct{ Total int }
	}
	if err := json.Unmarshal([]byte(b.read("public/"+unit+"/star/data.json")), &d); err != nil {
		b.t.Fatal(err)
	}
	var got [6]int
	for _, l := range d.Levels {
		got[l.Stars] = l.Count
	}
	total := want[1] + want[2] + want[3] + want[4] + want[5]
	got[0], want[0] = 0, 0
	below := 0
	for _, u := range d.Units {
		below += u.Total
	}
	if got != want || d.Total != total || len(d.Units) > 0 && below != total {
		b.t.Fatalf("step %d, %s: levels %v total %d below %d, want %v %d", step, unit, got, d.Total, below, want, total)
	}
}

// TestO17AHalfSavedFileLeavesTheLastGoodSite runs the watcher as serve does.
func TestO17AHalfSavedFileLeavesTheLastGoodSite(t *testing.T) {
	b := unpack(t, town)
	ctx, stop := context.WithCancel(context.Background())
	built := make(chan *Report, 16)
	done := make(chan error, 1)
	s := b.open()
	go func() {
		done <- s.Watch(ctx, Watching{Built: func(r *Report, err error) {
			if err != nil {
				t.Error(err)
			}
			built <- r
		}})
	}()
	defer func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}()
	wait := func(what string) *Report {
		t.Helper()
		select {
		case r := <-built:
			return r
		case <-time.After(20 * time.Second):
			t.Fatalf("%s: no build", what)
		}
		return nil
	}
	wait("first")
	good := b.read("public/zhen/jia/points/index.html")

	// Notepad writes in place, half of it
	b.write("data/zhen/jia/points/2024.yaml", "办法: {公开: 是}\n流水:\n  - {日期: 2024-01-05, 对象: M1, 事项: 清扫, 分值: 5}\n  - {日期: 2024-01-05, 对象: M2, 事")
	r := wait("half saved")
	if r.Errors() == 0 {
		t.Errorf("no error for a half-saved file: %s", codes(r))
	}
	if now := b.read("public/zhen/jia/points/index.html"); now != good {
		t.Error("the page changed")
	}

	// the next save makes it live without a restart
	b.write("data/zhen/jia/points/2024.yaml", "办法: {公开: 是}\n流水:\n  - {日期: 2024-01-05, 对象: M1, 事项: 清扫, 分值: 9}\n  - {日期: 2024-01-05, 对象: M2, 事项: 清扫, 分值: 3}\n")
	r = wait("saved")
	if r.Errors() != 0 || !b.has("public/zhen/jia/points/data.json", `"total":9`) {
		t.Errorf("not live: %s", codes(r))
	}
	for section := range r.Sections {
		if section != "" && section != "zhen" && section != "zhen/jia" {
			t.Errorf("an edit wrote section %q", section)
		}
	}
}

func TestAFolderWithoutUnitsNeverEmptiesASite(t *testing.T) {
	b := unpack(t, town)
	b.build()
	before := b.tree("public")
	if err := os.Rename(filepath.Join(b.dir, "data"), filepath.Join(b.dir, "away")); err != nil {
		t.Fatal(err)
	}
	if _, err := b.open().Build(context.Background()); err == nil {
		t.Error("built nothing without a word")
	}
	if after := b.tree("public"); len(after) != len(before) {
		t.Errorf("%d files of %d are left", len(after), len(before))
	}
}

func TestARootUnitIsTheSiteItself(t *testing.T) {
	b := unpack(t, town)
	b.write("data/unit.yaml", "名称: 示例县\n级别: 县\n")
	b.write("content/help/start.md", "# 开始\n\n怎么用。\n")
	b.build()
	if !b.has("public/index.html", "示例县") || !b.has("public/zhen/index.html", "示例县") || !b.has("public/help/start/index.html", "怎么用") {
		t.Errorf("%v", slices.Sorted(keysOf(b.tree("public"))))
	}
	if r := b.rebuild(); r.Written != 0 {
		t.Errorf("nothing changed, %d files written", r.Written)
	}
}

func keysOf(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func TestChineseFolderAndFileNamesWork(t *testing.T) {
	b := unpack(t, "-- data/甲家庄/单位.yaml --\n名称: 甲家庄\n级别: 村\n监督电话: 0351-1234567\n-- data/甲家庄/党员.yaml --\n- 姓名: 示例党员甲\n-- data/甲家庄/积分/2024年.yaml --\n办法: {公开: 是}\n流水:\n  - {日期: 2024-01-05, 对象: 示例党员甲, 事项: 清扫, 分值: 5}\n")
	if r := b.build(); r.Errors()+r.Warnings() > 1 {
		t.Fatal(codes(r))
	}
	if !b.has("public/jiajiazhuang/points/data.json", `"total":5`) {
		t.Errorf("%v", slices.Sorted(keysOf(b.tree("public"))))
	}
}

func TestNoBugSmellsAndNoDeadLinks(t *testing.T) {
	b := unpack(t, town)
	b.build()
	scanTree(t, b.tree("public"))
}
