package star

import (
	"math"
	"strconv"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// Data is data.json: star households of one year.
type Data struct {
	board.Meta
	Subject     string            `json:"subject,omitempty"`    // who is rated, when not households
	Households  float64           `json:"households,omitempty"` // all households of the unit
	Eligible    float64           `json:"eligible,omitempty"`   // how many were to be rated (应评)
	Total       float64           `json:"total"`                // star households: decided, or recorded without steps
	Approximate bool              `json:"approximate,omitempty"`
	Share       *float64          `json:"share,omitempty"`       // percent of eligible, else of households, one decimal
	Ungraded    float64           `json:"ungraded,omitempty"`    // of the declared number nobody says how many stars
	StarsHeld   float64           `json:"starsHeld,omitempty"`   // by all of total
	MeanStars   float64           `json:"meanStars,omitempty"`   // starsHeld by total, two decimals
	MeanPerUnit float64           `json:"meanPerUnit,omitempty"` // of the units below that report, one decimal
	Applicants  float64           `json:"applicants,omitempty"`  // households that applied or were recommended
	Applied     *float64          `json:"applied,omitempty"`     // percent of eligible, else of households, one decimal
	Ways        []board.DataCount `json:"ways,omitempty"`        // applicants by way: applied themselves, were recommended
	Gained      int               `json:"gained,omitempty"`      // households that gained a star in the year
	YearOn      []DataYearOn      `json:"yearOn,omitempty"`      // against the year before
	Levels      []DataLevel       `json:"levels"`
	OnNotice    int               `json:"onNotice"`  // households on public notice
	Undecided   int               `json:"undecided"` // notice over, not yet decided
	Units       []DataUnit        `json:"units,omitempty"`
	Missing     []string          `json:"missing,omitempty"` // units below that report nothing
	List        []DataHome        `json:"list,omitempty"`
}

// DataLevel counts the households of one level.
type DataLevel struct {
	Stars int      `json:"stars"`
	Name  string   `json:"name"`
	Count float64  `json:"count"`
	Share *float64 `json:"share,omitempty"` // percent of Total, one decimal
}

// DataYearOn compares a figure with that of the year before.
type DataYearOn struct {
	Stars  int     `json:"stars,omitempty"` // 0 for the total
	Before float64 `json:"before"`
	Now    float64 `json:"now"`
}

// DataUnit is one unit below, or what the unit itself has.
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

func (b *Board) data(y, before *year, v *View, shown func(*home) bool) *Data {
	total := y.all.total()
	d := &Data{
		Meta: board.NewMeta(Kind.Word, b.unit, y.year, v.Sample), Subject: y.Subject, Households: y.all.Households.Float(),
		Eligible: y.all.Eligible.Float(), Total: total.Float(), Approximate: total.Approx != village.Exact,
		Share: board.Percent(total.Int(), y.all.whole().Int()), Ungraded: y.rest.Float(), Applicants: y.all.Applicants.Float(),
		Gained: y.all.Moves.Up, OnNotice: y.all.OnNotice, Undecided: y.all.Undecided, Missing: v.Missing, Levels: []DataLevel{},
	}
	if !y.all.Applicants.IsZero() {
		d.Applied = board.Percent(y.all.Applicants.Int(), y.all.whole().Int())
	}
	if len(y.all.Ways.Names) > 0 {
		d.Ways = board.Counts(y.all.Ways)
	}
	if stars, ok := y.all.stars(); ok && total.N > 0 {
		d.StarsHeld, d.MeanStars = stars.Float(), math.Round(100*stars.Float()/total.Float())/100
	}
	if mean := y.perUnit(); !mean.IsZero() {
		d.MeanPerUnit = mean.Float()
	}
	d.yearOn(y, before, len(v.YearOn) > 0)
	for n := maxLevel; n > 0; n-- {
		if q := y.all.Levels[n]; !q.IsZero() {
			d.Levels = append(d.Levels, DataLevel{n, LevelName(n), q.Float(), board.Percent(q.Int(), total.Int())})
		}
	}
	for unit, s := range board.Reporting(v.subs) {
		u := DataUnit{Unit: unit.Name, Address: unit.Address, Total: s.total().Float(), Levels: map[int]float64{}}
		for n, q := range s.Levels {
			if !q.IsZero() {
				u.Levels[n] = q.Float()
			}
		}
		d.Units = append(d.Units, u)
	}
	for i := range y.Homes {
		if h := &y.Homes[i]; shown(h) {
			row := y.row(h)
			d.List = append(d.List, DataHome{row.Name, row.Group, h.stars, row.Stars, row.State, h.From.ISO(), h.To.ISO(), row.Sample})
		}
	}
	return d
}

func (d *Data) yearOn(y, before *year, shown bool) {
	if !shown {
		return
	}
	d.YearOn = append(d.YearOn, DataYearOn{0, before.all.total().Float(), y.all.total().Float()})
	for n := maxLevel; n > 0; n-- {
		if was, now := before.all.Levels[n], y.all.Levels[n]; !was.IsZero() || !now.IsZero() {
			d.YearOn = append(d.YearOn, DataYearOn{n, was.Float(), now.Float()})
		}
	}
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
	name := words.KeyName("householder")
	if d.Subject != "" {
		name = words.KeyName("name")
	}
	rows := [][]string{{name, words.KeyName("group"), words.T("star.stars"), words.KeyName("kinds"), words.KeyName("state"),
		words.KeyName("noticefrom"), words.KeyName("noticeto")}}
	if len(d.List) == 0 {
		rows = [][]string{{words.T("csv.level"), words.T("csv.count")}}
		for _, l := range d.Levels {
			rows = append(rows, []string{l.Name, board.Number(l.Count)})
		}
		if d.Ungraded > 0 {
			rows = append(rows, []string{words.T("star.ungraded"), board.Number(d.Ungraded)})
		}
	}
	for _, h := range d.List {
		rows = append(rows, []string{h.Name, h.Group, strconv.Itoa(h.Stars), strings.Join(h.Kinds, " "), h.State, h.From, h.To})
	}
	return rows
}
