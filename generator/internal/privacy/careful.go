package privacy

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/words"
)

// careful looks through the free text of a file: what shames people is refused, what is
// private is warned of, once for each kind.
func careful(d *record.Doc, rep *problem.Report) {
	type hit struct {
		at problem.Pos
		n  int
	}
	hits := map[string]*hit{}
	d.Fields(func(f record.Field) {
		text := f.Text
		if f.Head != "" {
			text = f.Head + ":" + text
		}
		for _, kind := range kinds(f.Text, text) {
			switch h := hits[kind]; {
			case h == nil:
				hits[kind] = &hit{f.Pos, 1}
			default:
				h.n++
			}
		}
	})
	for _, k := range codes {
		if h := hits[k.kind]; h != nil {
			rep.Add(problem.Problem{Pos: h.at, Severity: k.severity, Code: k.code, Args: problem.Args("n", problem.Int(h.n))})
		}
	}
}

// codes are what is said of each kind of care.
var codes = []struct {
	kind, code string
	severity   problem.Severity
}{
	{"tail", "privacy/tail", problem.Error},
	{"shame", "privacy/shame", problem.Error},
	{"address", "privacy/address", problem.Warning},
	{"birth", "privacy/birth", problem.Warning},
	{"minor", "privacy/minor", problem.Warning},
	{"health", "privacy/health", problem.Warning},
}

// Low reports whether a level, a title or the like names the worst, or a sanction.
func Low(s string) bool {
	for _, c := range cares().list {
		if c.Kind == lowest && c.Pattern.MatchString(s) {
			return true
		}
	}
	return false
}

// lowest is the kind of what Low knows; free text may speak of it.
const lowest = "low"

// triggers finds the words with which a closer look begins.
type triggers struct {
	list  []words.Care
	begin [1 << 10]uint64    // a bit for each character that one begins with
	by    map[rune][]trigger // character → what begins with it
}

type trigger struct {
	word string
	care int
}

var cares = sync.OnceValue(func() *triggers {
	t := &triggers{list: words.Carefuls(), by: map[rune][]trigger{}}
	for i, c := range t.list {
		if c.Kind == lowest {
			continue
		}
		for _, w := range c.Triggers {
			r, _ := utf8.DecodeRuneInString(w)
			t.begin[r>>6&1023] |= 1 << (r & 63)
			t.by[r] = append(t.by[r], trigger{w, i})
		}
	}
	return t
})

// kinds returns what stands in a text that should not, each kind once. whole is the text
// with the head of its column.
func kinds(text, whole string) (found []string) {
	t := cares()
	var asWhole map[int]bool // by care: whether it fits the text as a whole
	for s := whole; s != ""; {
		sentence, rest := sentenceOf(s)
		done := uint64(0) // what was looked for in this sentence
		for i, r := range sentence {
			if r > 0xffff || t.begin[r>>6]&(1<<(r&63)) == 0 {
				continue
			}
			for _, w := range t.by[r] {
				if done&(1<<w.care) != 0 || !strings.HasPrefix(sentence[i:], w.word) {
					continue
				}
				done |= 1 << w.care
				c := &t.list[w.care]
				s := record.Fold(sentence)
				fits := c.Pattern.MatchString(s)
				if !fits && sentence != text {
					if _, known := asWhole[w.care]; !known {
						if asWhole == nil {
							asWhole = map[int]bool{}
						}
						asWhole[w.care] = c.Pattern.MatchString(record.Fold(text))
					}
					fits = asWhole[w.care]
				}
				if fits && (c.But == nil || !c.But.MatchString(s)) {
					found = append(found, c.Kind)
				}
			}
		}
		s = rest
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// sentenceOf cuts the first sentence off a text.
func sentenceOf(s string) (sentence, rest string) {
	for i, r := range s {
		switch r {
		case '。', '；', ';', '！', '!', '？', '?', '\n':
			return s[:i], s[i+utf8.RuneLen(r):]
		}
	}
	return s, ""
}
