package sample

import (
	"fmt"
	"strconv"
)

// A grid is a part of the village that a warden looks after.
type grid struct {
	Code, Name, Level, Parent string
	Range                     string // of houses; only of the lowest level
	Doors                     int
	Warden, Role              string // "" for none
	Public                    bool   // its phone stands on the page
	level                     int
}

// makeGrids makes three levels of grids: each of the first has its part of the second, and
// these of the third, which the houses are in.
func (v *view) makeGrids(n *namer) []*grid {
	counts := v.unit.grids
	var levels [3][]*grid
	names := n.others(counts[0]+counts[1]+counts[2], nil)
	streets := v.All("streets")
	house := make([]int, len(streets)) // last house of each street that a grid has
	for level, count := range counts {
		for i := range count {
			g := &grid{level: level, Level: v.All("levels")[level][0], Role: v.All("roles")[level][0], Public: level < 2 || v.Chance(40)}
			g.Warden, names = names[0], names[1:]
			if level == 0 {
				g.Code = strconv.Itoa(i + 1)
				g.Name = v.All("numerals")[i][0] + v.All("gridnames")[0][0]
			} else {
				up := levels[level-1][i*len(levels[level-1])/count]
				g.Parent = up.Code
				up.Doors++ // for now: how many it has below
				g.Code = fmt.Sprintf("%s-%d", up.Code, up.Doors)
			}
			if level > 0 {
				at := i % len(streets)
				g.Name = streets[at][0] + v.All("gridnames")[level][0]
				if level == 2 {
					g.Doors = v.Between(4, 9)
					g.Range = fmt.Sprintf("%s%d-%d", streets[at][0], house[at]+1, house[at]+g.Doors)
					g.Name += strconv.Itoa(i/len(streets) + 1)
					house[at] += g.Doors
				}
			}
			levels[level] = append(levels[level], g)
		}
	}
	return v.unmanned(treeOrder(levels))
}

// treeOrder puts every grid behind the one above it, and says of those above how many doors
// they have.
func treeOrder(levels [3][]*grid) (list []*grid) {
	var walk func(g *grid)
	walk = func(g *grid) {
		list = append(list, g)
		if g.level == 2 {
			return
		}
		g.Doors = 0
		for _, low := range levels[g.level+1] {
			if low.Parent == g.Code {
				walk(low)
				g.Doors += low.Doors
			}
		}
	}
	for _, g := range levels[0] {
		walk(g)
	}
	return list
}

// unmanned leaves a few grids of a few villages without a warden, as it is.
func (v *view) unmanned(list []*grid) []*grid {
	if v.Chance(8) {
		for range v.Between(1, 3) {
			one(v.draw, list).Warden = ""
		}
	}
	return list
}

// lowest are the grids that houses are in.
func (v *view) lowest() (list []*grid) {
	for _, g := range v.Grids {
		if g.level == 2 {
			list = append(list, g)
		}
	}
	return list
}
