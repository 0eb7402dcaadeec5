package village

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"gongshi/generator/internal/record"
	"gongshi/generator/internal/words"
)

// A Date is a civil day, as days since 1970-01-01; 0 means none. It has no clock
// and no time zone.
type Date int32

// DateOf returns the day of a calendar date that exists.
func DateOf(year, month, day int) Date {
	return Date(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// ParseISO reads 2024-05-06.
func ParseISO(s string) (Date, bool) {
	t, err := time.Parse("2006-01-02", s)
	return Date(t.Unix() / 86400), err == nil
}

func (d Date) time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// Year returns the calendar year, 0 for no date.
func (d Date) Year() int {
	if d == 0 {
		return 0
	}
	return d.time().Year()
}

// Month returns the calendar month, 1 to 12.
func (d Date) Month() int { return int(d.time().Month()) }

// Day returns the day of the month.
func (d Date) Day() int { return d.time().Day() }

// ISO returns 2024-05-06, "" for no date.
func (d Date) ISO() string {
	if d == 0 {
		return ""
	}
	return d.time().Format("2006-01-02")
}

// String returns the date as a notice prints it: 2024年5月6日, not padded
// (GB/T 9704); "" for no date.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	t := d.time()
	return words.T("date.full", "y", strconv.Itoa(t.Year()), "m", strconv.Itoa(int(t.Month())), "d", strconv.Itoa(t.Day()))
}

// Short returns 5月6日.
func (d Date) Short() string {
	if d == 0 {
		return ""
	}
	t := d.time()
	return words.T("date.short", "m", strconv.Itoa(int(t.Month())), "d", strconv.Itoa(t.Day()))
}

// A When is a date, or a month or year where that is all that is known.
type When struct {
	Date            // the first day of it
	Precision uint8 // Days, Months or Years
}

// The precisions of a When.
const (
	Days uint8 = iota
	Months
	Years
)

// Exact returns the day, 0 when only a month or year is known.
func (w When) Exact() Date {
	if w.Precision != Days {
		return 0
	}
	return w.Date
}

// End returns the last day of it, 0 for no date: of what is due in October the 31st.
func (w When) End() Date {
	switch {
	case w.Date == 0 || w.Precision == Days:
		return w.Date
	case w.Precision == Months:
		return DateOf(w.Year(), w.Month()+1, 1) - 1
	}
	return DateOf(w.Year(), 12, 31)
}

// String returns 2024年5月6日, 2024年5月 or 2024年.
func (w When) String() string {
	switch {
	case w.Date == 0 || w.Precision == Days:
		return w.Date.String()
	case w.Precision == Months:
		return words.T("date.month", "y", strconv.Itoa(w.Year()), "m", strconv.Itoa(w.Month()))
	}
	return words.T("date.year", "y", strconv.Itoa(w.Year()))
}

// ISO returns 2024-05-06, 2024-05 or 2024.
func (w When) ISO() string {
	s := w.Date.ISO()
	switch {
	case s == "" || w.Precision == Days:
		return s
	case w.Precision == Months:
		return s[:7]
	}
	return s[:4]
}

// Scan reads a date in any of the forms of design/data.md §2.
func (d *Date) Scan(v *record.Value) {
	if w, ok := scanWhen(v); ok {
		if w.Precision != Days {
			v.Error("date/want-day")
			return
		}
		*d = w.Date
	}
}

// Scan reads a date, a month or a year.
func (w *When) Scan(v *record.Value) {
	if x, ok := scanWhen(v); ok {
		*w = x
	}
}

var (
	fullDate = regexp.MustCompile(`^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})[日号]?(?:[ T]*(\d{1,2}:\d{2})(?::\d{2}(?:\.\d+)?)?Z?)?$`)
	// blanks around the parts of 2024 年 5 月 6 日
	partsOfDate = regexp.MustCompile(` *([-./年月]|[日号]$) *`)

	monthDate = regexp.MustCompile(`^(\d{4})([-./年])(\d{1,2})月?$`)
	yearDate  = regexp.MustCompile(`^(\d{4})年?$`)
	plainDate = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	shortDate = regexp.MustCompile(`^(?:\d{2}[-./年])?\d{1,2}[-./月]\d{1,2}[日号]?$`)
)

func scanWhen(v *record.Value) (When, bool) {
	if s := v.Text; isoDate(s) { // as most are written
		return calendar(v, s[:4], s[5:7], s[8:])
	}
	s := partsOfDate.ReplaceAllString(strings.TrimSpace(record.Fold(hanDigits(v.Text))), "$1")
	if m := fullDate.FindStringSubmatch(s); m != nil {
		w, ok := calendar(v, m[1], m[2], m[3])
		if ok && strings.Trim(m[4], "0:") != "" {
			v.WarnFix(w.ISO(), "date/time", "as", w.Date.String())
		}
		return w, ok
	}
	if m := plainDate.FindStringSubmatch(s); m != nil {
		return calendar(v, m[1], m[2], m[3])
	}
	if m := monthDate.FindStringSubmatch(s); m != nil {
		if m[2] == "." && m[3] == "1" {
			// 2024.10 loses its zero in Excel and becomes 2024.1
			v.Error("date/january-or-october", "year", m[1])
			return When{}, false
		}
		w, ok := calendar(v, m[1], m[3], "1")
		w.Precision = Months
		return w, ok
	}
	if m := yearDate.FindStringSubmatch(s); m != nil && m[1] >= "1900" && m[1] <= "2100" {
		w, ok := calendar(v, m[1], "1", "1")
		w.Precision = Years
		return w, ok
	}
	scanOddDate(v, s)
	return When{}, false
}

// isoDate reports whether s is written 2024-05-06.
func isoDate(s string) bool {
	if len(s) != len(time.DateOnly) || s[4] != '-' || s[7] != '-' {
		return false
	}
	for i := range len(s) {
		if (s[i] < '0' || s[i] > '9') && i != 4 && i != 7 {
			return false
		}
	}
	return true
}

// scanOddDate says what is wrong with a text that is no date.
func scanOddDate(v *record.Value, s string) {
	n, err := strconv.Atoi(s)
	switch {
	case err == nil && n >= 20000 && n <= 80000:
		// Excel counts days from 1899-12-30
		d := Date(n - 25569)
		v.ErrorFix(d.ISO(), "date/excel-serial", "date", d.String())
	case shortDate.MatchString(s):
		v.Error("date/no-year")
	default:
		v.Error("date/unreadable")
	}
}

// calendar checks that the day exists.
func calendar(v *record.Value, year, month, day string) (When, bool) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	if y < 1900 || y > 2100 {
		v.Error("date/year-range")
		return When{}, false
	}
	if m < 1 || m > 12 {
		v.Error("date/no-such-month", "month", month)
		return When{}, false
	}
	last := time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	if d < 1 || d > last {
		v.Error("date/no-such-day", "year", year, "month", strconv.Itoa(m), "last", strconv.Itoa(last))
		return When{}, false
	}
	return When{Date: DateOf(y, m, d)}, true
}

// hanDigits turns the numerals of 二〇二四年五月十六日 into 2024年5月16日.
func hanDigits(s string) string {
	if !strings.ContainsAny(s, "〇○零一二三四五六七八九十") {
		return s
	}
	var b strings.Builder
	r := []rune(strings.ReplaceAll(s, "○", "〇")) // a circle is what most keyboards give
	for i, c := range r {
		switch n := strings.IndexRune("〇一二三四五六七八九", c); {
		case n >= 0:
			fmt.Fprint(&b, n/len("一"))
		case c == '零':
			b.WriteByte('0')
		case c == '十':
			if i == 0 || !isHanDigit(r[i-1]) {
				b.WriteByte('1')
			}
			if i+1 == len(r) || !isHanDigit(r[i+1]) {
				b.WriteByte('0')
			}
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

func isHanDigit(c rune) bool { return strings.ContainsRune("一二三四五六七八九", c) }
