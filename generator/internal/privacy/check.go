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
	found := append(numbers(name, ""), lettered(name)...)
	for _, f := range found {
		f.refuse(problem.Pos{File: name}, "privacy/name", rep)
	}
	return len(found) == 0
}

// lettered finds the number that letters hide in the name of a file, whose letters mean
// nothing: c139…
func lettered(name string) []Finding {
	t := fold(name)
	for i := 0; i < len(t.bytes); i++ {
		from := i
		for i < len(t.bytes) && digit(t.bytes[i]) {
			i++
		}
		if i == from || (from == 0 || !plainLetter(t.bytes[from-1])) && (i == len(t.bytes) || !plainLetter(t.bytes[i])) {
			continue
		}
		d := string(t.bytes[from:i])
		switch {
		case mobile(d) && assigned([]byte(d)):
			return []Finding{finding(mobilePhone, d, t.at[from], t.at[i-1]+1)}
		case len(d) >= 16 && len(d) <= most && d[:2] == "62" && luhn(d):
			return []Finding{finding(bankCard, d, t.at[from], t.at[i-1]+1)}
		}
	}
	return nil
}

// refuse reports f. The first two digits are all that is shown of it.
func (f Finding) refuse(at problem.Pos, code string, rep *problem.Report) {
	rep.Add(problem.Problem{Pos: at, Code: code, Width: f.Width, Args: problem.Args("head", f.Head, "digits", problem.Int(f.Digits))})
}

// numbers finds all that must not be published, cards before the mobiles between them.
// before are the words that stand before s.
func numbers(s, before string) (found []Finding) {
	any, mobiles := suspicious(s), mayHoldMobile(s)
	if !any && !mobiles {
		return nil
	}
	t := fold(s)
	if any {
		found = t.scan(s, before)
	}
	if mobiles {
		found = apart(found, t.mobiles())
	}
	return found
}

