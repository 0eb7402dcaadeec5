package record

import (
	"encoding/csv"
	"errors"
	"io"
	"path"
	"reflect"
	"strconv"
	"strings"
	"unicode"

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
	remarks []Piece         // comments on cells; File is not set
}

func openTable(f File, rep *problem.Report) (*sheet, bool) {
	if len(f.Data) > MaxFile {
		rep.Error(problem.Pos{File: f.Path}, "record/too-large", "limit", problem.Int(MaxFile>>20))
		return &sheet{}, false
	}
	if strings.EqualFold(path.Ext(f.Path), ".xlsx") {
		return openXLSX(f, rep)
	}
	text, ok := decodeText(f, rep)
	if !ok {
		return &sheet{}, false
	}
	return openCSV(f.Path, text, rep)
}

// openCSV reads cells parted by commas, tabs or semicolons, whichever the first
// lines hold most of.
func openCSV(name, text string, rep *problem.Report) (*sheet, bool) {
	r := csv.NewReader(strings.NewReader(strings.ReplaceAll(text, "\r\n", "\n")))
	r.Comma = separator(text)
	r.FieldsPerRecord = -1
	r.LazyQuotes = true
	s := &sheet{first: 1}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return s, true
		}
		if err != nil {
			line, _ := r.FieldPos(0)
			rep.Error(problem.Pos{File: name, Line: line, Cell: true}, "record/bad-csv")
			return s, false
		}
		line, _ := r.FieldPos(0)
		for i, c := range row {
			row[i] = strings.TrimFunc(strings.Map(dropInvisible, c), unicode.IsSpace)
		}
		s.cells = append(s.cells, row)
		s.rowAt = append(s.rowAt, line)
	}
}

func separator(text string) rune {
	head := text
	for i, n := 0, 0; i < len(text); i++ {
		if text[i] == '\n' {
			if n++; n == headerRows {
				head = text[:i]
				break
			}
		}
	}
	best, most := ',', 0
	for _, sep := range []rune{',', '\t', ';', '，'} {
		if n := strings.Count(head, string(sep)); n > most {
			best, most = sep, n
		}
	}
	return best
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
	for i := range s.cells {
		if s.row(i) == n {
			return strings.TrimRight(strings.Join(s.cells[i], " | "), " |")
		}
	}
	return ""
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
	s := dec.doc.rows
	slot := v.FieldByIndex(f.index)
	elem := dec.shape(slot.Type().Elem())
	head, cols := dec.header(s, elem)
	if head < 0 {
		dec.rep.Error(problem.Pos{File: dec.doc.Path, Line: 1, Cell: true}, "record/no-header", "known", dec.known(elem))
		return
	}
	dec.filled(slot, list, problem.Pos{File: dec.doc.Path})
	sums := totals{dec: dec, sheet: s, since: head + 1, from: head + 1}
	for i := head + 1; i < len(s.cells); i++ {
		switch {
		case blankRow(s.cells[i]), sameRow(s.cells[i], s.cells[head]):
			continue
		case sums.row(i):
			continue
		}
		slot.Set(reflect.Append(slot, reflect.Zero(slot.Type().Elem())))
		dec.record(dec.rowNode(s, head, i, cols), slot.Index(slot.Len()-1))
	}
}

// header finds the row that names most columns of the record, and the columns that
// are to be read; it warns of columns nobody knows.
func (dec *decoder) header(s *sheet, sh *shape) (row int, cols []int) {
	row = -1
	for i := 0; i < len(s.cells) && i < headerRows; i++ {
		var known []int
		for j, c := range s.cells[i] {
			if dec.isColumn(sh, c) {
				known = append(known, j)
			}
		}
		if len(known) > len(cols) {
			row, cols = i, known
		}
	}
	if row < 0 {
		return row, nil
	}
	for j, c := range s.cells[row] {
		if c != "" && !dec.isColumn(sh, c) && !ordinal(c) {
			at := problem.Pos{File: dec.doc.Path, Line: s.row(row), Col: j + 1, Cell: true}
			if near := dec.nearest(sh, keyWord(c)); near != "" {
				dec.rep.Warn(at, "record/column-near", "key", c, "near", near)
			} else {
				dec.rep.Warn(at, "record/column-ignored", "key", c)
			}
		}
	}
	return row, cols
}

