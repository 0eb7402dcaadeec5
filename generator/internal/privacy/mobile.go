package privacy

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"gongshi/generator/internal/record"
	"gongshi/generator/internal/words"
)

// The kinds of mobiles that are refused outside the keys for phones.
const (
	mobilePhone  = "phone"
	maskedMobile = "phone-masked"
)

// Mobiles finds the mobile numbers in s, also in pieces, in Chinese numerals, behind +86,
// and those in which digits are starred out: two masks of one number can be joined.
func Mobiles(s string) []Finding {
	if !mayHoldMobile(s) {
		return nil
	}
	return fold(s).mobiles()
}

// mobiles finds the mobiles in the text of which t is made.
func (t text) mobiles() (found []Finding) {
	l := t.looks()
	found = l.dashed()
	for i := 0; i < len(l.bytes); i++ {
		if l.bytes[i] != '1' && l.bytes[i] != 'l' && l.bytes[i] != 'I' || !l.begins(i) {
			continue
		}
		number, end := l.mobile(i)
		kind := mobilePhone
		if number == "" {
			number, end = l.masked(i)
			kind = maskedMobile
		}
		if number == "" {
			continue
		}
		f := finding(kind, number, l.at[i], l.at[end-1]+1)
		f.Digits = len(strings.Trim(number, "*"))
		found = append(found, f)
		i = end - 1
	}
	return found
}

// dashed finds the mobiles with a dash or a point between all digits.
func (t text) dashed() (found []Finding) {
	if !t.scattered(11) {
		return nil
	}
	for i := 0; i < len(t.chars); {
		d, from, to, sign := t.chain(i)
		if from == to {
			return found
		}
		if r := []rune(sign); len(d) == 11 && assigned([]byte(d)) && strings.Trim(d, "0123456789") == "" && len(r) == 1 && classOf(r[0]) == weak {
			found = append(found, finding(mobilePhone, d, from, to))
		}
		i = to
	}
	return found
}

// spoken are the digits as people write them out, and say them.
var spoken = sync.OnceValue(func() map[rune]byte {
	m := map[rune]byte{}
	for d := byte('0'); d <= '9'; d++ {
		for _, form := range words.ValueForms("digit", string(d)) {
			r, _ := utf8.DecodeRuneInString(form)
			m[r] = d
		}
	}
	return m
})

// hiding are the signs that hide digits.
var hiding = map[rune]bool{'●': true, '■': true, '□': true, '◆': true, '★': true, '☆': true, '※': true, '×': true, '✕': true,
	'✖': true, '╳': true, '█': true, '▇': true, '•': true, '*': true, '＊': true, '∗': true, '﹡': true, '◎': true, '⚫': true, '…': true}

// shortest is how many digits and stars a mobile has at least, in whatever disguise.
const shortest = 9

// mayHoldMobile is the quick way past texts in which no row of digits and signs between
// them is long enough.
func mayHoldMobile(s string) bool {
	n := 0
	for i := 0; i < len(s); i++ {
		switch inMobile[s[i]] {
		case counted:
			if n++; n >= shortest {
				return true
			}
		case passed:
		case spokenOne:
			r, _ := utf8.DecodeRuneInString(s[i:])
			if foreignDigit(r) == 0 || spoken()[r] == 0 {
				n = 0
			} else if n++; n >= shortest {
				return true
			}
		default:
			n = 0
		}
	}
	return false
}

// What a byte is in a row of digits that may be a mobile, which any other byte ends.
const (
	counted   = iota + 1 // a digit, a sign for one, the first byte of one of another script or width
	passed               // stands inside a character, or between digits
	spokenOne            // the first byte of a Chinese character
)

var inMobile = func() (what [256]byte) {
	for b := range what {
		switch {
		case digit(byte(b)), strings.IndexByte("*xXoOlI._", byte(b)) >= 0:
			what[b] = counted
		case b >= 0x80 && b < 0xc0, strings.IndexByte(" \t\n-()`'\"\\&#;:", byte(b)) >= 0:
			what[b] = passed
		case b >= 0xe4 && b <= 0xe9:
			what[b] = spokenOne
		case b >= 0xc0:
			what[b] = counted
		}
	}
	return what
}()

