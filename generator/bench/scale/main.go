// Scale measures the program beside its peers, at one village and at a prefecture of 1,560: the
// same made-up data, made into pages by Gongshi, by stock Hugo whose templates do the sums, and
// by Eleventy with JavaScript that does; besides them Pagefind, which indexes such pages, and a
// copier of files, below which nobody can come.
//
//	go run ./generator/bench/scale -villages 1,13,130,1560
//
// It fetches stock Hugo with go install and the others with npm into a folder (-dir), makes the
// sites, runs each peer in a process of its own, and writes results.md. Hugo's and Eleventy's
// pages must tell the same figures as ours: they are compared, all of them, and a difference ends
// the run. What they need not tell is in left.go and in the results.
//
// What was measured is kept in results.json beside the table: -peer and -villages measure some
// of it anew. Nothing else may run meanwhile; -note tells readers of the table what they must
// know. -check compares two output folders, ours first, and does nothing else.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"gongshi/generator/bench/process"
)

// options are what the command line says.
type options struct {
	villages []int
	peers    []string
	runs     int
	edits    int
	limit    time.Duration
	day      string
	dir      string
	results  string
	note     string
}

func main() {
	process.Launched()
	helped()
	o := options{}
	villages := flag.String("villages", "1,13,130", "how many villages, one size or several")
	peers := flag.String("peer", strings.Join(names(), ","), "who is measured")
	flag.IntVar(&o.runs, "runs", 3, "how often each builds; medians count")
	flag.IntVar(&o.edits, "edits", 20, "how many edits are timed; 0 for none")
	flag.DurationVar(&o.limit, "limit", 30*time.Minute, "how long each may take to build, each time, and again to publish its edits")
	flag.StringVar(&o.day, "as-of", "2026-06-15", "the day for which all is made")
	flag.StringVar(&o.dir, "dir", filepath.Join(os.TempDir(), "gongshi-scale"), "where peers, sites and pages are kept")
	flag.StringVar(&o.results, "results", "generator/bench/scale", "the folder of results.md and results.json")
	flag.StringVar(&o.note, "note", "", "what readers of the table must know")
	check := flag.Bool("check", false, "compare two output folders: ours theirs")
	flag.Parse()
	o.peers = strings.Split(*peers, ",")
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := error(nil)
	if *check {
		err = checkOnly(flag.Args())
	} else if o.villages, err = numbers(*villages); err == nil {
		err = measure(ctx, &o)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func numbers(s string) (list []int, err error) {
	for f := range strings.SplitSeq(s, ",") {
		n, err := strconv.Atoi(f)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("-villages: %q is no number of villages", f)
		}
		list = append(list, n)
	}
	return list, nil
}

func checkOnly(dirs []string) error {
	if len(dirs) != 2 {
		return errors.New("-check needs two folders: ours theirs")
	}
	pages, figures, err := compare(dirs[0], dirs[1])
	if err == nil {
		fmt.Printf("%d pages, %d figures: the same\n", pages, figures)
	}
	return err
}

// measure measures peer after peer at size after size; the table is written after each, so
// that what was measured is not lost with what comes after it.
func measure(ctx context.Context, o *options) error {
	for _, name := range o.peers {
		if !slices.Contains(names(), name) {
			return fmt.Errorf("-peer: nobody is called %q, but %s", name, strings.Join(names(), ", "))
		}
	}
	if o.runs < 1 {
		return fmt.Errorf("-runs: %d is too few", o.runs)
	}
	t, err := readTable(o.results)
	if err != nil {
		return err
	}
	w := &workshop{options: o, versions: t.Versions}
	if err := os.RemoveAll(w.trash()); err != nil { // of a run that was interrupted
		return err
	}
	if err := w.open(ctx); err != nil {
		return err
	}
	defer os.RemoveAll(w.trash())
	for _, n := range o.villages {
		if err := w.site(n); err != nil {
			return err
		}
		for _, p := range contenders {
			if !slices.Contains(o.peers, p.name) {
				continue
			}
			progress("%d villages: %s", n, p.name)
			rows, err := p.measure(ctx, w, n)
			if err != nil {
				return fmt.Errorf("%s at %d villages: %w", p.name, n, err)
			}
			for _, r := range rows {
				r.Villages, r.Peer, r.Note, r.Day = n, p.name, o.note, time.Now().Format(time.DateOnly)
				progress("  %s: %s", r.Title, r.brief())
				t.put(r)
			}
			if err := t.write(o.results); err != nil {
				return err
			}
		}
	}
	return nil
}

func progress(format string, args ...any) {
	fmt.Fprintf(os.Stderr, time.Now().Format("15:04:05 ")+format+"\n", args...)
}
