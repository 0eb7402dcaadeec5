package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"

	"gongshi/generator/bench/phone"
)

// preface says what was measured, where and how.
func preface(o *options) string {
	var b strings.Builder
	name, load := phone.Machine()
	rev, _ := exec.Command("git", "rev-parse", "--short", "HEAD").Output()
	b.WriteString("# Search, measured\n\n")
	if o.note != "" {
		b.WriteString("**" + o.note + "**\n\n")
	}
	fmt.Fprintf(&b, "%s; %s, %d processors (busy: %s), %s, commit %s.\n\n", time.Now().Format(time.DateOnly), name, runtime.NumCPU(), load, runtime.Version(), strings.TrimSpace(string(rev)))
	fmt.Fprintf(&b, "    go run ./generator/bench/find %s\n\n", strings.Join(shown(os.Args[1:]), " "))
	b.WriteString(`Chromium: processor ÷4, 562.5 ms, 1.44 Mbit/s, nothing in the cache, bodies compressed with gzip -9, 1 kB = 1000 bytes, without headers.

- **First query**: a page just opened; its box gets the focus, which begins the loading, and 300 ms later a whole query. Until the results are drawn; client and index together. Steps: requests that waited for the end of others.
- **Next query**: another one was asked before. From the key on, with the time that the box waits for further keys; *engine* is without that, and without drawing.
- **Recall**: right ones among the first 50 ÷ as many as there can be. **Top**: right ones in the first places, up to ten. **Noise**: queries answered that have no answer. Answers were found by looking at every record.
- All engines get the same queries, and a hit counts when it names the record by unit and name. Pagefind has a heading with an anchor for each record, so that parts of pages count, the weightiest of a page first, and its first five results are timed, as its own box shows them; more are fetched, untimed, until 50 records are named. Letters (syllables, whole, given name, initials, by pinyin-pro) stand in its pages, hidden, with a weight, and are a field in MiniSearch, which has Han characters one by one and in pairs, joins words with AND, and counts one's own village more.
- Building is for Pagefind reading pages that are there, for the others from records. Memory is the most in use at a time; ours besides the records, which are in the same process.

`)
	return b.String()
}

// shown returns the arguments as they are typed, without where the peers are on this machine.
func shown(args []string) []string {
	list := slices.Clone(args)
	for i, s := range list {
		switch {
		case i > 0 && strings.TrimLeft(list[i-1], "-") == "peers":
			list[i] = "../peers"
		case strings.ContainsAny(s, " ;"):
			list[i] = "'" + s + "'"
		}
	}
	return list
}

// A report is what was measured of a site.
type report struct {
	corpus  *corpus
	records int
	queries []*query
	engines []*engine
	version string
}

// run measures an engine and takes it into the report.
func (r *report) run(e *engine, o *options) error {
	r.engines = append(r.engines, e)
	if e.gaveUp != "" {
		return nil
	}
	began := time.Now()
	v, err := e.run(context.Background(), r.corpus, r.queries, o.verbose)
	r.version = v
	fmt.Fprintf(os.Stderr, "%s: %d records, %d queries in %v %s\n", e.name, r.records, e.asked, time.Since(began).Round(time.Second), e.gaveUp)
	return err
}

// goals are what the search must reach, by the rows of the table, for small, middling and large
// sites.
var goals = map[string][3]string{
	"build":                {"20 ms", "60 ms", "3 s CPU, 300 MB"},
	"one edit writes":      {"", "", "12 files in 200 ms"},
	"first query: kB":      {"15", "35", "40"},
	"from the first key":   {"0.8 s", "1 s", "1.5 s"},
	"steps":                {"", "", "2"},
	"next query: kB (p95)": {"0", "0", "7 (23)"},
	"engine (p95)":         {"30 ms", "80 ms", "0.7 s"},
	"requests, at most":    {"0", "0", "5"},
	"recall":               {".995", ".995", ".99"},
	"recall, worst kind":   {"", "", ".98"},
	"top":                  {".995", ".99", ".98"},
	"noise":                {"0", "0", "0"},
	"own village first":    {"", "1", "1"},
}

