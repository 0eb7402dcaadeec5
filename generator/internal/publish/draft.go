package publish

import (
	"fmt"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
)

// A Draft is a publication in the making. Sections are handed over one by one, as they
// are finished: what differs from the folder goes to the stage at once, and of the rest
// only size and digest stay in memory. It must be prepared or abandoned before anything
// else is done with its Tree.
type Draft struct {
	tree *Tree
	plan *plan

	mu     sync.Mutex // of the plan
	staged int        // files on the stage
}

// Begin starts a publication.
func (t *Tree) Begin() (*Draft, error) {
	if err := t.ready(); err != nil {
		return nil, fmt.Errorf("publish: %w", err)
	}
	p := &plan{tree: t, lands: t.lands, items: make(map[string]*item), sections: make(map[string]*replaced),
		stale: make(map[string]string), grounds: make(map[string]ground), next: make(map[string]*section)}
	p.stats.Sections = make(map[string]int)
	return &Draft{tree: t, plan: p}, nil
}

// A replaced section is one of the update: how it stood, and how it will stand.
type replaced struct {
	old, next *section
}

// Put hands over a section, which replaces the one of that name. It may be called by
// several goroutines. After an error the draft can only be abandoned.
func (d *Draft) Put(s Section) error {
	if err := d.put(s); err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	return nil
}

func (d *Draft) put(s Section) error {
	if s.Name != "" {
		if err := CheckPath(s.Name); err != nil {
			return err
		}
	}
	old := d.tree.section(s.Name)
	next, err := following(old, s)
	if err != nil {
		return err
	}
	if s.Only && d.tree.packings != nil {
		maps.Copy(next.packed, old.packed)
		for _, f := range s.Gone {
			for _, p := range d.tree.packings {
				delete(next.packed, rel(s.Name, f)+p.suffix)
			}
		}
	}
	items := make([]item, len(s.Files), (1+len(d.tree.packings))*len(s.Files))
	for i, f := range s.Files {
		if err := checkFile(s.Name, f.Path); err != nil {
			return err
		}
		it, name := &items[i], rel(s.Name, f.Path)
		*it = item{path: f.Path, entry: entryOf(f.Data), section: s.Name}
		next.files[name] = it.entry
		seen := old.seen[name]
		if old.files[name] != it.entry {
			seen = 0
		}
		if err := d.compare(it, f.Data, seen); err != nil {
			return err
		}
		if delete(next.seen, name); !it.write {
			next.seen[name] = it.changed
		}
		copies, err := d.pack(s.Name, it, f.Data, old, next)
		if err != nil {
			return err
		}
		items = append(items, copies...)
	}
	return d.plan.take(s.Name, items, replaced{old, next}, &d.mu)
}

// take adds the files of a section to the plan.
func (p *plan) take(name string, items []item, r replaced, mu *sync.Mutex) error {
	mu.Lock()
	defer mu.Unlock()
	if p.sections[name] != nil {
		return fmt.Errorf("section %q is given twice", name)
	}
	p.sections[name] = &r
	for i := range items {
		if err := p.add(&items[i]); err != nil {
			return err
		}
	}
	return nil
}

// compare finds out whether data stand at the item's path, and stages them if not. A
// file of the right size that has not changed since it was seen equal, at time seen (ns),
// is not read again; 0 is never.
func (d *Draft) compare(it *item, data []byte, seen int64) error {
	t := d.tree
	it.write = true
	d.mu.Lock()
	at, err := d.plan.look(path.Dir(it.path))
	d.mu.Unlock()
	if err != nil {
		return err
	}
	if at == there {
		fi, err := t.base.Lstat(t.in(it.path))
		if err != nil && !gone(err) {
			return err
		}
		if err == nil {
			it.folder, it.changed = fi.IsDir(), fi.ModTime().UnixNano()
			if fi.Mode().IsRegular() && fi.Size() == it.Size {
				it.write = it.changed != seen && !t.same(t.in(it.path), data)
			}
		}
	}
	if !it.write {
		return nil
	}
	return d.stage(it, data)
}

// stage writes a new file aside. Where all of them can be flushed together they are, in
// flush; else each is as it is written.
func (d *Draft) stage(it *item, data []byte) error {
	t := d.tree
	d.mu.Lock()
	it.staged = d.staged
	d.staged++
	var err error
	if it.staged == 0 {
		if err = t.mkdir(t.at(stageName)); err == nil {
			err = t.approach(t.at(stageName))
		}
	}
	d.mu.Unlock()
	if err != nil {
		return fmt.Errorf("stage: %w", err)
	}
	flush := flushNow
	switch {
	case flushesAll && it.staged < flushEach:
		flush = flushSoon
	case flushesAll:
		flush = flushLater
	}
	if err := t.write(t.at(staged(it.staged)), data, flush); err != nil {
		return fmt.Errorf("stage %s: %w", it.path, err)
	}
	return nil
}

// Abandon gives the draft up; the folder stays as it is.
func (d *Draft) Abandon() {
	if d.staged > 0 {
		_ = d.tree.approach("") // what is open here is read by nobody
		d.tree.abandon()
	}
}

