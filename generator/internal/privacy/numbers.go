package privacy

import (
	"slices"
	"strconv"
	"strings"
)

// The kinds of numbers that are refused.
const (
	idNumber  = "id"
	bankCard  = "bank"
	excelForm = "excel-id" // a long number that a spreadsheet spoiled: 1.1E+17
)

// most is how many digits a card has at most; an ID has 18.
const most = 19

// find returns the numbers of r that must not be published: single groups first, then
// what neighbouring groups make together. from and to of a hit are groups: from ≤ i < to.
func (r run) find() (hits []hit) {
	r.mark()
	taken := make([]bool, len(r))
	for i := range r {
		if kind := r[i].alone(); kind != "" {
			taken[i] = true
			hits = append(hits, hit{kind, i, i + 1})
		}
	}
	for i := range r {
		if n := r.thousands(i); n > 5 && !taken[i] {
			kind := ""
			switch d := r[i : i+n].digits(); {
			case len(d) == 18 && countyWithin(d) && checksum(d):
				kind = idNumber
			case len(d) >= 16 && len(d) <= most && d[:2] == "62" && luhn(d):
				kind = bankCard
			default:
				continue
			}
			hits = append(hits, hit{kind, i, i + n})
			for k := i; k < i+n; k++ {
				taken[k] = true
			}
		}
	}
	for i := 0; i < len(r); i++ {
		if longest := r.longest(i, taken); longest.kind != "" {
			hits = append(hits, longest)
			i = longest.to - 1
		}
	}
	slices.SortFunc(hits, func(a, b hit) int { return a.from - b.from })
	return hits
}

// longest returns the longest number that groups from i on make, short of those that are
// taken. It looks no further than a card is long, or than an X.
func (r run) longest(i int, taken []bool) (found hit) {
	size := 0
	for j := i; j < len(r) && !taken[j]; j++ {
		if size += r[j].size(); size > most {
			break
		}
		if j > i && size >= fewest {
			if kind := r.together(i, j+1); kind != "" {
				found = hit{kind, i, j + 1}
			}
		}
		if strings.HasSuffix(r[j].digits, "X") {
			break
		}
	}
	return found
}

// thousands returns how many groups from i on are one row of digits that a spreadsheet
// parted by commas: 141,129,…
func (r run) thousands(i int) (n int) {
	if r[i].size() > 3 || i > 0 && r[i].sep == "," {
		return 0
	}
	for n = 1; i+n < len(r) && r[i+n].sep == "," && r[i+n].size() == 3; n++ {
	}
	return n
}

// A hit is a number found in a run.
type hit struct {
	kind     string
	from, to int
}

// alone returns the kind of a number that is typed in one. From 16 digits on the shape
// decides: a mistyped number is still somebody's. What a village writes that is as long
// begins with a year or is the code of a field or a company.
func (g *group) alone() string {
	d, n := strings.TrimSuffix(g.digits, "X"), g.size()
	closed := len(d) < len(g.digits)
	switch {
	case n < 14:
		return ""
	case closed && n == 17, closed && n <= 18 && province(d), idWithin(d):
		return idNumber
	case g.tail && d[:2] != "62", g.code:
		return ""
	case n == 15 && oldID(d):
		return idNumber
	case n < 16:
		return ""
	case n > most:
		return glued(d)
	case n == 19 && extraDigit(d):
		return idNumber
	case innocent(d):
		return ""
	case n <= 18 && n >= 17 && province(d) && d[:2] != "62":
		return idNumber
	}
	return bankCard
}

// glued returns the kind of a number to which a mobile is stuck.
func glued(d string) string {
	n := len(d) - 11
	var rest group
	switch {
	case mobile(d[n:]):
		rest.digits = d[:n]
	case mobile(d[:11]):
		rest.digits = d[11:]
	default:
		return ""
	}
	if len(rest.digits) > most {
		return ""
	}
	return rest.alone()
}

