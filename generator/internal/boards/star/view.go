package star

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/search"
	"gongshi/generator/internal/step"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// View is what layouts/star may use.
type View struct {
	Year        string // 2024年
	What        string // 星级户; for others than households 村党组织书记评星
	Named       string // what a row is called: 户主, 姓名
	Process     string
	Steps       []Step
	Kinds       []string
	Review      string // 评议 of all: 村民议事会，2024年5月4日
	Total       string // 1058户
	TotalN      string // 1058
	Share       string // 31.5%, "" when the whole is unknown
	Whole       string // 总户数3359户, 应评1560人
	Unrated     string // 688人 of 应评 that are not rated
	Rest        string // 未归类: of the total nobody says how many stars
	Partial     bool   // 列举不全: that is right
	Stars       string // 3840颗
	Mean        string // 3.63颗
	PerUnit     string // 81.4户, the mean of the units below that report
	Applicants  string // 3024户
	Applied     string // 90.0%, share of households that applied; "" when unknown
	Ways        []string
	OnNotice    string // 3户; not in Total
	Announced   bool   // all there is so far is on notice
	Undecided   string // 2户, notice over; not in Total
	Gained      string // 3户 with more stars than before, by the changes of the year
	Levels      []board.Bar
	YearOn      []YearOn // of a unit with units below, against the year before
	Batches     []Batch  // public notices, running ones first
	Groups      []Group  // honour roll, best level first
	CountsOnly  bool     // 仅有合计数
	Hidden      string   // how many rows may not stand here
	Changes     []Change
	board.Below // its cells are the levels
	Sample      bool

	subs []board.Sub[Sum] // of Below
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

// YearOn compares one figure with the year before.
type YearOn struct{ Name, Before, Now, Change string }

// Home is one household.
type Home struct {
	Anchor string
	Name   string
	Suffix string // (2组) where two heads have one name
	Group  string
	Level  string
	Glyphs string
	Stars  []string
	Review string // its own: 同意12票、反对1票
	State  string
	Sample bool
	Until  string // last day on which it may be named, see village.LastDay
}

// Change is a household whose level differs from last year's or was changed in the
// year; reasons stay in the village.
type Change struct{ Name, Suffix, Before, After, Anchor, Until string }

// Show implements board.Board.
func (b *Board) Show(t privacy.Target) board.Output {
	years := board.ShownYears(b.years, func(y *year) bool { return y.reported() || t.Shows(y.Showing, b.today) })
	if len(years) == 0 {
		return board.Output{}
	}
	out := board.Output{Pages: board.ShowYears(years, func(y, before *year) board.Page { return b.page(y, before, t) })}
	v := out.Pages[0].View.(*View)
	last := years[len(years)-1]
	out.Tile = board.Tile{Title: v.What, Figure: v.Total, Text: tileText(last)}
	if v.Announced {
		out.Tile.Figure, out.Tile.Text = v.OnNotice, words.T("star.announced")
	}
	out.Notices = notices(v)
	return out
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
	shown := func(h *home) bool { return h.shown(t, b.today) }
	v.Changes = y.gains(before, shown)
	v.YearOn = y.yearOn(before)
	title := words.T("star.pagetitle", "year", v.Year)
	if y.Subject != "" {
		title = words.T("star.pagetitleof", "year", v.Year, "subject", y.Subject)
	}
	summary := words.T("star.summary", "total", v.Total, "what", y.rated())
	if v.Share != "" {
		summary = words.T("star.summaryshare", "total", v.Total, "what", y.rated(), "whole", wholeName(&y.all), "share", v.Share)
	}
	if v.Announced {
		summary = v.OnNotice + words.T("star.announced")
	}
	d := b.data(y, before, v, shown)
	return board.Page{Title: title, Summary: summary, View: v, Data: d,
		Table: table(d), Papers: v.papers(y.Subject == ""), Noindex: len(d.List) > 0, Partial: v.Hidden != "", Found: y.found(v)}
}

// papers are what can be printed of the page: a board for the wall when there is somebody or
// some unit on it, labels for the doors of households that were awarded.
func (v *View) papers(homes bool) []board.Paper {
	list := board.Papers(len(v.Groups)+len(v.Parts) > 0 || slices.ContainsFunc(v.Batches, func(x Batch) bool { return len(x.Homes) > 0 }), board.A3)
	if homes && len(v.Groups) > 0 {
		list = append(list, board.Labels)
	}
	return list
}

// found is whoever is on notice or on the honour roll.
func (y *year) found(v *View) (list []search.Record) {
	kind := search.Household
	if y.Subject != "" {
		kind = search.Person
	}
	add := func(homes []Home) {
		for i := range homes {
			h := &homes[i]
			list = append(list, search.Record{Kind: kind, Name: h.Name, Mark: h.Suffix, Group: village.GroupName(h.Group),
				Row: h.Anchor, Until: board.Until(h.Until)})
		}
	}
	for _, x := range v.Batches {
		add(x.Homes)
	}
	for _, g := range v.Groups {
		add(g.Homes)
	}
	return list
}

// rated is what stands behind the total: 1058户星级户, 872人已评星.
func (y *year) rated() string {
	if y.Subject != "" {
		return words.T("star.rated")
	}
	return words.T("star.title")
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
		Year: board.YearName(y.year), What: y.what(), Named: words.KeyName("householder"), Total: y.who(total), TotalN: total.Figure(), Kinds: y.Kinds, Sample: all.Sample,
		Share:      total.PercentOf(all.whole()),
		CountsOnly: len(y.Homes) == 0 && (len(y.Counts) > 0 || !y.Declared.IsZero()) && !y.reported(),
		Applied:    all.Applicants.PercentOf(all.whole()), Applicants: y.who(all.Applicants), Rest: y.who(y.rest), Partial: y.Partial, Review: y.Review.text(),
		OnNotice: y.some(all.OnNotice), Undecided: y.some(all.Undecided), Gained: y.some(all.Moves.Up),
	}
	v.Announced = total.N == 0 && all.OnNotice > 0
	if y.Subject != "" {
		v.Named = words.KeyName("name")
	}
	if whole := all.whole(); !whole.IsZero() {
		v.Whole = wholeName(all) + y.who(whole)
		if rest := whole.N - total.N; y.Subject != "" && rest > 0 {
			whole.N = rest
			v.Unrated = y.who(whole)
		}
	}
	for i, name := range all.Ways.Names {
		v.Ways = append(v.Ways, name+y.who(all.Ways.Counts[i]))
	}
	if stars, ok := all.stars(); ok && total.N > 0 {
		v.Stars, v.Mean = words.T("star.held", "n", stars.Figure()), words.T("star.held", "n", mean(stars, total))
	}
	if mean := y.perUnit(); !mean.IsZero() {
		v.PerUnit = y.who(mean)
	}
	y.steps(v)
	v.bars(y)
	b.rows(v, y, t)
	b.below(v, y)
	return v
}

