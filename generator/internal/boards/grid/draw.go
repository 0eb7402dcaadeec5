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
	perRow     int // grids side by side where there is one level only
	stack      int // grids below one another under a head at most, 0 for any number
}

// pageScale is in CSS pixels at the natural size of the chart; pages scale it.
func pageScale() scale {
	return scale{columnWide: 134, columnGap: 12, nameSize: 18, textSize: 16, linePitch: 22, boxPad: 8, rowGap: 26, leafGap: 10, indent: 12, margin: 2, perRow: 8}
}

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
func chart(unit string, roots []*Node) string {
	s := pageScale()
	return s.draw(unit, s.groups(roots)).svg(unit, "")
}

// groups lays the grids out in columns.
func (s scale) groups(roots []*Node) []group {
	if flat(roots) {
		return s.rowsOf(roots)
	}
	var groups []group
	for _, r := range roots {
		groups = append(groups, s.newGroup(r))
	}
	return groups
}

// flat reports whether the grids are of one level only: there are no columns under heads.
func flat(roots []*Node) bool {
	return !slices.ContainsFunc(roots, func(r *Node) bool { return len(r.Children) > 0 })
}

// deep reports whether there are grids below those below r.
func deep(r *Node) bool { return !flat(r.Children) }

func (s scale) newGroup(r *Node) group {
	g := group{}
	switch {
	case deep(r):
		for _, c := range r.Children {
			col := column{head: s.newBox(c, 1)}
			s.addLeaves(&col, c, 0)
			g.columns = append(g.columns, col)
		}
	case s.stack == 0 || len(r.Children) == 0: // two levels: one column of leaves under the head
		g.columns = []column{s.leavesOf(r.Children)}
	default:
		for some := range slices.Chunk(r.Children, s.stack) {
			g.columns = append(g.columns, s.leavesOf(some))
		}
	}
	g.head = s.newBox(r, len(g.columns))
	return g
}

// leavesOf is a column of grids that have none below them.
func (s scale) leavesOf(nodes []*Node) (col column) {
	for _, c := range nodes {
		col.leaves = append(col.leaves, s.newBox(c, 1))
	}
	return col
}

func (s scale) addLeaves(col *column, n *Node, depth int) {
	for _, c := range n.Children {
		in := min(depth, 3) * s.indent
		leaf := &box{w: s.columnWide - in, x: in, lines: s.linesOf(c, s.columnWide-in)}
		col.leaves = append(col.leaves, leaf)
		s.addLeaves(col, c, depth+1)
	}
}

// rowsOf sets grids of one level side by side.
func (s scale) rowsOf(roots []*Node) []group {
	var groups []group
	for i, r := range roots {
		if i < s.perRow {
			groups = append(groups, group{head: s.newBox(r, 1), columns: []column{{}}})
			continue
		}
		col := &groups[i%s.perRow].columns[0]
		col.leaves = append(col.leaves, s.newBox(r, 1))
	}
	return groups
}

func (s scale) newBox(n *Node, columns int) *box {
	w := columns*(s.columnWide+s.columnGap) - s.columnGap
	return &box{w: w, lines: s.linesOf(n, w)}
}

