package publish

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
)

const (
	assetsDir   = "assets/" // the site's: its files outlive the publication that drops them
	generations = 2         // for so many more
)

// plan is one publication worked out: what to write, clear and remove, and what
// will stand afterwards. Making it changes nothing on disk.
type plan struct {
	tree     *Tree
	sections map[string]*replaced // of the update, by name
	drops    []string             // sections that stand and go, by name
	lands    *lands               // as they will be

	items   map[string]*item  // every planned file, by folded path
	stale   map[string]string // files that are ours and no longer planned → their section
	grounds map[string]ground // places of folders looked at

	writes []*item  // in the order they are put in place
	lacks  []string // folders to be made for them, upper ones first
	clear  []string // what must go before the writes; inner ones first
	remove []string // what goes after them

	next     map[string]*section
	site     manifest
	siteData []byte
	stats    Stats
}

// item is one planned file.
type item struct {
	path string
	entry
	section  string
	manifest bool
	write    bool  // its bytes do not stand at its path yet: they are staged
	folder   bool  // a folder does
	staged   int   // number of the staged file
	changed  int64 // when that which stands there changed last (ns)
}

// ground is what stands where a folder is expected.
type ground int8

const (
	bare    ground = iota // nothing
	blocked               // something else
	there                 // a folder, and only folders above it
)

// idle reports that everything stands as planned.
func (p *plan) idle() bool { return len(p.writes)+len(p.clear)+len(p.remove) == 0 }

// following is what will stand of a section, its given files left out.
func following(old *section, s Section) (*section, error) {
	if !s.Only {
		return &section{files: make(map[string]entry, len(s.Files)), packed: make(map[string]entry), seen: make(map[string]int64, len(s.Files)), sound: true}, nil
	}
	if !old.sound {
		return nil, fmt.Errorf("section %q: nothing is known of the files that stay", s.Name)
	}
	next := &section{files: maps.Clone(old.files), packed: make(map[string]entry), seen: maps.Clone(old.seen), sound: true}
	if next.seen == nil {
		next.seen = make(map[string]int64)
	}
	for _, f := range s.Gone {
		delete(next.files, rel(s.Name, f))
	}
	return next, nil
}

// drop takes a section away, its manifest included.
func (p *plan) drop(name string) error {
	old := p.tree.section(name)
	p.stale[name+"/"+manifestName] = name
	delete(p.site.Sections, name)
	return p.outdate(name, old, &section{})
}

// outdate marks what a section held and no longer holds. If its manifest cannot
// be believed, that is every file in its land.
func (p *plan) outdate(name string, old, next *section) error {
	for f := range old.files {
		if _, ok := next.files[f]; !ok {
			p.stale[path.Join(name, f)] = name
		}
	}
	for f := range old.packed {
		if _, ok := next.packed[f]; !ok {
			p.stale[path.Join(name, f)] = name
		}
	}
	if old.sound {
		return nil
	}
	if at, err := p.look(cmp.Or(name, ".")); err != nil || at != there {
		return err // not through a link
	}
	return p.tree.walk(p.tree.in(name), func(disk string, isDir bool) bool {
		file := rel(p.tree.out, disk)
		if hidden(path.Base(file)) {
			return false
		}
		if isDir {
			_, other := p.lands.names[fold(file)]
			return !other
		}
		if p.items[fold(file)] == nil || p.items[fold(file)].path != file {
			p.stale[file] = name
		}
		return true
	})
}

// keep works out the old assets of the site that stay for another generation.
func (p *plan) keep(old, next *section) map[string]kept {
	isAsset := func(name string) bool { return strings.HasPrefix(name, assetsDir) }
	turned := false // the set of assets changes
	for name := range next.files {
		if _, had := old.files[name]; isAsset(name) && !had {
			turned = true
		}
	}
	all := make(map[string]kept)
	for name, e := range old.files {
		if _, has := next.files[name]; isAsset(name) && !has {
			turned = true
			all[name] = kept{e, generations}
			delete(p.stale, name)
		}
	}
	for name, k := range old.kept {
		_, has := next.files[name]
		switch {
		case has:
		case !turned:
			all[name] = k
		case k.Left == 0:
			p.stale[name] = ""
		default:
			all[name] = kept{k.entry, k.Left - 1}
		}
	}
	for name := range all { // a name that differs by case only cannot stay beside its successor
		if p.items[fold(name)] != nil {
			delete(all, name)
			p.stale[name] = ""
		}
	}
	return all
}

