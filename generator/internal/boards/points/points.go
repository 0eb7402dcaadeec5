// Package points is the board of points: every entry of the ledger, what it makes for
// each member (or household), the rank, the level of the scheme, and the comparison
// with last year; the list of what gives points, the shop in which they are redeemed,
// the dividend that is paid on them and the ranking of a whole township. Thresholds,
// tie rules and formulas come from the data; a missing one is a mistake that is named,
// never a guess.
package points

import (
	"gongshi/generator/internal/board"
	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// Kind is the board.
var Kind = board.Kind{
	Word: "points", File: "points", Yearly: true, Also: []string{"errands"},
	Defaults: village.On(village.Web|village.Hall|village.Board, village.WholeSociety),
	Keys:     []string{words.KeyName("name"), words.KeyName("group")},
	Asks:     true,
	Read:     read,
	Summary:  board.ReadSums[Sum],
}

// file is points/<year>.yaml.
type file struct {
	record.At
	Method      *method                        `key:"method"`
	Entries     []entry                        `key:"entries,main"`
	List        []listed                       `key:"tasks"` // 清单
	Goods       []good                         `key:"goods"`
	Redemptions []redemption                   `key:"redemptions"`
	Dividend    *dividend                      `key:"dividend"`
	Activities  []activity                     `key:"activities"`
	Counts      record.Pairs[village.Quantity] `key:"counts"` // level → people, instead of entries
	Notice      *village.Period                `key:"notice"`
	Rest        []record.Pair[string]          `key:"*"` // names of items, which belong into the entries
	village.Showing
}

// method is the scheme by which points are given.
type method struct {
	record.At
	Name     string  `key:"title"`
	Basis    string  `key:"basis"`
	Items    []item  `key:"items"`
	Grades   []grade `key:"ranks|starranks"`
	Tie      tie     `key:"tie"`
	Compare  scope   `key:"compare"`
	Open     bool    `key:"open"` // without levels: the whole list may stand on the web
	Carry    carry   `key:"carry"`
	adoption         // of the list, for items that do not say
	Text     string  `key:"text"`
}

// item is one part of the total.
type item struct {
	record.At
	Name    string                       `key:"title,required"`
	Text    string                       `key:"text"`
	Min     village.Points               `key:"min"`
	Max     village.Points               `key:"max"`
	Limits  limits                       `key:"limits"`
	Base    record.Pairs[village.Points] `key:"base"` // category of the member → points at the start of the year
	Deducts bool                         `key:"deducts"`
	Feeds   string                       `key:"feeds"` // 来自: 代办
	Each    tariff                       `key:"each"`  // points for each thing of Feeds
}

// ScanShort reads 项目: [基础积分, 日常积分].
func (i *item) ScanShort(v *record.Value) { i.Name = v.Text }

// limits are 上下限 in one value: 0-60.
type limits struct{ min, max village.Points }

// grade is one level, best first.
type grade struct {
	record.At
	Name    string         `key:"title,required"`
	AtLeast village.Points `key:"atleast"`
	Top     cut            `key:"top"`  // 前10% or 前200名
	Open    bool           `key:"open"` // its names may stand on the web
}

// cut is a place in the ranking: a number of places, or a share in tenths of a percent.
type cut struct{ places, percent int }

type tie ledger.Tie

type scope string // all, category or town

// entry is one line of the ledger; a row of a wide table is one entry for each
// column that is named after an item.
type entry struct {
	record.At
	who
	Code     string                `key:"code"`
	Date     village.When          `key:"date"`
	Item     string                `key:"items"`
	Matter   string                `key:"matter"`
	Amount   village.Points        `key:"amount|points"`
	Basis    string                `key:"basis"`
	Reviewer string                `key:"reviewer"`
	Corrects string                `key:"corrects"`
	Becomes  village.Points        `key:"corrected"`
	Reason   string                `key:"reason"`
	Total    village.Points        `key:"total"` // checked
	Parts    []record.Pair[string] `key:"*"`     // of a wide row: item → points
	village.Showing

	wide    bool // a row of a wide table
	fed     bool // made of a record of another board
	account int
}

// who says whom a row is about.
type who struct {
	Subject  village.Ref `key:"subject"`
	Member   village.Ref `key:"members"`
	Home     village.Ref `key:"households|householder"`
	Name     village.Ref `key:"name"`
	Group    string      `key:"group"` // tells people of one name apart
	Formerly bool        `key:"formerly"`
}

// year is one year of one unit.
type year struct {
	file
	year     int
	unit     *village.Unit // with the registers of the year
	roll     *village.Roll
	members  bool     // subjects are members, not households
	rows     []*entry // that count
	postings []posting
	book     *ledger.Book
	ranked   []*ledger.Account
	persons  []int            // account → index in the roll
	deducted []bool           // account → it contains a deduction
	kinds    map[string]*kind // of the list, by 事项 and 编号
	shop     shop
	shares   []int64 // account → dividend in fen; nil without one
	means    []mean
	town     *town // the ranking over the units below, nil for none
	own, all Sum
	subs     []board.Sub[Sum]
}

// Year is the year in full: 2024.
func (y *year) Year() int { return y.year }

// Board is the computed board of one unit.
type Board struct {
	unit  *village.Unit
	today village.Date
	years []*year // ascending
}

// Sum is the points of one unit in one year, with all units below.
type Sum struct {
	People village.Quantity // people (or households) with points
	Scored int              // those of them whose points are known
	Total  village.Points   // of the scored
	Hidden int              // those of them whom the web does not name
	Levels ledger.Tally     // level → people
	Units  int              // units with data of their own
	Homes  int              // those of them that score households
	Sample bool
	Ranked []Handed // for the ranking of the unit above, which does not hand them on
}

// Restrict keeps back of a closed year what its unit may not tell today: a name, and the
// total beside which somebody's points could be told.
func (s *Sum) Restrict(today *Sum) {
	s.Hidden = max(s.Hidden, today.Hidden)
	for i := range s.Ranked {
		h := &s.Ranked[i]
		if i >= len(today.Ranked) || today.Ranked[i].Name != h.Name {
			h.Name, h.Suffix = "", ""
			continue
		}
		h.File, h.Person = today.Ranked[i].File, today.Ranked[i].Person
	}
}

func (s *Sum) add(o *Sum) {
	s.People = s.People.Plus(o.People)
	s.Scored += o.Scored
	s.Total += o.Total
	s.Hidden += o.Hidden
	s.Levels.Merge(o.Levels)
	s.Units += o.Units
	s.Homes += o.Homes
	s.Sample = s.Sample || o.Sample
}
