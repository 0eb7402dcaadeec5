package privacy

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Finding is a number that must not be published.
type Finding struct {
	Kind   string // "id" or "bank" or "excel-id"
	Col    int    // 0-based character where it begins
	Width  int    // characters it takes
	Head   string // its first two digits, all that a message may show
	Digits int    // how many digits it has
	number string
}

// Scan finds the numbers in s that look like those of ID or bank cards, whatever
// stands between their digits. The check digit does not matter: a mistyped number is
// still somebody's.
func Scan(s string) []Finding { return scan(s, "") }

// scan is Scan for a text before which stand other words: the head of its column.
func scan(s, before string) []Finding {
	if !suspicious(s) {
		return nil
	}
	return fold(s).scan(s, before)
}

// scan finds the numbers in s, of which t is made.
func (t text) scan(s, before string) []Finding {
	found := append(t.spoiled(), t.barred()...)
	runs := t.runs()
	for _, r := range runs {
		if r.length() < fewest-1 { // all that is looked for is longer
			continue
		}
		hits := r.find()
		hit := covered(hits, len(r))
		for i, g := range r {
			if len(g.digits) == 14 && !g.code && !hit[i] && county(g.digits) && birth(g.digits[6:], 1900, lastOld) && t.named(g.from, nearby, idWords, before) {
				found = append(found, finding(maskedID, g.digits, g.from, g.to))
			}
		}
		for _, h := range hits {
			g := r[h.from]
			if h.to-h.from == 1 && t.excused(g, before) {
				continue
			}
			found = append(found, finding(h.kind, r[h.from:h.to].digits(), g.from, r[h.to-1].to))
		}
		for i, g := range r {
			if g.size() >= fewest && !hit[i] && t.named(g.from, nearby/2, bankWords, before) {
				found = append(found, finding(bankCard, g.digits, g.from, g.to))
			}
		}
	}
	found = apart(found, slices.Concat(labelled(runs, s), t.rests(s), t.strewn()))
	slices.SortFunc(found, func(a, b Finding) int { return a.Col - b.Col })
	return found
}

// apart adds those of more that share no character with others.
func apart(found, more []Finding) []Finding {
	if len(more) == 0 {
		return found
	}
	slices.SortFunc(found, func(a, b Finding) int { return a.Col - b.Col })
	slices.SortFunc(more, func(a, b Finding) int { return a.Col - b.Col })
	known, i, end := len(found), 0, 0 // end is where the last one of both ends
	for _, f := range more {
		for i < known && found[i].Col < f.Col+f.Width {
			end = max(end, found[i].Col+found[i].Width)
			i++
		}
		if f.Col >= end {
			found, end = append(found, f), f.Col+f.Width
		}
	}
	return found
}

// covered returns which of n groups belong to one of the hits.
func covered(hits []hit, n int) []bool {
	is := make([]bool, n)
	for _, h := range hits {
		for i := h.from; i < h.to; i++ {
			is[i] = true
		}
	}
	return is
}

func finding(kind, number string, from, to int) Finding {
	return Finding{Kind: kind, Col: from, Width: to - from, Head: number[:min(2, len(number))], Digits: len(number), number: number}
}

// scientific: how a spreadsheet shows and saves a number of 15 digits and more.
// People write the same as 1.1×10^17.
var (
	scientific = regexp.MustCompile(`[1-9](?:\.[0-9]+[eE]\+?|[eE]\+|\.[0-9]+ ?[eE]\+)1[4-8]`)
	shifted    = regexp.MustCompile(`[1-9][0-9]{1,7}(?:\.[0-9]+)?[eE]\+(?:[7-9]|1[0-7])`)
	powers     = regexp.MustCompile(`[1-9][0-9]{0,3}(?:\.[0-9]+)? ?[xX*] ?10 ?\^? ?(?:\([^)]\))?1[1-8]`)
	raised     = regexp.MustCompile(`[1-9][0-9]{0,3}(?:\.[0-9]+)? ?[xX*\x{d7}] ?10\x{b9}[\x{b9}\x{b2}\x{b3}\x{2074}-\x{2078}]`)
	spoiledTel = regexp.MustCompile(`1\.[3-9][0-9]*[eE]\+10`)
)

