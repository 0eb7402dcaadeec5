package serve

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
)

// Problem is one thing to mend, as finished display strings.
type Problem struct {
	File    string // as staff know it: "data/dongzhuang/members.yaml"
	Place   string // where in it, "" when it is about the whole file
	Line    string // the line as it stands in the file, "" when there is none to show
	Caret   int    // 1-based character of Line where it is wrong; 0: no mark
	Length  int    // characters that are wrong from there; less than 1 counts as 1
	Cause   string // what is wrong, one sentence
	Fix     string // what to do, one sentence; "" when there is nothing to suggest
	Becomes string // the line as it should be written, "" when nobody can know
	Warning bool   // holds up nothing
}

// maxShown is how many errors, and how many warnings, go to a browser. Nobody
// mends a hundred at once, and the first ones often cause the others.
const maxShown = 100

// maxSide is how many characters of a line are shown on each side of its mark.
const maxSide = 120

// problems is the packed form that goes to the browser.
type problems struct {
	ID       string  `json:"id"` // changes when the problems do; "" when there are none
	Errors   int     `json:"errors"`
	Warnings int     `json:"warnings"`
	List     []shown `json:"list"` // errors first, each kind in the order given
}

type shown struct {
	File    string    `json:"file"`
	Place   string    `json:"place"`
	Cause   string    `json:"cause"`
	Fix     string    `json:"fix"`
	Becomes string    `json:"becomes"`
	Warning bool      `json:"warning"`
	Line    [3]string `json:"line"`  // before the mark, marked, after it
	Caret   bool      `json:"caret"` // there is a mark
}

func pack(list []Problem) problems {
	ps := problems{List: []shown{}}
	if len(list) == 0 {
		return ps
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Problem) int { return rank(a) - rank(b) })
	for _, p := range list {
		count := &ps.Errors
		if p.Warning {
			count = &ps.Warnings
		}
		if *count++; *count <= maxShown {
			line, caret := p.cut()
			ps.List = append(ps.List, shown{
				File: p.File, Place: p.Place, Cause: p.Cause, Fix: p.Fix, Becomes: short([]rune(p.Becomes), 4*maxSide),
				Warning: p.Warning, Line: line, Caret: caret,
			})
		}
	}
	raw, err := json.Marshal(list)
	if err != nil {
		panic(err) // strings, numbers and a bool
	}
	sum := sha256.Sum256(raw)
	ps.ID = hex.EncodeToString(sum[:8])
	return ps
}

func rank(p Problem) int {
	if p.Warning {
		return 1
	}
	return 0
}

// cut divides the line at its mark, by characters: the script then places the
// mark below the same text in the same font, which no counting of columns can do
// for Chinese and Latin letters side by side.
func (p Problem) cut() (line [3]string, caret bool) {
	text := []rune(p.Line)
	if p.Caret < 1 || len(text) == 0 {
		return [3]string{short(text, 2*maxSide), "", ""}, false
	}
	from := min(p.Caret-1, len(text))
	to := min(from+max(1, p.Length), len(text))
	before := text[:from]
	if n := len(before); n > maxSide {
		before = append([]rune("…"), before[n-maxSide:]...)
	}
	return [3]string{string(before), short(text[from:to], maxSide), short(text[to:], maxSide)}, true
}

// short cuts a text at its end.
func short(text []rune, n int) string {
	if len(text) <= n {
		return string(text)
	}
	return string(text[:n]) + "…"
}
