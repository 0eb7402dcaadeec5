package record

import (
	"path"
	"reflect"
	"regexp"
	"sort"
	"strings"

	"gopkg.in/yaml.v3"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/words"
)

// headerRows is how far down the header row is sought: titles stand above it.
const headerRows = 10

// A sheet is a table as read: cells by row and column, with what a spreadsheet
// says about them.
type sheet struct {
	cells   [][]string
	first   int             // row number (1-based) of cells[0]
	rowAt   []int           // row number of each row, where rows span lines (CSV)
	filled  map[[2]int]bool // cells that a merged cell above fills, by 0-based row and column
	dates   map[[2]int]bool // cells that hold a date, not a text like one
	wide    map[[2]int]bool // cells merged over several columns
	hidden  map[int]bool    // columns that nobody sees
	remarks []Piece         // comments on cells; File is not set
}

func openTable(f File, rep *problem.Report) (*sheet, bool) {
	if len(f.Data) > MaxFile {
		rep.Error(problem.Pos{File: f.Path}, "record/too-large", "limit", problem.Int(MaxFile>>20))
		return &sheet{}, false
	}
	open := openText
	if strings.EqualFold(path.Ext(f.Path), ".xlsx") {
		open = openXLSX
	}
	s, ok := open(f, rep)
	return s, s.sound(f.Path, rep) && ok
}

func openText(f File, rep *problem.Report) (*sheet, bool) {
	text, ok := decodeText(f, rep)
	if !ok {
		return &sheet{}, false
	}
	return openCSV(f.Path, text, rep)
}

// failed is what a spreadsheet shows in place of a result.
var failed = regexp.MustCompile(`^#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|GETTING_DATA|##+)$`)

// sound refuses cells whose formula failed, wherever they stand.
func (s *sheet) sound(file string, rep *problem.Report) bool {
	ok := true
	for i, row := range s.cells {
		for j, c := range row {
			if strings.HasPrefix(c, "#") && failed.MatchString(c) {
				rep.Error(problem.Pos{File: file, Line: s.row(i), Col: j + 1, Cell: true}, "record/failed-formula", "value", c)
				ok = false
			}
		}
	}
	return ok
}

func (s *sheet) row(i int) int {
	if s.rowAt != nil {
		return s.rowAt[i]
	}
	return s.first + i
}

func (s *sheet) cell(i, j int) string {
	if j < len(s.cells[i]) {
		return s.cells[i][j]
	}
	return ""
}

func (s *sheet) line(n int) string {
	i := sort.Search(len(s.cells), func(i int) bool { return s.row(i) >= n })
	if i == len(s.cells) || s.row(i) != n {
		return ""
	}
	return strings.TrimRight(strings.Join(s.cells[i], " | "), " |")
}

func (s *sheet) pieces(file string) []Piece {
	var out []Piece
	for i, row := range s.cells {
		for j, c := range row {
			if c != "" {
				out = append(out, Piece{problem.Pos{File: file, Line: s.row(i), Col: j + 1, Cell: true}, c})
			}
		}
	}
	for _, p := range s.remarks {
		p.File = file
		out = append(out, p)
	}
	return out
}

// table reads the rows under the header into the list field of v.
func (dec *decoder) table(v reflect.Value, sh *shape, list string) {
	f, ok := sh.fields[list]
	if !ok || f.kind != kindRecords {
		dec.rep.Error(problem.Pos{File: dec.doc.Path}, "record/no-such-list", "list", words.KeyName(list))
		return
	}
	slot := v.FieldByIndex(f.index)
	if slot.Type().Elem() == cellsType {
		dec.filled(slot, list, problem.Pos{File: dec.doc.Path})
		slot.Set(reflect.ValueOf(dec.allCells()))
		return
	}
	t := table{dec: dec, sheet: dec.doc.rows, elem: slot.Type().Elem()}
	t.sh = dec.shape(t.elem)
	if !t.header() {
		dec.rep.Error(problem.Pos{File: dec.doc.Path, Line: 1, Cell: true}, "record/no-header", "known", dec.known(t.sh))
		return
	}
	dec.filled(slot, list, problem.Pos{File: dec.doc.Path})
	t.classify()
	for i := t.head + 1; i < len(t.sheet.cells); i++ {
		switch kind := t.kinds[i]; {
		case kind == rowSkipped, !t.within(i):
		case kind == rowRecord:
			slot.Set(reflect.Append(slot, reflect.Zero(t.elem)))
			dec.record(t.rowNode(i), slot.Index(slot.Len()-1))
		default:
			t.checkSums(i)
		}
	}
}

