package watch

import (
	"slices"
	"sync"
	"time"
)

// op is what a hint says happened to a path.
type op uint8

const (
	touched op = 1 << iota // attributes only
	created                // a new file or folder under this name: created, or renamed into place
	written                // bytes of a file changed
	removed                // removed, or renamed away
)

// event is one hint of the operating system.
type event struct {
	path string // slash path relative to the root; "." for the root
	op   op
	err  error // not nil: hints were lost, look everywhere
}

// hint is all that was said about one path since the inbox was last emptied.
type hint struct {
	ops  op        // union
	last op        // the last one that was more than touched
	at   time.Time // when that was
}

// inbox gathers hints until the watcher has time for them. Giving never blocks,
// so that the queue of the operating system drains while a build runs.
type inbox struct {
	mu    sync.Mutex
	hints map[string]hint
	lost  error         // hints were lost, with the cause
	wake  chan struct{} // one slot: something is in the inbox
}

func newInbox() *inbox {
	return &inbox{hints: map[string]hint{}, wake: make(chan struct{}, 1)}
}

func (in *inbox) put(ev event, at time.Time) {
	in.mu.Lock()
	if ev.err != nil {
		in.lost = ev.err
	} else {
		h, ok := in.hints[ev.path]
		h.ops |= ev.op
		if last := ev.op.last(); last != touched || !ok {
			h.last, h.at = last, at
		}
		in.hints[ev.path] = h
	}
	in.mu.Unlock()
	select {
	case in.wake <- struct{}{}:
	default:
	}
}

// hinted lists the paths in the inbox that are not told yet, and tells them.
func (in *inbox) hinted(told map[string]bool) (list []string) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for path := range in.hints {
		if !told[path] {
			told[path] = true
			list = append(list, path)
		}
	}
	return list
}

// any reports whether there is something in the inbox.
func (in *inbox) any() bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	return len(in.hints) > 0
}

// take empties the inbox.
func (in *inbox) take() (map[string]hint, error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	select {
	case <-in.wake:
	default:
	}
	if len(in.hints) == 0 && in.lost == nil {
		return nil, nil
	}
	hints, lost := in.hints, in.lost
	in.hints, in.lost = map[string]hint{}, nil
	return hints, lost
}

// last is the weightiest of the ops that one event carries.
func (o op) last() op {
	for _, one := range []op{removed, written, created} {
		if o&one != 0 {
			return one
		}
	}
	return touched
}

// wait is one path that must fall quiet before it is looked at.
type wait struct {
	due   time.Time // not before this
	slow  bool      // it has (or gets) the long quiet time
	wrote bool      // a hint said more than touched, or a listing differed
	moved bool      // a hint said created or removed
	tries int       // failed attempts to open it
	seen  bool      // stamp is what a listing showed when the wait began
	stamp stamp
	read  bool // a build may have read it in a state that no look has seen
}

// waits decides when to look. It is pure: the time comes in, nothing goes out.
type waits struct {
	quiet, quietWrite, force time.Duration
	paths                    map[string]wait
	since                    time.Time // when Force began: with the first of paths, or the last report; zero if none waits
}

// hint takes in what the system said about a file. A name that was known and is
// created again is a save by renaming: such a file is whole. Everything else may
// be the middle of something. The fate of a name nobody knew is of no interest
// unless a build may have read it: the temporary file of a save must not hold up
// the save.
func (w *waits) hint(path string, h hint, known, read bool, now time.Time) {
	p, waiting := w.paths[path]
	read = read || p.read
	switch {
	case h.last == removed && !known && !read:
		delete(w.paths, path)
		return
	case h.last == touched && waiting:
		return // a chmod right after a save neither hurries nor delays it
	}
	p = wait{
		slow:  h.last == written || h.last == removed || h.last == created && !known,
		wrote: p.wrote || h.ops&^touched != 0,
		moved: p.moved || h.ops&(created|removed) != 0,
		read:  read,
	}
	p.due = h.at.Add(w.quiet)
	if p.slow {
		p.due = h.at.Add(w.quietWrite)
	}
	w.set(path, p, now)
}

// noticed takes in a difference that a listing showed and no hint announced.
// Nothing says how it came about, so it has to stand still for the long time.
func (w *waits) noticed(path string, s stamp, read bool, now time.Time) {
	if _, waiting := w.paths[path]; !waiting {
		w.set(path, wait{due: now.Add(w.quietWrite), slow: true, wrote: true, seen: s != stamp{}, stamp: s, read: read}, now)
	}
}

// built marks what waits already when a build ends. Force begins anew, so that
// all that happened meanwhile makes one batch.
func (w *waits) built(now time.Time) {
	for path, p := range w.paths {
		p.read = true
		w.paths[path] = p
	}
	w.restart(now)
}

// again makes a path that was looked at wait the long time once more.
func (w *waits) again(path string, p wait, now time.Time) {
	p.slow, p.due = true, now.Add(w.quietWrite)
	w.set(path, p, now)
}

// hold makes a folder wait as long as Force; each call pushes the time away.
func (w *waits) hold(path string, now time.Time) {
	w.set(path, wait{due: now.Add(w.force), slow: true}, now)
}

// done ends the wait of a path.
func (w *waits) done(path string) { delete(w.paths, path) }

func (w *waits) set(path string, p wait, now time.Time) {
	if w.since.IsZero() {
		w.since = now
	}
	w.paths[path] = p
}

// ready returns the paths to look at now: all, when all are quiet; after Force
// (forced) those that are quiet by themselves, which may be none.
func (w *waits) ready(now time.Time) (paths []string, forced bool) {
	for path, p := range w.paths {
		if !p.due.After(now) {
			paths = append(paths, path)
		}
	}
	forced = len(paths) < len(w.paths)
	if forced && now.Before(w.since.Add(w.force)) {
		return nil, false
	}
	slices.Sort(paths)
	return paths, forced
}

// readyAt is when ready has something to say next. With something found already
// that is at the latest when Force is over, whatever is quiet then.
func (w *waits) readyAt(nothingFound bool) (at time.Time, ok bool) {
	if len(w.paths) == 0 {
		return time.Time{}, false
	}
	var first, last time.Time
	for _, p := range w.paths {
		if first.IsZero() || p.due.Before(first) {
			first = p.due
		}
		if p.due.After(last) {
			last = p.due
		}
	}
	late := w.since.Add(w.force)
	if nothingFound && late.Before(first) {
		late = first
	}
	if late.Before(last) {
		return late, true
	}
	return last, true
}

// restart ends the current Force, and begins one for what still waits.
func (w *waits) restart(now time.Time) {
	w.since = time.Time{}
	if len(w.paths) > 0 {
		w.since = now
	}
}
