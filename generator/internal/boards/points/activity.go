package points

import (
	"gongshi/generator/internal/board"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
)

// activity is one gathering: how many were to come and how many came. Whoever came is
// not said.
type activity struct {
	record.At
	Date    village.When     `key:"date"`
	Name    string           `key:"title,required"`
	Invited village.Quantity `key:"invited,required"`
	Came    village.Quantity `key:"came,required"`
	village.Showing
}

// readActivities checks the gatherings: nobody comes beyond those who were to.
func (y *year) readActivities(in *board.Input) {
	for i := range y.Activities {
		a := &y.Activities[i]
		a.Showing = a.Showing.Or(y.Showing)
		in.Shown(a.Showing)
		y.checkDate(a.At, a.Date, "", in)
		a.Invited.MustCount("people", a.Of("invited"), in.Report)
		a.Came.MustCount("people", a.Of("came"), in.Report)
		if a.Came.N > a.Invited.N {
			in.Report.Error(a.Of("came"), "points/more-than-invited", "name", a.Name, "came", a.Came.Figure(), "invited", a.Invited.Figure())
		}
	}
}
