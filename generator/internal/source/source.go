// Package source finds out which file of a site's folder belongs to what: settings,
// rules, units with their data and notices, pages. It reads names only; package record
// reads contents. It follows no link out of the folder.
package source

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/words"
)

// A Layout is what stands where.
type Layout struct {
	Site   []string       // site.yaml; more than one is a mistake
	Rules  []DataFile     // of data/rules; two of one code are a mistake
	Units  []Place        // parents before children, in path order
	Pages  []string       // Markdown under content/ that belongs to no unit
	Names  []string       // paths of all files and folders, folders before what is in them
	Unread []string       // files that nobody reads and that are no pictures
	Fonts  []string       // TrueType fonts of data/fonts
	Closed []string       // folders under content/ that cannot be read and belong to no unit
	Report problem.Report // files that belong nowhere
}

// A Place is one unit's folder.
type Place struct {
	Folder  string // "data/zhongyang/ningxiang"
	Parent  int    // index of the unit above, -1
	Unit    string // path of unit.yaml; "" when it is lost (see Read)
	Files   []DataFile
	Notices []string // Markdown of content/<unit>/notices
	Pages   []string // other Markdown under content/<unit>
	// Pictures are all pictures in the folder, in path order; which of them are shown
	// the data say.
	Pictures []string
}

// A DataFile is one file of data.
type DataFile struct {
	Path string
	Code string // code word of the file, or of its folder: "grids", "points"
	Year int    // 0 when the file is not one of a yearly series
	Name string // of a file in a folder of named ones, without its extension
	List string // code word of the list that a table "…-流水.csv" fills, "" for the main one
}

// Closed is the List of the file that a closed year is computed from: 2024-封存.yaml.
const Closed = "closed"

// A Kind is one kind of data file: a list, a folder with one file a year, or one of files
// that staff name.
type Kind struct {
	Code   string
	Yearly bool
	Named  bool
}

// Read lists the site in fsys. ignore tells the names that editors and systems leave
// behind. kinds are the files that somebody reads. were are the folders that were
// units the last time: one that still holds data but no unit.yaml any more, or that
// cannot be read, is a unit whose unit.yaml is lost, which is an error.
func Read(fsys fs.FS, ignore func(name string) bool, kinds []Kind, were []string) (*Layout, error) {
	r := reader{fsys: fsys, ignore: ignore, kinds: kinds, layout: &Layout{}, units: map[string]int{}}
	if err := r.data(were); err != nil {
		return nil, err
	}
	if err := r.content(); err != nil {
		return nil, err
	}
	return r.layout, nil
}

type reader struct {
	fsys   fs.FS
	ignore func(string) bool
	kinds  []Kind
	layout *Layout
	units  map[string]int // folder → index
	files  []string       // under data/, in path order
	closed []string       // folders that cannot be read
}

// data finds the units first, then what belongs to each.
func (r *reader) data(were []string) error {
	err := r.walk("data", func(name string) {
		r.files = append(r.files, name)
	})
	if err != nil {
		return err
	}
	slices.Sort(r.files)
	for _, name := range r.files {
		if code, _ := stem(name); code == "unit" && record.IsYAML(name) {
			r.unit(name)
		}
	}
	r.lost(were)
	r.nest()
	for _, name := range r.files {
		r.place(name)
	}
	for i := range r.layout.Units {
		r.sort(&r.layout.Units[i])
	}
	return nil
}

// nest puts parents before children and finds the unit above each.
func (r *reader) nest() {
	slices.SortFunc(r.layout.Units, func(a, b Place) int { return strings.Compare(a.Folder, b.Folder) })
	for i, u := range r.layout.Units {
		r.units[u.Folder] = i
	}
	for i := range r.layout.Units {
		r.layout.Units[i].Parent = r.owner(r.layout.Units[i].Folder)
	}
}

// lost finds the units whose unit.yaml is not there any more though their data are.
func (r *reader) lost(were []string) {
	old := map[string]bool{}
	for _, folder := range were {
		if _, is := r.units[folder]; !is {
			old[folder] = false
		}
	}
	if len(old) == 0 {
		return
	}
	for _, name := range r.files {
		if !speaks(name) || isSite(name) || r.isRules(name) {
			continue
		}
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			if _, was := old[dir]; was {
				old[dir] = true
				break
			}
			if _, is := r.units[dir]; is {
				break
			}
		}
	}
	for folder, speaking := range old {
		inside := func(closed string) bool { return folder == closed || strings.HasPrefix(folder, closed+"/") }
		if speaking || slices.ContainsFunc(r.closed, inside) {
			code := "source/unreadable"
			if speaking {
				code = "source/unit-lost"
			}
			r.layout.Units = append(r.layout.Units, Place{Folder: folder})
			r.layout.Report.Error(problem.Pos{File: folder}, code)
		}
	}
}

// speaks reports whether a file says that its folder still is a unit: data, or a
// unit.yaml that got another ending.
func speaks(name string) bool {
	base, _, _ := strings.Cut(path.Base(name), ".")
	code, _ := words.Key(strings.ToLower(base))
	return code == "unit" || record.IsYAML(name) || record.IsTable(name)
}

