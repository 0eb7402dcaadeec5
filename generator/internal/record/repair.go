package record

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongshi/generator/internal/words"
)

// value looks at what stands behind a key or a marker, from byte off of the line.
// col is the indentation of the key.
func (t *tidier) value(col, off int) {
	for off < len(t.line) && t.line[off] == ' ' {
		off++
	}
	v := t.line[off:]
	t.open, t.plain = v == "", false
	if v == "" {
		return
	}
	r, size := utf8.DecodeRuneInString(v)
	switch {
	case r == '#' || r == '＃':
		t.hash(off, off)
	case r == '"' || r == '\'':
		t.quoted(off)
	case r == '[' || r == '{':
		t.flow = flow{line: t.at, col: off}
		t.flowFrom(off)
	case wideFlow(v):
		t.replace(off, size, string(r-0xfee0), "record/wide-punctuation")
		t.flow = flow{line: t.at, col: off}
		t.flowFrom(off)
	case (r == '|' || r == '>') && blockHeader(v):
		t.block = col
	case r == '*' && maskedName(v):
		t.fail(t.at, off, "record/masked-name", "")
	case r == '&' || r == '*' || r == '!':
		t.fail(t.at, off, "record/special", t.line[:off]+quote(v), "char", string(r))
	case r == '-' && strings.HasPrefix(v, "- "):
		t.fail(t.at, off, "record/item-after-key", "")
	case strings.ContainsRune("@`%|>,]}", r), r == '?' && strings.HasPrefix(v, "? "):
		t.replace(off, len(v), quote(v), "record/needs-quotes")
	case curlyLen(v) == len(v):
		t.replace(off, len(v), quote(v[size:len(v)-size]), "record/curly-quotes")
	default:
		t.bare(off)
	}
}

// bare checks a value without quotes: a colon and blank inside it would be a second
// key, a blank and # would cut it short.
func (t *tidier) bare(off int) {
	t.plain = true
	v := t.line[off:]
	for i := 0; i < len(v); i++ {
		switch {
		case i > 0 && (v[i-1] == ' ' || v[i-1] == '\t') && (v[i] == '#' || strings.HasPrefix(v[i:], "＃")):
			t.hash(off, off+i)
			return
		case v[i] == ':' && (i+1 == len(v) || v[i+1] == ' '):
			t.fail(t.at, off+i, "record/colon-in-value", t.line[:off]+quote(strings.TrimSpace(v)))
			return
		}
	}
}

// hash decides what a # behind a blank means. Before a letter or digit it is most
// likely part of the value (楼 #3); before Chinese it is a comment, but worth a
// word; before a blank it is a comment as everybody writes it. ＃ means the same, but
// YAML takes it for text.
func (t *tidier) hash(off, at int) {
	sign, size := utf8.DecodeRuneInString(t.line[at:])
	rest := t.line[at+size:]
	r, _ := utf8.DecodeRuneInString(rest)
	value := r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r))
	switch {
	case value && sign != '#':
	case sign != '#':
		t.replace(at, size, "#", "record/wide-hash")
		t.open = t.open || at == off
	case value:
		v := strings.TrimSpace(t.line[off:])
		t.replace(off, len(t.line)-off, quote(v), "record/hash-kept")
		t.plain = false
	case rest != "" && !unicode.IsSpace(r) && r != '#':
		t.warn(at, len(t.line)-at, "record/hash-comment")
		t.open = t.open || at == off
	default:
		t.open = t.open || at == off
	}
}

// quoted checks that a value in quotes ends on its own line and that nothing
// follows it.
func (t *tidier) quoted(off int) {
	v := t.line[off:]
	end := closing(v)
	if end < 0 {
		t.fail(t.at, off, "record/unclosed-quote", t.line+v[:1])
		return
	}
	rest := strings.TrimSpace(v[end:])
	if rest != "" && !(rest[0] == '#' && strings.TrimLeft(v[end:], " ") != v[end:]) {
		t.fail(t.at, off+end, "record/after-quote", t.line[:off]+"'"+strings.ReplaceAll(strings.TrimSpace(v), "'", "''")+"'")
	}
}

// closing returns the offset behind the quote that ends s, which begins with one;
// -1 when it does not end.
func closing(s string) int {
	for i := 1; i < len(s); i++ {
		switch {
		case s[0] == '"' && s[i] == '\\':
			i++
		case s[i] == s[0] && s[0] == '\'' && i+1 < len(s) && s[i+1] == '\'':
			i++
		case s[i] == s[0]:
			return i + 1
		}
	}
	return -1
}

