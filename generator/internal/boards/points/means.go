package points

import (
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// mean is how many people, or units, there are in one unit of a level.
type mean struct {
	level string           // code word of the level
	of    string           // code word of the level that is counted; "" for people
	units village.Quantity // units of the level
	n     village.Quantity // to one decimal
}

// meansOf spreads the people over the units that a unit says lie below it
// (下辖: {乡镇: 72, 村: 1560}), and each of those levels over the one before.
func meansOf(u *village.Unit, people village.Quantity) []mean {
	var list []mean
	for i, c := range u.Subunits {
		level, _ := words.Value("level", c.Key)
		if n, ok := over(people, c.Value); ok {
			list = append(list, mean{level: level, units: c.Value, n: n})
		}
		if i > 0 {
			above := u.Subunits[i-1]
			if n, ok := over(c.Value, above.Value); ok {
				code, _ := words.Value("level", above.Key)
				list = append(list, mean{level: code, of: level, units: above.Value, n: n})
			}
		}
	}
	return list
}

// over is whole divided by n, rounded half up to one decimal and as precise as both;
// false without one of them.
func over(whole, n village.Quantity) (village.Quantity, bool) {
	if whole.N <= 0 || n.N <= 0 {
		return village.Quantity{}, false
	}
	const tenth = 1000 // of a unit, as Quantity.N counts
	tenths := (whole.N*20 + n.N) / (2 * n.N)
	return village.Quantity{N: tenths * tenth, Scale: 1, Approx: max(whole.Approx, n.Approx)}, true
}
