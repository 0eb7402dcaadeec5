// Package ledger is the engine for whatever is summed: entries of an account,
// accounts of a unit, counts of a unit, units of their parents. It knows neither
// points nor money: amounts are whole numbers of the book's smallest unit. Nothing is
// ever deleted: a mistake is mended by a further entry that names the one it corrects.
package ledger

import (
	"cmp"
	"maps"
	"slices"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
)

// An Entry is one line of a book.
type Entry struct {
	At       record.At
	Code     string // 编号; needed only by entries that are corrected
	Account  int    // index of the account
	Category int    // index of the category; a correction may leave it -1
	Amount   int64  // what the entry adds, or takes off in a category that deducts
	Corrects string // code of the entry that this one corrects
	Becomes  *int64 // of a correction: the right amount, instead of the difference
	Limit    *Limit // what all entries of its kind may count in one account; nil for no limit
	Day      int64  // orders the entries under a limit
}

// A Line is an entry as it stands in the books.
type Line struct {
	Entry       int   // index of the entry
	Category    int   // of a correction that of the entry it corrects; -1 for none
	Amount      int64 // what it adds; of a correction the difference
	Corrects    int   // index of the entry it corrects, -1
	CorrectedBy int   // index of the last entry that corrects it, -1
	Net         int64 // its amount after all corrections
	After       int64 // of a correction: what the corrected entry came to with it
	Counts      int64 // Net within its limit; 0 for a correction
}

// A Category is a part of every account's total.
type Category struct {
	Name     string
	Min, Max *int64 // bounds of what it counts in one account; nil for none
	// Deducts: what is entered is taken off. 5 and -5 both mean 5 less, and the bounds
	// are those of what is taken off.
	Deducts bool
}

// counted returns what an amount entered in the category adds.
func (c Category) counted(amount int64) int64 {
	if c.Deducts {
		return -max(amount, -amount)
	}
	return amount
}

// bounded returns the part of an account that counts.
func (c Category) bounded(part int64) int64 {
	if c.Deducts {
		part = -part
	}
	if c.Max != nil {
		part = min(part, *c.Max)
	}
	if c.Min != nil {
		part = max(part, *c.Min)
	}
	if c.Deducts {
		part = -part
	}
	return part
}

// An Account is what one person or household has.
type Account struct {
	Index int     // as given to Post
	Total int64   // Σ Parts + Other
	Parts []int64 // by category
	Other int64   // of entries without a category
	Lines []int   // indices of its lines, in the order of the book
	Rank  int     // 1-based; equal totals share a place; set by Rank
	Level int     // index of the level reached, -1 for none; set by Grade
}

// A Book is the result of posting.
type Book struct {
	Categories []Category
	Accounts   []Account // in the order of their indices
	Lines      []Line
	Total      int64

	opening func(account, category int) int64
	limited map[int]limited // by line
}

// Post books entries into n accounts. opening is what each account holds before the
// first entry, by category; nil for nothing. Broken corrections are reported.
func Post(categories []Category, n int, opening func(account, category int) int64, entries []Entry, rep *problem.Report) *Book {
	b := &Book{Categories: categories, Accounts: make([]Account, n), Lines: make([]Line, len(entries)), opening: opening, limited: map[int]limited{}}
	parts := make([]int64, n*len(categories))
	for i := range b.Accounts {
		b.Accounts[i] = Account{Index: i, Level: -1, Parts: parts[i*len(categories) : (i+1)*len(categories)]}
		for c := range categories {
			if opening != nil {
				b.Accounts[i].Parts[c] = opening(i, c)
			}
		}
	}
	byCode := codes(entries, rep)
	for i, e := range entries {
		amount := b.counted(e.Category, e.Amount)
		b.Lines[i] = Line{Entry: i, Category: e.Category, Amount: amount, Corrects: -1, CorrectedBy: -1, Net: amount}
		if e.Limit != nil {
			b.limited[i] = limited{*e.Limit, e.Day}
		}
		if e.Corrects != "" {
			b.correct(i, entries, byCode, rep)
		}
		b.book(i, entries)
	}
	b.close(rep, entries)
	return b
}

