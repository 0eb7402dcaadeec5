package publish

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// issue is the site at its n-th publication. The stable pages are in all of them;
// every page names its assets and ends with its number. Every fifth issue has new
// assets, and each has one page that the next one drops.
func issue(n int) Update {
	style := n / 5
	page := func(body string) string {
		head := fmt.Sprintf("<link href=/assets/style.%d.css><script src=/assets/app.%d.js></script>", style, style)
		return head + strings.Repeat(body+" ", 2000) + fmt.Sprintf("<!--end %d-->", n)
	}
	u := Update{Sections: []Section{part("",
		"index.html", page("home"),
		fmt.Sprintf("assets/style.%d.css", style), strings.Repeat("p{}", 5000)+fmt.Sprintf("/*end %d*/", style),
		fmt.Sprintf("assets/app.%d.js", style), strings.Repeat("f();", 5000)+fmt.Sprintf("//end %d", style),
		fmt.Sprintf("only/%d/index.html", n), page("only in this issue"),
	)}}
	for _, unit := range []string{"nanjie", "beijie", "xijie"} {
		u.Sections = append(u.Sections, part(unit,
			unit+"/index.html", page(unit),
			unit+"/points/index.html", page("points"),
			unit+"/rules/index.html", strings.Repeat("never changes ", 2000)+"<!--end 0-->"))
	}
	return u
}

func stablePages() []string {
	list := []string{"/"}
	for _, unit := range []string{"nanjie", "beijie", "xijie"} {
		list = append(list, "/"+unit+"/", "/"+unit+"/points/", "/"+unit+"/rules/")
	}
	return list
}

// reader asks for every stable page and what it names, again and again.
type reader struct {
	t        *testing.T
	client   *http.Client
	site     string
	requests *atomic.Int64
	rounds   atomic.Int64
}

// get asks for one file and fails the test if it is not there or not whole.
func (r *reader) get(path string) string {
	answer, err := r.client.Get(r.site + path)
	if err != nil {
		r.t.Error(err)
		return ""
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	r.requests.Add(1)
	if err != nil || answer.StatusCode != http.StatusOK {
		r.t.Errorf("GET %s: %s %v", path, answer.Status, err)
		return ""
	}
	if i := strings.LastIndex(string(body), "end "); i < 0 || len(body)-i > len("end 000*/-->") {
		r.t.Errorf("GET %s: half a file, %d bytes", path, len(body))
	}
	return string(body)
}

func (r *reader) read(stop *atomic.Bool) {
	for !stop.Load() {
		for _, page := range stablePages() {
			body := r.get(page)
			for _, asset := range strings.FieldsFunc(body, func(c rune) bool { return c == '=' || c == '>' }) {
				if strings.HasPrefix(asset, "/assets/") {
					r.get(asset)
				}
			}
		}
		r.rounds.Add(1)
	}
}

// Readers in the middle of many publications never miss a page that is there
// before and after, never see half of one, and get all that a page names.
func TestReadersNeverMissAnything(t *testing.T) {
	t.Parallel()
	publications := 200
	if testing.Short() {
		publications = 40
	}
	out := newOut(t)
	tree := open(t, out, Options{})
	tree.must(t, issue(0))
	shared, err := os.OpenRoot(out) // on Windows its files are opened so that others may rename them
	if err != nil {
		t.Fatal(err)
	}
	defer shared.Close()
	server := httptest.NewServer(http.FileServerFS(shared.FS()))
	defer server.Close()

	var requests atomic.Int64
	var stop atomic.Bool
	var wait sync.WaitGroup
	var readers [4]*reader
	for i := range readers {
		readers[i] = &reader{t: t, client: server.Client(), site: server.URL, requests: &requests}
		wait.Go(func() { readers[i].read(&stop) })
	}
	// A page and its assets are loaded within two generations: so a new one waits
	// until each reader has finished the round it is in.
	comeRound := func() {
		var began [4]int64
		for i, r := range readers {
			began[i] = r.rounds.Load()
		}
		for i, r := range readers {
			for r.rounds.Load() == began[i] {
				time.Sleep(time.Millisecond)
			}
		}
	}
	for n := 1; n <= publications; n++ {
		if n%5 == 0 {
			comeRound()
		}
		tree.must(t, issue(n))
	}
	stop.Store(true)
	wait.Wait()
	t.Logf("%d publications, %d requests", publications, requests.Load())
}
