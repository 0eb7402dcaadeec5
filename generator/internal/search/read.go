package search

import (
	"errors"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// A Reader answers queries from the files of an index, as browsers do.
type Reader struct {
	Today village.Date // what may be shown until a day before it is not found; 0 for whatever the day

	load    func(path string) ([]byte, error)
	table   *Table
	g       *gazetteer
	roles   []string
	boards  []Title
	large   bool
	sorts   []sort
	stamp   string
	width   int
	firsts  map[string][]string // folder → first keys of its blocks
	units   []*entry
	packs   map[int][]*entry
	blocks  map[string]string
	missing bool
}

// ErrFormat is the error of files that are no index, or one of another version of the program.
var ErrFormat = errors.New("search: no index of this version")

// Open reads the root of an index. load returns the files by their path in it.
func Open(load func(path string) ([]byte, error)) (*Reader, error) {
	r := &Reader{load: load, packs: map[int][]*entry{}, blocks: map[string]string{}, firsts: map[string][]string{}, width: 1}
	text, err := r.text("root")
	if err != nil {
		return nil, err
	}
	s := strings.Split(text, section)
	head := strings.Split(s[0], fieldTab)
	if len(s) < 5 || len(head) < 4 || head[0] != formatVersion {
		return nil, ErrFormat
	}
	lines := strings.Split(s[1], "\n")
	if len(lines) < 3 {
		return nil, ErrFormat
	}
	r.table = parseTable(lines)
	for _, f := range strings.Split(s[2], fieldTab) {
		word, title, _ := strings.Cut(f, "=")
		r.boards = append(r.boards, Title{word, title})
	}
	r.roles = strings.Split(s[3], fieldTab)
	r.g = newGazetteer(r.table, r.table.places(s[4]))
	for n := len(alphabet); n < len(r.g.places); n *= len(alphabet) {
		r.width++
	}
	for i := range r.g.places {
		r.units = append(r.units, r.unit(i))
	}
	r.large, r.stamp = head[1] == inParts, head[3]
	if !r.large {
		for i, p := range s[5:min(len(s), 5+len(r.g.places))] {
			r.pack(i, p)
		}
		return r, nil
	}
	if len(s) < 9 {
		return nil, ErrFormat
	}
	for _, f := range strings.Split(s[5], fieldTab) {
		if f != "" {
			r.sorts = append(r.sorts, sort{Kind(f[0]), f[1:], ""})
		}
	}
	for i, folder := range []string{"n", "t", "s"} {
		r.firsts[folder] = splitKeys(s[6+i])
	}
	return r, nil
}

func (r *Reader) text(path string) (string, error) {
	data, err := r.load(path + ".js")
	if err != nil {
		return "", err
	}
	name, text, ok := unscript(data)
	if !ok || name != path {
		return "", ErrFormat
	}
	return text, nil
}

// splitKeys reads what joinKeys wrote.
func splitKeys(s string) (keys []string) {
	var last []rune
	for _, f := range strings.Split(s, "\n") {
		n := 0
		if f != "" {
			n = min(parseNumber(f[:1]), len(last))
			f = f[1:]
		}
		last = append(last[:n:n], []rune(f)...)
		keys = append(keys, string(last))
	}
	return keys
}

// places reads what Index.lines wrote.
func (t *Table) places(lines string) []Place {
	var list []Place
	var above []int // the last place of each depth
	for line := range strings.Lines(lines) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" {
			continue
		}
		depth := parseNumber(line[:1])
		f := strings.Split(line[1:]+fieldTab, fieldTab)
		p := Place{Name: f[0], Parent: -1}
		for _, a := range f[2:] {
			if a != "" {
				p.Aliases = append(p.Aliases, a)
			}
		}
		parent := ""
		if depth = min(depth, len(above)); depth > 0 {
			p.Parent = above[depth-1]
			parent = list[p.Parent].Address
		}
		p.Address = t.absolute(f[1], parent, p.Name)
		above = append(above[:depth], len(list))
		list = append(list, p)
	}
	return list
}

