package grid

import (
	"fmt"
	"html/template"
)

// The chart for the wall is drawn in tenths of a point, its names in no smaller type than
// can be read from an arm's length.
const (
	tenths       = 28.35 // of a point, in a millimetre
	wallLargest  = 160
	wallGood     = 100 // above this, type is made smaller before a name is broken
	wallSmallest = 85
	wallStep     = 5
	wallLine     = 6   // of a box; as in css/a3.css
	wallMost     = 12  // a column is no wider than that many characters
	wallLeast    = 4.5 // and no narrower
)

// Wall draws the organisation of the unit for paper of wide by high millimetres: on one
// sheet in the largest type that fits, else on several in the smallest.
func (v *View) Wall(unit string, wide, high float64) []template.HTML {
	w, h := int(wide*tenths), int(high*tenths)
	whole := min(longest(v.Roots)+.6, wallMost)
	for size := wallLargest; size >= wallGood; size -= wallStep {
		if d := fit(unit, v.Roots, size, whole, w, h); d != nil {
			return []template.HTML{d.onPaper(unit)}
		}
	}
	for size := wallLargest; size >= wallSmallest; size -= wallStep {
		if d := fit(unit, v.Roots, size, wallLeast, w, h); d != nil {
			return []template.HTML{d.onPaper(unit)}
		}
	}
	return onSeveral(unit, v.Roots, w, h)
}

// onSeveral draws the grids on as few sheets as hold them in the smallest type.
func onSeveral(unit string, roots []*Node, w, h int) (list []template.HTML) {
	for from := 0; from < len(roots); {
		to := from + 1
		d := fit(unit, roots[from:to], wallSmallest, wallLeast, w, h)
		for d != nil && to < len(roots) {
			more := fit(unit, roots[from:to+1], wallSmallest, wallLeast, w, h)
			if more == nil {
				break
			}
			d, to = more, to+1
		}
		if d == nil { // one grid with more than a sheet below it: smaller than is good, but whole
			s := wallScale(wallSmallest, w, 1)
			d = s.draw(unit, s.groups(roots[from:to]))
		}
		list = append(list, d.onPaper(unit))
		from = to
	}
	return list
}

// longest is how many characters wide the longest title or name is.
func longest(nodes []*Node) float64 {
	most := 0.0
	for _, n := range nodes {
		most = max(most, widthOf(n.Title), longest(n.Children))
		for _, w := range n.Wardens {
			most = max(most, widthOf(w.Name))
		}
	}
	return most
}

// fit draws the grids in type of a size, in as few columns as keep within the paper, none
// of less than least characters; nil when they do not.
func fit(unit string, roots []*Node, size int, least float64, wide, high int) *drawing {
	for most := 1; most <= 64; most = most*5/4 + 1 { // grids in a row, or in a stack
		s := wallScale(size, wide, 1)
		s.perRow, s.stack = most, most
		columns := 0
		for _, g := range s.groups(roots) {
			columns += len(g.columns)
		}
		if s = wallScale(size, wide, columns); s.columnWide < int(least*float64(size)) {
			continue
		}
		s.perRow, s.stack = most, most
		for _, s.leafGap = range []int{size, size * 3 / 4, size / 2} {
			if d := s.draw(unit, s.groups(roots)); d.width <= wide && d.height <= high {
				return d
			}
		}
	}
	return nil
}

// wallScale is the scale of so many columns on paper of a width.
func wallScale(size, wide, columns int) scale {
	s := scale{columnGap: size * 2 / 3, nameSize: size, textSize: size, linePitch: size * 5 / 4, boxPad: size / 4,
		rowGap: size * 3 / 2, leafGap: size / 2, indent: size / 2, margin: wallLine, perRow: 8}
	s.columnWide = min((wide+s.columnGap)/max(columns, 1)-s.columnGap, wallMost*size)
	return s
}

// onPaper is the drawing as wide as it was drawn.
func (d *drawing) onPaper(unit string) template.HTML {
	return template.HTML(d.svg(unit, fmt.Sprintf(` style="width:%.1fmm;font-size:%dpx"`, float64(d.width)/tenths, d.textSize)))
}
