// Package watch tells which files under some folders have changed, truthfully
// and soon.
//
// It is the only package that knows fsnotify. An event of the operating system
// is a hint and nothing more: it says where to look and when. The disk has the
// last word, by listing (size and time) and then by content hash, and a periodic
// scan covers what events do not (network drives, lost events, a laptop that
// slept).
//
// The order of calls is what makes it lose nothing:
//
//	w, err := watch.New(root, time.Now, opt)  // 1 watches set, then the baseline taken
//	build()                                   // 2 reads files at or after the baseline
//	err = w.Run(ctx, rebuild)                 // 3 reports every difference from the baseline
//
// A file changed while step 2 reads it differs from the baseline and is
// reported as soon as step 3 begins.
//
// When a change is reported:
//
//   - A file that was replaced by renaming (the way editors, WPS and Excel save)
//     is whole when its name appears: Options.Quiet later.
//   - A file written in place, a new name, a file that got shorter and a removal
//     may be the middle of something: Options.QuietWrite without a further sign.
//   - One batch gathers everything that happens until all of it is quiet, but
//     nothing settled waits longer than Options.Force. A file still being
//     written is left for a later batch: half a list is valid YAML.
//
// It refuses: to follow a symbolic link to a folder, or any link out of the
// root; to open what is no regular file; to take a folder it cannot list for an
// empty one (what is known of it is kept); to report the files of a watched
// folder that vanished as a whole (Batch.Gone says so instead, and the last good
// site can stand).
package watch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Options say what to watch and how patient to be. Durations that are zero take
// the value named beside them.
type Options struct {
	Dirs       []string      // slash paths relative to the root, none inside another; any may be missing and come later
	Quiet      time.Duration // after a file was renamed into place; 25 ms
	QuietWrite time.Duration // after a write in place, a removal, a new name, a file that got shorter; 150 ms
	Force      time.Duration // longest wait of something settled while other things keep changing; 2 s
	Scan       time.Duration // between two scans of the listings; 3 s. A scan never takes more than a fifth of the time

	Zone   func() *time.Location  // where midnight is (Batch.NewDay), asked at every turn; nil: days are not reported
	Ignore func(path string) bool // further slash paths to leave out, folders with all they hold; Ignored applies always
	Notice func(Notice)           // what happened to the watching itself; called from New and Run, may be nil

	// Soon is told of what may be in a batch soon, when the first hints of it come in; the files
	// may be half written yet, and there may be no batch. It is called from Run between batches,
	// must not take time, and may be nil.
	Soon func(paths []string)
}

// Batch is what changed since the last batch, or since the baseline. At least
// one field is set.
type Batch struct {
	Paths  []string // files added, modified or removed: slash paths relative to the root, sorted, each once
	Busy   []string // those of Paths that could not be opened in ten tries (held by another program); they come again once readable
	Gone   []string // watched folders that vanished; their files are not in Paths
	Back   []string // watched folders that were away, told or not, and are there again and at rest: read all of them anew
	NewDay bool     // the civil day in Options.Zone is another one
}

// Code names what a Notice is about.
type Code string

// The codes of notices.
const (
	ScanOnly   Code = "scan-only"  // no events for Path and perhaps others: changes there are found by the scan. Said once
	Rescan     Code = "rescan"     // events were lost (too many at once, or the machine slept): everything is looked at again
	Unreadable Code = "unreadable" // the folder Path cannot be listed; what was known of it is kept. Said once until it can
)

// Notice is something that happened to the watching itself. It is not a change.
type Notice struct {
	Code Code
	Path string // slash path relative to the root; "" when it concerns everything
	Err  error  // the cause, nil when there is none to tell
}

// Watcher holds the baseline and what has been noticed since. Make one with New,
// call Run once; it is not for concurrent use.
type Watcher struct {
	root   string
	now    func() time.Time
	opt    Options
	tree   tree
	source source
	inbox  *inbox

	tops    map[string]*top  // Options.Dirs
	known   known            // as last reported
	waits   waits            // what must fall quiet before it is looked at
	found   found            // looked at and different, not reported yet
	watched map[string]bool  // folders that have a live watch
	told    map[string]error // Unreadable notices given

	scanAt    time.Time       // when to scan next
	built     bool            // a build ran since the last scan
	meanwhile bool            // and since that which goes on began
	justBuilt bool            // and since hints were last taken
	rewatch   bool            // watches may be stale: set them anew at the next scan
	full      bool            // the system refused a watch: no further try in this scan
	toldScan  bool            // the ScanOnly notice was given
	scanning  bool            // a scan runs that may be interrupted
	cut       bool            // and is
	scanned   map[string]bool // folders that interrupted scans have listed
	budget    int64           // bytes the current scan may still read to learn content it has no reason to doubt
	day       string          // civil day of the last report
}

