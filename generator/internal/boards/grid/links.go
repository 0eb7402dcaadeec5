package grid

import (
	"slices"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// links counts the households that members of one kind look after (党员包联).
type links struct {
	Kind     string           // 党员, 党员中心户
	Number   village.Quantity // who look after others
	Homes    village.Quantity // whom they look after, each once
	Mediated village.Quantity // disputes that were settled
	Open     reach
	Sample   bool
}

func (s *Sum) addLinks(l links) {
	for i := range s.Links {
		if o := &s.Links[i]; o.Kind == l.Kind {
			o.Number = o.Number.Plus(l.Number)
			o.Homes = o.Homes.Plus(l.Homes)
			o.Mediated = o.Mediated.Plus(l.Mediated)
			o.Open, o.Sample = o.Open.and(l.Open), o.Sample || l.Sample
			return
		}
	}
	s.Links = append(s.Links, l)
}

// linked is one member who looks after households, for the list.
type linked struct {
	name, suffix      string
	homes             village.Quantity
	showing, register village.Showing
}

// linking gathers who looks after whom: the register's 联系户 and the file's 包联.
type linking struct {
	members, homes *village.Roll
	named          map[int]bool             // households that are named, each once
	by             map[int]map[int]bool     // member → households named
	counted        map[int]village.Quantity // member → households only counted
	settled        village.Quantity
	order          []int
	rows           map[int]*village.Linked
	open           bool
}

// readLinks reads 包联 and the 联系户 of the register of members.
func (b *Board) readLinks(in *board.Input) {
	g := &linking{members: village.NewRoll(in.Unit.MemberDir), homes: village.NewRoll(in.Unit.HomeDir), named: map[int]bool{},
		by: map[int]map[int]bool{}, counted: map[int]village.Quantity{}, rows: map[int]*village.Linked{}, open: true}
	if b.own.Units > 0 {
		g.register(in.Unit)
		for i := range b.file.Linked {
			l := &b.file.Linked[i]
			l.Showing = l.Showing.Or(b.file.Showing)
			in.Shown(l.Showing)
			b.linkedRow(l, g, in)
		}
	}
	if len(g.order) == 0 {
		return
	}
	sum := links{Kind: words.KeyName("members"), Number: village.Count(len(g.order)), Homes: village.Count(len(g.named)), Mediated: g.settled, Open: reach{g.open, true, true}}
	for _, m := range g.order {
		homes := village.Count(len(g.by[m]))
		if n := g.counted[m]; !n.IsZero() {
			homes = n
			sum.Homes = sum.Homes.Plus(n)
		}
		at := b.file.Showing
		if row := g.rows[m]; row != nil {
			at = row.Showing
		}
		b.linked = append(b.linked, linked{g.members.Dir.Person(m).Name, g.members.Dir.Suffix(m), homes, at, g.members.Dir.Person(m).Showing})
	}
	if in.Unit.HomeDir.Len() > 0 && len(g.counted) == 0 {
		b.alone = village.Count(in.Unit.HomeDir.Len() - len(g.named))
	}
	if slices.ContainsFunc(b.own.Links, func(o links) bool { return o.Kind == sum.Kind }) {
		in.Report.Error(b.file.Of("linked"), "grid/cover-twice", "name", sum.Kind)
	}
	b.own.Links = append(b.own.Links, sum)
}

// register takes the households that the register of members names.
func (g *linking) register(u *village.Unit) {
	var quiet problem.Report // what is wrong was said when the register was read
	for i := range u.Members {
		for _, ref := range u.Members[i].Contacts {
			if h, ok := g.homes.Find(ref, false, u.Members[i].Of("contacts"), &quiet); ok {
				g.link(i, h)
			}
		}
	}
}

func (g *linking) link(member, home int) {
	g.meet(member)
	g.by[member][home], g.named[home] = true, true
}

func (g *linking) meet(member int) {
	if g.by[member] == nil {
		g.by[member] = map[int]bool{}
		g.order = append(g.order, member)
	}
}

// linkedRow reads one row of 包联: a member, or a kind of members with their number.
func (b *Board) linkedRow(l *village.Linked, g *linking, in *board.Input) {
	rep := in.Report
	l.Homes.MustCount("households", l.Of("linkedhomes"), rep)
	if l.Title != "" {
		if l.Number.IsZero() {
			rep.Error(l.Pos, "record/missing", "key", words.KeyName("quantity"))
		}
		b.takeLinks(links{l.Title, l.Number, l.Homes, l.Mediated, reachOf(l.Showing, in.Today), l.Sample}, l.Pos, in)
		return
	}
	if l.Member.Name == "" {
		rep.Error(l.Pos, "grid/linked-who")
		return
	}
	m, ok := g.members.Find(l.Member, false, l.Of("members"), rep)
	if !ok {
		return
	}
	if g.rows[m] != nil {
		rep.Error(l.Of("members"), "grid/linked-twice", "name", g.members.Dir.Label(m), "line", problem.Int(g.rows[m].At.Line))
	}
	g.rows[m] = l
	g.meet(m)
	for _, ref := range l.Contacts {
		if h, ok := g.homes.Find(ref, false, l.Of("contacts"), rep); ok {
			g.link(m, h)
		}
	}
	g.settled = g.settled.Plus(l.Mediated)
	lasting := l.Showing
	lasting.Expiry = 0 // whose time is over is counted all the same
	g.open = g.open && privacy.Public.Shows(lasting, in.Today)
	if n := village.Count(len(g.by[m])); n.N == 0 {
		g.counted[m] = l.Homes
	} else {
		village.CheckTotal(l.Of("linkedhomes"), words.KeyName("linkedhomes"), l.Homes, n, rep)
	}
}

// takeLinks adds a kind that the unit only counts, or checks it against what the units below say.
func (b *Board) takeLinks(l links, at problem.Pos, in *board.Input) {
	if all := in.Unit.Households; !all.IsZero() && l.Homes.N > all.N {
		in.Report.Error(at, "grid/linked-more", "kind", l.Kind, "n", l.Homes.Figure(), "households", all.Figure())
	}
	i := slices.IndexFunc(b.all.Links, func(o links) bool { return o.Kind == l.Kind })
	if i < 0 {
		if slices.ContainsFunc(b.own.Links, func(o links) bool { return o.Kind == l.Kind }) {
			in.Report.Error(at, "grid/cover-twice", "name", l.Kind)
		}
		b.own.Links = append(b.own.Links, l)
		return
	}
	below := b.all.Links[i]
	village.CheckTotal(at, l.Kind, l.Number, below.Number, in.Report)
	village.CheckTotal(at, words.KeyName("linkedhomes"), l.Homes, below.Homes, in.Report)
	village.CheckTotal(at, words.KeyName("mediated"), l.Mediated, below.Mediated, in.Report)
}
