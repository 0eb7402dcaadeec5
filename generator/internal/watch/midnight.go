package watch

import "time"

// NextMidnight is the first instant of the civil day after t in loc. Where
// summer time begins at midnight that day starts at one o'clock.
func NextMidnight(t time.Time, loc *time.Location) time.Time {
	y, m, d := t.In(loc).Date()
	next := time.Date(y, m, d+1, 0, 0, 0, 0, loc)
	if next.Day() == d { // time.Date took the side of the gap that is still yesterday
		next = time.Date(y, m, d+1, 1, 0, 0, 0, loc)
	}
	return next
}
