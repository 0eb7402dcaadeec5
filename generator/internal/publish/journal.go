package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Names in the work folder.
const (
	lockName    = "lock"
	markName    = "out"
	stageName   = "stage"
	journalName = "journal"
	draftName   = "journal.new"
)

// journal is the commit record of one publication: all that is to be done, so
// that anybody can do it or do it again. Every step may be repeated.
type journal struct {
	Out    string   `json:"out"`    // the way from the work folder to the output folder
	Clear  []string `json:"clear"`  // removed before the first put, in this order; never after it
	Put    []put    `json:"put"`    // renamed into place, in this order
	Remove []string `json:"remove"` // removed after the last put
}

// put is one staged file: stage/<At> goes to Path.
type put struct {
	Path string `json:"path"`
	entry
	At   int  `json:"at"`
	done bool // in place already
}

func staged(i int) string { return stageName + "/" + strconv.Itoa(i) }

// flushEach is the number of files up to which each is flushed on its own; more
// are flushed together where the system can.
const flushEach = 64

// flush makes the staged files last through a power cut, unless each was flushed when it
// was written.
func (t *Tree) flush(writes []*item) error {
	if !flushesAll {
		return nil
	}
	if len(writes) <= flushEach {
		return t.flushSome(writes)
	}
	if err := t.before("flush", t.at(stageName)); err != nil {
		return err
	}
	f, err := t.base.Open(t.at(stageName))
	if err != nil {
		return err
	}
	if err := errors.Join(flushAll(f), f.Close()); err != nil {
		return fmt.Errorf("flush stage: %w", err)
	}
	return nil
}

