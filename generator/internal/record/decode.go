package record

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/words"
)

// Decode reads d into dst, a pointer to a struct, and reports everything that does
// not fit. Keys listed in extra are let through to the field tagged "*" (a
// []Pair[string]); the step names of a process are such keys. It reports whether
// dst is free of errors.
func (d *Doc) Decode(dst any, rep *problem.Report, extra ...string) bool {
	var own problem.Report
	own.Merge(&d.early)
	if d.ok {
		d.decode(reflect.ValueOf(dst).Elem(), &own, extra)
	}
	rep.Merge(&own)
	return !own.Failed()
}

// Peek reads only the value of one key at the top of a YAML file into dst, a pointer
// to a struct, without reports: what is wrong with it Decode will say.
func (d *Doc) Peek(key string, dst any) {
	var quiet problem.Report
	if !d.ok || d.rows != nil {
		return
	}
	root, ok := d.parse(&quiet)
	if !ok || root == nil || root.Kind != yaml.MappingNode {
		return
	}
	dec := decoder{doc: d, rep: &quiet, shapes: map[reflect.Type]*shape{}}
	for i := 0; i+1 < len(root.Content); i += 2 {
		if code, _ := keyCode(root.Content[i].Value); code == key && root.Content[i+1].Kind == yaml.MappingNode {
			dec.record(root.Content[i+1], reflect.ValueOf(dst).Elem())
		}
	}
}

func (d *Doc) decode(v reflect.Value, rep *problem.Report, extra []string) {
	dec := decoder{doc: d, rep: rep, extra: extra, shapes: map[reflect.Type]*shape{}}
	sh := dec.shape(v.Type())
	if d.rows != nil {
		list := d.List
		if list == "" {
			list = sh.main
		}
		dec.table(v, sh, list)
		return
	}
	root, ok := d.parse(rep)
	switch {
	case !ok || root == nil || empty(root):
	case root.Kind == yaml.SequenceNode && sh.main != "":
		f := sh.fields[sh.main]
		dec.filled(v.FieldByIndex(f.index), sh.main, d.pos(root))
		dec.set(root, v.FieldByIndex(f.index), f, nil)
	case root.Kind != yaml.MappingNode:
		dec.fail(root, "record/want-map")
	default:
		dec.record(root, v)
	}
}

// A decoder reads one file.
type decoder struct {
	doc    *Doc
	rep    *problem.Report
	extra  []string
	shapes map[reflect.Type]*shape
	slab   []place // places of records are cut from here
	slabs  int     // how large the last one was
	read   Value   // the one in hand: nearly every field of a file is one
}

// A shape is what a struct type says about its record.
type shape struct {
	fields   map[string]field
	names    []string // code words in the order of the struct
	required []string
	main     string // code word of the list that a bare list fills
	at       []int  // index of the embedded At
	rest     []int  // index of the field tagged "*"
}

type field struct {
	name  string // code word under which At remembers it
	index []int
	kind  kind
}

type kind int8

const (
	kindText kind = iota
	kindInt
	kindBool
	kindTexts
	kindScalar
	kindScalars
	kindRecord
	kindOptional // *struct
	kindRecords
	kindPairs
	kindPoints // Points
)

var (
	scalarType = reflect.TypeFor[Scalar]()
	shortType  = reflect.TypeFor[Short]()
	atType     = reflect.TypeFor[At]()
	pointsType = reflect.TypeFor[Points]()
	wholeType  = reflect.TypeFor[interface{ whole() }]()
	cellsType  = reflect.TypeFor[Cells]()
)

func (dec *decoder) shape(t reflect.Type) *shape {
	if s := dec.shapes[t]; s != nil {
		return s
	}
	s := &shape{fields: map[string]field{}}
	dec.shapes[t] = s
	s.add(t, nil)
	return s
}

// add takes the fields of t: its own first, then those of embedded structs, so that
// a record may give a key of an embedded struct a meaning of its own.
func (s *shape) add(t reflect.Type, prefix []int) {
	var embedded []int
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(slices.Clone(prefix), i)
		tag, tagged := f.Tag.Lookup("key")
		switch {
		case f.Type == atType && len(prefix) == 0:
			s.at = index
		case tag == "*":
			s.rest = index
		case tagged:
			s.addField(tag, f.Type, index)
		case f.Anonymous && f.Type.Kind() == reflect.Struct && f.Type != atType:
			embedded = append(embedded, i)
		}
	}
	for _, i := range embedded {
		s.add(t.Field(i).Type, append(slices.Clone(prefix), i))
	}
}

