package record

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"unicode"

	"github.com/xuri/excelize/v2"

	"gongshi/generator/internal/problem"
)

// maxUnzipped bounds what an XLSX file may unfold to, in bytes.
const maxUnzipped = 64 << 20

// openXLSX reads the first sheet that holds anything, raw values with dates and
// percentages as text, merged cells filled down.
func openXLSX(f File, rep *problem.Report) (s *sheet, ok bool) {
	at := problem.Pos{File: f.Path}
	defer func() { // the library trusts its input more than we do
		if recover() != nil {
			rep.Error(at, "record/bad-xlsx")
			s, ok = &sheet{}, false
		}
	}()
	book, err := excelize.OpenReader(bytes.NewReader(f.Data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped / 4,
	})
	if err != nil {
		rep.Error(at, "record/bad-xlsx")
		return &sheet{}, false
	}
	defer book.Close()
	used := ""
	for _, name := range book.GetSheetList() {
		if visible, _ := book.GetSheetVisible(name); !visible {
			continue
		}
		rows, err := book.GetRows(name)
		if err != nil || len(rows) == 0 {
			continue
		}
		if used != "" {
			rep.Warn(at, "record/more-sheets", "used", used, "sheet", name)
			continue
		}
		used = name
		x := workbook{book: book, sheet: name, styles: map[int]style{}, file: f.Path, rep: rep}
		if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil {
			x.from1904 = *props.Date1904
		}
		s = x.read(rows)
	}
	if s == nil {
		s = &sheet{first: 1}
	}
	s.remarks = append(s.remarks, hiddenText(f.Data)...)
	return s, true
}

// A workbook reads one sheet.
type workbook struct {
	book     *excelize.File
	sheet    string
	from1904 bool // days are counted from 1904, as old Macs did
	styles   map[int]style
	file     string
	rep      *problem.Report
}

func (x *workbook) read(rows [][]string) *sheet {
	s := &sheet{cells: rows, first: 1, filled: map[[2]int]bool{}, dates: map[[2]int]bool{}, wide: map[[2]int]bool{}, hidden: map[int]bool{}}
	for i, row := range rows {
		x.hiddenRow(i, row)
		for j, c := range row {
			if c != "" && i < headerRows && x.hiddenColumn(j) {
				s.hidden[j] = true
			}
			text, date := x.cell(i, j, c)
			if row[j] = text; date {
				s.dates[[2]int{i, j}] = true
			}
		}
	}
	x.fillMerged(s)
	if remarks, err := x.book.GetComments(x.sheet); err == nil {
		for _, c := range remarks {
			col, row, _ := excelize.CellNameToCoordinates(c.Cell)
			text := c.Text
			for _, run := range c.Paragraph {
				text += run.Text
			}
			s.remarks = append(s.remarks, Piece{problem.Pos{Line: row, Col: col, Cell: true}, text})
		}
	}
	return s
}

// hiddenRow says that a row is read though nobody sees it in the table, as when a filter
// was left on.
func (x *workbook) hiddenRow(i int, row []string) {
	if visible, err := x.book.GetRowVisible(x.sheet, i+1); err == nil && !visible && !blankRow(row) {
		x.rep.Warn(problem.Pos{File: x.file, Line: i + 1, Col: 1, Cell: true}, "record/hidden-row")
	}
}

func (x *workbook) hiddenColumn(j int) bool {
	name, _ := excelize.ColumnNumberToName(j + 1)
	visible, err := x.book.GetColVisible(x.sheet, name)
	return err == nil && !visible
}

// cell returns the text of a cell as the spreadsheet shows it: dates as 2024-05-06,
// months as 2024-05, percentages as 31.5%, codes with their zeros, numbers in 15 digits
// with the words that their format puts around them.
func (x *workbook) cell(i, j int, raw string) (text string, date bool) {
	text = strings.TrimFunc(strings.Map(dropInvisible, raw), unicode.IsSpace)
	name, _ := excelize.CoordinatesToCellName(j+1, i+1)
	if text == "" {
		if f, _ := x.book.GetCellFormula(x.sheet, name); f != "" {
			x.rep.Error(problem.Pos{File: x.file, Line: i + 1, Col: j + 1, Cell: true}, "record/empty-formula")
		}
		return "", false
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || !x.isNumber(name) {
		return text, false
	}
	st := x.style(name)
	if st.scaled && n != 0 {
		x.rep.Error(problem.Pos{File: x.file, Line: i + 1, Col: j + 1, Cell: true}, "record/scaled-number", "value", shown(n))
	}
	if st.date && n >= 1 || st.clock {
		if t, err := excelize.ExcelDateToTime(n, x.from1904); err == nil {
			return t.Format(st.layout(t)), st.date
		}
	}
	switch {
	case st.percent:
		return shown(n*100) + "%", false
	case len(text) < st.zeros && !strings.ContainsAny(text, "-.eE"):
		text = strings.Repeat("0", st.zeros-len(text)) + text
	case strings.ContainsAny(text, ".eE"):
		text = shown(n)
	}
	return st.dress(text), false
}

func (x *workbook) isNumber(name string) bool {
	t, err := x.book.GetCellType(x.sheet, name)
	return err == nil && (t == excelize.CellTypeUnset || t == excelize.CellTypeNumber)
}

// shown writes a number in 15 significant digits: 4.35 is stored as 4.3499999999999996.
// What is longer is no figure but a code, and keeps its exponent, by which it is known
// for a spoiled one.
func shown(n float64) string {
	if math.Abs(n) >= 1e14 {
		return strconv.FormatFloat(n, 'E', -1, 64)
	}
	n, _ = strconv.ParseFloat(strconv.FormatFloat(n, 'e', 14, 64), 64)
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// style returns how a cell shows its number.
func (x *workbook) style(name string) style {
	id, err := x.book.GetCellStyle(x.sheet, name)
	if err != nil || id == 0 {
		return style{}
	}
	st, known := x.styles[id]
	if known {
		return st
	}
	if s, err := x.book.GetStyle(id); err == nil {
		custom := ""
		if s.CustomNumFmt != nil {
			custom = *s.CustomNumFmt
		}
		st = styleOf(s.NumFmt, custom)
	}
	x.styles[id] = st
	return st
}

// fillMerged gives each row of a cell merged downward its value.
func (x *workbook) fillMerged(s *sheet) {
	merged, err := x.book.GetMergeCells(x.sheet)
	if err != nil {
		return
	}
	for _, m := range merged {
		left, top, err1 := excelize.CellNameToCoordinates(m.GetStartAxis())
		right, bottom, err2 := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err1 != nil || err2 != nil || top < 1 || top > len(s.cells) {
			continue
		}
		text := s.cell(top-1, left-1)
		s.wide[[2]int{top - 1, left - 1}] = right > left
		for r := top; r < bottom && r < len(s.cells) && text != ""; r++ {
			if blankRow(s.cells[r]) {
				continue
			}
			for len(s.cells[r]) < left {
				s.cells[r] = append(s.cells[r], "")
			}
			s.cells[r][left-1] = text
			s.filled[[2]int{r, left - 1}] = true
		}
	}
}
