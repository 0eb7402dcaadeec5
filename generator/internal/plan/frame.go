package plan

import (
	"html/template"
	"path"
	"strings"

	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/qr"
	"gongshi/generator/internal/words"
)

// A Frame is what a page shows around its view.
type Frame struct {
	Site      string // name of the site
	Title     string // of the page, for its tab and its link
	Heading   string // h1
	Summary   string // one sentence, for a forwarded link
	Board     string // word of the board, "" on other pages
	Unit      string // name of the unit, "" on pages of the site
	FullName  string // with the township's name
	Up        string // from the page to the site's root: "../../"
	UnitUp    string // from the page to the unit's home, slash at its end
	Address   string // of the unit below the site's root, "" for the root and for pages of the site
	Search    string // way to the folder of the search index, "" for none
	Crumbs    []Link // from the top to the unit
	Boards    []Link // boards of the unit
	Years     []Link // years of the board
	Contact   *Contact
	Version   string
	Changed   string // 2024年5月6日
	Closed    string // day on which its year was closed
	Stale     string // day of the data, when the newest file is broken
	Paged     bool   // there is a page beside the paper
	Internal  bool   // for the Party only
	Withheld  bool   // nothing is shown: the newest file is broken, and what stood expired
	ICP       string
	Canonical string // absolute, "" without 网址
	QR        template.HTML
	JSON, CSV string // data beside the page, "" for none
	Papers    []Link // what can be printed of it
	Noindex   bool
	Rare      template.CSS // RareMark
	Sample    bool
	Finder    *Finder // the search box of a home, nil for none

	dir  string          // folder of the page in the site, "" for the root
	rows map[string]bool // anchors of rows of the page that a paper is about, as the web has them
}

// A Link leads to another page.
type Link struct {
	Text    string
	Href    string
	Current bool
}

// A Contact is whom to call when a figure is wrong.
type Contact struct {
	Number string
	Tel    string
	Who    string
	Of     string // the unit that answers, when it is one above
}

// frame makes the frame of the unit's page in folder dir.
func (l *layout) frame(dir, heading, summary string) *Frame {
	u := l.unit
	f := l.site.frame(dir, heading, summary)
	f.Unit, f.FullName, f.Sample = u.Name, u.FullName(), u.Unit.Sample
	f.Address = u.Address
	if u.Target == privacy.Internal {
		f.Search = "" // it is not for those who search
	}
	f.Title = words.T("title.page", "page", heading, "unit", f.FullName)
	f.UnitUp = up(strings.TrimPrefix(strings.TrimPrefix(dir, l.base()), "/"))
	f.Paged, f.Internal = u.Target == privacy.Public, u.Target == privacy.Internal
	for _, at := range u.Path() {
		f.Crumbs = append(f.Crumbs, Link{at.Name, f.to(at.Address), at == u.Unit && dir == u.Address})
	}
	for _, b := range u.Boards {
		f.Boards = append(f.Boards, Link{b.Tile.Title, f.to(path.Join(u.Address, b.Word)), false})
	}
	f.Version, f.Changed, f.Stale = u.Version, u.Changed.String(), u.Stale.String()
	f.Withheld = u.Withheld
	if h, of := u.Contact(); h != nil {
		f.Contact = &Contact{Number: string(h.Number), Tel: h.Number.Link(), Who: h.Who}
		if of != u.Unit {
			f.Contact.Of = of.Name
		}
	}
	return f
}

// frame makes the frame of a page of the site itself.
func (s *Site) frame(dir, heading, summary string) *Frame {
	return &Frame{Site: s.Name, Title: heading, Heading: heading, Summary: summary, Up: up(dir), UnitUp: up(dir),
		Search: up(dir) + SearchDir + "/", Rare: RareMark, ICP: s.ICP, Canonical: s.absolute(dir), dir: dir}
}

// qr draws the code of an address, if there is one.
func (f *Frame) qr(address string) {
	if address != "" {
		f.QR = qr.SVG(address, words.T("qr.label"))
	}
}

// to returns the link from f's page to the page in folder dir.
func (f *Frame) to(dir string) string { return f.Up + path.Join(dir, "index.html") }

// up returns the way from a page in folder dir to the root.
func up(dir string) string {
	if dir == "" || dir == "." {
		return ""
	}
	return strings.Repeat("../", strings.Count(dir, "/")+1)
}
