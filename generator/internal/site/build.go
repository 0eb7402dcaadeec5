package site

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
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
	"gongshi/generator/internal/watch"
)

// ErrAsOf: the day to build for is neither a day nor an instant.
var ErrAsOf = errors.New("not a day (2024-05-12) or an RFC 3339 instant")

// buildInfo is a unit's build.json, which its hall screen polls.
type buildInfo struct {
	Name     string `json:"name"`
	Address  string `json:"address"`
	Folder   string `json:"folder,omitempty"`  // where its data are
	Version  string `json:"version"`           // content version
	Build    string `json:"build"`             // changes with any of the unit's files
	Digest   string `json:"digest"`            // of the unit's other files, as in its manifest
	Changed  string `json:"changed,omitempty"` // day on which its state last changed
	Stale    string `json:"stale,omitempty"`   // day of its data, when newer files have errors
	Expires  string `json:"expires,omitempty"` // day from which something on its pages must be gone
	Warnings int    `json:"warnings"`
	// Said is how often which code was said of its data that is no error; the texts, which
	// may quote what no page shows, are for staff.
	Said map[string]int `json:"said,omitempty"`
}

// siteInfo is the site's build.json.
type siteInfo struct {
	Generator string      `json:"generator"`
	Version   string      `json:"version"` // of the program
	AsOf      string      `json:"asOf"`
	Site      string      `json:"site"` // digest of the site's own files
	Units     []buildInfo `json:"units"`
	*buildInfo
}

// An output collects what goes into one output folder.
type output struct {
	targets  []privacy.Target // that stand in it, its own first
	prefix   string           // keeps the outputs apart while they are rendered together
	tree     *publish.Tree
	mu       sync.Mutex
	sections map[string][]publish.File
	search   *publish.Section // of the web, nil for nothing new
	pages    int
}

// A queue gathers units until there are enough for one instance of the theme, which
// costs as much as the pages of several villages: an edit and all units above it are
// made with one.
type queue struct {
	flush   func([]*unit) error
	mu      sync.Mutex
	waiting []*unit
}

func (q *queue) add(units []*unit) error {
	q.mu.Lock()
	q.waiting = append(q.waiting, units...)
	var full []*unit
	if len(q.waiting) >= shard {
		full, q.waiting = q.waiting, nil
	}
	q.mu.Unlock()
	if full == nil {
		return nil
	}
	return q.flush(full)
}

func (q *queue) end() error {
	if len(q.waiting) == 0 {
		return nil
	}
	return q.flush(q.waiting)
}

func (o *output) public() bool { return o.targets[0] == privacy.Public }

func (o *output) add(section string, files []publish.File) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sections[section] = append(o.sections[section], files...)
}

// ErrNoUnits: the folder holds no unit. Nothing is published then, so that a build in
// the wrong folder never empties a site.
var ErrNoUnits = errors.New("no unit.yaml below data/")

// Build brings the output folders up to date. Data that have errors are reported, not
// returned as an error: the other units are published all the same.
func (s *Site) Build(ctx context.Context) (*Report, error) { return s.build(ctx, nil) }

// BuildChanged is Build for a caller who knows which files (slash paths below the
// site's folder) changed since the last one: only those are read again.
func (s *Site) BuildChanged(ctx context.Context, files []string) (*Report, error) {
	changed := make(map[string]bool, len(files))
	for _, f := range files {
		changed[f] = true
	}
	return s.build(ctx, changed)
}

// Ready prepares the next build while nobody waits. It is not for concurrent use with
// a build.
func (s *Site) Ready() error {
	if s.engine == nil {
		return nil
	}
	return s.engine.Ready()
}

