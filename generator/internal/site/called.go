package site

import (
	"cmp"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"gongshi/generator/internal/record"
	"gongshi/generator/internal/search"
)

// A UnitName is what a unit can be asked for by.
type UnitName struct {
	Name    string
	Aliases []string
	Address string
	Folder  string // data/zhen/cun
}

// A NoUnitError says that no unit is called Name; Near is the name of which it is most
// likely a slip, "" when that is not plain.
type NoUnitError struct{ Name, Near string }

// Error implements error.
func (e *NoUnitError) Error() string { return "no unit is called " + e.Name }

// means reports whether the unit is the one that somebody typed: by its name, an alias,
// its address or its folder.
func (n *UnitName) means(typed string) bool {
	path := strings.Trim(filepath.ToSlash(strings.ReplaceAll(typed, `\`, "/")), "/")
	return n.Name == typed || slices.Contains(n.Aliases, typed) || path == n.Folder ||
		path != "" && (path == n.Address || path == strings.TrimPrefix(n.Folder, "data/"))
}

// called returns those of all that somebody typed, in their order: commands that take a
// unit find it here.
func called[U any](typed string, all []U, name func(U) UnitName) ([]U, error) {
	var found []U
	var names, aliases []string
	for _, u := range all {
		n := name(u)
		if n.means(typed) {
			found = append(found, u)
		}
		names, aliases = append(names, n.Name), append(aliases, n.Aliases...)
	}
	if len(found) == 0 {
		return nil, &NoUnitError{typed, cmp.Or(record.Nearest(typed, names), record.Nearest(typed, aliases))}
	}
	return found, nil
}

// UnitsCalled returns the units that are called so and those below them.
func UnitsCalled(typed string, all []DueUnit) ([]DueUnit, error) {
	found, err := called(typed, all, func(u DueUnit) UnitName { return u.UnitName })
	var list []DueUnit
	for _, u := range all {
		if slices.ContainsFunc(found, func(f DueUnit) bool { return u.Folder == f.Folder || within(u.Folder, f.Folder) }) {
			list = append(list, u)
		}
	}
	return list, err
}

// called is what the unit can be asked for by.
func (u *unit) called() UnitName {
	n := UnitName{Name: u.name(), Folder: u.place.Folder}
	if u.v != nil {
		n.Aliases, n.Address = u.v.Aliases, u.v.Address
	}
	return n
}

// PlaceCalled returns the place of the search index that somebody typed.
func PlaceCalled(typed string, places []search.Place) (int, error) {
	at := make([]int, len(places))
	for i := range at {
		at[i] = i
	}
	found, err := called(typed, at, func(i int) UnitName {
		p := &places[i]
		return UnitName{Name: p.Name, Aliases: p.Aliases, Address: p.Address, Folder: path.Join("data", p.Address)}
	})
	if err != nil {
		return -1, err
	}
	return found[0], nil
}
