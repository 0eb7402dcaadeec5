//go:build !linux

package machine

// Sync does nothing here.
func Sync() {}
