package watch

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// Real saves, real events, real time. The machine may be slow and busy: these
// tests ask what is reported and in what order, with quiet times long enough for
// a stall between two steps of a save, and never how fast.

// live is a watcher on a real folder, with no scan to help it unless asked for.
type live struct {
	t       *testing.T
	stage   stage // only its file helpers
	batches chan dated
}

func watchLive(t *testing.T, opt Options) *live {
	t.Helper()
	t.Parallel()
	l := &live{t: t, stage: stage{t: t, root: tempDir(t)}, batches: make(chan dated, 1000)}
	for p, text := range village {
		l.stage.write(p, text)
	}
	opt.Dirs = []string{"data", "content"}
	if opt.Scan == 0 {
		opt.Scan = time.Hour
	}
	if opt.QuietWrite == 0 {
		opt.Quiet, opt.QuietWrite = 100*time.Millisecond, 500*time.Millisecond
	}
	w, err := New(l.stage.root, time.Now, opt)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer w.Close()
		w.loop(ctx, func(_ context.Context, b Batch) { // not Run: no build came before
			text := map[string]string{}
			for _, p := range b.Paths {
				if raw, err := os.ReadFile(l.stage.abs(p)); err == nil {
					text[p] = string(raw)
				}
			}
			l.batches <- dated{Batch: b, text: text}
		})
	}()
	t.Cleanup(func() { cancel(); <-done })
	return l
}

// next waits for a batch.
func (l *live) next() dated {
	l.t.Helper()
	select {
	case b := <-l.batches:
		return b
	case <-time.After(30 * time.Second):
		l.t.Fatal("no batch in 30 s")
		panic("unreachable")
	}
}

// want waits for one batch and checks it, as stage.want does. Names that came and
// went while a build may have read them are left out.
func (l *live) want(batch string) dated {
	l.t.Helper()
	b := l.next()
	b.Paths = slices.DeleteFunc(b.Paths, func(p string) bool {
		_, there := b.text[p]
		return !there && !slices.Contains(strings.Fields(batch), p)
	})
	if b.String() != batch {
		l.t.Errorf("batch:\n got %q\nwant %q", b.String(), batch)
	}
	return b
}

// silence checks that nothing more comes.
func (l *live) silence() {
	l.t.Helper()
	select {
	case b := <-l.batches:
		l.t.Errorf("one batch too many: %v", b.String())
	case <-time.After(800 * time.Millisecond):
	}
}

func TestLiveRow01Vim(t *testing.T) {
	l := watchLive(t, Options{})
	s := &l.stage
	s.write("data/dongzhuang/4913", "")
	s.must(os.Remove(s.abs("data/dongzhuang/4913")))
	s.rename(members, members+"~")
	s.write(members, "党员: []\n")
	s.must(os.Chmod(s.abs(members), 0o640))
	s.must(os.Remove(s.abs(members + "~")))
	if b := l.want(members); b.text[members] != "党员: []\n" {
		t.Errorf("read %q", b.text[members])
	}
	l.silence()
}

func TestLiveRow02RenameSameSizeSameTime(t *testing.T) {
	l := watchLive(t, Options{})
	s := &l.stage
	info, err := os.Stat(s.abs(members))
	s.must(err)
	want := strings.Replace(village[members], "甲", "乙", 1)
	s.write(members+".new", want)
	s.must(os.Chtimes(s.abs(members+".new"), info.ModTime(), info.ModTime()))
	s.rename(members+".new", members)
	if b := l.want(members); b.text[members] != want {
		t.Errorf("read %q", b.text[members])
	}
	l.silence()
}

func TestLiveRow03WriteInParts(t *testing.T) {
	l := watchLive(t, Options{QuietWrite: 2 * time.Second, Force: 20 * time.Second})
	f, err := os.Create(l.stage.abs(members)) // truncates
	l.stage.must(err)
	for i := range 20 {
		fmt.Fprintf(f, "- 姓名: 示例%d\n", i)
		time.Sleep(20 * time.Millisecond)
	}
	f.Close()
	if b := l.want(members); strings.Count(b.text[members], "姓名") != 20 {
		t.Errorf("read %q", b.text[members])
	}
}

func TestLiveRow04ExcelSave(t *testing.T) {
	l := watchLive(t, Options{})
	s := &l.stage
	const sheet = "data/dongzhuang/honours.xlsx"
	s.write("data/dongzhuang/~$honours.xlsx", "owner")
	s.write("data/dongzhuang/0A1B2C3D", "workbook")
	s.rename("data/dongzhuang/0A1B2C3D", sheet)
	s.must(os.Remove(s.abs("data/dongzhuang/~$honours.xlsx")))
	l.want(sheet)
	l.silence()
}

func TestLiveRow05NestedAtOnce(t *testing.T) {
	l := watchLive(t, Options{})
	for i := range 1000 {
		l.stage.write(fmt.Sprintf("data/t%d/v%d/tables/x%d.yaml", i%3, i%10, i), "行: []\n")
	}
	l.stage.write("content/dongzhuang/notices/a.md", "公示\n") // content/ comes later
	seen := map[string]bool{}
	for len(seen) < 1001 {
		for _, p := range l.next().Paths {
			seen[p] = true
		}
	}
	l.stage.write("data/t1/v1/tables/x1.yaml", "行: [1]\n")
	l.want("data/t1/v1/tables/x1.yaml")
	l.stage.write("content/dongzhuang/notices/b.md", "公示\n")
	l.want("content/dongzhuang/notices/b.md")
}

