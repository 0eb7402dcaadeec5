package income

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

func read(in *board.Input) board.Board {
	b := &Board{unit: in.Unit, today: in.Today}
	var before *year
	b.years = board.ReadYears(in, func(n int, docs []*record.Doc) *year {
		y := &year{year: n, subs: board.SubsOf[Sum](in, n)}
		if before != nil && before.year == n-1 && before.own.Balanced > 0 {
			y.before = before
		}
		if len(docs) > 0 {
			y.read(docs, readLeases(in), in) // those of the day on which the year was closed
		}
		y.rollUp(in)
		before = y
		return y
	})
	b.years = slices.DeleteFunc(b.years, func(y *year) bool { return y.all.Units == 0 })
	if len(b.years) == 0 {
		return nil
	}
	return b
}

// read decodes, checks and books one year of the unit itself.
func (y *year) read(docs []*record.Doc, leases []lease, in *board.Input) {
	y.ReadDocs(in, docs, &y.file, &y.At)
	if y.empty() {
		in.Report.Warn(y.Pos, "income/empty")
	}
	entries := make([]*entry, 0, len(y.Entries))
	for i := range y.Entries {
		e := &y.Entries[i]
		e.Showing = e.Showing.Or(y.Showing)
		in.Shown(e.Showing)
		y.own.Sample = y.own.Sample || e.Sample
		if y.check(e, in) {
			entries = append(entries, e)
		}
	}
	y.checkColumns(in.Report)
	y.post(entries, in.Report)
	if len(y.Entries) > 0 || y.Revenue.IsZero() { // a total alone holds what contracts brought
		y.feed(leases, in)
	}
	y.count(in.Today)
	y.takeTotals(in)
	y.balance(in)
	y.business(in)
	y.checkBands(in.Report)
	for i := range y.Targets {
		y.Targets[i].check(in.Report)
	}
	y.AddCounts(&y.own.Sum, board.InYear[Sum](in, y.year))
	leaf := in.Unit.Level.Grassroots() || in.Unit.Level == "" && len(in.Children) == 0
	if leaf && !y.own.In.IsZero() {
		y.own.Bases = []Base{{in.Unit.Name, in.Unit.Address, y.own.In}}
	}
}

// empty reports whether the files of the year say nothing.
func (y *year) empty() bool {
	return len(y.Entries)+len(y.Counts)+len(y.Bands)+len(y.Targets)+len(y.Total)+len(y.Business) == 0 && y.Opening.IsZero() && y.Revenue.IsZero() && y.Spending.IsZero()
}

// month is a month of the year: 3, 3月 or 2024年3月.
type month struct{ year, n int }

// Scan reads a month.
func (m *month) Scan(v *record.Value) {
	s := strings.TrimSuffix(strings.ReplaceAll(record.Fold(v.Text), " ", ""), words.T("income.monthmark"))
	if n, err := strconv.Atoi(s); err == nil && n >= 1 && n <= 12 {
		m.n = n
		return
	}
	var w village.When
	if strings.Trim(s, "0123456789") == "" {
		v.Error("income/month")
	} else if w.Scan(v); w.Date != 0 {
		*m = month{w.Year(), w.Date.Month()}
	}
}

// check checks one entry and completes its day; one that cannot be booked is left out.
func (y *year) check(e *entry, in *board.Input) bool {
	rep := in.Report
	e.shots = in.Pictures(e.Of("vouchers"), e.Vouchers, words.T("income.voucher", "what", cmp.Or(e.Text, e.Account, e.Reason)))
	in.Changes(e.Date.Exact())
	switch code, _ := words.Value("bool", record.Fold(e.Audited)); code {
	case "true": // 审核: 是
		e.Audited = words.T("income.audited")
	case "false":
		e.Audited = ""
	}
	if e.Corrects != "" && e.Date.Date > in.Today {
		rep.Warn(e.Of("date"), "income/not-yet", "date", e.Date.String())
	}
	if e.Corrects != "" || e.Has("corrected") {
		return y.checkCorrection(e, rep)
	}
	amount, ok := e.directed(rep)
	missing := !ok
	for _, key := range []string{"direction", "account", "money"} {
		if ok && !e.Has(key) && (key == "account" || amount == "money") {
			missing = true
			rep.Error(e.Pos, "record/missing", "key", words.KeyName(key))
		}
	}
	if missing || e.Flow == "" || e.Money.IsZero() || !y.dated(e, in) {
		return false
	}
	if e.Money.Fen < 0 {
		rep.Error(e.Of(amount), "income/negative", "money", e.Money.String(), "flow", words.ValueNames("flow"))
		return false
	}
	checkText(e, in)
	return true
}

// directed takes the amount of a row that has a column for each direction, as cash books
// have, and returns the key that it stands under.
func (e *entry) directed(rep *problem.Report) (amount string, ok bool) {
	switch came, went := e.In.Fen != 0, e.Out.Fen != 0; {
	case !came && !went:
		return "money", true
	case came && went, e.Has("direction"), e.Has("money"):
		rep.Error(e.Pos, "income/two-ways")
		return "", false
	case came:
		e.Flow, e.Money = received, e.In
		return "moneyin", true
	default:
		e.Flow, e.Money = spent, e.Out
		return "moneyout", true
	}
}

