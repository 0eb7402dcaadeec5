package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime/pprof"
	"strconv"
	"time"

	"gongshi/generator/bench/process"
	"gongshi/generator/internal/boards"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/site"
	"gongshi/themes"
)

// gongshi measures our program: from nothing, with nothing changed, and edits; with all that it
// makes. The search is part of that; how much of the work it is, a profile tells.
func gongshi(ctx context.Context, w *workshop, n int) ([]row, error) {
	out := w.out(n, "gongshi")
	if err := clear(out); err != nil {
		return nil, err
	}
	command := func(word string) process.Command {
		return process.Command{Args: []string{w.bin("gongshi"), word, "--site", w.root(n), "--out", out, "--as-of", w.day}}
	}
	all := "pages, screens, sheets, A3, JSON, CSV, search"
	cold := row{Title: "Gongshi, from nothing", What: all, Version: w.versions["gongshi"]}
	if done, err := cold.run(ctx, w, command("build")); !done || err != nil {
		return []row{cold}, err
	}
	var err error
	if cold.Files, cold.Bytes, err = sizeOf(out, out+".local"); err != nil {
		return nil, err
	}
	warm := row{Title: "Gongshi, nothing changed", What: all, Version: cold.Version}
	if _, err := warm.run(ctx, w, command("build")); err != nil {
		return nil, err
	}
	if w.edits > 0 {
		if cold.Edit, err = w.timeEdits(n, out, command("watch"), "", cold.Took); err != nil {
			return nil, err
		}
		if _, err := process.Run(ctx, command("build")); err != nil { // as it was: others are compared with it
			return nil, err
		}
	}
	alone, err := boardsAlone(ctx, w, n)
	if err != nil {
		return nil, err
	}
	index, err := searchPart(ctx, w, n)
	return []row{cold, warm, alone, index}, err
}

// boardsAlone makes what Hugo and Eleventy make: the page of each board.
func boardsAlone(ctx context.Context, w *workshop, n int) (row, error) {
	r := row{Title: "Gongshi, board pages alone", What: "its board pages, for the web", Version: w.versions["gongshi"]}
	out := w.out(n, "boards")
	if err := clear(out); err != nil {
		return r, err
	}
	self, err := os.Executable()
	if err != nil {
		return r, err
	}
	if done, err := r.run(ctx, w, process.Command{Args: []string{self, helpBoards, w.root(n), out, w.day}}); !done || err != nil {
		return r, err
	}
	if r.Files, r.Bytes, err = sizeOf(out, out+".local"); err != nil {
		return r, err
	}
	return r, clear(out)
}

// onlyBoards keeps the pages of boards for the web: each once, though that of the newest year
// has two addresses.
func onlyBoards(year string) func(t privacy.Target, dir, format string) bool {
	word := map[string]bool{}
	for _, k := range boards.All() {
		word[k.Word] = true
	}
	return func(t privacy.Target, dir, format string) bool {
		parent := path.Base(path.Dir(dir))
		return t == privacy.Public && format == "page" && (word[path.Base(dir)] || word[parent] && path.Base(dir) != year)
	}
}

func clear(out string) error {
	for _, end := range []string{"", ".local", ".work"} {
		if err := os.RemoveAll(out + end); err != nil {
			return err
		}
	}
	return nil
}

// searchPart tells what part of a build from nothing the search is: gathering what can be
// found, and the index of it.
func searchPart(ctx context.Context, w *workshop, n int) (row, error) {
	r := row{Title: "Gongshi's search index, part of the first", What: "index of names, grids, households and matters", Version: w.versions["gongshi"]}
	out, profile := w.out(n, "profiled"), filepath.Join(w.dir, "cpu.pprof")
	if err := clear(out); err != nil {
		return r, err
	}
	self, err := os.Executable()
	if err != nil {
		return r, err
	}
	if _, err := process.Run(ctx, process.Command{Args: []string{self, helpProfile, profile, w.root(n), out, w.day}}); err != nil {
		return r, err
	}
	said, err := output(ctx, "", nil, "go", "tool", "pprof", "-top", "-focus", `internal/search\.|\.Found$`, profile)
	if err != nil {
		return r, err
	}
	if r.CPU, err = focused(said); err != nil {
		return r, err
	}
	r.Files, r.Bytes, err = sizeOf(filepath.Join(out, "search"))
	if err != nil {
		return r, err
	}
	return r, clear(out)
}

