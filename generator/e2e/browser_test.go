package e2e

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"gongshi/generator/internal/browsertest"
	"gongshi/generator/internal/site"
	"gongshi/themes"
)

//go:embed testdata/axe-4.14.1.min.js
var axe string

// The rules of axe: all, and those whose verdict hangs on colours. The others judge what is
// the same in light and dark, see TestDarkChangesColoursOnly.
const (
	allRules    = `rules: {"color-contrast-enhanced": {enabled: true}, "target-size": {enabled: true}}`
	colourRules = `runOnly: ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]`
)

// accessible runs axe on the page in light, and its rules about colours in dark; every
// violation fails. shot names the pictures.
func accessible(b *browsertest.Tab, where, shot string) {
	b.Helper()
	browsertest.Eval[bool](b, axe+"; true")
	for _, look := range []struct{ scheme, rules string }{{"light", allRules}, {"dark", colourRules}} {
		b.Scheme(look.scheme)
		found := browsertest.Eval[string](b, `axe.run({`+look.rules+`, resultTypes: ["violations"]}).then(function (r) {
			return JSON.stringify(r.violations.map(function (v) { return v.id + ": " + v.nodes.length + " × " + v.nodes[0].html.slice(0, 160) + " " + (v.nodes[0].failureSummary || "").replace(/\s+/g, " ").slice(0, 200); }));
		})`)
		var list []string
		if err := json.Unmarshal([]byte(found), &list); err != nil {
			b.Fatal(err)
		}
		for _, v := range list {
			b.Errorf("%s, %s: axe: %s", where, look.scheme, v)
		}
		b.Shot(shot + "-" + look.scheme)
	}
}

// demos are the sites that demo built, by day.
var demos = map[string]string{}

// demo builds the site of the repository for a day, once for all tests, and returns its
// output folder. Nobody writes there.
func demo(t *testing.T, day string) string {
	t.Helper()
	if out := demos[day]; out != "" {
		return out
	}
	out := filepath.Join(shared, day, "public")
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
	demos[day] = out
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
