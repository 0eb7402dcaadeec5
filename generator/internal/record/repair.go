package record

import (
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
	case r == '#':
		t.hash(off, off)
	case r == '"' || r == '\'':
		t.quoted(off)
	case r == '[' || r == '{':
		t.flow = flow{line: t.at, col: off}
		t.flowFrom(off)
	case r == '［' && strings.ContainsAny(v, "]］"), r == '｛' && strings.ContainsAny(v, "}｝"):
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
	case r == '“' && curlyQuoted(v):
		t.replace(off, len(v), quote(v[size:len(v)-len("”")]), "record/curly-quotes")
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
		case v[i] == '#' && i > 0 && (v[i-1] == ' ' || v[i-1] == '\t'):
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
// word; before a blank it is a comment as everybody writes it.
func (t *tidier) hash(off, at int) {
	rest := t.line[at+1:]
	r, _ := utf8.DecodeRuneInString(rest)
	switch {
	case r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)):
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
		case r == '，' && t.parts(t.line[i+size:]):
			t.replace(i, size, ", ", "record/wide-punctuation")
			size = 2
		case wideColon(r):
			t.replace(i, size, ": ", "record/wide-colon")
			size = 2
		case r == ':' && i+1 < len(t.line) && !strings.ContainsRune(" ,]}", rune(t.line[i+1])) && knownBefore(t.line[off:i]):
			t.replace(i, size, ": ", "record/no-blank")
			size = 2
		case r == '［' || r == '］' || r == '｛' || r == '｝':
			t.replace(i, size, string(r-0xfee0), "record/wide-punctuation")
			continue
		case r == '[' || r == '{':
			if t.flow.open = append(t.flow.open, byte(r)); len(t.flow.open) > maxDepth {
				t.tooDeep(i)
				t.flow.open = nil
				return
			}
		case r == ']' || r == '}':
			t.flow.open = t.flow.open[:len(t.flow.open)-1]
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

// parts reports whether a full-width comma before rest parts two entries: always in
// a list; in a mapping only when another key follows, else it belongs to the text.
func (t *tidier) parts(rest string) bool {
	if t.flow.open[len(t.flow.open)-1] == '[' {
		return true
	}
	i := strings.IndexAny(rest, ",，}]")
	if i < 0 {
		i = len(rest)
	}
	return strings.ContainsAny(rest[:i], ":：")
}

// knownBefore reports whether s ends in a key of the list, behind a bracket, comma
// or blank.
func knownBefore(s string) bool {
	i := strings.LastIndexAny(s, "{[, ")
	_, known := words.Key(keyWord(s[i+1:]))
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

// curlyQuoted reports whether one pair of curly quotes holds all of s.
func curlyQuoted(s string) bool {
	return strings.HasSuffix(s, "”") && strings.Count(s, "“") == 1 && strings.Count(s, "”") == 1
}

// quote writes s as one YAML value.
func quote(s string) string {
	if strings.ContainsAny(s, `"\`) {
		return "'" + strings.ReplaceAll(s, "'", "''") + "'"
	}
	return `"` + s + `"`
}
