package site

import (
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/change"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/source"
	"gongshi/generator/internal/step"
	"gongshi/generator/internal/village"
)

// closedYears finds the closed years among a unit's files, by board file and year.
func closedYears(files []inputFile, rep *problem.Report) map[string]map[int]*closedYear {
	all := map[string]map[int]*closedYear{}
	for _, f := range files {
		if f.Role != roleData || !isClosed(f.DataFile) {
			continue
		}
		if c := readClosed(f, rep); c != nil {
			if all[f.Code] == nil {
				all[f.Code] = map[int]*closedYear{}
			}
			all[f.Code][f.Year] = c
			c.compareOrigins(f, files, rep)
		}
	}
	return all
}

// compareOrigins warns of an edit of the year's own files after the closing: it has no
// effect.
func (c *closedYear) compareOrigins(own inputFile, files []inputFile, rep *problem.Report) {
	then := map[string]string{} // by the name in the folder, which may be another one now
	gone := map[string]string{}
	for _, o := range c.Origins {
		then[path.Base(o.File)], gone[path.Base(o.File)] = o.Checksum, o.File
	}
	warn := func(file string) {
		rep.Warn(problem.Pos{File: file}, "closed/later-edit", "year", strconv.Itoa(c.Year), "board", c.Board,
			"unit", c.Unit, "day", c.On.String(), "file", path.Base(own.Path))
	}
	for _, f := range files {
		if f.Role != roleData || f.Code != own.Code || f.Year != own.Year || isClosed(f.DataFile) {
			continue
		}
		if then[path.Base(f.Path)] != sumOf(f.Data) {
			warn(f.Path)
		}
		delete(gone, path.Base(f.Path))
	}
	for _, name := range slices.Sorted(maps.Keys(gone)) {
		warn(gone[name])
	}
}

// frozen returns what a board reads of the closed year: its own files, and what stands
// in the place of registers and rules. v is the unit today.
func (c *closedYear) frozen(k board.Kind, v *village.Unit, rep *problem.Report) (board.YearDocs, bool) {
	var quiet problem.Report // what is wrong with them was no error when the year was closed
	docs := map[string][]*record.Doc{}
	y := board.YearDocs{Year: c.Year, Frozen: &board.Frozen{On: c.On, Also: map[string][]*record.Doc{}}}
	then := &village.Unit{}
	var processes step.Processes
	var calendar *village.Calendar
	for _, p := range c.Parts {
		f, err := p.file()
		var gate problem.Report
		d := open(f, &gate)
		if err != nil || gate.Failed() {
			rep.Error(problem.Pos{File: c.File, Line: 1, Col: 1}, "closed/edited", "year", strconv.Itoa(c.Year), "board", c.Board)
			return y, false
		}
		code, list, _ := strings.Cut(p.Use, "/")
		d.List = list
		switch code {
		case k.File:
			y.Docs = append(y.Docs, d)
		case "unit":
			d.Decode(then, &quiet)
		case "processes":
			processes = processes.With(d, &quiet)
		case "holidays":
			calendar = village.LoadCalendar(d, &quiet)
		default:
			docs[code] = append(docs[code], d)
		}
	}
	then.LoadRegisters(docs, &quiet)
	then.Restrict(v)
	then.Folder, then.Address, then.Parent, then.Children = v.Folder, v.Address, v.Parent, v.Children
	y.Frozen.Unit, y.Frozen.Processes = then, processes.Counting(calendar)
	for _, code := range k.Also {
		y.Frozen.Also[code] = docs[code]
	}
	for _, s := range c.Below {
		y.Frozen.Children = append(y.Frozen.Children, s.child(v))
	}
	return y, true
}

// child is the unit below as it was called; a page of it is linked where it has one.
func (s closedSummary) child(v *village.Unit) board.Child {
	u := &village.Unit{Name: s.Name, Address: s.Address, Unshown: true}
	if c := s.today(v); c != nil {
		now := *c
		now.Name, u = s.Name, &now
	}
	if s.Sum == "" {
		return board.Child{Unit: u}
	}
	return board.Child{Unit: u, Summary: board.FrozenSum(s.Sum)}
}

