package change

import (
	"slices"
	"strings"

	"gongshi/generator/internal/words"
)

// columns returns the indices of the columns that identify a row of a table with that
// head.
func (k Kind) columns(head []string) []int {
	var list []int
	for _, key := range k.Keys {
		if i := slices.Index(head, key); i >= 0 {
			list = append(list, i)
		}
	}
	if list == nil && len(head) > 0 {
		list = []int{0}
	}
	return list
}

// unit is what the rows of a table are, by the first column that identifies them.
func (k Kind) unit(table [][]string) string {
	if len(table) > 0 {
		switch at := k.columns(table[0]); table[0][at[0]] {
		case words.KeyName("householder"):
			return words.T("unit.household")
		case words.KeyName("name"):
			return words.T("unit.person")
		}
	}
	return words.T("changes.row")
}

// A grid is a table as it is compared.
type grid struct {
	head []string
	keys []int
	rows [][]string
	by   map[string][]int // rows by their key, in order
}

func (k Kind) grid(table [][]string) *grid {
	g := &grid{by: map[string][]int{}}
	if len(table) == 0 {
		return g
	}
	g.head, g.rows = table[0], table[1:]
	g.keys = k.columns(g.head)
	for i, row := range g.rows {
		key := g.key(row)
		g.by[key] = append(g.by[key], i)
	}
	return g
}

func (g *grid) cell(row []string, column string) (string, bool) {
	i := slices.Index(g.head, column)
	if i < 0 || i >= len(row) {
		return "", i >= 0
	}
	return row[i], true
}

// key identifies a row; it cannot be mistaken for another one's with blanks elsewhere.
func (g *grid) key(row []string) string { return strings.Join(g.ids(row), "\x00") }

func (g *grid) ids(row []string) (list []string) {
	for _, i := range g.keys {
		if i < len(row) {
			list = append(list, row[i])
		} else {
			list = append(list, "")
		}
	}
	return list
}

// name is how a list calls a row.
func (g *grid) name(row []string) string {
	return strings.Join(slices.DeleteFunc(g.ids(row), func(s string) bool { return s == "" }), " ")
}

// match pairs rows of one key: equal ones first, then in their order. What is left over
// on either side is new or gone.
func match(was, now *grid) (pairs map[int]int, gone []int) {
	pairs = map[int]int{}
	taken := map[int]bool{}
	pair := func(fits func(a, b []string) bool) {
		for j, row := range now.rows {
			if _, done := pairs[j]; done {
				continue
			}
			for _, i := range was.by[now.key(row)] {
				if !taken[i] && fits(was.rows[i], row) {
					pairs[j], taken[i] = i, true
					break
				}
			}
		}
	}
	if slices.Equal(was.head, now.head) {
		pair(slices.Equal)
	}
	pair(func([]string, []string) bool { return true })
	for i := range was.rows {
		if !taken[i] {
			gone = append(gone, i)
		}
	}
	return pairs, gone
}

// table compares the tables of a page.
func (c *comparison) table(k Kind, p *PageChange, before, after *Page) {
	was, now := k.grid(c.renamedIn(before.Table)), k.grid(after.Table)
	if len(was.keys) > 0 && len(now.keys) > 0 && was.head[was.keys[0]] != now.head[now.keys[0]] {
		p.Unit = k.unit(before.Table)
		was, now = c.otherTable(k, p, was, now)
	}
	pairs, gone := match(was, now)
	var then *grid // what would still be there, had no time passed
	withdrawn := func() *grid {
		if then == nil {
			then = k.grid(c.then.Table(c.now.Address, k.Word, p.Path))
		}
		return then
	}
	for j, row := range now.rows {
		i, had := pairs[j]
		if !had {
			p.Added++
			p.Rows = append(p.Rows, Row{State: New, Name: now.name(row), Cells: now.content(row)})
			continue
		}
		if cells := c.cells(k, was, now, was.rows[i], row, before.People, withdrawn); len(cells) > 0 {
			p.Changed++
			p.Rows = append(p.Rows, Row{Name: now.name(row), Cells: cells})
		}
	}
	seen := map[string]int{}
	for _, i := range gone {
		row := was.rows[i]
		key := was.key(row)
		seen[key]++
		still := len(withdrawn().by[key]) - len(now.by[key])
		switch {
		case seen[key] <= still: // today's data hold it; only the day took it down
			p.Expired++
		case before.People || slices.ContainsFunc(was.ids(row), func(id string) bool { return c.keptBack(k, id) }):
			p.Removed++
		default:
			p.Removed++
			p.Rows = append(p.Rows, Row{State: Gone, Name: was.name(row)})
		}
	}
}

