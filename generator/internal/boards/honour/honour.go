// Package honour is the wall of honours (荣誉): who holds which, and the stories of those
// who agreed to be told of. Pupils and minors stand only with consent, on the web by
// surname and school year; of children under 14 no name stands anywhere.
package honour

import (
	"cmp"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// Kind is the board.
var Kind = board.Kind{
	Word: "honour", File: "honours",
	Keys:     []string{words.KeyName("category"), words.KeyName("subject")},
	Defaults: village.On(village.Web|village.Hall|village.Board, village.WholeSociety),
	Asks:     true,
	Read:     read,
	Summary:  board.ReadSum[board.Sum],
}

// file is honours.yaml.
type file struct {
	record.At
	Honours []honour `key:"honours,main"`
	board.Head
}

// honour is one honour of a person or household.
type honour struct {
	record.At
	Category string        `key:"category"`
	Who      village.Ref   `key:"subject|households|members|name,required"` // of a register, or of none
	Group    string        `key:"group"`
	Formerly bool          `key:"formerly"`
	Title    string        `key:"honourtitle"`
	Date     village.When  `key:"date"`
	Text     string        `key:"deeds"` // Markdown
	Pictures []record.Path `key:"pictures"`
	Consent  *consent      `key:"consent"`
	Minor    minor         `key:"minor"`
	School   string        `key:"school"` // with the year: 示例中学高三
	village.Showing

	shots    []*board.Picture // of those who agreed
	name     string
	suffix   string
	register []village.Showing // what the registers say of the person
}

// consent is who agreed to publication, and when: of a minor the guardian.
type consent struct {
	record.At
	By   village.Name `key:"giver,required"`
	Date village.Date `key:"date,required"`
}

// ScanShort reads 同意: 示例某 2024-05-06, as a table has it.
func (c *consent) ScanShort(v *record.Value) {
	fields := strings.Fields(record.Fold(v.Text))
	if len(fields) != 2 {
		v.Error("honour/consent")
		return
	}
	who, day := *v, *v
	who.Text, day.Text = fields[0], fields[1]
	c.By.Scan(&who)
	c.Date.Scan(&day)
}

// minor is 未成年: how young somebody is.
type minor uint8

const (
	adult minor = iota
	young       // 是
	child       // 14岁以下
)

// Scan reads 是, 否 or 14岁以下.
func (m *minor) Scan(v *record.Value) {
	*m = map[string]minor{"young": young, "child": child}[record.OneOf("minor", v)]
}

// pupil reports whether the honour is that of somebody at school or of a minor: the
// record says so, or what the honour is called does (words/values.yaml).
func (h *honour) pupil() bool {
	return h.Minor != adult || words.Names("student", h.Category) || words.Names("student", h.Title)
}

// agreed reports whether there is a consent by that day.
func (h *honour) agreed(today village.Date) bool {
	return h.Consent != nil && h.Consent.By != "" && h.Consent.Date != 0 && h.Consent.Date <= today
}

// told reports whether more than the honour itself is told of the person.
func (h *honour) told() bool { return h.Text != "" || len(h.Pictures) > 0 }

// shows reports whether t may show the honour on the day: as the record and the registers
// say, pupils and minors only with consent, a story or a picture on the web only with
// consent.
func (h *honour) shows(t privacy.Target, today village.Date) bool {
	if !t.Shows(h.Showing, today) {
		return false
	}
	for _, r := range h.register {
		if !t.ShowsPerson(h.Showing, r, today) {
			return false
		}
	}
	if h.agreed(today) {
		return true
	}
	return !h.pupil() && (t != privacy.Public || !h.told())
}

// label is how the person is called on t: a pupil on the web by surname, a child nowhere
// by name.
func (h *honour) label(t privacy.Target) (name, suffix string) {
	switch {
	case h.Minor == child:
		return words.T("honour.child"), ""
	case h.pupil() && t == privacy.Public:
		if s := village.Name(h.name).Surname(); s != "" {
			return words.T("honour.pupil", "surname", s), ""
		}
		return words.T("honour.child"), ""
	}
	return h.name, h.suffix
}

// Board is the computed board of one unit.
type Board struct {
	file
	unit     *village.Unit
	today    village.Date
	own, all board.Sum
	rest     village.Quantity // declared but not listed
	subs     []board.Sub[board.Sum]
}

// Summary implements board.Board.
func (b *Board) Summary() any { return &b.all }

func read(in *board.Input) board.Board {
	b := &Board{unit: in.Unit, today: in.Today}
	if b.Read(in, &b.file, &b.At) {
		for i := range b.Honours {
			b.honour(&b.Honours[i], in)
		}
		b.AddCounts(&b.own, in)
	}
	b.all.Add(&b.own)
	b.subs = board.RollUp(in, &b.all, (*board.Sum).Add)
	if b.all.Units == 0 {
		return nil
	}
	b.rest = b.CheckTotals(&b.all, words.T("honour.title"), b.Of("declared"), in)
	return b
}

// honour checks and counts one honour.
func (b *Board) honour(h *honour, in *board.Input) {
	rep := in.Report
	h.Showing = h.Showing.Or(b.Showing)
	in.Shown(h.Showing)
	h.find(in)
	who, _ := h.label(privacy.Public)
	h.shots = in.Pictures(h.Of("pictures"), h.Pictures, words.T("honour.picture", "name", who, "honour", cmp.Or(h.Title, h.Category)))
	if h.Consent != nil {
		in.Changes(h.Consent.Date)
	}
	in.Changes(h.Date.Exact())
	public := privacy.Public.Shows(h.Showing, in.Today)
	if h.Audience != village.PartyOnly && (privacy.Low(h.Category) || privacy.Low(h.Title)) {
		rep.Error(h.Pos, "honour/shame")
	}
	switch {
	case h.agreed(in.Today):
	case h.pupil():
		rep.Warn(h.Pos, "honour/pupil-without-consent", "name", h.name)
	case h.told() && public:
		rep.Warn(h.Pos, "honour/no-consent", "name", h.name)
	}
	if h.pupil() && (public || h.Minor == child) {
		b.unnamed(h, rep)
	}
	h.Category = cmp.Or(h.Category, words.T("group.other"))
	b.own.Count(h.Category, village.Count(1), h.shows(privacy.Public, in.Today))
	b.own.Sample = b.own.Sample || h.Sample
}

// find looks the person up in the registers. Honours may name people of no register, but
// a name that several people there have must say whom it means.
func (h *honour) find(in *board.Input) {
	ref := h.Who.In(h.Group)
	h.name = ref.Name
	for _, dir := range []*village.Directory{in.Unit.HomeDir, in.Unit.MemberDir} {
		i, ok := dir.Lookup(ref)
		switch {
		case ok:
			p := dir.Person(i)
			h.name = p.Name
			if h.suffix == "" {
				h.suffix = dir.Suffix(i)
			}
			h.register = append(h.register, p.Showing)
			in.Shown(p.Showing)
		case dir.Named(ref.Name) > 0 && !h.Formerly:
			dir.Find(ref, h.Of("subject"), in.Report)
		}
	}
}

// unnamed refuses the name of a pupil wherever it would stand beside 姓+同学: in the
// story, the title, the school, the name of a picture. In a story the given name alone
// tells too.
func (b *Board) unnamed(h *honour, rep *problem.Report) {
	if h.name == "" {
		return
	}
	given := strings.TrimPrefix(h.name, village.Name(h.name).Surname())
	if len([]rune(given)) < 2 {
		given = h.name
	}
	pictures := ""
	for _, p := range h.Pictures {
		pictures += string(p) + " "
	}
	for _, x := range [][3]string{{"deeds", h.Text, given}, {"honourtitle", h.Title, given}, {"school", h.School, h.name},
		{"pictures", pictures, given}} {
		if strings.Contains(x[1], x[2]) {
			rep.Error(h.Of(x[0]), "honour/pupil-named", "key", words.KeyName(x[0]), "name", h.name)
		}
	}
}
