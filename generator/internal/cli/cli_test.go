package cli

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// village writes a site with one village and returns its folder.
func village(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "data", "cun"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "data", "cun", "unit.yaml"), []byte("名称: 示例村\n级别: 村\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// To be stopped is the end of a watcher and the failure of a build, which says so.
func TestInterrupted(t *testing.T) {
	dir := village(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for command, want := range map[string]int{"build": exitMachine, "check": exitMachine, "watch": exitClean} {
		var out, errs bytes.Buffer
		if got := run(ctx, []string{command, "--site", dir}, &out, &errs); got != want {
			t.Errorf("%s: status %d, want %d", command, got, want)
		}
		if said := strings.Contains(errs.String(), "网页没有改动"); said != (want == exitMachine) {
			t.Errorf("%s: %s", command, errs.String())
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "public", "index.html")); err == nil {
		t.Error("something was published")
	}
}

// Progress is shown for work that takes long, in every build of a watcher.
func TestProgressBeginsWithEachBuild(t *testing.T) {
	var errs bytes.Buffer
	a := &app{stderr: &errs}
	tell := a.progress("cli.progressline")
	time.Sleep(3100 * time.Millisecond) // nothing happens
	tell(0, 2)
	tell(1, 2)
	tell(2, 2)
	if errs.Len() > 0 {
		t.Errorf("for work of no time: %s", errs.String())
	}
}
