package picture

import (
	"bytes"
	"encoding/binary"
	"image"
)

// A turn is how the camera was held: the orientation of EXIF, 1 to 8. Its meaning is
// that of CIPA DC-008, table 6: which side of the scene the first row and the first
// column of the file are.
type turn int

// swaps reports whether width and height change places.
func (t turn) swaps() bool { return t >= 5 }

// apply turns a picture upright.
func (t turn) apply(m *image.RGBA) *image.RGBA {
	if t <= 1 {
		return m
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if t.swaps() {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			u, v := t.to(x, y, w, h)
			copy(out.Pix[out.PixOffset(u, v):][:4], m.Pix[m.PixOffset(x, y):][:4])
		}
	}
	return out
}

// to is where the pixel at x, y of a w × h picture belongs.
func (t turn) to(x, y, w, h int) (u, v int) {
	switch t {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return h - 1 - y, x
	case 7:
		return h - 1 - y, w - 1 - x
	case 8:
		return y, w - 1 - x
	}
	return x, y
}

// orientation reads the orientation out of a JPEG file; 1 when it says none. Other
// kinds of files do not come from cameras.
func orientation(data []byte) turn {
	tiff := exif(data)
	if len(tiff) < 8 {
		return 1
	}
	order := binary.ByteOrder(binary.BigEndian)
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int(order.Uint32(tiff[4:]))
	if at < 8 || at > len(tiff)-2 {
		return 1
	}
	const entry, tag = 12, 0x0112
	for i := range int(order.Uint16(tiff[at:])) {
		e := at + 2 + i*entry
		if e+entry > len(tiff) {
			break
		}
		if v := order.Uint16(tiff[e+8:]); order.Uint16(tiff[e:]) == tag && v >= 1 && v <= 8 {
			return turn(v)
		}
	}
	return 1
}

// exif returns what follows the EXIF mark of a JPEG file, nil when there is none.
func exif(data []byte) []byte {
	mark := []byte("Exif\x00\x00")
	for at := 2; at+4 <= len(data) && data[at] == 0xff && data[at+1] != 0xda; {
		n := int(binary.BigEndian.Uint16(data[at+2:]))
		if n < 2 || at+2+n > len(data) {
			return nil
		}
		if body := data[at+4 : at+2+n]; data[at+1] == 0xe1 && bytes.HasPrefix(body, mark) {
			return body[len(mark):]
		}
		at += 2 + n
	}
	return nil
}
