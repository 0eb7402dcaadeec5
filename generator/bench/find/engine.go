package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"gongshi/generator/bench/phone"
	"gongshi/generator/internal/site"
	"gongshi/themes"
)

// An engine is one of those that are compared, with its index of the records built.
type engine struct {
	name     string
	took     time.Duration // to build
	cpu      time.Duration
	peak     int // MB
	files    int
	size     int // bytes
	edit     string
	dir      string // what is served
	script   string // see bench.js
	limit    time.Duration
	identify func(json.RawMessage) (hit, error)

	first  []*asked
	next   score
	inside []time.Duration // of next queries, without what the box waits for more keys
	gaveUp string
	asked  int
	keeps  bool // all of it is loaded at once: one page serves for all queries
	more   bool // further hits must be fetched
}

//go:embed ours.js
var oursJS string

// ours is the index with a home of the product, whose box searches it.
func ours(dir string, s *stats) (*engine, error) {
	e := &engine{name: "gongshi", took: s.took, cpu: s.cpu, peak: s.peak, files: len(s.files), edit: s.edit, script: oursJS, limit: patience,
		dir: filepath.Join(dir, "public")}
	for _, data := range s.files {
		e.size += len(data)
	}
	e.identify = func(data json.RawMessage) (h hit, err error) { return h, json.Unmarshal(data, &h) }
	unit := map[string][]byte{"data/unit.yaml": []byte("名称: 示例村\n级别: 村\n")}
	if err := save(dir, unit); err != nil {
		return nil, err
	}
	b, err := site.Open(site.Config{Root: dir, Out: e.dir, Theme: themes.Default(), Program: "bench", AsOf: "2024-12-31"})
	if err != nil {
		return nil, err
	}
	defer b.Close()
	r, err := b.Build(context.Background())
	if err != nil {
		return nil, err
	}
	if r.Errors() > 0 {
		return nil, fmt.Errorf("the page is not built: %v", r.Problems)
	}
	if err := os.RemoveAll(filepath.Join(e.dir, "search")); err != nil {
		return nil, err
	}
	return e, save(filepath.Join(e.dir, "search"), s.files)
}

// run measures an engine in the browser.
func (e *engine) run(ctx context.Context, c *corpus, list []*query, verbose bool) (version string, err error) {
	srv := phone.Serve(e.dir)
	defer srv.Close()
	b, done, err := openTab(ctx)
	defer done()
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(b.Ctx, e.limit)
	defer cancel()
	b.Ctx = ctx
	err = e.visits(b, srv.URL, c, list)
	if err == nil {
		err = e.queries(b, srv.URL, c, list, verbose)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		e.gaveUp = fmt.Sprintf("gave up after %v", e.limit)
		err = nil
	}
	return b.Version, err
}

// visits puts a first query to a page that was never open before, again and again.
func (e *engine) visits(b *tab, url string, c *corpus, list []*query) error {
	for _, kind := range []string{"full name", "pinyin", "initials", "part of a matter", "place and name", "traditional characters", "surname and title"}[:firsts] {
		for _, q := range list {
			if q.kind != kind {
				continue
			}
			if err := e.open(b, url, c, q); err != nil {
				return err
			}
			if err := b.slow(true); err != nil {
				return err
			}
			a, err := b.ask(q.text, pause, e.limit)
			if err != nil {
				return err
			}
			e.first = append(e.first, a)
			break
		}
	}
	return nil
}

// open opens the page of the village where a query is put.
func (e *engine) open(b *tab, url string, c *corpus, q *query) error {
	home := fmt.Sprintf(";document.getElementById('find').setAttribute('data-home', %s);bench.home = %d;", quoted(c.places[q.home].Address), q.home)
	return b.page(url+"/", e.script+home)
}

// queries puts each query as the next one, to a page in which another one was put before.
func (e *engine) queries(b *tab, url string, c *corpus, list []*query, verbose bool) error {
	for i, q := range list {
		if err := e.warm(b, url, c, q, i == 0); err != nil {
			return err
		}
		a, err := b.ask(q.text, 0, e.limit)
		if err != nil {
			return err
		}
		raw := a.Hits
		if more, err := e.rest(b); err != nil {
			return err
		} else if more != nil {
			raw = more
		}
		hits := make([]hit, len(raw))
		for k := range raw {
			if hits[k], err = e.identify(raw[k]); err != nil {
				return err
			}
		}
		t := e.next.of(q.kind)
		found, top, wrong := t.judge(q, hits)
		t.cost(a.Bytes, a.Requests, time.Duration(a.FromKey*float64(time.Millisecond)))
		e.inside = append(e.inside, time.Duration(a.Engine*float64(time.Millisecond)))
		e.asked++
		if verbose {
			tell(os.Stderr, c, q, found, top, wrong)
		}
	}
	return nil
}

// warm has a page in which something was asked before, by somebody of the village where q is
// asked.
func (e *engine) warm(b *tab, url string, c *corpus, q *query, first bool) error {
	if e.keeps && !first {
		_, err := eval[bool](b, fmt.Sprintf("bench.home = %d, true", q.home), time.Minute)
		return err
	}
	if err := e.open(b, url, c, q); err != nil {
		return err
	}
	if _, err := b.ask(nowhere, 0, e.limit); err != nil {
		return err
	}
	if _, err := eval[bool](b, "bench.clear ? bench.clear() : true", time.Minute); err != nil {
		return err
	}
	return b.slow(true)
}

// rest fetches what is not shown at first, at the speed of this machine, because it counts for
// nothing but how much is found.
func (e *engine) rest(b *tab) ([]json.RawMessage, error) {
	if !e.more {
		return nil, nil
	}
	if err := b.slow(false); err != nil {
		return nil, err
	}
	out, err := eval[string](b, "bench.rest()", time.Minute)
	if err != nil {
		return nil, err
	}
	var list []json.RawMessage
	return list, json.Unmarshal([]byte(out), &list)
}
