package publish

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// Error codes of Windows that package syscall does not name.
const (
	errInvalidFunction  = syscall.Errno(1)
	errSharingViolation = syscall.Errno(32)
	errHandleDiskFull   = syscall.Errno(39)
	errDiskFull         = syscall.Errno(112)
)

// held reports an error that may pass once another program closes the file.
func held(err error) bool {
	return errors.Is(err, syscall.ERROR_ACCESS_DENIED) || errors.Is(err, errSharingViolation)
}

// native lets errors.Is(err, syscall.ENOSPC) find a full disk on Windows too.
func native(err error) error {
	if errors.Is(err, errDiskFull) || errors.Is(err, errHandleDiskFull) {
		return fmt.Errorf("%w: %w", syscall.ENOSPC, err)
	}
	return err
}

// unlink removes a file or an empty folder. Some shares (and Wine) do not know the
// call that os.Root makes; there the old one has to do. Every folder above name
// has been seen to be no link.
func (d *disk) unlink(name string) error {
	err := d.base.Remove(name)
	if errors.Is(err, errInvalidFunction) {
		return os.Remove(filepath.Join(d.base.Name(), filepath.FromSlash(name)))
	}
	return err
}

// syncDir does nothing: Windows has no flush of folders, NTFS keeps them in order.
func syncDir(*os.File) error { return nil }

// volume is the number of the volume that holds the folder.
func (d *disk) volume(name string) (uint64, error) {
	f, err := d.base.Open(name)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	var info syscall.ByHandleFileInformation
	err = syscall.GetFileInformationByHandle(syscall.Handle(f.Fd()), &info)
	return uint64(info.VolumeSerialNumber), err
}

// replaceable reports, without changing anything, which of the files another
// program holds and would keep from being replaced or removed. Opening a file for
// writing finds a spreadsheet, which shares its file with readers only, and does
// not get in the way of readers itself.
func (d *disk) replaceable(names []string) error {
	for _, name := range names {
		err := patient(func() error {
			f, err := d.base.OpenFile(name, os.O_WRONLY, 0o644)
			if err == nil {
				err = f.Close()
			}
			return err
		})
		if errors.Is(err, ErrBusy) {
			return err
		}
	}
	return nil
}
