package search

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// Whatever is added, taken out or altered, the blocks are those that a new table has, and few
// of them are written.
func TestBlocksStayWhereTheyWould(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	leaves := map[string]*body{}
	kept := newTable[*body]("n", 1, 0, "")
	files := map[string]string{}
	write := func(t *table[*body], files map[string]string) (wrote int) {
		t.files(func(path string, text []byte) { files[path] = string(text); wrote++ }, func(path string) { delete(files, path) })
		return wrote
	}
	key := func() string { return fmt.Sprintf("%c %s%03d", 'w', string("abc"[rnd.IntN(3)]), rnd.IntN(400)) }
	change := func(key string) {
		switch b := leaves[key]; {
		case b == nil:
			b = &body{label: label{text: strings.Repeat(key, 1+rnd.IntN(60))}}
			leaves[key] = b
			kept.add(key, b)
		case rnd.IntN(3) == 0:
			b.refs = append(b.refs, ref{int32(rnd.IntN(80)), 0, 0})
			kept.touch(key)
		default:
			kept.remove(key, b)
			delete(leaves, key)
		}
	}
	for range 900 {
		change(key())
	}
	write(kept, files)
	for round := range 400 {
		for range 1 + rnd.IntN(4)*rnd.IntN(20) {
			change(key())
		}
		if round%50 == 49 { // all of one letter go
			for k := range maps.Clone(leaves) {
				if k[2] == 'b' {
					kept.remove(k, leaves[k])
					delete(leaves, k)
				}
			}
		}
		write(kept, files)
		anew, want := newTable[*body]("n", 1, 0, ""), map[string]string{}
		for k, b := range leaves {
			anew.add(k, b)
		}
		write(anew, want)
		if !maps.Equal(files, want) {
			t.Fatalf("round %d: %d blocks, a new table has %d", round, len(files), len(want))
		}
		if a, b := firstsOf(kept), firstsOf(anew); !slices.Equal(a, b) {
			t.Fatalf("round %d: %q, a new table has %q", round, a, b)
		}
	}
	change(key())
	if n := write(kept, files); len(files) < 10 || n > 3 {
		t.Errorf("one change writes %d of %d blocks", n, len(files))
	}
}

func firstsOf(t *table[*body]) []string {
	return t.files(func(string, []byte) {}, func(string) {})
}
