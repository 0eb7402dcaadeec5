package site

import (
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"

	"gongshi/generator/internal/plan"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/source"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/watch"
)

// A world is everything one build reads before it looks at single units.
type world struct {
	layout         *source.Layout
	settings       settings
	settingsDigest string
	rules          rules
	key            string // digest of settings and rules
	oldCommon      bool   // settings or rules are the last good ones, because the new ones have errors
	held           bool   // they have errors and there are no good ones: nothing can be computed
	zone           *time.Location
	today          village.Date
	noted          village.Date     // today, or the real day when that is earlier
	units          []*unit          // as layout.Units; v is nil of those that cannot be placed
	taken          map[string]*unit // by address
	placed         bool             // units, settings and rules are those of the last build, see Site.placed
	changed        map[string]bool  // files that changed since the last build; nil when not known
	keep           []string         // addresses below which pages of the site's own stay as they stand
	texts          []*plan.Text     // pages of content/ that belong to no unit
	report         problem.Report
	first          problem.Report // as it was before single units were looked at

	later *puttingOff // what can wait until the pages stand; nil where nothing does
}

// mostEdited is how many files change in an edit at most: with more of them nobody waits for
// one.
const mostEdited = 32

// edit reports whether this is the build of a few files that somebody is working on: it makes
// haste, at the cost of memory.
func (w *world) edit() bool { return w.later != nil }

// puttingOff is what can wait until the pages stand. After an edit somebody waits, and few
// units are anew; a whole build must keep none of its units in memory.
type puttingOff struct {
	mu   sync.Mutex
	list []func() error
}

