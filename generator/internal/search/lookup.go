package search

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Where to look for a word in the tables of a large index: which blocks may hold what fits.

// A segment is one way of reading a word as syllables: its initials, and the fuzzy syllables
// as far as they are known from its start; cost says how far-fetched that is.
type segment struct {
	initials  string
	syllables []string
	cost      int
}

func (s segment) key() string { return soundKey(s.initials, s.syllables) }

// The costs of segments, and how many are followed.
const (
	costOfSecond  = 1 // a character's second reading
	costOfFuzzy   = 1
	costOfInitial = 2
	costOfLetter  = 2 // a syllable of one letter
	segmentSlack  = 3 // dearer ones than the cheapest by more are left out
	segmentsTried = 4000
)

// segmentsKept returns how many ways of reading a word are followed. Names have keys in all
// their readings, so that one is enough for Han characters, a second for those that sound alike.
func segmentsKept(w *word, p pass) int {
	switch {
	case slices.ContainsFunc(w.chars, func(r rune) bool { return !han(r) }):
		return 6
	case p == oneOff:
		return 1
	}
	return 2
}

// segments returns the ways of reading a word, cheapest first.
func (r *Reader) segments(w *word, p pass) []segment {
	best := map[string]segment{}
	tried := 0
	var walk func(i int, s segment, known bool)
	walk = func(i int, s segment, known bool) {
		if tried++; tried > segmentsTried {
			return
		}
		if i == len(w.chars) || len(s.initials) == longestKey {
			if old, ok := best[s.key()]; !ok || s.cost < old.cost {
				best[s.key()] = s
			}
			return
		}
		put := func(used int, syllable string, cost int) {
			next := segment{s.initials, s.syllables, s.cost + cost}
			if syllable == "" {
				letter := w.chars[i]
				if letter == 'n' {
					letter = 'l'
				}
				next.initials += string(letter)
			} else {
				next.initials += syllable[:1]
			}
			if known && syllable != "" {
				next.syllables = append(slices.Clip(s.syllables), syllable)
			}
			walk(i+used, next, known && syllable != "")
		}
		if han(w.chars[i]) {
			list := r.table.read(w.chars[i])
			for k, x := range list {
				put(1, x.fuzzy, k*costOfSecond)
			}
			if len(list) == 0 && p == oneOff {
				put(1, unread, 0) // the wrong one
			}
			return
		}
		r.spellings(w, i, put)
	}
	walk(0, segment{}, true)
	list := make([]segment, 0, len(best))
	for _, s := range best {
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b segment) int {
		if a.cost != b.cost {
			return a.cost - b.cost
		}
		return strings.Compare(a.key(), b.key())
	})
	return list
}

// spellings tells of the syllables and initials that a word may go on with at i.
func (r *Reader) spellings(w *word, i int, put func(used int, syllable string, cost int)) {
	end := w.runs[i]
	for l := min(longestSyllable, end-i); l > 0; l-- {
		f := w.sounds[i*longestSyllable+l-1]
		if !r.table.sounds[f] {
			continue
		}
		cost := 0
		if !r.table.spelt[string(w.chars[i:i+l])] {
			cost += costOfFuzzy
		}
		if l == 1 {
			cost += costOfLetter
		}
		put(l, f, cost)
	}
	c := w.chars[i]
	if c >= utf8.RuneSelf {
		put(1, unread, 0)
	}
	if c < 'a' || c > 'z' {
		return
	}
	put(1, "", costOfInitial)
	if i+1 < end && w.chars[i+1] == 'h' && (c == 'z' || c == 'c' || c == 's') {
		put(2, "", costOfInitial+1)
	}
	if l := end - i; end == len(w.chars) && l > 1 && l < longestSyllable && r.table.begins[string(w.chars[i:end])] {
		put(l, "", costOfFuzzy)
	}
}

// blocksFor returns the files of the tables that may hold what fits a word.
func (r *Reader) blocksFor(w *word, p pass) []string {
	if len(w.chars) == 1 || w.latin && r.table.sounds[fuzzy(string(w.chars))] {
		list := r.exactly("s", fuzzy(string(w.chars)))
		if len(w.chars) == 1 || p == oneOff {
			return list
		}
		return append(list, r.nameBlocks(w, p)...)
	}
	list := r.nameBlocks(w, p)
	if p == oneOff {
		return list
	}
	if !w.latin {
		k := w.numbers[:min(len(w.numbers), textKey)]
		if len(k) >= 2 {
			list = append(list, r.between("t", string(k), string(k)+"\U0010ffff", blocksOfText)...)
		}
	}
	for k := 1; han(w.chars[0]) && k <= 2 && len(w.chars)-k >= 2; k++ {
		for _, role := range r.roles {
			if folded := r.table.fold.text(role); contains(folded, w.chars[k:]) {
				list = append(list, r.exactly("s", titleKey(w.chars[:k], folded))...)
			}
		}
	}
	return unique(list)
}

// How many blocks are loaded for a word at most.
const (
	blocksOfText    = 3
	blocksOfSegment = 2
	blocksOfName    = 5
)

// nameBlocks returns the blocks of names for a word.
func (r *Reader) nameBlocks(w *word, p pass) (list []string) {
	if slices.ContainsFunc(w.chars, digit) {
		return nil
	}
	kept, most := 0, segmentsKept(w, p)
	var cheapest int
	for _, s := range r.segments(w, p) {
		if len(s.initials) < shortestKey {
			continue
		}
		if kept == 0 {
			cheapest = s.cost
		}
		allInitials := len(s.syllables) == 0
		if kept == most || s.cost > cheapest+segmentSlack && !allInitials {
			continue
		}
		kept++
		if p == oneOff {
			list = append(list, r.parts(s)...)
			continue
		}
		list = append(list, r.under(s)...)
	}
	list = unique(list)
	return list[:min(len(list), blocksOfName)]
}

// under returns the blocks of the names that a segment may mean.
func (r *Reader) under(s segment) []string {
	if len(s.syllables) == len(s.initials) {
		return r.exactly("n", s.key())
	}
	k := s.key() + " "
	return r.between("n", k, k+"~", blocksOfSegment)
}

// parts returns the blocks of the names that share all but one syllable with a segment of
// three.
func (r *Reader) parts(s segment) []string {
	l, f := s.initials, s.syllables
	if len(l) != 3 || len(f) != 3 {
		return nil
	}
	return slices.Concat(r.exactly("n", soundKey(l[:2], f[:2])), r.exactly("n", soundKey(l[1:], f[1:])),
		r.exactly("n", soundKey(l[:1]+gap+l[2:], []string{f[0], f[2]})))
}

// exactly returns the block in which a key stands if anywhere.
func (r *Reader) exactly(folder, key string) []string { return r.between(folder, key, key, 1) }

// between returns the first blocks that may hold keys from one up to another.
func (r *Reader) between(folder, from, to string, most int) (list []string) {
	firsts := r.firsts[folder]
	i, found := slices.BinarySearch(firsts, from)
	if !found && i > 0 {
		i--
	}
	for ; i < len(firsts) && firsts[i] <= to && len(list) < most; i++ {
		if firsts[i] != "" {
			list = append(list, blockPath(folder, firsts[i]))
		}
	}
	return list
}

func unique(list []string) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
