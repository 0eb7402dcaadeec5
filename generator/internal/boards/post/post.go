// Package post is the board of posts (设岗定责): which posts there are, who holds them,
// and what was done. Visits and services stand as figures only; whom they were for has
// no key.
package post

import (
	"slices"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/step"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// Kind is the board.
var Kind = board.Kind{
	Word: "post", File: "posts",
	Defaults: village.On(village.Web|village.Hall|village.Board, village.WholeSociety),
	Asks:     true,
	Read:     read,
	Summary:  board.ReadSum[Sum],
}

// file is posts.yaml.
type file struct {
	record.At
	Posts    []post    `key:"duties,main"`
	Claims   []claim   `key:"claimed"`
	Services []service `key:"services"`
	Process  string    `key:"processes"`
	board.Head
}

// post is one post.
type post struct {
	record.At
	Name   string           `key:"title,required"`
	Role   string           `key:"role"`
	Places village.Quantity `key:"headcount"` // zero when it does not say
	village.Showing

	holders []holder
}

// ScanShort reads 岗位: [治安岗, 保洁岗].
func (p *post) ScanShort(v *record.Value) { p.Name = v.Text }

// holder is somebody who holds a post.
type holder struct {
	who   int // index in the roll
	way   way
	state string // 已承诺
	village.Showing
}

// claim is one member's claim of a post.
type claim struct {
	record.At
	Who      village.Ref  `key:"members|subject|name,required"`
	Group    string       `key:"group"` // tells two of one name apart
	Formerly bool         `key:"formerly"`
	Post     string       `key:"duties"`
	How      way          `key:"way"`
	Pledged  village.Date `key:"pledged"`
	board.Way
	village.Showing
}

// way is how somebody came to a post: self or assigned.
type way string

// Scan reads 自主 or 安排.
func (w *way) Scan(v *record.Value) { *w = way(record.OneOf("claimway", v)) }

// service is what a member did in a post, or one visit.
type service struct {
	record.At
	Date     village.Date     `key:"date"`
	Who      village.Ref      `key:"members|subject|name"`
	Group    string           `key:"group"`
	Formerly bool             `key:"formerly"`
	Category string           `key:"category,required"`
	Quantity village.Quantity `key:"quantity"` // with its unit; none: once
	Matter   string           `key:"matter"`   // never shown: it may name whom it was for
	village.Showing
}

// Sum counts the posts of one unit, with all units below. Its groups are held and empty
// posts.
type Sum struct {
	board.Sum
	People   int            // who hold posts
	Services board.Measures // what was done, by category
	Named    board.Measures // of these, what the web may name
}

func (s *Sum) add(o *Sum) {
	s.Sum.Add(&o.Sum)
	s.People += o.People
	s.Services.Merge(o.Services)
	s.Named.Merge(o.Named)
}

// Board is the computed board of one unit.
type Board struct {
	file
	unit     *village.Unit
	today    village.Date
	process  *step.Process
	roll     *village.Roll
	held     map[int]bool // by index in the roll: holds a post
	idle     int          // members of the register without a post
	own, all Sum
	rest     village.Quantity // declared but not listed
	subs     []board.Sub[Sum]
}

// Summary implements board.Board.
func (b *Board) Summary() any { return &b.all }

func read(in *board.Input) board.Board {
	b := &Board{unit: in.Unit, today: in.Today, process: &step.Process{}, roll: village.NewRoll(in.Unit.MemberDir), held: map[int]bool{}}
	var below Sum
	b.subs = board.RollUp(in, &below, (*Sum).add)
	if b.Read(in, &b.file, &b.At, in.Processes.Columns()...) {
		b.check(in, below.Services)
	}
	b.all.add(&b.own)
	b.all.add(&below)
	if b.all.Units == 0 {
		return nil
	}
	b.totals(in, below.Services)
	return b
}

// check completes and counts the unit's own posts, claims and services.
func (b *Board) check(in *board.Input, below board.Measures) {
	b.process = in.Process(b.Process, words.T("post.process"), b.Of("processes"))
	b.checkPosts(in)
	seen := map[[2]int]int{}
	for i := range b.Claims {
		b.claim(&b.Claims[i], seen, in)
	}
	b.registered(seen, in)
	for i := range b.Services {
		b.service(&b.Services[i], in)
	}
	rows := slices.Clone(b.own.Services)
	b.own.Services.AddTyped(b.Counts, rows, below, in.Report)
	b.own.Named.AddTyped(b.Counts, rows, below, &problem.Report{})
	b.count(in)
	in.Shown(in.Unit.Makeup.Showing)
	for i := range in.Unit.Members {
		in.Shown(in.Unit.Members[i].Showing)
	}
}

func (b *Board) checkPosts(in *board.Input) {
	line := map[string]int{}
	for i := range b.Posts {
		p := &b.Posts[i]
		p.Showing = p.Showing.Or(b.Showing)
		in.Shown(p.Showing)
		p.Places.MustCount("people", p.Of("headcount"), in.Report)
		if first, twice := line[p.Name]; twice {
			in.Report.Error(p.Of("title"), "post/same-post", "post", p.Name, "line", problem.Int(first))
		}
		line[p.Name] = p.Line
	}
}

// find returns the index of the post called name, -1 (reported at pos) when there is none.
func (b *Board) find(name, who string, pos problem.Pos, rep *problem.Report) int {
	var known []string
	for i := range b.Posts {
		if b.Posts[i].Name == name {
			return i
		}
		known = append(known, b.Posts[i].Name)
	}
	if len(known) == 0 {
		rep.Error(pos, "post/no-posts", "post", name, "name", who)
		return -1
	}
	rep.Error(pos, "post/unknown-post", "post", name, "name", who, "known", strings.Join(known, words.T("list.sep")))
	return -1
}

// claim checks one claim and gives the post its holder. seen holds post and person of
// the claims before it, with their lines.
func (b *Board) claim(c *claim, seen map[[2]int]int, in *board.Input) {
	rep := in.Report
	c.Showing = c.Showing.Or(b.Showing)
	in.Shown(c.Showing)
	who, ok := b.roll.Find(c.Who.In(c.Group), c.Formerly, c.Of("members"), rep)
	state := b.judge(c, in)
	if c.Post == "" {
		rep.Error(c.Pos, "post/no-post", "name", c.Who.Text)
		return
	}
	i := b.find(c.Post, c.Who.Text, c.Of("duties"), rep)
	if i < 0 || !ok {
		return
	}
	if line, twice := seen[[2]int{i, who}]; twice {
		rep.Error(c.Of("members"), "post/claimed-twice", "name", b.roll.Dir.Label(who), "post", c.Post, "line", problem.Int(line))
		return
	}
	seen[[2]int{i, who}] = c.Line
	b.hold(i, holder{who, c.How, state, c.Showing})
}

func (b *Board) hold(i int, h holder) {
	b.held[h.who] = true
	b.Posts[i].holders = append(b.Posts[i].holders, h)
}

// judge checks the steps of a claim, among them the pledge, and says how it stands.
func (b *Board) judge(c *claim, in *board.Input) string {
	if i := b.process.Column(words.KeyName("pledged")); i >= 0 && c.Pledged != 0 {
		at := record.At{Pos: c.Of("pledged")}
		c.Steps = b.process.Merge(c.Steps, step.Taken{At: at, Step: b.process.Steps[i].Name, Date: c.Pledged})
	}
	in.Changes(c.Pledged)
	c.Judge(b.process, c.At, c.Who.Text, in)
	return c.Judged.Text
}

// registered takes the posts that the register of members names, 岗位 of a member.
func (b *Board) registered(seen map[[2]int]int, in *board.Input) {
	if len(b.Posts) == 0 {
		return
	}
	for who := range in.Unit.Members {
		m := &in.Unit.Members[who]
		for _, name := range m.Duties {
			i := b.find(name, string(m.Name), m.Of("duties"), in.Report)
			if _, twice := seen[[2]int{i, who}]; i >= 0 && !twice {
				seen[[2]int{i, who}] = m.Line
				b.hold(i, holder{who: who, Showing: b.Showing})
			}
		}
	}
}

// service checks and counts what was done. Where there are posts, who did it must hold
// one.
func (b *Board) service(s *service, in *board.Input) {
	s.Showing = s.Showing.Or(b.Showing)
	in.Shown(s.Showing)
	in.Changes(s.Date)
	if s.Who.Text != "" {
		who, ok := b.roll.Find(s.Who.In(s.Group), s.Formerly, s.Of("members"), in.Report)
		if ok && len(b.Posts) > 0 && !b.held[who] && !s.Formerly {
			in.Report.Error(s.Of("members"), "post/no-claim", "name", b.roll.Dir.Label(who))
		}
	}
	switch {
	case s.Quantity.IsZero():
		s.Quantity = village.Count(1)
		s.Quantity.Unit = words.T("post.once")
	case s.Quantity.Unit == "":
		in.Report.Error(s.Of("quantity"), "ledger/no-unit", "group", s.Category, "value", s.Quantity.String())
		return
	}
	if s.Date > in.Today {
		in.Report.Warn(s.Of("date"), "post/not-yet", "date", s.Date.String())
		return
	}
	b.own.Services.Add(s.Category, s.Quantity)
	if privacy.Public.Shows(s.Showing, in.Today) {
		b.own.Named.Add(s.Category, s.Quantity)
	}
}

// count counts posts and people, and asks about empty posts and members without one.
func (b *Board) count(in *board.Input) {
	b.own.Units = 1
	b.own.Sample = b.Sample || in.Unit.Sample
	b.own.People = len(b.held)
	var empty []string
	for i := range b.Posts {
		p := &b.Posts[i]
		group := words.T("post.held")
		if len(p.holders) == 0 {
			group = words.T("post.vacant")
			empty = append(empty, p.Name)
		}
		b.own.Count(group, village.Count(1), true)
		b.own.Sample = b.own.Sample || p.Sample
		if n := p.Places.Int(); n > 0 && len(p.holders) > n {
			in.Report.Warn(p.Of("headcount"), "post/crowded", "post", p.Name, "places", problem.Int(n), "n", problem.Int(len(p.holders)))
		}
	}
	if len(empty) > 0 {
		in.Report.Warn(b.Of("duties"), "post/empty", "n", problem.Int(len(empty)), "posts", strings.Join(empty, words.T("list.sep")))
	}
	if len(b.Posts) == 0 {
		return
	}
	for who := range in.Unit.Members {
		if !b.held[who] {
			b.idle++
		}
	}
	if b.idle > 0 {
		in.Report.Warn(b.Of("duties"), "post/idle", "n", problem.Int(b.idle))
	}
}

// totals checks what was typed: 合计 is the number of posts, 人数 that of the people who
// hold them; any other name is a figure of what was done.
func (b *Board) totals(in *board.Input, below board.Measures) {
	head := b.Head
	head.Counts, head.Total = nil, nil
	people := village.Count(b.all.People)
	for _, t := range b.Total {
		switch code, _ := words.Key(t.Key); {
		case t.Key == "" || words.IsSum(t.Key) || code == "duties":
			t.Key = ""
			head.Total = append(head.Total, t)
		case code == "headcount" || code == "members":
			village.CheckTotal(t.Pos, words.T("post.people"), t.Value, people, in.Report)
		default:
			b.all.Services.CheckTotal(t, t.Key, in.Report)
		}
	}
	b.rest = head.CheckTotals(&b.all.Sum, words.T("post.posts"), b.Of("declared"), in)
	b.all.Services.CheckTyped(b.Counts, below, words.T("post.services"), in.Report)
}
