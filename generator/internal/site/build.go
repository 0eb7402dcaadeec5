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
	"slices"
	"strings"
	"sync"

	"gongshi/generator/internal/plan"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/publish"
	"gongshi/generator/internal/render"
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
	Generator string `json:"generator"`
	Version   string `json:"version"` // of the program
	AsOf      string `json:"asOf"`
	Site      string `json:"site"` // digest of the site's own files

	// rest is what follows: "units", a list of the buildInfo of those below the root, by
	// address, and the members of that of the unit at the root, if there is one.
	rest []byte
}

func (s *Site) siteInfo(w *world) *siteInfo {
	var units []*unit
	var root *unit
	for _, u := range w.units {
		switch {
		case u.v == nil || u.gone:
		case u.v.Address == "":
			root = u
		default:
			units = append(units, u)
		}
	}
	slices.SortFunc(units, func(a, b *unit) int { return strings.Compare(a.head.Address, b.head.Address) })
	return &siteInfo{Generator: "gongshi", Version: s.Program, AsOf: w.today.ISO(), rest: restOf(units, root)}
}

// restOf is siteInfo.rest. What a unit says is encoded once and for all.
func restOf(units []*unit, root *unit) []byte {
	b := []byte(`"units":null`)
	if len(units) > 0 {
		b = append(b[:len(b)-len("null")], '[')
		for i, u := range units {
			if i > 0 {
				b = append(b, ',')
			}
			if u.headJSON == nil {
				u.headJSON = bytes.TrimSuffix(jsonFile("", u.head).Data, []byte("\n"))
			}
			b = append(b, u.headJSON...)
		}
		b = append(b, ']')
	}
	if root != nil {
		own := jsonFile("", struct {
			*buildInfo
			Version string `json:"version,omitempty"` // hides the unit's, which is not the program's
		}{buildInfo: &root.head}).Data
		b = append(append(b, ','), own[len("{"):len(own)-len("}\n")]...)
	}
	return append(b, "}\n"...)
}

// file is the site's build.json; site is the digest of the site's own files.
func (info siteInfo) file(site string) publish.File {
	info.Site = site
	f := jsonFile("build.json", info)
	f.Data = append(f.Data[:len(f.Data)-len("}\n")], ',')
	f.Data = append(f.Data, info.rest...)
	return f
}

// An output takes what goes into one output folder, and stages it as it comes.
type output struct {
	targets []privacy.Target // that stand in it, its own first
	tree    *publish.Tree
	draft   *publish.Draft
	root    *rootPart // of the unit at the root, until the site's own files are there
	mu      sync.Mutex
	pages   int
}

// begin opens the drafts of both output folders.
func (s *Site) begin() ([]*output, error) {
	outs := []*output{
		{targets: []privacy.Target{privacy.Public}, tree: s.public},
		{targets: []privacy.Target{privacy.Local, privacy.Internal}, tree: s.local},
	}
	for _, o := range outs {
		var err error
		if o.draft, err = o.tree.Begin(); err != nil {
			abandon(outs)
			return nil, err
		}
	}
	return outs, nil
}

// abandon leaves the output folders as they are.
func abandon(outs []*output) {
	for _, o := range outs {
		if o.draft != nil {
			o.draft.Abandon()
		}
	}
}

func (o *output) public() bool { return o.targets[0] == privacy.Public }

// ErrNoUnits: the folder holds no unit. Nothing is published then, so that a build in
// the wrong folder never empties a site.
var ErrNoUnits = errors.New("no unit.yaml below data/")

// Build brings the output folders up to date. Data that have errors are reported, not
// returned as an error: the other units are published all the same.
func (s *Site) Build(ctx context.Context) (*Report, error) {
	r, err := s.recalled(ctx)
	if r != nil || err != nil {
		return r, err
	}
	r, err = s.build(ctx, nil)
	s.saveCache(r, err)
	return r, err
}