func (b *Book) counted(category int, amount int64) int64 {
	if category < 0 {
		return amount
	}
	return b.Categories[category].counted(amount)
}

// codes indexes the entries that have a code and reports two with the same.
func codes(entries []Entry, rep *problem.Report) map[string]int {
	m := map[string]int{}
	for i, e := range entries {
		if e.Code == "" {
			continue
		}
		if j, dup := m[e.Code]; dup {
			rep.Error(e.At.Of("code"), "ledger/same-code", "code", e.Code, "line", problem.Int(entries[j].At.Line))
			continue
		}
		m[e.Code] = i
	}
	return m
}

// correct links entry i to the one it corrects and works out the difference.
func (b *Book) correct(i int, entries []Entry, byCode map[string]int, rep *problem.Report) {
	e, line := entries[i], &b.Lines[i]
	j, ok := byCode[e.Corrects]
	switch {
	case !ok || j == i:
		rep.Error(e.At.Of("corrects"), "ledger/no-such-entry", "code", e.Corrects)
		return
	case j > i:
		rep.Error(e.At.Of("corrects"), "ledger/corrects-later", "code", e.Corrects)
		return
	case entries[j].Account != e.Account:
		rep.Error(e.At.Of("subject"), "ledger/other-account", "code", e.Corrects)
		return
	}
	for b.Lines[j].Corrects >= 0 { // a correction of a correction mends the first entry
		j = b.Lines[j].Corrects
	}
	switch category := b.Lines[j].Category; {
	case e.Category >= 0 && e.Category != category:
		rep.Error(e.At.Of("items"), "ledger/other-category", "code", e.Corrects, "category", b.name(e.Category))
		return
	case e.Becomes != nil:
		line.Amount = b.counted(category, *e.Becomes) - b.Lines[j].Net
	case category >= 0 && b.Categories[category].Deducts: // 2 more off, or 2 less?
		rep.Error(e.At.Of("amount"), "ledger/which-way", "category", b.name(category))
		return
	default:
		line.Amount = e.Amount
	}
	line.Category, line.Corrects, line.Net = b.Lines[j].Category, j, 0
	b.Lines[j].CorrectedBy = i
	b.Lines[j].Net += line.Amount
	line.After = b.Lines[j].Net
}

func (b *Book) name(category int) string {
	if category < 0 {
		return ""
	}
	return b.Categories[category].Name
}

func (b *Book) book(i int, entries []Entry) {
	if e := entries[i]; e.Account >= 0 && e.Account < len(b.Accounts) {
		a := &b.Accounts[e.Account]
		a.Lines = append(a.Lines, i)
	}
}

// close adds up all accounts.
func (b *Book) close(rep *problem.Report, entries []Entry) {
	for i := range b.Accounts {
		a := &b.Accounts[i]
		a.Other, a.Total = b.sum(a, a.Parts, nil, func(line int, name string) {
			rep.Warn(entries[line].At.Pos, "ledger/bounded", "category", name)
		})
		for _, l := range a.Lines {
			if b.Lines[l].Corrects < 0 {
				b.Lines[l].Counts = b.Lines[l].Net
			}
		}
		for l, over := range b.excess(a, nil) {
			b.Lines[l].Counts -= over
		}
		b.Total += a.Total
	}
}

// TotalOf returns what an account came to with those of its lines for which in is
// true: its balance on a day gone by.
func (b *Book) TotalOf(account int, in func(line int) bool) int64 {
	parts := make([]int64, len(b.Categories))
	for c := range parts {
		if b.opening != nil {
			parts[c] = b.opening(account, c)
		}
	}
	_, total := b.sum(&b.Accounts[account], parts, in, func(int, string) {})
	return total
}

