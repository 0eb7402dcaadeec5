package village

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"gongshi/generator/internal/record"
	"gongshi/generator/internal/words"
)

// An Amount of money, in fen.
type Amount struct {
	Fen    int64
	Scale  int64 // how it is written: 1 for 元, 10_000 for 万元, 100_000_000 for 亿元
	Approx Approx
	Word   string
}

// IsZero reports whether nothing was typed.
func (a Amount) IsZero() bool { return a.Scale == 0 }

// Plus adds two amounts; the sum is as precise as its least precise part.
func (a Amount) Plus(b Amount) Amount {
	if a.IsZero() {
		return b
	}
	if b.IsZero() {
		return a
	}
	sum := Amount{Fen: a.Fen + b.Fen, Scale: min(a.Scale, b.Scale), Approx: a.Approx.and(b.Approx)}
	if a.Word == b.Word {
		sum.Word = a.Word
	}
	return sum
}

// Minus takes b off. What is left is as precise as a only when b is exact: at least 70
// less at least 30 is about 40.
func (a Amount) Minus(b Amount) Amount {
	if b.IsZero() {
		return a
	}
	if a.IsZero() {
		a.Scale = b.Scale
	}
	left := Amount{Fen: a.Fen - b.Fen, Scale: min(a.Scale, b.Scale), Approx: a.Approx}
	switch {
	case b.Approx == Exact:
		left.Word = a.Word
	default:
		left.Approx = About
	}
	return left
}

// Part returns the percentage q of the amount to the fen, as precise as both: 90%以上 of
// 70万元以上 is 63万元以上.
func (a Amount) Part(q Quantity) Amount {
	part := a
	part.Fen = divide(a.Fen*(q.N/100), one)
	part.Approx = a.Approx.and(q.Approx)
	switch {
	case a.Approx == Exact:
		part.Word = q.Word
	case q.Approx != Exact && q.Word != a.Word:
		part.Word = ""
	}
	return part
}

// Per returns the mean of the amount over n things, to hundredths of how it is written:
// 63万余元 over 98 is 0.64万余元.
func (a Amount) Per(n Quantity) Amount {
	if a.IsZero() || n.N <= 0 {
		return Amount{}
	}
	a.Fen = divide(divide(a.Fen*one, n.N), a.Scale) * a.Scale // a hundredth of the scale is as many fen
	a.Approx, a.Word = a.Approx.per(n)
	return a
}

// divide rounds half away from zero.
func divide(n, by int64) int64 {
	if n < 0 {
		return -divide(-n, by)
	}
	return (2*n + by) / (2 * by)
}

// Times returns n times the amount, as precise as both; a round product is written in
// 万元: 50余 times 8000元 is 40万余元.
func (a Amount) Times(n Quantity) Amount {
	a.Fen = a.Fen * n.N / one
	if a.Scale == 1 && a.Fen >= one*100 && a.Fen%(one*10) == 0 {
		a.Scale = one
	}
	a.Approx = a.Approx.and(n.Approx)
	a.Word = ""
	return a
}

// String returns 63万余元, 15万元, 1000元, 0.35元.
func (a Amount) String() string {
	if a.IsZero() {
		return ""
	}
	q := Quantity{N: a.Fen * (one / 100), Scale: a.Scale, Unit: words.T("money.yuan"), Approx: a.Approx, Word: a.Word}
	return q.String()
}

