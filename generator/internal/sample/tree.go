package sample

import (
	"path"
	"strconv"
	"strings"

	"gongshi/generator/internal/pinyin"
)

// A unit is one of the tree, and what is known of it without its text.
type unit struct {
	kind   string // city county town village: the folder of its templates
	number int    // among all of its kind
	Name   string
	folder string // below data, "" for the site's own
	above  *unit
	below  []*unit
	facts  // of all villages in it
}

// facts are the sizes of a village, drawn before anything else of it.
type facts struct {
	members, homes     int
	grids              [3]int // by level
	Households, People int
}

// Sixty-five villages are three townships, twelve townships a county: 1,560 villages are 72
// townships in 6 counties. A village's place does not depend on how many there are.
const (
	block     = 65
	perTown   = 22
	perBlock  = 3
	perCounty = 12 // townships
)

func townOf(number int) (town, place int) {
	in := number % block
	return number/block*perBlock + in/perTown, in % perTown
}

// plant makes the tree: one village alone, or villages of one township, of one county, or of
// a city. What is on top has the site's own folder, but for a village alone.
func (s *Site) plant() {
	var city, county, town *unit
	var counties, towns, villages []entry
	for n := range s.villages {
		t, place := townOf(n)
		if s.villages > block*perCounty/perBlock && city == nil {
			city = s.add("city", 0, s.lists.of("city")[0][0], nil)
		}
		if place == 0 && t%perCounty == 0 && s.villages > perTown {
			if counties == nil {
				counties = s.names("county", 0, s.countyNames)
			}
			county = s.add("county", t/perCounty, counties[t/perCounty][0], city)
		}
		if place == 0 && s.villages > 1 {
			if t%perCounty == 0 {
				towns = s.names("town", t/perCounty, s.townNames)
			}
			town = s.add("town", t, towns[t%perCounty][0], county)
		}
		if place == 0 {
			villages = s.names("village", t, s.villageNames)
		}
		u := s.add("village", n, villages[place][0], town)
		u.facts = s.measure(n)
		for above := u.above; above != nil; above = above.above {
			above.facts.add(u.facts)
		}
	}
}

// add adds a unit in a folder of its own below the one above.
func (s *Site) add(kind string, number int, name string, above *unit) *unit {
	u := &unit{kind: kind, number: number, Name: name, above: above}
	if above != nil {
		slug := pinyin.Slug(name)
		same := 1
		for _, other := range above.below {
			if pinyin.Slug(other.Name) == slug {
				same++
			}
		}
		if same > 1 {
			slug += strconv.Itoa(same)
		}
		u.folder = path.Join(above.folder, slug)
		above.below = append(above.below, u)
	} else if kind == "village" {
		u.folder = pinyin.Slug(name)
	}
	s.units = append(s.units, u)
	return u
}

// village returns the n-th village.
func (s *Site) village(n int) *unit {
	for _, u := range s.units {
		if u.kind == "village" && u.number == n {
			return u
		}
	}
	panic("sample: no village " + strconv.Itoa(n))
}

// names draws the names of the units below one, no two alike.
func (s *Site) names(kind string, number int, named func(draw) []entry) []entry {
	return named(s.draw(kind, number, "names"))
}

func (s *Site) countyNames(d draw) []entry {
	list := append([]entry(nil), s.lists.of("counties")...)
	d.rnd.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

func (s *Site) townNames(d draw) []entry {
	return d.places(perCounty, "townplaces", func() string { return d.Word("towntails") })
}

func (s *Site) villageNames(d draw) []entry {
	village := s.lists.of("village")[0][0]
	return d.places(perTown, "villagetails", func() string { return village })
}

// places draws n different names of places. None has a character twice.
func (d draw) places(n int, tails string, last func() string) []entry {
	heads := []rune(d.Word("heads"))
	var list []entry
	for used := map[string]bool{}; len(list) < n; {
		name := string(one(d, heads)) + string(one(d, heads))
		if d.Chance(40) {
			name = string(one(d, heads))
		}
		if name += d.Word(tails); !used[name] && !twice(name) {
			used[name] = true
			list = append(list, entry{name + last()})
		}
	}
	return list
}

func twice(name string) bool {
	return strings.ContainsFunc(name, func(r rune) bool { return strings.Count(name, string(r)) > 1 })
}

// measure draws the sizes of the n-th village: 42 members, 40 grids and 80 households with
// stars on the average, as the cities have that gave the figures.
func (s *Site) measure(n int) facts {
	d := s.draw("village", n, "facts")
	var f facts
	f.members = 18 + d.Between(0, 24) + d.Between(0, 24)
	if d.Chance(42) {
		f.members++
	}
	f.homes = d.Between(60, 100)
	f.grids[0], f.grids[1] = d.Between(1, 3), d.Between(5, 9)
	f.grids[2] = d.Between(30, 50) - f.grids[0] - f.grids[1]
	f.Households = f.homes + d.Between(60, 220)
	f.People = f.Households * d.Between(27, 36) / 10
	return f
}

func (f *facts) add(o facts) {
	f.Households += o.Households
	f.People += o.People
}
