package main

import (
	"path/filepath"

	"gongshi/generator/bench/process"
)

// eleventy is run by Node, with pages of ours in peers/eleventy.
var eleventy = &generator{
	name: "eleventy", title: "Eleventy, JavaScript does the sums",
	files: func(*workshop, int) (map[string][]byte, error) { return nil, nil },
	build: func(w *workshop, n int, out string) process.Command { return eleventyCommand(w, n, out) },
	watch: func(w *workshop, n int, out string) process.Command { return eleventyCommand(w, n, out, "--watch") },
	ready: "Watching",
}

func eleventyCommand(w *workshop, n int, out string, more ...string) process.Command {
	rel, err := filepath.Rel(w.peer("eleventy"), out) // Eleventy takes folders from its own
	if err != nil {
		rel = out
	}
	return process.Command{
		Dir:  w.peer("eleventy"),
		Env:  []string{"GONGSHI_DATA=" + filepath.Join(w.root(n), "data"), "GONGSHI_DAY=" + w.day},
		Args: append([]string{"node", "--max-old-space-size=12000", w.module("@11ty/eleventy", "cmd.cjs"), "--quiet", "--input=.", "--output=" + rel}, more...),
	}
}
