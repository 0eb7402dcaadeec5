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

// check refuses what cannot be published, before anything is read or written, and
// starts the plan with every planned file.
func (t *Tree) check(u Update) (*plan, error) {
	p := &plan{tree: t, lands: t.lands, items: make(map[string]*item)}
	if err := p.checkSections(u); err != nil {
		return nil, err
	}
	for _, s := range p.sections {
		for _, f := range s.Files {
			if err := p.checkFile(s.Name, f); err != nil {
				return nil, err
			}
		}
		if err := p.add(s.Name, File{Path: path.Join(s.Name, manifestName)}); err != nil {
			return nil, err
		}
	}
	if p.items[manifestName] == nil {
		if err := p.add("", File{Path: manifestName}); err != nil {
			return nil, err
		}
	}
	return p, p.checkFolders()
}

// checkSections takes the update's sections and drops, each in order of name, and
// draws the lands anew if they will be others.
func (p *plan) checkSections(u Update) error {
	standing := p.tree.site.Sections
	changed := false
	for _, name := range slices.Compact(slices.Sorted(slices.Values(u.Drop))) {
		if name == "" {
			return errors.New("the site itself cannot be dropped")
		}
		if _, known := standing[name]; known {
			p.drops = append(p.drops, name)
			changed = true
		}
	}
	p.sections = slices.SortedFunc(slices.Values(u.Sections), func(a, b Section) int { return strings.Compare(a.Name, b.Name) })
	for i, s := range p.sections {
		if i > 0 && s.Name == p.sections[i-1].Name || slices.Contains(p.drops, s.Name) {
			return fmt.Errorf("section %q is given twice", s.Name)
		}
		if s.Name == "" {
			continue
		}
		if err := CheckPath(s.Name); err != nil {
			return err
		}
		if _, known := standing[s.Name]; !known {
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
	for _, s := range p.sections {
		if s.Name != "" {
			next[s.Name] = ""
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

// checkFile refuses a file whose name is not usable or not its section's to use.
func (p *plan) checkFile(section string, f File) error {
	if err := CheckPath(f.Path); err != nil {
		return err
	}
	if section != "" && !strings.HasPrefix(f.Path, section+"/") {
		return fmt.Errorf("%s: not in the folder of its section %q", f.Path, section)
	}
	if rel(section, f.Path) == manifestName {
		return fmt.Errorf("%s: is written by publish itself", f.Path)
	}
	return p.add(section, f)
}

// add plans a file of a section.
func (p *plan) add(section string, f File) error {
	folded := fold(f.Path)
	if other := p.items[folded]; other != nil {
		if other.Path != f.Path {
			return fmt.Errorf("%s, %s: %w", f.Path, other.Path, ErrCase)
		}
		return fmt.Errorf("%s: claimed by sections %q and %q", f.Path, other.section, section)
	}
	if owner := p.lands.owner(f.Path); owner != section {
		if !strings.HasPrefix(f.Path, owner+"/") {
			return fmt.Errorf("%s, %s: %w", f.Path, owner, ErrCase)
		}
		return fmt.Errorf("%s: claimed by section %q, lies in the folder of section %q", f.Path, section, owner)
	}
	for _, folders := range []map[string]string{p.lands.names, p.lands.above} {
		if owner, ok := folders[folded]; ok {
			return fmt.Errorf("%s: is a folder of section %q", f.Path, owner)
		}
	}
	p.items[folded] = &item{File: f, section: section}
	return nil
}

// checkFolders refuses a name that is both a file and a folder.
func (p *plan) checkFolders() error {
	folders := make(map[string]bool)
	for _, it := range p.items {
		for dir := path.Dir(it.Path); dir != "." && !folders[dir]; dir = path.Dir(dir) {
			folders[dir] = true
			if other := p.items[fold(dir)]; other != nil {
				return fmt.Errorf("%s: is a file, and a folder for %s", other.Path, it.Path)
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
