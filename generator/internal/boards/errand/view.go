package errand

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/search"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// View is what layouts/errand may use.
type View struct {
	Figures   []Measured // what was done, one a unit, never added
	Agents    string     // 103人
	Today     string     // 6月1日 周六
	Rota      bool       // some agents have days on which they are in
	OnDuty    []Agent
	NextDay   string  // 6月3日 周一; only when nobody is in today
	Next      []Agent // who is in on that day
	List      []Agent
	Catalogue []Group
	Station   *Station
	Stations  string // 12个, of a unit with units below
	Whole     string // of these, those that lack nothing
	Cases     []Case
	board.Standing
	Median string // 3天
	Box    *board.NoticeBox
	Hidden string // cases
	board.Below
	Sample bool
}

// Measured is what was done in one unit: 120余人次 by category.
type Measured struct {
	Label string // of a single figure
	Total string
	Bars  []board.Bar // none for a single figure
}

// Agent is somebody who runs errands.
type Agent struct {
	Anchor  string // in the list
	Name    string
	Post    string
	Sitting string // 周一、周三
	Phone   string
	Tel     string // for the tel: link
	Matters string
	Closed  string // 2件
	Sample  bool
	Until   string // last day on which it may be named, see village.LastDay
}

// Group is one category of the catalogue.
type Group struct {
	Name    string
	Matters []Matter
}

// Matter is one thing that can be had done.
type Matter struct {
	Anchor    string
	Title     string
	Materials string
	Limit     string
	Agent     string
	Text      string
	Sample    bool
	Until     string // last day on which it may be shown, see village.LastDay
}

// Station is the place where errands are taken in.
type Station struct {
	Name   string
	Place  string
	Things []Thing
	Has    string // 5
	Wanted string // 6
}

// Thing is something that a station should have.
type Thing struct {
	Name string
	Here bool
}

// Case is one errand. Whose it is nobody knows.
type Case struct {
	Code     string
	Title    string
	Category string
	Agent    string
	State    string
	Since    string
	Age      string
	Late     string
	Done     bool
	Limit    string
	Way      []board.Stage
	Sample   bool
	Until    string // last day on which it may be shown, see village.LastDay
}

// Data is data.json: errands run for residents. It names no resident.
type Data struct {
	board.Meta
	Done       []DataSum           `json:"done"`                 // sums, one a unit: different units are never added
	Services   []board.DataMeasure `json:"services"`             // what is given as figures only
	Cases      *float64            `json:"cases,omitempty"`      // errands on record one by one; left out where only sums are
	Closed     *float64            `json:"closed,omitempty"`     // of these, those that came to their last step; left out where it is not known of any
	Late       *int                `json:"late,omitempty"`       // open after the day set; left out where none has one
	MedianDays *float64            `json:"medianDays,omitempty"` // days from the first step to the last, of closed cases
	Categories []board.DataCount   `json:"categories"`           // cases by category
	Agents     *float64            `json:"agents,omitempty"`
	OnDuty     []string            `json:"onDuty,omitempty"` // names of the agents who are in on the day asOf
	AsOf       string              `json:"asOf,omitempty"`
	AgentList  []DataAgent         `json:"agentList,omitempty"`
	Catalogue  []DataMatter        `json:"catalogue,omitempty"`
	Station    *DataStation        `json:"station,omitempty"`
	List       []DataCase          `json:"list,omitempty"`
	Units      []DataUnit          `json:"units,omitempty"`
	Missing    []string            `json:"missing,omitempty"` // units below that report nothing
}

// DataSum is what was done in one unit.
type DataSum struct {
	Quantity  float64 `json:"quantity"`
	Unit      string  `json:"unit"`
	Precision string  `json:"precision"` // exact, about or atLeast
}

// DataAgent is an agent.
type DataAgent struct {
	Name    string   `json:"name"`
	Post    string   `json:"post,omitempty"`
	Sitting string   `json:"sitting,omitempty"`
	Phone   string   `json:"phone,omitempty"`
	Matters []string `json:"matters,omitempty"`
	Closed  int      `json:"closed"` // cases that the agent brought to their last step
}

// DataMatter is one thing that can be had done.
type DataMatter struct {
	Title     string   `json:"title"`
	Category  string   `json:"category,omitempty"`
	Materials []string `json:"materials,omitempty"`
	Limit     string   `json:"limit,omitempty"`
	Agent     string   `json:"agent,omitempty"`
}

