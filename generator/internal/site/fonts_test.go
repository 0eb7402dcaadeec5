package site

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"gongshi/generator/internal/fonts"
)

const unshown = village1 + `-- data/cun/points/2024.yaml --
办法: {公开: 是}
流水:
  - {日期: 2024-01-05, 对象: 示例𮯠, 事项: 清扫, 分值: 5}
  - {日期: 2024-01-06, 对象: 示例𮯠, 事项: 清扫, 分值: 5}
`

// fontWith returns a font that has one character, with the outline of another.
func fontWith(t *testing.T, r rune) string {
	t.Helper()
	s, err := fonts.Open(fonts.Kai).Subset([]rune("一"), "Test")
	if err != nil {
		t.Fatal(err)
	}
	entry := func(r rune) []byte { // of the table from characters to glyphs: first and last of a row
		return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(r)), uint32(r))
	}
	return string(bytes.Replace(s.TTF(), entry('一'), entry(r), 1))
}

// A name that no font can show is said once, with its place, and published all the same.
func TestANameThatNoFontShowsIsSaid(t *testing.T) {
	b := unpack(t, unshown)
	r := b.build()
	if got := strings.Count(codes(r), "data/cun/points/2024.yaml:3:28 fonts/missing"); got != 1 || strings.Count(codes(r), "fonts/missing") != 1 {
		t.Errorf("%s", codes(r))
	}
	for _, p := range r.Problems {
		if p.Code == "fonts/missing" && (!strings.Contains(p.Typed, "示例𮯠") || p.Args["code"] != "U+2EBE0") {
			t.Errorf("quotes %q and says %v", p.Typed, p.Args)
		}
	}
	if !b.has("public/cun/points/index.html", "示例𮯠") || b.has("public/cun/points/index.html", "@font-face") {
		t.Error("the page lacks the name, or has outlines of nothing")
	}
}

// Cells of a table are looked through, too.
func TestACellThatNoFontShowsIsSaid(t *testing.T) {
	b := unpack(t, village1+"-- data/cun/积分/2024.csv --\n姓名,合计\n示例𮯠,5\n-- data/cun/积分.yaml --\n办法: {公开: 是}\n")
	b.reported(b.build(), "data/cun/积分/2024.csv:A2 fonts/missing")
}

// The site brings a font for the name; when it is taken away again, so are the outlines.
func TestASitesOwnFontShowsTheName(t *testing.T) {
	b := unpack(t, unshown)
	b.write("data/字体/own.ttf", fontWith(t, '𮯠'))
	if r := b.build(); strings.Contains(codes(r), "fonts/") || strings.Contains(codes(r), "data/字体") {
		t.Errorf("%s", codes(r))
	}
	for _, page := range []string{"points/index.html", "points/sheet/index.html", "kiosk/index.html"} {
		if !b.has("public/cun/"+page, "unicode-range:U+2ebe0}") {
			t.Errorf("%s has no outlines", page)
		}
	}
	if !b.has("public/search/r/2ebe0.js", "@font-face") {
		t.Error("answers have none")
	}
	b.remove("data/字体/own.ttf")
	b.reported(b.rebuild(), "fonts/missing")
	if b.has("public/cun/points/index.html", "@font-face") {
		t.Error("the outlines stay")
	}
}

// A font that is none, or whose outlines are of the other kind, is named and passed over.
func TestAFontThatCannotBeUsedIsSaid(t *testing.T) {
	b := unpack(t, unshown)
	b.write("data/fonts/other.ttf", "OTTO and no more")
	r := b.build()
	b.reported(r, "data/fonts/other.ttf fonts/unusable")
	b.reported(r, "fonts/missing")
}
