package site

import (
	"context"
	"slices"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/deadline"
	"gongshi/generator/internal/due"
	"gongshi/generator/internal/plan"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// A DueUnit is one unit with what it must make public and by when. It is for staff.
type DueUnit struct {
	UnitName
	Profile *deadline.Profile // nil when its data were never right
	Broken  bool              // its files have errors; the matters are of its last good input, if any
	Matters []due.Matter
}

// Due computes what is due in every unit, those above before those below, and publishes
// nothing.
func (s *Site) Due(ctx context.Context) (*Report, []DueUnit, error) {
	start := s.Now()
	w, err := s.read(nil)
	if err != nil {
		return nil, nil, err
	}
	if err := s.compute(ctx, w, (*unit).forgetResult); err != nil {
		return nil, nil, err
	}
	r := s.report(w, start)
	return r, r.Due(), nil
}

// Due returns what is due in every unit on the day of the report. It must be called
// before the next build begins.
func (r *Report) Due() []DueUnit { return r.due() }

func (s *Site) dueUnits(w *world) []DueUnit {
	list := make([]DueUnit, 0, len(w.units))
	for _, u := range w.units {
		d := DueUnit{UnitName: u.called(), Broken: u.report.Failed()}
		d.Name, d.Folder = privacy.Mask(d.Name), privacy.Mask(d.Folder)
		if u.v != nil && u.due != nil {
			d.Profile = u.due.Profile
			d.Matters = due.List(u.v, u.due, s.kinds, w.today)
			for i := range d.Matters {
				m := &d.Matters[i]
				m.Text, m.File = privacy.Mask(m.Text), privacy.Mask(m.File)
			}
		}
		list = append(list, d)
	}
	return list
}

// dueOf begins the list of a unit. Its profile is that of its own unit.yaml, of the
// nearest unit above that chose one, of the site, or the national one.
func (w *world) dueOf(v *village.Unit, rep *problem.Report) *due.Unit {
	w.rules.deadlines.Check(v.Scheme, v.Of("scheme"), rep)
	name := v.Profile()
	if name == "" {
		name = w.settings.Scheme
	}
	return &due.Unit{Profile: w.rules.deadlines.For(name, v.Level), Calendar: w.rules.calendar}
}

// dueBoard keeps what a board told.
func (r *result) dueBoard(k board.Kind, in *board.Input) {
	b := due.Board{Kind: k, Contents: slices.Clone(in.Contents()), Notices: in.Notices(), Deadlines: in.Deadlines(), Waiting: in.Waiting(),
		Lacks: in.Lacks(), Expires: in.Expires()}
	slices.Sort(b.Contents)
	b.Contents = slices.Clip(slices.Compact(b.Contents))
	for _, d := range in.Docs {
		b.Files = append(b.Files, due.File{Path: d.Path})
	}
	for _, y := range in.Years {
		for _, d := range y.Docs {
			b.Files = append(b.Files, due.File{Path: d.Path, Year: y.Year})
		}
	}
	r.due.Boards = append(r.due.Boards, b)
}

// dueNotice keeps what a free-text notice tells, and asks about an item that the unit's
// profile does not have.
func (s *Site) dueNotice(n *plan.Notice, r *result, rep *problem.Report) {
	d := due.Notice{Title: n.Title, File: n.Path, Line: n.Period.Of("noticefrom").Line, Type: string(n.Type), Matter: n.Matter,
		Of: n.Span, Period: n.Period, Dated: n.Dated, Expiry: n.Expiry}
	if name, _, _ := strings.Cut(n.Board, "/"); name != "" {
		if k := s.kind(name); k != nil {
			d.Board = k.Word
		}
	}
	r.due.Notices = append(r.due.Notices, d)
	p := r.due.Profile
	if n.Matter == "" || p == nil || slices.ContainsFunc(p.Items, func(it deadline.Item) bool { return it.Name == n.Matter }) {
		return
	}
	var known []string
	for _, it := range p.Items {
		known = append(known, it.Name)
	}
	if len(known) == 0 {
		rep.Warn(n.Of("matter"), "notice/no-matters", "profile", p.Name)
		return
	}
	rep.Warn(n.Of("matter"), "notice/no-matter", "profile", p.Name, "matter", n.Matter, "known", strings.Join(known, words.T("list.sep")))
}
