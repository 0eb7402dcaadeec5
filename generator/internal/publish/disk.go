package publish

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync"
	"syscall"
	"time"
)

// disk is every touch of the file system. All names are slash paths below base,
// and base refuses any that would leave it. Before each change the step hook
// is told.
type disk struct {
	base *os.Root // the folder that holds both the output and the work folder
	step func(what string) error

	// near is one folder that is held open, so that the many files made in it are not sought
	// from base each; nil for none.
	near     *os.Root
	nearName string // slash path below base

	leaving []*os.File     // see keep
	left    sync.WaitGroup // closes what was kept
}

// approach holds the folder name open, until another one is or name is "".
func (d *disk) approach(name string) (err error) {
	if d.near != nil {
		err = d.near.Close()
		d.near, d.nearName = nil, ""
	}
	if err != nil || name == "" {
		return err
	}
	d.near, err = d.base.OpenRoot(name)
	d.nearName = name
	return err
}

// from is the open folder from which name is sought soonest, and what is left of the way.
func (d *disk) from(name string) (*os.Root, string) {
	if rest, inside := strings.CutPrefix(name, d.nearName+"/"); inside && d.near != nil {
		return d.near, rest
	}
	return d.base, name
}

// mostLeaving is how many files are kept at a time.
const mostLeaving = 256

// keep holds open what stands at name, which is about to be replaced or removed, until letGo:
// to give a file's blocks back takes a file system a hundred times as long as to rename over
// it (ext4 with discard 1.4 ms), and nobody need wait for that.
func (d *disk) keep(name string) {
	if !lookable || len(d.leaving) == mostLeaving {
		return
	}
	if f, err := d.base.OpenFile(name, lookOnly, 0); err == nil { // else nothing is there, or it takes its time
		d.leaving = append(d.leaving, f)
	}
}

// letGo lets go what was kept, while nobody waits.
func (d *disk) letGo() {
	files := d.leaving
	d.leaving = nil
	d.left.Go(func() {
		for _, f := range files {
			_ = f.Close()
		}
	})
}

func (d *disk) before(verb, name string) error {
	if d.step == nil {
		return nil
	}
	return d.step(verb + " " + name)
}

// flushing is when the bytes of a file are forced to the disk.
type flushing int

const (
	flushLater flushing = iota // by somebody else
	flushSoon                  // too, but the disk begins with it
	flushNow
)

// write makes the file name.
func (d *disk) write(name string, data []byte, flush flushing) error {
	if err := d.before("write", name); err != nil {
		return err
	}
	root, rest := d.from(name)
	f, err := root.OpenFile(rest, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return native(err)
	}
	_, err = f.Write(data)
	switch {
	case err != nil:
	case flush == flushNow:
		err = f.Sync()
	case flush == flushSoon:
		beginFlush(f)
	}
	return native(errors.Join(err, f.Close()))
}

// flushFile forces the bytes of a file to the disk.
func (d *disk) flushFile(name string) error {
	root, rest := d.from(name)
	f, err := root.OpenFile(rest, os.O_WRONLY, 0)
	if err != nil {
		return native(err)
	}
	return native(errors.Join(f.Sync(), f.Close()))
}

// mkdir makes the folder name, and those above it, unless it is there.
func (d *disk) mkdir(name string) error {
	if fi, err := d.base.Stat(name); err == nil && fi.IsDir() {
		return nil
	}
	if err := d.before("mkdir", name); err != nil {
		return err
	}
	return native(d.base.MkdirAll(name, 0o755))
}

// makeFolder makes the folder name, whose parent is there, and reports whether it had to;
// lacking says that it is known not to be there.
func (d *disk) makeFolder(name string, lacking bool) (made bool, err error) {
	if !lacking {
		if fi, err := d.base.Stat(name); err == nil && fi.IsDir() {
			return false, nil
		}
	}
	if err := d.before("mkdir", name); err != nil {
		return false, err
	}
	err = d.base.Mkdir(name, 0o755)
	if errors.Is(err, fs.ErrExist) { // somebody made it meanwhile
		return false, d.mkdir(name)
	}
	return err == nil, native(err)
}

// rename puts from in the place of to, whatever file stands there.
func (d *disk) rename(from, to string) error {
	return patient(func() error {
		if err := d.before("rename", to); err != nil {
			return err
		}
		return d.base.Rename(from, to)
	})
}

// remove takes away a file or an empty folder; nothing there is fine.
func (d *disk) remove(name string) error {
	return patient(func() error {
		if err := d.before("remove", name); err != nil {
			return err
		}
		if err := d.unlink(name); !gone(err) {
			return err
		}
		return nil
	})
}

// removeFile is remove for files only: a folder of that name stays.
func (d *disk) removeFile(name string) error {
	fi, err := d.base.Lstat(name)
	if gone(err) || err == nil && fi.IsDir() {
		return nil
	}
	return d.remove(name)
}

// prune removes the folder dir if it is empty. That it cannot be removed is no
// fault: somebody's file is in it, or somebody looks at it.
func (d *disk) prune(dir string) error {
	if fi, err := d.base.Lstat(dir); err != nil || !fi.IsDir() {
		return nil
	}
	if err := d.before("prune", dir); err != nil {
		return err
	}
	_ = d.unlink(dir)
	return nil
}

// read gives the bytes of a regular file, nil if there is none of that name.
func (d *disk) read(name string) ([]byte, error) {
	fi, err := d.base.Lstat(name)
	if gone(err) || err == nil && !fi.Mode().IsRegular() {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	data, err := d.base.ReadFile(name)
	if gone(err) {
		return nil, nil
	}
	return data, err
}

// same reports whether the regular file name holds exactly data. A file that
// cannot be read is not the same.
func (d *disk) same(name string, data []byte) bool {
	f, err := d.base.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	var buf [16 << 10]byte
	for {
		n, err := f.Read(buf[:])
		rest, equal := bytes.CutPrefix(data, buf[:n])
		switch {
		case !equal:
			return false
		case err != nil:
			return err == io.EOF && len(rest) == 0
		}
		data = rest
	}
}

// flushDir makes the renames in a folder last through a power cut.
func (d *disk) flushDir(name string) error {
	if err := d.before("flush", name); err != nil {
		return err
	}
	f, err := d.base.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(syncDir(f), f.Close())
}

// walk calls visit for every file and folder below dir, folders first, and does
// not enter a folder for which visit says false. Links are files.
func (d *disk) walk(dir string, visit func(name string, isDir bool) bool) error {
	entries, err := fs.ReadDir(d.base.FS(), dir)
	if gone(err) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		if visit(name, e.IsDir()) && e.IsDir() {
			if err := d.walk(name, visit); err != nil {
				return err
			}
		}
	}
	return nil
}

// patient runs op, and again after growing pauses, about two seconds in all,
// while another program (a virus scanner, a spreadsheet) holds the file open.
func patient(op func() error) error {
	for pause := 15 * time.Millisecond; ; pause *= 2 {
		err := op()
		switch {
		case err == nil || !held(err):
			return native(err)
		case pause > time.Second:
			return fmt.Errorf("%w: %w", ErrBusy, err)
		}
		time.Sleep(pause)
	}
}

// gone reports an error that means: nothing of that name, or no folder above it.
func gone(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}
