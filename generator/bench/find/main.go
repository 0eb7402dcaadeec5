// Find measures the search: its size, its speed, and how good its answers are, on records of
// its own making with answers found by brute force.
//
//	go run ./generator/bench/find -villages 1560 -seed 7 -queries 10
package main

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"time"

	"gongshi/generator/internal/search"
)

func main() {
	villages := flag.Int("villages", 1560, "how many villages")
	seed := flag.Uint64("seed", 1, "of records and queries")
	each := flag.Int("queries", 10, "of each kind")
	verbose := flag.Bool("v", false, "list what went wrong")
	flag.Parse()

	c := newCorpus(*villages, *seed)
	n := 0
	for _, p := range c.places {
		n += len(p.Records)
	}
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began, cpu := time.Now(), cpuTime()
	x := search.New(c.places, []search.Title{{Word: "points", Title: "党员积分"}, {Word: "grid", Title: "网格"}, {Word: "star", Title: "星级户"}, {Word: "outcome", Title: "成果"}})
	for i, p := range c.places {
		x.Set(i, p.Records)
	}
	list, _ := x.Files()
	fmt.Printf("%d records: built in %v, %v CPU; ", n, time.Since(began).Round(time.Millisecond), (cpuTime() - cpu).Round(time.Millisecond))
	runtime.ReadMemStats(&after)
	files := map[string][]byte{}
	size := 0
	for _, f := range list {
		files[f.Path] = f.Data
		size += len(f.Data)
	}
	fmt.Printf("%d MB allocated; %d files, %d kB; root %d bytes, %d gzip\n", (after.TotalAlloc-before.TotalAlloc)>>20, len(files), size>>10, len(files["root.js"]), gz(files["root.js"]))
	runtime.KeepAlive(x)

	m := measure(newOracle(c, *seed), files, *each, *verbose)
	m.print()
	if len(m.kinds) < 30 {
		fmt.Fprintln(os.Stderr, "fewer than 30 kinds of queries")
		os.Exit(1)
	}
}

func gz(data []byte) int {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	z.Write(data)
	z.Close()
	return b.Len()
}

// A tally is what was measured of one kind of queries.
type tally struct {
	kind                  string
	queries, noise        int
	recall, top           float64
	first, ownFirst, owns int
	bytes                 []int
	requests              []int
	took                  []time.Duration
}

type measured struct {
	kinds []*tally
	all   tally
}

func measure(o *oracle, files map[string][]byte, each int, verbose bool) *measured {
	m := &measured{}
	sizes := map[string]int{}
	for _, k := range kindsOfQueries {
		t := &tally{kind: k.kind}
		for range each {
			q := k.make(o)
			if q == nil {
				continue
			}
			m.ask(t, q, files, sizes, verbose, o)
		}
		if t.queries > 0 {
			m.kinds = append(m.kinds, t)
		}
	}
	return m
}

// ask asks one query with a reader that has loaded no more than the root and the pack of home.
func (m *measured) ask(t *tally, q *query, files map[string][]byte, sizes map[string]int, verbose bool, o *oracle) {
	bytes, requests := 0, 0
	counting := false
	r, err := search.Open(func(path string) ([]byte, error) {
		data, ok := files[path]
		if !ok {
			return nil, os.ErrNotExist
		}
		if counting {
			if sizes[path] == 0 {
				sizes[path] = gz(data)
			}
			bytes += sizes[path]
			requests++
		}
		return data, nil
	})
	if err != nil {
		panic(err)
	}
	r.Search("\U00020000", q.home) // loads the pack of home, as the page does
	counting = true
	began := time.Now()
	a := r.Search(q.text, q.home)
	took := time.Since(began)
	t.queries++
	t.bytes, t.requests, t.took = append(t.bytes, bytes), append(t.requests, requests), append(t.took, took)
	if len(q.want) == 0 {
		if len(a.Results) > 0 {
			t.noise++
		}
		t.recall++
		t.top++
		return
	}
	hits, top, seen := 0, 0, map[string]bool{}
	for i, x := range a.Results {
		for _, k := range []string{key(x.Unit, x.Kind, x.Name+x.Mark), key(x.Unit, x.Kind, x.Text)} {
			if q.want[k] && !seen[k] {
				seen[k] = true
				hits++
				if i < min(10, len(q.want)) {
					top++
				}
				break
			}
		}
	}
	t.recall += float64(min(hits, 50)) / float64(min(50, len(q.want)))
	t.top += float64(top) / float64(min(10, len(q.want)))
	own := false
	for k := range q.want {
		own = own || []rune(k)[0] == rune(q.home)
	}
	if own {
		t.owns++
		if len(a.Results) > 0 && a.Results[0].Unit == q.home {
			t.ownFirst++
		}
	}
	if verbose && (hits < min(50, len(q.want)) || top < min(10, len(q.want))) {
		fmt.Printf("  %s: %q from %s: wanted %d, found %d of %d, top %d:", t.kind, q.text, o.c.places[q.home].Name, len(q.want), hits, len(a.Results), top)
		for _, x := range a.Results[:min(20, len(a.Results))] {
			if q.want[key(x.Unit, x.Kind, x.Name+x.Mark)] || q.want[key(x.Unit, x.Kind, x.Text)] {
				continue
			}
			fmt.Printf(" %s%s/%s(%d)", x.Name, x.Mark, x.Text, x.Score)
		}
		fmt.Println()
	}
}

func (m *measured) print() {
	var all tally
	fmt.Printf("\n%-36s %7s %7s %7s %6s %9s %9s %5s\n", "kind", "queries", "recall", "top", "noise", "p50 bytes", "p95 bytes", "most")
	for _, t := range m.kinds {
		n := float64(t.queries)
		fmt.Printf("%-36s %7d %7.3f %7.3f %6d %9d %9d %5d\n", t.kind, t.queries, t.recall/n, t.top/n, t.noise, quantile(t.bytes, .5), quantile(t.bytes, .95), slices.Max(t.requests))
		all.queries += t.queries
		all.recall += t.recall
		all.top += t.top
		all.noise += t.noise
		all.owns += t.owns
		all.ownFirst += t.ownFirst
		all.bytes = append(all.bytes, t.bytes...)
		all.requests = append(all.requests, t.requests...)
		all.took = append(all.took, t.took...)
	}
	n := float64(all.queries)
	fmt.Printf("%-36s %7d %7.4f %7.4f %6d %9d %9d %5d\n", "all", all.queries, all.recall/n, all.top/n, all.noise, quantile(all.bytes, .5), quantile(all.bytes, .95), slices.Max(all.requests))
	fmt.Printf("own village first %d of %d; requests p95 %d; a query takes %v (median, Go)\n", all.ownFirst, all.owns, quantile(all.requests, .95), quantile(all.took, .5).Round(time.Microsecond))
}

func quantile[T int | time.Duration](list []T, q float64) T {
	list = slices.Clone(list)
	slices.Sort(list)
	return list[min(len(list)-1, int(q*float64(len(list))))]
}
