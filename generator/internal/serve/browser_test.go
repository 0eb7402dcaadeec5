package serve

import (
	"context"
	"fmt"
	"math"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"gongshi/generator/internal/browsertest"
)

// tab is a tab on a page of the preview: the panel as a person sees it. In what it asks,
// $ finds in the shadow tree of the panel.
type tab struct{ *browsertest.Tab }

const panel = `var host = document.getElementById('gongshi-preview');
	function $(s) { return host && host.shadowRoot.querySelector(s); }
	function seen(s) { var n = $(s); return !!n && n.getClientRects().length > 0; }
	`

// eval is the value of an expression.
func eval[V any](b tab, js string) V {
	b.Helper()
	return browsertest.Eval[V](b.Tab, "(function () {"+panel+"return ("+js+");}())")
}

// wait polls until the page is whole and an expression is true.
func (b tab) wait(js string) {
	b.Helper()
	b.Wait("(function () {" + panel + "return document.readyState === 'complete' && !!(" + js + ");}())")
}

// leavesQuietly fails the test at its end with what the page complained about. Where
// the program is stopped, or a page is missing, the browser says so.
func (b tab) leavesQuietly() {
	b.Cleanup(func() {
		b.Do(chromedp.Navigate("about:blank")) // lets go of its event stream, too
		b.Quiet("preview", "Failed to load resource")
	})
}

// click waits for something in the preview to be there and clicks it.
func (b tab) click(selector string) {
	b.Helper()
	b.wait(fmt.Sprintf(`seen(%[1]q) && ($(%[1]q).click(), true)`, selector))
}

