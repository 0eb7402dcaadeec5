package grid

import (
	"fmt"
	"html"
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi/generator/internal/words"
)

// A scale is how large a chart is drawn.
type scale struct {
	columnWide int // of a box
	columnGap  int
	nameSize   int
	textSize   int
	linePitch  int
	boxPad     int
	rowGap     int // between the rows of boxes that lines run through
	leafGap    int
	indent     int // of a grid further down in its column
	margin     int // around the whole, for the lines of boxes
}

// pageScale is in CSS pixels at the natural size of the chart; pages scale it.
func pageScale() scale {
	return scale{columnWide: 134, columnGap: 12, nameSize: 18, textSize: 16, linePitch: 22, boxPad: 8, rowGap: 26, leafGap: 10, indent: 12, margin: 2}
}

// perRow is how many grids stand side by side where there is one level only.
const perRow = 8

// A box is one grid of the chart with its texts. Where it stands, and how many lines they
// take, is of the scale in which it was placed last.
type box struct {
	texts []text
	deep  int // how far down in its column
	rows  int
	x, y  int
	w, h  int
	root  bool
}

type text struct {
	s     string
	chars int // the most that are on one line
	bold  bool
	whole bool // is never wrapped
}

// column is what stands under one grid of the second row: its grids, stacked.
type column struct {
	head   *box
	leaves []*box
}

// group is one grid of the first row with its columns.
type group struct {
	head    *box
	columns []column
}

// chart draws the organisation of a unit: grids of the first level in a row, those
// of the second in columns under them, all further ones stacked in their column.
func chart(unit string, roots []*Node) string {
	d := newDrawing(unit, pageScale())
	d.draw(groupsOf(roots, perRow, 0))
	return d.svg(unit, "")
}

// groupsOf sets the grids in columns: perRow of them side by side where there is one level
// only, else below one another under a head, stack of them at most, 0 for any number.
func groupsOf(roots []*Node, perRow, stack int) []group {
	if flat(roots) {
		return rowsOf(roots, perRow)
	}
	var groups []group
	for _, r := range roots {
		groups = append(groups, newGroup(r, stack))
	}
	return groups
}

// flat reports whether the grids are of one level only: there are no columns under heads.
func flat(roots []*Node) bool {
	return !slices.ContainsFunc(roots, func(r *Node) bool { return len(r.Children) > 0 })
}

// deep reports whether there are grids below those below r.
func deep(r *Node) bool { return !flat(r.Children) }

func newGroup(r *Node, stack int) group {
	g := group{head: newBox(r, 0)}
	switch {
	case deep(r):
		for _, c := range r.Children {
			col := column{head: newBox(c, 0)}
			addLeaves(&col, c, 0)
			g.columns = append(g.columns, col)
		}
	case stack == 0 || len(r.Children) == 0: // two levels: one column of leaves under the head
		g.columns = []column{leavesOf(r.Children)}
	default:
		for some := range slices.Chunk(r.Children, stack) {
			g.columns = append(g.columns, leavesOf(some))
		}
	}
	return g
}

// leavesOf is a column of grids that have none below them.
func leavesOf(nodes []*Node) (col column) {
	for _, c := range nodes {
		col.leaves = append(col.leaves, newBox(c, 0))
	}
	return col
}

func addLeaves(col *column, n *Node, depth int) {
	for _, c := range n.Children {
		col.leaves = append(col.leaves, newBox(c, min(depth, 3)))
		addLeaves(col, c, depth+1)
	}
}

// rowsOf sets grids of one level side by side.
func rowsOf(roots []*Node, perRow int) []group {
	var groups []group
	for i, r := range roots {
		if i < perRow {
			groups = append(groups, group{head: newBox(r, 0), columns: []column{{}}})
			continue
		}
		col := &groups[i%perRow].columns[0]
		col.leaves = append(col.leaves, newBox(r, 0))
	}
	return groups
}

// newBox gathers the texts of a grid: its name, its wardens, its households.
func newBox(n *Node, deep int) *box {
	b := &box{texts: make([]text, 0, len(n.Wardens)+3), deep: deep}
	add := func(s string, bold, whole bool) {
		b.texts = append(b.texts, text{s, utf8.RuneCountInString(s), bold, whole})
	}
	add(n.Title, true, false)
	if !isGrid(n.Tier) {
		add(n.Tier, false, false)
	}
	for i, w := range n.Wardens {
		if i == 2 && len(n.Wardens) > 3 {
			add(words.T("grid.more", "n", fmt.Sprint(len(n.Wardens)-2)), false, true)
			break
		}
		add(w.Name, false, false)
	}
	if n.Doors != "" {
		add(n.Doors, false, true)
	}
	return b
}

