package board

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestTheMedianIsTheMiddle(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		var days []int
		var d, below Days
		for range 1 + rng.IntN(9) {
			n := rng.IntN(20)
			days = append(days, n)
			if rng.IntN(2) == 0 {
				d.Add(n, 1)
			} else {
				below.Add(n, 1)
			}
		}
		d.Join(below)
		slices.Sort(days)
		want := float64(days[len(days)/2])
		if len(days)%2 == 0 {
			want = (want + float64(days[len(days)/2-1])) / 2
		}
		if got, ok := d.Median(); !ok || got != want {
			t.Fatalf("%v: %v, want %v", days, got, want)
		}
	}
}
