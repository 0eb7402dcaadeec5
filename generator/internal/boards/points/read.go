package points

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

var limitsForm = regexp.MustCompile(`^(-?\d+(?:\.\d{1,2})?)(?:分)?[-~～—至到]+(-?\d+(?:\.\d{1,2})?)(?:分)?$`)

// Scan reads 0-60.
func (l *limits) Scan(v *record.Value) {
	m := limitsForm.FindStringSubmatch(record.Fold(v.Text))
	if m == nil {
		v.Error("points/limits")
		return
	}
	l.min, l.max = hundredths(m[1]), hundredths(m[2])
	if l.min > l.max {
		v.Error("points/limits")
	}
}

func hundredths(s string) village.Points {
	f, _ := strconv.ParseFloat(s, 64)
	return village.Points(f*100 + 0.5)
}

var cutForm = regexp.MustCompile(`^前?(\d+(?:\.\d)?)(%|名|位)?$`)

// Scan reads 前10%, 10%, 前200名 or 200.
func (c *cut) Scan(v *record.Value) {
	m := cutForm.FindStringSubmatch(record.Fold(v.Text))
	if m == nil || m[2] != "%" && strings.Contains(m[1], ".") {
		v.Error("points/cut")
		return
	}
	n, _ := strconv.ParseFloat(m[1], 64)
	if m[2] == "%" {
		c.percent = int(n*10 + 0.5)
	} else {
		c.places = int(n)
	}
}

// Scan reads the tie rule.
func (t *tie) Scan(v *record.Value) {
	*t = map[string]tie{"all": tie(ledger.TieAll), "order": tie(ledger.TieOrder)}[record.OneOf("tie", v)]
}

// Scan reads the circle of comparison.
func (s *scope) Scan(v *record.Value) { *s = scope(record.OneOf("scope", v)) }

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
	if len(b.years) == 0 {
		return nil
	}
	return b
}

// read decodes, checks and books one year of the unit itself.
func (y *year) read(docs []*record.Doc, in *board.Input) {
	var items []string
	for _, d := range docs {
		var m method
		d.Peek("method", &m)
		for _, it := range m.Items {
			items = append(items, it.Name)
		}
	}
	for _, d := range docs {
		d.Decode(&y.file, in.Report, items...)
	}
	if y.File == "" { // a table has no place of its own
		y.At.Pos = problem.Pos{File: docs[0].Path}
	}
	y.Showing = y.Showing.Or(in.Defaults)
	in.Shown(y.Showing)
	if y.Notice != nil {
		in.Notice(*y.Notice)
		y.Notice.Check(in.Unit, in.Report)
	}
	if y.Method == nil {
		y.Method = &method{At: y.At}
	}
	y.Method.check(in.Report)
	y.chooseRoll(in.Unit)
	y.post(in)
	y.grade(in)
	y.count(in)
}

// check asks for what the scheme leaves open: thresholds and the tie rule.
func (m *method) check(rep *problem.Report) {
	seen := map[string]bool{}
	for _, it := range m.Items {
		if seen[it.Name] {
			rep.Error(it.Pos, "points/item-twice", "item", it.Name)
		}
		seen[it.Name] = true
	}
	cuts := false
	for _, g := range m.Grades {
		switch has := g.Has("atleast"); {
		case has && g.Has("top"):
			rep.Error(g.Of("top"), "points/two-thresholds", "grade", g.Name)
		case g.Has("top"):
			cuts = true
		case !has:
			rep.Error(g.Pos, "points/no-threshold", "grade", g.Name)
		}
	}
	if cuts && m.Tie == tie(ledger.TieUnsaid) {
		rep.Error(m.Pos, "points/no-tie", "choices", words.ValueNames("tie"))
	}
}

// chooseRoll finds out whether the subjects are members or households: by the
// register that knows more of them.
func (y *year) chooseRoll(u *village.Unit) {
	known := func(d *village.Directory) (n int) {
		if d.Len() == 0 {
			return -1
		}
		for _, e := range y.Entries {
			if _, ok := d.Lookup(e.Who); ok {
				n++
			}
		}
		return n
	}
	y.members = known(u.MemberDir) >= known(u.HomeDir)
	dir := u.MemberDir
	if !y.members {
		dir = u.HomeDir
	}
	y.roll = village.NewRoll(dir)
}

// post books all entries.
func (y *year) post(in *board.Input) {
	accounts := map[int]int{} // index in the roll → account
	account := func(who int) int {
		a, ok := accounts[who]
		if !ok {
			a = len(y.persons)
			accounts[who] = a
			y.persons = append(y.persons, who)
		}
		return a
	}
	if y.hasBase() && y.members {
		for i := range in.Unit.Members {
			account(i)
		}
	}
	var lines []ledger.Entry
	for i := range y.Entries {
		e := &y.Entries[i]
		y.checkDate(e, in)
		e.Who = e.Who.In(e.Group)
		who, ok := y.roll.Find(e.Who, e.Formerly, e.Of("subject"), in.Report)
		if !ok {
			continue
		}
		for _, p := range y.postingsOf(e, in.Report) {
			l := ledger.Entry{At: e.At, Code: e.Code, Account: account(who), Category: p.item, Amount: int64(p.amount), Corrects: e.Corrects}
			if e.Has("corrected") {
				right := int64(e.Becomes)
				l.Becomes = &right
			}
			y.postings = append(y.postings, p)
			lines = append(lines, l)
		}
	}
	y.book = ledger.Post(y.categories(), len(y.persons), y.opening(in), lines, in.Report)
	y.findDeductions(lines)
}

