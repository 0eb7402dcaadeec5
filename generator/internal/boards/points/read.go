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
	b.years = board.ReadYears(in, func(n int, docs []*record.Doc) *year {
		y := &year{year: n}
		if len(docs) > 0 {
			y.read(docs, in)
		}
		y.rollUp(in)
		return y
	})
	b.years = slices.DeleteFunc(b.years, func(y *year) bool { return !y.reported() && !y.Has("method") && y.Notice == nil })
	if len(b.years) == 0 {
		return nil
	}
	return b
}

// read decodes, checks and books one year of the unit itself.
func (y *year) read(docs []*record.Doc, in *board.Input) {
	y.unit = in.Unit
	y.decode(docs, in.Report)
	y.Showing = y.Showing.Or(in.Defaults)
	in.Shown(y.Showing)
	if y.Notice != nil {
		in.Notice(*y.Notice)
		y.Notice.Check(in.Unit, in.Report)
	}
	y.Method.check(in.Report)
	y.takeRows(in.Report)
	y.chooseRoll(in.Unit, in.Report)
	y.own.Sample = y.Sample || in.Unit.Sample
	rows := len(y.rows)
	y.post(in)
	if rows+len(y.persons)+len(y.Counts) == 0 {
		in.Report.Warn(problem.Pos{File: y.File}, "points/empty")
		return
	}
	y.grade(in)
	y.count(in.Today)
	if len(y.persons) > 0 && len(y.Method.Grades) == 0 && !y.Method.Has("open") {
		in.Report.Warn(y.Method.Pos, "points/nobody-named", "year", problem.Int(y.year))
	}
}

// later are the lists of the contract that this board does not compute yet.
var later = []string{"redemptions", "goods", "dividend", "tasks"}

// laterKey returns the code word of a list that is not computed yet, "" for another.
func laterKey(written string) string {
	if code, _ := words.Key(written); slices.Contains(later, code) {
		return code
	}
	return ""
}

func (y *year) decode(docs []*record.Doc, rep *problem.Report) {
	var extra []string
	for _, d := range docs {
		var m method
		d.Peek("method", &m)
		for _, it := range m.Items {
			extra = append(extra, it.Name)
		}
	}
	for _, code := range later {
		extra = append(extra, words.KeyName(code), code)
	}
	for _, d := range docs {
		if slices.Contains(later, d.List) {
			d.Problems(rep)
			rep.Warn(problem.Pos{File: d.Path}, "points/later", "key", words.KeyName(d.List))
			continue
		}
		d.Decode(&y.file, rep, extra...)
	}
	if y.File == "" { // a table has no place of its own
		y.At.Pos = problem.Pos{File: docs[0].Path}
	}
	if y.Method == nil {
		y.Method = &method{At: record.At{Pos: y.Pos}}
	}
	y.setAside(rep)
}

// setAside takes out what a file or its rows say of lists that are not computed yet,
// with one warning for each.
func (y *year) setAside(rep *problem.Report) {
	warned := map[string]bool{}
	aside := func(p record.Pair[string]) bool {
		code := laterKey(p.Key)
		if code == "" || y.Method.item(p.Key) >= 0 {
			return false
		}
		if !warned[code] {
			warned[code] = true
			rep.Warn(p.Pos, "points/later", "key", words.KeyName(code))
		}
		return true
	}
	for _, p := range y.Later {
		if laterKey(p.Key) == "" || !aside(p) {
			rep.Error(p.Pos, "points/item-outside", "item", p.Key, "lists", strings.Join([]string{words.KeyName("method"), words.KeyName("entries")}, words.T("list.sep")))
		}
	}
	for i := range y.Entries {
		y.Entries[i].Parts = slices.DeleteFunc(y.Entries[i].Parts, aside)
	}
}
