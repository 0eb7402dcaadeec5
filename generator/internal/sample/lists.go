package sample

import (
	_ "embed"
	"strconv"
	"strings"
)

//go:embed lists.txt
var listsFile string

// An entry is one entry of a list: what "/" parts in lists.txt.
type entry []string

// At is the i-th part, counted from 0.
func (e entry) At(i int) string { return e[i] }

// Int is the i-th part as a number.
func (e entry) Int(i int) int {
	n, err := strconv.Atoi(e[i])
	if err != nil {
		panic("sample: lists.txt: " + err.Error())
	}
	return n
}

// lists are the lists of lists.txt by name.
type lists map[string][]entry

// readLists reads lines of the form "name: entry entry"; lines of one name are one list.
func readLists(text string) lists {
	l := lists{}
	for line := range strings.Lines(text) {
		name, rest, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for _, e := range strings.Fields(rest) {
			l[name] = append(l[name], strings.Split(e, "/"))
		}
	}
	return l
}

// of returns a list that there is.
func (l lists) of(name string) []entry {
	list := l[name]
	if len(list) == 0 {
		panic("sample: lists.txt has no " + name)
	}
	return list
}

// weighed is a list whose entries are drawn as often as their second part says.
type weighed struct {
	entries []entry
	upTo    []int // sum of the weights up to each entry
}

func (l lists) weighed(name string) weighed {
	w := weighed{entries: l.of(name)}
	sum := 0
	for _, e := range w.entries {
		sum += e.Int(1)
		w.upTo = append(w.upTo, sum)
	}
	return w
}
