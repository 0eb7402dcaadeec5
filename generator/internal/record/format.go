package record

import (
	"regexp"
	"strings"
	"time"
	"unicode"
)

// A style is how a cell shows its number.
type style struct {
	date, percent bool
	clock         bool   // it shows a time of day
	month, year   bool   // no day; no month either
	zeros         int    // digits that an all-zero format such as 000 fills up to
	before, after string // words around the figure, as in 0"亩"
	scaled        bool   // it shows thousandths or less of what the cell holds
}

var (
	// said is what a number format shows as it stands: "月", \-, [Red], _) and the like.
	said = regexp.MustCompile(`"[^"]*"|\[[^\]]*\]|[\\_!].`)
	// figured is a number format with words before or behind its only figure.
	figured = regexp.MustCompile(`^(?:\[[^\]]*\])?(?:"([^"]*)")?(?:(?i:general)|[0#?,.]+)(?:"([^"]*)"|(\p{Han}+))?$`)
	// elapsed is a length of time, which may be of more than a day.
	elapsed = regexp.MustCompile(`(?i)\[(h+|m+|s+)\]`)
	// scaled is a comma behind the last digit, which divides by a thousand.
	scaled = regexp.MustCompile(`[0#?],+(?:[^0#?,]|$)`)
)

// styleOf reads a number format by its built-in number (as Chinese systems have it) or
// as staff defined it (ECMA-376 18.8.30).
func styleOf(n int, custom string) (st style) {
	first, _, _ := strings.Cut(custom, ";")
	code := strings.ToLower(said.ReplaceAllString(first, ""))
	st.percent = n == 9 || n == 10 || strings.Contains(code, "%")
	if len(code) > 1 && strings.Trim(code, "0") == "" {
		st.zeros = len(code)
	}
	switch figure := strings.ContainsAny(code, "0#?") && !strings.ContainsAny(code, "ymdhs"); {
	case figure || code == "general":
		st.scaled = scaled.MatchString(code)
		if m := figured.FindStringSubmatch(first); m != nil {
			st.before, st.after = wordOf(m[1]), wordOf(m[2]+m[3])
		}
	case elapsed.MatchString(first):
	case code != "" && code != "@" && !strings.Contains(code, "general"):
		st.clock = strings.ContainsAny(code, "hs")
		st.year = strings.Contains(code, "y")
		st.date = st.year || strings.ContainsAny(code, "da") && !strings.Contains(code, "am/pm") || !st.clock && strings.Contains(code, "m")
		st.month = st.date && !strings.ContainsAny(code, "da")
		st.year = st.month && st.year && !strings.Contains(code, "m")
	default:
		st.clock = n >= 18 && n <= 22 || n >= 32 && n <= 35 || n == 55 || n == 56
		st.date = n >= 14 && n <= 17 || n == 22 || n >= 27 && n <= 31 || n == 36 || n >= 50 && n <= 54 || n == 57 || n == 58
		st.month = n == 17 || n == 27 || n == 36 || n == 50 || n == 52 || n == 57
	}
	return st
}

// wordOf returns what a format puts beside a figure, "" for signs such as ¥.
func wordOf(s string) string {
	if s = strings.TrimSpace(s); strings.ContainsFunc(s, unicode.IsLetter) {
		return s
	}
	return ""
}

// layout returns how a day or time is written: as exactly as the cell shows it, but no
// day of the month is lost.
func (st style) layout(t time.Time) string {
	day := "2006-01-02"
	switch {
	case st.year && t.YearDay() == 1:
		day = "2006"
	case st.month && t.Day() == 1:
		day = "2006-01"
	}
	clock := "15:04"
	if t.Second() != 0 {
		clock = "15:04:05"
	}
	switch {
	case !st.clock || st.date && t.Equal(t.Truncate(24*time.Hour)):
		return day
	case !st.date:
		return clock
	}
	return "2006-01-02 " + clock
}

// dress puts the words of the format around a figure.
func (st style) dress(figure string) string { return st.before + figure + st.after }