// together returns the kind of the number that the groups from i to j make.
func (r run) together(i, j int) string {
	p := r[i:j]
	if len(p[0].digits) > 1 && p[0].digits[0] < '3' && !province(p[0].digits) { // neither
		return ""
	}
	var buf [most + 2]byte
	all := buf[:0]
	var border cutsAt
	for k := range p {
		from := len(all)
		all = append(all, p[k].digits...)
		border |= 1 << len(all)
		switch {
		case p[k].part == amount, k < len(p)-1 && all[len(all)-1] == 'X':
			return ""
		case p[k].part == phone && !(from == 6 && birth(string(all[6:]), 1900, lastOld)):
			return ""
		}
	}
	if all[0] < '3' && !province(string(all[:2])) {
		return ""
	}
	digits := string(all)
	switch {
	case joinedID(digits, border, p) && (digits[6:10] <= "2009" || r.bornThen(i, j)):
		return idNumber
	case r.joinedCard(i, j, digits):
		return bankCard
	}
	return ""
}

// cutsAt has a bit for each digit behind which a group ends.
type cutsAt uint32

func (c cutsAt) at(n int) bool { return c&(1<<n) != 0 }

// bornThen reports whether the groups from i to j hold, as an ID would, no date but that
// of birth, and no time.
func (r run) bornThen(i, j int) bool {
	at := 0
	for k, g := range r[i:j] {
		if g.part == clock || g.part == date && (k == 0 && g.inner || !g.inner && at != 6 || g.inner && len(g.digits) == 1) {
			return false
		}
		at += len(g.digits)
	}
	return j == len(r) || !r[j].inner
}

// lastOld is the last year of birth for which the shape of an ID in several groups is
// enough: dates in a village's own business are later.
const lastOld = 2009

// joinedID reports whether groups with borders at those digits make an ID: one cut
// anywhere, few cuts of one size or where people make them (before the birth date,
// behind it); with more, those of a list of figures, only if the check digit holds.
func joinedID(digits string, border cutsAt, p run) bool {
	d := strings.TrimSuffix(digits, "X")
	n, closed := len(d), len(d) < len(digits)
	both, usual := border.at(6) && border.at(14), border.at(6) || border.at(14) || even(p)
	natural := len(p) == 2 || len(p) <= 5 && usual || len(p) <= 7 && both
	switch {
	case !province(d):
		return false
	case n == 17 && closed:
		return usual && birth(d[6:], 1900, 2099) || natural && (birth(d[6:], 1900, 2099) || border.at(6))
	case n == 18 && natural && birth(d[6:], 1900, lastOld), n == 18 && both && len(p) <= 5 && year(d[6:]) && d[6:10] <= "2009":
		return true
	case n == 18:
		return (natural || usual) && birth(d[6:], 1900, 2099) && checksum(d)
	case n == 17:
		return border.at(6) && len(p) <= 5 && birth(d[6:], 1900, lastOld)
	case n == 15:
		return len(p) == 3 && border.at(6) && border.at(12) && oldID(d)
	}
	return false
}

// even reports whether all groups but the last have one size.
func even(p run) bool {
	for k := 1; k < len(p)-1; k++ {
		if len(p[k].digits) != len(p[0].digits) {
			return false
		}
	}
	return p[len(p)-1].size() <= len(p[0].digits)
}

// joinedCard reports whether the groups from i to j make a bank card: in fours, as it is
// printed, or one of UnionPay (62…) in few pieces. Among other figures the first digits
// count, in a list of them the check digit too.
func (r run) joinedCard(i, j int, d string) bool {
	p := r[i:j]
	if len(d) < 16 || strings.HasSuffix(d, "X") || d[0] < '3' || slices.ContainsFunc(p, func(g group) bool { return g.part != nothing }) {
		return false
	}
	union := strings.HasPrefix(d, "62")
	if !union && p.listed() {
		return false
	}
	figures, fours := r.figuresBeside(i, j)
	commas := slices.ContainsFunc(p[1:], func(g group) bool { return strings.ContainsAny(g.sep, ",/:;"+cellSep) })
	list := fours || commas
	switch {
	case inFours(p) && !list:
		return union || !figures
	case inFours(p):
		return union && luhn(d) && !(fours && commas)
	}
	odd := slices.ContainsFunc(p, func(g group) bool {
		return len(g.digits) == 7 || len(g.digits) == 8 || len(g.digits) == 4 && year(g.digits)
	})
	return union && (!odd && (len(p) <= 3 && !list || len(p) <= 6 && luhn(d)) || len(p) <= 3 && !list && len(d) == most && luhn(d))
}

