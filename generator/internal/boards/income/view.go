package income

import (
	"cmp"
	"slices"
	"strconv"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// View is what layouts/income may use.
type View struct {
	Year        string
	Balance     string // 123,456.50元, "" when no opening balance is known
	Opening     string
	In, Out     string
	Left        string // income less spending, where there is no balance
	Flows       []board.Bar
	Business    string // 63万元以上
	Share       string // 90.0%, of the income of those who tell; "" where it is typed
	Telling     string // 知道3个单位里2个的; "" when all tell
	Quarters    []Span
	Months      []Span // with their entries, the latest first
	Undated     string // money of units below that is in no month and no account
	Quarter     *Quarter
	AccountsIn  []board.Bar
	AccountsOut []board.Bar
	Latest      []Entry // for the hall screen
	Fixes       []Fix
	Entries     string // 15笔
	Unaudited   string // 3笔
	NoVoucher   string // 5笔 without pictures of their vouchers
	Hidden      string // 2笔 that may not stand here
	Bands       []board.Bar
	Villages    string // 553个 in the bands
	Outside     string // 2个 in none
	Rest        string // 3个 declared, but in no band
	Basis       string // of the bands
	Targets     []Target
	Box         *board.NoticeBox
	board.Below
	Sample bool
}

// Span is a month or a quarter.
type Span struct {
	Name    string // 3月, 一季度
	In, Out string
	Balance string // at its end
	Entries []Entry
	Count   string
	Open    bool // the latest

	number int // of the month, 1 to 12
}

// Quarter is the statement of a quarter, entry by entry.
type Quarter struct {
	Span
	Name    string // 2024年四季度
	Opening string
	Fixes   []Fix // made in the quarter
}

// Entry is one entry.
type Entry struct {
	Anchor   string
	Day      string // 3月5日, 3月
	Code     string
	Text     string
	Account  string
	Out      bool
	Amount   string // 3,000.00元
	Signed   string // +3,000.00元, −500.00元
	Balance  string
	Pictures []*board.Picture // of its vouchers
	Papers   string           // 凭证 2 张
	Handler  string
	Audited  string
	Pending  bool   // not audited
	Fed      bool   // from contracts.yaml
	Fix      string // 已于2024年5月6日更正，原来3,200.00元
	Sample   bool
	Until    string // last day on which it may be shown, see village.LastDay
}

// Fix is a correction, as residents see it.
type Fix struct {
	Date, Text, Was, Now, Reason string
	Pictures                     []*board.Picture // of its vouchers

	on village.Date
}

// Target is what is to be reached.
type Target struct {
	Name, Goal, Base, Current, Year, Text, State string
	Width                                        int
}

// Show implements board.Board.
func (b *Board) Show(t privacy.Target) board.Output {
	years := board.ShownYears(b.years, func(y *year) bool { return y.all.Units > y.own.Units || t.Shows(y.Showing, b.today) })
	if len(years) == 0 {
		return board.Output{}
	}
	out := board.Output{Pages: board.ShowYears(years, func(y, _ *year) board.Page { return b.page(y, t) })}
	v := out.Pages[0].View.(*View)
	out.Tile = board.Tile{Title: words.T("income.title"), Figure: v.Balance, Text: words.T("income.tilebalance", "year", v.Year)}
	switch {
	case v.Balance != "":
	case v.In != "":
		out.Tile.Figure, out.Tile.Text = v.In, words.T("income.tilein", "year", v.Year)
	case v.Villages != "":
		out.Tile.Figure, out.Tile.Text = v.Villages, words.T("income.tilebands")
	default:
		out.Tile.Text = v.Year
	}
	out.Notices = v.Box.Notice(Kind.Word, "", "")
	return out
}

func (b *Board) page(y *year, t privacy.Target) board.Page {
	v, d := b.view(y, t)
	summary := words.T("income.pagetitle", "year", v.Year)
	for _, part := range [][2]string{{"in", v.In}, {"out", v.Out}, {"balance", v.Balance}, {"villages", v.Villages}} {
		if part[1] != "" {
			summary += words.T("list.comma") + words.T("income.sum."+part[0], "n", part[1])
		}
	}
	return board.Page{Title: words.T("income.pagetitle", "year", v.Year), Summary: summary, View: v, Data: d, Table: table(d), Papers: board.Papers(0), Partial: v.Hidden != ""}
}

func (b *Board) view(y *year, t privacy.Target) (*View, *Data) {
	all := &y.all
	v := &View{Year: board.YearName(y.year), In: all.In.Full(), Out: all.Out.Full(), Sample: all.Sample}
	d := &Data{Meta: board.NewMeta(Kind.Word, b.unit, y.year, v.Sample), InYuan: board.Known(all.In), OutYuan: board.Known(all.Out),
		Precision: board.Precision(max(all.In.Approx, all.Out.Approx)), Entries: all.Entries}
	b.balances(v, d, y)
	v.Flows = []board.Bar{{Name: received.name(), Value: v.In}, {Name: spent.name(), Value: v.Out}}
	widths(v.Flows, []village.Amount{all.In, all.Out})
	if v.In == "" || v.Out == "" {
		v.Flows = nil
	}
	if !all.Business.IsZero() {
		v.Business = all.Business.Full()
		if all.Business.Approx == village.Exact && all.BusinessOf.Approx == village.Exact {
			v.Share = village.PercentString(int(all.Business.Fen), int(all.BusinessOf.Fen))
		}
		if all.Telling < all.Earning {
			v.Telling = words.T("income.telling", "n", strconv.Itoa(all.Telling), "all", strconv.Itoa(all.Earning))
		}
		d.BusinessYuan, d.BusinessOfYuan = board.Known(all.Business), board.Known(all.BusinessOf)
		d.BusinessUnits, d.IncomeUnits = all.Telling, all.Earning
	}
	y.accounts(v, d)
	if t.Shows(y.Showing, b.today) {
		b.entries(v, d, y, t)
		v.Targets, d.Targets = y.targets()
	}
	y.spans(v, d)
	y.bandBars(v, d)
	v.Box = y.Box(words.T("income.noticetitle", "year", v.Year), t, b.unit, b.today)
	b.below(y, v, d)
	return v, d
}

// balances lays out what was there, and what is. Where a unit below does not know its
// balance, that of all is not known either.
func (b *Board) balances(v *View, d *Data, y *year) {
	all := &y.all
	switch {
	case all.balanced():
		v.Opening, v.Balance = all.Opening.Full(), all.Closing.Full()
		d.OpeningYuan, d.BalanceYuan = board.Known(all.Opening), board.Known(all.Closing)
	case !all.In.IsZero() && !all.Out.IsZero():
		v.Left = all.In.Minus(all.Out).Full()
	}
}

// widths sets the widths of bars from amounts of money.
func widths(bars []board.Bar, amounts []village.Amount) {
	counts := make([]village.Quantity, len(amounts))
	for i, a := range amounts {
		counts[i].N = max(a.Fen, 0)
	}
	board.Bars(bars, counts)
}

// accounts lays out what each account came to, the largest first. An account of which every entry is kept
// back lends no name.
func (y *year) accounts(v *View, d *Data) {
	for _, out := range []bool{false, true} {
		total, hidden := y.all.In, Account{Name: words.T("concealed"), Out: out}
		var list []Account
		for _, a := range y.all.Accounts {
			switch {
			case a.Out != out:
			case !a.Open:
				hidden.Money = hidden.Money.Plus(a.Money)
			default:
				list = append(list, a)
			}
		}
		slices.SortStableFunc(list, func(a, b Account) int { return cmp.Compare(b.Money.Fen, a.Money.Fen) })
		if !hidden.Money.IsZero() {
			list = append(list, hidden)
		}
		if out {
			total = y.all.Out
		}
		bars, amounts := make([]board.Bar, len(list)), make([]village.Amount, len(list))
		dir := received
		if out {
			dir = spent
		}
		for i, a := range list {
			bars[i] = board.Bar{Name: a.Name, Value: a.Money.Full()}
			if total.Approx == village.Exact {
				bars[i].Share = village.PercentString(int(a.Money.Fen), int(total.Fen))
			}
			amounts[i] = a.Money
			d.Accounts = append(d.Accounts, DataAccount{Name: a.Name, Flow: string(dir), Yuan: a.Money.Float()})
		}
		widths(bars, amounts)
		if out {
			v.AccountsOut = bars
		} else {
			v.AccountsIn = bars
		}
	}
}

// entries lays out the unit's own entries, by month.
func (b *Board) entries(v *View, d *Data, y *year, t privacy.Target) {
	hidden, pending, bare := 0, 0, 0
	for i := range y.rows {
		r := &y.rows[i]
		if !t.Shows(r.Showing, b.today) {
			hidden++
			continue
		}
		e := r.view(i)
		e.Sample = e.Sample && !y.Sample // else the page says so as a whole
		if e.Pending {
			pending++
		}
		if len(r.Vouchers) == 0 && !e.Fed {
			bare++
		}
		month := v.month(r.day().Month())
		month.Entries = append(month.Entries, e)
		v.Latest = append(v.Latest, e)
		d.List = append(d.List, r.data())
	}
	slices.Reverse(v.Latest)
	v.Entries, v.Unaudited, v.NoVoucher, v.Hidden = pieces(len(v.Latest)), pieces(pending), pieces(bare), pieces(hidden)
	v.Latest = v.Latest[:min(latest, len(v.Latest))]
	for _, f := range y.fixes {
		if t.Shows(f.of.Showing, b.today) && t.Shows(f.by.Showing, b.today) {
			v.Fixes = append(v.Fixes, f.view())
		}
	}
}

// latest is how many entries the hall screen shows.
const latest = 12

// pieces is 3笔, "" for none.
func pieces(n int) string {
	if n == 0 {
		return ""
	}
	return words.T("income.pieces", "n", strconv.Itoa(n))
}

// month returns the month, a new one where there is none.
func (v *View) month(n int) *Span {
	i := slices.IndexFunc(v.Months, func(s Span) bool { return s.number == n })
	if i < 0 {
		i = len(v.Months)
		v.Months = append(v.Months, Span{Name: monthName(n), number: n})
	}
	return &v.Months[i]
}

func (r *row) view(i int) Entry {
	e := Entry{Anchor: "e-" + strconv.Itoa(i+1), Day: r.Date.Short(), Code: r.Code, Text: r.Text, Account: r.Account, Out: r.Flow == spent,
		Amount: r.net.Full(), Balance: r.after.Full(), Pictures: r.shots, Handler: r.Handler, Audited: r.Audited,
		Pending: r.Audited == "" && !r.fed, Fed: r.fed, Sample: r.Sample, Until: village.LastDay(r.Showing)}
	if r.Date.Precision == village.Months {
		e.Day = monthName(r.day().Month())
	}
	if e.Text == "" {
		e.Text = r.Account
	}
	e.Signed = "+" + e.Amount
	if e.Out {
		e.Signed = "−" + e.Amount
	}
	if n := len(r.Vouchers); n > 0 {
		e.Papers = words.T("income.papers", "n", strconv.Itoa(n))
	}
	if r.mended != nil {
		e.Fix = words.T("income.corrected", "date", r.mended.Date.String(), "was", r.Money.Full())
	}
	return e
}

func (f fix) view() Fix {
	reason, text := f.by.Reason, f.of.Text
	if reason == "" {
		reason = f.by.Text
	}
	if text == "" {
		text = f.of.Account
	}
	return Fix{f.by.Date.String(), text, f.was.Full(), f.now.Full(), reason, f.by.shots, f.by.day()}
}

// below lays out the units below.
func (b *Board) below(y *year, v *View, d *Data) {
	head := []string{received.name(), spent.name(), words.T("income.balance")}
	row := func(s *Sum) board.Part {
		closing := ""
		if s.balanced() {
			closing = s.Closing.Full()
		}
		return board.Part{Cells: []string{s.In.Full(), s.Out.Full(), closing}}
	}
	subs := board.WithOwn(b.unit, &y.own, y.subs, row)
	v.Below = board.NewBelow(Kind.Word, head, subs, &y.all, row)
	d.Missing = v.Missing
	for u, s := range board.Reporting(subs) {
		unit := DataUnit{Unit: u.Name, Address: u.Address, InYuan: board.Known(s.In), OutYuan: board.Known(s.Out)}
		if s.balanced() {
			unit.BalanceYuan = board.Known(s.Closing)
		}
		d.Units = append(d.Units, unit)
	}
}