// addField takes a field tagged "name|alias…,options" under those of its names that
// are still free.
func (s *shape) addField(tag string, t reflect.Type, index []int) {
	list, options, _ := strings.Cut(tag, ",")
	f := field{index: index, kind: kindOf(t)}
	for name := range strings.SplitSeq(list, "|") {
		if _, taken := s.fields[name]; taken {
			continue
		}
		if f.name == "" {
			f.name = name
			s.names = append(s.names, name)
		}
		s.fields[name] = f
	}
	if strings.Contains(options, "required") {
		s.required = append(s.required, f.name)
	}
	if strings.Contains(options, "main") {
		s.main = f.name
	}
}

func kindOf(t reflect.Type) kind {
	if reflect.PointerTo(t).Implements(scalarType) {
		return kindScalar
	}
	if t == pointsType {
		return kindPoints
	}
	switch t.Kind() {
	case reflect.Int:
		return kindInt
	case reflect.Bool:
		return kindBool
	case reflect.Struct:
		return kindRecord
	case reflect.Pointer:
		return kindOptional
	case reflect.Slice:
		switch e := t.Elem(); {
		case e.Kind() == reflect.String && !reflect.PointerTo(e).Implements(scalarType):
			return kindTexts
		case reflect.PointerTo(e).Implements(scalarType):
			return kindScalars
		case e.Kind() == reflect.Struct && strings.HasPrefix(e.Name(), "Pair["):
			return kindPairs
		}
		return kindRecords
	}
	return kindText
}

func (dec *decoder) fail(n *yaml.Node, code string, kv ...string) {
	p := problem.Problem{Pos: dec.doc.pos(n), Code: code, Args: problem.Args(kv...)}
	p.Width = utf8.RuneCountInString(n.Value)
	dec.rep.Add(p)
}

// empty reports whether n was left blank: no value, ~ or null.
func empty(n *yaml.Node) bool {
	if n.Kind != yaml.ScalarNode || n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
		return n.Kind == 0
	}
	s := strings.TrimSpace(n.Value)
	return s == "" || s == "~" || s == "null"
}

// record reads a mapping into the struct v.
func (dec *decoder) record(n *yaml.Node, v reflect.Value) {
	sh := dec.shape(v.Type())
	places := dec.places(len(n.Content) / 2)
	var seen seenKeys
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, val := n.Content[i], n.Content[i+1]
		code, unit := keyCode(k.Value)
		f, ok := sh.fields[code]
		extra := ""
		if ok {
			code = f.name
		} else if extra = dec.extraKey(sh, k.Value); extra != "" {
			code = extra
		}
		if first := seen.add(code, k.Line); first > 0 {
			dec.fail(k, "record/duplicate-key", "key", k.Value, "line", problem.Int(first))
			continue
		}
		if !ok && extra == "" {
			dec.unknown(sh, k, n)
			continue
		}
		if empty(val) {
			continue
		}
		if !ok {
			rest := v.FieldByIndex(sh.rest)
			p := Pair[string]{At{Pos: dec.doc.pos(val)}, extra, strings.TrimSpace(val.Value)}
			rest.Set(reflect.Append(rest, reflect.ValueOf(p)))
			continue
		}
		at := dec.doc.pos(val)
		places = append(places, place{code, int32(at.Line), int32(at.Col)})
		dec.set(val, v.FieldByIndex(f.index), f, &written{k, unit})
	}
	at := At{Pos: dec.doc.pos(n), places: places}
	if sh.at != nil {
		*v.FieldByIndex(sh.at).Addr().Interface().(*At) = at
	}
	for _, name := range sh.required {
		if !at.Has(name) {
			dec.fail(n, "record/missing", "key", words.KeyName(name))
		}
	}
}

// seenKeys remembers the keys of one record. Records have a dozen keys, so a list on
// the stack does; a map takes over for a file made to be slow.
type seenKeys struct {
	few  [24]string
	line [24]int
	n    int
	many map[string]int
}

// add returns the line on which the key stood before, 0 when it is new.
func (s *seenKeys) add(code string, line int) int {
	for i := range min(s.n, len(s.few)) {
		if s.few[i] == code {
			return s.line[i]
		}
	}
	if s.n < len(s.few) {
		s.few[s.n], s.line[s.n] = code, line
		s.n++
		return 0
	}
	if first, ok := s.many[code]; ok {
		return first
	}
	if s.many == nil {
		s.many = map[string]int{}
	}
	s.many[code] = line
	return 0
}

// The slab grows from that of a small file, of which a record or two may be kept for long.
const leastSlab, mostSlab = 16, 512

// places returns room for n places from the slab.
func (dec *decoder) places(n int) []place {
	if len(dec.slab) < n {
		dec.slabs = min(max(2*dec.slabs, leastSlab), mostSlab)
		dec.slab = make([]place, max(n, dec.slabs))
	}
	p := dec.slab[:0:n]
	dec.slab = dec.slab[n:]
	return p
}

