package plan

import (
	"path"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/search"
	"gongshi/generator/internal/village"
)

// SearchDir is the folder of the search index, below the site's root.
const SearchDir = "search"

// Found is what residents can look for on the unit's pages on the web: nothing that the
// pages do not show, and nobody who asked to be taken out.
func (u *Unit) Found() (list []search.Record) {
	if u.Target != privacy.Public {
		return nil
	}
	seen := map[search.Record]bool{}
	add := func(r search.Record) {
		same := r
		same.Row, same.Until = "", 0
		if !seen[same] && u.Cover.Plain(r.Name+r.Mark, r.Group, r.Role, r.Text) {
			seen[same] = true
			list = append(list, r)
		}
	}
	if h := u.Head; h != nil && h.Name != "" && !u.Withheld {
		add(search.Record{Kind: search.Person, Name: string(h.Name), Role: h.Post, Row: search.Anchor(string(h.Name))})
	}
	for _, b := range u.Boards {
		add(search.Record{Kind: search.Board, Name: b.Tile.Title, Board: b.Word})
		for _, p := range b.Pages {
			for _, r := range p.Found {
				r.Board, r.Path = b.Word, p.Path
				add(r)
			}
		}
	}
	for i := range u.Notices {
		n := &u.Notices[i]
		add(search.Record{Kind: search.Board, Text: n.Title, Path: path.Join("notices", n.Name), Until: board.Until(village.LastDay(n.Showing))})
	}
	for _, t := range u.Texts {
		add(t.found())
	}
	return list
}

// Found is what residents can look for on the site's own pages.
func (s *Site) Found() (list []search.Record) {
	for _, t := range s.Texts {
		list = append(list, t.found())
	}
	return list
}

func (t *Text) found() search.Record {
	return search.Record{Kind: search.Board, Text: t.Title, Path: t.Dir()}
}
