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

// accessible runs axe on the page; every violation fails.
func accessible(b *browsertest.Tab, where string) {
	b.Helper()
	browsertest.Eval[bool](b, axe+"; true")
	found := browsertest.Eval[string](b, `axe.run({rules: {"color-contrast-enhanced": {enabled: true}, "target-size": {enabled: true}}}).then(function (r) {
		return JSON.stringify(r.violations.map(function (v) { return v.id + ": " + v.nodes.length + " × " + v.nodes[0].html.slice(0, 160) + " " + (v.nodes[0].failureSummary || "").replace(/\s+/g, " ").slice(0, 200); }));
	})`)
	var list []string
	if err := json.Unmarshal([]byte(found), &list); err != nil {
		b.Fatal(err)
	}
	for _, v := range list {
		b.Errorf("%s: axe: %s", where, v)
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
