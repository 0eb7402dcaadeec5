package change

import (
	"strings"
	"unicode"
)

// What the older publication said is quoted only where it gives nothing away that may
// no longer be known: a figure; a text that differs from today's in its figures alone;
// a text that is still public; and, on pages that name nobody, what people changed by
// hand, that time did not take down and that the data do not keep back.

// quotable reports whether the text was may stand beside the text now; known tells
// whether a text is still public.
func quotable(was, now string, known func(string) bool) bool {
	return was == "" || skeleton(was) == "" || skeleton(was) == skeleton(now) || known(was)
}

// skeleton is what a text says beside its figures.
func skeleton(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) || unicode.IsSpace(r) || strings.ContainsRune(".,%+-−:/", r) {
			return -1
		}
		return r
	}, s)
}

// texts holds every cell of a unit's tables.
type texts map[string]bool

func textsOf(u *Unit) texts {
	all := texts{}
	for _, b := range u.Boards {
		for _, p := range b.Pages {
			for _, row := range p.Table {
				for _, cell := range row {
					all[cell] = true
				}
			}
		}
	}
	return all
}

func (t texts) has(s string) bool { return t[s] }
