package quick

import (
	"errors"
	"fmt"
	"html/template"
	"reflect"
	"strconv"
	"strings"
	"text/template/parse"
	"unicode/utf8"
)

const (
	root    = "text"            // of a file, around what it defines
	escaper = "_html_template_" // beginning of the names of html/template's own functions
)

// trees parses a file.
func trees(text string) (map[string]*parse.Tree, error) {
	set := map[string]*parse.Tree{}
	t := parse.New(root)
	t.Mode = parse.SkipFuncCheck
	_, err := t.Parse(text, "", "", set)
	if set[root] == nil && err == nil {
		set[root] = t
	}
	return set, err
}

// nobody is a writer that wants nothing: html/template escapes before it writes.
type nobody struct{}

var errNobody = errors.New("nobody reads this")

func (nobody) Write([]byte) (int, error) { return 0, errNobody }

// escaped has html/template put its escapers into a tree.
func escaped(tree *parse.Tree) error {
	t, err := template.New(root).AddParseTree(root, tree)
	if err != nil {
		return err
	}
	var wrong *template.Error
	if err := t.Execute(nobody{}, nil); errors.As(err, &wrong) {
		return err
	}
	return nil
}

// InText reports whether a layout puts its block "main" nowhere but between tags, where text
// that is finished HTML stays as it is.
func InText(layout string) bool {
	set, err := trees(layout)
	if err != nil {
		return false
	}
	t := template.New(root)
	for name, tree := range set {
		if t, err = t.New(name).AddParseTree(name, tree); err != nil {
			return false
		}
	}
	var wrong *template.Error
	if err := t.ExecuteTemplate(nobody{}, root, nil); errors.As(err, &wrong) {
		return false
	}
	return !strings.Contains(set[root].Root.String(), `{{template "main$`)
}

// A standard is html/template's own chain of escapers for one place.
type standard struct{ t *template.Template }

// keeper takes what the chain makes of a value before it is written anywhere.
type keeper struct {
	Of   any
	kept string
}

func (k *keeper) Keep(s string) string {
	k.kept = s
	return ""
}

// newStandard finds escapers by their names in an escaped tree.
func newStandard(names []string) (*standard, error) {
	tree, err := trees("{{ .Keep (.Of | " + strings.Join(names, " | ") + ") }}")
	if err != nil {
		return nil, err
	}
	t, err := template.New(root).AddParseTree(root, tree[root])
	s := &standard{t}
	if err == nil {
		_, err = s.try("")
	}
	return s, err
}

func (s *standard) try(v any) (string, error) {
	k := keeper{Of: v}
	var b strings.Builder
	err := s.t.Execute(&b, &k)
	return k.kept, err
}

func (s *standard) escape(v any) string {
	text, err := s.try(v)
	if err != nil {
		fail("%v", err)
	}
	return text
}

// A place is where a value is printed, with the escapers that html/template chose for it.
type place struct {
	std   *standard
	chars *table
	html  bool // between tags, where finished HTML stays as it is
}

// place finds the place with these escapers.
func (th *Theme) place(names []string) (*place, error) {
	chain := strings.ReplaceAll(strings.Join(names, " "), escaper, "")
	if p := th.places[chain]; p != nil {
		return p, nil
	}
	std, err := newStandard(names)
	if err != nil {
		return nil, err
	}
	chars, err := tableOf(std, chain)
	p := &place{std, chars, chain == "htmlescaper"}
	th.places[chain] = p
	return p, err
}

// write writes a value at the end of a page.
func (p *place) write(r *run, v reflect.Value) {
	v = printed(v)
	if p.plain(r, v) {
		return
	}
	if p.html && v.IsValid() && v.Type() == htmlType {
		r.out = append(r.out, v.String()...)
		return
	}
	r.out = append(r.out, p.std.escape(outside(v))...)
}

// plain writes texts and numbers, unless html/template has to do it.
func (p *place) plain(r *run, v reflect.Value) bool {
	switch {
	case !v.IsValid():
		return false
	case v.Type() == stringType:
		return p.chars.write(r, v.String())
	case v.Type() == intType || v.Type() == int64Type:
		return p.chars.number(r, v.Int())
	}
	return false
}

// A table says what becomes of each character of a plain text.
type table struct {
	texts   bool // texts are written by it
	numbers bool // numbers stay as they are
	ascii   [utf8.RuneSelf]string
	plain   [256]bool // bytes that stay as they are
	hex     bool      // bytes of other characters are written %e7
	encoded bool      // what is written so already stays
	colon   bool      // texts with a colon are for html/template: it looks at what stands before
}

// tableOf asks html/template for a table, where each character stands for itself.
func tableOf(std *standard, chain string) (*table, error) {
	t := &table{texts: true, numbers: true}
	switch chain {
	case "htmlescaper", "attrescaper", "rcdataescaper":
	case "urlescaper attrescaper":
		t.hex = true
	case "urlnormalizer attrescaper":
		t.hex, t.encoded = true, true
	case "urlfilter urlnormalizer attrescaper":
		t.hex, t.encoded, t.colon = true, true, true
	case "cssvaluefilter", "cssvaluefilter attrescaper":
		return &table{numbers: true}, nil
	default:
		return &table{}, nil
	}
	for c := range t.ascii {
		s := string(rune(c))
		var err error
		if t.ascii[c], err = std.try(s); err != nil {
			return nil, err
		}
		t.plain[c] = t.ascii[c] == s
	}
	for c := utf8.RuneSelf; c < len(t.plain); c++ {
		t.plain[c] = !t.hex
	}
	return t, nil
}

// write writes a text escaped, unless the table does not say how.
func (t *table) write(r *run, s string) bool {
	if !t.texts || t.colon && strings.Contains(s, ":") {
		return false
	}
	from := 0
	for i := range len(s) {
		c := s[i]
		if t.plain[c] || c == '%' && t.encoded && i+2 < len(s) && hexDigit(s[i+1]) && hexDigit(s[i+2]) {
			continue
		}
		r.out = append(r.out, s[from:i]...)
		from = i + 1
		if c < utf8.RuneSelf {
			r.out = append(r.out, t.ascii[c]...)
		} else {
			const digits = "0123456789abcdef"
			r.out = append(r.out, '%', digits[c>>4], digits[c&15])
		}
	}
	r.out = append(r.out, s[from:]...)
	return true
}

func hexDigit(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f' }

// number writes a number, which nothing needs to be escaped in.
func (t *table) number(r *run, n int64) bool {
	if t.numbers {
		r.out = strconv.AppendInt(r.out, n, 10)
	}
	return t.numbers
}

// printed is the value that is written for one: what pointers lead to, unless they have a text of their own.
func printed(v reflect.Value) reflect.Value {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		if v.Type() == recordType || v.Type().Implements(stringerType) || v.Type().Implements(errorType) {
			return v
		}
		if v.IsNil() {
			return v
		}
		v = v.Elem()
	}
	return v
}

var (
	stringType   = reflect.TypeFor[string]()
	intType      = reflect.TypeFor[int]()
	int64Type    = reflect.TypeFor[int64]()
	htmlType     = reflect.TypeFor[template.HTML]()
	stringerType = reflect.TypeFor[fmt.Stringer]()
	errorType    = reflect.TypeFor[error]()
)