// tall is a page long enough to scroll, in the manner of a real one.
func tall(title string) string {
	return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>` + title + `</title>
<style>*{letter-spacing:.3em!important}div,p,h2,button,section,ol,li{border:9px solid lime!important;font-size:50px!important}body{margin:16px;font:18px/1.75 sans-serif}main *{all:revert!important}</style>
<body><main><h1>` + title + `</h1><button id="own">按钮</button>` + strings.Repeat("<p>东庄村 积分 公示</p>", 100) + `</main></body></html>`
}

const hostile = `</script><img src=x onerror=window.hacked=1><b>"'&`

func sample() []Problem {
	return []Problem{
		{File: "data/dongzhuang/members.yaml", Place: "第 12 行第 5 字", Line: "  - 姓名：示例甲 abc", Caret: 7, Length: 1, Cause: "冒号用了中文的“：”", Fix: "请改成英文冒号加一个空格", Becomes: "  - 姓名: 示例甲 abc"},
		{File: "data/dongzhuang/points/2024.yaml", Place: "第 208 行第 17 字", Line: `  - {编号: "0412", 日期: 2024-02-30, 对象: 示例乙, 项目: 参加义务劳动, 分值: 5, 依据: 村民代表会议记录第三号, 审核人: 示例丙}`, Caret: 22, Length: 10, Cause: "没有 2024 年 2 月 30 日这一天。", Fix: "2024 年 2 月只有 29 天，请核对日期。"},
		{File: "data/dongzhuang/unit.yaml", Cause: "总户数是 3359，下面各村加起来是 3358，差 1 户。"},
		{File: "data/dongzhuang/contracts.yaml", Place: "第 3 行", Line: "总数: 44", Caret: 5, Length: 2, Cause: "合同分类合计 29 份，比总数 44 份少 15 份。", Warning: true},
		{File: "data/" + hostile + ".yaml", Place: hostile, Line: hostile, Caret: 3, Length: 4, Cause: hostile, Fix: hostile, Becomes: hostile, Warning: true},
	}
}

// act is what the scenes of TestInBrowser share.
type act struct {
	tab
	s    *Server
	root string // the project folder
	url  string // without a slash at the end
}

func TestInBrowser(t *testing.T) {
	b := tab{browsertest.Open(t)}
	s, root := site(t, map[string]string{"public/index.html": tall("东庄村"), "public/b/index.html": tall("另一页")})
	srv := httptest.NewServer(s.Handler())
	t.Cleanup(srv.Close)
	b.leavesQuietly()
	b.Do(chromedp.EmulateViewport(1280, 800), chromedp.Navigate(srv.URL+"/"))
	for _, scene := range []struct {
		name string
		play func(act)
	}{
		{"reload keeps the place", reloadKeepsThePlace},
		{"panel", panelShows},
		{"narrow", panelFitsPhones},
		{"dark", panelInTheDark},
		{"a tab nobody sees lets go", hiddenTabLetsGo},
		{"put away and back", putAwayAndBack},
		{"missing page", missingPageComes},
	} {
		t.Run(scene.name, func(t *testing.T) { scene.play(act{tab{b.For(t)}, s, root, srv.URL}) })
	}
}

func reloadKeepsThePlace(a act) {
	a.wait(`document.title === '东庄村'`)
	a.wait(`(window.old = true, window.scrollTo(0, 1500), true)`)
	put(a.T, a.root, "public/index.html", tall("东庄村新页"))
	a.s.SetBuilding(true)
	a.s.Reload()
	a.s.SetBuilding(false)
	a.wait(`document.title === '东庄村新页' && !window.old && Math.abs(window.pageYOffset - 1500) < 3`)
}

func panelShows(a act) {
	a.wait(`(document.getElementById('own').focus(), true)`)
	a.s.SetProblems(sample())
	a.wait(`seen('.panel') && $('.title').textContent === '有 3 处要改'`)
	if eval[bool](a.tab, `document.activeElement.id !== 'own'`) {
		a.Error("the panel took the focus")
	}
	if got := eval[string](a.tab, `$('.said').textContent`); got != "有 3 处要改" {
		a.Errorf("said aloud: %q", got)
	}
	if n := eval[int](a.tab, `host.shadowRoot.querySelectorAll('.body > div .item').length`); n != 3 {
		a.Errorf("%d errors listed", n)
	}
	if got := eval[string](a.tab, `$('.becomes code').textContent`); got != "  - 姓名: 示例甲 abc" {
		a.Errorf("becomes %q", got)
	}
	if eval[bool](a.tab, `$('details').open`) {
		a.Error("warnings are open")
	}
	a.Shot("panel-1280")
	a.click("summary")
	a.wait(`$('details').open`)
	if eval[bool](a.tab, `!!window.hacked || !!$('img') || !!$('.item b b')`) {
		a.Error("text was read as HTML")
	}
	if got := eval[string](a.tab, `host.shadowRoot.querySelectorAll('.more .cause')[1].textContent`); got != hostile {
		a.Errorf("text %q", got)
	}
	checkMarks(a.tab)
	checkContrast(a.tab)
}

func panelFitsPhones(a act) {
	for _, w := range []int64{360, 320} {
		a.Do(chromedp.EmulateViewport(w, 740))
		a.wait(`seen('.panel') && $('.panel').getBoundingClientRect().width === window.innerWidth`)
		if eval[bool](a.tab, `document.documentElement.scrollWidth > window.innerWidth || $('.body').scrollWidth > $('.body').clientWidth`) {
			a.Errorf("%d px: scrolls sideways", w)
		}
		if eval[bool](a.tab, `$('.panel').getBoundingClientRect().top < 44`) {
			a.Errorf("%d px: nothing of the page is left", w)
		}
		checkMarks(a.tab)
		if w == 360 {
			a.wait(`($('.body').scrollTop = 0, true)`)
			a.Shot("panel-360")
		}
	}
	if h := eval[float64](a.tab, `Math.min($('.close').getBoundingClientRect().height, $('summary').getBoundingClientRect().height)`); h < 44 {
		a.Errorf("targets of %v px", h)
	}
	a.Do(chromedp.EmulateViewport(1280, 800))
}

func panelInTheDark(a act) {
	a.Scheme("dark")
	a.wait(`matchMedia('(prefers-color-scheme: dark)').matches && seen('.panel')`)
	checkContrast(a.tab)
	a.Shot("dark-1280")
	a.Scheme("light")
}

func hiddenTabLetsGo(a act) {
	connected := func() int { a.s.live.mu.Lock(); defer a.s.live.mu.Unlock(); return len(a.s.live.clients) }
	for i, hidden := range []bool{true, false} {
		a.wait(fmt.Sprintf(`(Object.defineProperty(document, 'hidden', {value: %v, configurable: true}), document.dispatchEvent(new Event('visibilitychange')), true)`, hidden))
		for end := time.Now().Add(20 * time.Second); connected() != i; time.Sleep(10 * time.Millisecond) {
			if time.Now().After(end) {
				a.Fatalf("hidden %v: %d connections", hidden, connected())
			}
		}
	}
	a.wait(`seen('.panel')`)
}

func putAwayAndBack(a act) {
	a.wait(`seen('.close') && ($('.close').focus(), true)`)
	a.Do(chromedp.KeyEvent("\u001b"))
	a.wait(`!seen('.panel') && seen('.open') && host.shadowRoot.activeElement === $('.open') && $('.open').textContent === '3 处要改'`)
	a.Shot("button-1280")
	a.Do(chromedp.Navigate(a.url + "/b/"))
	a.wait(`document.title === '另一页' && seen('.open') && !seen('.panel')`) // other page, still away
	a.wait(`(window.old = true)`)
	a.s.Reload()
	a.wait(`!window.old && seen('.open') && !seen('.panel')`) // other build, same problems
	a.click(".open")
	a.wait(`seen('.panel') && !seen('.open') && host.shadowRoot.activeElement === $('.title')`)
	a.click(".close")
	a.wait(`!seen('.panel')`)
	a.s.SetProblems(sample()[1:])
	a.wait(`seen('.panel') && $('.title').textContent === '有 2 处要改'`) // they changed
	a.s.SetProblems(sample()[3:])
	a.wait(`!seen('.panel') && seen('.open') && $('.open').textContent === '2 条提醒'`) // only warnings: a small button
	checkContrast(a.tab)
	a.click(".open")
	a.wait(`seen('.panel') && $('.panel').className === 'panel mild'`)
	checkContrast(a.tab)
	a.Shot("warnings-1280")
	a.s.SetProblems(nil)
	a.wait(`!seen('.panel') && !seen('.open')`)
}

func missingPageComes(a act) {
	a.Do(chromedp.EmulateViewport(360, 740), chromedp.Navigate(a.url+"/none/"))
	a.wait(`document.title === '没有这个网页'`)
	a.Shot("missing-360")
	put(a.T, a.root, "public/none/index.html", tall("有了"))
	a.s.Reload()
	a.wait(`document.title === '有了'`)
}

// checkMarks makes sure that each mark stands below what it marks, whatever the
// width of the glyphs, and can be seen without scrolling its box.
func checkMarks(b tab) {
	b.Helper()
	off := eval[[]float64](b, `[].map.call(host.shadowRoot.querySelectorAll('.code'), function (box) {
		var m = box.querySelector('mark'), c = box.querySelector('.caret');
		if (!m || !c || !m.getClientRects().length) { return 0; }
		m = m.getBoundingClientRect(); c = c.getBoundingClientRect(); box = box.getBoundingClientRect();
		var inside = m.left >= box.left && m.left < box.right;
		return inside ? Math.max(Math.abs(m.left - c.left), Math.abs(m.right - c.right)) : 999;
	})`)
	for i, d := range off {
		if math.Abs(d) > 1 {
			b.Errorf("mark %d is %v px off", i, d)
		}
	}
	if len(off) == 0 {
		b.Error("no marks")
	}
}

// checkContrast asks for 7:1 of every text that can be seen.
func checkContrast(b tab) {
	b.Helper()
	bad := eval[[]string](b, `(function () {
		function rgb(s) { return s.match(/[\d.]+/g).map(Number); }
		function lum(c) {
			var v = c.slice(0, 3).map(function (x) { x /= 255; return x <= 0.03928 ? x / 12.92 : Math.pow((x + 0.055) / 1.055, 2.4); });
			return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2];
		}
		var bad = [], walk = document.createTreeWalker(host.shadowRoot, NodeFilter.SHOW_TEXT);
		while (walk.nextNode()) {
			var n = walk.currentNode.parentElement;
			if (!walk.currentNode.textContent.trim() || !n.getClientRects().length || n.closest('.ghost,.caret,.said')) { continue; }
			var ink = rgb(getComputedStyle(n).color), back = n, ground = [0, 0, 0, 0];
			while (back && (ground.length === 4 && ground[3] === 0)) { ground = rgb(getComputedStyle(back).backgroundColor); back = back.parentElement; }
			var a = lum(ink), z = lum(ground), ratio = (Math.max(a, z) + 0.05) / (Math.min(a, z) + 0.05);
			if (ratio < 7 || parseFloat(getComputedStyle(n).fontSize) < 16) { bad.push(n.className + ' ' + ratio.toFixed(1) + ' ' + getComputedStyle(n).fontSize + ' ' + n.textContent.slice(0, 20)); }
		}
		return bad;
	}())`)
	for _, one := range bad {
		b.Errorf("hard to read: %s", one)
	}
}

// The program is stopped and started again: the page says so quietly, connects
// by itself and loads what was built meanwhile.
func TestProgramStoppedAndBack(t *testing.T) {
	b := tab{browsertest.Open(t)}
	s, root := site(t, map[string]string{"public/index.html": tall("旧的")})
	run := func(s *Server, addr string) (url string, stop func()) {
		ctx, cancel := context.WithCancel(t.Context())
		ready, done := make(chan string, 1), make(chan error, 1)
		go func() { done <- s.ListenAndServe(ctx, addr, func(url string) { ready <- url }) }()
		select {
		case url = <-ready:
		case err := <-done:
			t.Fatal(err)
		}
		return url, func() {
			cancel()
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
	}
	url, stop := run(s, "127.0.0.1:0")
	b.leavesQuietly()
	b.Do(chromedp.EmulateViewport(1280, 800), chromedp.Navigate(url))
	s.SetProblems(sample()[:1])
	b.wait(`seen('.panel')`)
	s.SetBuilding(true)
	b.wait(`seen('.note') && $('.note').textContent === '正在更新网页……'`)
	b.Shot("building-1280")
	stop()
	b.wait(`seen('.note') && $('.note').textContent.indexOf('预览程序停了') === 0`)
	checkContrast(b)
	b.Shot("lost-1280")
	if !eval[bool](b, `seen('.panel')`) {
		t.Error("the panel went with the program")
	}
	put(t, root, "public/index.html", tall("新的"))
	again, err := New(s.opt)
	if err != nil {
		t.Fatal(err)
	}
	url2, stop := run(again, strings.TrimSuffix(strings.TrimPrefix(url, "http://"), "/"))
	t.Cleanup(stop)
	if url2 != url {
		t.Skip("the port was taken meanwhile: ", url2)
	}
	b.wait(`document.title === '新的' && !seen('.note') && !seen('.panel')`)
}
