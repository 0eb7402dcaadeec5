// Package problem is how every floor says that a data file is wrong: a code, a
// place and arguments, never a sentence. Package words turns a code into Chinese.
package problem

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A Severity says what a problem stops.
type Severity int8

// The severities, gravest first.
const (
	Error   Severity = iota // the unit keeps its last good input; exit status 1
	Warning                 // published, but somebody should look
	Note                    // nothing to do; says what was understood
)

// A Pos is a place in a file that staff wrote.
type Pos struct {
	File string // slash-separated, relative to the site's folder
	Line int    // 1-based line, or row of a table; 0 means the whole file
	Col  int    // 1-based, in characters, or column of a table; 0 means the whole line
	Cell bool   // Line and Col are a row and a column of a table
}

// String gives file:line:col for text and file:B5 for tables.
func (p Pos) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Cell && p.Col == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	case p.Cell:
		return fmt.Sprintf("%s:%s%d", p.File, ColumnName(p.Col), p.Line)
	case p.Col == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// ColumnName returns the letters over column n of a table: 1 is A, 27 is AA.
func ColumnName(n int) string {
	var s []byte
	for ; n > 0; n = (n - 1) / 26 {
		s = append(s, byte('A'+(n-1)%26))
	}
	slices.Reverse(s)
	return string(s)
}

// A Problem is one mistake found in one place.
type Problem struct {
	Pos
	Severity Severity
	Code     string // "<package>/<what>", e.g. "record/unknown-key"; stable
	Args     map[string]string
	Width    int    // characters the caret underlines; 0 means one
	Fix      string // the line as it should be written; "" when nobody can know
	Typed    string // the line as typed, long numbers hidden and long lines cut; set where the file is at hand
	Caret    int    // 1-based character of Typed where it is wrong; 0: no mark
}

// A Report collects problems. The zero Report is ready to use by one goroutine.
type Report struct{ list []Problem }

// Add records p.
func (r *Report) Add(p Problem) { r.list = append(r.list, p) }

// Error records a mistake that keeps the unit's new input from being published;
// kv are alternating argument names and values.
func (r *Report) Error(p Pos, code string, kv ...string) { r.add(Error, p, code, kv) }

// Warn records something that is published but should be looked at.
func (r *Report) Warn(p Pos, code string, kv ...string) { r.add(Warning, p, code, kv) }

// Note records how something unusual was understood.
func (r *Report) Note(p Pos, code string, kv ...string) { r.add(Note, p, code, kv) }

func (r *Report) add(s Severity, p Pos, code string, kv []string) {
	r.Add(Problem{Pos: p, Severity: s, Code: code, Args: Args(kv...)})
}

// Args makes the argument map of a problem from alternating names and values.
func Args(kv ...string) map[string]string {
	if len(kv) == 0 {
		return nil
	}
	m := make(map[string]string, len(kv)/2)
	for i := 0; i+1 < len(kv); i += 2 {
		m[kv[i]] = strings.Clone(kv[i+1]) // it outlives the file that it is a part of
	}
	return m
}

// Failed reports whether an Error was recorded.
func (r *Report) Failed() bool {
	return slices.ContainsFunc(r.list, func(p Problem) bool { return p.Severity == Error })
}

// Len returns how many problems were recorded.
func (r *Report) Len() int { return len(r.list) }

// Each calls f with every problem, which it may complete.
func (r *Report) Each(f func(*Problem)) {
	for i := range r.list {
		f(&r.list[i])
	}
}

// Merge adds everything that o holds.
func (r *Report) Merge(o *Report) { r.list = append(r.list, o.list...) }

// Problems returns what was found in file, line, column order, each once.
func (r *Report) Problems() []Problem {
	s := slices.Clone(r.list)
	slices.SortStableFunc(s, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col),
			cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.Code, b.Code))
	})
	return slices.CompactFunc(s, same)
}

func same(a, b Problem) bool {
	if a.Pos != b.Pos || a.Code != b.Code || len(a.Args) != len(b.Args) {
		return false
	}
	for k, v := range a.Args {
		if b.Args[k] != v {
			return false
		}
	}
	return true
}

// Int formats a number as a problem's argument.
func Int(n int) string { return strconv.Itoa(n) }
