package watch

import (
	"crypto/sha256"
	"maps"
	"path"
	"slices"
)

// file is what is known of one file as last reported, or as of the baseline.
type file struct {
	stamp  stamp
	sum    [sha256.Size]byte
	hashed bool // sum is set; not for big, special or unread files
	unread bool // it could not be opened
	doubt  int  // scans ahead that read it although its stamp stands still
}

// doubtScans is for how many scans a coarse stamp is not trusted. The second
// scan after a look is at least Options.Scan later, longer than the 2 s of FAT.
const doubtScans = 2

// folder is one known folder.
type folder struct {
	files map[string]file // by name
	subs  map[string]bool // names of folders in it; each has a record of its own
}

// known is the snapshot: folders by slash path.
type known map[string]*folder

// folder returns the record of dir, made if need be with those above it: a
// folder that no other one names could vanish unseen.
func (k known) folder(dir string) *folder {
	f := k[dir]
	if f == nil {
		f = &folder{files: map[string]file{}, subs: map[string]bool{}}
		k[dir] = f
		if up := path.Dir(dir); up != "." {
			k.folder(up).subs[path.Base(dir)] = true
		}
	}
	return f
}

func (k known) isFolder(dir string) bool { return k[dir] != nil }

func (k known) file(p string) (file, bool) {
	dir := k[path.Dir(p)]
	if dir == nil {
		return file{}, false
	}
	f, ok := dir.files[path.Base(p)]
	return f, ok
}

func (k known) setFile(p string, f file) { k.folder(path.Dir(p)).files[path.Base(p)] = f }

func (k known) dropFile(p string) { delete(k.folder(path.Dir(p)).files, path.Base(p)) }

// folders returns dir and every known folder below it.
func (k known) folders(dir string) (dirs []string) {
	if f := k[dir]; f != nil {
		dirs = append(dirs, dir)
		for name := range f.subs {
			dirs = append(dirs, k.folders(path.Join(dir, name))...)
		}
	}
	return dirs
}

// files returns every known file below dir.
func (k known) files(dir string) (files []string) {
	for _, d := range k.folders(dir) {
		for name := range k[d].files {
			files = append(files, path.Join(d, name))
		}
	}
	return files
}

// dropFolder forgets dir and all below it.
func (k known) dropFolder(dir string) {
	for _, d := range k.folders(dir) {
		delete(k, d)
	}
	if up := k[path.Dir(dir)]; up != nil {
		delete(up.subs, path.Base(dir))
	}
}

// doubtAll makes the next scans read every file below dir.
func (k known) doubtAll(dir string) {
	for _, p := range k.files(dir) {
		f, _ := k.file(p)
		f.doubt = doubtScans
		k.setFile(p, f)
	}
}

// found is what differs and was not reported yet.
type found struct {
	paths      map[string]bool // true: busy
	gone, back map[string]bool
}

func newFound() found {
	return found{paths: map[string]bool{}, gone: map[string]bool{}, back: map[string]bool{}}
}

func (f *found) empty() bool { return len(f.paths)+len(f.gone)+len(f.back) == 0 }

// take empties f into a batch.
func (f *found) take() Batch {
	keys := func(m map[string]bool) []string { return slices.Sorted(maps.Keys(m)) }
	b := Batch{Paths: keys(f.paths), Gone: keys(f.gone), Back: keys(f.back)}
	for _, p := range b.Paths {
		if f.paths[p] {
			b.Busy = append(b.Busy, p)
		}
	}
	*f = newFound()
	return b
}