// each calls f with the lines of a box, wrapped to its width.
func (s scale) each(b *box, f func(line string, bold bool)) {
	for _, t := range b.texts {
		for rest := t.s; ; {
			n := s.line(b, t, rest)
			f(rest[:n], t.bold)
			if rest = rest[n:]; rest == "" {
				break
			}
		}
	}
}

// rows is how many lines a box has.
func (s scale) rows(b *box) (rows int) {
	for _, t := range b.texts {
		if rows++; t.chars*s.sizeOf(t) <= b.w-2*s.boxPad {
			continue
		}
		for rest := t.s[s.line(b, t, t.s):]; rest != ""; rest = rest[s.line(b, t, rest):] {
			rows++
		}
	}
	return rows
}

// line is how much of what is left of a text the next line of its box holds.
func (s scale) line(b *box, t text, rest string) int {
	if t.whole {
		return len(rest)
	}
	return lineOf(rest, b.w-2*s.boxPad, s.sizeOf(t))
}

func (s scale) sizeOf(t text) int {
	if t.bold {
		return s.nameSize
	}
	return s.textSize
}

// wrap cuts s into lines no wider than width at the given type size.
func wrap(s string, width, size int) []string {
	var lines []string
	for {
		n := lineOf(s, width, size)
		lines = append(lines, s[:n])
		if s = s[n:]; s == "" {
			return lines
		}
	}
}

// lineOf is how many bytes of s go on a line no wider than width, one character at least.
func lineOf(s string, width, size int) int {
	used := 0.0
	for i, r := range s {
		w := charWide(r) * float64(size)
		if used+w > float64(width) && i > 0 {
			return i
		}
		used += w
	}
	return len(s)
}

// widthOf is how many characters wide a text is.
func widthOf(s string) (w float64) {
	for _, r := range s {
		w += charWide(r)
	}
	return w
}

// charWide is how wide a character is; those that are not Chinese are narrower.
func charWide(r rune) float64 {
	if r < 0x2e80 {
		return .6
	}
	return 1
}

func (s scale) height(rows int) int { return rows*s.linePitch + 2*s.boxPad }

// A drawing is a chart with every box in its place, the title last.
type drawing struct {
	scale
	title         *box
	boxes         []*box
	links         [][4]int // lines from one point to another
	width, height int
}

func newDrawing(unit string, s scale) *drawing {
	return &drawing{scale: s, title: &box{texts: []text{{s: unit, chars: utf8.RuneCountInString(unit), bold: true, whole: true}}, rows: 1, root: true}}
}

// draw places all boxes of the groups.
func (d *drawing) draw(groups []group) {
	d.measure(groups)
	d.place(groups)
}

// measure gives the boxes their widths, and the lines that they have then.
func (d *drawing) measure(groups []group) {
	for _, g := range groups {
		d.widen(g.head, len(g.columns)*(d.columnWide+d.columnGap)-d.columnGap)
		for _, c := range g.columns {
			if c.head != nil {
				d.widen(c.head, d.columnWide)
			}
			for _, l := range c.leaves {
				d.widen(l, d.columnWide-l.deep*d.indent)
			}
		}
	}
	d.title.w = max(d.nameSize*50/3, d.title.texts[0].chars*d.nameSize+d.nameSize*10/3)
}

func (d *drawing) widen(b *box, w int) {
	b.w = w
	b.rows = d.rows(b)
}

// place gives boxes that have been measured their places.
func (d *drawing) place(groups []group) {
	d.boxes, d.links, d.height = d.boxes[:0], d.links[:0], 0
	d.title.h = d.scale.height(d.title.rows)
	top := d.title.h + d.rowGap
	headH, subH, wide := 0, 0, -d.columnGap
	for _, g := range groups {
		wide += g.head.w + d.columnGap
		headH = max(headH, d.scale.height(g.head.rows))
		for _, c := range g.columns {
			if c.head != nil {
				subH = max(subH, d.scale.height(c.head.rows))
			}
		}
	}
	d.width = max(wide, d.title.w)
	x := (d.width - wide) / 2
	for _, g := range groups {
		g.head.x, g.head.y, g.head.h = x, top, headH
		d.boxes = append(d.boxes, g.head)
		d.columns(&g, subH)
		d.link(d.width/2, d.title.h, g.head.x+g.head.w/2, top)
		x += g.head.w + d.columnGap
	}
	d.height = max(d.height, top+headH)
	d.title.x = (d.width - d.title.w) / 2
	d.boxes = append(d.boxes, d.title)
}

