package serve

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// testWords are the texts of the word list as proposed; tests of behaviour do
// not depend on them.
func testWords() Words {
	return Words{
		"errors":         "有 {n} 处要改",
		"errors.keep":    "有错的地方先显示上一次的内容，改好保存后会自己更新。",
		"errors.more":    "还有 {n} 处没有列出来，先改上面的。",
		"error":          "要改",
		"warning":        "提醒",
		"fix":            "怎么改",
		"becomes":        "改成",
		"line":           "文件里的这一行",
		"warnings":       "另有 {n} 条提醒，不影响发布",
		"close":          "收起",
		"open.errors":    "{n} 处要改",
		"open.warnings":  "{n} 条提醒",
		"building":       "正在更新网页……",
		"lost":           "预览程序停了。重新打开程序，这里会自己接上。",
		"notfound.title": "没有这个网页",
		"notfound.text":  "可能是网址打错了，也可能是这个板块还没有内容。",
		"notfound.home":  "回到首页",
		"empty.title":    "网页还没有做出来",
		"empty.text":     "第一次做好以后，这里会自己打开。",
		"refused.title":  "这个网址看不了预览",
		"refused.text":   "预览只能在这台电脑上看，请用程序里给出的网址打开。",
		"due":            "该公开什么", "due.late": "该公开什么：超期 {n} 件", "due.soon": "该公开什么：快到期 {n} 件",
		"due.title": "该公开什么", "due.intro": "只在预览里有", "due.unit": "单位", "due.profile": "方案", "due.latecount": "超期",
		"due.sooncount": "快到期", "due.waitcount": "等处理", "due.nodatacount": "没有数据", "due.state": "状态", "due.date": "哪一天",
		"due.matter": "事项", "due.file": "要改的文件", "due.basis": "依据", "due.broken": "有错误", "due.nothing": "没有要办的。",
		"due.all": "所有单位", "due.open": "打开网页",
	}
}

