package points

import (
	"strconv"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// posting is one booked entry with the row it came from.
type posting struct {
	row  *entry
	item int // index, -1 for none
}

// booking is the ledger in the making.
type booking struct {
	y        *year
	rep      *problem.Report
	accounts map[int]int       // index in the roll → account
	seen     map[string]*entry // wide rows by account and date
	refused  map[string]bool   // columns of wide rows
	lines    []ledger.Entry
}

// account returns the account of a person, a new one where there is none.
func (b *booking) account(who int) int {
	a, ok := b.accounts[who]
	if !ok {
		a = len(b.y.persons)
		b.accounts[who] = a
		b.y.persons = append(b.y.persons, who)
	}
	return a
}

// post books all rows.
func (y *year) post(in *board.Input) {
	b := &booking{y: y, rep: in.Report, accounts: map[int]int{}, seen: map[string]*entry{}, refused: map[string]bool{}}
	if y.Method.hasBase() && y.members {
		for i := range in.Unit.Members {
			b.account(i)
		}
	}
	if y.Method.hasBase() && (!y.members || in.Unit.MemberDir.Len() == 0) {
		in.Report.Error(y.Method.Of("items"), "points/base-needs-members")
	}
	rows := y.rows
	y.rows = nil
	for _, e := range rows {
		y.checkDate(e, in)
		who, ok := y.find(e, in.Report)
		if !ok {
			continue
		}
		e.account = b.account(who)
		in.Shown(e.Showing)
		in.Shown(y.roll.Dir.Person(who).Showing)
		y.rows = append(y.rows, e)
		if e.wide {
			b.wideRow(e)
		} else {
			b.entry(e)
		}
	}
	y.book = ledger.Post(y.Method.categories(), len(y.persons), y.opening(in), b.lines, in.Report)
	y.checkTotals(in.Report)
	y.findDeductions()
}

// checkDate warns of an entry that a slip of the pen put into another year or into
// the future. A correction may well come the year after.
func (y *year) checkDate(e *entry, in *board.Input) {
	in.Changes(e.Date.Exact())
	in.Published(e.Date)
	switch {
	case e.Date.Year() == 0:
	case e.Date.Year() != y.year && e.Corrects == "":
		in.Report.Warn(e.Of("date"), "points/other-year", "date", e.Date.String(), "year", problem.Int(y.year))
	case e.Date.Date > in.Today:
		in.Report.Warn(e.Of("date"), "points/not-yet", "date", e.Date.String())
	}
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

func (b *booking) add(e *entry, l ledger.Entry) {
	l.At, l.Account = e.At, e.account
	b.y.postings = append(b.y.postings, posting{e, l.Category})
	b.lines = append(b.lines, l)
}

// entry books one line of the ledger.
func (b *booking) entry(e *entry) {
	l := ledger.Entry{Code: e.Code, Category: b.itemOf(e), Amount: int64(e.Amount), Corrects: e.Corrects}
	switch right := int64(e.Becomes); {
	case e.Has("corrected") && e.Corrects == "":
		b.rep.Error(e.Of("corrected"), "points/corrects-nothing")
	case e.Has("corrected") && e.Has("amount"):
		b.rep.Error(e.Of("corrected"), "points/two-amounts")
	case !e.Has("corrected") && !e.Has("amount"):
		b.rep.Error(e.Pos, "record/missing", "key", words.KeyName("amount"))
	case e.Corrects != "" && e.Reason == "" && e.Matter == "":
		b.rep.Error(e.Pos, "points/correction-reason")
	case e.Has("corrected"):
		l.Becomes = &right
	}
	b.add(e, l)
}

// itemOf finds the item of an entry. A scheme with items needs one; a correction
// takes that of the entry it corrects.
func (b *booking) itemOf(e *entry) int {
	m := b.y.Method
	if e.Item == "" {
		if m.Has("items") && e.Corrects == "" {
			b.rep.Error(e.Pos, "record/missing", "key", words.KeyName("items"))
		}
		return -1
	}
	i := m.item(e.Item)
	switch {
	case i >= 0:
	case m.Has("items"):
		b.unknownItem(e.Item, e.Of("items"))
	default: // a file without a scheme: its items are those that its entries name
		m.Items = append(m.Items, item{At: e.At, Name: e.Item})
		i = len(m.Items) - 1
	}
	return i
}

func (b *booking) unknownItem(name string, at problem.Pos) {
	var names []string
	for _, it := range b.y.Method.Items {
		names = append(names, it.Name)
	}
	b.rep.Error(at, "points/unknown-item", "item", name, "known", strings.Join(names, words.T("list.sep")))
}

// wideRow books one line for each item of a wide row.
func (b *booking) wideRow(e *entry) {
	m := b.y.Method
	key := strconv.Itoa(e.account) + " " + e.Date.String()
	if first := b.seen[key]; first != nil {
		b.rep.Error(e.Pos, "points/row-twice", "name", b.y.roll.Dir.Label(b.y.persons[e.account]), "line", problem.Int(first.Line))
	}
	b.seen[key] = e
	for _, part := range e.Parts {
		switch i := m.item(part.Key); {
		case b.refused[part.Key]:
		case i < 0:
			b.refused[part.Key] = true
			b.unknownItem(part.Key, part.Pos)
		case len(m.Items[i].Base) > 0:
			b.refused[part.Key] = true
			b.rep.Error(part.Pos, "points/base-and-column", "item", part.Key)
		default:
			var n village.Points
			n.Scan(record.NewValue(part, b.rep))
			b.add(e, ledger.Entry{Category: i, Amount: int64(n)})
		}
	}
}

// checkTotals compares typed totals with the computed ones: with what the person has
// after bounds and base points or, where a person has several rows, with the row's sum.
func (y *year) checkTotals(rep *problem.Report) {
	type kind struct {
		account int
		wide    bool
	}
	rows, sums := map[kind]int{}, map[*entry]int64{}
	for _, e := range y.rows {
		rows[kind{e.account, e.wide}]++
	}
	for i, p := range y.postings {
		sums[p.row] += y.book.Lines[i].Amount
	}
	for _, e := range y.rows {
		computed := y.book.Accounts[e.account].Total
		if rows[kind{e.account, e.wide}] > 1 {
			computed = sums[e]
		}
		check := func(key string, typed village.Points) {
			if c := village.Points(computed); e.Has(key) && typed != c {
				rep.Error(e.Of(key), "ledger/total", "what", y.roll.Dir.Label(y.persons[e.account]),
					"typed", typed.String(), "computed", c.String(), "diff", (typed - c).Signed())
			}
		}
		check("total", e.Total)
		if e.wide {
			check("amount", e.Amount)
		}
	}
}

// findDeductions marks the accounts of which no complete itemisation may be shown.
func (y *year) findDeductions() {
	y.deducted = make([]bool, len(y.persons))
	for i, l := range y.book.Lines {
		if l.Corrects < 0 && (l.Amount < 0 || l.Net < 0) {
			y.deducted[y.postings[i].row.account] = true
		}
	}
}
