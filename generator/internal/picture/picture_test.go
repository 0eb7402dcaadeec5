package picture

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"
)

// photo is a picture with many colours, red at the top left and blue elsewhere.
func photo(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{uint8(x % 30), uint8(y % 30), 200, 255}
			if x < w/2 && y < h/2 {
				c = color.RGBA{200, uint8(x % 30), uint8(y % 30), 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

// taken is a JPEG file as a phone leaves it: with orientation and place.
func taken(t *testing.T, m image.Image, orientation uint16) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	tiff := []byte("MM\x00*\x00\x00\x00\x08\x00\x01")
	tiff = binary.BigEndian.AppendUint16(tiff, 0x0112)
	tiff = binary.BigEndian.AppendUint16(tiff, 3)
	tiff = binary.BigEndian.AppendUint32(tiff, 1)
	tiff = binary.BigEndian.AppendUint16(tiff, orientation)
	tiff = append(tiff, 0, 0, 0, 0, 0, 0)
	tiff = append(tiff, "GPSLatitude 37.34N"...)
	body := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{0xff, 0xd8, 0xff, 0xe1}, byte((len(body)+2)>>8), byte(len(body)+2))
	return append(append(out, body...), b.Bytes()[2:]...)
}

func decoded(t *testing.T, f File) image.Image {
	t.Helper()
	m, _, err := image.Decode(bytes.NewReader(f.Data))
	if err != nil {
		t.Fatal(err)
	}
	if m.Bounds().Dx() != f.Width || m.Bounds().Dy() != f.Height {
		t.Errorf("%v is said to be %d × %d", m.Bounds(), f.Width, f.Height)
	}
	return m
}

// However the phone was held, the picture stands upright, and neither place nor time
// nor device is left in it.
func TestPicturesStandUprightAndTellNothing(t *testing.T) {
	const w, h = 600, 300
	// the corner in which the red quarter of the file must end: right, bottom
	corners := map[uint16][2]bool{1: {false, false}, 2: {true, false}, 3: {true, true}, 4: {false, true},
		5: {false, false}, 6: {true, false}, 7: {true, true}, 8: {false, true}}
	for o, corner := range corners {
		s, code := Make(taken(t, photo(w, h), o))
		if code != "" {
			t.Fatal(o, code)
		}
		wantW, wantH := w, h
		if o >= 5 {
			wantW, wantH = h, w
		}
		last := s.Large
		if wantW <= Small {
			last = s.Small
		}
		if last.Width != wantW || last.Height != wantH {
			t.Errorf("orientation %d: %d × %d, want %d × %d", o, last.Width, last.Height, wantW, wantH)
		}
		m := decoded(t, last)
		x, y := wantW/8, wantH/8
		if corner[0] {
			x = wantW - x
		}
		if corner[1] {
			y = wantH - y
		}
		if r, _, b, _ := m.At(x, y).RGBA(); r < b {
			t.Errorf("orientation %d: the top left of the scene is not at %d, %d", o, x, y)
		}
		for _, f := range []File{s.Small, s.Large} {
			if bytes.Contains(f.Data, []byte("Exif")) || bytes.Contains(f.Data, []byte("GPS")) {
				t.Errorf("orientation %d: the camera's notes are still there", o)
			}
		}
	}
}

func TestWidths(t *testing.T) {
	for _, c := range []struct{ w, h, small, smallH, large, largeH int }{
		{300, 200, 300, 200, 0, 0},
		{480, 100, 480, 100, 0, 0},
		{1000, 500, 480, 240, 1000, 500},
		{3000, 2000, 480, 319, 1280, 853},
		{2000, 1, 480, 1, 1280, 1},
	} {
		s, code := Make(taken(t, photo(c.w, c.h), 1))
		if code != "" {
			t.Fatal(c, code)
		}
		if s.Small.Width != c.small || s.Small.Height != c.smallH || s.Large.Width != c.large || s.Large.Height != c.largeH {
			t.Errorf("%v: small %d × %d, large %d × %d", c, s.Small.Width, s.Small.Height, s.Large.Width, s.Large.Height)
		}
	}
}

// A mean of whole areas keeps what is even as it is, and mixes what meets.
func TestShrinkMeansAreas(t *testing.T) {
	m := image.NewGray(image.Rect(5, 5, 8, 8)) // bounds need not begin at zero
	for i := range m.Pix {
		m.Pix[i] = 90
	}
	m.SetGray(6, 6, color.Gray{Y: 0})
	out := shrink(m, 2, 2)
	for i := 0; i < len(out.Pix); i += 4 { // each has a quarter of the middle: 90 × (1 − ¼ ÷ 2¼)
		if out.Pix[i] != 80 {
			t.Errorf("pixel %d is %d, want 80", i/4, out.Pix[i])
		}
	}
}

func TestDrawingsStayDrawings(t *testing.T) {
	encode := func(m image.Image) []byte {
		var b bytes.Buffer
		if err := png.Encode(&b, m); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	lines := image.NewPaletted(image.Rect(0, 0, 600, 40), color.Palette{color.White, color.Black})
	clear := image.NewNRGBA(image.Rect(0, 0, 40, 40))
	for name, c := range map[string]struct {
		data []byte
		ext  string
	}{
		"lines": {encode(lines), "png"}, "see-through": {encode(clear), "png"}, "photo": {encode(photo(500, 80)), "jpg"},
	} {
		s, code := Make(c.data)
		if code != "" || s.Ext != c.ext {
			t.Errorf("%s: %v %s", name, s, code)
		}
	}
	var b bytes.Buffer
	if err := gif.Encode(&b, lines, nil); err != nil {
		t.Fatal(err)
	}
	if s, code := Make(b.Bytes()); code != "" || s.Ext != "png" {
		t.Errorf("gif: %s", code)
	}
}

// What is too large is refused before any room is made for it.
func TestRefused(t *testing.T) {
	bomb := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xff\xff\x00\x00\xff\xff\x08\x06\x00\x00\x00")
	bomb = binary.BigEndian.AppendUint32(bomb, crc32.ChecksumIEEE(bomb[12:]))
	whole := taken(t, photo(600, 300), 1)
	for name, c := range map[string]struct {
		data []byte
		code string
	}{
		"bomb":    {bomb, "picture/too-many-pixels"},
		"heavy":   {make([]byte, MaxBytes+1), "picture/too-large"},
		"cut":     {whole[:len(whole)/2], "picture/damaged"},
		"head":    {whole[:20], "picture/damaged"},
		"svg":     {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`), "picture/svg"},
		"heic":    {[]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"), "picture/heic"},
		"text":    {[]byte("no picture"), "picture/kind"},
		"nothing": {nil, "picture/kind"},
	} {
		if _, code := Make(c.data); code != c.code {
			t.Errorf("%s: %q, want %q", name, code, c.code)
		}
	}
}

func TestSameBytes(t *testing.T) {
	data := taken(t, photo(1500, 900), 6)
	a, _ := Make(data)
	b, _ := Make(data)
	if !bytes.Equal(a.Small.Data, b.Small.Data) || !bytes.Equal(a.Large.Data, b.Large.Data) {
		t.Error("the same picture came out differently")
	}
}
