package watch

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// stage is a project folder with a watcher on it whose hints the test gives
// itself. It lives in a synctest bubble: the disk is real, the time is not.
type stage struct {
	t       *testing.T
	root    string
	src     *fakeSource
	w       *Watcher
	busy    func(Batch) // runs inside changed, may be nil; set before the first hint
	mu      sync.Mutex
	batches []dated  // under mu, as are the notices; read them with got
	notices []Notice // and wantNotices
	stop    func()
}

type dated struct {
	Batch
	after time.Duration // since stage.start
	text  map[string]string
}

// fakeSource gives the hints a test tells it to.
type fakeSource struct {
	sink   func(event)
	mu     sync.Mutex
	live   map[string]bool
	refuse map[string]error // "" for all folders
	closed bool
}

func (f *fakeSource) watch(dir string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, key := range []string{dir, ""} {
		if err := f.refuse[key]; err != nil {
			return err
		}
	}
	f.live[dir] = true
	return nil
}
func (f *fakeSource) unwatch(dir string) { f.mu.Lock(); defer f.mu.Unlock(); delete(f.live, dir) }
func (f *fakeSource) watched() map[string]bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return maps.Clone(f.live)
}
func (f *fakeSource) close() error { f.closed = true; return nil }

// fakeTree is a disk with faults.
type fakeTree struct {
	disk
	mu     sync.Mutex
	locked map[string]error                             // reading this path fails
	alias  map[string]string                            // other names under which a file opens
	listed func(dir string, e []entry) ([]entry, error) // what a listing shows instead
}

func (f *fakeTree) read(p string) (content, error) {
	f.mu.Lock()
	err, to := f.locked[p], f.alias[p]
	f.mu.Unlock()
	if err != nil {
		return content{}, err
	}
	if to != "" {
		p = to
	}
	return f.disk.read(p)
}

func (f *fakeTree) list(dir string) ([]entry, error) {
	e, err := f.disk.list(dir)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.listed != nil && err == nil {
		return f.listed(dir, e)
	}
	return e, err
}

// faults are what a test puts in the place of disk, events and clock.
type faults struct {
	tree   *fakeTree
	refuse map[string]error // see fakeSource
	now    func() time.Time // default time.Now, which is the time of the bubble
}

// set changes the faults while the watcher runs.
func (f *fakeTree) set(change func()) { f.mu.Lock(); defer f.mu.Unlock(); change() }

// bubble runs play in a bubble, with files (path → text) in place before the
// baseline is taken.
func bubble(t *testing.T, files map[string]string, opt Options, play func(*stage)) {
	t.Helper()
	bubbleWith(t, files, opt, faults{}, play)
}

