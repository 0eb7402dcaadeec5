package process

import (
	"os/exec"
	"syscall"
)

// peakOf returns the most memory, in MB, that a finished command and what it started had in use.
func peakOf(c *exec.Cmd) int {
	if u, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
		return int(u.Maxrss >> 10)
	}
	return 0
}

// together has a command end with all that it started.
func together(c *exec.Cmd) {
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
}