// site writes a small site and returns a server of it.
func site(t *testing.T, files map[string]string) (*Server, string) {
	t.Helper()
	root := t.TempDir()
	for p, text := range files {
		put(t, root, p, text)
	}
	s, err := New(Options{
		Root:   filepath.Join(root, "public"),
		Mounts: []Mount{{"/-/local/", filepath.Join(root, "public.local")}},
		Words:  testWords(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return s, root
}

func put(t *testing.T, root, p, text string) {
	t.Helper()
	name := filepath.Join(root, filepath.FromSlash(p))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

var small = map[string]string{
	"public/index.html":                   "<!doctype html><title>东庄</title><body><h1>东庄村</h1></body></html>",
	"public/dongzhuang/points/index.html": "<!doctype html><body>示例甲 114</body>",
	"public/dongzhuang/points/data.json":  `{"a":1}`,
	"public/dongzhuang/points/data.csv":   "姓名,积分\n",
	"public/assets/a.css":                 "body{}",
	"public/assets/a.js":                  "1",
	"public/assets/a.svg":                 "<svg/>",
	"public/assets/a.woff2":               "x",
	"public/assets/a.unknown":             "x",
	"public/网格/index.html":                "<body>网格</body>",
	"public/.gitkeep":                     "",
	"public.local/index.html":             "<body>大厅</body>",
	"secret.txt":                          "secret",
	"public.work/good/a.gob":              "secret",
}

func get(t *testing.T, h http.Handler, path string, edit ...func(*http.Request)) *http.Response {
	t.Helper()
	r := httptest.NewRequest("GET", "http://127.0.0.1:1313/", nil)
	r.URL.Path, r.RequestURI = path, path
	if p, q, ok := strings.Cut(path, "?"); ok {
		r.URL.Path, r.URL.RawQuery = p, q
	}
	for _, e := range edit {
		e(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, res *http.Response) string {
	t.Helper()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestFiles(t *testing.T) {
	s, _ := site(t, small)
	h := s.Handler()
	for _, c := range []struct{ path, kind, text string }{
		{"/", "text/html; charset=utf-8", "东庄村"},
		{"/index.html", "text/html; charset=utf-8", "东庄村"},
		{"/dongzhuang/points/", "text/html; charset=utf-8", "示例甲 114"},
		{"/dongzhuang/points/data.json", "application/json; charset=utf-8", `{"a":1}`},
		{"/dongzhuang/points/data.csv", "text/csv; charset=utf-8", "姓名"},
		{"/assets/a.css", "text/css; charset=utf-8", "body{}"},
		{"/assets/a.js", "text/javascript; charset=utf-8", "1"},
		{"/assets/a.svg", "image/svg+xml; charset=utf-8", "<svg/>"},
		{"/assets/a.woff2", "font/woff2", "x"},
		{"/assets/a.unknown", "application/octet-stream", "x"},
		{"/网格/", "text/html; charset=utf-8", "网格"},
		{"/-/local/", "text/html; charset=utf-8", "大厅"},
		{"/_gongshi/preview.js", "text/javascript; charset=utf-8", "EventSource"},
		{"/_gongshi/preview.css", "text/css; charset=utf-8", ".panel"},
	} {
		res := get(t, h, c.path)
		text := body(t, res)
		if res.StatusCode != 200 || res.Header.Get("Content-Type") != c.kind || !strings.Contains(text, c.text) {
			t.Errorf("%s: %d %s %q", c.path, res.StatusCode, res.Header.Get("Content-Type"), text)
		}
		for k, v := range map[string]string{"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin"} {
			if got := res.Header.Get(k); got != v {
				t.Errorf("%s: %s: %q", c.path, k, got)
			}
		}
		if res.Header.Get("Last-Modified") != "" || res.Header.Get("ETag") != "" {
			t.Errorf("%s: may be answered from a cache", c.path)
		}
	}
}

func TestFolderRedirects(t *testing.T) {
	s, _ := site(t, small)
	for path, want := range map[string]string{
		"/dongzhuang/points":     "./points/",
		"/dongzhuang/points?a=1": "./points/?a=1",
		"/网格":                    "./%E7%BD%91%E6%A0%BC/",
		"/-/local":               "./local/",
	} {
		res := get(t, s.Handler(), path)
		if got := res.Header.Get("Location"); res.StatusCode != http.StatusFound || got != want {
			t.Errorf("%s: %d %q, want %q", path, res.StatusCode, got, want)
		}
	}
}

func TestRefusedPaths(t *testing.T) {
	s, root := site(t, small)
	for name, to := range map[string]string{"out.txt": filepath.Join(root, "secret.txt"), "out": root} {
		if err := os.Symlink(to, filepath.Join(root, "public", name)); err != nil {
			t.Log("no links here: ", err)
		}
	}
	for _, path := range []string{
		"/../secret.txt", "/dongzhuang/../../secret.txt", "/..", "/.", "/./index.html", "//etc/passwd", "//", "/a//b",
		`/..\secret.txt`, `/\secret.txt`, "/C:/Windows/win.ini", "/index.html::$DATA", "/index.html:x", "/index.html\x00.css",
		"/out.txt", "/out/secret.txt", "/-/local/../secret.txt", "/.gitkeep", "/.git/config",
		"/CON", "/con.html", "/nul", "/COM1", "/lpt9.txt", "/com¹.txt", "/aux .txt", "/index.html.", "/index.html ", "/index.html/",
		"/GITKEE~1", "/gitkee~1.txt", "/public.work/good/a.gob", "/../public.work/good/a.gob", "/public.local/index.html", "/-/local/../../public.work/good/a.gob",
		"/dongzhuang/", "/missing", "/_gongshi/", "/_gongshi/none", "/_gongshi/../index.html", "",
	} {
		res := get(t, s.Handler(), path)
		text := body(t, res)
		if res.StatusCode != http.StatusNotFound || strings.Contains(text, "secret") || !strings.Contains(text, "没有这个网页") {
			t.Errorf("%q: %d %.60q", path, res.StatusCode, text)
		}
	}
	for _, target := range []string{ // as a browser, or somebody by hand, may spell them
		"/%2e%2e/secret.txt", "/..%2fsecret.txt", "/..%5csecret.txt", "/%2e%2e%2fpublic.work/good/a.gob", "/-/local%2f..%2f..%2fsecret.txt",
		"/%2egitkeep", "/index.html%00", "/index.html%20", "/index.html%3a%3a$DATA", "/C%3a/secret.txt", "/%5c%5chost/share", "/%252e%252e/secret.txt",
	} {
		r := httptest.NewRequest("GET", target, nil)
		r.Host = "127.0.0.1:1313"
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		if w.Code != http.StatusNotFound || strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%s: %d %.60q", target, w.Code, w.Body)
		}
	}
	for _, name := range []string{"CONTENT", "com.html", "community", "nullify.html", "lpt", "com10", "积分.html", ".well-known", "a b.html", "a~b", "~"} {
		if !allowedName(name) {
			t.Errorf("%q is refused", name)
		}
	}
}

func TestHosts(t *testing.T) {
	s, _ := site(t, small)
	for host, want := range map[string]int{
		"localhost": 200, "localhost:1313": 200, "LOCALHOST:1": 200, "127.0.0.1": 200, "127.0.0.1:1313": 200, "[::1]": 200, "[::1]:1313": 200,
		"": 421, "evil.example": 421, "evil.example:1313": 421, "localhost.evil.example": 421, "127.0.0.1.evil.example": 421,
		"127.0.0.2:1313": 421, "192.168.1.5:1313": 421, "0.0.0.0:1313": 421, "[::]:1313": 421, "::1": 421, "[::1": 421,
		"localhost.": 421, "localhost:x": 421, "localhost@evil.example": 421, "[127.0.0.1]": 200,
	} {
		for _, path := range []string{"/", "/_gongshi/preview.js"} {
			res := get(t, s.Handler(), path, func(r *http.Request) { r.Host = host })
			if res.StatusCode != want {
				t.Errorf("Host %q: %d, want %d", host, res.StatusCode, want)
			}
			if want == 421 && !strings.Contains(body(t, res), "这个网址看不了预览") {
				t.Errorf("Host %q: no readable page", host)
			}
		}
	}
}

func TestMethods(t *testing.T) {
	s, _ := site(t, small)
	for _, c := range []struct {
		method, site string
		want         int
	}{
		{"GET", "cross-site", 200}, // a link to the preview works
		{"HEAD", "", 200},
		{"POST", "", 405}, {"PUT", "same-origin", 405}, {"DELETE", "", 405}, {"OPTIONS", "", 405}, {"TRACE", "", 405},
		{"POST", "cross-site", 403}, {"PUT", "cross-site", 403}, {"POST", "same-site", 403},
	} {
		res := get(t, s.Handler(), "/", func(r *http.Request) {
			r.Method = c.method
			if c.site != "" {
				r.Header.Set("Sec-Fetch-Site", c.site)
			}
		})
		if res.StatusCode != c.want {
			t.Errorf("%s %s: %d, want %d", c.method, c.site, res.StatusCode, c.want)
		}
		if c.want == 405 && res.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: Allow %q", c.method, res.Header.Get("Allow"))
		}
	}
	// There is no address that writes, so none needs a token: what would write is refused
	// everywhere, also from the preview's own pages.
	for _, path := range []string{"/", "/index.html", "/missing", "/-/local/", "/_gongshi/", "/_gongshi/events", "/_gongshi/preview.js", "/_gongshi/due/", "/_gongshi/save"} {
		for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "CONNECT", "PROPFIND", "get", ""} {
			res := get(t, s.Handler(), path, func(r *http.Request) { r.Method = method; r.Header.Set("Sec-Fetch-Site", "same-origin") })
			if res.StatusCode != http.StatusMethodNotAllowed {
				t.Errorf("%q %s: %d", method, path, res.StatusCode)
			}
		}
	}
	res := get(t, s.Handler(), "/", func(r *http.Request) { r.Method = "POST"; r.Header.Set("Origin", "http://evil.example") })
	if res.StatusCode != 403 {
		t.Errorf("POST from elsewhere: %d", res.StatusCode)
	}
}

func TestHead(t *testing.T) {
	s, _ := site(t, small)
	for _, path := range []string{"/", "/assets/a.css", "/missing", "/_gongshi/events"} {
		page := get(t, s.Handler(), path, func(r *http.Request) { r.Method = "HEAD" })
		if text := body(t, page); text != "" {
			t.Errorf("HEAD %s has a body: %q", path, text)
		}
	}
	full := body(t, get(t, s.Handler(), "/"))
	head := get(t, s.Handler(), "/", func(r *http.Request) { r.Method = "HEAD" })
	if head.ContentLength != int64(len(full)) {
		t.Errorf("HEAD says %d bytes, GET gives %d", head.ContentLength, len(full))
	}
}

func TestRange(t *testing.T) {
	s, _ := site(t, map[string]string{"public/film.mp4": "0123456789"})
	res := get(t, s.Handler(), "/film.mp4", func(r *http.Request) { r.Header.Set("Range", "bytes=2-4") })
	if text := body(t, res); res.StatusCode != http.StatusPartialContent || text != "234" {
		t.Errorf("%d %q", res.StatusCode, text)
	}
}

func TestInject(t *testing.T) {
	const tag = `<script src="/_gongshi/preview.js" data-build="b-1" defer></script>`
	for page, want := range map[string]string{
		"<body>a</body></html>": "<body>a" + tag + "</body></html>",
		"<BODY>a</BODY >":       "<BODY>a" + tag + "</BODY >",
		"<p>a":                  "<p>a" + tag,
		"":                      tag,
		"<script>x='</body>'</script>b</body></html>": "<script>x='</body>'</script>b" + tag + "</body></html>",
		"a</bod":    "a</bod" + tag,
		"ıİ</body>": "ıİ" + tag + "</body>",
	} {
		if got := string(inject([]byte(page), "b-1")); got != want {
			t.Errorf("%q:\n got %q\nwant %q", page, got, want)
		}
	}
}

// The script goes into answers and never into files, and into nothing but HTML.
func TestInjectOnlyInAnswers(t *testing.T) {
	s, root := site(t, small)
	if text := body(t, get(t, s.Handler(), "/")); strings.Count(text, "preview.js") != 1 {
		t.Errorf("page: %s", text)
	}
	for _, path := range []string{"/assets/a.svg", "/dongzhuang/points/data.json", "/assets/a.js"} {
		if strings.Contains(body(t, get(t, s.Handler(), path)), "data-build") {
			t.Errorf("%s was changed", path)
		}
	}
	raw, err := os.ReadFile(filepath.Join(root, "public", "index.html"))
	if err != nil || string(raw) != small["public/index.html"] {
		t.Errorf("public/index.html: %q %v", raw, err)
	}
}

func TestPagesOfOurOwn(t *testing.T) {
	s, _ := site(t, nil) // nothing built yet
	home, missing := get(t, s.Handler(), "/"), get(t, s.Handler(), "/points/")
	if text := body(t, home); home.StatusCode != 404 || !strings.Contains(text, "网页还没有做出来") || !strings.Contains(text, "preview.js") || strings.Contains(text, `href="/"`) {
		t.Errorf("home: %d %s", home.StatusCode, text)
	}
	if text := body(t, missing); missing.StatusCode != 404 || !strings.Contains(text, "没有这个网页") || !strings.Contains(text, `<a href="/">回到首页</a>`) || !strings.Contains(text, "preview.js") {
		t.Errorf("missing: %d %s", missing.StatusCode, text)
	}
}

// The folder may be exchanged while the server runs.
func TestRootExchanged(t *testing.T) {
	s, root := site(t, small)
	public := filepath.Join(root, "public")
	if err := os.Rename(public, public+".old"); err != nil {
		t.Fatal(err)
	}
	if res := get(t, s.Handler(), "/"); res.StatusCode != 404 {
		t.Errorf("while away: %d", res.StatusCode)
	}
	put(t, root, "public/index.html", "<body>新的</body>")
	if text := body(t, get(t, s.Handler(), "/")); !strings.Contains(text, "新的") {
		t.Errorf("then %q", text)
	}
}

func TestNewRefuses(t *testing.T) {
	lacking, more := testWords(), testWords()
	delete(lacking, "lost")
	more["typo"] = "x"
	for name, opt := range map[string]Options{
		"no root":        {Words: testWords()},
		"no words":       {Root: "x"},
		"a word missing": {Root: "x", Words: lacking},
		"a word unknown": {Root: "x", Words: more},
		"mount at root":  {Root: "x", Words: testWords(), Mounts: []Mount{{"/", "y"}}},
		"mount on us":    {Root: "x", Words: testWords(), Mounts: []Mount{{"/_gongshi/x/", "y"}}},
		"mount unslash":  {Root: "x", Words: testWords(), Mounts: []Mount{{"/local", "y"}}},
		"mount nowhere":  {Root: "x", Words: testWords(), Mounts: []Mount{{"/local/", ""}}},
	} {
		if _, err := New(opt); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	keys := WordKeys()
	slices.Sort(keys)
	if len(slices.Compact(keys)) != len(testWords()) {
		t.Error("WordKeys and the words of this test differ")
	}
}

// Old browsers are real: nothing later than ES5, and no text read as HTML.
func TestScriptIsOldAndHarmless(t *testing.T) {
	raw, err := assets.ReadFile("assets/preview.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"=>", "let ", "const ", "`", "class ", "async ", "...", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"} {
		if strings.Contains(string(raw), bad) {
			t.Errorf("preview.js holds %q", bad)
		}
	}
	css, err := assets.ReadFile("assets/preview.css")
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"var(", "clamp(", ":is(", "@layer", "url(", "@import", " gap:", ";gap:"} {
		if strings.Contains(string(css), bad) {
			t.Errorf("preview.css holds %q", bad)
		}
	}
}