// unit returns the entry of a unit itself.
func (r *Reader) unit(i int) *entry {
	p := &r.g.places[i]
	e := r.table.entry(i, &Record{Kind: Unit, Name: p.Name})
	for _, also := range append([]string{short(p.Name)}, p.Aliases...) {
		if also != p.Name {
			e.also = append(e.also, r.table.name(also))
		}
	}
	return e
}

// pack makes the records of a unit ready.
func (r *Reader) pack(unit int, lines string) []*entry {
	records := Pack(lines).Records()
	list := make([]*entry, len(records))
	for i := range records {
		list[i] = r.table.entry(unit, &records[i])
	}
	r.packs[unit] = list
	return list
}

// An Answer is what was found for a query.
type Answer struct {
	Results []Result
	Total   int  // how many there are at least, as far as that is known
	Partial bool // some files of the index could not be loaded
}

// Place returns the unit of a result.
func (r *Reader) Place(i int) Place { return r.g.places[i] }

// Home returns the index of the unit at an address, -1 for none.
func (r *Reader) Home(address string) int {
	return slices.IndexFunc(r.g.places, func(p Place) bool { return p.Address == address })
}

// Board returns what the pages call a board.
func (r *Reader) Board(word string) string {
	for _, b := range r.boards {
		if b.Word == word {
			return b.Title
		}
	}
	return word
}

// Search returns the records that fit a query, best first, at most Limit; home is the unit
// from which it is asked, -1 for none.
func (r *Reader) Search(query string, home int) Answer {
	r.missing = false
	ways := r.g.readQuery(query)
	if len(ways) == 0 {
		return Answer{}
	}
	c := &candidates{entries: slices.Clone(r.units), units: map[int]bool{}}
	if r.large {
		r.gather(c, ways, home, exact)
	} else {
		for i := range r.g.places {
			c.entries = append(c.entries, r.packs[i]...)
		}
	}
	var list []Result
	for p := exact; p < nPasses && len(list) == 0; p++ {
		if r.large && p == oneOff {
			r.gather(c, ways, home, p)
		}
		list = r.g.fit(ways, home, p, r.current(c.entries))
	}
	return Answer{list[:min(len(list), Limit)], max(c.total, len(list)), r.missing}
}

// current leaves out what may not be shown any more.
func (r *Reader) current(list []*entry) []*entry {
	return slices.DeleteFunc(slices.Clone(list), func(e *entry) bool { return e.Until != 0 && e.Until < r.Today })
}

// candidates are the entries among which to look for what fits.
type candidates struct {
	entries []*entry
	units   map[int]bool // whose packs are among them
	total   int          // how many records a single character has
}

// packsAtOnce is how many units' packs are loaded for a place that is named in a query.
const packsAtOnce = 8

// gather adds what the packs and tables have for the ways in which a query may be meant.
func (r *Reader) gather(c *candidates, ways []wanted, home int, p pass) {
	units := map[int]bool{}
	if home >= 0 {
		units[home] = true
	}
	var paths []string
	for _, way := range ways {
		if way.units != nil && len(way.units) <= packsAtOnce {
			maps.Copy(units, way.units)
			continue
		}
		for _, u := range way.named[:min(len(way.named), packsAtOnce)] { // a township with all its villages, and the village that is called like it
			units[u] = true
		}
		if way.unlikely {
			continue
		}
		for _, path := range r.blocksFor(way.longest(), p) {
			if !slices.Contains(paths, path) {
				paths = append(paths, path)
			}
		}
	}
	if p == exact {
		for u := range units {
			if list, ok := r.loadPack(u); ok {
				c.units[u] = true
				c.entries = append(c.entries, list...)
			}
		}
	}
	for _, path := range paths {
		list, n := r.block(path, ways)
		c.total = max(c.total, n)
		for _, e := range list {
			if !c.units[e.unit] {
				c.entries = append(c.entries, e)
			}
		}
	}
}

// longest returns the word that says most.
func (way *wanted) longest() *word {
	best := way.words[0]
	for _, w := range way.words {
		if len(w.chars) > len(best.chars) {
			best = w
		}
	}
	return best
}

