package privacy

import "strings"

// Words that end just before a number and say what else it is: the number of an order, a
// meter, a receipt; of a field or of who contracts it.
var (
	thingWords = listed("number.thingwords")
	fieldWords = listed("number.fieldwords")
)

// called reports whether one of the words ends where a number begins at character i, or
// is the head of its column; of a longer one what says more of it stands between: No.
func (t text) called(i int, list []string, before string) bool {
	lead := string(t.chars[max(0, i-2*nearby):i])
	if lead == "" {
		lead = before
	}
	lead = strings.TrimRight(lead, " \t\"':：=#.№NOno|")
	for _, w := range list {
		if strings.HasSuffix(lead, w) {
			return true
		}
	}
	return false
}

// excusable reports whether a word can say of a row of digits that it is no number of
// anybody: it holds no date of birth, which from 2010 on is rather that of a permit, and
// no check digit makes it a card or an ID.
func excusable(d string) bool {
	n := len(d)
	switch {
	case n < 16, n > most, strings.HasSuffix(d, "X"), d[:2] == "62", idWithin(d) && !(n == 18 && d[6:10] >= "2010"):
		return false
	case n == 18 && checksum(d), n == 19 && extraDigit(d):
		return false
	}
	return !(d[0] > '2' && luhn(d))
}

// ruralCode reports whether a number that could be an ID of 2002 and later is made as the
// codes of fields and of those who contract them are: county, township (from 200 on),
// village (from 200 on). Of 18 digits the check digit tells.
func ruralCode(d string) bool {
	if len(d) != 18 && len(d) != 19 || strings.HasSuffix(d, "X") || !county(d) || d[6:9] < "200" || d[6:9] > "203" || d[9] != '2' {
		return false
	}
	return len(d) == 19 || !checksum(d)
}

// coded reports whether a word is the code of a body (GB 32100) or of a contract on land
// (NY/T 2539) that is all digits but for the last character.
func coded(s string) bool {
	if len(s) != 18 && len(s) != 19 {
		return false
	}
	for i := range len(s) - 1 {
		if !digit(s[i]) {
			return false
		}
	}
	if len(s) == 19 {
		return s[18] == 'J' && county(s) && !birth(s[6:], 1900, 2039)
	}
	return companyCode(s)
}

// bodies are how the codes of bodies begin: who registered it, and what it is.
var bodies = strings.Fields("11 12 13 19 31 51 52 53 54 55 71 81 91 92 93")

// companyAlphabet are the characters of such a code.
const companyAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// companyCode: the unified social credit code (GB 32100) whose first 17 characters are
// digits. Its check digit must hold, unless it is a letter that ends no ID.
func companyCode(s string) bool {
	known := false
	for _, b := range bodies {
		known = known || s[:2] == b
	}
	check := strings.IndexByte(companyAlphabet, s[17])
	if !known || check < 0 || !province(s[2:]) || birth(s[6:], 1900, 2039) {
		return false
	}
	sum, weight := 0, 1
	for i := range 17 {
		sum += int(s[i]-'0') * weight
		weight = weight * 3 % 31
	}
	return (31-sum%31)%31 == check || s[17] > '9' && s[17] != 'X' && s[17] != 'L'
}

// tenderCode reports whether digits behind an E are the number of a tender: E, division,
// serial.
func tenderCode(d string) bool {
	return (len(d) == 16 || len(d) == 19) && province(d) && d[2:4] <= "43" && (d[4:6] <= "43" || d[4:6] >= "81" && d[4:6] <= "84")
}
