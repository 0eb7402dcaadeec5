package main

import (
	"context"
	"fmt"
	"os"

	"gongshi/generator/bench/process"
)

// pagefind indexes the pages that Hugo has made.
func pagefind(ctx context.Context, w *workshop, n int) ([]row, error) {
	if _, err := os.Stat(w.out(n, "hugo")); err != nil {
		return nil, fmt.Errorf("it needs Hugo's pages, -peer hugo,pagefind: %w", err)
	}
	out := w.out(n, "pagefind")
	r := row{Title: "Pagefind, over Hugo's pages", What: "index of the text of the board pages", Version: w.versions["pagefind"]}
	c := process.Command{Args: []string{"node", w.module("pagefind", "lib/runner/bin.cjs"), "--site", w.out(n, "hugo"), "--output-path", out}}
	if done, err := r.run(ctx, w, c, w.clears(out)); !done || err != nil {
		return []row{r}, err
	}
	var err error
	r.Files, r.Bytes, err = sizeOf(out)
	return []row{r}, err
}
