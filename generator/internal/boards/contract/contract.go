// Package contract is the board of what the village leases and sells: contracts by
// type with area, money and price, and the assets that bring a yearly rent. What the
// types do not account for is said (未归类) and never counted as classified; areas of
// different units are never added.
package contract

import (
	"slices"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/step"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// Kind is the board.
var Kind = board.Kind{
	Word: "contract", File: "contracts",
	Defaults: village.On(village.Web|village.Hall|village.Board, village.WholeSociety),
	Keys:     []string{words.KeyName("code"), words.KeyName("object")},
	People:   []string{words.KeyName("holder")},
	Read:     read,
	Summary:  board.ReadSum[Sum],
}

// file is contracts.yaml.
type file struct {
	record.At
	Contracts []contract       `key:"contracts,main"`
	Assets    []asset          `key:"assets"`
	Size      village.Quantity `key:"size"`      // of all contracts, where rows are missing
	Collected village.Amount   `key:"collected"` // of all contracts, where rows are missing
	Process   string           `key:"processes"`
	board.Head
}

// contract is one contract about property of the collective.
type contract struct {
	record.At
	Code      string           `key:"code"`
	Type      string           `key:"type|category"`
	Object    string           `key:"object|title"`
	Size      village.Quantity `key:"size"`
	Term      village.Quantity `key:"term"` // years
	Old       price            `key:"oldprice"`
	New       price            `key:"newprice|price"`
	Collected village.Amount   `key:"collected"` // brought in by putting the contract right
	Holder    string           `key:"holder"`    // party to a contract about public property
	Signed    village.When     `key:"signedon"`
	Begin     village.When     `key:"from"`
	End       village.When     `key:"until"` // last day
	Payments  []payment        `key:"payments"`
	State     string           `key:"state"`
	board.Way
	village.Showing

	paid village.Amount // received up to today
}

// payment is money received on Date or, without one, expected by Due.
type payment struct {
	record.At
	Date  village.Date   `key:"date"`
	Due   village.Date   `key:"due"`
	Money village.Amount `key:"money,required"`
	Note  string         `key:"remark"`
}

// asset is property that is let by the piece.
type asset struct {
	record.At
	Name     string           `key:"title|object,required"`
	Quantity village.Quantity `key:"quantity"`
	Price    price            `key:"price|newprice"`
	Holder   string           `key:"holder"`
	Term     village.Quantity `key:"term"` // years
	village.Showing

	rent village.Amount // per year
}

// Sum counts the contracts of one unit by type, with all units below.
type Sum struct {
	board.Sum
	Types     []TypeSum        // figures of the types, in the order of their first row
	Areas     ledger.Tally     // unit → area
	Measured  village.Quantity // contracts whose area is in Areas
	Collected village.Amount
	Priced    village.Quantity // contracts whose money is in Collected
	Rest      village.Quantity // declared and not classified
	Assets    int
	Rent      village.Amount // of the assets, per year
}

// TypeSum is what the rows of one type come to.
type TypeSum struct {
	Name      string
	Areas     ledger.Tally
	Collected village.Amount
}

// typed returns the figures of a type, to be added to.
func (s *Sum) typed(name string) *TypeSum {
	i := s.indexOf(name)
	if i < 0 {
		i = len(s.Types)
		s.Types = append(s.Types, TypeSum{Name: name})
	}
	return &s.Types[i]
}

// indexOf returns the index of a type in Types, -1 when no row is of it.
func (s *Sum) indexOf(name string) int {
	return slices.IndexFunc(s.Types, func(t TypeSum) bool { return t.Name == name })
}

func (s *Sum) add(o *Sum) {
	s.Sum.Add(&o.Sum)
	for _, t := range o.Types {
		mine := s.typed(t.Name)
		mine.Areas.Merge(t.Areas)
		mine.Collected = mine.Collected.Plus(t.Collected)
	}
	s.Areas.Merge(o.Areas)
	s.Measured = s.Measured.Plus(o.Measured)
	s.Collected = s.Collected.Plus(o.Collected)
	s.Priced = s.Priced.Plus(o.Priced)
	s.Rest = s.Rest.Plus(o.Rest)
	s.Assets += o.Assets
	s.Rent = s.Rent.Plus(o.Rent)
}

// area returns the area when it is all of one unit, for means.
func (s *Sum) area() village.Quantity {
	if len(s.Areas.Counts) != 1 {
		return village.Quantity{}
	}
	return s.Areas.Counts[0]
}

// Board is the computed board of one unit.
type Board struct {
	file
	unit     *village.Unit
	today    village.Date
	process  *step.Process
	own, all Sum
	subs     []board.Sub[Sum]
}

// Summary implements board.Board.
func (b *Board) Summary() any { return &b.all }
