package sample

import "gongshi/generator/internal/village"

// A season is the selection of star households that a village is in.
type season struct {
	Phase    string // done, running, waiting or reviewed
	from, to village.Date
	decided  village.Date
}

// season draws how far the village is. What is done lies in the year of the day, or in the
// one before while that is young.
func (v *view) season() season {
	day := v.site.day
	first := village.DateOf(day.Year(), 1, 10)
	last := day - 15
	if last < first {
		first, last = village.DateOf(day.Year()-1, 9, 1), village.DateOf(day.Year()-1, 12, 10)
	}
	s := season{Phase: "done", from: max(first, last-200)}
	s.from += village.Date(v.Between(0, int(last-s.from)))
	switch n := v.Between(1, 100); {
	case v.Full() || n <= 76:
	case n <= 90:
		s.Phase, s.from = "running", day-village.Date(v.Between(0, 4))
	case n <= 95:
		s.Phase, s.from = "waiting", day-village.Date(v.Between(9, 12))
	default:
		s.Phase = "reviewed"
	}
	s.to = s.from + 7
	if s.Phase == "done" {
		s.decided = s.to + village.Date(v.Between(1, 4))
	}
	return s
}

// From is the first day of the notice.
func (s season) From() string { return s.from.ISO() }

// To is the last day of the notice.
func (s season) To() string { return s.to.ISO() }

// Day is a day so many days after the notice begins.
func (s season) Day(after int) string { return (s.from + village.Date(after)).ISO() }

// A home is a household in the selection.
type home struct {
	Who, Applied, Held string
	Decided            string // "" as long as it is not
	From, To           string // where it has a notice of its own
	Objected, Verdict  string
	Raised, Before     string // a star more during the year
	After              string
}

// Stars are the households of the selection. named tells whether their stars are listed or
// counted.
func (v *view) Stars(named bool) (list []home) {
	kinds, ways := v.All("starkinds"), v.All("applied")
	second := v.Season.Phase == "done" && v.Often(20) && v.Season.from.Year() == v.Year() && (v.site.day-3).Year() == v.Year()
	for i, p := range v.Homes {
		stars := v.level()
		h := home{Who: p.Code, Applied: one(v.draw, ways)[0], Decided: v.Season.decided.ISO(), Held: "[" + v.Names(some(v.draw, stars, kinds)) + "]"}
		if !named {
			h.Held = string(rune('0' + stars))
		}
		switch {
		case second && i > len(v.Homes)-8:
			h.From, h.To, h.Decided = v.Ago(3), v.Ago(-4), ""
		case h.Decided == "":
		case v.Chance(2):
			h.Objected, h.Verdict = v.Season.Day(3), v.Word("verdicts")
		case v.Chance(2) && stars > 1 && v.site.day-v.Season.decided > 20:
			numerals := v.All("numerals")
			h.Raised, h.Before, h.After = (v.Season.decided + 15).ISO(), numerals[stars-2][0], numerals[stars-1][0]
		}
		list = append(list, h)
	}
	v.counts.Stars = len(list)
	return list
}

// level draws a number of stars as often as townships give them.
func (v *view) level() int {
	switch n := v.Between(1, 1058); {
	case n <= 217:
		return 5
	case n <= 217+352:
		return 4
	case n <= 217+352+405:
		return 3
	case n <= 217+352+405+48:
		return 2
	}
	return 1
}

// Votes are the votes of a review: for, against, abstained.
func (v *view) Votes() [3]int { return [3]int{v.Between(9, 15), v.Between(0, 2), v.Between(0, 2)} }

// Kinds are the kinds of stars as a list.
func (v *view) Kinds() string { return v.Names(v.All("starkinds")) }
