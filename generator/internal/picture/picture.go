// Package picture makes the pictures of a site out of what cameras, phones and drawing
// programs leave: turned upright, made small, and without anything that the camera wrote
// into them (place, time, device), because only the pixels are written again. The same
// bytes give the same bytes on every machine: all reckoning is in whole numbers.
package picture

import (
	"bytes"
	"image"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"
)

// Limits of what is taken, so that no file can fill the memory.
const (
	MaxBytes  = 30 << 20
	MaxPixels = 60_000_000
)

// Small and Large are the widths in pixels that pictures are made in. A narrower picture
// keeps its width, and has no large one where the small one shows everything.
const (
	Small = 480
	Large = 1280
)

// Format tells how a Set is made: a new number for every change that gives other bytes.
const Format = 2

// quality of JPEG files: faces and figures of a voucher stay readable.
const quality = 80

// drawing is the number of colours up to which a picture is a drawing, which JPEG
// would blur.
const drawing = 64

// A Set is one picture, ready to be published.
type Set struct {
	Ext           string // jpg or png
	Width, Height int    // as taken, upright
	Small         File
	Page          bool // it looks like a page of text
	Large         File // no Data when the small one is as wide as the picture
}

// A File is a picture in one width.
type File struct {
	Width, Height int
	Data          []byte
}

// Make makes the set of a picture file. What it refuses it names by the code of a
// problem; the code is "" for a good one.
func Make(data []byte) (s *Set, code string) {
	if len(data) > MaxBytes {
		return nil, "picture/too-large"
	}
	k, code := kindOf(data)
	if code != "" {
		return nil, code
	}
	c, err := k.config(bytes.NewReader(data))
	switch {
	case err != nil, c.Width <= 0, c.Height <= 0:
		return nil, "picture/damaged"
	case c.Width > MaxPixels/c.Height:
		return nil, "picture/too-many-pixels"
	}
	m := k.pixels(data)
	if m == nil {
		return nil, "picture/damaged"
	}
	turn := orientation(data)
	b := m.Bounds()
	width, height := b.Dx(), b.Dy()
	if turn.swaps() {
		width, height = height, width
	}
	s = &Set{Ext: "jpg", Width: width, Height: height}
	if k.lossless && flat(m) {
		s.Ext = "png"
	}
	full := upright(m, turn, min(width, Large))
	if width > Small {
		s.Large = s.file(full)
		full = shrink(full, Small, full.Bounds().Dy()*Small/full.Bounds().Dx())
	}
	s.Small, s.Page = s.file(full), page(full)
	return s, ""
}

// kind is one kind of picture file.
type kind struct {
	config   func(io.Reader) (image.Config, error)
	decode   func(io.Reader) (image.Image, error)
	lossless bool
}

// pixels decodes a picture, nil for one that cannot be: the libraries trust their input
// more than we do.
func (k kind) pixels(data []byte) (m image.Image) {
	defer func() {
		if recover() != nil {
			m = nil
		}
	}()
	m, err := k.decode(bytes.NewReader(data))
	if err != nil || m.Bounds().Empty() {
		return nil
	}
	return m
}

// kindOf goes by the first bytes: names are often wrong.
func kindOf(data []byte) (k kind, code string) {
	is := func(at int, mark string) bool {
		return len(data) >= at+len(mark) && string(data[at:at+len(mark)]) == mark
	}
	switch {
	case is(0, "\xff\xd8\xff"):
		return kind{jpeg.DecodeConfig, jpeg.Decode, false}, ""
	case is(0, "\x89PNG\r\n\x1a\n"):
		return kind{png.DecodeConfig, png.Decode, true}, ""
	case is(0, "GIF8"):
		return kind{gif.DecodeConfig, gif.Decode, true}, "" // the first picture of a moving one
	case is(0, "RIFF") && is(8, "WEBP"):
		return kind{webp.DecodeConfig, webp.Decode, true}, ""
	case is(4, "ftyp"):
		return kind{}, "picture/heic"
	case bytes.Contains(data[:min(len(data), 1024)], []byte("<svg")), is(0, "<?xml"):
		return kind{}, "picture/svg"
	}
	return kind{}, "picture/kind"
}

// flat reports whether a picture is see-through or a drawing.
func flat(m image.Image) bool {
	if o, ok := m.(interface{ Opaque() bool }); ok && !o.Opaque() {
		return true
	}
	b := m.Bounds()
	row := image.NewRGBA(image.Rect(0, 0, b.Dx(), 1))
	seen := map[[4]byte]bool{}
	for y := b.Min.Y; y < b.Max.Y; y++ {
		draw.Draw(row, row.Rect, m, image.Pt(b.Min.X, y), draw.Src)
		for i := 0; i < len(row.Pix); i += 4 {
			seen[[4]byte(row.Pix[i:])] = true
		}
		if len(seen) > drawing {
			return false
		}
	}
	return true
}

func (s *Set) file(m *image.RGBA) File {
	var b bytes.Buffer // never fails
	if s.Ext == "png" {
		e := png.Encoder{CompressionLevel: png.BestCompression}
		e.Encode(&b, m)
	} else {
		jpeg.Encode(&b, m, &jpeg.Options{Quality: quality})
	}
	return File{m.Bounds().Dx(), m.Bounds().Dy(), b.Bytes()}
}
