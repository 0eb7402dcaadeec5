package record

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"gongshi/generator/internal/words"
)

// known lists the keys of a record, for messages.
func (dec *decoder) known(sh *shape) string {
	var s []string
	for _, n := range sh.names {
		s = append(s, words.KeyName(n))
	}
	return strings.Join(append(s, dec.extraFor(sh)...), words.T("list.sep"))
}

func (dec *decoder) extraFor(sh *shape) []string {
	if sh.rest == nil {
		return nil
	}
	return dec.extra
}

// extraKey returns the step or item that a key names, however its blanks and brackets
// are typed; "" when it names none.
func (dec *decoder) extraKey(sh *shape, key string) string {
	list := dec.extraFor(sh)
	if slices.Contains(list, key) {
		return key
	}
	word, found := keyWord(key), ""
	for _, e := range list {
		switch {
		case e == word:
			return e
		case keyWord(e) == word && found == "":
			found = e
		}
	}
	return found
}

// nearest returns the key of the record that word is most likely a slip of, "" when
// that is not plain: a wrong hint leads further astray than none. Keys that used has
// stand in the record already.
func (dec *decoder) nearest(sh *shape, word string, used map[string]bool) string {
	if code, ok := words.Value("meant", word); ok {
		if f, has := sh.fields[code]; has && !used[f.name] {
			return words.KeyName(f.name)
		}
		return ""
	}
	if _, known := words.Key(word); known {
		return "" // no slip: it belongs elsewhere
	}
	best, of, at := "", "", slipsIn(word)+1
	try := func(s, field string) {
		n := distance(word, s)
		if used[field] || n > slipsIn(word) || n > at || !alike(word, s) {
			return
		}
		if n == at && of != "" && of != field {
			best = ""
		} else if n < at || of == "" {
			best = s
		}
		of, at = field, n
	}
	for _, n := range slices.Sorted(maps.Keys(sh.fields)) {
		try(words.KeyName(n), sh.fields[n].name)
		try(n, sh.fields[n].name)
	}
	for _, s := range dec.extraFor(sh) {
		try(s, s)
	}
	return best
}

// Nearest returns the word of list that word is most likely a slip of, "" for none.
func Nearest(word string, list []string) string {
	best, at := "", slipsIn(word)+1
	for _, s := range list {
		if n := distance(word, s); n < at && alike(word, s) {
			best, at = s, n
		}
	}
	return best
}

// used returns the fields whose keys stand in a mapping.
func (sh *shape) used(n *yaml.Node) map[string]bool {
	used := map[string]bool{}
	for i := 0; i < len(n.Content); i += 2 {
		code, _ := keyCode(n.Content[i].Value)
		if f, ok := sh.fields[code]; ok {
			used[f.name] = true
		}
	}
	return used
}

// slipsIn is how many characters of a word may be wrong.
func slipsIn(word string) int {
	n := utf8.RuneCountInString(word)
	switch {
	case n == len(word): // letters say less than characters
		return 1 + n/4
	case n < 6:
		return 1
	}
	return 2
}

// alike reports whether two words, of which one may be a slip of the other, are alike
// enough for one another: words of two characters must begin alike (积份 is 积分, but
// 排名 is not 姓名), shorter ones say nothing.
func alike(a, b string) bool {
	x, y := []rune(a), []rune(b)
	n := min(len(x), len(y))
	return n > 2 || n == 2 && x[0] == y[0]
}

// distance is the number of characters to change, add or leave out to turn a into b.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diag := row[0]
		row[0] = i + 1
		for j := range y {
			cost := diag
			if x[i] != y[j] {
				cost++
			}
			diag = row[j+1]
			row[j+1] = min(cost, row[j]+1, diag+1)
		}
	}
	return row[len(y)]
}
