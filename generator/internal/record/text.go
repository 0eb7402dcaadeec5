package record

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongshi/generator/internal/problem"
)

// MaxFile is the largest file that is read, in bytes.
const MaxFile = 8 << 20

// A File is one file as staff saved it.
type File struct {
	Path string // slash-separated, relative to the site's folder
	Data []byte
}

// decodeText returns f as UTF-8 without a byte order mark, whatever Notepad, WPS
// or Excel saved it as. What is no text at all is refused.
func decodeText(f File, rep *problem.Report) (string, bool) {
	at := problem.Pos{File: f.Path}
	b := f.Data
	switch {
	case len(b) > MaxFile:
		rep.Error(at, "record/too-large", "limit", problem.Int(MaxFile>>20))
		return "", false
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		b = b[3:]
	case bytes.HasPrefix(b, []byte("\xff\xfe")), bytes.HasPrefix(b, []byte("\xfe\xff")):
		return decodeUTF16(b[2:], b[0] == 0xfe), true
	}
	if bytes.IndexByte(b, 0) >= 0 {
		rep.Error(at, "record/binary")
		return "", false
	}
	if utf8.Valid(b) {
		return string(b), true
	}
	return decodeGB(b, at, rep)
}

func decodeUTF16(b []byte, bigEndian bool) string {
	u := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		lo, hi := b[i], b[i+1]
		if bigEndian {
			lo, hi = hi, lo
		}
		u = append(u, uint16(lo)|uint16(hi)<<8)
	}
	return string(utf16.Decode(u))
}

// decodeGB reads b as GB18030 unless it is damaged UTF-8 (half-saved, cut inside a
// character), which would come out as plausible nonsense.
func decodeGB(b []byte, at problem.Pos, rep *problem.Report) (string, bool) {
	if line, damaged := damagedUTF8(b); damaged {
		at.Line = line
		rep.Error(at, "record/damaged-utf8")
		return "", false
	}
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
	if err != nil || !plausible(string(out)) {
		rep.Error(at, "record/binary")
		return "", false
	}
	rep.Note(at, "record/gb18030")
	return string(out), true
}

// damagedUTF8 reports whether most of the non-ASCII text of b is valid UTF-8 all
// the same, and the line of the first byte that is not.
func damagedUTF8(b []byte) (line int, damaged bool) {
	good, bad := 0, 0
	n := 1
	for i := 0; i < len(b); {
		if b[i] == '\n' {
			n++
		}
		r, size := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			if bad == 0 {
				line = n
			}
			bad++
		case size >= 3:
			good++
		}
		i += size
	}
	return line, good > 2*bad
}

// plausible reports whether s reads like Chinese text: no replacement characters,
// hardly any control characters, and not mostly rare symbols.
func plausible(s string) bool {
	total, common, control := 0, 0, 0
	for _, r := range s {
		total++
		switch {
		case r == utf8.RuneError:
			return false
		case r < ' ' && r != '\n' && r != '\r' && r != '\t':
			control++
		case r < utf8.RuneSelf, r >= 0x4e00 && r <= 0x9fff, r >= 0x3000 && r <= 0x303f, r >= 0xff00 && r <= 0xffef:
			common++
		}
	}
	return control*100 <= total && common*10 >= total*8
}

// splitLines cuts text at \n, \r\n and \r.
func splitLines(s string) []string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Split(strings.ReplaceAll(s, "\r", "\n"), "\n")
}

// invisible reports whether r shows as nothing and so must not be part of a name:
// zero-width and direction marks, soft hyphens, stray byte order marks, line and
// paragraph separators, control characters. Variation selectors of rare
// characters are kept.
func invisible(r rune) bool {
	switch {
	case r == '\t' || r == '\n':
		return false
	case r < ' ', r == 0x7f, r >= 0x80 && r < 0xa0, r == 0xad, r == 0xfeff:
		return true
	case r >= 0x200b && r <= 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f:
		return true
	}
	return false
}

// blank reports whether r is a space that YAML does not take for one.
func blank(r rune) bool { return r == '\t' || r != ' ' && unicode.Is(unicode.Zs, r) }

// Fold turns full-width letters, digits and punctuation of ASCII into ASCII and
// every kind of blank into a space.
func Fold(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return folded(r) != r }) {
		return s
	}
	return strings.Map(folded, s)
}

func folded(r rune) rune {
	switch {
	case r >= 0xff01 && r <= 0xff5e:
		return r - 0xfee0
	case blank(r):
		return ' '
	}
	return r
}

// Visible returns r as Fold writes it, and -1 for what shows as nothing.
func Visible(r rune) rune {
	if invisible(r) {
		return -1
	}
	return folded(r)
}
