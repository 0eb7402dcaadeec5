package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"path"
	"slices"
	"strings"
	"sync"

	"gongshi/generator/internal/plan"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/publish"
	"gongshi/generator/internal/render"
	"gongshi/generator/internal/village"
)

// made is what stands of a unit in an output folder and what it was made of, so that the
// next build makes only what differs.
type made struct {
	Section string
	Maker   string     // digest of what makes pages of views, see Site.maker
	Digest  string     // of the section as it stood then: it counts only while it still does
	Build   string     // of the unit's build.json
	Files   []madeFile // all but build.json, by path
}

// madeFile is one finished file.
type madeFile struct {
	Path     string
	From     plan.Fingerprint // what a page was made of; zero for other files
	Sum      publish.Sum
	Pictures []string // paths of the pictures that a page shows
}

func (m *made) file(path string) *madeFile {
	if m == nil {
		return nil
	}
	i, found := slices.BinarySearchFunc(m.Files, path, func(f madeFile, path string) int { return strings.Compare(f.Path, path) })
	if !found {
		return nil
	}
	return &m.Files[i]
}

// sums are those of all files.
func (m *made) sums() publish.Sums {
	all := make(publish.Sums, len(m.Files)+1)
	for _, f := range m.Files {
		all[f.Path] = f.Sum
	}
	return all
}

// pages counts the pages.
func (m *made) pages() int {
	if m == nil {
		return 0
	}
	n := 0
	for _, f := range m.Files {
		if strings.HasSuffix(f.Path, ".html") {
			n++
		}
	}
	return n
}

// maker is the digest of all that makes bytes of what pages are made of: theme, fonts and
// the program.
func (s *Site) maker() string { return keyOf(s.Program, s.Edition, s.theme, s.fontsDigest) }

// A job is to bring one unit up to date in one output folder.
type job struct {
	u      *unit
	target privacy.Target
	laid   *plan.Unit
	old    *made // as it stands; nil when nothing is known
	stays  []madeFile
	froms  []plan.Fingerprint // of the pages to render
	pages  []publish.File     // rendered
	data   []plan.File
	dirty  bool // some file differs
	leak   *problem.Problem
}

// jobs lays the unit out for all targets.
func (s *Site) jobs(w *world, u *unit) (list []*job) {
	for t := range privacy.Internal + 1 {
		laid := u.result.web
		if t != privacy.Public {
			laid = u.laidOut(u.result, t, w, s.below(u))
		}
		list = append(list, &job{u: u, target: t, laid: laid})
	}
	return list
}

// outdated plans the pages, finds out which of them must be rendered, and returns those.
func (s *Site) outdated(j *job, site *plan.Site) ([]render.Page, error) {
	planned, files, err := site.Pages(j.laid)
	if err != nil {
		return nil, err
	}
	j.data, j.old = files, j.u.made[j.target]
	if old := j.old; old != nil && (old.Digest == "" || old.Maker != s.maker() || s.trees()[j.target].Stands(plan.Base(j.u.v.Address, j.target)) != old.Digest) {
		j.old = nil
	}
	froms := make([]plan.Fingerprint, len(planned))
	was := 0
	for i := range planned {
		froms[i] = planned[i].Fingerprint(j.laid.Views)
		if f := j.old.file(planned[i].Path); f == nil || f.From != froms[i] {
			j.dirty = true
		} else {
			was++
		}
	}
	for _, f := range files {
		if old := j.old.file(f.Path); old == nil || old.Sum != publish.SumOf(f.Data) {
			j.dirty = true
		}
	}
	j.dirty = j.dirty || was+len(files) != j.old.laidOut() // something is gone
	var pages []render.Page
	for i := range planned {
		f := j.old.file(planned[i].Path)
		// a hall screen bears the digest of all the others
		if f != nil && f.From == froms[i] && (!j.dirty || planned[i].Format != "kiosk") {
			j.stays = append(j.stays, *f)
			continue
		}
		pages, j.froms = append(pages, render.Page(planned[i])), append(j.froms, froms[i])
	}
	return pages, nil
}

// laidOut counts the files that are no pictures.
func (m *made) laidOut() int {
	if m == nil {
		return 0
	}
	pictures := map[string]bool{}
	for _, f := range m.Files {
		for _, name := range f.Pictures {
			pictures[name] = true
		}
	}
	n := 0
	for _, f := range m.Files {
		if !pictures[f.Path] {
			n++
		}
	}
	return n
}

// render brings a unit up to date in all outputs.
func (s *Site) render(w *world, site *plan.Site, u *unit, outs []*output) error {
	jobs := u.result.jobs
	if jobs == nil {
		jobs = s.jobs(w, u)
		if err := s.each(w, jobs, func(j *job) error { return s.renderJob(j, site) }); err != nil {
			return err
		}
	}
	for _, j := range jobs {
		j.u = u // not the one that was tried
		u.uses(j.laid)
	}
	for _, j := range jobs {
		if u.leak == nil {
			u.leak = j.leak
		}
	}
	if u.leak == nil {
		if err := s.each(w, jobs, func(j *job) error { return s.finish(w, j, outs[outOf(j.target)]) }); err != nil {
			return err
		}
	}
	return u.forgetResult()
}

// each does something for all jobs of a unit: at once after an edit, when there are hardly any
// other units to be made, else one after the other.
func (s *Site) each(w *world, jobs []*job, do func(*job) error) error {
	if !w.edit() || s.Jobs == 1 {
		for _, j := range jobs {
			if err := do(j); err != nil {
				return err
			}
		}
		return nil
	}
	errs := make([]error, len(jobs))
	var wg sync.WaitGroup
	for i, j := range jobs {
		wg.Go(func() { errs[i] = do(j) })
	}
	wg.Wait()
	return errors.Join(errs...)
}