func (y *year) checkCorrection(e *entry, rep *problem.Report) bool {
	switch {
	case e.Corrects == "":
		rep.Error(e.Of("corrected"), "income/corrects-nothing")
	case !e.Has("corrected"):
		rep.Error(e.Pos, "income/correction-amount")
	case e.Has("money"):
		rep.Error(e.Of("money"), "income/correction-amount")
	case e.Becomes.Fen < 0:
		rep.Error(e.Of("corrected"), "income/negative", "money", e.Becomes.String(), "flow", words.ValueNames("flow"))
	case e.Reason == "" && e.Text == "":
		rep.Error(e.Pos, "income/correction-reason")
	case e.Date.Date == 0:
		rep.Error(e.Pos, "record/missing", "key", words.KeyName("date"))
	default:
		return !e.Becomes.IsZero()
	}
	return false
}

// dated works out the day of an entry from 日期 or 月.
func (y *year) dated(e *entry, in *board.Input) bool {
	rep := in.Report
	if m := e.Month; m.n > 0 {
		of := village.When{Date: village.DateOf(max(m.year, y.year), m.n, 1), Precision: village.Months}
		if e.Date.Date == 0 {
			e.Date = of
		} else if e.Date.Year() != of.Year() || e.Date.Precision != village.Years && e.Date.Date.Month() != m.n {
			rep.Error(e.Of("month"), "income/two-months", "date", e.Date.String(), "month", of.String())
			return false
		}
	}
	at := e.Of("date")
	switch {
	case e.Date.Date == 0:
		if !e.Has("date") && !e.Has("month") {
			rep.Error(e.Pos, "record/missing", "key", words.KeyName("date"))
		}
		return false
	case e.Date.Precision == village.Years:
		rep.Error(at, "income/which-month", "date", e.Date.String())
		return false
	case e.Date.Year() != y.year:
		rep.Error(at, "income/other-year", "date", e.Date.String(), "year", problem.Int(y.year))
		return false
	case e.Date.Date > in.Today:
		rep.Warn(at, "income/not-yet", "date", e.Date.String())
	}
	in.Published(e.Date)
	return true
}

// checkText warns of relief in the text of an entry that the web shows, and of the name
// of a household beside a grant: how much is public, to whom it went is not.
func checkText(e *entry, in *board.Input) {
	if !privacy.Public.Shows(e.Showing, in.Today) {
		return
	}
	if w := oneOf("relief", e.Text); w != "" {
		in.Report.Warn(e.Of("summary"), "income/relief", "word", w)
	}
	if oneOf("grant", e.Account+e.Text) == "" {
		return
	}
	for i := range in.Unit.Homes {
		if name := string(in.Unit.Homes[i].Head); name != "" && strings.Contains(e.Text, name) {
			in.Report.Warn(e.Of("summary"), "income/named", "name", name)
			return
		}
	}
}

// oneOf returns the first word of a list of values that stands in s.
func oneOf(kind, s string) string {
	for _, w := range strings.Split(words.ValueNames(kind), words.T("list.sep")) {
		if strings.Contains(s, w) {
			return w
		}
	}
	return ""
}

// checkColumns warns once of entries without audit, and once for each column that the
// file says they need.
func (y *year) checkColumns(rep *problem.Report) {
	lacks := func(code string) {
		n, first := 0, problem.Pos{}
		for i := range y.Entries {
			e := &y.Entries[i]
			if e.Corrects != "" || e.Has(code) && !(code == "audited" && e.Audited == "") {
				continue
			}
			if n++; n == 1 {
				first = e.Pos
			}
		}
		if n > 0 {
			rep.Warn(first, "income/lacks", "n", problem.Int(n), "field", words.KeyName(code))
		}
	}
	lacks("audited")
	for _, written := range y.Needs {
		switch code, known := words.Key(written); {
		case !known:
			rep.Error(y.Of("needs"), "step/unknown-field", "field", written)
		case code != "audited":
			lacks(code)
		}
	}
}

// rollUp adds the units below. What a unit over others types is checked, never added.
func (y *year) rollUp(in *board.Input) {
	if own := &y.own; own.Units > 0 && own.In.IsZero() && own.Out.IsZero() && own.Balanced == 0 {
		own.Silent = own.Units
	}
	y.all.add(&y.own)
	for _, s := range board.Reporting(y.subs) {
		y.all.add(s)
	}
	of := board.InYear[Sum](in, y.year)
	if of.Reported() > 0 {
		ledger.CheckAmount(y.Of("revenue"), words.KeyName("revenue"), y.Revenue, y.all.In, in.Report)
		ledger.CheckAmount(y.Of("spending"), words.KeyName("spending"), y.Spending, y.all.Out, in.Report)
		y.checkOpening(in.Report)
		y.checkBusiness(in.Report)
	}
	y.countBands(of)
	if len(y.Counts)+len(y.Total) > 0 || !y.Declared.IsZero() {
		counted := y.all.Sum
		if len(y.bands) > 0 {
			counted.Groups = y.bandTally()
		}
		y.rest = y.CheckTotals(&counted, words.T("income.villages"), y.Of("declared"), of)
	}
}