// today is the unit below as it is now: in its folder, or in another one by its name;
// nil when it is gone.
func (s closedSummary) today(v *village.Unit) *village.Unit {
	here := func(c *village.Unit) bool { return c.Folder == s.Folder }
	if !slices.ContainsFunc(v.Children, here) {
		here = func(c *village.Unit) bool { return c.Called(s.Name) }
	}
	if i := slices.IndexFunc(v.Children, here); i >= 0 {
		return v.Children[i]
	}
	return nil
}

// yearsOf returns the years of a board: closed ones as they were, the others as they
// are.
func yearsOf(k board.Kind, v *village.Unit, now map[int][]*record.Doc, closed map[int]*closedYear, rep *problem.Report) (years []board.YearDocs) {
	for year, docs := range now {
		if closed[year] == nil {
			years = append(years, board.YearDocs{Year: year, Docs: docs})
		}
	}
	for _, c := range closed {
		if y, ok := c.frozen(k, v, rep); ok {
			years = append(years, y)
		}
	}
	slices.SortFunc(years, func(a, b board.YearDocs) int { return a.Year - b.Year })
	return years
}

// checkFigures compares what the program makes of closed years with what was recorded
// when they were closed: the sums, and the rows of the hall's table. Only another version
// of the program can make it differ; the pages that stand are right then and stay.
func (c *computedBoard) checkFigures(today village.Date, rep *problem.Report) (differs bool) {
	if len(c.closed) == 0 || c.board == nil {
		return false
	}
	for _, year := range slices.Sorted(maps.Keys(c.closed)) {
		y := c.closed[year]
		if y.Sums != "" && today >= y.On && !board.Repeats(board.FrozenSum(y.Sums), c.board.Summary(), year) {
			differs = true
			rep.Error(problem.Pos{File: y.File, Line: 1, Col: 1}, "closed/sums-differ", "year", strconv.Itoa(year), "board", y.Board,
				"program", y.Program)
		}
	}
	kind := change.Kind{Keys: c.kind.Keys}
	for _, p := range c.board.Show(privacy.Local).Pages {
		year, _ := strconv.Atoi(p.Path)
		y := c.closed[year]
		if y == nil || today < y.On { // earlier, more could be seen
			continue
		}
		now := make([][]string, len(p.Table))
		for i, row := range p.Table {
			for _, cell := range row {
				now[i] = append(now[i], figureText(cell))
			}
		}
		if d := kind.Deviation(y.figures(), now); d != nil {
			differs = true
			rep.Error(problem.Pos{File: y.File, Line: 1, Col: 1}, "closed/differs", "year", p.Path, "board", y.Board, "name", d.Name,
				"column", d.Cells[0].Column, "was", d.Cells[0].Was, "now", d.Cells[0].Now, "program", y.Program)
		}
	}
	return differs
}

// marked notes on the pages of closed years when that was.
func (c *computedBoard) marked(out board.Output) board.Output {
	last := 0
	for i := range out.Pages {
		year, _ := strconv.Atoi(out.Pages[i].Path)
		if y := c.closed[year]; y != nil {
			out.Pages[i].Closed = y.On
		}
		if out.Pages[i].Copy {
			last = i
		}
	}
	if last > 0 {
		out.Pages[0].Closed = out.Pages[last].Closed
	}
	return out
}

// ownFiles returns the unit's own files of a year, the closed one apart.
func ownFiles(p *source.Place, code string, year int) (list []source.DataFile) {
	for _, f := range p.Files {
		if f.Code == code && f.Year == year && !isClosed(f) {
			list = append(list, f)
		}
	}
	return list
}

// closedFile returns the file of a closed year, "" when it is open.
func closedFile(p *source.Place, code string, year int) string {
	for _, f := range p.Files {
		if f.Code == code && f.Year == year && isClosed(f) {
			return f.Path
		}
	}
	return ""
}
