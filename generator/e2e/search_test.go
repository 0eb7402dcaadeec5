package e2e

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongshi/generator/internal/browsertest"
	"gongshi/generator/internal/search"
	"gongshi/generator/internal/search/searchtest"
	"gongshi/generator/internal/village"
)

// found is a result as the script in the page tells it.
type found struct {
	Kind, Name, Mark, Group, Role, Text, Phone, Board, Path, Row, Until string
	Unit, Score                                                         int
}

type answer struct {
	Results []found
	Total   int
	Partial bool
}

func told(a search.Answer) answer {
	out := answer{[]found{}, a.Total, a.Partial}
	for _, r := range a.Results {
		out.Results = append(out.Results, found{string(rune(r.Kind)), r.Name, r.Mark, r.Group, r.Role, r.Text, r.Phone, r.Board, r.Path, r.Row, r.Until.ISO(),
			r.Unit, r.Score})
	}
	return out
}

// asks puts queries one after another; a slow answer never comes when a later query was put.
const asks = `new Promise(function (done) {
	var answers = [], hurried = 0;
	function next() {
		var q = queries[answers.length];
		if (!q) return done(JSON.stringify({Answers: answers, Hurried: hurried}));
		if (answers.length % 10 === 0) gongshi.search("zhang" + answers.length, "", function () { hurried++; });
		gongshi.search(q.Text, q.Home, function (a) {
			answers.push(a);
			if (answers.length % 50) next(); else setTimeout(next, 0);
		});
	}
	next();
})`

// noise is what nobody types: nothing of it may throw, nor find what is not there.
const noise = `(function () {
	var seed = 7, n = 0, bad = [];
	function random(k) { seed = (seed * 16807) % 2147483647; return seed % k; }
	function letter() {
		var parts = ["\ud800", "\udfff", "\u0000", " ", "zh", "n", "ang", "1", "\u5341", "\u7b2c", "\u738b", "\ud842\udfb7", "'", "\u00fc", "#", "|", "\t", "\u001e", "\uffff"];
		return random(3) ? parts[random(parts.length)] : String.fromCharCode(random(65536));
	}
	for (var i = 0; i < 3000; i++) {
		for (var s = "", l = random(12) + (i % 100 ? 0 : 200); l >= 0; l--) s += letter();
		try {
			gongshi.search(s, "", function (a) {
				n++;
				a.results.forEach(function (r) { if (!gongshi.place(r.unit) || !(r.name || r.text) || !(r.score > 0)) bad.push(s); });
			});
		} catch (e) { bad.push(s + ": " + e.stack); }
	}
	return JSON.stringify({N: n, Bad: bad.slice(0, 5)});
})()`

// The same queries are put to package search and to the script in a browser, over http and from
// the disk, to an index in one file and to one in many: the answers are the same, result by
// result.
func TestSearchInBrowser(t *testing.T) {
	b := browsertest.Open(t)
	script, err := os.ReadFile("../../themes/gongshi/assets/js/search.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []struct {
		name     string
		villages int
		few      int
	}{{"one file", 3, search.Few}, {"many files", 90, 500}} {
		places := searchtest.Corpus(s.villages, 5)
		_, files := searchtest.Build(places, s.few)
		queries := searchtest.Queries(places, 20, 6)
		want := answers(t, files, queries)
		dir := t.TempDir()
		page := "<!doctype html><meta charset=utf-8><link rel=icon href=data:,><title>?</title><script src=search.js></script>"
		files["search.js"], files["index.html"] = script, []byte(page)
		write(t, dir, files)
		for _, url := range []string{"file://" + dir, served(t, dir)} {
			where := s.name + ", " + url[:4]
			if url[:4] == "http" { // the same again, but for the way
				queries, want = queries[:200], want[:200]
			}
			put, err := json.Marshal(queries)
			if err != nil {
				t.Fatal(err)
			}
			b.Go(url+"/index.html", 360, 760)
			browsertest.Eval[bool](b, fmt.Sprintf(`queries = %s; gongshi.open("", %q), true`, put, places[3].Address))
			compare(t, where, queries, want, browsertest.Eval[string](b, asks))
			if s.villages < 50 && len(queries) > 200 {
				random(t, where, browsertest.Eval[string](b, noise))
			}
			b.Quiet(where)
		}
	}
}

// answers puts the queries to package search.
func answers(t *testing.T, files searchtest.Files, queries []searchtest.Query) (want []answer) {
	t.Helper()
	r, err := search.Open(files.Load)
	if err != nil {
		t.Fatal(err)
	}
	y, m, d := time.Now().Date()
	r.Today = village.DateOf(y, int(m), d)
	for _, q := range queries {
		want = append(want, told(r.Search(q.Text, r.Home(q.Home))))
	}
	return want
}

