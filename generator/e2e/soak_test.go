package e2e

import (
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/cdproto/systeminfo"
	"github.com/chromedp/chromedp"

	"gongshi/generator/internal/browsertest"
)

// A screen hangs for months. The long form takes a quarter of an hour:
//
//	go test ./generator/e2e -run TestSoak -timeout 2h -flips 100000 -versions 200
var (
	soakFlips    = flag.Int("flips", 1500, "how often the screen of TestSoak changes what it shows")
	soakVersions = flag.Int("versions", 12, "how many new versions it gets")
)

// soakUnit has scenes of all kinds.
const soakUnit = "zhongyang/ningxiang/nanjie"

// soakOthers are units as deep as soakUnit whose scenes it shows by turns, as versions that differ.
var soakOthers = []string{"wenshui/nanwu/dongzhuang", "zhongyang/nuanquan/gongyang", "taiyuan/qingxu/jiyi"}

// A hall is a site with one screen, whose versions come and which goes away at will.
type hall struct {
	*httptest.Server
	pages []string // the versions by turns; the place of the build is build

	mu      sync.Mutex
	version int
	down    bool
	torn    bool          // the page breaks off in the middle
	ahead   time.Duration // of its clock
}

const build = "\x00build\x00"

func newHall(t *testing.T) *hall {
	t.Helper()
	dir := demo(t, "2024-05-25")
	h := &hall{version: 1}
	for _, unit := range append([]string{soakUnit}, soakOthers...) {
		text := read(t, dir, unit+"/kiosk/index.html")
		_, rest, _ := strings.Cut(text, `data-build="`)
		mark, _, _ := strings.Cut(rest, `"`)
		h.pages = append(h.pages, strings.ReplaceAll(text, mark, build))
	}
	files := http.FileServer(http.Dir(dir))
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h.serve(w, r, files) }))
	t.Cleanup(h.Close)
	return h
}

func (h *hall) serve(w http.ResponseWriter, r *http.Request, files http.Handler) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.down {
		panic(http.ErrAbortHandler) // the connection breaks
	}
	if ms, err := strconv.ParseInt(r.URL.Query().Get("t"), 10, 64); err == nil { // the screen's own clock goes faster than ours
		w.Header().Set("Date", time.UnixMilli(ms).Add(h.ahead).UTC().Format(http.TimeFormat))
	}
	switch strings.TrimPrefix(r.URL.Path, "/"+soakUnit) {
	case "/build.json":
		fmt.Fprintf(w, `{"build": %q}`, h.build())
	case "/kiosk/index.html", "/kiosk/":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		text := strings.ReplaceAll(h.pages[(h.version-1)%len(h.pages)], build, h.build())
		if h.torn {
			io.WriteString(w, text[:len(text)/2])
			panic(http.ErrAbortHandler)
		}
		io.WriteString(w, text)
	default:
		files.ServeHTTP(w, r)
	}
}

func (h *hall) build() string { return fmt.Sprintf("v%d", h.version) }

// next publishes another version and returns its name.
func (h *hall) next() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.version++
	return h.build()
}

func (h *hall) set(down bool, ahead time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.down, h.torn, h.ahead = down, false, ahead
}

// tear has the page break off until set is called.
func (h *hall) tear() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.torn = true
}

// fastClock has the page's seconds go by when soak.run says so; requests take none of them. Of
// three in the morning only as much passes as is asked for. While it sleeps nothing happens.
const fastClock = `(function () {
	var Real = Date, later = setTimeout, t = +sessionStorage.getItem("soak") || new Real(2024, 4, 25, 9).getTime(), timers = [], past = 1000, open = 0, send = XMLHttpRequest.prototype.send;
	function Fake() { return arguments.length ? new (Function.prototype.bind.apply(Real, [null].concat([].slice.call(arguments))))() : new Real(t); }
	Fake.now = function () { return t; };
	Fake.parse = Real.parse;
	Fake.UTC = Real.UTC;
	Fake.prototype = Real.prototype;
	Date = Fake;
	performance.now = function () { return past; };
	setInterval = function (f, ms) { timers.push({ f: f, ms: ms, at: past + ms }); return timers.length; };
	XMLHttpRequest.prototype.send = function () {
		open++;
		this.addEventListener("loadend", function () { open--; });
		return send.apply(this, arguments);
	};
	window.soak = {
		set: function (time) { t = time; },
		sleep: function (hours) { t += hours * 36e5; past += hours * 36e5; return true; },
		run: async function (seconds, night) {
			var began = gongshiScreen.state().flips, flips = began, still = 0, longest = 0, was = gongshiScreen.state().build, n = 0, swapped = 0;
			while (n++ < seconds) {
				t += 1000;
				past += 1000;
				if (!night && new Real(t).getHours() === 3) t += 36e5;
				sessionStorage.setItem("soak", t);
				timers.forEach(function (x) { if (past >= x.at) { x.at = past + x.ms; x.f(); } });
				while (open) await new Promise(function (go) { later(go, 0); });
				still++;
				if (gongshiScreen.state().flips !== flips) { flips = gongshiScreen.state().flips; still = 0; }
				longest = Math.max(longest, still);
				if (!swapped && gongshiScreen.state().build !== was) swapped = n;
			}
			var s = gongshiScreen.state();
			return { Flips: flips - began, Longest: longest, Swapped: swapped, Build: s.build, Errs: s.errs, Swaps: s.swaps, Stale: document.documentElement.classList.contains("stale"), Time: t };
		}
	};
})();`

