package team

import (
	"slices"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// gridList returns the unit's grids; none where only their number is known.
func (b *Board) gridList() []village.Grid {
	if b.unit.Grids == nil {
		return nil
	}
	return b.unit.Grids.Grids
}

// findGrids resolves the grids of a team. Where the unit lists none, what was typed
// stands.
func (b *Board) findGrids(t *team, in *board.Input) {
	list := b.gridList()
	if len(list) == 0 {
		return
	}
	for i, ref := range t.Grids {
		if at, ok := b.unit.Grids.Find(ref, t.Of("grids"), in.Report); ok {
			t.grids = append(t.grids, at)
			t.Grids[i] = list[at].Title()
		}
	}
}

// cover finds the grids without a team (一网格一品牌): those at the ends of the tree of
// which neither they nor a grid above them has one. It asks only where the unit says
// 全覆盖 or its teams name grids.
func (b *Board) cover(in *board.Input) {
	list := b.gridList()
	has := make([]bool, len(list))
	for i := range b.Teams {
		for _, g := range b.Teams[i].grids {
			has[g] = true
		}
	}
	switch {
	case len(list) == 0 && b.Covered:
		in.Report.Warn(b.Of("covered"), "team/cover-unknown")
		return
	case !b.Covered && !slices.Contains(has, true):
		return
	}
	parent := parents(list)
	for i := range list {
		if !slices.Contains(parent, i) && !above(i, parent, has) {
			b.bare = append(b.bare, list[i].Title())
		}
	}
	b.covered = b.Covered && len(b.bare) == 0
	if b.Covered && len(b.bare) > 0 {
		some := b.bare[:min(3, len(b.bare))]
		in.Report.Warn(b.Of("covered"), "team/not-covered", "n", problem.Int(len(b.bare)), "some", strings.Join(some, words.T("list.sep")))
	}
}

// parents returns the index of the grid above each grid, -1 for none.
func parents(list []village.Grid) []int {
	up := make([]int, len(list))
	for i := range list {
		up[i] = slices.IndexFunc(list, func(g village.Grid) bool {
			return list[i].Parent != "" && (g.Code == list[i].Parent || g.Name == list[i].Parent)
		})
	}
	return up
}

// above reports whether grid i or one above it has a team. A circle of grids, which the
// board of grids reports, ends the search.
func above(i int, parent []int, has []bool) bool {
	for range parent {
		if i < 0 {
			return false
		}
		if has[i] {
			return true
		}
		i = parent[i]
	}
	return false
}
