package income

import (
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// target is what is to be reached by the end of a year (systems.md M9).
type target struct {
	record.At
	Name    string           `key:"title,required"`
	Base    village.Quantity `key:"baseline"` // where it started
	Goal    village.Quantity `key:"targets|atleast,required"`
	Year    int              `key:"year"`
	Current village.Quantity `key:"current"`
	Text    string           `key:"text"`
}

// check gives the figures of a target one unit.
func (t *target) check(rep *problem.Report) {
	for _, q := range []struct {
		*village.Quantity
		key string
	}{{&t.Current, "current"}, {&t.Base, "baseline"}} {
		switch {
		case q.IsZero() || q.Unit == t.Goal.Unit:
		case q.Unit == "":
			q.Unit = t.Goal.Unit
		default:
			rep.Error(t.Of(q.key), "number/two-units", "key", words.KeyName(q.key), "value", q.String(), "one", t.Goal.Unit, "other", q.Unit)
		}
	}
}

// progress is how much of the way from the baseline to the goal is made, in percent of
// 0 to 100; false when no figure of today is known.
func (t *target) progress() (percent int, ok bool) {
	way := t.Goal.N - t.Base.N
	if t.Current.IsZero() || way == 0 {
		return 0, false
	}
	made := (t.Current.N - t.Base.N) * 100 / way
	return int(min(max(made, 0), 100)), true
}

// reached reports whether the goal is reached: from below, or from above.
func (t *target) reached() bool {
	if t.Current.IsZero() {
		return false
	}
	if !t.Base.IsZero() && t.Base.N > t.Goal.N {
		return t.Current.N <= t.Goal.N
	}
	return t.Current.N >= t.Goal.N
}
