package search

import (
	"cmp"
	"hash/fnv"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/internal/words"
)

// large is what an index of many records has besides its packs: the tables of what stands
// where.
type large struct {
	read                  *Table // of all characters, not only of those that occur
	width                 int    // of the number of a unit
	stamp                 string // of the order of units and sorts, to which blocks refer by number
	sorts                 []sort
	number                map[sort]int32
	names, texts, singles *table
	bodies                map[label]*body
	one                   map[string]*single
	fresh                 bool // nothing of it is written
	stale                 bool // a sort of records is new
	emptied               []form
	unused                []string
}

// sortOf returns what a record has in common with others.
func sortOf(r *Record) sort { return sort{r.Kind, r.Board, r.Path} }

func compareSorts(a, b sort) int {
	return cmp.Or(cmp.Compare(strings.IndexByte(kinds, byte(a.kind)), strings.IndexByte(kinds, byte(b.kind))),
		cmp.Compare(a.board, b.board), cmp.Compare(a.path, b.path))
}

// newLarge returns the tables of all records of x.
func newLarge(x *Index) *large {
	l := &large{read: newReader(), width: 1, number: map[sort]int32{}, bodies: map[label]*body{}, one: map[string]*single{}, fresh: true}
	for n := len(alphabet); n < len(x.places); n *= len(alphabet) {
		l.width++
	}
	l.sorts = slices.SortedFunc(maps.Keys(x.sorts), compareSorts)
	for i, s := range l.sorts {
		l.number[s] = int32(i)
	}
	l.stamp = stampOf(x.places, l.sorts)
	l.names, l.texts, l.singles = newTable("n", l.width, l.stamp), newTable("t", l.width, l.stamp), newTable("s", l.width, l.stamp)
	for i := range x.places {
		l.add(i, x.places[i].Records)
	}
	return l
}

// stampOf differs when numbers of units or sorts mean something else.
func stampOf(places []Place, sorts []sort) string {
	h := fnv.New32a()
	for _, p := range places {
		io.WriteString(h, p.Address+"\n")
	}
	for _, s := range sorts {
		io.WriteString(h, string(rune(s.kind))+s.board+"\n")
	}
	return strconv.FormatUint(uint64(h.Sum32()), 36)
}

// anyPage is the sort of a record, whichever page of its board it stands on.
func anyPage(r *Record) sort { return sort{r.Kind, r.Board, ""} }

// A form is one of the ways in which a record stands in the tables: under its name, and under
// its text.
type form struct {
	label
	keys, short []string
}

// forms returns the forms of a record.
func (l *large) forms(unit int, r *Record) (list []form) {
	e := l.read.entry(unit, r)
	until := ""
	if r.Until != 0 {
		until = r.Until.ISO()
	}
	if r.Name != "" {
		list = append(list, form{label{r.Name + r.Mark, until, r.Path, true}, e.name.keys(), e.name.shortKeys(e.role)})
	}
	if r.Text != "" {
		list = append(list, form{label{r.Text, until, r.Path, false}, textKeys(e.text), hanOf(e.text)})
	}
	return list
}

// group returns the number of a record's group, as refs hold it: of those that have one, 3组.
// It is 0 for others.
func (l *large) group(r *Record) int32 {
	digits, ok := strings.CutSuffix(string(numbers(l.read.fold.text(r.Group))), words.T("search.group"))
	n, err := strconv.Atoi(digits)
	if !ok || err != nil || n < 0 || n >= len(alphabet) {
		return 0
	}
	return int32(n)
}

// add puts the records of a unit into the tables.
func (l *large) add(unit int, records []Record) {
	for i := range records {
		n, ok := l.number[anyPage(&records[i])]
		if !ok {
			l.stale = true
			return
		}
		for _, f := range l.forms(unit, &records[i]) {
			at, b := ref{int32(unit), n, l.group(&records[i])}, l.body(f)
			if k, found := slices.BinarySearchFunc(b.refs, at, compareRefs); !found {
				b.refs = slices.Insert(b.refs, k, at)
			}
			l.touch(f)
			for _, k := range f.short {
				l.single(k).add(sample{at, b})
				l.singles.touch(k)
			}
		}
	}
}

// remove takes the records of a unit out of the tables.
func (l *large) remove(unit int, records []Record) {
	for i := range records {
		for _, f := range l.forms(unit, &records[i]) {
			b := l.bodies[f.label]
			if b == nil {
				continue
			}
			at := ref{int32(unit), l.number[anyPage(&records[i])], l.group(&records[i])}
			for _, k := range f.short {
				if s := l.one[k]; s != nil {
					s.remove(sample{at, b})
					l.singles.touch(k)
					l.unused = append(l.unused, k)
				}
			}
			if k, found := slices.BinarySearchFunc(b.refs, at, compareRefs); found {
				b.refs = slices.Delete(b.refs, k, k+1)
			}
			l.touch(f)
			l.emptied = append(l.emptied, f)
		}
	}
}

// body returns the body of a label, which it makes when there is none.
func (l *large) body(f form) *body {
	if b := l.bodies[f.label]; b != nil {
		return b
	}
	b := &body{label: f.label}
	for _, key := range f.keys {
		l.tableOf(f.label).add(key, b)
	}
	l.bodies[f.label] = b
	return b
}

func (l *large) single(key string) *single {
	s := l.one[key]
	if s == nil {
		s = &single{key: key}
		l.one[key] = s
		l.singles.add(key, s)
	}
	return s
}

func (s *single) add(x sample) {
	if n := len(s.list); n == 0 || compareSamples(s.list[n-1], x) < 0 {
		s.list = append(s.list, x)
		return
	}
	if k, found := slices.BinarySearchFunc(s.list, x, compareSamples); !found {
		s.list = slices.Insert(s.list, k, x)
	}
}

func (s *single) remove(x sample) {
	if k, found := slices.BinarySearchFunc(s.list, x, compareSamples); found {
		s.list = slices.Delete(s.list, k, k+1)
	}
}

// touch has the blocks of a label written anew.
func (l *large) touch(f form) {
	for _, k := range f.keys {
		l.tableOf(f.label).touch(k)
	}
}

// sections writes the blocks that changed and returns what the root says of them.
func (l *large) sections(x *Index) []string {
	l.sweep()
	sorts := make([]string, len(l.sorts))
	for i, s := range l.sorts {
		sorts[i] = string(rune(s.kind)) + s.board
	}
	out := []string{strings.Join(sorts, fieldTab)}
	for _, t := range []*table{l.names, l.texts, l.singles} {
		out = append(out, strings.Join(t.files(x.put, x.drop), "\n"))
	}
	l.fresh = false
	return out
}

// sweep takes out what no record bears any more.
func (l *large) sweep() {
	for _, f := range l.emptied {
		b := l.bodies[f.label]
		if b == nil || len(b.refs) > 0 {
			continue
		}
		for _, key := range f.keys {
			l.tableOf(f.label).remove(key, b)
		}
		delete(l.bodies, f.label)
	}
	for _, k := range l.unused {
		if s := l.one[k]; s != nil && len(s.list) == 0 {
			l.singles.remove(k, s)
			delete(l.one, k)
		}
	}
	l.emptied, l.unused = nil, nil
}

// tableOf returns the table in which a label stands.
func (l *large) tableOf(b label) *table {
	if b.named {
		return l.names
	}
	return l.texts
}
