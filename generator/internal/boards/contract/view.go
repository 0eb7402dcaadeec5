package contract

import (
	"cmp"
	"slices"
	"strconv"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/search"
	"gongshi/generator/internal/step"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// soon is how many days before its end a contract is listed as running out: a quarter,
// in which a new price can be made public and a new contract signed.
const soon = 90

// View is what layouts/contract may use.
type View struct {
	Count     string // 29份, those that are classified
	Declared  string // 44份, "" where nothing is left over
	Rest      string // 15份未归类
	Areas     string // 624.16亩
	AreaOf    string // 6份, where only so many give their area
	Collected string // 63万余元
	MoneyOf   string // 6份, where only so many give what was collected
	MeanArea  string // 6.37亩
	MeanMoney string // 0.64万余元
	Rent      string // 15万元, of the assets in a year
	RentFull  string // 150,000.00元
	Types     []board.Bar
	Groups    []Group
	Assets    []Asset
	Soon      []Due // contracts that run out
	Late      []Due // money that should have come
	Box       *board.NoticeBox
	Only      bool   // there are totals only
	ByMoney   bool   // some contract says what was collected
	Hidden    string // 3份 that may not stand here
	Kept      string // assets that may not stand here
	board.Below
	Sample bool
}

// Group is one type.
type Group struct {
	Name   string
	Count  string
	Anchor string
	Items  []Item
}

// Item is one contract.
type Item struct {
	Anchor    string
	Code      string
	Object    string
	Holder    string
	HolderRow board.Row
	Size      string // 12.5亩
	Term      string // 30年
	Run       string // 2020年1月1日至2049年12月31日
	Old, New  string // 200元/亩/年
	Price     string // 200元/亩/年 → 300元/亩/年
	Collected string
	Paid      string
	Signed    string
	State     string
	Stages    []board.Stage
	Sample    bool
	Until     string // last day on which it may be shown, see village.LastDay
}

// Due is a contract with a day on which something ends or is due.
type Due struct {
	Anchor string
	Label  string
	Holder string
	Date   string
	Money  string // of a payment
	Late   string // 已超期12天
	Until  string // last day on which it may be shown, see village.LastDay
}

// Asset is one kind of property that is let.
type Asset struct {
	Anchor    string
	Name      string
	Quantity  string // 50座
	Price     string // 3000元/座/年
	Rent      string // 15万元
	RentFull  string // 150,000.00元
	Holder    string
	HolderRow board.Row
	Term      string
	Sample    bool
	Until     string // last day on which it may be shown, see village.LastDay
}

// Show implements board.Board.
func (b *Board) Show(t privacy.Target) board.Output {
	if b.all.Units == b.own.Units && !t.Shows(b.Showing, b.today) {
		return board.Output{}
	}
	rows := board.Anchors{}
	at := rows.List(len(b.Contracts), func(i int) string {
		if c := &b.Contracts[i]; t.Shows(c.Showing, b.today) {
			return cmp.Or(c.Object, c.Code)
		}
		return ""
	})
	v, d := b.view(t, at)
	found := v.found(rows)
	out := board.Output{
		Pages: []board.Page{{Title: words.T("contract.pagetitle"), View: v, Data: d, Table: table(d), Papers: board.Papers(false), Scene: true,
			Summary: summary(v), Partial: v.Hidden != "" || v.Kept != "", Found: found}},
		Tile: board.Tile{Title: words.T("contract.title"), Figure: v.Count, Text: board.FirstNames(v.Types)},
	}
	if v.Rest != "" {
		out.Tile.Text = words.T("contract.rest", "n", v.Rest)
	}
	out.Notices = v.Box.Notice(Kind.Word, "", v.Count)
	for i := range b.Contracts {
		c := &b.Contracts[i]
		if c.From != 0 && t.Shows(c.Showing, b.today) {
			out.Notices = append(out.Notices, board.NoticeOf(words.T("contract.noticeof", "title", c.label()), Kind.Word, at[i], c.Period, b.today))
		}
	}
	return out
}

func summary(v *View) string {
	s := words.T("contract.summary", "count", v.Count)
	if v.Rest != "" {
		s += words.T("list.comma") + words.T("contract.rest", "n", v.Rest)
	}
	if v.Collected != "" {
		s += words.T("list.comma") + words.T("contract.collected", "n", v.Collected)
	}
	return s
}

// found is what is let, by its holder where one is named. It gives the rest of the rows
// their anchors.
func (v *View) found(rows board.Anchors) (list []search.Record) {
	add := func(title, anchor, holder, until string) (of string) {
		if holder == "" {
			list = append(list, board.Matter(title, anchor, until))
			return ""
		}
		r := board.Matter(title, rows.Of(holder), until)
		r.Name = holder
		list = append(list, r)
		return r.Row
	}
	for _, g := range v.Groups {
		for i := range g.Items {
			it := &g.Items[i]
			it.HolderRow.Anchor = add(cmp.Or(it.Object, it.Code), it.Anchor, it.Holder, it.Until)
		}
	}
	for i := range v.Assets {
		a := &v.Assets[i]
		a.Anchor = rows.Of(a.Name)
		a.HolderRow.Anchor = add(a.Name, a.Anchor, a.Holder, a.Until)
	}
	return list
}

func copies(q village.Quantity) string {
	return q.With(words.T("contract.unit"))
}

func (b *Board) view(t privacy.Target, at []string) (*View, *Data) {
	all := &b.all
	v := &View{Count: copies(all.All()), Areas: areas(all.Areas), Collected: all.Collected.String(),
		Rent: all.Rent.String(), Sample: all.Sample, Only: len(b.Contracts) == 0 && len(b.Counts) > 0}
	if full := all.Rent.Full(); full != v.Rent {
		v.RentFull = full
	}
	if !all.Rest.IsZero() {
		v.Rest, v.Declared = copies(all.Rest), copies(all.All().Plus(all.Rest))
	}
	if n := all.Measured; n.N != all.All().N && len(all.Areas.Names) > 0 {
		v.AreaOf = copies(n)
	}
	if n := all.Priced; n.N != all.All().N && !all.Collected.IsZero() {
		v.MoneyOf = copies(n)
	}
	d := b.data()
	b.means(v, d)
	types := all.Shown()
	v.Types = board.GroupBars(types, copies)
	for i, name := range types.Names {
		var figures TypeSum
		if j := all.indexOf(name); j >= 0 {
			figures = all.Types[j]
		}
		v.Types[i].Share = join(areas(figures.Areas), figures.Collected.String())
		d.Types = append(d.Types, DataType{Name: name, Count: types.Counts[i].Float(), Areas: dataAreas(figures.Areas), CollectedYuan: figures.Collected.Float()})
	}
	if t.Shows(b.Showing, b.today) {
		b.list(v, d, t, at)
	}
	v.Box = b.Box(words.T("contract.noticetitle"), t, b.unit, b.today)
	b.below(v, d)
	return v, d
}

// means are the averages per contract. They are left out where it is not known of how
// many contracts the area or the money is (N19).
func (b *Board) means(v *View, d *Data) {
	all := &b.all
	n := all.All()
	if !all.Rest.IsZero() || n.N < village.Count(2).N {
		return
	}
	if all.Measured.N == n.N {
		mean := all.area().Per(n, 2)
		v.MeanArea, d.MeanArea = mean.String(), mean.Float()
	}
	if all.Priced.N == n.N {
		mean := all.Collected.Per(n)
		v.MeanMoney, d.MeanYuan = mean.String(), mean.Float()
	}
}

func areas(t ledger.Tally) string {
	s := ""
	for _, q := range t.Counts {
		s = joinWith(s, q.String(), words.T("list.sep"))
	}
	return s
}

func join(a, b string) string { return joinWith(a, b, words.T("list.comma")) }

func joinWith(a, b, sep string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + sep + b
}

// list lays out the unit's own contracts and assets.
func (b *Board) list(v *View, d *Data, t privacy.Target, at []string) {
	hidden, kept := 0, 0
	for i := range b.Contracts {
		c := &b.Contracts[i]
		if !t.Shows(c.Showing, b.today) {
			hidden++
			continue
		}
		g := v.group(c.Type)
		it := b.item(c, at[i])
		it.Sample = it.Sample && !b.Sample // else the page says so as a whole
		g.Items = append(g.Items, it)
		v.ByMoney = v.ByMoney || !c.Collected.IsZero()
		d.List = append(d.List, c.data(b.today))
		b.dues(v, at[i], c)
	}
	for i := range v.Groups {
		v.Groups[i].Count = copies(village.Count(len(v.Groups[i].Items)))
	}
	if hidden > 0 {
		v.Hidden = copies(village.Count(hidden))
	}
	for i := range b.Assets {
		a := &b.Assets[i]
		if !t.Shows(a.Showing, b.today) {
			kept++
			continue
		}
		it := a.item()
		it.Sample = it.Sample && !b.Sample
		v.Assets = append(v.Assets, it)
		d.Assets = append(d.Assets, a.data())
	}
	if kept > 0 {
		v.Kept = words.T("contract.kept", "n", strconv.Itoa(kept))
	}
}

func (v *View) group(name string) *Group {
	i := slices.IndexFunc(v.Groups, func(g Group) bool { return g.Name == name })
	if i < 0 {
		i = len(v.Groups)
		v.Groups = append(v.Groups, Group{Name: name, Anchor: "t-" + strconv.Itoa(i+1)})
	}
	return &v.Groups[i]
}

func (b *Board) item(c *contract, anchor string) Item {
	it := Item{Anchor: anchor, Code: c.Code, Object: c.Object, Holder: c.Holder, Size: c.Size.String(), Term: c.Term.With(words.T("contract.year")),
		Old: c.Old.String(), New: c.New.String(), Collected: c.Collected.String(), Paid: c.paid.String(),
		Signed: c.Signed.String(), State: c.stateText(b.today), Sample: c.Sample, Until: village.LastDay(c.Showing)}
	switch {
	case c.Begin.Date != 0 && c.End.Date != 0:
		it.Run = words.T("date.range", "from", c.Begin.String(), "to", c.End.String())
	case c.End.Date != 0:
		it.Run = words.T("contract.until", "day", c.End.String())
	case c.Begin.Date != 0:
		it.Run = words.T("contract.since", "day", c.Begin.String())
	}
	if it.Price = it.New; it.Old != "" && it.Old != it.New {
		it.Price = words.T("contract.becomes", "old", it.Old, "new", cmp.Or(it.New, words.T("contract.unset")))
	}
	if len(c.Steps) > 0 {
		it.Stages = board.Stages(b.process, b.withNotice(c), b.today)
	}
	return it
}

// withNotice returns the steps of the contract with its public notice among them.
func (b *Board) withNotice(c *contract) []step.Taken {
	i := slices.IndexFunc(b.process.Steps, func(s step.Step) bool { return s.Notice })
	if i < 0 || c.From == 0 {
		return c.Steps
	}
	return b.process.Merge(c.Steps, step.Taken{Step: b.process.Steps[i].Name, Date: c.From})
}

// stateText prefers what the steps say to what was typed, and that to the run.
func (c *contract) stateText(today village.Date) string {
	switch end := c.End.End(); {
	case c.Judged.Text != "" && (c.Judged.Last >= 0 || c.Judged.Phase != step.Open):
		return c.Judged.Text
	case c.State != "":
		return c.State
	case end != 0 && end < today:
		return words.T("contract.over")
	}
	return ""
}

// dues lists the contract where it runs out soon or has run out, and what is owed.
func (b *Board) dues(v *View, anchor string, c *contract) {
	d := Due{Anchor: anchor, Label: c.label(), Holder: c.Holder, Until: village.LastDay(c.Showing)}
	if end := c.End.End(); end != 0 && b.today >= end-soon && !c.closed() {
		d.Date, d.Late = c.End.String(), board.LateText(end, b.today)
		v.Soon = append(v.Soon, d)
	}
	for j := range c.Payments {
		if p := &c.Payments[j]; p.Due != 0 && !p.received(b.today) && p.Due < b.today {
			d.Date, d.Late, d.Money = p.Due.String(), board.LateText(p.Due, b.today), p.Money.String()
			v.Late = append(v.Late, d)
		}
	}
}

func (a *asset) item() Asset {
	it := Asset{Name: a.Name, Quantity: a.Quantity.String(), Price: a.Price.String(), Rent: a.rent.String(), Holder: a.Holder, Term: a.Term.With(words.T("contract.year")), Sample: a.Sample,
		Until: village.LastDay(a.Showing)}
	if full := a.rent.Full(); full != it.Rent {
		it.RentFull = full
	}
	return it
}

// below lays out the units below.
func (b *Board) below(v *View, d *Data) {
	head := []string{words.T("contract.count"), words.T("contract.restname"), words.KeyName("size"), words.KeyName("collected")}
	row := func(s *Sum) board.Part {
		return board.Part{Cells: []string{s.CountedText(village.Quantity.Figure), s.Rest.Figure(), areas(s.Areas), s.Collected.String()}}
	}
	subs := board.WithOwn(b.unit, &b.own, b.subs, row)
	v.Below = board.NewBelow(Kind.Word, head, subs, &b.all, row)
	d.Missing = v.Missing
	for u, s := range board.Reporting(subs) {
		d.Units = append(d.Units, DataUnit{u.Name, u.Address, s.Counted(), s.Rest.Float(), dataAreas(s.Areas), s.Collected.Float()})
	}
}
