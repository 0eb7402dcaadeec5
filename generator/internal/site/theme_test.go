package site

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"testing"
	"time"

	"gongshi/themes"
)

// ownTheme copies the theme into the site, as a designer does who changes it.
func (b *bench) ownTheme() {
	b.t.Helper()
	err := fs.WalkDir(themes.Default(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(themes.Default(), name)
		b.write("themes/gongshi/"+name, string(text))
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

// A theme of the site's own that fails on many pages: Hugo counts to ten errors, lets its
// workers go and may wait for them ever after. Staff must be told what is wrong, and soon,
// and the good site stands.
func TestAThemeThatFailsOnManyPagesEndsWithItsReason(t *testing.T) {
	b := unpack(t, "-- data/zhen/unit.yaml --\n名称: 示例镇\n级别: 乡镇\n")
	for i := range 44 {
		b.write(fmt.Sprintf("data/zhen/cun%d/unit.yaml", i), fmt.Sprintf("名称: 示例%d村\n级别: 村\n", i))
	}
	b.ownTheme()
	b.build()
	const page, partial = "themes/gongshi/layouts/unit/page.html", "themes/gongshi/layouts/_partials/failing.html"
	good, layout := b.tree("public"), b.read(page)
	for _, c := range []struct{ name, layout, partial, want string }{
		{"says no", `{{ errorf "no such thing: %s" .Title }}`, "", "no such thing"},
		{"no such field", `{{ $p.Frame.Contact.Nobody.Name }}`, "", "page.html:2"},
		{"no such page", `{{ (site.Params.gongshi.Page "none").View.Title }}`, "", "page.html:2"},
		{"in a partial", `{{ partial "failing.html" . }}`, `{{ index (slice 1) "a" }}`, "_partials/failing.html:1"},
		{"no such partial", `{{ partial "nowhere.html" . }}`, "", "nowhere.html"},
		{"syntax", `{{ if }}`, "", "page.html:2"},
		{"a template in itself", `{{ block "again" . }}{{ template "again" . }}{{ end }}`, "", "page.html"},
		{"a partial in itself", `{{ partial "failing.html" . }}`, `{{ partial "failing.html" . }}`, "partials call one another"},
		{"an inline partial in itself", `{{ partial "i.html" . }}{{ define "_partials/i.html" }}{{ partial "i.html" . }}{{ end }}`, "", "partials call one another"},
		{"another host", `{{ (resources.GetRemote "https://example.com/a.js").Content }}`, "", "example.com"},
	} {
		t.Run(c.name, func(t *testing.T) {
			body, defines, _ := strings.Cut(c.layout, "{{ define")
			if defines != "" {
				defines = "{{ define" + defines
			}
			b.write(page, strings.Replace(layout, "\n", "\n"+`{{ $p := site.Params.gongshi.Page .Params.n }}`+body, 1)+defines)
			b.write(partial, c.partial)
			s, ended := b.open(), make(chan error, 1)
			go func() {
				_, err := s.Build(context.Background())
				ended <- err
			}()
			select {
			case err := <-ended:
				if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "goroutine") || len(err.Error()) > 4000 {
					t.Errorf("ended with %v, not with %q", err, c.want)
				}
			case <-time.After(2 * time.Minute):
				panic("the build hangs") // the test's own clean-up would wait for it
			}
			if !maps.Equal(good, b.tree("public")) {
				t.Error("the good site is another now")
			}
		})
	}
}
