package e2e

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"gongshi/generator/internal/browsertest"
)

// day has notices running in the demo data.
const day = "2024-05-10"

var windows = []size{{"phone", 360, 740}, {"desktop", 1280, 900}}

// looks are the days as of which the demo site is looked at: a page of every kind, and the
// hall screens, on a day on which there is most to see.
var looks = []struct {
	day            string
	pages, screens []string
}{
	{day, []string{
		"index.html",
		"help/index.html",
		"help/excel/index.html",
		"help/mistakes/index.html",
		"zhongyang/index.html",
		"zhongyang/ningxiang/nanjie/index.html",
		"zhongyang/ningxiang/nanjie/grid/index.html",
		"zhongyang/ningxiang/nanjie/grid/sheet/index.html",
		"zhongyang/ningxiang/nanjie/notices/grid-board/index.html",
		"zhongyang/ningxiang/nanjie/notices/grid-board/sheet/index.html",
		"zhongyang/xiazaolin/mijiata/index.html",
		"zhongyang/xiazaolin/mijiata/az/index.html",
		"zhongyang/ningxiang/nanjie/az/index.html",
		"zhongyang/xiazaolin/mijiata/points/index.html",
		"zhongyang/xiazaolin/mijiata/points/sheet/index.html",
		"zhongyang/xiazaolin/mijiata/points/2023/index.html",
		"zhongyang/nuanquan/gongyang/outcome/index.html",
		"wenshui/nanwu/dongzhuang/outcome/index.html",
		"wenshui/nanwu/dongzhuang/outcome/sheet/index.html",
		"taiyuan/jiancaoping/yangqu/index.html",
		"taiyuan/jiancaoping/yangqu/star/index.html",
		"taiyuan/jiancaoping/yangqu/star/sheet/index.html",
		"taiyuan/jiancaoping/yangqu/guojiayao/star/index.html",
		"taiyuan/gujiao/xiqu/binhebeilu/grid/index.html",
	}, []string{
		"zhongyang/ningxiang/nanjie", "zhongyang/xiazaolin/mijiata", "wenshui/nanwu/dongzhuang", "zhongyang/nuanquan/gongyang",
		"taiyuan/jiancaoping/yangqu", "taiyuan/jiancaoping/yangqu/guojiayao", "taiyuan/gujiao/xiqu/binhebeilu",
	}},
	{"2026-11-20", []string{
		"zhongyang/wujiazhuang/fuluyu/post/index.html",
		"zhongyang/wujiazhuang/fuluyu/post/sheet/index.html",
		"taiyuan/wanbolin/duerping/team/index.html",
		"taiyuan/gujiao/xiqu/binhebeilu/team/sheet/index.html",
		"zhongyang/zhike/majiayu/contract/index.html",
		"zhongyang/zhike/majiayu/contract/sheet/index.html",
		"zhongyang/zhike/majiayu/income/index.html",
		"zhongyang/zhike/majiayu/income/sheet/index.html",
		"xinhua/income/index.html",
		"wenshui/nanwu/dongzhuang/meeting/index.html",
		"wenshui/nanwu/dongzhuang/meeting/sheet/index.html",
		"taiyuan/qingxu/jiyi/errand/index.html",
		"taiyuan/qingxu/jiyi/errand/sheet/index.html",
		"jincheng/gaoping/macun/xizhou/task/index.html",
		"jincheng/gaoping/macun/xizhou/task/sheet/index.html",
		"taiyuan/xinghualing/zhigongxinjie/xincun/duty/index.html",
		"taiyuan/xinghualing/zhigongxinjie/xincun/duty/sheet/index.html",
		"taiyuan/xiaodian/wangwu/honour/index.html",
		"taiyuan/xiaodian/wangwu/honour/sheet/index.html",
		"taiyuan/xinghualing/zhigongxinjie/xincun/question/index.html",
		"taiyuan/xinghualing/zhigongxinjie/xincun/question/sheet/index.html",
		"taiyuan/gujiao/xiqu/binhebeilu/table/hongsewuye/index.html",
		"taiyuan/gujiao/xiqu/binhebeilu/table/hongsewuye/sheet/index.html",
		"xinhua/jiqing/youxiqiao/points/index.html",
		"xinhua/langtang/points/index.html",
		"xinhua/grid/index.html",
	}, []string{
		"zhongyang/wujiazhuang/fuluyu", "zhongyang/zhike/majiayu", "taiyuan/qingxu/jiyi", "jincheng/gaoping/macun/xizhou",
		"taiyuan/xinghualing/zhigongxinjie/xincun", "taiyuan/xiaodian/wangwu",
	}},
}

