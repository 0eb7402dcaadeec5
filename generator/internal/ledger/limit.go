package ledger

import (
	"cmp"
	"slices"
)

// A Limit is what all entries of one kind may count in one account: at most Max up,
// and at most Max down. Entries are of one kind by their Key; of entries with different
// Max each is kept within its own, and none takes back what an earlier one gave.
type Limit struct {
	Key  string
	Name string // for messages
	Max  int64  // > 0
}

// limited is the limit of a line, with the day that orders it.
type limited struct {
	Limit
	day int64
}

// excess returns by how much the lines of an account exceed their limits, with all
// corrections for which in is true; nil for none.
func (b *Book) excess(a *Account, in func(line int) bool) map[int]int64 {
	var lines []int
	for _, l := range a.Lines {
		if _, ok := b.limited[l]; ok && b.Lines[l].Corrects < 0 && (in == nil || in(l)) {
			lines = append(lines, l)
		}
	}
	if len(lines) == 0 {
		return nil
	}
	net := map[int]int64{}
	for _, l := range a.Lines {
		if in != nil && !in(l) {
			continue
		}
		if at := b.Lines[l].Corrects; at >= 0 {
			net[at] += b.Lines[l].Amount
		} else {
			net[l] += b.Lines[l].Amount
		}
	}
	slices.SortStableFunc(lines, func(x, y int) int { return cmp.Compare(b.limited[x].day, b.limited[y].day) })
	running, over := map[string]int64{}, map[int]int64{}
	for _, l := range lines {
		lim := b.limited[l]
		before := running[lim.Key]
		after := min(max(before+net[l], min(before, -lim.Max)), max(before, lim.Max))
		running[lim.Key] = after
		if cut := net[l] - (after - before); cut != 0 {
			over[l] = cut
		}
	}
	return over
}
