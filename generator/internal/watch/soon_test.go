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
	lists int
	at    func(n int)
}

func (c *countingTree) list(dir string) ([]entry, error) {
	c.lists++
	if c.at != nil {
		c.at(c.lists)
	}
	return c.disk.list(dir)
}

// A hint ends the scan that is running, for somebody may be waiting; but not every scan.
func TestAHintCutsAScanShort(t *testing.T) {
	root := tempDir(t)
	s := &stage{t: t, root: root}
	for _, dir := range []string{"a", "b", "c", "d", "e"} {
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
	scan := func(hinted bool) int {
		w.inbox.take()
		tr.lists, tr.at = 0, func(n int) {
			if hinted && n == 2 {
				w.hint(event{path: "data/a/f.yaml", op: written})
			}
		}
		w.scan(time.Now())
		return tr.lists
	}
	whole := scan(false)
	for k := range mostCut {
		if n := scan(true); n >= whole {
			t.Errorf("scan %d made %d of %d listings though a hint came in", k, n, whole)
		}
	}
	if n := scan(true); n != whole {
		t.Errorf("%d of %d listings: a scan must be whole now and then", n, whole)
	}
	if n := scan(true); n >= whole {
		t.Error("and may be cut short again")
	}
}