func (dec *decoder) isColumn(sh *shape, c string) bool {
	if c == "" {
		return false
	}
	code, _ := keyCode(c)
	if _, ok := sh.fields[code]; ok {
		return true
	}
	for _, e := range dec.extraFor(sh) {
		if e == keyWord(c) {
			return true
		}
	}
	return false
}

// ordinal reports whether a column only numbers the rows.
func ordinal(c string) bool {
	_, ok := words.Value("ordinal", keyWord(c))
	return ok
}

// rowNode makes of row i the mapping that the same record would be in YAML.
func (dec *decoder) rowNode(s *sheet, head, i int, cols []int) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode, Line: s.row(i), Column: 1}
	for _, j := range cols {
		text := s.cell(i, j)
		if s.filled[[2]int{i, j}] {
			at := problem.Pos{File: dec.doc.Path, Line: s.row(i), Col: j + 1, Cell: true}
			dec.rep.Warn(at, "record/merged", "value", text, "key", s.cell(head, j))
		}
		n.Content = append(n.Content,
			&yaml.Node{Kind: yaml.ScalarNode, Value: s.cell(head, j), Line: s.row(head), Column: j + 1},
			&yaml.Node{Kind: yaml.ScalarNode, Value: text, Line: s.row(i), Column: j + 1})
	}
	return n
}

func blankRow(row []string) bool {
	for _, c := range row {
		if c != "" {
			return false
		}
	}
	return true
}

// sameRow reports whether a row repeats the header, as on every printed page.
func sameRow(a, b []string) bool {
	for j, c := range b {
		if j >= len(a) && c != "" || j < len(a) && a[j] != c {
			return false
		}
	}
	return true
}

// totals recognises 合计 and 小计 rows and checks their sums.
type totals struct {
	dec   *decoder
	sheet *sheet
	from  int // first data row
	since int // first data row behind the last 小计
}

// row reports whether row i is a row of sums.
func (t *totals) row(i int) bool {
	kind := ""
	for _, c := range t.sheet.cells[i] {
		if c != "" {
			kind, _ = words.Value("sumrow", keyWord(c))
			break
		}
	}
	if kind == "" {
		return false
	}
	first := t.from
	if kind == "part" {
		first, t.since = t.since, i+1
	}
	for j, c := range t.sheet.cells[i] {
		t.column(i, j, first, c)
	}
	return true
}

// column compares the sum typed in cell (i, j) with the cells above it.
func (t *totals) column(i, j, first int, typed string) {
	want, ok := decimal(typed)
	if !ok {
		return
	}
	sum := 0.0
	for r := first; r < i; r++ {
		c := t.sheet.cell(r, j)
		if c == "" || isSumRow(t.sheet.cells[r]) {
			continue
		}
		n, ok := decimal(c)
		if !ok {
			return // a column of text
		}
		sum += n
	}
	if diff := sum - want; diff > 0.005 || diff < -0.005 {
		at := problem.Pos{File: t.dec.doc.Path, Line: t.sheet.row(i), Col: j + 1, Cell: true}
		t.dec.rep.Error(at, "record/sum-row", "typed", typed, "sum", strconv.FormatFloat(sum, 'f', -1, 64))
	}
}

func isSumRow(row []string) bool {
	for _, c := range row {
		if c != "" {
			_, ok := words.Value("sumrow", keyWord(c))
			return ok
		}
	}
	return false
}

func decimal(s string) (float64, bool) {
	s = strings.ReplaceAll(Fold(s), ",", "")
	s = strings.TrimRightFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil
}
