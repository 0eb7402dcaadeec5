package privacy

import (
	"slices"
	"strconv"
	"strings"
)

// provinces are the first two digits of a division code (GB/T 2260); 91 is on the cards
// of permanent residents from abroad.
var provinces = strings.Fields("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91")

func province(d string) bool { return slices.Contains(provinces, d[:2]) }

// idWithin reports whether an ID (division, birth date, serial number, check digit)
// stands anywhere in d. In a longer row a day from 2010 on is rather that of a receipt, so
// the check digit decides.
func idWithin(d string) bool {
	for long := len(d) > 18; len(d) >= 18; d = d[1:] {
		if province(d) && birth(d[6:], 1900, 2039) && (!long || d[6:10] <= "2009" || checksum(d[:18])) {
			return true
		}
	}
	return false
}

// oldID: the IDs of 15 digits, given out until 1999.
func oldID(d string) bool { return province(d) && birth("19"+d[6:], 1900, 1999) }

// extraDigit reports whether d is an ID but for one digit too many.
func extraDigit(d string) bool {
	for i := range len(d) {
		if s := d[:i] + d[i+1:]; province(s) && birth(s[6:], 1900, lastOld) {
			return true
		}
	}
	return false
}

// innocent reports whether a number that is as long as a card is something else: no
// card begins with 0 or a year or is one digit over and over; fields have codes of that
// length.
func innocent(d string) bool {
	return d[0] == '0' || d[:4] >= "1980" && d[:4] <= "2039" || strings.Count(d, d[:1]) == len(d) || len(d) == 19 && fieldCode(d)
}

// fieldCode: contracted land has a number of 19 digits (NY/T 2537): the division code of
// its township, village and group, and five more. 62 is Gansu, but also UnionPay.
func fieldCode(d string) bool {
	city, county := d[2:4], d[4:6]
	return province(d) && d[:2] != "62" && (city <= "43" || city >= "51" && city <= "53" || city == "90") &&
		(county <= "43" || county >= "81" && county <= "84" || d[:2] == "50")
}

func mobile(d string) bool {
	return len(d) == 11 && d[0] == '1' && d[1] >= '3' && !strings.HasSuffix(d, "X")
}

// area reports whether d is the area code of a phone: 010, 02x, 0351.
func area(d string) bool {
	return d == "010" || len(d) == 3 && d[:2] == "02" || len(d) == 4 && d[0] == '0' && d[1] >= '3'
}

// birth reports whether d begins with a day (yyyymmdd) of the years from first to last.
func birth(d string, first, last int) bool {
	if len(d) < 8 {
		return false
	}
	y, err := strconv.Atoi(d[:4])
	return err == nil && y >= first && y <= last && month(d[4:6]) && day(d[6:8])
}

func year(d string) bool { return len(d) >= 4 && (d[:2] == "19" || d[:2] == "20") }

func month(d string) bool { return upTo(d, 12) }

func day(d string) bool { return upTo(d, 31) }

func upTo(d string, limit int) bool {
	n, err := strconv.Atoi(d)
	return err == nil && len(d) <= 2 && n >= 1 && n <= limit
}

// checksum reports whether the check digit of an ID holds (GB 11643).
func checksum(d string) bool {
	sum, weight := 0, 1
	for i := len(d) - 1; i >= 0; i-- { // weights are 2 to the power of the place, mod 11
		n := int(d[i] - '0')
		if d[i] == 'X' {
			n = 10
		}
		sum += n * weight
		weight = weight * 2 % 11
	}
	return sum%11 == 1
}

// luhn reports whether the check digit of a card number holds (ISO/IEC 7812-1).
func luhn(d string) bool {
	sum := 0
	for i := range len(d) {
		n := int(d[len(d)-1-i] - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}
