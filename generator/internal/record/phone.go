package record

import (
	"regexp"
	"slices"
	"strings"

	"gongshi/generator/internal/words"
)

// mobileInText finds a mobile number among other text, also one with stars in it.
var mobileInText = regexp.MustCompile(`(?:^|[^0-9A-Za-z.])(?:\+?86[- ]?)?(1[3-9][0-9][- ]?[0-9*]{4}[- ]?[0-9]{4})(?:$|[^0-9A-Za-z])`)

// numbered are keys whose text may be eleven digits that are no phone, or is shown
// nowhere: numbers of records and references to them, remarks, the files of a closed
// year, and keys for phones that a board refuses with words of its own.
var numbered = []string{"code", "parent", "corrects", "grids", "filename", "folder", "verbatim", "packed", "checksum", "remark", "url",
	"publicphone", "askerphone"}

// Mobile returns the mobile number of a person that stands in s, "" for none; masked
// tells that a part of it is starred out.
func Mobile(s string) (number string, masked bool) {
	m := mobileInText.FindStringSubmatch(Fold(s))
	if m == nil {
		return "", false
	}
	return m[1], strings.Contains(m[1], "*")
}

// checkMobile refuses a mobile in a text: only the keys for phones, which have a type of
// their own, may hold one (design/data.md §3).
func (v *Value) checkMobile() {
	if code, _ := keyCode(v.Key); slices.Contains(numbered, code) {
		return
	}
	switch number, masked := Mobile(v.Text); {
	case masked:
		v.Error("phone/masked")
	case number != "":
		v.Error("phone/misplaced", "phone", words.KeyName("publicphone"))
	}
}
