package privacy

import (
	"encoding/base64"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"gongshi/generator/internal/record"
)

// How digits are written that programs read as such: \u0031 \x31 \31 U+0031, 0x1F4 0b101 0o17,
// 313233, and texts in base64.
var (
	codePoint = regexp.MustCompile(`(?:\\u|\\x|U\+|\\)\{?0{0,6}(3[0-9]|58|78)\}? ?`)
	based     = regexp.MustCompile(`\b0(?:[xX][0-9a-fA-F_]{10,18}|[bB][01_]{45,80}|[oO]?[0-7_]{15,26})\b`)
	hexText   = regexp.MustCompile(`\b(?:3[0-9]){11,18}(?:[57]8)?\b`)
	base64ish = regexp.MustCompile(`[A-Za-z0-9+/_-]{15,}={0,2}`)
)

// What stands between the digits of a number: the marks of footnotes, and words for what
// was left out.
var (
	noteMark = regexp.MustCompile(`([0-9]) ?(?:[\x{b9}\x{b2}\x{b3}\x{2074}-\x{2079}\x{2460}-\x{2473}\x{2776}-\x{277f}\x{2020}\x{2021}]|\[\^?[0-9a-z]{1,2}\])([0-9])`)
	omitted  = listed("number.omitted")
	leftOut  = regexp.MustCompile(`([0-9]) ?[(\x{ff08}\[\x{3010}]?(?:` + strings.Join(omitted, "|") + `)[)\x{ff09}\]\x{3011}]? ?([0-9])`)
)

// wordyBirth is an ID whose day of birth is written out, all or in part in Chinese numerals.
var wordyBirth = sync.OnceValue(func() *regexp.Regexp {
	n := "0-9\\x{5341}"
	for r := range spoken() {
		n += string(r)
	}
	return regexp.MustCompile(`([0-9]{6}) ?([` + n + `]{4})\x{5e74}([` + n + `]{1,3})\x{6708}([` + n + `]{1,3})[\x{65e5}\x{53f7}] ?([0-9]{3}[0-9Xx])`)
})

// numeral returns a day or month in two digits, a year digit by digit.
func numeral(s string) string {
	var b []byte
	tens := false
	for i, r := range s {
		switch d := spoken()[r]; {
		case r == '\u5341' && i == 0:
			b, tens = append(b, '1'), true
		case r == '\u5341':
			tens = true
		case d != 0:
			b = append(b, d)
		default:
			b = append(b, byte(r))
		}
	}
	switch {
	case tens && len(b) == 1:
		b = append(b, '0')
	case len(b) == 1:
		b = []byte{'0', b[0]}
	}
	return string(b)
}

// joined returns s without the marks of footnotes between digits, with stars for what words
// leave out and with the day of birth of an ID in digits; "" when there are none.
func joined(s string) string {
	typed := s
	if strings.Contains(s, "\u6708") { // a month
		s = wordyBirth().ReplaceAllStringFunc(s, func(m string) string {
			p := wordyBirth().FindStringSubmatch(m)
			d := strings.ToUpper(p[1] + numeral(p[2]) + numeral(p[3]) + numeral(p[4]) + p[5])
			if !county(d) || len(d) != 18 || !birth(d[6:], 1900, 2039) || d[6:10] > "2009" && !checksum(d) {
				return m // a sum, a day, a sum
			}
			return d
		})
	}
	if strings.IndexByte(s, '[') >= 0 || strings.IndexByte(s, 0xc2) >= 0 || strings.IndexByte(s, 0xe2) >= 0 { // the marks in UTF-8
		s = noteMark.ReplaceAllString(s, "$1$2")
	}
	if slices.ContainsFunc(omitted, func(word string) bool { return strings.Contains(s, word) }) {
		s = leftOut.ReplaceAllString(s, "$1****$2")
	}
	if s == typed {
		return ""
	}
	return s
}

// digitsFor reports whether s has digits for a number with its middle left out.
func digitsFor(s string) bool {
	n := 0
	for i := range len(s) {
		if digit(s[i]) {
			if n++; n == 4 {
				return true
			}
		}
	}
	return false
}

// decoded returns what s says to a program that reads its escapes, when it could be a
// number.
func decoded(s string) (out []string) {
	if digitsFor(s) {
		if plain := joined(s); plain != "" {
			out = append(out, plain)
		}
	}
	if escaped(s) {
		if plain, err := url.PathUnescape(s); err == nil {
			out = append(out, plain)
		}
	}
	if strings.Contains(s, "&") && strings.Contains(s, "#") || strings.Contains(s, "\uff06") {
		if plain := html.UnescapeString(html.UnescapeString(record.Fold(s))); plain != s {
			out = append(out, plain)
		}
	}
	if strings.Contains(s, `\`) || strings.Contains(s, "U+") {
		if plain := codePoint.ReplaceAllStringFunc(s, func(m string) string {
			n, _ := strconv.ParseInt(codePoint.FindStringSubmatch(m)[1], 16, 32)
			return string(rune(n))
		}); plain != s {
			out = append(out, plain)
		}
	}
	if !longWord(s) {
		return out
	}
	for _, m := range based.FindAllString(s, -1) {
		if n, err := strconv.ParseInt(strings.ReplaceAll(m, "_", ""), 0, 64); err == nil {
			out = append(out, strconv.FormatInt(n, 10))
		}
	}
	for _, m := range hexText.FindAllString(s, -1) {
		if plain, err := url.PathUnescape(percent(m)); err == nil {
			out = append(out, plain)
		}
	}
	for _, m := range base64ish.FindAllString(s, -1) {
		m = strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(m, "="))
		if plain, err := base64.RawStdEncoding.DecodeString(m); err == nil && utf8.Valid(plain) {
			out = append(out, string(plain))
		}
	}
	return out
}

// percent writes bytes in hexadecimal as addresses do.
func percent(s string) string {
	var b strings.Builder
	for i := 0; i+1 < len(s); i += 2 {
		b.WriteString("%" + s[i:i+2])
	}
	return b.String()
}

// longWord reports whether a word of ASCII is long enough to hold a number in another
// writing.
func longWord(s string) bool {
	n := 0
	for i := range len(s) {
		if b := s[i]; !word(b) && b != '_' && b != '+' && b != '/' {
			n = 0
		} else if n++; n >= 12 {
			return true
		}
	}
	return false
}

// escaped reports whether a digit stands in s as an address has it: %31.
func escaped(s string) bool {
	for i := strings.IndexByte(s, '%'); i >= 0 && i+2 < len(s); i++ {
		if s[i] == '%' && (s[i+1] == '3' || s[i+1] == 'E' || s[i+1] == 'e') {
			return true
		}
	}
	return false
}