// soaked is what happened while seconds went by.
type soaked struct {
	Flips, Longest, Errs, Swaps int
	Swapped                     int // seconds until another version was there; 0 without one
	Build                       string
	Stale                       bool
	Time                        int64
}

func hang(t *testing.T, h *hall) *browsertest.Tab {
	t.Helper()
	b := browsertest.Open(t)
	if _, err := chromedp.Call(b.Ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: fastClock}); err != nil {
		t.Fatal(err)
	}
	b.Go(h.URL+"/"+soakUnit+"/kiosk/index.html", 1080, 1920)
	b.Wait(`window.gongshiScreen`)
	b.Wait(`navigator.serviceWorker.controller`)
	return b
}

// run lets seconds go by and sees to it that the screen went on all the time.
func run(b *browsertest.Tab, seconds int) soaked {
	b.Helper()
	s := browsertest.Eval[soaked](b, fmt.Sprintf("soak.run(%d)", seconds))
	if s.Longest > 60 || s.Errs > 0 {
		b.Fatalf("nothing changed for %d seconds; %d errors", s.Longest, s.Errs)
	}
	return s
}

// A weight is what a page holds, once everything is thrown away that can be.
type weight struct {
	heap, nodes float64
	memory      int // kB of the renderers; 0 where nobody tells
}

func held(b *browsertest.Tab) (w weight) {
	b.Helper()
	for range 3 {
		if _, err := chromedp.Call(b.Ctx, heapprofiler.CollectGarbage, cdp.Empty{}); err != nil {
			b.Fatal(err)
		}
	}
	res, err := chromedp.Call(b.Ctx, performance.GetMetrics, cdp.Empty{})
	if err != nil {
		b.Fatal(err)
	}
	for _, m := range res.Metrics {
		switch m.Name {
		case "JSHeapUsedSize":
			w.heap = m.Value
		case "Nodes":
			w.nodes = m.Value
		}
	}
	var list systeminfo.GetProcessInfoResult
	if err := chromedp.FromContext(b.Ctx).Browser.Call(b.Ctx, systeminfo.CommandGetProcessInfo, nil, &list); err != nil {
		b.Fatal(err)
	}
	for _, p := range list.ProcessInfo {
		if p.Type == "renderer" {
			status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.ID))
			_, rest, _ := strings.Cut(string(status), "VmRSS:")
			kb, _ := strconv.Atoi(strings.TrimSpace(strings.SplitN(rest, "kB", 2)[0]))
			w.memory += kb
		}
	}
	return w
}

// A soak is a screen that hangs, and what was seen of it.
type soak struct {
	*hall
	*browsertest.Tab
	rnd                 *rand.Rand
	flips, outages, cut int
	slowest, slowestOut int // seconds until a version was there, and after an outage
}

// turn has the screen hang for a while and then get a version, which one time in three comes
// while nobody can see it, or only half of it.
func (s *soak) turn(flips int) {
	s.Helper()
	for flips > 0 {
		n := run(s.Tab, 300).Flips
		flips -= n
		s.flips += n
	}
	wait, worst := 90, &s.slowest
	var want string
	switch s.rnd.IntN(6) {
	case 0, 1:
		s.set(true, 0)
		s.flips += run(s.Tab, 60+s.rnd.IntN(7200)).Flips
		want = s.next()
		s.set(false, 0)
		s.outages++
		wait, worst = 300, &s.slowestOut
	case 2:
		s.tear()
		want = s.next()
		got := run(s.Tab, 60+s.rnd.IntN(1200))
		s.flips += got.Flips
		if got.Build == want {
			s.Fatalf("half of %s is shown", want)
		}
		s.set(false, 0)
		s.cut++
		wait, worst = 300, &s.slowestOut
	default:
		want = s.next()
	}
	got := run(s.Tab, wait)
	s.flips += got.Flips
	*worst = max(*worst, got.Swapped)
	if got.Build != want || got.Stale {
		s.Fatalf("%d seconds after %s: %+v", wait, want, got)
	}
}