func TestLiveRow06Storm(t *testing.T) {
	const n = 20_000
	l := watchLive(t, Options{Force: time.Minute})
	for i := range n {
		dir := l.stage.abs(fmt.Sprintf("data/s%d", i%20))
		if i < 20 {
			l.stage.must(os.Mkdir(dir, 0o755))
		}
		l.stage.must(os.WriteFile(filepath.Join(dir, fmt.Sprintf("f%d.yaml", i)), []byte("行: []\n"), 0o644))
	}
	seen, batches := map[string]bool{}, 0
	for len(seen) < n {
		for _, p := range l.next().Paths {
			seen[p] = true
		}
		batches++
	}
	if batches > 2 {
		t.Errorf("%d batches", batches)
	}
	l.silence()
}

func TestLiveRow09FolderCopiedAndRemoved(t *testing.T) {
	l := watchLive(t, Options{})
	l.stage.must(os.CopyFS(l.stage.abs("data/xizhuang"), os.DirFS(l.stage.abs("data/dongzhuang"))))
	l.want("data/xizhuang/members.yaml data/xizhuang/points/2024.yaml data/xizhuang/unit.yaml")
	l.stage.removeAll("data/xizhuang")
	l.want("data/xizhuang/members.yaml data/xizhuang/points/2024.yaml data/xizhuang/unit.yaml")
	l.silence()
}

// A watch follows the folder, not its name. After a rename the files under the
// new name must be watched, the folders in it too.
func TestLiveRow09FolderRenamed(t *testing.T) {
	l := watchLive(t, Options{})
	l.stage.rename("data/dongzhuang", "data/xizhuang")
	l.want("data/dongzhuang/members.yaml data/dongzhuang/points/2024.yaml data/dongzhuang/unit.yaml " +
		"data/xizhuang/members.yaml data/xizhuang/points/2024.yaml data/xizhuang/unit.yaml")
	for i := range 3 {
		for _, p := range []string{"data/xizhuang/points/2024.yaml", "data/xizhuang/members.yaml"} {
			l.stage.write(p, fmt.Sprint("行: ", i))
			l.want(p)
		}
	}
	l.silence()
}

// One folder is exchanged for another of the same name.
func TestLiveRow09FolderExchanged(t *testing.T) {
	l := watchLive(t, Options{})
	l.stage.must(os.CopyFS(l.stage.abs("prepared"), os.DirFS(l.stage.abs("data/dongzhuang"))))
	l.stage.write("prepared/members.yaml", longer)
	l.stage.rename("data/dongzhuang", "old")
	l.stage.rename("prepared", "data/dongzhuang")
	l.want(members)
	l.stage.write("data/dongzhuang/points/2024.yaml", "流水: [1]\n")
	l.want("data/dongzhuang/points/2024.yaml")
	l.stage.write("old/points/2024.yaml", "流水: [2]\n")
	l.silence()
}

func TestLiveRow10DataAwayAndBack(t *testing.T) {
	l := watchLive(t, Options{Force: time.Second})
	l.stage.rename("data", "elsewhere")
	l.want("-data")
	l.stage.rename("elsewhere", "data")
	l.want("+data")
	l.stage.write("data/dongzhuang/points/2024.yaml", "流水: [1]\n")
	l.want("data/dongzhuang/points/2024.yaml")

	l.stage.removeAll("data")
	for {
		b := l.next() // rm -r may be slow: files first, then the folder
		if len(b.Gone) == 1 {
			break
		}
	}
	for p, text := range village {
		l.stage.write(p, text)
	}
	for len(l.next().Back) == 0 {
	}
	l.stage.write(members, longer)
	l.want(members)
}

func TestLiveRow10RootAwayAndBack(t *testing.T) {
	l := watchLive(t, Options{Force: time.Second, Scan: time.Second})
	l.stage.must(os.Rename(l.stage.root, l.stage.root+".away"))
	l.want("-data")
	l.stage.must(os.Rename(l.stage.root+".away", l.stage.root))
	l.want("+data")
	l.stage.write(members, longer)
	l.want(members)
}

func TestLiveRow17Noise(t *testing.T) {
	l := watchLive(t, Options{})
	for i := range 5 {
		later := time.Now().Add(time.Duration(i) * time.Second)
		l.stage.must(os.Chtimes(l.stage.abs(members), later, later))
		l.stage.must(os.Chmod(l.stage.abs(members), 0o600))
		l.stage.write("data/site.yaml", village["data/site.yaml"])
		time.Sleep(20 * time.Millisecond)
	}
	l.silence()
}

func TestRunEndsAndLeavesNothing(t *testing.T) {
	root := tempDir(t)
	before := runtime.NumGoroutine()
	for range 20 {
		w, err := New(root, time.Now, Options{Dirs: []string{"data"}})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := w.Run(ctx, func(context.Context, Batch) { t.Error("called") }); err != nil {
			t.Error(err)
		}
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}
	for end := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; {
		if time.Now().After(end) {
			t.Fatalf("%d goroutines before, %d after", before, runtime.NumGoroutine())
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func TestNewRefuses(t *testing.T) {
	root := tempDir(t)
	for _, dirs := range [][]string{nil, {"."}, {"../data"}, {"/data"}, {"data", "data"}, {"data", "data/x"}, {""}} {
		if w, err := New(root, time.Now, Options{Dirs: dirs}); err == nil {
			w.Close()
			t.Errorf("%q accepted", dirs)
		}
	}
	if w, err := New(filepath.Join(root, "none"), time.Now, Options{Dirs: []string{"data"}}); err == nil {
		w.Close()
		t.Error("a missing root accepted")
	}
	if opt := (Options{Dirs: []string{"data"}}).filled(); opt.Quiet != 25*time.Millisecond || opt.Scan != 3*time.Second || !slices.Equal(opt.Dirs, []string{"data"}) {
		t.Errorf("defaults %+v", opt)
	}
}
