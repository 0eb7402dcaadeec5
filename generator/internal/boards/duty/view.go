package duty

import (
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/search"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// View is what layouts/duty may use.
type View struct {
	Today    Day
	Tomorrow *Day   // nil when nobody is on duty then
	Week     []Day  // the days after tomorrow, up to the seventh
	Always   []Duty // phones that always answer
	Past     []Day  // of the last 31 days, latest first
	Covered  bool   // 全覆盖, and it is true of the days shown
	Rota     bool   // there is a rota, not phones alone
	Kept     bool   // somebody is on duty today who may not stand here
	Phone    string // 值班电话 of the file, which rows of other days do not repeat
	Tel      string
	Hidden   string // rows that may not stand here
	Sample   bool
}

// Day is the rota of one day.
type Day struct {
	Label   string // 6月1日
	Weekday string // 周六
	ISO     string
	Duties  []Duty
}

// Duty is one who is on duty.
type Duty struct {
	Anchor string // of the first row on which somebody stands
	Who    string
	Suffix string // what of Who tells two of one name apart
	Shift  string
	Post   string
	Phone  string
	Tel    string
	Run    string // 6月1日至6月7日, "" for a day
	Sample bool
	Until  string // last day on which it may be named, see village.LastDay
}

// Data is data.json: the rota from today on, the phones, and what is over for less than
// 32 days.
type Data struct {
	board.Meta
	Today  string     `json:"today"`            // ISO date that the rest is true for
	Days   []DataDay  `json:"days"`             // today and the six days after it
	Always []DataDuty `json:"always,omitempty"` // phones that always answer
	Past   []DataDay  `json:"past,omitempty"`   // latest first
	Gaps   []string   `json:"gaps,omitempty"`   // ISO dates of the seven days on which nobody is on duty
}

// DataDay is the rota of one day.
type DataDay struct {
	Date   string     `json:"date"`
	Duties []DataDuty `json:"duties"`
}

// DataDuty is one who is on duty.
type DataDuty struct {
	Name   string `json:"name,omitempty"`
	Shift  string `json:"shift,omitempty"`
	Post   string `json:"post,omitempty"`
	Phone  string `json:"phone,omitempty"`
	Sample bool   `json:"sample,omitempty"`
}

// Show implements board.Board.
func (b *Board) Show(t privacy.Target) board.Output {
	if !t.Shows(b.Showing, b.today) {
		return board.Output{}
	}
	v, d := b.view(t)
	who := names(v.Today.Duties)
	summary := words.T("duty.summarynone", "unit", b.unit.Name)
	if who != "" {
		summary = words.T("duty.summary", "day", v.Today.Label, "who", who)
	}
	tile := board.Tile{Title: words.T("duty.title"), Figure: who, Text: v.Today.Label + " " + v.Today.Weekday}
	switch {
	case who == "" && v.Kept:
		tile.Figure = words.T("duty.kept")
	case who == "" && v.Rota:
		tile.Figure = words.T("duty.nobody")
	case who == "" && len(v.Always) > 0:
		tile.Figure, tile.Text = v.Always[0].Phone, v.Always[0].title()
	}
	return board.Output{Tile: tile, Pages: []board.Page{{Title: words.T("duty.title"), Summary: summary, View: v, Data: d,
		Table: table(d), Papers: board.Papers(false), Scene: true, Noindex: true, Partial: v.Hidden != "", Found: v.found()}}}
}

// found gives the first row of everybody who is on duty, today, in the days to come or
// always, its anchor.
func (v *View) found() (list []search.Record) {
	rows, seen := board.Anchors{}, map[string]bool{}
	add := func(duties []Duty) {
		for i := range duties {
			d := &duties[i]
			if key := d.Who + d.Post; d.Who != "" && !seen[key] {
				seen[key] = true
				d.Anchor = rows.Of(d.Who)
				list = append(list, search.Record{Kind: search.Person, Name: strings.TrimSuffix(d.Who, d.Suffix), Mark: d.Suffix, Role: d.Post, Phone: d.Phone,
					Row: d.Anchor, Until: board.Until(d.Until)})
			}
		}
	}
	add(v.Today.Duties)
	add(v.Always)
	if v.Tomorrow != nil {
		add(v.Tomorrow.Duties)
	}
	for i := range v.Week {
		add(v.Week[i].Duties)
	}
	return list
}

// title is what a row without a name is called by.
func (d Duty) title() string {
	for _, s := range []string{d.Who, d.Post, d.Shift} {
		if s != "" {
			return s
		}
	}
	return words.KeyName("dutyphone")
}

// names lists who is on duty, in few words.
func names(list []Duty) string {
	var s []string
	for _, d := range list {
		s = append(s, d.title())
	}
	if len(s) > 2 {
		return words.T("duty.more", "who", s[0], "n", problem.Int(len(s)))
	}
	return strings.Join(s, words.T("list.sep"))
}

func (b *Board) view(t privacy.Target) (*View, *Data) {
	v := &View{Phone: string(b.Phone), Tel: b.Phone.Link(), Sample: b.Sample || b.unit.Sample, Covered: b.Covered && len(b.gaps) == 0}
	d := &Data{Meta: board.NewMeta(Kind.Word, b.unit, 0, v.Sample), Today: b.today.ISO()}
	hidden := 0
	for i := range b.Duty {
		e := &b.Duty[i]
		switch {
		case !b.shown(e, t):
			if e.always() || e.Until == 0 || e.Until >= b.today {
				hidden++
			}
		case e.always():
			v.Always = append(v.Always, e.duty())
			d.Always = append(d.Always, e.data())
		default:
			v.Rota = true
		}
	}
	v.Covered = v.Covered && v.Rota
	if hidden > 0 {
		v.Hidden = problem.Int(hidden) + words.T("duty.unit")
	}
	for day := b.today; day < b.today+ahead; day++ {
		shown, raw := b.day(day, t)
		d.Days = append(d.Days, raw)
		switch {
		case day == b.today:
			v.Today, v.Kept = shown, len(shown.Duties) == 0 && len(b.rota(day)) > 0
		case day == b.today+1 && len(shown.Duties) > 0:
			v.Tomorrow = &shown
		case day > b.today+1 && len(shown.Duties) > 0:
			v.Week = append(v.Week, shown)
		}
	}
	for _, day := range b.gaps {
		d.Gaps = append(d.Gaps, day.ISO())
	}
	for day := b.today - 1; day >= b.today-kept; day-- {
		if shown, raw := b.day(day, t); len(shown.Duties) > 0 {
			v.Past, d.Past = append(v.Past, shown), append(d.Past, raw)
		}
	}
	return v, d
}

func (b *Board) shown(e *entry, t privacy.Target) bool {
	return t.ShowsPerson(e.Showing, e.register, b.today)
}

// day lays out the rota of a day. Of days that are over, rows without an end are left
// out: nobody wrote down that they were kept.
func (b *Board) day(day village.Date, t privacy.Target) (Day, DataDay) {
	shown := Day{Label: day.Short(), Weekday: day.Weekday(), ISO: day.ISO()}
	raw := DataDay{Date: day.ISO(), Duties: []DataDuty{}}
	for _, e := range b.rota(day) {
		if b.shown(e, t) && (day >= b.today || e.Until != 0) {
			d := e.duty()
			if day != b.today && e.Phone == b.Phone {
				d.Phone, d.Tel = "", ""
			}
			shown.Duties = append(shown.Duties, d)
			raw.Duties = append(raw.Duties, e.data())
		}
	}
	return shown, raw
}

func (e *entry) duty() Duty {
	d := Duty{Who: e.who, Suffix: e.suffix, Shift: e.Shift, Post: e.Post, Phone: string(e.Phone), Tel: e.Phone.Link(), Sample: e.Sample,
		Until: village.LastDay(e.Showing, e.register)}
	if e.From != 0 && e.Until > e.From {
		d.Run = words.T("date.range", "from", e.From.Short(), "to", e.Until.Short())
	}
	return d
}

func (e *entry) data() DataDuty {
	return DataDuty{Name: e.who, Shift: e.Shift, Post: e.Post, Phone: string(e.Phone), Sample: e.Sample}
}

func table(d *Data) [][]string {
	rows := [][]string{{words.KeyName("date"), words.KeyName("shift"), words.KeyName("name"), words.KeyName("post"), words.KeyName("dutyphone")}}
	add := func(date string, list []DataDuty) {
		for _, x := range list {
			rows = append(rows, []string{date, x.Shift, x.Name, x.Post, x.Phone})
		}
	}
	for _, day := range d.Days {
		add(day.Date, day.Duties)
	}
	add("", d.Always)
	return rows
}
