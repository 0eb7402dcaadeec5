package village

import (
	"slices"
	"strings"

	"gongshi/generator/internal/record"
	"gongshi/generator/internal/words"
)

// Weekdays is a set of days of the week: bit 0 is Monday.
type Weekdays uint8

// Scan adds 周一, 周一至周五 or 每天; 周六至周一 goes over the weekend.
func (w *Weekdays) Scan(v *record.Value) {
	s := record.Fold(v.Text)
	if slices.Contains(strings.Fields(words.T("weekday.daily")), s) {
		*w = 1<<7 - 1
		return
	}
	from, to := s, s
	for _, sep := range strings.Fields(words.T("weekday.to")) {
		if a, b, ok := strings.Cut(s, sep); ok {
			from, to = strings.TrimSpace(a), strings.TrimSpace(b)
			break
		}
	}
	a, known := words.Value("weekday", from)
	b, known2 := words.Value("weekday", to)
	if !known || !known2 {
		v.Error("date/weekday")
		return
	}
	for d := a[0] - '1'; ; d = (d + 1) % 7 {
		*w |= 1 << d
		if d == b[0]-'1' {
			return
		}
	}
}

// Has reports whether the day is one of them.
func (w Weekdays) Has(day Date) bool { return w&(1<<(day.weekday()-1)) != 0 }

// Weekday returns 周三.
func (d Date) Weekday() string { return words.ValueName("weekday", string(rune('0'+d.weekday()))) }

// weekday is 1 for Monday; day 0 was a Thursday.
func (d Date) weekday() int { return (int(d)+3)%7 + 1 }

// Names lists them from Monday on: 周一、周三.
func (w Weekdays) Names() string {
	var s []string
	for i := range 7 {
		if w&(1<<i) != 0 {
			s = append(s, words.ValueName("weekday", string(rune('1'+i))))
		}
	}
	return strings.Join(s, words.T("list.sep"))
}
