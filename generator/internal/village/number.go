package village

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/words"
)

// Approx is the precision of a figure, as the words around it say: exact, about, or at least.
type Approx uint8

// The precisions. A sum with a part that is AtLeast is AtLeast; else one with a part
// that is About is About (design/data.md §2).
const (
	Exact   Approx = iota
	About          // 约 近 左右
	AtLeast        // 余 多 以上 超
)

func (a Approx) and(b Approx) Approx { return max(a, b) }

// A Quantity is a figure with its unit and its precision.
type Quantity struct {
	N      int64  // in ten-thousandths of the unit: 624.16亩 is 6241600
	Scale  int64  // how it is written: 1, 10_000 (620万) or 100_000_000 (亿)
	Unit   string // 亩, 米, 处…; "" when it stands elsewhere
	Approx Approx
	Word   string // the precision words typed, parted by a blank: "约", "余", "约 余", "^余" before the magnitude…; "" uses the usual one
}

const one = 10_000 // N of 1

// Count returns an exact whole number of units.
func Count(n int) Quantity { return Quantity{N: int64(n) * one, Scale: 1} }

// IsZero reports whether nothing was typed.
func (q Quantity) IsZero() bool { return q.Scale == 0 }

// Int returns the whole number in q, rounded down.
func (q Quantity) Int() int { return int(q.N / one) }

// Float returns the figure as machines read it.
func (q Quantity) Float() float64 { return float64(q.N) / one }

// Plus adds two quantities of one unit; the sum is as precise as its least precise
// part. Units are the caller's business.
func (q Quantity) Plus(o Quantity) Quantity {
	if q.IsZero() {
		return o
	}
	if o.IsZero() {
		return q
	}
	sum := Quantity{N: q.N + o.N, Scale: min(q.Scale, o.Scale), Unit: q.Unit, Approx: q.Approx.and(o.Approx)}
	if q.Word == o.Word {
		sum.Word = q.Word
	}
	return sum
}

// Figure returns the number with its precision word and without its unit: 8000余,
// 约620万, 624.16.
func (q Quantity) Figure() string {
	if q.IsZero() {
		return ""
	}
	return q.dress(q.digits(), "")
}

// String returns the number with its precision word and its unit: 8000余头, 63万余元.
func (q Quantity) String() string {
	if q.IsZero() {
		return ""
	}
	return q.dress(q.digits(), q.Unit)
}

// With is String with another unit: 7项.
func (q Quantity) With(unit string) string {
	q.Unit = unit
	return q.String()
}

// Typed is String with the unit it was typed with, else with that one.
func (q Quantity) Typed(unit string) string {
	if q.Unit == "" {
		q.Unit = unit
	}
	return q.String()
}

func (q Quantity) digits() string {
	if unit := q.Scale * one; q.Scale > 1 && q.N%q.Scale == 0 {
		return decimals(q.N/unit, q.N%unit/q.Scale) + words.T("scale."+strconv.FormatInt(q.Scale, 10))
	}
	return decimals(q.N/one, q.N%one)
}

// decimals writes whole and frac ten-thousandths without trailing zeros.
func decimals(whole, frac int64) string {
	s := strconv.FormatInt(whole, 10)
	if frac == 0 {
		return s
	}
	if frac < 0 {
		frac = -frac
		if whole == 0 {
			s = "-0"
		}
	}
	f := strconv.FormatInt(frac+one, 10)[1:]
	return s + "." + strings.TrimRight(f, "0")
}

// dress puts the precision word where it belongs: 约620万棒, 8000余头, 2000万元以上.
func (q Quantity) dress(digits, unit string) string {
	word := q.Word
	if word == "" {
		word = map[Approx]string{Exact: "", About: words.T("approx.about"), AtLeast: words.T("approx.more")}[q.Approx]
	}
	var before, within, mid, after string
	for w := range strings.FieldsSeq(word) {
		if in, ok := strings.CutPrefix(w, inner); ok {
			within += in
			continue
		}
		switch where, _ := words.Value("approx", w); where {
		case "before.about", "before.more":
			before += w
		case "after.about", "after.more":
			after += w
		default:
			mid += w
		}
	}
	magnitude := ""
	if within != "" {
		figure := strings.TrimRightFunc(digits, func(r rune) bool { return r < '0' || r > '9' })
		digits, magnitude = figure, digits[len(figure):]
	}
	return before + digits + within + magnitude + mid + unit + after
}

// inner marks a precision word of a figure that stands before its magnitude: 1300余万.
const inner = "^"

