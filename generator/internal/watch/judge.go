package watch

import (
	"path"
	"slices"
	"time"
)

// judge looks at paths whose wait is over. A listing of their folder says what
// is there, never a question by name: that would find members.yaml where the
// disk holds Members.yaml. Forced means that other paths are still changing.
func (w *Watcher) judge(paths []string, forced bool, now time.Time) {
	for len(paths) > 0 {
		dir := path.Dir(paths[0])
		n := slices.IndexFunc(paths, func(p string) bool { return path.Dir(p) != dir })
		if n < 0 {
			n = len(paths)
		}
		w.judgeIn(dir, paths[:n], forced, now)
		paths = paths[n:]
	}
}

func (w *Watcher) judgeIn(dir string, paths []string, forced bool, now time.Time) {
	paths = slices.DeleteFunc(slices.Clone(paths), func(p string) bool {
		if w.tops[p] == nil {
			return false
		}
		w.judgeTop(p, now)
		return true
	})
	if len(paths) == 0 {
		return
	}
	if !w.there(dir) {
		for _, p := range paths {
			w.waits.done(p) // all of it is compared when the folder is back
		}
		return
	}
	entries, err := w.list(dir)
	if err != nil {
		w.unlisted(dir, paths, err, now)
		return
	}
	byName := make(map[string]*entry, len(entries))
	for i := range entries {
		byName[entries[i].name] = &entries[i]
	}
	for _, p := range paths {
		e := byName[path.Base(p)]
		if w.judgeFolder(p, e, forced, now) {
			continue
		}
		w.judgeFile(p, e, forced, now)
	}
	w.compare(dir, entries) // its other files may have lost their hints
}

// unlisted deals with paths whose folder cannot be listed. A folder that is not
// there any more is the business of the one above it.
func (w *Watcher) unlisted(dir string, paths []string, err error, now time.Time) {
	read := false
	for _, p := range paths {
		wt := w.waits.paths[p]
		read = read || wt.read
		if wt.tries++; !isGone(err) && wt.tries < maxTries {
			w.waits.again(p, wt, now)
			continue
		}
		w.waits.done(p)
		if f, ok := w.known.file(p); ok {
			f.doubt = doubtScans // the scan will see, once it can
			w.known.setFile(p, f)
		} else if wt.read && !w.known.isFolder(p) {
			w.report(p)
		}
	}
	if isGone(err) && w.known.isFolder(dir) {
		w.waits.noticed(dir, stamp{}, read, now)
	}
}

// there says whether dir belongs to a watched folder that is present.
func (w *Watcher) there(dir string) bool {
	top, ok := w.topOf(dir)
	return ok && w.tops[top].state == present
}

// judgeTop looks at one of Options.Dirs.
func (w *Watcher) judgeTop(dir string, now time.Time) {
	t := w.tops[dir]
	if t.state != present && !w.atRest(dir, now) {
		return
	}
	away := t.told || t.state == present && w.waits.paths[dir].read // a build may have read it while it was away
	w.waits.done(dir)
	if w.walk(dir, w.compare) != nil {
		t.state, t.told = missing, true
		w.unwatch(dir)
		w.found.gone[dir] = true
		delete(w.found.back, dir)
		return
	}
	switch {
	case w.found.gone[dir]:
		delete(w.found.gone, dir) // so shortly that nobody was told
	case away:
		w.found.back[dir] = true
	}
	t.state, t.told = present, false
}

// atRest looks at a folder that comes back and says whether it is there and did
// not change for Options.Force.
func (w *Watcher) atRest(dir string, now time.Time) bool {
	t := w.tops[dir]
	was, seal := t.state, t.seal
	w.returns(dir, now)
	if was != returning || t.state != returning || t.seal != seal {
		return false
	}
	w.waits.restart(now) // what was written while it came back gets its time
	w.known.doubtAll(dir)
	return true
}

