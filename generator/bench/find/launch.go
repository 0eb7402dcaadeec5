package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// usage is what a command took.
type usage struct {
	Took, CPU time.Duration
	Peak      int // MB
}

// launch makes this program run a command and write down what it took. A process counts as its
// own the memory that the one had which started it, so a small one has to.
const launch = "-launch"

// launched runs what launch asks for.
func launched(report string, args []string) error {
	c := exec.Command(args[0], args[1:]...)
	c.Stdout, c.Stderr = os.Stdout, os.Stderr
	began := time.Now()
	if err := c.Run(); err != nil {
		return err
	}
	data, err := json.Marshal(usage{time.Since(began), c.ProcessState.UserTime() + c.ProcessState.SystemTime(), peakOf(c)})
	if err != nil {
		return err
	}
	return os.WriteFile(report, data, 0o644)
}

// run runs a command, with all that it starts, until ctx ends.
func run(ctx context.Context, dir string, args []string) (u usage, err error) {
	self, err := os.Executable()
	if err != nil {
		return u, err
	}
	report := filepath.Join(dir, "usage.json")
	c := exec.CommandContext(ctx, self, append([]string{launch, report}, args...)...)
	together(c)
	if out, err := c.CombinedOutput(); err != nil {
		return u, fmt.Errorf("%s: %w\n%s", strings.Join(args, " "), err, out)
	}
	data, err := os.ReadFile(report)
	if err != nil {
		return u, err
	}
	return u, json.Unmarshal(data, &u)
}
