package site

import (
	"context"
	"io/fs"
	"os"
	"slices"
	"sync"
	"time"

	"gongshi/generator/internal/plan"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/publish"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/watch"
)

// A lastBuild is what the cache knows of the site as a whole.
type lastBuild struct {
	Format  int
	Program string
	Edition string
	Theme   string // digest
	Strict  bool
	Packed  bool
	Day     village.Date
	Noted   village.Date
	Zone    string
	Files   map[string]fileState
	Public  string // Tree.Version of the output folders
	Local   string
	Past    string               // Store.Standing
	Stamps  [2]map[string][]byte // of the sections of the output folders, see publish.Tree.Stamp; one that is missing counts as touched
	Report  cachedReport
}

type cachedReport struct {
	Problems              []problem.Problem
	Units, Pages          int
	Broken, Held, Unshown []string
	OldCommon, Refused    bool
}

// A fileState is what tells a file from another version of it without reading it.
type fileState struct {
	Size    int64
	Changed int64 // time of its last change (ns); 0 when it may change again within that tick
	Node    int64 // what the system says of it besides, 0 for nothing
}

// tick is how long after a change a file may change again and show the same time: two
// seconds on FAT.
const tick = 2 * time.Second

// listFiles lists all that the site is made from. It is taken before anything is read; nil
// when something is there of which nobody can say whether it changed.
func (s *Site) listFiles() map[string]fileState {
	files, certain := map[string]fileState{}, true
	now := s.Now()
	for _, dir := range watched {
		err := fs.WalkDir(s.root.FS(), dir, func(name string, d fs.DirEntry, err error) error {
			switch {
			case name == dir && err != nil:
				return fs.SkipDir // there is none
			case err != nil:
				certain = false
			case d.IsDir():
				files[name] = fileState{Size: -1}
			case watch.Ignored(d.Name()):
			case !d.Type().IsRegular():
				certain = false
			default:
				info, err := d.Info()
				if err != nil {
					certain = false
					return nil
				}
				files[name] = stateOf(info, now)
			}
			return nil
		})
		certain = certain && err == nil
	}
	if !certain {
		return nil
	}
	return files
}

func stateOf(info fs.FileInfo, now time.Time) fileState {
	st := fileState{Size: info.Size(), Changed: info.ModTime().UnixNano(), Node: nodeOf(info)}
	if now.Sub(info.ModTime()) < tick {
		st.Changed = 0
	}
	return st
}

// trees are the output folders by the target that is theirs.
func (s *Site) trees() map[privacy.Target]*publish.Tree {
	return map[privacy.Target]*publish.Tree{privacy.Public: s.public, privacy.Local: s.local, privacy.Internal: s.local}
}

// last reads what the last build left of the site; nil when it is of no use.
func (s *Site) last() *lastBuild {
	var last lastBuild
	if s.NoCache || !s.cache.read(s.cache.siteFile(), &last) || last.Format != cacheFormat || last.Program != s.Program || last.Edition != s.Edition ||
		s.Packed && !last.Packed { // the copies of what did not change are missing
		return nil
	}
	return &last
}

// recalled returns the report of the last build when nothing at all changed since: neither
// files nor theme nor program, nor the day, nor what stands in the output folders.
func (s *Site) recalled(ctx context.Context) (*Report, error) {
	start := s.Now()
	if s.NoCache || len(s.units) > 0 {
		return nil, ctx.Err()
	}
	if err := s.openOut(); err != nil {
		return nil, nil // build says what is wrong with it
	}
	last := s.last()
	if last == nil || last.Public != s.public.Version() || last.Local != s.local.Version() {
		return nil, nil
	}
	var touched map[place]bool
	var wg sync.WaitGroup
	wg.Go(func() { touched = s.touched(last) })
	files := s.listFiles()
	wg.Wait()
	if len(touched) > 0 || files == nil || len(differing(last.Files, files)) > 0 {
		return nil, nil
	}
	zone, err := time.LoadLocation(last.Zone)
	if err != nil {
		return nil, nil
	}
	day, err := s.day(zone)
	if err != nil {
		return nil, nil
	}
	_, theme, err := s.themeNow()
	if err != nil || last.Theme != theme || last.Strict != s.Strict || last.Day != day || last.Noted != min(day, dateIn(s.Now(), zone)) ||
		last.Past != s.past.Standing() {
		return nil, nil
	}
	s.zone = zone
	r := last.Report
	due := func() []DueUnit {
		_, list, _ := s.Due(ctx) // it was all read once
		return list
	}
	return &Report{Problems: r.Problems, Units: r.Units, Pages: r.Pages, Broken: r.Broken, Held: r.Held, Unshown: r.Unshown, OldCommon: r.OldCommon,
		Refused: r.Refused, Day: day, Published: true, Same: true, Sections: map[string]int{}, Took: s.Now().Sub(start), due: due}, nil
}

