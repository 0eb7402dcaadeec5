package record

import (
	"path"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/words"
)

// phoneKeys are the keys under which phones stand (design/data.md §3).
var phoneKeys = []string{"publicphone", "hotline", "service", "objection", "dutyphone"}

// PhoneKey reports whether phones may stand under a key or the head of a column.
func PhoneKey(written string) bool {
	code, _ := keyCode(written)
	return slices.Contains(phoneKeys, code)
}

// Phones returns the values that stand under the keys for phones, each as typed.
func (d *Doc) Phones() []Piece {
	switch {
	case d.rows != nil:
		return d.rows.phones(d.Path)
	case strings.EqualFold(path.Ext(d.Path), ".md"):
		front, _ := OpenFront(File{Path: d.Path, Data: []byte(d.Text())})
		return front.phones(front.quietly())
	}
	return d.phones(d.quietly())
}

// phones returns the values below n that stand under the keys for phones.
func (d *Doc) phones(n *yaml.Node) (out []Piece) {
	if n == nil {
		return nil
	}
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if PhoneKey(n.Content[i].Value) {
			out = append(out, d.numbers(n.Content[i+1])...)
		}
	}
	heads, rows := columnsOf(n)
	for _, row := range rows {
		for j, c := range row.Content {
			if row.Kind == yaml.SequenceNode && j < len(heads) && PhoneKey(heads[j].Value) {
				out = append(out, d.numbers(c)...)
			}
		}
	}
	for _, c := range n.Content {
		out = append(out, d.phones(c)...)
	}
	return out
}

// numbers returns what stands under a key for phones: a value, several, or one with who
// answers it.
func (d *Doc) numbers(n *yaml.Node) (out []Piece) {
	switch n.Kind {
	case yaml.ScalarNode:
		out = append(out, Piece{d.pos(n), n.Value})
	case yaml.SequenceNode:
		for _, c := range n.Content {
			out = append(out, d.numbers(c)...)
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if code, _ := keyCode(n.Content[i].Value); code == "number" {
				out = append(out, d.numbers(n.Content[i+1])...)
			}
		}
	}
	return out
}

// quietly returns the tree of a YAML file, nil when it has none; Decode says what is wrong.
func (d *Doc) quietly() *yaml.Node {
	if !d.ok || d.rows != nil {
		return nil
	}
	var quiet problem.Report
	root, _ := d.parse(&quiet)
	return root
}

// columnsOf returns the heads and rows of a mapping that holds a table.
func columnsOf(n *yaml.Node) (heads, rows []*yaml.Node) {
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		switch code, _ := keyCode(n.Content[i].Value); code {
		case "columns":
			heads = n.Content[i+1].Content
		case "rows":
			rows = n.Content[i+1].Content
		}
	}
	return heads, rows
}

// phones returns what stands below a head for phones.
func (s *sheet) phones(file string) (out []Piece) {
	below := map[int]bool{}
	for i, row := range s.cells {
		for j, c := range row {
			if below[j] && c != "" {
				out = append(out, Piece{problem.Pos{File: file, Line: s.row(i), Col: j + 1, Cell: true}, c})
			}
			if i < headerRows && PhoneKey(c) {
				below[j] = true
			}
		}
	}
	return out
}

// A Field is a value that a page may show, under the key or column that it stands in.
type Field struct {
	Piece
	Key  string // code word; as written where the list does not know it
	Head string // of a table whose columns the file itself names
	in   *scope
}

// A scope is the record in which a field stands: a mapping, or a row of a table.
type scope struct {
	node  *yaml.Node
	codes []string // of a table
	cells []string
	up    *scope
}

// Near returns what the record of the field says under one of the keys, else the record
// around it, and so on up to the file; "" when none does. Several values are parted by 、.
func (f Field) Near(codes ...string) string {
	for s := f.in; s != nil; s = s.up {
		for i, code := range s.codes {
			if i < len(s.cells) && s.cells[i] != "" && slices.Contains(codes, code) {
				return s.cells[i]
			}
		}
		for i := 0; s.node != nil && i+1 < len(s.node.Content); i += 2 {
			if code, _ := keyCode(s.node.Content[i].Value); slices.Contains(codes, code) {
				return strings.Join(scalars(s.node.Content[i+1]), "、")
			}
		}
	}
	return ""
}

// scalars returns the value of n, or those of its list.
func scalars(n *yaml.Node) (list []string) {
	if n.Kind == yaml.ScalarNode {
		return []string{n.Value}
	}
	for _, c := range n.Content {
		list = append(list, scalars(c)...)
	}
	return list
}

