package change

import (
	"strings"
	"unicode"
)

// What the older publication said is quoted only where it gives nothing away that may
// no longer be known: a figure; a text that differs from today's in its figures alone;
// a text that is still public; and, on pages that are not about people and in columns
// that name none, what was put in another way by hand, that time did not take down and
// that the data do not keep back. What was only taken out of a text is not said again:
// often it was a name.

// quotable reports whether the text was may stand beside the text now; known tells
// whether a text is still public.
func quotable(was, now string, known func(string) bool) bool {
	return was == "" || skeleton(was) == "" || skeleton(was) == skeleton(now) || known(was)
}

// takenOut reports whether now is what was says with something left out.
func takenOut(was, now string) bool {
	rest := []rune(now)
	for _, r := range was {
		if len(rest) > 0 && rest[0] == r {
			rest = rest[1:]
		}
	}
	return len(rest) == 0
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
