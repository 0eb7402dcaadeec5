package picture

import "image"

// What a page of text looks like in a picture as wide as Small. Measured on pages of 20
// to 40 characters a line, straight and in shade, against photos, drawings and plans.
const (
	inkBelow  = 82  // percent of the brightness around it that a stroke has at most
	paperGrey = 40  // difference of the colours of a pixel up to which it is grey
	greyShare = 70  // percent of the pixels of a page that are grey
	paperMin  = 110 // mean brightness of paper, even in a dim room
	strokes   = 24  // a row of text changes between ink and paper once in so many pixels
	textLines = 6   // rows of text, with paper between them
)

// page reports whether a picture looks like a page of text, of which some line may be a
// number: a form, a contract, a bill, a passbook.
func page(m *image.RGBA) bool {
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	if w < 120 || h < 60 {
		return false
	}
	grey := make([]int, w*h)
	plain, bright := 0, 0
	for y := range h {
		for x := range w {
			p := m.Pix[y*m.Stride+4*x:]
			r, g, b := int(p[0]), int(p[1]), int(p[2])
			grey[y*w+x] = (299*r + 587*g + 114*b) / 1000
			bright += grey[y*w+x]
			if max(r, g, b)-min(r, g, b) < paperGrey {
				plain++
			}
		}
	}
	if plain*100 < greyShare*w*h || bright < paperMin*w*h {
		return false
	}
	lines, high, gap := 0, 0, 0
	for _, changes := range changesByRow(grey, w, h) {
		switch {
		case changes*strokes >= w:
			if gap, high = 0, high+1; high == 3 { // letters are at least so high
				lines++
			}
		default:
			if gap++; gap >= 2 {
				high = 0
			}
		}
		if high > h/4 { // no line is so high: leaves, gravel, a fence
			return false
		}
	}
	return lines >= textLines
}

// changesByRow returns how often each row changes between ink and paper. Ink is what is
// darker than its surroundings, so that shade is none.
func changesByRow(grey []int, w, h int) []int {
	const reach = 12
	sums := make([]int, (w+1)*(h+1)) // of all pixels above and to the left
	for y := range h {
		row := 0
		for x := range w {
			row += grey[y*w+x]
			sums[(y+1)*(w+1)+x+1] = sums[y*(w+1)+x+1] + row
		}
	}
	changes := make([]int, h)
	for y := range h {
		y0, y1 := max(0, y-reach), min(h, y+reach+1)
		was := false
		for x := range w {
			x0, x1 := max(0, x-reach), min(w, x+reach+1)
			sum := sums[y1*(w+1)+x1] - sums[y0*(w+1)+x1] - sums[y1*(w+1)+x0] + sums[y0*(w+1)+x0]
			ink := grey[y*w+x]*(x1-x0)*(y1-y0)*100 < inkBelow*sum
			if ink && !was {
				changes[y]++
			}
			was = ink
		}
	}
	return changes
}
