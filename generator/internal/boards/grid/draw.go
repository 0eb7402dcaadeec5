package grid

import (
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/words"
)

// The chart is drawn in units of a CSS pixel at its natural size; pages scale it.
const (
	columnWide = 134 // of a box
	columnGap  = 12
	nameSize   = 18
	textSize   = 16
	linePitch  = 22
	boxPad     = 8
	rowGap     = 26 // between the rows of boxes that lines run through
	leafGap    = 10
	indent     = 12 // of a grid further down in its column
)

// A box is one grid of the chart with its lines of text, wrapped to its width.
type box struct {
	lines []text
	x, y  int
	w, h  int
	root  bool
}

type text struct {
	s    string
	bold bool
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
// 8/18/155 grids make 18 columns and fit one A3 sheet.
func chart(unit string, roots []*Node) string {
	var groups []group
	flat := true // grids of one level only: no columns under a head
	for _, r := range roots {
		flat = flat && len(r.Children) == 0
	}
	for _, r := range roots {
		groups = append(groups, newGroup(r))
	}
	if flat {
		groups = rowsOf(roots)
	}
	return draw(unit, groups)
}

func newGroup(r *Node) group {
	g := group{head: newBox(r, 1)}
	deep := false
	for _, c := range r.Children {
		deep = deep || len(c.Children) > 0
	}
	if !deep { // two levels: one column of leaves under the head
		col := column{}
		for _, c := range r.Children {
			col.leaves = append(col.leaves, newBox(c, 1))
		}
		g.columns = []column{col}
		return g
	}
	for _, c := range r.Children {
		col := column{head: newBox(c, 1)}
		addLeaves(&col, c, 0)
		g.columns = append(g.columns, col)
	}
	g.head.w = len(g.columns)*(columnWide+columnGap) - columnGap
	g.head.lines = linesOf(r, g.head.w)
	return g
}

func addLeaves(col *column, n *Node, depth int) {
	for _, c := range n.Children {
		in := min(depth, 3) * indent
		leaf := &box{w: columnWide - in, x: in, lines: linesOf(c, columnWide-in)}
		col.leaves = append(col.leaves, leaf)
		addLeaves(col, c, depth+1)
	}
}

// rowsOf sets grids of one level side by side, eight to a row.
func rowsOf(roots []*Node) []group {
	const perRow = 8
	var groups []group
	for i, r := range roots {
		if i < perRow {
			groups = append(groups, group{head: newBox(r, 1), columns: []column{{}}})
			continue
		}
		col := &groups[i%perRow].columns[0]
		col.leaves = append(col.leaves, newBox(r, 1))
	}
	return groups
}

func newBox(n *Node, columns int) *box {
	w := columns*(columnWide+columnGap) - columnGap
	return &box{w: w, lines: linesOf(n, w)}
}

// linesOf is the text of a box: the grid's name, its wardens, its households.
func linesOf(n *Node, width int) []text {
	var out []text
	for _, s := range wrap(n.Title, width-2*boxPad, nameSize) {
		out = append(out, text{s, true})
	}
	if !isGrid(n.Tier) {
		for _, s := range wrap(n.Tier, width-2*boxPad, textSize) {
			out = append(out, text{s, false})
		}
	}
	for i, w := range n.Wardens {
		if i == 2 && len(n.Wardens) > 3 {
			out = append(out, text{words.T("grid.more", "n", fmt.Sprint(len(n.Wardens)-2)), false})
			break
		}
		for _, s := range wrap(w.Name, width-2*boxPad, textSize) {
			out = append(out, text{s, false})
		}
	}
	if n.Doors != "" {
		out = append(out, text{n.Doors, false})
	}
	return out
}

// wrap cuts s into lines no wider than width at the given type size.
func wrap(s string, width, size int) []string {
	var lines []string
	line, used := "", 0
	for _, r := range s {
		w := size
		if r < 0x2e80 {
			w = size * 6 / 10
		}
		if used+w > width && line != "" {
			lines = append(lines, line)
			line, used = "", 0
		}
		line += string(r)
		used += w
	}
	return append(lines, line)
}

func (b *box) height() int { return len(b.lines)*linePitch + 2*boxPad }

// draw places all boxes and writes the SVG.
func draw(unit string, groups []group) string {
	title := &box{lines: []text{{unit, true}}, root: true, w: max(300, len([]rune(unit))*nameSize+60)}
	top := title.height() + rowGap
	headH, subH, wide := 0, 0, -columnGap
	for _, g := range groups {
		wide += g.head.w + columnGap
		headH = max(headH, g.head.height())
		for _, c := range g.columns {
			if c.head != nil {
				subH = max(subH, c.head.height())
			}
		}
	}
	var boxes []*box
	var lines strings.Builder
	x, bottom := max(0, (title.w-wide)/2), 0
	for _, g := range groups {
		g.head.x, g.head.y, g.head.h = x, top, headH
		boxes = append(boxes, g.head)
		for i, c := range g.columns {
			cx := x + i*(columnWide+columnGap)
			y := top + headH + rowGap
			if c.head != nil {
				c.head.x, c.head.y, c.head.h = cx, y, subH
				boxes = append(boxes, c.head)
				link(&lines, x+g.head.w/2, top+headH, cx+columnWide/2, y)
				y += subH + leafGap*2
			}
			for j, l := range c.leaves {
				l.x, l.y, l.h = cx+l.x, y, l.height()
				if j == 0 || l.x > cx { // one further down hangs on the one above it
					link(&lines, cx+columnWide/2, y-leafGap*2, cx+columnWide/2, y)
				}
				y += l.h + leafGap
				boxes = append(boxes, l)
			}
			bottom = max(bottom, y)
		}
		x += g.head.w + columnGap
	}
	width := max(wide, title.w)
	title.x, title.h = (width-title.w)/2, title.height()
	for _, g := range groups {
		link(&lines, width/2, title.h, g.head.x+g.head.w/2, top)
	}
	return svg(unit, width, bottom, append(boxes, title), lines.String())
}

// link draws a line down, across and down from one box to another.
func link(b *strings.Builder, x1, y1, x2, y2 int) {
	if x1 == x2 {
		fmt.Fprintf(b, "M%d %dv%d", x1, y1, y2-y1)
		return
	}
	fmt.Fprintf(b, "M%d %dV%dH%dV%d", x1, y1, (y1+y2)/2, x2, y2)
}

func svg(unit string, width, height int, boxes []*box, lines string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="org" xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 %d %d" width="%d" role="img" aria-label="%s">`,
		width+4, height+4, width+4, html.EscapeString(words.T("grid.chartof", "unit", unit)))
	fmt.Fprintf(&b, `<path class="ln" d="%s"/>`, lines)
	title, rest := boxes[len(boxes)-1], boxes[:len(boxes)-1]
	outline(&b, "bx", rest)
	outline(&b, "rt", []*box{title})
	b.WriteString("<text>")
	var above *box
	for _, x := range boxes {
		x.write(&b, above)
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
func (x *box) base() int { return x.y + (x.h-len(x.lines)*linePitch)/2 + linePitch - 6 }

// write sets the lines of a box into its middle: names bold, or white in the title. Below
// another box they stand by their distance from it, which repeats.
func (x *box) write(b *strings.Builder, above *box) {
	at := fmt.Sprintf(`y="%d"`, x.base())
	if above != nil && above.y < x.y {
		at = fmt.Sprintf(`dy="%d"`, x.base()-above.base()-(len(above.lines)-1)*linePitch)
	}
	for _, l := range x.lines {
		class := ""
		if x.root {
			class = ` class="b w"`
		} else if l.bold {
			class = ` class="b"`
		}
		fmt.Fprintf(b, `<tspan%s x="%d" %s>%s</tspan>`, class, x.x+x.w/2, at, html.EscapeString(l.s))
		at = fmt.Sprintf(`dy="%d"`, linePitch)
	}
}

// The plan is drawn planWide wide. Areas in percent lie on a sheet of 4 by 3 while no
// picture says otherwise.
const (
	planWide     = 800
	planMargin   = 4
	percentWide  = 4
	percentHigh  = 3
	planName     = 30 // type sizes
	planText     = 26
	planSmall    = 20 // where the name is too long for its area
	planLineHigh = 1.2
)

// area is a grid on the plan.
type area struct {
	n      *node
	points [][]float64
	who    []string // its wardens
}

// plan draws the areas of the grids that have one, each with its name, its wardens
// and its own line pattern: colour is never the only sign.
func (b *Board) plan(t privacy.Target) string {
	var areas []area
	for _, n := range b.mapped(t) {
		areas = append(areas, area{n, b.corners(n.grid.Plan.Area), b.names(n, t)})
	}
	if len(areas) == 0 {
		return ""
	}
	box, margin := b.extent(areas)
	scale := planWide / max(box[2]-box[0], 1)
	for i := range areas { // to the plan's own units
		for j, p := range areas[i].points {
			areas[i].points[j] = []float64{(p[0] - box[0]) * scale, (p[1] - box[1]) * scale}
		}
	}
	var s strings.Builder
	fmt.Fprintf(&s, `<svg class="plan" xmlns="http://www.w3.org/2000/svg" viewBox="%d %d %d %.0f" role="img" aria-label="%s">`,
		-margin, -margin, planWide+2*margin, (box[3]-box[1])*scale+float64(2*margin), html.EscapeString(words.T("grid.planof", "unit", b.unit.Name)))
	for i, a := range areas {
		fmt.Fprintf(&s, `<polygon class="p%d" points="`, i%4)
		for _, p := range a.points {
			fmt.Fprintf(&s, "%.0f,%.0f ", p[0], p[1])
		}
		s.WriteString(`"/>`)
	}
	for _, a := range areas {
		a.label(&s)
	}
	s.WriteString("</svg>")
	return s.String()
}

// mapped are the grids that the plan shows, in the order of their numbers on hall screens.
func (b *Board) mapped(t privacy.Target) (list []*node) {
	for _, n := range b.nodes {
		if n.grid.Plan != nil && len(n.grid.Plan.Area.XY) >= 3 && b.shown(n, t) {
			list = append(list, n)
		}
	}
	return list
}

// extent is the box that the plan covers: the picture where there is one, because areas
// are measured on it, else the areas with a margin for their lines.
func (b *Board) extent(areas []area) (box [4]float64, margin int) {
	if b.ground != nil {
		return [4]float64{0, 0, float64(b.ground.FullWidth), float64(b.ground.FullHeight)}, 0
	}
	box = bounds(areas[0].points)
	for _, a := range areas {
		o := bounds(a.points)
		box = [4]float64{min(box[0], o[0]), min(box[1], o[1]), max(box[2], o[2]), max(box[3], o[3])}
	}
	return box, planMargin
}

// readGround gets the picture under the areas, which must lie on it.
func (b *Board) readGround(in *board.Input) {
	d := b.file.Drawing
	if d == nil {
		return
	}
	b.ground = in.Picture(d.Of("picture"), d.Picture, words.T("grid.planof", "unit", b.unit.Name))
	if b.ground == nil {
		return
	}
	w, h := b.ground.FullWidth, b.ground.FullHeight
	for _, n := range b.nodes {
		if p := n.grid.Plan; p != nil && len(p.Area.XY) > 0 {
			if o := bounds(b.corners(p.Area)); o[0] < 0 || o[1] < 0 || o[2] > float64(w) || o[3] > float64(h) {
				in.Report.Error(p.Of("area"), "grid/off-picture", "grid", n.grid.Title(), "w", strconv.Itoa(w), "h", strconv.Itoa(h))
			}
		}
	}
}

// corners returns the corners of an area as the drawing has them: percent are those of
// the picture under it.
func (b *Board) corners(p record.Points) [][]float64 {
	wide, high := float64(percentWide), float64(percentHigh)
	if b.ground != nil {
		wide, high = float64(b.ground.FullWidth)/100, float64(b.ground.FullHeight)/100
	}
	list := make([][]float64, len(p.XY))
	for i, xy := range p.XY {
		list[i] = slices.Clone(xy)
		if p.Percent {
			list[i] = []float64{xy[0] * wide, xy[1] * high}
		}
	}
	return list
}

// label writes the name of a grid into its area, and its wardens as far as they fit.
func (a *area) label(s *strings.Builder) {
	box := bounds(a.points)
	wide, high := box[2]-box[0]-8, box[3]-box[1]-8
	size := planName
	title := a.n.grid.Title()
	if float64(len(wrap(title, int(wide), size))*size)*planLineHigh > high {
		size = planSmall
	}
	type line struct {
		s    string
		size int
		bold bool
	}
	var lines []line
	used := 0.0
	add := func(s string, size int, bold bool) {
		if used += float64(size) * planLineHigh; used <= high || bold {
			lines = append(lines, line{s, size, bold})
		}
	}
	for _, part := range wrap(title, int(wide), size) {
		add(part, size, true)
	}
	for i, name := range a.who {
		if i < 2 && len(wrap(name, int(wide), planSmall)) == 1 {
			add(name, min(size, planText), false)
		}
	}
	x, y := centre(a.points)
	total := 0.0
	for _, l := range lines {
		total += float64(l.size) * planLineHigh
	}
	y -= total / 2
	s.WriteString("<g>")
	for _, l := range lines {
		y += float64(l.size) * planLineHigh
		class := ""
		if l.bold {
			class = ` class="b"`
		}
		fmt.Fprintf(s, `<text%s style="font-size:%dpx" x="%.0f" y="%.0f">%s</text>`, class, l.size, x, y-float64(l.size)/4, html.EscapeString(l.s))
	}
	s.WriteString("</g>")
}

func bounds(points [][]float64) [4]float64 {
	b := [4]float64{points[0][0], points[0][1], points[0][0], points[0][1]}
	for _, p := range points {
		b = [4]float64{min(b[0], p[0]), min(b[1], p[1]), max(b[2], p[0]), max(b[3], p[1])}
	}
	return b
}

// centre is the centroid of a polygon (the mean of its corners when it has no area).
func centre(points [][]float64) (x, y float64) {
	area := 0.0
	for i, p := range points {
		q := points[(i+1)%len(points)]
		cross := p[0]*q[1] - q[0]*p[1]
		area += cross
		x += (p[0] + q[0]) * cross
		y += (p[1] + q[1]) * cross
	}
	if area > 1e-9 || area < -1e-9 {
		return x / (3 * area), y / (3 * area)
	}
	x, y = 0, 0
	for _, p := range points {
		x += p[0] / float64(len(points))
		y += p[1] / float64(len(points))
	}
	return x, y
}