var accounting = regexp.MustCompile(`nodes accounting for ([\d.]+)(µs|us|ms|s|mins|hrs)?,`)

// focused reads from what go tool pprof says how much time the functions took that were asked
// for; a profile in which they do not occur takes none.
func focused(said string) (time.Duration, error) {
	m := accounting.FindStringSubmatch(said)
	if m == nil {
		return 0, fmt.Errorf("go tool pprof says nothing of time:\n%s", said)
	}
	x, err := strconv.ParseFloat(m[1], 64)
	unit := map[string]time.Duration{"us": time.Microsecond, "µs": time.Microsecond, "ms": time.Millisecond, "s": time.Second, "mins": time.Minute, "hrs": time.Hour}[m[2]]
	return time.Duration(x * float64(unit)), err
}

// What this program does in processes of its own.
const (
	helpProfile = "-build-with-profile"
	helpBoards  = "-build-boards"
	helpCopy    = "-copy-bytes"
)

// helped does one of them and ends the program.
func helped() {
	if len(os.Args) < 2 {
		return
	}
	var err error
	switch args := os.Args[2:]; os.Args[1] {
	case helpProfile:
		err = buildWithProfile(args[0], site.Config{Root: args[1], Out: args[2], AsOf: args[3]})
	case helpBoards:
		err = build(site.Config{Root: args[0], Out: args[1], AsOf: args[2], Only: onlyBoards(args[2][:4])})
	case helpCopy:
		err = copyBytes(args[0], args[1], args[2:])
	default:
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

func buildWithProfile(profile string, c site.Config) error {
	f, err := os.Create(profile)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := pprof.StartCPUProfile(f); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	return build(c)
}

func build(c site.Config) error {
	c.Theme, c.Program = themes.Default(), "bench"
	s, err := site.Open(c)
	if err != nil {
		return err
	}
	defer s.Close()
	_, err = s.Build(context.Background())
	return err
}

// pagefind indexes the pages that Hugo has made.
func pagefind(ctx context.Context, w *workshop, n int) ([]row, error) {
	out := w.out(n, "pagefind")
	if err := os.RemoveAll(out); err != nil {
		return nil, err
	}
	r := row{Title: "Pagefind, over Hugo's pages", What: "index of the text of the board pages", Version: w.versions["pagefind"]}
	c := process.Command{Args: []string{"node", w.module("pagefind", "lib/runner/bin.cjs"), "--site", w.out(n, "hugo"), "--output-path", out}}
	if done, err := r.run(ctx, w, c); !done || err != nil {
		return []row{r}, err
	}
	var err error
	r.Files, r.Bytes, err = sizeOf(out)
	return []row{r}, err
}

// floor is what nobody can do without: reading all data, and writing what we write.
func floor(ctx context.Context, w *workshop, n int) ([]row, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	out, ours := w.out(n, "copy"), w.out(n, "gongshi")
	if err := os.RemoveAll(out); err != nil {
		return nil, err
	}
	r := row{Title: "a copier of bytes", What: "reads all data, copies our output", Version: w.versions["gongshi"]}
	if _, err := r.run(ctx, w, process.Command{Args: []string{self, helpCopy, w.root(n), out, ours, ours + ".local"}}); err != nil {
		return nil, err
	}
	if r.Files, r.Bytes, err = sizeOf(out); err != nil {
		return nil, err
	}
	return []row{r}, os.RemoveAll(out)
}

// copyBytes reads every file of a folder, and copies others.
func copyBytes(read, to string, from []string) error {
	err := filepath.WalkDir(read, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		_, err = os.ReadFile(p)
		return err
	})
	for i, dir := range from {
		if err == nil {
			err = os.CopyFS(filepath.Join(to, strconv.Itoa(i)), os.DirFS(dir))
		}
	}
	return err
}
