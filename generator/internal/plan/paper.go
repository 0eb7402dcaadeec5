package plan

import (
	"html/template"
	"net/url"
	"path"
	"slices"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/qr"
	"gongshi/generator/internal/search"
	"gongshi/generator/internal/words"
)

// papers are what is printed of a page for a target: for the Party's meetings the sheet
// alone; labels, which are of use to staff only, stand beside what is for the hall.
func (l *layout) papers(p *board.Page) (list []board.Paper) {
	for _, paper := range p.Papers {
		if paper == board.Sheet || l.unit.Target == privacy.Local || paper == board.A3 && l.unit.Target == privacy.Public {
			list = append(list, paper)
		}
	}
	return list
}

// paperLinks are the links to papers from the page that they are of, or from that one of
// them which is not to be among them.
func paperLinks(list []board.Paper, from board.Paper) (links []Link) {
	for _, paper := range list {
		if paper != from {
			href := path.Join(string(paper), "index.html")
			if from != "" {
				href = "../" + href
			}
			links = append(links, Link{Text: words.T("paper.link." + string(paper)), Href: href})
		}
	}
	return links
}

// online returns the page of the web at the address of p; nil where the board shows that
// one to the hall or on paper only.
func (l *layout) online(word string, p *board.Page) *board.Page {
	if l.unit.Target == privacy.Public {
		return p
	}
	if web := l.unit.Web; web != nil {
		for _, b := range web.Boards {
			if i := slices.IndexFunc(b.Pages, func(o board.Page) bool { return o.Path == p.Path }); b.Word == word && i >= 0 {
				return &b.Pages[i]
			}
		}
	}
	return nil
}

// paperFrame is the frame of one paper of the page p that stands at dir. Its code leads
// to the page of the web, and there is none without that.
func (l *layout) paperFrame(dir string, page *Frame, paper board.Paper, p, online *board.Page) *Frame {
	f := l.frame(path.Join(dir, string(paper)), p.Title, p.Summary)
	f.Title = words.T("title.page", "page", words.T("paper.title."+string(paper), "page", p.Title), "unit", f.FullName)
	f.Board, f.Noindex, f.Version, f.Changed = page.Board, true, page.Version, page.Changed
	f.Papers = paperLinks(l.papers(p), paper)
	if online == nil || f.Internal {
		return f
	}
	f.Canonical = l.site.absolute(dir)
	f.qr(f.Canonical)
	f.rows = map[string]bool{}
	for i := range online.Found {
		r := &online.Found[i]
		f.rows[r.Row], f.rows[search.Anchor(r.Text)] = true, true // the person and the grid
	}
	return f
}

// QRAt draws the code of a row of the page that a paper is about, or of the page where
// the web does not show the row.
func (f *Frame) QRAt(row string) template.HTML {
	if f.Canonical == "" || !f.rows[row] {
		return f.QR
	}
	return qr.SVG(f.Canonical+"#"+url.PathEscape(row), words.T("qr.label"))
}
