package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"gongshi/generator/internal/browsertest"
	"gongshi/generator/internal/search"
	"gongshi/generator/internal/search/searchtest"
)

const searchHome = "zhongyang/xiazaolin/mijiata"

// withIndex returns a copy of the demo with a small index of its own; few as in search.Few.
func withIndex(t *testing.T, few int) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(demo(t, day))); err != nil {
		t.Fatal(err)
	}
	person := func(name, group, board string) search.Record {
		return search.Record{Kind: search.Person, Name: name, Group: group, Board: board, Row: search.Anchor(name)}
	}
	places := []search.Place{{Name: "中阳县", Address: "zhongyang", Parent: -1}, {Name: "下枣林乡", Address: "zhongyang/xiazaolin", Parent: 0},
		{Name: "米家塌村", Address: searchHome, Parent: 1}, {Name: "弓阳村", Address: "zhongyang/nuanquan/gongyang", Parent: 0}}
	x := search.New(places, []search.Title{{Word: "points", Title: "积分"}, {Word: "star", Title: "星级户"}, {Word: "grid", Title: "网格"}, {Word: "outcome", Title: "成果"}})
	x.Few = few
	own := []search.Record{
		person("王庆红", "2组", "points"), person("王庆红", "2组", "star"), person("单小妹", "1组", "points"),
		{Kind: search.Grid, Name: "王庆华", Role: "网格员", Text: "第3网格 12号楼3单元", Phone: "0358-1234567", Board: "grid", Row: "王庆华"},
		{Kind: search.Matter, Text: "王家沟硬化道路3.2公里", Board: "outcome", Row: "王家沟硬化道路3.2公里"},
	}
	for i := range 60 {
		own = append(own, person("赵"+string([]rune("明亮光辉")[i%4])+string(rune('一'+i)), "3组", "points"))
	}
	x.Set(2, own)
	x.Set(3, []search.Record{person("王庆红", "5组", "points")})
	x.Script = searchtest.Script()
	files, _ := x.Files()
	if err := os.RemoveAll(filepath.Join(dir, "search")); err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		name := filepath.Join(dir, "search", filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// found is what the list shows: a heading, its rows, "* " before the one that is active.
const foundJS = `[].map.call(document.querySelectorAll("#s-list .kind, #s-list [role=option]"), function (e) {
	return (e.id === document.getElementById("s").getAttribute("aria-activedescendant") ? "* " : "") + (e.className === "kind" ? "# " : "") +
		[].map.call(e.childNodes, function (n) { return n.textContent; }).join(" ");
}).join("\n")`

// searching opens a page in a window that has the focus.
func searching(b *browsertest.Tab, url string, w size) {
	b.Helper()
	if _, err := chromedp.Call(b.Ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
		b.Fatal(err)
	}
	b.Go(url+"/"+searchHome+"/index.html", w.width, w.height)
}

// typed types into the search box, and waits for the answer.
func typed(b *browsertest.Tab, text string) string {
	b.Helper()
	browsertest.Eval[bool](b, `(function () { var q = document.getElementById("s"); q.focus(); q.value = ""; q.dispatchEvent(new Event("input")); return true; })()`)
	b.Wait(`window.gongshi && gongshi.box && !document.getElementById("s-said").textContent`)
	browsertest.Eval[bool](b, `(function () {
		var search = gongshi.search;
		window.answered = "";
		gongshi.search = function (text, home, done) { search(text, home, function (a) { done(a); answered = text; }); };
		return true;
	})()`)
	b.Do(chromedp.KeyEvent(text))
	b.Wait(fmt.Sprintf("answered === %q", text))
	return browsertest.Eval[string](b, foundJS)
}

func said(b *browsertest.Tab) string {
	b.Helper()
	return browsertest.Eval[string](b, `document.getElementById("s-said").textContent`)
}

// A resident types on a telephone, over http and from the disk, in a small site and in a
// large one, and reads whom the page found.
func TestSearchOnAPhone(t *testing.T) {
	b := browsertest.Open(t)
	for _, few := range []int{search.Few, 5} {
		dir := withIndex(t, few)
		for _, at := range []string{served(t, dir), "file://" + dir} {
			searching(b, at, windows[0])
			if n := browsertest.Eval[int](b, `document.querySelectorAll("script[src]").length`); n != 0 {
				t.Errorf("%s: %d files for search are loaded before anybody searches", at, n)
			}
			for _, c := range []struct{ typed, want string }{
				{"wqh", "# 人\n王庆红 2组 · 积分\n星级户\n王庆红 弓阳村 · 5组 · 积分\n# 网格\n王庆华 网格员 · 第3网格 12号楼3单元 · 网格\n拨打 0358-1234567"},
				{"王家沟", "# 事项\n王家沟硬化道路3.2公里 成果"},
				{"shanxiaomei", "# 人\n单小妹 1组 · 积分"},
				{"<b>$&", ""},
			} {
				if got := typed(b, c.typed); got != c.want {
					t.Errorf("%s, %d: %s leads to\n%s\nwant\n%s", at, few, c.typed, got, c.want)
				}
				fits(b, c.typed)
			}
			if got := said(b); got != "没有找到“<b>$&”。" {
				t.Errorf("nothing found, and the page says %q", got)
			}
			if got := browsertest.Eval[string](b, `document.getElementById("s-none").innerText`); !strings.Contains(got, "拼音") || !strings.Contains(got, "电话") {
				t.Errorf("nothing found, and the page advises %q", got)
			}
			typed(b, "zhao")
			if got := said(b); !strings.Contains(got, "至少还有11条，请再多输一个字") {
				t.Errorf("many found, and the page says %q", got)
			}
			typed(b, "wqh")
			accessible(b, "results", "search")
			href := browsertest.Eval[string](b, `document.querySelectorAll("#s-list [role=option]")[2].href`)
			if want := at + "/zhongyang/nuanquan/gongyang/points/index.html#" + "%E7%8E%8B%E5%BA%86%E7%BA%A2"; href != want {
				t.Errorf("the result leads to %s, want %s", href, want)
			}
			b.Quiet(at)
		}
	}
}

// The keys alone are enough: down, up, first, last, enter, escape.
func TestSearchByKeyboard(t *testing.T) {
	b := browsertest.Open(t)
	dir := withIndex(t, search.Few)
	searching(b, served(t, dir), windows[1])
	active := func() string {
		t.Helper()
		for line := range strings.Lines(browsertest.Eval[string](b, foundJS)) {
			if name, ok := strings.CutPrefix(line, "* "); ok {
				return strings.TrimSpace(name)
			}
		}
		return ""
	}
	typed(b, "wqh")
	for _, c := range []struct{ key, want string }{
		{kb.ArrowDown, "王庆红 2组 · 积分"}, {kb.ArrowDown, "星级户"}, {kb.ArrowUp, "王庆红 2组 · 积分"}, {kb.ArrowUp, "拨打 0358-1234567"},
		{kb.Home, "王庆红 2组 · 积分"}, {kb.End, "拨打 0358-1234567"}, {kb.ArrowDown, "王庆红 2组 · 积分"}, {kb.ArrowLeft, ""}, {kb.Enter, "王庆红 2组 · 积分"},
	} {
		b.Do(chromedp.KeyEvent(c.key))
		if got := active(); got != c.want {
			t.Errorf("the active one is %q, want %q", got, c.want)
		}
	}
	state := func() string {
		return browsertest.Eval[string](b, `(function (q) { return q.getAttribute("aria-expanded") + " " + q.value; })(document.getElementById("s"))`)
	}
	accessible(b, "one active", "search-active")
	b.Do(chromedp.KeyEvent(kb.Escape))
	if got := state(); got != "false wqh" {
		t.Errorf("after Escape: %s", got)
	}
	b.Do(chromedp.KeyEvent(kb.ArrowDown))
	b.Wait(`document.getElementById("s").getAttribute("aria-expanded") === "true"`)
	b.Do(chromedp.KeyEvent(kb.Escape), chromedp.KeyEvent(kb.Escape))
	if got := state(); got != "false " {
		t.Errorf("after a second Escape: %s", got)
	}
	typed(b, "dxm")
	typed(b, "shanxiaomei")
	b.Do(chromedp.KeyEvent(kb.Enter))
	b.Wait(`location.pathname.indexOf("/points/") > 0 && document.querySelector("h1")`)
	b.Quiet("keyboard")
}

// Who types a house that lies in a range of houses is led to its grid.
func TestSearchLeadsToTheGridOfAHouse(t *testing.T) {
	b := browsertest.Open(t)
	b.Go(served(t, demo(t, day))+"/taiyuan/gujiao/xiqu/binhebeilu/index.html", 360, 740)
	if _, err := chromedp.Call(b.Ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
		t.Fatal(err)
	}
	if got := typed(b, "3号楼"); got != "" {
		t.Skipf("found at once: %s", got)
	}
	b.Do(chromedp.Click("#s-none .house"))
	b.Wait(`document.querySelector(".grid.hit")`)
	if got := browsertest.Eval[string](b, `document.querySelector(".grid.hit > summary").textContent.trim().split(/\s/)[0]`); got != "2号微网格" {
		t.Errorf("3号楼 leads to %s", got)
	}
	b.Quiet("house")
}

// While an input method composes, its letters are no query.
func TestSearchWaitsForTheInputMethod(t *testing.T) {
	b := browsertest.Open(t)
	dir := withIndex(t, search.Few)
	searching(b, served(t, dir), windows[0])
	typed(b, "zhao")
	browsertest.Eval[bool](b, `(function () {
		var q = document.getElementById("s");
		q.value = "";
		q.dispatchEvent(new Event("input"));
		window.asked = [];
		var search = gongshi.search;
		gongshi.search = function (text) { asked.push(text); return search.apply(this, arguments); };
		return true;
	})()`)
	for _, part := range []string{"w", "wang", "wangqinghong"} {
		if _, err := chromedp.Call(b.Ctx, input.ImeSetComposition, input.ImeSetCompositionParams{Text: part, SelectionStart: int64(len(part)), SelectionEnd: int64(len(part))}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(150 * time.Millisecond)
	}
	if _, err := chromedp.Call(b.Ctx, input.InsertText, input.InsertTextParams{Text: "王庆红"}); err != nil {
		t.Fatal(err)
	}
	b.Wait(`document.querySelector("#s-list [role=option]")`)
	time.Sleep(150 * time.Millisecond)
	if got := browsertest.Eval[string](b, `asked.filter(function (q, i) { return q !== asked[i - 1]; }).join(" ")`); got != "王庆红" {
		t.Errorf("asked for %q while it was composed", got)
	}
	b.Quiet("input method")
}

// The network goes: what was loaded still answers, and the page says that it may not be all.
func TestSearchWithoutNetwork(t *testing.T) {
	b := browsertest.Open(t)
	dir := withIndex(t, 5)
	var cut atomic.Bool
	files := http.FileServer(http.Dir(dir))
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if cut.Load() {
			panic(http.ErrAbortHandler)
		}
		files.ServeHTTP(w, r)
	}))
	defer srv.Close()
	searching(b, srv.URL, windows[0])
	typed(b, "wqh")
	cut.Store(true)
	if got := typed(b, "shanxiaomei"); !strings.HasPrefix(got, "# 人\n单小妹") {
		t.Errorf("without a network, of what was loaded: %s", got)
	}
	if got := said(b); !strings.Contains(got, "可能没有找全") {
		t.Errorf("without a network the page says %q", got)
	}
	b.Quiet("no network", "net::ERR", "Failed to load")
}

