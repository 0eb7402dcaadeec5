package search

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi/generator/internal/pinyin"
)

// A Table is what the matcher knows of characters: how those of names are read, which
// surnames have readings of their own, and by which character another one is found. It is
// cut to what occurs in the records, and travels with the index.
type Table struct {
	readings map[rune][]syllable // likeliest first
	surnames map[string][]syllable
	fold     folder
	learns   bool // looks up what it does not know

	spelt, sounds, begins map[string]bool // syllables that occur, as they sound, and what they begin with
}

// newReader returns a table of all characters.
func newReader() *Table {
	return &Table{readings: map[rune][]syllable{}, surnames: map[string][]syllable{}, fold: variants(), learns: true}
}

// read returns how a character is read, the likeliest reading first.
func (t *Table) read(r rune) []syllable {
	list, ok := t.readings[r]
	if !ok && t.learns {
		for _, s := range readings(r) {
			list = append(list, newSyllable(s))
		}
		t.readings[r] = list
	}
	return list
}

// surname returns how a surname is read that has a reading of its own.
func (t *Table) surname(chars []rune) []syllable {
	list, ok := t.surnames[string(chars)]
	if !ok && t.learns {
		for _, s := range pinyin.Surname(string(chars)) {
			list = append(list, newSyllable(s))
		}
		t.surnames[string(chars)] = list
	}
	return list
}

// A syllable as it is spelt and as it sounds to those who mix up zh and z, n and l, ang and
// an, ü and u.
type syllable struct{ spelt, fuzzy string }

func newSyllable(s string) syllable { return syllable{s, fuzzy(s)} }

// fuzzy returns the spelling that stands for all that are mixed up with s.
func fuzzy(s string) string {
	if len(s) > 1 && s[1] == 'h' && (s[0] == 'z' || s[0] == 'c' || s[0] == 's') {
		s = s[:1] + s[2:]
	}
	if len(s) > 1 && s[0] == 'n' {
		s = "l" + s[1:]
	}
	if len(s) > 2 && s[len(s)-1] == 'g' && s[len(s)-2] == 'n' && strings.IndexByte("aei", s[len(s)-3]) >= 0 {
		s = s[:len(s)-1]
	}
	if strings.IndexByte(s, 'v') >= 0 {
		s = strings.ReplaceAll(s, "v", "u")
	}
	return s
}

// A tally counts what occurs, so that it can be taken out again.
type tally[K comparable] map[K]int

func (t tally[K]) add(k K, n int) {
	if t[k] += n; t[k] == 0 {
		delete(t, k)
	}
}

// A tabler gathers the characters that occur: in names, anywhere; and the surnames.
type tabler struct {
	named, written tally[rune]
	surnames       tally[string]
}

func newTabler() *tabler { return &tabler{tally[rune]{}, tally[rune]{}, tally[string]{}} }

// record takes in what a record holds, or takes it out again.
func (b *tabler) record(r *Record, n int) {
	b.name(r.Name, n)
	b.text(r.Text, n)
	b.text(r.Group, n)
	b.text(r.Role, n)
}

// name takes in the characters of a name n times.
func (b *tabler) name(s string, n int) {
	i, last := 0, utf8.RuneCountInString(s)-1
	for at, r := range s {
		b.named.add(r, n)
		if to, ok := variants()[r]; ok {
			b.named.add(to, n) // who types it looks by its sound
		}
		if i == 0 || i == 1 && last > 1 {
			_, size := utf8.DecodeRuneInString(s[at:])
			if surname := s[:at+size]; pinyin.Surname(surname) != nil {
				b.surnames.add(surname, n)
			}
		}
		i++
	}
	b.text(s, n)
}

// text takes in the characters of a text n times.
func (b *tabler) text(s string, n int) {
	for _, r := range s {
		if r >= utf8.RuneSelf {
			b.written.add(r, n)
		}
	}
}

// lines writes the table: readings (a syllable, then its characters, ' behind those that
// have it as a further reading), surnames that are not read as their character is, variants: a
// character, another one that stands for it, and so on.
func (b *tabler) lines() string {
	by := map[string][]string{}
	for r := range b.named {
		for i, s := range readings(r) {
			c := string(r)
			if i > 0 {
				c += "'"
			}
			by[s] = append(by[s], c)
		}
	}
	var sounds, surnames, folds []string
	for s, chars := range by {
		slices.Sort(chars)
		sounds = append(sounds, s+strings.Join(chars, ""))
	}
	for s := range b.surnames {
		own := pinyin.Surname(s)
		if r, n := utf8.DecodeRuneInString(s); n < len(s) || own[0] != firstReading(r) {
			surnames = append(surnames, s+strings.Join(own, "'"))
		}
	}
	for to, from := range b.folds() {
		for _, r := range from {
			folds = append(folds, string(to)+string(r))
		}
	}
	for _, list := range [][]string{sounds, surnames, folds} {
		slices.Sort(list)
	}
	return strings.Join(sounds, " ") + "\n" + strings.Join(surnames, " ") + "\n" + strings.Join(folds, "") + "\n"
}

