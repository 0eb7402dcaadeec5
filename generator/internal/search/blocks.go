package search

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/internal/village"
)

// A leaf is what a block says under a key.
type leaf interface {
	comparable
	called() *label // its place among the leaves of one key
	line(b *bytes.Buffer, width int)
}

// A ref points to a unit and a sort of records; with a label that is a record. group is the
// number of its group, for showing.
type ref struct {
	unit        int32
	sort, group uint8
}

func compareRefs(a, b ref) int {
	return cmp.Or(cmp.Compare(a.unit, b.unit), cmp.Compare(a.sort, b.sort), cmp.Compare(a.group, b.group))
}

func (r ref) write(b *bytes.Buffer, width int) {
	number(b, int(r.unit), width)
	number(b, int(r.sort), 1)
	number(b, int(r.group), 1)
}

// refTail is how many digits a ref has behind its unit.
const refTail = 2

// A label is what records are called, with what few of them have.
type label struct {
	text  string // with its mark
	path  string // page below the board's
	until village.Date
	mark  int32 // bytes of the mark, aText of what is no name
}

const aText = -1

// named reports whether it is a name, not a text.
func (l *label) named() bool { return l.mark != aText }

// name is the text without its mark.
func (l *label) name() string { return l.text[:len(l.text)-int(l.mark)] }

func (l *label) called() *label { return l }

func compareLabels(a, b *label) int {
	if n := cmp.Compare(a.text, b.text); n != 0 || a == b {
		return n
	}
	return cmp.Or(cmp.Compare(a.until, b.until), cmp.Compare(a.path, b.path), cmp.Compare(a.mark, b.mark))
}

// end writes what stands behind the refs of a label.
func (l *label) end(b *bytes.Buffer) {
	if l.until != 0 || l.path != "" {
		b.WriteString(fieldTab)
	}
	if l.until != 0 {
		b.WriteString(l.until.ISO())
	}
	if l.path != "" {
		b.WriteString(fieldTab + l.path)
	}
	b.WriteByte('\n')
}

// A body is a label with all records that bear it.
type body struct {
	label
	given uint8 // where the given name begins
	refs  []ref // sorted
	next  *body // of the same text
}

func (x *body) add(at ref) {
	if k, found := slices.BinarySearchFunc(x.refs, at, compareRefs); !found {
		x.refs = slices.Insert(x.refs, k, at)
	}
}

func (x *body) remove(at ref) {
	if k, found := slices.BinarySearchFunc(x.refs, at, compareRefs); found {
		x.refs = slices.Delete(x.refs, k, k+1)
	}
}

// refsInText is how many records of one text a block names, textsOfKey how many texts of one
// key: what ends in 公里 is told by what stands before it.
const refsInText, textsOfKey = 50, 2 * Limit

func (x *body) line(b *bytes.Buffer, width int) {
	b.WriteString(x.text + fieldTab)
	for i, r := range x.refs {
		if !x.named() && i == refsInText {
			break
		}
		r.write(b, width)
	}
	x.end(b)
}

// A single is a character with all labels that have it, or a surname with a role with all
// records that have them.
type single struct {
	key    string
	bodies []*body
	list   []sample // sorted
}

// A sample is one record of a label.
type sample struct {
	at   ref
	body *body
}

