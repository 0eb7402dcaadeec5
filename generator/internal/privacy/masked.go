package privacy

import (
	"strings"
	"unicode/utf8"
)

// The kinds of numbers of which a part is hidden. What is left can be joined with what
// another list leaves, so they are refused like whole ones.
const (
	maskedID   = "id-masked"
	maskedCard = "bank-masked"
)

// Words beside a number that say what it is, and those that name the end of one.
var (
	tails     = listed("number.tails")
	idWords   = listed("number.idwords")
	bankWords = listed("number.bankwords")
	codeWords = listed("number.codewords")

	phoneWords = listed("number.phonewords")
)

// A token is a row of digits or of characters that hide digits.
type token struct {
	digits   string // "" for one that hides
	n        int    // characters
	from, to int    // characters of the text
	gap      bool   // blanks or a dash stand before it
	weak     bool   // only dots or dashes
	drawn    bool   // of squares and the like, which also show how far something is
	mark     rune   // the first of the characters
}

// rests finds the numbers of which a part is hidden.
func (t text) rests(s string) (found []Finding) {
	chars := t.chars
	hides, named := t.starred()
	if !hides && !named {
		return nil
	}
	for _, unit := range units(chars) {
		f, ok := hidden(chars, unit)
		if ok {
			found = append(found, f)
			continue
		}
		from := 0
		for i := 1; i <= len(unit); i++ { // 1101****0011 1102****0022
			if i < len(unit) && (unit[i].digits == "" || unit[i-1].digits == "") {
				continue
			}
			if f, ok := hidden(chars, emphasised(unit[from:i])); ok {
				found = append(found, f)
			}
			from = i
		}
	}
	return append(found, ends(s, chars)...)
}

// starred is the quick way past texts in which no character hides a digit, or as many weak
// ones as do, and past those that name the end of no number.
func (t text) starred() (hides, named bool) {
	weaks := 0
	for _, r := range t.chars {
		if classOf(r) == opener {
			named = true
		}
		v := shows(r)
		if v < 0 || v == '\\' {
			continue
		}
		switch classOf(v) {
		case star:
			hides, weaks = true, 0
		case weak:
			weaks++
			hides = hides || weaks > 2 || v == '…'
		default:
			weaks = 0
		}
	}
	return hides, named
}

// emphasised returns a unit without the marks around it: **1101…**.
func emphasised(unit []token) []token {
	mark := func(t token) bool { return t.digits == "" && t.n < 4 }
	for len(unit) > 0 && mark(unit[0]) {
		unit = unit[1:]
	}
	for len(unit) > 0 && mark(unit[len(unit)-1]) {
		unit = unit[:len(unit)-1]
	}
	return unit
}

// hidden returns what a unit is the rest of.
func hidden(chars []rune, unit []token) (f Finding, ok bool) {
	if len(unit) < 2 {
		return f, false
	}
	from, to := unit[0].from, unit[len(unit)-1].to
	kind := hiddenKind(unit, from > 0 && letter(chars[from-1]) || to < len(chars) && letter(chars[to]))
	if tail := unit[len(unit)-1].digits; kind == "" && tail != "" {
		kind = namedKind(string(chars[max(0, from-nearby):from]), len(tail))
	}
	return finding(kind, digitsOf(unit), from, to), kind != ""
}

// nearby is how many characters before a number a word may stand that says what it is.
const nearby = 12

func letter(r rune) bool { return r < utf8.RuneSelf && plainLetter(byte(r)) }

func digitsOf(unit []token) string {
	var b strings.Builder
	for _, t := range unit {
		b.WriteString(t.digits)
	}
	return b.String()
}

// units returns the rows of digits and hiding characters that are one number and hide
// something.
func units(chars []rune) (list [][]token) {
	var now []token
	end := func() {
		hides := false
		for _, t := range now {
			hides = hides || t.digits == ""
		}
		if hides && len(now) > 1 {
			list = append(list, now)
		}
		now = nil
	}
	gap := false
	for i := 0; i < len(chars); {
		if k := len(now); k > 0 && now[k-1].digits == "" && now[k-1].n < 4 && !now[k-1].weak && (gap || now[k-1].gap) {
			now = now[:k-1] // emphasis: **1200** 2
			end()
		}
		t := tokenAt(chars, i)
		switch {
		case t.n == 0:
			if v := shows(chars[i]); v == ' ' {
				gap = true
			} else if v >= 0 && v != '\\' {
				end()
				gap = false
			}
			i++
			continue
		case t.digits == "" && t.weak && t.n < 4 && t.mark != '…' && !(t.n == 3 && t.mark == '.'):
			gap = true // parts, and hides nothing
		case t.digits == "" && !t.weak && t.n == 1 && t.mark != '*':
			end() // 3×4
		default:
			t.gap = gap
			if k := len(now); k > 0 && t.digits != "" && now[k-1].digits != "" && (len(t.digits) != 4 || len(now[k-1].digits) != 4) {
				end()
			}
			now = append(now, t)
			gap = false
		}
		i = t.to
	}
	end()
	return list
}

