package site

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/source"
	"gongshi/generator/internal/step"
	"gongshi/generator/internal/words"
)

// Closing asks for years to be closed or opened again.
type Closing struct {
	Year int
	Unit string // address, folder or name; "" for all
	// Board is its word or its name; "" for all boards with one file a year.
	Board  string
	Reopen bool
}

// A Closed is what became of one year of one board of one unit.
type Closed struct {
	Unit  string
	Board string // its title
	File  string // of the closed year
	Done  bool   // false: it was so before, or Why says why not
	Why   *problem.Problem
	Parts int // files frozen
	Rows  int // rows of figures recorded
}

// ErrNotOver: the year is not over.
var ErrNotOver = errors.New("the year is not over")

// ErrBoard: there is no such board with years.
var ErrBoard = errors.New("no such yearly board")

// CloseYears closes a year of units, or opens it again. Closing a unit closes those
// below it first; a unit named alone is opened alone. Each year is written whole or not
// at all; one that cannot be closed keeps the units above it from being closed.
func (s *Site) CloseYears(ctx context.Context, c Closing) ([]Closed, error) {
	kinds, err := s.yearlyKinds(c.Board)
	if err != nil {
		return nil, err
	}
	w, err := s.read(nil)
	if err != nil {
		return nil, err
	}
	if !c.Reopen && c.Year >= w.today.Year() {
		return nil, fmt.Errorf("site: %d: %w", c.Year, ErrNotOver)
	}
	if err := s.compute(ctx, w, func(*unit) error { return nil }); err != nil {
		return nil, err
	}
	units, err := s.scope(w, c)
	if err != nil {
		return nil, err
	}
	var list []Closed
	for _, k := range kinds {
		for _, u := range units {
			x, err := s.closeOne(w, u, k, c)
			if err != nil {
				return list, err
			}
			if x != nil {
				list = append(list, *x)
			}
		}
	}
	if c.Reopen {
		return list, nil
	}
	return list, s.verify(ctx, list)
}

func (s *Site) yearlyKinds(name string) (list []board.Kind, err error) {
	for _, k := range s.kinds {
		if k.Yearly && (name == "" || s.kind(name) != nil && s.kind(name).Word == k.Word) {
			list = append(list, k)
		}
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("site: %w: %q", ErrBoard, name)
	}
	return list, nil
}

// scope returns the units that c is about, those below before those above.
func (s *Site) scope(w *world, c Closing) ([]*unit, error) {
	var list []*unit
	for _, level := range levels(w.units) {
		list = append(list, level...)
	}
	if c.Unit != "" {
		found, err := called(c.Unit, list, (*unit).called)
		if err != nil {
			return nil, err
		}
		list = slices.DeleteFunc(list, func(u *unit) bool {
			return !slices.ContainsFunc(found, func(f *unit) bool { return u == f || !c.Reopen && within(u.place.Folder, f.place.Folder) })
		})
	}
	if c.Reopen {
		slices.Reverse(list) // those above first
	}
	return list, nil
}

// closeOne closes or opens one year of one board of one unit; nil when there is nothing
// of it.
func (s *Site) closeOne(w *world, u *unit, k board.Kind, c Closing) (*Closed, error) {
	x := &Closed{Unit: privacy.Mask(u.v.Name), Board: k.Title(), File: closedFile(u.place, k.File, c.Year)}
	if c.Reopen {
		if x.File == "" {
			return nil, nil
		}
		if x.Why = s.keepsClosed(u, k, c.Year); x.Why != nil {
			return x, nil
		}
		x.Done = true
		u.place.Files = slices.DeleteFunc(u.place.Files, func(f source.DataFile) bool { return f.Path == x.File })
		return x, s.root.Rename(filepath.FromSlash(x.File), filepath.FromSlash(x.File+".bak"))
	}
	own := ownFiles(u.place, k.File, c.Year)
	sums, any, err := s.sumsBelow(u, k, c.Year)
	if err != nil || len(own) == 0 && !any && x.File == "" {
		return nil, err
	}
	if x.File != "" {
		return x, nil
	}
	x.File = closedName(u.place, k, c.Year, own)
	if x.Why = s.staysOpen(u, k, c.Year); x.Why != nil {
		return x, nil
	}
	y, err := s.freeze(w, u, k, c.Year, own)
	if err != nil {
		return nil, err
	}
	y.Below = sums
	if x.Why = y.unreadable(x.File); x.Why != nil {
		return x, nil
	}
	x.Done, x.Parts, x.Rows = true, len(y.Parts), max(0, len(y.figures())-1)
	u.place.Files = append(u.place.Files, source.DataFile{Path: x.File, Code: k.File, Year: c.Year, List: source.Closed})
	return x, s.replace(x.File, y.write())
}

