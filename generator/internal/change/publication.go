// Package change says in plain words what differs between two publications. It is pure:
// it knows what was public of each unit, and neither files nor how it came about. It
// never quotes of the older publication what may no longer be known (see quote.go).
package change

import (
	"slices"

	"gongshi/generator/internal/village"
)

// A Publication is what was public at one time.
type Publication struct {
	Day   village.Date // for which it was made
	Build string       // its digest, seven characters; "" when it is not known
	Units []Unit       // in the order of their addresses
}

// A Unit is what was public of one unit.
type Unit struct {
	Name    string   `json:"name"`
	Address string   `json:"address"`
	Version string   `json:"version"`
	Boards  []Board  `json:"boards,omitempty"`
	Notices []Notice `json:"notices,omitempty"`
}

// A Board is what was public of one board.
type Board struct {
	Word    string `json:"word"`
	Version string `json:"version,omitempty"`
	Figure  string `json:"figure,omitempty"` // of its tile; "" when it is not known
	Pages   []Page `json:"pages"`
}

// A Page is one page of a board: its sentence of figures and its data.csv.
type Page struct {
	Path    string     `json:"path"` // below the board's address: "" or "2024"
	Title   string     `json:"title"`
	Summary string     `json:"summary,omitempty"`
	People  bool       `json:"people,omitempty"` // it names people
	Table   [][]string `json:"table,omitempty"`  // header first
}

// A Notice is one free-text notice.
type Notice struct {
	Path    string `json:"path"` // last part of its address
	Title   string `json:"title"`
	Version string `json:"version,omitempty"` // digest of its file; "" when it is not known
}

// A Kind is what the comparison must know of a kind of board.
type Kind struct {
	Word  string
	Title string
	// People are columns that name people on pages that are not about people.
	People []string
	Keys   []string // columns that identify a row; those that a table lacks are left out, and without any it is the first
}

// Years leaves out the page at the board's own address where each year has a page of
// its own: it shows the last one, whichever that is.
func Years(pages []Page) []Page {
	yearly := func(p Page) bool { return len(p.Path) == 4 && p.Path[0] >= '1' && p.Path[0] <= '9' }
	if slices.ContainsFunc(pages, yearly) {
		pages = slices.DeleteFunc(pages, func(p Page) bool { return p.Path == "" })
	}
	return pages
}

// unit returns the unit with that address, nil when there is none.
func (p *Publication) unit(address string) *Unit {
	return find(p.Units, func(u *Unit) bool { return u.Address == address })
}

func (u *Unit) board(word string) *Board {
	if u == nil {
		return nil
	}
	return find(u.Boards, func(b *Board) bool { return b.Word == word })
}

func (b *Board) page(path string) *Page {
	if b == nil {
		return nil
	}
	return find(b.Pages, func(p *Page) bool { return p.Path == path })
}

// find returns the first of list that is, nil when none is.
func find[T any](list []T, is func(*T) bool) *T {
	for i := range list {
		if is(&list[i]) {
			return &list[i]
		}
	}
	return nil
}
