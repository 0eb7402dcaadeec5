package site

import (
	"slices"
	"sync"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/village"
)

// mostForeseen is how many files of a batch to come are looked into.
const mostForeseen = 4

// A foreseen is what the evaluation of a unit comes to if it depends on the same as it did
// when that was tried.
type foreseen struct {
	argument  string // see argumentOf
	day       village.Date
	found     problem.Report
	pictures  []string
	registers village.Registers
	result    *result // with its jobs done
}

// foresee gets ready for the build that is due when what changes has fallen quiet: it evaluates
// the units to which the files belong, and those above them, as they stand now, and renders
// their pages. Nothing of it is believed: the build reads the files again, and takes what was
// foreseen where that is what it would come to.
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
		wg.Go(func() {
			jobs := s.jobs(w, t)
			for _, j := range jobs {
				if s.renderJob(j, site) != nil {
					return // the build says what is wrong
				}
			}
			t.result.jobs = jobs
		})
	}
	wg.Wait()
	for u, t := range trials {
		u.v.Registers = village.Registers{} // as after any evaluation
		if u.memo = t.memo; t.result.jobs != nil {
			u.foreseen = t.foreseen
		}
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
	f := &foreseen{argument: s.argumentOf(w, &t, below), day: w.today}
	f.found.Merge(&t.unread)
	memory := u.memo.again(true)
	f.result = s.computeUnit(w, &t, t.input, below, memory, &f.found)
	if f.found.Failed() {
		return nil
	}
	f.result.input = t.digest
	s.layOut(w, &t, f.result, below)
	if t.leave(f.result, w, below) != nil {
		return nil
	}
	f.result.left = &t.leavings
	f.pictures, f.registers = t.pictures, t.v.Registers
	t.result, t.memo, t.foreseen = f.result, memory.next, f
	return &t
}

// foresaw returns what was foreseen of the unit, if it depends on the same as then.
func (u *unit) foresaw(w *world, argument string) *result {
	f := u.foreseen
	if f == nil || !w.placed || f.argument != argument || f.day != w.today {
		return nil
	}
	u.found, u.pictures, u.v.Registers = f.found, f.pictures, f.registers
	return f.result
}
