package render

import (
	"fmt"
	"html/template"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"gongshi/themes"
)

// What templates see in these tests.
type (
	view struct {
		Name, Empty, Sly string
		N, Zero          int
		Share            float64
		Done             bool
		Mark             template.HTML
		Style            template.CSS
		Lines            []string
		Rows             []row
		Homes            []*row
		None             []row
		Nobody, First    *row
		Any, Nothing     any
		Words            map[string]string
		Day              time.Time
		Level            level
	}
	row struct {
		Name, Level string
		N           int
		Cells       []string
		Below       []*row
		inner
	}
	inner struct{ Deep string }
	level int
)

func (r row) Twice() string               { return r.Name + r.Name }
func (r *row) Here() template.HTML        { return template.HTML("<i>" + r.Name + "</i>") }
func (v *view) Join(a, b string) string   { return a + "&" + b }
func (v *view) Scale(by float64) float64  { return by * v.Share }
func (v *view) Fails() (string, error)    { return "", fmt.Errorf("no") }
func (l level) String() string            { return fmt.Sprintf("<%d>", int(l)) }
func (l level) IsZero() bool              { return l == 7 }
func (v view) Called(all ...string) []any { return []any{len(all), nil, all} }

func sampleView() *view {
	b := &row{Name: "乙", Level: "二星", N: 2, Cells: []string{"x", "", "z"}}
	a := row{Name: "甲 <1>", Level: "一星", N: 1, Cells: []string{"", "y", "w"}, Below: []*row{b}, inner: inner{"d"}}
	return &view{Name: "示例村 & 'x'", Sly: "javascript:alert(1)", N: 3, Share: 0.25, Done: true, Mark: "<b>m</b>", Style: "color:red",
		Lines: []string{"p", "q+", "r"}, Rows: []row{a, *b}, Homes: []*row{b, &a}, First: b, Any: 5, Words: map[string]string{"a": "A"}, Level: 7}
}

