package watch

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash"
	"maps"
	"path"
	"slices"
	"strings"
	"syscall"
	"time"
)

// This file is where the disk has the last word. Three ways lead to a look:
// hints (take), the periodic scan, and a wait that is over (judge). The first two
// only fill w.waits; judge alone decides that something changed.

// top is one of Options.Dirs. A folder that vanishes keeps its record, so that a
// stick pulled out for a moment changes nothing; one that comes back must stand
// still for Options.Force before it is compared, because it may be copied back.
type top struct {
	state state
	told  bool              // Batch.Gone was given
	seal  [sha256.Size]byte // of its listings when last looked at, while returning
}

type state uint8

const (
	missing state = iota
	returning
	present
)

// maxTries is how often something that cannot be opened is tried, QuietWrite
// apart, and how often a removal is put off while other things keep changing.
const maxTries = 10

// baseline records what there is. Each folder is watched before it is listed:
// what comes later gives a hint, what came sooner is in the listing.
func (w *Watcher) baseline() {
	w.budget = readBudget
	w.attach(".")
	for _, dir := range w.opt.Dirs {
		if w.walk(dir, w.learn) == nil {
			w.tops[dir].state = present
		}
	}
	w.budget = 0
}

// walk watches and lists dir and every folder below it. The error is that of dir
// itself; folders below that cannot be listed are left as they are known.
func (w *Watcher) walk(dir string, visit func(dir string, entries []entry)) error {
	if f := w.known[dir]; f != nil && w.scanning && w.scanned[dir] {
		w.walkOn(dir, f, visit)
		return nil
	}
	w.attach(dir)
	entries, err := w.list(dir)
	if w.scanning {
		w.scanned[dir] = true
	}
	if err != nil {
		return err
	}
	visit(dir, entries)
	for _, e := range entries {
		if w.interrupted() {
			break
		}
		if e.dir {
			_ = w.walk(path.Join(dir, e.name), visit) // list told of it; what was known stays
		}
	}
	return nil
}

// walkOn goes through the folders below one that an interrupted scan has listed.
func (w *Watcher) walkOn(dir string, f *folder, visit func(dir string, entries []entry)) {
	for _, name := range slices.Sorted(maps.Keys(f.subs)) {
		if w.interrupted() {
			break
		}
		_ = w.walk(path.Join(dir, name), visit) // as in walk
	}
}

// list is a listing without what is none of our business.
func (w *Watcher) list(dir string) ([]entry, error) {
	entries, err := w.tree.list(dir)
	if err != nil {
		if !isGone(err) && w.told[dir] == nil {
			w.told[dir] = err
			w.notice(Notice{Unreadable, dir, err})
		}
		return nil, err
	}
	delete(w.told, dir)
	return slices.DeleteFunc(entries, func(e entry) bool {
		return w.leftOut(path.Join(dir, e.name), e.name)
	}), nil
}

// learn takes one folder into the baseline.
func (w *Watcher) learn(dir string, entries []entry) {
	f := w.known.folder(dir)
	for _, e := range entries {
		if e.dir {
			w.known.folder(path.Join(dir, e.name))
			continue
		}
		one := file{stamp: e.stamp}
		if e.stamp.coarse() {
			one.doubt = doubtScans
		}
		f.files[e.name] = one
		if w.worthReading(one) {
			c, err := w.spend(path.Join(dir, e.name))
			one.sum, one.hashed, one.unread = c.sum, err == nil && !c.torn, err != nil
			f.files[e.name] = one
		}
	}
}

// worthReading says whether the current scan should and may read a file whose
// stamp stands still.
func (w *Watcher) worthReading(f file) bool {
	return f.stamp.plain && f.stamp.size <= min(w.budget, bigFile) && (f.doubt > 0 || !f.hashed)
}

func (w *Watcher) spend(p string) (content, error) {
	c, err := w.tree.read(p)
	w.budget -= c.size
	return c, err
}

// compare makes every difference between a listing and what is known wait to be
// judged.
func (w *Watcher) compare(dir string, entries []entry) {
	now := w.now()
	f := w.known.folder(dir)
	listed := map[string]bool{} // name → is a folder
	for _, e := range entries {
		listed[e.name] = e.dir
		if e.dir {
			w.known.folder(path.Join(dir, e.name))
			continue
		}
		old, ok := f.files[e.name]
		if p := path.Join(dir, e.name); !ok || old.stamp != e.stamp || w.recheck(p, old) {
			w.waits.noticed(p, e.stamp, w.built, now)
		}
	}
	for name := range f.files {
		if isDir, ok := listed[name]; !ok || isDir {
			w.waits.noticed(path.Join(dir, name), stamp{}, w.built, now)
		}
	}
	for name := range f.subs {
		if !listed[name] {
			w.waits.noticed(path.Join(dir, name), stamp{}, w.built, now)
		}
	}
}

// recheck reads a file whose stamp stands still, if there is a reason and the
// budget of the scan allows, and says whether it must be judged.
func (w *Watcher) recheck(p string, old file) bool {
	if !w.worthReading(old) {
		return false
	}
	c, err := w.spend(p)
	if err != nil {
		return false
	}
	if c.torn || old.unread || old.hashed && old.sum != c.sum {
		return true
	}
	old.sum, old.hashed, old.doubt = c.sum, true, max(0, old.doubt-1)
	w.known.setFile(p, old)
	return false
}

// interrupted reports whether a scan is to stop here: a hint came in, for which somebody may be
// waiting. Most of what a scan finds was hinted anyway.
func (w *Watcher) interrupted() bool {
	w.cut = w.cut || w.scanning && w.inbox.any()
	return w.cut
}

