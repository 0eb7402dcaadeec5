package site

import (
	"os"
	"path/filepath"
	"testing"

	"gongshi/generator/internal/sample"
	"gongshi/generator/internal/village"
)

// slowTheme is a frame for pages of a format that there is not: as its block stands within a
// tag, no layout of the theme is run by package quick.
const slowTheme = "themes/gongshi/layouts/baseof.none.html"

// What package quick makes of the theme is, byte by byte, what Hugo alone makes of it.
func TestHugoAloneMakesTheSamePages(t *testing.T) {
	demo := &bench{t: t, dir: t.TempDir(), asOf: "2026-11-20"}
	for _, folder := range []string{"data", "content"} {
		if err := os.CopyFS(filepath.Join(demo.dir, folder), os.DirFS("../../../"+folder)); err != nil {
			t.Fatal(err)
		}
	}
	made := &bench{t: t, dir: t.TempDir(), asOf: "2026-06-15"}
	day, _ := village.ParseISO(made.asOf)
	s := sample.New(sample.Options{Villages: 2, Seed: 3, Day: day})
	files := s.Common()
	for i := range s.Units() + 1 {
		for _, f := range files {
			made.write(f.Path, string(f.Data))
		}
		if i < s.Units() {
			files, _ = s.Unit(i)
		}
	}
	for _, b := range []*bench{demo, made} {
		b.ownTheme()
		b.build()
		quick := [2]map[string]string{b.tree("public"), b.tree("public.local")}
		b.write(slowTheme, `<p title="{{ block "main" . }}{{ end }}"></p>`)
		b.build()
		for i, folder := range []string{"public", "public.local"} {
			slow := b.tree(folder)
			for name, text := range quick[i] {
				if slow[name] != text {
					t.Errorf("%s/%s is not what Hugo makes", folder, name)
				}
			}
			if len(slow) != len(quick[i]) {
				t.Errorf("%s has %d files and not %d", folder, len(quick[i]), len(slow))
			}
		}
	}
}
