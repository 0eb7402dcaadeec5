package site

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gongshi/generator/internal/plan"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/render"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// A use is on which places a unit's board shows something, and the first day on which
// some of it comes down by itself, 0 for never.
type use struct {
	targets [privacy.Internal + 1]bool
	expires village.Date
}

// uses notes what a unit was laid out with for a target.
func (u *unit) uses(p *plan.Unit) {
	if p.Target == privacy.Public || u.shown == nil {
		u.shown = map[string]use{}
	}
	note := func(word string, expires village.Date) {
		x := u.shown[word]
		x.targets[p.Target] = true
		x.expires = sooner(x.expires, expires)
		u.shown[word] = x
	}
	for _, b := range p.Boards {
		i := slices.IndexFunc(u.result.boards, func(c computedBoard) bool { return c.kind.Word == b.Word })
		note(b.Word, u.result.boards[i].expires)
	}
	for i := range p.Notices {
		expires := p.Notices[i].Expiry
		if expires != 0 {
			expires++
		}
		note(noticesWord, expires)
	}
}

// showing is what the pages on personal information say of a unit.
type showing struct {
	shown    map[string]use
	withheld int
}

// shownOtherwise reports whether they say something else of it since it was evaluated.
func (u *unit) shownOtherwise() bool {
	return u.gone || u.anew && (u.withheld != u.was.withheld || !maps.Equal(u.shown, u.was.shown))
}

// noticesWord stands for free-text notices among the boards.
const noticesWord = "notices"

// people gathers what is published of people over all units.
func (s *Site) people(w *world) plan.PeopleView {
	all, units := map[string]use{}, map[string]int{}
	v := plan.PeopleView{Day: w.today.String()}
	for _, u := range w.units {
		if u.v == nil || u.gone {
			continue
		}
		v.Units++
		v.Withheld += u.withheld
		for word, x := range u.shown {
			sum := all[word]
			for t, here := range x.targets {
				sum.targets[t] = sum.targets[t] || here
			}
			sum.expires = sooner(sum.expires, x.expires)
			all[word] = sum
			units[word]++
		}
	}
	for _, word := range append(s.boardWords(), noticesWord) {
		if x, used := all[word]; used {
			v.Uses = append(v.Uses, plan.Use{Board: s.boardTitle(word), Fields: words.T("privacy.fields." + word), Where: x.where(),
				Ground: w.settings.ground(s, word), Until: x.until(), Units: units[word]})
		}
	}
	return v
}

func (s *Site) boardTitle(word string) string {
	if k := s.kind(word); k != nil {
		return k.Title()
	}
	return words.T("privacy.notices")
}

// where names the places.
func (x use) where() string {
	places := [...]string{privacy.Public: words.T("privacy.where.web"), privacy.Local: words.T("privacy.where.hall"),
		privacy.Internal: words.T("privacy.where.party")}
	var list []string
	for t, here := range x.targets {
		if here {
			list = append(list, places[t])
		}
	}
	return strings.Join(list, words.T("list.comma"))
}

func (x use) until() string {
	if x.expires == 0 {
		return words.T("privacy.always")
	}
	return words.T("privacy.until", "day", x.expires.String())
}

// ground is what site.yaml says under 公开依据 about a board, else the law that asks for it
// (domain rules: 村民委员会组织法 §30), else "".
func (c *settings) ground(s *Site, word string) string {
	for _, g := range c.Grounds {
		if g.Key == s.boardTitle(word) || s.kind(g.Key) != nil && s.kind(g.Key).Word == word {
			return strings.TrimSpace(g.Value)
		}
	}
	if slices.Contains(strings.Fields(words.T("privacy.bylaw")), word) {
		return words.T("privacy.law")
	}
	return ""
}

// checkGrounds reports names under 公开依据 that are no board.
func (s *Site) checkGrounds(w *world) {
	for _, g := range w.settings.Grounds {
		if s.kind(g.Key) == nil && g.Key != s.boardTitle(noticesWord) {
			w.report.Add(problem.Problem{Pos: g.Pos, Code: "site/ground", Args: problem.Args("name", g.Key, "known", s.kindNames())})
		}
	}
}

// peoplePages returns both pages on personal information, none when nothing changed, and
// what they are made of; written is the page of content/privacy.md, nil for none.
func (s *Site) peoplePages(w *world, site *plan.Site, written *plan.Text) (pages []render.Page, key string) {
	for _, u := range w.units {
		if u.held && u.shown == nil { // nobody knows what its pages show
			w.keep = append(w.keep, plan.PrivacyDir, plan.AssessmentDir)
			s.peopleKey, s.peopleFiles = "", nil
			return nil, ""
		}
	}
	if w.edit() && s.peopleKey != "" && !slices.ContainsFunc(w.units, (*unit).shownOtherwise) {
		return nil, s.peopleKey
	}
	v := s.people(w)
	h := sha256.New()
	digest(h, s.theme, w.key, s.Program, fmt.Sprintf("%+v", v))
	if written != nil {
		digest(h, written.Title, written.Body)
	}
	if key = hex.EncodeToString(h.Sum(nil)); key == s.peopleKey {
		return nil, key
	}
	return []render.Page{render.Page(site.Privacy(v, written)), render.Page(site.Assessment(v))}, key
}
