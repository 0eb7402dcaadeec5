package grid

import (
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/search"
	"gongshi/generator/internal/words"
)

// A finder gathers what is found on the page, and gives its rows their anchors.
type finder struct {
	rows board.Anchors
	list []search.Record
}

// found is the grids by title and range with those who mind them, whoever minds the unit as
// a whole, and who looks after households.
func (v *View) found() []search.Record {
	f := &finder{rows: board.Anchors{}}
	for _, n := range v.Roots {
		f.node(n)
	}
	f.wardens(v.Wardens, "", "")
	for i := range v.Linked {
		m := &v.Linked[i]
		m.Anchor = f.rows.Of(m.Name + m.Suffix)
		f.list = append(f.list, search.Record{Kind: search.Person, Name: m.Name, Mark: m.Suffix, Row: m.Anchor, Until: board.Until(m.Until)})
	}
	return f.list
}

func (f *finder) node(n *Node) {
	text := strings.TrimSpace(n.Title + " " + strings.Join(n.Range, words.T("list.sep")))
	n.Anchor = f.rows.Of(text)
	if !f.wardens(n.Wardens, text, n.Until) {
		r := board.Matter(text, n.Anchor, n.Until)
		r.Kind = search.Grid
		f.list = append(f.list, r)
	}
	if n.Liaison != "" && n.Liaison != words.T("concealed") {
		n.LiaisonRow.Anchor = f.rows.Of(n.Liaison)
		f.list = append(f.list, search.Record{Kind: search.Grid, Name: n.Liaison, Role: words.KeyName("liaison"), Text: text,
			Row: n.LiaisonRow.Anchor, Until: board.Until(n.Until, n.LiaisonUntil)})
	}
	for _, c := range n.Children {
		f.node(c)
	}
}

// wardens reports whether one of them is named.
func (f *finder) wardens(list []Warden, text, until string) (named bool) {
	for i := range list {
		w := &list[i]
		if w.Name == "" || w.Name == words.T("concealed") {
			continue
		}
		named = true
		w.Anchor = f.rows.Of(w.Name)
		f.list = append(f.list, search.Record{Kind: search.Grid, Name: w.Name, Role: w.Role, Text: text, Phone: w.Phone,
			Row: w.Anchor, Until: board.Until(until, w.Until)})
	}
	return named
}
