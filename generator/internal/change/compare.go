package change

import (
	"cmp"
	"math/big"
	"slices"
	"strings"
)

// A List is what differs between two publications.
type List struct {
	From  Side         `json:"from"`
	To    Side         `json:"to"`
	Units []UnitChange `json:"units"` // those with a difference, by address
}

// A Side is one of the two publications.
type Side struct {
	Day   string `json:"day"` // ISO date for which it was made
	Build string `json:"build,omitempty"`
}

// A State says whether something is new or gone.
type State string

// The states; "" is what stands on both sides.
const (
	New  State = "new"
	Gone State = "gone"
)

// A UnitChange is what differs in one unit.
type UnitChange struct {
	Name    string        `json:"name"`
	Address string        `json:"address"`
	WasName string        `json:"wasName,omitempty"` // what it was called, when that was something else
	Was     string        `json:"was,omitempty"`     // its version on the sheets
	Now     string        `json:"now,omitempty"`
	State   State         `json:"state,omitempty"`
	Boards  []BoardChange `json:"boards,omitempty"`
	Notices *NoticeChange `json:"notices,omitempty"`
}

// A BoardChange is what differs on one board.
type BoardChange struct {
	Word   string       `json:"board"`
	Title  string       `json:"title"`
	State  State        `json:"state,omitempty"`
	Figure *Cell        `json:"figure,omitempty"` // of its tile
	Pages  []PageChange `json:"pages,omitempty"`
}

// A PageChange is what differs on one page: a board without years has one.
type PageChange struct {
	Path    string `json:"path"`
	Title   string `json:"title"`
	State   State  `json:"state,omitempty"`
	Summary *Cell  `json:"summary,omitempty"`
	Unit    string `json:"unit"` // what its rows are: 户, 人 or 条
	Added   int    `json:"added,omitempty"`
	Removed int    `json:"removed,omitempty"` // taken out by people
	Expired int    `json:"expired,omitempty"` // taken down by time
	Changed int    `json:"changed,omitempty"`
	Rows    []Row  `json:"rows,omitempty"` // as they stand in the table, then removed ones that may be named
}

// A Row is one row that differs.
type Row struct {
	State State  `json:"state,omitempty"`
	Name  string `json:"name"` // its identifying cells
	Cells []Cell `json:"cells,omitempty"`
}

// A Cell is one figure or text that differs.
type Cell struct {
	Column string `json:"column,omitempty"`
	Was    string `json:"was,omitempty"`
	Hidden bool   `json:"hidden,omitempty"` // there was something else that may no longer be known
	Now    string `json:"now,omitempty"`
	Diff   string `json:"diff,omitempty"` // of two numbers: +10
}

// A NoticeChange is what differs in the free-text notices of a unit. Those that are gone
// are only counted: their titles may name people.
type NoticeChange struct {
	Added   []string `json:"added,omitempty"`
	Edited  []string `json:"edited,omitempty"`
	Removed int      `json:"removed,omitempty"`
}

// Then is what today's data say of the older publication.
type Then struct {
	// Table is what a page would show now, had no time passed since; nil when that is
	// not known.
	Table func(address, word, path string) [][]string
	// Holds reports whether the data of a board still hold a text: then what no page
	// shows any more is kept back, and not taken out.
	Holds func(address, word, text string) bool
}

// Compare returns what differs between two publications.
func Compare(from, to *Publication, kinds []Kind, then Then) *List {
	l := &List{From: side(from), To: side(to), Units: []UnitChange{}}
	addresses := map[string]bool{}
	for _, u := range slices.Concat(from.Units, to.Units) {
		addresses[u.Address] = true
	}
	names := renamed(from, to)
	var order []string
	for a := range addresses {
		order = append(order, a)
	}
	slices.SortFunc(order, func(a, b string) int { return cmp.Compare(a, b) })
	for _, a := range order {
		c := comparison{kinds: kinds, then: then, renamed: names, was: from.unit(a), now: to.unit(a)}
		if u := c.unit(); u != nil {
			l.Units = append(l.Units, *u)
		}
	}
	return l
}

// renamed tells the units that have another name at the same address. A name that still
// stands for some unit is left out.
func renamed(from, to *Publication) map[string]string {
	names := map[string]string{}
	for _, now := range to.Units {
		if was := from.unit(now.Address); was != nil && was.Name != now.Name {
			names[was.Name] = now.Name
		}
	}
	for _, u := range to.Units {
		delete(names, u.Name)
	}
	return names
}

func side(p *Publication) Side { return Side{p.Day.ISO(), p.Build} }

// comparison compares one unit.
type comparison struct {
	kinds    []Kind
	then     Then
	renamed  map[string]string // what units were called → what they are called
	was, now *Unit
	public   texts // what is still public of the unit
}

