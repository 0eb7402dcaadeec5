// Find measures the search: its size, its speed, and how good its answers are, on records of
// its own making with answers found by brute force.
//
//	go run ./generator/bench/find -villages 1,15,1560 -seed 7 -queries 10
//
// With -browser it is asked in Chromium, with a processor of a quarter of the speed, 562.5 ms
// and 1.44 Mbit/s, and what comes out is Markdown. With -peers other engines are asked the same
// in the same way. They are fetched once, into a folder outside the repository:
//
//	mkdir ../peers && cp generator/bench/find/peers/package.json ../peers && (cd ../peers && npm install)
//	go run ./generator/bench/find -villages 1,15 -seed 7 -browser -peers ../peers > results.md
//
// At 1560 villages they take minutes and gigabytes: -with names those that run, -beside the
// sizes beside which they run, -limit how long each may take.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"gongshi/generator/bench/machine"
	"gongshi/generator/bench/phone"
	"gongshi/generator/bench/process"
	"gongshi/generator/internal/render"
	"gongshi/generator/internal/search"
	"gongshi/themes"
)

// options are what the command line says.
type options struct {
	villages, beside []int
	seed             uint64
	each             int
	verbose, browser bool
	peers, note      string
	with             []string
	limit            time.Duration
}

func main() {
	process.Launched()
	o := options{}
	villages := flag.String("villages", "1560", "how many villages, one size or several: 1,15,1560")
	flag.Uint64Var(&o.seed, "seed", 1, "of records and queries")
	flag.IntVar(&o.each, "queries", 10, "of each kind")
	flag.BoolVar(&o.verbose, "v", false, "list what went wrong")
	flag.BoolVar(&o.browser, "browser", false, "ask in Chromium, print Markdown")
	flag.StringVar(&o.peers, "peers", "", "folder where npm install was run on peers/package.json: compare with those engines")
	with := flag.String("with", "pagefind,records,minisearch", "which of them")
	beside := flag.String("beside", "", "sizes beside which they run; all when empty")
	flag.DurationVar(&o.limit, "limit", 30*time.Minute, "for a peer to be built, and again to be asked")
	flag.StringVar(&o.note, "note", "", "what readers of the table must know")
	flag.Parse()
	o.villages, o.beside, o.with = numbers(*villages), numbers(*beside), strings.Split(*with, ",")

	if o.browser {
		fmt.Print(preface(&o))
	}
	for _, n := range o.villages {
		if err := size(&o, n); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func numbers(s string) (list []int) {
	for f := range strings.SplitSeq(s, ",") {
		if n, err := strconv.Atoi(f); err == nil && n > 0 {
			list = append(list, n)
		}
	}
	return list
}

// size measures a site of n villages.
func size(o *options, n int) error {
	c := newCorpus(n, o.seed)
	theme, err := render.New(themes.Default())
	if err != nil {
		return err
	}
	s := build(c, theme.Part("js/blocks.js"))
	or := newOracle(c, o.seed)
	list := questions(or, o.each)
	if !o.browser {
		fmt.Println(s)
		score := inGo(c, s.files, list, o.verbose)
		score.print()
		if len(score.kinds) < 30 {
			return fmt.Errorf("only %d kinds of queries", len(score.kinds))
		}
		return nil
	}
	dir, err := os.MkdirTemp("", "find")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	r := &report{corpus: c, records: s.records, queries: list}
	e, err := ours(dir, s)
	if err != nil {
		return err
	}
	if err := r.run(e, o); err != nil {
		return err
	}
	if o.peers != "" && (len(o.beside) == 0 || slices.Contains(o.beside, n)) {
		if err := beside(o, or, r); err != nil {
			return err
		}
	}
	fmt.Print(r)
	return nil
}

// beside builds and asks the other engines.
func beside(o *options, or *oracle, r *report) error {
	dir, err := os.MkdirTemp("", "peers")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := peersFiles(dir, or); err != nil {
		return err
	}
	for _, name := range o.with {
		e, err := peer(context.Background(), name, dir, or, o)
		if err != nil {
			return err
		}
		if err := r.run(e, o); err != nil {
			return err
		}
	}
	return nil
}

// stats is what it takes to build the index.
type stats struct {
	records   int
	took, cpu time.Duration
	peak      int // MB, besides the records
	files     map[string][]byte
	edit      string
}

func (s *stats) String() string {
	size := 0
	for _, data := range s.files {
		size += len(data)
	}
	return fmt.Sprintf("%d records: built in %v, %v CPU, at most %d MB; %d files, %d kB; root %d bytes, %d gzip\nan edit writes %s\n",
		s.records, s.took.Round(time.Millisecond), s.cpu, s.peak, len(s.files), size>>10, len(s.files["root.js"]), len(phone.Zipped(s.files["root.js"])), s.edit)
}

// build makes the index.
func build(c *corpus, script string) *stats {
	s := &stats{files: map[string][]byte{}}
	for _, p := range c.places {
		s.records += len(p.Records)
	}
	debug.FreeOSMemory()
	machine.ForgetPeak()
	before := machine.Peak()
	began, cpu := time.Now(), machine.CPU()
	x := search.New(c.places, []search.Title{{Word: "points", Title: "党员积分"}, {Word: "grid", Title: "网格"}, {Word: "star", Title: "星级户"}, {Word: "outcome", Title: "成果"}})
	x.Script = script
	for i, p := range c.places {
		x.Set(i, p.Records)
	}
	list, _ := x.Files()
	s.took, s.cpu, s.peak = time.Since(began), machine.CPU()-cpu, machine.Peak()-before
	for _, f := range list {
		s.files[f.Path] = f.Data
	}
	s.edit = edits(c, x)
	return s
}

// edits adds a member to one village after another and takes them out again.
func edits(c *corpus, x *search.Index) string {
	var wrote []int
	var took []time.Duration
	for i := range 20 {
		unit := len(c.places) - 1 - i*max(1, len(c.places)/20)%len(c.places)
		if len(c.places[unit].Records) == 0 {
			continue
		}
		old := c.places[unit].Records
		more := append(slices.Clone(old), search.Record{Kind: search.Person, Board: "points", Name: c.name(), Group: "3组"})
		for _, records := range [][]search.Record{more, old} {
			began := time.Now()
			x.Set(unit, records)
			changed, gone := x.Files()
			took = append(took, time.Since(began))
			wrote = append(wrote, len(changed)+len(gone))
		}
	}
	return fmt.Sprintf("%d files (p50; p95 %d) in %v", quantile(wrote, .5), quantile(wrote, .95), rounded(quantile(took, .5)))
}

func rounded(d time.Duration) time.Duration {
	switch {
	case d > time.Second:
		return d.Round(10 * time.Millisecond)
	case d > 10*time.Millisecond:
		return d.Round(time.Millisecond)
	}
	return d.Round(100 * time.Microsecond)
}
