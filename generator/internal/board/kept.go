package board

import (
	"reflect"
	"strings"
)

// Kept returns a copy of a summary that holds on to nothing but itself. The units above, and
// edits, need it long after its board is gone; a pointer into the board would keep all of it,
// and a text cut from a file all of the file.
func Kept(summary any) any {
	if summary == nil {
		return nil
	}
	return keeper{}.value(reflect.ValueOf(summary)).Interface()
}

// A keeper has the texts that it copied, by themselves: summaries repeat them.
type keeper map[string]string

// value returns a copy of v.
func (k keeper) value(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	k.fill(out, v)
	return out
}

// fill makes out, a place, a copy of v.
func (k keeper) fill(out, v reflect.Value) {
	switch out.Set(v); v.Kind() {
	case reflect.String:
		out.SetString(k.text(v.String()))
	case reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(v.Type().Elem()))
			k.fill(out.Elem(), v.Elem())
		}
	case reflect.Interface:
		if !v.IsNil() {
			out.Set(k.value(v.Elem()))
		}
	case reflect.Map:
		if v.IsNil() {
			return
		}
		out.Set(reflect.MakeMapWithSize(v.Type(), v.Len()))
		for key, x := range v.Seq2() {
			out.SetMapIndex(k.value(key), k.value(x))
		}
	case reflect.Slice:
		if v.IsNil() {
			return
		}
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		fallthrough
	case reflect.Array:
		for i := range v.Len() {
			k.fill(out.Index(i), v.Index(i))
		}
	case reflect.Struct:
		k.fields(out, v)
	}
}

// fields copies the exported fields of a struct; the others stay as they are.
func (k keeper) fields(out, v reflect.Value) {
	for i := range v.NumField() {
		switch f := v.Type().Field(i); {
		case f.IsExported():
			k.fill(out.Field(i), v.Field(i))
		case f.Anonymous && f.Type.Kind() == reflect.Struct: // its exported fields can be set one by one
			k.fields(out.Field(i), v.Field(i))
		}
	}
}

func (k keeper) text(s string) string {
	own, ok := k[s]
	if !ok {
		own = strings.Clone(s)
		k[own] = own
	}
	return own
}