// texts are templates on whose bytes Hugo and quick must agree.
var texts = map[string]string{
	"values":     `{{ .Name }} {{ .N }} {{ .Share }} {{ .Done }} {{ .Mark }} {{ .Nothing }} {{ .Any }} {{ .Lines }} {{ .Level }} {{ .Day }} {{ print .Words }}`,
	"attributes": `<a href="../{{ .Name }}/x.html#{{ .Name }}" title="{{ .Mark }}{{ .Name }}" data-n={{ .N }} id='{{ .Name }}'>{{ .Sly }}</a><a href="{{ .Sly }}?q={{ .Name }}">`,
	"places":     `<p style="{{ .Style }};width:{{ .Share }}%;top:{{ .Sly }}"></p><style>p{ {{ .Style }} }</style><textarea>{{ .Mark }}{{ .Name }}</textarea><img src="{{ .Name }}"{{ if .Done }} hidden{{ end }}>`,
	"comments":   `a{{/* c */}}<!-- d {{ .Name }} -->{{- /* e */ -}} f`,
	"if":         `{{ if .Empty }}a{{ else if .Nobody }}b{{ else if .None }}c{{ else if .Zero }}d{{ else if .Level }}e{{ else if .Day }}f{{ else }}g{{ end }}{{ if not .Done }}h{{ end }}`,
	"with":       `{{ with .First }}{{ .Name }}{{ else }}none{{ end }}{{ with $x := .Empty }}{{ $x }}{{ else with .Name }}{{ . }}{{ else }}{{ $x }}{{ end }}{{ with .Nothing }}y{{ end }}`,
	"range":      `{{ range $i, $r := .Rows }}{{ $i }}{{ $r.Name }}{{ .Twice }}{{ .Here }}{{ .Deep }}{{ range .Below }}{{ .Name }}{{ $.N }}{{ end }}{{ else }}none{{ end }}{{ range .None }}x{{ else }}none{{ end }}`,
	"break":      `{{ range .Lines }}{{ if eq . "q+" }}{{ continue }}{{ end }}{{ . }}{{ range $.Homes }}{{ .N }}{{ break }}{{ end }}{{ end }}`,
	"variables":  `{{ $a := 1 }}{{ if .Done }}{{ $a = 2 }}{{ $b := 3 }}{{ $b }}{{ end }}{{ $a }}{{ range $x := .Lines }}{{ $a = add $a 1 }}{{ $a := $x }}{{ $a }}{{ end }}{{ $a }}`,
	"methods":    `{{ .Join "a" .Name }} {{ .Join .Name "<" | printf "%s!" }} {{ .Scale 2 }} {{ index (.Called "x" "y") 0 }} {{ .First.Here }}`,
	"fields":     `{{ .First.Name }} {{ $.First.Level }} {{ (index .Rows 0).Deep }} {{ .Words.a }} {{ .Words.b }}.`,
	"compare":    `{{ eq .N 3 }} {{ eq .N 3.0 }} {{ eq .Name "x" }} {{ ne .Share 1 }} {{ lt 2 .N }} {{ le "a" "b" }} {{ gt .N "2" }} {{ ge .Lines 3 }} {{ eq .Nobody nil }} {{ eq 1 2 1 }} {{ lt .Day .Day }}`,
	"logic":      `{{ or .Empty .Zero "—" }} {{ and .Name .N }} {{ and .Empty .N }} {{ or .Empty .Zero }} {{ not .Nothing }} {{ cond .Done "a" .N }} {{ .Empty | default "d" }} {{ .Zero | default 4 }} {{ .Nothing | default .Name }}`,
	"numbers":    `{{ add 1 2 .N }} {{ add 1 .Share }} {{ sub .N 1 }} {{ mul 2 .N }} {{ div 7 2 }} {{ div 7.0 2 }} {{ math.Max 1 .N }} {{ math.Ceil .Share }} {{ int 3.7 }} {{ float .N }} {{ len .Name }} {{ len .Lines }} {{ 0x1F }} {{ 1e3 }} {{ 'a' }}`,
	"lists":      `{{ $l := slice }}{{ range .Rows }}{{ $l = $l | append (dict "n" .Name "c" .Cells) }}{{ end }}{{ range $l }}{{ .n }}{{ index .c 1 }}{{ index .c 9 }}{{ end }}{{ len $l }}{{ range first 1 .Lines }}{{ . }}{{ end }}{{ len (first 9 .Rows) }}{{ sub .N 5 }}{{ sub 7 .N | eq 4 }}{{ range after 1 .Lines }}{{ . }}{{ end }}{{ delimit .Lines "、" }}{{ delimit (slice 1 "a") "+" }}{{ in .Lines "p" }}`,
	"append":     `{{ $l := slice "a" }}{{ $m := $l }}{{ range .Lines }}{{ $l = $l | append . }}{{ end }}{{ $k := append "k" $l }}{{ $l = $l | append "l" }}{{ $m = $m | append "m" 1 }}{{ $n := first 2 $l | append "n" }}{{ $l }}{{ $k }}{{ $m }}{{ $n }}{{ $o := slice 1 | append "o" nil }}{{ $o }}{{ append (slice 2 3) (slice 1) }}{{ append .Lines (slice .Lines) }}{{ append .Lines .Lines }}{{ append 1 .Lines }}{{ $e := slice }}{{ range .Rows }}{{ $e = append (dict "r" .N) $e }}{{ end }}{{ $e }}{{ $.Lines }}`,
	"slice":      `{{ slice "a" .Name }}{{ slice "a" .N .Mark }}{{ slice .N "a" }}{{ slice "a" nil }}{{ slice "a" (slice "b") }}{{ $s := slice "a" "b" | append "c" }}{{ $s }}{{ range slice .First "x" }}{{ if eq . "x" }}x{{ end }}{{ end }}{{ with slice "a" (dict "k" 1) }}{{ (index . 1).k }}{{ . }}{{ end }}`,
	"where":      `{{ range where .Rows "Level" "二星" }}{{ .Name }}{{ end }}{{ range where .Homes "N" ">" 1 }}{{ .Name }}{{ end }}{{ $d := slice (dict "a" 1) (dict "a" 2) }}{{ range where $d "a" 2 }}{{ .a }}{{ end }}{{ range seq 0 2 5 }}{{ . }}{{ end }}{{ range uniq (slice "a" "b" "a") }}{{ . }}{{ end }}`,
	"strings":    `{{ print .Name .N .N "x" }} {{ print 1 2 "a" "b" }} {{ printf "%s %d %v" .Name .N .First.Name }} {{ strings.RuneCount .Name }} {{ strings.TrimSpace " a " }} {{ htmlEscape .Name }} {{ hasPrefix .Name "示" }} {{ range split "a,b" "," }}{{ . }}{{ end }} {{ trim "(a)" "()" }}`,
	"safe":       `{{ safeHTML .Sly }}{{ printf "<u>%s</u>" .N | safeHTML }}<p style="{{ "a:b" | safeCSS }}"{{ "x" | safeHTMLAttr }}>`,
	"words":      `{{ T "plain" }} {{ T "slot" (dict "n" .Name) }} {{ T "slot" (dict "n" .N) }} {{ T "slot" (dict "n" .Mark) }} {{ T "slot" (dict "n" .Nothing) }} {{ T "slot" }} {{ T (cond .Done "both" "plain") (dict "a" 1 "b" .Name) }} {{ T "none" }} {{ T "odd" }}<p title="{{ T "both" (dict "a" "\"" "b" .Share) }}"><a href="{{ T "slot" (dict "n" .Name) }}">{{ $w := T "both" (dict "a" .N "b" .Name) }}{{ $w }}{{ print (T "slot" (dict "n" .Share)) (T "plain") }}`,
	"partials":   `{{ partial "row.html" (dict "r" .First "d" 1) }}{{ range .Homes }}{{ partial "row.html" (dict "r" . "d" 0) }}{{ end }}<p title="{{ partial "row.html" (dict "r" .First) }}">{{ $x := partial "row.html" (dict "r" .First) }}{{ $x }}{{ partial (printf "%s.html" "row") (dict "r" .First) }}{{ partial "bare.html" }}{{ partial "bare.html" .N }}`,
	"returns":    `{{ $r := partial "rows.html" (dict "of" .Rows "d" 1) }}{{ len $r }}{{ range $r }}{{ .name }}{{ .d }}{{ end }}{{ (index $r 0).name }}{{ with partial "rows.html" (dict "of" .None) }}x{{ else }}none{{ end }}`,
	"dict":       `{{ $d := dict "a" .N "b" (dict "c" .Lines) }}{{ $d.a }}{{ $d.b.c }}{{ $d.x }}{{ index $d "a" }}{{ if dict }}x{{ end }}{{ with $d }}{{ .b }}{{ end }}{{ len $d.b }}`,
	"interfaces": `{{ with .Any }}{{ add . 1 }}{{ end }}{{ range .Called }}{{ . }},{{ end }}{{ if .Any }}y{{ end }}`,
}

