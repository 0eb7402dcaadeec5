// Package income is the board of the collective's money: every entry with its voucher,
// by month, quarter and account, the balance it leaves, what of the income is business,
// and for units above the bands into which the incomes of villages fall. Corrections
// are entries of their own; nothing is deleted. Payments on contracts are income too,
// and are counted once.
package income

import (
	"gongshi/generator/internal/board"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
	"slices"
)

// Kind is the board.
var Kind = board.Kind{
	Word: "income", File: "income", Yearly: true, Also: []string{"contracts"},
	Defaults: village.On(village.Web|village.Hall|village.Board, village.WholeSociety),
	Keys:     []string{words.KeyName("code"), words.KeyName("date"), words.KeyName("account")},
	People:   []string{words.KeyName("handler"), words.KeyName("audited")},
	Read:     read,
	Summary:  board.ReadSums[Sum],
}

// file is income/<year>.yaml.
type file struct {
	record.At
	Entries  []entry        `key:"income,main"`
	Opening  village.Amount `key:"opening"`  // balance on 1 January
	Revenue  village.Amount `key:"revenue"`  // of the year: checked, or instead of entries
	Spending village.Amount `key:"spending"` // of the year: checked, or instead of entries
	Business []share        `key:"business"` // what of the income is earned by business
	Needs    []string       `key:"needs"`    // columns that every entry must have
	Bands    []band         `key:"bands"`    // into which the villages' incomes fall
	HalfOpen bool           `key:"halfopen"` // of all bands
	By       string         `key:"basis"`    // rule or meeting that the bands come from
	Targets  []target       `key:"targets"`
	board.Head
}

// entry is one line of the accounts.
type entry struct {
	record.At
	Code     string         `key:"code"`
	Date     village.When   `key:"date"`
	Month    month          `key:"month"`
	Flow     flow           `key:"direction"`
	Account  string         `key:"account"`
	Money    village.Amount `key:"money"`
	In       village.Amount `key:"moneyin"`  // a cash book has a column for each direction
	Out      village.Amount `key:"moneyout"` // instead of Flow and Money
	Text     string         `key:"summary"`
	Vouchers []record.Path  `key:"vouchers"` // pictures
	Handler  string         `key:"handler"`
	Audited  string         `key:"audited"`   // who audited it
	Contract string         `key:"contracts"` // number of the contract that the money comes from
	Corrects string         `key:"corrects"`
	Becomes  village.Amount `key:"corrected"` // of a correction: the right amount
	Reason   string         `key:"reason"`
	village.Showing

	shots []*board.Picture // its vouchers
	fed   bool             // a payment in contracts.yaml, not in this file
}

// day is when the entry is booked: its day, or the first of its month.
func (e *entry) day() village.Date { return e.Date.Date }

// flow is the direction of money.
type flow string

const (
	received flow = "in"
	spent    flow = "out"
)

// Scan reads 收入 or 支出.
func (f *flow) Scan(v *record.Value) { *f = flow(record.OneOf("flow", v)) }

// name is 收入 or 支出.
func (f flow) name() string { return words.ValueName("flow", string(f)) }

// A Flow is the money of a month or an account.
type Flow struct{ In, Out village.Amount }

func (f *Flow) add(o Flow) {
	f.In = f.In.Plus(o.In)
	f.Out = f.Out.Plus(o.Out)
}

// none reports whether no money moved.
func (f Flow) none() bool { return f.In.IsZero() && f.Out.IsZero() }

// book adds an amount of one direction.
func (f *Flow) book(dir flow, a village.Amount) {
	if dir == spent {
		f.Out = f.Out.Plus(a)
	} else {
		f.In = f.In.Plus(a)
	}
}

// Account is what one account (科目) came to.
type Account struct {
	Name  string
	Out   bool
	Money village.Amount
	Open  bool // the web may name it
}

// Base is the yearly income of one village, for the bands of the units above.
type Base struct {
	Name    string
	Address string
	In      village.Amount
}

// Sum is the money of one unit in one year, with all units below.
type Sum struct {
	board.Sum  // Groups: band → villages, where only their number is known
	Flow       // of the year
	Months     [12]Flow
	Accounts   []Account // in the order of their first entry
	Opening    village.Amount
	Closing    village.Amount
	Balanced   int // units whose balance is known
	Silent     int `json:",omitempty"` // units that say nothing of money: a county that only counts villages
	Business   village.Amount
	BusinessOf village.Amount // income of the units that say what of it is business
	Telling    int            // how many units these are
	Earning    int            // units with income
	Entries    int
	Bases      []Base
}

// account returns an account, a new one where there is none.
func (s *Sum) account(name string, out bool) *Account {
	for i := range s.Accounts {
		if a := &s.Accounts[i]; a.Name == name && a.Out == out {
			return a
		}
	}
	s.Accounts = append(s.Accounts, Account{Name: name, Out: out})
	return &s.Accounts[len(s.Accounts)-1]
}

// Restrict keeps back of a closed year the names of accounts that its unit may not tell
// today.
func (s *Sum) Restrict(today *Sum) {
	for i := range s.Accounts {
		a := &s.Accounts[i]
		a.Open = a.Open && slices.ContainsFunc(today.Accounts, func(t Account) bool { return t.Name == a.Name && t.Out == a.Out && t.Open })
	}
}

// balanced reports whether the balance of all is known who say anything of money.
func (s *Sum) balanced() bool { return s.Balanced > 0 && s.Balanced == s.Units-s.Silent }

func (s *Sum) add(o *Sum) {
	s.Sum.Add(&o.Sum)
	s.Flow.add(o.Flow)
	for m := range s.Months {
		s.Months[m].add(o.Months[m])
	}
	for _, a := range o.Accounts {
		mine := s.account(a.Name, a.Out)
		mine.Money = mine.Money.Plus(a.Money)
		mine.Open = mine.Open || a.Open
	}
	s.Opening = s.Opening.Plus(o.Opening)
	s.Closing = s.Closing.Plus(o.Closing)
	s.Balanced += o.Balanced
	s.Silent += o.Silent
	s.Business = s.Business.Plus(o.Business)
	s.BusinessOf = s.BusinessOf.Plus(o.BusinessOf)
	s.Telling += o.Telling
	s.Earning += o.Earning
	s.Entries += o.Entries
	s.Bases = append(s.Bases, o.Bases...)
}

// year is one year of one unit.
type year struct {
	file
	year     int
	rows     []row // in the order of their days
	fixes    []fix
	before   *year // the year right before, nil when its balance is not known
	bands    []bandCount
	outside  int // villages whose income is in no band
	rest     village.Quantity
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

// Summary implements board.Board.
func (b *Board) Summary() any {
	s := board.Sums[Sum]{}
	for _, y := range b.years {
		if y.all.Units > 0 {
			s[y.year] = &y.all
		}
	}
	if len(s) == 0 {
		return nil
	}
	return s
}
