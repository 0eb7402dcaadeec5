package search

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A block of names holds what sounds alike. A name stands under the key of its fuzzy
// syllables: their initials, a blank, the syllables: "wqh wan qin he". So full names, pinyin,
// initials, mixed, fuzzy and traditional spellings and characters that sound the same all
// lead to one place. It stands there under parts of itself, too: what is typed may be the
// given name, or have one wrong character.

// readingsOfName is how many ways of reading one name have keys.
const readingsOfName = 4

// sounds returns the fuzzy syllables of a name in each of its readings, the likeliest first.
func (n *name) sounds() [][]string {
	ways := [][]string{nil}
	for _, list := range n.readings {
		var next [][]string
		var seen []string
		for _, s := range list {
			if s.fuzzy[0] >= utf8.RuneSelf {
				s.fuzzy = unread
			}
			if slices.Contains(seen, s.fuzzy) {
				continue
			}
			seen = append(seen, s.fuzzy)
			for _, way := range ways {
				if len(next) < readingsOfName {
					next = append(next, append(slices.Clip(way), s.fuzzy))
				}
			}
		}
		ways = next
	}
	return ways
}

// soundKey returns the key of a run of syllables.
func soundKey(initials string, syllables []string) string {
	if len(syllables) == 0 {
		return initials
	}
	return initials + " " + strings.Join(syllables, " ")
}

func initials(syllables []string) string {
	b := make([]byte, len(syllables))
	for i, s := range syllables {
		b[i] = s[0]
	}
	return string(b)
}

// gap stands in a key for a character that is left out.
const gap = "_"

// longestKey is how many syllables a key has at most, shortestKey at least.
const shortestKey, longestKey = 2, 4

// keys returns the keys under which a name stands: of each run of two to four of its
// syllables, and of three without the one in the middle.
func (n *name) keys() []string {
	var list []string
	add := func(initials string, syllables ...string) {
		if k := soundKey(initials, syllables); !slices.Contains(list, k) {
			list = append(list, k)
		}
	}
	for _, way := range n.sounds() {
		letters := initials(way)
		for i := range way {
			for l := shortestKey; l <= longestKey && i+l <= len(way); l++ {
				add(letters[i:i+l], way[i:i+l]...)
			}
		}
		if len(way) == 3 {
			add(letters[:1]+gap+letters[2:], way[0], way[2])
		}
	}
	return list
}

// textKey is how many characters of a text's part are a key.
const textKey = 5

// textKeys returns the keys of a text: each of its parts from some character on. A number is
// not cut.
func textKeys(text []rune) []string {
	var list []string
	for i := 0; i+1 < len(text); i++ {
		if text[i] == blank || i > 0 && digit(text[i]) && digit(text[i-1]) {
			continue
		}
		list = append(list, string(text[i:min(i+textKey, len(text))]))
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// longestTitle is how many characters of a role are in a key, which is part of a file's name.
const longestTitle = 16

func titleKey(surname, role []rune) string {
	return string(surname) + titleMark + string(role[:min(len(role), longestTitle)])
}

// titleMark parts the surname and the role in the key of 王书记.
const titleMark = "#"

// shortKeys returns the keys of a name for what is too short for the others: its single
// characters, how its surname begins in pinyin, its surname with its role.
func (n *name) shortKeys(role []rune) []string {
	list := hanOf(n.chars)
	add := func(k string) {
		if !slices.Contains(list, k) {
			list = append(list, k)
		}
	}
	if len(n.chars) > 0 {
		for _, s := range n.readings[0] {
			_, l := utf8.DecodeRuneInString(s.spelt)
			add(s.spelt[:l])
			add(s.fuzzy)
		}
	}
	for k := 1; len(role) > 0 && k <= n.given; k++ {
		add(titleKey(n.chars[:k], role))
	}
	return list
}

// hanOf returns the Han characters of a text, each once.
func hanOf(text []rune) []string {
	var list []string
	for _, r := range text {
		if han(r) {
			list = append(list, string(r))
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
