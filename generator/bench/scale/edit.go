package main

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"gongshi/generator/bench/process"
)

// edits are how long it takes from a save to the published bytes, quiet times included.
type edits struct {
	N           int
	Median, P99 time.Duration
	Peak        int // MB, of the watching program
}

// amount is the points of an everyday entry.
var amount = regexp.MustCompile(`(项目: 日常积分, .*分值: )(\d+)`)

// An editor changes the points of one member after another while a program watches.
type editor struct {
	w       *workshop
	n       int
	out     string
	watcher *process.Running
	said    said
	before  map[string][]byte // the ledgers as they were
}

// said is what the watching program says, of which the last is kept.
type said struct {
	mu   sync.Mutex
	text []byte
}

// Write implements io.Writer.
func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.text = append(s.text, p...)
	s.text = s.text[max(0, len(s.text)-4000):]
	return len(p), nil
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return string(s.text)
}

// timeEdits starts a watching program, which says ready when it is, and times edits, one village
// after another. A build from nothing took built.
func (w *workshop) timeEdits(n int, out string, c process.Command, ready string, built time.Duration) (e *edits, err error) {
	ed := &editor{w: w, n: n, out: out, before: map[string][]byte{}}
	if ed.watcher, err = process.Start(c, &ed.said); err != nil {
		return nil, err
	}
	e = &edits{}
	defer func() {
		e.Peak = ed.watcher.Stop()
		for name, text := range ed.before {
			if failed := os.WriteFile(name, text, 0o644); err == nil {
				err = failed
			}
		}
	}()
	if err := ed.start(ready, max(10*time.Second, 3*built)); err != nil {
		return nil, err
	}
	var took []time.Duration
	for began := time.Now(); len(took) < w.edits && (len(took) == 0 || time.Since(began) < w.limit); {
		d, err := ed.edit(len(took)+1, w.limit)
		if err != nil {
			return nil, err
		}
		took = append(took, d)
	}
	slices.Sort(took)
	e.N, e.Median, e.P99 = len(took), took[len(took)/2], took[(len(took)*99+99)/100-1]
	return e, nil
}

// start waits until the program says that it watches, and then until it publishes an edit: some
// lose those of their first moments.
func (ed *editor) start(ready string, patience time.Duration) error {
	for began := time.Now(); !strings.Contains(ed.said.String(), ready); time.Sleep(10 * time.Millisecond) {
		if ended, err := ed.watcher.Ended(); ended || time.Since(began) > ed.w.limit {
			return fmt.Errorf("the watching program is not ready: %w\n%s", err, &ed.said)
		}
	}
	time.Sleep(time.Second)
	var err error
	for range 5 {
		if _, err = ed.edit(0, patience); err == nil {
			return nil
		}
	}
	return err
}

// edit saves the k-th change and waits for its page. A while passes first, so that watchers
// that look at times are not always caught at the same one.
func (ed *editor) edit(k int, patience time.Duration) (time.Duration, error) {
	time.Sleep(500*time.Millisecond + time.Duration(k*137%400)*time.Millisecond)
	village, ledger, text, err := ed.ledger(k)
	if err != nil {
		return 0, err
	}
	page := filepath.Join(ed.out, filepath.FromSlash(village), "points", "index.html")
	info, err := os.Stat(page)
	if err != nil {
		return 0, err
	}
	old, err := os.ReadFile(page)
	if err != nil {
		return 0, err
	}
	fresh := filepath.Join(ed.w.root(ed.n), "saved") // beside data: editors rename what is whole
	if err := os.WriteFile(fresh, text, 0o644); err != nil {
		return 0, err
	}
	began := time.Now()
	if err := os.Rename(fresh, ledger); err != nil {
		return 0, err
	}
	for time.Since(began) < patience {
		if changed(page, info, old) {
			return time.Since(began), nil
		}
		if ended, err := ed.watcher.Ended(); ended {
			return 0, fmt.Errorf("the watching program ended: %w\n%s", err, &ed.said)
		}
		time.Sleep(time.Millisecond)
	}
	return 0, fmt.Errorf("%s did not change within %v:\n%s", page, patience, &ed.said)
}

// changed tells whether a page is another than it was, and whole.
func changed(page string, info os.FileInfo, old []byte) bool {
	if i, err := os.Stat(page); err != nil || os.SameFile(i, info) && i.Size() == info.Size() && i.ModTime().Equal(info.ModTime()) {
		return false // asked a thousand times a second: what is measured shares the processors
	}
	now, err := os.ReadFile(page)
	return err == nil && !bytes.Equal(now, old) && bytes.HasSuffix(bytes.TrimSpace(now), []byte("</html>"))
}

// ledger returns the k-th village with everyday entries, its ledger, and what it shall be.
func (ed *editor) ledger(k int) (village, name string, text []byte, err error) {
	for i := range ed.n {
		village = ed.w.first.Folder((k*max(1, ed.n/ed.w.edits) + i) % ed.n)
		name = filepath.Join(ed.w.root(ed.n), "data", filepath.FromSlash(path.Join(village, "points", ed.w.day[:4]+".yaml")))
		if text, err = os.ReadFile(name); err != nil {
			return "", "", nil, err
		}
		at := amount.FindSubmatchIndex(text)
		if at == nil {
			continue
		}
		if ed.before[name] == nil {
			ed.before[name] = text
		}
		points, err := strconv.Atoi(string(text[at[4]:at[5]]))
		return village, name, slices.Concat(text[:at[4]], []byte(strconv.Itoa(points%9+1)), text[at[5]:]), err
	}
	return "", "", nil, fmt.Errorf("no village has everyday entries")
}
