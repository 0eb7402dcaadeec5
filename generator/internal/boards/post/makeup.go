package post

import (
	"cmp"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// Makeup is how many members the unit has, by category and by identity. One member may
// have several identities, so those are not added up.
type Makeup struct {
	Count      string // 108人
	CountsOnly bool   // the register gives totals without names
	Categories []board.Bar
	Identities []board.Bar
}

// DataMembers is the Makeup for machines.
type DataMembers struct {
	Count      float64           `json:"count"`
	Categories []board.DataCount `json:"categories"`
	Identities []board.DataCount `json:"identities,omitempty"` // one member may have several
}

// makeup lays out the register of members; nil where there is none, or t may not know
// of it.
func (b *Board) makeup(t privacy.Target) (*Makeup, *DataMembers) {
	file := b.unit.Makeup.Showing.Or(b.Showing)
	if len(b.unit.Members) == 0 && len(b.unit.Makeup.Counts) == 0 || !t.Shows(file, b.today) {
		return nil, nil
	}
	var all, by board.Sum
	for i := range b.unit.Members {
		m := &b.unit.Members[i]
		open := t.Shows(m.Showing.Or(file), b.today)
		all.Count(cmp.Or(m.Category, words.T("group.other")), village.Count(1), open)
		for _, id := range m.Identities {
			by.Count(id, village.Count(1), open)
		}
	}
	for _, c := range b.unit.Makeup.Counts {
		if !words.IsSum(c.Key) {
			all.Count(c.Key, c.Value, true)
		}
	}
	number := func(q village.Quantity) string {
		return q.With(words.T("unit.person"))
	}
	m := &Makeup{Count: number(all.All()), CountsOnly: len(b.unit.Members) == 0, Identities: board.GroupBars(by.Shown(), number)}
	d := &DataMembers{Count: all.All().Float(), Categories: board.Counts(all.Shown())}
	if len(all.Groups.Names) > 1 || all.Groups.Names[0] != words.T("group.other") {
		m.Categories = board.GroupBars(all.Shown(), number)
	}
	if len(by.Groups.Names) > 0 {
		d.Identities = board.Counts(by.Shown())
	}
	return m, d
}
