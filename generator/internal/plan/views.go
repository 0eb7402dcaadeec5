package plan

import (
	"fmt"
	"reflect"
	"unsafe"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
)

// Views remembers what views of one unit are without the names of who asked to be taken out,
// their digests, and data files: a view stands on a page, on paper and on the screen, and most
// of them are the same when the unit is laid out the next time. What it remembers must not
// change. It is not for concurrent use.
type Views struct {
	cover     *privacy.Cover
	now, last seenViews
	way       map[unsafe.Pointer]bool // pointers on the way to what is digested, which must not lead back
}

// seenViews is what was asked for between two turns.
type seenViews struct {
	covered map[pointed]any
	digests map[pointed]Fingerprint
	files   map[*board.Page][]File
}

// pointed is what a pointer leads to, which it keeps in memory: as long as an address is
// remembered it is that of one thing.
type pointed struct {
	at unsafe.Pointer
	t  reflect.Type
}

// NewViews remembers nothing yet.
func NewViews() *Views { return &Views{now: newSeen(), way: map[unsafe.Pointer]bool{}} }

func newSeen() seenViews {
	return seenViews{map[pointed]any{}, map[pointed]Fingerprint{}, map[*board.Page][]File{}}
}

// Turn begins another time of laying the unit out: what was not asked for since the last turn
// is forgotten, and everything where other names are covered.
func (s *Views) Turn(c *privacy.Cover) {
	s.last, s.now = s.now, newSeen()
	if !s.cover.Same(c) {
		s.last = newSeen()
	}
	s.cover = c
}

// recall returns what is remembered for a key, else what it is made to.
func recall[K comparable, V any](now, last map[K]V, k K, make func() V) V {
	v, known := now[k]
	if !known {
		if v, known = last[k]; !known {
			v = make()
		}
		now[k] = v
	}
	return v
}

// shown returns a view without the names that are covered.
func (s *Views) shown(view any) any {
	v := reflect.ValueOf(view)
	covered := func() any { return privacy.Covered(s.cover, view) }
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return covered()
	}
	return recall(s.now.covered, s.last.covered, pointed{v.UnsafePointer(), v.Type()}, covered)
}

// filesOf returns the data files of a page of a board.
func (s *Views) filesOf(p *board.Page, make func() []File) []File {
	return recall(s.now.files, s.last.files, p, make)
}

// digest returns the digest of what the pointer v leads to.
func (s *Views) digest(v reflect.Value) Fingerprint {
	return recall(s.now.digests, s.last.digests, pointed{v.UnsafePointer(), v.Type()}, func() Fingerprint {
		d := newDigester(s)
		s.enter(v, func() { d.value(v.Elem()) })
		return d.done()
	})
}

// enter follows a pointer.
func (s *Views) enter(v reflect.Value, look func()) {
	p := v.UnsafePointer()
	if s.way[p] {
		panic(fmt.Sprintf("plan: a view leads in a circle at %s", v.Type()))
	}
	s.way[p] = true
	look()
	delete(s.way, p)
}