// BuildChanged is Build for a caller who knows which files (slash paths below the
// site's folder) changed since the last one: only those are read again.
func (s *Site) BuildChanged(ctx context.Context, files []string) (*Report, error) {
	changed := make(map[string]bool, len(files))
	for _, f := range files {
		changed[f] = true
	}
	r, err := s.build(ctx, changed)
	s.saveCache(r, err)
	return r, err
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
	if changed = s.relist(changed); changed == nil && len(s.units) == 0 {
		changed = s.sinceLast()
	}
	if err := s.lookFirst(ctx); err != nil {
		return nil, err
	}
	w, err := s.read(changed)
	if err != nil {
		return nil, err
	}
	outs, err := s.begin()
	if err != nil {
		return nil, err
	}
	err = s.make(ctx, w, outs)
	if err != nil || w.held && len(s.standing) == 0 { // nobody can say how the site should look
		abandon(outs)
		return s.report(w, start), err
	}
	done, err := s.publish(w, outs)
	s.memos.forgetForeseen()
	r := s.report(w, start) // after the pages, for which somebody waits
	r.Pages, r.Written, r.Removed, r.Sections = done.Pages, done.Written, done.Removed, done.Sections
	if err == nil {
		err = errors.Join(w.later.do(), s.remember(w), s.tidyUp(w))
	}
	if err != nil {
		return r, err
	}
	s.unsure, s.warm, s.suspect, s.built = false, false, nil, w
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
	if s.engine == nil || w.touches("themes") {
		if err := s.loadTheme(); err != nil {
			return err
		}
	}
	common := w.planSite()
	common.Only = s.Only
	render := func(u *unit) error { return s.render(w, common, u, outs) }
	find := func() *publish.Section { return s.findAgain(w) }
	var err error
	if w.edit() {
		err = s.makeEdit(ctx, w, render, &find)
	} else {
		err = s.compute(ctx, w, render)
	}
	if err != nil {
		return err
	}
	if s.takeDown(w) { // then there are other units
		find = func() *publish.Section { return s.findAgain(w) }
	}
	if err := s.renderFront(w, outs); err != nil {
		return err
	}
	if err := w.putFound(find(), outs); err != nil {
		return err
	}
	return ctx.Err()
}

// makeEdit evaluates all units and then renders them, so that those above need not wait for
// the pages of those below, and finds out meanwhile what the index holds otherwise.
func (s *Site) makeEdit(ctx context.Context, w *world, render func(*unit) error, find *func() *publish.Section) error {
	var mu sync.Mutex
	var units []*unit
	err := s.compute(ctx, w, func(u *unit) error {
		mu.Lock()
		defer mu.Unlock()
		units = append(units, u)
		return nil
	})
	if err != nil {
		return err
	}
	var found *publish.Section
	var wg sync.WaitGroup
	wg.Go(func() { found = (*find)() })
	err = s.forAll(units, render)
	wg.Wait()
	*find = func() *publish.Section { return found }
	return err
}

// loadTheme makes the rendering engine, anew when the theme changed.
func (s *Site) loadTheme() error {
	theme, sum, err := s.themeNow()
	if err != nil {
		return err
	}
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
	s.assets, s.assetSums = nil, publish.Sums{}
	for _, a := range engine.Assets() {
		s.assets = append(s.assets, publish.File(a))
	}
	s.assets = append(s.assets, publish.File{Path: plan.KioskCopy, Data: []byte(engine.Part("js/copy.js"))})
	for _, f := range s.assets {
		s.assetSums[f.Path] = publish.SumOf(f.Data)
	}
	return nil
}

// themeNow returns the theme in use, and the digest of its files.
func (s *Site) themeNow() (fs.FS, string, error) {
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
		return nil, "", fmt.Errorf("site: theme: %w", err)
	}
	return theme, hex.EncodeToString(h.Sum(nil)), nil
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

// contentName is the path of a file of content/ below the unit's folder there.
func (u *unit) contentName(name string) string {
	return strings.TrimPrefix(name, u.contentFolder()+"/")
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

func jsonFile(name string, v any) publish.File {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.Encode(v) // plain structs of strings and numbers always encode
	return publish.File{Path: name, Data: b.Bytes()}
}
