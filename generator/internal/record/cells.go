package record

import (
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"gongshi/generator/internal/problem"
)

// Cells is one row of a list whose columns the file itself names.
type Cells struct {
	At
	Heads  []string // the columns that Values stand in; nil: those of the file, in its order
	Values []string
	places []problem.Pos // of Values
}

// Place returns where value i was written.
func (c *Cells) Place(i int) problem.Pos { return c.places[i] }

func (c *Cells) add(value string, at problem.Pos) {
	c.Values = append(c.Values, strings.TrimSpace(value))
	c.places = append(c.places, at)
}

// cells reads a row: [路灯, 12] or {名称: 路灯, 数量: 12}.
func (dec *decoder) cells(n *yaml.Node, c *Cells) {
	c.Pos = dec.doc.pos(n)
	items := n.Content
	switch n.Kind {
	case yaml.SequenceNode:
	case yaml.MappingNode:
		items = nil
		for i := 0; i+1 < len(n.Content); i += 2 {
			c.Heads = append(c.Heads, strings.TrimSpace(n.Content[i].Value))
			items = append(items, n.Content[i+1])
		}
	default:
		dec.fail(n, "record/want-row")
		return
	}
	for _, item := range items {
		if item.Kind != yaml.ScalarNode {
			dec.fail(item, "record/want-text", "key", "")
			continue
		}
		value := item.Value
		if empty(item) {
			value = ""
		}
		c.add(value, dec.doc.pos(item))
	}
}

// allCells reads a table whose columns nobody knows before: the first row with two texts
// is its header, and every row under it that is not blank, no repeated header and no
// footer is a row, sums too.
func (dec *decoder) allCells() (list []Cells) {
	s := dec.doc.rows
	t := table{dec: dec, sheet: s, sh: &shape{fields: map[string]field{}}, head: -1}
	for i := 0; i < len(s.cells) && i < headerRows && t.head < 0; i++ {
		if n := len(filled(s.cells[i])); n > 1 || n == 1 && len(s.cells) > i+1 && len(filled(s.cells[i+1])) == 1 && !s.wide[[2]int{i, 0}] {
			t.head = i
		}
	}
	if t.head < 0 {
		dec.rep.Error(problem.Pos{File: dec.doc.Path, Line: 1, Cell: true}, "record/no-columns")
		return nil
	}
	heads := filled(s.cells[t.head])
	t.width = heads[len(heads)-1] + 1
	for _, j := range heads {
		if s.hidden[j] {
			dec.rep.Error(t.at(t.head, j), "record/hidden-column", "key", s.cell(t.head, j))
		}
	}
	for i := t.head + 1; i < len(s.cells); i++ {
		switch cells := t.filledCells(i); {
		case len(cells) == 0, sameRow(s.cells[i], s.cells[t.head]):
		case footer(s.cell(i, cells[0])) && len(cells) < len(heads):
			dec.rep.Warn(t.at(i, cells[0]), "record/row-skipped", "value", s.cell(i, cells[0]))
		case t.within(i):
			list = append(list, t.row(i, heads))
		}
	}
	return list
}

// row takes the cells under the heads. A merged text stands in every row that it covers,
// a merged figure in the first only.
func (t *table) row(i int, heads []int) Cells {
	c := Cells{At: At{Pos: t.at(i, 0)}}
	for _, j := range heads {
		text := t.sheet.cell(i, j)
		if _, figure := plainFigure(text); figure && t.sheet.filled[[2]int{i, j}] {
			text = ""
		}
		c.Heads = append(c.Heads, t.sheet.cell(t.head, j))
		c.add(text, t.at(i, j))
	}
	return c
}

// filled returns the columns of a row that hold something.
func filled(row []string) (list []int) {
	for j, c := range row {
		if utf8.RuneCountInString(c) > 0 {
			list = append(list, j)
		}
	}
	return list
}
