package site

import (
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gongshi/generator/internal/search"
)

var idOnPage = regexp.MustCompile(`\sid="([^"]*)"`)

// Whatever can be found stands on the page that it names, with the anchor that leads to it;
// an anchor stands once on its page, and what pages link to on themselves is there.
func TestFoundStandsOnItsPage(t *testing.T) {
	b := unpack(t, "")
	if err := os.CopyFS(filepath.Join(b.dir, "data"), os.DirFS("../../../data")); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(b.dir, "content"), os.DirFS("../../../content")); err != nil {
		t.Fatal(err)
	}
	b.build()
	ids := map[string][]string{}
	for page, text := range b.tree("public") {
		if !strings.HasSuffix(page, ".html") {
			continue
		}
		for _, m := range idOnPage.FindAllStringSubmatch(text, -1) {
			id := html.UnescapeString(m[1])
			if slices.Contains(ids[page], id) {
				t.Errorf("%s has two %q", page, id)
			}
			if id == "" || strings.ContainsAny(id, " \t\n") {
				t.Errorf("%s has the id %q", page, id)
			}
			ids[page] = append(ids[page], id)
		}
	}
	kinds := map[search.Kind]int{}
	each(t, b, func(page, row string, r search.Record, _ string) {
		kinds[r.Kind]++
		on, made := ids[page]
		if !made {
			t.Errorf("no page %s of %+v", page, r)
		} else if row != "" && !slices.Contains(on, row) {
			t.Errorf("%s has no %q: %+v", page, row, r)
		} else if text := search.Anchor(r.Text); r.Name != "" && text != "" && !slices.Contains(on, text) {
			t.Errorf("%s has no %q, by whose text it is found, too: %+v", page, text, r)
		}
	})
	for _, k := range []search.Kind{search.Board, search.Person, search.Grid, search.Household, search.Matter} {
		if kinds[k] < 20 {
			t.Errorf("only %d of kind %s are found", kinds[k], k)
		}
	}
}

// each goes through the records of the index that stands.
func each(t *testing.T, b *bench, do func(page, row string, r search.Record, unit string)) {
	t.Helper()
	root, err := os.OpenRoot(filepath.Join(b.dir, "public", "search"))
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	r, err := search.Open(root.ReadFile)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range r.Places() {
		for _, rec := range r.Records(i) {
			page, row := r.Link(&search.Result{Record: rec, Unit: i})
			do(page, row, rec, p.Name)
		}
		if p.Name == "" {
			t.Errorf("place %d has no name", i)
		}
	}
}

// What can be found follows the pages: with each edit, in each process, whatever becomes of
// a unit.
func TestFoundFollowsThePages(t *testing.T) {
	b := unpack(t, `
-- data/zhen/unit.yaml --
名称: 示例镇
级别: 乡镇
-- data/zhen/jia/unit.yaml --
名称: 甲村
级别: 村
-- data/zhen/jia/outcomes.yaml --
- {名称: 修建水渠, 类别: 水利}
-- data/zhen/yi/unit.yaml --
名称: 乙村
级别: 村
-- data/zhen/yi/outcomes.yaml --
- {名称: 硬化道路, 类别: 交通}
`)
	b.build()
	b.finds("甲村 修建水渠", "乙村 硬化道路")
	before := b.tree("public")

	b.write("data/zhen/jia/outcomes.yaml", "- {名称: 安装路灯, 类别: 交通}\n")
	r := b.rebuild()
	b.finds("甲村 安装路灯", "乙村 硬化道路")
	if r.Sections["search"] > 2 { // the root, and variants of the characters that came
		t.Errorf("written: %v", r.Sections)
	}
	b.unchanged(before, "zhen/yi/")

	b.write("data/zhen/jia/outcomes.yaml", "- {名称: 改造厕所, 类别: 交通, 数量: 许多}\n")
	b.write("data/zhen/yi/outcomes.yaml", "- {名称: 铺设管道, 类别: 交通}\n")
	b.rebuild()
	b.finds("甲村 安装路灯", "乙村 铺设管道")
	b.build() // what is broken is shown from its last good files by another process too
	b.finds("甲村 安装路灯", "乙村 铺设管道")

	b.write("data/zhen/yi/unit.yaml", "名称: 丙村\n级别: 村\n")
	b.write("data/zhen/ding/unit.yaml", "名称: 丁村\n级别: 村\n")
	b.rebuild()
	b.finds("甲村 安装路灯", "丙村 铺设管道")
	b.remove("data/zhen/jia")
	b.rebuild()
	b.finds("丙村 铺设管道")
	if r := b.build(); r.Sections["search"] != 0 {
		t.Errorf("another process writes other files: %v", r.Sections)
	}
}

// finds fails unless the index holds just these matters, with their units.
func (b *bench) finds(want ...string) {
	b.t.Helper()
	var got []string
	each(b.t, b, func(_, _ string, r search.Record, unit string) {
		if r.Kind == search.Matter {
			got = append(got, unit+" "+r.Text)
		}
	})
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		b.t.Errorf("found are %q, not %q", got, want)
	}
}