// number is a figure with whatever stands around it.
type number struct {
	n, scale int64
	approx   Approx
	word     string // the precision words, parted by a blank
	unit     string
}

var (
	figure     = regexp.MustCompile(`^(\p{Han}*?)([-+−]?\d+(?:\.\d+)?)(余|多|来|\+)?(百|千|万|亿)?(余|多|\+)?([^\d+]*?)(以上|左右|上下|余|多|\+)?$`)
	twoFigures = regexp.MustCompile(`\d\s+\d`)
)

// readNumber reads the figure in v and reports with that code what is none.
func readNumber(v *record.Value, text, unreadable string) (x number, ok bool) {
	if !onlyDigits(text) && twoFigures.MatchString(record.Fold(text)) {
		v.Error("number/blank")
		return x, false
	}
	if x, ok = parseNumber(text); !ok {
		v.Error(unreadable)
	}
	return x, ok
}

// parseNumber reads a figure with optional precision words, magnitude and unit.
func parseNumber(text string) (x number, ok bool) {
	if onlyDigits(text) { // as most are written
		x.scale = 1
		x.n, ok = tenThousandths(text, x.scale)
		return x, ok
	}
	s := strings.ReplaceAll(strings.TrimSpace(record.Fold(text)), "，", ",")
	s = thousands.ReplaceAllString(s, "$1$2")
	s = thousands.ReplaceAllString(s, "$1$2")
	m := figure.FindStringSubmatch(strings.ReplaceAll(s, " ", ""))
	if m == nil {
		return x, false
	}
	if !x.precision(m[1], m[3]+m[5]+m[7]) {
		return x, false
	}
	if m[3] != "" && m[4] != "" { // 1300余万 is 13 million and some, 63万余 is 630 thousand and some
		x.word = strings.TrimSuffix(x.word, m[3]) + inner + m[3]
	}
	x.scale = scales[m[4]]
	if x.n, ok = tenThousandths(m[2], x.scale); !ok {
		return x, false
	}
	x.scale = written(x.scale)
	x.unit = m[6]
	return x, true
}

func onlyDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// written is the magnitude in which figures of a magnitude are written: 3百 is 300.
func written(scale int64) int64 {
	if scale < one {
		return 1
	}
	return scale
}

// precision takes the words before and behind a figure: 约50余 is at least 50.
func (x *number) precision(before, behind string) bool {
	for _, w := range []string{before, behind} {
		if w == "" {
			continue
		}
		code, known := words.Value("approx", w)
		if !known {
			return false
		}
		if w == "+" {
			w = words.ValueName("approx", code)
		}
		x.word = strings.TrimSpace(x.word + " " + w)
		is := About
		if strings.HasSuffix(code, "more") {
			is = AtLeast
		}
		x.approx = x.approx.and(is)
	}
	return true
}

var thousands = regexp.MustCompile(`(\d),(\d{3})`)

var scales = map[string]int64{"": 1, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}

// tenThousandths reads a decimal number times scale; it fails when a digit would be
// lost or the number is too large to count with.
func tenThousandths(s string, scale int64) (n int64, ok bool) {
	digits := strings.TrimLeft(s, "+-−")
	whole, frac, _ := strings.Cut(digits, ".")
	if len(whole)+len(frac) > 12 {
		return 0, false
	}
	n, _ = strconv.ParseInt(whole+frac, 10, 64)
	if n > 0 && scale > (1<<52)/n {
		return 0, false
	}
	n *= scale
	for range len(frac) - 4 {
		if n%10 != 0 {
			return 0, false
		}
		n /= 10
	}
	for range 4 - len(frac) {
		n *= 10
	}
	if strings.HasPrefix(s, "-") || strings.HasPrefix(s, "−") {
		n = -n
	}
	return n, true
}

// Scan reads a figure: 104, 1,058, 8000余, 约620万, 43处.
func (q *Quantity) Scan(v *record.Value) {
	x, ok := readNumber(v, v.Text, "number/unreadable")
	if !ok {
		return
	}
	if x.n < 0 {
		v.Error("number/negative")
		return
	}
	unit := x.unit
	switch {
	case unit == "":
		unit = v.Unit
	case v.Unit != "" && v.Unit != unit:
		v.Error("number/two-units", "one", v.Unit, "other", unit)
		return
	}
	*q = Quantity{N: x.n, Scale: x.scale, Unit: unit, Approx: x.approx, Word: x.word}
	if strings.ContainsAny(v.Text, ",，+") || record.Fold(v.Text) != v.Text {
		v.WarnFix(q.dress(q.digits(), x.unit), "record/read-as", "as", q.dress(q.digits(), x.unit))
	}
}

