package ledger

import (
	"strings"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/village"
)

// A Tally counts by group, in the order in which groups were first named. Counts and
// rows sum alike: a unit that knows its totals only adds those.
type Tally struct {
	Names  []string
	Counts []village.Quantity
}

// Add adds q to the group.
func (t *Tally) Add(name string, q village.Quantity) {
	for i, n := range t.Names {
		if n == name {
			t.Counts[i] = t.Counts[i].Plus(q)
			return
		}
	}
	t.Names = append(t.Names, name)
	t.Counts = append(t.Counts, q)
}

// Merge adds all groups of o.
func (t *Tally) Merge(o Tally) {
	for i, n := range o.Names {
		t.Add(n, o.Counts[i])
	}
}

// Get returns the count of a group, zero when it has none.
func (t Tally) Get(name string) village.Quantity {
	for i, n := range t.Names {
		if n == name {
			return t.Counts[i]
		}
	}
	return village.Quantity{}
}

// Sum returns the count over all groups.
func (t Tally) Sum() village.Quantity {
	sum := village.Count(0)
	for _, q := range t.Counts {
		sum = sum.Plus(q)
	}
	return sum
}

// CheckDeclared compares a declared number of things with those listed: more listed
// than declared is an error, fewer a warning. It returns how many are unaccounted for.
func CheckDeclared(pos problem.Pos, what string, declared, listed village.Quantity, rep *problem.Report) village.Quantity {
	if listed.Unit == "" {
		listed.Unit = declared.Unit
	}
	switch {
	case declared.IsZero() || declared.N == listed.N:
		return village.Quantity{}
	case listed.N > declared.N:
		rep.Error(pos, "ledger/more-than-declared", "what", what, "declared", declared.String(), "listed", listed.String())
		return village.Quantity{}
	}
	rest := declared
	rest.N -= listed.N
	if listed.Approx != village.Exact { // nobody knows on which side
		rest.Approx = village.About
	}
	rep.Warn(pos, "ledger/unaccounted", "what", what, "declared", declared.String(), "listed", listed.String(), "rest", rest.String())
	return rest
}

// CheckAmount compares a typed amount of money with the computed one, as far as their
// precision lets them be compared: what is typed as 70万以上 may come to more, about
// amounts nothing can be said.
func CheckAmount(pos problem.Pos, what string, typed, computed village.Amount, rep *problem.Report) {
	if computed.IsZero() {
		computed.Scale = 1
	}
	wrong := typed.Fen != computed.Fen
	switch {
	case typed.IsZero() || typed.Approx == village.About || computed.Approx == village.About:
		return
	case typed.Approx == village.AtLeast:
		wrong = computed.Approx == village.Exact && computed.Fen < typed.Fen
	case computed.Approx == village.AtLeast:
		wrong = computed.Fen > typed.Fen
	}
	if wrong {
		diff := typed.Minus(computed)
		diff.Word = ""
		s := strings.Replace(diff.String(), "-", "−", 1)
		if diff.Fen > 0 {
			s = "+" + s
		}
		rep.Error(pos, "ledger/total", "what", what, "typed", typed.String(), "computed", computed.String(), "diff", s)
	}
}
