package table

import (
	"html/template"
	"slices"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/markdown"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/search"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// View is what layouts/table may use: the list of the unit's tables, or one of them.
type View struct {
	Tables []Entry // of the list

	Title   string // of one table, "" for the list
	Columns []Column
	Rows    []Row
	Count   string // 12条
	Rest    string // declared but not listed
	Partial bool   // not all are listed, see 列举不全
	Until   string // last day on which it may be shown, see village.LastDay
	Text    template.HTML
	Basis   string
	Box     *board.NoticeBox
	Sample  bool
}

// Entry is one table in the list.
type Entry struct {
	Title string
	Href  string // below the unit's home, without index.html
	Count string
	State string // of its notice
}

// Column is the head of one column; figures stand to the right.
type Column struct {
	Name   string
	Number bool
}

// Row is one row; a sum is one too.
type Row struct {
	Anchor string // "" where no column tells rows apart
	Cells  []string
	Sum    bool
}

// Data is data.json: the list of the unit's tables, or one of them, as typed.
type Data struct {
	board.Meta
	Tables  []DataEntry `json:"tables,omitempty"` // of the list
	Title   string      `json:"title,omitempty"`  // of one table
	Columns []string    `json:"columns,omitempty"`
	Rows    [][]string  `json:"rows,omitempty"` // cells as typed, in the order of columns; no sums
}

// DataEntry is one table in the list.
type DataEntry struct {
	Title   string `json:"title"`
	Address string `json:"address"` // below the unit's
	Rows    int    `json:"rows"`
}

// Show implements board.Board.
func (b *Board) Show(t privacy.Target) board.Output {
	list := &View{}
	d := &Data{Meta: board.NewMeta(Kind.Word, b.unit, 0, false)}
	names := [][]string{{words.KeyName("headline"), words.T("csv.count")}}
	var out board.Output
	for _, x := range b.tables {
		if !t.Shows(x.Showing, b.today) || len(x.Columns) == 0 {
			continue
		}
		p := x.page(b.unit, b.today)
		v := p.View.(*View)
		e := Entry{Title: x.Title, Href: Kind.Word + "/" + x.name, Count: v.Count}
		if v.Box != nil {
			e.State = v.Box.State
			out.Notices = append(out.Notices, v.Box.Notice(e.Href, "", "")...)
		}
		list.Tables, list.Sample = append(list.Tables, e), list.Sample || v.Sample
		d.Tables = append(d.Tables, DataEntry{x.Title, e.Href, len(x.rows)})
		names = append(names, []string{x.Title, problem.Int(len(x.rows))})
		out.Pages = append(out.Pages, p)
	}
	if len(list.Tables) == 0 {
		return board.Output{}
	}
	d.Sample = d.Sample || list.Sample
	n := words.T("table.n", "n", problem.Int(len(list.Tables)))
	out.Tile = board.Tile{Title: words.T("table.title"), Figure: n, Text: list.Tables[0].Title}
	out.Pages = slices.Insert(out.Pages, 0, board.Page{Title: words.T("table.title"), Summary: n, View: list, Data: d, Table: names})
	return out
}

// page lays out one table.
func (x *table) page(u *village.Unit, today village.Date) board.Page {
	v := &View{Title: x.Title, Basis: x.Basis, Sample: x.Sample || u.Sample, Until: village.LastDay(x.Showing), Count: count(village.Count(len(x.rows)))}
	d := &Data{Meta: board.NewMeta(Kind.Word, u, 0, v.Sample), Title: x.Title}
	if !x.rest.IsZero() {
		v.Rest, v.Partial = count(x.rest), x.Partial
	}
	if x.Text != "" {
		v.Text = markdown.HTML(x.Text)
	}
	for j, c := range x.Columns {
		v.Columns = append(v.Columns, Column{string(c), x.numbers[j]})
		d.Columns = append(d.Columns, string(c))
	}
	sums := x.sums
	for i := 0; i <= len(x.rows); i++ {
		for ; len(sums) > 0 && sums[0].to == i; sums = sums[1:] {
			v.Rows = append(v.Rows, Row{Cells: sums[0].cells, Sum: true})
		}
		if i < len(x.rows) {
			v.Rows = append(v.Rows, Row{Cells: x.rows[i].cells})
			d.Rows = append(d.Rows, x.rows[i].cells)
		}
	}
	if n := x.Notice; n != nil {
		v.Box = board.NewNoticeBox(x.Title, *n, u, today)
	}
	return board.Page{Path: x.name, Title: x.Title, Summary: words.T("table.summary", "title", x.Title, "n", v.Count), View: v, Data: d,
		Table: append([][]string{d.Columns}, d.Rows...), Papers: board.Papers(false), Scene: true, Noindex: true, Found: v.found()}
}

// found is the table itself, and its rows by the first column that is not of figures. It
// gives the rows their anchors.
func (v *View) found() []search.Record {
	list := []search.Record{{Kind: search.Board, Text: v.Title, Until: board.Until(v.Until)}}
	j := slices.IndexFunc(v.Columns, func(c Column) bool { return !c.Number })
	if j < 0 {
		return list
	}
	people, rows := words.Names("namehead", v.Columns[j].Name), board.Anchors{}
	for i := range v.Rows {
		r := &v.Rows[i]
		if r.Sum || r.Cells[j] == "" {
			continue
		}
		r.Anchor = rows.Of(r.Cells[j])
		x := board.Matter(r.Cells[j], r.Anchor, v.Until)
		if people {
			x.Kind, x.Name, x.Text = search.Person, x.Text, ""
		}
		list = append(list, x)
	}
	return list
}

func count(q village.Quantity) string {
	return q.With(words.T("table.unit"))
}
