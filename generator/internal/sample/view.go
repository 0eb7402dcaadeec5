package sample

import (
	"fmt"
	"strconv"
	"strings"

	"gongshi/generator/internal/village"
)

// A view is what the templates of a unit's files may use.
type view struct {
	draw  // of the file that is written
	*unit // its name, its sizes
	site  *Site

	Members []*person
	Homes   []*person
	Grids   []*grid
	Cadres  []*person // by the order of posts
	Scheme  string    // of points: ranks, open, category or homes
	Season  season    // of stars
	counts  Counts
	phones  int // given out in this file
}

// look makes what the files of a unit share.
func (s *Site) look(u *unit) *view {
	v := &view{unit: u, site: s}
	n := s.namer(s.draw(u.kind, u.number, "people"))
	if v.draw = n.draw; u.kind != "village" {
		for i, post := range v.All("townposts") {
			v.Cadres = append(v.Cadres, &person{Code: strconv.Itoa(i), Name: n.name(), Post: post[0]})
		}
		if u.kind == "town" {
			v.counts.Townships = 1
		}
		return v
	}
	groups, word := n.Between(3, 8), v.Word("group")
	group := func(i int) string { return strconv.Itoa(i) + word }
	sides := v.All("sides")
	v.Members = n.register(func(i int) string { return fmt.Sprintf("M%03d", i+1) }, u.members, groups, group, sides)
	v.Homes = n.register(func(i int) string { return fmt.Sprintf("H%03d", i+1) }, u.homes, groups, group, sides)
	for i, p := range v.Members {
		if p.Category = v.Word("categories"); v.Chance(35) {
			for _, e := range v.Some(v.Between(1, 2), "identities") {
				p.Identities = append(p.Identities, e[0])
			}
		}
		if posts := v.All("posts"); i < len(posts) {
			p.Post = posts[i][0]
			v.Cadres = append(v.Cadres, p)
		}
	}
	v.draw = s.draw(u.kind, u.number, "shape")
	v.Grids = v.makeGrids(s.namer(s.draw(u.kind, u.number, "wardens")))
	lowest := v.lowest()
	for _, p := range v.Homes {
		p.Grid = one(v.draw, lowest).Code
	}
	v.Scheme, v.Season = v.scheme(), v.season()
	v.counts.Villages = 1
	v.counts.Members, v.counts.Households, v.counts.Grids = len(v.Members), len(v.Homes), len(v.Grids)
	return v
}

// Full is true for the first of all units of a kind: it has every board and every way of
// writing that others have by chance.
func (v *view) Full() bool { return v.number == 0 }

// Often is Chance, and true where all is.
func (v *view) Often(percent int) bool { return v.Chance(percent) || v.Full() }

// Year is the year of the day, Day its month and day.
func (v *view) Year() int { return v.site.day.Year() }

// Last is the year before.
func (v *view) Last() int { return v.Year() - 1 }

// Ago is the day so many days ago, or to come where days is negative.
func (v *view) Ago(days int) string { return (v.site.day - village.Date(days)).ISO() }

// Days are n days of the year up to the day, in order, and different ones where there are
// enough.
func (v *view) Days(n int) []string {
	first := village.DateOf(v.Year(), 1, 1)
	days := int(v.site.day-first) + 1
	list := make([]string, n)
	for i := range list {
		from, to := i*days/n, max(i*days/n, (i+1)*days/n-1)
		list[i] = (first + village.Date(v.Between(from, min(to, days-1)))).ISO()
	}
	return list
}

// Phone is a number that nobody can have: local numbers do not begin with 1.
func (v *view) Phone() string {
	v.phones++
	codes := v.All("areacodes")
	return fmt.Sprintf("%s-12345%02d", codes[v.areaCode()%len(codes)][0], 10+v.phones%90)
}

// areaCode tells units of different counties apart.
func (v *view) areaCode() int {
	switch v.kind {
	case "village":
		t, _ := townOf(v.number)
		return t / perCounty
	case "town":
		return v.number / perCounty
	}
	return v.number
}

// Head is the person of a post.
func (v *view) Head(i int) *person { return v.Cadres[i] }

// SomeMembers draws members without a post of the committee.
func (v *view) SomeMembers(n int) []*person { return some(v.draw, n, v.Members[len(v.Cadres):]) }

// SomeHomes draws households.
func (v *view) SomeHomes(n int) []*person { return some(v.draw, n, v.Homes) }

// A taken is a step that a case has taken.
type taken struct{ Step, Day string }

// A way is how far a case has come.
type way struct{ Taken []taken }

// Way takes steps from so many days ago on, a few days apart, as far as the day lets it; in so
// many of a hundred cases it waits after a step.
func (v *view) Way(list string, ago, apart, waits int) way {
	var w way
	day := v.site.day - village.Date(ago)
	for _, step := range v.All(list) {
		if day > v.site.day || len(w.Taken) > 0 && v.Chance(waits) {
			break
		}
		w.Taken = append(w.Taken, taken{step[0], day.ISO()})
		day += village.Date(v.Between(0, 2*apart))
	}
	return w
}

// Steps is how many steps were taken.
func (w way) Steps() int { return len(w.Taken) }

// Columns are the steps as columns of a row.
func (w way) Columns() (list []string) {
	for _, t := range w.Taken {
		list = append(list, t.Step+": "+t.Day)
	}
	return list
}

// Text is the columns in braces.
func (w way) Text() string { return strings.Join(w.Columns(), ", ") }

// Join writes a list into one cell.
func (v *view) Join(list []string, sep string) string { return strings.Join(list, sep) }

// Level is the level that the name ends with: a township is a 镇 or a 乡.
func (v *view) Level() string {
	name := []rune(v.Name)
	return string(name[len(name)-1])
}

// Projects draws what the village has done.
func (v *view) Projects() []entry {
	list := v.Some(6, "projects")
	v.counts.Outcomes = len(list)
	return list
}

// Seq is 0 … n-1.
func (v *view) Seq(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}