// readBudget is how much a scan reads at the most to learn the content of files
// whose stamp gives no reason to. A township fits in New at once; a whole county
// with its photographs is learnt over the first minutes.
const readBudget = 32 << 20

// New sets the watches below root and takes the baseline: call it before the
// first file is read. The clock needs a monotonic reading (time.Now in the
// program); its wall part serves Batch.NewDay and tells when the machine slept.
// Without a call of Run the Watcher must be closed.
func New(root string, now func() time.Time, opt Options) (*Watcher, error) {
	abs, err := filepath.Abs(root)
	if err != nil {
		return nil, fmt.Errorf("watch %s: %w", root, err)
	}
	if _, err := os.ReadDir(abs); err != nil {
		return nil, fmt.Errorf("watch: %w", err)
	}
	return newWatcher(abs, now, opt, disk{abs}, openNotifier)
}

// newWatcher is New with the disk and the event source as arguments.
func newWatcher(root string, now func() time.Time, opt Options, t tree, open opener) (*Watcher, error) {
	opt = opt.filled()
	if err := checkDirs(opt.Dirs); err != nil {
		return nil, err
	}
	w := &Watcher{
		root: root, now: now, opt: opt, tree: t, inbox: newInbox(),
		tops: map[string]*top{}, known: known{}, found: newFound(), watched: map[string]bool{}, told: map[string]error{}, scanned: map[string]bool{},
		waits: waits{quiet: opt.Quiet, quietWrite: opt.QuietWrite, force: opt.Force, paths: map[string]wait{}},
	}
	for _, d := range opt.Dirs {
		w.tops[d] = &top{}
	}
	src, err := open(root, w.hint)
	if err != nil { // no inotify instance left: the scan alone must do
		w.scanOnly("", err)
		src = noSource{}
	}
	w.source = src
	w.baseline()
	w.day = w.today()
	return w, nil
}

func (o Options) filled() Options {
	def := func(d *time.Duration, v time.Duration) {
		if *d <= 0 {
			*d = v
		}
	}
	def(&o.Quiet, 25*time.Millisecond)
	def(&o.QuietWrite, 150*time.Millisecond)
	def(&o.Force, 2*time.Second)
	def(&o.Scan, 3*time.Second)
	o.Dirs = slices.Clone(o.Dirs)
	return o
}

func checkDirs(dirs []string) error {
	if len(dirs) == 0 {
		return errors.New("watch: no folder to watch")
	}
	for i, d := range dirs {
		if !fs.ValidPath(d) || d == "." {
			return fmt.Errorf("watch: %q is no folder below the root", d)
		}
		for _, o := range dirs[:i] {
			if within(d, o) || within(o, d) {
				return fmt.Errorf("watch: %q and %q are inside one another", o, d)
			}
		}
	}
	return nil
}

// within says whether path is dir or lies below it.
func within(path, dir string) bool {
	rest, ok := strings.CutPrefix(path, dir)
	return ok && (rest == "" || rest[0] == '/')
}

// Run reports every difference from the baseline to changed until ctx is done,
// and then returns nil. Calls never overlap; all that changes during one call
// comes in exactly one further call once it is quiet. A build that writes into
// the watched folders would wake itself. The watches are closed when Run
// returns.
//
// A build reads what it likes while the disk goes on changing. So that it can
// trust the batches, a file that was touched during a build is reported even if
// it ended as it began.
func (w *Watcher) Run(ctx context.Context, changed func(context.Context, Batch)) error {
	defer w.Close()
	w.afterBuild()     // the caller has built from the baseline
	w.scanAt = w.now() // and there may be no events of what changed since
	w.loop(ctx, changed)
	return nil
}

func (w *Watcher) loop(ctx context.Context, changed func(context.Context, Batch)) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for ctx.Err() == nil {
		if b, ok := w.turn(); ok {
			changed(ctx, b)
			w.afterBuild()
		} else {
			w.rest(ctx, timer)
		}
	}
}

// afterBuild notes that a build may have read anything, in any state it had.
func (w *Watcher) afterBuild() {
	w.built, w.meanwhile, w.justBuilt = true, true, true
	w.waits.built(w.now())
}