// build is Build; changed are the files that changed since the last one, nil when that
// is not known. With an error it returns what was found in the data so far.
func (s *Site) build(ctx context.Context, changed map[string]bool) (*Report, error) {
	start := s.Now()
	s.readying.Wait()
	if s.unsure { // what the last build evaluated was not published
		changed = nil
		for _, u := range s.units {
			u.argument = ""
		}
		s.front, s.search = "", nil
	}
	s.unsure = true
	if err := s.openOut(); err != nil {
		r, _ := s.Check(ctx) // what is wrong with the data is worth knowing all the same
		return r, err
	}
	if err := s.lookFirst(ctx); err != nil {
		return nil, err
	}
	w, err := s.read(changed)
	if err != nil {
		return nil, err
	}
	outs := []*output{
		{targets: []privacy.Target{privacy.Public}, tree: s.public, sections: map[string][]publish.File{}},
		{targets: []privacy.Target{privacy.Local, privacy.Internal}, prefix: "_local/", tree: s.local, sections: map[string][]publish.File{}},
	}
	err = s.make(ctx, w, outs)
	r := s.report(w, start)
	if err != nil {
		return r, err
	}
	if w.held && len(s.standing) == 0 { // nobody can say how the site should look
		return r, nil
	}
	if err := s.publish(w, outs, r); err != nil {
		return r, err
	}
	if err := s.remember(w); err != nil {
		return r, err
	}
	if err := s.tidyUp(w); err != nil {
		return r, err
	}
	s.unsure = false
	r.Published = true
	r.Took = s.Now().Sub(start)
	return r, nil
}

// lookFirst finds out, where Config.Strict asks for it, whether anything in the site's
// files must never be published. What is due to come down comes down all the same.
func (s *Site) lookFirst(ctx context.Context) error {
	if !s.Strict {
		return nil
	}
	c := s.Config
	c.Progress = nil
	look, err := Open(c)
	if err != nil {
		return err
	}
	defer look.Close()
	r, err := look.Check(ctx)
	if err != nil {
		return err
	}
	s.onlyGood = slices.ContainsFunc(r.Problems, privacy.Refused)
	return nil
}

// passedOver reports whether a file, or a unit's files, that have no errors must wait:
// key and digest are those of their input.
func (s *Site) passedOver(key, digest string) bool {
	if !s.onlyGood {
		return false
	}
	good := s.good.load(key)
	return good == nil || good.Digest != digest
}

// make computes and renders what goes into the output folders.
func (s *Site) make(ctx context.Context, w *world, outs []*output) error {
	if err := s.loadTheme(); err != nil {
		return err
	}
	common := w.planSite()
	q := &queue{flush: func(units []*unit) error { return s.render(w, common, units, outs) }}
	if err := s.compute(ctx, w, q.add); err != nil {
		return err
	}
	if err := q.end(); err != nil {
		return err
	}
	s.takeDown(w)
	if err := s.renderFront(w, outs); err != nil {
		return err
	}
	s.updateSearch(w, outs)
	return ctx.Err()
}

// loadTheme makes the rendering engine, anew when the theme changed.
func (s *Site) loadTheme() error {
	theme := s.Theme
	if own, err := fs.Sub(s.root.FS(), "themes/gongshi"); err == nil {
		if _, err := fs.Stat(own, "layouts/baseof.html"); err == nil {
			theme = own
		}
	}
	h := sha256.New()
	err := fs.WalkDir(theme, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || watch.Ignored(d.Name()) {
			return err
		}
		b, err := fs.ReadFile(theme, name)
		digest(h, name, string(b))
		return err
	})
	if err != nil {
		return fmt.Errorf("site: theme: %w", err)
	}
	sum := hex.EncodeToString(h.Sum(nil))
	if s.engine != nil && sum == s.theme {
		return nil
	}
	engine, err := render.New(theme)
	if err != nil {
		return err
	}
	if s.engine != nil {
		if err := s.engine.Close(); err != nil {
			return err
		}
	}
	s.engine, s.theme = engine, sum
	return nil
}

// planSite is what plan needs of the site.
func (w *world) planSite() *plan.Site {
	p := &plan.Site{Name: w.settings.Name, URL: w.settings.URL, ICP: w.settings.ICP, Today: w.today}
	for _, u := range w.units {
		if u.v != nil && u.v.Parent == nil && !u.gone {
			p.Units = append(p.Units, u.v)
		}
	}
	if p.Name == "" && len(p.Units) == 1 {
		p.Name = p.Units[0].Name
	}
	return p
}

