package search

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/internal/words"
)

// Limit is how many results an answer holds.
const Limit = 50

// A Result is a record that was found.
type Result struct {
	Record
	Unit  int // index of its unit
	Score int

	far bool
}

// A reading of a query: the words that a record must fit, and the units in which it must
// stand; nil for anywhere.
type wanted struct {
	words    []*word
	units    map[int]bool
	named    []int // of them those whose name was typed, without those below
	unlikely bool  // not worth loading anything for
}

// longestQuery is how many characters of a query are looked at.
const longestQuery = 64

// words parts a query into its words. Those of a name in pinyin are one: wang qing he.
func (t *Table) words(query string) [][]rune {
	chars := t.fold.text(query)
	chars = chars[:min(len(chars), longestQuery)]
	var list [][]rune
	for len(chars) > 0 {
		n := slices.Index(chars, blank)
		if n < 0 {
			n = len(chars)
		}
		if n > 0 {
			list = append(list, chars[:n])
		}
		chars = chars[min(n+1, len(chars)):]
	}
	return list
}

// short returns a unit's name as people say it, without what kind of unit it is; the name
// when less than two characters would be left.
func short(name string) string {
	for _, s := range strings.Fields(words.T("search.suffixes")) {
		if cut, ok := strings.CutSuffix(name, s); ok && len([]rune(cut)) >= 2 {
			return cut
		}
	}
	return name
}

// A gazetteer tells units by what they are called.
type gazetteer struct {
	table  *Table
	places []Place
	called map[string][]int // folded names, short names and aliases
	latin  []*name          // by unit
	below  [][]int          // by unit: the units below
}

func newGazetteer(t *Table, places []Place) *gazetteer {
	g := &gazetteer{t, places, map[string][]int{}, make([]*name, len(places)), make([][]int, len(places))}
	for i, p := range places {
		seen := map[string]bool{}
		for _, called := range append([]string{p.Name, short(p.Name)}, p.Aliases...) {
			s := strings.ReplaceAll(string(t.fold.text(called)), " ", "")
			if len([]rune(s)) >= 2 && !seen[s] {
				seen[s] = true
				g.called[s] = append(g.called[s], i)
			}
		}
		g.latin[i] = t.name(short(p.Name))
		if p.Parent >= 0 {
			g.below[p.Parent] = append(g.below[p.Parent], i)
		}
	}
	return g
}

// within is what stands in units that were named, or below them.
func (g *gazetteer) within(units []int) wanted { return wanted{units: g.with(units), named: units} }

// with adds the units below.
func (g *gazetteer) with(units []int) map[int]bool {
	out := map[int]bool{}
	var add func(int)
	add = func(i int) {
		if !out[i] {
			out[i] = true
			for _, b := range g.below[i] {
				add(b)
			}
		}
	}
	for _, i := range units {
		add(i)
	}
	return out
}

// named returns the units that a word names as a whole: by name, by pinyin, by three or
// more initials.
func (g *gazetteer) named(w []rune) []int {
	if list := g.called[string(w)]; list != nil {
		return list
	}
	if !all(w, letter) || len(w) < 3 {
		return nil
	}
	var list []int
	x := newWord(w)
	for i, n := range g.latin {
		if g.table.matchName(x, n, exact) >= wholeName-initialOnly*len(n.chars) && len(n.chars) > 1 {
			list = append(list, i)
		}
	}
	return list
}

// begins returns the units whose name a word begins with, the longest, and how many
// characters that takes: 米家塌王庆红.
func (g *gazetteer) begins(w []rune) ([]int, int) {
	for n := len(w) - 1; n >= 2; n-- {
		if list := g.called[string(w[:n])]; list != nil {
			return list, n
		}
	}
	return nil, 0
}

