package star

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/step"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// View is what layouts/star may use.
type View struct {
	Year        string // 2024年
	Process     string
	Steps       []Step
	Kinds       []string
	Total       string // 1058户
	TotalN      string // 1058
	Share       string // 31.5%, "" when the number of households is unknown
	Households  string // 3359户
	Applied     string // 90.0%, share of households that applied; "" when unknown
	Levels      []board.Bar
	Batches     []Batch // public notices, running ones first
	Groups      []Group // honour roll, best level first
	CountsOnly  bool    // 仅有合计数
	Hidden      string  // how many rows may not stand here
	Changes     []Change
	board.Below // its cells are the levels
	Sample      bool
}

// Step is one step of the process, for "how households are chosen".
type Step struct{ Name, Text, Actor string }

// Batch is one public notice with its households.
type Batch struct {
	Box    *board.NoticeBox
	Anchor string
	Homes  []Home // empty once the names have come down

	period village.Period
	people int // named or not
}

// Group is one level of the honour roll.
type Group struct {
	Level  string // 五星
	Glyphs string
	Count  string // 217户
	Anchor string
	Homes  []Home
}

// Home is one household.
type Home struct {
	Anchor string
	Name   string
	Suffix string // (2组) where two heads have one name
	Group  string
	Level  string
	Glyphs string
	Stars  []string
	State  string
	Sample bool
}

// Change is a household whose level differs from last year's or was changed in the
// year; reasons stay in the village.
type Change struct{ Name, Suffix, Before, After, Anchor string }

// Data is data.json: star households of one year.
type Data struct {
	board.Meta
	Households  float64     `json:"households,omitempty"` // all households of the unit
	Total       float64     `json:"total"`                // star households
	Approximate bool        `json:"approximate,omitempty"`
	Share       *float64    `json:"share,omitempty"` // percent of households, one decimal
	Applicants  float64     `json:"applicants,omitempty"`
	Levels      []DataLevel `json:"levels"`
	OnNotice    int         `json:"onNotice"`  // households on public notice
	Undecided   int         `json:"undecided"` // notice over, not yet decided
	Units       []DataUnit  `json:"units,omitempty"`
	Missing     []string    `json:"missing,omitempty"` // units below that report nothing
	List        []DataHome  `json:"list,omitempty"`
}

// DataLevel counts the households of one level.
type DataLevel struct {
	Stars int      `json:"stars"`
	Name  string   `json:"name"`
	Count float64  `json:"count"`
	Share *float64 `json:"share,omitempty"` // percent of Total, one decimal
}

// DataUnit is one unit below.
type DataUnit struct {
	Unit    string          `json:"unit"`
	Address string          `json:"address"`
	Total   float64         `json:"total"`
	Levels  map[int]float64 `json:"levels"` // stars → households
}

// DataHome is one household that may be named.
type DataHome struct {
	Name   string   `json:"name"`
	Group  string   `json:"group,omitempty"`
	Stars  int      `json:"stars"`
	Kinds  []string `json:"kinds,omitempty"`
	State  string   `json:"state,omitempty"`
	From   string   `json:"from,omitempty"`
	To     string   `json:"to,omitempty"`
	Sample bool     `json:"sample,omitempty"`
}

// Show implements board.Board.
func (b *Board) Show(t privacy.Target) board.Output {
	years := slices.Clone(b.years)
	years = slices.DeleteFunc(years, func(y *year) bool { return !y.reported() && !t.Shows(y.Showing, b.today) })
	if len(years) == 0 {
		return board.Output{}
	}
	out := board.Output{Pages: board.ShowYears(years, func(y, before *year) board.Page { return b.page(y, before, t) })}
	v := out.Pages[0].View.(*View)
	last := years[len(years)-1]
	out.Tile = board.Tile{Title: words.T("star.title"), Figure: v.Total, Text: tileText(last)}
	out.Notices = notices(v)
	return out
}

func households(q village.Quantity) string {
	q.Unit = words.T("unit.household")
	return q.String()
}

// tileText is 五星217 四星352 …
func tileText(y *year) string {
	var s []string
	for n := maxLevel; n > 0 && len(s) < 3; n-- {
		if q := y.all.Levels[n]; !q.IsZero() {
			s = append(s, LevelName(n)+q.Figure())
		}
	}
	return strings.Join(s, " ")
}

func glyphs(n int) string {
	if n > 5 {
		return "★×" + strconv.Itoa(n)
	}
	return strings.Repeat("★", n)
}

func (b *Board) page(y, before *year, t privacy.Target) board.Page {
	v := b.view(y, t)
	v.Changes = y.changes(before, t, b.today)
	title := words.T("star.pagetitle", "year", v.Year)
	summary := words.T("star.summary", "total", v.Total)
	if v.Share != "" {
		summary = words.T("star.summaryshare", "total", v.Total, "share", v.Share)
	}
	d := b.data(y, v, t)
	return board.Page{Title: title, Summary: summary, View: v, Data: d,
		Table: table(d), Sheet: true, Noindex: len(d.List) > 0, Partial: v.Hidden != ""}
}

