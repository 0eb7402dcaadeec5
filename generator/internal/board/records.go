package board

import (
	"slices"

	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// A Head is what a data file of records says besides them: who may see it, its notice,
// and the totals where rows are missing. Files embed it.
type Head struct {
	Counts   record.Pairs[village.Quantity] `key:"counts"`   // group → records, instead of rows
	Total    record.Pairs[village.Quantity] `key:"total"`    // checked, never added
	Declared village.Quantity               `key:"declared"` // 总数; what it exceeds the records by is 未归类
	Partial  bool                           `key:"partial"`  // 列举不全: fewer records than declared is right
	Notice   *village.Period                `key:"notice"`
	village.Showing
}

// Read decodes the unit's files of the board into file, which embeds h and at, and
// completes what every file has. It reports whether the unit has any. extra are keys
// for the file's "*" fields.
func (h *Head) Read(in *Input, file any, at *record.At, extra ...string) bool {
	return h.ReadDocs(in, in.Docs, file, at, extra...)
}

// ReadDocs is Read of some of the unit's files: those of one year.
func (h *Head) ReadDocs(in *Input, docs []*record.Doc, file any, at *record.At, extra ...string) bool {
	has := Decode(in, docs, file, at, extra...)
	h.complete(in)
	return has
}

// Decode is Head.ReadDocs for files without a Head: it only decodes.
func Decode(in *Input, docs []*record.Doc, file any, at *record.At, extra ...string) bool {
	for _, d := range docs {
		d.Decode(file, in.Report, extra...)
	}
	if len(docs) == 0 {
		return false
	}
	if at.File == "" { // a table has no place of its own
		at.Pos = problem.Pos{File: docs[0].Path}
	}
	return true
}

func (h *Head) complete(in *Input) {
	h.Showing = h.Showing.Or(in.Defaults)
	in.Shown(h.Showing)
	if h.Notice != nil {
		h.Notice.Check(in.Unit, in.Report)
		in.Notice(*h.Notice)
	}
}

// Box lays out the file's notice for a target; nil when there is none to show.
func (h *Head) Box(title string, t privacy.Target, u *village.Unit, today village.Date) *NoticeBox {
	if h.Notice == nil || !t.Shows(h.Showing, today) {
		return nil
	}
	return NewNoticeBox(title, *h.Notice, u, today)
}

// A Sum counts the records of one unit by group, with all units below. Summaries are
// it, or embed it.
type Sum struct {
	Groups ledger.Tally // group → records
	Open   ledger.Tally // of these, what the web may show
	Units  int          // units with a file of their own
	Sample bool
}

// Count adds q records of a group; open tells whether the web may show them.
func (s *Sum) Count(group string, q village.Quantity, open bool) {
	s.Groups.Add(group, q)
	if open {
		s.Open.Add(group, q)
	}
}

// Add adds the sums of a unit below.
func (s *Sum) Add(o *Sum) {
	s.Groups.Merge(o.Groups)
	s.Open.Merge(o.Open)
	s.Units += o.Units
	s.Sample = s.Sample || o.Sample
}

// All returns the number of records.
func (s *Sum) All() village.Quantity { return s.Groups.Sum() }

// Counted is All for machines; nil where nothing is counted, for a unit may tell other
// things alone.
func (s *Sum) Counted() *float64 {
	if len(s.Groups.Names) == 0 {
		return nil
	}
	n := s.All().Float()
	return &n
}

// CountedText is All as figure writes it, "" where nothing is counted.
func (s *Sum) CountedText(figure func(village.Quantity) string) string {
	if len(s.Groups.Names) == 0 {
		return ""
	}
	return figure(s.All())
}

// Shown returns the groups as the web may name them.
func (s *Sum) Shown() ledger.Tally { return Concealed(s.Groups, s.Open) }

// AddCounts counts what the unit gives as totals only, after its rows are counted.
func (h *Head) AddCounts(own *Sum, in *Input) {
	own.Units = 1
	own.Sample = own.Sample || h.Sample || in.Unit.Sample
	rows := own.Groups
	rows.Names = slices.Clone(rows.Names)
	for _, c := range h.Counts {
		switch {
		case IsTotal(c.Key, in): // checked when all is summed
		case slices.Contains(rows.Names, c.Key):
			in.Report.Error(c.Pos, "ledger/counts-and-rows", "group", c.Key)
		default:
			own.Count(c.Key, c.Value, true)
		}
	}
}

// counted is what summaries of Sum can tell.
type counted interface{ All() village.Quantity }

// CheckTotals compares the typed totals with what is listed here and below; title is
// what is counted. It returns what the declared number exceeds the listed one by.
func (h *Head) CheckTotals(all *Sum, title string, declared problem.Pos, in *Input) village.Quantity {
	subs := Subs(in, func(summary any) *counted {
		if s, ok := summary.(counted); ok {
			return &s
		}
		return nil
	})
	for _, t := range Totals(h.Total, h.Counts, in) {
		computed, what := all.Groups.Get(t.Key), t.Key
		switch {
		case t.Key == "" || words.IsSum(t.Key):
			computed, what = all.All(), title
		case computed.IsZero() && CheckBelow(t, subs, func(s *counted) village.Quantity { return (*s).All() }, in.Report):
			continue
		}
		village.CheckTotal(t.Pos, what, t.Value, computed, in.Report)
	}
	rep := in.Report
	if h.Partial && h.Declared.N >= all.All().N {
		rep = &problem.Report{}
	}
	listed := all.All()
	listed.Unit = h.Declared.Unit
	return ledger.CheckDeclared(declared, title, h.Declared, listed, rep)
}

// Registered returns what the register of members says of somebody called name who may
// be in it, and tells the input of it: what a register keeps back no board shows. Of a
// name that it does not have, or has twice, it says nothing.
func (in *Input) Registered(name string) village.Showing {
	dir := in.Unit.MemberDir
	if dir.Len() == 0 {
		return village.Showing{}
	}
	i, ok := dir.Lookup(village.Ref{Text: name, Name: name})
	if !ok {
		return village.Showing{}
	}
	in.Shown(dir.Person(i).Showing)
	return dir.Person(i).Showing
}

// RollUp returns the units below and adds their sums to all.
func RollUp[S any](in *Input, all *S, add func(all, below *S)) []Sub[S] {
	subs := Subs(in, func(summary any) *S { s, _ := summary.(*S); return s })
	for _, s := range Reporting(subs) {
		add(all, s)
	}
	return subs
}

// GroupBars draws the groups of a tally, each as its finished figure.
func GroupBars(t ledger.Tally, figure func(village.Quantity) string) []Bar {
	bars := make([]Bar, len(t.Names))
	for i, name := range t.Names {
		bars[i] = Bar{Name: name, Value: figure(t.Counts[i])}
	}
	Bars(bars, t.Counts)
	return bars
}

// FirstNames lists the first three bars, for a tile.
func FirstNames(bars []Bar) string {
	s := ""
	for i, b := range bars[:min(3, len(bars))] {
		if i > 0 {
			s += words.T("list.sep")
		}
		s += b.Name
	}
	return s
}
