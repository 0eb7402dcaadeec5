package grid

import (
	"slices"

	"gongshi/generator/internal/village"
)

// staff tells the people who mind grids apart, so that each counts once: by name, and
// by phone where two of one name both give one.
type staff struct {
	phones map[string][]village.Phone // name → phones met; "" for none
	often  []string                   // names met again without a phone to tell them apart
}

// meet reports whether w is somebody new.
func (s *staff) meet(w village.Warden) bool {
	if s.phones == nil {
		s.phones = map[string][]village.Phone{}
	}
	name := string(w.Name)
	met, known := s.phones[name]
	switch {
	case !known:
	case w.Phone == "" || slices.Contains(met, ""):
		if w.Phone == "" && !slices.Contains(s.often, name) {
			s.often = append(s.often, name)
		}
		return false
	case slices.Contains(met, w.Phone):
		return false
	}
	s.phones[name] = append(met, w.Phone)
	return true
}