// looks returns t with digits for the Chinese numerals of a long row of them, and one star
// for whatever hides a digit.
func (t text) looks() text {
	known := spoken()
	runes := t.chars
	out := text{make([]byte, 0, len(t.bytes)), make([]int, 0, len(t.bytes)), t.chars}
	for i, b := range t.bytes {
		r := runes[t.at[i]]
		switch {
		case (classOf(r) == star || r == '…') && hiding[r]:
			b = '*'
		case foreignDigit(r) != 0 && known[r] != 0 && numerals(runes, t.at[i], known):
			b = known[r]
		case b == '\\' && i+1 < len(t.bytes) && (t.bytes[i+1] == '*' || t.bytes[i+1] == '_'):
			continue // so that Markdown shows the star
		}
		out.bytes, out.at = append(out.bytes, b), append(out.at, t.at[i])
	}
	return out
}

// numerals reports whether character i stands in a row of digits, some of them Chinese,
// that is as long as a number.
func numerals(runes []rune, i int, known map[rune]byte) bool {
	part := func(r rune) bool {
		v := record.Visible(r)
		_, ok := known[r]
		return ok || v < 0 || v == ' ' || v == '-' || v >= '0' && v <= '9'
	}
	n := 0
	for k := i; k >= 0 && n < shortest && part(runes[k]); k-- {
		n++
	}
	for k := i + 1; k < len(runes) && n < shortest && part(runes[k]); k++ {
		n++
	}
	return n >= shortest
}

// calling are the letters that may stand before a number that is a mobile all the same.
var calling = []string{"tel", "phone", "mobile", "call", "sms", "wx", "vx", "v", "wechat", "weixin", "sj", "dh", "sjh"}

// begins reports whether a number of its own may begin at byte i.
func (t text) begins(i int) bool {
	if i == 0 || !word(t.bytes[i-1]) && t.bytes[i-1] != '.' {
		return true
	}
	from := i
	if t.bytes[i-1] == '.' { // 1.138…: an ordinal; 0.138…, 111.138…: a figure
		for from = i - 1; from > max(0, i-shortest) && digit(t.bytes[from-1]); from-- {
		}
		n := i - 1 - from
		return n == 0 || n <= 2 && t.bytes[from] != '0'
	}
	for from > max(0, i-shortest) && word(t.bytes[from-1]) {
		from--
	}
	before := strings.ToLower(string(t.bytes[from:i]))
	switch before {
	case "86", "0086", "00":
		return true
	case "0":
		return !t.invoice(i)
	}
	return slices.Contains(calling, before)
}

// invoice reports whether what follows the 0 before byte i is the code of an invoice:
// province, 00, year, batch and the number of a kind of invoice.
func (t text) invoice(i int) bool {
	if i+11 > len(t.bytes) {
		return false
	}
	code := string(t.bytes[i : i+11])
	y, kind := code[4:6], code[9:]
	return province(code) && code[2:4] == "00" && y >= "12" && y <= "39" && kind >= "03" && kind <= "17"
}

// cuts are the ways in which people part the eleven digits of a mobile.
var cuts = map[string]bool{"11": true, "3 4 4": true, "3 8": true, "7 4": true, "4 4 3": true, "4 3 4": true, "3 3 5": true,
	"1 10": true, "3 5 3": true}

// between are the signs that may stand between those parts.
const between = " \t\n-._()*`'\"~"

// mobile returns the mobile number that begins at byte i, "" for none, and where it ends.
func (t text) mobile(i int) (number string, end int) {
	var d []byte
	var sizes []string
	size, plain := 0, 0
	j := i
	for len(d) < 11 {
		if len(sizes) > 2 || len(d) > 2 && !assigned(d) { // in more parts than people cut it
			return "", 0
		}
		if j < len(t.bytes) {
			if c, ok := digitLike(t.bytes[j]); ok {
				if digit(t.bytes[j]) {
					plain++
				}
				d = append(d, c)
				size++
				j++
				continue
			}
		}
		k := j
		for k < len(t.bytes) && strings.IndexByte(between, t.bytes[k]) >= 0 {
			k++
		}
		if k == j || k-j > 4 || k == len(t.bytes) || !digit(t.bytes[k]) {
			return "", 0
		}
		sizes = append(sizes, string(rune('0'+size)))
		size = 0
		j = k
	}
	last := string(rune('0' + size))
	if size >= 10 {
		last = map[int]string{10: "10", 11: "11"}[size]
	}
	sizes = append(sizes, last)
	how := strings.Join(sizes, " ")
	if plain < 7 || !cuts[how] || !assigned(d) || !t.alone(i, j, how, string(d)) {
		return "", 0
	}
	if j < len(t.bytes) && word(t.bytes[j]) {
		j = t.slip(i, j, how)
	}
	if j == 0 {
		return "", 0
	}
	return string(d), j
}

