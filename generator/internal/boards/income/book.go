package income

import (
	"slices"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// row is an entry as it counts.
type row struct {
	*entry
	net    village.Amount // after all corrections
	after  village.Amount // balance with it; zero when no balance is known
	mended *entry         // the last correction, nil for none
}

// fix is a correction.
type fix struct {
	by, of   *entry
	was, now village.Amount
}

// post books the entries. A corrected entry counts as it is right, in the month in which
// it stands: that is the month whose figures were wrong.
func (y *year) post(entries []*entry, rep *problem.Report) {
	var categories []ledger.Category
	index := func(e *entry) int {
		if e.Flow == "" || e.Account == "" {
			return -1 // a correction need not repeat them
		}
		out := e.Flow == spent
		i := slices.IndexFunc(categories, func(c ledger.Category) bool { return c.Name == e.Account && c.Deducts == out })
		if i < 0 {
			i = len(categories)
			categories = append(categories, ledger.Category{Name: e.Account, Deducts: out})
		}
		return i
	}
	lines := make([]ledger.Entry, len(entries))
	for i, e := range entries {
		lines[i] = ledger.Entry{At: e.At, Code: e.Code, Category: index(e), Amount: e.Money.Fen, Corrects: e.Corrects}
		if e.Corrects != "" {
			lines[i].Becomes = &e.Becomes.Fen
		}
	}
	book := ledger.Post(categories, 1, nil, lines, rep)
	for i, l := range book.Lines {
		e := entries[i]
		if e.Corrects != "" {
			if l.Corrects >= 0 {
				y.fix(e, entries[l.Corrects])
			}
			continue
		}
		r := row{entry: e, net: e.Money}
		if l.CorrectedBy >= 0 {
			r.mended = entries[l.CorrectedBy]
			r.net = r.mended.Becomes
		}
		y.rows = append(y.rows, r)
	}
}

// fix notes a correction, with what the entry came to before it.
func (y *year) fix(by, of *entry) {
	f := fix{by: by, of: of, was: of.Money, now: by.Becomes}
	for _, earlier := range y.fixes {
		if earlier.of == of {
			f.was = earlier.now
		}
	}
	y.fixes = append(y.fixes, f)
}

// count puts the rows in order and makes the unit's sums.
func (y *year) count(today village.Date) {
	slices.SortStableFunc(y.rows, func(a, b row) int { return int(a.day()) - int(b.day()) })
	for i := range y.rows {
		r := &y.rows[i]
		y.own.Entries++
		y.own.Flow.book(r.Flow, r.net)
		y.own.Months[r.day().Month()-1].book(r.Flow, r.net)
		a := y.own.account(r.Account, r.Flow == spent)
		a.Money = a.Money.Plus(r.net)
		a.Open = a.Open || privacy.Public.Shows(r.Showing, today)
	}
	for _, sum := range []*village.Amount{&y.own.In, &y.own.Out} {
		if len(y.rows) > 0 && sum.IsZero() {
			sum.Scale = 1 // nothing came in, or went out: that is known
		}
	}
}

// takeTotals takes what is typed of the whole year: checked where there are entries, and
// standing for them where there are none.
func (y *year) takeTotals(in *board.Input) {
	if board.InYear[Sum](in, y.year).Reported() > 0 {
		return // checked when all is summed
	}
	if len(y.rows) == 0 {
		y.own.In, y.own.Out = y.Revenue, y.Spending
		return
	}
	ledger.CheckAmount(y.Of("revenue"), words.KeyName("revenue"), y.Revenue, y.own.In, in.Report)
	ledger.CheckAmount(y.Of("spending"), words.KeyName("spending"), y.Spending, y.own.Out, in.Report)
}

// balance carries the balance through the year. It opens with what last year closed
// with; a typed opening balance must be the same. Without entries of its own a unit over
// others has no balance beside theirs.
func (y *year) balance(in *board.Input) {
	if len(y.rows) == 0 && board.InYear[Sum](in, y.year).Reported() > 0 {
		return // checked when all is summed
	}
	rep, open := in.Report, y.Opening
	if last := y.before; last != nil {
		if closed := last.own.Closing; open.IsZero() {
			open = closed
		} else if differ(open, closed) {
			rep.Error(y.Of("opening"), "income/opening", "typed", open.String(), "year", problem.Int(last.year), "closed", closed.String())
			return
		}
	}
	if open.IsZero() {
		if len(y.rows) > 0 && !y.Has("opening") {
			rep.Warn(y.Pos, "income/no-opening", "year", problem.Int(y.year-1))
		}
		return
	}
	if len(y.rows) == 0 && (y.Revenue.IsZero() || y.Spending.IsZero()) && !(y.Revenue.IsZero() && y.Spending.IsZero()) {
		return // half of the year is not known
	}
	y.own.Opening, y.own.Balanced = open, 1
	left := open
	for i := range y.rows {
		r := &y.rows[i]
		left = booked(left, r)
		r.after = left
	}
	if len(y.rows) == 0 {
		left = left.Plus(y.own.In).Minus(y.own.Out)
	}
	y.own.Closing = left
}

// differ reports whether two amounts that are the same cannot be.
func differ(a, b village.Amount) bool {
	var quiet problem.Report
	ledger.CheckAmount(problem.Pos{}, "", a, b, &quiet)
	return quiet.Failed()
}

// checkOpening compares the opening balance that a unit over others typed with the sum
// of theirs.
func (y *year) checkOpening(rep *problem.Report) {
	switch {
	case y.Opening.IsZero() || len(y.rows) > 0:
	case y.all.balanced():
		ledger.CheckAmount(y.Of("opening"), words.KeyName("opening"), y.Opening, y.all.Opening, rep)
	default:
		rep.Warn(y.Of("opening"), "income/opening-below", "typed", y.Opening.String())
	}
}

func booked(left village.Amount, r *row) village.Amount {
	if r.Flow == spent {
		return left.Minus(r.net)
	}
	return left.Plus(r.net)
}

// share is what of the income is business: an amount, a percentage, or an account whose
// income is.
type share struct {
	record.At
	percent village.Quantity
	amount  village.Amount
	account string
}

// Scan reads 90%以上, 63万元 or the name of an account.
func (s *share) Scan(v *record.Value) {
	s.Pos = v.Pos
	var quiet problem.Report
	silent := *record.NewValue(record.Pair[string]{At: record.At{Pos: v.Pos}, Key: v.Key, Value: v.Text}, &quiet)
	var q village.Quantity
	if q.Scan(&silent); quiet.Failed() {
		s.account = v.Text
		return
	}
	if q.Unit == words.T("unit.percent") {
		s.percent = q
		return
	}
	s.amount.Scan(v)
}

// typedBusiness returns the business part of an income as a figure of its own, false
// when accounts say what it is, or nothing does.
func (y *year) typedBusiness(income village.Amount, rep *problem.Report) (part village.Amount, ok bool) {
	for _, s := range y.Business {
		switch {
		case s.account != "":
			continue
		case len(y.Business) > 1:
			rep.Error(s.Pos, "income/business")
		case !s.percent.IsZero():
			part = income.Part(s.percent)
		default:
			part = s.amount
		}
		ok = true
	}
	return part, ok
}

// business works out what of the unit's own income is business.
func (y *year) business(in *board.Input) {
	if !y.own.In.IsZero() {
		y.own.Earning = 1
	}
	if len(y.Business) == 0 || board.InYear[Sum](in, y.year).Reported() > 0 {
		return
	}
	part, typed := y.typedBusiness(y.own.In, in.Report)
	for _, s := range y.Business {
		if s.account == "" {
			continue
		}
		i := slices.IndexFunc(y.own.Accounts, func(a Account) bool { return a.Name == s.account && !a.Out })
		if i < 0 {
			in.Report.Warn(s.Pos, "income/no-account", "account", s.account)
			continue
		}
		if !typed {
			part = part.Plus(y.own.Accounts[i].Money)
		}
	}
	if part.Approx == village.Exact && y.own.In.Approx == village.Exact && part.Fen > y.own.In.Fen && !y.own.In.IsZero() {
		in.Report.Error(y.Of("business"), "income/business-more", "part", part.String(), "income", y.own.In.String())
	}
	y.own.Business, y.own.BusinessOf = part, y.own.In
	if !part.IsZero() {
		y.own.Telling, y.own.Earning = 1, 1
	}
}

// checkBusiness compares what a unit over others types with what those below say. While
// not all of them say it, what the unit types stands, unless it is less: of the whole unit
// their sum would be too little.
func (y *year) checkBusiness(rep *problem.Report) {
	part, ok := y.typedBusiness(y.all.In, rep)
	switch all := &y.all; {
	case !ok || part.IsZero():
	case all.Telling == all.Earning, part.Fen < all.Business.Fen:
		ledger.CheckAmount(y.Of("business"), words.KeyName("business"), part, all.Business, rep)
	default:
		all.Business, all.BusinessOf, all.Telling = part, all.In, all.Earning
	}
}
