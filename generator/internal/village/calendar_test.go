package village

import (
	"strings"
	"testing"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
)

func calendarOf(t *testing.T, text string) (*Calendar, string) {
	t.Helper()
	var rep problem.Report
	c := LoadCalendar(record.Open(record.File{Path: "holidays.yaml", Data: []byte(text)}), &rep)
	var s []string
	for _, p := range rep.Problems() {
		s = append(s, p.Code)
	}
	return c, strings.Join(s, " ")
}

// What may stand in holidays.yaml, and what is said of slips of the pen.
func TestHolidays(t *testing.T) {
	for text, want := range map[string]string{
		"节假日:\n  2024: {放假: [2024-02-10至2024-02-17, 2024.4.4], 调休上班: [2024-02-04, 2024年2月18日]}\n": "",
		"holidays:\n  2024年:\n    offdays: [2023-12-30~2024-01-01]\n":                             "",
		"节假日:\n  2024: {放假: [2023-02-10]}\n":                                                      "calendar/other-year",
		"节假日:\n  2024: {放假: [2024-02-17至2024-02-10]}\n":                                           "calendar/backwards",
		"节假日:\n  2024: {放假: [2024-02-10], 调休上班: [2024-02-10]}\n":                                  "calendar/both",
		"节假日:\n  2024: {放假: [2024-02-10], 调休上班: [2024-02-20]}\n":                                  "calendar/not-weekend",
		"节假日:\n  今年: {放假: [2024-02-10]}\n":                                                        "calendar/year",
		"节假日:\n  2024: {放假: [2月10日]}\n":                                                           "date/no-year",
	} {
		if _, got := calendarOf(t, text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// A term begins the day after its event. Over the end of a year it needs both tables.
func TestTermAfter(t *testing.T) {
	c, _ := calendarOf(t, "节假日:\n  2024: {放假: [2024-02-10至2024-02-17], 调休上班: [2024-02-04, 2024-02-18]}\n")
	for _, test := range []struct {
		day     string
		term    Term
		last    string
		missing int
	}{
		{"2024-02-28", Term{N: 1}, "2024-02-29", 0},
		{"2023-02-28", Term{N: 1}, "2023-03-01", 0},
		{"2024-12-31", Term{N: 10}, "2025-01-10", 0},
		{"2024-02-02", Term{1, true}, "2024-02-04", 0}, // a Sunday that is worked
		{"2024-02-09", Term{1, true}, "2024-02-18", 0}, // over the holidays to another one
		{"2024-02-09", Term{2, true}, "2024-02-19", 0},
		{"2024-12-31", Term{1, true}, "", 2025},
	} {
		day, _ := ParseISO(test.day)
		last, missing := c.After(day, test.term)
		if last.ISO() != test.last || missing != test.missing {
			t.Errorf("%s + %s: %s %d, want %s %d", test.day, test.term, last.ISO(), missing, test.last, test.missing)
		}
	}
	if d, _ := ParseISO("2024-02-12"); c.Moved(d).ISO() != "2024-02-18" || c.Moved(d-10) != d-10 {
		t.Error(c.Moved(d).ISO())
	}
}
