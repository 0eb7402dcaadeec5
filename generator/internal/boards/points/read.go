package points

import (
	"slices"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/words"
)

func read(in *board.Input) board.Board {
	b := &Board{unit: in.Unit, today: in.Today}
	var last *year
	b.years = board.ReadYears(in, func(n int, docs []*record.Doc) *year {
		y := &year{year: n}
		if last != nil && last.year != n-1 {
			last = nil
		}
		if len(docs) > 0 {
			y.read(docs, last, in)
		}
		y.rollUp(in)
		last = y
		return y
	})
	b.years = slices.DeleteFunc(b.years, func(y *year) bool { return !y.reported() && !y.Has("method") && y.Notice == nil && !y.more() })
	if len(b.years) == 0 {
		return nil
	}
	return b
}

// read decodes, checks and books one year of the unit itself; last is the year before,
// nil for none.
func (y *year) read(docs []*record.Doc, last *year, in *board.Input) {
	y.unit = in.Unit
	y.decode(docs, in)
	y.Showing = y.Showing.Or(in.Defaults)
	in.Shown(y.Showing)
	if y.Notice != nil {
		in.Notice(*y.Notice)
		y.Notice.Check(in.Unit, in.Report)
	}
	y.Method.check(in.Report)
	y.readList(in)
	y.readActivities(in)
	y.takeRows(in.Report)
	y.chooseRoll(in.Unit, in.Report)
	y.feed(in)
	y.own.Sample = y.Sample || in.Unit.Sample
	rows := len(y.rows)
	y.post(in)
	y.redeem(last, in)
	if rows+len(y.persons)+len(y.Counts) == 0 {
		if !y.more() && !y.comparesBelow(in) {
			in.Report.Warn(problem.Pos{File: y.File}, "points/empty")
		}
		y.divide(in)
		return
	}
	y.grade(in)
	y.count(in.Today)
	y.divide(in)
	y.handUp(in)
	if len(y.persons) > 0 && len(y.Method.Grades) == 0 && !y.Method.Has("open") {
		in.Report.Warn(y.Method.Pos, "points/nobody-named", "year", problem.Int(y.year))
	}
}

// more reports whether the file holds something beside entries and counts.
func (y *year) more() bool {
	return len(y.List)+len(y.Goods)+len(y.Redemptions)+len(y.Activities) > 0 || y.Dividend != nil
}

func (y *year) decode(docs []*record.Doc, in *board.Input) {
	var extra []string
	for _, d := range docs {
		var m method
		d.Peek("method", &m)
		for _, it := range m.Items {
			extra = append(extra, it.Name)
		}
	}
	board.Decode(in, docs, &y.file, &y.At, extra...)
	if y.Method == nil {
		y.Method = &method{At: record.At{Pos: y.Pos}}
	}
	for _, p := range y.Rest {
		in.Report.Error(p.Pos, "points/item-outside", "item", p.Key, "lists", strings.Join([]string{words.KeyName("method"), words.KeyName("entries")}, words.T("list.sep")))
	}
}
