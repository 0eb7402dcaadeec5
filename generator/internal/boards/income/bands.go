package income

import (
	"math"
	"slices"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// band is a range of yearly incomes: 5万—6万.
type band struct {
	record.At
	Name     string         `key:"title,required"`
	AtLeast  village.Amount `key:"atleast"`
	Under    village.Amount `key:"under"`
	HalfOpen bool           `key:"halfopen"` // its upper end belongs to the next band

	low, high int64 // fen
	open      bool  // high itself is not in the band
	clear     bool  // its ends are known
}

// ScanShort reads 分段: [5万—6万, 6万—20万, 20万以上].
func (b *band) ScanShort(v *record.Value) { b.Name = v.Text }

// bandCount is how many villages' incomes are in a band.
type bandCount struct {
	name     string
	villages village.Quantity
}

// cutRange parts 5万—6万 into its ends.
func cutRange(name string) (low, high string, ok bool) {
	marks := words.T("income.rangemarks")
	i := strings.IndexAny(name, marks)
	if i <= 0 {
		return "", "", false
	}
	high = strings.TrimLeft(name[i:], marks)
	return name[:i], high, high != ""
}

// ends works out from where to where the band goes: as typed or, without that, as its
// name says.
func (b *band) ends() {
	b.low, b.high, b.clear = math.MinInt64, math.MaxInt64, true
	if b.Has("atleast") || b.Has("under") {
		if !b.AtLeast.IsZero() {
			b.low = b.AtLeast.Fen
		}
		if !b.Under.IsZero() {
			b.high, b.open = b.Under.Fen, true
		}
		b.clear = b.low < b.high
		return
	}
	name := record.Fold(b.Name)
	if from, to, ok := cutRange(name); ok {
		low, known := amountOf(from, to)
		high, known2 := amountOf(to, "")
		b.low, b.high, b.clear = low, high, known && known2 && low < high
		return
	}
	for _, below := range strings.Fields(words.T("income.below")) {
		if s, cut := strings.CutSuffix(name, below); cut {
			b.high, b.clear = amountOf(s, "")
			b.open = true
			return
		}
	}
	b.low, b.clear = amountOf(name, "")
}

// amountOf reads 5万, 5万元 or, with the unit of the end of its range, 5.
func amountOf(s, end string) (fen int64, ok bool) {
	s = strings.TrimSpace(s)
	if strings.Trim(s, "0123456789.") == "" {
		s += strings.TrimLeft(strings.TrimSpace(end), "0123456789.")
	}
	var quiet problem.Report
	var a village.Amount
	a.Scan(record.NewValue(record.Pair[string]{Value: s}, &quiet))
	return a.Fen, !quiet.Failed()
}

// holds reports whether an income is in the band.
func (b *band) holds(fen int64) bool {
	return fen >= b.low && (fen < b.high || fen == b.high && !b.open)
}

// checkBands refuses bands that share an amount (systems.md F3): 5万—6万 and 6万—20万
// both hold 6万 unless the file says that the upper end is not in the band.
func (y *year) checkBands(rep *problem.Report) {
	halfOpen := y.HalfOpen
	for i := range y.Bands {
		b := &y.Bands[i]
		b.ends()
		if !b.clear && b.Name != "" {
			rep.Error(b.Pos, "income/band-unclear", "band", b.Name)
		}
		b.HalfOpen = b.HalfOpen || halfOpen
		b.open = b.open || b.HalfOpen
	}
	overlaps(y.Bands, rep.Error)
	if len(y.Bands) > 0 {
		for _, c := range y.Counts {
			if !words.IsSum(c.Key) && !slices.ContainsFunc(y.Bands, func(b band) bool { return b.Name == c.Key }) {
				rep.Error(c.Pos, "income/no-band", "band", c.Key)
			}
		}
		return
	}
	// bands that are only counted: where 6万 went is not ours to say, but to ask
	var named []band
	for _, c := range y.Counts {
		b := band{At: record.At{Pos: c.Pos}, Name: c.Key, HalfOpen: halfOpen}
		if b.ends(); b.clear {
			named = append(named, b)
		}
	}
	overlaps(named, rep.Warn)
}

// overlaps reports every two bands that share an amount.
func overlaps(bands []band, say func(problem.Pos, string, ...string)) {
	for j := range bands {
		for i := range j {
			a, b := &bands[i], &bands[j]
			if a.low > b.low {
				a, b = b, a
			}
			switch at := fen(b.low); {
			case !a.clear || !b.clear || a.high < b.low:
			case a.high == b.low && a.HalfOpen:
			case a.high == b.low:
				say(bands[j].Pos, "income/bands-touch", "one", a.Name, "other", b.Name, "at", at)
			default:
				say(bands[j].Pos, "income/bands-overlap", "one", a.Name, "other", b.Name, "at", at)
			}
		}
	}
}

// fen writes an amount as bands are written: 6万元.
func fen(n int64) string {
	a := village.Amount{Fen: n, Scale: 1}
	if n%100_000 == 0 {
		a.Scale = 10_000
	}
	return a.String()
}

// countBands counts the villages below in the bands that the unit declares.
func (y *year) countBands(in *board.Input) {
	if len(y.Bands) == 0 || board.InYear[Sum](in, y.year).Reported() == 0 {
		return
	}
	counts := make([]int, len(y.Bands))
	for _, base := range y.all.Bases {
		found := false
		for i := range y.Bands {
			if y.Bands[i].clear && y.Bands[i].holds(base.In.Fen) {
				counts[i]++
				found = true
				break
			}
		}
		if !found {
			y.outside++
		}
	}
	for i, b := range y.Bands {
		y.bands = append(y.bands, bandCount{b.Name, village.Count(counts[i])})
	}
}

// bandTally returns the villages by band: counted below, else as the file gives them.
func (y *year) bandTally() ledger.Tally {
	if len(y.bands) == 0 {
		return y.all.Groups
	}
	var t ledger.Tally
	for _, b := range y.bands {
		t.Add(b.name, b.villages)
	}
	return t
}
