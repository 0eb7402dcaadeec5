package phone

import (
	"os"
	"strings"
)

// Machine names the processor, and says how busy it is.
func Machine() (name, load string) {
	cpu, _ := os.ReadFile("/proc/cpuinfo")
	_, rest, _ := strings.Cut(string(cpu), "model name")
	name, _, _ = strings.Cut(strings.TrimLeft(rest, "\t: "), "\n")
	busy, _ := os.ReadFile("/proc/loadavg")
	return name, strings.Join(strings.Fields(string(busy))[:1], "")
}
