package privacy

import (
	"slices"
	"strings"
)

// strewn finds the numbers whose digits stand one by one with the same between any two of
// them, whatever it is: 1😀4😀1…
func (t text) strewn() (found []Finding) {
	if !t.scattered(fewest) {
		return nil
	}
	for i := 0; i < len(t.chars); {
		d, from, to, _ := t.chain(i)
		if from == to {
			return found
		}
		if kind := strewnKind(d); kind != "" {
			found = append(found, finding(kind, strings.Trim(d, "*"), from, to))
		}
		i = to
	}
	return found
}

// scattered is the quick way past texts with fewer than n rows of digits, each of which begins
// with at most one that stands alone.
func (t text) scattered(n int) bool {
	within := false
	for _, r := range t.chars {
		is := single1(r) != 0
		if is && !within {
			if n--; n == 0 {
				return true
			}
		}
		within = is
	}
	return false
}

// strewnKind returns the kind of a number that was typed digit by digit, * for a hidden one.
func strewnKind(d string) string {
	switch n, hides := len(d), strings.Contains(d, "*"); {
	case n < fewest:
	case !hides && countyWithin(d):
		return idNumber
	case hides && (n == 18 || n == fewest) && !strings.Contains(d[:6]+d[n-3:], "*") && county(d):
		return maskedID
	case !hides && n >= 16 && n <= most && strings.HasPrefix(d, "62") && luhn(d):
		return bankCard
	}
	return ""
}

// countyWithin is idWithin for digits that may be those of a list.
func countyWithin(d string) bool {
	for ; len(d) >= 18; d = d[1:] {
		if county(d) && birth(d[6:], 1900, lastOld) && !strings.Contains(d[:17], "X") {
			return true
		}
	}
	return false
}

// chain returns the next row of single digits from character i on, one sign between each,
// and where it stands; from is to when there is none.
func (t text) chain(i int) (d string, from, to int, sign string) {
	for i < len(t.chars) && single1(t.chars[i]) == 0 {
		i++
	}
	from = i
	if i == len(t.chars) {
		return "", i, i, ""
	}
	digits := []byte{single1(t.chars[i])}
	to = i + 1
	for {
		k := to
		for k < len(t.chars) && k-to <= 4 && single1(t.chars[k]) == 0 {
			k++
		}
		if k == len(t.chars) || k-to > 4 || k == to {
			break
		}
		between := visible(t.chars[to:k])
		if sign == "" {
			sign = between
		}
		if between == "" || between != sign {
			break
		}
		digits, to = append(digits, single1(t.chars[k])), k+1
	}
	if to < len(t.chars) && single1(t.chars[to]) != 0 && len(digits) > 1 { // 1-2-345
		digits = digits[:len(digits)-1]
	}
	return string(digits), from, to, sign
}

// single1 returns the digit that r is or stands for, X or a star; 0 for anything else.
func single1(r rune) byte {
	v := shows(r)
	switch {
	case v < 0, v >= 0x4e00 && v <= 0x9fff && classes[v] == plain:
		return 0
	case v < 0x80 && digit(byte(v)):
		return byte(v)
	case v == 'x' || v == 'X':
		return 'X'
	case foreignDigit(v) != 0:
		return foreignDigit(v)
	case value(v) != 0:
		return value(v)
	case classOf(v) == star:
		return '*'
	}
	return 0
}

// visible returns the characters that are seen.
func visible(s []rune) string {
	return string(slices.DeleteFunc(slices.Clone(s), func(r rune) bool { return shows(r) < 0 }))
}
