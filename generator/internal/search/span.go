package search

import (
	"regexp"
	"slices"
	"strconv"
	"sync"

	"gongshi/generator/internal/words"
)

// A span is a range of numbers in a text, with what stands before and behind it: 南街1-19号楼.
type span struct {
	before, after []rune
	from, to      int
}

// ranges finds two numbers with a dash between them.
var ranges = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`([0-9]{1,6}) ?[-~–—－～` + words.T("search.to") + `] ?([0-9]{1,6})`)
})

// spans returns the ranges in a text.
func (f folder) spans(s string) (list []span) {
	for _, m := range ranges().FindAllStringSubmatchIndex(s, -1) {
		from, _ := strconv.Atoi(s[m[2]:m[3]])
		to, _ := strconv.Atoi(s[m[4]:m[5]])
		cut := m[0] > 0 && digit(rune(s[m[0]-1])) || m[1] < len(s) && digit(rune(s[m[1]]))
		if !cut && from < to {
			list = append(list, span{f.text(s[:m[0]]), f.text(s[m[1]:]), from, to})
		}
	}
	return list
}

// A numbered word has one number, with something behind it: 南街3号楼.
type numbered struct {
	before, after []rune
	n             int
}

// number returns the number of a word, nil when it has none or several.
func (w *word) number() *numbered {
	i := slices.IndexFunc(w.numbers, digit)
	if i < 0 {
		return nil
	}
	k := i
	for k < len(w.numbers) && digit(w.numbers[k]) {
		k++
	}
	if after := w.numbers[k:]; k-i > 6 || len(after) == 0 || slices.ContainsFunc(after, digit) {
		return nil
	}
	n, _ := strconv.Atoi(string(w.numbers[i:k]))
	return &numbered{w.numbers[:i], w.numbers[k:], n}
}

// within reports whether a number lies in a range of things called alike: 3号楼 in 1-5号.
func (x *numbered) within(s span) bool {
	if x.n < s.from || x.n > s.to || len(s.after) == 0 || len(s.before) < len(x.before) {
		return false
	}
	n := min(len(x.after), len(s.after))
	for k := range n {
		if s.after[k] == blank || digit(s.after[k]) {
			n = k
			break
		}
	}
	return n > 0 && slices.Equal(x.after[:n], s.after[:n]) && slices.Equal(x.before, s.before[len(s.before)-len(x.before):])
}
