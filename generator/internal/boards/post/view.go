package post

import (
	"strconv"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/search"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// View is what layouts/post may use.
type View struct {
	Any      bool   // posts are recorded, here or below
	Count    string // 12个
	People   string // 14人
	Shared   string // 2个: posts that several people hold
	Vacant   string // 1个: posts that nobody holds
	Rest     string // 未归类
	Partial  bool   // not all are listed, see 列举不全
	Idle     string // 3人: members of the register without a post
	Services []board.Figure
	Posts    []Item
	Makeup   *Makeup
	Steps    []board.Stage // of the process, for everybody to read
	Hidden   string        // people who hold a post and are not named here
	Box      *board.NoticeBox
	board.Below
	Sample bool
}

// Item is one post.
type Item struct {
	Anchor  string
	Name    string
	Role    string
	Places  string // 2人, "" when it does not say
	Vacant  bool
	Holders []Holder
	Hidden  string // 1人 that are not named here
	Sample  bool
	Until   string // last day on which it may be shown, see village.LastDay
}

// Holder is somebody who holds a post.
type Holder struct {
	Anchor string
	Name   string
	Suffix string // tells two of one name apart
	Way    string // 自主, 安排
	State  string // 已承诺
	Until  string // last day on which it may be named, see village.LastDay
}

// Data is data.json: posts, who holds them, what was done.
type Data struct {
	board.Meta
	Unclassified float64             `json:"unclassified,omitempty"` // declared, but not listed
	Posts        *float64            `json:"posts,omitempty"`        // number of posts, with the units below; left out with what follows where none is recorded
	Vacant       *float64            `json:"vacant,omitempty"`       // of these, posts that nobody holds
	Shared       *int                `json:"shared,omitempty"`       // of the unit's own, posts that several people hold
	People       *int                `json:"people,omitempty"`       // who hold posts
	Idle         *int                `json:"idle,omitempty"`         // members of the register without a post
	Services     []board.DataMeasure `json:"services"`               // what was done, each with its own unit
	Members      *DataMembers        `json:"members,omitempty"`
	Units        []DataUnit          `json:"units,omitempty"`
	Missing      []string            `json:"missing,omitempty"`
	List         []DataPost          `json:"list,omitempty"`
}

// DataUnit is one unit below, or what the unit itself has.
type DataUnit struct {
	Unit    string   `json:"unit"`
	Address string   `json:"address"`
	Posts   *float64 `json:"posts,omitempty"`
	People  *int     `json:"people,omitempty"`
}

// DataPost is one post.
type DataPost struct {
	Title   string   `json:"title"`
	Role    string   `json:"role,omitempty"`
	Places  float64  `json:"places,omitempty"` // people it is meant for
	People  int      `json:"people"`           // who hold it
	Holders []string `json:"holders"`          // those who may be named
	Sample  bool     `json:"sample,omitempty"`
}

// Show implements board.Board.
func (b *Board) Show(t privacy.Target) board.Output {
	if b.all.Units == b.own.Units && !t.Shows(b.Showing, b.today) {
		return board.Output{}
	}
	v, d := b.view(t)
	title, summary := words.T("post.title"), words.T("post.summary", "posts", v.Count, "people", v.People)
	tile := board.Tile{Title: title, Figure: v.Count, Text: words.T("post.tile", "people", v.People)}
	if d.Posts == nil {
		summary, tile.Figure, tile.Text = b.otherFigures(v)
	}
	return board.Output{
		Pages: []board.Page{{Title: title, View: v, Data: d, Table: table(d), Papers: board.Papers(false), Scene: true,
			Summary: summary, Partial: v.Hidden != "", Noindex: named(d), Found: v.found()}},
		Tile:    tile,
		Notices: v.Box.Notice(Kind.Word, "", v.People),
	}
}

// otherFigures are what a unit without posts is summed up by: what was done, else its
// members.
func (b *Board) otherFigures(v *View) (summary, figure, text string) {
	switch {
	case len(v.Services) > 0:
		s := v.Services[0]
		return s.Label + s.Value + s.Unit, s.Value + s.Unit, s.Label
	case v.Makeup != nil:
		return words.KeyName("members") + v.Makeup.Count, v.Makeup.Count, words.KeyName("members")
	}
	return "", "", ""
}

// found is who holds which post, and the posts that nobody is named for.
func (v *View) found() (list []search.Record) {
	for _, p := range v.Posts {
		if len(p.Holders) == 0 {
			list = append(list, board.Matter(p.Name, p.Anchor, p.Until))
		}
		for _, h := range p.Holders {
			list = append(list, search.Record{Kind: search.Person, Name: h.Name, Mark: h.Suffix, Text: p.Name, Row: h.Anchor,
				Until: board.Until(p.Until, h.Until)})
		}
	}
	return list
}

func named(d *Data) bool {
	for _, p := range d.List {
		if len(p.Holders) > 0 {
			return true
		}
	}
	return false
}

func posts(q village.Quantity) string {
	return q.With(words.T("unit.item"))
}

func people(n int) string {
	q := village.Count(n)
	return q.With(words.T("unit.person"))
}

func (b *Board) view(t privacy.Target) (*View, *Data) {
	all := &b.all
	services := all.Services.Concealed(all.Named)
	v := &View{Count: posts(all.All()), People: people(all.People), Services: services.Figures(), Sample: all.Sample}
	v.Any = held(all)
	vacant := all.Groups.Get(words.T("post.vacant"))
	d := &Data{Meta: board.NewMeta(Kind.Word, b.unit, 0, v.Sample), Unclassified: b.rest.Float(),
		Services: services.Data()}
	if v.Any {
		empty := vacant.Float()
		d.Posts, d.Vacant, d.People = all.Counted(), &empty, &all.People
	}
	if !b.rest.IsZero() {
		v.Rest, v.Partial = posts(b.rest), b.Partial
	}
	v.Vacant = posts(vacant)
	if b.idle > 0 {
		v.Idle = people(b.idle)
	}
	b.list(v, d, t)
	v.Makeup, d.Members = b.makeup(t)
	if len(b.Posts) > 0 {
		v.Steps = board.Stages(b.process, nil, b.today)
	}
	v.Box = b.Box(words.T("post.noticetitle"), t, b.unit, b.today)
	b.below(v, d)
	return v, d
}

// list lays out the posts with those who hold them.
func (b *Board) list(v *View, d *Data, t privacy.Target) {
	named, shared, rows := map[int]bool{}, 0, board.Anchors{}
	for i := range b.Posts {
		p := &b.Posts[i]
		if len(p.holders) > 1 {
			shared++
		}
		if !t.Shows(p.Showing, b.today) {
			continue
		}
		it := Item{Anchor: rows.Of(p.Name), Name: p.Name, Role: p.Role, Vacant: len(p.holders) == 0, Sample: p.Sample && !b.Sample,
			Until: village.LastDay(p.Showing)}
		if !p.Places.IsZero() {
			it.Places = people(p.Places.Int())
		}
		data := DataPost{Title: p.Name, Role: p.Role, Places: p.Places.Float(), People: len(p.holders), Holders: []string{}, Sample: p.Sample}
		for _, h := range p.holders {
			who := b.roll.Dir.Person(h.who)
			if !t.ShowsPerson(h.Showing, who.Showing, b.today) {
				continue
			}
			named[h.who] = true
			it.Holders = append(it.Holders, Holder{rows.Of(b.roll.Dir.Label(h.who)), who.Name, b.roll.Dir.Suffix(h.who), wayName(h.way), h.state,
				village.LastDay(h.Showing, who.Showing)})
			data.Holders = append(data.Holders, b.roll.Dir.Label(h.who))
		}
		if n := len(p.holders) - len(it.Holders); n > 0 {
			it.Hidden = people(n)
		}
		v.Posts = append(v.Posts, it)
		d.List = append(d.List, data)
	}
	if len(b.Posts) > 0 {
		d.Shared, d.Idle = &shared, &b.idle
	}
	if shared > 0 {
		v.Shared = posts(village.Count(shared))
	}
	if n := len(b.held) - len(named); n > 0 {
		v.Hidden = people(n)
	}
}

func wayName(w way) string {
	if w == "" {
		return ""
	}
	return words.ValueName("claimway", string(w))
}

// held reports whether there are posts at all: a unit may record only what was done.
func held(s *Sum) bool { return s.All().N > 0 || s.People > 0 }

// below lays out the units below.
func (b *Board) below(v *View, d *Data) {
	head := []string{words.T("post.posts"), words.T("post.people")}
	row := func(s *Sum) board.Part {
		if !held(s) {
			return board.Part{Cells: []string{"", ""}}
		}
		return board.Part{Cells: []string{posts(s.All()), people(s.People)}}
	}
	subs := board.WithOwn(b.unit, &b.own, b.subs, row)
	v.Below = board.NewBelow(Kind.Word, head, subs, &b.all, row)
	d.Missing = v.Missing
	for u, s := range board.Reporting(subs) {
		unit := DataUnit{Unit: u.Name, Address: u.Address}
		if held(s) {
			unit.Posts, unit.People = s.Counted(), &s.People
		}
		d.Units = append(d.Units, unit)
	}
}

func table(d *Data) [][]string {
	if len(d.List) == 0 && len(d.Units) > 0 {
		rows := [][]string{{words.T("csv.unit"), words.T("post.posts"), words.T("post.people")}}
		for _, u := range d.Units {
			rows = append(rows, []string{u.Unit, board.Optional(u.Posts), board.Optional(u.People)})
		}
		return rows
	}
	if len(d.List) == 0 {
		rows := [][]string{{words.KeyName("category"), words.KeyName("quantity"), words.KeyName("unit")}}
		for _, s := range d.Services {
			rows = append(rows, []string{s.Name, board.Number(s.Quantity), s.Unit})
		}
		return rows
	}
	rows := [][]string{{words.KeyName("duties"), words.KeyName("role"), words.KeyName("headcount"), words.KeyName("members")}}
	for _, p := range d.List {
		rows = append(rows, []string{p.Title, p.Role, strconv.Itoa(p.People), strings.Join(p.Holders, words.T("list.sep"))})
	}
	return rows
}