// slip returns where a mobile from byte i to byte j ends that has a letter stuck to it where
// letters before it say what it is, or a digit too many where words do; 0 when it is none.
func (t text) slip(i, j int, how string) int {
	end := j
	for end < len(t.bytes) && end < j+shortest && word(t.bytes[end]) && !digit(t.bytes[end]) {
		end++
	}
	switch {
	case how != "11", end < len(t.bytes) && word(t.bytes[end]) && end > j:
		return 0
	case end > j && i > 0 && word(t.bytes[i-1]):
		return end
	case end == j && (j+1 == len(t.bytes) || !word(t.bytes[j+1])) && t.named(t.at[i], nearby/2, phoneWords, ""):
		return j + 1
	}
	return 0
}

// digitLike returns the digit that b is or stands for.
func digitLike(b byte) (byte, bool) {
	switch {
	case digit(b):
		return b, true
	case b == 'O' || b == 'o':
		return '0', true
	case b == 'l' || b == 'I':
		return '1', true
	}
	return 0, false
}

// assigned reports whether a number begins as mobiles do: 14 is also Shanxi.
func assigned(d []byte) bool {
	return d[0] == '1' && d[1] >= '3' && (d[1] != '4' || d[2] >= '5')
}

// alone reports whether the parts of a number d are not those of a list of figures or of
// a longer code, and no date.
func (t text) alone(i, j int, how, d string) bool {
	if how == "11" {
		return true
	}
	before, joinedBefore := t.beside(i-1, -1)
	after, joinedAfter := t.beside(j, 1)
	if before == 2 || before == 4 && i >= 5 && strings.HasPrefix(string(t.bytes[i-5:]), "0086") { // +86
		before, joinedBefore = 0, false
	}
	switch how {
	case "3 4 4":
		return before != 3 && before != 4 && after != 3 && after != 4 && !joinedBefore && !joinedAfter
	case "3 8":
		return before == 0 && after == 0 && !birth(d[3:], 1900, 2099)
	case "7 4":
		return before == 0 && after == 0 && !year(d[7:])
	case "4 4 3", "4 3 4":
		return before == 0 && after == 0 && !year(d)
	}
	return before == 0 && after == 0
}

// beside returns how many digits stand next to byte i in a direction, behind a blank,
// comma or the like; joined when it is a dash that parts them.
func (t text) beside(i, step int) (n int, joined bool) {
	signs := 0
	for ; i >= 0 && i < len(t.bytes) && signs < 3 && strings.IndexByte(" ,-./_", t.bytes[i]) >= 0; i += step {
		joined = joined || t.bytes[i] == '-' || t.bytes[i] == '/' && step < 0
		signs++
	}
	for ; i >= 0 && i < len(t.bytes) && n < 2*shortest && digit(t.bytes[i]); i += step {
		n++
	}
	return n, joined && n > 0 && n != 7 && n != 8 && n != 11
}

// How a mobile looks in which digits are hidden: by stars, by dots or lines.
var (
	starred = regexp.MustCompile(`^1(?:[3-9][0-9]{0,5}[*xXO#?]{2,}[0-9]{0,4}|[*xX]{4,7}[0-9]{3,4})$`)
	dotted  = regexp.MustCompile(`^1[3-9][0-9]{1,5}(?:\.{3,5}|_{3,5})[0-9]{0,4}$`)
)

// masked returns the starred-out mobile that begins at byte i, "" for none, and where it
// ends.
func (t text) masked(i int) (number string, end int) {
	var b []byte
	shown, stars := 0, 0
	j := i
	for k := i; k < len(t.bytes) && len(b) <= 13; k++ {
		c := t.bytes[k]
		switch {
		case digit(c):
			shown++
		case strings.IndexByte("*xXO#?._", c) >= 0:
			stars++
		case (c == ' ' || c == '-') && k > i && t.bytes[k-1] != ' ':
			continue
		default:
			k = len(t.bytes)
			continue
		}
		b = append(b, c)
		j = k + 1
	}
	if j < len(t.bytes) && word(t.bytes[j]) {
		return "", 0
	}
	s := string(b)
	trimmed := strings.TrimRight(s, "._?#")
	if len(trimmed) < len(s) && starred.MatchString(trimmed) {
		j -= len(s) - len(trimmed)
		s = trimmed
	}
	switch n := len(s); {
	case n > 2 && digit(s[2]) && !assigned([]byte(s[:3])):
		return "", 0
	case shown >= 5 && stars >= 2 && n >= shortest && n <= 13 && starred.MatchString(s) && !(strings.Contains(s, "O") && n != 11):
	case n == 11 && dotted.MatchString(s):
	default:
		return "", 0
	}
	return s, j
}