// written is the key over a value, with the unit it names.
type written struct {
	key  *yaml.Node
	unit string
}

// unknown reports a key of the record n that the record does not have.
func (dec *decoder) unknown(sh *shape, k, n *yaml.Node) {
	near := dec.nearest(sh, keyWord(k.Value), sh.used(n))
	if near == "" {
		dec.fail(k, "record/unknown-key", "key", k.Value, "known", dec.known(sh))
		return
	}
	p := problem.Problem{Pos: dec.doc.pos(k), Code: "record/misspelt-key", Args: problem.Args("key", k.Value, "near", near)}
	p.Width = utf8.RuneCountInString(k.Value)
	if line := dec.doc.Line(k.Line); dec.doc.rows == nil {
		p.Fix = strings.Replace(line, k.Value, near, 1)
	}
	dec.rep.Add(p)
}

// set reads n into the field v.
func (dec *decoder) set(n *yaml.Node, v reflect.Value, f field, w *written) {
	switch f.kind {
	case kindText, kindInt, kindBool, kindScalar:
		if n.Kind != yaml.ScalarNode {
			dec.fail(n, "record/want-text", "key", dec.keyName(w))
			return
		}
		dec.scalar(dec.value(n, w), v, f.kind)
	case kindTexts, kindScalars:
		dec.scalars(n, v, f.kind, w)
	case kindOptional:
		v.Set(reflect.New(v.Type().Elem()))
		dec.recordOrShort(n, v.Elem(), w)
	case kindRecord:
		dec.recordOrShort(n, v, w)
	case kindRecords:
		dec.recordsOf(n, v, w)
	case kindPairs:
		dec.pairs(n, v, w)
	case kindPoints:
		dec.points(n, v, w)
	}
}

// Points are the corners of an area on a drawing, in units of its own or in percent of
// its width and height.
type Points struct {
	XY      [][]float64
	Percent bool
}

// points reads [[20, 20], [380, 20], …], or "20,20 380,20 …" in one cell; all of the
// figures or none in percent.
func (dec *decoder) points(n *yaml.Node, v reflect.Value, w *written) {
	var points Points
	rows := n.Content
	if n.Kind == yaml.ScalarNode {
		for _, f := range strings.Fields(Fold(n.Value)) {
			x, y, _ := strings.Cut(f, ",")
			pair := []*yaml.Node{{Kind: yaml.ScalarNode, Value: x}, {Kind: yaml.ScalarNode, Value: y}}
			rows = append(rows, &yaml.Node{Kind: yaml.SequenceNode, Content: pair})
		}
	}
	percents, all := 0, 0
	for _, row := range rows {
		var p []float64
		for _, c := range row.Content {
			text, percent := strings.CutSuffix(strings.TrimSpace(Fold(c.Value)), "%")
			x, err := strconv.ParseFloat(text, 64)
			if err != nil || x < -1e6 || x > 1e6 || percent && (x < 0 || x > 100) {
				continue
			}
			if all++; percent {
				percents++
			}
			p = append(p, x)
		}
		if len(p) != 2 {
			dec.fail(n, "record/want-points", "key", dec.keyName(w))
			return
		}
		points.XY = append(points.XY, p)
	}
	if points.Percent = percents > 0; points.Percent && percents < all {
		dec.fail(n, "record/want-points", "key", dec.keyName(w))
		return
	}
	v.Set(reflect.ValueOf(points))
}

func (dec *decoder) keyName(w *written) string {
	if w == nil {
		return ""
	}
	return w.key.Value
}

// value returns n as a Value, which is good until the next one.
func (dec *decoder) value(n *yaml.Node, w *written) *Value {
	v := &dec.read
	*v = Value{Pos: dec.doc.pos(n), Text: strings.TrimSpace(n.Value), doc: dec.doc, rep: dec.rep,
		Quoted: n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0}
	if w != nil {
		v.Key, v.Unit = w.key.Value, w.unit
	}
	if strings.ContainsFunc(v.Text, invisible) { // written as an escape
		v.Text = strings.TrimSpace(strings.Map(dropInvisible, v.Text))
		v.Warn("record/invisible")
	}
	return v
}

// checkPrivate refuses characters that only one computer knows.
func (v *Value) checkPrivate() {
	if i := strings.IndexFunc(v.Text, private); i >= 0 {
		r, _ := utf8.DecodeRuneInString(v.Text[i:])
		v.Error("record/private-use", "char", string(r))
	}
}

// private reports whether r is of those that stand for nothing by themselves.
func private(r rune) bool { return r >= 0xe000 && r <= 0xf8ff || r >= 0xf0000 }

