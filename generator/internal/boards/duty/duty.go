// Package duty is the board of who is on duty: today's duty and whom to call, the days
// to come, and the phones that always answer. Whether somebody is on duty every day is
// reckoned, not claimed.
package duty

import (
	"strings"
	"unicode"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// Kind is the board.
var Kind = board.Kind{
	Word: "duty", File: "duty",
	Keys:     []string{words.KeyName("date"), words.KeyName("shift")},
	Defaults: village.On(village.Web|village.Hall|village.Board, village.WholeSociety),
	Asks:     true,
	Read:     read,
}

// file is duty.yaml.
type file struct {
	record.At
	Duty    []entry       `key:"duty,main"`
	Phone   village.Phone `key:"dutyphone"` // of all rows without one of their own
	Covered bool          `key:"covered"`   // somebody is on duty every day: a claim to be checked
	village.Showing
}

// entry is one row of the rota: a day, a run of days, days of the week, or none of
// these for what always holds.
type entry struct {
	record.At
	Date  village.Date       `key:"date"`
	From  village.Date       `key:"from"`
	Until village.Date       `key:"until"`   // inclusive
	Days  []village.Weekdays `key:"sitting"` // 周一, 周一至周五
	Shift string             `key:"shift"`
	Name  village.Ref        `key:"name"`
	Post  string             `key:"post"`
	Phone village.Phone      `key:"dutyphone"`
	village.Showing

	who      string          // as shown
	suffix   string          // what of who tells two of one name apart
	register village.Showing // of the member, if it is one
}

// Ahead and kept are days: how far a page looks ahead, today included, and how long a
// duty that is over is shown.
const (
	ahead = 7
	kept  = 31
)

// Board is the computed board of one unit.
type Board struct {
	file
	unit  *village.Unit
	today village.Date
	gaps  []village.Date // of the days ahead, those on which nobody is on duty
}

// Summary implements board.Board: a rota adds nothing to those above.
func (b *Board) Summary() any { return nil }

func read(in *board.Input) board.Board {
	b := &Board{unit: in.Unit, today: in.Today}
	if !board.Decode(in, in.Docs, &b.file, &b.At) {
		return nil
	}
	b.Showing = b.Showing.Or(in.Defaults)
	in.Shown(b.Showing)
	if len(b.Duty) == 0 {
		in.Report.Warn(b.Pos, "duty/empty")
	}
	if b.Phone.Mobile() { // nobody can say whose it is
		in.Report.Error(b.Of("dutyphone"), "phone/of-all")
	}
	for i := range b.Duty {
		b.entry(&b.Duty[i], in)
		b.checkTwice(i, in.Report)
	}
	b.checkCover(in.Report)
	return b
}

// entry checks and completes one row.
func (b *Board) entry(e *entry, in *board.Input) {
	rep := in.Report
	ranged := e.From != 0 || e.Until != 0 || len(e.Days) > 0
	switch {
	case e.Date != 0 && ranged:
		rep.Error(e.Of("date"), "duty/two-dates")
	case e.Until != 0 && e.Until < e.From:
		rep.Error(e.Of("until"), "duty/backwards", "from", e.From.String(), "until", e.Until.String())
	case e.Name.Text == "" && e.Post == "" && e.Phone == "":
		rep.Error(e.Pos, "duty/nothing")
	}
	if e.Date != 0 {
		e.From, e.Until = e.Date, e.Date
	}
	if e.Phone == "" {
		e.Phone = b.Phone
	}
	if e.Phone.Mobile() && e.Post == "" {
		rep.Error(e.Of("dutyphone"), "phone/mobile-without-role")
	}
	b.name(e, in)
	e.Showing = e.Showing.Or(b.Showing)
	if last := e.Until + kept; e.Until != 0 && (e.Expiry == 0 || last < e.Expiry) {
		e.Expiry = last
	}
	in.Shown(e.Showing)
	if e.always() {
		return
	}
	in.Changes(e.From)
	if e.Until == 0 || e.Until >= in.Today { // who is on, and the days ahead, move every midnight
		in.Changes(in.Today + 1)
	}
	if e.Until != 0 {
		in.Changes(e.Until + 1)
	}
	if e.on(in.Today) && len(e.Days) > 0 {
		in.Changes(in.Today)
	}
}

// name finds the member of that name. Others may be on duty too: who is in no register
// is shown as typed.
func (b *Board) name(e *entry, in *board.Input) {
	dir := in.Unit.MemberDir
	known := !strings.ContainsFunc(e.Name.Name, unicode.IsLetter) && e.Name.Name != "" // a number
	for i := range dir.Len() {
		known = known || dir.Person(i).Name == e.Name.Name || dir.Person(i).Code == e.Name.Text
	}
	e.who = e.Name.Text
	if !known {
		return
	}
	if i, ok := dir.Find(e.Name, e.Of("name"), in.Report); ok {
		e.who, e.suffix, e.register = dir.Label(i), dir.Suffix(i), dir.Person(i).Showing
		in.Shown(e.register)
	}
}

// always reports whether the row holds on every day: a phone that is always answered.
func (e *entry) always() bool { return e.From == 0 && e.Until == 0 && len(e.Days) == 0 }

// on reports whether the row is the rota of a day.
func (e *entry) on(day village.Date) bool {
	if e.always() || day < e.From || e.Until != 0 && day > e.Until {
		return false
	}
	for _, d := range e.Days {
		if d.Has(day) {
			return true
		}
	}
	return len(e.Days) == 0
}

// checkTwice warns of a row that stands there twice.
func (b *Board) checkTwice(i int, rep *problem.Report) {
	e := &b.Duty[i]
	for _, o := range b.Duty[:i] {
		if e.who != "" && e.who == o.who && e.Shift == o.Shift && e.From == o.From && e.Until == o.Until && e.Date != 0 {
			rep.Warn(e.Pos, "duty/twice", "day", e.From.Short(), "shift", e.Shift, "name", e.who, "line", problem.Int(o.Line))
			return
		}
	}
}

// checkCover finds the days ahead on which nobody is on duty. A file of phones alone is
// no rota and has no gaps.
func (b *Board) checkCover(rep *problem.Report) {
	rota := false
	for i := range b.Duty {
		rota = rota || !b.Duty[i].always()
	}
	if !rota {
		return
	}
	var names []string
	for d := b.today; d < b.today+ahead; d++ {
		if len(b.rota(d)) == 0 {
			b.gaps = append(b.gaps, d)
			names = append(names, d.Short())
		}
	}
	if b.Covered && len(b.gaps) > 0 {
		rep.Warn(b.Of("covered"), "duty/gaps", "n", problem.Int(len(b.gaps)), "days", strings.Join(names, words.T("list.sep")))
	}
}

// rota returns the rows of a day.
func (b *Board) rota(day village.Date) []*entry {
	var list []*entry
	for i := range b.Duty {
		if e := &b.Duty[i]; e.on(day) {
			list = append(list, e)
		}
	}
	return list
}
