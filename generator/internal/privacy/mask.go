package privacy

import (
	"slices"
	"strings"

	"gongshi/generator/internal/problem"
)

// Mask hides all but the first two digits of whatever in s looks like the number of an
// ID, a card or a phone, for text that is quoted in a message. Figures, amounts and
// dates stay: messages are about them.
func Mask(s string) string { return stars(s, false) }

// stars puts stars in the place of digits: with all, of those outside numbers too.
func stars(s string, all bool) string {
	t := fold(s)
	hides := spans{keep: map[int]int{}, part: []int{0}}
	cover := hides.add
	runs := t.runs()
	for _, f := range slices.Concat(t.spoiled(), t.barred(), labelled(runs, s), t.rests(s), t.strewn()) {
		cover(f.Col, f.Col+f.Width)
	}
	for _, u := range units(t.chars) { // a phone may be hidden in part too
		if slices.ContainsFunc(u, func(k token) bool { return k.digits == "" && k.n > 2 }) {
			cover(u[0].from, u[len(u)-1].to)
		}
	}
	for _, r := range runs {
		for _, h := range r.find() {
			cover(r[h.from].from, r[h.to-1].to)
		}
		for i := 0; i < len(r); {
			n, what := r.unit(i)
			if what == phone || len(r[i].digits) >= 13 {
				cover(r[i].from, r[i+n-1].to)
			}
			i += n
		}
	}
	for _, f := range Mobiles(s) {
		cover(f.Col, f.Col+f.Width)
	}
	t.longRows(cover)
	hidden := map[int]bool{} // characters that are read as digits and letters
	for k, b := range t.bytes {
		hidden[t.at[k]] = word(b)
	}
	shown := make([]int, len(hides.part))
	var b strings.Builder
	i := 0
	for _, r := range s {
		span := hides.at(i)
		switch {
		case span == 0 && !(all && digitRune(shows(r)) && foreignDigit(r) == 0), span > 0 && !hidden[i] && !digitRune(shows(r)):
			b.WriteRune(r)
		case span > 0 && shown[span] < 2:
			shown[span]++
			b.WriteRune(r)
		default:
			b.WriteByte('*')
		}
		i++
	}
	return b.String()
}

// spans are what is hidden in a text. Those that overlap are one number.
type spans struct {
	keep map[int]int // character → number of the span that hides it, from 1
	part []int       // span → the one it is part of
}

func (s *spans) add(from, to int) {
	span := len(s.part)
	s.part = append(s.part, span)
	for ; from < to; from++ {
		if s.keep[from] == 0 {
			s.keep[from] = span
		} else {
			s.part[s.at(from)] = s.root(span)
		}
	}
}

// at returns the span that hides a character, 0 for none.
func (s *spans) at(i int) int { return s.root(s.keep[i]) }

func (s *spans) root(span int) int {
	for s.part[span] != span {
		span = s.part[span]
	}
	return span
}

// longRows gives the rows of digits that are too long for a figure, also those among letters,
// whatever the guard thinks of them.
func (t text) longRows(cover func(from, to int)) {
	for i := 0; i < len(t.bytes); {
		from := i
		for i < len(t.bytes) && digit(t.bytes[i]) {
			i++
		}
		if i-from >= 13 {
			cover(t.at[from], t.at[i-1]+1)
		}
		i = max(i, from+1)
	}
}

// Hide hides the numbers in everything that problems show: place, line as typed, line
// as it should be, arguments, and cuts them around the caret. Of a file in which a number was found no digit is quoted
// but the first two of one: it may be cut or written in escapes.
func Hide(list []problem.Problem) {
	caught := map[string]bool{}
	for _, p := range list {
		if Refused(p) {
			caught[p.File] = true
		}
	}
	type kind struct{ file, code string }
	count := map[kind]int{}
	var cut cutter
	for i := range list {
		p := &list[i]
		k := kind{p.File, p.Code}
		if count[k]++; count[k] > quotes {
			p.Typed, p.Fix = "", ""
		}
		mask := Mask
		if caught[p.File] || strings.HasPrefix(p.Code, "phone/") || strings.HasPrefix(p.Code, "picture/") && manyDigits(p.Typed+p.Args["name"]) {
			mask = func(s string) string { return stars(s, true) }
		}
		col := p.Col
		if p.Cell {
			col = 0
		}
		p.Typed, p.Caret = cut.around(p.Typed, col, mask)
		p.Fix, _ = cut.around(p.Fix, col, mask)
		if !Refused(*p) { // else they are finished: two digits and how many there are
			args := make(map[string]string, len(p.Args))
			for k, v := range p.Args {
				if args[k] = v; k != "max" || len(v) > 4 { // a limit is the program's
					args[k], _ = cut.around(v, 0, mask)
				}
			}
			p.Args = args
		}
		p.File = Mask(p.File)
	}
}

// manyDigits reports whether s has as many digits as an ID, whatever stands between them.
func manyDigits(s string) bool {
	n := 0
	for _, r := range s {
		if digitRune(shows(r)) {
			n++
		}
	}
	return n >= fewest
}

// How much of a long line is quoted: window characters around the caret; what stands up to
// margin characters before and behind them tells whether it cuts a number. Of what is
// wrong again and again in one file, so many lines are quoted.
const (
	window = 120
	margin = 240
	quotes = 100
)

// A cutter cuts lines for messages. It remembers the last one, in which much may be wrong.
type cutter struct {
	line  string
	chars []rune
}

// around returns what is quoted of a line around its character col, counted from 1, and
// where in it that stands; 0 means the beginning, and no place.
func (c *cutter) around(line string, col int, mask func(string) string) (quoted string, caret int) {
	if len(line) <= window {
		return mask(line), col
	}
	if line != c.line {
		c.line, c.chars = line, []rune(line)
	}
	n := len(c.chars)
	if n <= window+window/2 {
		return mask(line), col
	}
	from := min(max(0, col-1-window/2), n-window)
	first, last := max(0, from-margin), min(n, from+window+margin)
	shown := []rune(mask(string(c.chars[first:last])))[from-first:][:window]
	quoted = string(shown)
	if from+window < n {
		quoted += "…"
	}
	if col > 0 {
		caret = min(col, n) - from
	}
	if from > 0 {
		quoted = "…" + quoted
		caret += min(caret, 1)
	}
	return quoted, caret
}

// Once drops what is said of a phone that is refused anyway: it is one cause.
func Once(list []problem.Problem) []problem.Problem {
	type place struct {
		file string
		line int
	}
	refused := map[place][]int{} // the columns
	for _, p := range list {
		if Refused(p) && p.Line > 0 {
			at := place{p.File, p.Line}
			refused[at] = append(refused[at], p.Col)
		}
	}
	return slices.DeleteFunc(list, func(p problem.Problem) bool {
		if !strings.HasPrefix(p.Code, "phone/") {
			return false
		}
		quote := 1 // before the value
		if p.Cell {
			quote = 0
		}
		return slices.ContainsFunc(refused[place{p.File, p.Line}], func(col int) bool { return col >= p.Col && col <= p.Col+quote })
	})
}

// Identifies reports whether p says that a number of an ID or a card stands in a file.
func Identifies(p problem.Problem) bool {
	switch strings.TrimPrefix(p.Code, "privacy/") {
	case idNumber, bankCard, maskedID, maskedCard, excelForm:
		return true
	}
	return false
}

// Refused reports whether p says that a number must not be published.
func Refused(p problem.Problem) bool {
	return p.Severity == problem.Error && strings.HasPrefix(p.Code, "privacy/")
}
