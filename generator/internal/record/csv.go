package record

import (
	"strings"
	"unicode"

	"gongshi/generator/internal/problem"
)

// openCSV reads cells parted by commas, tabs or semicolons, whichever the first
// lines hold most of.
func openCSV(name, text string, rep *problem.Report) (*sheet, bool) {
	text = strings.Join(splitLines(text), "\n")
	c := csvReader{file: name, rest: text, sep: string(separator(text)), line: 1, rep: rep}
	s := &sheet{first: 1}
	for c.rest != "" {
		line, above := c.line, c.rest
		row, ok := c.row()
		if !ok {
			whole, _, _ := strings.Cut(above, "\n")
			row = []string{whole}
		}
		if len(row) > 1 || row[0] != "" {
			s.cells = append(s.cells, row)
			s.rowAt = append(s.rowAt, line)
		}
		if !ok {
			return s, false
		}
	}
	return s, true
}

func separator(text string) rune {
	head := text
	for i, n := 0, 0; i < len(text); i++ {
		if text[i] == '\n' {
			if n++; n == headerRows {
				head = text[:i]
				break
			}
		}
	}
	best, most := ',', 0
	for _, sep := range []rune{',', '\t', ';', '，'} {
		if n := strings.Count(head, string(sep)); n > most {
			best, most = sep, n
		}
	}
	return best
}

// A csvReader cuts a text into cells. It is stricter than RFC 4180 where a forgotten
// quote would swallow the rows below it, and kinder where a quote is just a character.
type csvReader struct {
	file string
	rest string
	sep  string
	line int // of the first character of rest
	wide int // separators in the widest row so far
	rep  *problem.Report
}

func (c *csvReader) row() (cells []string, ok bool) {
	for {
		s, ok := c.cell(len(cells))
		if !ok {
			return nil, false
		}
		cells = append(cells, strings.TrimFunc(strings.Map(dropInvisible, s), unicode.IsSpace))
		if rest, more := strings.CutPrefix(c.rest, c.sep); more {
			c.rest = rest
			continue
		}
		c.take(min(1, len(c.rest))) // the line break
		c.wide = max(c.wide, len(cells)-1)
		return cells, true
	}
}

// cell reads one cell and leaves what ends it.
func (c *csvReader) cell(n int) (string, bool) {
	plain := c.rest
	if i := strings.IndexAny(plain, c.sep+"\n"); i >= 0 {
		plain = plain[:i]
	}
	if !strings.Contains(plain, `"`) {
		return c.take(len(plain)), true
	}
	if inner, size, ok := c.quoted(); ok && !c.swallows(inner, n) {
		c.take(size)
		return inner, true
	}
	at := problem.Pos{File: c.file, Line: c.line, Col: n + 1, Cell: true}
	if strings.HasPrefix(strings.TrimSpace(plain), `"`) && strings.Count(plain, `"`)%2 == 1 {
		c.rep.Error(at, "record/bad-csv")
		return "", false
	}
	c.rep.Warn(at, "record/stray-quote", "value", plain)
	return c.take(len(plain)), true
}

// quoted reads a cell in quotes, in which quotes are doubled, and how long it is with
// them; ok is false when it does not end before a separator or a line break.
func (c *csvReader) quoted() (inner string, size int, ok bool) {
	start := len(c.rest) - len(strings.TrimLeft(c.rest, " "))
	if !strings.HasPrefix(c.rest[start:], `"`) {
		return "", 0, false
	}
	var b strings.Builder
	for i := start + 1; ; {
		n := strings.IndexByte(c.rest[i:], '"')
		if n < 0 {
			return "", 0, false
		}
		b.WriteString(c.rest[i : i+n])
		if i += n + 1; strings.HasPrefix(c.rest[i:], `"`) {
			b.WriteByte('"')
			i++
			continue
		}
		after := strings.TrimLeft(c.rest[i:], " ")
		ok = after == "" || after[0] == '\n' || strings.HasPrefix(after, c.sep)
		return b.String(), len(c.rest) - len(after), ok
	}
}

// swallows reports whether the text of cell n holds a whole row of the table, as it
// does when one quote is forgotten and another closes it rows below.
func (c *csvReader) swallows(inner string, n int) bool {
	_, lines, _ := strings.Cut(inner, "\n")
	for line := range strings.SplitSeq(lines, "\n") {
		if strings.Count(line, c.sep) >= max(c.wide, n, 1) {
			return true
		}
	}
	return false
}

// take removes n bytes from the front.
func (c *csvReader) take(n int) string {
	s := c.rest[:n]
	c.line += strings.Count(s, "\n")
	c.rest = c.rest[n:]
	return s
}
