package search

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/internal/fonts"
	"gongshi/generator/internal/words"
)

// A Title is what pages call a board.
type Title struct{ Word, Title string }

// An Index is the search of one site. It remembers what it wrote, so that an edit of one unit
// writes few files anew.
type Index struct {
	Few    int    // records up to which they are written into one file
	Script string // what browsers run before they read the root of a large site: the theme's js/blocks.js
	// Outline returns the style rule that shows a rare character, "" when nothing does; nil
	// leaves it to the devices.
	Outline func(rune) string

	places  []Place // in the order of their tree, each behind the one above it, without records
	packs   []Pack  // of each place
	listed  string  // the places as lines, once they are written
	boards  []Title
	tabler  *tabler
	roles   tally[string]
	sorts   map[sort]int // how many records each has
	total   int          // records
	changed map[int]bool // places whose packs are not written
	written map[string]uint64
	large   *large // of a site with more than few records

	out  []File
	gone []string
}

// New returns the index of places without records.
func New(places []Place, boards []Title) *Index {
	x := &Index{places: slices.Clone(places), packs: make([]Pack, len(places)), boards: boards, Few: Few, tabler: newTabler(), roles: tally[string]{}, sorts: map[sort]int{},
		changed: map[int]bool{}, written: map[string]uint64{}}
	for i := range x.places {
		p := &x.places[i]
		p.Records = nil
		p.Name = tidied(p.Name)
		p.Aliases = slices.Clone(p.Aliases)
		x.changed[i] = true
		x.tabler.name(p.Name, 1)
		for k, a := range p.Aliases {
			p.Aliases[k] = tidied(a)
			x.tabler.name(p.Aliases[k], 1)
		}
	}
	return x
}

// Set makes records those of a unit.
func (x *Index) Set(unit int, records []Record) { x.Put(unit, PackOf(records)) }

// Put is Set for records that are packed.
func (x *Index) Put(unit int, pack Pack) {
	was := x.packs[unit]
	if was == pack {
		return
	}
	x.packs[unit] = pack
	x.changed[unit] = true
	old, records := was.Records(), pack.Records()
	left, came := without(old, records), without(records, old)
	x.count(left, -1)
	x.count(came, 1)
	if x.large != nil {
		x.large.remove(unit, left)
		x.large.add(unit, append(came, sharing(records, left)...))
	}
}

// sharing returns the records that are called as one of others: in the tables they may stand as
// one with it.
func sharing(records, others []Record) (list []Record) {
	called := make(map[string]bool, 2*len(others))
	for _, r := range others {
		called[r.Name], called[r.Text] = true, true
	}
	delete(called, "")
	for _, r := range records {
		if called[r.Name] || called[r.Text] {
			list = append(list, r)
		}
	}
	return list
}

// without returns the records that others do not have, or have less often.
func without(records, others []Record) (list []Record) {
	if len(others) == 0 || len(records) == 0 {
		return records
	}
	n := make(map[Record]int, len(others))
	for _, r := range others {
		n[r]++
	}
	for _, r := range records {
		if n[r]--; n[r] < 0 {
			list = append(list, r)
		}
	}
	return list
}

func tidied(s string) string { return strings.TrimSpace(clean(s)) }

// Pack returns the records of a unit, as they stand in the index.
func (x *Index) Pack(unit int) Pack { return x.packs[unit] }

// tidy makes the fields of a record fit for a line.
func tidy(r *Record) {
	for _, f := range []*string{&r.Name, &r.Mark, &r.Group, &r.Role, &r.Text, &r.Phone, &r.Path, &r.Row} {
		*f = tidied(*f)
	}
}

func (x *Index) count(records []Record, n int) {
	x.total += n * len(records)
	for i := range records {
		x.tabler.record(&records[i], n)
		s := anyPage(&records[i])
		if x.sorts[s] += n; x.sorts[s] == 0 {
			delete(x.sorts, s)
		}
		if role := records[i].Role; role != "" {
			x.roles.add(role, n)
		}
	}
}

