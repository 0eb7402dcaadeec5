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
	w := wall{unit, int(wide * tenths), int(high * tenths)}
	ways := waysOf(v.Roots)
	whole := min(longest(v.Roots)+.6, wallMost)
	for size := wallLargest; size >= wallGood; size -= wallStep {
		if d := w.fit(ways, size, whole); d != nil {
			return []template.HTML{d.onPaper(unit)}
		}
	}
	for size := wallLargest; size >= wallSmallest; size -= wallStep {
		if d := w.fit(ways, size, wallLeast); d != nil {
			return []template.HTML{d.onPaper(unit)}
		}
	}
	return w.onSeveral(v.Roots)
}

// A wall is the paper for a chart.
type wall struct {
	unit       string
	wide, high int
}

// onSeveral draws the grids on as few sheets as hold them in the smallest type.
func (w wall) onSeveral(roots []*Node) (list []template.HTML) {
	for from := 0; from < len(roots); {
		to := from + 1
		d := w.fit(waysOf(roots[from:to]), wallSmallest, wallLeast)
		for d != nil && to < len(roots) {
			more := w.fit(waysOf(roots[from:to+1]), wallSmallest, wallLeast)
			if more == nil {
				break
			}
			d, to = more, to+1
		}
		if d == nil { // one grid with more than a sheet below it: smaller than is good, but whole
			d = newDrawing(w.unit, wallScale(wallSmallest, w.wide, 1))
			d.draw(groupsOf(roots[from:to], perRow, 0))
		}
		list = append(list, d.onPaper(w.unit))
		from = to
	}
	return list
}

// A way is one of setting grids in columns.
type way struct {
	groups  []group
	columns int
}

// waysOf are the ways with more and more grids in a row, or in a stack, until there is
// only one row, and under each head only one stack.
func waysOf(roots []*Node) (ways []way) {
	all := 1
	if flat(roots) {
		all = len(roots)
	}
	for _, r := range roots {
		if !deep(r) {
			all = max(all, len(r.Children))
		}
	}
	for most := 1; most <= 64; most = most*5/4 + 1 {
		w := way{groups: groupsOf(roots, most, most)}
		for _, g := range w.groups {
			w.columns += len(g.columns)
		}
		if ways = append(ways, w); most >= all {
			break
		}
	}
	return ways
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

// fit draws the grids in type of a size, in the first of the ways that keeps within the
// paper with no column of less than least characters; nil when none does.
func (w wall) fit(ways []way, size int, least float64) *drawing {
	d := newDrawing(w.unit, scale{})
	for _, a := range ways {
		if d.scale = wallScale(size, w.wide, a.columns); d.columnWide < int(least*float64(size)) {
			continue
		}
		d.measure(a.groups)
		for _, d.leafGap = range []int{size, size * 3 / 4, size / 2} {
			if d.place(a.groups); d.width <= w.wide && d.height <= w.high {
				return d
			}
		}
	}
	return nil
}

// wallScale is the scale of so many columns on paper of a width.
func wallScale(size, wide, columns int) scale {
	s := scale{columnGap: size * 2 / 3, nameSize: size, textSize: size, linePitch: size * 5 / 4, boxPad: size / 4,
		rowGap: size * 3 / 2, leafGap: size / 2, indent: size / 2, margin: wallLine}
	s.columnWide = min((wide+s.columnGap)/max(columns, 1)-s.columnGap, wallMost*size)
	return s
}

// onPaper is the drawing as wide as it was drawn.
func (d *drawing) onPaper(unit string) template.HTML {
	return template.HTML(d.svg(unit, fmt.Sprintf(` style="width:%.1fmm;font-size:%dpx"`, float64(d.width)/tenths, d.textSize)))
}
