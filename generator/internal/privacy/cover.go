package privacy

import (
	"cmp"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// A Cover takes the names of people who asked for it out of what is published (PIPL §47):
// each becomes one phrase, and what is counted stays. A nil Cover leaves all as it is.
type Cover struct {
	phrase string
	phones []string // heads of columns of phones
	names  map[string]bool
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
		pairs = append(pairs, [2]string{name, phrase})
		if r := []rune(name); len(r) == 2 { // 王 明, as it is set to the width of three
			for _, gap := range gaps {
				pairs = append(pairs, [2]string{string(r[0]) + gap + string(r[1]), phrase})
			}
		}
	}
	for _, o := range others {
		if !c.names[o] && slices.ContainsFunc(names, func(n string) bool { return strings.Contains(o, n) }) {
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

// Text returns s without the names.
func (c *Cover) Text(s string) string {
	if c == nil {
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

// Covered returns a copy of v, a view, summary or table, in which no exported text holds
// one of the names. Beside a name that is covered no phone stays.
func Covered[T any](c *Cover, v T) T {
	if c == nil {
		return v
	}
	w := coverer{c, map[any]reflect.Value{}, map[string]string{}}
	out, _ := w.value(reflect.ValueOf(&v).Elem()).Interface().(T) // not ok for a nil interface
	return out
}

// A coverer copies one value.
type coverer struct {
	*Cover
	copied  map[any]reflect.Value // by pointer
	anchors map[string]string     // of rows, which may hold a name: old → new
}

func (w *coverer) value(v reflect.Value) reflect.Value {
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
		if !f.IsExported() && !(f.Anonymous && f.Type.Kind() == reflect.Struct) {
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
