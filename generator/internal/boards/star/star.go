// Package star is the board of star households: who was chosen by which steps, who is
// on notice and until when, how many households hold how many stars, and what that
// makes for the township. A household's level is the number of stars it holds; it is
// never typed. Others than households (secretaries) are rated in the same way.
package star

import (
	"gongshi/generator/internal/board"
	"gongshi/generator/internal/ledger"
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
	Asks:     true,
	Read:     read,
	Summary:  board.ReadSums[Sum],
}

// file is stars/<year>.yaml.
type file struct {
	record.At
	Process    string                         `key:"processes"`
	Kinds      []string                       `key:"kinds"`
	Ranks      []string                       `key:"starranks"` // levels that exist; any when empty
	Subject    string                         `key:"subject"`   // who is rated; "" for households
	Homes      []home                         `key:"households|members,main"`
	Counts     record.Pairs[village.Quantity] `key:"counts"`     // level → households, instead of rows
	Total      record.Pairs[village.Quantity] `key:"total"`      // checked, never added
	Declared   village.Quantity               `key:"declared"`   // 总数; what the levels leave of it has no level
	Partial    bool                           `key:"partial"`    // 列举不全: that is right
	Applicants record.Pairs[village.Quantity] `key:"applicants"` // all, or by 申报方式
	Eligible   village.Quantity               `key:"eligible"`   // 应评, whole of shares instead of 总户数
	Review     *review                        `key:"review"`     // of all rows
	Decider    string                         `key:"adopted"`    // the body that decides
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
	stars    int             // number of stars held today
	listed   int             // number of stars as typed: after changes still to come
	known    bool            // the stars are on record, be it none
	state    step.State
	review   string // its own review as text
	was      int    // stars before the changes of the year up to today; −1 without any
}

type applied string

func (a *applied) Scan(v *record.Value) { *a = applied(record.OneOf("apply", v)) }

// year is one year's selection in one unit, checked and computed.
type year struct {
	file
	year    int
	process *step.Process
	roll    *village.Roll
	own     Sum              // of the unit's own rows or counts
	rest    village.Quantity // what 总数 exceeds the levels by
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
	Subject    string                         // who is rated; "" for households
	Levels     [maxLevel + 1]village.Quantity // by number of stars, decided or recorded without steps; [0] is not used
	Waiting    [maxLevel + 1]village.Quantity // the same of those that are not decided
	Ungraded   village.Quantity               // counted in 总数 only: nobody says how many stars
	Households village.Quantity               // 总户数, zero when unknown
	Eligible   village.Quantity               // 应评, zero when unknown
	Applicants village.Quantity
	Ways       ledger.Tally // 申报方式 → applicants
	Moves      moves
	OnNotice   int // households on public notice today
	Undecided  int // notice over, not decided
	Units      int // units with data of their own
	Sample     bool
}

// maxLevel is the greatest number of stars a household can hold.
const maxLevel = 20

// total is the number of star households.
func (s *Sum) total() village.Quantity { return levelSum(s.Levels).Plus(s.Ungraded) }

// recorded is the number of households with stars on record, decided or not: it stays
// the same from day to day.
func (s *Sum) recorded() village.Quantity { return s.total().Plus(levelSum(s.Waiting)) }

func levelSum(levels [maxLevel + 1]village.Quantity) village.Quantity {
	sum := village.Count(0)
	for _, q := range levels {
		sum = sum.Plus(q)
	}
	return sum
}

// stars is the number of stars held; ok is false when it is not known of all.
func (s *Sum) stars() (n village.Quantity, ok bool) {
	n = village.Count(0)
	for level, q := range s.Levels {
		for range level {
			n = n.Plus(q)
		}
	}
	return n, s.Ungraded.IsZero()
}

// whole is what shares are taken of: those to be rated, else all households; zero when
// unknown.
func (s *Sum) whole() village.Quantity {
	if !s.Eligible.IsZero() || s.Subject != "" {
		return s.Eligible
	}
	return s.Households
}

func (s *Sum) add(o *Sum) {
	for i := range o.Levels {
		s.Levels[i] = s.Levels[i].Plus(o.Levels[i])
		s.Waiting[i] = s.Waiting[i].Plus(o.Waiting[i])
	}
	s.Ungraded = s.Ungraded.Plus(o.Ungraded)
	s.Applicants = s.Applicants.Plus(o.Applicants)
	s.Ways.Merge(o.Ways)
	s.Moves.add(o.Moves)
	s.OnNotice += o.OnNotice
	s.Undecided += o.Undecided
	s.Units += o.Units
	s.Sample = s.Sample || o.Sample
}