func (dec *decoder) scalar(val *Value, v reflect.Value, k kind) {
	switch k {
	case kindText:
		val.checkPrivate()
		v.SetString(val.Text)
	case kindInt:
		v.SetInt(int64(scanInt(val)))
	case kindBool:
		v.SetBool(scanBool(val))
	default:
		v.Addr().Interface().(Scalar).Scan(val)
	}
}

// scalars reads a list of values: a YAML list, or one cell with several.
func (dec *decoder) scalars(n *yaml.Node, v reflect.Value, k kind, w *written) {
	one := kindText
	if k == kindScalars {
		one = kindScalar
	}
	items := n.Content
	if n.Kind == yaml.ScalarNode {
		items = []*yaml.Node{n}
	} else if n.Kind != yaml.SequenceNode {
		dec.fail(n, "record/want-list", "key", dec.keyName(w))
		return
	}
	for _, item := range items {
		if item.Kind != yaml.ScalarNode {
			dec.fail(item, "record/want-text", "key", dec.keyName(w))
			continue
		}
		val := dec.value(item, w)
		parts := Split(val.Text)
		if v.Type().Elem().Implements(wholeType) {
			parts = val.wholes(n.Kind == yaml.ScalarNode)
		}
		for _, part := range parts {
			each := *val
			each.Text = part
			v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
			dec.scalar(&each, v.Index(v.Len()-1), one)
		}
	}
}

func (dec *decoder) recordOrShort(n *yaml.Node, v reflect.Value, w *written) {
	switch {
	case v.Type() == cellsType:
		dec.cells(n, v.Addr().Interface().(*Cells))
	case n.Kind == yaml.MappingNode:
		dec.record(n, v)
	case n.Kind == yaml.ScalarNode && v.Addr().Type().Implements(shortType):
		dec.short(dec.value(n, w), v)
	default:
		dec.fail(n, "record/want-map")
	}
}

func (dec *decoder) short(val *Value, v reflect.Value) {
	if sh := dec.shape(v.Type()); sh.at != nil {
		v.FieldByIndex(sh.at).Set(reflect.ValueOf(At{Pos: val.Pos}))
	}
	v.Addr().Interface().(Short).ScanShort(val)
}

// recordsOf reads a list of records; records with a short form may also stand in
// one cell.
func (dec *decoder) recordsOf(n *yaml.Node, v reflect.Value, w *written) {
	elem := v.Type().Elem()
	short := reflect.PointerTo(elem).Implements(shortType)
	items := n.Content
	switch {
	case n.Kind == yaml.ScalarNode && short:
		for _, part := range Split(n.Value) {
			val := dec.value(n, w)
			val.Text = part
			v.Set(reflect.Append(v, reflect.Zero(elem)))
			dec.short(val, v.Index(v.Len()-1))
		}
		return
	case n.Kind == yaml.MappingNode && short:
		items = []*yaml.Node{n} // one person, written without the dash
	case n.Kind != yaml.SequenceNode:
		dec.fail(n, "record/want-list", "key", dec.keyName(w))
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), 0, len(items)))
	for _, item := range items {
		if empty(item) {
			continue
		}
		v.SetLen(v.Len() + 1)
		dec.recordOrShort(item, v.Index(v.Len()-1), w)
	}
}

func (dec *decoder) pairs(n *yaml.Node, v reflect.Value, w *written) {
	add := func(name string, at At, val *yaml.Node, w *written) {
		p := reflect.New(v.Type().Elem()).Elem()
		p.FieldByName("At").Set(reflect.ValueOf(at))
		p.FieldByName("Key").SetString(name)
		slot := p.FieldByName("Value")
		dec.set(val, slot, field{kind: kindOf(slot.Type())}, w)
		v.Set(reflect.Append(v, p))
	}
	switch n.Kind {
	case yaml.ScalarNode:
		add("", At{Pos: dec.doc.pos(n)}, n, w)
		return
	case yaml.SequenceNode:
		dec.fail(n, "record/want-map")
		return
	}
	var seen seenKeys
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, val := n.Content[i], n.Content[i+1]
		name := strings.TrimSpace(k.Value)
		if first := seen.add(name, k.Line); first > 0 {
			dec.fail(k, "record/duplicate-key", "key", name, "line", problem.Int(first))
			continue
		}
		if empty(val) {
			dec.fail(k, "record/no-value", "key", name)
			continue
		}
		add(name, At{Pos: dec.doc.pos(val)}, val, &written{k, ""})
	}
}

// filled reports a list that two files fill.
func (dec *decoder) filled(v reflect.Value, list string, at problem.Pos) {
	if v.Len() > 0 {
		dec.rep.Error(at, "record/two-sources", "list", words.KeyName(list))
	}
}