// String is the report in Markdown.
func (r *report) String() string {
	var b strings.Builder
	villages := 0
	for _, p := range r.corpus.places {
		villages += min(1, len(p.Records))
	}
	col := 0
	if r.records > 1000 {
		col = 1
	}
	if r.records > 10000 {
		col = 2
	}
	names, rule := []string{""}, []string{"---"}
	for _, e := range r.engines {
		names, rule = append(names, e.name), append(rule, "---")
	}
	fmt.Fprintf(&b, "## %d records, villages: %d\n\n%d queries; %s.\n\n", r.records, villages, len(r.queries), r.version)
	line(&b, append(names, "must reach"))
	line(&b, append(rule, "---"))
	for _, row := range rows {
		cells := []string{row.name}
		for _, e := range r.engines {
			cells = append(cells, e.cell(row.cell))
		}
		line(&b, append(cells, goals[row.name][col]))
	}
	b.WriteString("\nRecall / top by kind of query:\n\n")
	line(&b, append([]string{"kind", "queries"}, names[1:]...))
	line(&b, append(rule, "---"))
	for _, t := range r.engines[0].next.kinds {
		cells := []string{t.kind, fmt.Sprint(t.queries)}
		for _, e := range r.engines {
			cells = append(cells, e.ofKind(t.kind))
		}
		line(&b, cells)
	}
	b.WriteString("\n")
	return b.String()
}

func line(b *strings.Builder, cells []string) {
	b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}

// rows are those of the table.
var rows = []struct {
	name string
	cell func(*engine) string
}{
	{"build", func(e *engine) string {
		return fmt.Sprintf("%v, %v CPU, %d MB", rounded(e.took), rounded(e.cpu), e.peak)
	}},
	{"one edit writes", func(e *engine) string { return e.edit }},
	{"on disk", func(e *engine) string { return fmt.Sprintf("%d kB, %d files", e.size/1000, e.files) }},
	{"first query: kB", firstly(func(a *asked) float64 { return float64(a.Bytes) / 1000 }, "%.1f")},
	{"from the focus", firstly(func(a *asked) float64 { return a.FromFocus / 1000 }, "%.2f s")},
	{"from the first key", firstly(func(a *asked) float64 { return a.FromKey / 1000 }, "%.2f s")},
	{"steps", firstly(func(a *asked) float64 { return float64(a.Steps) }, "%.0f")},
	{"next query: kB (p95)", func(e *engine) string {
		all := e.next.all()
		return fmt.Sprintf("%.1f (%.1f)", float64(quantile(all.bytes, .5))/1000, float64(quantile(all.bytes, .95))/1000)
	}},
	{"from the key (p95)", func(e *engine) string { return timed(e.next.all().took) }},
	{"engine (p95)", func(e *engine) string { return timed(e.inside) }},
	{"requests, at most", func(e *engine) string {
		all := e.next.all().requests
		return fmt.Sprintf("%d (p95 %d)", quantile(all, 1), quantile(all, .95))
	}},
	{"recall", func(e *engine) string { r, _ := e.next.all().shares(); return share(r) }},
	{"recall, worst kind", func(e *engine) string {
		worst, kind := 2.0, ""
		for _, t := range e.next.kinds {
			if r, _ := t.shares(); r < worst {
				worst, kind = r, t.kind
			}
		}
		if worst == 1 {
			return share(worst)
		}
		return share(worst) + " (" + kind + ")"
	}},
	{"top", func(e *engine) string { _, t := e.next.all().shares(); return share(t) }},
	{"noise", func(e *engine) string {
		empty, n := 0, 0
		for _, t := range e.next.kinds {
			empty, n = empty+t.queries-t.answered, n+t.noise
		}
		return fmt.Sprintf("%d of %d", n, empty)
	}},
	{"own village first", func(e *engine) string {
		all := e.next.all()
		return fmt.Sprintf("%s of %d", share(float64(all.ownFirst)/float64(max(1, all.owns))), all.owns)
	}},
	{"queries asked", func(e *engine) string { return fmt.Sprint(e.asked) }},
}

// cell is what stands in the table of an engine; of what it gave up nothing but that.
func (e *engine) cell(f func(*engine) string) string {
	if e.asked == 0 && e.gaveUp != "" {
		return e.gaveUp
	}
	return f(e)
}

func (e *engine) ofKind(kind string) string {
	t := e.next.of(kind)
	switch {
	case t.queries == 0:
		return ""
	case t.answered == 0:
		return fmt.Sprintf("noise %d", t.noise)
	}
	r, top := t.shares()
	return share(r) + " / " + share(top)
}

// firstly tells the median of the first queries, and the worst.
func firstly(of func(*asked) float64, form string) func(*engine) string {
	return func(e *engine) string {
		var list []float64
		for _, a := range e.first {
			list = append(list, of(a))
		}
		mid, worst := fmt.Sprintf(form, quantile(list, .5)), fmt.Sprintf(form, quantile(list, 1))
		if mid == worst {
			return mid
		}
		return mid + ", at most " + worst
	}
}

func timed(list []time.Duration) string {
	return fmt.Sprintf("%v (%v)", quantile(list, .5).Round(time.Millisecond), quantile(list, .95).Round(time.Millisecond))
}

func share(x float64) string {
	return strings.TrimPrefix(fmt.Sprintf("%.3f", x), "0")
}