func themeOf(layouts map[string]string) fstest.MapFS {
	theme := fstest.MapFS{}
	for name, text := range layouts {
		theme[name] = &fstest.MapFile{Data: []byte(text)}
	}
	add := func(name, text string) {
		if theme[name] == nil {
			theme[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	add("layouts/baseof.html", `<main>{{ block "main" . }}{{ end }}</main>`)
	add("layouts/assets/page.html", "none")
	add("layouts/_partials/row.html", "{{- with .d }}{{ . }}: {{ end -}}\n<li>{{ .r.Name }} {{ T \"slot\" (dict \"n\" .r.N) }}{{ range .r.Below }}{{ partial \"row.html\" (dict \"r\" .) }}{{ end }}</li>\n")
	add("layouts/_partials/rows.html", `{{ $l := slice }}{{ range .of }}{{ $l = $l | append (dict "name" .Name "d" $.d) }}{{ range partial "rows.html" (dict "of" .Below "d" (add $.d 1)) }}{{ $l = $l | append . }}{{ end }}{{ end }}text{{ return $l }}`)
	add("layouts/_partials/bare.html", `[{{ . }}]`)
	add("layouts/_partials/plain.txt", `{{ . }}`)
	add("i18n/zh-cn.yaml", "plain: 字 <b>\nslot: 共{{ .n }}个&\nboth: \"{{ .b }}、{{ .a }}\"\nodd: \"\"\n")
	return theme
}

// pageOf is the layout of a board with a view.
func layoutOf(text string) string {
	return "{{ define \"main\" }}{{ $p := site.Params.gongshi.Page .Params.n }}{{ with $p.View }}\n" +
		strings.ReplaceAll(text, "$.", "$v.") + "\n{{ end }}{{ end }}"
}

func TestQuickGivesTheBytesOfHugo(t *testing.T) {
	layouts := map[string]string{}
	var pages []Page
	for name, text := range texts {
		name = "of-" + name
		layouts["layouts/"+name+"/page.html"] = strings.Replace(layoutOf(text), "{{ with", "{{ $v := $p.View }}{{ with", 1)
		pages = append(pages, Page{Path: name + "/index.html", Board: name, Format: "page", View: sampleView()})
	}
	e := engineOf(t, layouts)
	alone, err := e.ready(false)
	if err != nil {
		t.Fatal(err)
	}
	for i := range pages {
		p := &pages[i]
		n := alone.data.add(p)
		_, err := e.quick.Run(p.layout(), host{map[string]any{"gongshi": alone.data}}, pageOf{map[string]any{"n": n}})
		if err != nil {
			t.Errorf("%s is left to Hugo: %v", p.Board, err)
		}
		quick, err := e.Render(pages[i : i+1])
		if err != nil {
			t.Fatal(err)
		}
		hugo, err := alone.render(p)
		if err != nil {
			t.Fatal(err)
		}
		if string(quick[0].Data) != string(hugo.Data) {
			t.Errorf("%s\nquick %s\nHugo  %s", p.Board, quick[0].Data, hugo.Data)
		}
	}
}

func readied(t *testing.T, theme fs.FS) *Engine {
	t.Helper()
	e, err := New(theme)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Ready(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

func engineOf(t *testing.T, layouts map[string]string) *Engine {
	t.Helper()
	return readied(t, themeOf(layouts))
}

// Whatever quick does not have, such as Hugo's own page, Hugo gives.
func TestWhatQuickCannotDoHugoDoes(t *testing.T) {
	page := []Page{{Path: "x/index.html", Board: "x", Format: "page", View: sampleView()}}
	for text, want := range map[string]string{
		`{{ define "main" }}{{ .Kind }}{{ end }}`:                                                                                    "<main>page</main>",
		`{{ define "main" }}{{ now.Year | len | not }}{{ hugo.IsServer }}{{ end }}`:                                                  "",
		`{{ define "main" }}{{ partial "plain.txt" "<" }}{{ end }}`:                                                                  "<main>&lt;</main>",
		`{{ define "main" }}{{ partialCached "bare.html" 1 }}{{ end }}`:                                                              "<main>[1]</main>",
		`{{ define "main" }}{{ partial "in.html" 1 }}{{ end }}{{ define "_partials/in.html" }}in{{ end }}`:                           "<main>in</main>",
		`{{ define "main" }}{{ partial "bare.html" 1 }}{{ end }}{{ define "_partials/bare.html" }}other{{ end }}`:                    "<main>[1]</main>",
		`<p>{{ (site.Params.gongshi.Page .Params.n).View.N }}</p>`:                                                                   "<p>3</p>",
		`{{ define "main" }}{{ range $k, $w := (site.Params.gongshi.Page .Params.n).View.Words }}{{ $k }}{{ $w }}{{ end }}{{ end }}`: "<main>aA</main>",
	} {
		e := engineOf(t, map[string]string{"layouts/x/page.html": text})
		files, err := e.Render(page)
		if want == "" {
			if err == nil {
				t.Errorf("%s: no error", text)
			}
			continue
		}
		if err != nil || string(files[0].Data) != want {
			t.Errorf("%s gives %v, %v", text, files, err)
		}
	}
}

func TestAMainWithinATagIsHugos(t *testing.T) {
	e := engineOf(t, map[string]string{"layouts/baseof.html": `<main title="{{ block "main" . }}{{ end }}">`, "layouts/x/page.html": `{{ define "main" }}<b>{{ end }}`})
	if e.quick.Has("x/page") {
		t.Error("quick has it")
	}
}

// A new layout that quick does not know is slow, not wrong; those of this theme must be quick.
func TestAllLayoutsOfTheThemeAreQuick(t *testing.T) {
	e := readied(t, themes.Default())
	alone := map[string]bool{"assets/page": true, "changes/sheet": true} // no pages within the frame of others
	err := fs.WalkDir(themes.Default(), "layouts", func(name string, d fs.DirEntry, err error) error {
		at, layout := themePath(name)
		if layout != "" && !strings.Contains(at, "_partials") && !alone[layout] && !e.quick.Has(layout) {
			t.Errorf("%s is left to Hugo", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
