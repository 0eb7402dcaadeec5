package picture

import (
	"image"
	"image/color"
	"image/draw"
	"math/rand/v2"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"
)

// written is a page with lines of text on paper as bright as shade says of a place.
func written(w, h, lines int, shade func(x, y int) uint8) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			v := shade(x, y)
			m.SetRGBA(x, y, color.RGBA{v, v, uint8(max(0, int(v)-12)), 255})
		}
	}
	d := font.Drawer{Dst: m, Src: image.NewUniform(color.RGBA{50, 50, 60, 255}), Face: basicfont.Face7x13}
	for i := range lines {
		d.Dot = fixed.P(20, 30+i*24)
		for range (w - 40) / 7 {
			d.DrawString(string(rune('A' + rand.IntN(58))))
		}
	}
	return m
}

func noise(w, h int, c func(x, y, r int) color.RGBA) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.SetRGBA(x, y, c(x, y, rand.IntN(60)))
		}
	}
	return m
}

func TestPagesOfTextAreKnown(t *testing.T) {
	white := func(int, int) uint8 { return 245 }
	for name, c := range map[string]struct {
		m    *image.RGBA
		want bool
	}{
		"a white page":           {written(480, 640, 24, white), true},
		"a page in shade":        {written(480, 640, 20, func(x, y int) uint8 { return uint8(130 + x/4) }), true},
		"a form with seven rows": {written(480, 300, 7, white), true},
		"a sign":                 {written(480, 300, 2, white), false},
		"an empty page":          {written(480, 640, 0, white), false},
		"gravel":                 {noise(480, 360, func(x, y, r int) color.RGBA { v := uint8(120 + 2*r); return color.RGBA{v, v, v, 255} }), false},
		"leaves":                 {noise(480, 360, func(x, y, r int) color.RGBA { return color.RGBA{uint8(r), uint8(120 + r), uint8(r), 255} }), false},
		"a sky over a field": {noise(480, 360, func(x, y, r int) color.RGBA {
			return color.RGBA{uint8(180 - y/4), uint8(200 - y/4), uint8(240 - y/2), 255}
		}), false},
		"a fence": {noise(480, 360, func(x, y, r int) color.RGBA {
			if x%12 < 5 {
				return color.RGBA{90, 90, 90, 255}
			}
			return color.RGBA{220, 220, 220, 255}
		}), false},
	} {
		if got := page(c.m); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	shrunk := image.NewRGBA(image.Rect(0, 0, 1280, 1600))
	draw.Draw(shrunk, shrunk.Rect, written(1280, 1600, 60, white), image.Point{}, draw.Src)
	if !page(shrink(shrunk, Small, 1600*Small/1280)) {
		t.Error("a page taken from afar")
	}
}
