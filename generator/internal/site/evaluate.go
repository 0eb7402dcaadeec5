package site

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"gongshi/generator/internal/plan"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/publish"
	"gongshi/generator/internal/village"
)

// compute evaluates all units, children before parents, on all processors, and hands each
// to emit as it is ready. Units whose arguments did not change are not evaluated.
func (s *Site) compute(ctx context.Context, w *world, emit func(*unit) error) error {
	byDepth := levels(w.units)
	progress := s.progress(byDepth)
	for _, level := range byDepth {
		err := s.forAll(level, func(u *unit) error {
			defer progress()
			return s.computeOne(ctx, w, u, emit)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// forAll does something for units, Config.Jobs at a time, until one fails.
func (s *Site) forAll(units []*unit, do func(*unit) error) error {
	errs := make([]error, len(units))
	var next atomic.Int64
	var failed atomic.Bool
	var wg sync.WaitGroup
	for range min(s.Jobs, len(units)) {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(units)) && !failed.Load(); i = next.Add(1) - 1 {
				if errs[i] = do(units[i]); errs[i] != nil {
					failed.Store(true)
				}
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// progress returns what tells that one more unit is done.
func (s *Site) progress(byDepth [][]*unit) func() {
	if s.Progress == nil {
		return func() {}
	}
	total, done := 0, 0
	for _, level := range byDepth {
		total += len(level)
	}
	s.Progress(0, total)
	var mu sync.Mutex
	return func() {
		mu.Lock()
		defer mu.Unlock()
		done++
		s.Progress(done, total)
	}
}

// levels sorts the placed units by their depth in the tree, deepest first.
func levels(units []*unit) [][]*unit {
	var byDepth [][]*unit
	for _, u := range units {
		if u.v == nil {
			continue
		}
		d := len(u.v.Path()) - 1
		for len(byDepth) <= d {
			byDepth = append(byDepth, nil)
		}
		byDepth[d] = append(byDepth[d], u)
	}
	for i, j := 0, len(byDepth)-1; i < j; i, j = i+1, j-1 {
		byDepth[i], byDepth[j] = byDepth[j], byDepth[i]
	}
	return byDepth
}

func (s *Site) computeOne(ctx context.Context, w *world, u *unit, emit func(*unit) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	changed, err := s.evaluate(w, u)
	if err == nil && changed {
		err = emit(u)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", u.place.Folder, err)
	}
	return nil
}

// evaluate computes one unit unless nothing that it depends on has changed; it reports
// whether its pages must be made.
func (s *Site) evaluate(w *world, u *unit) (bool, error) {
	known := u.argument != "" && w.untouched(u)
	if !known {
		s.readRest(u)
	}
	below := s.below(u)
	arg := u.argument // nothing that it depends on is another, else it is worked out
	if !known || !w.placed || u.asOf != w.today || slices.ContainsFunc(below, func(c *unit) bool { return c.anew }) {
		arg = s.argumentOf(w, u, below)
	}
	if arg == u.argument && s.stands(u) && u.asOf <= w.today && (u.until == 0 || w.today < u.until) {
		s.leaveAsIs(w, u)
		return false, nil
	}
	if known {
		s.readRest(u)
	}
	u.anew, u.found, u.was = true, problem.Report{}, showing{u.shown, u.withheld}
	u.found.Merge(&u.unread)
	r := u.foresaw(w, arg)
	memory := u.memo
	if r == nil && u.from != asStanding { // else there is nothing to go by
		known := memory.again(w.edit())
		r = s.computeUnit(w, u, u.input, below, known, &u.found)
		r.input, memory = u.digest, known.next
	}
	u.memo, u.foreseen = nil, nil
	u.report.Merge(&u.found)
	switch {
	case w.held:
		return s.hold(w, u), nil
	case !u.report.Failed() && !s.passedOver(u.place.Folder, u.digest):
		r.warnings, r.said = said(&u.report)
		input := u.input
		if err := w.later.add(func() error { return s.keepGood(w, u, input) }); err != nil {
			return false, err
		}
		if w.placed || s.watching && len(w.units) <= mostMemos {
			u.memo = memory
			s.memos.keep(u)
		}
	default:
		differs := r != nil && r.differs // what stands is what was recorded
		if r = s.fromGood(w, u, below); r == nil || r.differs || differs {
			return s.hold(w, u), nil
		}
		u.stale = true
	}
	if r.jobs == nil { // else it was laid out when it was foreseen
		s.layOut(w, u, r, below)
	}
	if r.left != nil {
		u.leavings, u.sought = *r.left, true
	} else if err := u.leave(r, w, below); err != nil {
		return false, err
	}
	u.argument, u.asOf, u.until, u.result, u.input, u.fresh, u.keptDue = arg, w.today, r.until, r, nil, true, nil
	return true, nil
}

// layOut lays a result out for the web.
func (s *Site) layOut(w *world, u *unit, r *result, below []*unit) {
	for _, c := range below {
		r.since = max(r.since, c.since)
	}
	r.version = s.version(w, u, r, below)
	r.views.turn(r.cover)
	r.web = u.laidOut(r, privacy.Public, w, below)
}

// leaveAsIs takes a unit for what its last evaluation left.
func (s *Site) leaveAsIs(w *world, u *unit) {
	u.report.Merge(&u.found)
	u.input = nil
	s.restoreDue(w, u)
	if u.stale = u.report.Failed() || s.passedOver(u.place.Folder, u.digest); !u.stale {
		s.good.wasGood(u.place.Folder, w.noted)
	}
}

// stands reports whether the unit's pages stand as they were made. That of the unit at the
// root, among the site's own files, must be known: those change without it.
func (s *Site) stands(u *unit) bool {
	if u.v.Address != "" {
		return true
	}
	for t, tree := range map[privacy.Target]*publish.Tree{privacy.Public: s.public, privacy.Local: s.local} {
		if m := u.made[t]; tree == nil || m == nil || m.Digest == "" || tree.Stands("") != m.Digest {
			return false
		}
	}
	return true
}

// untouched reports whether no file of the unit changed since the last build.
func (w *world) untouched(u *unit) bool {
	return !w.touches(u.place.Folder) && !w.touches(u.contentFolder())
}

// contentFolder is where the unit's notices and pages are.
func (u *unit) contentFolder() string {
	return path.Join("content", strings.TrimPrefix(u.place.Folder, "data"))
}

// hold deals with a unit that cannot be computed, from no input: its pages stay as they
// stand until something on them expires; then all of them but a home without content
// go, because nobody can say which of them name whom. It reports whether that home must
// be made. A unit without pages stays without; those above say that it reports nothing.
func (s *Site) hold(w *world, u *unit) bool {
	u.forget()
	head, stands := s.standing[u.place.Folder]
	if o := w.taken[head.Address]; !stands || u.down || o != nil && o != u {
		u.vanish()
		return false
	}
	u.held, u.head, u.headJSON, u.v.Address = true, head, nil, head.Address
	if head.Expires == "" || w.today.ISO() < head.Expires {
		if u.v.Address == "" { // they are among the site's own
			w.keep = append(w.keep, "")
		}
		return false
	}
	u.result = &result{withheld: true, views: newViews()}
	u.result.web = u.laidOut(u.result, privacy.Public, w, s.below(u))
	u.finds(u.result.web)
	return true
}

// forget leaves nothing of an evaluation.
func (u *unit) forget() {
	u.result, u.argument, u.input, u.past = nil, "", nil, nil
	u.seen, u.sought = "", false
	u.boards, u.outline, u.running, u.since, u.due = nil, "", 0, 0, nil
}

// vanish leaves the unit without pages.
func (u *unit) vanish() {
	u.forget()
	u.gone, u.v.Unshown = true, true
}

// below returns the units directly below u, those without pages too.
func (s *Site) below(u *unit) []*unit {
	var list []*unit
	for _, c := range u.v.Children {
		if b := s.units[c.Folder]; b != nil && b.v == c {
			list = append(list, b)
		}
	}
	return list
}

// argumentOf is the digest of everything that the unit and its pages depend on, the
// day apart.
func (s *Site) argumentOf(w *world, u *unit, below []*unit) string {
	h := sha256.New()
	digest(h, s.Program, s.Edition, s.theme, w.key, u.digest, strconv.FormatBool(u.report.Failed()), strconv.FormatBool(s.onlyGood))
	for _, at := range u.v.Path() {
		digest(h, at.Name, at.Address, string(at.Level), at.Scheme)
		if c, of := at.Contact(); c != nil {
			digest(h, string(c.Number), c.Who, of.Name)
		}
	}
	for _, c := range below {
		digest(h, c.v.Name, c.v.Address, string(c.v.Level), c.v.Households.String(), c.outline)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// version is the unit's content version: it moves with the data of the unit and of
// those below, with the rules, and with changes of state; not with the program.
func (s *Site) version(w *world, u *unit, r *result, below []*unit) string {
	h := sha256.New()
	digest(h, r.input, r.key, r.since.ISO(), r.stale.ISO())
	for _, c := range below {
		digest(h, c.v.Address, c.outline)
	}
	return shortHex(h)
}

func (s *Site) keepGood(w *world, u *unit, input []inputFile) error {
	s.good.wasGood(u.place.Folder, w.noted)
	if old := s.good.load(u.place.Folder); old != nil && old.Digest == u.digest && digestOf(old.Rules) == w.rules.digest {
		return nil
	}
	return s.good.save(u.place.Folder, &goodInput{Digest: u.digest, Files: input, Rules: w.rules.files})
}

// fromGood evaluates the unit from its last good input, of which the rules of that time
// are a part; nil when there is none that may be shown. What that reports is dropped: the
// figures shown are always computed ones.
func (s *Site) fromGood(w *world, u *unit, below []*unit) *result {
	good, refused := s.lastGood(u.place.Folder)
	if good == nil {
		u.down = u.down || refused
		return nil
	}
	var quiet problem.Report
	if v := s.unitOf(good.Files, &quiet); v != nil {
		v.Folder, v.Address, v.Parent, v.Children = u.v.Folder, u.v.Address, u.v.Parent, u.v.Children
		*u.v = *v
	}
	then := *w
	then.rules = s.readRules(good.Rules, &quiet)
	then.key = keyOf(w.settingsDigest, then.rules.digest, s.fontsDigest)
	r := s.computeUnit(&then, u, good.Files, below, (*memo)(nil).again(false), &quiet)
	u.withholdToday(r)
	r.input = good.Digest
	r.warnings, r.said = said(&quiet)
	if day := s.good.day(u.place.Folder, w.zone); day < w.today { // today's data need no date
		r.stale = day
	}
	r.until = sooner(r.until, w.today+1) // tomorrow they do
	return r
}

// laidOut lays a result out for a target.
func (u *unit) laidOut(r *result, t privacy.Target, w *world, below []*unit) *plan.Unit {
	p := &plan.Unit{Unit: u.v, Target: t, Version: r.version, Changed: r.since, Stale: r.stale, Texts: r.texts,
		Withheld: r.withheld, Cover: r.cover, Views: r.views[t]}
	if t != privacy.Public {
		p.Web = r.web
	}
	for _, c := range r.boards {
		if t == privacy.Internal && !c.internal {
			continue
		}
		if out := c.marked(c.board.Show(t)); len(out.Pages) > 0 {
			p.Boards = append(p.Boards, plan.Board{Word: c.kind.Word, Version: c.version, Changed: c.since, Output: out})
		}
	}
	for _, n := range r.notices {
		ahead := t == privacy.Public && w.today < n.From // the sheet may be printed before
		ahead = ahead || t == privacy.Internal && n.Audience != village.PartyOnly
		if !ahead && t.Shows(n.Showing, w.today) {
			p.Notices = append(p.Notices, *n)
		}
	}
	for _, c := range below {
		if !c.gone {
			p.Below = append(p.Below, plan.Child{Unit: c.v, Running: c.running})
		}
	}
	return p
}

// leave notes what other units and later builds need of an evaluation.
func (u *unit) leave(r *result, w *world, below []*unit) error {
	u.finds(r.web)
	u.due, u.withheld = r.due.Kept(u.v), len(u.v.Withheld)
	u.boards = map[string]outline{}
	all := sha256.New()
	for _, c := range r.boards {
		sum, err := json.Marshal(privacy.Covered(r.cover, c.board.Summary())) // not gob, whose type numbers differ from run to run
		if err != nil {
			return fmt.Errorf("summary of %s: %w", c.kind.Word, err)
		}
		h := sha256.New()
		digest(h, string(sum), c.since.ISO())
		o := outline{sum: sum, digest: hex.EncodeToString(h.Sum(nil)), since: c.since}
		u.boards[c.kind.Word] = o
		digest(all, c.kind.Word, o.digest)
	}
	u.since = r.since
	u.running = r.web.Running(w.today)
	for _, c := range below {
		u.running += c.running
	}
	digest(all, strconv.Itoa(u.running), u.since.ISO())
	u.outline = hex.EncodeToString(all.Sum(nil))
	return nil
}
