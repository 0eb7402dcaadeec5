//go:build !linux

package main

import "os/exec"

// Elsewhere than on Linux memory and processor are not told.
func peakOf(*exec.Cmd) int { return 0 }
func together(*exec.Cmd)   {}