// refusal says why a year stays as it is.
func refusal(code, file string, kv ...string) *problem.Problem {
	return &problem.Problem{Pos: problem.Pos{File: file}, Severity: problem.Error, Code: code, Args: problem.Args(kv...)}
}

// staysOpen says why a year cannot be closed, nil when it can.
func (s *Site) staysOpen(u *unit, k board.Kind, year int) *problem.Problem {
	n := problem.Int(year)
	if u.report.Failed() || u.result == nil {
		return refusal("closed/errors", u.place.Folder, "year", n)
	}
	i := slices.IndexFunc(u.result.boards, func(c computedBoard) bool { return c.kind.Word == k.Word })
	if sum, _ := board.YearSum(u.summary(k), year); i < 0 || sum == nil {
		return refusal("closed/nothing", u.place.Folder, "year", n)
	}
	if u.result.boards[i].pending(year) {
		return refusal("closed/undecided", u.place.Folder, "year", n)
	}
	for _, f := range u.place.Files {
		if f.Code == k.File && f.Year != 0 && f.Year < year && closedFile(u.place, k.File, f.Year) == "" {
			return refusal("closed/earlier", f.Path, "year", n, "earlier", problem.Int(f.Year), "unit", u.v.Name, "board", k.Title())
		}
	}
	for _, below := range s.below(u) {
		sum, _ := board.YearSum(below.summary(k), year)
		if sum != nil && closedFile(below.place, k.File, year) == "" {
			return refusal("closed/below", u.place.Folder, "year", n, "unit", below.v.Name)
		}
	}
	return nil
}

// keepsClosed says why a year cannot be opened again, nil when it can: a later year or
// a unit above was computed from it.
func (s *Site) keepsClosed(u *unit, k board.Kind, year int) *problem.Problem {
	for _, f := range u.place.Files {
		if f.Code == k.File && f.Year > year && isClosed(f) {
			return refusal("closed/later", f.Path, "year", problem.Int(year), "later", problem.Int(f.Year), "unit", u.v.Name, "board", k.Title())
		}
	}
	if p := u.v.Parent; p != nil {
		if above := s.units[p.Folder]; above != nil && closedFile(above.place, k.File, year) != "" {
			return refusal("closed/above", above.place.Folder, "year", problem.Int(year), "unit", p.Name, "board", k.Title())
		}
	}
	return nil
}

// sumsBelow returns what the units below summed to in a year, and whether any did.
func (s *Site) sumsBelow(u *unit, k board.Kind, year int) (list []closedSummary, any bool, err error) {
	for _, c := range s.below(u) {
		sum, err := board.YearSum(c.summary(k), year)
		if err != nil {
			return nil, false, fmt.Errorf("%s: %w", c.place.Folder, err)
		}
		any = any || sum != nil
		list = append(list, closedSummary{Folder: c.place.Folder, Name: c.v.Name, Address: c.v.Address, Sum: string(sum)})
	}
	return list, any, nil
}

// closedName is where the file of a closed year goes: beside the year's own files.
func closedName(p *source.Place, k board.Kind, year int, own []source.DataFile) string {
	dir := path.Join(p.Folder, k.File)
	for _, f := range own {
		if path.Dir(f.Path) != p.Folder {
			dir = path.Dir(f.Path)
		}
	}
	return path.Join(dir, problem.Int(year)+"-"+words.KeyName(source.Closed)+".yaml")
}

