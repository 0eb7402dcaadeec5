// Package plan lays out the pages of a site: which page stands at which address, what
// it shows around its view, and which data files stand beside it. It writes nothing
// and renders nothing. Every link is relative and names its index.html, so that the
// same tree works on any host, under any path and by double click.
package plan

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"path"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/village"
)

// Site is what all pages of a site share.
type Site struct {
	Name  string
	URL   string // 网址 without a slash at its end, "" when missing
	ICP   string // 备案号
	Today village.Date
	Units []*village.Unit // those without a parent, in address order
	Texts []*Text         // pages of content/ that belong to no unit
	// Only tells which pages of units are laid out, and no data files are then; nil for all. The
	// benches ask for single formats.
	Only func(t privacy.Target, dir, format string) bool
}

// A Unit is one computed unit, laid out for one target.
type Unit struct {
	*village.Unit
	Target  privacy.Target
	Boards  []Board
	Notices []Notice     // of content/, those that Target may show
	Texts   []*Text      // pages of content/
	Web     *Unit        // the unit as laid out for the web, nil where that is this one
	Version string       // content version
	Changed village.Date // day on which its state last changed, 0 when its data do not say
	Stale   village.Date // day of the last good input, when that is shown in place of a broken one
	Below   []Child
	Cover   *privacy.Cover // takes out the names of who asked for it
	Views   *Views         // what is remembered of the unit's views; its last turn is of Cover
	// Withheld: its files have errors and there is no good input; what stood was taken
	// away because some of it expired.
	Withheld bool
}

// A Board is one board of a unit as laid out by its kind. Its version and day of change
// are those of its own data, so that an edit of one board leaves the pages of the
// others as they are.
type Board struct {
	Word    string
	Version string
	Changed village.Date
	board.Output
}

// A Child is a unit below on its parent's home.
type Child struct {
	Unit    *village.Unit
	Running int // notices running there today, and below
}

// A Page is one page to render.
type Page struct {
	Path   string // output file, slash-separated
	Board  string // folder of the theme's layouts
	Format string // page, kiosk, or a board.Paper
	Frame  any
	View   any
}

// A File is one finished file.
type File struct {
	Path string
	Data []byte
}

// BuildMark stands in a hall-screen page for the digest of the unit's files, which is
// known only when all of them are rendered.
const BuildMark = "@gongshi-build@"

// RareMark stands in the style of a page for the outlines of the rare characters that it shows,
// which are known only when it is rendered.
const RareMark = "@gongshi-rare@"

// Pages lays out a unit: its home, boards, notices, hall screen and paper for the web;
// hall screen and paper alone for the local target, and paper for the internal one.
func (s *Site) Pages(u *Unit) (pages []Page, files []File, err error) {
	l := layout{site: s, unit: u}
	if u.Target == privacy.Public {
		l.letters(u.Found())
		l.home()
	}
	for _, b := range u.Boards {
		for i := range b.Pages {
			l.board(b, &b.Pages[i])
		}
	}
	for i := range u.Notices {
		l.notice(&u.Notices[i])
	}
	if u.Target == privacy.Public {
		for _, t := range u.Texts {
			l.text(t)
		}
	}
	if u.Target != privacy.Internal {
		l.kiosk()
	}
	return l.pages, l.files, l.err
}

// layout collects the pages of one unit.
type layout struct {
	site  *Site
	unit  *Unit
	pages []Page
	files []File
	err   error

	hasLetters bool // there is a page of the names by letter
}

// InternalDir is where the sheets for the Party only stand, below the local output folder.
const InternalDir = "internal"

// Base is the folder of the pages that a target has of the unit at address.
func Base(address string, t privacy.Target) string {
	if t == privacy.Internal {
		return path.Join(InternalDir, address)
	}
	return address
}

func (l *layout) base() string { return Base(l.unit.Address, l.unit.Target) }

// board lays out one page of a board with its sheet and its data.
func (l *layout) board(b Board, p *board.Page) {
	dir := path.Join(l.base(), b.Word, p.Path)
	f := l.frame(dir, p.Title, p.Summary)
	f.Board, f.Noindex, f.Version, f.Changed = b.Word, p.Noindex, b.Version, b.Changed.String()
	f.Closed = p.Closed.String()
	for _, y := range p.Years {
		f.Years = append(f.Years, Link{y.Label, f.to(path.Join(l.unit.Address, b.Word, y.Path)), y.Current})
	}
	if p.Copy {
		f.Canonical = l.site.absolute(path.Join(l.unit.Address, b.Word))
	}
	if l.unit.Target == privacy.Public {
		f.JSON, f.CSV = "data.json", "data.csv"
		if l.site.Only == nil {
			l.files = append(l.files, l.unit.Views.filesOf(p, func() []File {
				return []File{l.json(path.Join(dir, "data.json"), p.Data), l.csv(path.Join(dir, "data.csv"), p.Table)}
			})...)
		}
		f.Papers = paperLinks(l.papers(p), "")
		l.add(dir, b.Word, "page", f, p.View)
	}
	online := l.online(b.Word, p)
	for _, paper := range l.papers(p) {
		l.add(path.Join(dir, string(paper)), b.Word, string(paper), l.paperFrame(dir, f, paper, p, online), p.View)
	}
}

func (l *layout) add(dir, layouts, format string, f *Frame, view any) {
	if only := l.site.Only; only != nil && !only(l.unit.Target, dir, format) {
		return
	}
	l.pages = append(l.pages, Page{Path: path.Join(dir, "index.html"), Board: layouts, Format: format,
		Frame: privacy.Covered(l.unit.Cover, f), View: l.unit.Views.shown(view)})
}

func (l *layout) json(name string, v any) File {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(privacy.Covered(l.unit.Cover, v)); err != nil && l.err == nil {
		l.err = fmt.Errorf("plan: %s: %w", name, err)
	}
	return File{name, b.Bytes()}
}

// csv writes a table as spreadsheets open it: with a byte order mark, and no cell that
// they would take for a formula.
func (l *layout) csv(name string, rows [][]string) File {
	var b bytes.Buffer
	b.WriteString("\xef\xbb\xbf")
	w := csv.NewWriter(&b)
	for _, row := range l.unit.Cover.Table(rows) {
		safe := make([]string, len(row))
		for i, c := range row {
			if c != "" && strings.ContainsRune("=@\t\r", rune(c[0])) || len(c) > 1 && (c[0] == '+' || c[0] == '-') && !isNumber(c) {
				c = "'" + c
			}
			safe[i] = c
		}
		w.Write(safe) // a bytes.Buffer never fails
	}
	w.Flush()
	return File{name, b.Bytes()}
}

func isNumber(s string) bool {
	return strings.Trim(s[1:], "0123456789.") == ""
}

// absolute returns the address of a folder for those who do not stand in the site (QR
// codes, previews of forwarded links); "" without 网址.
func (s *Site) absolute(dir string) string {
	if s.URL == "" {
		return ""
	}
	return s.URL + "/" + strings.TrimPrefix(dir+"/", "/")
}