// named reports whether the row's name stands anywhere today: on notice, or on the
// honour roll, that is decided, or recorded without any steps. Applications are
// nobody's business before the notice.
func (h *home) named() bool {
	switch h.state.Phase {
	case step.Running:
		return true
	case step.Decided:
		return h.stars > 0
	case step.Open:
		return h.stars > 0 && h.state.Last < 0
	}
	return false
}

// shown reports whether the row's name may stand on t today.
func (h *home) shown(t privacy.Target, today village.Date) bool {
	return h.named() && t.ShowsPerson(h.Showing, h.register, today)
}

// notice is who may see that there is a notice of the row: its names come down with the
// last day, the notice itself says that it is over.
func (h *home) notice() village.Showing {
	s := h.Showing
	if s.Expiry == h.To {
		s.Expiry = 0
	}
	return s
}

func (b *Board) view(y *year, t privacy.Target) *View {
	all := &y.all
	total := all.total()
	v := &View{
		Year: board.YearName(y.year), Total: households(total), TotalN: total.Figure(), Kinds: y.Kinds,
		Households: households(all.Households), Sample: all.Sample,
		Share:      village.PercentString(total.Int(), all.Households.Int()),
		CountsOnly: len(y.Homes) == 0 && len(y.Counts) > 0 && !y.reported(),
	}
	if !all.Applicants.IsZero() {
		v.Applied = village.PercentString(all.Applicants.Int(), all.Households.Int())
	}
	if y.process != nil {
		v.Process = y.process.Name
		for _, s := range y.process.Steps {
			v.Steps = append(v.Steps, Step{s.Name, s.Text, s.Actor})
		}
	}
	var counts []village.Quantity
	for n := maxLevel; n > 0; n-- {
		if q := all.Levels[n]; !q.IsZero() {
			v.Levels = append(v.Levels, board.Bar{Name: LevelName(n), Glyphs: glyphs(n), Value: households(q),
				Share: village.PercentString(q.Int(), total.Int())})
			counts = append(counts, q)
		}
	}
	board.Bars(v.Levels, counts)
	b.rows(v, y, t)
	y.below(v)
	return v
}

// linkLevel leads from a level's figure to its households on the page.
func (v *View) linkLevel(name, href string) {
	for i := range v.Levels {
		if v.Levels[i].Name == name {
			v.Levels[i].Href = href
		}
	}
}

func levelAnchor(n int) string { return "level-" + strconv.Itoa(n) }

// rows sorts the households into notices and the honour roll.
func (b *Board) rows(v *View, y *year, t privacy.Target) {
	byLevel := map[int][]Home{}
	hidden := 0
	for i := range y.Homes {
		h := &y.Homes[i]
		row := y.row(h)
		switch h.state.Phase {
		case step.Ahead, step.Running, step.Over, step.Objected:
			if !t.Shows(h.notice(), b.today) {
				break
			}
			batch := v.batch(h, b)
			if h.shown(t, b.today) {
				batch.Homes = append(batch.Homes, row)
			}
			continue
		}
		switch {
		case h.shown(t, b.today):
			byLevel[h.stars] = append(byLevel[h.stars], row)
		case h.named():
			hidden++
		}
	}
	for n := maxLevel; n > 0; n-- {
		if list := byLevel[n]; len(list) > 0 {
			v.linkLevel(LevelName(n), "#"+levelAnchor(n))
			v.Groups = append(v.Groups, Group{Level: LevelName(n), Glyphs: glyphs(n), Anchor: levelAnchor(n),
				Count: households(village.Count(len(list))), Homes: list})
		}
	}
	if hidden > 0 {
		v.Hidden = households(village.Count(hidden))
	}
	slices.SortStableFunc(v.Batches, func(a, b Batch) int { return cmp.Compare(b.period.From, a.period.From) })
	for i := range v.Batches {
		v.Batches[i].Anchor = "notice-" + strconv.Itoa(i+1)
	}
}

func (y *year) row(h *home) Home {
	p := y.roll.Dir.Person(h.who)
	return Home{Anchor: "h-" + anchor(p.Code, p.Name+y.roll.Dir.Suffix(h.who)), Name: p.Name, Suffix: y.roll.Dir.Suffix(h.who),
		Group: p.Group, Level: LevelName(h.stars), Glyphs: glyphs(h.stars), Stars: h.Held, State: h.state.Text, Sample: h.Sample || y.Sample}
}

// anchor makes a row's address: its number in the register, else its name.
func anchor(code, name string) string {
	if code != "" {
		return code
	}
	return name
}

// batch returns the notice that h is part of, h counted.
func (v *View) batch(h *home, b *Board) *Batch {
	i := slices.IndexFunc(v.Batches, func(x Batch) bool {
		return x.period.From == h.From && x.period.To == h.To && x.Box.State == h.state.Text
	})
	if i < 0 {
		i = len(v.Batches)
		box := board.NewNoticeBox(words.T("star.noticetitle", "year", v.Year), h.state.Text, h.Period, b.unit, b.today)
		v.Batches = append(v.Batches, Batch{Box: box, period: h.Period})
	}
	x := &v.Batches[i]
	x.people++
	x.Box.People = households(village.Count(x.people))
	return x
}

