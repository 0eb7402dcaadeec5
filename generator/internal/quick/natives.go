package quick

import (
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"
)

var yes, no = reflect.ValueOf(true), reflect.ValueOf(false)

func boolean(b bool) reflect.Value {
	if b {
		return yes
	}
	return no
}

// natives are functions that are compiled: they have no other form here. Each gives nil for
// arguments that it does not take.
var natives = map[string]func(args []expr) expr{
	"and": func(args []expr) expr { return firstThat(args, false) },
	"or":  func(args []expr) expr { return firstThat(args, true) },
	"not": func(args []expr) expr {
		if len(args) != 1 {
			return nil
		}
		return func(r *run) reflect.Value { return boolean(!truth(args[0](r))) }
	},
	"cond": func(args []expr) expr {
		if len(args) != 3 {
			return nil
		}
		return func(r *run) reflect.Value {
			if c, a, b := args[0](r), args[1](r), args[2](r); truth(c) {
				return a
			} else {
				return b
			}
		}
	},
	"len": func(args []expr) expr {
		if len(args) != 1 {
			return nil
		}
		return func(r *run) reflect.Value { return lenOf(args[0](r)) }
	},
}

// firstThat is and and or: the first value that decides, else the last.
func firstThat(args []expr, is bool) expr {
	if len(args) == 0 {
		return nil
	}
	return func(r *run) (v reflect.Value) {
		for _, arg := range args {
			if v = arg(r); truth(v) == is {
				break
			}
		}
		return v
	}
}

func lenOf(v reflect.Value) reflect.Value {
	if v.IsValid() && v.Type() == recordType {
		v = reflect.ValueOf(outside(v))
	}
	switch v.Kind() {
	case reflect.String, reflect.Slice, reflect.Array, reflect.Map:
		return reflect.ValueOf(v.Len())
	}
	fail("len of what has none")
	return v
}

// quicker are forms of Hugo's functions for the types that pages have; false leaves it to Hugo's.
var quicker = map[string]func(r *run, in []reflect.Value) (reflect.Value, bool){
	"eq":    func(_ *run, in []reflect.Value) (reflect.Value, bool) { b, ok := equal(in); return boolean(b), ok },
	"ne":    func(_ *run, in []reflect.Value) (reflect.Value, bool) { b, ok := equal(in); return boolean(!b), ok },
	"lt":    func(_ *run, in []reflect.Value) (reflect.Value, bool) { n, ok := order(in); return boolean(n < 0), ok },
	"le":    func(_ *run, in []reflect.Value) (reflect.Value, bool) { n, ok := order(in); return boolean(n <= 0), ok },
	"gt":    func(_ *run, in []reflect.Value) (reflect.Value, bool) { n, ok := order(in); return boolean(n > 0), ok },
	"ge":    func(_ *run, in []reflect.Value) (reflect.Value, bool) { n, ok := order(in); return boolean(n >= 0), ok },
	"index": index,
	"add":   add,
	"first": first,
	"strings.RuneCount": func(_ *run, in []reflect.Value) (reflect.Value, bool) {
		if len(in) != 1 || !isText(in[0]) {
			return reflect.Value{}, false
		}
		return reflect.ValueOf(utf8.RuneCountInString(in[0].String())), true
	},
	"sub": func(_ *run, in []reflect.Value) (reflect.Value, bool) {
		if len(in) != 2 || !plainInt(in[0]) || !plainInt(in[1]) {
			return reflect.Value{}, false
		}
		return reflect.ValueOf(in[0].Int() - in[1].Int()), true
	},
	"print":   print,
	"slice":   slice,
	"delimit": delimit,
	"printf": func(_ *run, in []reflect.Value) (reflect.Value, bool) {
		if len(in) == 0 || !isText(in[0]) {
			return reflect.Value{}, false
		}
		args := make([]any, 0, len(in))
		for _, v := range in[1:] {
			args = append(args, outside(v))
		}
		return reflect.ValueOf(fmt.Sprintf(in[0].String(), args...)), true
	},
	"default": func(_ *run, in []reflect.Value) (reflect.Value, bool) {
		if len(in) != 2 || !isText(in[1]) {
			return reflect.Value{}, false
		}
		if in[1].Len() > 0 {
			return in[1], true
		}
		return in[0], true
	},
}

