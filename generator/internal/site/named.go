package site

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// naming looks for people whom a register keeps back and another record names for more
// people than that: a tenant, whoever answers for a project, a name in a text. The boards
// of a unit that ask the registers hide them; the others say what staff wrote.
type naming struct {
	today  village.Date
	docs   map[string]*record.Doc // by path
	names  *privacy.Names         // all that the unit's registers know
	target privacy.Target
	kept   map[string]village.Person // who may not stand on target
	public map[string]bool           // who may all the same: in an office, or as another of that name
	said   map[string]bool           // name and file
	rep    *problem.Report
}

// checkNamed warns of them, once for each person and file.
func checkNamed(v *village.Unit, r *result, from *opened, docs map[string]*record.Doc, today village.Date, rep *problem.Report) {
	if rep.Failed() {
		return
	}
	withheld, others := v.WithheldNames()
	n := &naming{today: today, docs: docs, said: map[string]bool{}, rep: rep}
	for _, t := range []privacy.Target{privacy.Public, privacy.Local} {
		n.target, n.kept, n.public = t, map[string]village.Person{}, map[string]bool{}
		n.keep(v.MemberDir, func(i int) bool { return officer(&v.Members[i]) }, r)
		n.keep(v.HomeDir, func(int) bool { return false }, r)
		for _, name := range slices.Concat(withheld, leaders(v)) {
			n.public[name] = true
		}
		maps.DeleteFunc(n.kept, func(name string, _ village.Person) bool { return n.public[name] || common(name) })
		if len(n.kept) == 0 {
			continue
		}
		if n.names == nil {
			n.names = privacy.NewNames(slices.Concat(withheld, others))
		}
		n.boards(r, from)
		n.free(r)
	}
}

// keep notes who in a register may stand on the target and who may not.
func (n *naming) keep(dir *village.Directory, office func(i int) bool, r *result) {
	for i := range dir.Len() {
		p := dir.Person(i)
		p.Showing = p.Showing.Or(everyone)
		if p.Showing.Expiry >= n.today {
			r.until = sooner(r.until, p.Showing.Expiry+1)
		}
		if office(i) || n.target.Shows(p.Showing, n.today) {
			n.public[p.Name] = true
		} else {
			n.kept[p.Name] = p
		}
	}
}

// everyone is how somebody is shown of whom a register says nothing.
var everyone = village.On(village.Web|village.Hall|village.Board, village.WholeSociety)

// officer reports whether the register gives somebody an office and says nothing of that
// person alone: what keeps a whole list back is not about the secretary.
func officer(m *village.Member) bool {
	own := slices.ContainsFunc([]string{"channels", "audience", "circle", "expiry"}, m.Has)
	none := village.Nobody(m.Post) || slices.Contains(strings.Fields(words.T("named.noposts")), m.Post)
	return m.Post != "" && !none && !own
}

// leaders are those whom unit.yaml names.
func leaders(v *village.Unit) (list []string) {
	if v.Head != nil {
		list = append(list, string(v.Head.Name))
	}
	for _, h := range []*village.Hotline{v.Hotline, v.Service, v.Objection} {
		if h != nil {
			list = append(list, h.Who)
		}
	}
	return list
}

// common reports whether a name of two characters is a word of the language or of the
// data files as well.
func common(name string) bool {
	if utf8.RuneCountInString(name) > 2 {
		return false
	}
	_, key := words.Key(name)
	return key || slices.Contains(strings.Fields(words.T("named.common")), name)
}

// boards looks at what the boards show on the target.
func (n *naming) boards(r *result, from *opened) {
	named := make([]map[string]bool, len(r.boards))
	for i, c := range r.boards {
		named[i] = map[string]bool{}
		for _, page := range c.board.Show(n.target).Pages {
			n.page(page, c.kind.Asks, named[i])
		}
	}
	for i, c := range r.boards {
		for _, d := range docsOf(c.kind, from) {
			n.file(d, c.kind.Defaults, func(m privacy.Mention, text string) bool {
				return named[i][m.Name] && !(c.kind.Asks && item(text, m.Name))
			})
		}
	}
}

