// Package process runs other programs for the benches and tells what they took: time of the
// processors, time of the clock and memory, of a program together with all that it starts.
package process

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"gongshi/generator/bench/machine"
)

// A Usage is what a program took.
type Usage struct {
	Took, CPU time.Duration
	Peak      int // MB
}

// A Command is what to run. Nothing but Args is needed.
type Command struct {
	Args []string
	Dir  string   // "" for this one
	Env  []string // added to the environment
}

// launch makes a bench run a command and write down what it took. A process counts as its own
// the memory that the one had which started it, so a small one has to.
const launch = "-launch"

// Launched runs a command for Run, and then ends the program; main calls it before all else.
func Launched() {
	if len(os.Args) < 4 || os.Args[1] != launch {
		return
	}
	if err := launched(os.Args[2], os.Args[3:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

func launched(report string, args []string) error {
	c := exec.Command(args[0], args[1:]...)
	c.Stdout, c.Stderr = os.Stdout, os.Stderr
	began := time.Now()
	if err := c.Run(); err != nil {
		return err
	}
	data, err := json.Marshal(Usage{time.Since(began), c.ProcessState.UserTime() + c.ProcessState.SystemTime(), peakOf(c)})
	if err != nil {
		return err
	}
	return os.WriteFile(report, data, 0o644)
}

// Run runs a command, with all that it starts, until it or ctx ends.
func Run(ctx context.Context, c Command) (u Usage, err error) {
	self, err := os.Executable()
	if err != nil {
		return u, err
	}
	report, err := os.CreateTemp("", "usage-*.json")
	if err != nil {
		return u, err
	}
	defer os.Remove(report.Name())
	defer report.Close()
	x := prepared(ctx, Command{append([]string{self, launch, report.Name()}, c.Args...), c.Dir, c.Env})
	if out, err := x.CombinedOutput(); err != nil {
		return u, fmt.Errorf("%s: %w\n%s", strings.Join(c.Args, " "), err, last(out))
	}
	return u, json.NewDecoder(report).Decode(&u)
}

// last is the end of what a program said.
func last(out []byte) []byte { return out[max(0, len(out)-4000):] }

func prepared(ctx context.Context, c Command) *exec.Cmd {
	x := exec.CommandContext(ctx, c.Args[0], c.Args[1:]...)
	x.Dir, x.Env = c.Dir, append(os.Environ(), c.Env...)
	together(x)
	return x
}

// A Running is a program that runs until it is stopped.
type Running struct {
	cmd  *exec.Cmd
	stop context.CancelFunc
	done chan error
}

// Start starts a command that goes on by itself; what it says goes to w.
func Start(c Command, w io.Writer) (*Running, error) {
	ctx, stop := context.WithCancel(context.Background())
	r := &Running{cmd: prepared(ctx, c), stop: stop, done: make(chan error, 1)}
	r.cmd.Stdout, r.cmd.Stderr = w, w
	if err := r.cmd.Start(); err != nil {
		stop()
		return nil, fmt.Errorf("%s: %w", c.Args[0], err)
	}
	go func() { r.done <- r.cmd.Wait() }()
	return r, nil
}

// Ended tells whether the program has ended by itself, and how.
func (r *Running) Ended() (ended bool, err error) {
	select {
	case err := <-r.done:
		r.done <- err
		return true, err
	default:
		return false, nil
	}
}

// Stop ends the program and all that it started, and returns the most memory, in MB, that it
// had in use.
func (r *Running) Stop() int {
	peak := machine.PeakOf(r.cmd.Process.Pid)
	r.stop()
	<-r.done
	return peak
}