func isText(v reflect.Value) bool { return v.IsValid() && v.Type() == stringType }

func isInt(v reflect.Value) bool { return v.CanInt() }

func equal(in []reflect.Value) (same, ok bool) {
	switch {
	case len(in) != 2:
	case isText(in[0]) && isText(in[1]):
		return in[0].String() == in[1].String(), true
	case plainInt(in[0]) && plainInt(in[1]):
		return in[0].Int() == in[1].Int(), true
	}
	return false, false
}

// plainInt: a number without methods, which might compare themselves.
func plainInt(v reflect.Value) bool { return isInt(v) && v.Type().PkgPath() == "" }

func order(in []reflect.Value) (n int, ok bool) {
	switch {
	case len(in) != 2:
	case isText(in[0]) && isText(in[1]):
		return strings.Compare(in[0].String(), in[1].String()), true
	case plainInt(in[0]) && plainInt(in[1]):
		a, b := in[0].Int(), in[1].Int()
		switch {
		case a < b:
			return -1, true
		case a > b:
			return 1, true
		}
		return 0, true
	}
	return 0, false
}

// index goes down lists by number.
func index(_ *run, in []reflect.Value) (reflect.Value, bool) {
	if len(in) < 2 {
		return reflect.Value{}, false
	}
	v := in[0]
	for _, i := range in[1:] {
		if v = bare(v); v.Kind() != reflect.Slice || !plainInt(i) {
			return reflect.Value{}, false
		}
		n := int(i.Int())
		if n < 0 || n >= v.Len() {
			return reflect.Value{}, true
		}
		v = v.Index(n)
	}
	return bare(v), true
}

// add sums whole numbers, which Hugo then has as int64.
func add(_ *run, in []reflect.Value) (reflect.Value, bool) {
	var sum int64
	for _, v := range in {
		if !plainInt(v) {
			return v, false
		}
		sum += v.Int()
	}
	return reflect.ValueOf(sum), len(in) > 1
}

// first is the beginning of a list.
func first(_ *run, in []reflect.Value) (reflect.Value, bool) {
	if len(in) != 2 || !plainInt(in[0]) || in[1].Kind() != reflect.Slice || in[0].Int() < 0 {
		return reflect.Value{}, false
	}
	return in[1].Slice(0, min(int(in[0].Int()), in[1].Len())), true
}

// print joins texts. What is no text gets spaces beside it now and then, by Hugo.
func print(_ *run, in []reflect.Value) (reflect.Value, bool) {
	var b strings.Builder
	for _, v := range in {
		if !isText(v) {
			return reflect.Value{}, false
		}
		b.WriteString(v.String())
	}
	return reflect.ValueOf(b.String()), true
}

// slice makes a list of texts, or of texts and other things.
func slice(_ *run, in []reflect.Value) (reflect.Value, bool) {
	if len(in) == 0 || !isText(in[0]) {
		return reflect.Value{}, false
	}
	texts := make([]string, len(in))
	for i, v := range in {
		if !isText(v) {
			return mixed(in), true
		}
		texts[i] = v.String()
	}
	return reflect.ValueOf(texts), true
}

func mixed(in []reflect.Value) reflect.Value {
	list := make([]any, len(in))
	for i, v := range in {
		list[i] = outside(v)
	}
	return reflect.ValueOf(list)
}

func delimit(_ *run, in []reflect.Value) (reflect.Value, bool) {
	if len(in) != 2 || !in[0].IsValid() || in[0].Type() != textsType || !isText(in[1]) {
		return reflect.Value{}, false
	}
	return reflect.ValueOf(strings.Join(in[0].Interface().([]string), in[1].String())), true
}

var textsType = reflect.TypeFor[[]string]()
