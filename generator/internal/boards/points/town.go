package points

import (
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// A unit whose scheme says 比较范围: 全镇 hands its accounts up to the unit right above,
// which ranks them with those of its other units. Only that unit gets them, and a name
// only where the unit itself lets it stand: in a level of its own that is 公开 (or in a
// list that is). Of all others the bare total goes up, so that ranks come out right.

// Handed is one account for the ranking of the unit above.
type Handed struct {
	Total  village.Points
	Name   string          `json:",omitempty"` // "" where the unit itself does not name it
	Suffix string          `json:",omitempty"` // （2组）
	File   village.Showing // who may see the file, judged where it is shown
	Person village.Showing // who may see the person, by the register
	Sample bool
}

// handUp prepares the accounts for the unit above.
func (y *year) handUp(in *board.Input) {
	if y.Method.Compare != "town" || y.comparesBelow(in) {
		return
	}
	for _, a := range y.ranked {
		h := Handed{Total: village.Points(a.Total)}
		if person := y.persons[a.Index]; y.Method.open(a) {
			p := y.roll.Dir.Person(person)
			h.Name, h.Suffix = p.Name, y.roll.Dir.Suffix(person)
			h.File, h.Person = seen(y.Showing), seen(p.Showing)
			h.Sample = y.own.Sample || p.Showing.Sample
		}
		y.own.Ranked = append(y.own.Ranked, h)
	}
}

// seen is what of a showing says who may see a record.
func seen(s village.Showing) village.Showing {
	return village.Showing{Channels: s.Channels, Audience: s.Audience, Expiry: s.Expiry}
}

// comparesBelow reports whether the unit ranks the accounts of the units below.
func (y *year) comparesBelow(in *board.Input) bool {
	return y.Method != nil && y.Method.Compare == "town" && len(in.Children) > 0 && !in.Unit.Level.Grassroots()
}

// town is the ranking of all accounts of the units below.
type town struct {
	accounts []townAccount
	ranked   []*ledger.Account
	silent   []string // units with points that take no part
}

type townAccount struct {
	Handed
	unit *village.Unit
}

// compare ranks the accounts of the units below, and counts the levels that they reach
// in place of those of the units' own schemes.
func (y *year) compare(in *board.Input) {
	if len(y.rows) > 0 {
		in.Report.Error(y.rows[0].Pos, "points/town-rows")
		return
	}
	if len(y.Method.Grades) == 0 {
		in.Report.Error(y.Method.Pos, "points/town-levels", "key", words.KeyName("ranks"))
		return
	}
	y.town = &town{}
	var lines []ledger.Entry
	for _, s := range y.subs {
		if s.Sum != nil && s.Sum.Scored > 0 && len(s.Sum.Ranked) == 0 {
			y.town.silent = append(y.town.silent, s.Unit.Name)
		}
		if s.Sum == nil {
			continue
		}
		for _, h := range s.Sum.Ranked {
			in.Shown(h.File)
			in.Shown(h.Person)
			lines = append(lines, ledger.Entry{Account: len(lines), Category: -1, Amount: int64(h.Total)})
			y.town.accounts = append(y.town.accounts, townAccount{h, s.Unit})
		}
	}
	if len(y.town.silent) > 0 {
		in.Report.Warn(y.Method.Of("compare"), "points/town-silent", "units", strings.Join(y.town.silent, words.T("list.sep")),
			"key", words.KeyName("compare"), "value", words.ValueName("scope", "town"))
	}
	y.town.ranked = ledger.Post(nil, len(lines), nil, lines, new(problem.Report)).Ranked()
	ledger.Grade(y.town.ranked, y.Method.levels(), ledger.Tie(y.Method.Tie))
	y.all.Levels = ledger.Tally{}
	for _, a := range y.town.ranked {
		y.all.Levels.Add(y.group(y.levelOf(a)), village.Count(1))
	}
}

// shown reports whether t may name an account of the ranking: the township's scheme
// opens its level, and its own unit lets it.
func (y *year) shownInTown(a *ledger.Account, t privacy.Target, today village.Date) bool {
	h := y.town.accounts[a.Index]
	return h.Name != "" && a.Level >= 0 && y.Method.Grades[a.Level].Open && t.ShowsPerson(h.File, h.Person, today)
}
