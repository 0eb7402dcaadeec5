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
	x, files := build(c)
	edits(c, x)
	m := measure(newOracle(c, *seed), files, *each, *verbose)
	m.print()
	if len(m.kinds) < 30 {
		fmt.Fprintln(os.Stderr, "fewer than 30 kinds of queries")
		os.Exit(1)
	}
}

// build makes the index and says what that takes.
func build(c *corpus) (*search.Index, map[string][]byte) {
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
	took, cpu := time.Since(began), cpuTime()-cpu
	runtime.ReadMemStats(&after)
	files := map[string][]byte{}
	size := 0
	for _, f := range list {
		files[f.Path] = f.Data
		size += len(f.Data)
	}
	runtime.GC()
	var kept runtime.MemStats
	runtime.ReadMemStats(&kept)
	fmt.Printf("%d records: built in %v, %v CPU, %d MB allocated, %d MB kept with the files; %d files, %d kB; root %d bytes, %d gzip\n",
		n, took.Round(time.Millisecond), cpu, (after.TotalAlloc-before.TotalAlloc)>>20, (kept.HeapAlloc-before.HeapAlloc)>>20, len(files), size>>10, len(files["root.js"]), gz(files["root.js"]))
	return x, files
}

// edits adds a member to one village after another and takes them out again.
func edits(c *corpus, x *search.Index) {
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
	fmt.Printf("an edit writes %d files (median; p95 %d) in %v (median)\n", quantile(wrote, .5), quantile(wrote, .95), quantile(took, .5).Round(time.Microsecond))
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
	kind            string
	queries, noise  int
	recall, top     float64
	owns, ownFirst  int // queries with an answer in one's own village; with one of it at the top
	bytes, requests []int
	took            []time.Duration
}

type measured struct{ kinds []*tally }

// measure asks so many queries of each kind.
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
			hits, top, wrong := t.ask(q, open(files, q.home, sizes))
			if verbose && (hits < min(search.Limit, len(q.want)) || top < min(10, len(q.want)) || len(q.want) == 0 && len(wrong) > 0) {
				fmt.Printf("  %s: %q from %s: wanted %d, found %d, top %d; besides", k.kind, q.text, o.c.places[q.home].Name, len(q.want), hits, top)
				for _, x := range wrong[:min(4, len(wrong))] {
					fmt.Printf(" %s%s/%s(%d)", x.Name, x.Mark, x.Text, x.Score)
				}
				fmt.Println()
			}
		}
		if t.queries > 0 {
			m.kinds = append(m.kinds, t)
		}
	}
	return m
}

// A visit is a browser that has loaded the root and the pack of home, and counts what it loads
// from then on.
type visit struct {
	*search.Reader
	bytes, requests int
}

func open(files map[string][]byte, home int, sizes map[string]int) *visit {
	v := &visit{}
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
			v.bytes += sizes[path]
			v.requests++
		}
		return data, nil
	})
	if err != nil {
		panic(err)
	}
	r.Search("\U00020000", home) // is nowhere
	counting = true
	v.Reader = r
	return v
}

// ask asks one query and judges the answer.
func (t *tally) ask(q *query, v *visit) (hits, top int, wrong []search.Result) {
	began := time.Now()
	a := v.Search(q.text, q.home)
	t.took = append(t.took, time.Since(began))
	t.queries++
	t.bytes, t.requests = append(t.bytes, v.bytes), append(t.requests, v.requests)
	if len(q.want) == 0 {
		if len(a.Results) > 0 {
			t.noise++
		}
		t.recall++
		t.top++
		return 0, 0, a.Results
	}
	seen := map[string]bool{}
	for i, x := range a.Results {
		k := key(x.Unit, x.Kind, x.Name+x.Mark)
		if !q.want[k] {
			k = key(x.Unit, x.Kind, x.Text)
		}
		if !q.want[k] || seen[k] {
			wrong = append(wrong, x)
			continue
		}
		seen[k] = true
		hits++
		if i < min(10, len(q.want)) {
			top++
		}
	}
	t.recall += float64(hits) / float64(min(search.Limit, len(q.want)))
	t.top += float64(top) / float64(min(10, len(q.want)))
	for k := range q.want {
		if []rune(k)[0] == rune(q.home) {
			t.owns++
			if len(a.Results) > 0 && a.Results[0].Unit == q.home {
				t.ownFirst++
			}
			break
		}
	}
	return hits, top, wrong
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