// page notes which names stand on a page. Where the board asks the registers, a name by
// itself is that of somebody who may be shown.
func (n *naming) page(page board.Page, asks bool, named map[string]bool) {
	look := func(text string) {
		n.names.In(text, func(m privacy.Mention) {
			if asks && item(text, m.Name) {
				n.public[m.Name] = true
			} else {
				named[m.Name] = true
			}
		})
	}
	privacy.Texts(page.View, look)
	if n.target == privacy.Public {
		privacy.Texts(page.Data, look)
		privacy.Texts(page.Table, look)
	}
}

// item reports whether name is one of those that text lists, perhaps with its group behind it.
func item(text, name string) bool {
	return slices.ContainsFunc(strings.Split(text, words.T("list.sep")), func(s string) bool {
		s, _, _ = strings.Cut(s, "(")
		s, _, _ = strings.Cut(s, "（")
		return strings.Join(strings.Fields(s), "") == name
	})
}

// docsOf are the files that a board is read from.
func docsOf(k board.Kind, from *opened) []*record.Doc {
	list := slices.Clone(from.docs[k.File])
	for _, docs := range from.years[k.File] {
		list = append(list, docs...)
	}
	return list
}

// free looks at notices and pages.
func (n *naming) free(r *result) {
	any := func(privacy.Mention, string) bool { return true }
	for _, x := range r.notices {
		if n.target.Shows(x.Showing, n.today) {
			n.file(n.docs[x.Path], x.Showing, any)
		}
	}
	for _, x := range r.texts {
		if n.target == privacy.Public {
			n.file(n.docs[x.File], everyone, any)
		}
	}
}

// file warns of each person whom a file names in records that the target shows; counts
// says which of the names are meant.
func (n *naming) file(d *record.Doc, defaults village.Showing, counts func(m privacy.Mention, text string) bool) {
	first, times := map[string]problem.Pos{}, map[string]int{}
	var order []string
	d.Fields(func(f record.Field) {
		n.names.In(f.Text, func(m privacy.Mention) {
			_, kept := n.kept[m.Name]
			if !kept || n.public[m.Name] || n.said[m.Name+"|"+d.Path] || !counts(m, f.Text) || !n.target.Shows(village.Around(f).Or(defaults), n.today) {
				return
			}
			if times[m.Name]++; times[m.Name] == 1 {
				order, first[m.Name] = append(order, m.Name), placeOf(d, f, m)
			}
		})
	})
	for _, name := range order {
		p := n.kept[name]
		n.said[name+"|"+d.Path] = true
		n.rep.Add(problem.Problem{Pos: first[name], Severity: problem.Warning, Code: "privacy/named", Width: utf8.RuneCountInString(name),
			Args: problem.Args("name", name, "register", p.At.Pos.File, "line", problem.Int(p.At.Line), "kept", n.keptFor(p.Showing),
				"where", n.where(), "n", problem.Int(times[name]))})
	}
}

// placeOf is where in the file a name stands that was found in the text of a field.
func placeOf(d *record.Doc, f record.Field, m privacy.Mention) problem.Pos {
	at := f.Pos
	if at.Cell {
		return at
	}
	for line := at.Line; line <= at.Line+strings.Count(f.Text, "\n")+1; line++ {
		text, from := d.Line(line), 0
		if line == at.Line {
			from = len(string([]rune(text)[:min(at.Col-1, utf8.RuneCountInString(text))]))
		}
		if i := strings.Index(text[from:], m.Name); i >= 0 {
			at.Line, at.Col = line, utf8.RuneCountInString(text[:from+i])+1
			return at
		}
	}
	return at
}

// keptFor says how a register keeps somebody from the target.
func (n *naming) keptFor(s village.Showing) string {
	switch {
	case s.Expiry != 0 && n.today > s.Expiry:
		return words.T("named.until", "day", s.Expiry.String())
	case s.Audience == village.PartyOnly:
		return words.T("named.party")
	case s.Audience == village.VillageOnly && n.target == privacy.Public:
		return words.T("named.village")
	}
	return words.T("named.channels", "channels", s.String())
}

func (n *naming) where() string {
	if n.target == privacy.Public {
		return words.T("privacy.where.web")
	}
	return words.T("privacy.where.hall")
}
