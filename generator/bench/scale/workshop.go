package main

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"gongshi/generator/internal/sample"
	"gongshi/generator/internal/village"
)

//go:embed all:peers
var peersFS embed.FS

// A workshop is the folder where all is made: programs in bin and node_modules, sites in site/N,
// pages in out/N.
type workshop struct {
	*options
	versions map[string]string // of peers, by name
	first    *sample.Site      // the one that was made last

	discarded int // folders in the trash
}

func (w *workshop) bin(name string) string { return filepath.Join(w.dir, "bin", name) }

func (w *workshop) hugoBin() string { return w.bin("hugo") }

func (w *workshop) root(n int) string { return filepath.Join(w.dir, "site", strconv.Itoa(n)) }

func (w *workshop) out(n int, name string) string {
	return filepath.Join(w.dir, "out", strconv.Itoa(n), name)
}

func (w *workshop) peer(name string) string { return filepath.Join(w.dir, "peers", name) }

func (w *workshop) module(name, file string) string {
	return filepath.Join(w.dir, "peers", "node_modules", filepath.FromSlash(name), filepath.FromSlash(file))
}

// open fetches and builds the programs that are not there yet; ours is always built.
func (w *workshop) open(ctx context.Context) error {
	dir, err := filepath.Abs(w.dir)
	if err != nil {
		return err
	}
	w.dir = dir
	if err := os.MkdirAll(w.bin(""), 0o755); err != nil {
		return err
	}
	progress("building gongshi")
	if _, err := output(ctx, "", nil, "go", "build", "-o", w.bin("gongshi"), "./generator/cmd/gongshi"); err != nil {
		return err
	}
	if w.versions["gongshi"], err = commit(ctx); err != nil {
		return err
	}
	if w.wants("hugo") {
		if err := w.fetchHugo(ctx); err != nil {
			return err
		}
	}
	if w.wants("eleventy") || w.wants("pagefind") {
		return w.fetchModules(ctx)
	}
	return nil
}

// commit names what is measured; the results of a run do not make it another.
func commit(ctx context.Context) (string, error) {
	name, err := output(ctx, "", nil, "git", "rev-parse", "--short", "HEAD")
	if err != nil {
		return "", err
	}
	changed, err := output(ctx, "", nil, "git", "status", "--porcelain", "go.mod", "generator/cmd", "generator/internal", "themes")
	if changed != "" {
		name += ", changed"
	}
	return name, err
}

func (w *workshop) wants(name string) bool { return slices.Contains(w.peers, name) }

// fetchHugo builds stock Hugo of the version that go.mod names.
func (w *workshop) fetchHugo(ctx context.Context) error {
	version, err := output(ctx, "", nil, "go", "list", "-m", "-f", "{{.Version}}", "github.com/gohugoio/hugo")
	if err != nil {
		return err
	}
	w.versions["hugo"] = version
	if said, err := output(ctx, "", nil, w.hugoBin(), "version"); err == nil && strings.Contains(said, version) {
		return nil
	}
	progress("fetching Hugo %s", version)
	_, err = output(ctx, "", []string{"GOBIN=" + w.bin(""), "CGO_ENABLED=0"}, "go", "install", "github.com/gohugoio/hugo@"+version)
	return err
}

// fetchModules installs what peers/package.json names.
func (w *workshop) fetchModules(ctx context.Context) error {
	list, err := peersFS.ReadFile("peers/package.json")
	if err != nil {
		return err
	}
	have, err := os.ReadFile(w.peer("package.json"))
	if err != nil || !bytes.Equal(have, list) {
		progress("fetching Eleventy and Pagefind")
		if err := os.RemoveAll(w.peer("node_modules")); err != nil {
			return err
		}
		if err := save(w.peer("package.json"), list); err != nil {
			return err
		}
		if _, err := output(ctx, w.peer(""), nil, "npm", "install", "--no-audit", "--no-fund"); err != nil {
			return errors.Join(err, os.Remove(w.peer("package.json")))
		}
	}
	for name, module := range map[string]string{"eleventy": "@11ty/eleventy", "pagefind": "pagefind"} {
		var p struct{ Version string }
		data, err := os.ReadFile(w.module(module, "package.json"))
		if err == nil {
			err = json.Unmarshal(data, &p)
		}
		if err != nil {
			return err
		}
		w.versions[name] = p.Version
	}
	return nil
}

// made is the file that stands in a site when all of it is there, with its mark.
func (w *workshop) made(n int) string { return filepath.Join(w.root(n), "made") }

func (w *workshop) mark(n int) []byte { return fmt.Appendf(nil, "%d villages, %s\n", n, w.day) }

// site makes the made-up site of n villages, unless it stands there.
func (w *workshop) site(n int) error {
	day, ok := village.ParseISO(w.day)
	if !ok {
		return fmt.Errorf("-as-of: %q is no day", w.day)
	}
	w.first = sample.New(sample.Options{Villages: n, Seed: 1, Day: day})
	if have, err := os.ReadFile(w.made(n)); err == nil && bytes.Equal(have, w.mark(n)) {
		return nil
	}
	progress("making a site of %d villages", n)
	if err := os.RemoveAll(w.root(n)); err != nil {
		return err
	}
	files := w.first.Common()
	for i := range w.first.Units() + 1 {
		for _, f := range files {
			if err := save(filepath.Join(w.root(n), filepath.FromSlash(f.Path)), f.Data); err != nil {
				return err
			}
		}
		if i < w.first.Units() {
			files, _ = w.first.Unit(i)
		}
	}
	time.Sleep(settled) // files that were written just now may change again unnoticed, so ours reads them anew
	return save(w.made(n), w.mark(n))
}

// settled is how old data are when they are first built, as anybody's are.
const settled = 3 * time.Second

// discard puts a folder out of the way until all is measured: for minutes after files were
// deleted ext4 takes many times as long to make new ones (it passes over each inode that was
// freed lately), and whoever came next would pay for that.
func (w *workshop) discard(dir string) error {
	if err := os.MkdirAll(w.trash(), 0o755); err != nil {
		return err
	}
	w.discarded++
	err := os.Rename(dir, filepath.Join(w.trash(), strconv.Itoa(w.discarded)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func (w *workshop) trash() string { return filepath.Join(w.dir, "trash") }

// output runs a short command and returns what it says.
func output(ctx context.Context, dir string, env []string, name string, args ...string) (string, error) {
	c := exec.CommandContext(ctx, name, args...)
	c.Dir, c.Env = dir, append(os.Environ(), env...)
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, &said)
	}
	return strings.TrimSpace(string(out)), nil
}

func save(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o644)
}

// copyFS writes an embedded folder.
func copyFS(dir, name string) error {
	sub, err := fs.Sub(peersFS, name)
	if err != nil {
		return err
	}
	return os.CopyFS(dir, sub)
}

// sizeOf returns how many files are in folders, and of how many bytes.
func sizeOf(dirs ...string) (files int, bytes int64, err error) {
	for _, dir := range dirs {
		err = errors.Join(err, filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			info, err := d.Info()
			if err == nil {
				files, bytes = files+1, bytes+info.Size()
			}
			return err
		}))
	}
	return files, bytes, err
}