// otherTable deals with a page whose table lists something else than before, people
// instead of levels: nothing of them can be compared. Rows are counted only.
func (c *comparison) otherTable(k Kind, p *PageChange, was, now *grid) (*grid, *grid) {
	still := k.grid(c.then.Table(c.now.Address, k.Word, p.Path))
	if slices.Equal(still.head, was.head) {
		p.Expired += min(len(was.rows), len(still.rows))
		p.Removed += max(0, len(was.rows)-len(still.rows))
	} else {
		p.Removed += len(was.rows)
		p.Added += len(now.rows)
	}
	return &grid{}, &grid{}
}

// renamedIn is an older table with the units in it called as they are now.
func (c *comparison) renamedIn(table [][]string) [][]string {
	if len(table) == 0 || len(c.renamed) == 0 {
		return table
	}
	at := slices.Index(table[0], words.T("csv.unit"))
	out := slices.Clone(table)
	for i, row := range out[1:] {
		if at < 0 || at >= len(row) || c.renamed[row[at]] == "" {
			continue
		}
		row = slices.Clone(row)
		row[at] = c.renamed[row[at]]
		out[i+1] = row
	}
	return out
}

// content lists the filled cells of a new row beside its name.
func (g *grid) content(row []string) []Cell {
	var list []Cell
	for i, s := range row {
		if s != "" && !slices.Contains(g.keys, i) && i < len(g.head) {
			list = append(list, Cell{Column: g.head[i], Now: s})
		}
	}
	return list
}

// cells lists what differs between two rows of one key, in columns that stand in both
// tables.
func (c *comparison) cells(k Kind, was, now *grid, a, b []string, people bool, withdrawn func() *grid) []Cell {
	var list []Cell
	for _, column := range now.head {
		old, had := was.cell(a, column)
		s, _ := now.cell(b, column)
		if !had || old == s {
			continue
		}
		x := cell(column, old, s)
		kept := people || slices.Contains(k.People, column) || takenOut(old, s) || c.keptBack(k, old) ||
			timed(withdrawn(), was.key(a), column, old)
		if kept && !quotable(old, s, c.public.has) {
			x.hide()
		}
		list = append(list, x)
	}
	return list
}

// keptBack reports whether a text is no longer public though today's data hold it.
func (c *comparison) keptBack(k Kind, text string) bool {
	return skeleton(text) != "" && !c.public.has(text) && c.then.Holds(c.now.Address, k.Word, text)
}

// timed reports whether today's data still hold the old text, so that only the day took
// it down.
func timed(then *grid, key, column, old string) bool {
	return slices.ContainsFunc(then.by[key], func(i int) bool {
		s, _ := then.cell(then.rows[i], column)
		return s == old
	})
}

// Deviation returns the first row of now that was not recorded so, with the first cell
// that differs; nil when all were. Rows and cells that today leaves out are no deviation,
// nor are columns that only one of the tables has.
func (k Kind) Deviation(recorded, now [][]string) *Row {
	was, is := k.grid(recorded), k.grid(now)
	if len(recorded) == 0 || len(now) == 0 || was.head[was.keys[0]] != is.head[is.keys[0]] {
		return nil
	}
	for _, row := range is.rows {
		var first *Cell
		fits := false
		for _, i := range was.by[is.key(row)] {
			x := deviates(was, is, was.rows[i], row)
			fits = fits || x == nil
			if first == nil {
				first = x
			}
		}
		switch {
		case fits:
		case first == nil:
			return &Row{State: New, Name: is.name(row), Cells: []Cell{{}}}
		default:
			return &Row{Name: is.name(row), Cells: []Cell{*first}}
		}
	}
	return nil
}

func deviates(was, is *grid, a, b []string) *Cell {
	for i, column := range is.head {
		old, had := was.cell(a, column)
		if had && i < len(b) && b[i] != "" && b[i] != old {
			return &Cell{Column: column, Was: old, Now: b[i]}
		}
	}
	return nil
}
