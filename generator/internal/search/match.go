package search

import (
	"slices"
	"strings"
)

// How well a word fits, by what it fits. What costs is taken off.
const (
	wholeName       = 100
	wholeText       = 92
	phoneNumber     = 90
	startOfName     = 82
	givenName       = 78
	titled          = 76 // 王书记
	startOfText     = 70
	partOfText      = 60
	partOfName      = 58
	inGroup, inRole = 50, 50

	further  = 4 // less for what a unit is called besides its name
	ownUnit  = 30
	belowOwn = 20
	nearUnit = 5
)

// What the ways of typing a name cost.
const (
	secondReading = 2
	fuzzySound    = 3
	initialOnly   = 2
	unfinished    = 1
	homophone     = 8
	wrongChar     = 20
)

// A pass says which mistakes are forgiven. The next one is tried when nothing was found.
type pass int

const (
	exact   pass = iota
	alike        // one character that sounds the same
	oneOff       // one other character in a name of three or more
	nPasses      // how many there are
)

// longestWord is how many characters of a word are looked at.
const longestWord = 32

// A word of a query.
type word struct {
	chars   []rune
	numbers []rune   // with Han numerals as digits
	latin   bool     // letters only
	digits  bool     // digits only
	sounds  []string // of a part that is not Han: fuzzy spelling of chars[i:i+1], chars[i:i+2]…, six for each i
	runs    []int    // where the part that is not Han and holds i ends
}

// longestSyllable is zhuang.
const longestSyllable = 6

func newWord(chars []rune) *word {
	chars = chars[:min(len(chars), longestWord)]
	w := &word{chars: chars, numbers: numbers(chars), latin: all(chars, letter), digits: all(chars, digit),
		sounds: make([]string, len(chars)*longestSyllable), runs: make([]int, len(chars))}
	end := len(chars)
	for i := len(chars) - 1; i >= 0; i-- {
		r := chars[i]
		if han(r) {
			end = i
		}
		w.runs[i] = end
		for n := 1; n <= longestSyllable && i+n <= end; n++ {
			w.sounds[i*longestSyllable+n-1] = fuzzy(string(chars[i : i+n]))
		}
	}
	return w
}

const never = 1 << 14

// name returns how well w fits a name, 0 for not at all.
func (t *Table) matchName(w *word, n *name, p pass) int {
	best := 0
	for from := range n.chars {
		if from > 0 && (p == oneOff || w.latin && len(w.chars) == 1) {
			break
		}
		if p == exact && han(w.chars[0]) && w.chars[0] != n.chars[from] {
			continue
		}
		best = max(best, t.walk(w, n, from, p))
	}
	return best
}

// walk fits w to n from its character from on: costs[x][i] is what the cheapest way costs that
// has used up i characters of w and forgiven x mistakes.
func (t *Table) walk(w *word, n *name, from int, p pass) int {
	var costs [2][longestWord + 1]int
	for i := range len(w.chars) + 1 {
		costs[0][i], costs[1][i] = never, never
	}
	costs[0][0] = 0
	best := 0
	for at := from; at < len(n.chars); at++ {
		var next [2][longestWord + 1]int
		for i := range len(w.chars) + 1 {
			next[0][i], next[1][i] = never, never
		}
		alive := false
		for x := range costs {
			for i := range w.chars {
				if costs[x][i] < never {
					alive = t.step(w, n, at, i, p, x, costs[x][i], &next) || alive
				}
			}
		}
		for x := range next {
			if c := next[x][len(w.chars)]; c < never && (x == 0 || p != oneOff || from == 0 && at == len(n.chars)-1) {
				best = max(best, base(n, from, at+1)-c)
			}
		}
		if !alive {
			break
		}
		costs = next
	}
	return best
}

// base is how good it is to fit the characters of a name from one up to another.
func base(n *name, from, to int) int {
	whole := to == len(n.chars)
	switch {
	case from == 0 && whole:
		return wholeName
	case from == 0:
		return startOfName
	case from == n.given && whole:
		return givenName
	}
	return partOfName
}

// step uses up characters of w, from i on, on the character of n at at. It reports whether
// there was a way.
func (t *Table) step(w *word, n *name, at, i int, p pass, x, spent int, next *[2][longestWord + 1]int) (any bool) {
	put := func(x, i, cost int) {
		next[x][i] = min(next[x][i], cost)
		any = true
	}
	c := w.chars[i]
	if han(c) {
		switch {
		case c == n.chars[at]:
			put(x, i+1, spent)
		case x > 0 || p == exact:
		case t.sameSound(c, n.readings[at]):
			put(1, i+1, spent+homophone)
		case p == oneOff && len(n.chars) > 2:
			put(1, i+1, spent+wrongChar)
		}
		return any
	}
	end := w.runs[i]
	for k, s := range n.readings[at] {
		spent := spent
		if k > 0 {
			spent += secondReading
		}
		for l := 1; l <= longestSyllable && i+l <= end; l++ {
			switch {
			case w.spells(i, l, s.spelt):
				put(x, i+l, spent)
			case w.sounds[i*longestSyllable+l-1] == s.fuzzy:
				put(x, i+l, spent+fuzzySound)
			case l > 1 && i+l == len(w.chars) && l < len(s.spelt) && w.spells(i, l, s.spelt[:l]):
				put(x, i+l, spent+unfinished)
			}
		}
		t.initial(w, i, s.spelt, func(used, cost int) { put(x, i+used, spent+cost) })
	}
	return any
}

