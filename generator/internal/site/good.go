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
	"os"
	"path/filepath"
	"sync"

	"gongshi/generator/internal/village"
)

// A goodStore keeps the last good input of every unit, outside the output folder. It
// may be deleted: a unit that has errors at that moment is then left as it stands
// until it is mended.
type goodStore struct {
	dir     string
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
}

const goodFormat = 1

func (g *goodStore) path(folder string) string {
	sum := sha256.Sum256([]byte(folder))
	return filepath.Join(g.dir, hex.EncodeToString(sum[:12])+".gob")
}

// load returns nil when there is no good input, or none that can be read.
func (g *goodStore) load(folder string) *goodInput {
	if g.dir == "" {
		return nil
	}
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
	if g.dir == "" {
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

// day returns the last day on which the unit's files were good, 0 when that is not
// known.
func (g *goodStore) day(folder string) village.Date {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.readDays()
	return g.days[folder]
}

// wasGood notes that the unit's files are good on a day.
func (g *goodStore) wasGood(folder string, day village.Date) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.readDays()
	if g.days[folder] != day {
		g.days[folder], g.told = day, true
	}
}

func (g *goodStore) daysFile() string { return filepath.Join(g.dir, "days.json") }

func (g *goodStore) readDays() {
	if g.days != nil {
		return
	}
	g.days = map[string]village.Date{}
	if b, err := os.ReadFile(g.daysFile()); err == nil {
		if json.Unmarshal(b, &g.days) != nil {
			g.days = map[string]village.Date{} // damaged: the days are not known
		}
	}
}

// saveDays writes the days down, once a build at most.
func (g *goodStore) saveDays() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.told || g.dir == "" {
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

// drop forgets a unit that is no more.
func (g *goodStore) drop(folder string) error {
	if g.dir == "" {
		return nil
	}
	g.mu.Lock()
	delete(g.days, folder)
	g.mu.Unlock()
	if err := os.Remove(g.path(folder)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("site: last good input: %w", err)
	}
	return nil
}