// listed reports whether groups of four are round figures, or count on by one.
func (r run) listed() bool {
	round, on, before := true, true, 0
	for k, g := range r {
		n, err := strconv.Atoi(g.digits)
		if err != nil || len(g.digits) != 4 {
			return false
		}
		round, on = round && n%100 == 0, on && (k == 0 || n == before+1)
		before = n
	}
	return round || on
}

// inFours reports whether all groups but a shorter last one have four digits.
func inFours(p run) bool {
	for k := range p {
		if n := len(p[k].digits); n != 4 && (n > 4 || k < len(p)-1) {
			return false
		}
	}
	return true
}

// figuresBeside reports whether figures stand directly before or behind the groups from
// i to j, and whether such of four digits do.
func (r run) figuresBeside(i, j int) (some, fours bool) {
	for _, k := range []int{i - 1, j} {
		if k >= 0 && k < len(r) && r[k].part == nothing {
			some, fours = true, fours || len(r[k].digits) == 4
		}
	}
	return some, fours
}

// mark finds the dates, times, phones and figures of r.
func (r run) mark() {
	for i := 0; i < len(r); {
		n, what := r.unit(i)
		for k := i; k < i+n; k++ {
			r[k].part, r[k].inner = what, what != nothing && k > i
		}
		if n == 2 && what == amount && r[i+1].sep == "." {
			r[i+1].tail = true
		}
		i += max(n, 1)
	}
}

// unit returns how many groups from i on are one date, time, phone or figure.
func (r run) unit(i int) (int, part) {
	d := func(k int) string {
		if i+k < len(r) {
			return r[i+k].digits
		}
		return ""
	}
	sep := func(k int) string {
		if i+k < len(r) {
			return r[i+k].sep
		}
		return ""
	}
	size := func(sizes ...int) bool {
		for k, n := range sizes {
			if len(d(k)) != n {
				return false
			}
		}
		return true
	}
	switch {
	case mobile(d(0)), len(d(0)) >= 10 && len(d(0)) <= 12 && d(0)[0] == '0':
		return 1, phone
	case size(3, 4, 4) && mobile(d(0)+d(1)+d(2)), size(3, 3, 4) && (d(0) == "400" || d(0) == "800"):
		return 3, phone
	case area(d(0)) && (len(d(1)) == 7 || len(d(1)) == 8):
		return 2, phone
	case size(8) && birth(d(0), 1900, 2099):
		return 1, date
	case size(4) && year(d(0)) && len(sep(1)) == 1 && sep(1) == sep(2) && month(d(1)) && day(d(2)):
		return 3, date
	case size(4) && year(d(0)) && len(sep(1)) == 1 && strings.Contains("-./", sep(1)) && month(d(1)):
		return 2, date
	case sep(1) == ":" && len(d(0)) <= 2 && size(len(d(0)), 2) && d(1) < "60":
		return 2, clock
	}
	return r.figure(i)
}

// figure recognises 1,058,000.00 and 37.8: groups of three behind commas, decimals
// behind a point that no other point is near. A row that is longer or goes on in
// another way is no figure.
func (r run) figure(i int) (int, part) {
	sep := func(k int, s string) bool { return k < len(r) && r[k].sep == s }
	n, size := 1, len(strings.TrimLeft(r[i].digits, "0"))
	for sep(i+n, ",") && r[i+n].size() == 3 && r[i].size() <= 3 {
		size += 3
		n++
	}
	if n > 5 || sep(i+n, ",") && n > 1 {
		return n, nothing
	}
	if sep(i+n, ".") && !sep(i+n+1, ".") && r[i].sep != "." {
		if k := r[i+n].size(); k <= 3 || k >= 9 && r[i].size() <= 3 {
			size += k
			n++
		}
	}
	if n == 1 || size > 17 || strings.HasSuffix(r[i+n-1].digits, "X") {
		return 1, nothing
	}
	return n, amount
}
