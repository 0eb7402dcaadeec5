package points

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

var limitsForm = regexp.MustCompile(`^(-?\d+(?:\.\d{1,2})?)(?:分)?(?:-|[~～—至到]+)(-?\d+(?:\.\d{1,2})?)(?:分)?$`)

// Scan reads 0-60.
func (l *limits) Scan(v *record.Value) {
	m := limitsForm.FindStringSubmatch(record.Fold(v.Text))
	if m == nil {
		v.Error("points/limits")
		return
	}
	l.min, l.max = hundredths(m[1]), hundredths(m[2])
	if l.min > l.max {
		v.Error("points/limits")
	}
}

func hundredths(s string) village.Points {
	f, _ := strconv.ParseFloat(s, 64)
	return village.Points(math.Round(f * 100))
}

var cutForm = regexp.MustCompile(`^前?(\d+(?:\.\d)?)(%|名|位)?$`)

// Scan reads 前10%, 10%, 前200名 or 200.
func (c *cut) Scan(v *record.Value) {
	text := record.Fold(v.Text)
	m := cutForm.FindStringSubmatch(text)
	if first, _ := utf8.DecodeRuneInString(text); first != utf8.RuneError {
		if _, last := words.Value("last", string(first)); last {
			v.Error("points/cut-last")
			return
		}
	}
	if m == nil || m[2] != "%" && strings.Contains(m[1], ".") {
		v.Error("points/cut")
		return
	}
	n, _ := strconv.ParseFloat(m[1], 64)
	switch {
	case n == 0 || m[2] == "%" && n > 100:
		v.Error("points/cut-range")
	case m[2] == "%":
		c.percent = int(n*10 + 0.5)
	default:
		c.places = int(n)
	}
}

// tariff is what one thing gives or costs. People write it with its unit.
type tariff village.Points

// Scan reads 2 or 2分.
func (p *tariff) Scan(v *record.Value) {
	n := *v
	n.Text = strings.TrimSuffix(v.Text, words.T("points.unit"))
	(*village.Points)(p).Scan(&n)
}

// Scan reads the tie rule.
func (t *tie) Scan(v *record.Value) {
	*t = map[string]tie{"all": tie(ledger.TieAll), "order": tie(ledger.TieOrder)}[record.OneOf("tie", v)]
}

// Scan reads the circle of comparison.
func (s *scope) Scan(v *record.Value) { *s = scope(record.OneOf("scope", v)) }

// columns are the keys of a row that no item can be called: a wide table could not tell
// them apart.
var columns = []string{"code", "date", "subject", "members", "households", "householder", "name", "group", "formerly", "items",
	"matter", "amount", "points", "basis", "reviewer", "corrects", "corrected", "reason", "total", "channels", "circle", "expiry", "remark", "sample"}

// check asks for what the scheme leaves open: thresholds and the tie rule.
func (m *method) check(rep *problem.Report) {
	seen := map[string]bool{}
	for i := range m.Items {
		it := &m.Items[i]
		if seen[it.Name] {
			rep.Error(it.Pos, "points/item-twice", "item", it.Name)
		}
		seen[it.Name] = true
		if code, known := words.Key(it.Name); known && slices.Contains(columns, code) {
			rep.Error(it.Pos, "points/item-is-column", "item", it.Name)
		}
		it.check(rep)
	}
	cuts := false
	for _, g := range m.Grades {
		if g.Open && (g.Has("atleast") || g.Top != cut{}) && privacy.Low(g.Name) {
			rep.Error(g.Of("open"), "points/low-open", "grade", g.Name)
		}
		switch has := g.Has("atleast"); {
		case has && g.Has("top"):
			rep.Error(g.Of("top"), "points/two-thresholds", "grade", g.Name)
		case g.Has("top"):
			cuts = true
		case !has:
			rep.Error(g.Pos, "points/no-threshold", "grade", g.Name)
		}
	}
	if cuts && m.Tie == tie(ledger.TieUnsaid) {
		rep.Error(m.Pos, "points/no-tie", "choices", words.ValueNames("tie"))
	}
	m.checkOrder(rep)
	if len(m.Grades) > 0 && m.Has("open") {
		rep.Warn(m.Of("open"), "points/open-beside-grades")
	}
}