// scan looks at every listing, and sets watches that are missing or, after
// hints were lost, all of them. One that is interrupted goes on a while later
// where it stopped.
func (w *Watcher) scan(now time.Time) {
	w.scanning, w.cut = !w.rewatch, false
	defer func() { w.scanning, w.cut = false, false }()
	if len(w.scanned) == 0 || w.rewatch {
		w.meanwhile = false
	}
	w.watched = w.source.watched()
	if w.rewatch {
		w.rewatch = false
		w.unwatch(".")
	}
	w.full, w.budget = false, readBudget
	w.attach(".")
	for _, dir := range w.opt.Dirs {
		if w.tops[dir].state != present {
			w.returns(dir, now)
		} else if w.walk(dir, w.compare) != nil {
			w.waits.noticed(dir, stamp{}, false, now)
		}
	}
	w.budget = 0
	end := w.now()
	w.scanAt = end.Add(max(w.opt.Scan, 5*end.Sub(now)))
	if !w.cut {
		w.built = w.meanwhile
		clear(w.scanned)
	}
}

// take turns the hints that came in into waits.
func (w *Watcher) take(now time.Time) {
	hints, lost := w.inbox.take()
	if lost != nil {
		w.lost(now, lost)
	}
	paths := slices.Sorted(maps.Keys(hints))
	for _, p := range paths {
		// A watch follows its folder when that is renamed. It must be gone before
		// the folder is watched under its new name, or both names lose it.
		if hints[p].ops&(created|removed) != 0 && w.known.isFolder(p) {
			w.unwatch(p)
		}
	}
	read := w.justBuilt || !w.found.empty()
	w.justBuilt = false
	for _, p := range paths {
		w.takeOne(p, hints[p], read, now)
	}
}

// takeOne deals with the hints about one path. Read says that they may tell of a
// state that a build has read, or is about to read.
func (w *Watcher) takeOne(p string, h hint, read bool, now time.Time) {
	if p == "." {
		if h.ops&(created|removed) != 0 { // the root itself was renamed or removed
			w.rewatch, w.scanAt = true, now
		}
		return
	}
	dir, ok := w.topOf(p)
	if !ok || w.leftOutBelow(dir, p) {
		return
	}
	_, isFile := w.known.file(p)
	switch t := w.tops[dir]; {
	case t.state == missing && p == dir:
		w.returns(dir, now)
	case t.state == returning:
		w.waits.hold(dir, now)
	case t.state == missing:
	case w.known.isFolder(p):
		if h.ops&(created|removed) != 0 { // not written: some systems tell of that for folders
			h.last = removed
			w.waits.hint(p, h, true, read, now)
			w.enter(p)
		}
	case h.ops&created != 0 && w.tree.isDir(p):
		w.enter(p)
	default:
		w.waits.hint(p, h, isFile, read, now)
	}
}

// leftOutBelow says whether p or a folder between it and dir is left out.
func (w *Watcher) leftOutBelow(dir, p string) bool {
	for ; p != dir; p = path.Dir(p) {
		if w.leftOut(p, path.Base(p)) {
			return true
		}
	}
	return false
}

// enter watches a folder that is new or was replaced and compares all below it.
func (w *Watcher) enter(dir string) {
	if w.tree.isDir(dir) {
		_ = w.walk(dir, w.compare)
	}
}

// topOf is the member of Options.Dirs that a path belongs to.
func (w *Watcher) topOf(p string) (string, bool) {
	for _, dir := range w.opt.Dirs {
		if within(p, dir) {
			return dir, true
		}
	}
	return "", false
}

// returns looks at a folder that was missing. Each difference from the last look
// makes it wait Options.Force again.
func (w *Watcher) returns(dir string, now time.Time) {
	t := w.tops[dir]
	seal, err := w.seal(dir)
	if err != nil {
		t.state = missing
		w.waits.done(dir)
		return
	}
	if t.state == missing || t.seal != seal {
		t.state, t.seal = returning, seal
		w.waits.hold(dir, now)
	}
}

// seal sums up all listings below dir, and watches the folders.
func (w *Watcher) seal(dir string) (sum [sha256.Size]byte, err error) {
	h := sha256.New()
	err = w.walk(dir, func(dir string, entries []entry) {
		slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.name, b.name) })
		for _, e := range entries {
			writeEntry(h, path.Join(dir, e.name), e)
		}
	})
	h.Sum(sum[:0])
	return sum, err
}

func writeEntry(h hash.Hash, p string, e entry) {
	line := append([]byte(p), 0)
	if !e.dir { // the time of a folder changes with ignored files in it
		line = binary.BigEndian.AppendUint64(line, uint64(e.stamp.size))
		line = binary.BigEndian.AppendUint64(line, uint64(e.stamp.mtime))
	}
	h.Write(line)
}

// attach watches a folder. When the system has no more to give, the scan takes
// over; a folder that cannot be watched does not stop the others.
func (w *Watcher) attach(dir string) {
	if w.watched[dir] || w.full {
		return
	}
	err := w.source.watch(dir)
	switch {
	case err == nil:
		w.watched[dir] = true
	case isGone(err):
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		// where each watch costs an open file (macOS) the build needs them back
		_ = w.Close()
		w.watched = map[string]bool{}
		w.scanOnly("", err)
	default:
		w.full = errors.Is(err, syscall.ENOSPC)
		w.scanOnly(dir, err)
	}
}

// unwatch ends the watches of dir and everything below it.
func (w *Watcher) unwatch(dir string) {
	for d := range w.watched {
		if dir == "." || within(d, dir) {
			w.source.unwatch(d)
			delete(w.watched, d)
		}
	}
}
