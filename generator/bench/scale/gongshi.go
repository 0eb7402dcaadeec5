package main

import (
	"context"
	"fmt"
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

// The rows of a build from nothing, which are compared with one another.
const (
	titleCold   = "Gongshi, from nothing"
	titlePacked = titleCold + ", --precompress"
)

// gongshi measures our program: from nothing, with nothing changed, and edits; with all that it
// makes. The search is part of that; how much of the work it is, a profile tells.
func gongshi(ctx context.Context, w *workshop, n int) ([]row, error) {
	out, command := w.out(n, "gongshi"), func(word string) process.Command { return w.gongshi(n, word) }
	all := "pages, screens, sheets, A3, JSON, CSV, search"
	cold := row{Title: titleCold, What: all, Version: w.versions["gongshi"]}
	if done, err := cold.run(ctx, w, command("build"), w.clears(out)); !done || err != nil {
		return []row{cold}, err
	}
	var err error
	if cold.Files, cold.Bytes, err = sizeOf(out, out+".local"); err != nil {
		return nil, err
	}
	packed, err := precompressed(ctx, w, n)
	if err != nil {
		return nil, err
	}
	warm := row{Title: "Gongshi, nothing changed", What: all, Version: cold.Version}
	if _, err := warm.run(ctx, w, command("build"), func() error { return nil }); err != nil {
		return nil, err
	}
	if w.edits > 0 {
		if cold.Edit, err = w.timeEdits(ctx, n, out, command("watch"), "", cold.Took); err != nil {
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
	return []row{cold, packed, warm, alone, index}, err
}

// precompressed makes everything, with a copy by gzip and one by brotli beside each text of the web.
func precompressed(ctx context.Context, w *workshop, n int) (row, error) {
	r := row{Title: titlePacked, What: "all that, and gzip and brotli of the web's texts", Version: w.versions["gongshi"]}
	out := w.out(n, "packed")
	c := process.Command{Args: []string{w.bin("gongshi"), "build", "--precompress", "--site", w.root(n), "--out", out, "--as-of", w.day}}
	if done, err := r.run(ctx, w, c, w.clears(out)); !done || err != nil {
		return r, err
	}
	var err error
	if r.Files, r.Bytes, err = sizeOf(out, out+".local"); err != nil {
		return r, err
	}
	return r, w.clear(out)
}

// boardsAlone makes what Hugo and Eleventy make: the page of each board.
func boardsAlone(ctx context.Context, w *workshop, n int) (row, error) {
	r := row{Title: "Gongshi, board pages alone", What: "its board pages, for the web", Version: w.versions["gongshi"]}
	out := w.out(n, "boards")
	self, err := os.Executable()
	if err != nil {
		return r, err
	}
	if done, err := r.run(ctx, w, process.Command{Args: []string{self, helpBoards, w.root(n), out, w.day}}, w.clears(out)); !done || err != nil {
		return r, err
	}
	if r.Files, r.Bytes, err = sizeOf(out, out+".local"); err != nil {
		return r, err
	}
	return r, w.clear(out)
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

func (w *workshop) gongshi(n int, word string) process.Command {
	return process.Command{Args: []string{w.bin("gongshi"), word, "--site", w.root(n), "--out", w.out(n, "gongshi"), "--as-of", w.day}}
}

// reference makes our pages where nobody measured how long that takes: others are compared with
// them.
func (w *workshop) reference(ctx context.Context, n int) error {
	if _, err := os.Stat(w.out(n, "gongshi")); err == nil {
		return nil
	}
	progress("  making what others are compared with")
	_, err := process.Run(ctx, w.gongshi(n, "build"))
	return err
}

// clears is clear, to be done later.
func (w *workshop) clears(out string) func() error { return func() error { return w.clear(out) } }

// clear puts an output folder, with those beside it, out of the way.
func (w *workshop) clear(out string) error {
	for _, end := range []string{"", ".local", ".work"} {
		if err := w.discard(out + end); err != nil {
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
	if err := w.clear(out); err != nil {
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
	return r, w.clear(out)
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
