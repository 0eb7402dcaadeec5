package site

import (
	"slices"
	"sync"

	"gongshi/generator/internal/plan"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/village"
)

// mostForeseen is how many files of a batch to come are looked into.
const mostForeseen = 4

// foresee gets ready for the build that is due when what changes has fallen quiet: it evaluates
// the units to which the files belong, and those above them, as they stand now, and renders
// their pages. Nothing of it is believed: it leaves only what an evaluation takes over where
// that reads the same (memo), so that half a file does no harm.
func (s *Site) foresee(files []string) {
	changed := map[string]bool{}
	for _, f := range files {
		if s.names[f] { // not one that an editor makes on the way
			changed[f] = true
		}
	}
	if s.built == nil || s.unsure || len(changed) == 0 || len(changed) > mostForeseen {
		return
	}
	w := s.placed(changed)
	if w == nil || s.setDay(w) != nil || w.today != s.built.today {
		return
	}
	site := w.planSite()
	trials := map[*unit]*unit{}
	var wg sync.WaitGroup
	for _, u := range slices.Concat(levels(w.units)...) {
		if !w.touches(u.place.Folder) {
			continue
		}
		t := s.try(w, u, trials)
		if t == nil { // there will be nothing new above it either
			break
		}
		trials[u] = t
		wg.Go(func() { s.renderTrial(w, site, t) })
	}
	wg.Wait()
	for u, t := range trials {
		u.v.Registers = village.Registers{} // as after any evaluation
		u.memo = t.memo
		s.memos.keep(u)
	}
}

// try evaluates a unit without a trace on it; trials are those below that were tried. It
// returns nil for a unit with errors.
func (s *Site) try(w *world, u *unit, trials map[*unit]*unit) *unit {
	t, below := *u, s.below(u)
	for i, c := range below {
		if tried := trials[c]; tried != nil {
			below[i] = tried
		}
	}
	s.readRest(&t)
	memory := u.memo.again()
	var said problem.Report
	said.Merge(&t.unread)
	r := s.computeUnit(w, &t, t.input, below, memory, &said)
	if said.Failed() {
		return nil
	}
	r.input = t.digest
	for _, c := range below {
		r.since = max(r.since, c.since)
	}
	r.version = s.version(w, &t, r, below)
	r.views.turn(r.cover)
	r.web = t.laidOut(r, privacy.Public, w, below)
	if t.leave(r, w, below) != nil {
		return nil
	}
	t.result, t.memo = r, memory.next
	return &t
}

// renderTrial renders what the build would render, and keeps it for that.
func (s *Site) renderTrial(w *world, site *plan.Site, t *unit) {
	kept := map[plan.Fingerprint][]byte{}
	for _, o := range s.outputs() {
		for _, target := range o.targets {
			j := s.newJob(w, t, o, target)
			pages, err := s.outdated(j, site)
			if err != nil {
				return
			}
			files, err := s.rendered(j, pages)
			if err != nil {
				return
			}
			for i, f := range files {
				kept[j.froms[i]] = f.Data
			}
		}
	}
	t.memo.rendered = kept
}