// DataStation is the place where errands are taken in.
type DataStation struct {
	Name    string   `json:"name"`
	Place   string   `json:"place,omitempty"`
	Wanted  []string `json:"wanted"`
	Missing []string `json:"missing"`
}

// DataCase is one errand.
type DataCase struct {
	Code     string `json:"code,omitempty"`
	Title    string `json:"title,omitempty"`
	Category string `json:"category"`
	Agent    string `json:"agent,omitempty"`
	State    string `json:"state,omitempty"`
	Begun    string `json:"begun,omitempty"`
	Closed   string `json:"closed,omitempty"`
	Limit    string `json:"limit,omitempty"`
	LateDays int    `json:"lateDays,omitempty"`
	Sample   bool   `json:"sample,omitempty"`
}

// DataUnit is one unit below, or what the unit itself has.
type DataUnit struct {
	Unit    string    `json:"unit"`
	Address string    `json:"address"`
	Done    []DataSum `json:"done"`
	Agents  *float64  `json:"agents,omitempty"`
}

// Show implements board.Board.
func (b *Board) Show(t privacy.Target) board.Output {
	if b.all.Units == b.own.Units && !t.Shows(b.Showing, b.today) {
		return board.Output{}
	}
	v, d := b.view(t)
	summary := words.T("errand.title")
	if text := b.all.done().Text(); text != "" {
		summary = words.T("errand.summary", "n", text)
	}
	out := board.Output{
		Pages: []board.Page{{Title: words.T("errand.title"), Summary: summary, View: v, Data: d, Table: table(d),
			Papers: board.Papers(false), Scene: true, Noindex: len(d.AgentList) > 0, Partial: v.Hidden != "", Found: v.found()}},
		Tile:    board.Tile{Title: words.T("errand.title"), Text: v.Agents},
		Notices: v.Box.Notice(Kind.Word, "", ""),
	}
	if len(v.Figures) > 0 {
		out.Tile.Figure = v.Figures[0].Total
	}
	if len(d.OnDuty) > 0 {
		out.Tile.Text = words.T("errand.tile", "names", strings.Join(d.OnDuty, words.T("list.sep")))
	}
	return out
}

// found is what can be had done and who does it. It gives the rows their anchors.
func (v *View) found() (list []search.Record) {
	rows := board.Anchors{}
	for i := range v.List {
		a := &v.List[i]
		a.Anchor = rows.Of(a.Name)
		list = append(list, search.Record{Kind: search.Person, Name: a.Name, Role: a.Post, Phone: a.Phone, Row: a.Anchor, Until: board.Until(a.Until)})
	}
	for _, g := range v.Catalogue {
		for i := range g.Matters {
			m := &g.Matters[i]
			m.Anchor = rows.Of(m.Title)
			list = append(list, board.Matter(m.Title, m.Anchor, m.Until))
		}
	}
	return list
}

func items(q village.Quantity) string {
	return q.With(words.T("errand.unit"))
}

func (b *Board) view(t privacy.Target) (*View, *Data) {
	all := &b.all
	v := &View{Standing: all.Standing(all.Sum.All(), items), Median: all.Days.MedianText(), Sample: all.Sample}
	categories := all.Shown()
	d := &Data{Meta: board.NewMeta(Kind.Word, b.unit, 0, v.Sample), Done: sums(all.done()), Services: all.Services.Data(),
		Cases: all.Counted(), Closed: all.Data().Done, Late: all.Data().Late, Categories: board.Counts(categories), Agents: board.Known(all.Agents)}
	if days, ok := all.Days.Median(); ok {
		d.MedianDays = &days
	}
	if !all.Agents.IsZero() {
		v.Agents = all.Agents.With(words.T("unit.person"))
	}
	v.Figures = measured(all.Services)
	if len(categories.Names) > 0 {
		v.Figures = append(v.Figures, Measured{Label: words.T("errand.cases"), Total: v.Count, Bars: board.GroupBars(categories, items)})
	}
	if t.Shows(b.Showing, b.today) {
		b.agents(v, d, t)
		b.catalogue(v, d, t)
		b.station(v, d)
	}
	b.cases(v, d, t)
	v.Box = b.Box(words.T("errand.title"), t, b.unit, b.today)
	b.below(v, d)
	return v, d
}

