package grid

import (
	"slices"
	"strings"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// want is what each grid of a level must have (应有): people of some roles (三长), or a
// brand, a Party organisation, a group chat, a liaison officer.
type want struct {
	tier  string
	what  []string
	all   int
	short []lack
}

// lack is a grid that wants something.
type lack struct {
	n    *node
	what []string
}

// checkWanted holds the grids against 应有, and warns once a level.
func (b *Board) checkWanted(rep *problem.Report) {
	for _, w := range b.file.Wanted {
		b.wanted(w, rep)
	}
	b.findBrandless(rep)
}

func (b *Board) wanted(p record.Pair[[]string], rep *problem.Report) {
	w := want{tier: tier(p.Key), what: p.Value}
	for _, n := range b.nodes {
		if tier(n.grid.Tier) != w.tier {
			continue
		}
		w.all++
		if missing := lacks(n.grid, w.what); len(missing) > 0 {
			w.short = append(w.short, lack{n, missing})
		}
	}
	switch {
	case b.own.Tiers.Get(w.tier).IsZero():
		rep.Error(p.Pos, "grid/no-such-tier", "tier", p.Key, "tiers", strings.Join(b.own.Tiers.Names, words.T("list.sep")))
		return
	case w.all == 0: // only counted: nobody knows
		return
	}
	b.wants = append(b.wants, w)
	var some []string
	var first *node
	staffed := 0
	for _, l := range w.short {
		if len(l.n.grid.Wardens) == 0 && len(l.what) == len(w.what) {
			continue // grid/no-warden says so
		}
		if staffed++; first == nil {
			first = l.n
		}
		if len(some) < 3 {
			some = append(some, words.T("grid.lacks", "grid", l.n.grid.Title(), "what", strings.Join(l.what, words.T("list.sep"))))
		}
	}
	if first != nil {
		rep.Warn(first.grid.Pos, "grid/lacks", "tier", tierName(w.tier), "n", problem.Int(staffed), "some", strings.Join(some, words.T("list.comma")))
	}
}

// lacks returns which of the wanted a grid does not have.
func lacks(g *village.Grid, wanted []string) (missing []string) {
	for _, what := range wanted {
		field := map[string]string{"brand": g.Brand, "party": g.Party, "wechat": g.WeChat, "liaison": g.Liaison}
		has := slices.ContainsFunc(g.Wardens, func(w village.Warden) bool { return w.Role == what })
		if code, _ := words.Key(what); field[code] != "" {
			has = true
		}
		if !has {
			missing = append(missing, what)
		}
	}
	return missing
}

// findBrandless finds the grids without a brand where most of their level have one: one
// grid, one brand.
func (b *Board) findBrandless(rep *problem.Report) {
	for _, name := range b.own.Tiers.Names {
		var without []*node
		with := 0
		for _, n := range b.nodes {
			switch {
			case tier(n.grid.Tier) != name:
			case n.grid.Brand == "":
				without = append(without, n)
			default:
				with++
			}
		}
		if with <= len(without) || len(without) == 0 || b.wantsBrand(name) {
			continue
		}
		b.brandless = append(b.brandless, without...)
		rep.Note(without[0].grid.Pos, "grid/no-brand", "tier", tierName(name), "n", problem.Int(len(without)), "some", titles(without))
	}
}

// wantsBrand reports whether 应有 asks the grids of a level for a brand.
func (b *Board) wantsBrand(tier string) bool {
	return slices.ContainsFunc(b.wants, func(w want) bool {
		return w.tier == tier && slices.ContainsFunc(w.what, func(s string) bool { code, _ := words.Key(s); return code == "brand" })
	})
}

// titles names the first three of some grids.
func titles(list []*node) string {
	var s []string
	for _, n := range list[:min(3, len(list))] {
		s = append(s, n.grid.Title())
	}
	return strings.Join(s, words.T("list.sep"))
}