func bubbleWith(t *testing.T, files map[string]string, opt Options, f faults, play func(*stage)) {
	t.Helper()
	root := tempDir(t)
	synctest.Test(t, func(t *testing.T) {
		s := &stage{t: t, root: root, src: &fakeSource{live: map[string]bool{}, refuse: f.refuse}}
		for p, text := range files {
			s.write(p, text)
		}
		if opt.Dirs == nil {
			opt.Dirs = []string{"data"}
		}
		opt.Notice = func(n Notice) { s.mu.Lock(); defer s.mu.Unlock(); s.notices = append(s.notices, n) }
		var tr tree = disk{root}
		if f.tree != nil {
			f.tree.disk.root = root
			tr = f.tree
		}
		now := time.Now
		if f.now != nil {
			now = f.now
		}
		w, err := newWatcher(root, now, opt, tr, func(_ string, sink func(event)) (source, error) {
			s.src.sink = sink
			return s.src, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		s.w = w
		s.start()
		play(s)
		s.stop()
	})
}

func (s *stage) start() {
	ctx, cancel := context.WithCancel(context.Background())
	begin := time.Now()
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := s.w.Run(ctx, func(_ context.Context, b Batch) {
			d := dated{Batch: b, after: time.Since(begin), text: map[string]string{}}
			for _, p := range b.Paths {
				if text, err := os.ReadFile(s.abs(p)); err == nil {
					d.text[p] = string(text)
				}
			}
			s.mu.Lock()
			s.batches = append(s.batches, d)
			s.mu.Unlock()
			if s.busy != nil {
				s.busy(b)
			}
		}); err != nil {
			s.t.Errorf("Run: %v", err)
		}
	}()
	s.stop = func() { cancel(); <-done }
	synctest.Wait()
}

func (s *stage) abs(p string) string { return filepath.Join(s.root, filepath.FromSlash(p)) }

// write puts text into a file, in place; write, rename and so on tell nobody.
func (s *stage) write(p, text string) {
	s.t.Helper()
	s.must(os.MkdirAll(filepath.Dir(s.abs(p)), 0o755))
	s.must(os.WriteFile(s.abs(p), []byte(text), 0o644))
}

// removeAll is os.RemoveAll in small steps, which also run under wine. On Windows
// a folder that is watched is gone only after the watcher has let go of it.
func (s *stage) removeAll(p string) {
	s.t.Helper()
	err := removeAll(s.abs(p))
	if err != nil && runtime.GOOS == "windows" {
		s.t.Skip("wine does not let go of a watched folder: ", err)
	}
	s.must(err)
}

func removeAll(name string) error {
	list, err := os.ReadDir(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range list {
		below := filepath.Join(name, e.Name())
		if e.IsDir() {
			err = removeAll(below)
		} else {
			err = os.Remove(below)
		}
		if err != nil {
			return err
		}
	}
	for try := 0; ; try++ {
		if err = os.Remove(name); err == nil || try == 100 {
			return err
		}
		runtime.Gosched()
		time.Sleep(time.Duration(try) * time.Millisecond)
	}
}

// tempDir is t.TempDir, whose own cleaning fails under wine.
func tempDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "watch-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = removeAll(dir) })
	return dir
}

func (s *stage) rename(from, to string) {
	s.t.Helper()
	s.must(os.Rename(s.abs(from), s.abs(to)))
}

// saveByRename is a save as Excel, WPS and careful editors do it, without hints.
func (s *stage) saveByRename(p, text string) {
	s.t.Helper()
	s.write(p+".new", text)
	s.rename(p+".new", p)
}

func (s *stage) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// tell gives a hint.
func (s *stage) tell(o op, p string) { s.src.sink(event{path: p, op: o}) }

func (s *stage) sleep(d time.Duration) { time.Sleep(d); synctest.Wait() }

// got is the batches so far.
func (s *stage) got() []dated { s.mu.Lock(); defer s.mu.Unlock(); return slices.Clone(s.batches) }

// want checks the paths of all batches so far: one string a batch, its paths
// with blanks between; Gone as -dir, Back as +dir, busy files as p!, a day as @.
func (s *stage) want(batches ...string) {
	s.t.Helper()
	got := []string{}
	for _, b := range s.got() {
		got = append(got, b.String())
	}
	if !slices.Equal(got, batches) {
		s.t.Errorf("batches:\n got %q\nwant %q", got, batches)
	}
}

func (b Batch) String() string {
	var words []string
	if b.NewDay {
		words = append(words, "@")
	}
	for _, g := range b.Gone {
		words = append(words, "-"+g)
	}
	for _, g := range b.Back {
		words = append(words, "+"+g)
	}
	for _, p := range b.Paths {
		if slices.Contains(b.Busy, p) {
			p += "!"
		}
		words = append(words, p)
	}
	return strings.Join(words, " ")
}

func (s *stage) wantNotices(codes ...Code) {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	var got []Code
	for _, n := range s.notices {
		got = append(got, n.Code)
	}
	if !slices.Equal(got, codes) {
		s.t.Errorf("notices: got %v, want %v", s.notices, codes)
	}
}

const members = "data/dongzhuang/members.yaml"

var village = map[string]string{
	"data/site.yaml":                   "名称: 东庄\n",
	"data/dongzhuang/unit.yaml":        "名称: 东庄村\n",
	members:                            "党员:\n- 姓名: 示例甲\n",
	"data/dongzhuang/points/2024.yaml": "流水: []\n",
}

// longer is members with one line more: a save that got shorter takes its time.
const longer = "党员:\n- 姓名: 示例甲\n- 姓名: 示例乙\n"

var errLocked = &fs.PathError{Op: "open", Path: members, Err: fs.ErrPermission}