// renderJob renders what is out of date, and looks through it.
func (s *Site) renderJob(j *job, site *plan.Site) error {
	pages, err := s.outdated(j, site)
	if err != nil {
		return err
	}
	rendered, err := s.engine.Render(pages)
	if err != nil {
		return err
	}
	for _, f := range rendered {
		j.pages = append(j.pages, publish.File(f))
	}
	return s.gateJob(j)
}

// forgetResult drops what a unit was computed to once it is made use of: no more than a
// few units are in memory at a time.
func (u *unit) forgetResult() error {
	u.result, u.v.Registers = nil, village.Registers{}
	return nil
}

// gateJob looks through what was made, and then gives pages their outlines.
func (s *Site) gateJob(j *job) error {
	files := slices.Clone(j.pages)
	for _, f := range j.data {
		if old := j.old.file(f.Path); old == nil || old.Sum != publish.SumOf(f.Data) {
			files = append(files, publish.File(f))
		}
	}
	if j.target == privacy.Public && j.u.sought {
		files = append(files, j.u.soughtFile())
	}
	j.leak = leak(j.u.place.Unit, files)
	return s.style(j.pages)
}

// finish joins what was rendered with what stays, stamps it with its digest and hands
// over what differs.
func (s *Site) finish(w *world, j *job, o *output) error {
	pages := j.pages
	now := &made{Section: plan.Base(j.u.v.Address, j.target), Maker: s.maker(), Files: j.stays}
	changed := slices.Clone(pages)
	base := now.Section
	for i, f := range pages {
		now.Files = append(now.Files, madeFile{f.Path, j.froms[i], publish.SumOf(f.Data), s.pictures.named(j.u, base, f)})
	}
	for _, f := range j.data {
		m := madeFile{Path: f.Path, Sum: publish.SumOf(f.Data)}
		now.Files = append(now.Files, m)
		if old := j.old.file(f.Path); old == nil || old.Sum != m.Sum {
			changed = append(changed, publish.File(f))
		}
	}
	changed = s.addPictures(j, now, base, changed)
	slices.SortFunc(now.Files, func(a, b madeFile) int { return strings.Compare(a.Path, b.Path) })
	if now.Build = j.old.build(); j.dirty {
		h := sha256.New()
		digest(h, now.sums().Digest())
		now.Build = hex.EncodeToString(h.Sum(nil))[:12]
		for i, f := range changed {
			if bytes.Contains(f.Data, []byte(plan.BuildMark)) {
				changed[i].Data = bytes.ReplaceAll(f.Data, []byte(plan.BuildMark), []byte(now.Build))
				now.file(f.Path).Sum = publish.SumOf(changed[i].Data)
			}
		}
	}
	j.u.made[j.target] = now
	if j.target == privacy.Internal {
		j.u.internal = len(now.Files) > 0
	}
	if err := j.hand(o, now, changed); err != nil {
		return err
	}
	if j.target != privacy.Public {
		return nil
	}
	web := j.u.result.web
	return w.later.add(func() error { return j.u.note(s.past, web) })
}

func (m *made) build() string {
	if m == nil {
		return ""
	}
	return m.Build
}

// addPictures adds the pictures that pages name: what is published is what they show.
func (s *Site) addPictures(j *job, now *made, base string, changed []publish.File) []publish.File {
	seen := map[string]bool{}
	for _, f := range now.Files {
		for _, name := range f.Pictures {
			if seen[name] {
				continue
			}
			seen[name] = true
			if old := j.old.file(name); old != nil { // its name tells its contents
				now.Files = append(now.Files, *old)
				continue
			}
			if data, ok := s.pictures.file(j.u, strings.TrimPrefix(name, base+"/")); ok {
				now.Files = append(now.Files, madeFile{Path: name, Sum: publish.SumOf(data)})
				changed = append(changed, publish.File{Path: name, Data: data})
			}
		}
	}
	return changed
}

// hand hands over what differs of a unit, with its build.json. What the unit at the
// root has is among the site's own files.
func (j *job) hand(o *output, now *made, changed []publish.File) error {
	u := j.u
	section := publish.Section{Name: plan.Base(u.v.Address, j.target), Files: changed, Only: j.old != nil}
	if j.old != nil {
		for _, f := range j.old.Files {
			if now.file(f.Path) == nil {
				section.Gone = append(section.Gone, f.Path)
			}
		}
	}
	if j.target == privacy.Internal {
		if len(now.Files) == 0 {
			return nil
		}
		return o.put(section, now, now.sums())
	}
	sums := now.sums()
	info := buildInfo{Name: u.v.Name, Address: u.v.Address, Folder: u.place.Folder, Version: u.result.version,
		Changed: u.result.since.ISO(), Stale: u.result.stale.ISO(), Expires: u.result.expires.ISO(), Warnings: u.result.warnings, Said: u.result.said,
		Build: now.Build, Digest: sums.Digest()}
	if j.target == privacy.Public {
		u.head, u.headJSON = info, nil
	}
	o.mu.Lock()
	o.pages += now.pages()
	o.mu.Unlock()
	if u.v.Address != "" { // the root's stands in the site's
		f := jsonFile(path.Join(u.v.Address, "build.json"), info)
		section.Files = append(section.Files, f)
		sums[f.Path] = publish.SumOf(f.Data)
	}
	return o.put(section, now, sums)
}

// put hands a section over; that of the unit at the root waits for the site's own files.
func (o *output) put(section publish.Section, now *made, sums publish.Sums) error {
	if section.Name == "" {
		o.root = &rootPart{section, now}
		return nil
	}
	now.Digest = sums.Digest()
	return o.draft.Put(section)
}
