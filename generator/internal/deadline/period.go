package deadline

import (
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// A Span is a calendar quarter or month, both ends included.
type Span struct{ From, To village.Date }

// SpanOf returns the span of the cycle in which a day lies; false for Anytime.
func (c Cycle) SpanOf(day village.Date) (Span, bool) {
	switch y, m := day.Year(), day.Month(); c {
	case Quarterly:
		m = (m-1)/3*3 + 1
		return Span{village.DateOf(y, m, 1), village.DateOf(y, m+3, 1) - 1}, true
	case Monthly:
		return Span{village.DateOf(y, m, 1), village.DateOf(y, m+1, 1) - 1}, true
	}
	return Span{}, false
}

// before returns the span right before s.
func (c Cycle) before(s Span) Span {
	p, _ := c.SpanOf(s.From - 1)
	return p
}

// Name is 2024年第一季度 or 2024年5月.
func (s Span) Name() string {
	y, m := strconv.Itoa(s.From.Year()), s.From.Month()
	if s.To-s.From < 31 {
		return words.T("date.month", "y", y, "m", strconv.Itoa(m))
	}
	return words.T("date.quarter", "y", y, "n", village.HanNumeral((m+2)/3))
}

// Scan reads 2026年第三季度 or 2026年9月.
func (s *Span) Scan(v *record.Value) {
	text := strings.ToUpper(strings.Join(strings.Fields(record.Fold(v.Text)), ""))
	if year, err := strconv.Atoi(text[:min(4, len(text))]); err == nil && len(text) > 4 {
		if code, ok := words.Value("quarter", text[4:]); ok {
			n, _ := strconv.Atoi(code) // a code of the list
			*s, _ = Quarterly.SpanOf(village.DateOf(year, 3*n, 1))
			return
		}
	}
	var month village.When
	month.Scan(record.NewValue(record.Pair[string]{Value: v.Text}, new(problem.Report)))
	if month.Date == 0 || month.Precision != village.Months {
		v.Error("deadline/span")
		return
	}
	*s, _ = Monthly.SpanOf(month.Date)
}

// Of returns the last day for what belongs to a span. missing is the year whose holidays
// are needed for it and not known, 0 for none.
func (b By) Of(s Span, c *village.Calendar) (due village.Date, missing int) {
	switch {
	case b.Day > 0:
		first := s.To + 1
		last := village.DateOf(first.Year(), first.Month()+1, 1) - 1
		return min(first+village.Date(b.Day-1), last), 0
	case b.Term.N > 0:
		return c.After(s.To, b.Term)
	}
	return s.To, 0
}

// Evidence is what a unit's data say of a matter having been published.
type Evidence struct {
	Dated []village.Date // days of content: entries, steps, projects
	Acts  []village.Date // first days of notices
	Said  []Said         // notices that say what they are about
}

// Said is a notice that says which period it is about.
type Said struct {
	Day village.Date // its first one
	Of  Span
}

// first returns the earliest day of evidence, 0 when there is none up to today.
func (e Evidence) first(today village.Date) (first village.Date) {
	said := make([]village.Date, len(e.Said))
	for i, s := range e.Said {
		said[i] = s.Day
	}
	for _, list := range [][]village.Date{e.Dated, e.Acts, said} {
		for _, d := range list {
			if d != 0 && d <= today && (first == 0 || d < first) {
				first = d
			}
		}
	}
	return first
}

// A Status says how a duty stands.
type Status string

// The statuses.
const (
	Published Status = "published" // 已公开
	Awaited   Status = "awaited"   // 应公开: there is still time
	Late      Status = "late"      // 已超期
	NoData    Status = "nodata"    // the data never said anything of it
)

// A Duty is one item with the period that it is about.
type Duty struct {
	Item    *Item
	Span    Span
	Due     village.Date // 0 when the holidays of Missing are not known
	Missing int
	Status  Status
	Last    village.Date // of the evidence, when it is published
}

// spans returns the periods of which something may be due: the last full one and the
// running one, and those before them whose day was not past when the running one began.
func (it *Item) spans(running Span, c *village.Calendar) []Span {
	list := []Span{it.Cycle.before(running), running}
	for {
		s := it.Cycle.before(list[0])
		if due, _ := it.By.Of(s, c); due < running.From {
			return list
		}
		list = slices.Insert(list, 0, s)
	}
}

// Judge returns how a periodic item stands on a day: its last full period and the
// running one, and those before of which the day is not long past. What never had any evidence is one duty of the running period without
// data; of the time before the first evidence nothing is said, since nobody knows how it
// was published then. There are no duties for Anytime.
func (it *Item) Judge(e Evidence, today village.Date, c *village.Calendar) []Duty {
	running, periodic := it.Cycle.SpanOf(today)
	if !periodic {
		return nil
	}
	first := e.first(today)
	served := it.serve(e, today, c)
	var list []Duty
	for _, s := range it.spans(running, c) {
		d := Duty{Item: it, Span: s, Status: Awaited}
		d.Due, d.Missing = it.By.Of(s, c)
		last, done := served[s.From]
		switch {
		case s != running && (first == 0 || first > s.To && !done):
			continue
		case first == 0:
			d.Status = NoData
		case done:
			d.Status, d.Last = Published, last
		case d.Due != 0 && today > d.Due:
			d.Status = Late
		}
		list = append(list, d)
	}
	return list
}

// serve returns the periods (by first day) for which there is evidence, with its last
// day. Content counts for the period of its date. A notice counts once: for the period
// that it says, else for the one that has just ended, as long as that is due and nothing
// else speaks for it, else for the one that it was put up in.
func (it *Item) serve(e Evidence, today village.Date, c *village.Calendar) map[village.Date]village.Date {
	served := map[village.Date]village.Date{}
	note := func(s Span, day village.Date) { served[s.From] = max(served[s.From], day) }
	for _, d := range e.Dated {
		if d <= today && d != 0 {
			s, _ := it.Cycle.SpanOf(d)
			note(s, d)
		}
	}
	for _, n := range e.Said {
		for at := n.Of.From; at <= n.Of.To && n.Day <= today; {
			s, _ := it.Cycle.SpanOf(at)
			note(s, n.Day)
			at = s.To + 1
		}
	}
	acts := slices.Clone(e.Acts)
	slices.Sort(acts)
	for _, d := range acts {
		if d > today || d == 0 {
			continue
		}
		s, _ := it.Cycle.SpanOf(d)
		before := it.Cycle.before(s)
		due, _ := it.By.Of(before, c)
		if _, done := served[before.From]; !done && d <= due {
			s = before
		}
		note(s, d)
	}
	return served
}
