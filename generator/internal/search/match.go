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

	boardElsewhere = 15
)

// What the ways of typing a name cost. Sounds that are mixed up, syllables and initials in one
// word (lai jia for 李爱佳) and unfinished ones cost so much that what is spelt right comes first.
const (
	roundabout    = 22
	secondReading = 2
	fuzzySound    = 3
	initialOnly   = 2
	initialWithH  = 5 // zh is sooner two characters
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
	numbers []rune // with Han numerals as digits
	counted *numbered
	latin   bool     // letters only
	digits  bool     // digits only
	spelt   bool     // some of it is not Han
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
		} else {
			w.spelt = true
		}
		w.runs[i] = end
		for n := 1; n <= longestSyllable && i+n <= end; n++ {
			w.sounds[i*longestSyllable+n-1] = fuzzy(string(chars[i : i+n]))
		}
	}
	w.counted = w.number()
	return w
}

const never = 1 << 14

// matchName returns how well w fits a name, 0 for not at all.
func (t *Table) matchName(w *word, n *name, p pass) int {
	best := 0
	for from := range n.chars {
		if from > 0 && (p == oneOff || w.latin && len(w.chars) == 1) {
			break
		}
		if p == exact && han(w.chars[0]) && w.chars[0] != n.chars[from] {
			continue
		}
		best = max(best, t.walk(w, n, from, p, false))
		if w.spelt && best < wholeName-roundabout {
			best = max(best, t.walk(w, n, from, p, true)-roundabout)
		}
	}
	return best
}

// A walk is in one of six states: the last thing used up was Han, a syllable or an initial, and
// a mistake was forgiven or not.
const (
	atHan = iota
	atSyllable
	atInitial
	forgiven
	states = 2 * forgiven
)

// costs says what the cheapest way costs that has used up so many characters of a word, by
// state.
type costs [states][longestWord + 1]int

func (c *costs) clear(n int) {
	for x := range c {
		for i := range n + 1 {
			c[x][i] = never
		}
	}
}

// walk fits w to n from its character from on. A loose walk takes sounds that are mixed up for
// one another, syllables beside initials, and an unfinished syllable at the end.
func (t *Table) walk(w *word, n *name, from int, p pass, loose bool) int {
	var now, next costs
	now.clear(len(w.chars))
	now[0][0] = 0
	best := 0
	for at := from; at < len(n.chars); at++ {
		next.clear(len(w.chars))
		s := step{t, w, n, at, p, loose, &next, false}
		for x := range now {
			for i := range w.chars {
				if now[x][i] < never {
					s.use(x, i, now[x][i])
				}
			}
		}
		for x := range next {
			if c := next[x][len(w.chars)]; c < never && (x < forgiven || p != oneOff || from == 0 && at == len(n.chars)-1) {
				best = max(best, base(n, from, at+1)-c)
			}
		}
		if !s.any {
			break
		}
		now = next
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

// A step uses up characters of w on the character of n at at.
type step struct {
	*Table
	w     *word
	n     *name
	at    int
	p     pass
	loose bool
	next  *costs
	any   bool // there was a way
}

func (s *step) put(state, i, cost int) {
	s.next[state][i] = min(s.next[state][i], cost)
	s.any = true
}

// use tries the ways to go on from character i of w.
func (s *step) use(state, i, spent int) {
	c := s.w.chars[i]
	if han(c) {
		mistakes := state - state%forgiven
		switch {
		case c == s.n.chars[s.at]:
			s.put(mistakes+atHan, i+1, spent)
		case mistakes > 0 || s.p == exact:
		case s.sameSound(c, s.n.readings[s.at]):
			s.put(forgiven+atHan, i+1, spent+homophone)
		case s.p == oneOff && len(s.n.chars) > 2:
			s.put(forgiven+atHan, i+1, spent+wrongChar)
		}
		return
	}
	for k, r := range s.n.readings[s.at] {
		spent := spent
		if k > 0 {
			spent += secondReading
		}
		at, mistakes := state%forgiven, state-state%forgiven
		if s.loose || at != atInitial {
			s.syllable(mistakes+atSyllable, i, spent, r)
		}
		if s.loose || at != atSyllable {
			s.initial(mistakes+atInitial, i, spent, r.spelt)
		}
	}
}

// syllable takes a syllable, or what is typed of the last one.
func (s *step) syllable(state, i, spent int, r syllable) {
	w := s.w
	for l := 1; l <= longestSyllable && i+l <= w.runs[i]; l++ {
		switch {
		case w.spells(i, l, r.spelt):
			s.put(state, i+l, spent)
		case s.loose && w.sounds[i*longestSyllable+l-1] == r.fuzzy:
			s.put(state, i+l, spent+fuzzySound)
		case s.loose && l > 1 && i+l == len(w.chars) && l < len(r.spelt) && w.spells(i, l, r.spelt[:l]):
			s.put(state, i+l, spent+unfinished)
		}
	}
}

// initial takes no more than the initial of a syllable: z or zh; loosely n for l, and zh for z.
func (s *step) initial(state, i, spent int, spelt string) {
	c, first := s.w.chars[i], rune(spelt[0])
	if first < 'a' || first > 'z' {
		return // a digit of a name
	}
	switch {
	case c == first:
		s.put(state, i+1, spent+initialOnly)
	case s.loose && (c == 'n' && first == 'l' || c == 'l' && first == 'n'):
		s.put(state, i+1, spent+initialOnly+fuzzySound)
	}
	if c != first || c != 'z' && c != 'c' && c != 's' || i+1 >= s.w.runs[i] || s.w.chars[i+1] != 'h' {
		return
	}
	if len(spelt) > 1 && spelt[1] == 'h' {
		s.put(state, i+2, spent+initialWithH)
	} else if s.loose {
		s.put(state, i+2, spent+initialWithH+fuzzySound)
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
	spans             []span
	phone             string // its digits
}

// entry makes a record ready.
func (t *Table) entry(unit int, r *Record) *entry {
	e := &entry{Record: r, unit: unit}
	if r.Name != "" {
		e.name = t.name(r.Name)
	}
	e.text = numbers(t.fold.text(r.Text))
	e.spans = t.fold.spans(r.Text)
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
	if best < partOfText && w.counted != nil && slices.ContainsFunc(e.spans, w.counted.within) {
		best = partOfText
	}
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