// Check refuses ID and bank card numbers in the text of a file, wherever they stand and
// however they are cut, and mobiles outside the keys for phones; it reports whether the
// file is free of them. It refuses what shames people, and warns of what is private in
// free text.
func Check(d *record.Doc, rep *problem.Report) bool {
	c := checker{doc: d, rep: rep, seen: map[string]bool{}, phones: map[string]bool{}, heads: map[int]bool{}}
	if strings.EqualFold(path.Ext(d.Path), ".svg") {
		return c.drawing(d)
	}
	pieces := d.Pieces()
	for i, p := range pieces {
		if p.Line > 0 {
			c.piece(p)
		}
		if p.Cell && p.Line <= pieces[0].Line+headRows && words.Names("phonehead", p.Text) {
			c.heads[p.Col] = true
		}
		if p.Cell && (i == 0 || pieces[i-1].Line != p.Line) {
			c.row(pieces[i:])
		}
	}
	for _, list := range c.down {
		c.fours(list)
	}
	for _, p := range pieces { // last: what a value holds is reported where it begins
		if p.Line == 0 {
			continue
		}
		if !p.Cell {
			c.line(p)
		}
		for _, plain := range decoded(p.Text) {
			for _, f := range numbers(plain, "") {
				c.add(f, p.Pos)
			}
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
	heads  map[int]bool           // columns whose head speaks of phones
	looked string                 // the text that was last looked at as Markdown
	titles []string               // of the columns of a table
	lones  []lone                 // lines with one row of digits each, one below the other
	at     []problem.Pos          // where they stand
	above  []record.Piece         // the row above the one in hand
	down   map[int][]record.Piece // by column: the digits of the rows above, as far as there is nothing else
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
		for _, list := range c.open {
			slices.SortStableFunc(list, func(a, b record.Piece) int { return a.Col - b.Col })
		}
	}
	from, to := p.Col, p.Col // of a value that is not on its line as it is read
	if !p.Cell && p.Text == c.doc.Line(p.Line) {
		from, to = p.Col+f.Col, p.Col+f.Col+f.Width
	}
	list := c.open[p.Line]
	i, _ := slices.BinarySearchFunc(list, from+1, func(v record.Piece, col int) int { return v.Col - col })
	if i == 0 { // the last one that begins no later
		return false
	}
	if v := list[i-1]; to <= v.Col+utf8.RuneCountInString(v.Text)+len(`""`) {
		c.phones[f.number] = true
		return true
	}
	return false
}

// piece refuses what stands in a line, cell or value, as typed and as shown.
func (c *checker) piece(p record.Piece) {
	before := ""
	if p.Cell && p.Col <= len(c.titles) && p.Col > 0 {
		before = c.titles[p.Col-1]
	}
	for _, f := range numbers(p.Text, before) {
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
	if (suspicious(p.Text) || mayHoldMobile(p.Text)) && markedUp(p.Text) {
		c.shown(p.Text, p.Pos)
	}
	if strings.Contains(p.Text, "|") { // a table of Markdown
		if f, _, ok := Row(strings.Split(p.Text, "|")); ok {
			c.add(f, p.Pos)
		}
	}
}

// drawing refuses what a picture of lines holds as text. Its lengths are no numbers of
// anybody.
func (c *checker) drawing(d *record.Doc) bool {
	text := []byte(d.Text())
	f, found := Leak(d.Path, text)
	if !found {
		for _, f = range Scan(string(notes(text))) {
			found = true
			break
		}
	}
	if found {
		c.add(f, problem.Pos{File: d.Path})
	}
	return !found
}

// line refuses what lines below each other make together: each holds one row of digits,
// perhaps behind a mark or a word. Blank lines part nothing.
func (c *checker) line(p record.Piece) {
	text := p.Text
	if strings.Contains(text, "\xef\xbc") {
		text = record.Fold(text)
	}
	switch digits, blank := loneDigits(text); {
	case digits != "":
		c.below(group{digits: digits}, p.Pos)
	case !blank:
		c.lones, c.at = c.lones[:0], c.at[:0]
	}
}

// below adds the digits of the next line.
func (c *checker) below(g group, at problem.Pos) {
	c.lones, c.at = append(c.lones, lone{g, len(c.at)}), append(c.at, at)
	if f, i, ok := column(c.lones); ok {
		c.add(f, c.at[i])
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

// shown refuses what s shows as Markdown.
func (c *checker) shown(s string, at problem.Pos) {
	if s = strings.Trim(s, "\n"); s == c.looked { // a page of one line
		return
	}
	c.looked = s
	for _, f := range numbers(string(plainText([]byte(markdown.HTML(s)))), "") {
		c.add(f, at)
	}
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
	filled, last := 0, 0
	for i, p := range pieces {
		if p.Line != pieces[0].Line {
			break
		}
		if cells = append(cells, p.Text); p.Text != "" {
			filled, last = filled+1, i
		}
	}
	if c.titles == nil {
		c.titles = cells
	}
	c.columns(cells, pieces)
	if f, i, ok := Row(cells); ok {
		c.add(f, pieces[i].Pos)
	}
	c.starredCells(cells, pieces)
	for i := range cells {
		if !c.heads[pieces[i].Col] {
			continue
		}
		for j := i + 2; j <= min(len(cells), i+3); j++ {
			if f := Mobiles(strings.Join(cells[i:j], " ")); len(f) == 1 && f[0].Kind == mobilePhone && f[0].Col == 0 && len(Mobiles(cells[i])) == 0 {
				c.add(f[0], pieces[i].Pos)
			}
		}
	}
	if filled > 1 { // what may go on in the next row
		c.above = pieces[:len(cells)]
	} else if filled == 1 {
		c.goesOn(pieces[last])
	}
}

// starredCells refuses the number between whose ends a cell holds only stars, or a word for
// what was left out.
func (c *checker) starredCells(cells []string, pieces []record.Piece) {
	ends := func(s string) bool { return len(s) > 2 && len(s) < fewest && strings.Trim(s, "0123456789Xx") == "" }
	for i := 1; i+1 < len(cells); i++ {
		if cells[i] == "" || !ends(cells[i-1]) || !ends(cells[i+1]) {
			continue
		}
		middle := joined("0" + cells[i] + "0")
		if strings.Trim(cells[i], "*") == "" && len(cells[i]) > 1 {
			middle = "0****0"
		}
		if middle != "0****0" {
			continue
		}
		for _, f := range numbers(cells[i-1]+"****"+cells[i+1], "") {
			c.add(f, pieces[i-1].Pos)
		}
	}
}

// columns refuses the ID that cells of one column make, row by row, whatever else their
// rows hold.
func (c *checker) columns(cells []string, pieces []record.Piece) {
	if c.down == nil {
		c.down = map[int][]record.Piece{}
	}
	for i, s := range cells {
		col := pieces[i].Col
		if s == "" || len(s) > fewest || strings.Trim(s, "0123456789Xx") != "" {
			c.fours(c.down[col])
			delete(c.down, col)
			continue
		}
		list := append(c.down[col], record.Piece{Pos: pieces[i].Pos, Text: strings.ToUpper(s)})
		list = list[max(0, len(list)-18):]
		c.down[col] = list
		d, k := "", len(list)
		for k > 0 && len(d) < 18 {
			k--
			d = list[k].Text + d
		}
		if len(d) == 18 && len(s) < 18 && countyWithin(d) && checksum(d) {
			c.add(finding(idNumber, d, 0, 1), list[k].Pos)
		}
	}
}

// fours refuses the card that all cells of a column make, from one head to the next: four
// digits in each, as it is printed.
func (c *checker) fours(list []record.Piece) {
	if len(list) < 4 || len(list) > 5 {
		return
	}
	d := ""
	for i, p := range list {
		if n := len(p.Text); n > 4 || n < 4 && (i < 4 || n != 3) {
			return
		}
		d += p.Text
	}
	if len(d) != 20 && strings.HasPrefix(d, "62") && strings.Trim(d, "0123456789") == "" && luhn(d) {
		c.add(finding(bankCard, d, 0, 1), list[0].Pos)
	}
}

// goesOn refuses what the only cell of a row makes with the one above it.
func (c *checker) goesOn(p record.Piece) {
	i, found := slices.BinarySearchFunc(c.above, p.Col, func(q record.Piece, col int) int { return q.Col - col })
	if !found {
		return
	}
	a, whole := cell(c.above[i].Text)
	b, also := cell(p.Text)
	if !whole || !also {
		return
	}
	if f, _, ok := column([]lone{{a, 0}, {b, 1}}); ok {
		c.add(f, c.above[i].Pos)
	}
}

// page refuses what a page shows that no single line does.
func (c *checker) page(d *record.Doc) {
	text := d.Text()
	if !suspicious(text) && !mayHoldMobile(text) {
		return
	}
	line := 1
	for block := range strings.SplitSeq(text, "\n\n") {
		if suspicious(block) || mayHoldMobile(block) {
			lead := len(block) - len(strings.TrimLeft(block, "\n"))
			c.shown(block, problem.Pos{File: d.Path, Line: line + lead, Col: 1})
		}
		line += strings.Count(block, "\n") + 2
	}
	c.shown(text, problem.Pos{File: d.Path, Line: 1, Col: 1})
}

// hidden refuses what a workbook holds out of sight.
func (c *checker) hidden(p record.Piece) {
	for _, f := range numbers(p.Text, "") {
		if !c.seen[f.number] && !c.phones[f.number] {
			c.seen[f.number] = true
			f.Width = 0
			f.refuse(p.Pos, "privacy/workbook", c.rep)
		}
	}
}
