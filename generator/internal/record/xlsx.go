package record

import (
	"bytes"
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
		x := workbook{book: book, sheet: name, dates: map[int]bool{}, percents: map[int]bool{}, file: f.Path, rep: rep}
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
	book            *excelize.File
	sheet           string
	dates, percents map[int]bool // by style
	file            string
	rep             *problem.Report
}

func (x *workbook) read(rows [][]string) *sheet {
	s := &sheet{cells: rows, first: 1, filled: map[[2]int]bool{}}
	for i, row := range rows {
		for j, c := range row {
			row[j] = x.cell(i, j, c)
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

// cell returns the text of a cell: dates as 2024-05-06, percentages as 31.5%.
func (x *workbook) cell(i, j int, raw string) string {
	text := strings.TrimFunc(strings.Map(dropInvisible, raw), unicode.IsSpace)
	name, _ := excelize.CoordinatesToCellName(j+1, i+1)
	if text == "" {
		if f, _ := x.book.GetCellFormula(x.sheet, name); f != "" {
			x.rep.Error(problem.Pos{File: x.file, Line: i + 1, Col: j + 1, Cell: true}, "record/empty-formula")
		}
		return ""
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return text
	}
	style, err := x.book.GetCellStyle(x.sheet, name)
	if err != nil || style == 0 {
		return text
	}
	x.look(style)
	switch {
	case x.dates[style] && n >= 1:
		if t, err := excelize.ExcelDateToTime(n, false); err == nil {
			return t.Format("2006-01-02")
		}
	case x.percents[style]:
		return strconv.FormatFloat(n*100, 'f', -1, 64) + "%"
	}
	return text
}

// look learns once whether a style shows dates or percentages.
func (x *workbook) look(style int) {
	if _, known := x.dates[style]; known {
		return
	}
	x.dates[style], x.percents[style] = false, false
	s, err := x.book.GetStyle(style)
	if err != nil {
		return
	}
	custom := ""
	if s.CustomNumFmt != nil {
		custom = strings.ToLower(*s.CustomNumFmt)
	}
	n := s.NumFmt
	x.dates[style] = n >= 14 && n <= 17 || n == 22 || n >= 27 && n <= 36 || n >= 50 && n <= 58 ||
		strings.Contains(custom, "y") && strings.Contains(custom, "m")
	x.percents[style] = n == 9 || n == 10 || strings.Contains(custom, "%")
}

// fillMerged gives each row of a cell merged downward its value.
func (x *workbook) fillMerged(s *sheet) {
	merged, err := x.book.GetMergeCells(x.sheet)
	if err != nil {
		return
	}
	for _, m := range merged {
		left, top, err1 := excelize.CellNameToCoordinates(m.GetStartAxis())
		_, bottom, err2 := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err1 != nil || err2 != nil || top < 1 || top > len(s.cells) {
			continue
		}
		text := s.cell(top-1, left-1)
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
