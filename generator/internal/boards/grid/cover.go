package grid

import (
	"slices"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// cover says how many of something there are, and how many are reached.
type cover struct {
	Name    string
	Needed  ledger.Tally // 集中安置点 → 116
	Reached ledger.Tally // 党支部 → 8
	Open    reach
	Sample  bool

	row  *village.Coverage // nil below
	bare []string          // sites without an organisation
}

// A reach says on which targets a figure may stand, by privacy.Target.
type reach [3]bool

func reachOf(s village.Showing, today village.Date) (r reach) {
	for t := range r {
		r[t] = privacy.Target(t).Shows(s, today)
	}
	return r
}

// and is where both may stand.
func (r reach) and(o reach) reach {
	for t := range r {
		r[t] = r[t] && o[t]
	}
	return r
}

// above is the reach on pages of the units above: they name only what all may see.
func (r reach) above() reach {
	open := r[privacy.Public]
	return reach{open, open, open}
}

// known reports whether both sides are known.
func (c *cover) known() bool { return len(c.Needed.Names) > 0 && len(c.Reached.Names) > 0 }

// rest is what is left to be reached.
func (c *cover) rest() village.Quantity {
	rest := c.Needed.Sum()
	rest.N -= c.Reached.Sum().N
	return rest
}

// full reports whether exactly all are reached.
func (c *cover) full() bool {
	return c.known() && c.rest().N == 0 && c.rest().Approx == village.Exact && c.Reached.Sum().Approx == village.Exact
}

func (s *Sum) addCover(c cover) {
	for i := range s.Covers {
		if o := &s.Covers[i]; o.Name == c.Name {
			needed, reached := o.Needed, o.Reached
			o.Needed, o.Reached = ledger.Tally{}, ledger.Tally{}
			for _, t := range []ledger.Tally{needed, c.Needed} {
				o.Needed.Merge(t)
			}
			for _, t := range []ledger.Tally{reached, c.Reached} {
				o.Reached.Merge(t)
			}
			o.Open, o.Sample = o.Open.and(c.Open), o.Sample || c.Sample
			return
		}
	}
	s.Covers = append(s.Covers, c)
}

// readCovers reads 覆盖. What units below report under the same name is checked, never
// added.
func (b *Board) readCovers(in *board.Input) {
	for i := range b.file.Coverage {
		row := &b.file.Coverage[i]
		row.Showing = row.Showing.Or(b.file.Showing)
		in.Shown(row.Showing)
		c := cover{Name: row.Name, Needed: tally(row.Needed, in.Report), Reached: tally(row.Reached, in.Report),
			Open: reachOf(row.Showing, in.Today), Sample: row.Sample, row: row}
		c.sites(in.Report)
		for _, part := range c.parts() {
			b.cover(part, in)
		}
	}
}

// tally is a list of figures by kind. Figures of different units are not added.
func tally(list record.Pairs[village.Quantity], rep *problem.Report) (t ledger.Tally) {
	unit := ""
	for _, p := range list {
		switch {
		case words.IsSum(p.Key):
			continue
		case p.Value.Unit != "" && unit != "" && p.Value.Unit != unit:
			rep.Error(p.Pos, "number/two-units", "key", p.Key, "one", unit, "other", p.Value.Unit)
		}
		if p.Value.Unit != "" {
			unit = p.Value.Unit
		}
		t.Add(p.Key, p.Value)
	}
	for _, p := range list {
		if words.IsSum(p.Key) {
			village.CheckTotal(p.Pos, words.T("csv.total"), p.Value, t.Sum(), rep)
		}
	}
	return t
}

// sites counts what is listed one by one, and finds what has no organisation.
func (c *cover) sites(rep *problem.Report) {
	row := c.row
	if len(row.Sites) == 0 {
		return
	}
	seen := map[string]int{}
	for _, s := range row.Sites {
		if line, twice := seen[s.Name]; twice {
			rep.Error(s.Pos, "grid/site-twice", "site", s.Name, "line", problem.Int(line))
		}
		seen[s.Name] = s.At.Line
		if s.Party == "" || village.Nobody(s.Party) {
			c.bare = append(c.bare, s.Name)
		}
	}
	listed := village.Count(len(row.Sites))
	if len(c.Needed.Names) == 0 {
		c.Needed.Add("", listed)
	} else if !row.Partial || listed.N > c.Needed.Sum().N {
		ledger.CheckDeclared(row.Of("needed"), row.Name, c.Needed.Sum(), listed, rep)
	}
	reached := village.Count(len(row.Sites) - len(c.bare))
	switch {
	case len(c.Reached.Names) == 0:
		c.Reached.Add("", reached)
	case listed.N == c.Needed.Sum().N:
		village.CheckTotal(row.Of("reached"), words.KeyName("reached"), c.Reached.Sum(), reached, rep)
	}
}

// parts are the kinds of a coverage whose both sides name the same ones (communities,
// estates, grids): each is covered by itself. Else it is one.
func (c cover) parts() []cover {
	same := len(c.Needed.Names) > 1 && slices.Equal(slices.Sorted(slices.Values(c.Needed.Names)), slices.Sorted(slices.Values(c.Reached.Names)))
	if !same || len(c.bare) > 0 {
		return []cover{c}
	}
	var list []cover
	for _, name := range c.Needed.Names {
		p := cover{Name: words.T("grid.coverpart", "name", c.Name, "part", name), Open: c.Open, Sample: c.Sample, row: c.row}
		p.Needed.Add("", c.Needed.Get(name))
		p.Reached.Add("", c.Reached.Get(name))
		list = append(list, p)
	}
	return list
}

// cover checks one coverage, against the units below or by itself, and takes it up.
func (b *Board) cover(c cover, in *board.Input) {
	rep := in.Report
	i := slices.IndexFunc(b.all.Covers, func(o cover) bool { return o.Name == c.Name })
	if i >= 0 {
		below := &b.all.Covers[i]
		village.CheckTotal(c.row.Of("needed"), words.KeyName("needed"), typed(c.Needed), below.Needed.Sum(), rep)
		village.CheckTotal(c.row.Of("reached"), words.KeyName("reached"), typed(c.Reached), below.Reached.Sum(), rep)
		below.row, below.bare = c.row, c.bare
		c = *below
	} else {
		if slices.ContainsFunc(b.own.Covers, func(o cover) bool { return o.Name == c.Name }) {
			rep.Error(c.row.Pos, "grid/cover-twice", "name", c.Name)
		}
		b.own.Covers = append(b.own.Covers, c)
	}
	at := c.row.Of("covered")
	switch needed, reached := c.Needed.Sum(), c.Reached.Sum(); {
	case len(c.Needed.Names) == 0:
		rep.Error(c.row.Pos, "record/missing", "key", words.KeyName("needed"))
	case len(c.Reached.Names) == 0:
		rep.Note(c.row.Pos, "grid/no-reached", "name", c.Name)
	case reached.N > needed.N:
		rep.Error(c.row.Of("reached"), "grid/reached-more", "name", c.Name, "needed", needed.Figure(), "reached", reached.Figure())
	case !c.row.Covered || c.full():
	case len(c.bare) > 0:
		some := strings.Join(c.bare[:min(3, len(c.bare))], words.T("list.sep"))
		rep.Warn(at, "grid/sites-bare", "name", c.Name, "n", problem.Int(len(c.bare)), "some", some)
	default:
		rest := c.rest()
		rep.Warn(at, "grid/cover-short", "name", c.Name, "needed", needed.Figure(), "reached", reached.Figure(), "rest", rest.Figure())
	}
}

// typed is the sum of figures that were typed, zero when none were.
func typed(t ledger.Tally) village.Quantity {
	if len(t.Names) == 0 {
		return village.Quantity{}
	}
	return t.Sum()
}

// readForces reads who looks after units and who else helps in the grids. Figures of a
// unit whose units below have them are checked, never added.
func (b *Board) readForces(in *board.Input) {
	for _, f := range []struct {
		typed record.Pairs[village.Quantity]
		all   *ledger.Tally
	}{{b.file.Liaisons, &b.all.Liaisons}, {b.file.Force, &b.all.Force}} {
		own := tally(f.typed, in.Report)
		if len(f.all.Names) == 0 {
			f.all.Merge(own)
			continue
		}
		for _, p := range f.typed {
			if !words.IsSum(p.Key) {
				village.CheckTotal(p.Pos, p.Key, p.Value, f.all.Get(p.Key), in.Report)
			}
		}
	}
}
