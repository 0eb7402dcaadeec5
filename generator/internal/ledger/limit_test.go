package ledger

import (
	"testing"

	"gongshi/generator/internal/problem"
)

// A list lets a matter count 10 a year, from July on 4.
func TestLimits(t *testing.T) {
	old, now := &Limit{"a", "清扫", 10}, &Limit{"a", "清扫", 4}
	three := int64(3)
	for _, c := range []struct {
		name    string
		entries []Entry
		total   int64
		warned  int
	}{
		{"within", []Entry{{Amount: 6, Limit: old}, {Amount: 4, Limit: old}}, 10, 0},
		{"above", []Entry{{Amount: 6, Limit: old}, {Amount: 6, Limit: old}}, 10, 1},
		{"a correction makes room again", []Entry{{Code: "1", Amount: 6, Limit: old}, {Amount: 6, Limit: old}, {Corrects: "1", Becomes: &three, Category: -1}}, 9, 0},
		{"a lower limit takes nothing back", []Entry{{Amount: 6, Limit: old, Day: 1}, {Amount: 2, Limit: now, Day: 2}}, 6, 1},
		{"whatever the order of the list", []Entry{{Amount: 2, Limit: now, Day: 2}, {Amount: 6, Limit: old, Day: 1}}, 6, 1},
		{"a higher one gives more", []Entry{{Amount: 6, Limit: now, Day: 1}, {Amount: 5, Limit: old, Day: 2}}, 9, 1},
		{"downwards too", []Entry{{Amount: -6, Limit: old}, {Amount: -6, Limit: old}}, -10, 1},
		{"of other kinds each", []Entry{{Amount: 9, Limit: old}, {Amount: 9, Limit: &Limit{"b", "义工", 10}}}, 18, 0},
	} {
		b, rep := post(c.entries, 1, Category{})
		var counts int64
		for _, l := range b.Lines {
			counts += l.Counts
		}
		if b.Total != c.total || rep.Len() != c.warned || counts != c.total {
			t.Errorf("%s: total %d, lines count %d, %d warnings", c.name, b.Total, counts, rep.Len())
		}
	}
}

func TestTheTotalOnADayGoneBy(t *testing.T) {
	high := int64(20)
	b := Post([]Category{{Max: &high}}, 1, func(int, int) int64 { return 5 },
		[]Entry{{Amount: 10}, {Amount: 10}}, new(problem.Report))
	for lines, want := range []int64{5, 15, 20} {
		if got := b.TotalOf(0, func(l int) bool { return l < lines }); got != want {
			t.Errorf("after %d lines %d, want %d", lines, got, want)
		}
	}
}
