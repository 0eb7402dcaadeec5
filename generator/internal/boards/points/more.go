package points

import (
	"strconv"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// What a page shows beside the points of its people: the ranking of a township, the
// list, the shop, the dividend, gatherings.

// Top is one place of the ranking of a township.
type Top struct {
	Rank   string // 1
	Name   string
	Suffix string
	Unit   string // village
	Href   string // the village's page, below the unit, without index.html
	Total  string
	Level  string
	Sample bool
}

// Matter is one matter of the list, in the version that holds today, or the first to
// come.
type Matter struct {
	Code    string
	Name    string
	Item    string
	Worth   string // +5 or +1~+5
	Max     string // 10分
	From    string // 2024年5月6日
	Meeting string
	Adopted string
	Version string
	Text    string
	Ahead   bool     // it does not hold yet
	Others  []string // its other versions, one sentence each
	Sample  bool
}

// Shop is what points buy.
type Shop struct {
	Goods   []Good
	Count   string // 12次, "" when nothing was redeemed
	Points  string // 320分
	Waiting string // 3次, goods that are not handed out yet
}

// Good is one thing to buy.
type Good struct {
	Name   string
	Price  string // 20分
	Sold   string // 12瓶
	Left   string // 8瓶, "" when nobody counts
	Gone   bool   // nothing is left
	Sample bool
}

// Dividend is money paid on the points.
type Dividend struct {
	Pool    string // 12万元
	Yuan    string // 120,000.00
	Meeting string
	Date    string
	People  string // who gets something: 58户
	Each    string // 户
	Rows    bool   // the rows say what each gets
	Box     *board.NoticeBox
}

// Activity is one gathering.
type Activity struct {
	Date, Name, Came, Invited, Rate string
	Sample                          bool
}

// DataMean spreads people, or units of a lower level, over the units of a level.
type DataMean struct {
	Level string  `json:"level"`        // code word of the level: town, village
	Units float64 `json:"units"`        // units of that level
	Of    string  `json:"of,omitempty"` // level that is counted; people when left out
	Mean  float64 `json:"mean"`         // per unit, one decimal
}

// DataTop is one place of the ranking of a township.
type DataTop struct {
	Rank    int     `json:"rank"`
	Name    string  `json:"name"`
	Suffix  string  `json:"suffix,omitempty"` // group that tells people of one name apart
	Unit    string  `json:"unit"`
	Address string  `json:"address"`
	Total   float64 `json:"total"`
	Level   string  `json:"level"`
	Sample  bool    `json:"sample,omitempty"`
}

// DataMatter is one version of one matter of the list.
type DataMatter struct {
	Code    string   `json:"code,omitempty"`
	Matter  string   `json:"matter"`
	Item    string   `json:"item,omitempty"`
	Min     float64  `json:"min"`
	Max     float64  `json:"max"`
	Limit   *float64 `json:"limit,omitempty"` // a year and person
	From    string   `json:"from,omitempty"`
	Adopted string   `json:"adopted,omitempty"`
	Meeting string   `json:"meeting,omitempty"`
	Version string   `json:"version,omitempty"`
	InForce bool     `json:"inForce"`
	Sample  bool     `json:"sample,omitempty"`
}

// DataGood is one thing that points buy.
type DataGood struct {
	Name   string   `json:"name"`
	Price  float64  `json:"price"` // points
	Unit   string   `json:"unit,omitempty"`
	Sold   float64  `json:"sold"`
	Left   *float64 `json:"left,omitempty"`
	Sample bool     `json:"sample,omitempty"`
}

// DataRedeemed sums the redemptions; who redeemed what is not told.
type DataRedeemed struct {
	Count   int     `json:"count"`
	Points  float64 `json:"points"`
	Waiting int     `json:"waiting"` // not handed out yet
}

// DataDividend is the money paid on points.
type DataDividend struct {
	PoolYuan float64 `json:"poolYuan"`
	Meeting  string  `json:"meeting,omitempty"`
	Date     string  `json:"date,omitempty"`
	People   int     `json:"people"` // who get something
}

// DataActivity is one gathering.
type DataActivity struct {
	Date    string   `json:"date,omitempty"`
	Name    string   `json:"name"`
	Invited float64  `json:"invited"`
	Came    float64  `json:"came"`
	Rate    *float64 `json:"rate,omitempty"` // percent, one decimal
	Sample  bool     `json:"sample,omitempty"`
}

// layTown lays out the ranking of a township: the open levels, never anybody below.
func (y *year) layTown(v *View, d *Data, t privacy.Target, today village.Date) {
	if y.town == nil {
		return
	}
	hidden := 0
	for _, a := range y.town.ranked {
		if a.Level < 0 || !y.Method.Grades[a.Level].Open {
			continue
		}
		if !y.shownInTown(a, t, today) {
			hidden++
			continue
		}
		h := y.town.accounts[a.Index]
		v.Top = append(v.Top, Top{strconv.Itoa(a.Rank), h.Name, h.Suffix, h.unit.Name, h.unit.Segment() + "/" + Kind.Word,
			h.Total.String(), y.levelOf(a), h.Sample})
		d.Top = append(d.Top, DataTop{a.Rank, h.Name, h.Suffix, h.unit.Name, h.unit.Address, h.Total.Float(), y.levelOf(a), h.Sample})
	}
	v.TopSilent = strings.Join(y.town.silent, words.T("list.sep"))
	if hidden > 0 {
		v.TopHidden = y.people(village.Count(hidden))
	}
}

// layList lays out the list: of each matter the version that holds, and the others.
func (y *year) layList(v *View, d *Data, t privacy.Target, today village.Date) {
	done := map[*kind]bool{}
	for i := range y.List {
		k := y.List[i].of
		if k == nil || done[k] {
			continue
		}
		done[k] = true
		now := k.on(today)
		for _, o := range k.versions {
			if t.Shows(o.Showing, today) {
				d.Matters = append(d.Matters, o.data(o == now))
			}
		}
		if now == nil {
			now = k.versions[0]
		}
		if !t.Shows(now.Showing, today) {
			continue
		}
		m := now.view()
		m.Ahead = now.From > today
		for _, o := range k.versions {
			if o != now && t.Shows(o.Showing, today) {
				m.Others = append(m.Others, o.sentence())
			}
		}
		v.List = append(v.List, m)
	}
}

func (v *listed) view() Matter {
	m := Matter{Code: v.Code, Name: v.Matter, Item: v.Item, Worth: v.Worth.String(), From: v.From.String(), Meeting: v.Meeting,
		Adopted: v.Adopted.String(), Version: v.Version, Text: v.Text, Sample: v.Sample}
	if v.Max > 0 {
		m.Max = words.T("points.n", "n", v.Max.String())
	}
	return m
}

// sentence is one version in words: 2024年1月1日起 +5分（每人每年最多10分），村民代表会议2023年12月20日通过，第一版.
func (v *listed) sentence() string {
	s := words.T("points.versionfrom", "from", v.From.String(), "worth", v.Worth.String())
	if v.Max > 0 {
		s += words.T("points.versionmax", "max", v.Max.String())
	}
	s += words.T("points.versionby", "meeting", v.Meeting, "date", v.Adopted.String())
	if v.Version != "" {
		s += words.T("points.versionname", "version", v.Version)
	}
	return s
}

func (v *listed) data(inForce bool) DataMatter {
	m := DataMatter{Code: v.Code, Matter: v.Matter, Item: v.Item, Min: v.Worth.min.Float(), Max: v.Worth.max.Float(), From: v.From.ISO(),
		Adopted: v.Adopted.ISO(), Meeting: v.Meeting, Version: v.Version, InForce: inForce, Sample: v.Sample}
	if v.Max > 0 {
		f := v.Max.Float()
		m.Limit = &f
	}
	return m
}

// layShop lays out the price list with what is left, and how much was redeemed in all.
func (y *year) layShop(v *View, d *Data, t privacy.Target, today village.Date) {
	if !y.hasShop() {
		return
	}
	v.Shop = &Shop{}
	for i := range y.Goods {
		g := &y.Goods[i]
		if !t.Shows(g.Showing, today) {
			continue
		}
		row := Good{Name: g.Name, Price: words.T("points.n", "n", village.Points(g.Price).String()), Sold: g.figure(g.sold), Sample: g.Sample}
		raw := DataGood{Name: g.Name, Price: village.Points(g.Price).Float(), Unit: g.Unit, Sold: g.sold.Float(), Sample: g.Sample}
		if !g.Stock.IsZero() {
			left := g.Stock
			left.N -= g.sold.N
			f := left.Float()
			row.Left, row.Gone, raw.Left = g.figure(left), left.N <= 0, &f
		}
		v.Shop.Goods = append(v.Shop.Goods, row)
		d.Goods = append(d.Goods, raw)
	}
	s := &y.shop
	if s.count == 0 {
		return
	}
	times := func(n int) string { return words.T("points.times", "n", strconv.Itoa(n)) }
	v.Shop.Count, v.Shop.Points = times(s.count), words.T("points.n", "n", s.points.String())
	if s.waiting > 0 {
		v.Shop.Waiting = times(s.waiting)
	}
	d.Redeemed = &DataRedeemed{s.count, s.points.Float(), s.waiting}
}

// figure is a quantity of the good: 8瓶.
func (g *good) figure(q village.Quantity) string {
	if q.IsZero() {
		q = village.Count(0)
	}
	q.Unit = g.Unit
	return q.String()
}

func (y *year) layDividend(v *View, d *Data, t privacy.Target, b *Board) {
	div := y.Dividend
	if div == nil || !t.Shows(div.Showing, b.today) {
		return
	}
	paid := 0
	for _, fen := range y.shares {
		if fen > 0 {
			paid++
		}
	}
	v.Dividend = &Dividend{Pool: div.Pool.String(), Yuan: div.Pool.Yuan(), Meeting: div.Meeting, Date: div.Date.String(),
		People: y.people(village.Count(paid)), Each: y.counted(), Rows: len(v.Rows) > 0 && y.sharesShown(t, b.today)}
	d.Dividend = &DataDividend{float64(div.Pool.Fen) / 100, div.Meeting, div.Date.ISO(), paid}
	if div.Notice != nil {
		v.Dividend.Box = board.NewNoticeBox(words.T("points.dividendtitle", "year", v.Year), *div.Notice, b.unit, b.today)
		v.Dividend.Box.People = v.Dividend.People
	}
}

// yuanText is an amount in fen as a list shows it: 1,234.56.
func yuanText(fen int64) string { return village.Amount{Fen: fen, Scale: 1}.Yuan() }

func (y *year) layActivities(v *View, d *Data, t privacy.Target, today village.Date) {
	var came, invited village.Quantity
	for i := range y.Activities {
		a := &y.Activities[i]
		if !t.Shows(a.Showing, today) {
			continue
		}
		came, invited = came.Plus(a.Came), invited.Plus(a.Invited)
		v.Activities = append(v.Activities, Activity{a.Date.String(), a.Name, y.people(a.Came), y.people(a.Invited),
			village.PercentString(a.Came.Int(), a.Invited.Int()), a.Sample})
		d.Activities = append(d.Activities, DataActivity{a.Date.ISO(), a.Name, a.Invited.Float(), a.Came.Float(), board.Percent(a.Came.Int(), a.Invited.Int()), a.Sample})
	}
	if len(v.Activities) > 0 {
		v.Attendance, d.Attendance = village.PercentString(came.Int(), invited.Int()), board.Percent(came.Int(), invited.Int())
	}
}

// layMeans lays out how many people, or units, there are in one unit of a level.
func (y *year) layMeans(v *View, d *Data) {
	for _, m := range y.means {
		f := board.Figure{Label: words.T("points.meanper", "level", words.ValueName("level", m.level)), Value: m.n.Figure(), Unit: y.counted(),
			Note: words.T("points.meannote", "n", m.units.Figure(), "level", words.ValueName("level", m.level))}
		if m.of != "" {
			f.Unit = words.T("points.meanof", "level", words.ValueName("level", m.of))
		}
		v.Means = append(v.Means, f)
		d.Means = append(d.Means, DataMean{m.level, m.units.Float(), m.of, m.n.Float()})
	}
}

// activityTable is data.csv of a unit that records gatherings alone.
func activityTable(d *Data) [][]string {
	rows := [][]string{{words.KeyName("date"), words.KeyName("activities"), words.KeyName("invited"), words.KeyName("came")}}
	for _, a := range d.Activities {
		rows = append(rows, []string{a.Date, a.Name, board.Number(a.Invited), board.Number(a.Came)})
	}
	return rows
}

// topTable is data.csv of a township.
func topTable(d *Data) [][]string {
	rows := [][]string{{words.T("points.rank"), words.KeyName("name"), words.KeyName("group"), words.T("csv.unit"), words.T("csv.total"), words.T("points.level")}}
	for _, r := range d.Top {
		rows = append(rows, []string{strconv.Itoa(r.Rank), r.Name, r.Suffix, r.Unit, board.Number(r.Total), r.Level})
	}
	return rows
}