// flowFrom mends full-width punctuation inside [ ] and { } from byte off of the
// line to its end, and follows the brackets.
func (t *tidier) flowFrom(off int) {
	for i := off; i < len(t.line) && !t.stop; {
		r, size := utf8.DecodeRuneInString(t.line[i:])
		switch {
		case r == '"' || r == '\'':
			n := closing(t.line[i:])
			if n < 0 {
				t.fail(t.at, i, "record/unclosed-quote", "")
				t.flow.open = nil
				return
			}
			i += n
			continue
		case r == '#' && i > 0 && t.line[i-1] == ' ':
			return
		case (r == '“' || r == '‘') && t.entryBegins(i) && curlyLen(t.line[i:]) > 0 && entryEnds(t.line[i+curlyLen(t.line[i:]):]):
			n := curlyLen(t.line[i:])
			s := quote(t.line[i+size : i+n-size])
			t.replace(i, n, s, "record/curly-quotes")
			i += len(s)
			continue
		case r == ',' && t.inMapping() && thousandsEnd(t.line, i) > i:
			n := thousandsEnd(t.line, i)
			start := len(strings.TrimRight(t.line[:i], "0123456789"))
			figure := strings.ReplaceAll(t.line[start:n], ",", "")
			t.fail(t.at, start, "record/thousands-comma", t.line[:start]+figure+t.line[n:], "value", t.line[start:n], "as", figure)
			i = n
			continue
		case r == '，' && t.parts(t.line[i+size:]):
			t.replace(i, size, ", ", "record/wide-punctuation")
			size = 2
			t.flow.stage = atKey
		case r == ',':
			t.flow.stage = atKey
		case r == ':' || wideColon(r):
			size = t.flowColon(off, i, size)
		case r == '［' || r == '］' || r == '｛' || r == '｝':
			t.replace(i, size, string(r-0xfee0), "record/wide-punctuation")
			continue
		case r == '[' || r == '{':
			if t.flow.open = append(t.flow.open, byte(r)); len(t.flow.open) > maxDepth {
				t.tooDeep(i)
				t.flow.open = nil
				return
			}
			t.flow.stage = atKey
		case r == ']' || r == '}':
			t.flow.open = t.flow.open[:len(t.flow.open)-1]
			t.flow.stage = atValue
		}
		i += size
		if len(t.flow.open) == 0 {
			rest := strings.TrimSpace(t.line[i:])
			if rest != "" && rest[0] != '#' {
				t.fail(t.at, i, "record/after-bracket", "")
			}
			return
		}
	}
}

// flowColon looks at the colon at byte i of a line, inside brackets that stand from byte
// off on, and returns how many bytes it takes as mended. The first colon of an entry ends
// its key. A later one is text, unless it is followed by a blank or stands behind another
// key: then a comma or quotes were forgotten, and nobody can say which.
func (t *tidier) flowColon(off, i, size int) int {
	wide, known := t.line[i] != ':', knownBefore(t.line[off:i])
	text := strings.TrimLeft(t.line[max(t.flow.value, 0):i], " ") // what of the value stands before it
	parts := !wide && (i+1 == len(t.line) || strings.ContainsRune(" ,]}", rune(t.line[i+1])))
	switch {
	case t.flow.stage == atKey && parts:
	case t.flow.stage == atKey && wide && (known || t.inMapping()):
		t.replace(i, size, ": ", "record/wide-colon")
		size = 2
	case t.flow.stage == atKey && !wide && known:
		t.replace(i, size, ": ", "record/no-blank")
		size = 2
	case t.flow.stage == atValue && known && strings.ContainsAny(text, partSigns):
		j := strings.LastIndexAny(t.line[:i], partSigns)
		_, n := utf8.DecodeRuneInString(t.line[j:])
		t.fail(t.at, i, "record/colon-in-braces", t.line[:j]+", "+t.line[j+n:i]+": "+strings.TrimLeft(t.line[i+size:], " "))
		t.flow.stage = reported
		return size
	case t.flow.stage == atValue && parts:
		t.fail(t.at, i, "record/colon-in-braces", t.entryQuoted(i))
		t.flow.stage = reported
		return size
	default:
		return size
	}
	t.flow.stage, t.flow.value = atValue, i+size
	return size
}

