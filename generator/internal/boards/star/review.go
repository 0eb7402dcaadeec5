package star

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// review is the meeting that assessed a household, or all of them. Which body it was is
// text.
type review struct {
	record.At
	Meeting string               `key:"meeting"`
	Date    village.Date         `key:"date"`
	Votes   record.Pairs[string] `key:"votes"` // 12/13, 同意12票 反对1票, or votes by name
}

// readReview checks the row's own review and fills it up with that of the file.
func (y *year) readReview(h *home, rep *problem.Report) {
	if h.Review != nil {
		h.Review.checkVotes(h.stars, rep)
		h.review = h.Review.text()
	}
	switch all := y.Review; {
	case all == nil:
	case h.Review == nil:
		h.Review = all
	default:
		if h.Review.Meeting == "" {
			h.Review.Meeting = all.Meeting
		}
		if h.Review.Date == 0 {
			h.Review.Date = all.Date
		}
	}
}

// text is 村民议事会，2024年5月4日，同意12票、反对1票.
func (r *review) text() string {
	if r == nil {
		return ""
	}
	parts := []string{r.Meeting, r.Date.String(), r.votesText()}
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return strings.Join(parts, words.T("list.comma"))
}

// votesText shows the votes as they were typed.
func (r *review) votesText() string {
	var s []string
	for _, v := range r.Votes {
		n := v.Value
		if strings.Trim(record.Fold(n), "0123456789") == "" {
			unit := "star.votes"
			if code := ballot(v.Key); code == "cast" || code == "due" {
				unit = "star.voters"
			}
			n = words.T(unit, "n", n)
		}
		s = append(s, v.Key+n)
	}
	return strings.Join(s, words.T("list.sep"))
}

// ballots are the votes as far as they could be read; −1 for what is not said.
type ballots struct{ yes, no, abstain, cast, due int }

var (
	ratio = regexp.MustCompile(`^(\d+)\s*/\s*(\d+)$`)
	named = regexp.MustCompile(`(\p{Han}+)[:：]?\s*(\d+)`)
)

// read understands votes by name and those for of all cast; other texts say nothing.
func (r *review) read() ballots {
	b := ballots{-1, -1, -1, -1, -1}
	var text string
	for _, v := range r.Votes {
		text += v.Key + record.Fold(v.Value) + " "
	}
	text = strings.TrimSpace(text)
	if m := ratio.FindStringSubmatch(text); m != nil {
		b.yes, _ = strconv.Atoi(m[1])
		b.cast, _ = strconv.Atoi(m[2])
		return b
	}
	slots := map[string]*int{"yes": &b.yes, "no": &b.no, "abstain": &b.abstain, "cast": &b.cast, "due": &b.due}
	for _, m := range named.FindAllStringSubmatch(text, -1) {
		if at := slots[ballot(m[1])]; at != nil {
			*at, _ = strconv.Atoi(m[2])
		}
	}
	return b
}

// ballot returns which vote a text ends with: 票反对, of 同意12票反对1票, is 反对.
func ballot(text string) string {
	for i := range text {
		if code, ok := words.Value("vote", text[i:]); ok {
			return code
		}
	}
	return ""
}

// checkVotes asks about votes that cannot be: more than people, fewer than counted, or a
// household with stars that most voted against.
func (r *review) checkVotes(stars int, rep *problem.Report) {
	if r == nil || len(r.Votes) == 0 {
		return
	}
	b, at := r.read(), r.Of("votes")
	sum := max(b.yes, 0) + max(b.no, 0) + max(b.abstain, 0)
	all := b.yes >= 0 && b.no >= 0 && b.abstain >= 0
	switch {
	case b.cast >= 0 && (sum > b.cast || all && sum < b.cast):
		rep.Warn(at, "star/votes-sum", "votes", r.votesText(), "sum", problem.Int(sum), "cast", problem.Int(b.cast))
	case b.due >= 0 && max(b.cast, sum) > b.due:
		rep.Warn(at, "star/votes-sum", "votes", r.votesText(), "sum", problem.Int(max(b.cast, sum)), "cast", problem.Int(b.due))
	case stars > 0 && b.yes >= 0 && (b.yes <= b.no || 2*b.yes <= b.cast):
		rep.Warn(at, "star/votes-lost", "votes", r.votesText())
	}
}
