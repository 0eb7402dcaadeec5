// Package pinyin spells Chinese in Latin letters. It is the only package that imports
// go-pinyin.
package pinyin

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	gopinyin "github.com/mozillazg/go-pinyin"
)

// longest is how many bytes of a slug are spelt out. File systems take names of 255.
const longest = 80

// Slug returns s as one segment of an address: lower-case letters, digits and single
// dashes; Chinese characters by their first reading, without tones. It is "" when
// nothing of s can be spelt. A long one is cut and ends in a digest of s.
func Slug(s string) string {
	args := gopinyin.NewArgs()
	var b strings.Builder
	dash := false
	put := func(t string) {
		if dash && b.Len() > 0 {
			b.WriteByte('-')
		}
		dash = false
		b.WriteString(t)
	}
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			put(string(r))
		default:
			if p := gopinyin.SinglePinyin(r, args); len(p) > 0 {
				put(strings.ReplaceAll(p[0], "ü", "v"))
			} else {
				dash = true
			}
		}
	}
	if b.Len() <= longest {
		return b.String()
	}
	sum := sha256.Sum256([]byte(s))
	return strings.TrimSuffix(b.String()[:longest], "-") + "-" + hex.EncodeToString(sum[:4])
}