// walk calls visit for every file under dir that is not left behind by a program; it
// reports links, what is no plain file and folders that cannot be read, and goes on.
func (r *reader) walk(dir string, visit func(string)) error {
	err := fs.WalkDir(r.fsys, dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && name != dir {
			r.layout.Names = append(r.layout.Names, name)
		}
		switch {
		case errors.Is(err, fs.ErrNotExist) && name == dir:
			return nil
		case err != nil && name == dir:
			return err
		case err != nil:
			r.layout.Report.Error(problem.Pos{File: name}, "source/unreadable")
			r.closed = append(r.closed, name)
			return fs.SkipDir
		case name != dir && (r.ignore(d.Name()) || strings.HasPrefix(d.Name(), ".")):
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.Type()&fs.ModeSymlink != 0:
			r.layout.Report.Warn(problem.Pos{File: name}, "source/link")
		case d.IsDir():
		case !d.Type().IsRegular(): // a pipe would be waited for
			r.layout.Report.Warn(problem.Pos{File: name}, "source/no-file")
		default:
			visit(name)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("source: %w", err)
	}
	return nil
}

func (r *reader) unit(name string) {
	folder := path.Dir(name)
	if i, dup := r.units[folder]; dup {
		r.layout.Report.Error(problem.Pos{File: name}, "source/same-file", "other", path.Base(r.layout.Units[i].Unit))
		return
	}
	r.units[folder] = len(r.layout.Units)
	r.layout.Units = append(r.layout.Units, Place{Folder: folder, Unit: name})
}

// owner returns the unit whose folder name lies in, -1 for none.
func (r *reader) owner(name string) int {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if i, ok := r.units[dir]; ok {
			return i
		}
	}
	return -1
}

// place gives one file under data/ to its unit.
func (r *reader) place(name string) {
	code, _ := stem(name)
	switch {
	case isSite(name):
		r.layout.Site = append(r.layout.Site, name)
		return
	case r.isRules(name):
		r.rules(name, code)
		return
	case isFont(name):
		r.layout.Fonts = append(r.layout.Fonts, name)
		return
	case !record.IsYAML(name) && !record.IsTable(name) && !isPicture(name):
		r.skip(name)
		return
	}
	i := r.owner(name)
	if i < 0 {
		r.layout.Unread = append(r.layout.Unread, name)
		r.layout.Report.Warn(problem.Pos{File: name}, "source/no-unit")
		return
	}
	u := &r.layout.Units[i]
	if isPicture(name) {
		u.Pictures = append(u.Pictures, name)
		return
	}
	if name == u.Unit {
		return
	}
	if f, ok := r.dataFile(name, u.Folder); ok {
		u.Files = append(u.Files, f)
	}
}

// dataFile finds out what the file called name holds; it reports the file when nobody
// reads such a one there.
func (r *reader) dataFile(name, folder string) (DataFile, bool) {
	f := DataFile{Path: name}
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	dir := path.Dir(name)
	if dir == folder {
		f.Code, base = stem(name)
	} else {
		f.Code, _ = words.Key(path.Base(dir))
		if path.Dir(dir) != folder || r.kind(f.Code) == nil {
			r.layout.Report.Warn(problem.Pos{File: name}, "source/unknown-folder", "folder", path.Base(dir))
			return f, false
		}
	}
	kind := r.kind(f.Code)
	dated := f.readYear(base)
	switch {
	case kind == nil:
		r.unknown(name)
	case kind.Named && dir == folder:
		r.layout.Report.Warn(problem.Pos{File: name}, "source/no-folder", "name", words.KeyName(f.Code))
	case kind.Named:
		f.Year, f.List, f.Name = 0, "", base
		return f, true
	case kind.Yearly && !dated:
		r.layout.Report.Warn(problem.Pos{File: name}, "source/no-year", "name", words.KeyName(f.Code))
	case !kind.Yearly && dir != folder:
		r.layout.Report.Warn(problem.Pos{File: name}, "source/not-yearly", "name", words.KeyName(f.Code))
	default:
		if !dated {
			f.List, _ = words.Key(base)
		}
		return f, true
	}
	return f, false
}

func (r *reader) kind(code string) *Kind {
	if i := slices.IndexFunc(r.kinds, func(k Kind) bool { return k.Code == code }); i >= 0 {
		return &r.kinds[i]
	}
	return nil
}

// isSite reports whether name is site.yaml.
func isSite(name string) bool {
	code, _ := stem(name)
	return path.Dir(name) == "data" && code == "site" && record.IsYAML(name)
}

func (r *reader) isRules(name string) bool {
	dir, _ := words.Key(path.Base(path.Dir(name)))
	return dir == "rules" && path.Dir(path.Dir(name)) == "data" && record.IsYAML(name)
}

// isFont reports whether name is a font that the site brings along.
func isFont(name string) bool {
	dir, _ := words.Key(path.Base(path.Dir(name)))
	return dir == "fonts" && path.Dir(path.Dir(name)) == "data" && strings.EqualFold(path.Ext(name), ".ttf")
}