// CheckTotal compares a typed total with the computed one: another number is an error
// that names both (design/data.md §2).
func CheckTotal(pos problem.Pos, what string, typed, computed Quantity, rep *problem.Report) {
	if computed.IsZero() {
		computed = Count(0)
	}
	if !typed.IsZero() && typed.N != computed.N {
		rep.Error(pos, "ledger/total", "what", what, "typed", typed.Figure(), "computed", computed.Figure(),
			"diff", difference(typed, computed))
	}
}

func difference(typed, computed Quantity) string {
	d := typed
	d.N -= computed.N
	s := d.Figure()
	if d.N > 0 {
		return "+" + s
	}
	return strings.Replace(s, "-", "−", 1)
}

// MustCount reports a figure of something else than it is meant to count: 120人 of
// households. what is households or people.
func (q Quantity) MustCount(what string, pos problem.Pos, rep *problem.Report) {
	if units := strings.Fields(words.T("count." + what)); q.Unit != "" && !slices.Contains(units, q.Unit) {
		rep.Error(pos, "number/other-unit", "value", q.String(), "unit", units[0])
	}
}

// Exact returns the figure in ten-thousandths, for sums in tables.
func (q Quantity) Exact() (n int64, unit string, ok bool) { return q.N, q.Unit, q.Approx == Exact }

// Write returns n ten-thousandths written like the figure.
func (q Quantity) Write(n int64) string {
	return Quantity{N: n, Scale: q.Scale, Unit: q.Unit}.String()
}

// Per returns how much of q comes to one of n, rounded to so many decimals and in the
// unit of q: 624.16亩 per 98份 is 6.37亩. It is as precise as q; a number of things that
// is not exact makes it 约. It is zero when it cannot be known.
func (q Quantity) Per(n Quantity, decimals int) Quantity {
	if q.IsZero() || n.N <= 0 {
		return Quantity{}
	}
	step := int64(one)
	for range decimals {
		step /= 10
	}
	q.N = divide(q.N*(one/step), n.N) * step
	q.Approx, q.Word = q.Approx.per(n)
	return q
}

// per is the precision of a mean, with its word: of 350多 by 58 it is 6以上.
func (a Approx) per(n Quantity) (Approx, string) {
	switch {
	case n.Approx != Exact:
		return About, ""
	case a == AtLeast:
		return AtLeast, words.T("approx.andmore")
	}
	return a, ""
}

// Percent returns part of whole in tenths of a percent, rounded half up: 31.5% is
// 315; ok is false when there is no whole.
func Percent(part, whole int) (tenths int, ok bool) {
	if whole <= 0 {
		return 0, false
	}
	return int((int64(part)*2000 + int64(whole)) / (2 * int64(whole))), true
}

// PercentString returns 31.5%, "" when there is no whole.
func PercentString(part, whole int) string {
	t, ok := Percent(part, whole)
	if !ok {
		return ""
	}
	return strconv.Itoa(t/10) + "." + strconv.Itoa(t%10) + "%"
}

// PercentOf returns q's share of whole with the precision of both: 90.0%以上 for 3024以上
// of 3359; "" when there is no whole.
func (q Quantity) PercentOf(whole Quantity) string {
	s := PercentString(q.Int(), whole.Int())
	switch {
	case q.IsZero():
		return ""
	case s == "" || q.Approx == Exact && whole.Approx == Exact:
		return s
	case q.Approx == AtLeast && whole.Approx == Exact:
		return s + words.T("approx.andmore")
	}
	return words.T("approx.about") + s
}

const hanOnes = "零一二三四五六七八九"

// HanNumeral returns 五 for 5 and 十二 for 12; from 100 on it returns digits.
func HanNumeral(n int) string {
	r := []rune(hanOnes)
	switch {
	case n < 0 || n >= 100:
		return strconv.Itoa(n)
	case n < 10:
		return string(r[n])
	}
	s := "十"
	if n >= 20 {
		s = string(r[n/10]) + s
	}
	if n%10 > 0 {
		s += string(r[n%10])
	}
	return s
}

// HanNumber reads 五, 十二 or 二十 up to 99.
func HanNumber(s string) (int, bool) {
	for n := range 100 {
		if HanNumeral(n) == s {
			return n, true
		}
	}
	return 0, false
}
