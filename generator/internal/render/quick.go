package render

import (
	"bytes"
	"html/template"
	"path"
	"regexp"
	"strings"

	"gongshi/generator/internal/quick"
)

// mainByQuick is all that Hugo sees of a layout whose "main" quick runs; of partials that the
// page around it calls it sees the like.
const mainByQuick = `{{ define "main" }}{{ site.Params.gongshi.Main .Params.n }}{{ end }}`

const partialsDir = workDir + "/layouts/_partials/"

// quicken compiles what quick knows of the theme, with the functions of a Hugo site.
func (e *Engine) quicken() {
	theme := quick.New(e.funcs, e.plainWords())
	e.quick, e.one = theme, true
	for _, f := range e.files {
		if dir, name := path.Split(f.Path); strings.HasPrefix(name, "baseof.") {
			if !quick.InText(string(f.text)) {
				return
			}
			e.one = e.one && dir == workDir+"/layouts/"
		}
	}
	var inline []string // partials within other files
	for _, f := range e.files {
		for _, m := range inlineName.FindAllSubmatch(f.text, -1) {
			inline = append(inline, string(m[1]))
		}
	}
	for _, f := range e.files {
		if name, ok := strings.CutPrefix(f.Path, partialsDir); ok {
			if path.Ext(name) == ".html" { // Hugo does not escape in others
				theme.Partial(name, string(f.text))
			}
		} else if f.layout != "" {
			theme.Main(f.layout, string(f.text))
		}
	}
	theme.Compile(inline)
}

var (
	inlineName = regexp.MustCompile(`\{\{-?\s*define\s+"_?partials/([^"]+)"`)
	anySlot    = regexp.MustCompile(`\{\{.*?\}\}`)
	plainSlot  = regexp.MustCompile(`^\{\{ *\.\w+ *\}\}$`)
)

// plainWords reports whether the texts of the theme have nothing but slots.
func (e *Engine) plainWords() bool {
	for _, f := range e.files {
		if !strings.HasPrefix(f.Path, workDir+"/i18n/") {
			continue
		}
		for _, slot := range anySlot.FindAll(f.text, -1) {
			if !plainSlot.Match(slot) {
				return false
			}
		}
	}
	return true
}

// host and pageOf are what layouts know as site and as their page.
type (
	host   struct{ Params map[string]any }
	pageOf struct{ Params map[string]any }
)

// Main is the "main" of a page by quick.
func (p *provider) Main(n string) (template.HTML, error) {
	page, err := p.Page(n)
	if err != nil {
		return "", err
	}
	return p.quick.Run(page.layout(), host{map[string]any{"gongshi": p}}, pageOf{map[string]any{"n": n}})
}

// Part is a partial by quick.
func (p *provider) Part(name string, arg any) (template.HTML, error) {
	return p.quick.RunPartial(name, host{map[string]any{"gongshi": p}}, arg)
}

// forHugo are the files of the theme that Hugo needs for one layout, "" for all of them. It
// reads every template that it has, in 220 ms for all and 65 ms for what quick leaves to it.
func (e *Engine) forHugo(layout string, quickly bool) (files []File) {
	partials, made := map[string]File{}, map[string]bool{}
	var open []File // whose partials have to be looked for
	for _, f := range e.files {
		name, partial := strings.CutPrefix(f.Path, partialsDir)
		switch {
		case partial && quickly && e.quick.HasPartial(name):
			partials[name] = File{f.Path, []byte(`{{ site.Params.gongshi.Part "` + name + `" . }}`)}
		case partial:
			partials[name] = f.File
		case layout != "" && f.layout != "" && f.layout != layout:
		case quickly && e.quick.Has(f.layout):
			if e.one {
				f.Path = path.Join(workDir, "layouts", oneLayout, path.Base(f.Path))
			}
			if !made[f.Path] {
				open = append(open, File{f.Path, []byte(mainByQuick)})
			}
			made[f.Path] = true
		default:
			open = append(open, f.File)
		}
	}
	for len(open) > 0 {
		f := open[0]
		files, open = append(files, f), open[1:]
		for name, file := range partials {
			if calls(f, name) {
				open = append(open, file)
				delete(partials, name)
			}
		}
	}
	return files
}

// oneLayout is the folder of the layouts that do for all boards.
const oneLayout = "quick"

var comment = regexp.MustCompile(`(?s)\{\{-?\s*/\*.*?\*/\s*-?\}\}`)

// calls reports whether a layout may call a partial: it names it, or works names out.
func calls(f File, partial string) bool {
	if !bytes.Contains(f.Data, []byte("partial")) {
		return false
	}
	return bytes.Contains(f.Data, []byte(`"`+partial+`"`)) || computed.Match(comment.ReplaceAll(f.Data, nil))
}

var computed = regexp.MustCompile("partials?(Cached|\\.Include(Cached)?)?\\s+[^\"` ]")