// relist lists the site's files before anything is read: of those that changed since the
// last build when that is known, else all.
func (s *Site) relist(changed map[string]bool) map[string]bool {
	if s.NoCache {
		return changed
	}
	if changed == nil || s.files == nil {
		s.files = s.listFiles()
		return changed
	}
	for name := range changed {
		delete(s.files, name)
		if info, err := s.root.Lstat(name); err == nil && info.Mode().IsRegular() {
			s.files[name] = stateOf(info, s.Now())
		}
	}
	return changed
}

// sinceLast returns the files that changed since the last build of another process; nil
// when that is not known. What did not change need then not be read.
func (s *Site) sinceLast() map[string]bool {
	last := s.last()
	if last == nil || s.files == nil {
		return nil
	}
	s.warm, s.suspect = true, s.touched(last)
	return differing(last.Files, s.files)
}

// A place is a section of one of the output folders.
type place struct {
	out     int // 0 for the web, 1 for the hall
	section string
}

// outOf is the output folder of a target, as a place has it.
func outOf(t privacy.Target) int {
	if t == privacy.Public {
		return 0
	}
	return 1
}

// touched lists the sections whose files are not as the last build left them: somebody
// deleted or changed some by hand.
func (s *Site) touched(last *lastBuild) map[place]bool {
	list, mu := map[place]bool{}, sync.Mutex{}
	s.eachSection(func(at place, tree *publish.Tree) {
		if stamp, known := last.Stamps[at.out][at.section]; !known || tree.Touched(at.section, stamp) {
			mu.Lock()
			defer mu.Unlock()
			list[at] = true
		}
	})
	return list
}

// stamps looks at all sections, those but known ones.
func (s *Site) stamps(known [2]map[string][]byte) [2]map[string][]byte {
	all, mu := [2]map[string][]byte{{}, {}}, sync.Mutex{}
	s.eachSection(func(at place, tree *publish.Tree) {
		stamp, ok := known[at.out][at.section]
		if !ok {
			stamp = tree.Stamp(at.section)
		}
		mu.Lock()
		defer mu.Unlock()
		all[at.out][at.section] = stamp
	})
	return all
}

// eachSection calls look for every section that stands, on all processors.
func (s *Site) eachSection(look func(place, *publish.Tree)) {
	next := make(chan func())
	var wg sync.WaitGroup
	for range s.Jobs {
		wg.Go(func() {
			for f := range next {
				f()
			}
		})
	}
	for out, tree := range []*publish.Tree{s.public, s.local} {
		for section := range tree.Sections() {
			next <- func() { look(place{out, section}, tree) }
		}
	}
	close(next)
	wg.Wait()
}

// differing returns the names of files that are in one list only, or differ.
func differing(a, b map[string]fileState) map[string]bool {
	changed := map[string]bool{}
	for name, st := range b {
		if old, ok := a[name]; !ok || old != st || st.Changed == 0 && st.Size >= 0 {
			changed[name] = true
		}
	}
	for name := range a {
		if _, ok := b[name]; !ok {
			changed[name] = true
		}
	}
	return changed
}

// saveCache writes down what a build left: first the units that it evaluated, then the
// site.
func (s *Site) saveCache(r *Report, err error) {
	w := s.built
	if s.NoCache || err != nil || !r.Published || w == nil || w.held || s.files == nil {
		return
	}
	if slices.ContainsFunc(r.Problems, privacy.Refused) { // names of files, and what is quoted of them, may hold numbers
		_ = os.Remove(s.cache.siteFile())
		return
	}
	pages := len(s.frontFiles) + len(s.peopleFiles)/2
	var fresh []*unit
	for _, u := range w.units {
		pages += u.made[privacy.Public].pages()
		if u.fresh {
			fresh = append(fresh, u)
		}
		name := s.cache.path(u.place.Folder)
		switch {
		case u.argument == "" || u.report.Failed(): // it must be told again, and quotes what may not be kept
			_ = os.Remove(name)
		case u.fresh && !s.cache.write(name, s.cached(u)):
			return
		}
		u.fresh = false
	}
	s.cache.keepOnly(s.units)
	s.forgetStamps(fresh)
	s.stood = s.stamps(s.stood)
	s.cache.write(s.cache.siteFile(), lastBuild{Format: cacheFormat, Program: s.Program, Edition: s.Edition, Theme: s.theme, Strict: s.Strict, Packed: s.Packed, Day: w.today, Noted: w.noted,
		Zone: w.zone.String(), Files: s.files, Public: s.public.Version(), Local: s.local.Version(), Past: s.past.Standing(), Stamps: s.stood,
		Report: cachedReport{r.Problems, r.Units, pages, r.Broken, r.Held, r.Unshown, r.OldCommon, r.Refused}})
}

// forgetStamps forgets how the sections stood that a build may have written to.
func (s *Site) forgetStamps(fresh []*unit) {
	for out, stamps := range s.stood {
		delete(stamps, "")
		delete(stamps, plan.SearchDir)
		for _, u := range fresh {
			for t, m := range u.made {
				if m != nil && outOf(privacy.Target(t)) == out {
					delete(stamps, m.Section)
				}
			}
		}
	}
}
