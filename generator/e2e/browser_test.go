package e2e

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"gongshi/generator/internal/browsertest"
	"gongshi/generator/internal/site"
	"gongshi/themes"

	"golang.org/x/tools/txtar"
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
	made(t, "../..", out, day)
	demos[day] = out
	return out
}

// made builds a site for a day; errors in its data fail.
func made(t *testing.T, root, out, day string) {
	t.Helper()
	s, err := site.Open(site.Config{Root: root, Out: out, Theme: themes.Default(), Program: "test", AsOf: day})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	r, err := s.Build(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if r.Errors() > 0 {
		t.Fatalf("the data have errors: %v", r.Problems)
	}
}

// filesOf are the files of a site that is written as one text.
func filesOf(archive string) map[string]string {
	files := map[string]string{}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		files[f.Name] = string(f.Data)
	}
	return files
}

// builtOf writes the files of a site below a folder, builds it for a day and returns its output
// folder.
func builtOf(t *testing.T, root string, files map[string]string, day string) (out string) {
	t.Helper()
	for name, text := range files {
		name = filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	out = filepath.Join(root, "public")
	made(t, root, out, day)
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
