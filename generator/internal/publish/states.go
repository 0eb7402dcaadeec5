package publish

import (
	"bytes"
	"encoding/binary"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// Stamp notes what can be told of a section's files without reading them: sizes and times
// of change. Several goroutines may stamp at a time, while nothing is published.
func (t *Tree) Stamp(section string) []byte {
	s := t.section(section)
	var b []byte
	for _, files := range []map[string]entry{s.files, s.packed} {
		for _, name := range slices.Sorted(maps.Keys(files)) {
			b = binary.AppendUvarint(b, uint64(len(name)))
			b = append(b, name...)
			b = t.look(section, name).append(b)
		}
	}
	return b
}

// Touched reports whether a file of a section is not as it was when it was stamped: changed
// by hand, or deleted.
func (t *Tree) Touched(section string, stamp []byte) bool {
	var now [seenSize]byte
	for len(stamp) > 0 {
		n, width := binary.Uvarint(stamp)
		if width <= 0 || uint64(len(stamp)-width) < n+seenSize {
			return true // it is damaged
		}
		name := string(stamp[width : width+int(n)])
		stamp = stamp[width+int(n):]
		if !bytes.Equal(t.look(section, name).append(now[:0]), stamp[:seenSize]) {
			return true
		}
		stamp = stamp[seenSize:]
	}
	return false
}

// seen is what a look at a file tells; the zero value when there is none.
type seen struct{ size, changed uint64 }

const seenSize = 16

func (s seen) append(b []byte) []byte {
	return binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(b, s.size), s.changed)
}

// look goes by the whole path: a hundred thousand files are looked at, none is opened.
func (t *Tree) look(section, name string) seen {
	fi, err := os.Lstat(filepath.Join(t.base.Name(), t.in(section), name))
	if err != nil || !fi.Mode().IsRegular() {
		return seen{}
	}
	return seen{uint64(fi.Size()) + 1, uint64(fi.ModTime().UnixNano())}
}