// ruled are the files of data/rules.
var ruled = []string{"processes", "deadlines", "holidays"}

// rules takes a file of data/rules.
func (r *reader) rules(name, code string) {
	if slices.Contains(ruled, code) {
		r.layout.Rules = append(r.layout.Rules, DataFile{Path: name, Code: code})
		return
	}
	var known []string
	for _, c := range ruled {
		known = append(known, words.KeyName(c))
	}
	r.layout.Report.Warn(problem.Pos{File: name}, "source/unknown-file", "name", path.Base(name), "known", strings.Join(known, words.T("list.sep")))
}

// unknown reports a file that nobody reads: its name is likely misspelt.
func (r *reader) unknown(name string) {
	r.layout.Unread = append(r.layout.Unread, name)
	var known []string
	for _, k := range r.kinds {
		known = append(known, words.KeyName(k.Code))
	}
	r.layout.Report.Warn(problem.Pos{File: name}, "source/unknown-file", "name", path.Base(name), "known", strings.Join(known, words.T("list.sep")))
}

var yearName = regexp.MustCompile(`^((?:19|20)\d\d)(.*)$`)

// readYear reads year and list out of the name of a yearly file without its extension:
// 2024, 2024年, 2024-流水.
func (f *DataFile) readYear(base string) bool {
	m := yearName.FindStringSubmatch(base)
	if m == nil {
		return false
	}
	list := strings.TrimLeft(strings.TrimPrefix(m[2], words.T("date.yearmark")), "-_ ")
	if list == "" && m[2] != "" && m[2] != words.T("date.yearmark") {
		return false
	}
	f.Year, _ = strconv.Atoi(m[1])
	f.List, _ = words.Key(list)
	return true
}

// stem returns the code word of a file's name and what stands behind a dash:
// 积分-2024 is points of 2024, GRIDS is grids.
func stem(name string) (code, rest string) {
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	for _, s := range []string{base, strings.ToLower(base)} {
		if code, ok := words.Key(s); ok {
			return code, ""
		}
		if head, tail, ok := strings.Cut(s, "-"); ok {
			if code, known := words.Key(head); known {
				return code, tail
			}
		}
	}
	return base, ""
}

// skip says that a file is not read.
func (r *reader) skip(name string) {
	if isPicture(name) {
		r.layout.Report.Warn(problem.Pos{File: name}, "source/picture")
		return
	}
	r.layout.Unread = append(r.layout.Unread, name)
	r.layout.Report.Warn(problem.Pos{File: name}, "source/not-read", "ext", strings.ToLower(path.Ext(name)))
}

// isPicture reports whether a file is one by its name; whether it can be shown is found
// out when a record names it.
func isPicture(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".jpg", ".jpeg", ".png", ".webp", ".gif", ".heic", ".heif", ".svg", ".bmp", ".tif", ".tiff":
		return true
	}
	return false
}

// sort puts YAML before tables, so that a table finds the list it would fill twice,
// and reports two files of one name.
func (r *reader) sort(u *Place) {
	slices.SortStableFunc(u.Files, func(a, b DataFile) int {
		return order(a.Path) - order(b.Path)
	})
	for i, f := range u.Files {
		for _, g := range u.Files[:i] {
			same := g.Code == f.Code && g.Year == f.Year && g.Name == f.Name && (g.List == Closed) == (f.List == Closed)
			if same && record.IsYAML(g.Path) && record.IsYAML(f.Path) {
				r.layout.Report.Error(problem.Pos{File: f.Path}, "source/same-file", "other", path.Base(g.Path))
			}
		}
	}
	slices.Sort(u.Notices)
}

func order(name string) int {
	if record.IsYAML(name) {
		return 0
	}
	return 1
}

// content gives notices to their units and keeps all other Markdown as pages.
func (r *reader) content() error {
	read := len(r.closed)
	err := r.walk("content", func(name string) {
		if strings.ToLower(path.Ext(name)) != ".md" {
			r.skip(name)
			return
		}
		dir := path.Dir(name)
		code, _ := words.Key(path.Base(dir))
		folder := path.Join("data", strings.TrimPrefix(path.Dir(dir), "content"))
		if i, ok := r.units[folder]; ok && code == "notices" {
			r.layout.Units[i].Notices = append(r.layout.Units[i].Notices, name)
			return
		}
		if code == "notices" {
			r.layout.Report.Warn(problem.Pos{File: name}, "source/no-unit")
			return
		}
		if i := r.owner(path.Join("data", strings.TrimPrefix(name, "content"))); i >= 0 {
			r.layout.Units[i].Pages = append(r.layout.Units[i].Pages, name)
			return
		}
		r.layout.Pages = append(r.layout.Pages, name)
	})
	for _, dir := range r.closed[read:] {
		if r.owner(path.Join("data", strings.TrimPrefix(dir, "content"), "x")) < 0 {
			r.layout.Closed = append(r.layout.Closed, dir)
		}
	}
	return err
}