func (r *Reader) loadPack(unit int) (list []*entry, ok bool) {
	if list, ok := r.packs[unit]; ok {
		return list, true
	}
	text, err := r.text(packPath(r.g.places[unit].Address))
	if err != nil {
		r.missing = true
		return nil, false
	}
	return r.pack(unit, text), true
}

// block returns the entries of a block. Of singles only those of the keys of the words count;
// how many there are comes with them.
func (r *Reader) block(path string, ways []wanted) (list []*entry, total int) {
	text, ok := r.blocks[path]
	if !ok {
		var err error
		stamp := ""
		if text, err = r.text(path); err == nil {
			stamp, text, _ = strings.Cut(text, "\n")
		}
		if err != nil || stamp != r.stamp {
			r.missing = true // also when it was written for another root
			return nil, 0
		}
		r.blocks[path] = text
	}
	here, role := true, ""
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if head, ok := strings.CutPrefix(line, headMark); ok && path[0] == 's' {
			key, count, _ := strings.Cut(head, fieldTab)
			if here, role = asked(key, ways); here && role == "" {
				n, _ := strconv.Atoi(count)
				total = max(total, n)
			}
			continue
		}
		if here {
			rest, isText := line, path[0] == 't'
			if path[0] == 's' {
				rest, isText = strings.CutPrefix(line, textMark)
			}
			list = append(list, r.entries(rest, isText, role)...)
		}
	}
	return list, total
}

// asked reports whether a key of singles is that of a word, and the role in it.
func asked(key string, ways []wanted) (bool, string) {
	surname, role, titled := strings.Cut(key, titleMark)
	for _, way := range ways {
		w := way.longest()
		s := string(w.chars)
		if !titled && (s == key || w.latin && fuzzy(s) == key) {
			return true, ""
		}
		if rest, ok := strings.CutPrefix(s, surname); titled && ok && len(w.chars) >= 3 && strings.Contains(role, rest) {
			return true, role
		}
	}
	return false, ""
}

// entries reads one line of a block: the records of one label.
func (r *Reader) entries(line string, isText bool, role string) (list []*entry) {
	f := strings.Split(line+"\t\t\t", fieldTab)
	for refs := f[1]; len(refs) >= r.width+refTail; refs = refs[r.width+refTail:] {
		unit, n, group := parseNumber(refs[:r.width]), parseNumber(refs[r.width:r.width+1]), parseNumber(refs[r.width+1:r.width+refTail])
		if unit >= len(r.g.places) || n >= len(r.sorts) {
			break
		}
		rec := &Record{Kind: r.sorts[n].kind, Board: r.sorts[n].board, Path: f[3], Role: role}
		rec.Until = dayOf(f[2])
		if isText {
			rec.Text = f[0]
		} else {
			rec.Name, rec.Mark, rec.Group = f[0], "", ""
			if name, mark, ok := strings.Cut(f[0], "("); ok {
				rec.Name, rec.Mark, rec.Group = name, "("+mark, strings.TrimSuffix(mark, ")")
			}
		}
		rec.Row = anchorOf(rec)
		e := r.table.entry(unit, rec)
		if e.far = true; rec.Group == "" && group > 0 { // shown; only packs are searched for groups
			rec.Group = strconv.Itoa(group) + words.T("search.group")
		}
		list = append(list, e)
	}
	return list
}

// Places returns the units of the index.
func (r *Reader) Places() []Place { return r.g.places }

// Link returns the page on which a result stands, below the site's root, and the anchor of
// its row there, "" for the whole page.
func (r *Reader) Link(x *Result) (page, row string) {
	return path.Join(r.Place(x.Unit).Address, x.Board, x.Path, "index.html"), x.Row
}

// Records returns what the index holds of a unit.
func (r *Reader) Records(unit int) []Record {
	entries := r.packs[unit]
	if r.large {
		entries, _ = r.loadPack(unit)
	}
	list := make([]Record, len(entries))
	for i, e := range entries {
		list[i] = *e.Record
	}
	return list
}
