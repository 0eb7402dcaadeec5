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
