package record

import (
	"math"
	"reflect"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"gongshi/generator/internal/problem"
)

// A Figure is a Scalar that can be added up.
type Figure interface {
	Scalar
	// Exact returns how many of its smallest parts the figure has, and of which unit;
	// ok is false when it is approximate.
	Exact() (n int64, unit string, ok bool)
	// Write returns n of those parts as this figure is written.
	Write(n int64) string
}

var figureType = reflect.TypeFor[Figure]()

// checkSums compares the figures of row i, a 合计 or 小计, with the rows that it sums up.
func (t *table) checkSums(i int) {
	parts := t.summed(i)
	for _, col := range t.columns {
		t.checkSum(col, parts, i)
	}
}

// summed returns the records that row i sums up: those above it, of a part since the
// last such sum; all where 合计 stands above them.
func (t *table) summed(i int) (parts []int) {
	for r := t.head + 1; r < i; r++ {
		switch {
		case t.kinds[r] == rowRecord:
			parts = append(parts, r)
		case t.kinds[r] == t.kinds[i] && t.kinds[i] != rowSum:
			parts = nil
		}
	}
	if len(parts) > 0 || t.kinds[i] != rowSum {
		return parts
	}
	for r := i + 1; r < len(t.kinds); r++ {
		if t.kinds[r] == rowRecord {
			parts = append(parts, r)
		}
	}
	return parts
}

// checkSum compares one sum. Only what can be added exactly is: figures of one unit.
func (t *table) checkSum(col column, rows []int, i int) {
	want, ok := t.figure(col, i)
	if !ok {
		return
	}
	sum, unit, parts := int64(0), "", 0
	for _, r := range rows {
		if t.sheet.cell(r, col.j) == "" {
			continue
		}
		f, ok := t.figure(col, r)
		if !ok || parts > 0 && f.unit != unit {
			return
		}
		sum, unit = sum+f.n, f.unit
		parts++
	}
	if parts > 0 && want.unit != "" && want.unit != unit || sum == want.n {
		return
	}
	t.dec.rep.Error(t.at(i, col.j), "record/sum-row", "typed", t.sheet.cell(i, col.j), "sum", want.write(sum))
}

// An addend is one figure of a column.
type addend struct {
	n     int64
	unit  string
	write func(n int64) string
}

// isFigure reports whether what stands in a column is counted. A step or an item says
// so only by what it holds.
func (t *table) isFigure(col column, text string) bool {
	if col.typ == nil {
		_, ok := plainFigure(text)
		return ok
	}
	return col.field.kind == kindInt || reflect.PointerTo(col.typ).Implements(figureType)
}

// figure reads the figure in row i of a column the way the record does.
func (t *table) figure(col column, i int) (a addend, ok bool) {
	text := t.sheet.cell(i, col.j)
	if text == "" || !t.isFigure(col, text) {
		return a, false
	}
	if col.typ == nil {
		a.n, ok = plainFigure(text)
		a.write = func(n int64) string { return strconv.FormatFloat(float64(n)/10_000, 'f', -1, 64) }
		return a, ok
	}
	var quiet problem.Report
	dec := decoder{doc: t.dec.doc, rep: &quiet, shapes: t.dec.shapes}
	v := reflect.New(col.typ).Elem()
	title := &yaml.Node{Kind: yaml.ScalarNode, Value: col.title}
	dec.set(t.node(i, col.j), v, col.field, &written{title, col.unit})
	if quiet.Failed() {
		return a, false
	}
	if col.field.kind == kindInt {
		return addend{v.Int(), t.unitOf(i), func(n int64) string { return strconv.FormatInt(n, 10) }}, true
	}
	f := v.Addr().Interface().(Figure)
	a.write = f.Write
	if a.n, a.unit, ok = f.Exact(); a.unit == "" {
		a.unit = t.unitOf(i)
	}
	return a, ok
}

// unitOf returns the unit that row i names in a column of its own.
func (t *table) unitOf(i int) string {
	for _, col := range t.columns {
		if col.field.name == "unit" {
			return t.sheet.cell(i, col.j)
		}
	}
	return ""
}

// plainFigure reads a number without unit, in ten-thousandths.
func plainFigure(s string) (n int64, ok bool) {
	x, err := strconv.ParseFloat(strings.ReplaceAll(Fold(s), ",", ""), 64)
	if err != nil || math.Abs(x) > 1e12 {
		return 0, false
	}
	return int64(math.Round(x * 10_000)), true
}