// tokenAt returns the token that begins at character i; n is 0 when none does. An X that
// closes an ID belongs to its digits.
func tokenAt(chars []rune, i int) token {
	t := token{from: i, to: i, mark: chars[i]}
	var digits []byte
	for ; t.to < len(chars); t.to++ {
		v := shows(chars[t.to])
		if v < 0 || v == '\\' && t.n > 0 {
			continue
		}
		b := value(v)
		if v < utf8.RuneSelf && digit(byte(v)) {
			b = byte(v)
		}
		c := classOf(v)
		switch {
		case b != 0 && (t.n == 0 || digits != nil):
			digits = append(digits, b)
		case b == 0 && digits == nil && (c == star || c == weak) && (t.n == 0 || t.weak == (c == weak)):
			t.weak = c == weak
			t.drawn = t.drawn || strings.ContainsRune("■□◆◇★☆", v)
			if t.n == 0 {
				t.mark = v
			}
		default:
			if len(digits) == 3 && (v == 'x' || v == 'X') && (t.to+1 == len(chars) || classOf(chars[t.to+1]) == plain) {
				digits = append(digits, 'X')
				t.n++
				t.to++
			}
			t.digits = string(digits)
			return t
		}
		t.n++
	}
	t.digits = string(digits)
	return t
}

// hiddenKind returns the kind of the number that a unit leaves a part of; within says that
// a letter stands beside it.
func hiddenKind(unit []token, within bool) string {
	head, tail := unit[0].digits, unit[len(unit)-1].digits
	total, hides, longest, strong, drawn := 0, 0, 0, true, false
	for _, t := range unit {
		if total += t.n; t.digits == "" {
			hides, longest = hides+t.n, max(longest, t.n)
			strong, drawn = strong && !t.weak, drawn || t.drawn
		}
	}
	end := len(tail) == 3 || len(tail) == 4
	union := strings.HasPrefix(head, "62") && len(head) >= 4
	whole := strong && !within && longest >= 4
	if head == "" && strong && !within { // only the birth date, or the end, or what a mobile ends with
		middle := digitsOf(unit)
		switch {
		case total == 18 && len(unit) <= 3 && len(middle) >= 8 && birth(middle, 1900, lastOld) && unit[0].mark != '#' && !unit[1].gap:
			return maskedID
		case total == 11 && len(unit) == 2 && hides == 7 && len(tail) == 4 && unit[0].mark != '#':
			return maskedMobile
		}
	}
	if head == "" { // a row of stars may also be a line, or a bar before how long it is
		apart := unit[len(unit)-1].gap && longest > 4
		whole = whole && !drawn && !apart && len(tail) > 2 && len(tail) < 7
	}
	switch {
	case union && (end && (hides > 1 || !strong) || whole && total > fewest && total <= most) && total != 18:
		return maskedCard
	case len(head) >= 6 && len(head) < fewest && county(head) && end,
		len(head) >= 10 && province(head) && year(head[6:]) && (hides > 3 || tail != "" && hides > 1),
		whole && (total == 18 || total == fewest) && (len(head) < 2 || province(head)) && !(tail == "" && total-hides < 3): // 11**… names a province only
		return maskedID
	case whole && total > fewest && total <= most && len(tail) > 2 && (head == "" || head[0] > '2'):
		return maskedCard
	}
	return ""
}

// county reports whether d begins with the code of a county.
func county(d string) bool {
	return province(d) && d[2:4] != "00" && (d[4:6] <= "43" || d[4:6] >= "81" && d[4:6] <= "84") && d[4:6] != "00"
}

// namedKind returns what the words before the end of a number say it is of.
func namedKind(before string, size int) string {
	switch {
	case size < 3 || size > 8:
	case containsAny(before, idWords):
		return maskedID
	case containsAny(before, bankWords):
		return maskedCard
	}
	return ""
}

func containsAny(s string, list []string) bool {
	for _, w := range list {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// ends finds ends of numbers that words name: the last four of somebody's card.
func ends(s string, chars []rune) (found []Finding) {
	if !containsAny(s, tails) {
		return nil
	}
	for i := range chars {
		if classOf(chars[i]) != opener {
			continue
		}
		for _, w := range tails {
			n := utf8.RuneCountInString(w)
			if i+n > len(chars) || string(chars[i:i+n]) != w {
				continue
			}
			from := i + n
			for from < len(chars) && from < i+n+3 && !digitRune(shows(chars[from])) {
				from++
			}
			if from == len(chars) || !digitRune(shows(chars[from])) {
				continue
			}
			t := tokenAt(chars, from)
			if kind := namedKind(string(chars[max(0, i-2*nearby):i]), len(t.digits)); kind != "" {
				found = append(found, finding(kind, t.digits, i, t.to))
			}
		}
	}
	return found
}

// named reports whether one of the words stands in the n characters before character i,
// or before the text when it begins with the number.
func (t text) named(i, n int, list []string, before string) bool {
	lead := string(t.chars[max(0, i-n):i])
	if i < n && before != "" {
		lead = before + ":" + lead
	}
	return containsAny(lead, list)
}
