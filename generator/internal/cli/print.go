package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
	"golang.org/x/text/width"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/publish"
	"gongshi/generator/internal/site"
	"gongshi/generator/internal/words"
)

func itoa(n int) string { return strconv.Itoa(n) }

func joinPath(parts ...string) string { return filepath.Join(parts...) }

func joinWords(s []string) string { return strings.Join(s, " ") }

// few is how many problems of one kind in one file are printed in full.
const few = 3

// printProblems prints problems as people read them; many of one kind in one file
// become one with the list of the other lines.
func (a *app) printProblems(list []problem.Problem) {
	type kind struct{ file, code string }
	count := map[kind]int{}
	rest := map[kind][]string{}
	for _, p := range list {
		k := kind{p.File, p.Code}
		if count[k]++; count[k] > few {
			rest[k] = append(rest[k], place(p.Pos))
		}
	}
	printed := map[kind]int{}
	for _, p := range list {
		k := kind{p.File, p.Code}
		if printed[k]++; printed[k] > few {
			continue
		}
		a.printProblem(p)
		if printed[k] == few && len(rest[k]) > 0 {
			some := strings.Join(rest[k][:min(12, len(rest[k]))], words.T("list.sep"))
			fmt.Fprintf(a.stderr, "  %s\n\n", words.T("cli.more", "n", itoa(len(rest[k])), "places", some))
		}
	}
}

// place is 第3行, or B5 in a table.
func place(p problem.Pos) string {
	if p.Cell && p.Col > 0 {
		return problem.ColumnName(p.Col) + itoa(p.Line)
	}
	return words.T("cli.line", "n", itoa(p.Line))
}

// printProblem prints place, cause, the line with a caret, and what to do.
func (a *app) printProblem(p problem.Problem) {
	s := words.Say(p)
	severity := words.T("severity." + itoa(int(p.Severity)))
	fmt.Fprintf(a.stderr, "%s: %s: %s [%s]\n", p.Pos, severity, s.Cause, p.Code)
	if p.Typed != "" {
		number := fmt.Sprintf("%5d | ", p.Line)
		fmt.Fprintf(a.stderr, "%s%s\n", number, strings.ReplaceAll(p.Typed, "\t", " "))
		if p.Caret > 0 {
			fmt.Fprintf(a.stderr, "%s| %s\n", strings.Repeat(" ", len(number)-2), caret(p.Typed, p.Caret, p.Width))
		}
	}
	if s.Fix != "" {
		fmt.Fprintf(a.stderr, "  → %s\n", s.Fix)
	}
	if p.Fix != "" {
		fmt.Fprintf(a.stderr, "  %s %s\n", words.T("cli.becomes"), strings.TrimSpace(p.Fix))
	}
	fmt.Fprintln(a.stderr)
}

// caret underlines n characters from column col (1-based) of a line, under glyphs of
// one or two cells.
func caret(line string, col, n int) string {
	var b strings.Builder
	i := 1
	for _, r := range line {
		mark := " "
		if i >= col {
			mark = "^"
		}
		if i >= col+max(n, 1) {
			break
		}
		b.WriteString(strings.Repeat(mark, cells(r)))
		i++
	}
	if i <= col {
		b.WriteString("^")
	}
	return b.String()
}

// cells is how many cells of a screen a character takes.
func cells(r rune) int {
	if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
		return 2
	}
	return 1
}

// columns is how many cells of a screen a text takes.
func columns(s string) (n int) {
	for _, r := range s {
		n += cells(r)
	}
	return n
}

// shown is a problem in the JSON form of check.
type shown struct {
	File     string `json:"file"`
	Line     int    `json:"line,omitempty"`
	Col      int    `json:"col,omitempty"`
	Cell     string `json:"cell,omitempty"` // B5, of a table
	Severity string `json:"severity"`       // error, warning or note
	Code     string `json:"code"`
	Cause    string `json:"cause"`
	Fix      string `json:"fix,omitempty"`
	Typed    string `json:"typed,omitempty"`   // the line as typed
	Becomes  string `json:"becomes,omitempty"` // the line as it should be
}