// The screen changes again and again, gets versions that differ and loses its site at random: what
// it holds does not grow, it never stops, and a new version is there after 90 seconds, after five
// minutes when the site was away.
func TestSoak(t *testing.T) {
	h := newHall(t)
	b := hang(t, h)
	if _, err := chromedp.Call(b.Ctx, performance.Enable, performance.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	s := &soak{hall: h, Tab: b, rnd: rand.New(rand.NewPCG(6, 6))}
	first := map[int]weight{} // by which of the pages is shown, once it was seen for a while
	for v := range *soakVersions {
		s.turn(*soakFlips / *soakVersions)
		at := (h.version - 1) % len(h.pages)
		if _, ok := first[at]; !ok && v >= *soakVersions/3 {
			first[at] = held(b)
		}
	}
	for s.turn(0); first[(h.version-1)%len(h.pages)].heap == 0; { // one that was weighed
		s.turn(0)
	}
	was, is := first[(h.version-1)%len(h.pages)], held(b)
	t.Logf("%d flips, %d versions, %d outages, %d broken off; a version after %d s at most, after an outage %d s; heap %.2f → %.2f MB, nodes %.0f → %.0f, renderer %d → %d MB",
		s.flips, h.version-1, s.outages, s.cut, s.slowest, s.slowestOut, was.heap/1e6, is.heap/1e6, was.nodes, is.nodes, was.memory>>10, is.memory>>10)
	if is.heap > was.heap*1.1 || is.nodes > was.nodes*1.01 {
		t.Errorf("what the page holds grows: heap %.0f → %.0f, nodes %.0f → %.0f", was.heap, is.heap, was.nodes, is.nodes)
	}
	b.Quiet("soak", noNetwork...)
}

// noNetwork is what the console says of a site that is away.
var noNetwork = []string{"fetching the script", "ERR_EMPTY_RESPONSE", "ERR_CONNECTION", "ERR_FAILED", "net::"}

// A screen that is switched on without its site shows its copy, says after a day how old that is,
// and goes on when the site is back.
func TestScreenWithoutItsSite(t *testing.T) {
	h := newHall(t)
	b := hang(t, h)
	run(b, 120)
	h.set(true, 0)
	if s := run(b, 3600); s.Stale {
		t.Error("an hour is no reason for the bar")
	}
	if s := run(b, 24*3600); !s.Stale {
		t.Error("after a day without the site there is no bar")
	}
	b.Do(chromedp.Reload())
	b.Wait(`window.gongshiScreen`)
	if s := run(b, 200); !s.Stale || s.Flips == 0 {
		t.Errorf("switched on again: %+v", s)
	}
	if text := browsertest.Eval[string](b, `document.getElementById("warn").textContent`); !strings.Contains(text, "5/25") {
		t.Errorf("the bar says %q, not when the site was seen last", text)
	}
	want := h.next()
	h.set(false, 0)
	if s := run(b, 300); s.Stale || s.Build != want {
		t.Errorf("the site is back: %+v, want %s", s, want)
	}
	b.Quiet("without the site", noNetwork...)
}

// The site's clock counts: what is over there is hidden here. A clock that nobody believes counts
// no days.
func TestScreenWhoseClockIsWrong(t *testing.T) {
	h := newHall(t)
	h.set(true, 0)
	b := browsertest.Open(t)
	if _, err := chromedp.Call(b.Ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: fastClock}); err != nil {
		t.Fatal(err)
	}
	h.set(false, 0)
	b.Go(h.URL+"/"+soakUnit+"/kiosk/index.html", 1080, 1920)
	b.Wait(`window.gongshiScreen`)
	h.set(true, 0)
	browsertest.Eval[bool](b, `(soak.set(new Date(2019, 0, 1).getTime()), true)`)
	run(b, 120)
	if got := browsertest.Eval[string](b, `document.getElementById("clk").textContent`); got != "" {
		t.Errorf("a clock of 2019 is shown: %s", got)
	}
	h.set(false, 2000*24*time.Hour)
	run(b, 400)
	if got := browsertest.Eval[string](b, `gongshiScreen.day()`); !strings.HasPrefix(got, "2024-06-2") {
		t.Errorf("the day is %s", got)
	}
	if got := browsertest.Eval[string](b, `document.getElementById("clk").textContent`); !strings.HasPrefix(got, "6/2") {
		t.Errorf("the clock shows %q", got)
	}
	b.Quiet("clock", noNetwork...)
}

// The page begins anew once in a night, and not when the site is away.
func TestScreenAtNight(t *testing.T) {
	h := newHall(t)
	b := hang(t, h)
	night := func(day int, want string) {
		t.Helper()
		browsertest.Eval[bool](b, fmt.Sprintf(`(soak.set(new Date(2024, 4, %d, 1, 50).getTime()), window.before = true)`, day))
		_, err := chromedp.Run(b.Ctx, chromedp.Evaluate[soaked](`soak.run(3 * 3600, true)`, chromedp.EvalAwaitPromise))
		b.Wait(`window.gongshiScreen && window.soak`)
		if got := browsertest.Eval[string](b, `window.before ? "the same" : "anew"`); got != want {
			t.Errorf("night of the %dth: %s, want %s (%v)", day, got, want, err)
		}
	}
	night(26, "anew")
	browsertest.Eval[bool](b, `window.before = true`)
	browsertest.Eval[soaked](b, `soak.run(2 * 3600, true)`)
	if !browsertest.Eval[bool](b, `!!window.before`) {
		t.Error("twice in one night")
	}
	h.set(true, 0)
	night(27, "the same")
	b.Quiet("night", noNetwork...)
}
