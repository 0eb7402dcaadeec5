package points

import (
	"html/template"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/search"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// View is what layouts/points may use.
type View struct {
	Year       string
	Method     string
	Basis      string
	Text       string
	Items      []string // the columns between name and total
	People     string   // 12人
	Average    string   // 97.5分
	Levels     []board.Bar
	Rules      []Rule
	Box        *board.NoticeBox
	Rows       []Row
	ByLevel    bool   // the scheme has levels
	ByKind     bool   // ranked within categories
	Compared   bool   // last year is known
	Hidden     string // how many people may not stand here: 3人
	Unnamed    bool   // nobody may be named, for want of levels or 公开
	Sum        string // of the points of those who may not: 320分; "" where it would give somebody away
	Fixes      []Fix
	Means      []board.Figure // people per unit below, units per unit
	Top        []Top          // of the township
	TopSilent  string         // units that take no part in the ranking
	TopHidden  string         // how many of the open levels are not named: 3户
	List       []Matter
	Shop       *Shop
	Dividend   *Dividend
	Activities []Activity
	Attendance string // 92.5%
	board.Below
	Sample bool
}

// Rule is one level of the scheme with its threshold in words.
type Rule struct{ Name, Text string }

// Row is one person.
type Row struct {
	Rank     string // 1
	First    bool   // it shares the first place
	Anchor   string
	Name     string
	Suffix   string
	Category string
	Group    string
	Total    string // 114
	Change   string // +10, "" when last year is unknown
	Last     string // 104
	Level    string
	Glyphs   string
	Parts    []string // of Items; nil when the itemisation may not be shown
	Balance  string   // 可用积分; "" where it may not be shown
	Dividend string   // 1,234.56
	Sample   bool
	Until    string // last day on which it may be named, see village.LastDay

	Lines []Line `json:"-"` // see Entries
}

// Fix is a correction, as residents see it.
type Fix struct{ Date, Name, Matter, Was, Now, Reason string }

// Line is one entry of a row's account.
type Line struct {
	Date, Matter, Item, Amount string
	Corrected                  string // what became of it: a correction, a limit
}

// Count returns how many entries stand behind the total.
func (r Row) Count() int { return len(r.Lines) }

// Entries returns the entries of the account as finished, escaped list items: they
// are the bulk of a site and cost a quarter of what a template would.
func (r Row) Entries() template.HTML {
	var b strings.Builder
	for _, l := range r.Lines {
		b.WriteString(`<li><span class="e-d">`)
		template.HTMLEscape(&b, []byte(l.Date))
		b.WriteString(`</span> <span class="e-m">`)
		template.HTMLEscape(&b, []byte(l.Matter))
		if l.Item != "" {
			b.WriteString(` <span class="e-i">`)
			template.HTMLEscape(&b, []byte(l.Item))
			b.WriteString(`</span>`)
		}
		if l.Corrected != "" {
			b.WriteString(` <span class="e-c">`)
			template.HTMLEscape(&b, []byte(l.Corrected))
			b.WriteString(`</span>`)
		}
		b.WriteString(`</span> <b class="e-n">`)
		template.HTMLEscape(&b, []byte(l.Amount))
		b.WriteString("</b></li>\n")
	}
	return template.HTML(b.String())
}

// Data is data.json: points of one year.
type Data struct {
	board.Meta
	Method     string            `json:"method,omitempty"`
	Items      []string          `json:"items,omitempty"`
	People     *float64          `json:"people,omitempty"`  // people or households with points; left out where none are recorded
	Total      *float64          `json:"total,omitempty"`   // points of all of them; left out where it would give away somebody not named
	Average    *float64          `json:"average,omitempty"` // points per person
	Levels     []board.DataCount `json:"levels,omitempty"`
	Means      []DataMean        `json:"means,omitempty"`
	Units      []DataUnit        `json:"units,omitempty"`
	Missing    []string          `json:"missing,omitempty"`
	List       []DataRow         `json:"list,omitempty"`
	Top        []DataTop         `json:"top,omitempty"`     // of a township, over its villages
	Matters    []DataMatter      `json:"matters,omitempty"` // the list of what gives points
	Goods      []DataGood        `json:"goods,omitempty"`
	Redeemed   *DataRedeemed     `json:"redeemed,omitempty"`
	Dividend   *DataDividend     `json:"dividend,omitempty"`
	Activities []DataActivity    `json:"activities,omitempty"`
	Attendance *float64          `json:"attendance,omitempty"` // percent of those invited to all activities, one decimal
}

// DataUnit is one unit below, or what the unit itself has.
type DataUnit struct {
	Unit    string   `json:"unit"`
	Address string   `json:"address"`
	People  *float64 `json:"people,omitempty"`
	Total   *float64 `json:"total,omitempty"`
}

// DataRow is one person who may be named.
type DataRow struct {
	Name         string             `json:"name"`
	Group        string             `json:"group,omitempty"`
	Category     string             `json:"category,omitempty"` // of the member, where ranks are within categories
	Rank         int                `json:"rank"`
	Total        float64            `json:"total"`
	Last         *float64           `json:"last,omitempty"` // last year's total
	Change       *float64           `json:"change,omitempty"`
	Level        string             `json:"level,omitempty"`
	Parts        map[string]float64 `json:"parts,omitempty"` // left out when they may not be shown
	Entries      []DataEntry        `json:"entries,omitempty"`
	Balance      *float64           `json:"balance,omitempty"` // points that can still be redeemed
	DividendYuan *float64           `json:"dividendYuan,omitempty"`
	Sample       bool               `json:"sample,omitempty"`
}

// DataEntry is one entry of the ledger.
type DataEntry struct {
	Code     string   `json:"code,omitempty"`
	Date     string   `json:"date,omitempty"`
	Item     string   `json:"item,omitempty"`
	Matter   string   `json:"matter,omitempty"`
	Amount   float64  `json:"amount"`
	Counts   *float64 `json:"counts,omitempty"` // of an entry beyond the limit of the list: what it counts
	Corrects string   `json:"corrects,omitempty"`
}

// Show implements board.Board.
func (b *Board) Show(t privacy.Target) board.Output {
	years := board.ShownYears(b.years, func(y *year) bool { return y.reportedBelow() || t.Shows(y.Showing, b.today) })
	if len(years) == 0 {
		return board.Output{}
	}
	out := board.Output{Pages: board.ShowYears(years, func(y, before *year) board.Page { return b.page(y, before, t) })}
	v := out.Pages[0].View.(*View)
	out.Tile = board.Tile{Title: words.T("points.title"), Figure: v.People, Text: v.Method}
	if v.People == "" && v.Attendance != "" {
		out.Tile.Figure, out.Tile.Text = v.Attendance, words.T("points.attendancetile", "year", v.Year)
	}
	out.Notices = v.Box.Notice(Kind.Word, "", v.People)
	if v.Dividend != nil {
		out.Notices = append(out.Notices, v.Dividend.Box.Notice(Kind.Word, "dividend", v.Dividend.People)...)
	}
	return out
}

// people returns 12人, or 12户 where only households have points.
func (y *year) people(q village.Quantity) string {
	q.Unit = y.counted()
	return q.String()
}

// homes reports whether households alone have points.
func (y *year) homes() bool { return y.all.Homes > 0 && y.all.Homes == y.all.Units }

// counted is what has points: 人, or 户 where only households have.
func (y *year) counted() string {
	if y.homes() {
		return words.T("unit.household")
	}
	return words.T("unit.person")
}

func (b *Board) page(y, before *year, t privacy.Target) board.Page {
	v, d := b.view(y, before, t)
	title, summary := words.T("points.pagetitle", "year", v.Year), ""
	switch {
	case v.People == "" && v.Attendance != "":
		summary = words.T("points.summaryattendance", "year", v.Year, "share", v.Attendance)
	case v.People == "":
		summary = title
	case v.Average == "":
		summary = words.T("points.summary", "people", v.People)
	default:
		summary = words.T("points.summaryaverage", "people", v.People, "average", v.Average)
	}
	return board.Page{Title: title, Summary: summary, View: v, Data: d, Table: table(d), Papers: board.Papers(len(v.Rows)+len(v.Top)+len(v.Parts) > 0, board.A3),
		Noindex: len(d.List)+len(d.Top) > 0, Partial: v.Hidden != "" || v.TopHidden != "" || v.Unnamed, Found: y.found(v)}
}

// found is who stands in the ranking. Those of the ranking of a township are found where
// they are at home.
func (y *year) found(v *View) (list []search.Record) {
	kind := search.Person
	if y.homes() {
		kind = search.Household
	}
	for i := range v.Rows {
		r := &v.Rows[i]
		list = append(list, search.Record{Kind: kind, Name: r.Name, Mark: r.Suffix, Group: village.GroupName(r.Group),
			Row: r.Anchor, Until: board.Until(r.Until)})
	}
	return list
}

// open reports whether the scheme lets an account be named: it reached an open level
// or, without levels, the whole list is open and it is not below zero.
func (m *method) open(a *ledger.Account) bool {
	if len(m.Grades) == 0 {
		return m.Open && a.Total >= 0
	}
	return a.Level >= 0 && m.Grades[a.Level].Open
}

// shown reports whether an account may stand on t by name: the scheme lets it, and
// neither the file nor the register says otherwise.
func (y *year) shown(a *ledger.Account, t privacy.Target, today village.Date) bool {
	return y.Method.open(a) && t.ShowsPerson(y.Showing, y.roll.Dir.Person(y.persons[a.Index]).Showing, today)
}

func (b *Board) view(y, before *year, t privacy.Target) (*View, *Data) {
	v := &View{Year: board.YearName(y.year), People: y.people(y.all.People), Sample: y.all.Sample}
	d := &Data{Meta: board.NewMeta(Kind.Word, b.unit, y.year, v.Sample), People: board.Known(y.all.People), Total: y.all.total()}
	if avg, ok := y.all.average(); ok {
		v.Average = words.T("points.n", "n", avg.String())
		if scored := village.Count(y.all.Scored); scored.N != y.all.People.N {
			v.Average = words.T("points.averageof", "n", avg.String(), "people", y.people(scored))
		}
		f := avg.Float()
		d.Average = &f
	}
	var counts []village.Quantity
	whole := y.all.People
	if y.town != nil { // levels are those of the ranking
		whole = village.Count(len(y.town.ranked))
	}
	for i, name := range y.all.Levels.Names {
		q := y.all.Levels.Counts[i]
		v.Levels = append(v.Levels, board.Bar{Name: name, Value: y.people(q), Share: village.PercentString(q.Int(), whole.Int())})
		counts = append(counts, q)
		d.Levels = append(d.Levels, board.DataCount{Name: name, Count: q.Float()})
	}
	board.Bars(v.Levels, counts)
	if len(v.Levels) == 1 && (y.Method == nil || len(y.Method.Grades) == 0) {
		v.Levels = nil // 党员: 66178人 is the number of all once more
	}
	if y.book != nil && t.Shows(y.Showing, b.today) {
		b.own(v, d, y, before, t)
		y.layTown(v, d, t, b.today)
		y.layList(v, d, t, b.today)
		y.layShop(v, d, t, b.today)
		y.layDividend(v, d, t, b)
		y.layActivities(v, d, t, b.today)
	}
	y.layMeans(v, d)
	b.below(v, d, y)
	return v, d
}

// own lays out the unit's own scheme and people.
func (b *Board) own(v *View, d *Data, y, before *year, t privacy.Target) {
	m := y.Method
	v.Method, v.Basis, v.Text = m.Name, m.Basis, m.Text
	v.ByLevel, v.ByKind = len(m.Grades) > 0, m.Compare == "category"
	d.Method = m.Name
	for _, it := range m.Items {
		v.Items = append(v.Items, it.Name)
	}
	d.Items = v.Items
	for _, g := range m.Grades {
		v.Rules = append(v.Rules, Rule{g.Name, g.text()})
	}
	if y.Notice != nil {
		v.Box = board.NewNoticeBox(words.T("points.noticetitle", "year", v.Year), *y.Notice, b.unit, b.today)
		v.Box.People = v.People
	}
	last := before.totals(t, b.today)
	v.Compared = len(last) > 0
	hidden, shares, rows := 0, y.sharesShown(t, b.today), board.Anchors{}
	for _, a := range y.ranked {
		if !y.shown(a, t, b.today) {
			hidden++
			continue
		}
		row, raw := b.row(y, a, last, t)
		row.Anchor = rows.Of(row.Name + row.Suffix)
		if shares {
			yuan := float64(y.shares[a.Index]) / 100
			row.Dividend, raw.DividendYuan = yuanText(y.shares[a.Index]), &yuan
		}
		v.Rows = append(v.Rows, row)
		d.List = append(d.List, raw)
	}
	switch {
	case hidden == 0:
	case len(m.Grades) == 0 && !m.Open:
		if v.Unnamed = true; y.own.told() {
			v.Sum = words.T("points.n", "n", y.own.Total.String())
		}
	default:
		v.Hidden = y.people(village.Count(hidden))
	}
	v.Fixes = b.fixes(y, t)
}

// totals returns the year's totals that t may show, by the key that finds a person
// again.
func (y *year) totals(t privacy.Target, today village.Date) map[string]village.Points {
	if y == nil || y.book == nil {
		return nil
	}
	m := make(map[string]village.Points, len(y.ranked))
	for _, a := range y.ranked {
		if y.shown(a, t, today) {
			m[y.roll.Dir.Key(y.persons[a.Index])] = village.Points(a.Total)
		}
	}
	return m
}

// total is the sum for machines, nil when it is not known or may not be told.
func (s *Sum) total() *float64 {
	if s.Scored == 0 || !s.told() {
		return nil
	}
	f := s.Total.Float()
	return &f
}

func (b *Board) row(y *year, a *ledger.Account, last map[string]village.Points, t privacy.Target) (Row, DataRow) {
	who := y.persons[a.Index]
	p := y.roll.Dir.Person(who)
	total := village.Points(a.Total)
	r := Row{Rank: strconv.Itoa(a.Rank), First: a.Rank == 1, Name: p.Name, Suffix: y.roll.Dir.Suffix(who), Group: p.Group,
		Total: total.String(), Sample: y.Sample, Until: village.LastDay(y.Showing, p.Showing)}
	if y.members && who < len(y.unit.Members) {
		r.Category = y.unit.Members[who].Category
		r.Sample = r.Sample || y.unit.Members[who].Sample
	}
	raw := DataRow{Name: p.Name, Group: p.Group, Rank: a.Rank, Total: total.Float(), Sample: r.Sample}
	if y.Method.Compare == "category" {
		raw.Category = r.Category
	}
	if was, ok := last[y.roll.Dir.Key(who)]; ok {
		r.Last, r.Change = was.String(), (total - was).Signed()
		f, c := was.Float(), (total - was).Float()
		raw.Last, raw.Change = &f, &c
	}
	r.Level = y.levelOf(a)
	raw.Level = r.Level
	if y.open(a, t, b.today) {
		raw.Parts = map[string]float64{}
		for i, n := range a.Parts {
			r.Parts = append(r.Parts, village.Points(n).String())
			raw.Parts[y.Method.Items[i].Name] = village.Points(n).Float()
		}
		y.lines(a, &r, &raw)
		if y.balanceShown(who, t, b.today) {
			left := y.balance(who, a.Index)
			f := left.Float()
			r.Balance, raw.Balance = words.T("points.n", "n", left.String()), &f
		}
	}
	return r, raw
}

// open reports whether the account may be itemised: it holds no deduction, and no
// entry that t must not show (design/data.md §5).
func (y *year) open(a *ledger.Account, t privacy.Target, today village.Date) bool {
	if y.deducted[a.Index] {
		return false
	}
	for _, l := range a.Lines {
		if !t.Shows(y.postings[l].row.Showing.Or(y.Showing), today) {
			return false
		}
	}
	return true
}

func (y *year) lines(a *ledger.Account, r *Row, raw *DataRow) {
	for _, i := range a.Lines {
		p, l := y.postings[i], y.book.Lines[i]
		e := Line{Date: p.row.Date.String(), Matter: p.row.Matter, Amount: village.Points(l.Amount).Signed()}
		item := ""
		if p.item >= 0 {
			item = y.Method.Items[p.item].Name
		}
		switch {
		case e.Matter == "":
			e.Matter = item
		case len(y.Method.Items) > 1:
			e.Item = item
		}
		if l.CorrectedBy >= 0 {
			by := y.postings[l.CorrectedBy].row
			e.Corrected = words.T("points.corrected", "date", by.Date.String(), "now", village.Points(l.Net).String())
		}
		if l.Corrects >= 0 {
			e.Corrected = words.T("points.correction", "code", p.row.Corrects)
			if e.Matter == "" {
				e.Matter = p.row.Reason
			}
		}
		d := DataEntry{p.row.Code, p.row.Date.ISO(), item, p.row.Matter, village.Points(l.Amount).Float(), nil, p.row.Corrects}
		if l.Corrects < 0 && l.Counts != l.Net {
			counts := village.Points(l.Counts)
			f := counts.Float()
			e.Corrected += words.T("points.limited", "n", counts.String())
			d.Counts = &f
		}
		if p.row.wide {
			d.Code = "" // it is the person's
		}
		r.Lines = append(r.Lines, e)
		raw.Entries = append(raw.Entries, d)
	}
}

// fixes lists the corrections of the accounts that are itemised.
func (b *Board) fixes(y *year, t privacy.Target) []Fix {
	var out []Fix
	for _, a := range y.ranked {
		if !y.shown(a, t, b.today) || !y.open(a, t, b.today) {
			continue
		}
		for _, i := range a.Lines {
			l := y.book.Lines[i]
			if l.Corrects < 0 {
				continue
			}
			p, orig := y.postings[i].row, y.postings[l.Corrects].row
			reason := p.Reason
			if reason == "" {
				reason = p.Matter
			}
			out = append(out, Fix{p.Date.String(), y.roll.Dir.Label(y.persons[a.Index]), orig.Matter,
				village.Points(l.After - l.Amount).String(), village.Points(l.After).String(), reason})
		}
	}
	return out
}

// below lays out the units below.
func (b *Board) below(v *View, d *Data, y *year) {
	head := []string{words.T("points.people"), words.T("points.average")}
	row := func(s *Sum) board.Part {
		avg := ""
		if a, ok := s.average(); ok {
			avg = a.String()
		}
		return board.Part{Cells: []string{s.People.Figure(), avg}}
	}
	subs := board.WithOwn(b.unit, &y.own, y.subs, row)
	v.Below = board.NewBelow(Kind.Word, head, subs, &y.all, row)
	d.Missing = v.Missing
	for u, s := range board.Reporting(subs) {
		d.Units = append(d.Units, DataUnit{u.Name, u.Address, board.Known(s.People), s.total()})
	}
}

// table is data.csv: the units below, or the people, else the gatherings.
func table(d *Data) [][]string {
	if len(d.Units)+len(d.List)+len(d.Top) == 0 && len(d.Activities) > 0 && d.People == nil {
		return activityTable(d)
	}
	if len(d.Units) > 0 && len(d.Top) == 0 {
		rows := [][]string{{words.T("csv.unit"), words.T("points.people"), words.T("csv.total")}}
		for _, u := range d.Units {
			rows = append(rows, []string{u.Unit, board.Optional(u.People), board.Optional(u.Total)})
		}
		return rows
	}
	head := []string{words.T("points.rank"), words.KeyName("name"), words.KeyName("group")}
	head = append(head, d.Items...)
	if len(d.Top) > 0 {
		return topTable(d)
	}
	head = append(head, words.T("csv.total"), words.T("points.last"), words.T("points.change"), words.T("points.level"))
	paid := slices.ContainsFunc(d.List, func(r DataRow) bool { return r.DividendYuan != nil })
	if paid {
		head = append(head, words.T("points.dividendyuan"))
	}
	rows := [][]string{head}
	for _, r := range d.List {
		row := []string{strconv.Itoa(r.Rank), r.Name, r.Group}
		for _, it := range d.Items {
			cell := ""
			if n, ok := r.Parts[it]; ok {
				cell = board.Number(n)
			}
			row = append(row, cell)
		}
		row = append(row, board.Number(r.Total), board.Optional(r.Last), board.Optional(r.Change), r.Level)
		if paid {
			row = append(row, board.Optional(r.DividendYuan))
		}
		rows = append(rows, row)
	}
	return rows
}
