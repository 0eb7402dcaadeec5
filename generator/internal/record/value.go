package record

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/words"
)

// At is embedded in every record; decoding fills it.
type At struct {
	problem.Pos
	places []place
}

type place struct {
	key       string // code word
	line, col int32
}

// Of returns where the value of the key with that code word was written, or where
// the record begins.
func (a At) Of(key string) problem.Pos {
	for _, p := range a.places {
		if p.key == key {
			return problem.Pos{File: a.File, Line: int(p.line), Col: int(p.col), Cell: a.Cell}
		}
	}
	return a.Pos
}

// Has reports whether the key stands in the record with a value.
func (a At) Has(key string) bool {
	for _, p := range a.places {
		if p.key == key {
			return true
		}
	}
	return false
}

// A Scalar is a type with a way of its own to be written in one cell or behind one
// colon. Scan reads v, which it does not keep, and reports through it what does not fit.
type Scalar interface{ Scan(v *Value) }

// A Short is a struct that may also be written as one value: 负责人: 张三 instead of
// a name and a post.
type Short interface{ ScanShort(v *Value) }

// A Value is one scalar as typed.
type Value struct {
	problem.Pos
	Text   string // without blanks around it
	Key    string // the key as written
	Unit   string // the unit that the key names: 万元 of 资金(万元); "" for none
	Quoted bool

	doc *Doc
	rep *problem.Report
}

// NewValue makes a value of a pair that was let through as text.
func NewValue(p Pair[string], rep *problem.Report) *Value {
	return &Value{Pos: p.Pos, Text: p.Value, Key: p.Key, rep: rep}
}

// Error reports that the value cannot be read; the problem's arguments include
// value and key.
func (v *Value) Error(code string, kv ...string) { v.report(problem.Error, "", code, kv) }

// ErrorFix is Error with the value as it should be.
func (v *Value) ErrorFix(should, code string, kv ...string) {
	v.report(problem.Error, should, code, kv)
}

// Warn reports that the value was understood as something else than typed.
func (v *Value) Warn(code string, kv ...string) { v.report(problem.Warning, "", code, kv) }

// WarnFix is Warn with the value as it was understood.
func (v *Value) WarnFix(should, code string, kv ...string) {
	v.report(problem.Warning, should, code, kv)
}

func (v *Value) report(s problem.Severity, should, code string, kv []string) {
	p := problem.Problem{
		Pos: v.Pos, Severity: s, Code: code, Width: utf8.RuneCountInString(v.Text),
		Args: problem.Args(append([]string{"value", v.Text, "key", v.Key}, kv...)...),
	}
	if should != "" {
		p.Fix = v.lineWith(should)
	}
	v.rep.Add(p)
}

// lineWith returns the value's line with the value replaced.
func (v *Value) lineWith(should string) string {
	if v.doc == nil || v.doc.rows != nil {
		return should
	}
	line := v.doc.Line(v.Line)
	off := 0
	for range v.Col - 1 {
		_, n := utf8.DecodeRuneInString(line[off:])
		off += n
	}
	i := strings.Index(line[off:], v.Text)
	if i < 0 {
		return should
	}
	return line[:off+i] + should + line[off+i+len(v.Text):]
}

// Pairs is a mapping from names that staff choose to values, in the order typed. A
// value written alone, without names, is one pair whose Key is "".
type Pairs[T any] []Pair[T]

// A Pair is one line of a Pairs.
type Pair[T any] struct {
	At
	Key   string
	Value T
}

// Get returns the value under key.
func (p Pairs[T]) Get(key string) (v T, ok bool) {
	for _, x := range p {
		if x.Key == key {
			return x.Value, true
		}
	}
	return v, false
}

// OneOf reads v as a value of the given list of the words package and returns its
// code word, "" when it is none of them (reported).
func OneOf(kind string, v *Value) (code string) {
	code, ok := words.Value(kind, Fold(v.Text))
	if !ok {
		v.Error("record/not-one-of", "choices", words.ValueNames(kind))
	}
	return code
}

// Split cuts a cell with several values at 、，,；;/ and line breaks.
func Split(s string) []string {
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("、，,；;/\n", r) })
	out := parts[:0]
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// A Whole is a text that in a list of its own is one, whatever stands in it: 数量/单位.
// Several in one cell are parted, though not by slashes.
type Whole string

// Scan takes the text as it is.
func (w *Whole) Scan(v *Value) { *w = Whole(v.Text) }

func (Whole) whole() {}

// A Path is a Whole that names a file of the unit: 图片/修路.jpg.
type Path string

// Scan reads a path as Windows and everybody else write them.
func (p *Path) Scan(v *Value) { *p = Path(strings.ReplaceAll(v.Text, "\\", "/")) }

func (Path) whole() {}

func (v *Value) wholes(parted bool) []string {
	if !parted {
		return []string{v.Text}
	}
	parts := strings.FieldsFunc(v.Text, func(r rune) bool { return strings.ContainsRune("、，,；;\n", r) })
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return slices.DeleteFunc(parts, func(s string) bool { return s == "" })
}

// scanInt reads a whole number: 1,058 and １０４ and 104户 with the unit of the key.
func scanInt(v *Value) int {
	s := strings.ReplaceAll(Fold(v.Text), ",", "")
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil {
		digits := strings.TrimRightFunc(s, func(r rune) bool { return r < '0' || r > '9' })
		m, err := strconv.Atoi(digits)
		if err != nil || len(digits) == len(s) || strings.ContainsAny(s[len(digits):], "余多约近万亿.上下") {
			v.Error("record/want-int")
			return 0
		}
		n = m
	}
	if s != v.Text {
		v.WarnFix(strconv.Itoa(n), "record/read-as", "as", strconv.Itoa(n))
	}
	return n
}

func scanBool(v *Value) bool { return OneOf("bool", v) == "true" }

// keyWord returns a key as the word list has it: without blanks, full-width forms
// and a unit in brackets.
func keyWord(s string) string {
	w, _ := keyUnit(s)
	return w
}

// keyUnit splits 资金(万元) into 资金 and 万元. A key that the list knows with its
// brackets stays whole.
func keyUnit(s string) (word, unit string) {
	if !simple(s) {
		s = strings.Join(strings.Fields(Fold(strings.Map(dropInvisible, s))), "")
		s = strings.Trim(s, `*"'`)
	}
	if _, known := words.Key(s); known || !strings.HasSuffix(s, ")") {
		return s, ""
	}
	head, tail, ok := strings.Cut(s, "(")
	if !ok || head == "" {
		return s, ""
	}
	return head, strings.TrimSuffix(tail, ")")
}

// simple reports whether s holds only characters that keys are written with.
func simple(s string) bool {
	for _, r := range s {
		if (r < 0x4e00 || r > 0x9fff) && (r < 'a' || r > 'z') && (r < '(' || r > ')') && (r < '0' || r > '9') {
			return false
		}
	}
	return true
}

// keyCode returns the code word of a key as typed, and the unit that it names.
func keyCode(s string) (code, unit string) {
	if code, known := words.Key(s); known {
		return code, ""
	}
	word, unit := keyUnit(s)
	code, _ = words.Key(word)
	return code, unit
}

func dropInvisible(r rune) rune {
	if invisible(r) {
		return -1
	}
	return r
}
