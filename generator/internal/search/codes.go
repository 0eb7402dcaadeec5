package search

import "strings"

// Behind the table of the root a Chinese character is written as its place among the Chinese
// characters of the table, counted from firstCode on: in two bytes of which gzip makes one, where
// three are hard to compress. What looks like such a code stands behind lastCode.
const (
	firstCode = 0x100
	lastCode  = 0x7ff
)

// coded are the characters that have codes, in the order of these: those of the basic plane,
// which browsers count as we do.
func coded(table string) (list []rune) {
	for _, r := range table {
		if r >= 0x2e80 && r < 0xd800 && firstCode+len(list) < lastCode {
			list = append(list, r)
		}
	}
	return list
}

// encode writes texts with the codes that a table gives.
func encode(table string, texts []string) {
	codes := map[rune]rune{}
	for i, r := range coded(table) {
		if _, ok := codes[r]; !ok {
			codes[r] = firstCode + rune(i)
		}
	}
	for i, s := range texts {
		var b strings.Builder
		for _, r := range s {
			if c, ok := codes[r]; ok {
				r = c
			} else if r >= firstCode && r <= lastCode {
				b.WriteRune(lastCode)
			}
			b.WriteRune(r)
		}
		texts[i] = b.String()
	}
}

// decode undoes encode.
func decode(table string, texts []string) {
	list := coded(table)
	for i, s := range texts {
		var b strings.Builder
		literal := false
		for _, r := range s {
			switch {
			case literal || r < firstCode || r > lastCode:
				b.WriteRune(r)
				literal = false
			case r == lastCode:
				literal = true
			case int(r-firstCode) < len(list):
				b.WriteRune(list[r-firstCode])
			}
		}
		texts[i] = b.String()
	}
}
