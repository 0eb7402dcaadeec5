package publish

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"
	"unicode/utf8"

	"github.com/gofrs/flock"
)

// Open opens the output folder out, which need not exist yet, and locks it
// against other builds. What a killed publication left is finished or cleared
// away. Of the files in out only the site's manifest is read.
//
// It refuses with ErrLocked, ErrForeign or ErrVolume, in that case without
// having written anything into out.
func Open(out string, opt Options) (*Tree, error) {
	t, err := locate(out, opt)
	if err == nil {
		if err = t.start(); err != nil {
			err = errors.Join(err, t.Close())
		}
	}
	if err != nil {
		return nil, fmt.Errorf("publish: open %s: %w", out, err)
	}
	return t, nil
}

func (t *Tree) start() error {
	if err := t.own(); err != nil {
		return err
	}
	if err := t.mkdir(t.work); err != nil {
		return fmt.Errorf("work folder: %w", err)
	}
	if err := t.oneVolume(); err != nil {
		_ = t.unlink(t.work) // if it is empty, it is of this minute
		return err
	}
	if err := t.take(); err != nil {
		return err
	}
	if err := t.recover(); err != nil {
		return err
	}
	return t.load()
}

// locate finds the folder that holds both out and the work folder and opens it.
func locate(out string, opt Options) (*Tree, error) {
	out, err := resolve(out)
	if err != nil {
		return nil, err
	}
	work := opt.Work
	if work == "" {
		work = out + ".work"
	}
	if work, err = resolve(work); err != nil {
		return nil, fmt.Errorf("work folder: %w", err)
	}
	if contains(out, work) || contains(work, out) {
		return nil, fmt.Errorf("work folder %s: must be beside the output folder", work)
	}
	base := filepath.Dir(out)
	for !contains(base, work) {
		if base == filepath.Dir(base) {
			return nil, fmt.Errorf("work folder %s: %w", work, ErrVolume)
		}
		base = filepath.Dir(base)
	}
	root, err := os.OpenRoot(base)
	if err != nil {
		return nil, err
	}
	var packed []packing
	if opt.Pack {
		packed = packings()
	}
	return &Tree{
		packings: packed,

		disk: disk{base: root, step: opt.step},
		out:  slashRel(base, out),
		work: slashRel(base, work),
		mark: slashRel(work, out),
		lock: flock.New(filepath.Join(work, lockName)),
	}, nil
}

// resolve gives the absolute path of a folder with its links followed. The
// folders above it are made if need be, it itself is not.
func resolve(p string) (string, error) {
	p, err := filepath.Abs(p)
	if err != nil {
		return "", err
	}
	if _, err := os.Lstat(p); !gone(err) {
		return filepath.EvalSymlinks(p)
	}
	dir := filepath.Dir(p)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return "", err
	}
	return filepath.Join(dir, filepath.Base(p)), nil
}

// contains reports whether p is the folder dir or lies in it.
func contains(dir, p string) bool {
	rel, err := filepath.Rel(dir, p)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// slashRel is the way from one folder to another, known to be on one volume.
func slashRel(from, to string) string {
	rel, err := filepath.Rel(from, to)
	if err != nil {
		panic(err) // both are absolute and share a parent
	}
	return filepath.ToSlash(rel)
}

// in is the name of an output file below base, at that of a work file.
func (t *Tree) in(p string) string { return path.Join(t.out, p) }
func (t *Tree) at(p string) string { return path.Join(t.work, p) }

// own refuses an output folder that holds files and is not recognisably ours,
// and a work folder that serves another output folder.
func (t *Tree) own() error {
	mark, err := t.read(t.at(markName))
	if err != nil {
		return err
	}
	if mark != nil && string(mark) != t.mark {
		return fmt.Errorf("work folder %s serves another folder, %q", t.work, mark)
	}
	if fi, err := t.base.Stat(t.out); err == nil && !fi.IsDir() {
		return fmt.Errorf("a file, not a folder: %w", ErrForeign)
	}
	entries, err := fs.ReadDir(t.base.FS(), t.out)
	if err != nil && !gone(err) {
		return err
	}
	for _, e := range entries {
		if !hidden(e.Name()) && mark == nil && !t.recognised() {
			return fmt.Errorf("%s: %w", e.Name(), ErrForeign)
		}
	}
	return nil
}

// recognised reports whether something else than the mark shows that the output
// folder is ours: an unfinished publication, a site manifest (a damaged one will
// do), or a build.json with one of our digests.
func (t *Tree) recognised() bool {
	if j, err := t.readJournal(); err == nil && j != nil {
		return true
	}
	site, _ := t.read(t.in(manifestName))
	if bytes.HasPrefix(site, []byte(manifestStart)) {
		return true
	}
	build, _ := t.read(t.in(buildName))
	return carriesDigest(build)
}

// hidden names are never ours to remove: .gitkeep, .git, .htaccess, and what no
// program of ours could have named.
func hidden(name string) bool { return strings.HasPrefix(name, ".") || !utf8.ValidString(name) }

// oneVolume makes sure that files can be renamed from the work folder into the
// output folder. Devices tell most of it; the rename of a file that is not there
// also tells two mounts of one device apart, and changes nothing.
func (t *Tree) oneVolume() error {
	out := t.out
	if _, err := t.base.Lstat(out); gone(err) {
		out = path.Dir(out)
	}
	a, err := t.volume(t.work)
	if err != nil {
		return err
	}
	b, err := t.volume(out)
	if err != nil {
		return err
	}
	err = t.base.Rename(t.at("nothing"), out+"/.nothing")
	if a != b || errors.Is(err, syscall.EXDEV) {
		return fmt.Errorf("%s, %s: %w", t.work, t.out, ErrVolume)
	}
	return nil
}

// take locks the tree.
func (t *Tree) take() error {
	locked, err := t.lock.TryLock()
	if err != nil {
		return fmt.Errorf("lock: %w", err)
	}
	if !locked {
		return ErrLocked
	}
	return nil
}

// hold makes sure that the lock is still the file others would lock; somebody may
// have deleted the work folder. Then it is taken anew, and hold says so.
func (t *Tree) hold() (anew bool, err error) {
	if t.lock.Locked() {
		mine, err := t.lock.Stat()
		others, err2 := t.base.Lstat(t.at(lockName))
		if err == nil && err2 == nil && os.SameFile(mine, others) {
			return false, nil
		}
	}
	if err := errors.Join(t.lock.Close(), t.mkdir(t.work)); err != nil {
		return false, err
	}
	return true, t.take()
}
