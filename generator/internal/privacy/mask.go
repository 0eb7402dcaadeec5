package privacy

import (
	"slices"
	"strings"

	"gongshi/generator/internal/problem"
)

// Mask hides all but the first two digits of whatever in s looks like the number of an
// ID, a card or a phone, for text that is quoted in a message. Figures, amounts and
// dates stay: messages are about them.
func Mask(s string) string { return stars(s, false) }

// stars puts stars in the place of digits: with all, of those outside numbers too.
func stars(s string, all bool) string {
	t := fold(s)
	keep := map[int]int{} // character → number of the span that hides it
	spans := 0
	cover := func(from, to int) {
		for spans++; from < to; from++ {
			if keep[from] == 0 {
				keep[from] = spans
			}
		}
	}
	runs := t.runs()
	for _, f := range slices.Concat(t.spoiled(), t.barred(), labelled(runs, s), t.rests(s), t.strewn()) {
		cover(f.Col, f.Col+f.Width)
	}
	for _, u := range units(t.chars) { // a phone may be hidden in part too
		if slices.ContainsFunc(u, func(k token) bool { return k.digits == "" && k.n > 2 }) {
			cover(u[0].from, u[len(u)-1].to)
		}
	}
	for _, r := range runs {
		for _, h := range r.find() {
			cover(r[h.from].from, r[h.to-1].to)
		}
		for i := 0; i < len(r); {
			n, what := r.unit(i)
			if what == phone || len(r[i].digits) >= 13 {
				cover(r[i].from, r[i+n-1].to)
			}
			i += n
		}
	}
	for _, f := range Mobiles(s) {
		cover(f.Col, f.Col+f.Width)
	}
	hidden := map[int]bool{} // characters that are read as digits and letters
	for k, b := range t.bytes {
		hidden[t.at[k]] = word(b)
	}
	shown := make([]int, spans+1)
	var b strings.Builder
	i := 0
	for _, r := range s {
		span := keep[i]
		switch {
		case span == 0 && !(all && digitRune(shows(r)) && foreigns[r] == 0), span > 0 && !hidden[i] && !digitRune(shows(r)):
			b.WriteRune(r)
		case span > 0 && shown[span] < 2:
			shown[span]++
			b.WriteRune(r)
		default:
			b.WriteByte('*')
		}
		i++
	}
	return b.String()
}

// Hide hides the numbers in everything that problems show: place, line as typed, line
// as it should be, arguments. Of a file in which a number was found no digit is quoted
// but the first two of one: it may be cut or written in escapes.
func Hide(list []problem.Problem) {
	caught := map[string]bool{}
	for _, p := range list {
		if Refused(p) {
			caught[p.File] = true
		}
	}
	for i := range list {
		p := &list[i]
		mask := Mask
		if caught[p.File] || strings.HasPrefix(p.Code, "phone/") {
			mask = func(s string) string { return stars(s, true) }
		}
		p.Typed, p.Fix = mask(p.Typed), mask(p.Fix)
		if !Refused(*p) { // else they are finished: two digits and how many there are
			args := make(map[string]string, len(p.Args))
			for k, v := range p.Args {
				args[k] = mask(v)
			}
			p.Args = args
		}
		p.File = Mask(p.File)
	}
}

// Identifies reports whether p says that a number of an ID or a card stands in a file.
func Identifies(p problem.Problem) bool {
	switch strings.TrimPrefix(p.Code, "privacy/") {
	case idNumber, bankCard, maskedID, maskedCard, excelForm:
		return true
	}
	return false
}

// Refused reports whether p says that a number must not be published.
func Refused(p problem.Problem) bool {
	return p.Severity == problem.Error && strings.HasPrefix(p.Code, "privacy/")
}