// linesOf is the text of a box: the grid's name, its wardens, its households.
func (s scale) linesOf(n *Node, width int) []text {
	var out []text
	for _, part := range wrap(n.Title, width-2*s.boxPad, s.nameSize) {
		out = append(out, text{part, true})
	}
	if !isGrid(n.Tier) {
		for _, part := range wrap(n.Tier, width-2*s.boxPad, s.textSize) {
			out = append(out, text{part, false})
		}
	}
	for i, w := range n.Wardens {
		if i == 2 && len(n.Wardens) > 3 {
			out = append(out, text{words.T("grid.more", "n", fmt.Sprint(len(n.Wardens)-2)), false})
			break
		}
		for _, part := range wrap(w.Name, width-2*s.boxPad, s.textSize) {
			out = append(out, text{part, false})
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
	line, used := "", 0.0
	for _, r := range s {
		w := widthOf(string(r)) * float64(size)
		if used+w > float64(width) && line != "" {
			lines = append(lines, line)
			line, used = "", 0
		}
		line += string(r)
		used += w
	}
	return append(lines, line)
}

// widthOf is how many characters wide a text is; those that are not Chinese are narrower.
func widthOf(s string) (w float64) {
	for _, r := range s {
		if r < 0x2e80 {
			w += .6
		} else {
			w++
		}
	}
	return w
}

func (s scale) height(b *box) int { return len(b.lines)*s.linePitch + 2*s.boxPad }

// A drawing is a chart with every box in its place, the title last.
type drawing struct {
	scale
	boxes         []*box
	lines         strings.Builder
	width, height int
}

// draw places all boxes.
func (s scale) draw(unit string, groups []group) *drawing {
	d := &drawing{scale: s}
	title := &box{lines: []text{{unit, true}}, root: true, w: max(s.nameSize*50/3, len([]rune(unit))*s.nameSize+s.nameSize*10/3)}
	title.h = s.height(title)
	top := title.h + s.rowGap
	headH, subH, wide := 0, 0, -s.columnGap
	for _, g := range groups {
		wide += g.head.w + s.columnGap
		headH = max(headH, s.height(g.head))
		for _, c := range g.columns {
			if c.head != nil {
				subH = max(subH, s.height(c.head))
			}
		}
	}
	d.width = max(wide, title.w)
	x := (d.width - wide) / 2
	for _, g := range groups {
		g.head.x, g.head.y, g.head.h = x, top, headH
		d.boxes = append(d.boxes, g.head)
		d.columns(&g, subH)
		link(&d.lines, d.width/2, title.h, g.head.x+g.head.w/2, top)
		x += g.head.w + s.columnGap
	}
	d.height = max(d.height, top+headH)
	title.x = (d.width - title.w) / 2
	d.boxes = append(d.boxes, title)
	return d
}

// columns places what stands under the head of a group.
func (d *drawing) columns(g *group, subH int) {
	for i, c := range g.columns {
		x := g.head.x + i*(d.columnWide+d.columnGap)
		y := g.head.y + g.head.h + d.rowGap
		if c.head != nil || len(c.leaves) > 0 {
			link(&d.lines, g.head.x+g.head.w/2, g.head.y+g.head.h, x+d.columnWide/2, y)
		}
		if c.head != nil {
			c.head.x, c.head.y, c.head.h = x, y, subH
			d.boxes = append(d.boxes, c.head)
			y += subH + d.leafGap*2
		}
		for j, l := range c.leaves {
			l.x, l.y, l.h = x+l.x, y, d.scale.height(l)
			if j == 0 && c.head != nil || l.x > x { // one further down hangs on the one above it
				link(&d.lines, x+d.columnWide/2, y-d.leafGap*2, x+d.columnWide/2, y)
			}
			y += l.h + d.leafGap
			d.boxes = append(d.boxes, l)
		}
		d.height = max(d.height, y)
	}
}

// link draws a line down, across and down from one box to another.
func link(b *strings.Builder, x1, y1, x2, y2 int) {
	if x1 == x2 {
		fmt.Fprintf(b, "M%d %dv%d", x1, y1, y2-y1)
		return
	}
	fmt.Fprintf(b, "M%d %dV%dH%dV%d", x1, y1, (y1+y2)/2, x2, y2)
}

// svg writes the drawing, in type of its own size where the page has none for it.
func (d *drawing) svg(unit, style string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="org" xmlns="http://www.w3.org/2000/svg" viewBox="-%d -%d %d %d" width="%d"%s role="img" aria-label="%s">`,
		d.margin, d.margin, d.width+2*d.margin, d.height+2*d.margin, d.width+2*d.margin, style, html.EscapeString(words.T("grid.chartof", "unit", unit)))
	fmt.Fprintf(&b, `<path class="ln" d="%s"/>`, d.lines.String())
	title, rest := d.boxes[len(d.boxes)-1], d.boxes[:len(d.boxes)-1]
	outline(&b, "bx", rest)
	outline(&b, "rt", []*box{title})
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
	return x.y + (x.h-len(x.lines)*d.linePitch)/2 + d.linePitch*3/4
}

// write sets the lines of a box into its middle: names bold, or white in the title. Below
// another box they stand by their distance from it, which repeats.
func (d *drawing) write(b *strings.Builder, x, above *box) {
	at := fmt.Sprintf(`y="%d"`, d.base(x))
	if above != nil && above.y < x.y {
		at = fmt.Sprintf(`dy="%d"`, d.base(x)-d.base(above)-(len(above.lines)-1)*d.linePitch)
	}
	for _, l := range x.lines {
		class := ""
		if x.root {
			class = ` class="b w"`
		} else if l.bold {
			class = ` class="b"`
		}
		fmt.Fprintf(b, `<tspan%s x="%d" %s>%s</tspan>`, class, x.x+x.w/2, at, html.EscapeString(l.s))
		at = fmt.Sprintf(`dy="%d"`, d.linePitch)
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
