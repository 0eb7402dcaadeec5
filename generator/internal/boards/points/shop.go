package points

import (
	"cmp"
	"slices"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// good is something that points buy.
type good struct {
	record.At
	Name  string           `key:"title,required"`
	Price tariff           `key:"price,required"`
	Stock village.Quantity `key:"stock"` // what there was for the year
	Unit  string           `key:"unit"`
	village.Showing
	sold village.Quantity
}

// redemption is points given for goods. A correction says how many it was in truth.
type redemption struct {
	record.At
	who
	Code     string           `key:"code"`
	Date     village.Date     `key:"date,required"`
	Goods    string           `key:"goods"`
	Quantity village.Quantity `key:"quantity"`
	Amount   village.Points   `key:"amount|points"` // else price × quantity
	Settled  settled          `key:"settled"`
	Corrects string           `key:"corrects"`
	Becomes  village.Quantity `key:"corrected"`
	Reason   string           `key:"reason"`
	village.Showing
	good *good
}

// settled says whether the goods were handed out: yes or no, or the day.
type settled struct {
	date village.Date
	yes  bool
}

// Scan reads 是, 否 or a date.
func (s *settled) Scan(v *record.Value) {
	if code, known := words.Value("bool", v.Text); known {
		s.yes = code == "true"
		return
	}
	s.date.Scan(v)
	s.yes = s.date != 0
}

// carry says what becomes of last year's balances.
type carry string // keep or clear

// Scan reads 结转 or 清零.
func (c *carry) Scan(v *record.Value) { *c = carry(record.OneOf("carry", v)) }

// shop is what was redeemed in a year. Ranks and totals never fall for it.
type shop struct {
	carried map[string]village.Points // from last year, by the key that finds a person again
	spent   map[int]village.Points    // person of the roll → points
	rows    map[int][]*redemption     // person → redemptions, corrections left out
	net     map[*redemption]int64     // points after corrections
	count   int
	points  village.Points // of all
	waiting int            // not handed out yet
}

// redeem books the redemptions of the year and keeps balances and stocks above zero.
func (y *year) redeem(last *year, in *board.Input) {
	y.shop = shop{spent: map[int]village.Points{}, rows: map[int][]*redemption{}, net: map[*redemption]int64{}}
	y.carryOver(last, in)
	y.checkGoods(in)
	people := map[int]int{} // person → account of the book
	var booked []*redemption
	var owners []int
	var lines []ledger.Entry
	byCode := map[string]*redemption{}
	for i := range y.Redemptions {
		r := &y.Redemptions[i]
		r.Showing = r.Showing.Or(y.Showing)
		in.Shown(r.Showing)
		y.checkDate(r.At, village.When{Date: r.Date}, r.Corrects, in)
		p, ok := y.redeemer(r, in.Report)
		line, fits := y.redemptionLine(r, byCode, in)
		if !ok || !fits {
			continue
		}
		if _, known := people[p]; !known {
			people[p] = len(people)
		}
		line.Account = people[p]
		booked, owners, lines = append(booked, r), append(owners, p), append(lines, line)
	}
	book := ledger.Post(nil, len(people), nil, lines, in.Report)
	for i, l := range book.Lines {
		switch r := booked[i]; {
		case l.Corrects >= 0:
			booked[l.Corrects].Quantity = r.Becomes
		case r.Corrects == "":
			y.sell(r, owners[i], l.Net, in.Today)
		}
	}
	y.checkStock(in.Report)
	y.checkBalances(in.Report)
}

// redeemer finds who redeemed. Points of members are redeemed by members, those of
// households by households: the subject of the row pays.
func (y *year) redeemer(r *redemption, rep *problem.Report) (int, bool) {
	of, not := "members", "households"
	if !y.members {
		of, not = not, of
	}
	if r.Has(not) {
		rep.Error(r.Of(not), "points/two-kinds", "one", words.KeyName(of), "other", words.KeyName(not))
		return 0, false
	}
	return y.find(&entry{At: r.At, who: r.who}, rep)
}

// checkGoods refuses two goods of one name.
func (y *year) checkGoods(in *board.Input) {
	for i := range y.Goods {
		g := &y.Goods[i]
		g.Showing = g.Showing.Or(y.Showing)
		in.Shown(g.Showing)
		if first := y.goodsCalled(g.Name); first != g {
			in.Report.Error(g.Of("title"), "points/goods-twice", "goods", g.Name, "line", problem.Int(first.Line))
		}
		if g.Unit == "" {
			g.Unit = g.Stock.Unit
		}
		if g.Has("price") && g.Price <= 0 {
			in.Report.Error(g.Of("price"), "points/goods-price", "goods", g.Name)
		}
	}
}

func (y *year) goodsCalled(name string) *good {
	i := slices.IndexFunc(y.Goods, func(g good) bool { return record.Fold(g.Name) == record.Fold(name) })
	if i < 0 {
		return nil
	}
	return &y.Goods[i]
}

// redemptionLine works out what a redemption costs; false when it cannot be known.
func (y *year) redemptionLine(r *redemption, byCode map[string]*redemption, in *board.Input) (ledger.Entry, bool) {
	rep := in.Report
	line := ledger.Entry{At: r.At, Code: r.Code, Category: -1, Corrects: r.Corrects}
	if r.Corrects != "" {
		return y.correctedLine(r, line, byCode, rep)
	}
	switch {
	case r.Goods == "":
		rep.Error(r.Pos, "record/missing", "key", words.KeyName("goods"))
		return line, false
	case r.Has("corrected"):
		rep.Error(r.Of("corrected"), "points/corrects-nothing")
		return line, false
	}
	if r.good = y.goodsCalled(r.Goods); r.good == nil {
		y.unknownGoods(r, rep)
		return line, false
	}
	if r.Settled.date != 0 {
		in.Changes(r.Settled.date)
		if r.Settled.date < r.Date {
			rep.Error(r.Of("settled"), "points/settled-before", "settled", r.Settled.date.String(), "date", r.Date.String())
		}
	}
	cost, ok := r.cost(r.Quantity, "quantity", rep)
	if ok && r.Has("amount") && r.Amount != cost {
		rep.Error(r.Of("amount"), "ledger/total", "what", r.good.Name, "typed", r.Amount.String(), "computed", cost.String(), "diff", (r.Amount - cost).Signed())
	}
	line.Amount = int64(cost)
	byCode[r.Code] = r
	return line, ok
}

// correctedLine is a correction: how many it was in truth, and why.
func (y *year) correctedLine(r *redemption, line ledger.Entry, byCode map[string]*redemption, rep *problem.Report) (ledger.Entry, bool) {
	orig := byCode[r.Corrects]
	switch {
	case !r.Has("corrected") || r.Has("quantity") || r.Has("amount"):
		rep.Error(r.Pos, "points/redemption-correction", "key", words.KeyName("corrected"))
		return line, false
	case r.Reason == "":
		rep.Error(r.Pos, "points/correction-reason")
		return line, false
	case orig == nil:
		rep.Error(r.Of("corrects"), "ledger/no-such-entry", "code", r.Corrects)
		return line, false
	}
	if r.Becomes.N > 0 {
		r.good = orig.good
		cost, ok := r.cost(r.Becomes, "corrected", rep)
		n := int64(cost)
		line.Becomes = &n
		byCode[r.Code] = orig
		return line, ok
	}
	line.Becomes = new(int64)
	byCode[r.Code] = orig
	return line, true
}

// cost is price × quantity; false when the quantity is not one.
func (r *redemption) cost(q village.Quantity, key string, rep *problem.Report) (village.Points, bool) {
	const one = 10_000 // Quantity.N of 1
	switch {
	case q.IsZero():
		rep.Error(r.Pos, "record/missing", "key", words.KeyName(key))
		return 0, false
	case q.Unit != "" && r.good.Unit != "" && q.Unit != r.good.Unit:
		rep.Error(r.Of(key), "number/other-unit", "value", q.String(), "unit", r.good.Unit)
		return 0, false
	case q.Approx != village.Exact || q.N <= 0 || int64(r.good.Price)*q.N%one != 0:
		rep.Error(r.Of(key), "points/redeemed-quantity", "value", q.String())
		return 0, false
	}
	return village.Points(int64(r.good.Price) * q.N / one), true
}

func (y *year) unknownGoods(r *redemption, rep *problem.Report) {
	names := make([]string, len(y.Goods))
	for i, g := range y.Goods {
		names[i] = g.Name
	}
	switch near := record.Nearest(r.Goods, names); {
	case near != "":
		rep.Error(r.Of("goods"), "points/goods-near", "goods", r.Goods, "near", near)
	case len(names) == 0:
		rep.Error(r.Of("goods"), "points/no-goods", "goods", r.Goods, "key", words.KeyName("goods"))
	default:
		rep.Error(r.Of("goods"), "points/goods-unknown", "goods", r.Goods, "key", words.KeyName("goods"))
	}
}

// sell books what a redemption came to after all corrections.
func (y *year) sell(r *redemption, person int, net int64, today village.Date) {
	s := &y.shop
	s.net[r] = net
	s.rows[person] = append(s.rows[person], r)
	s.spent[person] += village.Points(net)
	if net == 0 {
		return // taken back
	}
	s.count++
	s.points += village.Points(net)
	if !r.Settled.yes || r.Settled.date > today {
		s.waiting++
	}
}

// checkStock refuses more of a good than there was.
func (y *year) checkStock(rep *problem.Report) {
	for i := range y.Redemptions {
		r := &y.Redemptions[i]
		if _, booked := y.shop.net[r]; !booked {
			continue
		}
		g := r.good
		was := g.sold.N
		g.sold = g.sold.Plus(r.Quantity)
		if !g.Stock.IsZero() && g.sold.N > g.Stock.N && was <= g.Stock.N {
			rep.Error(r.Of("quantity"), "points/out-of-stock", "goods", g.Name, "stock", g.Stock.Figure(), "sold", g.sold.Figure())
		}
	}
}

// carryOver takes the balances of last year over, as the scheme says: without a word
// those of a year that had a shop (design/data.md §4).
// A year without a shop hands on what it got.
func (y *year) carryOver(last *year, in *board.Input) {
	rep := in.Report
	if last == nil && y.Method.Carry == "keep" && slices.ContainsFunc(in.Years, func(o board.YearDocs) bool { return o.Year < y.year }) {
		rep.Warn(y.Method.Of("carry"), "points/carry-gap", "year", problem.Int(y.year-1), "key", words.KeyName("carry"), "clear", words.ValueName("carry", "clear"))
	}
	if last == nil || last.book == nil || y.Method.Carry == "clear" {
		return
	}
	balances := last.closing()
	switch {
	case y.Method.Carry == "keep":
	case !last.hasShop() && len(last.shop.carried) == 0 || len(balances) == 0:
		return
	case !y.hasShop():
	default:
		rep.Warn(y.Method.Pos, "points/carry-unsaid", "key", words.KeyName("carry"), "choices", words.ValueNames("carry"))
	}
	y.shop.carried = balances
}

// hasShop reports whether points of the year buy something.
func (y *year) hasShop() bool { return len(y.Goods)+len(y.Redemptions) > 0 }

// closing returns the balances at the end of the year that are not zero.
func (y *year) closing() map[string]village.Points {
	m := map[string]village.Points{}
	add := func(key string, p village.Points) {
		if m[key] += p; m[key] == 0 {
			delete(m, key)
		}
	}
	for key, p := range y.shop.carried {
		add(key, p)
	}
	for a, p := range y.persons {
		add(y.roll.Dir.Key(p), village.Points(y.book.Accounts[a].Total))
	}
	for p, spent := range y.shop.spent {
		add(y.roll.Dir.Key(p), -spent)
	}
	return m
}

// balance is what a person has left: carried over + earned − redeemed.
func (y *year) balance(person, account int) village.Points {
	return y.shop.carried[y.roll.Dir.Key(person)] + village.Points(y.book.Accounts[account].Total) - y.shop.spent[person]
}

// checkBalances refuses a redemption that somebody could not pay on its day. Points
// taken off afterwards are another matter: the goods are gone.
func (y *year) checkBalances(rep *problem.Report) {
	for person, rows := range y.shop.rows {
		account := slices.Index(y.persons, person)
		slices.SortStableFunc(rows, func(a, b *redemption) int { return cmp.Compare(a.Date, b.Date) })
		have := y.shop.carried[y.roll.Dir.Key(person)]
		label, refused := y.roll.Dir.Label(person), false
		for _, r := range rows {
			earned := y.earned(account, r.Date)
			cost := village.Points(y.shop.net[r])
			if left := have + earned - cost; left < 0 && cost > 0 && !refused {
				refused = true
				rep.Error(r.Pos, "points/overdrawn", "name", label, "date", r.Date.String(), "have", (have + earned).String(), "cost", cost.String(), "balance", left.String())
			}
			have -= cost
		}
		if account >= 0 && !refused {
			if left := y.balance(person, account); left < 0 {
				rep.Warn(rows[len(rows)-1].Pos, "points/overdrawn-later", "name", label, "balance", left.String())
			}
		}
	}
}

// earned is what an account had earned up to the end of a day. What has no day counts
// from the beginning of its month or year.
func (y *year) earned(account int, day village.Date) village.Points {
	if account < 0 {
		return 0
	}
	return village.Points(y.book.TotalOf(account, func(line int) bool { return y.postings[line].row.Date.Date <= day }))
}

// balanceShown reports whether t may show what is left of an account that it itemises:
// no redemption behind it is kept back.
func (y *year) balanceShown(person int, t privacy.Target, today village.Date) bool {
	return y.hasShop() && !slices.ContainsFunc(y.shop.rows[person], func(r *redemption) bool { return !t.Shows(r.Showing, today) })
}
