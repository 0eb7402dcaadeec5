package fonts

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"unicode"

	"github.com/andybalholm/brotli"
)

var from = flag.String("from", "", "make the shipped files anew of the fonts in this folder, see README.md")

// What each shipped file is cut from, what it keeps, and how the licence lets us call it.
var recipes = []struct {
	family Family
	source string
	name   string
	keep   func(rune) bool
}{
	{Kai, "LXGWWenKai-Regular.ttf", "Gongshi Kai", func(r rune) bool { return readable(r) && !Rare(r) }},
	{KaiRare, "LXGWWenKai-Regular.ttf", "Gongshi Rare", Rare},
	{Hei, "NotoSansSC-Regular.ttf", "Gongshi Hei", readable},
	{HeiBold, "NotoSansSC-Bold.ttf", "Gongshi Hei Bold", readable},
}

// readable characters are those of Chinese text: no kana, no jamo, no emoji.
func readable(r rune) bool {
	return !unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo, unicode.Co) && r < 0x1f000 || Rare(r)
}

// With -from the shipped files are made anew, each with one command.
func TestTheShippedFontsCanBeMadeAnew(t *testing.T) {
	if *from == "" {
		t.Skip("needs -from, a folder with the fonts that README.md names")
	}
	for _, r := range recipes {
		data, err := os.ReadFile(filepath.Join(*from, r.source))
		if err != nil {
			t.Fatal(err)
		}
		face, err := Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		var runes []rune
		for c := rune(' '); c < 0x40000; c++ {
			if r.keep(c) {
				runes = append(runes, c)
			}
		}
		s, err := face.Subset(runes, r.name)
		if err != nil {
			t.Fatal(err)
		}
		var packed bytes.Buffer
		w := brotli.NewWriterLevel(&packed, brotli.BestCompression)
		w.Write(s.TTF())
		w.Close()
		if err := os.WriteFile(string(r.family)+".ttf.br", packed.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d characters, %d kB, packed %d kB", r.family, len(s.Runes()), len(s.TTF())>>10, packed.Len()>>10)
	}
}
