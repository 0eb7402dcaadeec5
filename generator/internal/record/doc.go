// Package record turns one file that staff wrote (YAML, CSV or XLSX) into typed
// values that know where they were written. It is the only package that imports
// yaml.v3 and excelize, and it never shows their error texts to anyone. It refuses
// what it cannot read for certain; it never guesses a value in silence.
//
// A file is opened once (Open) and decoded into a struct whose fields carry the
// English key of the word list as a tag:
//
//	type Household struct {
//		record.At
//		Code string       `key:"code"`
//		Head village.Name `key:"head,required"`
//	}
//
// Fields may be string, int, bool, []string (cells like 张三、李四), structs, slices
// of structs, Pairs, or anything that implements Scalar. An embedded struct adds its
// fields. A tag may name further keys ("amount|points"). Options of a tag: required;
// main (the list that a bare YAML list or a table named after the file fills).
package record

import (
	"path"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"gongshi/generator/internal/problem"
)

// maxDepth is how deep a file may nest.
const maxDepth = 32

// A Doc is one opened file.
type Doc struct {
	Path  string // slash-separated, relative to the site's folder
	List  string // for a table named "2024-流水.csv": the code word of the list it fills; "" for its main list
	lines []string
	edits map[int][]edit
	rows  *sheet // of a table
	early problem.Report
	ok    bool
	tree  *tree // of a YAML file, once parsed
}

// tree is the parsed YAML of a file and what parsing found wrong.
type tree struct {
	root *yaml.Node
	ok   bool
	rep  problem.Report
}

// Open reads the text of f. What is wrong with it is reported by Decode, and by
// Problems for a file that is never decoded.
func Open(f File) *Doc {
	d := &Doc{Path: f.Path}
	if IsTable(f.Path) {
		d.rows, d.ok = openTable(f, &d.early)
		d.rows.warnPasted(f.Path, &d.early)
		return d
	}
	text, ok := decodeText(f, &d.early)
	d.ok = ok
	if ok {
		d.lines = splitLines(text)
		warnPasted(f.Path, d.lines, &d.early)
	}
	return d
}

// IsTable reports whether a file of that name holds a table.
func IsTable(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".csv", ".tsv", ".xlsx":
		return true
	}
	return false
}

// IsYAML reports whether a file of that name holds YAML.
func IsYAML(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".yaml" || ext == ".yml"
}

// Line returns the text of line n (1-based) as it was typed, or a row of a table
// with its cells parted by " | ".
func (d *Doc) Line(n int) string {
	switch {
	case d.rows != nil:
		return d.rows.line(n)
	case n >= 1 && n <= len(d.lines):
		return d.lines[n-1]
	}
	return ""
}

// Text returns the whole text of a file that is no table, decoded.
func (d *Doc) Text() string { return strings.Join(d.lines, "\n") }

// Blank reports whether the file is YAML that holds nothing, be it comments.
func (d *Doc) Blank() bool {
	if d.rows != nil {
		return false
	}
	var quiet problem.Report
	root, ok := d.parse(&quiet)
	return ok && (root == nil || empty(root))
}

// Load parses the file now. After that several goroutines may read d.
func (d *Doc) Load() {
	if d.ok && d.rows == nil {
		d.parse(new(problem.Report))
	}
}

// Problems reports what was wrong with opening the file.
func (d *Doc) Problems(rep *problem.Report) { rep.Merge(&d.early) }

// parse returns the root of a YAML file's tree, nil for an empty file.
func (d *Doc) parse(rep *problem.Report) (root *yaml.Node, ok bool) {
	if d.tree == nil {
		d.tree = &tree{}
		d.tree.root, d.tree.ok = d.read(&d.tree.rep)
	}
	rep.Merge(&d.tree.rep)
	return d.tree.root, d.tree.ok
}

func (d *Doc) read(rep *problem.Report) (*yaml.Node, bool) {
	t := tidy(d.Path, d.lines, rep)
	d.edits = t.edits
	if t.failed {
		return nil, false
	}
	if root, ok := plainTree(t.out); ok {
		return root, root == nil || d.allowed(root, 1, rep)
	}
	var doc yaml.Node
	line, code := unmarshal([]byte(strings.Join(t.out, "\n")), &doc)
	if code != "" {
		rep.Error(problem.Pos{File: d.Path, Line: line, Col: 1}, code)
		return nil, false
	}
	if len(doc.Content) == 0 {
		return nil, true
	}
	return doc.Content[0], d.allowed(doc.Content[0], 1, rep)
}

var yamlLine = regexp.MustCompile(`line (\d+)`)

// unmarshal returns the code of what is wrong, and its line, instead of an English
// error. The parser has a known panic on odd merge keys.
func unmarshal(b []byte, into *yaml.Node) (line int, code string) {
	defer func() {
		if recover() != nil {
			line, code = 0, "record/bad-yaml"
		}
	}()
	err := yaml.Unmarshal(b, into)
	if err == nil {
		return 0, ""
	}
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		line, _ = strconv.Atoi(m[1])
	}
	return line, "record/bad-yaml"
}

// allowed refuses what village files never need and an attacker would use:
// aliases, anchors, merge keys, tags, endless depth.
func (d *Doc) allowed(n *yaml.Node, depth int, rep *problem.Report) bool {
	switch {
	case depth > maxDepth:
		rep.Error(d.pos(n), "record/too-deep", "limit", problem.Int(maxDepth))
		return false
	case n.Kind == yaml.AliasNode, n.Anchor != "", n.Style&yaml.TaggedStyle != 0, n.Tag == "!!merge":
		rep.Error(d.pos(n), "record/special", "char", special(n))
		return false
	}
	ok := true
	for _, c := range n.Content {
		ok = d.allowed(c, depth+1, rep) && ok
	}
	return ok
}

func special(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.AliasNode:
		return "*"
	case n.Anchor != "":
		return "&"
	case n.Tag == "!!merge":
		return "<<"
	}
	return "!"
}

// pos returns where n was typed.
func (d *Doc) pos(n *yaml.Node) problem.Pos {
	if d.rows != nil {
		return problem.Pos{File: d.Path, Line: n.Line, Col: n.Column, Cell: true}
	}
	col := n.Column
	if e := d.edits[n.Line-1]; e != nil {
		col = original(e, col-1) + 1
	}
	return problem.Pos{File: d.Path, Line: n.Line, Col: col}
}
