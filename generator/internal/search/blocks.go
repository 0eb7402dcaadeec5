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

// A ref points to a unit and a sort of records; with a label that is a record.
type ref struct{ unit, sort int32 }

func compareRefs(a, b ref) int {
	return cmp.Or(cmp.Compare(a.unit, b.unit), cmp.Compare(a.sort, b.sort))
}

func (r ref) write(b *strings.Builder, width int) {
	number(b, int(r.unit), width)
	number(b, int(r.sort), 1)
}

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
	keys []string
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

// line writes how many there are, and as many of them as an answer holds.
func (s *single) line(b *strings.Builder, width int) {
	b.WriteString(headMark + s.key + fieldTab + strconv.Itoa(len(s.list)) + "\n")
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

// A drawer holds the entries whose keys begin alike, in blocks as soon as they are cut. Entries
// of one key are in one block.
type drawer struct {
	entries []keyed // that are in no block yet, while there is none
	blocks  []block
	dirty   bool
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
type block struct {
	first, path string
	entries     []keyed // sorted
	dirty       bool
}

func newTable(folder string, width int, stamp string) *table {
	return &table{folder, map[string]*drawer{}, width, stamp}
}

func (t *table) in(key string) *drawer {
	k := key[:min(len(key), drawn)]
	d := t.drawers[k]
	if d == nil {
		d = &drawer{}
		t.drawers[k] = d
	}
	d.dirty = true
	return d
}

// at returns which block a key belongs into, and notes that it is written anew; -1 while there
// is none.
func (d *drawer) at(key string) int {
	if len(d.blocks) == 0 {
		return -1
	}
	i, found := slices.BinarySearchFunc(d.blocks, key, func(b block, key string) int {
		return cmp.Compare(b.starts(), key)
	})
	if !found && i > 0 {
		i--
	}
	d.blocks[i].dirty = true
	return i
}

// starts returns the first key of a block: also of one that is empty.
func (b *block) starts() string {
	if len(b.entries) == 0 {
		return b.first
	}
	return b.entries[0].key
}

func (t *table) add(key string, l leaf) {
	d, e := t.in(key), keyed{key, l}
	i := d.at(key)
	if i < 0 {
		d.entries = append(d.entries, e)
		return
	}
	b := &d.blocks[i]
	k, _ := slices.BinarySearchFunc(b.entries, e, compareKeyed)
	b.entries = slices.Insert(b.entries, k, e)
}

func (t *table) remove(key string, l leaf) {
	d := t.in(key)
	is := func(e keyed) bool { return e.key == key && e.leaf == l }
	i := d.at(key)
	if i < 0 {
		d.entries = slices.DeleteFunc(d.entries, is)
		return
	}
	b := &d.blocks[i]
	if i > 0 && b.starts() == key {
		d.blocks[i-1].dirty = true // this border may go
	}
	b.entries = slices.DeleteFunc(b.entries, is)
}

// touch has the block in which a key stands written anew.
func (t *table) touch(key string) { t.in(key).at(key) }

// blockSize is how many bytes a block has at about, before it is compressed.
const blockSize = 12000

// cut cuts what is in a drawer into blocks: between two keys, where the later one says so by
// its hash, so that one key more or less moves no other border; at the latest at twice the
// size. Blocks in which nothing changed stay. put takes the text of each other one.
func (d *drawer) cut(folder string, width int, put func(path, text string)) {
	if len(d.blocks) == 0 {
		slices.SortFunc(d.entries, compareKeyed)
		d.blocks = []block{{entries: d.entries, dirty: true}}
		d.entries = nil
	}
	c := &cutter{folder: folder, width: width, put: put, in: map[leaf]bool{}}
	for i := 0; i < len(d.blocks); {
		b := &d.blocks[i]
		i++
		if !b.dirty && b.first == separator(c.before, b.starts()) {
			c.keep(*b)
			continue
		}
		c.anew(b.entries)
		for ; len(c.open) > 0 && i < len(d.blocks); i++ {
			if next := d.blocks[i].entries; len(next) > 0 {
				if border(next[0].key, c.text.Len()) {
					break
				}
				c.anew(next)
			}
		}
		c.flush()
	}
	d.dirty, d.blocks = false, c.out
}

// A cutter cuts entries into blocks.
type cutter struct {
	folder string
	width  int
	put    func(path, text string)
	out    []block
	before string // the last key of the last block

	open []keyed // of the block that is being written
	text strings.Builder
	in   map[leaf]bool
}

func (c *cutter) keep(b block) {
	c.out = append(c.out, b)
	c.before = b.entries[len(b.entries)-1].key
}

// anew writes further entries.
func (c *cutter) anew(entries []keyed) {
	for _, e := range entries {
		if n := len(c.open); n > 0 && e.key != c.open[n-1].key && border(e.key, c.text.Len()) {
			c.flush()
		}
		c.open = append(c.open, e)
		if !c.in[e.leaf] {
			c.in[e.leaf] = true
			e.line(&c.text, c.width)
		}
	}
}

// flush ends a block.
func (c *cutter) flush() {
	if len(c.open) == 0 {
		return
	}
	first := separator(c.before, c.open[0].key)
	b := block{first: first, path: blockPath(c.folder, first), entries: slices.Clip(c.open)}
	c.put(b.path, c.text.String())
	c.keep(b)
	c.open = nil
	c.text.Reset()
	clear(c.in)
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
		if d.dirty {
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
