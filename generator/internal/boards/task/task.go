// Package task is the board of lists: what a unit has set itself to do, or was told is
// wrong, who answers for it and by when, and how far it has come. A share of what is done
// is that of matters of which it is known; a list that names fewer than it has says so.
package task

import (
	"cmp"
	"slices"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/step"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// Kind is the board.
var Kind = board.Kind{
	Word: "task", File: "tasks",
	Keys:     []string{words.KeyName("tasks"), words.KeyName("code"), words.KeyName("matter")},
	People:   []string{words.KeyName("owner")},
	Defaults: village.On(village.Web|village.Hall|village.Board, village.WholeSociety),
	Read:     read,
	Summary:  board.ReadSum[Sum],
}

// file is tasks.yaml.
type file struct {
	record.At
	Lists   []list `key:"tasks"`
	Tasks   []task `key:"matter,main"`
	Process string `key:"processes"`
	board.Head
}

// list is one list of tasks: 主攻清单, 问题台账.
type list struct {
	record.At
	Title    string                         `key:"title,required"`
	Lead     string                         `key:"lead"`
	Declared village.Quantity               `key:"declared"`
	Partial  bool                           `key:"partial"` // 列举不全
	Within   string                         `key:"within"`  // the list that has its tasks too; they count once
	Counts   record.Pairs[village.Quantity] `key:"counts"`  // category or step → tasks, instead of rows
	village.Showing

	sum  ListSum
	rest village.Quantity // declared but not listed
}

// ScanShort reads 清单: [主攻清单, 破难清单].
func (l *list) ScanShort(v *record.Value) { l.Title = v.Text }

// task is one thing to do.
type task struct {
	record.At
	Code     string        `key:"code"`
	List     string        `key:"tasks|list"`
	Title    string        `key:"matter|title|question|headline,required"`
	Category string        `key:"category|board"`
	Owner    string        `key:"owner|head"`
	Lead     string        `key:"lead"`
	Limit    village.When  `key:"limit"`
	Measures string        `key:"measures"`
	Reason   string        `key:"reason"` // why it is not done yet
	Outcome  string        `key:"outcome"`
	Pictures []record.Path `key:"pictures"`
	board.Way
	village.Showing

	list  int // index of its list
	shots []*board.Picture
	late  bool
}

// Sum counts the tasks of one unit by list, with all units below.
type Sum struct {
	board.Sum
	board.Progress
	Lists []ListSum
}

// ListSum counts the tasks of one list by category.
type ListSum struct {
	Name string
	board.Sum
	board.Progress
}

func (s *Sum) add(o *Sum) {
	s.Sum.Add(&o.Sum)
	s.Join(&o.Progress)
	for i := range o.Lists {
		l := s.of(o.Lists[i].Name)
		l.Sum.Add(&o.Lists[i].Sum)
		l.Join(&o.Lists[i].Progress)
	}
}

// of returns the sum of the list called name.
func (s *Sum) of(name string) *ListSum {
	i := slices.IndexFunc(s.Lists, func(l ListSum) bool { return l.Name == name })
	if i < 0 {
		i = len(s.Lists)
		s.Lists = append(s.Lists, ListSum{Name: name})
	}
	return &s.Lists[i]
}

// Board is the computed board of one unit.
type Board struct {
	file
	unit     *village.Unit
	today    village.Date
	process  *step.Process
	own, all Sum
	rest     village.Quantity // declared but not listed
	subs     []board.Sub[Sum]
}

// Summary implements board.Board.
func (b *Board) Summary() any { return &b.all }

func read(in *board.Input) board.Board {
	b := &Board{unit: in.Unit, today: in.Today}
	if b.Read(in, &b.file, &b.At, in.Processes.Columns()...) {
		b.check(in)
	}
	b.all.add(&b.own)
	b.subs = board.RollUp(in, &b.all, (*Sum).add)
	if b.all.Units == 0 {
		return nil
	}
	b.rest = b.CheckTotals(&b.all.Sum, words.T("task.title"), b.Of("declared"), in)
	for i := range b.Lists {
		b.Lists[i].checkTotals(b, in)
	}
	return b
}

// check completes and counts the unit's own tasks.
func (b *Board) check(in *board.Input) {
	b.process = in.Process(b.Process, words.T("task.process"), b.Of("processes"))
	b.assignCounts(in)
	for i := range b.Lists {
		l := &b.Lists[i]
		l.Showing = l.Showing.Or(b.Showing)
		in.Shown(l.Showing)
		if j := b.listOf(l.Title); j != i {
			in.Report.Error(l.Of("title"), "task/list-twice", "list", l.Title, "line", problem.Int(b.Lists[j].At.Line))
		}
		if j := b.listOf(l.Within); l.Within != "" && (j < 0 || j == i || b.Lists[j].Within != "") {
			in.Report.Error(l.Of("within"), "task/unknown-list", "list", l.Within, "known", b.listNames())
		}
	}
	declared := len(b.Lists)
	for i := range b.Tasks {
		b.task(&b.Tasks[i], declared, in)
	}
	for i := range b.Lists {
		b.countList(i, in)
	}
	b.addLists(in)
	b.AddCounts(&b.own.Sum, in)
	for i, name := range b.own.Groups.Names {
		if l := b.own.of(name); l.All().N == 0 { // of which only the number is known
			l.Count(words.T("group.other"), b.own.Groups.Counts[i], true)
		}
	}
}

// addLists counts the lists of which the file gives a number and no unit below reports
// anything: what only a parent knows stands.
func (b *Board) addLists(in *board.Input) {
	rows := slices.Clone(b.own.Groups.Names)
	b.Counts = slices.DeleteFunc(slices.Clone(b.Counts), func(c record.Pair[village.Quantity]) bool {
		alone := in.Reported() > 0 && !words.IsSum(c.Key) && !reported(in, c.Key) && !slices.Contains(rows, c.Key)
		if alone {
			b.own.Count(c.Key, c.Value, true)
		}
		return alone
	})
}

// listOf returns the index of the list called name, -1 for none.
func (b *Board) listOf(name string) int {
	return slices.IndexFunc(b.Lists, func(l list) bool { return l.Title == name })
}

// assignCounts gives the file's counts to the lists: those named after one, and those
// named after steps or categories where there is one list at the most.
func (b *Board) assignCounts(in *board.Input) {
	var steps record.Pairs[village.Quantity]
	steps, b.Counts = board.SplitCounts(b.process, b.Counts)
	if len(b.Lists) == 1 {
		for _, c := range b.Counts {
			if c.Key != b.Lists[0].Title && !words.IsSum(c.Key) {
				steps = append(steps, c)
			}
		}
		b.Counts = slices.DeleteFunc(b.Counts, func(c record.Pair[village.Quantity]) bool {
			return c.Key != b.Lists[0].Title && !words.IsSum(c.Key)
		})
	}
	for _, c := range b.Counts {
		if len(b.Lists) > 1 && b.listOf(c.Key) < 0 && !words.IsSum(c.Key) {
			in.Report.Error(c.Pos, "task/unknown-list", "list", c.Key, "known", b.listNames())
		}
	}
	switch {
	case len(steps) == 0:
	case len(b.Lists) > 1:
		in.Report.Error(steps[0].Pos, "task/counts-of-which", "step", steps[0].Key, "known", b.listNames())
	case len(b.Lists) == 0:
		l := list{At: b.At, Title: words.T("task.list"), Counts: steps, Declared: b.Declared, Partial: b.Partial}
		b.Lists, b.Declared = append(b.Lists, l), village.Quantity{}
	default:
		b.Lists[0].Counts = append(b.Lists[0].Counts, steps...)
	}
}

// task completes and judges one task; declared is the number of lists that the file
// itself gives.
func (b *Board) task(t *task, declared int, in *board.Input) {
	t.list = b.listOf(t.List)
	switch {
	case t.list >= 0:
	case t.List == "" && declared == 1:
		t.list = 0
	case declared > 0 && t.List == "":
		in.Report.Error(t.Pos, "task/no-list", "known", b.listNames())
		t.list = 0
	case declared > 0:
		in.Report.Error(t.Of("tasks"), "task/unknown-list", "list", t.List, "known", b.listNames())
		t.list = 0
	default:
		name := t.List
		if name == "" {
			name = words.T("task.list")
		}
		if t.list = b.listOf(name); t.list < 0 {
			t.list = len(b.Lists)
			b.Lists = append(b.Lists, list{At: t.At, Title: name, Showing: b.Showing})
		}
	}
	t.Showing = t.Showing.Or(b.Lists[t.list].Showing)
	in.Shown(t.Showing)
	t.Category = cmp.Or(t.Category, words.T("group.other"))
	t.shots = in.Pictures(t.Of("pictures"), t.Pictures, t.Title)
	t.Judge(b.process, t.At, t.Title, in)
	t.late = in.Due(t.Limit, t.Judged.Closed, board.Deadline{At: t.Of("limit"), What: words.T("task.due"), Subject: t.Title}, t.Showing)
	if t.AgeText(in.Today) != "" {
		in.Changes(in.Today + 1) // older by one day
	}
}

func (b *Board) listNames() string {
	s := ""
	for i, l := range b.Lists {
		if i > 0 {
			s += words.T("list.sep")
		}
		s += l.Title
	}
	return s
}

// reported reports whether a unit below has tasks of the list called name. What the unit
// itself says of the list is then checked and never added.
func reported(in *board.Input, name string) bool {
	return slices.ContainsFunc(in.Children, func(c board.Child) bool {
		s, _ := c.Summary.(*Sum)
		return s != nil && slices.ContainsFunc(s.Lists, func(l ListSum) bool { return l.Name == name && l.All().N > 0 })
	})
}

// countList counts list i: its rows, and what is given as numbers instead.
func (b *Board) countList(i int, in *board.Input) {
	l := &b.Lists[i]
	l.sum.Name = l.Title
	begun := slices.ContainsFunc(b.Tasks, func(t task) bool { return t.list == i && t.Begun() })
	for j := range b.Tasks {
		t := &b.Tasks[j]
		if t.list != i {
			continue
		}
		l.sum.Count(t.Category, village.Count(1), privacy.Public.Shows(t.Showing, in.Today))
		l.sum.Sample = l.sum.Sample || t.Sample
		l.sum.Time(t.Limit, t.late)
		if begun {
			l.sum.Follow(b.process, &t.Way, t.Judged.Closed, in.Today)
		}
	}
	l.sum.Sample = l.sum.Sample || l.Sample
	if !reported(in, l.Title) {
		l.addCounts(b.process, in)
	}
	if l.Within == "" {
		if all := l.sum.All(); all.N > 0 {
			b.own.Count(l.Title, all, privacy.Public.Shows(l.Showing, in.Today))
		}
		b.own.Join(&l.sum.Progress)
	}
	b.own.Sample = b.own.Sample || l.sum.Sample
	own := b.own.of(l.Title)
	own.Sum, own.Progress = l.sum.Sum, l.sum.Progress
}

// addCounts counts what the list gives as numbers of a category or of those that came as
// far as a step.
func (l *list) addCounts(p *step.Process, in *board.Input) {
	reached, groups := board.SplitCounts(p, l.Counts)
	rows := slices.Clone(l.sum.Groups.Names)
	for _, c := range slices.Concat(reached, groups) {
		if slices.Contains(rows, c.Key) || len(rows) > 0 && p.Reached(c.Key) >= 0 {
			in.Report.Error(c.Pos, "ledger/counts-and-rows", "group", c.Key)
			return
		}
	}
	for _, c := range groups {
		if !words.IsSum(c.Key) {
			l.sum.Count(c.Key, c.Value, privacy.Public.Shows(l.Showing, in.Today))
		}
	}
	all := l.sum.Reached(p, reached, l.total(groups), in.Report)
	switch {
	case all.IsZero():
	case len(l.sum.Groups.Names) == 0:
		l.sum.Count(words.T("group.other"), all, privacy.Public.Shows(l.Showing, in.Today))
	default:
		village.CheckTotal(reached[0].Pos, reached[0].Key, all, l.sum.All(), in.Report)
	}
}

// total returns how many the list says to have: 合计 among its counts, or 总数.
func (l *list) total(counts record.Pairs[village.Quantity]) village.Quantity {
	for _, c := range counts {
		if words.IsSum(c.Key) {
			return c.Value
		}
	}
	return l.Declared
}

// checkTotals compares what the list says of itself with what is listed here and below.
func (l *list) checkTotals(b *Board, in *board.Input) {
	all := b.all.of(l.Title)
	reached, groups := board.SplitCounts(b.process, l.Counts)
	below := reported(in, l.Title)
	if below {
		all.CheckReached(b.process, reached, in.Report)
	}
	for _, c := range groups {
		switch {
		case words.IsSum(c.Key):
			village.CheckTotal(c.Pos, l.Title, c.Value, all.All(), in.Report)
		case below:
			village.CheckTotal(c.Pos, c.Key, c.Value, all.Groups.Get(c.Key), in.Report)
		}
	}
	rep := in.Report
	if l.Partial && l.Declared.N >= all.All().N {
		rep = &problem.Report{}
	}
	l.rest = ledger.CheckDeclared(l.Of("declared"), l.Title, l.Declared, all.All(), rep)
}