// Every kind of page, at phone and desktop size, in light and dark: no console error,
// no sideways scroll, nothing that axe objects to.
func TestPages(t *testing.T) {
	b := browsertest.Open(t)
	for _, look := range looks {
		url := served(t, demo(t, look.day))
		for _, page := range look.pages {
			for _, w := range windows {
				where := fmt.Sprintf("%s at %s", page, w)
				b.Go(url+"/"+page, w.width, w.height)
				fits(b, where)
				accessible(b, where, page+"-"+w.name)
				b.Quiet(where)
			}
		}
	}
}

// Dark changes nothing but the colours that have names, so that what was judged in light
// needs no second look.
func TestDarkChangesColoursOnly(t *testing.T) {
	dark := regexp.MustCompile(`@media[^{]*prefers-color-scheme: *dark[^{]*\{\s*:root\s*\{((?:\s*--[a-z-]+: #[0-9a-f]{6};)+)\s*\}\s*\}`)
	for _, name := range []string{"site.css", "sheet.css", "kiosk.css"} {
		css, err := os.ReadFile("../../themes/gongshi/assets/css/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(dark.ReplaceAllString(string(css), ""), "prefers-color-scheme") {
			t.Errorf("%s: dark changes more than named colours", name)
		}
	}
}

// What is slipped into a page does not run and fetches nothing, served or from the disk:
// its own policy forbids what is not in it.
func TestNothingElseRuns(t *testing.T) {
	b := browsertest.Open(t)
	dir := demo(t, looks[0].day)
	for _, at := range []string{served(t, dir), "file://" + dir} {
		for _, page := range []string{
			"index.html", "help/index.html", "taiyuan/jiancaoping/yangqu/shili03/star/index.html",
			"taiyuan/jiancaoping/yangqu/shili03/star/sheet/index.html", "taiyuan/jiancaoping/yangqu/shili03/kiosk/index.html",
		} {
			b.Go(at+"/"+page, 360, 760)
			b.Quiet(page)
			got := browsertest.Eval[string](b, `new Promise(function (done) {
				var said = [], d = document, add = function (tag, set) { var e = d.createElement(tag); set(e); d.body.appendChild(e); return e; };
				d.addEventListener("securitypolicyviolation", function (e) { said.push(e.effectiveDirective); });
				add("script", function (e) { e.textContent = "window.ran = 1"; });
				add("p", function (e) { e.setAttribute("onclick", "window.ran = 1"); }).click();
				add("a", function (e) { e.href = "javascript:window.ran = 1"; }).click();
				add("script", function (e) { e.src = "https://example.com/a.js"; });
				add("img", function (e) { e.src = "https://example.com/a.png"; });
				add("iframe", function (e) { e.src = "https://example.com/"; });
				var until = Date.now() + 10000;
				(function wait() {
					if (said.length < 6 && Date.now() < until) setTimeout(wait, 50);
					else setTimeout(function () { done((window.ran ? "ran " : "") + said.sort().join(" ")); }, 200);
				})();
			})`)
			const want = "frame-src img-src script-src-attr script-src-elem script-src-elem script-src-elem"
			if got != want {
				t.Errorf("%s/%s: %s, want %s", at, page, got, want)
			}
			b.Quiet(page, "Content Security Policy", "https://example.com/")
		}
	}
}

// fits fails when the page is wider than its window.
func fits(b *browsertest.Tab, where string) {
	b.Helper()
	if over := browsertest.Eval[int](b, `document.documentElement.scrollWidth - window.innerWidth`); over > 0 {
		b.Errorf("%s: %d pixels too wide: %s", where, over, browsertest.Eval[string](b, `(function () {
			var all = document.querySelectorAll("body *"), i, r;
			for (i = 0; i < all.length; i++) {
				r = all[i].getBoundingClientRect();
				if (r.right > window.innerWidth + 1 && r.width > 0 && !all[i].closest(".scroll")) return all[i].outerHTML.slice(0, 160);
			}
			return "";
		})()`))
	}
}

