package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"gongshi/generator/bench/machine"
	"gongshi/generator/bench/process"
)

// A contender is one of those who are measured. Of n villages it gives the rows of the table.
type contender struct {
	name    string
	measure func(ctx context.Context, w *workshop, n int) ([]row, error)
}

// contenders are all, in the order in which they run: ours first, whose pages the others' are
// compared with.
var contenders = []contender{
	{"gongshi", gongshi},
	{"hugo", hugo.measure},
	{"eleventy", eleventy.measure},
	{"pagefind", pagefind},
	{"copy", floor},
}

func names() (list []string) {
	for _, c := range contenders {
		list = append(list, c.name)
	}
	return list
}

// A generator is a peer that makes pages: how its folder is filled, and how it is called.
type generator struct {
	name, title string
	files       func(w *workshop, n int) (map[string][]byte, error) // of its folder, besides those embedded
	build       func(w *workshop, n int, out string) process.Command
	watch       func(w *workshop, n int, out string) process.Command
	ready       string // what it says when it watches
}

// measure builds from nothing, compares the figures, and edits.
func (g *generator) measure(ctx context.Context, w *workshop, n int) ([]row, error) {
	if err := errors.Join(w.reference(ctx, n), g.unpack(w, n)); err != nil {
		return nil, err
	}
	out := w.out(n, g.name)
	r := row{Title: g.title, What: "its board pages", Version: w.versions[g.name]}
	if done, err := r.run(ctx, w, g.build(w, n, out), w.clears(out)); !done || err != nil {
		return []row{r}, err
	}
	var err error
	if r.Files, r.Bytes, err = sizeOf(out); err != nil {
		return nil, err
	}
	if r.Pages, r.Figures, err = compare(w.out(n, "gongshi"), out); err != nil {
		return nil, fmt.Errorf("the pages do not tell what ours do: %w", err)
	}
	if w.edits > 0 {
		r.Edit, err = w.timeEdits(ctx, n, out, g.watch(w, n, out), g.ready, r.Took)
	}
	return []row{r}, err
}

// unpack writes the peer's folder.
func (g *generator) unpack(w *workshop, n int) error {
	files, err := g.files(w, n)
	if err != nil {
		return err
	}
	dir := w.peer(g.name)
	if err := w.discard(dir); err != nil {
		return err
	}
	if err := copyFS(dir, "peers/"+g.name); err != nil {
		return err
	}
	for name, data := range files {
		if err := save(filepath.Join(dir, name), data); err != nil {
			return err
		}
	}
	return nil
}

// run runs a command as often as it shall be, each time within the limit and after clear, and
// takes down the medians of what it took; a peer that gives up or has no room has a row that
// says so.
func (r *row) run(ctx context.Context, w *workshop, c process.Command, clear func() error) (done bool, err error) {
	var took []process.Usage
	for range w.runs {
		if err := clear(); err != nil {
			return false, err
		}
		machine.Sync()
		u, err := w.once(ctx, c)
		if errors.Is(err, context.DeadlineExceeded) {
			r.GaveUp = fmt.Sprintf("gave up after %v", w.limit)
			return false, nil
		}
		if err != nil {
			return false, err
		}
		took = append(took, u)
	}
	r.Runs, r.Usage = len(took), process.Usage{
		CPU:  median(took, func(u process.Usage) time.Duration { return u.CPU }),
		Took: median(took, func(u process.Usage) time.Duration { return u.Took }),
		Peak: median(took, func(u process.Usage) int { return u.Peak }),
	}
	return true, nil
}

// once runs a command; the error is the deadline's where the limit ended it.
func (w *workshop) once(ctx context.Context, c process.Command) (process.Usage, error) {
	ctx, cancel := context.WithTimeout(ctx, w.limit)
	defer cancel()
	u, err := process.Run(ctx, c)
	if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		err = ctx.Err()
	}
	return u, err
}

// median is the middle one of what of says of each run, the upper one of two.
func median[N cmp.Ordered](runs []process.Usage, of func(process.Usage) N) N {
	var list []N
	for _, u := range runs {
		list = append(list, of(u))
	}
	slices.Sort(list)
	return list[len(list)/2]
}