func sums(m board.Measures) []DataSum {
	list := []DataSum{}
	for _, q := range m.Sums() {
		list = append(list, DataSum{q.Float(), q.Unit, board.Precision(q.Approx)})
	}
	return list
}

// measured lays out figures by their units.
func measured(m board.Measures) []Measured {
	var list []Measured
	for _, sum := range m.Sums() {
		x := Measured{Total: sum.String()}
		var counts []village.Quantity
		for _, one := range m {
			if one.Quantity.Unit == sum.Unit {
				x.Label = one.Name
				x.Bars = append(x.Bars, board.Bar{Name: one.Name, Value: one.Quantity.String()})
				counts = append(counts, one.Quantity)
			}
		}
		if board.Bars(x.Bars, counts); len(x.Bars) == 1 {
			x.Bars = nil
		} else {
			x.Label = words.T("errand.services")
		}
		list = append(list, x)
	}
	return list
}

// agents lays out who runs errands, and who is in today.
func (b *Board) agents(v *View, d *Data, t privacy.Target) {
	for i := range b.Agents {
		a := &b.Agents[i]
		if !t.ShowsPerson(a.Showing, a.register, b.today) {
			continue
		}
		x := Agent{Name: string(a.Name), Post: a.Post, Sitting: a.sitting().Names(), Phone: string(a.Phone), Tel: a.Phone.Link(),
			Matters: strings.Join(a.Matters, words.T("list.sep")), Sample: a.Sample,
			Until: village.LastDay(a.Showing, a.register)}
		if a.closed > 0 {
			x.Closed = items(village.Count(a.closed))
		}
		v.Rota = v.Rota || x.Sitting != ""
		if a.on(b.today) {
			v.OnDuty = append(v.OnDuty, x)
			d.OnDuty = append(d.OnDuty, x.Name)
		}
		v.List = append(v.List, x)
		d.AgentList = append(d.AgentList, DataAgent{x.Name, x.Post, x.Sitting, x.Phone, a.Matters, a.closed})
	}
	if v.Rota {
		v.Today = dayLabel(b.today)
		d.AsOf = b.today.ISO()
		if len(v.OnDuty) == 0 {
			b.next(v, t)
		}
	}
}

// next lays out the first day of the coming week on which somebody is in.
func (b *Board) next(v *View, t privacy.Target) {
	for day := b.today + 1; day <= b.today+7 && len(v.Next) == 0; day++ {
		row := 0
		for i := range b.Agents {
			a := &b.Agents[i]
			if !t.ShowsPerson(a.Showing, a.register, b.today) {
				continue
			}
			if a.on(day) {
				v.Next, v.NextDay = append(v.Next, v.List[row]), dayLabel(day)
			}
			row++
		}
	}
}

func dayLabel(day village.Date) string { return day.Short() + " " + day.Weekday() }

func (a *agent) sitting() (all village.Weekdays) {
	for _, w := range a.Sitting {
		all |= w
	}
	return all
}

// catalogue lays out what can be had done, by category.
func (b *Board) catalogue(v *View, d *Data, t privacy.Target) {
	for i := range b.Catalogue {
		m := &b.Catalogue[i]
		if !t.Shows(m.Showing, b.today) {
			continue
		}
		at := slices.IndexFunc(v.Catalogue, func(g Group) bool { return g.Name == m.Category })
		if at < 0 {
			at = len(v.Catalogue)
			v.Catalogue = append(v.Catalogue, Group{Name: m.Category})
		}
		g := &v.Catalogue[at]
		agent := b.named(m.Agent, m.Showing, t)
		g.Matters = append(g.Matters, Matter{"", m.Title, strings.Join(m.Materials, words.T("list.sep")), m.Limit, agent, m.Text, m.Sample,
			village.LastDay(m.Showing)})
		d.Catalogue = append(d.Catalogue, DataMatter{m.Title, m.Category, m.Materials, m.Limit, agent})
	}
}

// named returns the name of the agent in a record where t may show it.
func (b *Board) named(name string, record village.Showing, t privacy.Target) string {
	register := b.unlisted[name]
	if i := b.agentOf(name); i >= 0 {
		record, register = b.Agents[i].Showing, b.Agents[i].register
	}
	if !t.ShowsPerson(record, register, b.today) {
		return ""
	}
	return name
}

