package publish

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// openAs opens a file as another program may, sharing it only in the given ways.
func openAs(t *testing.T, file string, share uint32) (closeIt func()) {
	t.Helper()
	name, err := syscall.UTF16PtrFromString(file)
	if err != nil {
		t.Fatal(err)
	}
	h, err := syscall.CreateFile(name, syscall.GENERIC_READ, share, nil, syscall.OPEN_EXISTING, syscall.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		t.Fatal(err)
	}
	return func() { syscall.CloseHandle(h) }
}

// A spreadsheet lets others read its file and no more. That is found out before
// anything is touched.
func TestAFileOpenInASpreadsheet(t *testing.T) {
	out := newOut(t)
	tree := open(t, out, Options{})
	tree.must(t, village("1"))
	closeIt := openAs(t, filepath.Join(out, "unit", "index.html"), syscall.FILE_SHARE_READ)
	if _, err := tree.Publish(village("2")); !errors.Is(err, ErrBusy) {
		t.Errorf("error %v", err)
	}
	wantPages(t, out, want("1")...)
	closeIt()
	tree.must(t, village("2"))
	wantPages(t, out, want("2")...)
}

// A program that lets others write, but not rename, is met in the middle. The
// publication is finished once it lets go.
func TestAFileOpenInAnotherProgram(t *testing.T) {
	out := newOut(t)
	tree := open(t, out, Options{})
	tree.must(t, village("1"))
	closeIt := openAs(t, filepath.Join(out, "unit", "index.html"), syscall.FILE_SHARE_READ|syscall.FILE_SHARE_WRITE)
	if _, err := tree.Publish(village("2")); !errors.Is(err, ErrBusy) {
		t.Errorf("error %v", err)
	}
	closeIt()
	tree.must(t, Update{})
	wantPages(t, out, want("2")...)
}

func TestAFullDiskHasOneName(t *testing.T) {
	for _, err := range []syscall.Errno{errDiskFull, errHandleDiskFull} {
		if !errors.Is(native(&os.PathError{Err: err}), syscall.ENOSPC) {
			t.Error(err)
		}
	}
}