func notices(v *View) []board.Notice {
	var out []board.Notice
	for _, b := range v.Batches {
		out = append(out, board.Notice{Title: b.Box.Title, Path: Kind.Word, Anchor: b.Anchor,
			Period: b.period, State: b.Box.State, Active: b.Box.Active, People: b.Box.People})
	}
	return out
}

// below lays out the units below, one column a level.
func (y *year) below(v *View) {
	var levels []int
	var head []string
	for n := maxLevel; n > 0; n-- {
		if !y.all.Levels[n].IsZero() {
			levels = append(levels, n)
			head = append(head, LevelName(n))
		}
	}
	v.Below = board.NewBelow(Kind.Word, head, y.subs, &y.all, func(s *Sum) board.Part {
		total := s.total()
		p := board.Part{Total: total.Figure(), Share: village.PercentString(total.Int(), s.Households.Int())}
		for _, n := range levels {
			q := s.Levels[n]
			if q.IsZero() {
				q = village.Count(0)
			}
			p.Cells = append(p.Cells, q.Figure())
		}
		return p
	})
}

// changes compares with the year before: by number, else by name and group.
func (y *year) changes(before *year, t privacy.Target, today village.Date) []Change {
	if before == nil || before.roll == nil || y.roll == nil {
		return nil
	}
	was := map[string]int{}
	for i := range before.Homes {
		if h := &before.Homes[i]; h.known && h.shown(t, today) {
			was[before.roll.Dir.Key(h.who)] = h.stars
		}
	}
	var out []Change
	for i := range y.Homes {
		h := &y.Homes[i]
		old, ok := was[y.roll.Dir.Key(h.who)]
		// a star lost is between the household and the village
		if !ok || old >= h.stars || !h.shown(t, today) {
			continue
		}
		row := y.row(h)
		out = append(out, Change{row.Name, row.Suffix, LevelName(old), row.Level, row.Anchor})
	}
	return out
}

func (b *Board) data(y *year, v *View, t privacy.Target) *Data {
	total := y.all.total()
	d := &Data{
		Meta: board.NewMeta(Kind.Word, b.unit, y.year, v.Sample), Households: y.all.Households.Float(), Total: total.Float(),
		Approximate: total.Approx != village.Exact, Share: share(total.Int(), y.all.Households.Int()),
		Applicants: y.all.Applicants.Float(), OnNotice: y.all.OnNotice, Undecided: y.all.Undecided, Missing: v.Missing, Levels: []DataLevel{},
	}
	for n := maxLevel; n > 0; n-- {
		if q := y.all.Levels[n]; !q.IsZero() {
			d.Levels = append(d.Levels, DataLevel{n, LevelName(n), q.Float(), share(q.Int(), total.Int())})
		}
	}
	for _, s := range y.subs {
		if s.Sum == nil {
			continue
		}
		u := DataUnit{Unit: s.Unit.Name, Address: s.Unit.Address, Total: s.Sum.total().Float(), Levels: map[int]float64{}}
		for n, q := range s.Sum.Levels {
			if !q.IsZero() {
				u.Levels[n] = q.Float()
			}
		}
		d.Units = append(d.Units, u)
	}
	for i := range y.Homes {
		h := &y.Homes[i]
		if h.shown(t, b.today) {
			row := y.row(h)
			d.List = append(d.List, DataHome{row.Name, row.Group, h.stars, row.Stars, row.State, h.From.ISO(), h.To.ISO(), row.Sample})
		}
	}
	return d
}

func share(part, whole int) *float64 {
	tenths, ok := village.Percent(part, whole)
	if !ok {
		return nil
	}
	f := float64(tenths) / 10
	return &f
}

// table is data.csv: the units below, or the households.
func table(d *Data) [][]string {
	if len(d.Units) > 0 {
		head := []string{words.T("csv.unit")}
		for _, l := range d.Levels {
			head = append(head, l.Name)
		}
		rows := [][]string{append(head, words.T("csv.total"))}
		for _, u := range d.Units {
			row := []string{u.Unit}
			for _, l := range d.Levels {
				row = append(row, board.Number(u.Levels[l.Stars]))
			}
			rows = append(rows, append(row, board.Number(u.Total)))
		}
		return rows
	}
	rows := [][]string{{words.KeyName("householder"), words.KeyName("group"), words.T("star.stars"), words.KeyName("kinds"), words.KeyName("state"),
		words.KeyName("noticefrom"), words.KeyName("noticeto")}}
	if len(d.List) == 0 {
		rows = [][]string{{words.T("csv.level"), words.T("csv.count")}}
		for _, l := range d.Levels {
			rows = append(rows, []string{l.Name, board.Number(l.Count)})
		}
	}
	for _, h := range d.List {
		rows = append(rows, []string{h.Name, h.Group, strconv.Itoa(h.Stars), strings.Join(h.Kinds, " "), h.State, h.From, h.To})
	}
	return rows
}
