package record

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"gongshi/generator/internal/problem"
)

// A Piece is some text of a file and where it stands: a line, a value as it is read, a
// cell of a table. What stands in a part of a workbook that is not seen in the table
// has no line.
type Piece struct {
	problem.Pos
	Text string
}

// Pieces returns all text of the file: its lines and, where quotes, escapes or several
// lines make another text of them, its values; of a table its cells, comments and
// whatever else the workbook holds.
func (d *Doc) Pieces() []Piece {
	if d.rows != nil {
		return d.rows.pieces(d.Path)
	}
	out := make([]Piece, len(d.lines))
	for i, s := range d.lines {
		out[i] = Piece{problem.Pos{File: d.Path, Line: i + 1, Col: 1}, s}
	}
	switch {
	case IsYAML(d.Path):
		return append(out, d.values()...)
	case strings.EqualFold(path.Ext(d.Path), ".md"):
		front, _ := OpenFront(File{Path: d.Path, Data: []byte(d.Text())})
		return append(out, front.values()...)
	}
	return out
}

// values returns the keys and values of YAML that do not stand on their line as they
// are read.
func (d *Doc) values() (out []Piece) {
	if !d.ok {
		return nil
	}
	var quiet problem.Report // Decode says what is wrong
	root, _ := d.parse(&quiet)
	var here walk
	var visit func(n *yaml.Node)
	visit = func(n *yaml.Node) {
		if n.Kind == yaml.ScalarNode {
			if at := d.pos(n); !stands(&here, d.Line(n.Line), at, n.Value) {
				out = append(out, Piece{at, n.Value})
			}
		}
		for _, c := range n.Content {
			visit(c)
		}
	}
	if root != nil {
		visit(root)
	}
	return out
}

// A walk goes along a line, from one of its values to the next.
type walk struct {
	line, char, byte int
}

// longLine is how many bytes of a line are searched for each of its values; of longer
// ones only what stands where the value begins.
const longLine = 4096

// stands reports whether a value stands on its line as it is read.
func stands(w *walk, line string, at problem.Pos, value string) bool {
	if len(line) <= longLine {
		return strings.Contains(line, value)
	}
	if w.line != at.Line || w.char > at.Col-1 {
		*w = walk{line: at.Line}
	}
	for w.char < at.Col-1 && w.byte < len(line) {
		_, n := utf8.DecodeRuneInString(line[w.byte:])
		w.char, w.byte = w.char+1, w.byte+n
	}
	return strings.Contains(line[w.byte:min(len(line), w.byte+len(value)+longLine/16)], value)
}

// hiddenText returns the text of all parts of a workbook (ECMA-376): sheets that are
// hidden or not read, headers and footers, lists to choose from, formulas, links,
// names, properties.
func hiddenText(data []byte) (out []Piece) {
	book, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil // the workbook was read, so it is one
	}
	for _, part := range book.File {
		if len(part.Name) >= fewest {
			out = append(out, Piece{Text: part.Name})
		}
		switch path.Ext(part.Name) {
		case ".xml", ".rels", ".vml":
			if r, err := part.Open(); err == nil {
				for _, s := range xmlText(io.LimitReader(r, maxUnzipped)) {
					out = append(out, Piece{Text: s})
				}
				r.Close()
			}
		}
	}
	return out
}

// xmlText returns the texts and attributes of an XML part in which a long number could
// stand. Runs of one text (r, t), which may differ in type, are one text.
func xmlText(r io.Reader) (out []string) {
	d := xml.NewDecoder(r)
	d.Strict = false
	var text strings.Builder
	look := false // inside what says how a run looks
	add := func(s string, least int) {
		if len(s) >= least || strings.ContainsAny(s, "eEｅＥ") {
			out = append(out, s)
		}
	}
	for {
		token, err := d.RawToken()
		if err != nil {
			add(text.String(), shortest)
			return out
		}
		switch t := token.(type) {
		case xml.CharData:
			text.Write(t)
		case xml.StartElement:
			for _, a := range t.Attr {
				add(a.Value, fewest)
			}
			look = look || t.Name.Local == "rPr"
		case xml.EndElement:
			switch s, name := text.String(), t.Name.Local; {
			case name == "rPr":
				look = false
			case look, name == "t", name == "r":
			case name == "v": // figures are stored in 17 digits: 4.3499999999999996
				if !strings.Contains(s, ".") || strings.ContainsAny(s, "eE") {
					add(s, shortest)
				}
				text.Reset()
			default:
				add(s, shortest)
				text.Reset()
			}
		}
	}
}

// fewest is how many digits an ID or card number has.
const fewest = 15

// shortest is how many digits and stars a mobile has at least.
const shortest = 9
