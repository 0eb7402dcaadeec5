package star

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// kindsOf returns the kinds of stars that the files of a year declare: columns may be
// named after them.
func kindsOf(docs []*record.Doc) []string {
	var head struct {
		record.At
		Kinds []string `key:"kinds"`
	}
	var quiet problem.Report // what is wrong will be said when the whole is read
	for _, d := range docs {
		d.Decode(&head, &quiet)
	}
	return head.Kinds
}

// readStars works out which stars a row holds, or how many: from 得星, from columns
// named after the kinds, or from both when they agree.
func (y *year) readStars(h *home, rep *problem.Report) {
	h.Claims = y.names(h, "claims", h.Claims, rep)
	ticked, ticks := y.ticked(h, rep)
	defer y.checkRank(h, rep)
	h.known = ticks || h.Has("held")
	if !h.Has("held") {
		h.Held, h.stars = ticked, len(ticked)
		return
	}
	typed := strings.Join(h.Held, words.T("list.sep"))
	ok := y.readHeld(h, rep)
	if !ok || !ticks {
		return
	}
	if len(ticked) != h.stars || slices.ContainsFunc(h.Held, func(s string) bool { return !slices.Contains(ticked, s) }) {
		rep.Error(h.Of("held"), "star/ticks", "held", typed, "n", problem.Int(len(ticked)), "ticked", strings.Join(ticked, words.T("list.sep")))
	}
	h.Held = ticked
}

// ticked returns the stars whose columns say yes, and whether any column is filled in.
func (y *year) ticked(h *home, rep *problem.Report) (stars []string, any bool) {
	for _, kind := range y.Kinds {
		for _, col := range h.Columns {
			if col.Key != kind {
				continue
			}
			any = true
			if record.OneOf("bool", record.NewValue(col, rep)) == "true" {
				stars = append(stars, kind)
			}
		}
	}
	return stars, any
}

// readHeld reads 得星: a number of stars, or their names. It reports whether it could.
func (y *year) readHeld(h *home, rep *problem.Report) bool {
	if len(h.Held) == 1 && !slices.Contains(y.Kinds, h.Held[0]) {
		if n := levelOf(h.Held[0]); n >= 0 {
			h.Held, h.stars = nil, n
			return h.few(rep)
		}
	}
	if len(y.Kinds) == 0 {
		for _, s := range h.Held {
			if len(h.Held) == 1 || !starName(s) {
				rep.Error(h.Of("held"), "star/unclear", "value", s)
				return false
			}
		}
	}
	h.Held = y.names(h, "held", h.Held, rep)
	h.stars = len(h.Held)
	return h.few(rep)
}

// checkRank refuses a level that the file does not have: more stars than kinds, or none
// of its 星级.
func (y *year) checkRank(h *home, rep *problem.Report) {
	switch at := h.Of("held"); {
	case h.stars == 0:
	case len(y.Kinds) > 0 && h.stars > len(y.Kinds):
		rep.Error(at, "star/more-than-kinds", "level", LevelName(h.stars), "n", problem.Int(len(y.Kinds)))
	case !y.ranked(h.stars):
		rep.Error(at, "star/no-such-rank", "level", LevelName(h.stars))
	}
}

// few refuses more stars than anybody can hold.
func (h *home) few(rep *problem.Report) bool {
	if h.stars <= maxLevel {
		return true
	}
	rep.Error(h.Of("held"), "star/too-many", "max", problem.Int(maxLevel))
	h.stars = 0
	return false
}

// starName reports whether s can be the name of a star in a list: 孝老爱亲, and not 无,
// 三星 or 勤劳敬业 孝老爱亲.
func starName(s string) bool {
	_, answer := words.Value("bool", s)
	return !answer && levelOf(s) < 0 && !strings.ContainsFunc(record.Fold(s), unicode.IsSpace) && strings.ContainsFunc(s, unicode.IsLetter)
}

// names returns a list of stars as the kinds have them; names parted by blanks are
// told apart by the kinds.
func (y *year) names(h *home, key string, list []string, rep *problem.Report) []string {
	var stars []string
	for _, s := range list {
		parts := strings.Fields(record.Fold(s))
		if len(parts) < 2 || slices.ContainsFunc(parts, func(p string) bool { return !slices.Contains(y.Kinds, p) }) {
			stars = append(stars, s)
			continue
		}
		rep.Warn(h.Of(key), "record/read-as", "value", s, "as", strings.Join(parts, words.T("list.sep")))
		stars = append(stars, parts...)
	}
	for i, s := range stars {
		if len(y.Kinds) > 0 && !slices.Contains(y.Kinds, s) {
			rep.Error(h.Of(key), "star/unknown-kind", "star", s, "kinds", strings.Join(y.Kinds, words.T("list.sep")))
		}
		if slices.Contains(stars[:i], s) {
			rep.Error(h.Of(key), "star/star-twice", "star", s)
		}
	}
	return stars
}

// levelOf reads 五星, 五星级户, 5颗, 两星, 5.0, ★★★☆☆ as a number of stars; −1 when s is
// no level.
func levelOf(s string) int {
	s = strings.Join(strings.Fields(record.Fold(s)), "")
	if full := strings.Count(s, "★"); full > 0 && strings.Trim(s, "★☆") == "" {
		return full
	}
	for i := range s {
		if _, unit := words.Value("starunit", s[i:]); unit {
			return numberOf(s[:i])
		}
	}
	return numberOf(s)
}

// numberOf reads 5, 5.0, 五, 两, 伍; −1 when s is no whole number.
func numberOf(s string) int {
	whole, rest, _ := strings.Cut(s, ".")
	if n, err := strconv.Atoi(whole); err == nil && n >= 0 && strings.Trim(rest, "0") == "" {
		return n
	}
	han := strings.Map(func(r rune) rune {
		if code, ok := words.Value("numeral", string(r)); ok {
			n, _ := strconv.Atoi(code)
			return []rune(village.HanNumeral(n))[0]
		}
		return r
	}, s)
	if n, ok := village.HanNumber(han); ok {
		return n
	}
	return -1
}