// Files returns the files that differ from those it returned before, and the paths of those
// that are gone.
func (x *Index) Files() (changed []File, gone []string) {
	mode, rest := allInRoot, []string(nil)
	if x.total > x.Few {
		mode, rest = inParts, x.parts()
	} else {
		x.large = nil
		for path := range x.written {
			if !strings.HasPrefix(path, rareDir) {
				x.drop(path)
			}
		}
		rest = make([]string, len(x.places))
		for i := range x.places {
			rest[i] = string(x.packs[i])
		}
	}
	clear(x.changed)
	x.outlines()
	root := strings.Join(slices.Concat(x.head(mode), rest), section)
	if mode == inParts {
		x.putBehind(x.Script, "root", []byte(root))
	} else {
		x.put("root", []byte(root))
	}
	changed, gone, x.out, x.gone = x.out, x.gone, nil, nil
	slices.SortFunc(changed, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	slices.Sort(gone)
	return changed, gone
}

// head is the part of the root that small and large sites have.
func (x *Index) head(mode string) []string {
	if x.listed == "" {
		x.listed = x.lines()
	}
	boards := make([]string, len(x.boards))
	for i, b := range x.boards {
		boards[i] = b.Word + "=" + clean(b.Title)
	}
	stamp := ""
	if x.large != nil {
		stamp = x.large.stamp
	}
	return []string{
		strings.Join([]string{formatVersion, mode, x.version(), stamp}, fieldTab),
		x.tabler.lines() + strings.Join(lists(), fieldTab),
		strings.Join(boards, fieldTab),
		strings.Join(slices.Sorted(maps.Keys(x.roles)), fieldTab),
		x.listed,
	}
}

// lists are the words of which readers of the index must know.
func lists() []string {
	return []string{words.T("search.numerals"), words.T("search.counters"), words.T("search.ordinal"), words.T("search.suffixes"), words.T("search.group"), words.T("search.to")}
}

// version differs when any file but the root does; browsers ask for files by it.
func (x *Index) version() string {
	var v uint64
	for path, digest := range x.written {
		if path != "root" {
			v ^= digest * (digestOf(basis, path) | 1)
		}
	}
	return strconv.FormatUint(v, 36)
}

// parts writes what a large site has besides the root, and returns its sections in the root.
func (x *Index) parts() []string {
	var old []string
	if x.large == nil || x.large.stale || len(x.large.sorts) != len(x.sorts) {
		x.large = newLarge(x)
		for path := range x.written {
			if strings.HasPrefix(path, "n/") || strings.HasPrefix(path, "t/") || strings.HasPrefix(path, "s/") {
				old = append(old, path)
				delete(x.written, path)
			}
		}
	}
	for i := range x.places {
		if x.changed[i] || x.large.fresh {
			x.put(packPath(x.places[i].Address), []byte(x.packs[i]))
		}
	}
	sections := x.large.sections(x)
	for _, path := range old {
		if _, ok := x.written[path]; !ok {
			x.gone = append(x.gone, path+".js")
		}
	}
	return sections
}

// rareDir holds a file for each rare character that a result may show: the page that asks was
// made without it.
const rareDir = "r/"

// outlines writes the files of rare characters.
func (x *Index) outlines() {
	if x.Outline == nil {
		return
	}
	shown := map[string]bool{}
	for _, chars := range []tally[rune]{x.tabler.named, x.tabler.written} {
		for r := range chars {
			if path := rareDir + strconv.FormatInt(int64(r), 16); fonts.Rare(r) && !shown[path] {
				shown[path] = true
				x.put(path, []byte(x.Outline(r)))
			}
		}
	}
	for path := range x.written {
		if strings.HasPrefix(path, rareDir) && !shown[path] {
			x.drop(path)
		}
	}
}

// packPath is the file of the records of a unit.
func packPath(address string) string {
	if address == "" {
		return "u"
	}
	return "u/" + address
}

// digestOf is the FNV-1a of what a file holds.
func digestOf[T string | []byte](h uint64, s T) uint64 {
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// basis is the digest of nothing.
const basis = 14695981039346656037

func (x *Index) put(path string, text []byte) { x.putBehind("", path, text) }

// putBehind puts a file whose text stands behind a script.
func (x *Index) putBehind(code, path string, text []byte) {
	if d := digestOf(digestOf(basis, code), text); x.written[path] != d {
		x.written[path] = d
		x.out = append(x.out, script(code, path, text))
	}
}

func (x *Index) drop(path string) {
	if _, ok := x.written[path]; ok && path != "root" {
		delete(x.written, path)
		x.gone = append(x.gone, path+".js")
	}
}
