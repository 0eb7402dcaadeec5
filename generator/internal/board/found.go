package board

import (
	"slices"
	"strconv"

	"gongshi/generator/internal/search"
	"gongshi/generator/internal/village"
)

// Anchors gives the rows of a page their anchors, by what they are called: see
// search.Anchor. A further row of the same label gets a number, and so does one that is
// called by a word of ASCII, because sections have such anchors.
type Anchors map[string]bool

// Of returns the anchor of the next row that is called label; "" without a label.
func (a Anchors) Of(label string) string {
	s := search.Anchor(label)
	if s == "" {
		return ""
	}
	id, n := s, 1
	for a[id] || n == 1 && section(s) {
		n++
		id = s + "-" + strconv.Itoa(n)
	}
	a[id] = true
	return id
}

// List returns the anchors of n rows; those without a label, because they are not shown,
// have none.
func (a Anchors) List(n int, label func(i int) string) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = a.Of(label(i))
	}
	return list
}

// section reports whether a section of a page may have that anchor.
func section(s string) bool {
	return s[0] >= 'a' && s[0] <= 'z' && !slices.ContainsFunc([]rune(s), func(r rune) bool { return r > 0x7f })
}

// A Row is something on a page that can be linked to, beside the text of it.
type Row struct{ Anchor string }

// Until is the earliest of the last days that views say (village.LastDay), 0 for no end.
func Until(days ...string) (last village.Date) {
	for _, iso := range days {
		if d, ok := village.ParseISO(iso); ok && (last == 0 || d < last) {
			last = d
		}
	}
	return last
}

// Matter is the record of a row that is found by its title alone.
func Matter(title, row, until string) search.Record {
	return search.Record{Kind: search.Matter, Text: title, Row: row, Until: Until(until)}
}