// look tells what stands where the folder dir is expected. A link is no folder:
// nothing is written or removed through one.
func (p *plan) look(dir string) (ground, error) {
	if at, known := p.grounds[dir]; known {
		return at, nil
	}
	if dir != "." {
		if at, err := p.look(path.Dir(dir)); err != nil || at != there {
			return bare, err
		}
	}
	fi, err := p.tree.base.Lstat(p.tree.in(dir))
	at := bare
	switch {
	case gone(err):
	case err != nil:
		return bare, err
	case fi.IsDir():
		at = there
	default:
		at = blocked
	}
	p.grounds[dir] = at
	return at, nil
}

// claimed reports whether a file that one section gives up belongs to a section
// outside the update: one that was made in the first one's folder since.
func (p *plan) claimed(file, section string) bool {
	owner := p.tree.lands.owner(file)
	if _, updated := p.next[owner]; updated || owner == section || slices.Contains(p.drops, owner) {
		return false
	}
	s, name := p.tree.section(owner), rel(owner, file)
	_, holds := s.files[name]
	return holds || !s.sound || name == manifestName
}

// clearFolder clears a folder that stands where a file must be, if all files in
// it are stale.
func (p *plan) clearFolder(dir string) error {
	foreign := ""
	err := p.tree.walk(p.tree.in(dir), func(disk string, isDir bool) bool {
		file := rel(p.tree.out, disk)
		_, ours := p.stale[file]
		if !ours && (!isDir || hidden(path.Base(file))) {
			foreign = file
			return false
		}
		p.clear = append(p.clear, file)
		return true
	})
	if foreign != "" {
		return fmt.Errorf("%s must become a file, %s: %w", dir, foreign, ErrForeign)
	}
	p.clear = append(p.clear, dir)
	return err
}

// order brings everything into the order of its happening and counts it.
func (p *plan) order() {
	made := make(map[string]bool)
	for _, it := range p.items {
		if !it.write {
			p.stats.Unchanged++
			continue
		}
		p.writes = append(p.writes, it)
		p.stats.Written++
		p.stats.Bytes += it.Size
		if !it.manifest {
			p.stats.Sections[it.section]++
		}
		p.ground(path.Dir(it.path), made)
	}
	slices.SortFunc(p.writes, func(a, b *item) int {
		return cmp.Or(cmp.Compare(rank(a.path), rank(b.path)), strings.Compare(a.path, b.path))
	})
	slices.Sort(p.lacks)
	slices.SortFunc(p.clear, func(a, b string) int { return strings.Compare(b, a) })
	p.clear = slices.Compact(p.clear)
	cleared := make(map[string]bool, len(p.clear))
	for _, name := range p.clear {
		cleared[name] = true
	}
	p.remove = slices.DeleteFunc(p.remove, func(name string) bool { return cleared[name] })
	slices.Sort(p.remove)
	for _, name := range slices.Concat(p.clear, p.remove) {
		if section, ours := p.stale[name]; ours {
			p.stats.Removed++
			p.stats.Sections[section] += 0 // there, if only with nothing written
		}
	}
}

// ground notes the folders that a write lacks and what stands in their place.
func (p *plan) ground(dir string, made map[string]bool) {
	for ; p.grounds[dir] != there && !made[dir]; dir = path.Dir(dir) {
		made[dir] = true
		p.lacks = append(p.lacks, dir)
		if p.grounds[dir] == blocked {
			p.clear = append(p.clear, dir)
		}
	}
}

// rank is the turn of a file: what pages need, pages, then what tells others that
// there is something new.
func rank(p string) int {
	switch base := path.Base(p); {
	case p == manifestName:
		return 4
	case p == buildName:
		return 3
	case base == manifestName || base == buildName:
		return 2
	case strings.HasPrefix(p, assetsDir):
		return 0
	}
	return 1
}

// journal is the plan as a commit record.
func (p *plan) journal(mark string) *journal {
	j := &journal{Out: mark, Clear: p.clear, Remove: p.remove, Put: make([]put, len(p.writes))}
	for i, it := range p.writes {
		j.Put[i] = put{Path: it.path, entry: it.entry, At: it.staged}
	}
	return j
}
