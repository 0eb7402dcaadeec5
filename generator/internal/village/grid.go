package village

import (
	"slices"
	"strings"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/words"
)

// GridFile is grids.yaml: the tree of grids and the people who mind them.
type GridFile struct {
	record.At
	Grids   []Grid                 `key:"grids,main"`
	Wardens []Warden               `key:"wardens"` // of the whole unit, outside any one grid
	Counts  record.Pairs[Quantity] `key:"counts"`  // level → grids, instead of rows
	Total   record.Pairs[Quantity] `key:"total"`   // checked, never added
	Covered bool                   `key:"covered"` // 全覆盖: 是, a claim to be checked
	Notice  *Period                `key:"notice"`
	Drawing *Plan                  `key:"plan"` // the picture under the areas

	Wanted   record.Pairs[[]string] `key:"wanted"`   // level → what each of its grids must have: roles, or fields such as 品牌
	Coverage []Coverage             `key:"coverage"` // what must be reached, and what is
	Linked   []Linked               `key:"linked"`   // members who look after households
	Liaisons record.Pairs[Quantity] `key:"liaisons"` // cadres who look after units, by kind
	Force    record.Pairs[Quantity] `key:"team"`     // who else helps in the grids, by kind
	Showing
}

// A Grid is one node of the unit's grid tree.
type Grid struct {
	record.At
	Code       string   `key:"code,required"`
	Name       string   `key:"title"`
	Tier       string   `key:"level"` // 级别 as typed: 一级 二级 三级 微 专属…
	Parent     string   `key:"parent"`
	Range      []string `key:"audience|range"` // 楼栋, 门牌范围; 范围 means this here, see Check
	Households Quantity `key:"doors"`          // 户数
	Party      string   `key:"party"`          // 党组织
	Brand      string   `key:"brand"`
	Liaison    string   `key:"liaison"` // 联络员
	Wardens    []Warden `key:"wardens"`
	Phone      Phone    `key:"publicphone"` // of the first warden, where a table has one row a grid
	Role       string   `key:"role"`
	WeChat     string   `key:"wechat"`
	Plan       *Plan    `key:"plan"`
	Showing
}

// Title returns how the grid is called.
func (g *Grid) Title() string {
	if g.Name != "" {
		return g.Name
	}
	return g.Code
}

// A Warden minds a grid.
type Warden struct {
	record.At
	Name   Name   `key:"name,required"`
	Role   string `key:"role"` // 网格长 专职网格员 微网格员…
	Phone  Phone  `key:"publicphone"`
	WeChat string `key:"wechat"`
}

// ScanShort reads 网格员: 张三; 无 and the like are nobody.
func (w *Warden) ScanShort(v *record.Value) {
	if !Nobody(v.Text) {
		w.Name.Scan(v)
	}
}

// A Plan is where a grid lies on the drawing of the unit.
type Plan struct {
	record.At
	Picture record.Path   `key:"picture"`
	Area    record.Points `key:"area"` // corners, in pixels of the picture or percent of it; without one in units of the drawing
}

// Coverage says how many of something there are and how many of them are reached: sites
// and the Party organisations that they belong to.
type Coverage struct {
	record.At
	Name    string                 `key:"title,required"`
	Needed  record.Pairs[Quantity] `key:"needed"`
	Reached record.Pairs[Quantity] `key:"reached"`
	Covered bool                   `key:"covered"` // 全覆盖: 是, a claim to be checked
	Partial bool                   `key:"partial"` // not all sites are listed
	Sites   []Site                 `key:"sites"`
	Showing
}

// A Site is one of those to be reached.
type Site struct {
	record.At
	Name  string `key:"title,required"`
	Party string `key:"party"` // "" for none
}

// Linked is one member who looks after households, or a kind of them with their number.
type Linked struct {
	record.At
	Member   Ref      `key:"members|name"`
	Title    string   `key:"title"`    // 党员中心户
	Number   Quantity `key:"quantity"` // how many of that kind
	Contacts []Ref    `key:"contacts"`
	Homes    Quantity `key:"linkedhomes|doors"` // households, where they are not named
	Mediated Quantity `key:"mediated"`          // disputes that were settled
	Showing
}

// check reports what one grid's record gets wrong by itself, and gives 范围 its
// meaning: a list of addresses, unless it names an audience.
func (g *Grid) check(rep *problem.Report) {
	var places []string
	for _, r := range g.Range {
		if code, ok := words.Value("audience", strings.TrimSpace(r)); ok {
			g.Audience = audienceCodes[code]
			continue
		}
		places = append(places, r)
	}
	g.Range = places
	g.Wardens = slices.DeleteFunc(g.Wardens, func(w Warden) bool { return w.Name == "" })
	g.Households.MustCount("households", g.Of("doors"), rep)
	if len(g.Wardens) > 0 {
		w := &g.Wardens[0]
		if w.Phone == "" {
			w.Phone = g.Phone
		}
		if w.Role == "" {
			w.Role = g.Role
		}
	}
	for _, w := range g.Wardens {
		w.check(rep)
	}
}

// check asks for the role of whoever gives a mobile number.
func (w *Warden) check(rep *problem.Report) {
	if w.Phone.Mobile() && w.Role == "" {
		rep.Error(w.Pos, "phone/mobile-without-role")
	}
}

// mergeRows joins rows that name one grid again, as tables do that give each of its
// wardens a row, and leaves out those that could not be read.
func (f *GridFile) mergeRows() {
	var list []Grid
	for _, g := range f.Grids {
		switch n := len(list); {
		case g.Code == "":
		case n > 0 && g.repeats(&list[n-1]):
			list[n-1].Wardens = append(list[n-1].Wardens, g.Wardens...)
		default:
			list = append(list, g)
		}
	}
	f.Grids = list
}

// repeats reports whether a row is about the grid of the row above it.
func (g *Grid) repeats(above *Grid) bool {
	return g.Code != "" && g.Code == above.Code && g.Name == above.Name && g.Cell && len(g.Wardens) > 0 &&
		(g.Tier == above.Tier || g.Tier == "") && (len(g.Range) == 0 || slices.Equal(g.Range, above.Range))
}

// Find returns the one grid with that number or, else, that name. Anything else is
// reported at pos.
func (f *GridFile) Find(ref string, pos problem.Pos, rep *problem.Report) (i int, ok bool) {
	var named []int
	for i := range f.Grids {
		if g := &f.Grids[i]; g.Code == ref {
			return i, true
		} else if g.Name == ref {
			named = append(named, i)
		}
	}
	switch len(named) {
	case 1:
		return named[0], true
	case 0:
		rep.Error(pos, "register/unknown-grid", "grid", ref)
	default:
		rep.Error(pos, "register/two-grids", "grid", ref, "one", f.Grids[named[0]].Code, "other", f.Grids[named[1]].Code)
	}
	return 0, false
}
