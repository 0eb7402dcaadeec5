package quick

import (
	"context"
	"reflect"
	"sync"
	"sync/atomic"
)

var (
	contextType = reflect.TypeFor[context.Context]()
	recordType  = reflect.TypeFor[*record]()
	valueType   = reflect.TypeFor[reflect.Value]()
	zeroerType  = reflect.TypeFor[interface{ IsZero() bool }]()
)

// A record is what dict makes for a partial: a map would cost more than the partial.
type record struct {
	keys   []string
	values []reflect.Value
}

func (d *record) get(key string) reflect.Value {
	for i := len(d.keys) - 1; i >= 0; i-- {
		if d.keys[i] == key {
			return d.values[i]
		}
	}
	return reflect.Value{}
}

// asMap is the map that Hugo's functions know.
func (d *record) asMap() map[string]any {
	m := make(map[string]any, len(d.keys))
	for i, k := range d.keys {
		m[k] = outside(d.values[i])
	}
	return m
}

// outside is a value as Go's and Hugo's functions know it.
func outside(v reflect.Value) any {
	switch {
	case !v.IsValid():
		return nil
	case v.Type() == recordType:
		return v.Interface().(*record).asMap()
	}
	return v.Interface()
}

// bare is what an interface holds.
func bare(v reflect.Value) reflect.Value {
	for v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	return v
}

// truth is Hugo's: zero and empty values are false, and what says itself that it is.
func truth(v reflect.Value) bool {
	v = bare(v)
	for v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return false
		}
		if v.Type() == recordType {
			return len(v.Interface().(*record).keys) > 0
		}
		if v.NumMethod() > 0 || v.Elem().Kind() == reflect.Struct {
			break
		}
		v = bare(v.Elem())
	}
	if !v.IsValid() {
		return false
	}
	if t := v.Type(); t.PkgPath() != "" || t.Kind() == reflect.Pointer || t.Kind() == reflect.Struct {
		if t.Implements(zeroerType) {
			return !v.Interface().(interface{ IsZero() bool }).IsZero()
		}
	}
	switch v.Kind() {
	case reflect.String, reflect.Slice, reflect.Array, reflect.Map:
		return v.Len() > 0
	case reflect.Bool:
		return v.Bool()
	case reflect.Struct:
		return true
	}
	return !v.IsZero()
}

// listOf is the list that a range goes through; the zero Value when there is none.
func listOf(v reflect.Value) reflect.Value {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if !v.IsValid() || v.Kind() == reflect.Slice || v.Kind() == reflect.Array {
		return v
	}
	fail("range over %s", v.Type())
	return v
}

// A field is a name in a template, with where it was found the last time.
type field struct {
	name string
	last atomic.Pointer[found]
	all  sync.Map // reflect.Type → *found
}

// found is what a name is in a type.
type found struct {
	of      reflect.Type
	method  int // -1: a field
	index   []int
	pointer bool // of is a pointer to the struct
}

// look finds the name in the type of v, a struct or a pointer to one.
func (f *field) look(v reflect.Value) *found {
	t := v.Type()
	if hit := f.last.Load(); hit != nil && hit.of == t {
		return hit
	}
	if hit, ok := f.all.Load(t); ok {
		f.last.Store(hit.(*found))
		return hit.(*found)
	}
	hit := &found{of: t, method: -1}
	structure := t
	if t.Kind() == reflect.Pointer {
		hit.pointer, structure = true, t.Elem()
	}
	if m, ok := t.MethodByName(f.name); ok {
		hit.method = m.Index
	} else if sf, ok := structure.FieldByName(f.name); ok && sf.IsExported() {
		hit.index = sf.Index
	} else {
		fail("%s has no %s", t, f.name)
	}
	f.all.Store(t, hit)
	f.last.Store(hit)
	return hit
}

// receiver is the value that has the name's field or method: a map, a record, a struct or, to know all of
// its methods, a pointer to it.
func receiver(v reflect.Value) reflect.Value {
	v = bare(v)
	for v.Kind() == reflect.Pointer {
		if v.IsNil() {
			fail("a nil %s", v.Type())
		}
		elem := v.Elem()
		if elem.Kind() != reflect.Pointer && elem.Kind() != reflect.Interface {
			return v
		}
		v = bare(elem)
	}
	if v.Kind() == reflect.Struct && v.CanAddr() {
		return v.Addr()
	}
	return v
}

