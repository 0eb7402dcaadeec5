package ledger

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestApportion(t *testing.T) {
	for _, c := range []struct {
		name    string
		pool    int64
		weights []int64
		want    []int64
	}{
		{"even", 100, []int64{1, 1, 2}, []int64{25, 25, 50}},
		{"equal remainders: the first of the list", 100, []int64{1, 1, 1}, []int64{34, 33, 33}},
		{"the larger remainder", 10, []int64{1, 5, 1}, []int64{2, 7, 1}},
		{"nothing and less than nothing get nothing", 10, []int64{0, 3, -5, 1}, []int64{0, 8, 0, 2}},
		{"an empty pool", 0, []int64{1, 2}, []int64{0, 0}},
		{"nobody", 10, []int64{0, -1}, nil},
		{"no debts", -10, []int64{1}, nil},
	} {
		if got := Apportion(c.pool, c.weights); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// Whatever the pool: the shares add up to it, each is its exact share rounded down or
// up, and who has more gets no less.
func TestApportionAddsUp(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		weights := make([]int64, 1+r.IntN(40))
		total := big.NewInt(0)
		for i := range weights {
			weights[i] = r.Int64N(1e7) - 1e5
			total.Add(total, big.NewInt(max(weights[i], 0)))
		}
		pool := r.Int64N(1e15)
		shares := Apportion(pool, weights)
		if total.Sign() == 0 {
			continue
		}
		var sum int64
		for i, s := range shares {
			sum += s
			exact := new(big.Int).Mul(big.NewInt(pool), big.NewInt(max(weights[i], 0)))
			if down := exact.Div(exact, total).Int64(); s < down || s > down+1 {
				t.Fatalf("pool %d: share %d of weight %d is %d", pool, i, weights[i], s)
			}
			for j, o := range shares {
				if weights[i] > weights[j] && s < o {
					t.Fatalf("pool %d: %d gets %d, %d gets %d", pool, weights[i], s, weights[j], o)
				}
			}
		}
		if sum != pool {
			t.Fatalf("pool %d: shares add up to %d", pool, sum)
		}
	}
}
