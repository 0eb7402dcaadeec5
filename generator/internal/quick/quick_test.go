package quick

import (
	"html/template"
	"math"
	"reflect"
	"strings"
	"testing"
)

// chains are the places that themes print values in, by what html/template puts there.
var chains = []string{"htmlescaper", "attrescaper", "rcdataescaper", "urlfilter urlnormalizer attrescaper", "urlnormalizer attrescaper",
	"cssvaluefilter", "cssvaluefilter attrescaper", "nospaceescaper", "urlescaper attrescaper"}

// FuzzAPlaceWritesAsHTMLTemplate: the short ways with texts and numbers are html/template's.
func FuzzAPlaceWritesAsHTMLTemplate(f *testing.F) {
	for _, s := range []string{"", "示例村", `<b a="1">&'+</b>`, "a:b/c", "javascript:alert(1)", "../points/index.html#张三", "100%", "%41%4", "%zz%", "a?b=c&d:e", "%e7%bb", "\x00\x7f\xff\xc3(", "\ufffd\ufdd0 \t\n"} {
		f.Add(s, int64(len(s)))
	}
	f.Add("9", int64(math.MinInt64))
	th := New(nil, true)
	f.Fuzz(func(t *testing.T, s string, n int64) {
		for _, chain := range chains {
			names := strings.Split(escaper+strings.ReplaceAll(chain, " ", " "+escaper), " ")
			p, err := th.place(names)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range []any{s, template.HTML(s), template.URL(s), int(n), n, nil, &s} {
				r := &run{}
				p.write(r, reflect.ValueOf(v))
				if want := p.std.escape(v); string(r.out) != want {
					t.Errorf("%s of %T %q: %q, not %q", chain, v, v, r.out, want)
				}
			}
		}
	})
}

func TestOnlyALayoutWithItsMainBetweenTagsIsTaken(t *testing.T) {
	for layout, want := range map[string]bool{
		`<main>{{ block "main" . }}{{ end }}</main>`:                         true,
		`<main>{{ template "main" . }}</main>{{ define "main" }}{{ end }}`:   true,
		`<main title="{{ block "main" . }}{{ end }}"></main>`:                false,
		`<script>{{ block "main" . }}{{ end }}</script>`:                     false,
		`<style>p{color:{{ .Colour }}}</style>{{ block "main" . }}{{ end }}`: true,
		`{{ if }}`: false,
	} {
		if InText(layout) != want {
			t.Errorf("InText(%s) is not %v", layout, want)
		}
	}
}

func TestWhatIsNotKnownIsLeftToHugo(t *testing.T) {
	th := New(noFuncs, true)
	th.Main("good", `{{ define "main" }}{{ partial "good.html" .Params }}{{ end }}`)
	th.Main("calls bad", `{{ define "main" }}{{ partial "calls-bad.html" . }}{{ end }}`)
	th.Main("calls nobody", `{{ define "main" }}{{ partial "nowhere.html" . }}{{ end }}`)
	th.Main("two", `{{ define "main" }}{{ end }}{{ define "more" }}{{ end }}`)
	th.Main("around", `<p>{{ define "main" }}{{ end }}`)
	th.Main("template", `{{ define "main" }}{{ template "main" . }}{{ end }}`)
	th.Main("open tag", `{{ define "main" }}<p{{ end }}`)
	th.Main("syntax", `{{ define "main" }}{{ if }}{{ end }}`)
	th.Partial("good.html", `<p>{{ .n }}</p>`)
	th.Partial("bad.html", `{{ now }}`)
	th.Partial("calls-bad.html", `{{ partial "bad.html" . }}`)
	th.Compile(nil)
	for _, name := range []string{"calls bad", "calls nobody", "two", "around", "template", "open tag", "syntax"} {
		if th.Has(name) {
			t.Errorf("%s is compiled", name)
		}
	}
	page := struct{ Params map[string]any }{map[string]any{"n": "<1>"}}
	if text, err := th.Run("good", nil, page); err != nil || text != "<p>&lt;1&gt;</p>" {
		t.Errorf("good gives %s, %v", text, err)
	}
}

// A run that fails leaves nothing behind for the next one.
func TestARunThatFailsEndsAlone(t *testing.T) {
	th := New(noFuncs, true)
	th.Main("m", `{{ define "main" }}{{ $x := .Name }}<p>{{ range .List }}{{ $y := . }}{{ .Name }} {{ end }}{{ end }}`)
	th.Compile(nil)
	type item struct{ Name string }
	type page struct {
		Name string
		List []*item
	}
	if text, err := th.Run("m", nil, page{"a", []*item{{"b"}, nil}}); err == nil {
		t.Errorf("a nil pointer gives %s", text)
	}
	if text, err := th.Run("m", nil, page{"a", []*item{{"b"}, {"c"}}}); err != nil || text != "<p>b c " {
		t.Errorf("afterwards: %q, %v", text, err)
	}
}

func TestPartialsThatCallThemselvesEnd(t *testing.T) {
	th := New(noFuncs, true)
	th.Main("m", `{{ define "main" }}{{ partial "p.html" . }}{{ end }}`)
	th.Partial("p.html", `{{ partial "p.html" . }}`)
	th.Compile(nil)
	if _, err := th.Run("m", nil, 1); err == nil {
		t.Error("no error")
	}
}

func noFuncs(string) (reflect.Value, bool) { return reflect.Value{}, false }
