// Package markdown turns what staff write in Markdown into safe HTML and into plain
// text. It is the only package that imports goldmark. Raw HTML is dropped, links may
// only lead to web, mail, phone or the site itself, and the words of a picture stand in
// its place unless the caller has the picture ready: a page makes no request to anyone
// else, and a picture must first lose what the camera wrote into it.
package markdown

import (
	"bytes"
	"html/template"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// engine is goldmark with everything that leaves the site switched off. It is
// read-only and safe for use by many goroutines.
var engine = goldmark.New(
	goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.NewCJK(extension.WithEastAsianLineBreaks())),
	goldmark.WithParserOptions(
		parser.WithAutoHeadingID(),
		parser.WithASTTransformers(util.Prioritized(guard{}, 900)),
	),
	goldmark.WithRendererOptions(
		renderer.WithNodeRenderers(util.Prioritized(blocks{}, 100)),
		html.WithXHTML(),
	),
)

// HTML renders src. The highest headings become h2: the page has its own h1.
func HTML(src string) template.HTML {
	return Linked(src, func(link string) string { return link })
}

// Linked is HTML with every link of [words](link) led through follow.
func Linked(src string, follow func(link string) string) template.HTML {
	return convert(src, follow, nil)
}

// A Picture is what stands in a page for ![words](name).
type Picture struct {
	Src           string
	Width, Height int // in pixels
}

// Pictured is HTML with the pictures that show knows; nil is none.
func Pictured(src string, show func(name string) *Picture) template.HTML {
	return convert(src, func(link string) string { return link }, show)
}

// Pictures returns the names of the pictures in src.
func Pictures(src string) (names []string) {
	Pictured(src, func(name string) *Picture { names = append(names, name); return nil })
	return names
}

func convert(src string, follow func(string) string, show func(string) *Picture) template.HTML {
	if Heavy(src) > 0 {
		return template.HTML(template.HTMLEscapeString(src))
	}
	src = strings.ToValidUTF8(src, "\uFFFD") // goldmark v1.8.5 panics on a line that is not UTF-8
	var b bytes.Buffer
	at := parser.NewContext()
	at.Set(followKey, follow)
	at.Set(showKey, show)
	if err := engine.Convert([]byte(src), &b, parser.WithContext(at)); err != nil {
		return template.HTML(template.HTMLEscapeString(src)) // a bytes.Buffer never fails
	}
	return template.HTML(strings.Map(upright, b.String()))
}

// upright drops what turns the text behind it round, and control characters, typed or
// written as &#x202e;.
func upright(r rune) rune {
	switch {
	case r >= ' ' && r < 0x7f, r == '\t', r == '\n', r == '\r':
		return r
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, unicode.IsControl(r):
		return -1
	}
	return r
}

// maxMarks is how many marks of emphasis, links and code one paragraph may have: each
// may be compared with each before it.
const maxMarks = 10000

// maxCells is how many cells a table of Markdown may have; a row that ends early has them
// all the same.
const maxCells = 100000

// Heavy returns the line (1-based) of the paragraph in src that has more marks than
// anybody writes, 0 when there is none.
func Heavy(src string) int {
	if len(src) < maxMarks {
		return 0
	}
	line, begin, marks, bars, widest := 1, 1, 0, 0, 0
	blank := true
	for i := range len(src) {
		switch src[i] {
		case '*', '_', '[', ']', '`', '<', '~', '>', '&':
			if marks++; marks > maxMarks {
				return begin
			}
			blank = false
		case '|':
			if bars++; max(bars, widest)*(line-begin+1) > maxCells && line > begin {
				return begin
			}
			blank = false
		case '\n':
			widest, bars = max(widest, bars), 0
			if line++; blank {
				begin, marks, widest = line, 0, 0
			}
			blank = true
		case ' ', '\t', '\r':
		default:
			blank = false
		}
	}
	return 0
}

var followKey, showKey = parser.NewContextKey(), parser.NewContextKey()

