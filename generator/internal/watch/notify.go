package watch

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"github.com/fsnotify/fsnotify"
)

// source gives hints. Folders are slash paths relative to the root.
type source interface {
	watch(dir string) error   // the entries of dir, not of folders in it; again does no harm
	unwatch(dir string)       // no harm if it is not watched
	watched() map[string]bool // the live ones, as the source itself knows them
	close() error             // no hint comes after it returns
}

// opener opens a source that gives its hints to sink, from a goroutine of its own.
type opener func(root string, sink func(event)) (source, error)

// noSource is the source of a system that has none to give: the scan must do.
type noSource struct{}

func (noSource) watch(string) error       { return nil }
func (noSource) unwatch(string)           {}
func (noSource) watched() map[string]bool { return map[string]bool{} }
func (noSource) close() error             { return nil }

// hint is where a source puts what it heard. It runs in the goroutine of the
// source and does nothing that could block.
func (w *Watcher) hint(ev event) {
	if ev.err == nil && ev.path != "." && w.tops[ev.path] == nil && Ignored(path.Base(ev.path)) {
		return
	}
	w.inbox.put(ev, w.now())
}

// notifier is the source made of fsnotify.
type notifier struct {
	fs   *fsnotify.Watcher
	root string
	done chan struct{} // closed when the last hint was given
}

func openNotifier(root string, sink func(event)) (source, error) {
	fw, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	n := &notifier{fs: fw, root: root, done: make(chan struct{})}
	go n.pump(sink)
	return n, nil
}

// pump ends when fsnotify closes its channels.
func (n *notifier) pump(sink func(event)) {
	defer close(n.done)
	events, errs := n.fs.Events, n.fs.Errors
	for events != nil || errs != nil {
		select {
		case ev, ok := <-events:
			if !ok {
				events = nil
			} else if o := opOf(ev.Op); o != 0 {
				sink(event{path: n.rel(ev.Name), op: o})
			}
		case err, ok := <-errs:
			if !ok {
				errs = nil
			} else { // an overflow or anything else: something may have been missed
				sink(event{err: err})
			}
		}
	}
}

func opOf(o fsnotify.Op) (to op) {
	if o.Has(fsnotify.Create) {
		to |= created
	}
	if o.Has(fsnotify.Write) {
		to |= written
	}
	if o.Has(fsnotify.Remove) || o.Has(fsnotify.Rename) {
		to |= removed
	}
	if o.Has(fsnotify.Chmod) {
		to |= touched
	}
	return to
}

// rel is the slash path of a name as fsnotify gives it: what was added, and
// perhaps a name behind it.
func (n *notifier) rel(name string) string {
	rest, ok := strings.CutPrefix(name, n.root)
	if !ok {
		return "." // cannot be; look everywhere
	}
	rest = strings.Trim(filepath.ToSlash(rest), "/")
	if rest == "" {
		return "."
	}
	return path.Clean(rest)
}

func (n *notifier) abs(dir string) string {
	return filepath.Join(n.root, filepath.FromSlash(dir))
}

// bufferSize is what Windows keeps for each watched folder; the default of 64 KB
// would be 100 MB for a county. Too small is no harm, an overflow is a rescan.
const bufferSize = 16 << 10

func (n *notifier) watch(dir string) error {
	return n.fs.AddWith(n.abs(dir), fsnotify.WithBufferSize(bufferSize))
}

func (n *notifier) unwatch(dir string) {
	_ = n.fs.Remove(n.abs(dir)) // it may have ended by itself with the folder
}

func (n *notifier) watched() map[string]bool {
	list := n.fs.WatchList()
	dirs := make(map[string]bool, len(list))
	for _, name := range list {
		dirs[n.rel(name)] = true
	}
	return dirs
}

func (n *notifier) close() error {
	err := n.fs.Close()
	<-n.done
	if err != nil {
		return fmt.Errorf("close events: %w", err)
	}
	return nil
}
