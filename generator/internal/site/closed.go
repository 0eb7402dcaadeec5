package site

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/source"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// A closedYear is the file of a closed year of one board, points/2024-封存.yaml: all
// files that the year was computed from, as they were, and the figures that they gave.
type closedYear struct {
	record.At
	Board    string          `key:"board,required"`
	Unit     string          `key:"unit"`
	Year     int             `key:"year,required"`
	On       village.Date    `key:"closedon,required"`
	Program  string          `key:"program"`
	Checksum string          `key:"checksum,required"` // of the rest of the file
	Figures  string          `key:"figures"`           // data.csv of the hall
	Sums     string          `key:"sums"`              // what the units above sum up, JSON; "" in files of earlier versions
	Origins  []closedOrigin  `key:"origins"`
	Parts    []closedPart    `key:"inputs"`
	Below    []closedSummary `key:"lower"`
}

// A closedOrigin is one of the year's own files as it was when the year was closed.
type closedOrigin struct {
	record.At
	File     string `key:"filename,required"` // slash path from the site's folder
	Checksum string `key:"checksum,required"`
}

// A closedPart is one file that the year is computed from.
type closedPart struct {
	record.At
	File   string `key:"filename,required"`
	Use    string `key:"purpose,required"` // code word of the file, with that of its list: points/entries
	Text   string `key:"verbatim"`
	Packed string `key:"packed"` // what is no plain text: gzip in base64
}

// A closedSummary is what a unit below summed to.
type closedSummary struct {
	record.At
	Folder  string `key:"folder,required"`
	Name    string `key:"unit"`
	Address string `key:"slug"`
	Sum     string `key:"sums"` // JSON; "" for a unit that reported nothing
}

// file is a part's file as the boards read it.
func (p closedPart) file() (record.File, error) {
	f := record.File{Path: p.File, Data: []byte(p.Text + "\n")}
	if p.Packed == "" {
		return f, nil
	}
	b, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(p.Packed), ""))
	if err != nil {
		return f, err
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return f, err
	}
	f.Data, err = io.ReadAll(io.LimitReader(z, record.MaxFile+1))
	return f, err
}

// sumOf is the checksum of a file, the same whatever its line ends.
func sumOf(b []byte) string {
	sum := sha256.Sum256(bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")))
	return hex.EncodeToString(sum[:6])
}

// checksum is that of a closed year's file without the line that bears it.
func checksum(text string) string {
	lines := strings.Split(strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), "\n"), "\n")
	mark := words.KeyName("checksum") + ":"
	if i := slices.IndexFunc(lines, func(s string) bool { return strings.HasPrefix(s, mark) }); i >= 0 {
		lines = slices.Delete(lines, i, i+1)
	}
	return sumOf([]byte(strings.Join(lines, "\n")))
}

// readClosed reads the file of a closed year. One that was edited is an error: what it
// freezes is no longer what was made public.
func readClosed(f inputFile, rep *problem.Report) *closedYear {
	var own problem.Report
	c := &closedYear{}
	d := record.Open(record.File{Path: f.Path, Data: f.Data})
	d.Decode(c, &own)
	at := problem.Pos{File: f.Path, Line: 1, Col: 1}
	if own.Failed() || c.Year != f.Year || c.Checksum != checksum(d.Text()) {
		rep.Error(at, "closed/edited", "year", strconv.Itoa(f.Year), "board", c.Board)
		return nil
	}
	return c
}

