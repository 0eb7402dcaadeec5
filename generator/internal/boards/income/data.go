package income

import (
	"strconv"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// Data is data.json: the money of one year.
type Data struct {
	board.Meta
	OpeningYuan    *float64          `json:"openingYuan,omitempty"` // on 1 January, left out when it is not known
	InYuan         *float64          `json:"inYuan,omitempty"`
	OutYuan        *float64          `json:"outYuan,omitempty"`
	BalanceYuan    *float64          `json:"balanceYuan,omitempty"` // opening + in − out
	Precision      string            `json:"precision"`             // exact, about or atLeast
	BusinessYuan   *float64          `json:"businessYuan,omitempty"`
	BusinessOfYuan *float64          `json:"businessOfYuan,omitempty"` // income of the units that say what of it is business
	BusinessUnits  int               `json:"businessUnits,omitempty"`  // how many units these are
	IncomeUnits    int               `json:"incomeUnits,omitempty"`    // units with income, where some say what is business
	Entries        int               `json:"entries"`
	Months         []DataSpan        `json:"months,omitempty"`
	Quarters       []DataSpan        `json:"quarters,omitempty"`
	UndatedInYuan  float64           `json:"undatedInYuan,omitempty"` // of units that give the whole year alone: in no month and no account
	UndatedOutYuan float64           `json:"undatedOutYuan,omitempty"`
	Accounts       []DataAccount     `json:"accounts,omitempty"`
	Bands          []board.DataCount `json:"bands,omitempty"`        // villages by yearly income
	Villages       float64           `json:"villages,omitempty"`     // in the bands
	Outside        int               `json:"outside,omitempty"`      // villages whose income is in no band
	Unclassified   float64           `json:"unclassified,omitempty"` // villages declared, of which nobody says the band
	Targets        []DataTarget      `json:"targets,omitempty"`
	Units          []DataUnit        `json:"units,omitempty"`
	Missing        []string          `json:"missing,omitempty"`
	List           []DataEntry       `json:"list,omitempty"` // in the order of their days
}

// DataSpan is one month (1 to 12) or quarter (1 to 4).
type DataSpan struct {
	Number      int      `json:"number"`
	InYuan      float64  `json:"inYuan"`
	OutYuan     float64  `json:"outYuan"`
	BalanceYuan *float64 `json:"balanceYuan,omitempty"` // at its end
}

// DataAccount is what one account came to.
type DataAccount struct {
	Name string  `json:"name"`
	Flow string  `json:"flow"` // in or out
	Yuan float64 `json:"yuan"`
}

// DataTarget is what is to be reached by the end of a year.
type DataTarget struct {
	Name     string   `json:"name"`
	Goal     float64  `json:"goal"`
	Unit     string   `json:"unit,omitempty"`
	Year     int      `json:"year,omitempty"`
	Current  *float64 `json:"current,omitempty"`
	Progress *int     `json:"progress,omitempty"` // percent of the way
	Reached  bool     `json:"reached"`
}

// DataUnit is one unit below, or what the unit itself has.
type DataUnit struct {
	Unit        string   `json:"unit"`
	Address     string   `json:"address"`
	InYuan      *float64 `json:"inYuan,omitempty"`
	OutYuan     *float64 `json:"outYuan,omitempty"`
	BalanceYuan *float64 `json:"balanceYuan,omitempty"`
}

// DataEntry is one entry, as corrected.
type DataEntry struct {
	Code      string   `json:"code,omitempty"`
	Date      string   `json:"date"`
	Flow      string   `json:"flow"` // in or out
	Account   string   `json:"account"`
	Yuan      float64  `json:"yuan"`
	Text      string   `json:"text,omitempty"`
	Contract  string   `json:"contract,omitempty"`
	Vouchers  int      `json:"vouchers"`
	Handler   string   `json:"handler,omitempty"`
	Audited   string   `json:"audited,omitempty"`
	Corrected string   `json:"corrected,omitempty"` // day of the last correction
	WasYuan   *float64 `json:"wasYuan,omitempty"`   // before all corrections
	Sample    bool     `json:"sample,omitempty"`
}

func dataSpan(n int, f Flow, left village.Amount, opened bool) DataSpan {
	s := DataSpan{Number: n, InYuan: f.In.Float(), OutYuan: f.Out.Float()}
	if opened {
		s.BalanceYuan = board.Known(left)
	}
	return s
}

func (r *row) data() DataEntry {
	e := DataEntry{Code: r.Code, Date: r.Date.ISO(), Flow: string(r.Flow), Account: r.Account, Yuan: r.net.Float(), Text: r.Text, Contract: r.Contract,
		Vouchers: len(r.Vouchers), Handler: r.Handler, Audited: r.Audited, Sample: r.Sample}
	if r.mended != nil {
		e.Corrected, e.WasYuan = r.mended.Date.ISO(), board.Known(r.Money)
	}
	return e
}

// table is data.csv: the entries, else the units below, else the bands.
func table(d *Data) [][]string {
	key, number := words.KeyName, board.Number
	switch {
	case len(d.List) > 0:
		rows := [][]string{{key("code"), key("date"), key("direction"), key("account"), words.T("income.yuan"), key("summary"), key("handler"), key("audited"), words.T("income.vouchers")}}
		for _, e := range d.List {
			rows = append(rows, []string{e.Code, e.Date, flow(e.Flow).name(), e.Account, number(e.Yuan), e.Text, e.Handler, e.Audited, strconv.Itoa(e.Vouchers)})
		}
		return rows
	case len(d.Units) > 0:
		rows := [][]string{{words.T("csv.unit"), words.T("income.inyuan"), words.T("income.outyuan"), words.T("income.balanceyuan")}}
		for _, u := range d.Units {
			rows = append(rows, []string{u.Unit, board.Optional(u.InYuan), board.Optional(u.OutYuan), board.Optional(u.BalanceYuan)})
		}
		return rows
	case len(d.Bands) > 0:
		rows := [][]string{{key("bands"), words.T("csv.count")}}
		for _, b := range d.Bands {
			rows = append(rows, []string{b.Name, number(b.Count)})
		}
		if d.Outside > 0 {
			rows = append(rows, []string{words.T("income.outsidename"), strconv.Itoa(d.Outside)})
		}
		if d.Unclassified > 0 {
			rows = append(rows, []string{words.T("income.restname"), number(d.Unclassified)})
		}
		return rows
	}
	return [][]string{{words.T("income.inyuan"), words.T("income.outyuan")}, {board.Optional(d.InYuan), board.Optional(d.OutYuan)}}
}
