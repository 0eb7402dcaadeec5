package publish

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// part makes a section from path, content, path, content …
func part(name string, pathsAndContents ...string) Section {
	s := Section{Name: name}
	for i := 0; i < len(pathsAndContents); i += 2 {
		s.Files = append(s.Files, File{pathsAndContents[i], []byte(pathsAndContents[i+1])})
	}
	return s
}

// sections is an update that drops nothing.
func sections(s ...Section) Update { return Update{Sections: s} }

// newOut gives the path of an output folder that does not exist yet.
func newOut(t testing.TB) string { return filepath.Join(folder(t), "public") }

func open(t testing.TB, out string, opt Options) *Tree {
	t.Helper()
	tree, err := Open(out, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tree.Close() })
	return tree
}

func (t *Tree) must(tb testing.TB, u Update) Stats {
	tb.Helper()
	stats, err := t.Publish(u)
	if err != nil {
		tb.Fatal(err)
	}
	return stats
}

// once opens the folder, publishes and closes it again: one run of the program.
func once(t testing.TB, out string, u Update) Stats {
	t.Helper()
	tree := open(t, out, Options{})
	defer tree.Close()
	return tree.must(t, u)
}

// snapshot is every file of a folder with its content; folders end in a slash.
func snapshot(t testing.TB, dir string) map[string]string {
	t.Helper()
	all := make(map[string]string)
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist) && name == ".":
			return fs.SkipAll
		case err != nil:
			return err
		case name == ".":
			return nil
		case d.IsDir():
			all[name+"/"] = ""
			return nil
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		all[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// pages is a snapshot without folders and manifests: name=content, sorted.
func pages(t testing.TB, dir string) string {
	t.Helper()
	var list []string
	for name, content := range snapshot(t, dir) {
		if !strings.HasSuffix(name, "/") && filepath.Base(name) != manifestName {
			list = append(list, name+"="+content)
		}
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

// wantPages fails unless the folder holds just these pages.
func wantPages(t testing.TB, out string, want ...string) {
	t.Helper()
	slices.Sort(want)
	if got := pages(t, out); got != strings.Join(want, " ") {
		t.Fatalf("in the folder:\n  %s\nwanted:\n  %s", got, strings.Join(want, " "))
	}
}

// difference tells what two snapshots do not share.
func difference(got, want map[string]string) string {
	var list []string
	for name := range maps.Keys(want) {
		if have, ok := got[name]; !ok {
			list = append(list, "missing "+name)
		} else if have != want[name] {
			list = append(list, "differs "+name)
		}
	}
	for name := range maps.Keys(got) {
		if _, ok := want[name]; !ok {
			list = append(list, "too much "+name)
		}
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

func place(t testing.TB, dir, name, content string) {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// del removes a file or a folder with all in it.
func del(t testing.TB, dir, name string) {
	t.Helper()
	if err := removeAll(filepath.Join(dir, name)); err != nil {
		t.Fatal(err)
	}
}

// removeAll is os.RemoveAll in small steps, which Wine can do too.
func removeAll(dir string) error {
	var names []string
	filepath.WalkDir(dir, func(name string, _ fs.DirEntry, err error) error {
		names = append(names, name)
		return nil
	})
	var all error
	for _, name := range slices.Backward(names) {
		if err := os.Remove(name); !errors.Is(err, fs.ErrNotExist) {
			all = errors.Join(all, err)
		}
	}
	return all
}

// folder is a new folder, removed after the test as far as that is possible.
func folder(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "publish")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { removeAll(dir) })
	return dir
}

func exists(dir, name string) bool {
	_, err := os.Lstat(filepath.Join(dir, name))
	return err == nil
}

func copyTree(t testing.TB, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

// The child: this test binary again, as a program that can be killed.

const (
	childJob  = "PUBLISH_TEST_JOB"
	childOut  = "PUBLISH_TEST_OUT"
	childStep = "PUBLISH_TEST_STEP"
)

func TestMain(m *testing.M) {
	if job := os.Getenv(childJob); job != "" {
		step, _ := strconv.Atoi(os.Getenv(childStep))
		if err := child(job, os.Getenv(childOut), step); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// child does one job, and kills its own process before step number die (from 0).
func child(job, out string, die int) error {
	n := 0
	step := func(string) error {
		if n == die {
			self, err := os.FindProcess(os.Getpid())
			if err != nil {
				return err
			}
			self.Kill()
			time.Sleep(time.Hour)
		}
		n++
		return nil
	}
	fmt.Println("ready")
	tree, err := Open(out, Options{step: step})
	if err != nil {
		return err
	}
	defer tree.Close()
	switch job {
	case "open":
	case "hold":
		fmt.Println("open")
		time.Sleep(time.Hour)
	case "publish":
		_, err = tree.Publish(versionB())
	case "alternate":
		for err == nil {
			if _, err = tree.Publish(versionA()); err == nil {
				_, err = tree.Publish(versionB())
			}
		}
	}
	return err
}

// start runs a child and returns once it has said word.
func start(t testing.TB, word, job, out string, die int) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childJob+"="+job, childOut+"="+out, childStep+"="+strconv.Itoa(die))
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		if lines.Text() == word {
			return cmd
		}
	}
	t.Fatalf("child %s ended without saying %q: %v", job, word, cmd.Wait())
	return nil
}