// A table is a sheet whose header is found.
type table struct {
	dec     *decoder
	sheet   *sheet
	elem    reflect.Type // of a record
	sh      *shape
	head    int // row of the header
	width   int // columns of the header
	columns []column
	kinds   []rowKind // of the rows
	unnamed map[int]bool
}

// A column is one that is read.
type column struct {
	j     int    // 0-based
	title string // as typed
	unit  string // that the title names
	field field  // its name is "" for a step or an item
	typ   reflect.Type
}

// header finds the row that names most columns of the record, and the columns that
// are to be read; it warns of columns nobody knows.
func (t *table) header() bool {
	t.head = -1
	for i := 0; i < len(t.sheet.cells) && i < headerRows; i++ {
		var known []column
		for j, c := range t.sheet.cells[i] {
			if col, ok := t.column(c); ok {
				col.j = j
				known = append(known, col)
			}
		}
		if len(known) > len(t.columns) {
			t.head, t.columns = i, known
		}
	}
	if t.head < 0 {
		return false
	}
	used := map[string]bool{}
	for _, col := range t.columns {
		used[col.field.name] = true
	}
	for j, c := range t.sheet.cells[t.head] {
		if c == "" {
			continue
		}
		t.width = j + 1
		if _, ok := t.column(c); ok || ordinal(c) {
			continue
		}
		if near := t.dec.nearest(t.sh, keyWord(c), used); near != "" {
			t.dec.rep.Warn(t.at(t.head, j), "record/column-near", "key", c, "near", near)
		} else {
			t.dec.rep.Warn(t.at(t.head, j), "record/column-ignored", "key", c)
		}
	}
	return true
}

// column returns what stands under a title, ok when the record has it.
func (t *table) column(title string) (col column, ok bool) {
	if title == "" {
		return col, false
	}
	code, unit := keyCode(title)
	col = column{title: title, unit: unit}
	if col.field, ok = t.sh.fields[code]; ok {
		col.typ = t.elem.FieldByIndex(col.field.index).Type
		return col, true
	}
	return col, t.dec.extraKey(t.sh, title) != ""
}

// ordinal reports whether a column only numbers the rows.
func ordinal(c string) bool {
	_, ok := words.Value("ordinal", keyWord(c))
	return ok
}

func (t *table) at(i, j int) problem.Pos {
	return problem.Pos{File: t.dec.doc.Path, Line: t.sheet.row(i), Col: j + 1, Cell: true}
}

// within reports whether row i has nothing beside the columns of the header. In a CSV
// file such a cell means that a comma cut another in two; in a workbook it is a remark,
// like what stands under a column without a title.
func (t *table) within(i int) bool {
	for j, c := range t.sheet.cells[i] {
		switch {
		case c == "" || t.unnamed[j] || j < t.width && t.sheet.cell(t.head, j) != "":
		case j >= t.width && t.sheet.rowAt != nil:
			t.dec.rep.Error(t.at(i, j), "record/too-many-cells", "value", c, "n", problem.Int(t.width))
			return false
		default:
			if t.unnamed == nil {
				t.unnamed = map[int]bool{}
			}
			t.unnamed[j] = true
			t.dec.rep.Warn(t.at(i, j), "record/column-unnamed", "value", c)
		}
	}
	return true
}

// labels are the texts that spreadsheets take for dates: 1-1, 3-2.
var labels = map[string]bool{
	"code": true, "parent": true, "corrects": true, "grids": true, "group": true, "distinct": true,
	"audience": true, "range": true, "scope": true, "place": true,
}

// rowNode makes of row i the mapping that the same record would be in YAML.
func (t *table) rowNode(i int) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode, Line: t.sheet.row(i), Column: 1}
	same := t.same(i) // then a figure merged likewise is the same figure
	for _, col := range t.columns {
		text, cell := t.sheet.cell(i, col.j), [2]int{i, col.j}
		switch {
		case t.sheet.filled[cell] && same && t.isFigure(col, text):
			continue
		case t.sheet.filled[cell] && t.isFigure(col, text):
			t.dec.rep.Error(t.at(i, col.j), "record/merged-figure", "value", text, "key", col.title)
		case t.sheet.filled[cell]:
			t.dec.rep.Warn(t.at(i, col.j), "record/merged", "value", text, "key", col.title)
		case t.sheet.dates[cell] && labels[col.field.name]:
			t.dec.rep.Error(t.at(i, col.j), "record/date-for-text", "value", text, "key", col.title)
		}
		n.Content = append(n.Content, t.node(t.head, col.j), t.node(i, col.j))
	}
	return n
}

func (t *table) node(i, j int) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Value: t.sheet.cell(i, j), Line: t.sheet.row(i), Column: j + 1}
}
