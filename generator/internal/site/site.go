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
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // Windows has no time zones of its own

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/boards"
	"gongshi/generator/internal/fonts"
	"gongshi/generator/internal/history"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/publish"
	"gongshi/generator/internal/render"
	"gongshi/generator/internal/source"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/watch"
)

// Config says what to build. The zero values of the optional fields are good.
type Config struct {
	Root    string           // the site's folder
	Out     string           // output folder; what is for the hall goes to Out + ".local"
	Theme   fs.FS            // the default theme; themes/gongshi in Root goes before it
	Program string           // version of the program
	Edition string           // tells one build of that version from another
	AsOf    string           // day or RFC 3339 instant to build for; "" for now
	Now     func() time.Time // nil for time.Now
	Jobs    int              // units computed at a time; 0 for one a processor
	Packed  bool             // texts of the web stand compressed beside themselves, too: publish.Options.Pack
	NoCache bool             // nothing that an earlier build left is used, and nothing is left for the next one
	Strict  bool             // while one file holds what must never be published, nothing new is published at all
	// Progress is told how many of how many units are done; nil for nobody.
	Progress func(done, total int)
	Only     func(t privacy.Target, dir, format string) bool // see plan.Site
}

// A Site builds one folder again and again.
type Site struct {
	Config
	root     *os.Root
	public   *publish.Tree
	local    *publish.Tree
	good     goodStore
	past     *history.Store
	pictures pictureStore
	engine   *render.Engine
	theme    string // digest of the theme that engine has

	assets    []publish.File // of the theme
	assetSums publish.Sums

	fonts       *fonts.Library // shipped ones and those of data/fonts
	fontsDigest string         // of data/fonts
	fontReport  problem.Report // of data/fonts
	kinds       []board.Kind

	cache    cache
	memos    memos
	watching bool                 // one build follows the other
	built    *world               // of the last build that was published
	stood    [2]map[string][]byte // how the sections of the output folders stood, see lastBuild.Stamps
	// suspect are the sections that somebody else touched since the last build of another process
	suspect map[place]bool
	warm    bool                 // the cache may be used for units that are not in memory
	files   map[string]fileState // the site's files as the build that runs, or ran last, found them

	readying   sync.WaitGroup       // what is made ready for the next build
	idle       sync.Mutex           // held by one of that at a time
	rest       func()               // lets the collector run again; nil where it may
	onlyGood   bool                 // this build goes by last good inputs alone, see Config.Strict
	unsure     bool                 // the last build did not end well: nothing that it left counts
	standing   map[string]buildInfo // by folder: the units whose pages stand in the output folder
	zone       *time.Location       // as last read: where the watcher waits for midnight
	layout     *source.Layout       // as last listed
	names      map[string]bool      // of its files and folders
	units      map[string]*unit     // by folder, with what the last build left
	search     *searching           // what can be found; nil before the first build
	front      string               // digest of what frontFiles show
	frontFiles []publish.File       // the site's own pages
	peopleKey  string               // digest of what peopleFiles show
	// peopleFiles are the pages on personal information: that of the web, and that of staff.
	peopleFiles map[bool]publish.File
}

// Report is the outcome of a build or a check.
type Report struct {
	Problems  []problem.Problem // every one, in file order, with the line as typed
	Units     int
	Broken    []string // names of units that have errors and are shown from their last good input
	Held      []string // of those without a good one, whose pages stay as they stand
	Unshown   []string // of those without pages
	OldCommon bool     // site.yaml or data/rules have errors: the last good ones were used
	NoCommon  bool     // and there are none: nothing was made anew
	Pages     int      // pages rendered
	Written   int      // files that changed in the output folder
	Removed   int
	Sections  map[string]int // address of a unit ("" the site's own) → files written
	Refused   bool           // nothing new was taken, see Config.Strict
	Published bool
	Same      bool // nothing changed since the last build, so nothing was made
	Day       village.Date
	Took      time.Duration

	due func() []DueUnit
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
	if c.Only != nil {
		c.NoCache = true
	}
	if c.Jobs <= 0 {
		c.Jobs = runtime.NumCPU()
	}
	out, err := filepath.Abs(c.Out)
	if err != nil {
		return nil, fmt.Errorf("site: %w", err)
	}
	c.Out = out
	root, err := os.OpenRoot(c.Root)
	if err != nil {
		return nil, fmt.Errorf("site: %w", err)
	}
	s := &Site{Config: c, root: root, kinds: boards.All(), units: map[string]*unit{}}
	s.good.dir, s.past = filepath.Join(s.work(), "good"), history.At(filepath.Join(s.work(), "history"))
	s.cache = cache{filepath.Join(s.work(), "cache")}
	s.pictures = pictureStore{root: root, dir: filepath.Join(s.work(), "pictures"), good: &s.good,
		ids: map[string]string{}, known: map[string]board.Picture{}}
	s.readStanding()
	return s, nil
}

