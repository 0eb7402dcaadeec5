package sample

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/internal/village"
)

// The schemes of points. Households that are paid a dividend have a list of what counts.
const (
	ranks    = "ranks"
	open     = "open"
	category = "category"
	homes    = "homes"
)

// scheme draws the scheme of a village; the sixth is the first whose households have points.
func (v *view) scheme() string {
	switch n := v.Between(1, 100); {
	case v.Full():
		return ranks
	case v.number == 5 || n <= 5:
		return homes
	case n <= 30:
		return open
	case n <= 50:
		return category
	}
	return ranks
}

// A line is one line of the ledger.
type line struct {
	Code, Date, Who, Item, Matter string
	Points                        int
	Corrects, Reason              string // of a correction, for which Points are the right ones
	day                           village.Date
}

// Lines are the ledger of the year, a dozen lines a member, in order of days. The year begins
// with 60 points for the matter first in an item, or with none where first is "".
func (v *view) Lines(first, base, item string) []line {
	begin := village.DateOf(v.Year(), 1, 1)
	days := int(v.site.day - begin)
	var list []line
	for _, p := range v.Members {
		if first != "" {
			list = append(list, line{Who: p.Code, Item: base, Matter: first, Points: 60, day: begin})
		}
		daily := v.Between(8, 14)
		if v.Reviewed() {
			daily -= 2
			for i, review := range v.All("reviews") {
				list = append(list, line{Who: p.Code, Item: review[0], Matter: review[1], Points: v.Between(review.Int(2), review.Int(3)), day: v.site.day - village.Date(10-5*i)})
			}
		}
		for range daily {
			m := v.Pick("matters")
			day := begin + village.Date(v.Between(min(5, days), days))
			list = append(list, line{Who: p.Code, Item: item, Matter: m[0], Points: v.Between(m.Int(1), m.Int(2)), day: day})
		}
	}
	return v.numbered(list)
}

// Reviewed tells whether the reviews of the year's end are over, which a member's last two
// parts come from.
func (v *view) Reviewed() bool {
	return v.Scheme == ranks && v.site.day >= village.DateOf(v.Year(), 12, 20)
}

// Threshold is what a level asks for: more when the reviews are over.
func (v *view) Threshold(points int) int {
	if v.Reviewed() {
		return points + 15
	}
	return points
}

// HomeLines are the ledger of households by the list of what counts.
func (v *view) HomeLines() []line {
	first := village.DateOf(v.Year(), 1, 1)
	var list []line
	for _, p := range v.Homes {
		got := map[string]int{}
		for range v.Between(5, 8) {
			m := v.Pick("homeworks")
			if got[m[0]] += m.Int(1); got[m[0]] > m.Int(2) && !v.Chance(5) {
				continue // no more of it counts this year
			}
			list = append(list, line{Who: p.Code, Matter: m[0], day: first + village.Date(v.Between(0, int(v.site.day-first)))})
		}
	}
	return v.numbered(list)
}

// numbered orders the lines by day. With the four parts they are numbered, so that a few can
// be corrected later.
func (v *view) numbered(list []line) []line {
	slices.SortStableFunc(list, func(a, b line) int { return int(a.day - b.day) })
	for i := range list {
		if list[i].Date = list[i].day.ISO(); v.Scheme == ranks {
			list[i].Code = strconv.Itoa(i + 1)
		}
	}
	v.counts.Entries += len(list)
	if v.Scheme == ranks && v.Often(40) {
		for range v.Between(1, 3) {
			if l := one(v.draw, list); l.Points > 1 && l.Points < 60 && !corrected(list, l.Code) {
				list = append(list, line{Code: strconv.Itoa(len(list) + 1), Date: v.site.day.ISO(), Who: l.Who,
					Corrects: l.Code, Points: l.Points - 1, Reason: v.Word("reasons")})
				v.counts.Entries++
			}
		}
	}
	return list
}

func corrected(list []line, code string) bool {
	return slices.ContainsFunc(list, func(l line) bool { return l.Corrects == code })
}

// A sum is what somebody got in the year before, one line a member.
type sum struct {
	Who                         string
	Base, Daily, Review, Organs int
}

// Sums are the points of the year before.
func (v *view) Sums() (list []sum) {
	for _, p := range v.Members {
		list = append(list, sum{p.Code, 60, v.Between(8, 34), v.Between(8, 14), v.Between(5, 10)})
	}
	return list
}

// A sale is goods for points. Nobody buys more than the points of the year's beginning allow.
type sale struct {
	Code, Date, Who string
	Goods           string
	Quantity        int
	Unit            string
}

// Sales are what was bought in the village shop.
func (v *view) Sales(goods []entry) (list []sale) {
	for i, date := range v.Days(v.Between(6, 14)) {
		g := one(v.draw, goods)
		list = append(list, sale{fmt.Sprintf("D%02d", i+1), date, v.Members[i%len(v.Members)].Code, g[0], 1, g[2]})
	}
	return list
}

// Names are the first parts of a list as one cell.
func (v *view) Names(list []entry) string {
	names := make([]string, len(list))
	for i, e := range list {
		names[i] = e[0]
	}
	return strings.Join(names, ", ")
}
