package e2e

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"gongshi/generator/internal/browsertest"
)

var screens = []size{{"portrait", 1080, 1920}, {"landscape", 1920, 1080}, {"4K", 3840, 2160}, {"small", 1366, 768}}

// A hung is a screen on a wall: how large it is and from how far it is read.
type hung struct {
	unit           string
	inches, metres float64
}

// The hall screens: every scene at every size, nothing cut, nothing below the smallest
// type, no error.
func TestScreens(t *testing.T) {
	b := browsertest.Open(t)
	for _, look := range looks {
		url := served(t, demo(t, look.day))
		stands(b, look.day)
		for _, unit := range look.screens {
			for _, w := range screens {
				scenes(b, url, hung{unit, 43, 3}, w)
			}
		}
	}
}

// The same with as much of everything as a village can have, with names as long as they
// come, and with nothing at all.
func TestScreensUnderStress(t *testing.T) {
	b := browsertest.Open(t)
	url := served(t, stressSite(t))
	stands(b, stressDay)
	for _, s := range []hung{{"zhen/man", 43, 3}, {"zhen/kong", 43, 3}, {"zhen/yi", 43, 3}, {"zhen", 55, 4}} {
		for _, w := range screens {
			scenes(b, url, s, w)
		}
	}
}

// stands has all pages that the tab opens from now on think that it is nine in the morning
// of a day.
func stands(b *browsertest.Tab, day string) {
	b.Helper()
	js := fmt.Sprintf(`(function () {
		var Real = Date, ahead = new Real(%q).getTime() - Real.now();
		function Fake() { return arguments.length ? new (Function.prototype.bind.apply(Real, [null].concat([].slice.call(arguments))))() : new Real(Real.now() + ahead); }
		Fake.now = function () { return Real.now() + ahead; };
		Fake.parse = Real.parse;
		Fake.UTC = Real.UTC;
		Fake.prototype = Real.prototype;
		Date = Fake;
	})();`, day+"T09:00:00")
	if _, err := chromedp.Call(b.Ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: js}); err != nil {
		b.Fatal(err)
	}
}

// arc is how many pixels of a window a character of so many minutes of arc takes.
func (s hung) arc(minutes float64, w size) float64 {
	pitch := s.inches * 25.4 * 9 / math.Hypot(16, 9) / float64(min(w.width, w.height)) // mm, of a screen of 16:9
	return 2 * s.metres * 1000 * math.Tan(minutes/60*math.Pi/360) / (0.92 * pitch)
}

// seen is what the tests ask of every page of every scene.
type seen struct {
	Scenes int
	Wrong  []string
	Lost   []string
	Errs   int
}

func scenes(b *browsertest.Tab, url string, s hung, w size) {
	b.Helper()
	where := fmt.Sprintf("%s at %s", s.unit, w)
	b.Go(url+"/"+s.unit+"/kiosk/index.html", w.width, w.height)
	b.Wait(`window.gongshiScreen`)
	got := browsertest.Eval[seen](b, fmt.Sprintf("(%s)(%f, %f)", lookJS, s.arc(25, w), s.arc(20, w)))
	if got.Scenes == 0 {
		b.Errorf("%s: no scene", where)
	}
	for _, wrong := range got.Wrong {
		b.Errorf("%s, %s", where, wrong)
	}
	for _, lost := range got.Lost {
		b.Errorf("%s: on no page: %s", where, lost)
	}
	if got.Errs > 0 {
		b.Errorf("%s: %d errors", where, got.Errs)
	}
	for i := range got.Scenes {
		if !browsertest.Shots() {
			break
		}
		browsertest.Eval[bool](b, fmt.Sprintf(`(gongshiScreen.show(%d), true)`, i))
		time.Sleep(450 * time.Millisecond) // the scene fades in
		b.Shot(fmt.Sprintf("kiosk-%s-%s-%02d", s.unit, w.name, i+1))
	}
	b.Quiet(where)
}