// spoiled finds numbers in scientific notation.
func (t text) spoiled() (found []Finding) {
	var at [][]int
	if bytes.ContainsAny(t.bytes, "eE") {
		at = append(scientific.FindAllIndex(t.bytes, -1), shifted.FindAllIndex(t.bytes, -1)...)
		for _, m := range spoiledTel.FindAllIndex(t.bytes, -1) {
			if (m[0] == 0 || !word(t.bytes[m[0]-1])) && (m[1] == len(t.bytes) || !word(t.bytes[m[1]])) {
				found = append(found, finding(maskedMobile, "1"+string(t.bytes[m[0]+2:m[0]+3]), t.at[m[0]], t.at[m[1]-1]+1))
			}
		}
	}
	if bytes.Contains(t.bytes, []byte("10")) && bytes.ContainsAny(t.bytes, "xX*") {
		at = append(at, powers.FindAllIndex(t.bytes, -1)...)
	}
	if slices.Contains(t.chars, '\u00b9') {
		s := string(t.chars)
		chars, done := 0, 0
		for _, m := range raised.FindAllStringIndex(s, -1) {
			from := chars + utf8.RuneCountInString(s[done:m[0]])
			chars, done = from+utf8.RuneCountInString(s[m[0]:m[1]]), m[1]
			found = append(found, finding(excelForm, strings.Trim(s[m[0]:m[0]+1], "."), from, chars))
		}
	}
	for _, m := range at {
		before, after := m[0] > 0 && (word(t.bytes[m[0]-1]) || t.bytes[m[0]-1] == '.'), m[1] < len(t.bytes) && word(t.bytes[m[1]])
		if before || after {
			continue
		}
		digits := strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, string(t.bytes[m[0]:m[1]-2]))
		found = append(found, finding(excelForm, digits, t.at[m[0]], t.at[m[1]-1]+1))
	}
	return found
}

// Row finds the numbers that neighbouring cells of a table make together: an ID that is
// cut before or behind the birth date or once, a card whose check digit holds. at is
// the first of the cells.
func Row(cells []string) (f Finding, at int, ok bool) {
	var r run
	from := 0
	for i, c := range append(cells, "") {
		if g, whole := cell(c); whole {
			if len(r) > 0 {
				g.sep = cellSep
			} else {
				from = i
			}
			r = append(r, g)
			continue
		}
		if d := r.digits(); len(r) == 18 && len(d) == 18 && county(d) && birth(d[6:], 1900, lastOld) { // a digit in each
			return finding(idNumber, d, 0, 1), from, true
		}
		r.mark()
		for a := range r {
			for b := min(len(r), a+5); b >= a+2; b-- {
				if kind := r[a:b].across(); kind != "" {
					return finding(kind, r[a:b].digits(), 0, 1), from + a, true
				}
			}
		}
		r = nil
	}
	return Finding{}, 0, false
}

// cellSep stands between the cells of a row.
const cellSep = "|"

// cell returns the only group of a cell that holds nothing else.
func cell(s string) (group, bool) {
	if s == "" || len(s) > 3*most {
		return group{}, false
	}
	t := fold(s)
	runs := t.runs()
	if len(runs) != 1 || len(runs[0]) != 1 {
		return group{}, false
	}
	g := runs[0][0]
	return g, !g.code && len(bytes.TrimSpace(t.bytes)) == len(g.digits)
}

// across returns the kind of the number in cells next to each other.
func (r run) across() string {
	size := 0
	for k := range r {
		size += r[k].size()
	}
	if size < 16 || size > most {
		return ""
	}
	d := r.digits()
	switch kind := r.together(0, len(r)); {
	case kind == idNumber && birth(d[6:], 1900, 2099) && (len(r) == 2 || len(r) <= 4 && r[0].size() == 6):
		return kind
	case kind == bankCard && strings.HasPrefix(d, "62") && luhn(d) && (len(r) == 2 || r[0].size() == 4 && even(r)):
		return kind
	}
	return ""
}
