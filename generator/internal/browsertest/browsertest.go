// Package browsertest opens pages in a real Chromium for tests.
//
// GONGSHI_BROWSER=required makes a missing browser a failure; GONGSHI_SHOTS=folder
// keeps pictures there.
package browsertest

import (
	"context"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// A Tab is one tab of the browser. It keeps what the console says of errors, such as
// what the page's own policy forbids, and requests to anything but this machine.
type Tab struct {
	*testing.T
	Ctx     context.Context
	console *console
}

type console struct {
	sync.Mutex
	errors []string
}

// Open starts a browser of its own for one test, with an empty tab. The test is
// skipped, loudly, where there is none.
func Open(t *testing.T) *Tab {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience(t))
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx,
		chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.Headless, chromedp.DisableGPU, chromedp.NoSandbox,
		chromedp.UserDataDir(t.TempDir()), chromedp.ExecPath(find(t)), chromedp.Flag("allow-file-access-from-files", true),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &Tab{t, ctx, &console{}}
	go b.console.listen(chromedp.Console(ctx))
	go b.console.watch(chromedp.Events(ctx, network.RequestWillBeSent))
	return b
}

// patience is how long a test may use its browser: as long as go test lets it run, but for the
// time to say what hangs.
func patience(t *testing.T) time.Duration {
	if end, ok := t.Deadline(); ok {
		return max(time.Until(end)-30*time.Second, time.Minute)
	}
	return 24 * time.Hour
}

func find(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "msedge"} {
		if found, err := exec.LookPath(name); err == nil {
			return found
		}
	}
	if os.Getenv("GONGSHI_BROWSER") == "required" {
		t.Fatal("GONGSHI_BROWSER=required, and no Chromium found")
	}
	t.Skip("NO CHROMIUM FOUND: nothing was tested in a browser")
	return ""
}

func (c *console) listen(messages func(func(chromedp.ConsoleMessage, error) bool)) {
	for m, err := range messages {
		if err != nil {
			return
		}
		if m.Type == chromedp.ConsoleError || m.Type == chromedp.ConsoleException {
			c.Lock()
			c.errors = append(c.errors, m.Text)
			c.Unlock()
		}
	}
}

// watch takes down requests that leave this machine: a page has no business elsewhere.
func (c *console) watch(requests func(func(network.EventRequestWillBeSent, error) bool)) {
	for r, err := range requests {
		if err != nil {
			return
		}
		at, err := url.Parse(r.Request.URL)
		if err == nil && (at.Host == "" || at.Hostname() == "127.0.0.1" || at.Hostname() == "localhost") {
			continue
		}
		c.Lock()
		c.errors = append(c.errors, "request to "+r.Request.URL)
		c.Unlock()
	}
}

// For returns the same tab for a test within the test.
func (b *Tab) For(t *testing.T) *Tab { return &Tab{t, b.Ctx, b.console} }

// Quiet fails for what the console said since the last call, unless it contains one of
// the texts that are to be expected.
func (b *Tab) Quiet(where string, expected ...string) {
	b.Helper()
	b.console.Lock()
	defer b.console.Unlock()
next:
	for _, s := range b.console.errors {
		for _, e := range expected {
			if strings.Contains(s, e) {
				continue next
			}
		}
		b.Errorf("%s: console: %s", where, s)
	}
	b.console.errors = nil
}

// Do plays steps in the tab.
func (b *Tab) Do(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	if err := chromedp.Do(b.Ctx, steps...); err != nil {
		b.Fatal(err)
	}
}

// Go goes to a page in a window of the given size.
func (b *Tab) Go(url string, width, height int64) {
	b.Helper()
	b.Do(chromedp.EmulateViewport(width, height), chromedp.Navigate(url))
}

// Eval returns the value of an expression, or of what it promises.
func Eval[V any](b *Tab, js string) V {
	b.Helper()
	v, err := chromedp.Run(b.Ctx, chromedp.Evaluate[V](js, chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatalf("%s: %v", js, err)
	}
	return v
}

// Wait polls until an expression is true. While a page loads there may be nothing to
// ask; that counts as false.
func (b *Tab) Wait(js string) {
	b.Helper()
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if ok, err := chromedp.Run(b.Ctx, chromedp.Evaluate[bool]("!!("+js+")")); err == nil && ok {
			return
		}
		if time.Now().After(end) {
			b.Fatalf("never true: %s", js)
		}
	}
}

// Scheme asks for light or dark colours.
func (b *Tab) Scheme(name string) {
	b.Helper()
	_, err := chromedp.Call(b.Ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}},
	})
	if err != nil {
		b.Fatal(err)
	}
}

// Shots reports whether pictures are kept.
func Shots() bool { return os.Getenv("GONGSHI_SHOTS") != "" }

// Shot keeps a picture of the window where GONGSHI_SHOTS says.
func (b *Tab) Shot(name string) {
	b.Helper()
	dir := os.Getenv("GONGSHI_SHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(b.Ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.MkdirAll(dir, 0o755)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, strings.ReplaceAll(name, "/", "-")+".png"), png, 0o644)
	}
	if err != nil {
		b.Error(err)
	}
}
