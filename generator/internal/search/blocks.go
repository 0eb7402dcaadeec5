package search

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A leaf is what a block says under a key.
type leaf interface {
	called() *label // its place among the leaves of one key
	line(b *strings.Builder, width int)
}

// A ref points to a unit and a sort of records; with a label that is a record. group is the
// number of its group, for showing.
type ref struct{ unit, sort, group int32 }

func compareRefs(a, b ref) int {
	return cmp.Or(cmp.Compare(a.unit, b.unit), cmp.Compare(a.sort, b.sort), cmp.Compare(a.group, b.group))
}

func (r ref) write(b *strings.Builder, width int) {
	number(b, int(r.unit), width)
	number(b, int(r.sort), 1)
	number(b, int(r.group), 1)
}

// refTail is how many digits a ref has behind its unit.
const refTail = 2

// A label is what records are called, with what few of them have.
type label struct {
	text  string // with its mark
	until string
	path  string // page below the board's
	named bool   // a name, not a text
}

func (l *label) called() *label { return l }

func compareLabels(a, b *label) int {
	if n := cmp.Compare(a.text, b.text); n != 0 || a == b {
		return n
	}
	return cmp.Or(cmp.Compare(a.until, b.until), cmp.Compare(a.path, b.path))
}

// end writes what stands behind the refs of a label.
func (l *label) end(b *strings.Builder) {
	if l.until != "" || l.path != "" {
		b.WriteString(fieldTab + l.until)
	}
	if l.path != "" {
		b.WriteString(fieldTab + l.path)
	}
	b.WriteByte('\n')
}

// A body is a label with all records that bear it.
type body struct {
	label
	refs []ref // sorted
}

// refsInText is how many records of one text a block names.
const refsInText = 50

func (x *body) line(b *strings.Builder, width int) {
	b.WriteString(x.text + fieldTab)
	for i, r := range x.refs {
		if !x.named && i == refsInText {
			break
		}
		r.write(b, width)
	}
	x.end(b)
}

// A single is a character, or a surname with a role, with all records that have it.
type single struct {
	key  string
	list []sample // sorted
}

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
func (s *single) line(b *strings.Builder, width int) {
	b.WriteString(headMark + s.key + fieldTab + strconv.Itoa(rounded(len(s.list))) + "\n")
	for _, x := range s.list[:min(len(s.list), Limit)] {
		if !x.body.named {
			b.WriteString(textMark)
		}
		b.WriteString(x.body.text + fieldTab)
		x.at.write(b, width)
		x.body.end(b)
	}
}

// A table is one sorted list of keys, cut into blocks of about blockSize bytes. Blocks never
// reach over the border of a drawer, so that an edit touches few of them.
type table struct {
	folder  string
	drawers map[string]*drawer
	width   int    // of the number of a unit
	stamp   string // see large
}

// drawn is how many bytes of their keys the entries of a drawer share.
const drawn = 2

// A drawer holds the entries whose keys begin alike.
type drawer struct {
	entries []keyed // sorted once it was cut
	blocks  []block
	dirty   map[string]bool // keys of which something changed since
}

type keyed struct {
	key string
	leaf
}

func compareKeyed(a, b keyed) int {
	if n := cmp.Compare(a.key, b.key); n != 0 {
		return n
	}
	return compareLabels(a.called(), b.called())
}

// A block is known by the start of its first key.
type block struct{ key, first, path string }

func newTable(folder string, width int, stamp string) *table {
	return &table{folder, map[string]*drawer{}, width, stamp}
}

// touch has the block in which a key stands written anew, and returns its drawer.
func (t *table) touch(key string) *drawer {
	k := key[:min(len(key), drawn)]
	d := t.drawers[k]
	if d == nil {
		d = &drawer{}
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

func (t *table) add(key string, l leaf) {
	d, e := t.touch(key), keyed{key, l}
	if d.blocks == nil { // it is sorted when it is cut
		d.entries = append(d.entries, e)
		return
	}
	i, _ := slices.BinarySearchFunc(d.entries, e, compareKeyed)
	d.entries = slices.Insert(d.entries, i, e)
}

func (t *table) remove(key string, l leaf) {
	d := t.touch(key)
	d.entries = slices.DeleteFunc(d.entries, func(e keyed) bool { return e.leaf == l && e.key == key })
}

// blockSize is how many bytes a block has at about, before it is compressed.
const blockSize = 12000

// cut cuts a drawer into blocks: between two keys, where the later one says so by its hash, so
// that one key more or less moves no other border; at the latest at twice the size. Blocks that
// nothing touched stay as they are. put takes the text of the others.
func (d *drawer) cut(folder string, width int, put func(path, text string)) {
	if d.blocks == nil {
		slices.SortFunc(d.entries, compareKeyed)
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
		b := block{key, first, blockPath(folder, first)}
		for len(old) > 0 && old[0].key < key {
			old = old[1:]
		}
		end, kept := d.same(b, old, dirty)
		if !kept {
			var text string
			text, end = d.block(i, width)
			put(b.path, text)
		}
		d.blocks = append(d.blocks, b)
		i = end
	}
}

// same reports whether b is the first of the old blocks and nothing in it is dirty, and where it
// ends.
func (d *drawer) same(b block, old []block, dirty []string) (end int, ok bool) {
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
	return slices.BinarySearchFunc(d.entries, next, func(e keyed, key string) int { return cmp.Compare(e.key, key) })
}

// block writes the block that begins at entry i, and returns where it ends.
func (d *drawer) block(i, width int) (string, int) {
	var text strings.Builder
	in := map[leaf]bool{}
	for k, e := range d.entries[i:] {
		if k > 0 && e.key != d.entries[i+k-1].key && border(e.key, text.Len()) {
			return text.String(), i + k
		}
		if !in[e.leaf] {
			in[e.leaf] = true
			e.line(&text, width)
		}
	}
	return text.String(), len(d.entries)
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
func (t *table) files(put func(path, text string), drop func(path string)) []string {
	var firsts []string
	old, now := map[string]bool{}, map[string]bool{}
	for _, k := range slices.Sorted(maps.Keys(t.drawers)) {
		d := t.drawers[k]
		if d.blocks == nil || d.dirty != nil {
			for _, b := range d.blocks {
				old[b.path] = true
			}
			d.cut(t.folder, t.width, func(path, text string) { put(path, t.stamp+"\n"+text) })
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
	return firsts
}
