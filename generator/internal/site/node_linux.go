package site

import (
	"io/fs"
	"syscall"
)

// nodeOf is the time at which the system last noted a change of the file, which nobody
// can set: a file that was put in another one's place is known by it.
func nodeOf(info fs.FileInfo) int64 {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		return st.Ctim.Nano()
	}
	return 0
}
