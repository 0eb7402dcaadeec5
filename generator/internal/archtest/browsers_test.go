package archtest

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
)

// The browsers of old phones and of screens are WebViews of Chrome 61 (design/look.md).
var chrome61 = []api.Engine{{Name: api.EngineChrome, Version: "61"}}

// later is what Chrome 61 does not know, and esbuild has nothing to say about. What it may leave
// out (text-wrap, content-visibility, :has where there are no scripts) is not among it.
var later = map[string]*regexp.Regexp{
	".css": regexp.MustCompile(`(^|[^-a-z])gap:|\b(clamp|min|max)\(|:(is|where|focus-visible)\b|@(layer|container|supports selector)|aspect-ratio|accent-color|\binset(-inline|-block)?:|overflow-wrap: *anywhere|place-items`),
	".js":  regexp.MustCompile(`\.(flat|flatMap|at|matchAll|replaceAll|padStart|padEnd|finally|allSettled|fromEntries|replaceChildren|trimStart|trimEnd)\(|\bglobalThis\b|\bstructuredClone\b|\bResizeObserver\b|AbortController`),
}

// What runs in browsers is ES5, and neither scripts nor style need a browser of later than 2017.
func TestOldBrowsers(t *testing.T) {
	n := 0
	for _, dir := range []string{"themes/gongshi/assets", inside + "serve/assets"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(p string, d fs.DirEntry, err error) error {
			known, named := later[path.Ext(p)]
			if err != nil || d.IsDir() || !named || path.Ext(p) == ".css" && strings.Contains(p, "serve") { // staff have browsers of today
				return err
			}
			n++
			data, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			for i, line := range strings.Split(string(data), "\n") {
				if m := known.FindString(line); m != "" {
					t.Errorf("%s:%d: %s is later than Chrome 61", p, i+1, m)
				}
			}
			lowered(t, p, string(data))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if n < 10 {
		t.Errorf("only %d files looked at", n)
	}
}

// lowered fails for what has to be written otherwise to be understood.
func lowered(t *testing.T, name, text string) {
	t.Helper()
	plain := map[string]bool{"object-extensions": false, "unicode-escapes": false} // as it prints them, not as they were written
	same := api.TransformOptions{Loader: api.LoaderJS, Target: api.ESNext, Supported: plain}
	old := api.TransformOptions{Loader: api.LoaderJS, Target: api.ES5}
	if path.Ext(name) == ".css" {
		same, old = api.TransformOptions{Loader: api.LoaderCSS}, api.TransformOptions{Loader: api.LoaderCSS, Engines: chrome61}
	}
	a, b := api.Transform(text, same), api.Transform(text, old)
	for _, m := range append(a.Errors, b.Errors...) {
		t.Errorf("%s: %s: %+v", name, m.Text, m.Location)
	}
	if string(a.Code) == string(b.Code) {
		return
	}
	before, after := strings.Split(string(a.Code), "\n"), strings.Split(string(b.Code), "\n")
	for i := range before {
		if i >= len(after) || before[i] != after[i] {
			t.Errorf("%s: a later way of writing: %s", name, strings.TrimSpace(before[i]))
			return
		}
	}
}