// Text returns the words of src without any mark-up, for summaries and search.
func Text(src string) string {
	if Heavy(src) > 0 {
		return src
	}
	b := []byte(src)
	doc := engine.Parser().Parse(text.NewReader(b))
	var out strings.Builder
	ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Text:
			if entering {
				out.Write(n.Segment.Value(b))
				if n.SoftLineBreak() || n.HardLineBreak() {
					out.WriteByte(' ')
				}
			}
		case *ast.String:
			if entering {
				out.Write(n.Value)
			}
		case *ast.HTMLBlock, *ast.RawHTML:
			return ast.WalkSkipChildren, nil
		default:
			if !entering && n.Type() == ast.TypeBlock {
				out.WriteByte(' ')
			}
		}
		return ast.WalkContinue, nil
	})
	return strings.Join(strings.Fields(strings.Map(upright, out.String())), " ")
}

// guard moves headings below that of the page and unlinks what must not be followed or
// loaded.
type guard struct{}

// Transform implements parser.ASTTransformer.
func (guard) Transform(doc *ast.Document, r text.Reader, at parser.Context) {
	follow, _ := at.Get(followKey).(func(string) string) // nil when only the words are wanted
	show, _ := at.Get(showKey).(func(string) *Picture)
	var links, pictures []ast.Node
	var headings []*ast.Heading
	highest := 6
	ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			headings = append(headings, n)
			highest = min(highest, n.Level)
		case *ast.Link:
			if !linkable(string(n.Destination)) {
				links = append(links, n)
			} else if follow != nil {
				n.Destination = []byte(follow(string(n.Destination)))
			}
		case *ast.AutoLink:
			if !linkable(string(n.URL(r.Source()))) {
				links = append(links, n)
			}
		case *ast.Image:
			if show == nil || !shown(n, show) {
				pictures = append(pictures, n)
			}
		}
		return ast.WalkContinue, nil
	})
	for _, n := range headings {
		n.Level = min(n.Level-highest+2, 6)
	}
	for _, n := range append(links, pictures...) {
		unwrap(n, r.Source())
	}
}

// shown puts the picture that n names into its place, if show has it.
func shown(n *ast.Image, show func(string) *Picture) bool {
	name, err := url.PathUnescape(string(n.Destination))
	if err != nil {
		name = string(n.Destination)
	}
	p := show(name)
	if p == nil {
		return false
	}
	n.Destination, n.Title = []byte(p.Src), nil
	n.SetAttributeString("width", strconv.Itoa(p.Width))
	n.SetAttributeString("height", strconv.Itoa(p.Height))
	n.SetAttributeString("loading", "lazy")
	return true
}

// unwrap puts the words of a link or picture in its place.
func unwrap(n ast.Node, src []byte) {
	parent := n.Parent()
	if a, ok := n.(*ast.AutoLink); ok {
		parent.ReplaceChild(parent, n, ast.NewString(a.Label(src)))
		return
	}
	for c := n.FirstChild(); c != nil; {
		next := c.NextSibling()
		parent.InsertBefore(parent, n, c)
		c = next
	}
	parent.RemoveChild(parent, n)
}

// linkable reports whether a link may stand in a page.
func linkable(url string) bool {
	switch scheme(url) {
	case "", "http", "https", "mailto", "tel":
		return true
	}
	return false
}

// scheme returns the scheme of a URL in lower case, "" for a relative one. Blanks
// and control characters inside it, which browsers skip, do not hide it.
func scheme(url string) string {
	head, _, ok := strings.Cut(url, ":")
	if !ok || strings.ContainsAny(head, "/?#") {
		return ""
	}
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, head))
}

// blocks writes nothing for raw HTML, and what may be wider than a phone as a box that
// scrolls by itself and can be reached with the keyboard.
type blocks struct{}

// RegisterFuncs implements renderer.NodeRenderer.
func (blocks) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindHTMLBlock, drop)
	r.Register(ast.KindRawHTML, drop)
	r.Register(ast.KindCodeBlock, code)
	r.Register(ast.KindFencedCodeBlock, code)
	r.Register(east.KindTable, table)
}

func drop(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) {
	return ast.WalkSkipChildren, nil
}

func code(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	w.WriteString(`<pre tabindex="0"><code>`)
	for _, line := range n.Lines().Sliced(0, n.Lines().Len()) {
		w.Write(util.EscapeHTML(line.Value(src)))
	}
	w.WriteString("</code></pre>\n")
	return ast.WalkSkipChildren, nil
}

func table(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		w.WriteString(`<div class="scroll" tabindex="0"><table>` + "\n")
	} else {
		w.WriteString("</table></div>\n")
	}
	return ast.WalkContinue, nil
}