// checkDate warns of an entry that a slip of the pen put into another year or into
// the future. A correction may well come the year after.
func (y *year) checkDate(e *entry, in *board.Input) {
	in.Changes(e.Date.Exact())
	switch {
	case e.Date.Year() == 0:
	case e.Date.Year() != y.year && e.Corrects == "":
		in.Report.Warn(e.Of("date"), "points/other-year", "date", e.Date.String(), "year", problem.Int(y.year))
	case e.Date.Date > in.Today:
		in.Report.Warn(e.Of("date"), "points/not-yet", "date", e.Date.String())
	}
}

func (y *year) hasBase() bool {
	return slices.ContainsFunc(y.Method.Items, func(it item) bool { return len(it.Base) > 0 })
}

func (y *year) categories() []ledger.Category {
	var list []ledger.Category
	bound := func(p village.Points) *int64 { n := int64(p); return &n }
	for _, it := range y.Method.Items {
		c := ledger.Category{Name: it.Name}
		if it.Has("limits") && it.Limits.min <= it.Limits.max {
			c.Min, c.Max = bound(it.Limits.min), bound(it.Limits.max)
		}
		if it.Has("min") {
			c.Min = bound(it.Min)
		}
		if it.Has("max") {
			c.Max = bound(it.Max)
		}
		list = append(list, c)
	}
	return list
}

// opening returns the base points of an account, which depend on the member's
// category; a category without base points is asked for by name.
func (y *year) opening(in *board.Input) func(account, category int) int64 {
	asked := map[string]bool{}
	return func(a, c int) int64 {
		it := y.Method.Items[c]
		who := y.persons[a]
		if len(it.Base) == 0 || !y.members || who >= len(in.Unit.Members) {
			return 0
		}
		m := in.Unit.Members[who]
		if p, ok := it.Base.Get(m.Category); ok {
			return int64(p)
		}
		if !asked[it.Name+m.Category] {
			asked[it.Name+m.Category] = true
			in.Report.Error(it.Of("base"), "points/no-base", "item", it.Name, "category", m.Category, "name", string(m.Name))
		}
		return 0
	}
}

// postingsOf turns one row into what is booked: itself, or one posting for each item
// column of a wide row.
func (y *year) postingsOf(e *entry, rep *problem.Report) []posting {
	if len(e.Parts) > 0 {
		return y.wideRow(e, rep)
	}
	p := posting{row: e, item: y.itemOf(e, rep), amount: e.Amount}
	switch {
	case e.Corrects != "" && e.Has("corrected") && e.Has("amount"):
		rep.Error(e.Of("corrected"), "points/two-amounts")
	case !e.Has("amount") && !(e.Corrects != "" && e.Has("corrected")):
		rep.Error(e.Pos, "record/missing", "key", words.KeyName("amount"))
	case e.Corrects != "" && e.Reason == "" && e.Matter == "":
		rep.Error(e.Pos, "points/correction-reason")
	}
	if p.item >= 0 && y.Method.Items[p.item].Deducts && e.Corrects == "" {
		p.amount = -max(p.amount, -p.amount)
	}
	return []posting{p}
}

// itemOf finds the item of an entry. A scheme with items needs one; a correction
// takes that of the entry it corrects.
func (y *year) itemOf(e *entry, rep *problem.Report) int {
	if e.Item == "" {
		if len(y.Method.Items) > 0 && e.Corrects == "" {
			rep.Error(e.Pos, "record/missing", "key", words.KeyName("items"))
		}
		return -1
	}
	i := slices.IndexFunc(y.Method.Items, func(it item) bool { return it.Name == e.Item })
	if i < 0 {
		if len(y.Method.Items) > 0 || y.Method.Has("items") {
			var names []string
			for _, it := range y.Method.Items {
				names = append(names, it.Name)
			}
			rep.Error(e.Of("items"), "points/unknown-item", "item", e.Item, "known", strings.Join(names, words.T("list.sep")))
			return -1
		}
		// a file without a scheme: its items are those that its entries name
		y.Method.Items = append(y.Method.Items, item{At: e.At, Name: e.Item})
		i = len(y.Method.Items) - 1
	}
	return i
}

func (y *year) wideRow(e *entry, rep *problem.Report) []posting {
	var list []posting
	sum := village.Points(0)
	for _, part := range e.Parts {
		i := slices.IndexFunc(y.Method.Items, func(it item) bool { return it.Name == part.Key })
		var n village.Points
		n.Scan(record.NewValue(part, rep))
		if i >= 0 && y.Method.Items[i].Deducts {
			n = -max(n, -n)
		}
		sum += n
		list = append(list, posting{row: e, item: i, amount: n})
	}
	if e.Has("total") && e.Total != sum {
		rep.Error(e.Of("total"), "ledger/total", "what", e.Who.Text, "typed", e.Total.String(), "computed", sum.String(),
			"diff", (e.Total - sum).Signed())
	}
	return list
}

// findDeductions marks the accounts of which no complete itemisation may be shown.
func (y *year) findDeductions(lines []ledger.Entry) {
	y.deducted = make([]bool, len(y.persons))
	for i, l := range y.book.Lines {
		if l.Corrects < 0 && l.Net < 0 {
			y.deducted[lines[i].Account] = true
		}
	}
}