func write(t *testing.T, dir string, files searchtest.Files) {
	t.Helper()
	made := map[string]bool{}
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if d := filepath.Dir(path); !made[d] {
			made[d] = true
			if err := os.MkdirAll(d, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func compare(t *testing.T, where string, queries []searchtest.Query, want []answer, text string) {
	t.Helper()
	var got struct {
		Answers []answer
		Hurried int
	}
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	kinds, some, differ := map[string]bool{}, 0, 0
	for i, q := range queries {
		kinds[q.Kind] = true
		if len(want[i].Results) > 0 {
			some++
		}
		w, _ := json.Marshal(want[i])
		g, _ := json.Marshal(got.Answers[i])
		if string(w) == string(g) {
			continue
		}
		if differ++; differ <= 5 {
			t.Errorf("%s: %s %q from %q:\nGo      %.600s\nbrowser %.600s", where, q.Kind, q.Text, q.Home, w, g)
		}
	}
	if differ > 5 {
		t.Errorf("%s: %d of %d answers differ", where, differ, len(queries))
	}
	if len(queries) != 200 && (len(queries) < 1000 || len(kinds) < 30 || some < 700) {
		t.Errorf("%s: only %d queries of %d kinds, %d with an answer", where, len(queries), len(kinds), some)
	}
	// What is in memory answers at once, so some of the hurried ones do arrive.
	if strings.HasPrefix(where, "many") && got.Hurried == (len(queries)+9)/10 {
		t.Errorf("%s: no answer was overtaken", where)
	}
}

func random(t *testing.T, where, text string) {
	t.Helper()
	var got struct {
		N   int
		Bad []string
	}
	if err := json.Unmarshal([]byte(text), &got); err != nil || got.N != 3000 || len(got.Bad) > 0 {
		t.Errorf("%s: %d random queries: %q %v", where, got.N, got.Bad, err)
	}
}

// A hurried resident types on while the first answer is loading; a road is closed: files are
// missing, and the page says that the answer is not whole.
func TestSearchWhileLoading(t *testing.T) {
	b := browsertest.Open(t)
	places := searchtest.Corpus(30, 5)
	_, files := searchtest.Build(places, 500)
	script, err := os.ReadFile("../../themes/gongshi/assets/js/search.js")
	if err != nil {
		t.Fatal(err)
	}
	all := maps.Clone(files)
	all["search.js"], all["index.html"] = script, []byte("<!doctype html><meta charset=utf-8><link rel=icon href=data:,><script src=search.js></script>")
	dir := t.TempDir()
	write(t, dir, all)
	requests := make(chan string, 1000)
	handler := http.FileServer(http.Dir(dir))
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests <- r.URL.RequestURI()
		if strings.HasPrefix(r.URL.Path, "/n/") {
			time.Sleep(50 * time.Millisecond)
		}
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(srv.Close)
	b.Go(srv.URL+"/index.html", 360, 760)
	home := places[5].Address
	name := places[7].Records[3].Name
	got := browsertest.Eval[string](b, fmt.Sprintf(`new Promise(function (done) {
		var early = 0;
		gongshi.open("", %q);
		gongshi.search("wan", %[1]q, function () { early++; });
		gongshi.search("zhangsan", %[1]q, function () { early++; });
		setTimeout(function () {
			gongshi.search(%q, %[1]q, function (a) { setTimeout(function () { done(early + " " + a.partial + " " + a.results[0].name + " " + gongshi.place(a.results[0].unit).name); }, 200); });
		}, 20);
	})`, home, name))
	if want := "0 false " + name + " "; !strings.HasPrefix(got, want) {
		t.Errorf("%q, want %q…", got, want)
	}
	close(requests)
	for r := range requests {
		if strings.Contains(r, ".js") && !strings.Contains(r, "search.js") && !strings.Contains(r, "?t=") && !strings.Contains(r, "?v=") {
			t.Errorf("%s may come from a cache of any age", r)
		}
	}
	b.Quiet("loading")
}

// Some files never come: what is there is found, and the answer says that it is not all.
func TestSearchWithoutSomeFiles(t *testing.T) {
	b := browsertest.Open(t)
	places := searchtest.Corpus(30, 5)
	_, files := searchtest.Build(places, 500)
	script, err := os.ReadFile("../../themes/gongshi/assets/js/search.js")
	if err != nil {
		t.Fatal(err)
	}
	files["search.js"], files["index.html"] = script, []byte("<!doctype html><meta charset=utf-8><link rel=icon href=data:,><script src=search.js></script>")
	for name := range files {
		if strings.HasPrefix(name, "n/") || strings.HasPrefix(name, "t/") {
			delete(files, name)
		}
	}
	dir := t.TempDir()
	write(t, dir, files)
	home := places[5]
	ask := func(query string) string {
		return browsertest.Eval[string](b, fmt.Sprintf(`new Promise(function (done) {
			gongshi.search(%q, %q, function (a) { done(a.partial + " " + a.results.length + " " + (a.results[0] || {}).name); });
		})`, query, home.Address))
	}
	b.Go("file://"+dir+"/index.html", 360, 760)
	browsertest.Eval[bool](b, fmt.Sprintf(`gongshi.open("", %q), true`, home.Address))
	name := home.Records[3].Name
	if got := ask(name); !strings.HasPrefix(got, "true ") || !strings.HasSuffix(got, " "+name) {
		t.Errorf("%q: somebody of one's own village is not found: %s", name, got)
	}
	if got := ask(places[7].Name); !strings.HasSuffix(got, " "+places[7].Name) {
		t.Errorf("a place is not found: %s", got)
	}
	os.Remove(filepath.Join(dir, "root.js"))
	b.Go("file://"+dir+"/index.html?again", 360, 760)
	if got := ask(name); got != "true 0 undefined" {
		t.Errorf("without any file: %s", got)
	}
	b.Quiet("missing files", "ERR_FILE_NOT_FOUND")
}
