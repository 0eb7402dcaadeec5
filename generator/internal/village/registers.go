package village

import (
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/words"
)

// LoadRegisters reads the unit's shared lists from its files: docs is by code word of
// the file (members, households, grids, withheld).
func (u *Unit) LoadRegisters(docs map[string][]*record.Doc, rep *problem.Report) {
	u.Registers = Registers{}
	var members struct {
		record.At
		List []Member `key:"members,main"`
		Makeup
	}
	var homes struct {
		record.At
		List []Household `key:"households,main"`
		Showing
	}
	for _, d := range docs["members"] {
		d.Decode(&members, rep)
	}
	for _, d := range docs["households"] {
		d.Decode(&homes, rep)
	}
	u.Members, u.Makeup, u.Homes = members.List, members.Makeup, homes.List
	people := make([]Person, len(u.Members))
	for i := range u.Members {
		u.Members[i].Showing = u.Members[i].Showing.Or(members.Showing)
		people[i] = u.Members[i].Person()
	}
	u.MemberDir = NewDirectory(people, rep)
	people = make([]Person, len(u.Homes))
	for i := range u.Homes {
		u.Homes[i].Showing = u.Homes[i].Showing.Or(homes.Showing)
		people[i] = u.Homes[i].Person()
	}
	u.HomeDir = NewDirectory(people, rep)
	if len(docs["grids"]) > 0 {
		u.Grids = &GridFile{}
		for _, d := range docs["grids"] {
			d.Decode(u.Grids, rep)
		}
		u.Grids.mergeRows()
		if u.Grids.File == "" { // a table has no place of its own
			u.Grids.At.Pos = problem.Pos{File: docs["grids"][0].Path}
		}
	}
	u.checkRegisters(rep)
	u.Withhold(docs["withheld"], rep)
}

// checkRegisters: people live in grids that exist and look after households that
// exist.
func (u *Unit) checkRegisters(rep *problem.Report) {
	if u.Grids != nil {
		for i := range u.Grids.Grids {
			u.Grids.Grids[i].check(rep)
		}
		for i := range u.Grids.Wardens {
			u.Grids.Wardens[i].check(rep)
		}
	}
	u.Makeup.check(u.Members, rep)
	grid := func(ref string, pos problem.Pos) {
		if ref != "" && u.Grids != nil && len(u.Grids.Grids) > 0 {
			u.Grids.Find(ref, pos, rep)
		}
	}
	for i := range u.Members {
		m := &u.Members[i]
		grid(m.Grid, m.Of("grids"))
		for _, c := range m.Contacts {
			if u.HomeDir.Len() > 0 && c.Name != "" {
				u.HomeDir.Find(c, m.Of("contacts"), rep)
			}
		}
	}
	for i := range u.Homes {
		grid(u.Homes[i].Grid, u.Homes[i].Of("grids"))
	}
}

// check compares what the register gives as totals with each other and with its rows: a
// category is given as rows or as a count, and a typed total is that of both.
func (m *Makeup) check(rows []Member, rep *problem.Report) {
	of, all := map[string]Quantity{}, Count(len(rows))
	for i := range rows {
		of[rows[i].Category] = of[rows[i].Category].Plus(Count(1))
	}
	for i := range m.Counts {
		c := &m.Counts[i]
		c.Value.MustCount("people", c.Pos, rep)
		c.Value.Unit = words.T("unit.person")
		switch _, both := of[c.Key]; {
		case both:
			rep.Error(c.Pos, "ledger/counts-and-rows", "group", c.Key)
		case !words.IsSum(c.Key):
			of[c.Key] = c.Value
			all = all.Plus(c.Value)
		}
	}
	for _, t := range m.Total {
		what, computed := t.Key, of[t.Key]
		if t.Key == "" || words.IsSum(t.Key) {
			what, computed = words.KeyName("members"), all
		}
		t.Value.MustCount("people", t.Pos, rep)
		CheckTotal(t.Pos, what, t.Value, computed, rep)
	}
	for _, c := range m.Counts {
		if words.IsSum(c.Key) {
			CheckTotal(c.Pos, words.KeyName("members"), c.Value, all, rep)
		}
	}
}

// Restrict lets u, the unit as it was once, show of nobody more than the unit shows
// today: who is kept back now is kept back in what is past too. Who is in no register
// any more is shown as then.
func (u *Unit) Restrict(today *Unit) {
	u.MemberDir.restrict(today.MemberDir)
	for i := range u.Members {
		u.Members[i].Showing = u.MemberDir.people[i].Showing
	}
	u.HomeDir.restrict(today.HomeDir)
	for i := range u.Homes {
		u.Homes[i].Showing = u.HomeDir.people[i].Showing
	}
}

// restrict finds people again by number and by name and group.
func (d *Directory) restrict(today *Directory) {
	known := map[string]Showing{}
	note := func(key string, s Showing) {
		if old, twice := known[key]; twice {
			s = old.Stricter(s)
		}
		known[key] = s
	}
	for i, p := range today.people {
		note(today.Key(i), p.Showing)
		note(nameKey(p), p.Showing)
	}
	for i, p := range d.people {
		for _, key := range []string{d.Key(i), nameKey(p)} {
			if s, ok := known[key]; ok {
				d.people[i].Showing = d.people[i].Showing.Stricter(s)
			}
		}
	}
}