// entryQuoted is the line with the value around byte i in quotes, "" when it begins on
// another line.
func (t *tidier) entryQuoted(i int) string {
	from := t.flow.value
	if from < 0 {
		return ""
	}
	end := len(t.line)
	if n := strings.IndexAny(t.line[i:], ",，]］}｝"); n >= 0 {
		end = i + n
	}
	for from < i && t.line[from] == ' ' {
		from++
	}
	return t.line[:from] + quote(strings.TrimSpace(t.line[from:end])) + t.line[end:]
}

// parts reports whether a full-width comma before rest parts two entries: always in a
// list; in a mapping only when another key follows, or a line, else it belongs to the
// text.
func (t *tidier) parts(rest string) bool {
	if !t.inMapping() || strings.TrimSpace(rest) == "" {
		return true
	}
	i := strings.IndexAny(rest, ",，}]")
	if i < 0 {
		i = len(rest)
	}
	return strings.ContainsAny(rest[:i], ":：")
}

// inMapping reports whether the innermost bracket is {.
func (t *tidier) inMapping() bool {
	n := len(t.flow.open)
	return n > 0 && t.flow.open[n-1] == '{'
}

// thousandsEnd returns where the figure ends whose first thousands comma stands at
// byte i of s: 1,058 in {户数: 1,058}. It returns i when the comma parts two entries.
func thousandsEnd(s string, i int) int {
	if m := thousands.FindString(s[i:]); m != "" && i > 0 && s[i-1] >= '0' && s[i-1] <= '9' {
		rest := s[i+len(m):]
		end := strings.IndexAny(rest, ",，}｝")
		if end < 0 {
			end = len(rest)
		}
		if !strings.ContainsAny(rest[:end], ":：") && strings.TrimLeft(rest, "0123456789") == rest {
			return i + len(m)
		}
	}
	return i
}

var thousands = regexp.MustCompile(`^(?:,\d{3})+`)

// entryBegins reports whether an entry of a list or mapping, or its value, begins at
// byte i of the line.
func (t *tidier) entryBegins(i int) bool {
	s := strings.TrimRight(t.line[:i], " ")
	return s == "" || strings.ContainsRune("[{,:", rune(s[len(s)-1]))
}

// entryEnds reports whether nothing of an entry is left in s.
func entryEnds(s string) bool {
	s = strings.TrimLeft(s, " ")
	r, _ := utf8.DecodeRuneInString(s)
	return s == "" || strings.ContainsRune(",，]］}｝", r)
}

// partSigns are what people part entries with.
const partSigns = ", ，；;、"

// knownBefore reports whether s ends in a key of the list, behind a bracket, a blank or a
// sign that parts.
func knownBefore(s string) bool {
	if i := strings.LastIndexAny(s, "{["+partSigns); i >= 0 {
		_, size := utf8.DecodeRuneInString(s[i:])
		s = s[i+size:]
	}
	_, known := words.Key(keyWord(s))
	return known
}

// maskedName reports whether s is a star and the rest of a Chinese name.
func maskedName(s string) bool {
	rest := strings.TrimLeft(s, "*")
	n := utf8.RuneCountInString(rest)
	return n >= 1 && n <= 4 && strings.Trim(rest, "*") == rest && !strings.ContainsFunc(rest, func(r rune) bool { return !unicode.Is(unicode.Han, r) })
}

func blockHeader(s string) bool {
	s = strings.TrimLeft(s[1:], "+-123456789")
	s = strings.TrimLeft(s, " ")
	return s == "" || s[0] == '#'
}

// wideFlow reports whether s begins with a full-width bracket that ends.
func wideFlow(s string) bool {
	return strings.HasPrefix(s, "［") && strings.ContainsAny(s, "]］") || strings.HasPrefix(s, "｛") && strings.ContainsAny(s, "}｝")
}

// curlyLen returns the length of the text in one pair of curly quotes, “ ” or ‘ ’, with
// which s begins; 0 when it begins with none.
func curlyLen(s string) int {
	open, end := "“", "”"
	if strings.HasPrefix(s, "‘") {
		open, end = "‘", "’"
	}
	inner, ok := strings.CutPrefix(s, open)
	if !ok {
		return 0
	}
	i := strings.Index(inner, end)
	if j := strings.Index(inner, open); i < 0 || j >= 0 && j < i {
		return 0
	}
	return len(open) + i + len(end)
}

// quote writes s as one YAML value.
func quote(s string) string {
	if strings.ContainsAny(s, `"\`) {
		return "'" + strings.ReplaceAll(s, "'", "''") + "'"
	}
	return `"` + s + `"`
}