// Yuan returns the exact figure with thousands and fen, 150,000.00, for use beside
// String where a voucher is compared.
func (a Amount) Yuan() string {
	s := strconv.FormatInt(a.Fen/100, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s + "." + strconv.FormatInt(100+max(a.Fen%100, -(a.Fen%100)), 10)[1:]
}

// Full returns the amount as an account states it, 150,000.00元; one that is not exact
// as it was written.
func (a Amount) Full() string {
	if a.IsZero() || a.Approx != Exact {
		return a.String()
	}
	return a.Yuan() + words.T("money.yuan")
}

// Float returns the amount in yuan, as machines read it.
func (a Amount) Float() float64 { return float64(a.Fen) / 100 }

// Exact returns the amount in fen, for sums in tables.
func (a Amount) Exact() (n int64, unit string, ok bool) { return a.Fen, "", a.Approx == Exact }

// Write returns n fen written like the amount.
func (a Amount) Write(n int64) string { return Amount{Fen: n, Scale: a.Scale}.String() }

// Scan reads an amount whose unit stands in it (63万元, 63万, 1000元) or in the key
// (资金(万元)); a bare number is refused.
func (a *Amount) Scan(v *record.Value) {
	text, signed := cutCurrency(v.Text)
	x, ok := readNumber(v, text, "money/unreadable")
	if !ok {
		return
	}
	yuan := words.T("money.yuan")
	unit := x.unit
	if unit == "" && x.scale > 1 {
		unit = yuan // 63万 is 63万元
	}
	keyScale := int64(1)
	if v.Unit != "" {
		key, ok := scales[strings.TrimSuffix(v.Unit, yuan)]
		switch {
		case !ok || !strings.HasSuffix(v.Unit, yuan):
			v.Error("money/key-unit", "unit", v.Unit)
			return
		case unit == "":
			unit, keyScale = yuan, key
		}
	}
	if unit == "" && signed {
		unit = yuan
	}
	switch {
	case unit == "":
		v.Error("money/no-unit")
	case unit != yuan:
		v.Error("money/unit", "unit", unit)
	default:
		fen, exact := x.n*keyScale, true
		if fen%(one/100) != 0 {
			exact = false
		}
		if !exact || keyScale > 1 && x.n > (1<<62)/keyScale {
			v.Error("money/unreadable")
			return
		}
		*a = Amount{Fen: fen / (one / 100), Scale: written(max(x.scale, keyScale)), Approx: x.approx, Word: x.word}
	}
}

// cutCurrency takes the sign from before an amount: ￥63000.
func cutCurrency(s string) (rest string, signed bool) {
	r, size := utf8.DecodeRuneInString(s)
	if _, signed = words.Value("currency", string(r)); signed {
		s = strings.TrimSpace(s[size:])
	}
	return s, signed
}

// Points are hundredths of a point.
type Points int64

// String returns 104 or 97.5.
func (p Points) String() string { return decimals(int64(p)/100, int64(p)%100*100) }

// Signed returns +10, −3 or 0, for changes.
func (p Points) Signed() string {
	if p > 0 {
		return "+" + p.String()
	}
	return strings.Replace(p.String(), "-", "−", 1)
}

// Float returns the points as machines read them.
func (p Points) Float() float64 { return float64(p) / 100 }

// Exact returns the hundredths, for sums in tables.
func (p Points) Exact() (n int64, unit string, ok bool) { return int64(p), "", true }

// Write returns n hundredths as points.
func (p Points) Write(n int64) string { return Points(n).String() }

// Scan reads points with at most two decimals: 104, 104分, 97.5.
func (p *Points) Scan(v *record.Value) {
	x, ok := readNumber(v, v.Text, "points/unreadable")
	unit := words.T("points.unit")
	switch {
	case !ok:
		return
	case x.approx != Exact || x.scale != 1 || x.unit != "" && x.unit != unit:
		v.Error("points/unreadable")
		return
	case x.n%100 != 0:
		v.Error("points/decimals")
		return
	}
	*p = Points(x.n / 100)
	if v.Text != p.String() && v.Text != "+"+p.String() && !zeros(v.Text, p.String()) {
		v.WarnFix(p.String(), "record/read-as", "as", p.String())
	}
}

// zeros reports whether a differs from b by trailing zeros after the point only.
func zeros(a, b string) bool {
	return strings.Contains(a, ".") && strings.TrimRight(strings.TrimRight(a, "0"), ".") == b
}
