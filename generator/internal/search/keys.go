package search

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A block of names holds what sounds alike. A name stands under the key of its fuzzy
// syllables: their initials, and behind a blank each what follows: "wqh an in e". So full
// names, pinyin, initials, mixed, fuzzy and traditional spellings and characters that sound
// the same all lead to one place. It stands there under parts of itself, too: what is typed may be the
// given name, or have one wrong character.

// readingsOfName is how many ways of reading one name have keys.
const readingsOfName = 3

// sounds returns the fuzzy syllables of a name: as it is read, and with one of its characters
// read otherwise, the surname first.
func (n *name) sounds() [][]string {
	ways := make([][]string, 1, readingsOfName)
	ways[0] = make([]string, 0, len(n.readings))
	for _, list := range n.readings {
		if len(list) == 0 {
			return nil
		}
		ways[0] = append(ways[0], heard(list[0]))
	}
	for i, list := range n.readings {
		for k := 1; k < len(list) && len(ways) < readingsOfName; k++ {
			s := heard(list[k])
			if slices.ContainsFunc(list[:k], func(x syllable) bool { return heard(x) == s }) {
				continue
			}
			way := slices.Clone(ways[0])
			way[i] = s
			ways = append(ways, way)
		}
	}
	return ways
}

// heard is how a syllable stands in keys.
func heard(s syllable) string {
	if s.fuzzy[0] >= utf8.RuneSelf {
		return unread
	}
	return s.fuzzy
}

// soundKey returns the key of a run of syllables, or of its start.
func soundKey(initials string, syllables []string) string {
	var b strings.Builder
	b.WriteString(initials)
	for _, s := range syllables {
		b.WriteByte(' ')
		b.WriteString(s[1:])
	}
	return b.String()
}

// gap stands in a key for a character that is left out.
const gap = "_"

// longestKey is how many syllables a key has at most, shortestKey at least.
const shortestKey, longestKey = 2, 4

// keys tells of the keys under which a name stands: of each run of two to four of its
// syllables, and of three without the one in the middle. They are only good during the call.
func (n *name) keys(tell func(key []byte)) {
	var key []byte
	for _, way := range n.sounds() {
		for i := range way {
			for l := shortestKey; l <= longestKey && i+l <= len(way); l++ {
				key = key[:0]
				for _, s := range way[i : i+l] {
					key = append(key, s[0])
				}
				for _, s := range way[i : i+l] {
					key = append(append(key, ' '), s[1:]...)
				}
				tell(key)
			}
		}
		if len(way) == 3 {
			tell([]byte(soundKey(way[0][:1]+gap+way[2][:1], []string{way[0], way[2]})))
		}
	}
}

// textKey is how many characters of a text's part are a key.
const textKey = 12

// textKeys tells of the keys of a text: each of its parts from some character on. A number is
// not cut. They are only good during the call.
func textKeys(text []rune, tell func(key []byte)) {
	whole := []byte(string(text))
	at := make([]int, 0, len(text)+1) // of each character in whole
	for i := range string(whole) {
		at = append(at, i)
	}
	at = append(at, len(whole))
	for i := 0; i+1 < len(text); i++ {
		if text[i] == blank || i > 0 && digit(text[i]) && digit(text[i-1]) {
			continue
		}
		tell(whole[at[i]:at[min(i+textKey, len(text))]])
	}
}

// longestTitle is how many characters of a role are in a key, which is part of a file's name.
const longestTitle = 16

func titleKey(surname, role []rune) string { return string(surname) + titleOf(role) }

func titleOf(role []rune) string { return titleMark + string(role[:min(len(role), longestTitle)]) }

// titleMark parts the surname and the role in the key of 王书记.
const titleMark = "#"

// shortKeys tells of the keys of a name for what is too short for the others: its single
// characters, and how its surname begins in pinyin.
func (n *name) shortKeys(tell func(key string)) {
	hanOf(n.chars, tell)
	if len(n.chars) == 0 {
		return
	}
	var told []string
	for _, s := range n.readings[0] {
		_, l := utf8.DecodeRuneInString(s.spelt)
		for _, k := range []string{s.spelt[:l], s.fuzzy} {
			if !slices.Contains(told, k) && !(han(n.chars[0]) && k == string(n.chars[0])) {
				told = append(told, k)
				tell(k)
			}
		}
	}
}

// hanOf tells of the Han characters of a text, of each once.
func hanOf(text []rune, tell func(string)) {
	for i, r := range text {
		if han(r) && !slices.Contains(text[:i], r) {
			tell(string(r))
		}
	}
}