// who is who, of the year's subject.
func (y *year) who(q village.Quantity) string { return who(y.Subject, q) }

// some is who for a count; "" for none.
func (y *year) some(n int) string {
	if n == 0 {
		return ""
	}
	return y.who(village.Count(n))
}

// mean is stars by households with two decimals: 3.63, about or at least as they are.
func mean(stars, total village.Quantity) string {
	q := stars
	q.Unit, q.Scale = "", 1
	q.N = (stars.N*200 + total.N) / (2 * total.N) * 100
	q.Approx = max(stars.Approx, total.Approx)
	if q.Approx != village.Exact {
		q.Approx, q.Word = village.About, ""
	}
	return q.Figure()
}

// perUnit is how many one of the units below that report has on average; zero for fewer
// than two of them.
func (y *year) perUnit() village.Quantity {
	var all village.Quantity
	units := 0
	for _, s := range y.subs {
		if s.Sum != nil {
			all = all.Plus(s.Sum.total())
			units++
		}
	}
	if units < 2 {
		return village.Quantity{}
	}
	return all.Per(village.Count(units), 1)
}

// steps lays out how the stars are given, with the bodies that the file names.
func (y *year) steps(v *View) {
	if y.process == nil {
		return
	}
	v.Process = y.process.Name
	review := y.process.Column(words.KeyName("review") + words.T("date.word"))
	for i, s := range y.process.Steps {
		st := Step{s.Name, s.Text, s.Actor}
		switch {
		case s.Decides && y.Decider != "":
			st.Actor = y.Decider
		case i == review && y.Review != nil && y.Review.Meeting != "":
			st.Actor = y.Review.Meeting
		}
		v.Steps = append(v.Steps, st)
	}
}

// bars draws the levels.
func (v *View) bars(y *year) {
	all := &y.all
	total := all.total()
	var counts []village.Quantity
	add := func(name, stars string, q village.Quantity) {
		v.Levels = append(v.Levels, board.Bar{Name: name, Glyphs: stars, Value: y.who(q), Share: q.PercentOf(total)})
		counts = append(counts, q)
	}
	for n := maxLevel; n > 0; n-- {
		if q := all.Levels[n]; !q.IsZero() {
			add(LevelName(n), glyphs(n), q)
		}
	}
	if len(counts) > 0 && !all.Ungraded.IsZero() {
		add(words.T("star.ungraded"), "", all.Ungraded)
	}
	board.Bars(v.Levels, counts)
}

// yearOn compares a unit with units below with the year before, when as many of them
// reported: two of one village would tell who lost a star.
func (y *year) yearOn(before *year) []YearOn {
	if before == nil || len(y.subs) == 0 || before.all.Units != y.all.Units || before.Subject != y.Subject {
		return nil
	}
	var list []YearOn
	add := func(name string, was, now village.Quantity) {
		if was.Approx == village.Exact && now.Approx == village.Exact {
			list = append(list, YearOn{name, y.who(nought(was)), y.who(nought(now)), signed(now.Int() - was.Int())})
		}
	}
	add(words.T("csv.total"), before.all.total(), y.all.total())
	for n := maxLevel; n > 0; n-- {
		if was, now := before.all.Levels[n], y.all.Levels[n]; !was.IsZero() || !now.IsZero() {
			add(LevelName(n), was, now)
		}
	}
	return list
}

