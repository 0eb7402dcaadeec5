// Package privacy is the gate before anything is written: it refuses ID and bank
// card numbers wherever staff may have left them, hides them in messages, and says
// which records a place of publication may show on a day. It never masks a number
// for publication: what must not be public is not published.
package privacy

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
)

// A Target is a place of publication.
type Target uint8

// The targets.
const (
	Public Target = iota // public/: the web site, open to the whole society
	Local                // public.local/: the hall screen and the paper board
)

// Shows reports whether a record may stand in t on day. What is for the Party only
// stands in neither; Local also holds what the web holds (design/data.md §2).
func (t Target) Shows(s village.Showing, day village.Date) bool {
	if s.Expiry != 0 && day > s.Expiry {
		return false
	}
	if t == Public {
		return s.Audience == village.WholeSociety && s.Set()&village.Web != 0
	}
	return s.Audience >= village.VillageOnly && s.Set() != 0
}

// ShowsPerson is Shows for a record about somebody of a register: what either of them
// keeps back, neither shows.
func (t Target) ShowsPerson(s, register village.Showing, day village.Date) bool {
	return t.Shows(s, day) && t.Shows(register.Or(s), day)
}

// Check refuses ID and bank card numbers in the text and the name of a file; it
// reports whether the file is free of them.
func Check(d *record.Doc, rep *problem.Report) bool {
	ok := true
	refuse := func(p problem.Pos, f Finding) {
		ok = false
		rep.Add(problem.Problem{Pos: p, Code: "privacy/" + f.Kind, Width: f.Width,
			Args: problem.Args("head", f.Head, "digits", problem.Int(f.Digits))})
	}
	for _, f := range Scan(d.Path) {
		refuse(problem.Pos{File: d.Path}, f)
	}
	for _, piece := range d.Pieces() {
		for _, f := range Scan(piece.Text) {
			p := piece.Pos
			if !p.Cell {
				p.Col = f.Col + 1
			}
			refuse(p, f)
		}
	}
	return ok
}

// A Finding is a number that must not be published.
type Finding struct {
	Kind   string // "id" or "bank" or "excel-id"
	Col    int    // 0-based character where it begins
	Width  int    // characters it takes
	Head   string // its first two digits, all that a message may show
	Digits int    // how many digits it has
}

// digits: a run of digits (half or full width) in which blanks, dashes and points
// may part groups, perhaps ended by X.
var (
	digitRun = regexp.MustCompile(`[0-9０-９](?:[-—－–·.  　]{0,2}[0-9０-９]){13,}(?:[-—－–·.  　]{0,2}[xXｘＸ])?`)
	excelRun = regexp.MustCompile(`[1-9]\.\d{3,}[eE]\+1[4-8]`)
	id18     = regexp.MustCompile(`^[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]$`)
	id15     = regexp.MustCompile(`^[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}$`)
)

// Scan finds the numbers in s that look like those of ID or bank cards. The check
// digit does not matter: a mistyped number is still somebody's.
func Scan(s string) []Finding {
	if !enoughDigits(s) {
		return nil
	}
	var found []Finding
	for _, m := range digitRun.FindAllStringIndex(s, -1) {
		raw := s[m[0]:m[1]]
		if kind := classify(plain(raw)); kind != "" {
			found = append(found, finding(s, m, kind))
		}
	}
	for _, m := range excelRun.FindAllStringIndex(s, -1) {
		found = append(found, finding(s, m, "excel-id"))
	}
	return found
}

func finding(s string, m []int, kind string) Finding {
	digits := plain(s[m[0]:m[1]])
	return Finding{Kind: kind, Col: utf8.RuneCountInString(s[:m[0]]), Width: utf8.RuneCountInString(s[m[0]:m[1]]),
		Head: digits[:2], Digits: len(digits)}
}

// enoughDigits is the quick way past the lines of a village file that hold no long
// number at all.
func enoughDigits(s string) bool {
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] >= '0' && s[i] <= '9' {
			n++
		} else if s[i] == 0xef { // full-width forms
			n++
		} else if s[i] == 'E' || s[i] == 'e' {
			n += 4
		}
	}
	return n >= 8
}

// plain keeps the digits (and X) of a run, in ASCII.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9', r == 'X':
			return r
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == 'x', r == 'ｘ', r == 'Ｘ':
			return 'X'
		}
		return -1
	}, s)
}

func classify(digits string) string {
	switch n := len(digits); {
	case n == 18 && id18.MatchString(digits), n == 15 && id15.MatchString(digits):
		return "id"
	case n >= 16 && n <= 19 && digits[0] != '0' && !strings.HasSuffix(digits, "X") && (strings.HasPrefix(digits, "62") || luhn(digits)):
		return "bank"
	case n == 17 && id18.MatchString(digits+"0"):
		return "id" // one digit short, or its X lost
	}
	return ""
}

// luhn reports whether the check digit of a card number holds (ISO/IEC 7812-1).
func luhn(s string) bool {
	sum := 0
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// numberRun: digits that blanks or dashes may part, as in 138 0000 1111.
var (
	numberRun = regexp.MustCompile(`[0-9０-９](?:[-—－–·  　]?[0-9０-９]){9,}[xXｘＸ]?`)
	mobile    = regexp.MustCompile(`^1[3-9]\d{9}$`)
	landline  = regexp.MustCompile(`^0\d{2,3}[-—－–·  　]?\d{7,8}$`)
	dates     = regexp.MustCompile(`^\d{4}-\d{1,2}-\d{1,2}(?:[  　]+\d{4}-\d{1,2}-\d{1,2})*$`)
)

// Mask hides all but the first two digits of whatever in s looks like the number of an
// ID, a card or a phone, well typed or not, for text that is quoted in a message.
// Figures, amounts and dates stay: messages are about them.
func Mask(s string) string {
	if !enoughDigits(s) {
		return s
	}
	s = digitRun.ReplaceAllStringFunc(s, func(run string) string {
		if classify(plain(run)) != "" {
			return hide(run)
		}
		return run
	})
	s = numberRun.ReplaceAllStringFunc(s, func(run string) string {
		digits, flat := plain(run), record.Fold(run)
		if len(digits) >= 14 && !dates.MatchString(flat) || mobile.MatchString(digits) || landline.MatchString(flat) {
			return hide(run)
		}
		return run
	})
	return excelRun.ReplaceAllString(s, "*.****E+**")
}

// hide puts stars in the place of all digits but the first two.
func hide(run string) string {
	n := 0
	return strings.Map(func(r rune) rune {
		if plain(string(r)) != "" {
			if n++; n > 2 {
				return '*'
			}
		}
		return r
	}, run)
}
