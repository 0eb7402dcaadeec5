package privacy

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unsafe"
)

// A Cover takes the names of people who asked for it out of what is published (PIPL §47):
// each becomes one phrase, and what is counted stays. A nil Cover leaves all as it is.
type Cover struct {
	phrase string
	phones []string // heads of columns of phones
	names  map[string]bool
	others []string   // that hold one of the names and stay
	forms  [][]string // how the names may stand in a text, by their first character, which is the first of each list
	text   *strings.Replacer
}

// gaps are what stands in a name of two characters that is set to the width of three.
var gaps = []string{" ", "　", "  "}

// NewCover covers names with phrase. others are names that stay though they may hold one
// of those: 王明德 where 王明 is covered. phones are the heads of the columns of tables in
// which phones stand. It is nil when there are no names.
func NewCover(names, others []string, phrase string, phones ...string) *Cover {
	if len(names) == 0 {
		return nil
	}
	c := &Cover{phrase: phrase, phones: phones, names: map[string]bool{}}
	var pairs [][2]string
	for _, name := range names {
		c.names[name] = true
		forms := []string{name}
		r := []rune(name)
		if len(r) == 2 { // 王 明, as it is set to the width of three
			for _, gap := range gaps {
				forms = append(forms, string(r[0])+gap+string(r[1]))
			}
		}
		for _, form := range forms {
			pairs = append(pairs, [2]string{form, phrase})
		}
		if len(r) > 0 {
			c.addForms(string(r[0]), forms)
		}
	}
	for _, o := range others {
		if !c.names[o] && slices.ContainsFunc(names, func(n string) bool { return strings.Contains(o, n) }) {
			c.others = append(c.others, o)
			pairs = append(pairs, [2]string{o, o})
		}
	}
	slices.SortStableFunc(pairs, func(a, b [2]string) int { return cmp.Compare(len(b[0]), len(a[0])) })
	var list []string
	for _, p := range pairs {
		list = append(list, p[0], p[1])
	}
	c.text = strings.NewReplacer(list...)
	return c
}

func (c *Cover) addForms(first string, forms []string) {
	for i, list := range c.forms {
		if list[0] == first {
			c.forms[i] = append(list, forms...)
			return
		}
	}
	c.forms = append(c.forms, append([]string{first}, forms...))
}

// Same reports whether both take out the same names.
func (c *Cover) Same(o *Cover) bool {
	if c == nil || o == nil {
		return c == o
	}
	return c.phrase == o.phrase && maps.Equal(c.names, o.names) && slices.Equal(c.others, o.others) && slices.Equal(c.phones, o.phones)
}

// in reports whether one of the names stands in s, be it as a part of one that stays. Nearly no
// text holds any, and this is much faster than to replace nothing.
func (c *Cover) in(s string) bool {
	for _, list := range c.forms {
		if !strings.Contains(s, list[0]) {
			continue
		}
		for _, form := range list[1:] {
			if strings.Contains(s, form) {
				return true
			}
		}
	}
	return false
}

// Text returns s without the names.
func (c *Cover) Text(s string) string {
	if c == nil || !c.in(s) {
		return s
	}
	return c.text.Replace(s)
}

// Plain reports whether none of the names stands in any of the texts.
func (c *Cover) Plain(texts ...string) bool {
	return c == nil || !slices.ContainsFunc(texts, func(s string) bool { return c.Text(s) != s })
}

// Table returns a copy of rows, header first, without the names and the phones beside them.
func (c *Cover) Table(rows [][]string) [][]string {
	if c == nil {
		return rows
	}
	out := make([][]string, len(rows))
	for i, row := range rows {
		out[i] = make([]string, len(row))
		gone := false
		for k, cell := range row {
			out[i][k] = c.Text(cell)
			gone = gone || c.names[strings.TrimSpace(cell)]
		}
		for k := range row {
			if gone && i > 0 && k < len(rows[0]) && slices.Contains(c.phones, rows[0][k]) {
				out[i][k] = ""
			}
		}
	}
	return out
}

// Covered returns v, a view, summary or table, in which no exported text holds one of the
// names: v itself where none does, else a copy that shares with it what holds none. Beside a
// name that is covered no phone stays.
func Covered[T any](c *Cover, v T) T {
	if c == nil {
		return v
	}
	w := coverer{Cover: c, copied: map[any]reflect.Value{}, anchors: map[string]string{}, held: map[pointed]bool{}}
	in := reflect.ValueOf(&v).Elem()
	if !w.holds(in) {
		return v
	}
	out, _ := w.value(in).Interface().(T) // not ok for a nil interface
	return out
}

