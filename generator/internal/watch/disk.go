package watch

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"syscall"
)

// stamp is what a listing tells about a file without opening it.
type stamp struct {
	size  int64
	mtime int64 // ns since 1970; steps of 2 s on FAT, of 1 s in many archives
	plain bool  // a regular file, or a link to one inside the root: may be opened
}

// coarse says whether the time of the stamp has no fraction of a second. Then it
// may stay the same while the file changes once more within its granularity.
func (s stamp) coarse() bool { return s.mtime%1e9 == 0 }

// entry is one line of a listing.
type entry struct {
	name  string
	dir   bool // a folder; a link to a folder is none
	stamp stamp
}

// content is what reading a file told.
type content struct {
	sum  [sha256.Size]byte
	size int64
	big  bool // longer than bigFile: not read, sum is zero
	torn bool // it changed while it was read
}

// bigFile is the length from which the stamp and the hints stand for the
// content. Data files are shorter; films and scans are not worth the reading.
const bigFile = 8 << 20

// tree is the disk below the root as the watcher sees it, by slash paths. Tests
// put faults into theirs.
type tree interface {
	list(dir string) ([]entry, error)  // in no certain order
	isDir(name string) bool            // a folder, no link to one
	read(name string) (content, error) // follows no link out of the root
}

// disk is the tree below a real folder. It opens the root for each question:
// the folder may be renamed away and another come in its place. On Windows files
// opened through os.Root can still be renamed and deleted by their editors.
type disk struct{ root string }

func (d disk) list(dir string) ([]entry, error) {
	root, err := os.OpenRoot(d.root)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	f, err := root.Open(dir)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines, err := f.ReadDir(-1)
	if err != nil {
		return nil, err
	}
	entries := make([]entry, 0, len(lines))
	for _, line := range lines {
		info, err := line.Info()
		if isGone(err) {
			continue // deleted since the listing began
		}
		if err != nil {
			return nil, err
		}
		if info.Mode()&fs.ModeSymlink != 0 {
			if to, err := root.Stat(path.Join(dir, line.Name())); err == nil && to.Mode().IsRegular() {
				info = to
			}
		}
		entries = append(entries, entry{line.Name(), info.IsDir(), stampOf(info)})
	}
	return entries, nil
}

func stampOf(info fs.FileInfo) stamp {
	return stamp{info.Size(), info.ModTime().UnixNano(), info.Mode().IsRegular()}
}

func (d disk) isDir(name string) bool {
	root, err := os.OpenRoot(d.root)
	if err != nil {
		return false
	}
	defer root.Close()
	info, err := root.Lstat(name)
	return err == nil && info.IsDir()
}

// read compares the handle with itself before and after, not with the listing:
// listings of Windows lag behind while a program holds the file open.
func (d disk) read(name string) (c content, err error) {
	root, err := os.OpenRoot(d.root)
	if err != nil {
		return c, err
	}
	defer root.Close()
	f, err := root.Open(name)
	if err != nil {
		return c, err
	}
	defer f.Close()
	before, err := f.Stat()
	if err != nil {
		return c, err
	}
	if !before.Mode().IsRegular() {
		return c, fmt.Errorf("%s: %w", name, fs.ErrNotExist) // replaced by a folder since the listing
	}
	c.size = before.Size()
	if c.size > bigFile {
		c.big = true
		return c, nil
	}
	h := sha256.New()
	n, err := io.Copy(h, io.LimitReader(f, bigFile+1))
	if err != nil {
		return c, err
	}
	after, err := f.Stat()
	if err != nil {
		return c, err
	}
	c.torn = n != c.size || stampOf(before) != stampOf(after)
	h.Sum(c.sum[:0])
	return c, nil
}

// notFolder says whether a path led through something that is no folder.
func notFolder(err error) bool { return errors.Is(err, syscall.ENOTDIR) }
