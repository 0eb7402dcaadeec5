// Package board says what a board is: one subject, read from its own files, checked
// and computed once, and shown three ways (page, hall-screen scene, printed sheet).
// It holds no board.
package board

import (
	"gongshi/generator/internal/deadline"
	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/search"
	"gongshi/generator/internal/step"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// A Kind is one kind of board. Its Word is the package, the address, the theme's
// folder and the prefix of its words.
type Kind struct {
	Word     string
	File     string   // code word of the data file or, for yearly boards, of their folder
	Yearly   bool     // one file a year
	Keys     []string // columns of data.csv that tell its rows apart, by their heads; those a table lacks are left out, without any it is the first
	People   []string // columns that name people where the page as a whole does not: what stood there is never quoted again
	Asks     bool     // whom it names as a person the registers let it name, see Input.Registered
	Named    bool     // File is a folder of files that staff name
	Also     []string // code words of further files of the unit that it reads, see Input.Also
	Defaults village.Showing
	// Read checks and computes the board of one unit. It returns nil when there is
	// nothing to show.
	Read func(*Input) Board
	// Summary decodes a Board's Summary out of its JSON; nil for boards that have none.
	Summary func([]byte) (any, error)
}

// Title returns how people call the board.
func (k Kind) Title() string { return words.T(k.Word + ".title") }

// Called reports whether name is the board's word, or what people call it or its file.
func (k Kind) Called(name string) bool {
	code, _ := words.Key(name)
	return k.Word == name || k.File == code || k.Title() == name
}

// A Board is the computed board of one unit, true for one day.
type Board interface {
	// Summary is what the unit's parents need; nil when the unit has nothing to add.
	// It can be encoded as JSON and decoded with Kind.Summary, and loses nothing on the way:
	// between builds units are known to others by their JSON only. It holds no names of people, except those that the unit
	// itself shows and hands up for a ranking by the unit right above (points.Handed),
	// with who may see them, so that the unit above judges that on the day it shows them.
	Summary() any
	// Show lays the board out for a place of publication: only what that place may
	// hold on the day reaches the views.
	Show(privacy.Target) Output
}

// Input is all that a board may know.
type Input struct {
	Unit      *village.Unit
	Defaults  village.Showing
	Today     village.Date // the only clock
	Processes step.Processes
	Profile   *deadline.Profile        // the 公开期限方案 that holds for the unit; nil for none
	Docs      []*record.Doc            // of a board without years
	Also      map[string][]*record.Doc // the files of Kind.Also, by code word; what is wrong with them is reported by their own boards
	Years     []YearDocs               // ascending; none later than today's year
	Children  []Child                  // the unit's children, with what their boards of this kind sum to
	Album     *Album                   // the unit's pictures, see Input.Picture; nil for none
	Report    *problem.Report

	reading               int          // the year that is being read
	pending               map[int]bool // years of which something is not decided
	until, since, expires village.Date
	internal              bool
	pictures              []string // addresses of those that were asked for
	deadlines, waiting    []Deadline
	contents              []village.Date
	notices               []village.Period
}

// YearDocs are the files of one year.
type YearDocs struct {
	Year   int
	Docs   []*record.Doc
	Frozen *Frozen // of a closed year
}

// A Child is a unit below, and its Summary of this kind; nil when it reports nothing.
type Child struct {
	Unit    *village.Unit
	Summary any
}

// Missing returns the children without a summary.
func (in *Input) Missing() []*village.Unit {
	var list []*village.Unit
	for _, c := range in.Children {
		if c.Summary == nil {
			list = append(list, c.Unit)
		}
	}
	return list
}

// Reported returns how many children have a summary.
func (in *Input) Reported() int { return len(in.Children) - len(in.Missing()) }

// Changes tells the input of days on which the board's state changes by itself or
// was changed: dates of steps, entries, notices. The latest not after today is when
// the state last changed, the next one is when the board must be built again. They are
// evidence that the board was kept up, too (see Contents); days on which only time
// changes something go to Notice, Shown, Deadline or Turns.
func (in *Input) Changes(days ...village.Date) {
	in.Turns(days...)
	for _, d := range days {
		in.dated(d)
	}
}

// Turns is Changes for days on which only time changes something, which are no evidence.
func (in *Input) Turns(days ...village.Date) {
	for _, d := range days {
		switch {
		case d == 0:
		case d <= in.Today:
			in.since = max(in.since, d)
		case in.until == 0 || d < in.until:
			in.until = d
		}
	}
}

// Notice tells of a public notice: its start, its last day (said to be the last) and
// the day after. While it runs, the days left change every midnight.
func (in *Input) Notice(p village.Period) {
	if p.From == 0 || p.To == 0 {
		return
	}
	in.told(p)
	if p.To >= in.Today {
		in.Undecided()
	}
	in.Turns(p.From, p.To, p.To+1)
	in.goes(p.To + 1)
	if p.Running(in.Today) {
		in.until = in.Today + 1
	}
}

// Shown tells of a record's expiry and audience.
func (in *Input) Shown(s village.Showing) {
	in.internal = in.internal || s.Audience == village.PartyOnly
	if s.Expiry != 0 {
		in.Turns(s.Expiry + 1)
		in.goes(s.Expiry + 1)
	}
}

// goes notes the day from which something may be shown no longer.
func (in *Input) goes(day village.Date) {
	if day > in.Today && (in.expires == 0 || day < in.expires) {
		in.expires = day
	}
}

// Internal reports whether the board has something for the Party only.
func (in *Input) Internal() bool { return in.internal }

// Since returns the day on which the board's state last changed, 0 when its data
// say nothing of it; Until returns the next day on which it changes by itself, 0 for
// never.
func (in *Input) Since() village.Date { return in.since }

// Until is described at Since.
func (in *Input) Until() village.Date { return in.until }

// Expires returns the first day to come on which a notice is over or a record may be
// shown no longer, 0 when there is none. While notices run it is later than Until.
func (in *Input) Expires() village.Date { return in.expires }

// Output is a board laid out for one target.
type Output struct {
	Pages   []Page // the first is the canonical one, at the board's address
	Tile    Tile
	Notices []Notice
}

// A Paper is a form in which a page is printed: the folder below the page and the layout
// of the board that makes it.
type Paper string

// The papers of a page.
const (
	Sheet  Paper = "sheet"  // A4, to be signed, sealed and posted
	A3     Paper = "a3"     // A3 across, for the board on the wall
	Labels Paper = "labels" // A4 to be cut: a label for each row
)

// AllPapers are the forms there are.
func AllPapers() []Paper { return []Paper{Sheet, A3, Labels} }

// enough is how many rows are worth a board on the wall.
const enough = 3

// Papers are the sheet, which every page has, and a board for the wall for so many rows.
func Papers(rows int) []Paper {
	if rows < enough {
		return []Paper{Sheet}
	}
	return []Paper{Sheet, A3}
}

// A Page is one page of a board, with its data for machines. The theme's page, kiosk
// and sheet layouts of the board all get View.
type Page struct {
	Path    string // below the board's address: "" or "2024"; no slashes at the ends
	Title   string // what the page is about, without the unit's name
	Summary string // one sentence of figures, for a link forwarded in WeChat
	Years   []Year // of the board, when there are several
	View    any
	Data    any        // data.json
	Table   [][]string // data.csv, header first
	Papers  []Paper    // what can be printed of it
	Scene   bool       // it is a scene of the hall screen
	Noindex bool       // it names people
	Copy    bool       // the page at the board's own address shows the same
	Partial bool       // some of its records may not stand on this target
	// Found is what residents can look for on the page, from exactly what View shows there.
	// Board and Path are left open.
	Found []search.Record

	Closed village.Date // day on which its year was closed; boards leave it open
}

// A Year is a link to another year of a board.
type Year struct {
	Label   string
	Path    string // as Page.Path
	Current bool
}

// A Tile is how the unit's home shows a board.
type Tile struct {
	Title  string
	Figure string // the one figure residents look for
	Text   string
}

// A Notice is a public notice on the unit's home: title, run, state.
type Notice struct {
	Title  string
	Path   string // page of the unit that it leads to, e.g. "star" or "notices/x"
	Anchor string
	Period village.Period
	State  string // 公示中,还剩3天
	Active bool   // it runs today
	People string // how many people or households it names: 60户; "" when it does not say
}

// Meta heads every data.json.
type Meta struct {
	Board   string `json:"board"`            // word of the board
	Unit    string `json:"unit"`             // name
	Address string `json:"address"`          // path of the unit in the site, "" for the root
	Year    int    `json:"year,omitempty"`   // of a yearly board
	Sample  bool   `json:"sample,omitempty"` // holds invented people or figures
}

// DataCount counts one group: a level of grids, a category of projects.
type DataCount struct {
	Name  string  `json:"name"`
	Count float64 `json:"count"`
}

// Counts returns the groups of a tally; never nil.
func Counts(t ledger.Tally) []DataCount {
	list := make([]DataCount, len(t.Names))
	for i, name := range t.Names {
		list[i] = DataCount{name, t.Counts[i].Float()}
	}
	return list
}

// NewMeta returns the head of the data of a board of u.
func NewMeta(word string, u *village.Unit, year int, sample bool) Meta {
	return Meta{word, u.Name, u.Address, year, sample || u.Sample}
}
