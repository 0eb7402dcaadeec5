package fonts

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// What is cut out of a font has exactly the characters that were asked for, with the outlines
// and widths that they had.
func TestACutFontHasItsCharacters(t *testing.T) {
	for _, f := range []Family{KaiRare, Hei} {
		face := Open(f)
		want := []rune("㛃䶮𬎆𫖯")
		if f == Hei {
			want = []rune(" 0189AZaz·、。一东王龙\u00e9")
		}
		s, err := face.Subset(append(slices.Clone(want), '가', 0x10fffd), "Gongshi Test")
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(want)
		if !slices.Equal(s.Runes(), want) {
			t.Errorf("%s has %q, not %q", f, string(s.Runes()), string(want))
		}
		cut, err := Parse(s.TTF())
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range want {
			was, err := parts(face.outline(face.find(r)), func(uint16) uint16 { return 0 })
			if err != nil {
				t.Fatal(err)
			}
			is, _ := parts(cut.outline(cut.find(r)), func(uint16) uint16 { return 0 })
			if !bytes.Equal(bytes.TrimRight(is, "\x00"), bytes.TrimRight(was, "\x00")) || !bytes.Equal(cut.metric(cut.find(r)), face.metric(face.find(r))) {
				t.Errorf("%s: %c has another outline or width", f, r)
			}
		}
	}
}

// A cut font is called as the licence lets us, and says who made it and under which licence.
func TestACutFontKeepsItsLicence(t *testing.T) {
	for f := range families {
		s, err := Open(f).Subset([]rune("一㛃"), "Gongshi Test")
		if err != nil {
			t.Fatal(err)
		}
		name := strings.ReplaceAll(string(s.tables["name"]), "\x00", "")
		for _, want := range []string{"Gongshi Test", "2021", "://scripts.sil.org/OFL"} {
			if !strings.Contains(name, want) {
				t.Errorf("%s: no %q in %q", f, want, name)
			}
		}
	}
	if text := Licences(); !strings.Contains(text, "LXGW") || !strings.Contains(text, "Adobe") || strings.Count(text, "SIL OPEN FONT LICENSE Version 1.1") != 2 {
		t.Error("the licences of both fonts are not there")
	}
}

// Characters of names that telephones lack are a few hundred bytes each.
func TestAFewRareCharactersAreSmall(t *testing.T) {
	s, err := Open(KaiRare).Subset([]rune("㛃䶮𬎆𫖯"), "Gongshi Rare")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(s.WOFF2()); n > 3000 {
		t.Errorf("four characters take %d bytes", n)
	}
}

// Whatever is called a font file, and whatever a byte of one turns into: an error or a font.
func FuzzParse(f *testing.F) {
	s, err := Open(KaiRare).Subset([]rune("㛃䶮𬎆𫖯"), "Gongshi Rare")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(s.TTF())
	f.Add(s.WOFF2())
	f.Add([]byte("OTTO"))
	f.Fuzz(func(t *testing.T, data []byte) {
		face, err := Parse(data)
		if err != nil {
			return
		}
		if cut, err := face.Subset([]rune("㛃䶮a"), "x"); err == nil {
			cut.WOFF2()
		}
	})
}
