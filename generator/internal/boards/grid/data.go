package grid

import (
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/words"
)

// Data is data.json: the grids of a unit.
type Data struct {
	board.Meta
	Grids   *float64          `json:"grids,omitempty"` // left out where none is counted
	Tiers   []board.DataCount `json:"tiers"`
	Wardens *float64          `json:"wardens,omitempty"` // left out where none is recorded
	Roles   []board.DataCount `json:"roles"`
	Bare    *int              `json:"withoutWarden,omitempty"` // of the grids on record one by one; left out where that is not known
	Units   []DataUnit        `json:"units,omitempty"`
	Missing []string          `json:"missing,omitempty"`
	List    []DataGrid        `json:"list,omitempty"`

	Wants    []DataWant        `json:"wants,omitempty"`
	NoBrand  int               `json:"withoutBrand,omitempty"` // grids, where most of their level have one
	Coverage []DataCover       `json:"coverage,omitempty"`
	Links    []DataLink        `json:"links,omitempty"`
	Alone    float64           `json:"householdsWithoutContact,omitempty"` // of the register of households
	Liaisons []board.DataCount `json:"liaisons,omitempty"`                 // cadres who look after units, by kind
	Force    []board.DataCount `json:"force,omitempty"`                    // who else helps in the grids, by kind
}

// DataWant counts the grids of a level that have all that is wanted of them.
type DataWant struct {
	Tier  string   `json:"tier"`
	What  []string `json:"what"`
	Grids int      `json:"grids"`
	Have  int      `json:"have"`
}

// DataCover says how many of something there are, and how many are reached.
type DataCover struct {
	Name         string            `json:"name"`
	Needed       float64           `json:"needed"`
	NeededParts  []board.DataCount `json:"neededParts,omitempty"`
	Reached      *float64          `json:"reached,omitempty"` // missing when nobody says
	ReachedParts []board.DataCount `json:"reachedParts,omitempty"`
	Share        *float64          `json:"share,omitempty"` // percent, one decimal
	Sample       bool              `json:"sample,omitempty"`
}

// DataLink counts the households that members of one kind look after.
type DataLink struct {
	Kind        string  `json:"kind"`
	Number      float64 `json:"number"`
	Households  float64 `json:"households,omitempty"`
	Mean        float64 `json:"householdsEach,omitempty"` // by one of them, one decimal
	Mediated    float64 `json:"mediated,omitempty"`       // disputes settled
	Settled     float64 `json:"mediatedEach,omitempty"`   // by one of them, one decimal
	Approximate bool    `json:"approximate,omitempty"`
	Sample      bool    `json:"sample,omitempty"`
}

// DataUnit is one unit below, or what the unit itself has.
type DataUnit struct {
	Unit    string   `json:"unit"`
	Address string   `json:"address"`
	Grids   *float64 `json:"grids,omitempty"`
	Wardens *float64 `json:"wardens,omitempty"`
}

// DataGrid is one grid.
type DataGrid struct {
	Code       string       `json:"code"`
	Name       string       `json:"name,omitempty"`
	Tier       string       `json:"tier,omitempty"`
	Parent     string       `json:"parent,omitempty"`
	Range      []string     `json:"range,omitempty"`
	Households float64      `json:"households,omitempty"`
	Party      string       `json:"party,omitempty"`
	Wardens    []DataWarden `json:"wardens,omitempty"`
	Sample     bool         `json:"sample,omitempty"`
}

// DataWarden is one person to call.
type DataWarden struct {
	Name  string `json:"name"`
	Role  string `json:"role,omitempty"`
	Phone string `json:"phone,omitempty"`
}

func table(d *Data) [][]string {
	if len(d.List) == 0 && len(d.Units) > 0 {
		rows := [][]string{{words.T("csv.unit"), words.T("grid.title"), words.KeyName("wardens")}}
		for _, u := range d.Units {
			rows = append(rows, []string{u.Unit, board.Optional(u.Grids), board.Optional(u.Wardens)})
		}
		return rows
	}
	if len(d.List) == 0 && len(d.Coverage) > 0 {
		rows := [][]string{{words.KeyName("title"), words.T("grid.needed"), words.T("grid.reached")}}
		for _, c := range d.Coverage {
			row := []string{c.Name, board.Number(c.Needed), ""}
			if c.Reached != nil {
				row[2] = board.Number(*c.Reached)
			}
			rows = append(rows, row)
		}
		return rows
	}
	rows := [][]string{{words.KeyName("code"), words.KeyName("title"), words.KeyName("level"), words.KeyName("parent"),
		words.KeyName("range"), words.KeyName("doors"), words.KeyName("wardens"), words.KeyName("role"), words.KeyName("publicphone")}}
	for _, g := range d.List {
		row := []string{g.Code, g.Name, tier(g.Tier), g.Parent, strings.Join(g.Range, words.T("list.sep")), "", "", "", ""}
		if g.Households > 0 {
			row[5] = board.Number(g.Households)
		}
		if len(g.Wardens) == 0 {
			rows = append(rows, row)
		}
		for _, w := range g.Wardens {
			r := append([]string(nil), row...)
			r[6], r[7], r[8] = w.Name, w.Role, w.Phone
			rows = append(rows, r)
		}
	}
	return rows
}
