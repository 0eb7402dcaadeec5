package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"

	"gongshi/generator/internal/plan"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/publish"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/render"
	"gongshi/generator/internal/source"
)

// rootPart is what the unit at the root puts among the site's own files.
type rootPart struct {
	publish.Section
	now *made
}

// renderFront makes the pages of the site itself: its home, the pages of content/ that
// belong to no unit, the theme's assets and the site's build.json.
func (s *Site) renderFront(w *world, outs []*output) error {
	if err := s.renderOwn(w); err != nil {
		return err
	}
	info := s.siteInfo(w)
	if u := w.taken[""]; u != nil && !u.held && !u.gone {
		u.fresh = true // what it is a part of changes, see putFront
	}
	errs := make([]error, len(outs))
	var wg sync.WaitGroup
	for i, o := range outs {
		files := slices.Clone(s.assets)
		if f, made := s.peopleFiles[o.public()]; made && !w.held {
			files = append(files, f)
		}
		if o.public() && !w.held {
			files = append(files, s.frontFiles...)
			o.pages += len(s.frontFiles) + len(s.peopleFiles)/2
		}
		wg.Go(func() { errs[i] = s.putFront(w, o, info, files) })
	}
	wg.Wait()
	return errors.Join(errs...)
}

// putFront hands over the site's own section: own files, and those of the unit at the
// root. Where it is known how the section stands, only what differs is looked at.
func (s *Site) putFront(w *world, o *output, info *siteInfo, own []publish.File) error {
	section, sums := publish.Section{Only: true}, publish.Sums{}
	var home *made // of the unit at the root
	if o.root != nil {
		section, home = o.root.Section, o.root.now
	} else if u := w.taken[""]; u != nil && !u.held && !u.gone { // it stays as it is
		home = u.made[o.targets[0]]
	}
	if home != nil {
		sums = home.sums()
	}
	kept := w.kept(o, own, sums)
	mine := maps.Clone(kept)
	for _, f := range own {
		sum, known := s.assetSums[f.Path]
		if !known {
			sum = publish.SumOf(f.Data)
		}
		mine[f.Path] = sum
	}
	build := info.file(mine.Digest())
	mine[build.Path] = publish.SumOf(build.Data)
	maps.Copy(sums, mine)

	stands := o.tree.Sums("")
	section.Only = section.Only && o.tree.Stands("") != "" && !s.suspect[place{outOf(o.targets[0]), ""}]
	if !section.Only {
		own = append(own, o.bytesOf(kept)...)
	}
	for _, f := range append(own, build) {
		if !section.Only || stands[f.Path] != sums[f.Path] {
			section.Files = append(section.Files, f)
		}
	}
	if section.Gone = nil; section.Only {
		for name := range stands {
			if _, stays := sums[name]; !stays {
				section.Gone = append(section.Gone, name)
			}
		}
	}
	if home != nil {
		home.Digest = sums.Digest()
	}
	return o.draft.Put(section)
}

// kept are the sums of the files of the site's own section that stay as they stand,
// because what they were made from cannot be read or was never right. own and home are
// made already.
func (w *world) kept(o *output, own []publish.File, home publish.Sums) publish.Sums {
	kept := publish.Sums{}
	if !w.held && len(w.keep) == 0 {
		return kept
	}
	made := map[string]bool{"build.json": true}
	for _, f := range own {
		made[f.Path] = true
	}
	for name, sum := range o.tree.Sums("") {
		stays := func(dir string) bool { return dir == "" || within(name, dir) }
		if _, ofHome := home[name]; !ofHome && !made[name] && !within(name, "assets") && (w.held || slices.ContainsFunc(w.keep, stays)) {
			kept[name] = sum
		}
	}
	return kept
}

// bytesOf reads files of the site's own section that stand.
func (o *output) bytesOf(sums publish.Sums) (list []publish.File) {
	if len(sums) == 0 {
		return nil
	}
	for _, f := range o.tree.Files("") {
		if _, wanted := sums[f.Path]; wanted {
			list = append(list, f)
		}
	}
	return list
}