// readQuery returns the ways in which a query may be meant.
func (g *gazetteer) readQuery(query string) []wanted {
	words := g.table.words(query)
	if len(words) == 0 {
		return nil
	}
	ways := meant(words, wanted{})
	for i, w := range words {
		rest := slices.Concat(words[:i], words[i+1:])
		if units := g.named(w); units != nil && len(rest) > 0 {
			ways = append(ways, meant(rest, g.within(units))...)
		} else if units, n := g.begins(w); units != nil {
			parts := slices.Clone(words)
			parts[i] = w[n:]
			ways = append(ways, meant(parts, g.within(units))...)
		}
	}
	return ways
}

// meant returns the ways in which words may be meant: apart and, when that may be, as one that
// was typed with blanks: wang qing he, 0351-1234567.
func meant(words [][]rune, where wanted) []wanted {
	apart := where
	apart.words = ready(words)
	one := slices.Concat(words...)
	if len(words) == 1 || !all(one, letter) && !all(one, digit) {
		return []wanted{apart}
	}
	apart.unlikely = true
	where.words = ready([][]rune{one})
	return []wanted{where, apart}
}

func ready(words [][]rune) []*word {
	list := make([]*word, len(words))
	for i, w := range words {
		list[i] = newWord(w)
	}
	return list
}

// score returns how well a record fits a way in which the query is meant: the mean of its
// words, 0 when one does not fit.
func (t *Table) score(way wanted, e *entry, p pass) int {
	if way.units != nil && !way.units[e.unit] {
		return 0
	}
	sum := 0
	for _, w := range way.words {
		s := t.match(w, e, p)
		if s == 0 {
			return 0
		}
		sum += s
	}
	return sum / len(way.words)
}

// near returns what a unit has over others for somebody who looks from home, -1 for nowhere.
func (g *gazetteer) near(home, unit int) int {
	switch {
	case home < 0:
		return 0
	case unit == home:
		return ownUnit
	}
	for at := g.places[unit].Parent; at >= 0; at = g.places[at].Parent {
		if at == home {
			return belowOwn
		}
	}
	if g.places[home].Parent >= 0 && (g.places[unit].Parent == g.places[home].Parent || unit == g.places[home].Parent) {
		return nearUnit
	}
	return 0
}

// elsewhere is how much less a board of another unit is: each has the same.
func elsewhere(home int, e *entry) int {
	if e.Kind == Board && e.unit != home {
		return boardElsewhere
	}
	return 0
}

// fit returns the entries that fit one of the ways, best first.
func (g *gazetteer) fit(ways []wanted, home int, p pass, entries []*entry) []Result {
	var list []Result
	for _, e := range entries {
		best := 0
		for _, way := range ways {
			best = max(best, g.table.score(way, e, p))
		}
		if best > 0 {
			list = append(list, Result{*e.Record, e.unit, best + g.near(home, e.unit) - elsewhere(home, e), e.far})
		}
	}
	slices.SortFunc(list, better)
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(r Result) bool {
		if !r.far {
			return false
		}
		k := strings.Join([]string{strconv.Itoa(r.Unit), string(rune(r.Kind)), r.Board, r.Path, r.Label(), r.Mark, r.Until.ISO()}, fieldTab)
		again := seen[k]
		seen[k] = true
		return again
	})
}

// better orders results: the better fit, then the units in their order, kinds, names, and
// whatever else tells two records apart.
func better(a, b Result) int {
	return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Unit, b.Unit),
		cmp.Compare(strings.IndexByte(kinds, byte(a.Kind)), strings.IndexByte(kinds, byte(b.Kind))),
		cmp.Compare(a.Label(), b.Label()), cmp.Compare(a.Text, b.Text), cmp.Compare(a.Group, b.Group), cmp.Compare(a.Mark, b.Mark),
		cmp.Compare(b.Role, a.Role), cmp.Compare(a.Phone, b.Phone), cmp.Compare(a.Until, b.Until), cmp.Compare(a.Row, b.Row),
		cmp.Compare(a.Board, b.Board), cmp.Compare(a.Path, b.Path))
}
