package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"gongshi/generator/internal/village"
)

// A goodStore keeps the last good input of every unit, outside the output folder. It
// may be deleted: a unit that has errors at that moment is then left as it stands
// until it is mended.
type goodStore struct {
	dir     string
	open    bool // nothing is written else: a check changes nothing
	mu      sync.Mutex
	days    map[string]village.Date // folder → last day on which the unit's own files were good
	told    bool                    // days differs from what is on disk
	refused []string                // inputs that must not be used again
}

// goodInput is the input of one unit from which it was last published without errors.
type goodInput struct {
	Format int    // goodFormat
	Digest string // of Files
	Files  []inputFile
	Rules  []inputFile // of a unit: data/rules at that time
}

const goodFormat = 2

func (g *goodStore) path(folder string) string {
	sum := sha256.Sum256([]byte(folder))
	return filepath.Join(g.dir, hex.EncodeToString(sum[:12])+".gob")
}

// load returns nil when there is no good input, or none that can be read.
func (g *goodStore) load(folder string) *goodInput {
	b, err := os.ReadFile(g.path(folder))
	if err != nil {
		return nil
	}
	in := &goodInput{}
	if err := gob.NewDecoder(bytes.NewReader(b)).Decode(in); err != nil || in.Format != goodFormat {
		return nil
	}
	return in
}

// save keeps in, whole or not at all.
func (g *goodStore) save(folder string, in *goodInput) error {
	if !g.open {
		return nil
	}
	in.Format = goodFormat
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(in); err != nil {
		return fmt.Errorf("site: last good input: %w", err)
	}
	if err := os.MkdirAll(g.dir, 0o755); err != nil {
		return fmt.Errorf("site: last good input: %w", err)
	}
	return replaceFile(g.path(folder), b.Bytes())
}

// replaceFile writes a file whole or not at all.
func replaceFile(name string, data []byte) error {
	if err := os.WriteFile(name+".new", data, 0o600); err != nil {
		return fmt.Errorf("site: last good input: %w", err)
	}
	if err := os.Rename(name+".new", name); err != nil {
		return fmt.Errorf("site: last good input: %w", err)
	}
	return nil
}

// day returns the last day on which the unit's files were good: as noted, else the day
// on which they were kept.
func (g *goodStore) day(folder string, zone *time.Location) village.Date {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.readDays()
	if day, noted := g.days[folder]; noted {
		return day
	}
	if st, err := os.Stat(g.path(folder)); err == nil {
		return dateIn(st.ModTime(), zone)
	}
	return 0
}

// wasGood notes that the unit's files are good on a day.
func (g *goodStore) wasGood(folder string, day village.Date) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.readDays()
	if g.days[folder] < day {
		g.days[folder], g.told = day, true
	}
}

// folders returns the units of which a good day is known.
func (g *goodStore) folders() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.readDays()
	return slices.Collect(maps.Keys(g.days))
}

func (g *goodStore) daysFile() string { return filepath.Join(g.dir, "days.json") }

func (g *goodStore) readDays() {
	if g.days != nil {
		return
	}
	g.days = map[string]village.Date{}
	if b, err := os.ReadFile(g.daysFile()); err == nil {
		if json.Unmarshal(b, &g.days) != nil || g.days == nil {
			g.days = map[string]village.Date{} // damaged: no day is noted
		}
	}
}

// saveDays writes the days down, once a build at most.
func (g *goodStore) saveDays() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.told || !g.open {
		return nil
	}
	b, err := json.Marshal(g.days)
	if err != nil {
		return fmt.Errorf("site: last good input: %w", err)
	}
	if err := os.MkdirAll(g.dir, 0o755); err != nil {
		return fmt.Errorf("site: last good input: %w", err)
	}
	g.told = false
	return replaceFile(g.daysFile(), b)
}

// keepOnly forgets everything but the input called so: what a unit or page that is no
// more left must not come back with the next one of that name.
func (g *goodStore) keepOnly(keys map[string]bool) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.readDays()
	for folder := range g.days {
		if !keys[folder] {
			delete(g.days, folder)
			g.told = true
		}
	}
	files := map[string]bool{}
	for key := range keys {
		files[filepath.Base(g.path(key))] = true
	}
	list, err := os.ReadDir(g.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("site: last good input: %w", err)
	}
	for _, f := range list {
		if filepath.Ext(f.Name()) == ".gob" && !files[f.Name()] {
			if err := os.Remove(filepath.Join(g.dir, f.Name())); err != nil {
				return fmt.Errorf("site: last good input: %w", err)
			}
		}
	}
	return nil
}