// columns places what stands under the head of a group.
func (d *drawing) columns(g *group, subH int) {
	for i, c := range g.columns {
		x := g.head.x + i*(d.columnWide+d.columnGap)
		y := g.head.y + g.head.h + d.rowGap
		if c.head != nil || len(c.leaves) > 0 {
			d.link(g.head.x+g.head.w/2, g.head.y+g.head.h, x+d.columnWide/2, y)
		}
		if c.head != nil {
			c.head.x, c.head.y, c.head.h = x, y, subH
			d.boxes = append(d.boxes, c.head)
			y += subH + d.leafGap*2
		}
		for j, l := range c.leaves {
			l.x, l.y, l.h = x+l.deep*d.indent, y, d.scale.height(l.rows)
			if j == 0 && c.head != nil || l.x > x { // one further down hangs on the one above it
				d.link(x+d.columnWide/2, y-d.leafGap*2, x+d.columnWide/2, y)
			}
			y += l.h + d.leafGap
			d.boxes = append(d.boxes, l)
		}
		d.height = max(d.height, y)
	}
}

func (d *drawing) link(x1, y1, x2, y2 int) {
	d.links = append(d.links, [4]int{x1, y1, x2, y2})
}

// svg writes the drawing, in type of its own size where the page has none for it.
func (d *drawing) svg(unit, style string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="org" xmlns="http://www.w3.org/2000/svg" viewBox="-%d -%d %d %d" width="%d"%s role="img" aria-label="%s">`,
		d.margin, d.margin, d.width+2*d.margin, d.height+2*d.margin, d.width+2*d.margin, style, html.EscapeString(words.T("grid.chartof", "unit", unit)))
	b.WriteString(`<path class="ln" d="`)
	for _, l := range d.links { // down, across and down from one box to another
		if x1, y1, x2, y2 := l[0], l[1], l[2], l[3]; x1 == x2 {
			fmt.Fprintf(&b, "M%d %dv%d", x1, y1, y2-y1)
		} else {
			fmt.Fprintf(&b, "M%d %dV%dH%dV%d", x1, y1, (y1+y2)/2, x2, y2)
		}
	}
	b.WriteString(`"/>`)
	outline(&b, "bx", d.boxes[:len(d.boxes)-1])
	outline(&b, "rt", d.boxes[len(d.boxes)-1:])
	b.WriteString("<text>")
	var above *box
	for _, x := range d.boxes {
		d.write(&b, x, above)
		above = x
	}
	b.WriteString("</text></svg>")
	return b.String()
}

// outline draws boxes as one path, each from the corner of the one before it: 180 elements of
// their own would be a fifth of the page, and steps repeat where places do not.
func outline(b *strings.Builder, class string, boxes []*box) {
	fmt.Fprintf(b, `<path class="%s" d="`, class)
	x, y := 0, 0
	for _, o := range boxes {
		fmt.Fprintf(b, "m%d %dh%dv%dh-%dz", o.x-x, o.y-y, o.w, o.h, o.w)
		x, y = o.x, o.y
	}
	b.WriteString("\"/>\n")
}

// base is where the first line of a box stands.
func (d *drawing) base(x *box) int {
	return x.y + (x.h-x.rows*d.linePitch)/2 + d.linePitch*3/4
}

// write sets the lines of a box into its middle: names bold, or white in the title. Below
// another box they stand by their distance from it, which repeats.
func (d *drawing) write(b *strings.Builder, x, above *box) {
	at := fmt.Sprintf(`y="%d"`, d.base(x))
	if above != nil && above.y < x.y {
		at = fmt.Sprintf(`dy="%d"`, d.base(x)-d.base(above)-(above.rows-1)*d.linePitch)
	}
	d.each(x, func(line string, bold bool) {
		class := ""
		if x.root {
			class = ` class="b w"`
		} else if bold {
			class = ` class="b"`
		}
		fmt.Fprintf(b, `<tspan%s x="%d" %s>%s</tspan>`, class, x.x+x.w/2, at, html.EscapeString(line))
		at = fmt.Sprintf(`dy="%d"`, d.linePitch)
	})
}
