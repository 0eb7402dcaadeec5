package privacy

import (
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi/generator/internal/markdown"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/words"
)

// Name refuses ID and bank card numbers and mobiles in the name of a file or folder; it
// reports whether it is free of them.
func Name(name string, rep *problem.Report) bool {
	found := numbers(name)
	for _, f := range found {
		f.refuse(problem.Pos{File: name}, "privacy/name", rep)
	}
	return len(found) == 0
}

// refuse reports f. The first two digits are all that is shown of it.
func (f Finding) refuse(at problem.Pos, code string, rep *problem.Report) {
	rep.Add(problem.Problem{Pos: at, Code: code, Width: f.Width, Args: problem.Args("head", f.Head, "digits", problem.Int(f.Digits))})
}

// numbers finds all that must not be published, cards before the mobiles between them.
func numbers(s string) []Finding {
	found := Scan(s)
	for _, m := range Mobiles(s) {
		if !slices.ContainsFunc(found, func(f Finding) bool { return m.Col < f.Col+f.Width && f.Col < m.Col+m.Width }) {
			found = append(found, m)
		}
	}
	return found
}

// Check refuses ID and bank card numbers in the text of a file, wherever they stand and
// however they are cut, and mobiles outside the keys for phones; it reports whether the
// file is free of them. It refuses what shames people, and warns of what is private in
// free text.
func Check(d *record.Doc, rep *problem.Report) bool {
	c := checker{doc: d, rep: rep, seen: map[string]bool{}, phones: map[string]bool{}}
	pieces := d.Pieces()
	for i, p := range pieces {
		if p.Line > 0 {
			c.piece(p)
		}
		if p.Cell && p.Line <= pieces[0].Line+headRows && words.Names("phonehead", p.Text) {
			c.heads = append(c.heads, p.Col)
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
	free := len(c.seen) == 0
	careful(d, rep)
	return free
}

// headRows is how far down the heads of columns are sought.
const headRows = 10

// A checker checks one file.
type checker struct {
	doc    *record.Doc
	rep    *problem.Report
	seen   map[string]bool        // numbers that were refused
	phones map[string]bool        // mobiles that stand where phones may
	open   map[int][]record.Piece // by line: where they may; nil until one is sought
	heads  []int                  // columns whose head speaks of phones
}

// allowed reports whether a number stands under a key for phones.
func (c *checker) allowed(p record.Piece, f Finding) bool {
	if f.Kind != mobilePhone {
		return false
	}
	if c.open == nil {
		c.open = map[int][]record.Piece{}
		for _, v := range c.doc.Phones() {
			c.open[v.Line] = append(c.open[v.Line], v)
		}
	}
	for _, v := range c.open[p.Line] {
		from, to := p.Col, p.Col // of a value that is not on its line as it is read
		if !p.Cell && p.Text == c.doc.Line(p.Line) {
			from, to = p.Col+f.Col, p.Col+f.Col+f.Width
		}
		if from >= v.Col && to <= v.Col+utf8.RuneCountInString(v.Text)+len(`""`) {
			c.phones[f.number] = true
			return true
		}
	}
	return false
}

// piece refuses what stands in a line, cell or value, as typed and as shown.
func (c *checker) piece(p record.Piece) {
	for _, f := range numbers(p.Text) {
		if c.allowed(p, f) {
			continue
		}
		at := p.Pos
		if !at.Cell {
			at.Col += f.Col
		}
		c.seen[f.number] = true
		f.refuse(at, "privacy/"+f.Kind, c.rep)
	}
	if (enoughDigits(p.Text) || mayHoldMobile(p.Text)) && markedUp(p.Text) {
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
	found := numbers(string(plainText([]byte(markdown.HTML(s)))))
	for _, f := range found {
		c.add(f, at)
	}
	return len(found) > 0
}

// add refuses a number that was not seen yet.
func (c *checker) add(f Finding, at problem.Pos) {
	if !c.seen[f.number] && !c.phones[f.number] {
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
	for i := range cells {
		if !slices.Contains(c.heads, pieces[i].Col) {
			continue
		}
		for j := i + 2; j <= min(len(cells), i+3); j++ {
			if f := Mobiles(strings.Join(cells[i:j], " ")); len(f) == 1 && f[0].Kind == mobilePhone && f[0].Col == 0 && len(Mobiles(cells[i])) == 0 {
				c.add(f[0], pieces[i].Pos)
			}
		}
	}
}

// page refuses what a page shows that no single line does.
func (c *checker) page(d *record.Doc) {
	text := d.Text()
	if !enoughDigits(text) && !mayHoldMobile(text) {
		return
	}
	line := 1
	for block := range strings.SplitSeq(text, "\n\n") {
		if enoughDigits(block) || mayHoldMobile(block) {
			lead := len(block) - len(strings.TrimLeft(block, "\n"))
			c.shown(block, problem.Pos{File: d.Path, Line: line + lead, Col: 1})
		}
		line += strings.Count(block, "\n") + 2
	}
	c.shown(text, problem.Pos{File: d.Path, Line: 1, Col: 1})
}

// hidden refuses what a workbook holds out of sight.
func (c *checker) hidden(p record.Piece) {
	for _, f := range numbers(p.Text) {
		if !c.seen[f.number] && !c.phones[f.number] {
			c.seen[f.number] = true
			f.Width = 0
			f.refuse(p.Pos, "privacy/workbook", c.rep)
		}
	}
}
