package record

import (
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// A plainReader reads the YAML that staff write, and that is most of a build's input: keys and
// lists by indentation, one value on one line, brackets that close where they open. It makes the
// tree that yaml.v3 makes of the same lines, in a seventh of the time, and leaves to yaml.v3
// whatever it does not know for certain. FuzzPlain holds the two side by side.
type plainReader struct {
	lines []string
	at    int // line in hand; len(lines) behind the last one
	off   int // where on it the next thing begins, in bytes
	col   int // and in characters, from 0
	odd   bool

	nodes    []yaml.Node  // made at once, not yet used
	children []*yaml.Node // of the nodes in hand, outermost first
	lists    []*yaml.Node // room for finished children
}

// plainTree returns the root of the tree of lines, nil for none; ok is false for what yaml.v3
// must read.
func plainTree(lines []string) (root *yaml.Node, ok bool) {
	for _, s := range lines {
		if !plainLine(s) {
			return nil, false
		}
	}
	p := &plainReader{lines: lines, at: -1}
	p.next()
	if p.at < len(lines) {
		root = p.node(-1)
	}
	if p.odd || p.at < len(lines) {
		return nil, false
	}
	return root, true
}

// plainLine reports whether a line holds only characters that mean themselves wherever they
// stand, and is no marker of a document.
func plainLine(s string) bool {
	if s != "" && (s[0] == '%' || strings.HasPrefix(s, "---") || strings.HasPrefix(s, "...")) {
		return false
	}
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c < ' ' || c == 0x7f {
				return false
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError || r < 0xa0 || r == 0x2028 || r == 0x2029 || r == 0xfeff || r == 0xfffe || r == 0xffff {
			return false
		}
		i += n
	}
	return true
}

// next goes to the next line that holds anything.
func (p *plainReader) next() {
	for p.at++; p.at < len(p.lines); p.at++ {
		s := p.lines[p.at]
		p.off = len(s) - len(strings.TrimLeft(s, " "))
		if p.col = p.off; p.off < len(s) && s[p.off] != '#' {
			return
		}
	}
	p.col = -1
}

// rest is what stands from here to the end of the line.
func (p *plainReader) rest() string {
	if p.at >= len(p.lines) {
		return ""
	}
	return p.lines[p.at][p.off:]
}

// skip goes on by n bytes.
func (p *plainReader) skip(n int) {
	p.col += utf8.RuneCountInString(p.rest()[:n])
	p.off += n
}

// blanks goes on to what follows on the line; false for nothing, or a comment.
func (p *plainReader) blanks() bool {
	s := p.rest()
	n := len(s) - len(strings.TrimLeft(s, " "))
	p.off, p.col = p.off+n, p.col+n
	if n < len(s) && s[n] == '#' && n == 0 && p.off > 0 {
		p.odd = true // a# is no comment
	}
	return n < len(s) && s[n] != '#'
}

// slab is how many nodes are made at once, fewer in a small file: most of the time of reading
// goes into making them.
const slab = 256

func (p *plainReader) make(kind yaml.Kind) *yaml.Node { return p.makeAt(kind, p.at, p.col) }

func (p *plainReader) makeAt(kind yaml.Kind, at, col int) *yaml.Node {
	if len(p.nodes) == 0 {
		p.nodes = make([]yaml.Node, min(slab, 8+4*(len(p.lines)-at)))
	}
	n := &p.nodes[0]
	p.nodes = p.nodes[1:]
	n.Kind, n.Line, n.Column = kind, at+1, col+1
	return n
}

// close gives n its children: those that came since there were so many.
func (p *plainReader) close(n *yaml.Node, since int) *yaml.Node {
	own := p.children[since:]
	if len(p.lists) < len(own) {
		p.lists = make([]*yaml.Node, max(min(slab, 8+4*(len(p.lines)-n.Line)), len(own)))
	}
	if len(own) > 0 {
		n.Content = p.lists[:len(own):len(own)]
		copy(n.Content, own)
		p.lists = p.lists[len(own):]
	}
	p.children = p.children[:since]
	return n
}

// give leaves the file to yaml.v3.
func (p *plainReader) give() *yaml.Node {
	p.odd = true
	p.at = len(p.lines)
	p.col = -1
	return nil
}

// node reads what begins here: a list, keys, or one value. parent is the column of the list or
// the keys that it is a value of.
func (p *plainReader) node(parent int) *yaml.Node {
	s := p.rest()
	if item(s) {
		return p.list()
	}
	if key, _, _ := plainKey(s); key >= 0 {
		return p.keys()
	}
	n := p.value()
	if p.col > parent && p.at < len(p.lines) {
		return p.give() // the value goes on
	}
	return n
}

// item reports whether s begins with the mark of a list.
func item(s string) bool { return s != "" && s[0] == '-' && (len(s) == 1 || s[1] == ' ') }

func (p *plainReader) list() *yaml.Node {
	n, col, since := p.make(yaml.SequenceNode), p.col, len(p.children)
	for !p.odd && p.col == col && item(p.rest()) {
		p.skip(1)
		p.children = append(p.children, p.under(col, false))
	}
	if p.col > col {
		return p.give()
	}
	return p.close(n, since)
}

func (p *plainReader) keys() *yaml.Node {
	n, col, since := p.make(yaml.MappingNode), p.col, len(p.children)
	for !p.odd && p.col == col {
		s := p.rest()
		end, text, style := plainKey(s)
		if end < 0 || item(s) {
			return p.give()
		}
		key := p.make(yaml.ScalarNode)
		key.Value, key.Style = text, style
		p.skip(end)
		p.children = append(p.children, key)
		p.children = append(p.children, p.under(col, true))
	}
	if p.col > col {
		return p.give()
	}
	return p.close(n, since)
}

// under reads the value of a key or of an item that begins in column col: what follows on its
// line, or below it further in. The list of a key may stand below it in its own column.
func (p *plainReader) under(col int, key bool) *yaml.Node {
	line, begins := p.at, p.col
	if p.blanks() {
		if !key {
			return p.node(col)
		}
		if item(p.rest()) {
			return p.give()
		}
		n := p.value()
		if p.col > col {
			return p.give() // the value goes on
		}
		return n
	}
	p.next()
	switch {
	case p.col > col:
		return p.node(col)
	case key && p.col == col && item(p.rest()):
		return p.list()
	}
	return p.makeAt(yaml.ScalarNode, line, begins)
}

// value reads one value that ends with its line, and goes to the next one.
func (p *plainReader) value() *yaml.Node {
	s := p.rest()
	var n *yaml.Node
	switch s[0] {
	case '[', '{':
		n = p.brackets()
	case '"', '\'':
		n = p.quoted()
	default:
		end := plainEnd(s)
		if end < 0 {
			return p.give()
		}
		n = p.make(yaml.ScalarNode)
		n.Value = strings.TrimRight(s[:end], " ")
		p.skip(end)
	}
	if p.odd || p.blanks() || p.odd || n.Value == "<<" && n.Style == 0 {
		return p.give()
	}
	p.next()
	return n
}

// opening are the characters that begin something else than a plain value.
const opening = "-?:,[]{}#&*!|>'\"%@`"

// plainStart reports whether s begins a plain value.
func plainStart(s string) bool {
	if s == "" || s[0] == ' ' {
		return false
	}
	return strings.IndexByte(opening, s[0]) < 0 || s[0] == '-' && len(s) > 1 && strings.IndexByte(" ,[]{}", s[1]) < 0
}

// plainEnd returns where the plain value that s begins with ends on the line, blanks included,
// -1 for none.
func plainEnd(s string) int {
	if !plainStart(s) {
		return -1
	}
	for i := range len(s) {
		switch s[i] {
		case '#':
			if s[i-1] == ' ' {
				return i - 1
			}
		case ':':
			if i+1 == len(s) || s[i+1] == ' ' {
				return -1 // keys within a value
			}
		}
	}
	return len(s)
}

// longestKey is far below the 1024 characters at which YAML gives up to look for a colon.
const longestKey = 256

// plainKey reads the key that s begins with: what it says, and where its value begins, -1 for no
// key.
func plainKey(s string) (end int, text string, style yaml.Style) {
	if s[0] == '"' || s[0] == '\'' {
		n := closing(s)
		if n < 0 || strings.Contains(s[:n], `\`) {
			return -1, "", 0
		}
		rest := strings.TrimLeft(s[n:], " ")
		if rest == "" || rest[0] != ':' || len(rest) > 1 && rest[1] != ' ' || n > longestKey {
			return -1, "", 0
		}
		text, style = unquoted(s[:n])
		return len(s) - len(rest) + 1, text, style
	}
	if !plainStart(s) {
		return -1, "", 0
	}
	for i := range min(len(s), longestKey) {
		switch s[i] {
		case '#':
			if s[i-1] == ' ' {
				return -1, "", 0
			}
		case ':':
			if i+1 == len(s) || s[i+1] == ' ' {
				if text = strings.TrimRight(s[:i], " "); text == "<<" {
					return -1, "", 0
				}
				return i + 1, text, 0
			}
		}
	}
	return -1, "", 0
}

// unquoted returns what stands between quotes.
func unquoted(s string) (string, yaml.Style) {
	if s[0] == '"' {
		return s[1 : len(s)-1], yaml.DoubleQuotedStyle
	}
	return strings.ReplaceAll(s[1:len(s)-1], "''", "'"), yaml.SingleQuotedStyle
}

// quoted reads a value in quotes.
func (p *plainReader) quoted() *yaml.Node {
	s := p.rest()
	n := closing(s)
	if n < 0 || s[0] == '"' && strings.Contains(s[:n], `\`) {
		return p.give()
	}
	v := p.make(yaml.ScalarNode)
	v.Value, v.Style = unquoted(s[:n])
	p.skip(n)
	return v
}

// brackets reads a list or keys in brackets that close on this line.
func (p *plainReader) brackets() *yaml.Node {
	kind, end := yaml.SequenceNode, byte(']')
	if p.rest()[0] == '{' {
		kind, end = yaml.MappingNode, '}'
	}
	n, since := p.make(kind), len(p.children)
	n.Style = yaml.FlowStyle
	for p.skip(1); p.blanks() && !p.odd; p.skip(1) {
		if p.rest()[0] == end && len(p.children) == since {
			p.skip(1)
			return n
		}
		if kind == yaml.MappingNode && !p.flowKey() {
			return p.give()
		}
		p.children = append(p.children, p.entry())
		if p.odd || !p.blanks() {
			return p.give()
		}
		switch p.rest()[0] {
		case end:
			p.skip(1)
			return p.close(n, since)
		case ',':
		default:
			return p.give()
		}
	}
	return p.give()
}

// flowKey reads a key inside of brackets and goes to its value.
func (p *plainReader) flowKey() bool {
	key := p.entry()
	if p.odd || key.Kind != yaml.ScalarNode || !strings.HasPrefix(p.rest(), ": ") {
		return false
	}
	p.children = append(p.children, key)
	p.skip(1)
	return p.blanks()
}

// entry reads one value inside of brackets.
func (p *plainReader) entry() *yaml.Node {
	s := p.rest()
	switch s[0] {
	case '[', '{':
		return p.brackets()
	case '"', '\'':
		return p.quoted()
	}
	if !plainStart(s) {
		return p.give()
	}
	end := 0
scan:
	for ; end < len(s); end++ {
		switch s[end] {
		case ',', '[', ']', '{', '}':
			break scan
		case ':':
			if end+1 == len(s) || s[end+1] == ' ' {
				break scan
			}
		case '?':
			return p.give()
		case '#':
			if s[end-1] == ' ' {
				return p.give()
			}
		}
	}
	n := p.make(yaml.ScalarNode)
	n.Value = strings.TrimRight(s[:end], " ")
	if n.Value == "<<" || strings.HasSuffix(n.Value, ":") || len(n.Value) > longestKey {
		return p.give()
	}
	p.skip(end)
	return n
}