// Without JavaScript the way to a name is by its letter.
func TestSearchWithoutJavaScript(t *testing.T) {
	b := browsertest.Open(t)
	dir := demo(t, day)
	if _, err := chromedp.Call(b.Ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	b.Go("file://"+dir+"/"+searchHome+"/index.html", 360, 740)
	b.Do(chromedp.Click(".az"))
	b.Do(chromedp.Click(".names a"))
	var at string
	for range 50 {
		at, _ = chromedp.Run(b.Ctx, chromedp.Location())
		if strings.Contains(at, "#") {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	page, row, _ := strings.Cut(at, "#")
	if !strings.HasPrefix(page, "file://"+dir+"/"+searchHome+"/") || row == "" {
		t.Errorf("the first name leads to %s", at)
	}
}

// On the hall screen a name is found by its initials; nobody there for a while, and the
// scenes go on; without an index there is no button.
func TestSearchOnTheHallScreen(t *testing.T) {
	b := browsertest.Open(t)
	dir := withIndex(t, search.Few)
	open := func(at string, w size) {
		t.Helper()
		b.Go(at+"/"+searchHome+"/kiosk/index.html?idle=2", w.width, w.height)
		b.Wait(`window.gongshiLook`)
		browsertest.Eval[bool](b, `window.dispatchEvent(new Event("mousedown"))`)
	}
	const press = `(function (keys) {
		keys.split("").forEach(function (k) {
			[].forEach.call(document.querySelectorAll("#look-keys button"), function (b) { if (b.textContent === k) b.click(); });
		});
		return [].map.call(document.querySelectorAll("#look-hits > div"), function (e) { return e.children[0].textContent + " " + e.children[1].textContent; }).join("\n");
	})("WQH")`
	for _, at := range []string{served(t, dir), "file://" + dir} {
		for _, w := range screens {
			open(at, w)
			b.Wait(`document.querySelector("#nav .seek") && !gongshiLook.button.hidden`)
			browsertest.Eval[bool](b, `(gongshiLook.button.click(), true)`)
			if got, want := browsertest.Eval[string](b, press), "王庆红 2组 · 积分 · 星级户\n王庆华 网格员 · 第3网格 12号楼3单元 · 0358-1234567 · 网格"; got != want {
				t.Errorf("%s: WQH finds\n%s\nwant\n%s", w, got, want)
			}
			cut := browsertest.Eval[string](b, `[].filter.call(document.querySelectorAll("#look *"), function (e) {
				var r = e.getBoundingClientRect();
				return r.right > innerWidth + 1 || r.bottom > innerHeight + 1 || e.scrollWidth > e.clientWidth + 2 && e.clientWidth;
			}).map(function (e) { return e.outerHTML.slice(0, 80); }).join("\n")`)
			if cut != "" {
				t.Errorf("%s: cut: %s", w, cut)
			}
			b.Shot("kiosk-search-" + w.name)
		}
		b.Wait(`!document.documentElement.classList.contains("finding") && !document.getElementById("look-hits").textContent`)
		b.Quiet(at)
	}
	if err := os.RemoveAll(filepath.Join(dir, "search")); err != nil {
		t.Fatal(err)
	}
	open("file://"+dir, screens[0])
	time.Sleep(300 * time.Millisecond)
	if !browsertest.Eval[bool](b, `gongshiLook.button.hidden`) {
		t.Error("there is a button, and nothing to search in")
	}
	b.Quiet("no index", "net::ERR")
}
