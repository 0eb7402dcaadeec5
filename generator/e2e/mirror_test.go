package e2e

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"gongshi/generator/internal/browsertest"
	"gongshi/generator/internal/mirror"
)

// A shelf is gongshi kiosk on the machine of the screen. Its clock is the screen's.
type shelf struct {
	*httptest.Server
	page    string
	news    chan mirror.Notice
	clock   atomic.Int64 // ms
	handler atomic.Pointer[http.Handler]
	stop    func()
}

// RoundTrip asks the hall at the time of the shelf's clock.
func (s *shelf) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	q := r.URL.Query()
	q.Set("t", strconv.FormatInt(s.clock.Load(), 10))
	r.URL.RawQuery = q.Encode()
	return http.DefaultTransport.RoundTrip(r)
}

// newShelf switches the machine on: what dir holds is there again.
func newShelf(t *testing.T, h *hall, dir string) *shelf {
	t.Helper()
	s := &shelf{news: make(chan mirror.Notice, 100)}
	s.clock.Store(time.Date(2024, 5, 25, 9, 0, 0, 0, time.Local).UnixMilli())
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if ms, err := strconv.ParseInt(r.URL.Query().Get("t"), 10, 64); err == nil {
			s.clock.Store(ms)
		}
		(*s.handler.Load()).ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	s.on(t, h, dir)
	return s
}

// on starts the program; stop ends it as a cut of the current does.
func (s *shelf) on(t *testing.T, h *hall, dir string) {
	t.Helper()
	m, err := mirror.New(mirror.Options{
		Page: h.URL + "/" + soakUnit + "/kiosk/", Dir: dir, Every: 20 * time.Millisecond, Client: &http.Client{Transport: s},
		Now:    func() time.Time { return time.UnixMilli(s.clock.Load()) },
		Notice: func(n mirror.Notice) { s.news <- n },
	})
	if err != nil {
		t.Fatal(err)
	}
	handler := m.Handler()
	s.handler.Store(&handler)
	s.page = s.URL + m.Path()
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { m.Run(ctx) })
	s.stop = sync.OnceFunc(func() { cancel(); wg.Wait(); m.Close() })
	t.Cleanup(s.stop)
}

// wait waits until the shelf tells of something.
func (s *shelf) wait(t *testing.T, code mirror.Code, detail string) {
	t.Helper()
	for late := time.After(20 * time.Second); ; {
		select {
		case n := <-s.news:
			if n.Code == code && (detail == "" || n.Detail == detail) {
				return
			}
		case <-late:
			t.Fatalf("never told: %s %s", code, detail)
		}
	}
}

// A screen on a plain network, with gongshi kiosk beside it: the network is cut, the machine is
// switched off and on, the bar comes after a day, the site is back with something new.
func TestScreenBesideItsMirror(t *testing.T) {
	h := newHall(t)
	dir := t.TempDir()
	s := newShelf(t, h, dir)
	s.wait(t, mirror.Updated, "v1")
	b := browsertest.Open(t)
	if _, err := chromedp.Call(b.Ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: fastClock}); err != nil {
		t.Fatal(err)
	}
	b.Go(s.page, 1080, 1920)
	b.Wait(`window.gongshiScreen`)
	run(b, 300)
	h.set(true, 0)
	s.wait(t, mirror.Lost, "")
	if got := run(b, 3600); got.Stale {
		t.Error("an hour is no reason for the bar")
	}
	again := func() {
		b.Do(chromedp.Reload())
		b.Wait(`window.gongshiScreen`)
	}
	again()
	browsertest.Eval[bool](b, `soak.sleep(23)`)
	if got := run(b, 400); !got.Stale {
		t.Error("after a day without the site there is no bar")
	}
	s.stop()
	s.on(t, h, dir)
	again()
	if got := run(b, 300); !got.Stale || got.Build != "v1" || got.Flips == 0 {
		t.Errorf("switched off and on without the site: %+v", got)
	}
	if text := browsertest.Eval[string](b, `document.getElementById("warn").textContent`); !strings.Contains(text, "5/25") {
		t.Errorf("the bar says %q, not when the site was seen last", text)
	}
	want := h.next()
	h.set(false, 0)
	s.wait(t, mirror.Updated, want)
	if got := run(b, 300); got.Stale || got.Build != want {
		t.Errorf("the site is back: %+v, want %s", got, want)
	}
	b.Quiet("beside its mirror", noNetwork...)
}

// From a USB stick, the folder of the screen alone: every scene, no network, no error.
func TestScreenFromAUSBStick(t *testing.T) {
	stick := t.TempDir()
	for _, s := range []hung{{soakUnit, 43, 3}, {"zhongyang/nuanquan/gongyang", 43, 3}} {
		dir := filepath.FromSlash(s.unit + "/kiosk")
		if err := os.CopyFS(filepath.Join(stick, dir), os.DirFS(filepath.Join(demo(t, day), dir))); err != nil {
			t.Fatal(err)
		}
	}
	b := browsertest.Open(t)
	stands(b, day)
	for _, w := range screens[:2] {
		scenes(b, "file://"+filepath.ToSlash(stick), hung{soakUnit, 43, 3}, w)
		scenes(b, "file://"+filepath.ToSlash(stick), hung{"zhongyang/nuanquan/gongyang", 43, 3}, w)
	}
	if got := browsertest.Eval[int](b, `gongshiScreen.state().fails`); got > 0 {
		t.Errorf("from the disk the site is asked for: %d times in vain", got)
	}
}
