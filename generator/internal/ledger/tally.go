package ledger

import (
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

// CheckTotal compares a typed total with the computed one, see village.CheckTotal.
func CheckTotal(pos problem.Pos, what string, typed, computed village.Quantity, rep *problem.Report) {
	village.CheckTotal(pos, what, typed, computed, rep)
}

// CheckDeclared compares a declared number of things with those listed: more listed
// than declared is an error, fewer a warning. It returns how many are unaccounted for.
func CheckDeclared(pos problem.Pos, what string, declared, listed village.Quantity, rep *problem.Report) village.Quantity {
	switch {
	case declared.IsZero() || declared.N == listed.N:
		return village.Quantity{}
	case listed.N > declared.N:
		rep.Error(pos, "ledger/more-than-declared", "what", what, "declared", declared.Figure(), "listed", listed.Figure())
		return village.Quantity{}
	}
	rest := declared
	rest.N -= listed.N
	rep.Warn(pos, "ledger/unaccounted", "what", what, "declared", declared.Figure(), "listed", listed.Figure(), "rest", rest.Figure())
	return rest
}
