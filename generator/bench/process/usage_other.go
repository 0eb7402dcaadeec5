//go:build !linux

package process

import "os/exec"

// Elsewhere than on Linux memory is not told.
func peakOf(*exec.Cmd) int { return 0 }
func together(*exec.Cmd)   {}