// sum adds to parts the lines of an account for which in is true (nil for all), keeps
// them within their limits and the bounds of the categories, and adds up. over is told
// of the last line of whatever was cut. A category in which the account has no line
// stays as it is: a lower bound gives nothing to those who did nothing.
func (b *Book) sum(a *Account, parts []int64, in func(line int) bool, over func(line int, name string)) (other, total int64) {
	last := make([]int, len(parts)) // line of the account, -1 for none
	for c := range last {
		last[c] = -1
	}
	add := func(l int, amount int64) {
		if c := b.Lines[l].Category; c >= 0 {
			last[c] = l
			parts[c] += amount
		} else {
			other += amount
		}
	}
	for _, l := range a.Lines {
		if in == nil || in(l) {
			add(l, b.Lines[l].Amount)
		}
	}
	cut := b.excess(a, in)
	for _, l := range slices.Sorted(maps.Keys(cut)) {
		over(l, b.limited[l].Name)
		add(l, -cut[l])
	}
	total = other
	for c, k := range b.Categories {
		if last[c] >= 0 {
			if counts := k.bounded(parts[c]); counts != parts[c] {
				over(last[c], k.Name)
				parts[c] = counts
			}
		}
		total += parts[c]
	}
	return other, total
}

// Ranked returns the accounts from the highest total down and sets their ranks:
// equal totals share a place and the next place is left out (1 2 2 4).
func (b *Book) Ranked() []*Account {
	return rank(b.pointers(nil))
}

// RankedWithin is Ranked among the accounts for which in is true.
func (b *Book) RankedWithin(in func(index int) bool) []*Account { return rank(b.pointers(in)) }

func (b *Book) pointers(in func(int) bool) []*Account {
	var list []*Account
	for i := range b.Accounts {
		if in == nil || in(i) {
			list = append(list, &b.Accounts[i])
		}
	}
	return list
}

func rank(list []*Account) []*Account {
	slices.SortStableFunc(list, func(x, y *Account) int { return cmp.Compare(y.Total, x.Total) })
	for i, a := range list {
		a.Rank = i + 1
		if i > 0 && list[i-1].Total == a.Total {
			a.Rank = list[i-1].Rank
		}
	}
	return list
}

// A Level is one grade of a scheme: by a threshold, or by a share of the ranking.
type Level struct {
	AtLeast *int64 // total not below
	Top     int    // the first so many places
	Percent int    // the first so many percent, in tenths of a percent
}

// A Tie says what happens when equal totals stand on both sides of a cut.
type Tie uint8

// The tie rules; TieUnsaid is a mistake in the data wherever it matters.
const (
	TieUnsaid Tie = iota
	TieAll        // all of them are in
	TieOrder      // in the order of the list
)

// Grade gives each ranked account the first level that it reaches, best level first.
// It reports whether a cut fell between equal totals while no tie rule was given.
func Grade(ranked []*Account, levels []Level, tie Tie) (undecided bool) {
	for pos, a := range ranked {
		a.Level = -1
		for l, lv := range levels {
			in, needsRule := lv.reached(ranked, pos, tie)
			undecided = undecided || needsRule
			if in {
				a.Level = l
				break
			}
		}
	}
	return undecided
}

// reached reports whether the account at pos reaches the level.
func (lv Level) reached(ranked []*Account, pos int, tie Tie) (in, needsRule bool) {
	if lv.AtLeast != nil {
		return ranked[pos].Total >= *lv.AtLeast, false
	}
	cut := lv.Top
	if lv.Percent > 0 {
		cut = (len(ranked)*lv.Percent + 999) / 1000
	}
	if cut <= 0 {
		return false, false
	}
	if pos < cut {
		return true, false
	}
	split := cut < len(ranked) && ranked[pos].Total == ranked[cut-1].Total
	return split && tie == TieAll, split && tie == TieUnsaid
}
