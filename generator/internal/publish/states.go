package publish

import (
	"encoding/binary"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// States sums up what stands in the folder of the output called dir ("." is all of it),
// section by section: names, sizes and times of change, no contents. Two sums of a section
// are the same when nobody touched its files in between, and only then, as far as sizes
// and times tell. With deep the folders below are looked at, too. Several goroutines may
// look at a time, while nothing is published.
func (t *Tree) States(dir string, deep bool) (map[string]uint64, error) {
	states := make(map[string]uint64)
	return states, t.states(dir, deep, states)
}

// Folders lists the folders that stand directly below the output folder.
func (t *Tree) Folders() (list []string, err error) {
	entries, err := fs.ReadDir(t.base.FS(), t.out)
	for _, e := range entries {
		if e.IsDir() && !hidden(e.Name()) {
			list = append(list, e.Name())
		}
	}
	return list, err
}

func (t *Tree) states(dir string, deep bool, states map[string]uint64) error {
	f, err := os.Open(filepath.Join(t.base.Name(), filepath.FromSlash(t.in(dir))))
	if err != nil {
		return err
	}
	entries, err := f.ReadDir(-1)
	f.Close() // it was only read
	if err != nil {
		return err
	}
	section := t.lands.owner(path.Join(dir, "any"))
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		switch {
		case hidden(e.Name()):
		case e.IsDir():
			if deep {
				if err := t.states(name, true, states); err != nil {
					return err
				}
			}
		default:
			info, err := e.Info()
			if err != nil {
				return err
			}
			states[section] += stateOf(name, info)
		}
	}
	return nil
}

// stateOf is the digest of what a listing tells of a file.
func stateOf(name string, info fs.FileInfo) uint64 {
	h := uint64(14695981039346656037) // FNV-1a
	mix := func(b byte) { h = (h ^ uint64(b)) * 1099511628211 }
	for i := range len(name) {
		mix(name[i])
	}
	var n [16]byte
	binary.LittleEndian.PutUint64(n[:], uint64(info.Size()))
	binary.LittleEndian.PutUint64(n[8:], uint64(info.ModTime().UnixNano()))
	for _, b := range n {
		mix(b)
	}
	return h
}