// Close gives everything back.
func (s *Site) Close() error {
	var first error
	keep := func(err error) {
		if first == nil {
			first = err
		}
	}
	s.readying.Wait()
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

// ErrOut: the output folder lies in what staff write, or the other way round.
var ErrOut = errors.New("not a place for the output")

// ErrOutName: the output folder has a name that Windows takes for something else.
var ErrOutName = errors.New("no name for a folder")

// openOut opens the output folders once: only a build needs them. Nothing is made for
// a folder that is no site.
func (s *Site) openOut() error {
	if s.public != nil {
		return nil
	}
	if err := s.checkOut(); err != nil {
		return err
	}
	if _, err := os.Stat(s.work()); err != nil {
		layout, err := source.Read(s.root.FS(), watch.Ignored, nil, nil)
		if err != nil {
			return err
		}
		if len(layout.Units) == 0 {
			return fmt.Errorf("site: %s: %w", s.Root, ErrNoUnits)
		}
	}
	public, err := publish.Open(s.Out, publish.Options{Work: filepath.Join(s.work(), "public"), Pack: s.Packed})
	if err != nil {
		return err
	}
	local, err := publish.Open(s.LocalOut(), publish.Options{Work: filepath.Join(s.work(), "local")})
	if err != nil {
		return errors.Join(err, public.Close())
	}
	s.public, s.local, s.good.open = public, local, true
	s.readStanding() // a publication that stopped half-way is finished now
	return nil
}

// checkOut refuses an output folder among the data, one that holds them, and names that
// are none everywhere.
func (s *Site) checkOut() error {
	if err := publish.CheckPath(filepath.Base(s.Out)); err != nil {
		return fmt.Errorf("site: %w: %w", ErrOutName, err)
	}
	root, err := filepath.Abs(s.Root)
	if err != nil {
		return fmt.Errorf("site: %w", err)
	}
	inside := func(p, dir string) bool {
		rel, err := filepath.Rel(dir, p)
		return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
	}
	refused := inside(root, s.Out)
	for _, dir := range watched {
		refused = refused || inside(s.Out, filepath.Join(root, dir))
	}
	if refused {
		return fmt.Errorf("site: %s: %w", s.Out, ErrOut)
	}
	return nil
}

// work is the folder of what builds remember, beside the output.
func (s *Site) work() string { return s.Out + ".work" }

// readStanding reads which units have pages in the output folder, from its build.json.
func (s *Site) readStanding() {
	var info struct {
		buildInfo // the root's
		Units     []buildInfo
	}
	s.standing = map[string]buildInfo{}
	b, err := os.ReadFile(filepath.Join(s.Out, "build.json"))
	if err != nil || json.Unmarshal(b, &info) != nil {
		return // nothing is known of them
	}
	for _, u := range append(info.Units, info.buildInfo) {
		if u.Folder != "" {
			s.standing[u.Folder] = u
		}
	}
}

// nowStands notes which units have pages in the output folder.
func (s *Site) nowStands(w *world) {
	s.standing = map[string]buildInfo{}
	for _, u := range w.units {
		if u.v != nil && !u.gone && u.head.Folder != "" {
			s.standing[u.head.Folder] = u.head
		}
	}
}

// knownFolders returns the folders that were units the last time.
func (s *Site) knownFolders() []string {
	list := s.good.folders()
	for folder := range s.standing {
		list = append(list, folder)
	}
	return list
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
	if err := s.compute(ctx, w, (*unit).forgetResult); err != nil {
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
		name := privacy.Mask(u.name())
		switch {
		case u.v == nil || u.gone:
			r.Unshown = append(r.Unshown, name)
		case u.held:
			r.Held = append(r.Held, name)
		case u.stale:
			r.Broken = append(r.Broken, name)
		}
	}
	r.OldCommon, r.NoCommon, r.Refused = w.oldCommon, w.held, s.onlyGood
	r.due = func() []DueUnit { return s.dueUnits(w) }
	r.Problems = privacy.Once(all.Problems())
	privacy.Hide(r.Problems)
	r.Took = s.Now().Sub(start)
	return r
}
