package serve

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"gongshi/generator/internal/browsertest"
)

func dueSample() []DueUnit {
	return []DueUnit{
		{Name: "示例镇", Address: "zhen", Profile: "重庆"},
		{Name: "示例村", Address: "zhen/cun", Profile: "重庆", Broken: true, Matters: []DueMatter{
			{State: "已超期47天", Date: "2024年4月15日", Text: "财务收支（2024年第一季度）要公开", Basis: "办法第三十条", File: "data/zhen/cun/income/2024.yaml", Kind: DueLate},
			{State: "快到期，还有3天", Date: "2024年6月4日", Text: hostile, File: hostile, Kind: DueSoon},
			{State: "没有数据", Text: "计划生育政策落实方案（2024年第二季度）还没有写", File: "content/zhen/cun/notices/", Kind: DueNoData},
		}},
	}
}

func ask(t *testing.T, s *Server, host, address string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "http://"+host+address, nil)
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w
}

// The list stands at the preview's own address, for this machine only, and is no file of
// the site. The address behind it is that of a page: the unit that holds it is shown.
func TestDuePage(t *testing.T) {
	s, _ := site(t, small)
	if !s.SetDue(dueSample()) || s.SetDue(dueSample()) {
		t.Error("a change is a change, the same is none")
	}
	for address, want := range map[string]string{
		"/_gongshi/due/":                              `href="/_gongshi/due/zhen/cun/"`,
		"/_gongshi/due/none/":                         `href="/_gongshi/due/zhen/cun/"`,
		"/_gongshi/due/zhen/":                         "没有要办的。",
		"/_gongshi/due/zhen/cun/":                     "已超期47天",
		"/_gongshi/due/zhen/cun/points/index.html":    "依据：办法第三十条",
		"/_gongshi/due/-/local/zhen/cun/kiosk/":       "有错误",
		"/_gongshi/due/zhen/cunbei/":                  "没有要办的。", // another name that begins alike is none of its
		"/_gongshi/due/zhen/cun/../../../etc/passwd/": "已超期47天",
	} {
		w := ask(t, s, "127.0.0.1:1313", address)
		body := w.Body.String()
		if w.Code != http.StatusOK || !strings.Contains(body, want) || !strings.Contains(body, "preview.js") {
			t.Errorf("%s: %d\n%s", address, w.Code, body)
		}
		if strings.Contains(body, "<img src=x") {
			t.Errorf("%s: text was read as HTML", address)
		}
	}
	for _, other := range []string{"192.168.1.5:1313", "example.cn"} {
		if w := ask(t, s, other, "/_gongshi/due/zhen/cun/"); w.Code != http.StatusMisdirectedRequest || strings.Contains(w.Body.String(), "已超期") {
			t.Errorf("%s: %d", other, w.Code)
		}
	}
	if w := ask(t, s, "127.0.0.1:1313", "/due/"); w.Code != http.StatusNotFound {
		t.Errorf("/due/: %d", w.Code)
	}
	r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1:1313/_gongshi/due/", nil)
	w := httptest.NewRecorder()
	if s.Handler().ServeHTTP(w, r); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
}

// The link stands in a corner of every page, in the panel while that is open, and leads
// to the list of the unit that is shown; the list comes anew by itself.
func TestDueInBrowser(t *testing.T) {
	b := tab{browsertest.Open(t)}
	s, _ := site(t, map[string]string{"public/index.html": tall("首页"), "public/zhen/cun/index.html": tall("东庄村")})
	srv := httptest.NewServer(s.Handler())
	t.Cleanup(srv.Close)
	b.leavesQuietly()
	b.Do(chromedp.EmulateViewport(1280, 800), chromedp.Navigate(srv.URL+"/zhen/cun/"))
	b.wait(`document.title === '东庄村' && host && !seen('.due')`)
	s.SetDue(dueSample())
	b.wait(`seen('.due') && $('.due').textContent === '该公开什么：超期 1 件' && !seen('.panel')`)
	checkContrast(b)
	b.Shot("due-link-1280")
	s.SetProblems(sample()[:1])
	b.wait(`seen('.panel') && seen('.duelink') && !seen('.due')`)
	checkContrast(b)
	b.Shot("due-panel-1280")
	s.SetProblems(nil)
	b.click(".due")
	b.wait(`document.title.indexOf('示例村') > 0 && document.querySelectorAll('tbody tr').length === 3 && !seen('.due')`)
	b.Shot("due-1280")
	b.Do(chromedp.EmulateViewport(360, 740))
	b.wait(`document.documentElement.scrollWidth <= window.innerWidth`)
	b.Shot("due-360")
	units := dueSample()
	units[1].Matters = units[1].Matters[1:]
	if s.SetDue(units) {
		s.Reload()
	}
	b.wait(`document.querySelectorAll('tbody tr').length === 2`)
	b.Do(chromedp.Navigate(srv.URL + "/_gongshi/due/"))
	b.wait(`document.querySelectorAll('tbody tr').length === 2 && document.documentElement.scrollWidth <= window.innerWidth`)
	b.Shot("due-all-360")
}
