package star

import (
	"slices"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/step"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// change is a star added or taken away, or all of them (摘牌). The reason is for nobody
// but the village's own file.
type change struct {
	record.At
	Date   village.Date `key:"date"`
	Before string       `key:"before"`
	After  string       `key:"after"`
	Reason string       `key:"reason"`
}

// moves counts what the changes of one year came to. Only what was gained is shown.
type moves struct {
	Up, Down, Out int // households with more stars, with fewer, with none left
	Stars         int // stars gained less those lost
}

func (m *moves) add(o moves) {
	m.Up += o.Up
	m.Down += o.Down
	m.Out += o.Out
	m.Stars += o.Stars
}

// readChanges checks that the changes follow one another and lead to the stars on
// record, and works out the stars of today: a change to come has not happened.
func (y *year) readChanges(h *home, in *board.Input) {
	rep := in.Report
	h.was, h.listed = -1, h.stars
	prev, ahead := -1, false
	for i := range h.Changes {
		c := &h.Changes[i]
		before, after := y.levelIn(c, "before", c.Before, rep), y.levelIn(c, "after", c.After, rep)
		switch {
		case before < 0 || after < 0: // reported
			return
		case before == after:
			rep.Error(c.Of("after"), "star/change-same", "level", c.After)
		case prev >= 0 && before != prev:
			rep.Error(c.Of("before"), "star/change-chain", "before", c.Before, "after", h.Changes[i-1].After)
		case i > 0 && c.Date != 0 && c.Date < h.Changes[i-1].Date:
			rep.Error(c.Of("date"), "star/change-order", "date", c.Date.String(), "before", h.Changes[i-1].Date.String())
		case h.pending() && h.From != 0 && c.Date >= h.From:
			rep.Error(c.Pos, "star/change-on-notice", "date", c.Date.String())
		}
		prev = after
		if c.Date > in.Today {
			if !ahead {
				h.stars, h.Held, ahead = before, nil, true
			}
			in.Changes(c.Date)
		} else if h.was < 0 {
			h.was = before
		}
	}
	if prev >= 0 && prev != h.listed {
		last := h.Changes[len(h.Changes)-1]
		rep.Error(last.Of("after"), "star/change", "after", last.After, "level", LevelName(h.listed))
	}
}

// levelIn reads one end of a change: a level, names of stars, or 摘牌 for none.
func (y *year) levelIn(c *change, key, text string, rep *problem.Report) int {
	if n := levelOf(text); n >= 0 {
		return n
	}
	if _, none := words.Value("nostar", strings.TrimSpace(text)); none {
		return 0
	}
	if stars := record.Split(text); len(stars) > 0 && !slices.ContainsFunc(stars, func(s string) bool { return !slices.Contains(y.Kinds, s) }) {
		return len(stars)
	}
	rep.Error(c.Of(key), "star/change-level", "key", words.KeyName(key), "value", text)
	return -1
}

// pending reports whether the household was put up, or will be, and is not decided.
func (h *home) pending() bool {
	switch h.state.Phase {
	case step.Ahead, step.Running, step.Over, step.Objected:
		return true
	}
	return false
}

// moved returns what the changes of the year have come to.
func (h *home) moved() moves {
	switch {
	case h.was < 0 || h.was == h.stars:
		return moves{}
	case h.stars > h.was:
		return moves{Up: 1, Stars: h.stars - h.was}
	case h.stars == 0:
		return moves{Out: 1, Stars: -h.was}
	}
	return moves{Down: 1, Stars: h.stars - h.was}
}

// sayMoves tells staff what the changes of the year come to: what is lost stands on no
// page.
func (y *year) sayMoves(in *board.Input) {
	m := y.all.Moves
	if m == (moves{}) {
		return
	}
	at := y.Pos
	if at.File == "" {
		at = in.Unit.Pos
	}
	in.Report.Note(at, "star/moves", "year", problem.Int(y.year), "up", problem.Int(m.Up), "down", problem.Int(m.Down),
		"out", problem.Int(m.Out), "net", signed(m.Stars))
}

// signed writes a difference: +12, −3, 0.
func signed(n int) string {
	switch {
	case n > 0:
		return "+" + problem.Int(n)
	case n < 0:
		return "−" + problem.Int(-n)
	}
	return "0"
}

// gains lists who has more stars than before: by the changes of the year, else against
// the year before, matched by number or by name and group.
func (y *year) gains(before *year, shown func(*home) bool) []Change {
	if y.roll == nil {
		return nil
	}
	was := map[string]int{}
	if before != nil && before.roll != nil {
		for i := range before.Homes {
			if h := &before.Homes[i]; h.known && shown(h) {
				was[before.roll.Dir.Key(h.who)] = h.stars
			}
		}
	}
	var out []Change
	for i := range y.Homes {
		h := &y.Homes[i]
		old, ok := was[y.roll.Dir.Key(h.who)]
		if h.was >= 0 {
			old, ok = max(old, h.was), true
		}
		// a star lost is between the household and the village
		if !ok || old >= h.stars || !shown(h) {
			continue
		}
		row := y.row(h)
		out = append(out, Change{row.Name, row.Suffix, levelOrNone(old), row.Level, row.Anchor, row.Until})
	}
	return out
}

func levelOrNone(n int) string {
	if n == 0 {
		return words.T("star.none")
	}
	return LevelName(n)
}
