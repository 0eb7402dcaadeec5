package ledger

import (
	"cmp"
	"math/bits"
	"slices"
)

// Apportion divides pool among weights in proportion to them, exactly: the shares add
// up to pool. Each gets the whole part of its share; what is left goes, one each, to
// the largest remainders (Hamilton's method), among equal ones to the first. Weights
// that are not positive get nothing; nil is returned when no weight is positive or
// pool is negative.
func Apportion(pool int64, weights []int64) []int64 {
	var total uint64
	for _, w := range weights {
		total += uint64(max(w, 0))
	}
	if total == 0 || pool < 0 {
		return nil
	}
	shares, rest := make([]int64, len(weights)), make([]uint64, len(weights))
	order, left := make([]int, 0, len(weights)), pool
	for i, w := range weights {
		if w <= 0 {
			continue
		}
		hi, lo := bits.Mul64(uint64(pool), uint64(w))
		share, r := bits.Div64(hi, lo, total) // w ≤ total, so the share is at most pool
		shares[i], rest[i] = int64(share), r
		order, left = append(order, i), left-int64(share)
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(rest[y], rest[x]) })
	for _, i := range order[:left] {
		shares[i]++
	}
	return shares
}
