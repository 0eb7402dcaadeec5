package site

import (
	"math"
	"runtime"
	"runtime/debug"
)

// roomToWait is how much an edit may allocate before the collector runs: several times what
// the largest unit takes.
const roomToWait = 256 << 20

// unhurried keeps the garbage collector away while somebody waits for an edit, until rest is
// called. There is no more rubbish than usual, only later.
func unhurried() (rest func()) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	limit := debug.SetMemoryLimit(int64(m.Sys-m.HeapReleased) + roomToWait)
	if limit != math.MaxInt64 { // whoever runs the program has set one
		debug.SetMemoryLimit(limit)
		return func() {}
	}
	percent := debug.SetGCPercent(-1)
	return func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}
}