// judgeFolder deals with a path that is or was a folder, and says whether that
// was all there is to it.
func (w *Watcher) judgeFolder(p string, e *entry, forced bool, now time.Time) bool {
	isDir := e != nil && e.dir
	if _, wasFile := w.known.file(p); isDir && wasFile {
		w.known.dropFile(p)
		w.report(p)
	}
	if isDir {
		if w.waits.paths[p].read { // it was away while a build read it
			w.report(w.known.files(p)...)
		}
		w.waits.done(p)
		w.enter(p)
		return true
	}
	if !w.known.isFolder(p) {
		return false
	}
	if w.putOff(p, forced, now) {
		return true
	}
	w.unwatch(p)
	for _, d := range w.known.folders(p)[1:] {
		w.waits.done(d)
	}
	for _, f := range w.known.files(p) {
		w.waits.done(f)
		w.report(f)
	}
	w.known.dropFolder(p)
	if e != nil {
		return false // a file has taken its place
	}
	w.waits.done(p)
	return true
}

// putOff makes a removal wait while other things keep changing: a folder is
// emptied file by file before it vanishes as a whole.
func (w *Watcher) putOff(p string, forced bool, now time.Time) bool {
	wt := w.waits.paths[p]
	if wt.tries++; !forced || wt.tries >= maxTries {
		return false
	}
	w.waits.again(p, wt, now)
	return true
}

// judgeFile decides about a file: e is its entry in the listing, nil if it has
// none.
func (w *Watcher) judgeFile(p string, e *entry, forced bool, now time.Time) {
	old, had := w.known.file(p)
	if e == nil {
		if had && w.putOff(p, forced, now) {
			return
		}
		if had || w.waits.paths[p].read {
			w.known.dropFile(p)
			w.report(p)
		}
		w.waits.done(p)
		return
	}
	wt := w.waits.paths[p]
	still := !wt.seen || wt.stamp == e.stamp
	wt.seen, wt.stamp = true, e.stamp
	if !still {
		w.waits.again(p, wt, now)
		return
	}
	if !e.stamp.plain {
		w.settle(p, file{stamp: e.stamp}, had && old.stamp == e.stamp, false)
		return
	}
	c, err := w.tree.read(p)
	if wt.tries++; err != nil && wt.tries < maxTries || c.torn {
		w.waits.again(p, wt, now)
		return
	}
	same := err == nil && old.is(c, had, e.stamp, wt)
	if short := c.size == 0 || had && c.size < old.stamp.size; err == nil && short && !same && !wt.slow {
		w.waits.again(p, wt, now) // truncated, and the rest may follow
		return
	}
	w.settle(p, file{stamp: e.stamp, sum: c.sum, hashed: err == nil && !c.big, unread: err != nil}, same, err != nil)
}

// report puts paths into the next batch.
func (w *Watcher) report(paths ...string) {
	for _, p := range paths {
		w.found.paths[p] = false
	}
}

// is says whether content just read is what was reported before. It is not
// enough that the bytes are the same if they may have been others, or the file
// away, when a build read it.
func (f file) is(c content, had bool, s stamp, wt wait) bool {
	switch {
	case !had, f.unread:
		return false
	case f.hashed && !c.big:
		return f.sum == c.sum && !(wt.read && (wt.moved || f.stamp != s))
	}
	return f.stamp == s && !wt.wrote // never read: the stamp and the hints have to do
}

// settle records a file as it is now, and reports it unless it is the same.
func (w *Watcher) settle(p string, f file, same, busy bool) {
	old, _ := w.known.file(p)
	switch {
	case f.stamp.coarse() && (!same || f.stamp != old.stamp):
		f.doubt = doubtScans
	case same:
		f.doubt = old.doubt
	}
	w.known.setFile(p, f)
	if !same {
		w.found.paths[p] = busy
	}
	w.waits.done(p)
}

// unchanged looks once more at the folders of what was found, just before it is
// reported, and says whether all of it is still so. It may have been found two
// seconds ago, while other things were not quiet yet.
func (w *Watcher) unchanged() bool {
	before := len(w.waits.paths)
	dirs := map[string]bool{}
	for p := range w.found.paths {
		dirs[path.Dir(p)] = true
	}
	for dir := range dirs {
		if !w.there(dir) {
			continue
		}
		if entries, err := w.list(dir); err == nil {
			w.compare(dir, entries)
		} else if w.known.isFolder(dir) {
			w.waits.noticed(dir, stamp{}, true, w.now())
		}
	}
	return len(w.waits.paths) == before
}