// Large type, by switch and by the type size that WeChat sets, still fits a phone.
func TestLargeTypeFitsAPhone(t *testing.T) {
	b := browsertest.Open(t)
	for _, look := range looks {
		url := served(t, demo(t, look.day))
		for _, page := range look.pages {
			largeFits(b, url, page)
		}
	}
	// it is remembered on the next page
	url := served(t, demo(t, day))
	b.Go(url+"/help/excel/index.html", 360, 740)
	browsertest.Eval[bool](b, `(document.querySelector("label[for=big]").click(), true)`)
	b.Go(url+"/help/mistakes/index.html", 360, 740)
	if !browsertest.Eval[bool](b, `document.documentElement.className.indexOf("big") > 0 && document.getElementById("big").checked`) {
		t.Error("large type is forgotten on the next page")
	}
}

func largeFits(b *browsertest.Tab, url, page string) {
	b.Helper()
	b.Go(url+"/"+page, 360, 740)
	if browsertest.Eval[bool](b, `!!document.getElementById("big")`) {
		browsertest.Eval[bool](b, `(document.querySelector("label[for=big]").click(), true)`)
		if !browsertest.Eval[bool](b, `document.documentElement.className.indexOf("big") > 0`) {
			b.Errorf("%s: the switch does nothing", page)
		}
		fits(b, page+", large type")
		b.Shot(page + "-big")
		browsertest.Eval[bool](b, `(document.querySelector("label[for=big]").click(), true)`)
	}
	browsertest.Eval[bool](b, `(document.documentElement.style.fontSize = "175%", true)`)
	fits(b, page+", type ×1.75")
	b.Quiet(page)
}

// By double click: the same pages from the disk, with their style and without errors.
func TestPagesOpenFromTheDisk(t *testing.T) {
	b := browsertest.Open(t)
	for _, look := range looks {
		dir := demo(t, look.day)
		for _, page := range look.pages {
			b.Go("file://"+dir+"/"+page, 1280, 900)
			if browsertest.Eval[string](b, `getComputedStyle(document.querySelector("h1")).fontWeight`) != "700" {
				t.Errorf("%s: no style sheet", page)
			}
			b.Quiet(page)
		}
	}
}

// An address leads to its grid, whatever way it is typed.
func TestFindMyGrid(t *testing.T) {
	b := browsertest.Open(t)
	url := served(t, demo(t, day))
	b.Go(url+"/taiyuan/gujiao/xiqu/binhebeilu/grid/index.html", 360, 740)
	for typed, want := range map[string]string{"3号楼": "2号微网格", "３ 号楼": "2号微网格", "28号楼": "14号微网格", "13号楼": "7号微网格", "99号楼": ""} {
		browsertest.Eval[bool](b, fmt.Sprintf(`(function () { var q = document.getElementById("q"); q.value = %q; q.oninput(); return true; })()`, typed))
		got := browsertest.Eval[string](b, `[].map.call(document.querySelectorAll(".grid.hit > summary"), function (s) { return s.textContent.trim().split(/\s/)[0]; }).join(" ")`)
		if got != want {
			t.Errorf("%s leads to %q, want %q", typed, got, want)
		}
		if said := browsertest.Eval[string](b, `document.getElementById("q-out").textContent`); (said != "") != (want == "") {
			t.Errorf("%s leads to %q, and the page says %q", typed, got, said)
		}
	}
	if h := browsertest.Eval[float64](b, `document.querySelector(".call-s").getBoundingClientRect().height`); h < 44 {
		t.Errorf("the phone link is %v pixels high, want 44", h)
	}
	b.Quiet("grid")
}

// A link to a row shows it, whatever it is called and however deep it is folded away.
func TestALinkLeadsToItsRow(t *testing.T) {
	b := browsertest.Open(t)
	url := served(t, demo(t, day))
	const grid = "/taiyuan/gujiao/xiqu/binhebeilu/grid/index.html"
	for _, hash := range []string{"孙龙", "%E5%AD%99%E9%BE%99"} {
		b.Go(url+grid+"?"+hash+"#"+hash, 360, 740)
		if y := browsertest.Eval[float64](b, `document.getElementById("孙龙").getBoundingClientRect().top`); y < 0 || y > 700 {
			t.Errorf("#%s: the row stands at %v pixels of 740", hash, y)
		}
	}
	b.Go(url+grid+"?none#50%", 360, 740)
	b.Quiet("a link to nothing")
}