// write lays the file out, for people to read.
func (c *closedYear) write() []byte {
	var b strings.Builder
	for line := range strings.Lines(words.T("closed.head", "year", strconv.Itoa(c.Year), "board", c.Board)) {
		b.WriteString("# " + line)
	}
	line := func(indent, key, value string) {
		fmt.Fprintf(&b, "%s%s: %s\n", indent, words.KeyName(key), strconv.Quote(value))
	}
	line("", "board", c.Board)
	line("", "unit", c.Unit)
	fmt.Fprintf(&b, "%s: %d\n%s: %s\n", words.KeyName("year"), c.Year, words.KeyName("closedon"), c.On.ISO())
	line("", "program", c.Program)
	mark := b.Len()
	if c.Figures != "" {
		block(&b, "", "figures", c.Figures)
	}
	if c.Sums != "" {
		block(&b, "", "sums", c.Sums)
	}
	list := func(key string, n int, item func(i int)) {
		if n > 0 {
			fmt.Fprintf(&b, "%s:\n", words.KeyName(key))
		}
		for i := range n {
			item(i)
		}
	}
	list("origins", len(c.Origins), func(i int) {
		line("  - ", "filename", c.Origins[i].File)
		line("    ", "checksum", c.Origins[i].Checksum)
	})
	list("inputs", len(c.Parts), func(i int) {
		p := c.Parts[i]
		line("  - ", "filename", p.File)
		line("    ", "purpose", p.Use)
		if p.Packed != "" {
			block(&b, "    ", "packed", p.Packed)
		} else if p.Text != "" {
			block(&b, "    ", "verbatim", p.Text)
		}
	})
	list("lower", len(c.Below), func(i int) {
		s := c.Below[i]
		line("  - ", "folder", s.Folder)
		line("    ", "unit", s.Name)
		line("    ", "slug", s.Address)
		if s.Sum != "" {
			block(&b, "    ", "sums", s.Sum)
		}
	})
	text := b.String()
	return []byte(text[:mark] + words.KeyName("checksum") + ": \"" + checksum(text) + "\"\n" + text[mark:])
}

// block writes text as it is, indented below its key.
func block(b *strings.Builder, indent, key, text string) {
	fmt.Fprintf(b, "%s%s: |\n", indent, words.KeyName(key))
	for line := range strings.SplitSeq(text, "\n") {
		if line != "" {
			b.WriteString(indent + "  " + line)
		}
		b.WriteByte('\n')
	}
}

// partOf makes a part of a file: as text where nothing is lost by that.
func partOf(f inputFile) (closedPart, error) {
	p := closedPart{File: f.Path, Use: f.Code}
	if f.List != "" {
		p.Use += "/" + f.List
	}
	if text, ok := plainText(f); ok {
		p.Text = text
		return p, nil
	}
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	if _, err := w.Write(f.Data); err != nil {
		return p, err
	}
	if err := w.Close(); err != nil {
		return p, err
	}
	var lines strings.Builder
	s := base64.StdEncoding.EncodeToString(z.Bytes())
	for len(s) > 76 {
		lines.WriteString(s[:76] + "\n")
		s = s[76:]
	}
	p.Packed = lines.String() + s
	return p, nil
}

// longest is the longest line of text that is kept as it is, in bytes.
const longest = 12 << 10

// plainText returns a file's text without the line breaks at its end, if it can stand
// in a block of YAML and come back as it was.
func plainText(f inputFile) (string, bool) {
	text := string(bytes.TrimPrefix(f.Data, []byte("\xef\xbb\xbf")))
	if record.IsYAML(f.Path) {
		text = record.Open(record.File{Path: f.Path, Data: f.Data}).Text()
	}
	text = strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	odd := func(r rune) bool { return r != '\n' && (r == utf8.RuneError || !unicode.IsPrint(r) && r != 0x3000) }
	if text == "" || !utf8.ValidString(text) || strings.ContainsFunc(text, odd) || text != strings.TrimSpace(text) {
		return "", false
	}
	for line := range strings.SplitSeq(text, "\n") {
		if len(line) > longest || line != "" && strings.TrimSpace(line) == "" {
			return "", false
		}
	}
	return text, true
}

// csvText writes a table as the file keeps it.
func csvText(table [][]string) string {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	for _, row := range table {
		clean := make([]string, len(row))
		for i, cell := range row {
			clean[i] = figureText(cell)
		}
		w.Write(clean) // a bytes.Buffer never fails
	}
	w.Flush()
	return strings.TrimSpace(b.String())
}

// figureText is a cell in one line, without what shows as nothing.
func figureText(s string) string {
	return strings.Join(strings.Fields(strings.Map(record.Visible, s)), " ")
}

// figures reads the recorded table.
func (c *closedYear) figures() [][]string {
	r := csv.NewReader(strings.NewReader(c.Figures))
	r.FieldsPerRecord = -1
	table, err := r.ReadAll()
	if err != nil {
		return nil
	}
	return table
}

// isClosed reports whether a file is that of a closed year.
func isClosed(f source.DataFile) bool { return f.List == source.Closed && f.Year != 0 }
