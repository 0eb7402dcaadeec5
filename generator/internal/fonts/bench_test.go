package fonts

import (
	"strings"
	"testing"
)

// BenchmarkRareIn goes through a page of a village without rare characters, which every page
// of every build is.
func BenchmarkRareIn(b *testing.B) {
	page := []byte(strings.Repeat("<tr><td>示例党员甲</td><td class=r>12.5分</td></tr>，。", 1000))
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		RareIn(page)
	}
}

// BenchmarkWOFF2 cuts four characters and packs them, which a build does once for each page
// with characters of its own.
func BenchmarkWOFF2(b *testing.B) {
	face, runes := Open(KaiRare), []rune("㛃䶮𬎆𫖯")
	b.ReportAllocs()
	for b.Loop() {
		s, err := face.Subset(runes, "Gongshi Rare")
		if err != nil {
			b.Fatal(err)
		}
		s.WOFF2()
	}
}

// BenchmarkSheet cuts what a sheet of a village has, 600 characters, for the printer.
func BenchmarkSheet(b *testing.B) {
	face, runes := Open(Kai), make([]rune, 600)
	for i := range runes {
		runes[i] = rune(0x4e00 + 30*i)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := face.Subset(runes, "Gongshi Kai"); err != nil {
			b.Fatal(err)
		}
	}
}
