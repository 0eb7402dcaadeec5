package honour

import (
	"html/template"
	"slices"
	"strconv"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/markdown"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/search"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// View is what layouts/honour may use.
type View struct {
	Count   string // 8项
	Rest    string // 未归类
	Partial bool   // not all are listed, see 列举不全
	Groups  []Group
	Bars    []board.Bar
	Hidden  string
	Box     *board.NoticeBox
	board.Below
	Sample bool
}

// Group is one category.
type Group struct {
	Name   string
	Count  string
	Anchor string
	Items  []Item
}

// Item is one honour.
type Item struct {
	Anchor   string // "" for a pupil
	Name     string // 李同学 for a pupil on the web
	Suffix   string // tells two of one name apart
	Title    string
	School   string
	Date     string
	Text     template.HTML
	Plain    string // Text without mark-up, for screen and sheet
	Pictures []*board.Picture
	Sample   bool
	Until    string // last day on which it may be shown, see village.LastDay
}

// Data is data.json: the honours as the page shows them.
type Data struct {
	board.Meta
	Unclassified float64           `json:"unclassified,omitempty"` // declared, but not listed
	Count        float64           `json:"count"`
	Categories   []board.DataCount `json:"categories"`
	Units        []DataUnit        `json:"units,omitempty"`
	Missing      []string          `json:"missing,omitempty"`
	List         []DataItem        `json:"list,omitempty"`
}

// DataUnit is one unit below, or what the unit itself has.
type DataUnit struct {
	Unit    string   `json:"unit"`
	Address string   `json:"address"`
	Count   *float64 `json:"count,omitempty"`
}

// DataItem is one honour.
type DataItem struct {
	Category string `json:"category"`
	Name     string `json:"name"` // of pupils on the web the surname only
	Title    string `json:"title,omitempty"`
	School   string `json:"school,omitempty"`
	Date     string `json:"date,omitempty"`
	Sample   bool   `json:"sample,omitempty"`
}

// Show implements board.Board.
func (b *Board) Show(t privacy.Target) board.Output {
	if b.all.Units == b.own.Units && !t.Shows(b.Showing, b.today) {
		return board.Output{}
	}
	v, d := b.view(t)
	title := words.T("honour.title")
	return board.Output{
		Pages: []board.Page{{Title: title, View: v, Data: d, Table: table(d), Papers: board.Papers(false), Scene: true,
			Summary: words.T("honour.summary", "count", v.Count), Partial: v.Hidden != "", Noindex: len(d.List) > 0, Found: v.found()}},
		Tile:    board.Tile{Title: title, Figure: v.Count, Text: board.FirstNames(v.Bars)},
		Notices: v.Box.Notice(Kind.Word, "", v.Count),
	}
}

// found is whoever is named in full.
func (v *View) found() (list []search.Record) {
	for _, g := range v.Groups {
		for i := range g.Items {
			if it := &g.Items[i]; it.Anchor != "" {
				list = append(list, search.Record{Kind: search.Person, Name: it.Name, Mark: it.Suffix, Row: it.Anchor, Until: board.Until(it.Until)})
			}
		}
	}
	return list
}

func items(q village.Quantity) string {
	return q.With(words.T("honour.unit"))
}

func (b *Board) view(t privacy.Target) (*View, *Data) {
	all, categories := &b.all, b.all.Shown()
	v := &View{Count: items(all.All()), Bars: board.GroupBars(categories, items), Sample: all.Sample}
	d := &Data{Meta: board.NewMeta(Kind.Word, b.unit, 0, v.Sample), Unclassified: b.rest.Float(),
		Count: all.All().Float(), Categories: board.Counts(categories)}
	if all.Open.Sum().N == 0 && all.All().N > 0 {
		v.Bars = nil // says nothing
	}
	if !b.rest.IsZero() {
		v.Rest, v.Partial = items(b.rest), b.Partial
	}
	hidden, rows := 0, board.Anchors{}
	for i := range b.Honours {
		h := &b.Honours[i]
		if !h.shows(t, b.today) {
			hidden++
			continue
		}
		it := h.item(t, b.today)
		if h.Minor != child && !(h.pupil() && t == privacy.Public) {
			it.Anchor = rows.Of(it.Name + it.Suffix)
		}
		it.Sample = it.Sample && !b.Sample
		g := v.group(h.Category)
		g.Items = append(g.Items, it)
		d.List = append(d.List, DataItem{h.Category, it.Name + it.Suffix, h.Title, it.School, h.Date.ISO(), h.Sample})
	}
	for i := range v.Groups {
		v.Groups[i].Count = items(village.Count(len(v.Groups[i].Items)))
	}
	if hidden > 0 {
		v.Hidden = items(village.Count(hidden))
	}
	v.Box = b.Box(words.T("honour.noticetitle"), t, b.unit, b.today)
	b.below(v, d)
	return v, d
}

func (v *View) group(name string) *Group {
	i := slices.IndexFunc(v.Groups, func(g Group) bool { return g.Name == name })
	if i < 0 {
		i = len(v.Groups)
		v.Groups = append(v.Groups, Group{Name: name, Anchor: "c-" + strconv.Itoa(i+1)})
	}
	return &v.Groups[i]
}

// item lays out one honour. Without consent the hall, too, shows no picture; of a child,
// who has no name anywhere, there is none.
func (h *honour) item(t privacy.Target, today village.Date) Item {
	it := Item{Title: h.Title, School: h.School, Date: h.Date.String(), Sample: h.Sample,
		Until: village.LastDay(append(h.register[:len(h.register):len(h.register)], h.Showing)...)}
	if it.Title == h.Category { // it stands over the group
		it.Title = ""
	}
	it.Name, it.Suffix = h.label(t)
	if h.agreed(today) && h.Minor != child {
		it.Pictures = h.shots
	}
	if h.Text != "" {
		it.Text, it.Plain = markdown.HTML(h.Text), markdown.Text(h.Text)
	}
	return it
}

// below lays out the units below.
func (b *Board) below(v *View, d *Data) {
	row := func(s *board.Sum) board.Part {
		return board.Part{Cells: []string{s.CountedText(items)}}
	}
	subs := board.WithOwn(b.unit, &b.own, b.subs, row)
	v.Below = board.NewBelow(Kind.Word, []string{words.T("honour.count")}, subs, &b.all, row)
	d.Missing = v.Missing
	for u, s := range board.Reporting(subs) {
		d.Units = append(d.Units, DataUnit{u.Name, u.Address, s.Counted()})
	}
}

func table(d *Data) [][]string {
	switch {
	case len(d.List) > 0:
		rows := [][]string{{words.KeyName("category"), words.KeyName("subject"), words.KeyName("honourtitle"), words.KeyName("school"), words.KeyName("date")}}
		for _, h := range d.List {
			rows = append(rows, []string{h.Category, h.Name, h.Title, h.School, h.Date})
		}
		return rows
	case len(d.Units) > 0:
		rows := [][]string{{words.T("csv.unit"), words.T("honour.count")}}
		for _, u := range d.Units {
			rows = append(rows, []string{u.Unit, board.Optional(u.Count)})
		}
		return rows
	}
	rows := [][]string{{words.KeyName("category"), words.T("honour.count")}}
	for _, c := range d.Categories {
		rows = append(rows, []string{c.Name, board.Number(c.Count)})
	}
	return rows
}