func (b *Board) station(v *View, d *Data) {
	if all := &b.all; len(b.subs) > 0 && all.Stations > 0 {
		v.Stations, v.Whole = village.Count(all.Stations).Figure(), village.Count(all.Whole).Figure()
	}
	s := b.Station
	if s == nil {
		return
	}
	v.Station = &Station{Name: s.Name, Place: s.Place, Has: strconv.Itoa(len(s.Wanted) - len(s.missing)), Wanted: strconv.Itoa(len(s.Wanted))}
	for _, w := range s.Wanted {
		v.Station.Things = append(v.Station.Things, Thing{w, !slices.Contains(s.missing, w)})
	}
	d.Station = &DataStation{Name: s.Name, Place: s.Place, Wanted: append([]string{}, s.Wanted...), Missing: append([]string{}, s.missing...)}
}

// cases lays out the cases that t may show: open ones first, the oldest before all.
func (b *Board) cases(v *View, d *Data, t privacy.Target) {
	var order []int
	for i := range b.Cases {
		if t.Shows(b.Cases[i].Showing, b.today) {
			order = append(order, i)
		}
	}
	if n := len(b.Cases) - len(order); n > 0 {
		v.Hidden = items(village.Count(n))
	}
	closed := func(e *errand) int {
		if e.Judged.Closed {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(order, func(i, j int) int {
		x, y := &b.Cases[i], &b.Cases[j]
		return cmp.Or(cmp.Compare(closed(x), closed(y)), cmp.Compare(x.First(), y.First()))
	})
	for _, i := range order {
		agent := b.named(b.Cases[i].Agent, b.Cases[i].Showing, t)
		v.Cases = append(v.Cases, b.layOut(&b.Cases[i], agent))
		d.List = append(d.List, b.Cases[i].data(agent, b.today))
	}
}

func (b *Board) layOut(e *errand, agent string) Case {
	c := Case{Code: e.Code, Title: e.Title, Category: e.Category, Agent: agent, State: e.Judged.Text, Since: e.Judged.Since.String(),
		Age: e.AgeText(b.today), Done: e.Judged.Closed, Limit: e.Limit.String(), Sample: e.Sample, Until: village.LastDay(e.Showing)}
	if c.Title == "" {
		c.Title = e.Category
	}
	if e.late {
		c.Late = board.LateText(e.Limit.End(), b.today)
	}
	if e.Begun() {
		c.Way = board.Stages(b.process, e.Steps, b.today)
	}
	return c
}

func (e *errand) data(agent string, today village.Date) DataCase {
	c := DataCase{Code: e.Code, Title: e.Title, Category: e.Category, Agent: agent, State: e.Judged.Text, Begun: e.First().ISO(),
		Limit: e.Limit.ISO(), Sample: e.Sample}
	if e.Judged.Closed {
		c.Closed = e.Judged.Since.ISO()
	}
	if e.late {
		c.LateDays = int(today - e.Limit.End())
	}
	return c
}

// below lays out the units below.
func (b *Board) below(v *View, d *Data) {
	head := []string{words.T("errand.services"), words.KeyName("agents")}
	row := func(s *Sum) board.Part {
		return board.Part{Cells: []string{s.done().Text(), s.Agents.Figure()}}
	}
	subs := board.WithOwn(b.unit, &b.own, b.subs, row)
	v.Below = board.NewBelow(Kind.Word, head, subs, &b.all, row)
	d.Missing = v.Missing
	for u, s := range board.Reporting(subs) {
		d.Units = append(d.Units, DataUnit{u.Name, u.Address, sums(s.done()), board.Known(s.Agents)})
	}
}

// table is data.csv: what was done, by category and with its unit.
func table(d *Data) [][]string {
	rows := [][]string{{words.KeyName("category"), words.T("csv.count"), words.KeyName("unit"), words.T("csv.precision")}}
	for _, m := range d.Services {
		rows = append(rows, []string{m.Name, board.Number(m.Quantity), m.Unit, words.T("precision." + m.Precision)})
	}
	for _, c := range d.Categories {
		rows = append(rows, []string{c.Name, board.Number(c.Count), words.T("errand.unit"), words.T("precision.exact")})
	}
	return rows
}