// flushSome flushes files at the same time: a disk does that in hardly longer than it takes
// for one.
func (t *Tree) flushSome(writes []*item) error {
	errs := make([]error, len(writes))
	var wg sync.WaitGroup
	for i, it := range writes {
		wg.Go(func() {
			if err := t.flushFile(t.at(staged(it.staged))); err != nil {
				errs[i] = fmt.Errorf("flush %s: %w", it.path, err)
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// free makes sure, while nothing has happened yet, that whatever will be replaced
// or removed can be.
func (t *Tree) free(p *plan) error {
	var names []string
	for _, it := range p.writes {
		if p.grounds[path.Dir(it.path)] == there {
			names = append(names, t.in(it.path))
		}
	}
	for _, name := range slices.Concat(p.clear, p.remove) {
		names = append(names, t.in(name))
	}
	return t.replaceable(names)
}

// commit writes the journal. Once it has its name the publication counts.
func (t *Tree) commit(j *journal) error {
	data, err := seal(j)
	if err != nil {
		return err
	}
	if err := t.write(t.at(draftName), data, flushNow); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	err = t.flushDir(t.at(stageName))
	if err == nil {
		err = t.rename(t.at(draftName), t.at(journalName))
	}
	if err == nil {
		err = t.flushDir(t.work)
	}
	if err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	return nil
}

// apply does what the journal says, and then removes it. It tells how many changes
// readers could have seen, also when it fails.
func (t *Tree) apply(j *journal) (changes int, err error) {
	defer t.letGo()
	for _, name := range j.Clear {
		if err := t.remove(t.in(name)); err != nil {
			return changes, fmt.Errorf("clear %s: %w", name, err)
		}
		changes++
	}
	if err := t.pruneAbove(j.Clear); err != nil {
		return changes, err
	}
	isNew, err := t.makeFolders(j.Put)
	if err != nil {
		return changes, err
	}
	for _, f := range j.Put {
		if f.done {
			continue
		}
		if !isNew[path.Dir(f.Path)] {
			t.keep(t.in(f.Path))
		}
		if err := t.rename(t.at(staged(f.At)), t.in(f.Path)); err != nil {
			return changes, fmt.Errorf("put %s in place: %w", f.Path, err)
		}
		changes++
	}
	for _, name := range j.Remove {
		t.keep(t.in(name))
		if err := t.removeFile(t.in(name)); err != nil {
			return changes, fmt.Errorf("remove %s: %w", name, err)
		}
		changes++
	}
	if err := t.pruneAbove(j.Remove); err != nil {
		return changes, err
	}
	return changes, t.finish()
}

// makeFolders makes the folders of the files that are put, and says which are new: nothing
// can stand in those.
func (t *Tree) makeFolders(puts []put) (isNew map[string]bool, err error) {
	isNew = make(map[string]bool)
	var ensure func(dir string) error
	ensure = func(dir string) (err error) {
		if _, known := isNew[dir]; known {
			return nil
		}
		above := path.Dir(dir)
		if above != dir {
			if err := ensure(above); err != nil {
				return err
			}
		}
		isNew[dir], err = t.makeFolder(t.in(dir), isNew[above])
		return err
	}
	for _, f := range puts {
		if f.done {
			continue
		}
		if err := ensure(path.Dir(f.Path)); err != nil {
			return nil, fmt.Errorf("folder of %s: %w", f.Path, err)
		}
	}
	return isNew, nil
}

// pruneAbove removes the folders that lost one of the files and hold nothing now.
func (t *Tree) pruneAbove(files []string) error {
	lost := make(map[string]bool)
	for _, f := range files {
		for dir := path.Dir(f); dir != "." && !lost[dir]; dir = path.Dir(dir) {
			lost[dir] = true
		}
	}
	return t.pruneAll(slices.Collect(maps.Keys(lost)))
}

// pruneAll removes those of the folders that are empty, inner ones first.
func (t *Tree) pruneAll(dirs []string) error {
	slices.SortFunc(dirs, func(a, b string) int { return strings.Compare(b, a) })
	for _, dir := range dirs {
		if err := t.prune(t.in(dir)); err != nil {
			return err
		}
	}
	return nil
}

// finish removes the journal: from here on there is nothing to do again. Before,
// it leaves the mark in the work folder; failing that, the next publication does.
func (t *Tree) finish() error {
	if mark, _ := t.read(t.at(markName)); string(mark) != t.mark {
		if t.write(t.at(draftName), []byte(t.mark), flushNow) == nil {
			_ = t.rename(t.at(draftName), t.at(markName))
		}
	}
	t.keep(t.at(journalName))
	if err := t.removeFile(t.at(journalName)); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	return nil
}

// abandon gives up a publication that has changed nothing yet.
func (t *Tree) abandon() {
	t.pending = t.discard() != nil
}

// undo gives up a publication that has only made folders.
func (t *Tree) undo(p *plan) {
	t.pending = t.pruneAll(p.lacks) != nil || t.discard() != nil
}

// discard removes the journal and then whatever else a publication left.
func (t *Tree) discard() error {
	if err := t.removeFile(t.at(journalName)); err != nil {
		return err
	}
	if err := t.removeFile(t.at(draftName)); err != nil {
		return err
	}
	entries, err := fs.ReadDir(t.base.FS(), t.at(stageName))
	if gone(err) {
		return nil
	}
	for _, e := range entries {
		if err := t.removeFile(t.at(stageName + "/" + e.Name())); err != nil {
			return err
		}
	}
	return err
}

// recover finishes a publication whose journal stands, and removes what one
// without a journal left. Killed in the middle, it does the rest the next time.
func (t *Tree) recover() error {
	j, err := t.readJournal()
	if err == nil && j != nil {
		err = t.redo(j)
	}
	if err == nil {
		err = t.discard()
	}
	if err != nil {
		return fmt.Errorf("recover: %w", err)
	}
	return nil
}

// readJournal returns nil if there is no journal, or none that can be believed.
func (t *Tree) readJournal() (*journal, error) {
	data, err := t.read(t.at(journalName))
	if err != nil || data == nil {
		return nil, err
	}
	j := new(journal)
	if unseal(data, j) != nil {
		return nil, nil
	}
	for _, names := range [][]string{j.Clear, j.Remove} {
		for _, name := range names {
			if !fs.ValidPath(name) {
				return nil, nil
			}
		}
	}
	for _, f := range j.Put {
		if CheckPath(f.Path) != nil {
			return nil, nil
		}
	}
	if j.Out != t.mark {
		return nil, fmt.Errorf("work folder %s serves another folder, %q", t.work, j.Out)
	}
	return j, nil
}

// redo does what is left of a journal.
func (t *Tree) redo(j *journal) error {
	begun, sound := t.inspect(j)
	switch {
	case sound:
		if begun {
			j.Clear = nil // done before the first put, and not to be done after it
		}
		_, err := t.apply(j)
		return err
	case begun || len(j.Clear) > 0:
		return t.salvage(j)
	default: // damaged, and nothing has been touched: the old publication stays
		return nil
	}
}

// salvage makes the best of a publication that a power cut damaged after it had
// begun: sound files are put in place if they can be, nothing is removed, and
// without the site's manifest the next publication compares everything.
func (t *Tree) salvage(j *journal) error {
	if err := t.removeFile(t.in(manifestName)); err != nil {
		return err
	}
	for _, f := range j.Put {
		if f.done || f.Path == manifestName {
			continue
		}
		if t.mkdir(t.in(path.Dir(f.Path))) == nil {
			_ = t.rename(t.at(staged(f.At)), t.in(f.Path))
		}
	}
	return nil
}

// inspect finds out which puts of a journal are done, and takes the damaged ones
// for done. It reports whether any has been, and whether all files are as the
// journal has them.
func (t *Tree) inspect(j *journal) (begun, sound bool) {
	sound = true
	for i := range j.Put {
		f := &j.Put[i]
		data, err := t.read(t.at(staged(f.At)))
		if err == nil && data == nil {
			begun, f.done = true, true
			data, err = t.read(t.in(f.Path))
		}
		if err != nil || data == nil || entryOf(data) != f.entry {
			f.done, sound = true, false
		}
	}
	return begun, sound
}
