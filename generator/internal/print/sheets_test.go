package print

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var printed = []Sheet{
	{"cun/points/sheet/index.html", "2026年积分", "示例乡示例村"},
	{"cun/grid/sheet/index.html", "网格", "示例乡示例村"},
	{"cun/notices/a/sheet/index.html", "名单公示", "示例乡示例村"},
	{"xin/points/sheet/index.html", "积分", "新村"},
	{"internal/cun/points/sheet/index.html", "积分（党内）", "示例乡示例村"},
}

func TestSelect(t *testing.T) {
	for words, want := range map[string]string{
		"":                            "cun/points cun/grid cun/notices/a xin/points",
		"示例村":                         "cun/points cun/grid cun/notices/a",
		"示例乡示例村 积分":                   "cun/points",
		"积分":                          "cun/points xin/points",
		"points":                      "cun/points xin/points",
		"cun/points":                  "cun/points",
		"/cun/points/sheet/":          "cun/points",
		`cun\points\sheet\index.html`: "cun/points",
		"cun":                         "cun/points cun/grid cun/notices/a",
		"cun xin":                     "cun/points cun/grid cun/notices/a xin/points",
		"新村 网格":                       "",
		"internal":                    "internal/cun/points",
		"internal/cun":                "internal/cun/points",
		"没有的村":                        "? 没有的村",
	} {
		chosen, unknown := Select(printed, strings.Fields(words))
		var got []string
		for _, s := range chosen {
			got = append(got, s.address())
		}
		if unknown != "" {
			got = []string{"?", unknown}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
}

func TestSheets(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"cun/points/sheet/index.html": "<!doctype html><title>2026年积分 · 示例乡&amp;示例村</title>",
		"cun/points/index.html":       "<title>no sheet</title>",
		"cun/sheet/a.html":            "",
		"xin/grid/sheet/index.html":   "<p>no title",
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := Sheets(dir)
	want := []Sheet{{"cun/points/sheet/index.html", "2026年积分", "示例乡&示例村"}, {"xin/grid/sheet/index.html", "", ""}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%+v %v", got, err)
	}
	if _, err := Sheets(filepath.Join(dir, "missing")); !os.IsNotExist(err) && err == nil {
		t.Error("a folder that is missing has sheets")
	}
}

func TestNames(t *testing.T) {
	got := Names([]Sheet{{"a/points/sheet/index.html", "积分", "村"}, {"b/points/sheet/index.html", "积分", "村"}, {"c/d/grid/sheet/index.html", "", ""},
		{"e/x/sheet/index.html", `1/2: "名单"?`, "村."}})
	if want := []string{"村/积分.pdf", "村/积分 2.pdf", "c-d/grid.pdf", "村/1-2- -名单--.pdf"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// A printer takes one kind of paper at a time: a unit has a PDF for each, and one more for
// what stays with the Party.
func TestBundles(t *testing.T) {
	var got []string
	for _, b := range Bundles([]Sheet{{"cun/points/sheet/index.html", "积分", "示例村"}, {"cun/points/a3/index.html", "积分（A3）", "示例村"},
		{"cun/star/sheet/index.html", "星级户", "示例村"}, {"cun/star/labels/index.html", "星级户标签", "示例村"},
		{"xin/grid/sheet/index.html", "网格", ""}, {"internal/cun/points/sheet/index.html", "积分", "示例村"}}) {
		got = append(got, fmt.Sprint(b.Name, b.Sheets))
	}
	if want := []string{"示例村.pdf[0 2]", "示例村（A3）.pdf[1]", "示例村标签.pdf[3]", "xin.pdf[4]", "internal 示例村.pdf[5]"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestSelectByPaper(t *testing.T) {
	list := []Sheet{{"cun/points/sheet/index.html", "积分", "示例村"}, {"cun/points/a3/index.html", "积分（A3）", "示例村"}, {"cun/grid/a3/index.html", "网格（A3）", "示例村"},
		{"cun/grid/labels/index.html", "网格标签", "示例村"}}
	for words, want := range map[string]string{
		"A4": "cun/points/sheet", "a3": "cun/points/a3 cun/grid/a3", "示例村 积分 A3": "cun/points/a3", "标签": "cun/grid/labels",
		"cun/grid/a3": "cun/grid/a3", "cun/points/a3/index.html": "cun/points/a3", "积分 标签": "",
	} {
		var got []string
		chosen, unknown := Select(list, strings.Fields(words))
		for _, s := range chosen {
			got = append(got, path.Dir(s.Path))
		}
		if unknown != "" || strings.Join(got, " ") != want {
			t.Errorf("%q: %q %q, want %q", words, got, unknown, want)
		}
	}
}