// renderOwn renders the site's home and texts and the pages on personal information,
// unless nothing that they show changed.
func (s *Site) renderOwn(w *world) error {
	s.checkGrounds(w)
	site := w.planSite()
	if err := s.readTexts(w, site); err != nil {
		return err
	}
	w.texts = site.Texts
	h := sha256.New()
	digest(h, s.theme, w.key, s.Program)
	var pages []render.Page
	if !w.rooted() {
		pages = append(pages, render.Page(site.Home()))
		for _, u := range w.units {
			if u.v != nil && !u.gone {
				digest(h, u.v.Address, u.v.Name, string(u.v.Level))
			}
		}
	}
	var written *plan.Text
	for _, t := range site.Texts {
		if t.Dir() == plan.PrivacyDir { // it stands above what is gathered
			written = t
			continue
		}
		digest(h, t.File, t.Title, t.Summary, t.Body)
		pages = append(pages, render.Page(site.Text(t)))
	}
	people, peopleKey := s.peoplePages(w, site, written)
	key := hex.EncodeToString(h.Sum(nil))
	if key == s.front {
		pages = nil
	}
	rendered, err := s.engine.Render(append(people, pages...)) // at once: an instance costs more than its pages
	if err != nil {
		return err
	}
	var made []publish.File
	for _, f := range rendered {
		made = append(made, publish.File(f))
	}
	if err := s.style(made); err != nil {
		return err
	}
	if len(people) > 0 {
		s.peopleKey, s.peopleFiles = peopleKey, map[bool]publish.File{true: made[0], false: made[1]}
	}
	if key == s.front {
		return nil
	}
	s.front = key
	s.frontFiles = s.gateOwn(w, site.Texts, made[len(people):])
	return nil
}

// readTexts reads the pages of content/ that belong to no unit.
func (s *Site) readTexts(w *world, site *plan.Site) error {
	for _, name := range w.layout.Pages {
		t, refused, err := s.goodText(w, name)
		if err != nil {
			return err
		}
		if t == nil && refused { // what stands of it may hold a number
			continue
		}
		if t == nil {
			w.keep = append(w.keep, plan.TextDir(strings.TrimPrefix(name, "content/")))
			continue
		}
		site.Texts = append(site.Texts, t)
	}
	site.Texts = s.distinct(site.Texts, site.Units, "", &w.report)
	return nil
}

// goodText returns a page of content/, or its last good version when it has errors;
// nil when there is none, or when the gate refused it.
func (s *Site) goodText(w *world, name string) (t *plan.Text, refused bool, err error) {
	read := func(f record.File, rep *problem.Report) *plan.Text {
		return plan.ReadText(f, strings.TrimPrefix(name, "content/"), rep)
	}
	var rep problem.Report
	f, _ := s.load(name, &rep)
	privacy.Name(name, &rep)
	d := s.open(f, &rep)
	t = read(f, &rep)
	quoteLines(&rep, map[string]*record.Doc{name: d})
	w.report.Merge(&rep)
	if rep.Failed() || s.passedOver(name, textDigest(name, f)) {
		good, refused := s.lastGood(name)
		if good == nil || len(good.Files) != 1 {
			return nil, refused, nil
		}
		var quiet problem.Report
		return read(record.File{Path: name, Data: good.Files[0].Data}, &quiet), false, nil
	}
	if good := s.good.load(name); good == nil || !bytes.Equal(good.Files[0].Data, f.Data) {
		files := []inputFile{{source.DataFile{Path: name}, rolePage, f.Data}}
		return t, false, s.good.save(name, &goodInput{Digest: textDigest(name, f), Files: files})
	}
	return t, false, nil
}

func textDigest(name string, f record.File) string {
	return digestOf([]inputFile{{source.DataFile{Path: name}, rolePage, f.Data}})
}

// rooted reports whether the site is the home of a unit at its root.
func (w *world) rooted() bool {
	for _, u := range w.units {
		if u.v != nil && u.v.Address == "" && !u.gone {
			return true
		}
	}
	return false
}
