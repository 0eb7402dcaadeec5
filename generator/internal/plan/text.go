package plan

import (
	"bytes"
	"html/template"
	"net/url"
	"path"
	"slices"
	"strings"

	"gongshi/generator/internal/markdown"
	"gongshi/generator/internal/pinyin"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/words"
)

// A Text is a page that somebody wrote in content/: of a unit, or of the site.
type Text struct {
	frontText
	File string // content/help/start.md
	Name string // below content/, or below the unit's folder there: help/start.md
	Body string // Markdown, without the title
}

type frontText struct {
	record.At
	Title   string `key:"headline"`
	Summary string `key:"summary"`
	Note    string `key:"remark"`
}

// TextView is what layouts/text may use.
type TextView struct{ Text template.HTML }

// ReadText reads a page of content/. Without a title in its front matter it is called
// by its first heading, else by its file.
func ReadText(f record.File, name string, rep *problem.Report) *Text {
	front, body := record.OpenFront(f)
	t := &Text{File: f.Path, Name: name, Body: body}
	front.Decode(&t.frontText, rep)
	checkHeavy(f, body, rep)
	if t.Title == "" {
		t.Title = stem(name)
		if after, ok := strings.CutPrefix(strings.TrimLeft(body, "\n "), "# "); ok {
			t.Title, t.Body, _ = strings.Cut(after, "\n")
			t.Title = strings.TrimSpace(t.Title)
		}
	}
	return t
}

// checkHeavy refuses a text that would take minutes to lay out: no one wrote it.
func checkHeavy(f record.File, body string, rep *problem.Report) {
	if line := markdown.Heavy(body); line > 0 {
		above := max(0, bytes.Count(f.Data, []byte("\n"))-strings.Count(body, "\n"))
		rep.Error(problem.Pos{File: f.Path, Line: above + line, Col: 1}, "notice/heavy")
	}
}

// Dir is the address of the page below its unit: help/start.md stands at help/start,
// help/index.md at help.
func (t *Text) Dir() string { return TextDir(t.Name) }

// TextDir is the address of the page of content/ called name, or of a folder there.
func TextDir(name string) string {
	dir := ""
	for seg := range strings.SplitSeq(path.Join(path.Dir(name), stem(name)), "/") {
		dir = path.Join(dir, slug(seg))
	}
	return strings.TrimSuffix(strings.TrimSuffix(dir, "index"), "/")
}

// heads returns the pages that a home links to. What lies below an index page is linked
// from there.
func heads(texts []*Text) (list []*Text) {
	for _, t := range texts {
		if !slices.ContainsFunc(texts, func(o *Text) bool { return o != t && t.below(o) }) {
			list = append(list, t)
		}
	}
	return list
}

// below reports whether o is an index page of t's folder or of one above it.
func (t *Text) below(o *Text) bool {
	folder := path.Dir(o.Name)
	return stem(o.Name) == "index" && folder != "." && strings.HasPrefix(t.Name, folder+"/")
}

// Text lays out a page of content/ that belongs to no unit.
func (s *Site) Text(t *Text) Page {
	f := s.frame(t.Dir(), t.Title, t.summary())
	f.Title = words.T("title.page", "page", t.Title, "unit", s.Name)
	f.Crumbs = append(f.Crumbs, Link{s.Name, f.to(""), false})
	for _, o := range s.Texts {
		if t != o && t.below(o) {
			f.Crumbs = append(f.Crumbs, Link{o.Title, f.to(o.Dir()), false})
		}
	}
	return t.page(f, "")
}

// text lays out a page of content/ that belongs to the unit.
func (l *layout) text(t *Text) {
	f := l.frame(path.Join(l.unit.Address, t.Dir()), t.Title, t.summary())
	p := t.page(f, l.unit.Address)
	p.Frame, p.View = privacy.Covered(l.unit.Cover, p.Frame), privacy.Covered(l.unit.Cover, p.View)
	l.pages = append(l.pages, p)
}

// page is the page of a text in the unit at address.
func (t *Text) page(f *Frame, address string) Page {
	view := &TextView{markdown.Linked(t.Body, func(link string) string { return t.follow(link, f, address) })}
	return Page{path.Join(f.dir, "index.html"), "text", "page", f, view}
}

// follow turns a link to another file, as editors understand it (start.md#mistakes),
// into one to its page. Other links stay as they are.
func (t *Text) follow(link string, f *Frame, address string) string {
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "" || u.Host != "" || strings.HasPrefix(u.Path, "/") || !strings.EqualFold(path.Ext(u.Path), ".md") {
		return link
	}
	name := path.Join(path.Dir(t.Name), u.Path)
	if strings.HasPrefix(name, "../") {
		return link
	}
	to := f.to(path.Join(address, TextDir(name)))
	if u.Fragment != "" {
		to += "#" + u.Fragment
	}
	return to
}

func (t *Text) summary() string {
	if t.Summary == "" {
		return clip(markdown.Text(t.Body), 60)
	}
	return t.Summary
}

// stem is the name of a file without folder and extension.
func stem(name string) string { return strings.TrimSuffix(path.Base(name), path.Ext(name)) }

// slug is a name as a part of an address.
func slug(name string) string {
	if s := pinyin.Slug(name); s != "" {
		return s
	}
	return "page"
}