// get is the value of the name in v.
func (f *field) get(v reflect.Value) reflect.Value {
	v = receiver(v)
	if !v.IsValid() {
		return v
	}
	if v.Type() == recordType {
		return v.Interface().(*record).get(f.name)
	}
	if v.Kind() == reflect.Map {
		if t := v.Type(); t.PkgPath() != "" || t.Key() != stringType {
			fail("%s of %s", f.name, t) // Hugo has maps that take any case
		}
		if m, ok := v.Interface().(map[string]any); ok {
			return bare(reflect.ValueOf(m[f.name]))
		}
		return bare(v.MapIndex(reflect.ValueOf(f.name)))
	}
	if v.Kind() != reflect.Struct && (v.Kind() != reflect.Pointer || v.Elem().Kind() != reflect.Struct) {
		fail("%s of %s", f.name, v.Type())
	}
	hit := f.look(v)
	if hit.method >= 0 {
		return call(v.Method(hit.method), nil)
	}
	if hit.pointer {
		v = v.Elem()
	}
	if len(hit.index) == 1 {
		return bare(v.Field(hit.index[0]))
	}
	got, err := v.FieldByIndexErr(hit.index)
	if err != nil {
		fail("%v", err)
	}
	return bare(got)
}

// method is the method of that name in v.
func (f *field) method(v reflect.Value) reflect.Value {
	v = receiver(v)
	if !v.IsValid() || v.Kind() == reflect.Map || v.Type() == recordType {
		fail("%s is no method", f.name)
	}
	m := v.MethodByName(f.name)
	if !m.IsValid() {
		fail("%s has no method %s", v.Type(), f.name)
	}
	return m
}

// push works out arguments and puts them above the variables; pop takes them away again.
func (r *run) push(args []expr) (at int) {
	at = len(r.stack)
	for _, arg := range args {
		v := arg(r)
		r.stack = append(r.stack, v)
	}
	return at
}

func (r *run) pop(at int) {
	clear(r.stack[at:])
	r.stack = r.stack[:at]
}

// callWith calls a function of Go's with arguments that are yet to be worked out.
func (r *run) callWith(fn reflect.Value, args []expr) reflect.Value {
	at := r.push(args)
	v := call(fn, r.stack[at:])
	r.pop(at)
	return v
}

// call calls a function of Go's.
func call(fn reflect.Value, args []reflect.Value) reflect.Value {
	t := fn.Type()
	in := make([]reflect.Value, 0, len(args)+1)
	if t.NumIn() > 0 && t.In(0) == contextType {
		in = append(in, background)
	}
	n := len(in) + len(args)
	if n != t.NumIn() && (!t.IsVariadic() || n < t.NumIn()-1) {
		fail("wrong number of arguments")
	}
	for _, arg := range args {
		i := len(in)
		if t.IsVariadic() && i >= t.NumIn()-1 {
			in = append(in, fit(arg, t.In(t.NumIn()-1).Elem()))
		} else {
			in = append(in, fit(arg, t.In(i)))
		}
	}
	out := fn.Call(in)
	if len(out) == 2 && !out[1].IsNil() {
		fail("%v", out[1].Interface())
	}
	v := out[0]
	if v.Type() == valueType {
		v = v.Interface().(reflect.Value)
	}
	return bare(v)
}

// fit makes a value one of a type.
func fit(v reflect.Value, want reflect.Type) reflect.Value {
	if want == valueType {
		if v.IsValid() && v.Type() == recordType {
			v = reflect.ValueOf(outside(v))
		}
		return reflect.ValueOf(v)
	}
	if !v.IsValid() {
		switch want.Kind() {
		case reflect.Interface, reflect.Pointer, reflect.Map, reflect.Slice, reflect.Func, reflect.Chan:
			return reflect.Zero(want)
		}
		fail("nil for %s", want)
	}
	if v.Type() == recordType {
		v = reflect.ValueOf(outside(v))
	}
	switch {
	case v.Type().AssignableTo(want):
		return v
	case v.CanInt() && reflect.Zero(want).CanFloat(), v.Kind() == reflect.String && want.Kind() == reflect.String:
		return v.Convert(want)
	}
	fail("%s for %s", v.Type(), want)
	return v
}
