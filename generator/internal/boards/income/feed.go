package income

import (
	"cmp"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// lease is what this board needs of a contract.
type lease struct {
	record.At
	Code     string    `key:"code"`
	Type     string    `key:"type|category"`
	Object   string    `key:"object|title"`
	Payments []payment `key:"payments"`

	Collected village.Amount `key:"collected"` // without a day: it is in no year
	village.Showing
}

// payment is money received on a contract, or expected where it has no date.
type payment struct {
	record.At
	Date  village.Date   `key:"date"`
	Money village.Amount `key:"money"`
}

// readLeases reads the payments of contracts.yaml. What is wrong with the file its own
// board reports.
func readLeases(in *board.Input) []lease {
	var file struct {
		record.At
		List []lease `key:"contracts,main"`
		village.Showing
	}
	var quiet problem.Report
	for _, d := range in.Also["contracts"] {
		d.Decode(&file, &quiet)
	}
	for i := range file.List {
		file.List[i].Showing = file.List[i].Showing.Or(file.Showing)
	}
	return file.List
}

// receivedIn returns what was received on the contract in a year up to today.
func (l *lease) receivedIn(year int, today village.Date) (list []payment, sum village.Amount) {
	for _, p := range l.Payments {
		if p.Date.Year() == year && p.Date <= today && !p.Money.IsZero() {
			list = append(list, p)
			sum = sum.Plus(p.Money)
		}
	}
	return list, sum
}

// feed adds the payments on contracts to the rows. Where entries of the accounts name a
// contract (合同: 编号) they are its payments: counted once, and of the same amount.
func (y *year) feed(leases []lease, in *board.Input) {
	booked, at := map[string]village.Amount{}, map[string]*entry{}
	for _, r := range y.rows {
		switch {
		case r.Contract == "":
		case r.Flow == spent:
			in.Report.Error(r.Of("contracts"), "income/contract-spent", "code", r.Contract)
		default:
			booked[r.Contract], at[r.Contract] = booked[r.Contract].Plus(r.net), r.entry
		}
	}
	known, undated := map[string]bool{}, 0
	for i := range leases {
		l := &leases[i]
		if known[l.Code] && l.Code != "" {
			continue // one number twice is the contract board's to report
		}
		known[l.Code] = true
		if len(l.Payments) == 0 && !l.Collected.IsZero() && at[l.Code] == nil {
			undated++
		}
		list, sum := l.receivedIn(y.year, in.Today)
		switch e := at[l.Code]; {
		case e == nil:
			y.payments(l, list, in)
		case len(list) > 0 && sum.Fen != booked[l.Code].Fen:
			in.Report.Error(e.Of("contracts"), "income/contract-amount", "code", l.Code, "booked", booked[l.Code].String(), "paid", sum.String())
		}
	}
	if undated > 0 && y.year == in.Years[len(in.Years)-1].Year {
		in.Report.Note(y.Pos, "income/contracts-undated", "n", problem.Int(undated))
	}
	for code, e := range at {
		if !known[code] {
			in.Report.Error(e.Of("contracts"), "income/no-contract", "code", code)
		}
	}
}

// payments adds the payments on one contract.
func (y *year) payments(l *lease, list []payment, in *board.Input) {
	kind := l.Type
	kind = cmp.Or(kind, words.T("group.other"))
	showing := l.Showing.Or(y.Showing)
	for _, p := range list {
		in.Changes(p.Date)
		in.Shown(showing)
		y.own.Sample = y.own.Sample || showing.Sample
		y.rows = append(y.rows, row{net: p.Money, entry: &entry{At: p.At, Date: village.When{Date: p.Date}, Flow: received, Money: p.Money,
			Account: words.T("income.contractaccount", "type", kind), Text: strings.TrimSpace(words.T("income.contracttext", "code", l.Code, "object", l.Object)),
			Contract: l.Code, Showing: showing, fed: true}})
	}
}