// add puts f off, or does it now.
func (p *puttingOff) add(f func() error) error {
	if p == nil {
		return f()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.list = append(p.list, f)
	return nil
}

// do does what was put off.
func (p *puttingOff) do() error {
	if p == nil {
		return nil
	}
	var errs []error
	for _, f := range p.list {
		errs = append(errs, f())
	}
	p.list = nil
	return errors.Join(errs...)
}

// read lists the folder and reads settings, rules and the units' own files.
func (s *Site) read(changed map[string]bool) (*world, error) {
	s.pictures.forget(changed)
	if w := s.placed(changed); w != nil {
		if err := s.setDay(w); err != nil {
			return nil, err
		}
		if w.today == s.built.today && len(changed) <= mostEdited {
			w.later = &puttingOff{}
		}
		return w, nil
	}
	s.memos.drop()
	layout, err := s.list(changed)
	if err != nil {
		return nil, err
	}
	w := &world{layout: layout, changed: changed}
	if len(layout.Units) == 0 {
		return nil, fmt.Errorf("site: %s: %w", s.Root, ErrNoUnits)
	}
	s.loadFonts(w)
	if err := s.readCommon(w); err != nil {
		return nil, err
	}
	if err := s.setDay(w); err != nil {
		return nil, err
	}
	s.placeUnits(w)
	s.shareLayoutProblems(w)
	for _, dir := range layout.Closed {
		w.keep = append(w.keep, plan.TextDir(strings.TrimPrefix(dir, "content/")))
	}
	w.refuseNames()
	w.refuseUnread(s.root)
	w.first.Merge(&w.report)
	for _, u := range w.units {
		u.first = problem.Report{}
		u.first.Merge(&u.report)
	}
	return w, nil
}

// setDay sets the day to build for.
func (s *Site) setDay(w *world) (err error) {
	s.zone = w.zone
	if w.today, err = s.day(w.zone); err != nil {
		return err
	}
	w.noted = min(w.today, dateIn(s.Now(), w.zone))
	return nil
}

// placed returns the world as it was before the last build looked at single units, when
// what changed since can change no more than those: files of boards that were there before.
// nil when that is not so, or when some unit was not as its files say.
func (s *Site) placed(changed map[string]bool) *world {
	last := s.built
	if last == nil || !s.sameNames(changed) || last.oldCommon || last.held || s.Strict {
		return nil
	}
	own := map[string]bool{}
	for _, u := range last.units {
		if u.v == nil || u.gone || u.held || u.stale || u.down || u.leak != nil || u.from != byOwn {
			return nil
		}
		own[u.place.Unit] = true
	}
	for name := range changed {
		inUnit := strings.HasPrefix(name, "data/") && !own[name] && !within(name, "data/rules") && !within(name, "data/fonts") &&
			!slices.Contains(last.layout.Site, name)
		if !inUnit || slices.Contains(last.layout.Unread, name) {
			return nil
		}
	}
	w := &world{placed: true, layout: last.layout, settings: last.settings, settingsDigest: last.settingsDigest, rules: last.rules, key: last.key, zone: last.zone,
		units: last.units, taken: last.taken, texts: last.texts, changed: changed}
	w.first.Merge(&last.first)
	w.report.Merge(&last.first)
	for _, u := range w.units {
		u.anew, u.report = false, problem.Report{}
		u.report.Merge(&u.first)
	}
	return w
}

// touches reports whether something in a folder may have changed since the last build.
func (w *world) touches(folder string) bool {
	if w.changed == nil {
		return true
	}
	for name := range w.changed {
		if name == folder || within(name, folder) {
			return true
		}
	}
	return false
}

// list finds out what stands where. It lists the folder anew unless only files changed
// that were there before and still are.
func (s *Site) list(changed map[string]bool) (*source.Layout, error) {
	if s.sameNames(changed) {
		return s.layout, nil
	}
	var files []source.Kind
	for _, k := range s.kinds {
		files = append(files, source.Kind{Code: k.File, Yearly: k.Yearly, Named: k.Named})
	}
	files = append(files, source.Kind{Code: "members"}, source.Kind{Code: "households"}, source.Kind{Code: "withheld"})
	layout, err := source.Read(s.root.FS(), watch.Ignored, files, s.knownFolders())
	if err != nil {
		return nil, err
	}
	s.layout, s.names = layout, map[string]bool{}
	for _, name := range layout.Names {
		s.names[name] = true
	}
	return layout, nil
}

// sameNames reports whether the folder still holds the files that the last build found,
// and no others. What could not be read then is looked for again.
func (s *Site) sameNames(changed map[string]bool) bool {
	if changed == nil || s.layout == nil || s.layout.Report.Failed() || len(s.layout.Closed) > 0 {
		return false
	}
	for name := range changed {
		if st, err := s.root.Lstat(name); !s.names[name] || err != nil || !st.Mode().IsRegular() {
			return false
		}
	}
	return true
}

// shareLayoutProblems gives what is wrong with the folder to the units it concerns.
func (s *Site) shareLayoutProblems(w *world) {
	for _, p := range w.layout.Report.Problems() {
		owner := &w.report
		best := ""
		for _, u := range w.units {
			f, c := u.place.Folder, u.contentFolder()
			if len(f) > len(best) && (within(p.File+"/", f) || within(p.File+"/", c)) {
				best, owner = f, &u.report
			}
		}
		owner.Add(p)
	}
}

// within reports whether a file lies below a folder.
func within(name, folder string) bool { return strings.HasPrefix(name, folder+"/") }

// load reads one file of the site; one that cannot be read is a mistake like any other:
// it concerns its unit only.
func (s *Site) load(name string, rep *problem.Report) (record.File, bool) {
	b, err := fs.ReadFile(s.root.FS(), name)
	if err != nil {
		rep.Error(problem.Pos{File: name}, "source/unreadable")
	}
	return record.File{Path: name, Data: b}, err == nil
}

// loadAll reads files, those that can be read.
func (s *Site) loadAll(files []source.DataFile, role byte, rep *problem.Report) (list []inputFile) {
	for _, d := range files {
		if f, ok := s.load(d.Path, rep); ok {
			list = append(list, inputFile{d, role, f.Data})
		}
	}
	return list
}

// day returns the day to build for, in the site's zone.
func (s *Site) day(zone *time.Location) (village.Date, error) {
	if s.AsOf == "" {
		return dateIn(s.Now(), zone), nil
	}
	return ParseAsOf(s.AsOf, zone)
}

// ParseAsOf reads a day (2024-05-12) or an RFC 3339 instant, whose day is that of zone.
func ParseAsOf(s string, zone *time.Location) (village.Date, error) {
	if d, ok := village.ParseISO(s); ok {
		return d, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return 0, fmt.Errorf("site: %w: %q", ErrAsOf, s)
	}
	return dateIn(t, zone), nil
}

func dateIn(t time.Time, zone *time.Location) village.Date {
	y, m, d := t.In(zone).Date()
	return village.DateOf(y, int(m), d)
}

// digest adds parts to h so that no two lists of parts give one digest.
func digest(h hash.Hash, parts ...string) {
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
}
