// Package table is the board of any lists: what staff keep in a table of their own and no
// other board has a place for. Every file is a page. What is in it is shown as typed; its
// sums are checked.
package table

import (
	"path"
	"slices"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/pinyin"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// Kind is the board.
var Kind = board.Kind{
	Word: "table", File: "tables", Named: true,
	Defaults: village.On(village.Hall|village.Board, village.VillageOnly),
	Read:     read,
}

// table is one file of tables/.
type table struct {
	record.At
	Title    string           `key:"headline"`
	Columns  []record.Whole   `key:"columns"`
	Rows     []record.Cells   `key:"rows,main"`
	Text     string           `key:"text"` // Markdown
	Basis    string           `key:"basis"`
	Declared village.Quantity `key:"declared"` // 总数; what it exceeds the rows by is missing
	Partial  bool             `key:"partial"`  // 列举不全: fewer rows than declared is right
	Notice   *village.Period  `key:"notice"`
	village.Showing

	name    string // in its address
	file    string
	rows    []row
	sums    []row            // 合计 and 小计, as typed
	numbers []bool           // by column: all that stands in it are figures
	rest    village.Quantity // declared but not listed
}

// row is one row with its cells in the order of the columns.
type row struct {
	at     record.At
	cells  []string
	places []problem.Pos
	all    bool // of a sum: it sums up every row, not a part
	from   int  // of a sum: the first row that it sums up
	to     int  // of a sum: the row after the last
}

// Board is the computed board of one unit.
type Board struct {
	unit   *village.Unit
	today  village.Date
	tables []*table
}

// Summary implements board.Board: lists of different things add up to nothing.
func (b *Board) Summary() any { return nil }

func read(in *board.Input) board.Board {
	b := &Board{unit: in.Unit, today: in.Today}
	for _, d := range in.Docs {
		t := &table{file: d.Path, name: pinyin.Slug(stem(d.Path))}
		d.Decode(t, in.Report)
		if t.At.File == "" { // a table has no place of its own
			t.At.Pos = problem.Pos{File: d.Path}
		}
		t.check(in)
		for _, o := range b.tables {
			if o.name == t.name {
				in.Report.Error(t.Pos, "notice/same-address", "other", path.Base(o.file))
			}
		}
		b.tables = append(b.tables, t)
	}
	if len(b.tables) == 0 {
		return nil
	}
	return b
}

func stem(name string) string { return strings.TrimSuffix(path.Base(name), path.Ext(name)) }

// check completes a table and checks what stands in it.
func (t *table) check(in *board.Input) {
	rep := in.Report
	if t.Title == "" {
		t.Title = stem(t.file)
	}
	t.Showing = t.Showing.Or(in.Defaults)
	if t.Notice != nil {
		t.Notice.Check(in.Unit, rep)
		in.Notice(*t.Notice)
		if t.Expiry == 0 { // who is on notice comes down with it
			t.Expiry = t.Notice.To
		}
	}
	in.Shown(t.Showing)
	if len(t.Columns) == 0 && len(t.Rows) > 0 {
		for _, h := range t.Rows[0].Heads {
			t.Columns = append(t.Columns, record.Whole(h))
		}
	}
	switch {
	case len(t.Rows) == 0:
		rep.Warn(t.Pos, "table/empty")
	case len(t.Columns) == 0:
		rep.Error(t.Pos, "table/no-columns")
		return
	}
	t.checkColumns(rep)
	for i := range t.Rows {
		t.row(&t.Rows[i], rep)
	}
	t.dropRemarks()
	t.checkNumbers()
	for i := range t.sums {
		t.checkSum(&t.sums[i], rep)
	}
	t.checkPhones(rep)
	t.checkShame(rep)
	t.checkWords(rep)
	quiet := rep
	if t.Partial && t.Declared.N >= village.Count(len(t.rows)).N {
		quiet = &problem.Report{}
	}
	t.rest = ledger.CheckDeclared(t.Of("declared"), t.Title, t.Declared, village.Count(len(t.rows)), quiet)
}

// checkColumns refuses columns that mean who may see a row: only the whole table has an
// audience, and a row shown against its 渠道 would be shown to the wrong people.
func (t *table) checkColumns(rep *problem.Report) {
	at := t.Of("columns")
	if !t.Has("columns") && len(t.Rows) > 0 {
		at = t.Rows[0].Pos
	}
	for _, c := range t.Columns {
		if code, _ := words.Key(string(c)); code == "channels" || code == "circle" {
			rep.Error(at, "table/row-channels", "column", string(c))
		}
	}
}

// dropRemarks leaves out the columns for remarks, which are shown nowhere.
func (t *table) dropRemarks() {
	for j := len(t.Columns) - 1; j >= 0; j-- {
		if code, _ := words.Key(string(t.Columns[j])); code != "remark" {
			continue
		}
		t.Columns = slices.Delete(slices.Clone(t.Columns), j, j+1)
		for _, list := range [][]row{t.rows, t.sums} {
			for i := range list {
				list[i].cells = slices.Delete(list[i].cells, j, j+1)
				list[i].places = slices.Delete(list[i].places, j, j+1)
			}
		}
	}
}

// row puts the cells of a row under their columns.
func (t *table) row(c *record.Cells, rep *problem.Report) {
	r := row{at: c.At, cells: make([]string, len(t.Columns)), places: make([]problem.Pos, len(t.Columns))}
	for i, v := range c.Values {
		j := i
		if c.Heads != nil {
			j = slices.Index(t.Columns, record.Whole(c.Heads[i]))
		}
		if code, _ := words.Key(head(c, i)); j < 0 && code == "remark" {
			continue
		}
		if j < 0 {
			rep.Error(c.Place(i), "table/unknown-column", "key", c.Heads[i], "known", t.columns())
			continue
		}
		if j >= len(t.Columns) {
			rep.Error(c.Place(i), "table/too-many", "value", v, "n", problem.Int(len(t.Columns)))
			return
		}
		r.cells[j], r.places[j] = v, c.Place(i)
	}
	if kind := r.sum(); kind != "" {
		r.all, r.to = kind == "all", len(t.rows)
		if last := len(t.sums) - 1; kind == "part" && last >= 0 {
			r.from = t.sums[last].to
		}
		t.sums = append(t.sums, r)
		return
	}
	t.rows = append(t.rows, r)
}

// head returns the column of value i where the row says it, else "".
func head(c *record.Cells, i int) string {
	if c.Heads == nil {
		return ""
	}
	return c.Heads[i]
}

func (t *table) columns() string {
	var s []string
	for _, c := range t.Columns {
		s = append(s, string(c))
	}
	return strings.Join(s, words.T("list.sep"))
}

// sum tells whether the first cell of a row that holds anything says that it is a sum:
// all, part or page; "" for none.
func (r *row) sum() string {
	for _, c := range r.cells {
		if c != "" {
			code, _ := words.Value("sumrow", strings.TrimSuffix(record.Fold(c), ":"))
			return code
		}
	}
	return ""
}

// figure reads a cell as a figure; ok is false for other text.
func (r *row) figure(j int) (q village.Quantity, ok bool) {
	if r.cells[j] == "" {
		return q, false
	}
	var quiet problem.Report
	q.Scan(record.NewValue(record.Pair[string]{Value: r.cells[j]}, &quiet))
	return q, !quiet.Failed()
}

// checkNumbers finds the columns that hold nothing but figures.
func (t *table) checkNumbers() {
	t.numbers = make([]bool, len(t.Columns))
	for j := range t.Columns {
		n := 0
		for i := range t.rows {
			if t.rows[i].cells[j] == "" {
				continue
			}
			if _, ok := t.rows[i].figure(j); !ok {
				n = -1
				break
			}
			n++
		}
		t.numbers[j] = n > 0
	}
}

// checkSum compares a typed sum with its rows wherever they can be added exactly: figures
// of one unit, none of them about so many.
func (t *table) checkSum(s *row, rep *problem.Report) {
	for j := range t.Columns {
		typed, ok := s.figure(j)
		if !ok || !t.numbers[j] {
			continue
		}
		sum, exact := village.Quantity{}, typed.Approx == village.Exact
		for i := s.from; i < s.to; i++ {
			q, ok := t.rows[i].figure(j)
			if !ok {
				continue
			}
			exact = exact && q.Approx == village.Exact && (sum.IsZero() || q.Unit == sum.Unit)
			sum = sum.Plus(q)
		}
		if exact && (typed.Unit == "" || typed.Unit == sum.Unit) && typed.N != sum.N {
			rep.Error(s.places[j], "record/sum-row", "typed", s.cells[j], "sum", sum.Figure())
		}
	}
}

// checkPhones asks whose a mobile under a column for public phones is: another column of
// the row must say. Elsewhere the gate refuses mobiles.
func (t *table) checkPhones(rep *problem.Report) {
	for j, c := range t.Columns {
		if !record.PhoneKey(string(c)) {
			continue
		}
		for i := range t.rows {
			r := &t.rows[i]
			if len(privacy.Mobiles(r.cells[j])) > 0 && !t.saysWhose(r) {
				rep.Error(r.places[j], "phone/mobile-without-role")
			}
		}
	}
}

// saysWhose reports whether a row has the post or role of its person.
func (t *table) saysWhose(r *row) bool {
	for j, c := range t.Columns {
		if r.cells[j] != "" && words.Names("rolehead", string(c)) {
			return true
		}
	}
	return false
}

// checkShame refuses a table of people with low levels, deductions or sanctions, wherever
// others than the Party would see it.
func (t *table) checkShame(rep *problem.Report) {
	people := slices.ContainsFunc(t.Columns, func(c record.Whole) bool { return words.Names("namehead", string(c)) })
	if !people || t.Audience == village.PartyOnly {
		return
	}
	at, low := t.Pos, privacy.Low(t.Title)
	for _, c := range t.Columns {
		low = low || privacy.Low(string(c))
	}
	for i := 0; i < len(t.rows) && !low; i++ {
		for j, c := range t.rows[i].cells {
			if !low && privacy.Low(c) {
				at, low = t.rows[i].places[j], true
			}
		}
	}
	if low {
		at.Line = max(at.Line, 1)
		rep.Error(at, "table/shame")
	}
}

// checkWords warns when a list of relief, disability or illness is to stand on the web.
func (t *table) checkWords(rep *problem.Report) {
	if t.Set()&village.Web == 0 {
		return
	}
	for _, word := range strings.Split(words.ValueNames("sensitive"), words.T("list.sep")) {
		if strings.Contains(t.Title+" "+t.columns(), word) {
			rep.Warn(t.Of("channels"), "table/sensitive", "word", word)
			return
		}
	}
}
