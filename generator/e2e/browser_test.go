package e2e

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"gongshi/generator/internal/site"
	"gongshi/themes"
)

//go:embed testdata/axe-4.14.1.min.js
var axe string

// browser starts Chromium for one test.
func browser(t *testing.T) context.Context {
	t.Helper()
	name := ""
	for _, try := range []string{"chromium", "chromium-browser", "google-chrome", "msedge"} {
		if found, err := exec.LookPath(try); err == nil {
			name = found
			break
		}
	}
	if name == "" {
		if os.Getenv("GONGSHI_BROWSER") == "required" {
			t.Fatal("GONGSHI_BROWSER=required, and no Chromium found")
		}
		t.Skip("NO CHROMIUM FOUND: pages were not tested in a browser")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 8*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx,
		chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.Headless, chromedp.DisableGPU, chromedp.NoSandbox,
		chromedp.UserDataDir(t.TempDir()), chromedp.ExecPath(name), chromedp.Flag("allow-file-access-from-files", true),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	return ctx
}

// tab is one tab of the browser. What its console says of errors is kept.
type tab struct {
	t   *testing.T
	ctx context.Context
	mu  *sync.Mutex
	log *[]string
}

func newTab(t *testing.T, ctx context.Context) *tab {
	t.Helper()
	b := &tab{t, ctx, &sync.Mutex{}, &[]string{}}
	messages := chromedp.Console(ctx)
	go func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			if m.Type == chromedp.ConsoleError || m.Type == chromedp.ConsoleException {
				b.mu.Lock()
				*b.log = append(*b.log, m.Text)
				b.mu.Unlock()
			}
		}
	}()
	return b
}

// quiet fails for what the console said since the last call.
func (b *tab) quiet(where string) {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range *b.log {
		b.t.Errorf("%s: console: %s", where, s)
	}
	*b.log = nil
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// open goes to a page in a window of the given size.
func (b *tab) open(url string, width, height int64) {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(width, height), chromedp.Navigate(url))
}

func eval[T any](b *tab, js string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", js, err)
	}
	return v
}

// wait polls until an expression is true.
func (b *tab) wait(js string) {
	b.t.Helper()
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(25 * time.Millisecond) {
		if ok, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("!!("+js+")")); err == nil && ok {
			return
		}
		if time.Now().After(end) {
			b.t.Fatalf("never true: %s", js)
		}
	}
}

// scheme asks for light or dark colours.
func (b *tab) scheme(name string) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}},
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

// accessible runs axe on the page; every violation fails.
func (b *tab) accessible(where string) {
	b.t.Helper()
	eval[bool](b, axe+"; true")
	found := eval[string](b, `axe.run({rules: {"color-contrast-enhanced": {enabled: true}, "target-size": {enabled: true}}}).then(function (r) {
		return JSON.stringify(r.violations.map(function (v) { return v.id + ": " + v.nodes.length + " × " + v.nodes[0].html.slice(0, 160) + " " + (v.nodes[0].failureSummary || "").replace(/\s+/g, " ").slice(0, 200); }));
	})`)
	var list []string
	if err := json.Unmarshal([]byte(found), &list); err != nil {
		b.t.Fatal(err)
	}
	for _, v := range list {
		b.t.Errorf("%s: axe: %s", where, v)
	}
}

// shot keeps a picture of the page where GONGSHI_SHOTS says.
func (b *tab) shot(name string) {
	b.t.Helper()
	dir := os.Getenv("GONGSHI_SHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, strings.ReplaceAll(name, "/", "-")+".png"), png, 0o644)
	}
	if err != nil {
		b.t.Error(err)
	}
}

// demo builds the site of the repository for a day and returns its output folder.
func demo(t *testing.T, day string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "public")
	s, err := site.Open(site.Config{Root: "../..", Out: out, Theme: themes.Default(), Program: "test", AsOf: day})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	r, err := s.Build(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if r.Errors() > 0 {
		t.Fatalf("the demo data have errors: %v", r.Problems)
	}
	return out
}

// served serves a folder over HTTP on loopback.
func served(t *testing.T, dir string) string {
	t.Helper()
	srv := httptest.NewServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(srv.Close)
	return srv.URL
}

// A size is a window.
type size struct {
	name          string
	width, height int64
}

func (s size) String() string { return fmt.Sprintf("%s %d×%d", s.name, s.width, s.height) }
