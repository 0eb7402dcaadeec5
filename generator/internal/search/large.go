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
	read    *Table // of all characters, not only of those that occur
	width   int    // of the number of a unit
	stamp   string // of the order of units and sorts, to which blocks refer by number
	sorts   []sort
	number  map[sort]uint8
	names   *table[*body]
	texts   *table[*body]
	singles *table[*single]
	bodies  map[string]*body // by their texts, see body.next
	one     map[string]*single
	groups  map[string]uint8
	roles   map[string]string
	paths   map[string]string
	fresh   bool // nothing of it is written
	stale   bool // a sort of records is new
	emptied []*body
	unused  []*single
}

// sortOf returns what a record has in common with others.
func sortOf(r *Record) sort { return sort{r.Kind, r.Board, r.Path} }

func compareSorts(a, b sort) int {
	return cmp.Or(cmp.Compare(strings.IndexByte(kinds, byte(a.kind)), strings.IndexByte(kinds, byte(b.kind))),
		cmp.Compare(a.board, b.board), cmp.Compare(a.path, b.path))
}

// newLarge returns the tables of all records of x.
func newLarge(x *Index) *large {
	l := &large{read: newReader(), width: 1, number: map[sort]uint8{}, bodies: map[string]*body{}, one: map[string]*single{}, groups: map[string]uint8{},
		roles: map[string]string{}, paths: map[string]string{}, fresh: true}
	for n := len(alphabet); n < len(x.places); n *= len(alphabet) {
		l.width++
	}
	l.sorts = slices.SortedFunc(maps.Keys(x.sorts), compareSorts)
	for i, s := range l.sorts {
		l.number[s] = uint8(i)
	}
	l.stamp = stampOf(x.places, l.sorts)
	l.names, l.texts, l.singles = newTable[*body]("n", l.width, 0, l.stamp), newTable[*body]("t", l.width, textsOfKey, l.stamp), newTable[*single]("s", l.width, 0, l.stamp)
	for i := range x.places {
		l.add(i, x.packs[i].Records())
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

// labels returns what a record is called: its name, and its text. Those that it has not are
// empty.
func labels(r *Record) [2]label {
	var list [2]label
	if r.Name != "" {
		list[0] = label{r.Name + r.Mark, r.Path, r.Until, int32(len(r.Mark))}
	}
	if r.Text != "" {
		list[1] = label{r.Text, r.Path, r.Until, aText}
	}
	return list
}

// group returns the number of a record's group, as refs hold it: of those that have one, 3组.
// It is 0 for others.
func (l *large) group(r *Record) uint8 {
	n, ok := l.groups[r.Group]
	if !ok {
		digits, named := strings.CutSuffix(string(numbers(l.read.fold.text(r.Group))), words.T("search.group"))
		if g, err := strconv.Atoi(digits); named && err == nil && g > 0 && g < len(alphabet) {
			n = uint8(g)
		}
		l.groups[r.Group] = n
	}
	return n
}

// add puts the records of a unit into the tables.
func (l *large) add(unit int, records []Record) {
	for i := range records {
		r := &records[i]
		n, ok := l.number[anyPage(r)]
		if !ok {
			l.stale = true
			return
		}
		at := ref{int32(unit), n, l.group(r)}
		for _, x := range labels(r) {
			if x.text == "" {
				continue
			}
			b := l.body(x)
			b.add(at)
			for _, s := range l.titles(b, r.Role) {
				s.add(sample{at, b})
			}
			l.touch(b)
		}
	}
}

// remove takes the records of a unit out of the tables.
func (l *large) remove(unit int, records []Record) {
	for i := range records {
		r := &records[i]
		at := ref{int32(unit), l.number[anyPage(r)], l.group(r)}
		for _, x := range labels(r) {
			b := l.find(x)
			if b == nil {
				continue
			}
			b.remove(at)
			for _, s := range l.titles(b, r.Role) {
				s.remove(sample{at, b})
			}
			l.touch(b)
			l.emptied = append(l.emptied, b)
		}
	}
}

// find returns the body of a label, nil when there is none.
func (l *large) find(x label) *body {
	for b := l.bodies[x.text]; b != nil; b = b.next {
		if b.label == x {
			return b
		}
	}
	return nil
}

// body returns the body of a label, which it makes when there is none.
func (l *large) body(x label) *body {
	b := l.find(x)
	if b != nil {
		return b
	}
	x.text, x.path = strings.Clone(x.text), l.own(x.path) // not parts of a pack that may be replaced
	b = &body{label: x, next: l.bodies[x.text]}
	l.bodies[x.text] = b
	l.keys(b, func(t *table[*body], key []byte) { t.addBytes(key, b) }, func(key string) {
		s := l.single(key)
		s.bodies = append(s.bodies, b)
	})
	return b
}

// own returns a page's path that is part of nothing larger; there are few of them.
func (l *large) own(path string) string {
	own, ok := l.paths[path]
	if !ok {
		own = strings.Clone(path)
		l.paths[own] = own
	}
	return own
}

// keys tells of the keys of a body: of its blocks, which are good during the call only, and of
// singles.
func (l *large) keys(b *body, long func(t *table[*body], key []byte), short func(key string)) {
	if b.named() {
		n := l.read.name(b.name())
		b.given = uint8(n.given)
		n.keys(func(key []byte) { long(l.names, key) })
		n.shortKeys(short)
		return
	}
	t := numbers(l.read.fold.text(b.text))
	textKeys(t, func(key []byte) { long(l.texts, key) })
	hanOf(t, short)
}

// titles returns the singles of a surname with a role: 王书记. A surname may have two
// characters.
func (l *large) titles(b *body, role string) []*single {
	if role == "" || b.given == 0 {
		return nil
	}
	title, ok := l.roles[role]
	if !ok {
		title = titleOf(l.read.fold.text(role))
		l.roles[role] = title
	}
	list := make([]*single, 0, 2)
	surname := l.read.name(b.name()).chars[:b.given]
	for i := range surname {
		s := l.single(string(surname[:i+1]) + title)
		if !l.fresh {
			l.singles.touch(s.key)
			l.unused = append(l.unused, s)
		}
		list = append(list, s)
	}
	return list
}

// single returns the single of a key, which it makes when there is none.
func (l *large) single(key string) *single {
	s := l.one[key]
	if s == nil {
		s = &single{key: key}
		l.one[key] = s
		l.singles.add(key, s)
	}
	return s
}

// touch has the blocks in which a body stands written anew.
func (l *large) touch(b *body) {
	if l.fresh {
		return
	}
	l.keys(b, func(t *table[*body], key []byte) { t.touch(string(key)) }, func(key string) { l.singles.touch(key) })
}

// sections writes the blocks that changed and returns what the root says of them.
func (l *large) sections(x *Index) []string {
	l.sweep()
	sorts := make([]string, len(l.sorts))
	for i, s := range l.sorts {
		sorts[i] = string(rune(s.kind)) + s.board
	}
	l.fresh = false
	return []string{strings.Join(sorts, fieldTab), joinKeys(l.names.files(x.put, x.drop)), joinKeys(l.texts.files(x.put, x.drop)),
		joinKeys(l.singles.files(x.put, x.drop))}
}

// sweep takes out what no record bears any more.
func (l *large) sweep() {
	for _, b := range l.emptied {
		if len(b.refs) > 0 || l.find(b.label) != b {
			continue
		}
		l.keys(b, func(t *table[*body], key []byte) { t.remove(string(key), b) }, func(key string) {
			s := l.one[key]
			s.bodies = slices.DeleteFunc(s.bodies, func(x *body) bool { return x == b })
			l.unused = append(l.unused, s)
		})
		l.forget(b)
	}
	for _, s := range l.unused {
		if len(s.bodies)+len(s.list) == 0 && l.one[s.key] == s {
			l.singles.remove(s.key, s)
			delete(l.one, s.key)
		}
	}
	l.emptied, l.unused = nil, nil
}

// forget takes a body out of those that are known.
func (l *large) forget(b *body) {
	first := l.bodies[b.text]
	switch {
	case first != b:
		for first.next != b {
			first = first.next
		}
		first.next = b.next
	case b.next != nil:
		l.bodies[b.text] = b.next
	default:
		delete(l.bodies, b.text)
	}
}
