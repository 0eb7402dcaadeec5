package plan

import (
	"cmp"
	"net/url"
	"path"
	"slices"
	"strings"

	"gongshi/generator/internal/pinyin"
	"gongshi/generator/internal/search"
	"gongshi/generator/internal/words"
)

// Finder is the search box of a home, or of a hall screen.
type Finder struct {
	Letters string // link to the names by letter, "" for none
	Grid    string // link to the grid of an address, "" for none
}

// LettersDir is the folder of the names by letter in a unit.
const LettersDir = "az"

// finder gives the page a search box where there is an index.
func (f *Frame) finder() {
	if f.Search != "" {
		f.Finder = &Finder{}
	}
}

// LettersView is the page that lists a unit's names by the first letter of their pinyin.
type LettersView struct {
	Letters []Letter
	Folded  bool // there are so many that the letters stand closed
}

// Letter holds the names of one letter; Name is "" for those that have none.
type Letter struct {
	Name  string
	Names []Named
}

// Named is one name, with its group and the places where it stands.
type Named struct {
	Name, Group string
	Places      []Link
	Until       string

	key string // its pinyin
}

// foldedFrom is from how many names on the letters stand closed.
const foldedFrom = 80

// letters lays out the names of a unit by letter: of its people, grids and households, and of
// the units below it.
func (l *layout) letters(records []search.Record) {
	dir := path.Join(l.unit.Address, LettersDir)
	title := words.T("letters.title")
	f := l.frame(dir, title, words.T("letters.summary", "unit", l.unit.FullName()))
	f.Noindex = true
	titles := map[string]string{}
	for _, b := range l.unit.Boards {
		titles[b.Word] = b.Tile.Title
	}
	list := namesOf(records, f, l.unit.Address, titles)
	for _, c := range l.unit.Below {
		list = append(list, Named{Name: c.Unit.Name, Places: []Link{{Href: f.to(c.Unit.Address)}}, key: spelling(c.Unit.Name)})
	}
	if len(list) == 0 {
		return
	}
	l.hasLetters = true
	l.add(dir, "letters", "page", f, &LettersView{byLetter(list), len(list) >= foldedFrom})
}

// namesOf returns what records are called, each once, with its ways.
func namesOf(records []search.Record, f *Frame, address string, titles map[string]string) (list []Named) {
	at := map[string]int{}
	for i := range records {
		r := &records[i]
		if r.Board == "" || r.Kind != search.Person && r.Kind != search.Grid && r.Kind != search.Household {
			continue // who stands on the home is not looked for here
		}
		name := r.Label() + r.Mark
		to := Link{Text: titles[r.Board], Href: f.to(path.Join(address, r.Board, r.Path))}
		if r.Row != "" {
			to.Href += "#" + url.PathEscape(r.Row)
		}
		k, found := at[name]
		if !found {
			k = len(list)
			at[name] = k
			list = append(list, Named{Name: name, key: spelling(r.Label())})
		}
		n := &list[k]
		if r.Mark == "" {
			n.Group = cmp.Or(n.Group, r.Group)
		}
		if !slices.ContainsFunc(n.Places, func(o Link) bool { return o.Text == to.Text }) {
			n.Places = append(n.Places, to)
		}
		if r.Until != 0 && (!found || n.Until != "") { // the last place to go takes the name along
			n.Until = max(n.Until, r.Until.ISO())
		} else {
			n.Until = ""
		}
	}
	return list
}

// byLetter sorts names by their pinyin into letters, those without one at the end.
func byLetter(list []Named) (letters []Letter) {
	slices.SortStableFunc(list, func(a, b Named) int {
		if (a.key == "") != (b.key == "") {
			return strings.Compare(b.key, a.key)
		}
		return cmp.Or(strings.Compare(a.key, b.key), strings.Compare(a.Name, b.Name))
	})
	for _, n := range list {
		name := ""
		if n.key != "" {
			name = strings.ToUpper(n.key[:1])
		}
		if len(letters) == 0 || letters[len(letters)-1].Name != name {
			letters = append(letters, Letter{Name: name})
		}
		last := &letters[len(letters)-1]
		last.Names = append(last.Names, n)
	}
	return letters
}

// spelling is the pinyin of a name, a blank between two characters, its surname as surnames
// are read; "" of what does not begin with a letter.
func spelling(name string) string {
	chars := []rune(name)
	var list []string
	for _, n := range []int{2, 1} {
		if len(chars) > n && list == nil {
			list = pinyin.Surname(string(chars[:n]))
		}
	}
	for _, r := range chars[len(list):] {
		if of := pinyin.Readings(r); len(of) > 0 {
			list = append(list, of[0])
		} else {
			list = append(list, strings.ToLower(string(r)))
		}
	}
	s := strings.Join(list, " ")
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return ""
	}
	return s
}
