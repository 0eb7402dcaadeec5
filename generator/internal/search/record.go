// Package search makes the index in which residents look for a name, a grid, a
// household, a matter, and answers queries from it. There is one matcher, written twice:
// here, and in the theme's js/search.js for browsers; a generated set of queries keeps the
// two equal. Whatever else there is only fetches candidates for it.
//
//	record   what is found, and where it stands
//	fold     how text is written down for comparing
//	table    what is known of the characters that occur: readings, variants
//	match    how well a word fits a name or a text
//	query    the words of a query, places among them, ranking
//	write    records → files
//	read     files → answers
package search

import (
	"strings"
	"unicode"

	"gongshi/generator/internal/village"
)

// A Kind says what a record is; results are grouped by it.
type Kind byte

// The kinds, in the order in which equally good results of a unit stand.
const (
	Unit      Kind = 'u' // a village, a township
	Board     Kind = 'b' // a board of a unit, a page of content/
	Person    Kind = 'p'
	Grid      Kind = 'g'
	Household Kind = 'h'
	Matter    Kind = 'm' // an outcome, a contract, a task, a question, a topic
)

// String is the kind in English.
func (k Kind) String() string {
	switch k {
	case Unit:
		return "unit"
	case Board:
		return "board"
	case Person:
		return "person"
	case Grid:
		return "grid"
	case Household:
		return "household"
	case Matter:
		return "matter"
	}
	return "unknown"
}

// kinds is their order.
const kinds = "ubpghm"

// A Record is one thing that can be found: only what public/ may show today.
type Record struct {
	Kind  Kind
	Name  string       // what is found by its characters and by pinyin: of a person, a unit, a board
	Mark  string       // tells it from others of its name in the unit: (2组)
	Group string       // 2组, shown beside it
	Role  string       // 书记, 网格员: found after a surname, 王书记
	Text  string       // found by its characters: a title, a range of buildings
	Phone string       // a public number, found by seven or more of its digits
	Board string       // word of the board on whose page it stands; "" for the unit's home
	Path  string       // page below the board's address, "" for the board's own
	Row   string       // anchor of its row on that page, "" for the whole page; see Anchor
	Until village.Date // last day on which it may be shown, 0 for no end
}

// Label is what a result is called.
func (r *Record) Label() string {
	if r.Name != "" {
		return r.Name
	}
	return r.Text
}

// anchored is how many characters of a label an anchor takes.
const anchored = 16

// Anchor returns the anchor of the row of what is called label: its first characters without
// blanks. Results find their rows by it, so it need not be in the index.
func Anchor(label string) string {
	n := 0
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || n == anchored {
			return -1
		}
		n++
		return r
	}, label)
}

// A Place is one unit of the site, as the index knows it.
type Place struct {
	Address string // folder below the site's root, "" for the root
	Name    string
	Aliases []string
	Parent  int // index of the unit above, -1 for none
	Records []Record
}