// lookJS goes through all scenes page by page and says what is wrong with what is to be seen.
// Text is measured by the squares of its characters, because lines stand closer than the boxes
// that fonts draw around them.
const lookJS = `function (body, floor) {
	var D = document, stage = D.getElementById("stage"), wrong = [], shown = {}, said = {}, before = null, i, n = gongshiScreen.state().scenes;
	function css(e) { return getComputedStyle(e); }
	function short(e) { return (e.data || e.outerHTML).replace(/\s+/g, " ").slice(0, 140); }
	function within(r, box, by) { return r.left >= box.left - by && r.right <= box.right + by && r.top >= box.top - by && r.bottom <= box.bottom + by; }
	function block(e) { while (css(e).display === "inline") e = e.parentNode; return e; }
	/* the size in which the text is drawn */
	function size(e) {
		var px = parseFloat(css(e).fontSize), svg = e.closest("svg");
		return svg && e.getScreenCTM ? px * e.getScreenCTM().a : px;
	}
	function texts(parted) {
		var walk = D.createTreeWalker(stage, NodeFilter.SHOW_TEXT), out = [], t, e, px, r, k, range = D.createRange(), rects, mid;
		while ((t = walk.nextNode())) {
			e = t.parentNode;
			if (!t.data.trim() || css(e).visibility === "hidden" || e.closest("script")) continue;
			range.selectNodeContents(t);
			rects = range.getClientRects();
			px = size(e);
			(t.data.match(/[0-9][0-9,.]*[0-9]/g) || []).forEach(function (number) {
				range.setStart(t, t.data.indexOf(number));
				range.setEnd(t, t.data.indexOf(number) + number.length);
				if (range.getClientRects().length > 1) parted.push(t);
			});
			for (k = 0; k < rects.length; k++) {
				r = rects[k];
				if (r.width < 1) continue;
				mid = (r.top + r.bottom) / 2;
				out.push({ text: t, in: e, px: px, left: r.left, right: r.right, top: mid - px / 2, bottom: mid + px / 2 });
			}
		}
		return out;
	}
	function judge(where) {
		var scene = D.querySelector(".scene.on"), main = D.querySelector("main").getBoundingClientRect(), win = { left: 0, top: 0, right: innerWidth, bottom: innerHeight }, parted = [], all = texts(parted), a, c, e, st, k, r;
		function say(what, of) {
			var kind = (scene.contains(of) ? where : "around") + ": " + what.split(" ")[0];
			if (said[kind]) return; /* one of each kind in a scene will do */
			said[kind] = 1;
			wrong.push(where + ": " + what + ": " + short(of));
		}
		for (k = 0; k < all.length; k++) {
			a = all[k];
			shown[a.text.data.trim()] = 1;
			if (a.px < floor * .985) say("smaller than " + Math.round(floor) + " pixels (" + a.px.toFixed(1) + ")", a.text);
			if (!within(a, scene.contains(a.in) ? main : win, 1)) say("outside", a.text);
			if (!within(a, block(a.in).getBoundingClientRect(), 3) && !a.in.closest("svg")) say("out of its box", a.text);
			if (/…|\.\.\./.test(a.text.data)) say("an ellipsis", a.text);
			for (c = k + 1; c < all.length; c++) {
				e = all[c];
				if (Math.min(a.right, e.right) - Math.max(a.left, e.left) > 2 && Math.min(a.bottom, e.bottom) - Math.max(a.top, e.top) > 2) say("over " + short(e.text), a.text);
			}
		}
		parted.forEach(function (t) { say("a number is parted", t); });
		if (parseFloat(css(D.documentElement).fontSize) < body * .985) wrong.push(where + ": the body type is smaller than " + body);
		all = stage.querySelectorAll("*");
		for (k = 0; k < all.length; k++) {
			e = all[k];
			st = css(e);
			r = e.getBoundingClientRect();
			if (st.visibility === "hidden" || !r.width || !r.height || e.closest("svg")) continue;
			if (st.textOverflow === "ellipsis" || st.webkitLineClamp !== "none") say("made to be cut", e);
			if (st.display !== "inline" && e.tagName !== "MAIN" && (e.scrollWidth > e.clientWidth + 2 && e.clientWidth || e.scrollHeight > e.clientHeight + 2 && e.clientHeight && st.overflowY !== "visible")) say("more in it than it shows", e);
			if (scene.contains(e) && !within(r, main, 1)) say("cut", e);
		}
	}
	function rows() {
		var s = D.querySelector(".scene.on"), k = ((s.querySelector("[data-pg]") || {}).textContent || "").match(/\d+/g) || [1, 1], out = [];
		[].forEach.call(s.querySelectorAll("[data-rows] > *"), function (e) { if (!e.classList.contains("off")) out.push(Math.round(e.getBoundingClientRect().bottom)); });
		return { page: +k[0], pages: +k[1], rows: out };
	}
	for (i = 0; i < n; i++) {
		gongshiScreen.show(i);
		var now = rows(), where = "scene " + (i + 1) + " of " + n + " (" + D.querySelector(".scene.on").getAttribute("data-title") + ")";
		gongshiScreen.show(i);
		if (rows().rows.join() !== now.rows.join()) wrong.push(where + ": looks otherwise the second time: " + now.rows + " / " + rows().rows);
		if (now.page > 1 && now.page === now.pages && 2 * now.rows.length + 1 < before.rows.length) wrong.push(where + ": " + now.rows.length + " rows are left for the last page after " + before.rows.length);
		before = now;
		judge(where);
		n = gongshiScreen.state().scenes;
	}
	/* whatever stands in the page stands on one of its screens */
	var walk = D.createTreeWalker(D.querySelector("main"), NodeFilter.SHOW_TEXT), t, lost = [];
	while ((t = walk.nextNode())) if (t.data.trim() && !t.parentNode.closest(".gone, .none, [data-pg]") && !shown[t.data.trim()]) lost.push(short(t));
	return { Scenes: n, Wrong: wrong, Lost: lost.slice(0, 10), Errs: gongshiScreen.state().errs };
}`
