// Package site joins the stations: it reads a folder, checks and computes its units,
// renders what changed and publishes it. It owns goroutines, memory and the clock.
//
// A unit is a pure function of its own files, the rules, the day and small summaries
// of the units below it; its pages also need the names of the units around it. Build
// evaluates that function for every unit whose arguments changed, children before
// parents. A unit whose files have errors is evaluated from its last good input
// instead, so that expiry and audience go on working on it.
package site

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"
	_ "time/tzdata" // Windows has no time zones of its own

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/boards"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/publish"
	"gongshi/generator/internal/render"
	"gongshi/generator/internal/village"
)

// Config says what to build. The zero values of the optional fields are good.
type Config struct {
	Root    string           // the site's folder
	Out     string           // output folder; what is for the hall goes to Out + ".local"
	Theme   fs.FS            // the default theme; themes/gongshi in Root goes before it
	Program string           // version of the program
	AsOf    string           // day or RFC 3339 instant to build for; "" for now
	Now     func() time.Time // nil for time.Now
	Jobs    int              // units computed at a time; 0 for one a processor
	// Progress is told how many of how many units are done; nil for nobody.
	Progress func(done, total int)
}

// A Site builds one folder again and again.
type Site struct {
	Config
	root   *os.Root
	public *publish.Tree
	local  *publish.Tree
	good   goodStore
	engine *render.Engine
	theme  string // digest of the theme that engine has
	kinds  []board.Kind

	units      map[string]*unit // by folder, with what the last build left
	front      string           // digest of what frontFiles show
	frontFiles []publish.File   // the site's own pages
}

// Report is the outcome of a build or a check.
type Report struct {
	Problems  []problem.Problem // every one, in file order, with the line as typed
	Units     int
	Broken    []string // names of units shown from their last good input, or not at all
	Pages     int      // pages rendered
	Written   int      // files that changed in the output folder
	Removed   int
	Sections  map[string]int // address of a unit ("" the site's own) → files written
	Published bool
	Day       village.Date
	Took      time.Duration
}

// Errors returns how many problems are errors; Warnings, how many are warnings.
func (r *Report) Errors() int { return r.count(problem.Error) }

// Warnings is described at Errors.
func (r *Report) Warnings() int { return r.count(problem.Warning) }

func (r *Report) count(s problem.Severity) int {
	n := 0
	for _, p := range r.Problems {
		if p.Severity == s {
			n++
		}
	}
	return n
}

// Open opens a site's folder for reading.
func Open(c Config) (*Site, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Jobs <= 0 {
		c.Jobs = runtime.NumCPU()
	}
	root, err := os.OpenRoot(c.Root)
	if err != nil {
		return nil, fmt.Errorf("site: %w", err)
	}
	return &Site{Config: c, root: root, kinds: boards.All(), units: map[string]*unit{}}, nil
}

// Close gives everything back.
func (s *Site) Close() error {
	var first error
	keep := func(err error) {
		if first == nil {
			first = err
		}
	}
	if s.engine != nil {
		keep(s.engine.Close())
	}
	for _, t := range []*publish.Tree{s.public, s.local} {
		if t != nil {
			keep(t.Close())
		}
	}
	keep(s.root.Close())
	return first
}

// openOut opens the output folders once: only a build needs them.
func (s *Site) openOut() (err error) {
	if s.public != nil {
		return nil
	}
	work := s.Out + ".work"
	s.good.dir = filepath.Join(work, "good")
	if s.public, err = publish.Open(s.Out, publish.Options{Work: filepath.Join(work, "public")}); err != nil {
		return err
	}
	s.local, err = publish.Open(s.LocalOut(), publish.Options{Work: filepath.Join(work, "local")})
	return err
}

// LocalOut returns the folder of what is for the hall and the paper board only.
func (s *Site) LocalOut() string { return s.Out + ".local" }

// Check reads, checks and computes everything, and publishes nothing.
func (s *Site) Check(ctx context.Context) (*Report, error) {
	start := s.Now()
	w, err := s.read(nil)
	if err != nil {
		return nil, err
	}
	if len(w.units) == 0 {
		return nil, fmt.Errorf("site: %s: %w", s.Root, ErrNoUnits)
	}
	if err := s.compute(ctx, w, func([]*unit) error { return nil }); err != nil {
		return nil, err
	}
	if err := s.readTexts(w, w.planSite()); err != nil {
		return nil, err
	}
	return s.report(w, start), nil
}

// report gathers what a build or check found.
func (s *Site) report(w *world, start time.Time) *Report {
	var all problem.Report
	all.Merge(&w.report)
	r := &Report{Day: w.today}
	for _, u := range w.units {
		all.Merge(&u.report)
		r.Units++
		if u.report.Failed() {
			r.Broken = append(r.Broken, privacy.Mask(u.name()))
		}
	}
	r.Problems = all.Problems()
	privacy.Hide(r.Problems)
	r.Took = s.Now().Sub(start)
	return r
}
