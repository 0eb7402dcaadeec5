package site

import (
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gongshi/generator/internal/search"
)

var idOnPage = regexp.MustCompile(`\sid="([^"]*)"`)

// Whatever can be found stands on the page that it names, with the anchor that leads to it;
// an anchor stands once on its page, and what pages link to on themselves is there.
func TestFoundStandsOnItsPage(t *testing.T) {
	b := unpack(t, "")
	if err := os.CopyFS(filepath.Join(b.dir, "data"), os.DirFS("../../../data")); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(b.dir, "content"), os.DirFS("../../../content")); err != nil {
		t.Fatal(err)
	}
	b.build()
	ids := map[string][]string{}
	for page, text := range b.tree("public") {
		if !strings.HasSuffix(page, ".html") {
			continue
		}
		for _, m := range idOnPage.FindAllStringSubmatch(text, -1) {
			id := html.UnescapeString(m[1])
			if slices.Contains(ids[page], id) {
				t.Errorf("%s has two %q", page, id)
			}
			if id == "" || strings.ContainsAny(id, " \t\n") {
				t.Errorf("%s has the id %q", page, id)
			}
			ids[page] = append(ids[page], id)
		}
	}
	kinds := map[search.Kind]int{}
	each(t, b, func(page, row string, r search.Record) {
		kinds[r.Kind]++
		on, made := ids[page]
		if !made {
			t.Errorf("no page %s of %+v", page, r)
		} else if row != "" && !slices.Contains(on, row) {
			t.Errorf("%s has no %q: %+v", page, row, r)
		}
	})
	for _, k := range []search.Kind{search.Board, search.Person, search.Grid, search.Household, search.Matter} {
		if kinds[k] < 20 {
			t.Errorf("only %d of kind %s are found", kinds[k], k)
		}
	}
}

// each goes through the records of the index that stands.
func each(t *testing.T, b *bench, do func(page, row string, r search.Record)) {
	t.Helper()
	root, err := os.OpenRoot(filepath.Join(b.dir, "public", "search"))
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	r, err := search.Open(root.ReadFile)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range r.Places() {
		for _, rec := range r.Records(i) {
			page, row := r.Link(&search.Result{Record: rec, Unit: i})
			do(page, row, rec)
		}
		if p.Name == "" {
			t.Errorf("place %d has no name", i)
		}
	}
}
