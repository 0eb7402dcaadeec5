package mirror

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// An origin is a site with one hall screen.
type origin struct {
	*httptest.Server
	mu    sync.Mutex
	build string
	page  string        // "" for the whole one of build
	ahead time.Duration // of its clock
	asked []string
}

func newOrigin(t *testing.T) *origin {
	o := &origin{build: "b1"}
	o.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.asked = append(o.asked, r.URL.Path)
		w.Header().Set("Date", time.Now().Add(o.ahead).UTC().Format(http.TimeFormat))
		switch r.URL.Path {
		case "/cun/build.json":
			fmt.Fprintf(w, `{"build": %q}`, o.build)
		case "/cun/kiosk/index.html":
			io.WriteString(w, o.content())
		case "/assets/search.js", "/search/root.js":
			io.WriteString(w, "/* "+r.URL.Path+" of "+o.build+" */")
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(o.Close)
	return o
}

// set changes what the origin shows.
func (o *origin) set(build, page string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.build, o.page = build, page
}

func (o *origin) content() string {
	if o.page != "" {
		return o.page
	}
	return wholePage(o.build)
}

func wholePage(build string) string {
	return `<html data-build="` + build + `"><section id="look" data-load="../../assets/search.js ../../search/root.js http://evil.example/x.js"></section>` + build +
		`<i data-end-of="` + build + `"></i></html>`
}

// mirrored returns a mirror of the origin in dir that is not running.
func mirrored(t *testing.T, o *origin, dir string, change func(*Options)) *Mirror {
	t.Helper()
	opt := Options{Page: o.URL + "/cun/kiosk/", Dir: dir, Now: time.Now}
	if change != nil {
		change(&opt)
	}
	m, err := New(opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	return m
}

func get(m *Mirror, path string) *http.Response {
	r := httptest.NewRequest("GET", "http://127.0.0.1:1414"+path, nil)
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, m *Mirror, path string) string {
	t.Helper()
	res := get(m, path)
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

const page = "/cun/kiosk/index.html"

// Until there is a version, the screen waits and says so calmly; then it has the page and what
// that loads.
func TestFirstVersion(t *testing.T) {
	o := newOrigin(t)
	m := mirrored(t, o, t.TempDir(), nil)
	if res := get(m, page); res.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("before: %d", res.StatusCode)
	}
	if text := body(t, m, page); !strings.Contains(text, "请稍候") || !strings.Contains(text, `http-equiv="refresh"`) {
		t.Errorf("before: %s", text)
	}
	if err := m.look(t.Context()); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{page: wholePage("b1"), "/cun/build.json": `{"build": "b1"}`, "/search/root.js": "/* /search/root.js of b1 */",
		"/assets/search.js": "/* /assets/search.js of b1 */"} {
		if got := body(t, m, path); got != want {
			t.Errorf("%s: %q", path, got)
		}
	}
	if res := get(m, "/search/root.js"); !strings.HasPrefix(res.Header.Get("Content-Type"), "text/javascript") {
		t.Errorf("a script is %s", res.Header.Get("Content-Type"))
	}
	if res := get(m, "/"); res.StatusCode != http.StatusFound || res.Header.Get("Location") != page {
		t.Errorf("/ leads to %s", res.Header.Get("Location"))
	}
	if res := get(m, "/cun/points/"); res.StatusCode != http.StatusNotFound {
		t.Errorf("another page: %d", res.StatusCode)
	}
}

// The same build is not fetched twice; half a page, or one of another build, changes nothing.
func TestOnlyWholeVersions(t *testing.T) {
	o := newOrigin(t)
	m := mirrored(t, o, t.TempDir(), nil)
	m.look(t.Context())
	m.look(t.Context())
	if n := strings.Count(strings.Join(o.asked, " "), page); n != 1 {
		t.Errorf("the page was fetched %d times", n)
	}
	for name, content := range map[string]string{"half": wholePage("b2")[:90], "old": wholePage("b1"), "login": "<html>login</html>"} {
		o.set("b2", content)
		if m.look(t.Context()) == nil {
			t.Errorf("%s: taken", name)
		}
		if got := body(t, m, page); got != wholePage("b1") {
			t.Errorf("%s: %q", name, got)
		}
		if got := body(t, m, "/cun/build.json"); got != `{"build": "b1"}` {
			t.Errorf("%s: %q", name, got)
		}
	}
	o.set("b2", "")
	if err := m.look(t.Context()); err != nil || body(t, m, page) != wholePage("b2") || body(t, m, "/search/root.js") != "/* /search/root.js of b2 */" {
		t.Errorf("the new version: %v %q", err, body(t, m, page))
	}
}

// Without the origin, and after a start without it, the last version stands; Age tells the
// screen how old the news is.
func TestOriginGoesAway(t *testing.T) {
	o, dir := newOrigin(t), t.TempDir()
	clock := time.Now()
	later := func(opt *Options) { opt.Now = func() time.Time { return clock } }
	m := mirrored(t, o, dir, later)
	if err := m.look(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.Close()
	clock = clock.Add(3 * time.Hour)
	if m.look(t.Context()) == nil {
		t.Error("nobody answered")
	}
	m.Close()
	again := mirrored(t, o, dir, later)
	if got := body(t, again, page); got != wholePage("b1") {
		t.Errorf("after a start: %q", got)
	}
	if age := get(again, "/cun/build.json").Header.Get("Age"); age != "10800" {
		t.Errorf("Age %s, want three hours", age)
	}
	if got := body(t, again, "/search/root.js"); got != "/* /search/root.js of b1 */" {
		t.Errorf("the search: %q", got)
	}
}

// Whatever a cut of the current left behind, there is one whole version, and the next one can be
// kept.
func TestCutOfTheCurrent(t *testing.T) {
	o := newOrigin(t)
	for name, spoil := range map[string]func(dir string) error{
		"half a new one": func(dir string) error {
			return errors.Join(os.Mkdir(filepath.Join(dir, newName), 0o755), os.WriteFile(filepath.Join(dir, newName, "index.html"), []byte("<html"), 0o644))
		},
		"between two": func(dir string) error {
			return os.Rename(filepath.Join(dir, currentName), filepath.Join(dir, oldName))
		},
		"old left": func(dir string) error {
			return os.CopyFS(filepath.Join(dir, oldName), os.DirFS(filepath.Join(dir, currentName)))
		},
		"page lost": func(dir string) error {
			return errors.Join(os.CopyFS(filepath.Join(dir, oldName), os.DirFS(filepath.Join(dir, currentName))), os.Truncate(filepath.Join(dir, currentName, "index.html"), 0))
		},
	} {
		dir := t.TempDir()
		o.set("b1", "")
		m := mirrored(t, o, dir, nil)
		m.look(t.Context())
		m.Close()
		folders, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil || len(folders) != 1 {
			t.Fatal(folders, err)
		}
		if err := spoil(folders[0]); err != nil {
			t.Fatal(err)
		}
		again := mirrored(t, o, dir, nil)
		if got := body(t, again, page); got != wholePage("b1") {
			t.Errorf("%s: %q", name, got)
		}
		o.set("b2", "")
		if err := again.look(t.Context()); err != nil || body(t, again, page) != wholePage("b2") {
			t.Errorf("%s: the next version: %v", name, err)
		}
		var names []string
		list, err := os.ReadDir(folders[0])
		for _, e := range list {
			names = append(names, e.Name())
		}
		if err != nil || !slices.Equal(names, []string{currentName, seenName}) {
			t.Errorf("%s: left %q", name, names)
		}
	}
}

// The clock of the origin counts, when it differs by more than a network takes.
func TestClockOfTheOrigin(t *testing.T) {
	for ahead, want := range map[time.Duration]time.Duration{26 * time.Hour: 26 * time.Hour, -time.Hour: -time.Hour, 20 * time.Second: 0} {
		o := newOrigin(t)
		o.ahead = ahead
		m := mirrored(t, o, t.TempDir(), nil)
		m.look(t.Context())
		date, err := http.ParseTime(get(m, "/cun/build.json").Header.Get("Date"))
		if err != nil || (time.Until(date)-want).Abs() > 3*time.Second {
			t.Errorf("%v ahead: %v", ahead, time.Until(date))
		}
	}
}

// Nobody but this machine reads from a mirror, and nobody writes to it.
func TestRefusedRequests(t *testing.T) {
	o := newOrigin(t)
	m := mirrored(t, o, t.TempDir(), nil)
	m.look(t.Context())
	for _, c := range []struct {
		method, host string
		want         int
	}{{"GET", "evil.example", 421}, {"POST", "127.0.0.1:1414", 405}, {"HEAD", "localhost:1414", 200}} {
		r := httptest.NewRequest(c.method, "http://"+c.host+page, nil)
		w := httptest.NewRecorder()
		m.Handler().ServeHTTP(w, r)
		if w.Code != c.want {
			t.Errorf("%s from %s: %d, want %d", c.method, c.host, w.Code, c.want)
		}
	}
}

// What a login page of a network sends instead is not followed to another host, and an endless
// page is not read to its end.
func TestAnswersOfOthers(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `{"build": "evil"}`) }))
	defer other.Close()
	for name, handler := range map[string]http.HandlerFunc{
		"elsewhere": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other.URL, http.StatusFound) },
		"endless": func(w http.ResponseWriter, r *http.Request) {
			for range 40 {
				w.Write(make([]byte, 1<<20))
			}
		},
		"no build": func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, `{}`) },
		"error":    func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusBadGateway) },
	} {
		srv := httptest.NewServer(handler)
		m, err := New(Options{Page: srv.URL + "/cun/kiosk/", Dir: t.TempDir(), Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		if m.look(t.Context()) == nil {
			t.Errorf("%s: taken", name)
		}
		m.Close()
		srv.Close()
	}
}

func TestAddresses(t *testing.T) {
	for address, want := range map[string]string{
		"http://10.0.0.5/cun/kiosk/":               "http://10.0.0.5/cun/kiosk/",
		" http://10.0.0.5:8080/cun/kiosk ":         "http://10.0.0.5:8080/cun/kiosk/",
		"https://a.example/cun/kiosk/index.html?x": "https://a.example/cun/kiosk/",
		"https://a.example/cun/":                   "https://a.example/cun/kiosk/",
		"https://a.example/cun/index.html":         "https://a.example/cun/kiosk/",
		"https://a.example":                        "https://a.example/kiosk/",
		"a.example/cun":                            "",
		"file:///cun/kiosk/":                       "",
		"":                                         "",
	} {
		u, err := parse(address)
		switch {
		case want == "" && !errors.Is(err, ErrPage):
			t.Errorf("%q: %v", address, err)
		case want != "" && (err != nil || u.String() != want):
			t.Errorf("%q: %v %v", address, u, err)
		}
	}
}

// A mirror that runs tells of a new version, of the network that breaks and of its return, each
// once, and waits longer from look to look, three minutes at most.
func TestRun(t *testing.T) {
	o := newOrigin(t)
	var told []Code
	var waits []time.Duration
	ctx, stop := context.WithCancel(t.Context())
	m := mirrored(t, o, t.TempDir(), func(opt *Options) {
		opt.Notice = func(n Notice) { told = append(told, n.Code) }
		opt.sleep = func(ctx context.Context, d time.Duration) error {
			waits = append(waits, d)
			switch len(waits) {
			case 1:
				o.set("", "") // names no build
			case 9:
				o.set("b2", "")
			case 11:
				stop()
			}
			return ctx.Err()
		}
	})
	m.Run(ctx)
	if want := []Code{Updated, Lost, Updated, Found}; !slices.Equal(told, want) {
		t.Errorf("told %q, want %q", told, want)
	}
	for i, d := range waits {
		want := []time.Duration{1, 2, 3, 3, 3, 3, 3, 3, 3, 1, 1}[i] * time.Minute
		if d < want*8/10 || d > want*12/10 {
			t.Errorf("wait %d is %v, want about %v", i+1, d, want)
		}
	}
}
