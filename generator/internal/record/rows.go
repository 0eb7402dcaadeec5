package record

import (
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/internal/words"
)

// A rowKind is what a row of a table is.
type rowKind int8

const (
	rowSkipped rowKind = iota // blank, repeated header, average, title, footer
	rowRecord
	rowSum     // of all rows: 合计
	rowPartSum // of the rows since the last such: 小计
	rowPageSum // likewise, whatever parts the page has: 本页合计
)

// classify tells records from what else stands in staff's tables, and names in a
// warning what it leaves out though it is not plainly empty.
func (t *table) classify() {
	t.kinds = make([]rowKind, len(t.sheet.cells))
	for i := t.head + 1; i < len(t.sheet.cells); i++ {
		cells := t.filledCells(i)
		switch {
		case len(cells) == 0, sameRow(t.sheet.cells[i], t.sheet.cells[t.head]):
		case t.isSum(i, cells):
		case t.isFooter(i, cells[0]), len(cells) == 1 && !t.continues(i) && t.isTitle(i, cells[0]):
			t.dec.rep.Warn(t.at(i, cells[0]), "record/row-skipped", "value", t.sheet.cell(i, cells[0]))
		default:
			t.kinds[i] = rowRecord
		}
	}
}

// continues reports whether what row i is about is merged with the row above: its second
// warden, say.
func (t *table) continues(i int) bool {
	return len(t.columns) > 0 && t.sheet.filled[[2]int{i, t.columns[0].j}]
}

// naming are the columns that tell what a row is about, where no column must be filled in.
var naming = []string{"code", "title", "object", "name", "subject", "members", "households", "matter", "account"}

// same reports whether row i is about the very thing that the row above is about, and
// not only of its kind, group or day: what names it is merged with it.
func (t *table) same(i int) bool {
	if !t.continues(i) {
		return false
	}
	names := t.sh.required
	if len(names) == 0 {
		names = naming
	}
	for _, col := range t.columns {
		if slices.Contains(names, col.field.name) && !t.sheet.filled[[2]int{i, col.j}] {
			return false
		}
	}
	return true
}

// filledCells returns the columns in which row i holds something of its own: the
// numbers of rows that wait to be filled in are nothing.
func (t *table) filledCells(i int) (cells []int) {
	for j, c := range t.sheet.cells[i] {
		if c == "" || t.sheet.filled[[2]int{i, j}] {
			continue
		}
		if _, err := strconv.Atoi(Fold(c)); err == nil && ordinal(t.sheet.cell(t.head, j)) {
			continue
		}
		cells = append(cells, j)
	}
	return cells
}

// isSum recognises a row of sums or averages by a cell that says so; some words do so
// only in the first.
func (t *table) isSum(i int, cells []int) bool {
	for n, j := range cells {
		label, rest, _ := strings.Cut(Fold(t.sheet.cell(i, j)), ":")
		code, ok := words.Value("sumrow", keyWord(label))
		if !ok && n == 0 {
			code, ok = words.Value("sumlabel", keyWord(label))
		}
		if ok && (n == 0 || rest == "") {
			t.kinds[i] = map[string]rowKind{"all": rowSum, "part": rowPartSum, "page": rowPageSum}[code]
			return true
		}
	}
	return false
}

// isFooter reports whether row i, whose first text stands in column j, is a remark or
// signature below the list (注：…, 制表人：…) and no record: the columns that a record
// needs hold nothing, or such words too.
func (t *table) isFooter(i, j int) bool {
	if !footer(t.sheet.cell(i, j)) {
		return false
	}
	for _, col := range t.columns {
		c := t.sheet.cell(i, col.j)
		if slices.Contains(t.sh.required, col.field.name) && c != "" && !footer(c) {
			return false
		}
	}
	return true
}

func footer(s string) bool {
	head, _, _ := strings.Cut(Fold(s), ":")
	_, ok := words.Value("footer", strings.TrimRight(keyWord(head), "0123456789"))
	return ok
}

// isTitle reports whether the only text of row i, in column j, is a title among the
// rows (第一组): it runs over several columns, leaves out what a record needs, or says
// so itself.
func (t *table) isTitle(i, j int) bool {
	if t.sheet.wide[[2]int{i, j}] {
		return true
	}
	for _, col := range t.columns {
		if slices.Contains(t.sh.required, col.field.name) && t.sheet.cell(i, col.j) == "" {
			return true
		}
	}
	text := keyWord(t.sheet.cell(i, j))
	for k := range text {
		if _, ok := words.Value("grouptitle", text[k:]); ok && k > 0 {
			return true
		}
	}
	return false
}

func blankRow(row []string) bool {
	return !slices.ContainsFunc(row, func(c string) bool { return c != "" })
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
