// Package machine tells what this program, or another that runs, took of the machine. Elsewhere than on Linux nothing
// is told.
package machine

import (
	"os"
	"strconv"
	"strings"
	"time"
)

// CPU returns how long the processors have worked for this program.
func CPU() time.Duration {
	data, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(data), ") ")
	f := strings.Fields(rest)
	if len(f) < 13 {
		return 0
	}
	const tick = 10 * time.Millisecond
	user, _ := strconv.Atoi(f[11])
	system, _ := strconv.Atoi(f[12])
	return time.Duration(user+system) * tick
}

// ForgetPeak begins anew to measure the peak.
func ForgetPeak() { _ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) }

// Peak returns the most memory, in MB, that this program had in use.
func Peak() int { return PeakOf(os.Getpid()) }

// PeakOf is Peak of another program that runs.
func PeakOf(pid int) int {
	data, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	_, rest, _ := strings.Cut(string(data), "VmHWM:")
	kb, _ := strconv.Atoi(strings.TrimSpace(strings.SplitN(rest, "kB", 2)[0]))
	return kb >> 10
}
