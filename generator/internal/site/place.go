package site

import (
	"path"
	"slices"
	"strings"

	"gongshi/generator/internal/pinyin"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/publish"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// How a unit is placed: by its own unit.yaml; while that has errors or asks for an
// address that another unit has, by the last good one; without that, where its pages
// stand.
const (
	byOwn = iota
	byGood
	asStanding
	nowhere
)

// placeUnits reads every unit.yaml and gives each unit its address and its place in
// the tree. One that cannot be placed in any way is left out, and the units below it
// go to the unit above.
func (s *Site) placeUnits(w *world) {
	for i := range w.layout.Units {
		p := &w.layout.Units[i]
		u := s.units[p.Folder]
		if u == nil {
			u = s.restored(p.Folder)
			s.units[p.Folder] = u
		}
		u.place, u.report, u.gone, u.held, u.stale, u.down, u.leak, u.from = p, problem.Report{}, false, false, false, false, nil, byOwn
		s.readUnit(u)
		w.units = append(w.units, u)
	}
	for s.settle(w) {
	}
	for _, u := range w.units {
		if u.v != nil && u.v.Parent != nil {
			u.v.Parent.Children = append(u.v.Parent.Children, u.v)
		}
	}
	for _, u := range w.units {
		if u.v != nil {
			slices.SortFunc(u.v.Children, func(a, b *village.Unit) int { return strings.Compare(a.Address, b.Address) })
		}
	}
}

// fallBack places the unit in the next best way.
func (s *Site) fallBack(u *unit) {
	u.v = nil
	for u.from++; u.v == nil && u.from < nowhere; u.from++ {
		switch u.from {
		case byGood:
			var good *goodInput
			if good, u.down = s.lastGood(u.place.Folder); good != nil {
				var quiet problem.Report
				u.v = s.unitOf(good.Files, &quiet)
			}
		case asStanding:
			if head, stands := s.standing[u.place.Folder]; stands && !u.down {
				u.v = &village.Unit{Name: head.Name}
			}
		}
		if u.v != nil {
			return
		}
	}
}

// A loss is why a unit cannot have its address.
type loss struct {
	code string
	args []string
	key  string // of unit.yaml that is wrong, "" when it is the folder's name
}

// settle gives every unit its address. Units that cannot have theirs are reported and
// placed in the next best way; settle reports whether there were any, because then the
// addresses of others may be different too.
func (s *Site) settle(w *world) bool {
	s.address(w)
	w.taken = map[string]*unit{}
	lost := map[*unit]loss{}
	for _, u := range w.units {
		if u.v == nil {
			continue
		}
		if word := s.unusable(u); word != "" {
			lost[u] = loss{"unit/reserved-address", []string{"word", word}, ""}
		} else if publish.CheckPath(u.v.Address) != nil && u.v.Address != "" {
			lost[u] = loss{"unit/bad-address", []string{"address", path.Base(u.v.Address)}, ""}
		} else if !u.v.Under() && u.from == byOwn {
			lost[u] = loss{"unit/other-parent", []string{"typed", u.v.Above, "folder", u.place.Folder, "parent", u.v.Parent.FullName()}, "parent"}
		} else if o := w.taken[u.v.Address]; o == nil {
			w.taken[u.v.Address] = u
		} else {
			if s.right(u) < s.right(o) {
				w.taken[u.v.Address], u, o = u, o, u
			}
			lost[u] = loss{"unit/same-address", []string{"address", u.v.Address, "other", o.place.Folder}, ""}
		}
	}
	for _, u := range w.units {
		l, loses := lost[u]
		if !loses || u.v.Parent != nil && slices.ContainsFunc(u.v.Parent.Path(), func(v *village.Unit) bool { return lost[s.units[v.Folder]].code != "" }) {
			continue // the units above get another address first
		}
		if u.from == byOwn {
			u.reportLoss(l)
		}
		s.fallBack(u)
	}
	return len(lost) > 0
}

// reportLoss reports why the unit cannot have its address, with the line that says so.
func (u *unit) reportLoss(l loss) {
	at := problem.Pos{File: u.place.Unit}
	switch {
	case l.key != "":
		at = u.v.Of(l.key)
	case u.v.Slug != "":
		at = u.v.Of("slug")
	}
	u.report.Error(at, l.code, l.args...)
	for _, f := range u.input {
		if f.Path == at.File {
			quoteLines(&u.report, map[string]*record.Doc{f.Path: record.Open(record.File{Path: f.Path, Data: f.Data})})
		}
	}
}

// right says how good a unit's claim to its address is; the lowest wins. The unit whose
// pages stand there goes first, then one that does not ask for another address than
// before, then the one whose folder is called so.
func (s *Site) right(u *unit) int {
	n := 4
	if head, stands := s.standing[u.place.Folder]; stands && head.Address == u.v.Address {
		n = 0
	} else if u.from != byOwn || s.sameSlug(u) {
		n = 2
	}
	if "data/"+u.v.Address != u.place.Folder {
		n++
	}
	return n
}

// sameSlug reports whether the unit's last good unit.yaml asks for the same address.
func (s *Site) sameSlug(u *unit) bool {
	good := s.good.load(u.place.Folder)
	if good == nil {
		return false
	}
	var quiet problem.Report
	v := s.unitOf(good.Files, &quiet)
	return v != nil && v.Slug == u.v.Slug
}

// address works out the address of every unit.
func (s *Site) address(w *world) {
	for _, u := range w.units {
		if u.v == nil {
			continue
		}
		up := u.place.Parent
		for up >= 0 && w.units[up].v == nil {
			up = w.units[up].place.Parent
		}
		var parent *village.Unit
		parentFolder := "data"
		if up >= 0 {
			parent, parentFolder = w.units[up].v, w.units[up].place.Folder
		}
		u.v.Folder, u.v.Parent, u.v.Children = u.place.Folder, parent, nil
		u.v.Address = addressOf(u.v, parent, strings.TrimPrefix(strings.TrimPrefix(u.place.Folder, parentFolder), "/"))
		if u.from == asStanding {
			u.v.Address = s.standing[u.place.Folder].Address
		}
	}
}

// unusable returns the first part of the unit's own address that is the name of
// something else, "" when there is none.
func (s *Site) unusable(u *unit) string {
	own := u.v.Address
	if u.v.Parent != nil {
		own = strings.TrimPrefix(own, u.v.Parent.Address)
	}
	for _, seg := range strings.FieldsFunc(own, func(r rune) bool { return r == '/' }) {
		if word := s.reserved(seg); word != "" && u.from != asStanding {
			return word
		}
	}
	return ""
}

// addressOf makes the unit's address from its folder below its parent's.
func addressOf(u *village.Unit, parent *village.Unit, rel string) string {
	a := ""
	if parent != nil {
		a = parent.Address
	}
	if rel == "" {
		return a
	}
	segs := strings.Split(rel, "/")
	for i, seg := range segs {
		slug := slugOf(seg)
		if i == len(segs)-1 && u.Slug != "" {
			slug = u.Slug
		}
		a = path.Join(a, slug)
	}
	return a
}

// slugOf keeps a folder name that is an address already; others are spelt in pinyin.
func slugOf(name string) string {
	lower := strings.ToLower(name)
	if strings.Trim(lower, "abcdefghijklmnopqrstuvwxyz0123456789-_") == "" {
		return lower
	}
	if s := pinyin.Slug(name); s != "" {
		return s
	}
	return "unit"
}

// reserved returns word when it is the name of something that every unit, or the
// site, may have.
func (s *Site) reserved(word string) string {
	for _, k := range s.kinds {
		if k.Word == word {
			return word
		}
	}
	if slices.Contains(strings.Fields(words.T("address.reserved")), word) {
		return word
	}
	return ""
}
