package watch

import (
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// What will be in a batch is told as soon as it is hinted at, each file once, while the watcher
// waits for quiet.
func TestSoon(t *testing.T) {
	var mu sync.Mutex
	var told []string
	opt := Options{Soon: func(paths []string) { mu.Lock(); defer mu.Unlock(); told = append(told, paths...) }}
	bubble(t, map[string]string{"data/a.yaml": "1", "data/b.yaml": "1"}, opt, func(s *stage) {
		time.Sleep(time.Minute + time.Second) // between two scans
		s.write("data/a.yaml", "22")
		s.src.sink(event{path: "saved", op: created})
		time.Sleep(time.Millisecond)
		s.src.sink(event{path: "data/a.yaml", op: created})
		time.Sleep(time.Millisecond)
		s.src.sink(event{path: "data/a.yaml", op: touched})
		synctest.Wait()
		mu.Lock()
		if want := []string{"saved", "data/a.yaml"}; !slices.Equal(told, want) {
			t.Errorf("told of %v, want %v", told, want)
		}
		mu.Unlock()
		s.mu.Lock()
		if len(s.batches) != 0 {
			t.Error("the batch did not wait for quiet")
		}
		s.mu.Unlock()
		time.Sleep(time.Second)
		s.mu.Lock()
		if len(s.batches) != 1 || !slices.Equal(s.batches[0].Paths, []string{"data/a.yaml"}) {
			t.Errorf("batches %v", s.batches)
		}
		s.mu.Unlock()
	})
}

// countingTree counts listings, and gives a hint at one of them.
type countingTree struct {
	disk
	listed []string
	at     func(n int)
}

func (c *countingTree) list(dir string) ([]entry, error) {
	c.listed = append(c.listed, dir)
	if c.at != nil {
		c.at(len(c.listed))
	}
	return c.disk.list(dir)
}

// A hint ends the scan that is running, for somebody may be waiting; the next one goes on where
// it stopped, so that however many come every folder is looked at.
func TestAHintCutsAScanShort(t *testing.T) {
	root := tempDir(t)
	s := &stage{t: t, root: root}
	for _, dir := range []string{"a", "a/x", "b", "c", "c/y", "d", "e"} {
		s.write("data/"+dir+"/f.yaml", "1")
	}
	tr := &countingTree{disk: disk{root}}
	w, err := newWatcher(root, time.Now, Options{Dirs: []string{"data"}}, tr, func(string, func(event)) (source, error) {
		return noSource{}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	scan := func(hinted bool) []string {
		w.inbox.take()
		tr.listed, tr.at = nil, func(n int) {
			if hinted && n == 2 {
				w.hint(event{path: "data/a/f.yaml", op: written})
			}
		}
		w.scan(time.Now())
		return tr.listed
	}
	whole := slices.Sorted(slices.Values(scan(false)))
	for _, meanwhile := range []bool{false, true} {
		w.afterBuild()
		var parts []string
		for done := false; !done; done = len(w.scanned) == 0 {
			if !w.built {
				t.Error("the build is forgotten before all was looked at")
			}
			part := scan(true)
			if len(part) > 2 {
				t.Fatalf("%v though a hint came in at the second", part)
			}
			if parts = append(parts, part...); meanwhile && len(parts) == 2 {
				w.afterBuild()
			}
		}
		slices.Sort(parts)
		if !slices.Equal(parts, whole) {
			t.Errorf("%v, want %v", parts, whole)
		}
		if w.built != meanwhile {
			t.Errorf("when all was looked at, that a build ran is %v, want %v", w.built, meanwhile)
		}
	}
	if again := slices.Sorted(slices.Values(scan(false))); !slices.Equal(again, whole) {
		t.Errorf("%v after a whole scan, want all", again)
	}
}
