// Package quick runs the templates of a theme compiled. What Hugo interprets anew for every
// page, node by node and by reflection, it turns once into Go closures, with the escapers that
// html/template chose. It knows the part of the language that themes need for what stands in
// a page, gives the same bytes as Hugo for it, and refuses everything else: a template that it
// does not know is left to Hugo, and so is a page on which anything went wrong.
package quick

import (
	"context"
	"fmt"
	"html/template"
	"reflect"
	"sync"
	"text/template/parse"
)

// deepest is how many templates may run within each other.
const deepest = 200

// Funcs finds one of Hugo's functions by its name in templates.
type Funcs func(name string) (reflect.Value, bool)

// A Theme has templates that can be run. It does not change once it is made.
type Theme struct {
	funcs    Funcs
	slots    bool // the words of the theme have slots for values, and nothing else to work out
	mains    map[string]*tmpl
	partials map[string]*tmpl
	places   map[string]*place // by the names of their escapers
	runs     sync.Pool         // of *run
}

// A tmpl is one template.
type tmpl struct {
	name  string
	tree  *parse.Tree
	vars  int  // how many variables it has at most
	body  step // nil: not compiled
	value expr // what it returns instead of its text, nil for none
}

// New makes a theme without templates. plain says that its words (T) have only {{ .name }}.
func New(funcs Funcs, plain bool) *Theme {
	th := &Theme{funcs: funcs, slots: plain, mains: map[string]*tmpl{}, partials: map[string]*tmpl{}, places: map[string]*place{}}
	th.runs.New = func() any { return new(run) }
	return th
}

// Partial takes a partial by the name that it is called by.
func (th *Theme) Partial(name, text string) {
	if set, err := trees(text); err == nil && len(set) == 1 {
		th.partials[name] = &tmpl{name: name, tree: set[root]}
	}
}

// Main takes the template "main" of a layout, when the layout has nothing else.
func (th *Theme) Main(name, text string) {
	set, err := trees(text)
	if err == nil && len(set) == 2 && set["main"] != nil && parse.IsEmptyTree(set[root].Root) {
		th.mains[name] = &tmpl{name: name, tree: set["main"]}
	}
}

// Compile compiles all that was taken, but for partials of these names, which stand in other
// files. Afterwards Has says which layouts there are.
func (th *Theme) Compile(except []string) {
	for _, name := range except {
		delete(th.partials, name)
	}
	for _, t := range th.partials {
		th.compile(t)
	}
	for _, t := range th.mains {
		th.compile(t)
	}
	for again := true; again; { // one that calls another that is left to Hugo is left to Hugo, too
		again = th.drop(th.mains) || th.drop(th.partials)
	}
}

// drop removes templates that are not compiled or call a partial that is not.
func (th *Theme) drop(list map[string]*tmpl) (some bool) {
	for name, t := range list {
		if t.body == nil || th.callsMissing(t.tree.Root) {
			delete(list, name)
			some = true
		}
	}
	return some
}

// Has reports whether the layout of that name can be run.
func (th *Theme) Has(name string) bool { return th.mains[name] != nil }

// A run is one page that is being made.
type run struct {
	th    *Theme
	site  reflect.Value
	out   []byte
	dot   reflect.Value
	stack []reflect.Value // variables of the templates that run
	base  int             // of the one that runs now; its first is $
	depth int
	grown map[uintptr]*grown // by the address of their first item
}

// A failure ends a run: whatever it is, Hugo has the last word.
type failure struct{ error }

func fail(format string, args ...any) {
	panic(failure{fmt.Errorf(format, args...)})
}

// Run runs a layout's "main" with what templates know as site and as their context.
func (th *Theme) Run(name string, site, page any) (template.HTML, error) {
	return th.run(th.mains[name], name, site, page)
}

// HasPartial reports whether the partial of that name can be run and gives text.
func (th *Theme) HasPartial(name string) bool {
	t := th.partials[name]
	return t != nil && t.value == nil
}

// RunPartial runs a partial.
func (th *Theme) RunPartial(name string, site, arg any) (template.HTML, error) {
	return th.run(th.partials[name], name, site, arg)
}

func (th *Theme) run(t *tmpl, name string, site, dot any) (text template.HTML, err error) {
	if t == nil {
		return "", fmt.Errorf("quick: %s is not compiled", name)
	}
	r := th.runs.Get().(*run)
	defer func() {
		if e := recover(); e != nil {
			err = fmt.Errorf("quick: %s: %v", name, e)
			return
		}
		clear(r.stack[:cap(r.stack)])
		*r = run{out: r.out[:0], stack: r.stack[:0]}
		th.runs.Put(r)
	}()
	r.th, r.site = th, reflect.ValueOf(site)
	r.call(t, reflect.ValueOf(dot))
	return template.HTML(r.out), nil
}

// call runs a template within the run.
func (r *run) call(t *tmpl, dot reflect.Value) (value reflect.Value) {
	if t.body == nil {
		fail("%s is left to Hugo", t.name)
	}
	if r.depth++; r.depth > deepest {
		fail("%s is deeper than %d", t.name, deepest)
	}
	base, before := r.base, r.dot
	r.base = len(r.stack)
	for range t.vars {
		r.stack = append(r.stack, reflect.Value{})
	}
	r.dot, r.stack[r.base] = dot, dot
	if t.value == nil {
		t.body(r)
	} else {
		at := len(r.out)
		t.body(r)
		r.out = r.out[:at]
		r.dot = dot
		value = t.value(r)
	}
	clear(r.stack[r.base:])
	r.stack = r.stack[:r.base]
	r.base, r.dot = base, before
	r.depth--
	return value
}

// text runs a template and gives its text as a value.
func (r *run) text(t *tmpl, dot reflect.Value) reflect.Value {
	at := len(r.out)
	if v := r.call(t, dot); t.value != nil {
		return v
	}
	s := template.HTML(r.out[at:])
	r.out = r.out[:at]
	return reflect.ValueOf(s)
}

// background is what Hugo's functions get as their context: none that we use looks at it.
var background = reflect.ValueOf(context.Background())