// Prepare ends the draft with the names of sections that no longer exist; unknown ones
// are ignored. It does all that can fail without changing the folder: several folders can
// be made ready before the first of them changes. After an error the draft is abandoned.
func (d *Draft) Prepare(drop []string) (*Publication, error) {
	p, err := d.prepare(drop)
	if err != nil {
		d.Abandon()
		return nil, fmt.Errorf("publish: %w", err)
	}
	return &Publication{d.tree, p}, nil
}

func (d *Draft) prepare(drop []string) (*plan, error) {
	t, p := d.tree, d.plan
	if len(p.sections)+len(drop) == 0 {
		return nil, nil
	}
	defer t.approach("") // everything is staged by then
	if err := p.check(drop); err != nil {
		return nil, err
	}
	p.site = t.site
	if p.site.Sections = maps.Clone(t.site.Sections); p.site.Sections == nil {
		p.site.Sections = make(map[string]string)
	}
	for _, name := range slices.Sorted(maps.Keys(p.sections)) {
		if err := d.replace(name); err != nil {
			return nil, fmt.Errorf("section %q: %w", name, err)
		}
	}
	for _, name := range p.drops {
		if err := p.drop(name); err != nil {
			return nil, fmt.Errorf("drop section %q: %w", name, err)
		}
	}
	p.siteData = p.site.encode()
	if err := d.manifest("", p.siteData); err != nil {
		return nil, err
	}
	if err := d.settle(); err != nil {
		return nil, err
	}
	p.order()
	if p.idle() {
		return p, nil
	}
	if err := t.flush(p.writes); err != nil {
		return nil, err
	}
	return p, t.free(p)
}

// replace works out what becomes of a section that was put.
func (d *Draft) replace(name string) error {
	p := d.plan
	old, next := p.sections[name].old, p.sections[name].next
	if err := p.outdate(name, old, next); err != nil {
		return err
	}
	p.next[name] = next
	names := slices.Sorted(maps.Keys(next.files))
	sum := digestIn(name, names, next.files)
	if name == "" {
		next.kept = p.keep(old, next)
		p.site.Digest, p.site.Files, p.site.Packed, p.site.Kept = sum, next.files, next.packed, next.kept
		return nil // its manifest waits for the digests of the others
	}
	p.site.Sections[name] = sum
	return d.manifest(name, manifest{Section: name, Digest: sum, Files: next.files, Packed: next.packed, names: names}.encode())
}

// manifest plans the manifest of a section.
func (d *Draft) manifest(section string, data []byte) error {
	it := d.plan.items[fold(path.Join(section, manifestName))]
	it.entry, it.manifest = entryOf(data), true
	return d.compare(it, data, 0)
}

// settle decides what becomes of the stale files and of folders that stand where
// a file must be.
func (d *Draft) settle() error {
	p := d.plan
	recased := false
	for file, section := range p.stale {
		if at, err := p.look(path.Dir(file)); err != nil || at != there {
			if err != nil {
				return err
			}
			continue
		}
		it := p.items[fold(file)]
		switch {
		case it == nil:
			if !p.claimed(file, section) {
				p.remove = append(p.remove, file)
			}
		case it.path != file: // renamed by case only: on Windows they are one file
			if err := d.again(it); err != nil {
				return err
			}
			p.clear = append(p.clear, file)
			recased = true
		}
	}
	if recased { // then folders must be empty first, to be made anew with the new name
		p.clear, p.remove = append(p.clear, p.remove...), nil
	}
	for _, it := range p.items {
		if it.folder {
			if err := p.clearFolder(it.path); err != nil {
				return err
			}
		}
	}
	return nil
}

// again stages a file that stands already, since it is about to be cleared away.
func (d *Draft) again(it *item) error {
	if it.write {
		return nil
	}
	data, err := d.tree.read(d.tree.in(it.path))
	if err != nil {
		return err
	}
	if entryOf(data) != it.entry {
		return fmt.Errorf("%s: %w", it.path, os.ErrNotExist)
	}
	it.write = true
	return d.stage(it, data)
}

// check takes the drops, draws the lands anew if they will be others, and refuses what
// cannot be published, before anything is removed.
func (p *plan) check(drop []string) error {
	if err := p.checkSections(drop); err != nil {
		return err
	}
	names := slices.Collect(maps.Keys(p.sections))
	if p.sections[""] == nil {
		names = append(names, "") // the site's manifest always changes
	}
	for _, name := range names {
		if err := p.add(&item{path: path.Join(name, manifestName), section: name}); err != nil {
			return err
		}
	}
	for _, it := range p.items {
		if err := p.checkLand(it); err != nil {
			return err
		}
	}
	return p.checkFolders()
}

// checkFile refuses a file whose name is not usable or not its section's to use.
func checkFile(section, name string) error {
	if err := CheckPath(name); err != nil {
		return err
	}
	if section != "" && !strings.HasPrefix(name, section+"/") {
		return fmt.Errorf("%s: not in the folder of its section %q", name, section)
	}
	if rel(section, name) == manifestName {
		return fmt.Errorf("%s: is written by publish itself", name)
	}
	return nil
}