func (a *app) printJSON(list []problem.Problem) error {
	out := make([]shown, len(list))
	for i, p := range list {
		s := words.Say(p)
		out[i] = shown{File: p.File, Line: p.Line, Col: p.Col, Severity: []string{"error", "warning", "note"}[p.Severity],
			Code: p.Code, Cause: s.Cause, Fix: s.Fix, Typed: p.Typed, Becomes: p.Fix}
		if p.Cell && p.Col > 0 {
			out[i].Cell = problem.ColumnName(p.Col) + itoa(p.Line)
		}
	}
	e := json.NewEncoder(a.stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

// printSummary prints the closing line of a build.
func (a *app) printSummary(r *site.Report) {
	fmt.Fprintln(a.stdout, words.T("cli.built", "units", itoa(r.Units), "pages", itoa(r.Pages), "written", itoa(r.Written+r.Removed),
		"errors", itoa(r.Errors()), "warnings", itoa(r.Warnings()), "took", seconds(r.Took)))
	switch {
	case r.NoCommon:
		fmt.Fprintln(a.stdout, words.T("cli.nocommon"))
	case r.OldCommon:
		fmt.Fprintln(a.stdout, words.T("cli.oldcommon"))
	}
	if r.Refused {
		fmt.Fprintln(a.stdout, words.T("cli.refused"))
	}
	a.printUnits("cli.broken", r.Broken)
	a.printUnits("cli.held", r.Held)
	a.printUnits("cli.unshown", r.Unshown)
}

// printUnits says what became of units with errors.
func (a *app) printUnits(key string, names []string) {
	if len(names) > 0 {
		fmt.Fprintln(a.stdout, words.T(key, "n", itoa(len(names)), "units", strings.Join(names[:min(8, len(names))], words.T("list.sep"))))
	}
}

func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 2, 64) }

// progress shows a bar on a terminal, or a line every few seconds elsewhere, for work
// that takes more than a second. line is the key of that line.
func (a *app) progress(line string) func(done, total int) {
	var bar *progressbar.ProgressBar
	start := time.Now()
	last := start
	tty := isTerminal(a.stderr)
	return func(done, total int) {
		switch {
		case done == 0: // a build begins
			start, last = time.Now(), time.Now()
		case done == total:
			if bar != nil {
				bar.Finish()
				bar = nil
			}
		case time.Since(start) < time.Second:
		case tty:
			if bar == nil {
				bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(a.stderr), progressbar.OptionClearOnFinish(),
					progressbar.OptionShowCount(), progressbar.OptionSetDescription(words.T("cli.progress")))
			}
			bar.Set(done)
		case time.Since(last) > 3*time.Second:
			last = time.Now()
			fmt.Fprintln(a.stderr, words.T(line, "done", itoa(done), "total", itoa(total)))
		}
	}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// machineText says in Chinese what the machine could not do, with the cause.
func machineText(err error) string {
	key := "cli.machine"
	switch {
	case errors.Is(err, site.ErrNoUnits):
		key = "cli.nounits"
	case errors.Is(err, context.Canceled):
		key = "cli.interrupted"
	case errors.Is(err, site.ErrOut):
		key = "cli.badout"
	case errors.Is(err, site.ErrOutName):
		key = "cli.badoutname"
	case errors.Is(err, site.ErrPartly):
		key = "cli.partly"
	case errors.Is(err, publish.ErrLocked):
		key = "cli.locked"
	case errors.Is(err, publish.ErrForeign):
		key = "cli.foreign"
	case errors.Is(err, publish.ErrBusy):
		key = "cli.busy"
	case errors.Is(err, publish.ErrVolume):
		key = "cli.volume"
	case errors.Is(err, syscall.ENOSPC):
		key = "cli.full"
	case errors.Is(err, fs.ErrPermission):
		key = "cli.permission"
	}
	return words.T(key, "error", err.Error())
}
