//go:build !linux

package phone

// Machine tells nothing elsewhere than on Linux.
func Machine() (name, load string) { return "", "" }
