package serve

import (
	"bytes"
	"net/http"
	"strings"
	"sync"
)

// The staff's page of what is due stands below /_gongshi/due/ and nowhere else: it is
// made from what SetDue was told, in memory, for the request. Behind the prefix stands
// the address that staff look at (/_gongshi/due/cun/points/ is about the unit cun).

// A DueUnit is one unit on the staff's page, as finished display strings.
type DueUnit struct {
	Name    string
	Address string // of its pages, "" for the root; no slashes at the ends
	Profile string
	Broken  bool // its files have errors
	Matters []DueMatter
}

// A DueMatter is one line of it.
type DueMatter struct {
	State string // 已超期47天
	Date  string // its day, "" for none
	Text  string
	Basis string
	File  string // to edit
	Kind  DueKind
}

// A DueKind is how a matter is counted and marked.
type DueKind string

// The kinds.
const (
	DueLate   DueKind = "late"
	DueSoon   DueKind = "soon"
	DueWait   DueKind = "wait"
	DueNoData DueKind = "nodata"
	DueDone   DueKind = "done"
	DueOther  DueKind = "other"
)

// Count returns how many matters of the unit are of a kind.
func (u DueUnit) Count(k DueKind) int {
	n := 0
	for _, m := range u.Matters {
		if m.Kind == k {
			n++
		}
	}
	return n
}

// Href is the address of the unit's list.
func (u DueUnit) Href() string { return duePrefix + withSlash(u.Address) }

// Home is the address of the unit's pages.
func (u DueUnit) Home() string { return "/" + withSlash(u.Address) }

func withSlash(address string) string {
	if address == "" {
		return ""
	}
	return address + "/"
}

const duePrefix = prefix + "due/"

// dues is what SetDue was told last.
type dues struct {
	mu    sync.Mutex
	units []DueUnit
	told  bool
}

// SetDue replaces what the staff's page shows. The link to it stands in every page of
// the preview from then on. It reports whether anything is different from before.
func (s *Server) SetDue(units []DueUnit) (changed bool) {
	d := &due{Known: true}
	for _, u := range units {
		d.Late += u.Count(DueLate)
		d.Soon += u.Count(DueSoon)
	}
	s.due.mu.Lock()
	changed = !s.due.told || !sameDue(s.due.units, units)
	s.due.units, s.due.told = units, true
	s.due.mu.Unlock()
	s.live.change(func(st *state) { st.Due = *d })
	return changed
}

func sameDue(a, b []DueUnit) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		x, y := a[i], b[i]
		if x.Name != y.Name || x.Address != y.Address || x.Profile != y.Profile || x.Broken != y.Broken || len(x.Matters) != len(y.Matters) {
			return false
		}
		for j := range x.Matters {
			if x.Matters[j] != y.Matters[j] {
				return false
			}
		}
	}
	return true
}

// dueView is what assets/due.html gets.
type dueView struct {
	Words Words
	Units []DueUnit // the overview
	Unit  *DueUnit  // one of them; nil on the overview
}

// serveDue answers with the list of the unit whose pages hold an address, else with the
// overview.
func (s *Server) serveDue(w http.ResponseWriter, r *http.Request, address string) {
	s.due.mu.Lock()
	v := dueView{Words: s.opt.Words, Units: s.due.units}
	s.due.mu.Unlock()
	if v.Unit = unitAt(v.Units, address); v.Unit == nil && len(v.Units) == 1 {
		v.Unit = &v.Units[0]
	}
	build := s.live.build()
	var page bytes.Buffer
	if err := s.duePage.Execute(&page, v); err != nil {
		panic(err) // strings into a template that is embedded
	}
	sendPage(w, r, http.StatusOK, inject(page.Bytes(), build))
}

// unitAt returns the unit with the longest address that address lies in, nil for none.
// The root unit is asked for by its own pages, not by the bare address of the overview.
func unitAt(units []DueUnit, address string) (best *DueUnit) {
	address = strings.TrimPrefix(address, "-/local/")
	for i := range units {
		u := &units[i]
		in := u.Address == "" && address != "" || u.Address != "" && strings.HasPrefix(address+"/", u.Address+"/")
		if in && (best == nil || len(u.Address) > len(best.Address)) {
			best = u
		}
	}
	return best
}