// freeze gathers what a year is computed from, and what it comes to.
func (s *Site) freeze(w *world, u *unit, k board.Kind, year int, own []source.DataFile) (*closedYear, error) {
	y := &closedYear{Board: k.Title(), Unit: u.v.Name, Year: year, On: w.today, Program: s.Program}
	files := []source.DataFile{{Path: u.place.Unit, Code: "unit"}}
	files = append(files, own...)
	for _, f := range u.place.Files {
		if f.Year == 0 && (slices.Contains(registers, f.Code) || slices.Contains(k.Also, f.Code)) {
			files = append(files, f)
		}
	}
	var rep problem.Report
	inputs := s.loadAll(files, roleData, &rep)
	if rep.Failed() {
		return nil, fmt.Errorf("site: %s: %w", u.place.Folder, fs.ErrPermission)
	}
	inputs = append(inputs, inputFile{source.DataFile{Path: "processes.yaml", Code: "processes"}, roleData, step.Shipped()})
	for _, f := range w.rules.files {
		if f.Code == "processes" || f.Code == "holidays" {
			inputs = append(inputs, f)
		}
	}
	for _, f := range inputs {
		p, err := partOf(f)
		if err != nil {
			return nil, fmt.Errorf("site: %s: %w", f.Path, err)
		}
		y.Parts = append(y.Parts, p)
		if f.Code == k.File && f.Year == year {
			y.Origins = append(y.Origins, closedOrigin{File: f.Path, Checksum: sumOf(f.Data)})
		}
	}
	y.Figures = csvText(figuresOf(u.result, k.Word, year))
	sums, err := board.YearSum(u.summary(k), year)
	if err != nil {
		return nil, fmt.Errorf("site: %s: %w", u.place.Folder, err)
	}
	y.Sums = string(sums)
	return y, nil
}

// figuresOf returns the table of a year as the hall may see it.
func figuresOf(r *result, word string, year int) [][]string {
	for _, c := range r.boards {
		if c.kind.Word != word {
			continue
		}
		for _, p := range c.board.Show(privacy.Local).Pages {
			if p.Path == problem.Int(year) {
				return p.Table
			}
		}
	}
	return nil
}

// unreadable says that the file would not come back as it is written; nil when it does.
func (c *closedYear) unreadable(name string) *problem.Problem {
	var rep problem.Report
	data := c.write()
	back := readClosed(inputFile{source.DataFile{Path: name, Year: c.Year}, roleData, data}, &rep)
	bad := refusal("closed/too-much", name, "year", problem.Int(c.Year), "limit", problem.Int(record.MaxFile>>20))
	if back == nil || len(back.Parts) != len(c.Parts) || len(back.Below) != len(c.Below) ||
		back.Figures != c.Figures || strings.TrimSpace(back.Sums) != c.Sums {
		return bad
	}
	for i, p := range c.Parts {
		want, err := p.file()
		got, err2 := back.Parts[i].file()
		if errors.Join(err, err2) != nil || string(want.Data) != string(got.Data) {
			return bad
		}
	}
	return nil
}

// replace writes a file of the site's folder whole or not at all. Its name before is one
// that nobody reads.
func (s *Site) replace(name string, data []byte) error {
	half := filepath.FromSlash(path.Join(path.Dir(name), "."+path.Base(name)+".tmp"))
	if err := s.root.MkdirAll(filepath.FromSlash(path.Dir(name)), 0o755); err != nil {
		return fmt.Errorf("site: %s: %w", name, err)
	}
	err := s.root.WriteFile(half, data, 0o644)
	if err == nil {
		err = s.root.Rename(half, filepath.FromSlash(name))
	}
	if err != nil {
		return fmt.Errorf("site: %s: %w", name, err)
	}
	return nil
}

// verify computes everything anew from what was just written. A year that would come
// out differently is opened again.
func (s *Site) verify(ctx context.Context, list []Closed) error {
	c := s.Config
	c.Progress = nil
	again, err := Open(c)
	if err != nil {
		return err
	}
	defer again.Close()
	r, err := again.Check(ctx)
	if err != nil {
		return err
	}
	for i := range list {
		x := &list[i]
		for _, p := range r.Problems {
			if x.Done && p.File == x.File && p.Severity == problem.Error {
				x.Done, x.Why = false, &p
				if err := s.root.Remove(filepath.FromSlash(x.File)); err != nil {
					return fmt.Errorf("site: %s: %w", x.File, err)
				}
			}
		}
	}
	return nil
}
