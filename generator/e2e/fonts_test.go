package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gongshi/generator/internal/browsertest"
)

// Two villages, with people whose names most telephones cannot show.
const rareNames = `
-- data/zhen/unit.yaml --
名称: 甲镇
级别: 乡镇
监督电话: 0351-1234567
-- data/zhen/yi/unit.yaml --
名称: 乙村
级别: 村
-- data/zhen/yi/grids.yaml --
网格:
  - {编号: 1, 级别: 一级, 网格员: [{姓名: 示例䶮, 职责: 网格长}]}
-- data/zhen/yi/points/2024.yaml --
办法: {公开: 是}
流水:
  - {编号: 1, 日期: 2024-01-05, 对象: 示例𬎆㛃, 事项: 清扫, 分值: 7}
-- data/zhen/bing/unit.yaml --
名称: 丙村
级别: 村
-- data/zhen/bing/points/2024.yaml --
办法: {公开: 是}
流水:
  - {编号: 1, 日期: 2024-01-05, 对象: 示例党员丙, 事项: 清扫, 分值: 7}
`

// outlines says of which rare characters the page has outlines that the browser takes.
const outlines = `document.fonts.load("20px rare", "䶮㛃𬎆").then(function () {
	return Array.from(document.fonts).filter(function (f) { return f.family === "rare"; })
		.map(function (f) { return f.status + " " + f.unicodeRange; }).sort().join("; ");
})`

// A rare name brings its outlines along: on the page, the hall screen and the sheet, over http
// and from a stick; pages without one carry none.
func TestRareCharactersAreShownEverywhere(t *testing.T) {
	b := browsertest.Open(t)
	out := builtOf(t, t.TempDir(), filesOf(rareNames), "2024-06-01")
	const grid, points, all = "loaded U+4DAE", "loaded U+36C3, U+2C386", "loaded U+36C3, U+4DAE, U+2C386"
	for page, want := range map[string]string{
		"zhen/yi/grid/index.html": grid, "zhen/yi/grid/sheet/index.html": grid, "zhen/yi/points/index.html": points,
		"zhen/yi/kiosk/index.html": all, "zhen/bing/points/index.html": "", "zhen/bing/kiosk/index.html": "",
	} {
		for _, at := range []string{served(t, out), fileURL(out)} {
			b.Go(at+"/"+page, 360, 640)
			if got := browsertest.Eval[string](b, outlines); got != want {
				b.Errorf("%s/%s: %q, not %q", at, page, got, want)
			}
			b.Quiet(page)
		}
	}
	plain, err := os.ReadFile(filepath.Join(out, "zhen", "bing", "points", "index.html"))
	if err != nil || strings.Contains(string(plain), "@font-face") {
		t.Errorf("a page without rare characters has outlines of some: %v", err)
	}
}

// Who is found in another village has a name that the page was made without: its outlines come
// with the answer.
func TestRareCharactersAreShownInAnswers(t *testing.T) {
	b := browsertest.Open(t)
	out := builtOf(t, t.TempDir(), filesOf(rareNames), "2024-06-01")
	for _, at := range []string{served(t, out), fileURL(out)} {
		b.Go(at+"/zhen/bing/index.html", 360, 640)
		if got := typed(b, "示例"); !strings.Contains(got, "示例𬎆㛃") {
			t.Fatalf("found %q", got)
		}
		b.Wait(`Array.from(document.fonts).filter(function (f) { return f.family === "rare"; }).length === 3`)
		if got := browsertest.Eval[string](b, outlines); got != "loaded U+2C386; loaded U+36C3; loaded U+4DAE" {
			b.Errorf("%s: %q", at, got)
		}
	}
}