// folds returns the variants of the characters that occur: typed or written otherwise, they
// are found.
func (b *tabler) folds() map[rune][]rune {
	occurs := map[rune]bool{}
	for r := range b.written {
		to, ok := variants()[r]
		if !ok {
			to = r
		}
		occurs[to] = true
	}
	out := map[rune][]rune{}
	for from, to := range variants() {
		if occurs[to] {
			out[to] = append(out[to], from)
		}
	}
	return out
}

// unread is the reading of a character that nobody knows how to read, and of the letters of
// other alphabets.
const unread = "?"

// readings returns how a character is read, or the one by which it is found.
func readings(r rune) []string {
	list := pinyin.Readings(r)
	if list == nil {
		if to, ok := variants()[r]; ok {
			list = pinyin.Readings(to)
		}
	}
	if list == nil && han(r) {
		return []string{unread}
	}
	return list
}

// parseTable reads the three lines of a table.
func parseTable(lines []string) *Table {
	t := &Table{readings: map[rune][]syllable{}, surnames: map[string][]syllable{}, fold: folder{}}
	type further struct {
		r rune
		s string
	}
	var second []further
	for _, f := range strings.Fields(lines[0]) {
		n := spelt(f)
		chars := []rune(f[n:])
		for i, r := range chars {
			switch {
			case r == '\'':
			case i+1 < len(chars) && chars[i+1] == '\'':
				second = append(second, further{r, f[:n]})
			default:
				t.readings[r] = append(t.readings[r], newSyllable(f[:n]))
			}
		}
	}
	for _, x := range second {
		t.readings[x.r] = append(t.readings[x.r], newSyllable(x.s))
	}
	for _, f := range strings.Fields(lines[1]) {
		n := strings.IndexFunc(f, func(r rune) bool { return r < utf8.RuneSelf })
		for s := range strings.SplitSeq(f[n:], "'") {
			t.surnames[f[:n]] = append(t.surnames[f[:n]], newSyllable(s))
		}
	}
	t.syllables()
	for f := []rune(lines[2]); len(f) > 1; f = f[2:] {
		t.fold[f[1]] = f[0]
	}
	return t
}

// syllables gathers the syllables that occur.
func (t *Table) syllables() {
	t.spelt, t.sounds, t.begins = map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, list := range slices.Concat(slices.Collect(maps.Values(t.readings)), slices.Collect(maps.Values(t.surnames))) {
		for _, s := range list {
			t.spelt[s.spelt], t.sounds[s.fuzzy] = true, true
			for i := 1; i < len(s.spelt); i++ {
				t.begins[s.spelt[:i]] = true
			}
		}
	}
}

// spelt returns how many bytes of f are a reading.
func spelt(f string) int {
	for i := range len(f) {
		if (f[i] < 'a' || f[i] > 'z') && f[i:i+1] != unread {
			return i
		}
	}
	return len(f)
}

// name is a name ready to be matched.
type name struct {
	chars    []rune
	readings [][]syllable
	given    int // where the given name begins, 0 when that is not known
}

// longestName is how many characters of a name are matched.
const longestName = 24

// name reads a name: its surname by the table of surnames, the rest by the characters.
func (t *Table) name(s string) *name {
	n := &name{chars: make([]rune, 0, 4), readings: make([][]syllable, 0, 4)}
	written := make([]rune, 0, longestName)
	for _, r := range s {
		p := plain(r)
		if p == 0 || p == blank || len(n.chars) == longestName {
			continue
		}
		written = append(written, r)
		list := t.read(r)
		if to, ok := t.fold[p]; ok {
			p = to
		}
		if !han(p) {
			list = []syllable{{string(p), string(p)}}
		}
		n.chars = append(n.chars, p)
		n.readings = append(n.readings, list)
	}
	if len(n.chars) < 2 || !han(n.chars[0]) {
		return n
	}
	n.given = 1
	own := t.surname(written[:1])
	if two := t.surname(written[:2]); len(n.chars) > 2 && len(two) == 2 {
		own, n.given = two, 2
	}
	for i, s := range own {
		n.readings[i] = slices.Insert(slices.DeleteFunc(slices.Clone(n.readings[i]), func(x syllable) bool { return x == s }), 0, s)
	}
	return n
}
