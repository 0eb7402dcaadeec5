package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"gongshi/generator/bench/process"
)

// hugo is the program as everybody gets it, with templates of ours in peers/hugo.
var hugo = &generator{
	name: "hugo", title: "stock Hugo, templates do the sums",
	files: func(w *workshop, n int) (map[string][]byte, error) {
		config, err := peersFS.ReadFile("peers/hugo/hugo.toml")
		var b strings.Builder
		b.Write(config)
		fmt.Fprintf(&b, "\n[params]\ntoday = %q\n", w.day)
		for source, target := range map[string]string{filepath.Join(w.root(n), "data"): "data", "content": "content", "layouts": "layouts"} {
			fmt.Fprintf(&b, "\n[[module.mounts]]\nsource = %q\ntarget = %q\n", filepath.ToSlash(source), target)
		}
		return map[string][]byte{"hugo.toml": []byte(b.String())}, err
	},
	build: func(w *workshop, _ int, out string) process.Command {
		return process.Command{Dir: w.peer("hugo"), Args: []string{w.hugoBin(), "--noBuildLock", "-d", out}}
	},
	watch: func(w *workshop, _ int, out string) process.Command {
		return process.Command{Dir: w.peer("hugo"), Args: []string{w.hugoBin(), "--noBuildLock", "--watch", "-d", out}}
	},
	ready: "Press Ctrl+C",
}