// turn does all that is due and returns the batch that is ready, if one is.
func (w *Watcher) turn() (Batch, bool) {
	now := w.now()
	w.take(now)
	if !now.Before(w.scanAt) {
		w.scan(now)
	}
	paths, forced := w.waits.ready(now)
	if len(paths) > 0 {
		w.judge(paths, forced, now)
	}
	settled := (len(w.waits.paths) == 0 || forced) && (w.unchanged() || forced)
	if settled {
		w.waits.restart(now)
	}
	today := w.today()
	if today == w.day && (w.found.empty() || !settled) {
		return Batch{}, false
	}
	b := w.found.take()
	b.NewDay, w.day = today != w.day, today
	return b, true
}

// mostTold is of how many paths Options.Soon is told in one rest.
const mostTold = 16

// rest sleeps until something is due or a hint comes in. After a hint it sleeps
// Options.Quiet more: sooner nothing can be ready, and a storm of hints costs a
// turn per Quiet instead of a turn each.
func (w *Watcher) rest(ctx context.Context, timer *time.Timer) {
	before := w.now()
	due := w.dueAt(before)
	timer.Reset(due.Sub(before))
	wake, told := w.inbox.wake, map[string]bool{}
	for asleep := true; asleep; {
		select {
		case <-ctx.Done():
			asleep = false
		case <-timer.C:
			asleep = false
		case <-wake:
			if fresh := w.inbox.hinted(told); w.opt.Soon != nil && len(fresh) > 0 && len(told) <= mostTold {
				w.opt.Soon(fresh)
			} else if len(told) > mostTold || w.opt.Soon == nil {
				wake = nil
			}
			if soon := w.now().Add(w.opt.Quiet); soon.Before(due) {
				due = soon
				timer.Reset(w.opt.Quiet)
			}
		}
	}
	w.noticeSleep(before, due)
}

// dueAt is when the next turn has something to do if no hint comes.
func (w *Watcher) dueAt(now time.Time) time.Time {
	due := w.scanAt
	if at, ok := w.waits.readyAt(w.found.empty()); ok && at.Before(due) {
		due = at
	}
	if w.opt.Zone != nil {
		if m := NextMidnight(now, w.opt.Zone()).Sub(now.Round(0)); now.Add(m).Before(due) {
			due = now.Add(m)
		}
	}
	return due
}

// noticeSleep compares wall clocks, because the monotonic one may stand still
// while a laptop sleeps: watches on a network drive are dead afterwards. A clock
// that was set forward looks the same; the rescan is harmless.
func (w *Watcher) noticeSleep(before, due time.Time) {
	late := w.now().Round(0).Sub(before.Round(0)) - due.Sub(before)
	if late > 10*time.Second {
		w.lost(w.now(), nil)
		w.scanAt = w.now()
	}
}

// Close stops the watching. It is for a Watcher whose Run was never called, and
// may be called twice.
func (w *Watcher) Close() error {
	src := w.source
	w.source = noSource{}
	if err := src.close(); err != nil {
		return fmt.Errorf("watch %s: %w", w.root, err)
	}
	return nil
}

func (w *Watcher) notice(n Notice) {
	if w.opt.Notice != nil {
		w.opt.Notice(n)
	}
}

// scanOnly says once that some or all folders have no events.
func (w *Watcher) scanOnly(path string, err error) {
	if !w.toldScan {
		w.toldScan = true
		w.notice(Notice{ScanOnly, path, err})
	}
}

// lost arranges for everything to be watched anew and looked at.
func (w *Watcher) lost(now time.Time, err error) {
	if at := now.Add(w.opt.QuietWrite); at.Before(w.scanAt) {
		w.scanAt = at
	}
	if !w.rewatch {
		w.rewatch = true
		w.notice(Notice{Rescan, "", err})
	}
}

// today is the civil day in Options.Zone, "" without one.
func (w *Watcher) today() string {
	if w.opt.Zone == nil {
		return ""
	}
	return w.now().In(w.opt.Zone()).Format(time.DateOnly)
}

// leftOut says whether a path is none of the watcher's business.
func (w *Watcher) leftOut(path, name string) bool {
	return Ignored(name) || w.opt.Ignore != nil && w.opt.Ignore(path)
}

// isGone says whether an error means that there is nothing under the name,
// rather than that it could not be read.
func isGone(err error) bool { return errors.Is(err, fs.ErrNotExist) || notFolder(err) }