// nought is 0 for a figure that nobody gave.
func nought(q village.Quantity) village.Quantity {
	if q.IsZero() {
		return village.Count(0)
	}
	return q
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
	byLevel, rows := map[int][]Home{}, board.Anchors{}
	hidden := 0
	for _, h := range y.best() {
		row := y.row(h)
		if h.pending() && t.Shows(h.notice(), b.today) {
			if h.state.Void { // taken off its notice, which goes on without it
				continue
			}
			batch := v.batch(y, h, b)
			if h.shown(t, b.today) {
				row.Anchor = rows.Of(row.Name + row.Suffix)
				batch.Homes = append(batch.Homes, row)
			}
			continue
		}
		switch {
		case h.shown(t, b.today):
			row.Anchor = rows.Of(row.Name + row.Suffix)
			byLevel[h.stars] = append(byLevel[h.stars], row)
		case h.named():
			hidden++
		}
	}
	for n := maxLevel; n > 0; n-- {
		if list := byLevel[n]; len(list) > 0 {
			v.linkLevel(LevelName(n), "#"+levelAnchor(n))
			v.Groups = append(v.Groups, Group{Level: LevelName(n), Glyphs: glyphs(n), Anchor: levelAnchor(n),
				Count: y.who(village.Count(len(list))), Homes: list})
		}
	}
	if hidden > 0 {
		v.Hidden = y.who(village.Count(hidden))
	}
	slices.SortStableFunc(v.Batches, func(a, b Batch) int { return cmp.Compare(b.period.From, a.period.From) })
	for i := range v.Batches {
		v.Batches[i].Anchor = "notice-" + strconv.Itoa(i+1)
	}
}

// best returns the rows, those with most stars first.
func (y *year) best() []*home {
	list := make([]*home, len(y.Homes))
	for i := range y.Homes {
		list[i] = &y.Homes[i]
	}
	slices.SortStableFunc(list, func(a, b *home) int { return cmp.Compare(b.stars, a.stars) })
	return list
}

func (y *year) row(h *home) Home {
	p := y.roll.Dir.Person(h.who)
	return Home{Name: p.Name, Suffix: y.roll.Dir.Suffix(h.who), Group: p.Group,
		Level: LevelName(h.stars), Glyphs: glyphs(h.stars), Stars: h.Held, Review: h.review, State: y.stateText(h), Sample: h.Sample || y.Sample,
		Until: village.LastDay(h.Showing, h.register)}
}

// stateText is the state of a household; of one that lost a star it ends with the
// decision, since 已调整 would tell.
func (y *year) stateText(h *home) string {
	if m := h.moved(); m.Down == 0 {
		return h.state.Text
	}
	for _, s := range y.process.Steps {
		if s.Decides {
			return s.State
		}
	}
	return ""
}

// batch returns the notice that h is part of, h counted.
func (v *View) batch(y *year, h *home, b *Board) *Batch {
	i := slices.IndexFunc(v.Batches, func(x Batch) bool {
		return x.period.From == h.From && x.period.To == h.To && x.Box.State == h.state.Text
	})
	if i < 0 {
		i = len(v.Batches)
		title := words.T("star.noticetitle", "year", v.Year)
		if y.Subject != "" {
			title = words.T("star.noticetitleof", "year", v.Year, "subject", y.Subject)
		}
		box := board.NewNoticeBox(title, h.Period, b.unit, b.today)
		box.State = h.state.Text
		v.Batches = append(v.Batches, Batch{Box: box, period: h.Period})
	}
	x := &v.Batches[i]
	x.people++
	x.Box.People = y.who(village.Count(x.people))
	return x
}

func notices(v *View) []board.Notice {
	var out []board.Notice
	for _, b := range v.Batches {
		out = append(out, b.Box.Notice(Kind.Word, b.Anchor, b.Box.People)...)
	}
	return out
}

// below lays out the units below, one column a level.
func (b *Board) below(v *View, y *year) {
	var levels []int
	var head []string
	for n := maxLevel; n > 0; n-- {
		if !y.all.Levels[n].IsZero() {
			levels = append(levels, n)
			head = append(head, LevelName(n))
		}
	}
	row := func(s *Sum) board.Part {
		total := s.total()
		p := board.Part{Total: total.Figure()}
		if s != &y.own { // its whole is that of all units
			p.Share = total.PercentOf(s.whole())
		}
		for _, n := range levels {
			q := s.Levels[n]
			if q.IsZero() {
				q = village.Count(0)
			}
			p.Cells = append(p.Cells, q.Figure())
		}
		return p
	}
	v.subs = board.WithOwn(b.unit, &y.own, y.subs, row)
	v.Below = board.NewBelow(Kind.Word, head, v.subs, &y.all, row)
}