// render makes the pages of units for all outputs with one instance of the theme.
func (s *Site) render(w *world, site *plan.Site, units []*unit, outs []*output) error {
	type batch struct {
		u        *unit
		o        *output
		target   privacy.Target
		from, to int // of pages
		files    []plan.File
	}
	var pages []render.Page
	var batches []batch
	for _, u := range units {
		for _, o := range outs {
			for _, t := range o.targets {
				planned, files, err := s.plan(w, site, u, t)
				if err != nil {
					return err
				}
				from := len(pages)
				for _, p := range planned {
					page := render.Page(p)
					page.Path = o.prefix + page.Path
					pages = append(pages, page)
				}
				batches = append(batches, batch{u, o, t, from, len(pages), files})
			}
		}
	}
	made, err := s.engine.Render(pages)
	if err != nil {
		return err
	}
	finished := make([][]publish.File, len(batches))
	for i, b := range batches {
		for _, f := range made[b.from:b.to] {
			finished[i] = append(finished[i], publish.File{Path: strings.TrimPrefix(f.Path, b.o.prefix), Data: f.Data})
		}
		for _, f := range b.files {
			finished[i] = append(finished[i], publish.File(f))
		}
		b.u.gate(finished[i])
		b.u.gateSought(b.target)
		if err := s.style(finished[i]); err != nil {
			return err
		}
	}
	for i, b := range batches {
		if b.u.leak == nil {
			base := plan.Base(b.u.v.Address, b.target)
			b.o.finish(b.u, b.target, append(finished[i], s.pictures.files(b.u, base, finished[i])...))
			if err := b.u.note(b.target); err != nil {
				return err
			}
		}
	}
	for _, u := range units {
		u.result, u.v.Registers = nil, village.Registers{}
	}
	return nil
}

// plan lays out the pages and data files of a unit for a target.
func (s *Site) plan(w *world, site *plan.Site, u *unit, t privacy.Target) ([]plan.Page, []plan.File, error) {
	laid := u.result.web
	if t != privacy.Public {
		laid = u.laidOut(u.result, t, w, s.below(u))
	}
	u.uses(laid)
	return site.Pages(laid)
}

// contentName is the path of a file of content/ below the unit's folder there.
func (u *unit) contentName(name string) string {
	return strings.TrimPrefix(name, u.contentFolder()+"/")
}

// finish stamps a unit's files with their digest and hands them over.
func (o *output) finish(u *unit, t privacy.Target, files []publish.File) {
	if t == privacy.Internal {
		if u.internal = len(files) > 0; u.internal {
			o.add(plan.Base(u.v.Address, t), files)
		}
		return
	}
	info := buildInfo{Name: u.v.Name, Address: u.v.Address, Folder: u.place.Folder, Version: u.result.version,
		Changed: u.result.since.ISO(), Stale: u.result.stale.ISO(), Expires: u.result.expires.ISO(), Warnings: u.result.warnings, Said: u.result.said}
	h := sha256.New()
	digest(h, publish.Digest(files))
	info.Build = hex.EncodeToString(h.Sum(nil))[:12]
	for i := range files {
		if bytes.Contains(files[i].Data, []byte(plan.BuildMark)) {
			files[i].Data = bytes.ReplaceAll(files[i].Data, []byte(plan.BuildMark), []byte(info.Build))
		}
	}
	info.Digest = publish.Digest(files)
	if u.v.Address != "" { // the root's stands in the site's
		files = append(files, jsonFile(path.Join(u.v.Address, "build.json"), info))
	}
	if t == privacy.Public {
		u.head = info
	}
	o.mu.Lock()
	o.pages += countPages(files)
	o.mu.Unlock()
	o.add(u.v.Address, files)
}

// said counts what is no error: the warnings, and all by code.
func said(rep *problem.Report) (warnings int, codes map[string]int) {
	codes = map[string]int{}
	for _, p := range rep.Problems() {
		switch p.Severity {
		case problem.Warning:
			warnings++
			fallthrough
		case problem.Note:
			codes[p.Code]++
		}
	}
	return warnings, codes
}

func countPages(files []publish.File) int {
	n := 0
	for _, f := range files {
		if strings.HasSuffix(f.Path, ".html") {
			n++
		}
	}
	return n
}

func jsonFile(name string, v any) publish.File {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.Encode(v) // plain structs of strings and numbers always encode
	return publish.File{Path: name, Data: b.Bytes()}
}
