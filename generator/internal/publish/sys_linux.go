package publish

import (
	"os"

	"golang.org/x/sys/unix"
)

// flushesAll says that flushAll works here: one call instead of one a file.
const flushesAll = true

// flushAll forces everything written to the file system of f to the disk.
func flushAll(f *os.File) error { return unix.Syncfs(int(f.Fd())) }

// beginFlush has the disk begin to write a file of which flush will be asked: its blocks are
// found while others are written, and asking takes half as long. That it cannot is no fault.
func beginFlush(f *os.File) {
	_ = unix.SyncFileRange(int(f.Fd()), 0, 0, unix.SYNC_FILE_RANGE_WRITE)
}

// A file can be opened so that it is held and nothing else: lookOnly neither reads nor waits.
const (
	lookable = true
	lookOnly = unix.O_PATH
)