func compareSamples(a, b sample) int {
	if n := compareRefs(a.at, b.at); n != 0 {
		return n
	}
	return compareLabels(&a.body.label, &b.body.label)
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

// first returns how many records there are, and as many of the first ones as an answer holds.
func (s *single) first() (total int, list []sample) {
	total = len(s.list)
	list = slices.Clone(s.list[:min(total, Limit)])
	for _, b := range s.bodies {
		total += len(b.refs)
		for _, at := range b.refs {
			x := sample{at, b}
			if len(list) == Limit && compareSamples(list[Limit-1], x) < 0 {
				break
			}
			k, _ := slices.BinarySearchFunc(list, x, compareSamples)
			list = slices.Insert(list[:min(len(list), Limit-1)], k, x)
		}
	}
	return total, list
}

func (s *single) called() *label { return &label{} }

// textMark stands before a text among the samples of a single, a name has none.
const textMark = fieldTab

// rounded leaves two digits of a number that is over Limit, so that one record more or less
// touches no block in which it does not stand.
func rounded(n int) int {
	unit := 1
	for n > Limit && n/unit >= 100 {
		unit *= 10
	}
	return n / unit * unit
}

// line writes how many there are at least, and as many of them as an answer holds.
func (s *single) line(b *bytes.Buffer, width int) {
	total, list := s.first()
	b.WriteString(headMark + s.key + fieldTab + strconv.Itoa(rounded(total)) + "\n")
	for _, x := range list {
		if !x.body.named() {
			b.WriteString(textMark)
		}
		b.WriteString(x.body.text + fieldTab)
		x.at.write(b, width)
		x.body.end(b)
	}
}

// A table is one sorted list of keys, cut into blocks of about blockSize bytes. Blocks never
// reach over the border of a drawer, so that an edit touches few of them.
type table[L leaf] struct {
	folder  string
	entries map[string]*entryOf[L] // by their keys
	drawers map[string]*drawer[L]
	width   int    // of the number of a unit
	most    int    // leaves of one key that are written, 0 for all
	stamp   string // see large
	written bool   // once at least

	// of one block after another
	text bytes.Buffer
	in   map[L]bool

	keys strings.Builder // holds those of entries
	room []entryOf[L]    // for entries
}

// drawn is how many bytes of their keys the entries of a drawer share.
const drawn = 2

// A drawer holds the entries whose keys begin alike.
type drawer[L leaf] struct {
	entries []*entryOf[L] // sorted, as their leaves are, once it was cut
	blocks  []block
	dirty   map[string]bool // keys of which something changed since
}

// An entryOf leaves is what stands under one key.
type entryOf[L leaf] struct {
	key    string
	leaves []L
}

func compareLeaves[L leaf](a, b L) int { return compareLabels(a.called(), b.called()) }

func (e *entryOf[L]) compare(key string) int { return cmp.Compare(e.key, key) }

// A block is known by the start of its first key.
type block struct{ key, first, path string }

func newTable[L leaf](folder string, width, most int, stamp string) *table[L] {
	return &table[L]{folder: folder, entries: map[string]*entryOf[L]{}, drawers: map[string]*drawer[L]{}, width: width, most: most, stamp: stamp, in: map[L]bool{}}
}

// touch has the block in which a key stands written anew, and returns its drawer.
func (t *table[L]) touch(key string) *drawer[L] {
	k := key[:min(len(key), drawn)]
	d := t.drawers[k]
	if d == nil {
		d = &drawer[L]{}
		t.drawers[k] = d
	}
	if d.blocks != nil {
		if d.dirty == nil {
			d.dirty = map[string]bool{}
		}
		d.dirty[key] = true
	}
	return d
}

func (t *table[L]) add(key string, l L) { t.put(t.entries[key], key, l) }

func (t *table[L]) addBytes(key []byte, l L) {
	e := t.entries[string(key)] // without a copy
	if e == nil {
		t.put(nil, t.own(key), l)
		return
	}
	t.put(e, e.key, l)
}

// roomAtOnce is for how many entries room is made, and keyBytes for how much of their keys:
// there are hundreds of thousands of each.
const roomAtOnce, keyBytes = 256, 1 << 14

// own returns a key that may be kept.
func (t *table[L]) own(key []byte) string {
	if t.keys.Cap()-t.keys.Len() < len(key) {
		t.keys = strings.Builder{}
		t.keys.Grow(max(keyBytes, len(key)))
	}
	n := t.keys.Len()
	t.keys.Write(key)
	return t.keys.String()[n:]
}

// entry returns a new entry.
func (t *table[L]) entry(key string) *entryOf[L] {
	if len(t.room) == 0 {
		t.room = make([]entryOf[L], roomAtOnce)
	}
	e := &t.room[0]
	t.room = t.room[1:]
	e.key = key
	return e
}

// put has a leaf stand under a key, in the entry e if there is one.
func (t *table[L]) put(e *entryOf[L], key string, l L) {
	if e != nil && len(e.leaves) > 0 && e.leaves[len(e.leaves)-1] == l {
		return
	}
	if e != nil && !t.written {
		e.leaves = append(e.leaves, l)
		return
	}
	d := t.touch(key)
	if e == nil {
		e = t.entry(key)
		t.entries[key] = e
		i := len(d.entries)
		if d.blocks != nil {
			i, _ = slices.BinarySearchFunc(d.entries, key, (*entryOf[L]).compare)
		}
		d.entries = slices.Insert(d.entries, i, e)
	}
	i := len(e.leaves)
	if d.blocks != nil { // else it is sorted when it is cut
		var found bool
		if i, found = slices.BinarySearchFunc(e.leaves, l, compareLeaves); found {
			return
		}
	}
	e.leaves = slices.Insert(e.leaves, i, l)
}

func (t *table[L]) remove(key string, l L) {
	d, e := t.touch(key), t.entries[key]
	if e == nil {
		return
	}
	e.leaves = slices.DeleteFunc(e.leaves, func(x L) bool { return x == l })
	if len(e.leaves) == 0 {
		delete(t.entries, key)
		d.entries = slices.DeleteFunc(d.entries, func(x *entryOf[L]) bool { return x == e })
	}
}

// blockSize is how many bytes a block has at about, before it is compressed.
const blockSize = 12000

// cut cuts a drawer into blocks: between two keys, where the later one says so by its hash, so
// that one key more or less moves no other border; at the latest at twice the size. Blocks that
// nothing touched stay as they are. put takes the text of the others.
func (d *drawer[L]) cut(t *table[L], put func(path string, text []byte)) {
	if d.blocks == nil {
		slices.SortFunc(d.entries, func(a, b *entryOf[L]) int { return a.compare(b.key) })
		for _, e := range d.entries {
			slices.SortFunc(e.leaves, compareLeaves)
		}
	}
	dirty := slices.Sorted(maps.Keys(d.dirty))
	old := d.blocks
	d.blocks, d.dirty = make([]block, 0, len(old)), nil
	for i := 0; i < len(d.entries); {
		key, before := d.entries[i].key, ""
		if i > 0 {
			before = d.entries[i-1].key
		}
		first := separator(before, key)
		b := block{key, first, blockPath(t.folder, first)}
		for len(old) > 0 && old[0].key < key {
			old = old[1:]
		}
		end, kept := d.same(b, old, dirty)
		if !kept {
			var text []byte
			text, end = d.block(i, t)
			put(b.path, text)
		}
		d.blocks = append(d.blocks, b)
		i = end
	}
}

// same reports whether b is the first of the old blocks and nothing in it is dirty, and where it
// ends.
func (d *drawer[L]) same(b block, old []block, dirty []string) (end int, ok bool) {
	if len(old) == 0 || old[0] != b {
		return 0, false
	}
	at, touched := slices.BinarySearch(dirty, b.key)
	if len(old) == 1 {
		return len(d.entries), !touched && at == len(dirty)
	}
	next := old[1].key
	if touched || at < len(dirty) && dirty[at] < next {
		return 0, false
	}
	return slices.BinarySearchFunc(d.entries, next, (*entryOf[L]).compare)
}

// block writes the block that begins at entry i, and returns where it ends. The text is good
// until the next one.
func (d *drawer[L]) block(i int, t *table[L]) (block []byte, end int) {
	text, in := &t.text, t.in
	text.Reset()
	clear(in)
	text.WriteString(t.stamp + "\n")
	head := text.Len()
	for k, e := range d.entries[i:] {
		if k > 0 && border(e.key, text.Len()-head) {
			return text.Bytes(), i + k
		}
		for n, l := range e.leaves {
			if n == t.most && n > 0 {
				break
			}
			if !in[l] {
				in[l] = true
				l.line(text, t.width)
			}
		}
	}
	return text.Bytes(), len(d.entries)
}

// border reports whether a block of size bytes ends before key.
func border(key string, size int) bool {
	const every = blockSize / 250 // keys
	h := uint32(2166136261)
	for i := range len(key) {
		h = (h ^ uint32(key[i])) * 16777619
	}
	return size >= 2*blockSize || size >= blockSize/4 && h%every == 0
}

// separator returns the shortest start of key that comes behind before, and behind what other
// drawers hold.
func separator(before, key string) string {
	n := 0
	for i, r := range key {
		if n = i + len(string(r)); n >= drawn && key[:n] > before {
			return key[:n]
		}
	}
	return key
}

// files writes the blocks of the drawers that changed and returns the first keys of all
// blocks. put and drop take files that are new or gone.
func (t *table[L]) files(put func(path string, text []byte), drop func(path string)) []string {
	var firsts []string
	old, now := map[string]bool{}, map[string]bool{}
	for _, k := range slices.Sorted(maps.Keys(t.drawers)) {
		d := t.drawers[k]
		if d.blocks == nil || d.dirty != nil {
			for _, b := range d.blocks {
				old[b.path] = true
			}
			d.cut(t, put)
			for _, b := range d.blocks {
				now[b.path] = true
			}
		}
		for _, b := range d.blocks {
			firsts = append(firsts, b.first)
		}
	}
	for path := range old {
		if !now[path] {
			drop(path)
		}
	}
	t.written = true
	return firsts
}