// unseen are keys whose text no page shows, or that name things and places by number.
var unseen = []string{"remark", "code", "parent", "corrects", "grids", "range", "scope", "audience", "circle", "verbatim", "packed", "checksum", "url", "filename", "folder"}

// Fields calls visit for every text of the file that a page may show to more people than
// the Party's own: values, cells, lines of Markdown; no comments and no remarks.
func (d *Doc) Fields(visit func(Field)) {
	switch {
	case d.rows != nil:
		d.rows.fields(d.Path, visit)
	case strings.EqualFold(path.Ext(d.Path), ".md"):
		front, body := OpenFront(File{Path: d.Path, Data: []byte(d.Text())})
		var in *scope
		if root := front.quietly(); root != nil {
			if forParty(root) {
				return
			}
			front.fields(root, "", nil, visit)
			in = &scope{node: root}
		}
		first := len(d.lines) - strings.Count(body, "\n") - 1
		for i := max(first, 0); i < len(d.lines) && body != ""; i++ {
			if d.lines[i] != "" {
				visit(Field{Piece: Piece{problem.Pos{File: d.Path, Line: i + 1, Col: 1}, d.lines[i]}, in: in})
			}
		}
	case IsYAML(d.Path):
		if root := d.quietly(); root != nil {
			d.fields(root, "", nil, visit)
		}
	}
}

// fields visits the values below n, which stands under key in the record up.
func (d *Doc) fields(n *yaml.Node, key string, up *scope, visit func(Field)) {
	switch n.Kind {
	case yaml.ScalarNode:
		visit(Field{Piece: Piece{d.pos(n), n.Value}, Key: key, in: up})
	case yaml.SequenceNode:
		for _, c := range n.Content {
			d.fields(c, key, up, visit)
		}
	case yaml.MappingNode:
		if forParty(n) {
			return
		}
		heads, _ := columnsOf(n)
		in := &scope{node: n, up: up}
		for i := 0; i+1 < len(n.Content); i += 2 {
			code, _ := keyCode(n.Content[i].Value)
			switch {
			case slices.Contains(unseen, code), code == "headline" && heads != nil: // the board of tables looks at it
			case code == "rows" && heads != nil:
				for _, row := range n.Content[i+1].Content {
					d.rowFields(row, heads, in, visit)
				}
			default:
				d.fields(n.Content[i+1], code, in, visit)
			}
		}
	}
}

// rowFields visits the values of a row under the heads that the file names.
func (d *Doc) rowFields(row *yaml.Node, heads []*yaml.Node, in *scope, visit func(Field)) {
	if row.Kind != yaml.SequenceNode {
		d.fields(row, "rows", in, visit)
		return
	}
	for j, c := range row.Content {
		if c.Kind != yaml.ScalarNode || j >= len(heads) {
			continue
		}
		if code, _ := keyCode(heads[j].Value); !slices.Contains(unseen, code) {
			visit(Field{Piece{d.pos(c), c.Value}, code, heads[j].Value, in})
		}
	}
}

// audiences are the keys that say who may see a record.
var audiences = []string{"audience", "circle"}

// forParty reports whether a mapping says that it is for the Party only.
func forParty(n *yaml.Node) bool {
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if code, _ := keyCode(n.Content[i].Value); slices.Contains(audiences, code) && partyOnly(n.Content[i+1].Value) {
			return true
		}
	}
	return false
}

func partyOnly(s string) bool {
	code, _ := words.Value("audience", strings.TrimSpace(Fold(s)))
	return code == "party"
}

// fields visits the cells below the first row that has several.
func (s *sheet) fields(file string, visit func(Field)) {
	var heads, codes []string
	party := -1 // the column that says for whom a row is
	for i, row := range s.cells {
		if heads == nil && i < headerRows && len(filled(row)) > 1 {
			heads = row
			for _, c := range row {
				code, _ := keyCode(c)
				codes = append(codes, code)
			}
			party = slices.IndexFunc(codes, func(code string) bool { return slices.Contains(audiences, code) })
			continue
		}
		if party >= 0 && party < len(row) && partyOnly(row[party]) {
			continue
		}
		in := &scope{codes: codes, cells: row}
		for j, c := range row {
			f := Field{Piece: Piece{problem.Pos{File: file, Line: s.row(i), Col: j + 1, Cell: true}, c}, in: in}
			if j < len(heads) {
				f.Key, f.Head = codes[j], heads[j]
			}
			if c != "" && !slices.Contains(unseen, f.Key) {
				visit(f)
			}
		}
	}
}
