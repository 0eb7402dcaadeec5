package machine

import "golang.org/x/sys/unix"

// Sync waits until all that was written is on the disk, so that the next program does not wait
// for what another one wrote.
func Sync() { unix.Sync() }
