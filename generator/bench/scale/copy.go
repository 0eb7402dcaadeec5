package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"gongshi/generator/bench/process"
)

// floor is what nobody can do without: reading all data, and writing what we write.
func floor(ctx context.Context, w *workshop, n int) ([]row, error) {
	self, err := os.Executable()
	if err := errors.Join(err, w.reference(ctx, n)); err != nil {
		return nil, err
	}
	out, ours := w.out(n, "copy"), w.out(n, "gongshi")
	r := row{Title: "a copier of bytes", What: "reads all data, copies our output", Version: w.versions["gongshi"]}
	if _, err := r.run(ctx, w, process.Command{Args: []string{self, helpCopy, w.root(n), out, ours, ours + ".local"}}, w.clears(out)); err != nil {
		return nil, err
	}
	if r.Files, r.Bytes, err = sizeOf(out); err != nil {
		return nil, err
	}
	return []row{r}, w.discard(out)
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