// A coverer copies one value.
type coverer struct {
	*Cover
	copied  map[any]reflect.Value // by pointer
	anchors map[string]string     // of rows, which may hold a name: old → new
	held    map[pointed]bool      // whether what is pointed to holds a name
}

// pointed is what a pointer leads to: a struct and its first field have one address.
type pointed struct {
	at unsafe.Pointer
	t  reflect.Type
}

// holds reports whether one of the names stands in a text that is covered.
func (w *coverer) holds(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.String:
		s := v.String()
		return w.in(s) && w.Text(s) != s
	case reflect.Interface:
		return !v.IsNil() && w.holds(v.Elem())
	case reflect.Pointer:
		if v.IsNil() {
			return false
		}
		key := pointed{v.UnsafePointer(), v.Type()}
		held, known := w.held[key]
		if !known {
			w.held[key] = true // what leads back to itself is copied
			held = w.holds(v.Elem())
			w.held[key] = held
		}
		return held
	case reflect.Slice, reflect.Array:
		switch v.Type().Elem().Kind() {
		case reflect.String, reflect.Interface, reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map, reflect.Struct:
		default:
			return false
		}
		for i := range v.Len() {
			if w.holds(v.Index(i)) {
				return true
			}
		}
	case reflect.Map:
		for all := v.MapRange(); all.Next(); {
			if w.holds(all.Key()) || w.holds(all.Value()) {
				return true
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if covers(v.Type().Field(i)) && w.holds(v.Field(i)) {
				return true
			}
		}
	}
	return false
}

// covers reports whether a field, or what it has of exported fields, is covered.
func covers(f reflect.StructField) bool {
	return f.IsExported() || f.Anonymous && f.Type.Kind() == reflect.Struct
}

func (w *coverer) value(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Struct:
		if !w.holds(v) {
			return v
		}
	}
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	switch v.Kind() {
	case reflect.String:
		out.SetString(w.Text(v.String()))
	case reflect.Pointer:
		if v.IsNil() {
			break
		}
		if known, ok := w.copied[v.Interface()]; ok {
			return known
		}
		out.Set(reflect.New(v.Type().Elem()))
		w.copied[v.Interface()] = out
		out.Elem().Set(w.value(v.Elem()))
	case reflect.Interface:
		if !v.IsNil() {
			out.Set(w.value(v.Elem()))
		}
	case reflect.Slice:
		if v.IsNil() {
			break
		}
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		fallthrough
	case reflect.Array:
		for i := range v.Len() {
			out.Index(i).Set(w.value(v.Index(i)))
		}
	case reflect.Map:
		w.table(v, out)
	case reflect.Struct:
		w.fields(v, out)
	}
	return out
}

// table copies a map. Two keys that became one are told apart by a number.
func (w *coverer) table(v, out reflect.Value) {
	if v.IsNil() {
		return
	}
	out.Set(reflect.MakeMapWithSize(v.Type(), v.Len()))
	keys := v.MapKeys()
	if v.Type().Key().Kind() == reflect.String {
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	}
	for _, k := range keys {
		to := w.value(k)
		for n := 2; to.Kind() == reflect.String && out.MapIndex(to).IsValid(); n++ {
			to.SetString(w.Text(k.String()) + strconv.Itoa(n))
		}
		out.SetMapIndex(to, w.value(v.MapIndex(k)))
	}
}

// fields copies the exported fields of a struct.
func (w *coverer) fields(v, out reflect.Value) {
	gone := false
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !covers(f) {
			continue
		}
		from, to := v.Field(i), out.Field(i)
		if f.Anonymous && !f.IsExported() { // its exported fields can be set one by one
			w.fields(from, to)
			continue
		}
		if from.Kind() == reflect.String && f.Name == "Anchor" {
			to.SetString(w.anchor(from.String()))
			continue
		}
		to.Set(w.value(from))
		gone = gone || from.Kind() == reflect.String && w.names[strings.TrimSpace(from.String())]
	}
	for _, name := range []string{"Phone", "Tel"} {
		if f := out.FieldByName(name); gone && f.IsValid() && f.Kind() == reflect.String {
			f.SetString("")
		}
	}
}

// anchor returns the anchor of a row, another one for a name.
func (w *coverer) anchor(old string) string {
	if w.Text(old) == old {
		return old
	}
	if w.anchors[old] == "" {
		w.anchors[old] = "covered-" + strconv.Itoa(len(w.anchors)+1)
	}
	return w.anchors[old]
}
