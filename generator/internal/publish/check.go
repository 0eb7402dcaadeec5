package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode"
)

// lands says which section a path belongs to: the one whose folder is the nearest
// above it. It compares names as a case-insensitive file system does.
type lands struct {
	names map[string]string // folded section name → name; the site is not in it
	above map[string]string // folded folder → some section below it
}

func newLands(sections map[string]string) *lands {
	l := &lands{make(map[string]string, len(sections)), make(map[string]string)}
	for name := range sections {
		l.add(name)
	}
	return l
}

func (l *lands) add(name string) {
	folded := fold(name)
	if other, ok := l.names[folded]; !ok || name < other { // two by case only: always the same one
		l.names[folded] = name
	}
	for dir := path.Dir(folded); dir != "."; dir = path.Dir(dir) {
		l.above[dir] = name
	}
}

// owner is the section that owns the file p.
func (l *lands) owner(p string) string {
	folded := fold(p)
	for i := strings.LastIndexByte(folded, '/'); i >= 0; i = strings.LastIndexByte(folded[:i], '/') {
		if name, ok := l.names[folded[:i]]; ok {
			return name
		}
	}
	return ""
}

// fold maps names that a case-insensitive file system takes for one to one string.
func fold(p string) string {
	return strings.Map(func(r rune) rune { return unicode.ToLower(unicode.ToUpper(r)) }, p)
}

// checkSections takes the drops, in order of name, and draws the lands anew if they will
// be others.
func (p *plan) checkSections(drop []string) error {
	standing := p.tree.site.Sections
	changed := false
	for _, name := range slices.Compact(slices.Sorted(slices.Values(drop))) {
		if name == "" {
			return errors.New("the site itself cannot be dropped")
		}
		if p.sections[name] != nil {
			return fmt.Errorf("section %q is given twice", name)
		}
		if _, known := standing[name]; known {
			p.drops = append(p.drops, name)
			changed = true
		}
	}
	for name := range p.sections {
		if _, known := standing[name]; !known && name != "" {
			changed = true
		}
	}
	if !changed {
		return nil
	}
	return p.redraw()
}

// redraw draws the lands as they will be after the update.
func (p *plan) redraw() error {
	next := make(map[string]string, len(p.tree.site.Sections)+len(p.sections))
	maps.Copy(next, p.tree.site.Sections)
	for _, name := range p.drops {
		delete(next, name)
	}
	for name := range p.sections {
		if name != "" {
			next[name] = ""
		}
	}
	p.lands = newLands(next)
	for _, name := range slices.Sorted(maps.Keys(next)) {
		if other := p.lands.names[fold(name)]; other != name {
			return fmt.Errorf("%s, %s: %w", other, name, ErrCase)
		}
	}
	return nil
}

// add plans a file of a section.
func (p *plan) add(it *item) error {
	folded := fold(it.path)
	if other := p.items[folded]; other != nil {
		if other.path != it.path {
			return fmt.Errorf("%s, %s: %w", it.path, other.path, ErrCase)
		}
		return fmt.Errorf("%s: claimed by sections %q and %q", it.path, other.section, it.section)
	}
	p.items[folded] = it
	return nil
}

// checkLand refuses a file that lies in the folder of another section.
func (p *plan) checkLand(it *item) error {
	if owner := p.lands.owner(it.path); owner != it.section {
		if !strings.HasPrefix(it.path, owner+"/") {
			return fmt.Errorf("%s, %s: %w", it.path, owner, ErrCase)
		}
		return fmt.Errorf("%s: claimed by section %q, lies in the folder of section %q", it.path, it.section, owner)
	}
	for _, folders := range []map[string]string{p.lands.names, p.lands.above} {
		if owner, ok := folders[fold(it.path)]; ok {
			return fmt.Errorf("%s: is a folder of section %q", it.path, owner)
		}
	}
	return nil
}

// checkFolders refuses a name that is both a file and a folder.
func (p *plan) checkFolders() error {
	folders := make(map[string]bool)
	for _, it := range p.items {
		for dir := path.Dir(it.path); dir != "." && !folders[dir]; dir = path.Dir(dir) {
			folders[dir] = true
			if other := p.items[fold(dir)]; other != nil {
				return fmt.Errorf("%s: is a file, and a folder for %s", other.path, it.path)
			}
		}
	}
	return nil
}

const maxName = 255 // bytes, on every file system in use

// CheckPath refuses names that Windows, the address rules or a person at a file
// manager would take for something else.
func CheckPath(p string) error {
	if !fs.ValidPath(p) || p == "." {
		return fmt.Errorf("%q: %w: not a plain relative path", p, ErrPath)
	}
	for name := range strings.SplitSeq(p, "/") {
		switch {
		case len(name) > maxName:
			return fmt.Errorf("%q: %w: longer than %d bytes", p, ErrPath, maxName)
		case strings.ContainsAny(name, `<>:"|?*\`) || strings.ContainsFunc(name, unicode.IsControl):
			return fmt.Errorf("%q: %w: a character Windows refuses", p, ErrPath)
		case strings.HasSuffix(name, ".") || strings.HasSuffix(name, " "):
			return fmt.Errorf("%q: %w: ends in a dot or a space", p, ErrPath)
		case device(name):
			return fmt.Errorf("%q: %w: a device of Windows", p, ErrPath)
		}
	}
	return nil
}

// device reports a name that Windows keeps for a device, with any extension.
func device(name string) bool {
	name, _, _ = strings.Cut(name, ".")
	name = strings.ToUpper(strings.TrimRight(name, " "))
	switch name {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	port, ok := strings.CutPrefix(name, "COM")
	if !ok {
		port, ok = strings.CutPrefix(name, "LPT")
	}
	return ok && len(port) > 0 && strings.Contains("0123456789¹²³", port) && len([]rune(port)) == 1
}