// unit returns what differs, nil when nothing does.
func (c *comparison) unit() *UnitChange {
	switch {
	case c.was == nil:
		return &UnitChange{Name: c.now.Name, Address: c.now.Address, Now: c.now.Version, State: New}
	case c.now == nil: // a unit's name is nobody's
		return &UnitChange{Name: c.was.Name, Address: c.was.Address, Was: c.was.Version, State: Gone}
	}
	c.public = textsOf(c.now)
	u := &UnitChange{Name: c.now.Name, Address: c.now.Address, Was: c.was.Version, Now: c.now.Version, Notices: c.notices()}
	if c.was.Name != c.now.Name {
		u.WasName = c.was.Name
	}
	for _, k := range c.kinds {
		if b := c.board(k); b != nil {
			u.Boards = append(u.Boards, *b)
		}
	}
	if len(u.Boards) == 0 && u.Notices == nil && u.WasName == "" {
		return nil
	}
	return u
}

func (c *comparison) board(k Kind) *BoardChange {
	was, now := c.was.board(k.Word), c.now.board(k.Word)
	b := &BoardChange{Word: k.Word, Title: k.Title}
	switch {
	case was == nil && now == nil:
		return nil
	case was == nil:
		b.State = New
		b.Figure = &Cell{Now: now.Figure}
		return b
	case now == nil:
		b.State = Gone
		return b
	}
	if was.Figure != "" && now.Figure != "" { // an old copy of the folder does not tell
		b.Figure = headline(was.Figure, now.Figure)
	}
	var order []string
	for _, p := range slices.Concat(now.Pages, was.Pages) {
		if !slices.Contains(order, p.Path) {
			order = append(order, p.Path)
		}
	}
	for _, path := range order {
		if p := c.page(k, was.page(path), now.page(path)); p != nil {
			b.Pages = append(b.Pages, *p)
		}
	}
	if b.Figure == nil && len(b.Pages) == 0 {
		return nil
	}
	return b
}

// headline compares two sentences of figures, nil when they are the same.
func headline(was, now string) *Cell {
	if was == now {
		return nil
	}
	x := cell("", was, now)
	if skeleton(was) != skeleton(now) {
		x.hide()
	}
	return &x
}

func (c *comparison) page(k Kind, was, now *Page) *PageChange {
	switch {
	case was == nil:
		return &PageChange{Path: now.Path, Title: now.Title, State: New, Unit: k.unit(now.Table), Added: rows(now.Table)}
	case now == nil:
		p := &PageChange{Path: was.Path, Title: was.Title, State: Gone, Unit: k.unit(was.Table)}
		if was.People && len(was.Path) != 4 { // a title that staff wrote may name somebody
			p.Title = k.Title
		}
		return p
	}
	p := &PageChange{Path: now.Path, Title: now.Title, Summary: headline(was.Summary, now.Summary), Unit: k.unit(now.Table)}
	c.table(k, p, was, now)
	if p.Summary == nil && p.Added+p.Removed+p.Expired+p.Changed == 0 {
		return nil
	}
	return p
}

func rows(table [][]string) int { return max(0, len(table)-1) }

func (c *comparison) notices() *NoticeChange {
	n := &NoticeChange{}
	for _, x := range c.now.Notices {
		old := find(c.was.Notices, func(o *Notice) bool { return o.Path == x.Path })
		switch {
		case old == nil:
			n.Added = append(n.Added, x.Title)
		case old.Title != x.Title, old.Version != "" && x.Version != "" && old.Version != x.Version:
			n.Edited = append(n.Edited, x.Title)
		}
	}
	for _, x := range c.was.Notices {
		if find(c.now.Notices, func(o *Notice) bool { return o.Path == x.Path }) == nil {
			n.Removed++
		}
	}
	if len(n.Added)+len(n.Edited)+n.Removed == 0 {
		return nil
	}
	return n
}

// cell is one figure or text before and after, with the difference of two numbers.
func cell(column, was, now string) Cell {
	x := Cell{Column: column, Was: was, Now: now}
	a, isA := number(was)
	b, isB := number(now)
	if isA && isB {
		d := new(big.Rat).Sub(b, a)
		if x.Diff = d.FloatString(4); strings.Contains(x.Diff, ".") {
			x.Diff = strings.TrimRight(strings.TrimRight(x.Diff, "0"), ".")
		}
		if d.Sign() > 0 {
			x.Diff = "+" + x.Diff
		}
	}
	return x
}

// hide keeps the older text back, and with it what it could be reckoned from.
func (x *Cell) hide() { x.Was, x.Diff, x.Hidden = "", "", true }

// number reads the one number of a text with one unit: 104, 1058户; dates and texts
// with more figures are none.
func number(s string) (*big.Rat, bool) {
	isFigure := func(r rune) bool { return r >= '0' && r <= '9' || r == '.' || r == '-' || r == '+' }
	i := strings.IndexFunc(s, isFigure)
	if i < 0 || i > 0 {
		return nil, false
	}
	figure := s[:len(s)-len(strings.TrimLeftFunc(s, isFigure))]
	if strings.ContainsFunc(s[len(figure):], isFigure) || strings.LastIndexAny(figure, "+-") > 0 {
		return nil, false
	}
	return new(big.Rat).SetString(figure)
}
