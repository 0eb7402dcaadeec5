package village

import (
	"regexp"
	"strconv"
	"strings"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/words"
)

// A Term is a number of days, calendar or working ones, 0 for none.
type Term struct {
	N       int
	Working bool
}

// Scan reads 7, 7天, 10日内 or 7个工作日.
func (t *Term) Scan(v *record.Value) {
	s := strings.Join(strings.Fields(record.Fold(v.Text)), "")
	digits := strings.TrimRightFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	n, err := strconv.Atoi(digits)
	unit, known := words.Value("days", s[len(digits):])
	if err != nil || n < 0 || s != digits && !known {
		v.Error("record/want-int")
		return
	}
	*t = Term{n, unit == "working"}
}

// String returns 7天 or 7个工作日, "" for none.
func (t Term) String() string {
	switch {
	case t.N == 0:
		return ""
	case t.Working:
		return words.T("unit.workdays", "n", strconv.Itoa(t.N))
	}
	return words.T("unit.days", "n", strconv.Itoa(t.N))
}

// A Calendar knows the statutory holidays of some years and the days worked instead
// (rules/holidays.yaml). Of a year that it does not know it says nothing: 调休 changes
// every year. A nil Calendar knows no year.
type Calendar struct {
	years     map[int]bool
	off, work map[Date]bool
}

// yearTable is one year of holidays.yaml.
type yearTable struct {
	record.At
	Off  []stretch `key:"offdays"`
	Work []stretch `key:"workdays"`
}

// stretch is a day, or several from one to another: 2024-02-10至2024-02-17.
type stretch struct {
	from, to Date
	typed    string
	at       problem.Pos
}

var stretchForm = regexp.MustCompile(`^(.*?[^-/.])\s*(?:至|到|~|～|—+|–)\s*(\S.*)$`)

// Scan reads a day or a stretch of days.
func (s *stretch) Scan(v *record.Value) {
	s.typed, s.at = v.Text, v.Pos
	first, last := *v, *v
	if m := stretchForm.FindStringSubmatch(v.Text); m != nil {
		first.Text, last.Text = m[1], m[2]
		s.to.Scan(&last)
	}
	s.from.Scan(&first)
	if last.Text == v.Text {
		s.to = s.from
	}
	if s.to < s.from && s.to != 0 {
		v.Error("calendar/backwards", "from", s.from.String(), "to", s.to.String())
		s.to = 0
	}
}

// LoadCalendar reads rules/holidays.yaml; a nil doc gives a calendar without years.
func LoadCalendar(doc *record.Doc, rep *problem.Report) *Calendar {
	var file struct {
		record.At
		Years record.Pairs[yearTable] `key:"holidays"`
		Note  string                  `key:"remark"`
	}
	c := &Calendar{years: map[int]bool{}, off: map[Date]bool{}, work: map[Date]bool{}}
	if doc == nil {
		return c
	}
	doc.Decode(&file, rep)
	for i := range file.Years {
		y := &file.Years[i]
		year, err := strconv.Atoi(strings.TrimSuffix(record.Fold(y.Key), words.T("date.yearmark")))
		if err != nil || year < 1900 || year > 2100 {
			rep.Error(y.Pos, "calendar/year", "year", y.Key)
			continue
		}
		c.years[year] = true
		c.add(year, y.Value.Off, c.off, rep)
		c.add(year, y.Value.Work, c.work, rep)
		for _, s := range y.Value.Work {
			c.checkWork(s, rep)
		}
	}
	return c
}

// add notes the days of a year's table. The holidays of New Year may begin in the
// December before.
func (c *Calendar) add(year int, list []stretch, into map[Date]bool, rep *problem.Report) {
	for _, s := range list {
		if s.from == 0 || s.to == 0 {
			continue
		}
		if s.from < DateOf(year-1, 12, 1) || s.to > DateOf(year, 12, 31) {
			rep.Error(s.at, "calendar/other-year", "value", s.typed, "year", problem.Int(year))
			continue
		}
		for d := s.from; d <= s.to; d++ {
			into[d] = true
		}
	}
}

// checkWork: nobody is off and at work on one day, and a working day needs no mention.
func (c *Calendar) checkWork(s stretch, rep *problem.Report) {
	for d := s.from; d <= s.to && d != 0; d++ {
		switch {
		case c.off[d]:
			rep.Error(s.at, "calendar/both", "date", d.String())
		case !d.weekend():
			rep.Warn(s.at, "calendar/not-weekend", "date", d.String())
		}
	}
}

// weekend reports whether the day is a Saturday or a Sunday; 1970-01-01 was a Thursday.
func (d Date) weekend() bool {
	n := ((int(d)+4)%7 + 7) % 7 // 0 is Sunday
	return n == 0 || n == 6
}

// Holiday reports whether the table of its year gives the day off.
func (c *Calendar) Holiday(d Date) bool { return c != nil && c.off[d] }

// Workday reports whether the day is worked; known is false when the year's table is
// missing.
func (c *Calendar) Workday(d Date) (works, known bool) {
	if c == nil || !c.years[d.Year()] {
		return false, false
	}
	return c.work[d] || !c.off[d] && !d.weekend(), true
}

// Days returns the length of a notice in the days that t counts, with its first day and
// without it (Civil Code §201 does not count the first day). missing is the first year
// whose holidays are needed and not known, 0 for none.
func (c *Calendar) Days(p Period, t Term) (with, without, missing int) {
	if !t.Working {
		with, without = p.Days()
		return with, without, 0
	}
	for d := p.From; d <= p.To; d++ {
		works, known := c.Workday(d)
		if !known {
			return 0, 0, d.Year()
		}
		if works {
			with++
			if d > p.From {
				without++
			}
		}
	}
	return with, without, 0
}

// After returns the last day of a term that begins with an event on day; the day of the
// event is not counted. missing is as in Days.
func (c *Calendar) After(day Date, t Term) (last Date, missing int) {
	if !t.Working {
		return day + Date(t.N), 0
	}
	last = day
	for n := 0; n < t.N; {
		last++
		works, known := c.Workday(last)
		if !known {
			return 0, last.Year()
		}
		if works {
			n++
		}
	}
	return last, 0
}

// Moved returns the day to which a last day on a holiday moves: the first after it that
// is none (Civil Code §203). It is day itself when that is no holiday, or none that is
// known.
func (c *Calendar) Moved(day Date) Date {
	for c.Holiday(day) {
		day++
	}
	return day
}
