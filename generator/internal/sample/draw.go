package sample

import (
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"sort"
	"strconv"
)

// A draw is a stream of random numbers of its own. Each file of each unit has one, so what
// a file holds depends neither on the other files nor on how many villages there are.
type draw struct {
	rnd   *rand.Rand
	lists lists
}

// draw returns the stream for a purpose: the kind of a unit, its number, a file.
func (s *Site) draw(kind string, number int, file string) draw {
	h := fnv.New64a()
	h.Write([]byte(kind + "\x00" + strconv.Itoa(number) + "\x00" + file))
	return draw{rand.New(rand.NewPCG(s.seed, h.Sum64())), s.lists}
}

// Between draws a number from low to high, both included.
func (d draw) Between(low, high int) int { return low + d.rnd.IntN(high-low+1) }

// Chance is true in so many of a hundred cases.
func (d draw) Chance(percent int) bool { return d.rnd.IntN(100) < percent }

// Pick draws an entry of a list.
func (d draw) Pick(list string) entry { return one(d, d.lists.of(list)) }

// Word draws an entry that has only one part.
func (d draw) Word(list string) string { return d.Pick(list)[0] }

// Some draws so many different entries of a list, or all that there are.
func (d draw) Some(n int, list string) []entry { return some(d, n, d.lists.of(list)) }

// All is a whole list.
func (d draw) All(list string) []entry { return d.lists.of(list) }

func (d draw) weighed(w weighed) entry {
	n := d.rnd.IntN(w.upTo[len(w.upTo)-1])
	return w.entries[sort.SearchInts(w.upTo, n+1)]
}

func one[T any](d draw, list []T) T { return list[d.rnd.IntN(len(list))] }

// some draws n different ones, in the order of the list.
func some[T any](d draw, n int, list []T) []T {
	at := d.rnd.Perm(len(list))[:min(n, len(list))]
	slices.Sort(at)
	out := make([]T, len(at))
	for i, k := range at {
		out[i] = list[k]
	}
	return out
}
