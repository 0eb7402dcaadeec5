package privacy

import (
	"path"
	"strings"

	"gongshi/generator/internal/markdown"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
)

// Name refuses ID and bank card numbers in the name of a file or folder; it reports
// whether it is free of them.
func Name(name string, rep *problem.Report) bool {
	found := Scan(name)
	for _, f := range found {
		f.refuse(problem.Pos{File: name}, "privacy/name", rep)
	}
	return len(found) == 0
}

// refuse reports f. The first two digits are all that is shown of it.
func (f Finding) refuse(at problem.Pos, code string, rep *problem.Report) {
	rep.Add(problem.Problem{Pos: at, Code: code, Width: f.Width, Args: problem.Args("head", f.Head, "digits", problem.Int(f.Digits))})
}

// Check refuses ID and bank card numbers in the text of a file, wherever they stand and
// however they are cut; it reports whether the file is free of them.
func Check(d *record.Doc, rep *problem.Report) bool {
	c := checker{rep: rep, seen: map[string]bool{}}
	pieces := d.Pieces()
	for i, p := range pieces {
		if p.Line > 0 {
			c.piece(p)
		}
		if p.Cell && (i == 0 || pieces[i-1].Line != p.Line) {
			c.row(pieces[i:])
		}
	}
	if strings.EqualFold(path.Ext(d.Path), ".md") {
		c.page(d)
	}
	for _, p := range pieces {
		if p.Line == 0 {
			p.File = d.Path
			c.hidden(p)
		}
	}
	return len(c.seen) == 0
}

// A checker checks one file.
type checker struct {
	rep  *problem.Report
	seen map[string]bool // numbers that were refused
}

// piece refuses what stands in a line, cell or value, as typed and as shown.
func (c *checker) piece(p record.Piece) {
	for _, f := range Scan(p.Text) {
		at := p.Pos
		if !at.Cell {
			at.Col += f.Col
		}
		c.seen[f.number] = true
		f.refuse(at, "privacy/"+f.Kind, c.rep)
	}
	if enoughDigits(p.Text) && markedUp(p.Text) {
		c.shown(p.Text, p.Pos)
	}
	if strings.Contains(p.Text, "|") { // a table of Markdown
		if f, _, ok := Row(strings.Split(p.Text, "|")); ok {
			c.add(f, p.Pos)
		}
	}
}

// markedUp reports whether something that Markdown does not show stands beside a digit.
func markedUp(s string) bool {
	for i := 1; i < len(s); i++ {
		if digit(s[i-1]) && strings.IndexByte("<&[*_`\\", s[i]) >= 0 || digit(s[i]) && strings.IndexByte(">;)*_`", s[i-1]) >= 0 {
			return true
		}
	}
	return false
}

// shown refuses what s shows as Markdown; it reports whether there was anything.
func (c *checker) shown(s string, at problem.Pos) bool {
	found := Scan(string(words([]byte(markdown.HTML(s)))))
	for _, f := range found {
		c.add(f, at)
	}
	return len(found) > 0
}

// add refuses a number that was not seen yet.
func (c *checker) add(f Finding, at problem.Pos) {
	if !c.seen[f.number] {
		c.seen[f.number] = true
		f.Width = 0
		f.refuse(at, "privacy/"+f.Kind, c.rep)
	}
}

// row refuses what the cells of the row at the beginning of pieces make together.
func (c *checker) row(pieces []record.Piece) {
	var cells []string
	for _, p := range pieces {
		if p.Line != pieces[0].Line {
			break
		}
		cells = append(cells, p.Text)
	}
	if f, i, ok := Row(cells); ok {
		c.add(f, pieces[i].Pos)
	}
}

// page refuses what a page shows that no single line does.
func (c *checker) page(d *record.Doc) {
	text := d.Text()
	if !enoughDigits(text) {
		return
	}
	line := 1
	for block := range strings.SplitSeq(text, "\n\n") {
		if enoughDigits(block) {
			lead := len(block) - len(strings.TrimLeft(block, "\n"))
			c.shown(block, problem.Pos{File: d.Path, Line: line + lead, Col: 1})
		}
		line += strings.Count(block, "\n") + 2
	}
	c.shown(text, problem.Pos{File: d.Path, Line: 1, Col: 1})
}

// hidden refuses what a workbook holds out of sight.
func (c *checker) hidden(p record.Piece) {
	for _, f := range Scan(p.Text) {
		if !c.seen[f.number] {
			c.seen[f.number] = true
			f.Width = 0
			f.refuse(p.Pos, "privacy/workbook", c.rep)
		}
	}
}
