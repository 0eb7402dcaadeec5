// Package star is the board of star households: who was chosen by which steps, who is
// on notice and until when, how many households hold how many stars, and what that
// makes for the township. A household's level is the number of stars it holds; it is
// never typed.
package star

import (
	"gongshi/generator/internal/board"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/step"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// Kind is the board.
var Kind = board.Kind{
	Word: "star", File: "stars", Yearly: true,
	Defaults: village.On(village.Web|village.Hall|village.Board, village.WholeSociety),
	Keys:     []string{words.KeyName("householder"), words.KeyName("group")},
	Read:     read,
}

// file is stars/<year>.yaml.
type file struct {
	record.At
	Process    string                         `key:"processes"`
	Kinds      []string                       `key:"kinds"`
	Homes      []home                         `key:"households,main"`
	Counts     record.Pairs[village.Quantity] `key:"counts"` // level → households, instead of rows
	Total      record.Pairs[village.Quantity] `key:"total"`  // checked, never added
	Applicants village.Quantity               `key:"applicants"`
	Notice     *village.Period                `key:"notice"`
	village.Showing
}

// home is one household (or any other subject) in one year's selection.
type home struct {
	record.At
	Who        village.Ref           `key:"subject|households|householder|members|name,required"`
	Group      string                `key:"group"` // tells heads of one name apart
	Formerly   bool                  `key:"formerly"`
	Applied    applied               `key:"applied"`
	Claims     []string              `key:"claims"`         // stars applied for
	Held       []string              `key:"held|starranks"` // stars held, or their number alone
	Steps      []step.Taken          `key:"steps"`
	Review     *review               `key:"review"`
	Objections []step.Objection      `key:"objections"`
	Changes    []change              `key:"changes"`
	Columns    []record.Pair[string] `key:"*"` // a step's date (定级日期), or a yes for one kind of star
	village.Period
	village.Showing

	register village.Showing // what the register says of the household
	who      int             // index in the roll
	stars    int             // number of stars held
	known    bool            // the stars are on record, be it none
	state    step.State
}

type applied string

func (a *applied) Scan(v *record.Value) { *a = applied(record.OneOf("apply", v)) }

// review is the meeting that assessed the household.
type review struct {
	record.At
	Meeting string       `key:"meeting"`
	Date    village.Date `key:"date"`
	Votes   string       `key:"votes"`
}

// change is a star added or taken away. The reason is for the village only.
type change struct {
	record.At
	Date   village.Date `key:"date"`
	Before string       `key:"before"`
	After  string       `key:"after"`
	Reason string       `key:"reason"`
}

// year is one year's selection in one unit, checked and computed.
type year struct {
	file
	year    int
	process *step.Process
	roll    *village.Roll
	own     Sum              // of the unit's own rows or counts
	all     Sum              // with the units below
	subs    []board.Sub[Sum] // the units below
}

// Year is the year in full: 2024.
func (y *year) Year() int { return y.year }

// Board is the computed board of one unit.
type Board struct {
	unit  *village.Unit
	today village.Date
	years []*year // ascending
}

// Sum counts the star households of one unit in one year, with all units below.
type Sum struct {
	Levels     [maxLevel + 1]village.Quantity // by number of stars; [0] is not used
	Households village.Quantity               // 总户数, zero when unknown
	Applicants village.Quantity
	OnNotice   int // households on public notice today
	Undecided  int // notice over, not decided
	Units      int // units with data of their own
	Sample     bool
}

// maxLevel is the greatest number of stars a household can hold.
const maxLevel = 20

func (s *Sum) total() village.Quantity {
	sum := village.Count(0)
	for _, q := range s.Levels {
		sum = sum.Plus(q)
	}
	return sum
}

func (s *Sum) add(o *Sum) {
	for i, q := range o.Levels {
		s.Levels[i] = s.Levels[i].Plus(q)
	}
	s.Applicants = s.Applicants.Plus(o.Applicants)
	s.OnNotice += o.OnNotice
	s.Undecided += o.Undecided
	s.Units += o.Units
	s.Sample = s.Sample || o.Sample
}
