package picture

import (
	"image"
	"image/draw"
)

// upright returns m made as wide as width once it is turned.
func upright(m image.Image, t turn, width int) *image.RGBA {
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	if t.swaps() {
		return t.apply(shrink(m, max(1, w*width/h), width))
	}
	return t.apply(shrink(m, width, max(1, h*width/w)))
}

// shrink returns m with w × h pixels, of which every one is the mean of the area that it
// stands for. It never makes a picture larger. Sums are whole numbers: floating point
// comes out differently from one processor to the next.
func shrink(m image.Image, w, h int) *image.RGBA {
	b := m.Bounds()
	from := b.Size()
	w, h = min(w, from.X), min(max(h, 1), from.Y)
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if w == from.X && h == from.Y {
		draw.Draw(out, out.Rect, m, b.Min, draw.Src)
		return out
	}
	row := image.NewRGBA(image.Rect(0, 0, from.X, 1))
	across := make([]uint64, w*4) // one row of m, summed into the columns of out
	sums := make([]uint64, w*4)   // the rows of m in one row of out
	whole := uint64(from.X) * uint64(from.Y)
	for y := range from.Y {
		draw.Draw(row, row.Rect, m, image.Pt(b.Min.X, b.Min.Y+y), draw.Src)
		sumRow(row.Pix, across, from.X, w)
		// row y of m covers [y·h, y·h+h) of a column from.Y·h high, in which row i of
		// out covers [i·from.Y, (i+1)·from.Y)
		for at := y * h; at < y*h+h; {
			i := at / from.Y
			end := min((i+1)*from.Y, y*h+h)
			for k, v := range across {
				sums[k] += v * uint64(end-at)
			}
			if end == (i+1)*from.Y {
				for k, v := range sums {
					out.Pix[i*out.Stride+k] = uint8((v + whole/2) / whole)
				}
				clear(sums)
			}
			at = end
		}
	}
	return out
}

// sumRow sums a row of from pixels into w columns, each as if it were from wide.
func sumRow(pix []uint8, across []uint64, from, w int) {
	clear(across)
	for x := range from {
		for at := x * w; at < x*w+w; {
			j := at / from
			end := min((j+1)*from, x*w+w)
			for c := range 4 {
				across[j*4+c] += uint64(pix[x*4+c]) * uint64(end-at)
			}
			at = end
		}
	}
}
