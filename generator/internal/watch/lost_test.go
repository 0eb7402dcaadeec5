package watch

import (
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// Ensure no edit is ever lost: random edits, hints of which half never arrive
// and some lie, builds of any length. A reader that reads only what batches name
// must end with what is on the disk.
func TestNoEditIsLost(t *testing.T) {
	for seed := range uint64(25) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { torture(t, rand.New(rand.NewPCG(seed, 7))) })
	}
}

func torture(t *testing.T, rnd *rand.Rand) {
	bubble(t, village, Options{}, func(s *stage) {
		var mu sync.Mutex
		reader := maps.Clone(village)
		pause := make(chan time.Duration, 1)
		s.busy = func(b Batch) {
			mu.Lock()
			if len(b.Back) > 0 {
				reader = s.disk()
			}
			for _, p := range b.Paths {
				delete(reader, p)
				if text, err := os.ReadFile(s.abs(p)); err == nil {
					reader[p] = string(text)
				}
			}
			mu.Unlock()
			select {
			case d := <-pause:
				time.Sleep(d)
			default:
			}
		}
		for i := range 60 {
			s.randomEdit(rnd, i)
			s.sleep(time.Duration(rnd.IntN(300)) * time.Millisecond)
			if rnd.IntN(10) == 0 {
				select {
				case pause <- time.Duration(rnd.IntN(4000)) * time.Millisecond:
				default:
				}
			}
		}
		s.sleep(time.Minute)
		mu.Lock()
		defer mu.Unlock()
		disk := s.disk()
		for p, text := range disk {
			if reader[p] != text {
				t.Errorf("%s: the reader has %d characters, the disk %d", p, len(reader[p])/3, len(text)/3)
			}
		}
		for p := range reader {
			if _, ok := disk[p]; !ok {
				t.Errorf("%s is on no disk", p)
			}
		}
	})
}

// disk is every file below data.
func (s *stage) disk() map[string]string {
	all := map[string]string{}
	s.must(fs.WalkDir(os.DirFS(s.root), "data", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || Ignored(d.Name()) {
			return err
		}
		raw, err := os.ReadFile(s.abs(p))
		all[p] = string(raw)
		return err
	}))
	return all
}

// randomEdit does something to a random file or folder and gives about half of
// the hints a system would give. Each text has another length than all before,
// because an edit that changes neither length, time nor gives a hint is invisible.
func (s *stage) randomEdit(rnd *rand.Rand, i int) {
	name := func() string {
		return path.Join("data", string("abc"[rnd.IntN(3)]), string("de"[rnd.IntN(2)]), fmt.Sprintf("f%d.yaml", rnd.IntN(4)))
	}
	tell := func(o op, p string) {
		if rnd.IntN(2) == 0 {
			s.tell(o, p)
		}
	}
	p, text := name(), strings.Repeat("行", i+1)
	switch rnd.IntN(30) {
	case 0, 1, 2, 3, 4, 5, 6: // in place
		s.write(p, text)
		tell(created, path.Dir(p))
		tell(written, p)
	case 7, 8, 9, 10, 11, 12, 13: // by renaming
		s.write(p+".tmp", text)
		s.rename(p+".tmp", p)
		tell(created, p)
	case 14, 15, 16, 17:
		_ = os.Remove(s.abs(p))
		tell(removed, p)
	case 18, 19, 20: // a whole folder
		dir := path.Dir(p)
		if rnd.IntN(2) == 0 {
			dir = path.Dir(dir)
		}
		s.removeAll(dir)
		tell(removed, dir)
	case 21, 22, 23, 24: // a folder gets another name
		from, to := path.Dir(p), path.Dir(name())
		s.must(os.MkdirAll(filepath.Dir(s.abs(to)), 0o755))
		if os.Rename(s.abs(from), s.abs(to)) == nil {
			s.tell(removed, from)
			s.tell(created, to)
		}
	case 25, 26, 27, 28: // rumours
		s.src.sink(event{path: p, op: op(1 + rnd.IntN(15))})
		s.src.sink(event{path: path.Dir(p), op: op(1 + rnd.IntN(15))})
		if rnd.IntN(3) == 0 {
			s.src.sink(event{err: fmt.Errorf("overflow")})
		}
	case 29: // the stick is pulled out, written to elsewhere and put back
		s.rename("data", "away")
		s.tell(removed, "data")
		s.sleep(time.Duration(rnd.IntN(6000)) * time.Millisecond)
		s.write("away"+strings.TrimPrefix(p, "data"), text)
		s.rename("away", "data")
		s.tell(created, "data")
	}
}
