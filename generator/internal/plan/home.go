package plan

import (
	"math"
	"net/url"
	"path"
	"slices"
	"strconv"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/search"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// Home is what layouts/unit/page.html may use.
type Home struct {
	Active   []Card // notices running today
	Ended    []Card // notices over, not yet decided
	Texts    []Card // announcements
	Pages    []Link // pages of content/
	Tiles    []Tile
	Children []ChildCard
	GridHref string // the board that finds the grid of an address, "" for none
	Facts    []Fact
	Phones   []Fact
	Aliases  []string
}

// A Card is one notice on a home.
type Card struct {
	Title  string
	Href   string
	State  string
	From   string // 2024年5月6日
	To     string
	ToISO  string
	People string
}

// A Tile leads to a board.
type Tile struct {
	Title, Figure, Text, Href string
}

// A ChildCard leads to a unit below.
type ChildCard struct{ Name, Href, Running string }

// A Fact is a line about the unit.
type Fact struct{ Label, Value, Tel, Note, Anchor string }

// home lays out the unit's home.
func (l *layout) home() {
	u := l.unit
	f := l.frame(u.Address, u.Name, "")
	f.Title = words.T("title.home", "unit", f.FullName)
	h := &Home{Aliases: u.Aliases}
	f.finder()
	for _, c := range l.notices(f) {
		switch {
		case c.active:
			h.Active = append(h.Active, c.Card)
		case c.period.To != 0 && c.period.To < l.site.Today:
			h.Ended = append(h.Ended, c.Card)
		case c.period.From == 0:
			h.Texts = append(h.Texts, c.Card)
		}
	}
	for _, b := range u.Boards {
		h.Tiles = append(h.Tiles, Tile{b.Tile.Title, b.Tile.Figure, b.Tile.Text, f.to(path.Join(u.Address, b.Word))})
		if b.Word == "grid" {
			h.GridHref = f.to(path.Join(u.Address, b.Word)) + "#find"
		}
	}
	for _, c := range u.Below {
		card := ChildCard{Name: c.Unit.Name, Href: f.to(c.Unit.Address)}
		if c.Running > 0 {
			card.Running = words.T("home.running", "n", strconv.Itoa(c.Running))
		}
		h.Children = append(h.Children, card)
	}
	for _, t := range heads(u.Texts) {
		h.Pages = append(h.Pages, Link{Text: t.Title, Href: f.to(path.Join(u.Address, t.Dir()))})
	}
	h.facts(u.Unit)
	f.Finder.Grid = h.GridHref
	if l.hasLetters {
		f.Finder.Letters = f.to(path.Join(u.Address, LettersDir))
	}
	f.Summary = homeSummary(h, u)
	l.add(u.Address, "unit", "page", f, h)
}

func homeSummary(h *Home, u *Unit) string {
	s := words.T("home.summary", "unit", u.Name)
	if n := len(h.Active); n > 0 {
		s += words.T("list.comma") + words.T("home.running", "n", strconv.Itoa(n))
	}
	return s
}

func (h *Home) facts(u *village.Unit) {
	add := func(key, value, note string) {
		if value != "" {
			h.Facts = append(h.Facts, Fact{Label: words.KeyName(key), Value: value, Note: note})
		}
	}
	if u.Head != nil {
		add("head", string(u.Head.Name), u.Head.Post)
		h.Facts[0].Anchor = search.Anchor(string(u.Head.Name))
	}
	add("allhouseholds", u.Households.Figure(), words.T("unit.household"))
	add("population", u.Population.Figure(), words.T("unit.person"))
	add("scope", u.Range, "")
	add("hours", u.Hours, "")
	add("wechat", u.WeChat, "")
	for _, p := range []struct {
		key string
		h   *village.Hotline
	}{{"service", u.Service}, {"hotline", u.Hotline}, {"objection", u.Objection}} {
		if p.h != nil && p.h.Number != "" {
			h.Phones = append(h.Phones, Fact{Label: words.KeyName(p.key), Value: string(p.h.Number), Tel: p.h.Number.Link(), Note: p.h.Who})
		}
	}
}

// card is a notice before it is sorted.
type card struct {
	Card
	period village.Period
	active bool
}

// notices lists the notices of boards and of content together, running ones that end
// soonest first.
func (l *layout) notices(f *Frame) []card {
	var list []card
	add := func(n board.Notice) {
		href := f.to(path.Join(l.unit.Address, n.Path))
		if n.Anchor != "" && l.unit.Cover.Plain(n.Anchor) {
			href += "#" + url.PathEscape(n.Anchor)
		}
		list = append(list, card{Card{n.Title, href, n.State, n.Period.From.String(), n.Period.To.String(), n.Period.To.ISO(), n.People}, n.Period, n.Active})
	}
	for _, b := range l.unit.Boards {
		for _, n := range b.Notices {
			add(n)
		}
	}
	for _, n := range l.unit.Notices {
		add(board.Notice{Title: n.Title, Path: "notices/" + n.Name, Period: n.Period,
			State: board.RunText(n.Period, l.site.Today), Active: n.Running(l.site.Today)})
	}
	slices.SortStableFunc(list, func(a, b card) int { return int(a.period.To) - int(b.period.To) })
	return list
}

// Running returns how many notices run today in what u shows.
func (u *Unit) Running(today village.Date) int {
	n := 0
	for _, b := range u.Boards {
		for _, x := range b.Notices {
			if x.Active {
				n++
			}
		}
	}
	for _, x := range u.Notices {
		if x.Period.Running(today) {
			n++
		}
	}
	return n
}

// KioskCopy is the script by which a browser keeps a copy of a hall screen. It stands at the
// root of the site, because it may only keep what lies below it.
const KioskCopy = "kiosk-copy.js"

// Kiosk is what layouts/unit/kiosk.html may use.
type Kiosk struct {
	Scenes      []Scene
	Notices     []Card
	Orientation string // portrait, landscape or "": both
	BodyPx      int    // body type on a screen whose short side has 1080 pixels
	FloorPx     int    // smallest type there
	Off         string // 22:00-06:00, when the screen is black
	Stay        int    // seconds that a page stays at least
	Build       string
	Public      string // address of the unit's home for the QR code
}

// A Scene is one board on the hall screen.
type Scene struct {
	Board string
	Title string
	View  any
	Frame *Frame
}

// kiosk lays out the unit's hall screen.
func (l *layout) kiosk() {
	u := l.unit
	dir := path.Join(u.Address, "kiosk")
	f := l.frame(dir, words.T("kiosk.title", "unit", u.FullName()), "")
	f.Title, f.Noindex = f.Heading, true
	f.qr(l.site.absolute(u.Address))
	f.finder()
	k := &Kiosk{Build: BuildMark, BodyPx: 48, FloorPx: 38, Stay: 10}
	for _, c := range l.notices(f) {
		if c.active {
			k.Notices = append(k.Notices, c.Card)
		}
	}
	boards := u.Boards
	if s := u.Screen; s != nil {
		boards = playlist(boards, s.Playlist)
		k.Orientation, k.Off = s.Orientation, s.OffHours()
		k.BodyPx, k.FloorPx = typeSizes(s)
		if !s.Stay.IsZero() {
			k.Stay = s.Stay.Int()
		}
	}
	for _, b := range boards {
		for _, p := range b.Pages {
			if p.Scene {
				k.Scenes = append(k.Scenes, Scene{b.Word, p.Title, p.View, f})
			}
		}
	}
	l.add(dir, "unit", "kiosk", f, k)
}

// playlist returns the boards in the order of 轮播; all of them when it is empty.
func playlist(boards []Board, order []string) []Board {
	if len(order) == 0 {
		return boards
	}
	var out []Board
	for _, name := range order {
		for _, b := range boards {
			if b.Word == name || b.Tile.Title == name {
				out = append(out, b)
			}
		}
	}
	return out
}

// typeSizes derives the type from the distance of the readers (design/look.md): a
// character of 25 minutes of arc for the body, 20 for the smallest, on the pixel pitch
// of a 16:9 screen with 1080 lines. 43 inches at 3 metres make 48 and 38 pixels.
func typeSizes(s *village.Screen) (body, floor int) {
	inches, metres := s.Inches.Float(), s.Distance.Float()
	if inches <= 0 {
		inches = 43
	}
	if metres <= 0 {
		metres = 3
	}
	pitch := inches * 25.4 * 9 / math.Hypot(16, 9) / 1080 // mm
	px := func(minutes float64) int {
		arc := minutes / 60 * math.Pi / 180
		return int(math.Round(2 * metres * 1000 * math.Tan(arc/2) / (0.92 * pitch)))
	}
	return min(max(px(25), 28), 96), min(max(px(20), 24), 76)
}

// SiteHome is what layouts/site/page.html may use: the tree of units.
type SiteHome struct {
	Units []UnitNode
	Pages []Link // pages of content/
}

// UnitNode is one unit in the tree.
type UnitNode struct {
	Name, Href string
	Children   []UnitNode
}

// Home lays out the home of a site without a unit at its root.
func (s *Site) Home() Page {
	f := s.frame("", s.Name, words.T("site.summary"))
	v := &SiteHome{}
	f.finder()
	for _, u := range s.Units {
		v.Units = append(v.Units, nodeOf(u, f))
	}
	for _, t := range heads(s.Texts) {
		v.Pages = append(v.Pages, Link{Text: t.Title, Href: f.to(t.Dir())})
	}
	return Page{"index.html", "site", "page", f, v}
}

func nodeOf(u *village.Unit, f *Frame) UnitNode {
	n := UnitNode{Name: u.Name, Href: f.to(u.Address)}
	if u.Unshown {
		n.Href = ""
	}
	for _, c := range u.Children {
		n.Children = append(n.Children, nodeOf(c, f))
	}
	return n
}
