package contract

import (
	"gongshi/generator/internal/board"
	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// Data is data.json: contracts and assets.
type Data struct {
	board.Meta
	Count         *float64   `json:"count,omitempty"`        // contracts that are classified; left out where none is recorded
	Unclassified  float64    `json:"unclassified,omitempty"` // declared, but of no type
	Types         []DataType `json:"types"`
	Areas         []DataArea `json:"areas,omitempty"`
	CollectedYuan float64    `json:"collectedYuan,omitempty"`
	Precision     string     `json:"precision"`          // of collectedYuan: exact, about or atLeast
	MeanArea      float64    `json:"meanArea,omitempty"` // per contract, two decimals, in the unit of areas
	MeanYuan      float64    `json:"meanYuan,omitempty"` // per contract
	RentYuan      float64    `json:"rentYuan,omitempty"` // of the assets, per year
	Assets        []DataItem `json:"assets,omitempty"`
	Units         []DataUnit `json:"units,omitempty"`
	Missing       []string   `json:"missing,omitempty"`
	List          []DataRow  `json:"list,omitempty"`
}

// DataType is one type of contract.
type DataType struct {
	Name          string     `json:"name"`
	Count         float64    `json:"count"`
	Areas         []DataArea `json:"areas,omitempty"`
	CollectedYuan float64    `json:"collectedYuan,omitempty"`
}

// DataArea is an area in one unit. Areas of different units are never added.
type DataArea struct {
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
}

// DataItem is one kind of property that is let.
type DataItem struct {
	Name      string  `json:"name"`
	Quantity  float64 `json:"quantity"`
	Unit      string  `json:"unit,omitempty"`
	PriceYuan float64 `json:"priceYuan,omitempty"`
	Per       string  `json:"per,omitempty"` // what the price is paid for: 座/年
	RentYuan  float64 `json:"rentYuan,omitempty"`
	Holder    string  `json:"holder,omitempty"`
	Sample    bool    `json:"sample,omitempty"`
}

// DataUnit is one unit below, or what the unit itself has.
type DataUnit struct {
	Unit          string     `json:"unit"`
	Address       string     `json:"address"`
	Count         *float64   `json:"count,omitempty"`
	Unclassified  float64    `json:"unclassified,omitempty"`
	Areas         []DataArea `json:"areas,omitempty"`
	CollectedYuan float64    `json:"collectedYuan,omitempty"`
}

// DataRow is one contract.
type DataRow struct {
	Code          string  `json:"code,omitempty"`
	Type          string  `json:"type"`
	Object        string  `json:"object,omitempty"`
	Holder        string  `json:"holder,omitempty"`
	Area          float64 `json:"area,omitempty"`
	AreaUnit      string  `json:"areaUnit,omitempty"`
	Years         float64 `json:"years,omitempty"`
	Signed        string  `json:"signed,omitempty"`
	From          string  `json:"from,omitempty"`
	Until         string  `json:"until,omitempty"`
	OldPrice      string  `json:"oldPrice,omitempty"` // as written: 200元/亩/年
	Price         string  `json:"price,omitempty"`
	CollectedYuan float64 `json:"collectedYuan,omitempty"`
	PaidYuan      float64 `json:"paidYuan,omitempty"` // received so far
	State         string  `json:"state,omitempty"`
	Sample        bool    `json:"sample,omitempty"`
}

func (b *Board) data() *Data {
	all := &b.all
	return &Data{Meta: board.NewMeta(Kind.Word, b.unit, 0, all.Sample), Count: all.Counted(), Unclassified: all.Rest.Float(), Types: []DataType{},
		Areas: dataAreas(all.Areas), CollectedYuan: all.Collected.Float(), Precision: board.Precision(all.Collected.Approx), RentYuan: all.Rent.Float()}
}

func dataAreas(t ledger.Tally) []DataArea {
	var list []DataArea
	for i, unit := range t.Names {
		list = append(list, DataArea{t.Counts[i].Float(), unit})
	}
	return list
}

func (c *contract) data(today village.Date) DataRow {
	return DataRow{Code: c.Code, Type: c.Type, Object: c.Object, Holder: c.Holder, Area: c.Size.Float(), AreaUnit: c.Size.Unit, Years: c.Term.Float(),
		Signed: c.Signed.ISO(), From: c.Begin.ISO(), Until: c.End.ISO(), OldPrice: c.Old.String(), Price: c.New.String(),
		CollectedYuan: c.Collected.Float(), PaidYuan: c.paid.Float(), State: c.stateText(today), Sample: c.Sample}
}

func (a *asset) data() DataItem {
	return DataItem{Name: a.Name, Quantity: a.Quantity.Float(), Unit: a.Quantity.Unit, PriceYuan: a.Price.Float(), Per: a.Price.basisText(),
		RentYuan: a.rent.Float(), Holder: a.Holder, Sample: a.Sample}
}

// table is data.csv: the contracts, else the units below, else the types, else the assets.
func table(d *Data) [][]string {
	key, number := words.KeyName, board.Number
	if len(d.List) == 0 && len(d.Units) > 0 {
		rows := [][]string{{words.T("csv.unit"), words.T("contract.count"), words.T("contract.restname"), words.T("contract.collectedyuan")}}
		for _, u := range d.Units {
			rows = append(rows, []string{u.Unit, board.Optional(u.Count), board.NonZero(u.Unclassified), board.NonZero(u.CollectedYuan)})
		}
		return rows
	}
	if len(d.List)+len(d.Types) == 0 && len(d.Assets) > 0 {
		rows := [][]string{{key("title"), key("quantity"), key("unit"), words.T("contract.rentyuan"), key("holder")}}
		for _, a := range d.Assets {
			rows = append(rows, []string{a.Name, number(a.Quantity), a.Unit, board.NonZero(a.RentYuan), a.Holder})
		}
		return rows
	}
	if len(d.List) == 0 {
		rows := [][]string{{key("type"), words.T("contract.count")}}
		for _, t := range d.Types {
			rows = append(rows, []string{t.Name, number(t.Count)})
		}
		if d.Unclassified > 0 {
			rows = append(rows, []string{words.T("contract.restname"), number(d.Unclassified)})
		}
		return rows
	}
	rows := [][]string{{key("code"), key("type"), key("object"), key("holder"), key("size"), key("unit"), key("term"), key("from"), key("until"),
		key("oldprice"), key("newprice"), words.T("contract.collectedyuan"), key("state")}}
	for _, c := range d.List {
		rows = append(rows, []string{c.Code, c.Type, c.Object, c.Holder, board.NonZero(c.Area), c.AreaUnit, board.NonZero(c.Years), c.From, c.Until,
			c.OldPrice, c.Price, board.NonZero(c.CollectedYuan), c.State})
	}
	return rows
}
