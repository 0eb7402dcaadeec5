// Package fonts brings along the characters that a device may lack. It cuts them out of fonts
// that are shipped with the program, so that a rare name is read on every telephone, and a sheet
// printed on a machine without Chinese fonts holds outlines and not pictures of characters.
//
// What is cut are TrueType outlines (glyf): what browsers take as WOFF2, and what they put into
// a PDF as a font. How the shipped files were made stands in README.md.
package fonts

import (
	"bytes"
	"embed"
	"fmt"
	"io"
	"slices"
	"sync"
	"unicode"

	"github.com/andybalholm/brotli"
)

// A Family is a shipped font.
type Family string

// The shipped fonts.
const (
	Kai     Family = "kai"      // LXGW WenKai: all but its rare characters
	KaiRare Family = "kai-rare" // LXGW WenKai: those that Rare names
	Hei     Family = "hei"      // Noto Sans SC
	HeiBold Family = "hei-bold" // Noto Sans SC, bold
)

//go:embed *.ttf.br OFL-*.txt
var shipped embed.FS

var families = map[Family]func() *Face{
	Kai: opened(Kai), KaiRare: opened(KaiRare), Hei: opened(Hei), HeiBold: opened(HeiBold),
}

// Open returns a shipped font. It is unpacked when it is first asked for (16 MB for Kai, 1 MB
// for KaiRare) and then kept.
func Open(f Family) *Face { return families[f]() }

func opened(f Family) func() *Face {
	return sync.OnceValue(func() *Face {
		packed, err := shipped.ReadFile(string(f) + ".ttf.br")
		if err != nil {
			panic(err) // it is embedded
		}
		data, err := io.ReadAll(brotli.NewReader(bytes.NewReader(packed)))
		if err != nil {
			panic(fmt.Errorf("fonts: %s: %w", f, err))
		}
		face, err := Parse(data)
		if err != nil {
			panic(fmt.Errorf("fonts: %s: %w", f, err))
		}
		return face
	})
}

// Licences returns the licences of the shipped fonts, as text.
func Licences() string {
	var b bytes.Buffer
	for _, name := range []string{"OFL-LXGWWenKai.txt", "OFL-NotoSansSC.txt"} {
		text, err := shipped.ReadFile(name)
		if err != nil {
			panic(err) // it is embedded
		}
		b.Write(text)
		b.WriteString("\n")
	}
	return b.String()
}

// Rare reports whether a character is Chinese and not among the 20,902 that Unicode began with
// (those of GBK), which are all that many devices have. Of the 8,105 characters of 通用规范汉字表
// 276 are rare in this sense, many of them for names.
func Rare(r rune) bool {
	return r >= 0x2e80 && !(r >= 0x4e00 && r <= 0x9fa5) && !(r >= 0x3000 && r <= 0x303f) && unicode.Is(unicode.Han, r)
}

// leads are the first bytes of rare characters in UTF-8, each with the range of the second.
var leads = [256]struct{ least, most byte }{0xe2: {0xba, 0xbf}, 0xe3: {0x90, 0xbf}, 0xe4: {0x80, 0xb7}, 0xe9: {0xbe, 0xbf}, 0xef: {0xa4, 0xab}, 0xf0: {0x80, 0xbf}}

// RareIn returns the rare characters of a text in UTF-8, in order, each once.
func RareIn[T string | []byte](text T) (list []rune) {
	for i := range len(text) - 1 {
		if second := leads[text[i]]; text[i+1] < second.least || text[i+1] > second.most {
			continue
		}
		if r := runeAt(text[i:min(i+4, len(text))]); Rare(r) && !slices.Contains(list, r) {
			list = append(list, r)
		}
	}
	slices.Sort(list)
	return list
}

// runeAt decodes a character of three or four bytes.
func runeAt[T string | []byte](b T) rune {
	switch {
	case len(b) >= 3 && b[0]&0xf0 == 0xe0:
		return rune(b[0]&0x0f)<<12 | rune(b[1]&0x3f)<<6 | rune(b[2]&0x3f)
	case len(b) >= 4 && b[0]&0xf8 == 0xf0:
		return rune(b[0]&0x07)<<18 | rune(b[1]&0x3f)<<12 | rune(b[2]&0x3f)<<6 | rune(b[3]&0x3f)
	}
	return 0
}
