// Load measures how long a resident waits for a page: the site of this repository on a
// telephone in a village, with 400 kbit/s, 400 ms and a processor of a sixth of the speed.
//
//	go run ./generator/bench/load > generator/bench/load/results.md
//
// Nothing else may run meanwhile.
package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"gongshi/generator/bench/phone"
	"gongshi/generator/internal/site"
	"gongshi/themes"
)

// road is what lies between the site and the telephone.
var road = phone.Road{Latency: 400, Throughput: 400 * 1000 / 8, Slowness: 6}

// What must be reached (design: the look of the page).
const (
	goalLCP = 2500 // ms
	goalCLS = 0
)

// pages are looked at; the heaviest ones are among them.
var pages = []struct{ name, address string }{
	{"the site's home", "index.html"},
	{"home of a community, with a notice", "zhongyang/ningxiang/nanjie/index.html"},
	{"home of a village", "taiyuan/jiancaoping/yangqu/guojiayao/index.html"},
	{"home of a county", "xinhua/index.html"},
	{"grids: 181, with their chart", "zhongyang/ningxiang/nanjie/grid/index.html"},
	{"points of members", "zhongyang/xiazaolin/mijiata/points/index.html"},
	{"star households on notice", "taiyuan/jiancaoping/yangqu/guojiayao/star/index.html"},
	{"a notice", "zhongyang/ningxiang/nanjie/notices/grid-board/index.html"},
	{"names by letter", "zhongyang/ningxiang/nanjie/az/index.html"},
}

//go:embed observe.js
var observeJS string

func main() {
	runs := flag.Int("runs", 7, "how often each page is opened; medians are told")
	day := flag.String("day", "2024-05-10", "as of which day")
	flag.Parse()
	if err := measure(*runs, *day); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func measure(runs int, day string) error {
	dir, err := os.MkdirTemp("", "gongshi-load-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := build(dir, day); err != nil {
		return err
	}
	srv := phone.Serve(filepath.Join(dir, "public"))
	defer srv.Close()
	b, done, err := phone.Open(context.Background())
	defer done()
	if err != nil {
		return err
	}
	if _, err := chromedp.Call(b.Ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: "var DAY = " + strconv.Quote(day) + ";" + observeJS}); err != nil {
		return err
	}
	head(b.Version, runs)
	for _, p := range pages {
		var seen []visit
		for range runs {
			v, err := open(b, srv.URL+"/"+p.address)
			if err != nil {
				return fmt.Errorf("%s: %w", p.address, err)
			}
			seen = append(seen, v)
		}
		tell(p.name, seen)
	}
	return nil
}

func build(dir, day string) error {
	s, err := site.Open(site.Config{Root: ".", Out: filepath.Join(dir, "public"), Theme: themes.Default(), Program: "bench", AsOf: day})
	if err != nil {
		return err
	}
	defer s.Close()
	r, err := s.Build(context.Background())
	if err == nil && r.Errors() > 0 {
		err = fmt.Errorf("the site is not built: %v", r.Problems)
	}
	return err
}

// A visit is what observe.js saw of a page.
type visit struct {
	FCP, LCP float64 // ms from the click
	CLS      float64
	Bytes    int // gzipped, without headers
	Requests int
	What     string // the largest thing painted
}

// open opens a page as one that was never seen before.
func open(b *phone.Tab, url string) (v visit, err error) {
	size := emulation.SetDeviceMetricsOverrideParams{Width: 360, Height: 740, DeviceScaleFactor: 2, Mobile: true}
	if _, err = chromedp.Call(b.Ctx, emulation.SetDeviceMetricsOverride, size); err != nil {
		return v, err
	}
	if err = chromedp.Do(b.Ctx, chromedp.Navigate("about:blank")); err != nil {
		return v, err
	}
	if err = b.Slow(&road); err != nil {
		return v, err
	}
	if err = chromedp.Do(b.Ctx, chromedp.Navigate(url)); err != nil {
		return v, err
	}
	out, err := phone.Eval[string](b, "observed()", time.Minute)
	if err != nil {
		return v, err
	}
	return v, json.Unmarshal([]byte(out), &v)
}

func head(version string, runs int) {
	name, busy := phone.Machine()
	rev, _ := exec.Command("git", "rev-parse", "--short", "HEAD").Output()
	fmt.Printf("# Pages on a slow telephone, measured\n\n")
	fmt.Printf("%s; %s, %d processors (busy: %s), %s, %s, commit %s.\n\n", time.Now().Format(time.DateOnly), name, runtime.NumCPU(), busy, runtime.Version(), version, strings.TrimSpace(string(rev)))
	fmt.Printf("    go run ./generator/bench/load %s\n\n", strings.Join(os.Args[1:], " "))
	fmt.Printf(`360×740 at double density, 400 kbit/s, 400 ms from a request to its answer, processor ÷6, nothing in the cache, bodies compressed with gzip -9, 1 kB = 1000 bytes, without headers. Looking up the name, connecting and TLS are not in it: on such a road another 1.2 s before the first page of a visit. Medians of %d visits; in brackets the worst. Goals: LCP %.1f s, CLS %d.

`, runs, float64(goalLCP)/1000, goalCLS)
	fmt.Println("| page | first paint | LCP | CLS | kB | requests | the largest thing painted |")
	fmt.Println("| --- | --- | --- | --- | --- | --- | --- |")
}

func tell(name string, seen []visit) {
	pick := func(of func(visit) float64) (median, worst float64) {
		var list []float64
		for _, v := range seen {
			list = append(list, of(v))
		}
		slices.Sort(list)
		return list[len(list)/2], list[len(list)-1]
	}
	fcp, _ := pick(func(v visit) float64 { return v.FCP })
	lcp, worst := pick(func(v visit) float64 { return v.LCP })
	_, cls := pick(func(v visit) float64 { return v.CLS })
	missed := ""
	if lcp > goalLCP || cls > goalCLS {
		missed = " **missed**"
	}
	fmt.Printf("| %s | %.2f s | %.2f s (%.2f)%s | %.3g | %.1f | %d | %s |\n", name, fcp/1000, lcp/1000, worst/1000, missed, cls, float64(seen[0].Bytes)/1000, seen[0].Requests, seen[0].What)
}
