package main

import (
	"math/rand/v2"
	"slices"
	"strings"

	"gongshi/generator/internal/pinyin"
	"gongshi/generator/internal/search"
)

// A query with what must be found for it. The answers are found by looking at every record in
// the plainest way, without anything of the package that is measured.
type query struct {
	kind, text string
	home       int
	want       map[string]bool // keys of records; empty: nothing may be found
}

// An item is a record as the oracle sees it.
type item struct {
	unit int
	*search.Record
	chars    []rune
	readings [][]string // by character, all that the program knows
}

func (x *item) nameKey() string { return key(x.unit, x.Kind, x.Name+x.Mark) }
func (x *item) textKey() string { return key(x.unit, x.Kind, x.Text) }

func key(unit int, kind search.Kind, label string) string {
	return string(rune(unit)) + string(rune(kind)) + label
}

type oracle struct {
	rnd    *rand.Rand
	c      *corpus
	items  []item
	byName map[string][]int
	named  []int // indices of items with Chinese names of two to four characters
	texts  []int // of items with texts and no name
	grids  []int
	titled []int
}

func newOracle(c *corpus, seed uint64) *oracle {
	o := &oracle{rnd: rand.New(rand.NewPCG(seed, 2)), c: c, byName: map[string][]int{}}
	for u := range c.places {
		for k := range c.places[u].Records {
			r := &c.places[u].Records[k]
			x := item{unit: u, Record: r, chars: []rune(strings.ReplaceAll(r.Name, "·", ""))}
			for i, ch := range x.chars {
				x.readings = append(x.readings, readingsAt(x.chars, i, ch))
			}
			n := len(o.items)
			o.items = append(o.items, x)
			o.byName[r.Name] = append(o.byName[r.Name], n)
			switch {
			case r.Name == "":
				o.texts = append(o.texts, n)
			case r.Kind == search.Grid:
				o.grids = append(o.grids, n)
			}
			if r.Name != "" && !strings.Contains(r.Name, "·") && len(x.chars) == 3 {
				o.named = append(o.named, n)
			}
			if r.Kind == search.Person && r.Role != "" {
				o.titled = append(o.titled, n)
			}
		}
	}
	return o
}

// readingsAt returns how a character of a name is read, with the surname's own reading first.
func readingsAt(name []rune, i int, ch rune) []string {
	list := slices.Clone(pinyin.Readings(ch))
	own := ""
	if s := pinyin.Surname(string(name[:min(2, len(name))])); len(name) > 2 && len(s) == 2 && i < 2 {
		own = s[i]
	} else if s := pinyin.Surname(string(ch)); i == 0 && len(s) == 1 {
		own = s[0]
	}
	if own == "" {
		return list
	}
	return append([]string{own}, slices.DeleteFunc(list, func(s string) bool { return s == own })...)
}

// where returns the keys of the items for which yes holds.
func (o *oracle) where(keyOf func(*item) string, yes func(*item) bool) map[string]bool {
	out := map[string]bool{}
	for i := range o.items {
		if x := &o.items[i]; yes(x) {
			out[keyOf(x)] = true
		}
	}
	return out
}

// spelt reports whether a name may be spelt as s, each character by one of the ways to spell.
func spelt(x *item, s string, spell ...func(string) string) bool {
	var walk func(i int, rest string) bool
	walk = func(i int, rest string) bool {
		if i == len(x.readings) {
			return rest == ""
		}
		for _, r := range x.readings[i] {
			for _, way := range spell {
				if after, ok := strings.CutPrefix(rest, way(r)); ok && walk(i+1, after) {
					return true
				}
			}
		}
		return false
	}
	return len(x.readings) > 0 && walk(0, s)
}

func same(s string) string { return s }

func initialOf(s string) string { return s[:1] }

// twoLetters are initials such as zh.
func twoLetters(s string) string {
	if len(s) > 1 && s[1] == 'h' {
		return s[:2]
	}
	return s[:1]
}

// mixed spells as those do who mix up sounds.
func mixed(s string) string {
	for _, p := range []string{"zh", "ch", "sh"} {
		if strings.HasPrefix(s, p) {
			s = p[:1] + s[2:]
		}
	}
	if strings.HasPrefix(s, "n") && len(s) > 1 {
		s = "l" + s[1:]
	}
	for _, e := range []string{"ang", "eng", "ing"} {
		if strings.HasSuffix(s, e) {
			s = strings.TrimSuffix(s, "g")
		}
	}
	return strings.ReplaceAll(s, "v", "u")
}

func (x *item) pinyin(sep string) string {
	var list []string
	for _, r := range x.readings {
		list = append(list, r[0])
	}
	return strings.Join(list, sep)
}
