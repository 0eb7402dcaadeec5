package privacy

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A group is a row of digits with nothing between them.
type group struct {
	digits   string // in ASCII, ended by X when an X closes it
	from, to int    // characters of the text: from ≤ i < to
	sep      string // what parts it from the group before it in the same run; "" for the first
	code     bool   // stands among letters, as in 91140100MA0K12345X
	tail     bool   // the part of a figure behind the point
	part     part   // what it is a part of
	inner    bool   // not the first group of that part
}

// A part is what a group surely belongs to instead of an ID or a card.
type part uint8

const (
	nothing part = iota
	date
	clock
	phone
	amount
)

// size returns how many digits g has, its X apart.
func (g *group) size() int { return len(g.digits) - strings.Count(g.digits, "X") }

// A run is the groups of a text that only blanks, dashes and the like part.
type run []group

// length returns how many digits r has, an X that closes some of them too.
func (r run) length() (n int) {
	for i := range r {
		n += len(r[i].digits)
	}
	return n
}

// digits returns all digits of r.
func (r run) digits() string {
	var b strings.Builder
	for _, g := range r {
		b.WriteString(g.digits)
	}
	return b.String()
}

// text is a text folded to what it looks like: no invisible characters, one kind of
// blank, dash and point, digits and letters in ASCII.
type text struct {
	bytes []byte
	at    []int  // of each byte: the character of the original that it stands for
	chars []rune // the original
}

// alike are characters that staff, keyboards and word processors put for others.
var alike = map[rune]byte{
	'—': '-', '–': '-', '‐': '-', '‑': '-', '‒': '-', '―': '-', '−': '-', '─': '-', 'ー': '-',
	'·': '.', '•': '.', '・': '.', '∙': '.', '。': '.', '｡': '.',
	'、': ',', '､': ',', '〜': '~', '∼': '~', '／': '/', '“': '"', '”': '"', '‘': '\'', '’': '\'',
	'×': 'X', 'Х': 'X', 'х': 'X', 'Χ': 'X', '\u3007': 'O', '○': 'O', '◯': 'O', 'О': 'O', 'о': 'O',
}

func fold(s string) text {
	t := text{make([]byte, 0, len(s)), make([]int, 0, len(s)), []rune(s)}
	var counts []bool // of the digits of other scripts
	if slices.ContainsFunc(t.chars, func(r rune) bool { return r >= utf8.RuneSelf && foreignDigit(r) != 0 }) {
		counts = rows(t.chars)
	}
	for i, r := range t.chars {
		v := shows(r)
		b := byte(other) // ends a run
		switch {
		case v < 0:
			continue
		case v < utf8.RuneSelf:
			b = byte(v)
		case counts != nil && counts[i] && foreignDigit(v) != 0:
			b = foreignDigit(v)
		case v >= 0x4e00 && v <= 0x9fff: // most of them
		case alike[v] != 0:
			b = alike[v]
		case value(v) != 0:
			b = value(v)
		}
		t.bytes, t.at = append(t.bytes, b), append(t.at, i)
	}
	return t
}

// other stands for a character that ends a run, as every Chinese one does.
const other = 0

// separators may stand inside a number as it is typed, pasted or marked up, maxSep of
// them at a time.
const (
	separators = " \t\n-./\\_,:;~()*`'\"&"
	maxSep     = 12
)

// runs returns the runs of t.
func (t text) runs() (list []run) {
	var now run
	src := string(t.bytes)
	end := func() {
		if len(now) > 0 {
			list = append(list, now)
		}
		now = nil
	}
	for i := 0; i < len(t.bytes); {
		from := i
		for i < len(t.bytes) && !word(t.bytes[i]) {
			i++
		}
		sep := src[from:i]
		if len(sep) > maxSep || strings.Trim(sep, separators) != "" {
			end()
		}
		if len(now) == 0 {
			sep = ""
		}
		from = i
		figures := true
		for i < len(t.bytes) && word(t.bytes[i]) {
			figures = figures && digit(t.bytes[i])
			i++
		}
		if figures && i > from && i-from < fewest { // the most of them
			if now == nil {
				now = make(run, 0, 4)
			}
			now = append(now, group{digits: src[from:i], from: t.at[from], to: t.at[i-1] + 1, sep: sep})
			continue
		}
		groups, joins, open := t.groups(from, i)
		if !joins {
			end()
		}
		for k, g := range groups {
			if k > 0 {
				end()
			}
			if len(now) > 0 {
				g.sep = sep
			}
			now = append(now, g)
		}
		if !open {
			end()
		}
	}
	end()
	return list
}

// word reports whether b is a letter or a digit.
func word(b byte) bool { return digit(b) || b|0x20 >= 'a' && b|0x20 <= 'z' }

func digit(b byte) bool { return b >= '0' && b <= '9' }

// groups returns the rows of digits in the word from byte i to byte j; whether the
// first may go on with what stands before the word, and the last with what follows.
func (t text) groups(i, j int) (list []group, joins, open bool) {
	s := strings.ToUpper(string(t.bytes[i:j]))
	add := func(from, to int, digits string, code bool) {
		list = append(list, group{digits: digits, from: t.at[i+from], to: t.at[i+to-1] + 1, code: code})
	}
	if s == "X" {
		add(0, 1, s, false)
		return list, true, false
	}
	if coded(s) {
		add(0, len(s), s[:len(s)-1], true)
		return list, false, false
	}
	if d, ok := mend(s); ok {
		add(0, len(s), d, false)
		return list, true, !strings.HasSuffix(d, "X")
	}
	lead := strings.IndexAny(s, "0123456789")
	if lead < 0 {
		return nil, false, false
	}
	if d, ok := mend(s[lead:]); ok { // ID110105…
		add(lead, len(s), d, s[:lead] == "E" && tenderCode(d))
		return list, false, !strings.HasSuffix(d, "X")
	}
	tail := len(strings.TrimRight(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
	if d, ok := mend(s[lead:tail]); ok { // 110105…CN
		add(lead, tail, d, false)
		return list, lead == 0, false
	}
	for from := lead; from < tail; {
		to := from
		for to < tail && digit(s[to]) {
			to++
		}
		if to > from {
			add(from, to, s[from:to], true)
		}
		from = max(to, from+1)
	}
	return list, false, false
}

// mend reads a word as digits, perhaps closed by X, with O for 0 and l or I for 1. A
// short word that ends in such a letter is none: 500L.
func mend(s string) (string, bool) {
	body := strings.TrimSuffix(s, "X")
	digits := 0
	for i := range len(body) {
		switch {
		case digit(body[i]):
			digits++
		case strings.IndexByte("OLI", body[i]) < 0, i == len(body)-1 && len(s) < fewest:
			return "", false
		}
	}
	switch {
	case digits == 0, 2*digits < len(body):
		return "", false
	case digits == len(body):
		return s, true
	}
	return meant.Replace(s), true
}

var meant = strings.NewReplacer("O", "0", "L", "1", "I", "1")

// fewest is how many digits an ID had until 1999; nothing shorter is refused.
const fewest = 15
