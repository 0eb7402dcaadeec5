//go:build !windows

package publish

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"syscall"

	"golang.org/x/sys/unix"
)

// held reports an error that may pass once another program closes the file: on a
// share of a Windows machine even Unix can meet it.
func held(err error) bool {
	return errors.Is(err, syscall.EBUSY) || errors.Is(err, syscall.ETXTBSY)
}

func native(err error) error { return err }

// unlink removes a file or an empty folder.
func (d *disk) unlink(name string) error { return d.base.Remove(name) }

// syncDir forces a folder's entries to the disk.
func syncDir(dir *os.File) error { return dir.Sync() }

// volume is the number of the device that holds the folder.
func (d *disk) volume(name string) (uint64, error) {
	fi, err := d.base.Stat(name)
	if err != nil {
		return 0, err
	}
	return uint64(fi.Sys().(*syscall.Stat_t).Dev), nil
}

// replaceable reports, without changing anything, why one of the files could not
// be replaced or removed: its folder may not be written.
func (d *disk) replaceable(names []string) error {
	asked := make(map[string]bool)
	for _, name := range names {
		dir := path.Dir(name)
		if asked[dir] {
			continue
		}
		asked[dir] = true
		if err := d.writable(dir); err != nil {
			return err
		}
	}
	return nil
}

func (d *disk) writable(dir string) error {
	f, err := d.base.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := unix.Faccessat(int(f.Fd()), ".", unix.W_OK|unix.X_OK, unix.AT_EACCESS); err != nil {
		return &fs.PathError{Op: "write", Path: dir, Err: err}
	}
	return nil
}
