// Package deadline knows by when village affairs must be public: the profiles of
// rules/deadlines.yaml, one for the nation and one for each province that has rules of
// its own. It holds no figure: what is due, how often and by when is data. It judges a
// profile against evidence that others collect.
package deadline

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

//go:embed deadlines.yaml
var shipped []byte

// A Profile is what one province asks for.
type Profile struct {
	record.At
	Name       string       `key:"title,required"`
	Basis      string       `key:"basis"`
	Extends    string       `key:"extends"`        // profile whose items and days hold where this one says nothing
	Up         village.Term `key:"updays"`         // least length of a public notice
	Reply      int          `key:"replydays"`      // days in which a question or objection must be answered; 0: none said
	UpperReply int          `key:"upperreplydays"` // the same for townships and above
	Text       string       `key:"text"`
	Items      []Item       `key:"matter"`
}

// An Item is one matter that must be public.
type Item struct {
	record.At
	Name   string          `key:"title,required"`
	Levels []village.Level `key:"level"` // units that it is for; empty: all
	Cycle  Cycle           `key:"cycle,required"`
	Boards []string        `key:"board"` // names of boards that fulfil it
	Types  []NoticeType    `key:"type"`  // types of notices that fulfil it
	By     By              `key:"dueby"`
	Up     village.Term    `key:"updays"` // least length of its notices
	Basis  string          `key:"basis"`
	Text   string          `key:"text"`
}

// A Cycle says how often: quarter, month or anytime (when it happens).
type Cycle string

// The cycles.
const (
	Quarterly Cycle = "quarter"
	Monthly   Cycle = "month"
	Anytime   Cycle = "anytime"
)

// Scan reads a cycle.
func (c *Cycle) Scan(v *record.Value) { *c = Cycle(record.OneOf("cycle", v)) }

// A NoticeType is the type of a notice: notice (公示), announcement or report.
type NoticeType string

// Scan reads a type of notices.
func (t *NoticeType) Scan(v *record.Value) { *t = NoticeType(record.OneOf("noticetype", v)) }

// By is the last day for a matter: a day of the month that follows the period (次月15日),
// or a term that begins with the period's end (10日内). The zero By is the period's own
// last day.
type By struct {
	Day  int // 1 to 31, the last of a shorter month; 0 for none
	Term village.Term

	quarter bool // 次季首月
}

// Scan reads 次季首月15日, 次月15日, 10日内 or 20个工作日内.
func (b *By) Scan(v *record.Value) {
	s := strings.Join(strings.Fields(record.Fold(v.Text)), "")
	at := strings.IndexAny(s, "0123456789")
	switch {
	case at < 0:
		v.Error("deadline/by")
		return
	case at == 0:
		b.Term.Scan(v)
		return
	}
	month, known := words.Value("dueday", s[:at])
	n, err := strconv.Atoi(strings.TrimRightFunc(s[at:], func(r rune) bool { return r < '0' || r > '9' }))
	if !known || err != nil || n < 1 || n > 31 {
		v.Error("deadline/by")
		return
	}
	b.Day, b.quarter = n, month == "nextquarter"
}

// Profiles are all profiles that a site knows, with what they extend worked in.
type Profiles []Profile

// National is the index of the profile for sites that choose none: the first shipped one.
const national = 0

// Load returns the shipped profiles with those of doc (rules/deadlines.yaml) added; one
// of the same name replaces the shipped one. doc may be nil.
func Load(doc *record.Doc, rep *problem.Report) Profiles {
	type file struct {
		List []Profile `key:"profiles,main"`
	}
	var own, all file
	record.Open(record.File{Path: "deadlines.yaml", Data: shipped}).Decode(&all, rep)
	if doc != nil {
		doc.Decode(&own, rep)
	}
	list := Profiles(all.List)
	for _, p := range own.List {
		if i := list.index(p.Name); i >= 0 {
			list[i] = p
		} else {
			list = append(list, p)
		}
	}
	out := make(Profiles, len(list))
	for i := range list {
		list[i].check(rep)
		out[i] = list.resolved(i, rep)
	}
	return out
}

// check reports what cannot be meant.
func (p *Profile) check(rep *problem.Report) {
	for i, it := range p.Items {
		if slices.ContainsFunc(p.Items[:i], func(o Item) bool { return o.Name == it.Name }) {
			rep.Error(it.Pos, "deadline/same-item", "item", it.Name)
		}
		if it.By.quarter && it.Cycle == Monthly {
			rep.Error(it.Of("dueby"), "deadline/by-cycle")
		}
	}
}

// circles reports whether the i-th profile extends itself through others.
func (ps Profiles) circles(i int) bool {
	at := i
	for range ps {
		if at = ps.index(ps[at].Extends); at < 0 {
			return false
		}
		if at == i {
			return true
		}
	}
	return true // it leads into a circle of others
}

// resolved returns the i-th profile with that which it extends.
func (ps Profiles) resolved(i int, rep *problem.Report) Profile {
	p := ps[i]
	p.Items = slices.Clone(p.Items)
	j := ps.index(p.Extends)
	switch {
	case p.Extends == "":
		return p
	case j < 0:
		rep.Error(p.Of("extends"), "deadline/unknown", "profile", p.Extends, "known", ps.Names())
		return p
	case ps.circles(i):
		rep.Error(p.Of("extends"), "deadline/circle", "profile", p.Name, "other", p.Extends)
		return p
	}
	base := ps.resolved(j, &problem.Report{})
	if !p.Has("updays") {
		p.Up = base.Up
	}
	if !p.Has("replydays") {
		p.Reply = base.Reply
	}
	if !p.Has("upperreplydays") {
		p.UpperReply = base.UpperReply
	}
	items := base.Items
	for _, it := range p.Items {
		if k := slices.IndexFunc(items, func(o Item) bool { return o.Name == it.Name }); k >= 0 {
			items[k] = it
		} else {
			items = append(items, it)
		}
	}
	p.Items = items
	return p
}

func (ps Profiles) index(name string) int {
	return slices.IndexFunc(ps, func(p Profile) bool { return p.Name == name })
}

// Names lists the profiles for a message.
func (ps Profiles) Names() string {
	var s []string
	for _, p := range ps {
		s = append(s, p.Name)
	}
	return strings.Join(s, words.T("list.sep"))
}

// Check reports a name that no profile has at pos. No name is right too.
func (ps Profiles) Check(name string, pos problem.Pos, rep *problem.Report) {
	if name != "" && ps.index(name) < 0 {
		rep.Error(pos, "deadline/unknown", "profile", name, "known", ps.Names())
	}
}

// For returns the profile of that name as it holds for a unit of a level: its items only,
// and the reply days of its rank in Reply. Without a name, or for an unknown one (which
// Check reports), it is the national profile. It is nil when there is none at all.
func (ps Profiles) For(name string, level village.Level) *Profile {
	i := max(ps.index(name), national)
	if i >= len(ps) {
		return nil
	}
	p := ps[i]
	p.Items = slices.DeleteFunc(slices.Clone(p.Items), func(it Item) bool {
		return len(it.Levels) > 0 && !slices.Contains(it.Levels, level)
	})
	if level != "" && !level.Grassroots() && p.UpperReply > 0 {
		p.Reply = p.UpperReply
	}
	return &p
}
