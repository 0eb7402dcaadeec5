package main

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"time"

	"gongshi/generator/bench/phone"
	"gongshi/generator/internal/search"
)

// questions makes so many queries of each kind.
func questions(o *oracle, each int) (list []*query) {
	for _, k := range kindsOfQueries {
		for range each {
			if q := k.make(o); q != nil {
				q.kind = k.kind
				list = append(list, q)
			}
		}
	}
	return list
}

// A hit is what an engine shows for a query: a record, by what it is called.
type hit struct {
	Unit       int
	Kind       string
	Name, Mark string
	Text       string
}

// A tally is what was measured of queries of one kind, or of all.
type tally struct {
	kind            string
	queries, noise  int
	answered        int // queries that have an answer
	recall, top     float64
	owns, ownFirst  int // queries with an answer in one's own village; with one of it at the top
	bytes, requests []int
	took            []time.Duration
}

// judge counts how much of what was wanted the hits are, best first, and returns the others.
func (t *tally) judge(q *query, hits []hit) (found, top int, wrong []hit) {
	t.queries++
	if len(q.want) == 0 {
		if len(hits) > 0 {
			t.noise++
		}
		return 0, 0, hits
	}
	t.answered++
	seen := map[string]bool{}
	for i, x := range hits[:min(len(hits), search.Limit)] {
		k := key(x.Unit, search.Kind(x.Kind[0]), x.Name+x.Mark)
		if !q.want[k] {
			k = key(x.Unit, search.Kind(x.Kind[0]), x.Text)
		}
		if !q.want[k] || seen[k] {
			wrong = append(wrong, x)
			continue
		}
		seen[k] = true
		found++
		if i < min(10, len(q.want)) {
			top++
		}
	}
	t.recall += float64(found) / float64(min(search.Limit, len(q.want)))
	t.top += float64(top) / float64(min(10, len(q.want)))
	for k := range q.want {
		if []rune(k)[0] == rune(q.home) {
			t.owns++
			if len(hits) > 0 && hits[0].Unit == q.home {
				t.ownFirst++
			}
			break
		}
	}
	return found, top, wrong
}

// cost counts what a query took.
func (t *tally) cost(bytes, requests int, took time.Duration) {
	t.bytes, t.requests, t.took = append(t.bytes, bytes), append(t.requests, requests), append(t.took, took)
}

// add counts what another tally did.
func (t *tally) add(o *tally) {
	t.queries += o.queries
	t.noise += o.noise
	t.answered += o.answered
	t.recall += o.recall
	t.top += o.top
	t.owns += o.owns
	t.ownFirst += o.ownFirst
	t.bytes = append(t.bytes, o.bytes...)
	t.requests = append(t.requests, o.requests...)
	t.took = append(t.took, o.took...)
}

// shares returns the recall and the top of the queries that have an answer; 1 when there are none.
func (t *tally) shares() (recall, top float64) {
	if t.answered == 0 {
		return 1, 1
	}
	n := float64(t.answered)
	return t.recall / n, t.top / n
}

// A score is what was measured of an engine, by kinds of queries.
type score struct{ kinds []*tally }

func (s *score) of(kind string) *tally {
	for _, t := range s.kinds {
		if t.kind == kind {
			return t
		}
	}
	t := &tally{kind: kind}
	s.kinds = append(s.kinds, t)
	return t
}

func (s *score) all() *tally {
	all := &tally{kind: "all"}
	for _, t := range s.kinds {
		all.add(t)
	}
	return all
}

// inGo puts the queries to package search, each as from a browser that has loaded the root and
// the pack of home, and counts what it loads from then on.
func inGo(c *corpus, files map[string][]byte, list []*query, verbose bool) *score {
	s, sizes := &score{}, map[string]int{}
	for _, q := range list {
		t, v := s.of(q.kind), open(files, q.home, sizes)
		began := time.Now()
		a := v.Search(q.text, q.home)
		t.cost(v.bytes, v.requests, time.Since(began))
		hits := make([]hit, len(a.Results))
		for i, x := range a.Results {
			hits[i] = hit{x.Unit, string(rune(x.Kind)), x.Name, x.Mark, x.Text}
		}
		found, top, wrong := t.judge(q, hits)
		if verbose {
			tell(os.Stdout, c, q, found, top, wrong)
		}
	}
	return s
}

// tell says what was wrong with an answer, if anything was.
func tell(to *os.File, c *corpus, q *query, found, top int, wrong []hit) {
	if found >= min(search.Limit, len(q.want)) && top >= min(10, len(q.want)) && (len(q.want) > 0 || len(wrong) == 0) {
		return
	}
	fmt.Fprintf(to, "  %s: %q from %s: wanted %d, found %d, top %d; besides", q.kind, q.text, c.places[q.home].Name, len(q.want), found, top)
	for _, x := range wrong[:min(4, len(wrong))] {
		fmt.Fprintf(to, " %s%s/%s", x.Name, x.Mark, x.Text)
	}
	fmt.Fprintln(to)
}

// A visit is a browser that has loaded the root and the pack of home.
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
				sizes[path] = len(phone.Zipped(data))
			}
			v.bytes += sizes[path]
			v.requests++
		}
		return data, nil
	})
	if err != nil {
		panic(err)
	}
	r.Search(nowhere, home)
	counting = true
	v.Reader = r
	return v
}

// nowhere is a query without an answer.
const nowhere = "\U00020000"

func (s *score) print() {
	fmt.Printf("\n%-36s %7s %7s %7s %6s %9s %9s %5s\n", "kind", "queries", "recall", "top", "noise", "p50 bytes", "p95 bytes", "most")
	all := s.all()
	for _, t := range append(s.kinds, all) {
		recall, top := t.shares()
		fmt.Printf("%-36s %7d %7.4f %7.4f %6d %9d %9d %5d\n", t.kind, t.queries, recall, top, t.noise, quantile(t.bytes, .5), quantile(t.bytes, .95), slices.Max(t.requests))
	}
	fmt.Printf("own village first %d of %d; requests p95 %d; a query takes %v (median, Go)\n", all.ownFirst, all.owns, quantile(all.requests, .95), quantile(all.took, .5).Round(time.Microsecond))
}

// quantile returns 0 of an empty list.
func quantile[T cmp.Ordered](list []T, q float64) (v T) {
	if len(list) == 0 {
		return v
	}
	list = slices.Sorted(slices.Values(list))
	return list[min(len(list)-1, int(q*float64(len(list))))]
}
