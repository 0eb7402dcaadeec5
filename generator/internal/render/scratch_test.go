package render

import (
	"fmt"
	"testing"
	"testing/fstest"
	"time"
)

type v struct{ Rows []string }

func TestScratch(t *testing.T) {
	f := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	th := fstest.MapFS{
		"layouts/baseof.html": f(`<html>{{ $p := site.Params.gongshi.Page .Params.n }}<title>{{ $p.Frame }}</title>{{ block "main" . }}{{ end }}</html>`),
		"layouts/baseof.sheet.html": f(`<html sheet>{{ block "main" . }}{{ end }}</html>`),
		"layouts/baseof.kiosk.html": f(`<html kiosk>{{ block "main" . }}{{ end }}</html>`),
		"layouts/points/page.html": f(`{{ define "main" }}{{ $p := site.Params.gongshi.Page .Params.n }}{{ range $p.View.Rows }}<li>{{ . }}{{ end }}{{ T "hi" (dict "N" 3) }} {{ site.Params.gongshi.Asset "site.css" }}{{ end }}`),
		"layouts/points/sheet.html": f(`{{ define "main" }}SHEET{{ end }}`),
		"layouts/unit/kiosk.html": f(`{{ define "main" }}KIOSK {{ partial "points/kiosk.html" . }}{{ end }}`),
		"layouts/points/kiosk.html": f(`scene!`),
		"layouts/assets/page.html": f(`{{ $c := resources.Get "site.css" | minify | fingerprint "md5" }}{{ $c = resources.Copy (printf "assets/site.%s.css" (substr $c.Data.Integrity 4 8 | replaceRE "[^A-Za-z0-9]" "x")) $c }}{{ $c.Publish }}site.css {{ $c.RelPermalink }}`),
		"assets/site.css": f("body { color : red }"),
		"i18n/zh-cn.yaml": f("hi: \"你好 {{ .N }}\"\n"),
	}
	t0 := time.Now()
	e, err := New(th)
	if err != nil { t.Fatal(err) }
	fmt.Println("new", time.Since(t0), e.names)
	for range 3 {
	t0 = time.Now()
	out, err := e.Render([]Page{
		{"a/points/index.html", "points", "page", "标题", v{[]string{"<b>", "张三"}}},
		{"a/points/sheet/index.html", "points", "sheet", "标题", v{}},
		{"a/kiosk/index.html", "unit", "kiosk", "标题", v{}},
		{"index.html", "points", "page", "标题", v{}},
	})
	if err != nil { t.Fatal(err) }
	fmt.Println("render", time.Since(t0))
	for _, f := range out { fmt.Println(f.Path, string(f.Data)) }
	}
}