// checkOrder: levels stand from the highest down. Thresholds fall, cuts widen; a
// level out of order would take everybody or nobody.
func (m *method) checkOrder(rep *problem.Report) {
	var least, places, percent *grade
	follows := func(before **grade, g *grade, key string, lower func(before *grade) bool) {
		if b := *before; b != nil && !lower(b) {
			rep.Error(g.Of(key), "points/grades-order", "grade", g.Name, "text", g.text(), "before", b.Name, "beforetext", b.text())
		}
		*before = g
	}
	for i := range m.Grades {
		switch g := &m.Grades[i]; {
		case g.Has("atleast"):
			follows(&least, g, "atleast", func(b *grade) bool { return g.AtLeast < b.AtLeast })
		case g.Top.percent > 0:
			follows(&percent, g, "top", func(b *grade) bool { return g.Top.percent > b.Top.percent })
		case g.Top.places > 0:
			follows(&places, g, "top", func(b *grade) bool { return g.Top.places > b.Top.places })
		}
	}
}

// text is 90分及以上, 前10% or 前200名.
func (g grade) text() string {
	switch {
	case g.Has("atleast"):
		return words.T("points.atleast", "n", g.AtLeast.String())
	case g.Top.percent > 0:
		return words.T("points.toppercent", "n", village.Quantity{N: int64(g.Top.percent) * 1000, Scale: 1}.Figure())
	}
	return words.T("points.topplaces", "n", strconv.Itoa(g.Top.places))
}

// check: the bounds of an item leave room between them, and those of a deduction are
// about what is taken off.
func (it *item) check(rep *problem.Report) {
	it.checkFeed(rep)
	least, most := it.bounds()
	switch {
	case it.Deducts && (least != nil && *least < 0 || most != nil && *most < 0):
		rep.Error(it.Pos, "points/bounds-of-deduction", "item", it.Name)
	case least != nil && most != nil && *least > *most:
		rep.Error(it.Pos, "points/bounds", "item", it.Name, "min", village.Points(*least).String(), "max", village.Points(*most).String())
	}
}

// bounds returns 下限 and 上限 in hundredths, nil for none.
func (it *item) bounds() (least, most *int64) {
	bound := func(p village.Points) *int64 { n := int64(p); return &n }
	if it.Has("limits") && it.Limits.min <= it.Limits.max {
		least, most = bound(it.Limits.min), bound(it.Limits.max)
	}
	if it.Has("min") {
		least = bound(it.Min)
	}
	if it.Has("max") {
		most = bound(it.Max)
	}
	return least, most
}

// levels are the grades as the ledger knows them.
func (m *method) levels() []ledger.Level {
	list := make([]ledger.Level, len(m.Grades))
	for i, g := range m.Grades {
		list[i] = ledger.Level{Top: g.Top.places, Percent: g.Top.percent}
		if g.Has("atleast") {
			n := int64(g.AtLeast)
			list[i].AtLeast = &n
		}
	}
	return list
}

// item finds an item by its name, -1 for none.
func (m *method) item(name string) int {
	for i := range m.Items {
		if m.Items[i].Name == name {
			return i
		}
	}
	return -1
}

// categories are the items as the ledger knows them.
func (m *method) categories() []ledger.Category {
	var list []ledger.Category
	for i := range m.Items {
		it := &m.Items[i]
		c := ledger.Category{Name: it.Name, Deducts: it.Deducts}
		c.Min, c.Max = it.bounds()
		list = append(list, c)
	}
	return list
}

// hasBase reports whether some item gives points at the start of the year.
func (m *method) hasBase() bool {
	for i := range m.Items {
		if len(m.Items[i].Base) > 0 {
			return true
		}
	}
	return false
}