// initial tells of the ways in which w, from i on, has no more than the initial of a syllable:
// z or zh, and n for l.
func (t *Table) initial(w *word, i int, spelt string, put func(used, cost int)) {
	c, s := w.chars[i], rune(spelt[0])
	if !(spelt[0] >= 'a' && spelt[0] <= 'z') {
		return // a digit of a name
	}
	switch {
	case c == s:
		put(1, initialOnly)
	case c == 'n' && s == 'l', c == 'l' && s == 'n':
		put(1, initialOnly+fuzzySound)
	}
	if c == s && (c == 'z' || c == 'c' || c == 's') && i+1 < w.runs[i] && w.chars[i+1] == 'h' {
		cost := initialOnly
		if len(spelt) < 2 || spelt[1] != 'h' {
			cost += fuzzySound
		}
		put(2, cost)
	}
}

// spells reports whether the l characters of w from i on are s.
func (w *word) spells(i, l int, s string) bool {
	for _, r := range s {
		if l == 0 || w.chars[i] != r {
			return false
		}
		i, l = i+1, l-1
	}
	return l == 0
}

// sameSound reports whether a character sounds like one of the readings.
func (t *Table) sameSound(c rune, readings []syllable) bool {
	for _, a := range t.read(c) {
		for _, b := range readings {
			if a.fuzzy == b.fuzzy && a.fuzzy != unread {
				return true
			}
		}
	}
	return false
}

// matchText returns how well w stands in a text, 0 for not at all. Numbers count as wholes:
// 3号楼 does not stand in 13号楼. Both have Han numerals as digits.
func matchText(w, text []rune) int {
	best := 0
	for i := 0; i+len(w) <= len(text); i++ {
		switch {
		case text[i] != w[0] || !slices.Equal(text[i:i+len(w)], w):
		case digit(w[0]) && i > 0 && digit(text[i-1]):
		case digit(w[len(w)-1]) && i+len(w) < len(text) && digit(text[i+len(w)]):
		case len(w) == len(text):
			return wholeText
		case i == 0:
			best = startOfText
		default:
			best = max(best, partOfText)
		}
	}
	return best
}

// An entry is a record ready to be matched.
type entry struct {
	*Record
	unit              int
	far               bool // known from the tables only: once by each form that was looked at
	name              *name
	also              []*name // of a unit: what else it is called
	text, group, role []rune
	phone             string // its digits
}

// entry makes a record ready.
func (t *Table) entry(unit int, r *Record) *entry {
	e := &entry{Record: r, unit: unit}
	if r.Name != "" {
		e.name = t.name(r.Name)
	}
	e.text = numbers(t.fold.text(r.Text))
	e.group = numbers(t.fold.text(r.Group))
	e.role = t.fold.text(r.Role)
	e.phone = strings.Map(func(r rune) rune {
		if digit(r) {
			return r
		}
		return -1
	}, r.Phone)
	return e
}

// match returns how well a word fits a record, 0 for not at all.
func (t *Table) match(w *word, e *entry, p pass) int {
	best := 0
	if e.name != nil {
		best = t.matchName(w, e.name, p)
	}
	for _, n := range e.also {
		best = max(best, t.matchName(w, n, p)-further)
	}
	best = max(best, matchText(w.numbers, e.text))
	if best < inGroup && matchText(w.numbers, e.group) > 0 {
		best = inGroup
	}
	if len(e.role) > 0 {
		best = max(best, titledAs(w, e))
	}
	if w.digits && len(w.chars) >= 7 && strings.Contains(e.phone, string(w.chars)) {
		best = max(best, phoneNumber)
	}
	return best
}

// titledAs returns how well w fits the role of a person: 书记, or 王书记 after the surname.
func titledAs(w *word, e *entry) int {
	if len(w.chars) < 2 || !han(w.chars[0]) {
		return 0
	}
	if contains(e.role, w.chars) {
		return inRole
	}
	for k := 1; k <= 2 && e.name != nil && k <= e.name.given && len(w.chars)-k >= 2; k++ {
		if slices.Equal(w.chars[:k], e.name.chars[:k]) && contains(e.role, w.chars[k:]) {
			return titled
		}
	}
	return 0
}

func contains(text, part []rune) bool {
	for i := 0; i+len(part) <= len(text); i++ {
		if slices.Equal(text[i:i+len(part)], part) {
			return true
		}
	}
	return false
}
