package site

import (
	"errors"
	"fmt"
	"sync"

	"gongshi/generator/internal/plan"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/publish"
)

// ErrPartly: the machine failed while files were put in place. The next build finishes
// the work.
var ErrPartly = errors.New("some pages are new and some old")

// publish makes both output folders ready before it changes the first, so that what
// fails on the way leaves both as they are. It returns what was written.
func (s *Site) publish(w *world, outs []*output) (r Report, err error) {
	ready, errs := make([]*publish.Publication, len(outs)), make([]error, len(outs))
	var wg sync.WaitGroup
	for i, o := range outs {
		wg.Go(func() { ready[i], errs[i] = o.draft.Prepare(s.gone(w, o)) }) // after an error it is abandoned
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		for _, p := range ready {
			if p != nil {
				p.Abandon()
			}
		}
		return r, err
	}
	for i, o := range outs {
		stats, err := ready[i].Commit()
		if err != nil {
			for _, p := range ready[i+1:] {
				p.Abandon()
			}
			if i > 0 || errors.Is(err, publish.ErrUnfinished) {
				return r, fmt.Errorf("%w: %w", ErrPartly, err)
			}
			return r, err
		}
		r.Written += stats.Written
		r.Removed += stats.Removed
		if o.public() {
			r.Pages, r.Sections = o.pages, stats.Sections
		}
	}
	s.nowStands(w)
	return r, nil
}

// tidyUp drops what is known of units and pages that are no more.
func (s *Site) tidyUp(w *world) error {
	keys := map[string]bool{settingsKey: true, rulesKey: true}
	for _, name := range w.layout.Pages {
		keys[name] = true
	}
	for _, u := range w.units {
		keys[u.place.Folder] = true
	}
	for folder := range s.units {
		if !keys[folder] {
			delete(s.units, folder)
		}
	}
	if err := s.good.keepOnly(keys); err != nil {
		return err
	}
	s.good.dropRefused()
	if w.changed == nil || s.built == nil {
		s.pictures.keepOnly(s.units)
	}
	return s.good.saveDays()
}

// gone lists the sections of one output folder whose units are no more.
func (s *Site) gone(w *world, o *output) (drop []string) {
	keep := map[string]bool{"": true, plan.SearchDir: true}
	for _, u := range w.units {
		if u.v != nil && !u.down {
			keep[u.v.Address] = true
			if u.internal || u.held && u.result == nil {
				keep[plan.Base(u.v.Address, privacy.Internal)] = true
			}
		}
	}
	for name := range o.tree.Sections() {
		if !keep[name] {
			drop = append(drop, name)
		}
	}
	return drop
}
