package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"gongshi/generator/internal/village"
)

// A goodStore keeps the last good input of every unit, outside the output folder. It
// may be deleted: a unit that has errors at that moment is then left as it stands
// until it is mended.
type goodStore struct{ dir string }

// goodInput is the input of one unit from which it was last published without errors.
type goodInput struct {
	Format int // goodFormat
	Day    village.Date
	Digest string // of Files
	Files  []inputFile
}

const goodFormat = 1

func (g goodStore) path(folder string) string {
	sum := sha256.Sum256([]byte(folder))
	return filepath.Join(g.dir, hex.EncodeToString(sum[:12])+".gob")
}

// load returns nil when there is no good input, or none that can be read.
func (g goodStore) load(folder string) *goodInput {
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
func (g goodStore) save(folder string, in *goodInput) error {
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
	name := g.path(folder)
	if err := os.WriteFile(name+".new", b.Bytes(), 0o600); err != nil {
		return fmt.Errorf("site: last good input: %w", err)
	}
	if err := os.Rename(name+".new", name); err != nil {
		return fmt.Errorf("site: last good input: %w", err)
	}
	return nil
}

// drop forgets a unit that is no more.
func (g goodStore) drop(folder string) error {
	if g.dir == "" {
		return nil
	}
	if err := os.Remove(g.path(folder)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("site: last good input: %w", err)
	}
	return nil
}
