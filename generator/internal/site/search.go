package site

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"gongshi/generator/internal/plan"
	"gongshi/generator/internal/publish"
	"gongshi/generator/internal/search"
	"gongshi/generator/internal/village"
)

// searching is the search index of the site between builds. A new one is made when units
// come, go or are called otherwise.
type searching struct {
	key   string // digest of places and boards
	index *search.Index
	of    map[string]int // folder of a unit → its place; "" is the site itself
}

// finds notes what residents can look for on the unit's pages.
func (u *unit) finds(laid *plan.Unit) { u.seen, u.sought = search.PackOf(laid.Found()), true }

// soughtFile is what the index holds of the unit, for the gate.
func (u *unit) soughtFile() publish.File {
	data, err := json.Marshal(u.seen.Records())
	if err != nil { // plain structs of strings and numbers always encode
		panic(err)
	}
	return publish.File{Path: path.Join(plan.SearchDir, "u", u.v.Address+".js"), Data: data}
}

// places lists what the index knows of units, each behind the one above it, and where the
// units stand in the list. A site without a unit at its root is a place itself.
func (s *Site) places(w *world) (list []search.Place, of map[string]int) {
	of = map[string]int{}
	site := w.planSite()
	top := -1
	if !w.rooted() {
		top, of[""] = 0, 0
		list = append(list, search.Place{Name: site.Name, Parent: -1})
	}
	var walk func(units []*village.Unit, above int)
	walk = func(units []*village.Unit, above int) {
		for _, v := range units {
			at := above
			if u := s.units[v.Folder]; u != nil && u.v == v && !u.gone {
				at = len(list)
				of[v.Folder] = at
				list = append(list, search.Place{Address: v.Address, Name: v.Name, Aliases: v.Aliases, Parent: above})
			}
			walk(v.Children, at)
		}
	}
	walk(site.Units, top)
	return list, of
}

// findAgain brings the index up to date with what the units show to everybody, and returns the
// files of it that changed; nil for none. It looks at nothing that rendering changes.
func (s *Site) findAgain(w *world) *publish.Section {
	places, of := s.places(w)
	var boards []search.Title
	h := sha256.New()
	for _, k := range s.kinds {
		boards = append(boards, search.Title{Word: k.Word, Title: k.Title()})
		digest(h, k.Word, k.Title())
	}
	for _, p := range places {
		digest(h, p.Address, p.Name, strings.Join(p.Aliases, "\n"), strconv.Itoa(p.Parent))
	}
	key := hex.EncodeToString(h.Sum(nil))
	old := s.search
	if old == nil || old.key != key {
		s.search = &searching{key, search.New(places, boards), of}
	}
	s.search.index.Script, s.search.index.Outline = s.engine.Part("js/blocks.js"), s.outline
	for _, u := range w.units {
		at, shown := of[u.place.Folder]
		if !shown {
			continue
		}
		switch {
		case u.sought:
			s.search.index.Put(at, u.seen)
		case old != nil && old != s.search:
			if was, ok := old.of[u.place.Folder]; ok {
				s.search.index.Put(at, old.index.Pack(was))
			}
		}
	}
	if at, ok := of[""]; ok {
		s.search.index.Set(at, s.foundTexts(w))
	}
	changed, gone := s.search.index.Files()
	if old == s.search && len(changed)+len(gone) == 0 {
		return nil
	}
	section := &publish.Section{Name: plan.SearchDir, Only: old == s.search}
	for _, f := range changed {
		section.Files = append(section.Files, publish.File{Path: path.Join(plan.SearchDir, f.Path), Data: f.Data})
	}
	for _, name := range gone {
		section.Gone = append(section.Gone, path.Join(plan.SearchDir, name))
	}
	slices.Sort(section.Gone)
	return section
}

// putFound hands over what changed of the index: hall screens have it, too.
func (w *world) putFound(section *publish.Section, outs []*output) error {
	for _, u := range w.units { // the index has it now
		u.seen, u.sought = "", false
	}
	if section == nil {
		return nil
	}
	errs := make([]error, len(outs))
	var wg sync.WaitGroup
	for i, o := range outs {
		wg.Go(func() { errs[i] = o.draft.Put(*section) })
	}
	wg.Wait()
	return errors.Join(errs...)
}

// foundTexts is what can be found of the pages of content/ that belong to no unit: those
// that the gate let pass.
func (s *Site) foundTexts(w *world) []search.Record {
	made := &plan.Site{}
	for _, t := range w.texts {
		if slices.ContainsFunc(s.frontFiles, func(f publish.File) bool { return path.Dir(f.Path) == t.Dir() }) {
			made.Texts = append(made.Texts, t)
		}
	}
	return made.Found()
}
