package points

import (
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// Rows come in two kinds. An entry is one line of the ledger, with an item and points;
// its 编号 is the entry's own. A wide row is all that one person has (or has of one
// quarter), with a column for each item; its 编号 is the person's, its 分值 or 合计 a
// typed total.

// takeRows tells the kinds of rows apart and leaves out blank ones: the form has been
// made, the points are still to come.
func (y *year) takeRows(rep *problem.Report) {
	wide, filled := map[string]bool{}, map[string]bool{} // by file
	for i := range y.Entries {
		e := &y.Entries[i]
		wide[e.File] = wide[e.File] || len(e.Parts) > 0
		filled[e.File] = filled[e.File] || e.filled()
	}
	for i := range y.Entries {
		e := &y.Entries[i]
		e.wide = len(e.Parts) > 0 || wide[e.File] && !e.Has("items") && !e.Has("corrects")
		switch {
		case e.wide && len(e.Parts) == 0 && e.Amount == 0 && e.Total == 0, e.Cell && !filled[e.File]:
		case e.wide && (e.Has("corrects") || e.Has("corrected")):
			rep.Error(e.Pos, "points/wide-correction")
		default:
			y.rows = append(y.rows, e)
		}
	}
}

// filled reports whether a row says anything beside whom it is about.
func (e *entry) filled() bool {
	for _, key := range []string{"items", "matter", "amount", "corrects", "corrected"} {
		if e.Has(key) {
			return true
		}
	}
	return len(e.Parts) > 0 || e.Total != 0
}

// reference returns whom the row is about and the key that says so, "" for none.
func (e *entry) reference() (ref village.Ref, key string) {
	switch {
	case e.fed:
		ref, key = e.Subject, "agent"
	case e.Has("subject"):
		ref, key = e.Subject, "subject"
	case e.Has("members"):
		ref, key = e.Member, "members"
	case e.Has("households"):
		ref, key = e.Home, "households"
	case e.Has("name"):
		ref, key = e.Name, "name"
	case e.wide && e.Code != "":
		ref, key = e.number(), "code"
	}
	return ref.In(e.Group), key
}

// number is the 编号 of a wide row as a reference.
func (e *entry) number() village.Ref {
	s := record.Fold(e.Code)
	return village.Ref{Text: s, Name: s}.In(e.Group)
}

// lookup finds the row's person in a register, by the number of a wide row first.
func (e *entry) lookup(d *village.Directory) (int, bool) {
	if e.wide && e.Code != "" {
		if i, ok := d.Lookup(e.number()); ok {
			return i, true
		}
	}
	ref, _ := e.reference()
	return d.Lookup(ref)
}

// chooseRoll finds out whether the subjects are members or households. The key 党员 or
// 户 decides; with 对象 or 姓名 it is the register that knows more of them.
func (y *year) chooseRoll(u *village.Unit, rep *problem.Report) {
	known := func(d *village.Directory) (n int) {
		if d.Len() == 0 {
			return -1
		}
		for _, e := range y.rows {
			if _, ok := e.lookup(d); ok {
				n++
			}
		}
		return n
	}
	typed := ""
	for _, at := range y.subjects() {
		for _, key := range []string{"members", "households"} {
			switch {
			case !at.Has(key):
			case typed == "":
				typed = key
			case typed != key:
				rep.Error(at.Of(key), "points/two-kinds", "one", words.KeyName(typed), "other", words.KeyName(key))
			}
		}
	}
	y.members = typed == "members" || typed == "" && known(u.MemberDir) >= known(u.HomeDir)
	dir := u.MemberDir
	if !y.members {
		dir = u.HomeDir
	}
	y.roll = village.NewRoll(dir)
}

// subjects are the rows whose key may say whether the subjects are members or
// households: those of the ledger, else those of the shop.
func (y *year) subjects() []record.At {
	var list []record.At
	for _, e := range y.rows {
		list = append(list, e.At)
	}
	for i := range y.Redemptions {
		if len(y.rows) == 0 {
			list = append(list, y.Redemptions[i].At)
		}
	}
	return list
}

// find returns the index in the roll of whom the row is about.
func (y *year) find(e *entry, rep *problem.Report) (int, bool) {
	ref, key := e.reference()
	if key == "" {
		rep.Error(e.Pos, "record/missing", "key", words.KeyName("subject"))
		return 0, false
	}
	if i, ok := e.lookup(y.roll.Dir); ok && !y.roll.Local() {
		return i, y.agrees(e, i, rep)
	}
	i, ok := y.roll.Find(ref, e.Formerly, e.Of(key), rep)
	return i, ok && y.agrees(e, i, rep)
}

// agrees compares what a row says beside its reference with the register: a number
// with another's name beside it is a slip in one of them.
func (y *year) agrees(e *entry, i int, rep *problem.Report) bool {
	p := y.roll.Dir.Person(i)
	if y.roll.Local() {
		return true
	}
	for _, beside := range []struct {
		key string
		ref village.Ref
	}{{"subject", e.Subject}, {"members", e.Member}, {"households", e.Home}, {"name", e.Name}} {
		if r := beside.ref; e.Has(beside.key) && r.Name != "" && r.Name != p.Code && r.Name != p.Name {
			rep.Error(e.Of(beside.key), "points/other-name", "label", y.label(i), "typed", r.Text)
			return false
		}
	}
	if e.wide && e.Code != "" && p.Code != "" && p.Code != e.number().Text {
		rep.Warn(e.Of("code"), "points/other-number", "label", y.label(i), "typed", e.Code)
	}
	return true
}

// label is the person with the number: 王建国(2组)(编号M3).
func (y *year) label(i int) string {
	label := y.roll.Dir.Label(i)
	if code := y.roll.Dir.Person(i).Code; code != "" {
		label += words.T("label.code", "code", code)
	}
	return label
}
