package privacy

import (
	"bytes"
	"slices"
	"strings"
)

// barred finds numbers in whose pieces only bars stand, and those in which a bar was
// typed for a 1.
func (t text) barred() (found []Finding) {
	if bytes.IndexByte(t.bytes, '|') < 0 {
		return nil
	}
	part := func(b byte) bool { return digit(b) || b == '|' || b == 'x' || b == 'X' }
	for i := 0; i < len(t.bytes); i++ {
		from := i
		for i < len(t.bytes) && part(t.bytes[i]) {
			i++
		}
		s := string(t.bytes[from:i])
		if len(s) < fewest || strings.IndexByte(s, '|') < 0 {
			continue
		}
		if d := strings.ToUpper(strings.ReplaceAll(s, "|", "1")); len(d) == 18 && idWithin(d) && checksum(d) {
			found = append(found, finding(idNumber, d, t.at[from], t.at[i-1]+1))
		} else if f, _, ok := Row(strings.Split(s, "|")); ok {
			f.Col, f.Width = t.at[from], t.at[i-1]+1-t.at[from]
			found = append(found, f)
		}
	}
	return found
}

// labelled finds an ID whose pieces words part: the first six …, born …, last four …
// Division, day of birth and the rest must each be whole, or words say that it is an ID.
func labelled(runs []run, s string) (found []Finding) {
	division := func(g group) bool { return len(g.digits) >= 6 } // at least, of an ID in up to three pieces
	if !slices.ContainsFunc(runs, func(r run) bool { return slices.ContainsFunc(r, division) }) {
		return nil
	}
	var all, every run
	for _, r := range runs {
		if len(r) == 1 && r[0].digits == "X" { // a letter
			continue
		}
		every = append(every, r...)
		if len(r) != 1 || r[0].code {
			all = append(all, group{digits: "-"}) // parts
			continue
		}
		all = append(all, r[0])
	}
	if len(every) < 2 {
		return nil
	}
	isID := containsAny(s, idWords)
	for i := range every {
		if d, n := every[i:].dated(); n > 0 && (isID || checksum(d)) {
			found = append(found, finding(idNumber, d, every[i].from, every[i+n-1].to))
		}
	}
	for i := range all {
		for n := 3; n > 1; n-- {
			if i+n <= len(all) && all[i:i+n].sameID(isID) {
				found = append(found, finding(idNumber, all[i:i+n].digits(), all[i].from, all[i+n-1].to))
				break
			}
		}
	}
	return found
}

// dated returns the ID that the first n groups of r are, its day of birth written as one:
// 110105 1949年12月31日 0021. n is 0 when they are none.
func (r run) dated() (d string, n int) {
	for _, lead := range []int{1, 2} {
		n = lead + 3
		if len(r) < n {
			break
		}
		d = r[:lead].digits()
		if len(d) != 10 || strings.ContainsAny(d, "-X") || lead == 2 && len(r[0].digits) != 6 {
			continue
		}
		for _, g := range r[lead : n-1] {
			d += strings.Repeat("0", max(0, 2-len(g.digits))) + g.digits
		}
		d += r[n-1].digits
		if len(d) == 18 && !strings.ContainsAny(d[:17], "-X") && county(d) && birth(d[6:], 1900, 2099) {
			return d, n
		}
	}
	return "", 0
}

// sameID reports whether groups that words part are one ID.
func (r run) sameID(isID bool) bool {
	d := r.digits()
	if len(d) != 18 || strings.ContainsAny(d[:17], "-X") || !county(d) || !birth(d[6:], 1900, lastOld) && !(isID && birth(d[6:], 1900, 2039)) {
		return false
	}
	return isID || checksum(d) || len(r) == 3 && len(r[0].digits) == 6 && len(r[1].digits) == 8
}

// excused reports whether what stands around a number that is typed in one says that it
// is something else: the code of a grid that could be an ID of 1910, the number of an
// order or a field, or that of an article in its address on the web.
func (t text) excused(g group, before string) bool {
	switch {
	case len(g.digits) == fewest:
		return g.digits[6] < '3' && t.named(g.from, nearby/2, codeWords, before) && !t.named(g.from, nearby, idWords, before)
	case ruralCode(g.digits) && t.called(g.from, fieldWords, before):
		return true
	case excusable(g.digits) && (t.called(g.from, thingWords, before) || t.called(g.from, fieldWords, before)):
		return true
	case idWithin(g.digits), strings.HasSuffix(g.digits, "X"):
		return false
	}
	return inAddress(string(t.chars[max(0, g.from-200):g.from])) && !(g.digits[0] > '2' && luhn(g.digits))
}

// inAddress reports whether what follows s belongs to an address on the web.
func inAddress(s string) bool {
	return strings.Contains(s[strings.LastIndexAny(s, " \t\n\"'<>()")+1:], "://")
}

// A lone is the only digits of a line or of a cell.
type lone struct {
	g  group
	at int // which piece it is
}

// loneDigits returns the only row of digits in a line, before which may stand a mark or
// a word that names it, and behind which nothing but a quote or a bracket. blank says
// that there is nothing at all. It is quick: most lines have no digits, or several.
func loneDigits(s string) (digits string, blank bool) {
	from := strings.IndexAny(s, "0123456789")
	if from < 0 {
		return "", strings.Trim(s, " \t#>-*+!<|\"'`_~") == ""
	}
	to := from
	for to < len(s) && digit(s[to]) {
		to++
	}
	if to < len(s) && (s[to] == 'x' || s[to] == 'X') {
		to++
	}
	if to-from == 2 || to-from > fewest || from > 0 && (word(s[from-1]) || s[from-1] == '.') {
		return "", false
	}
	if strings.Trim(s[to:], " \t\"'\\,;}]-<>|*_`.") != "" {
		return "", false
	}
	return strings.ToUpper(s[from:to]), false
}

// column returns the number that the last of lone groups, below each other, make
// together: an ID with a birth date as people have one, or a card of two pieces.
func column(list []lone) (f Finding, at int, ok bool) {
	if k := len(list) - 18; k >= 0 {
		d := ""
		for _, l := range list[k:] {
			d += l.g.digits
		}
		if len(d) == 18 && countyWithin(d) {
			return finding(idNumber, d, 0, 1), list[k].at, true
		}
	}
	for k := max(0, len(list)-4); k < len(list)-1; k++ {
		r := run{}
		for i, l := range list[k:] {
			l.g.sep = cellSep
			if i == 0 {
				l.g.sep = ""
			}
			r = append(r, l.g)
		}
		r.mark()
		d := r.digits()
		switch kind := r.across(); {
		case kind == idNumber && len(d) == 18 && county(d) && birth(d[6:], 1900, lastOld),
			kind == bankCard && len(r) == 2:
			return finding(kind, d, 0, 1), list[k].at, true
		}
	}
	return Finding{}, 0, false
}
