package quick

import (
	"reflect"
	"strings"
	"text/template/parse"
)

// pipeline compiles commands that hand their values on.
func (c *compiler) pipeline(cmds []*parse.CommandNode) expr {
	var value expr
	for _, cmd := range cmds {
		value = c.command(cmd, value)
	}
	if value == nil {
		c.fail("an empty pipeline")
		return nothing
	}
	return value
}

func nothing(*run) reflect.Value { return reflect.Value{} }

// command compiles a command; final is what the one before hands over, nil for none.
func (c *compiler) command(cmd *parse.CommandNode, final expr) expr {
	args := cmd.Args[1:]
	switch n := cmd.Args[0].(type) {
	case *parse.FieldNode:
		return c.fields(func(r *run) reflect.Value { return r.dot }, n.Ident, c.arguments(args, final))
	case *parse.VariableNode:
		return c.fields(c.variable(n.Ident[0]), n.Ident[1:], c.arguments(args, final))
	case *parse.ChainNode:
		if id, ok := n.Node.(*parse.IdentifierNode); ok && id.Ident != "site" {
			return c.space(id.Ident, n.Field, c.arguments(args, final))
		}
		return c.fields(c.argument(n.Node), n.Field, c.arguments(args, final))
	case *parse.IdentifierNode:
		return c.function(n.Ident, args, final)
	}
	if len(args) > 0 || final != nil {
		c.fail(cmd)
		return nothing
	}
	return c.argument(cmd.Args[0])
}

// arguments compiles what a function or method gets.
func (c *compiler) arguments(nodes []parse.Node, final expr) (args []expr) {
	for _, n := range nodes {
		args = append(args, c.argument(n))
	}
	if final != nil {
		args = append(args, final)
	}
	return args
}

// argument compiles one value.
func (c *compiler) argument(n parse.Node) expr {
	switch n := n.(type) {
	case *parse.PipeNode:
		if len(n.Decl) > 0 {
			c.fail(n)
		}
		return c.pipeline(n.Cmds)
	case *parse.FieldNode, *parse.VariableNode, *parse.ChainNode, *parse.IdentifierNode:
		return c.command(&parse.CommandNode{NodeType: parse.NodeCommand, Args: []parse.Node{n}}, nil)
	case *parse.DotNode:
		return func(r *run) reflect.Value { return r.dot }
	case *parse.NilNode:
		return nothing
	}
	if v, ok := constant(n); ok {
		return func(*run) reflect.Value { return v }
	}
	c.fail(n)
	return nothing
}

// constant is the value of a literal.
func constant(n parse.Node) (reflect.Value, bool) {
	switch n := n.(type) {
	case *parse.StringNode:
		return reflect.ValueOf(n.Text), true
	case *parse.BoolNode:
		return reflect.ValueOf(n.True), true
	case *parse.NumberNode:
		switch {
		case n.IsComplex && !n.IsFloat:
		case n.IsFloat && strings.ContainsAny(n.Text, ".eEpP") && !strings.HasPrefix(n.Text, "0x") && n.Text[0] != '\'':
			return reflect.ValueOf(n.Float64), true
		case n.IsInt:
			return reflect.ValueOf(int(n.Int64)), true
		}
	}
	return reflect.Value{}, false
}

func (c *compiler) variable(name string) expr {
	at := c.place(name)
	return func(r *run) reflect.Value { return r.stack[r.base+at] }
}

// fields compiles a chain of fields; arguments are for the last, which then is a method.
func (c *compiler) fields(of expr, names []string, args []expr) expr {
	if len(names) == 0 && len(args) > 0 {
		c.fail("arguments for a value")
	}
	for i, name := range names {
		f, from := &field{name: name}, of
		if i < len(names)-1 || len(args) == 0 {
			of = func(r *run) reflect.Value { return f.get(from(r)) }
			continue
		}
		of = func(r *run) reflect.Value {
			return r.callWith(f.method(from(r)), args)
		}
	}
	return of
}

// spaces are Hugo's functions in groups that need nothing but their arguments.
var spaces = map[string]bool{"strings": true, "math": true, "collections": true, "path": true}

// space compiles a function of a group, strings.RuneCount.
func (c *compiler) space(name string, fields []string, args []expr) expr {
	fn, ok := c.th.funcs(name)
	if !ok || !spaces[name] || len(fields) != 1 {
		c.fail(name)
		return nothing
	}
	in := []reflect.Value{}
	if t := fn.Type(); t.NumIn() > 0 && t.In(0) == contextType {
		in = append(in, background)
	}
	m := bare(fn.Call(in)[0]).MethodByName(fields[0])
	if !m.IsValid() {
		c.fail(fields[0])
		return nothing
	}
	return c.calling(m, quicker[name+"."+fields[0]], args)
}

// known are Hugo's functions that need nothing but their arguments, beside those in natives.
var known = map[string]bool{"add": true, "after": true, "append": true, "default": true, "delimit": true, "div": true, "eq": true, "first": true,
	"float": true, "ge": true, "gt": true, "hasPrefix": true, "htmlEscape": true, "in": true, "index": true, "int": true, "last": true, "le": true,
	"lt": true, "mod": true, "mul": true, "ne": true, "print": true, "printf": true, "replace": true, "safeCSS": true, "safeHTML": true,
	"safeHTMLAttr": true, "safeURL": true, "seq": true, "slice": true, "sort": true, "split": true, "string": true, "sub": true, "trim": true, "uniq": true,
	"where": true}

// function compiles the call of a function.
func (c *compiler) function(name string, nodes []parse.Node, final expr) expr {
	switch name {
	case "site":
		return func(r *run) reflect.Value { return r.site }
	case "T", "i18n":
		return c.words(nodes, final)
	case "partial":
		return c.partialValue(nodes, final)
	}
	if name == "dict" {
		return c.record(nodes, final)
	}
	args := c.arguments(nodes, final)
	if n := natives[name]; n != nil {
		if e := n(args); e != nil {
			return e
		}
		c.fail(name)
		return nothing
	}
	fn, ok := c.th.funcs(name)
	if !ok || !known[name] {
		c.fail(name)
		return nothing
	}
	if name == "append" {
		return c.calling(fn, (*run).append, args)
	}
	return c.calling(fn, quicker[name], args)
}

// calling compiles the call of a function of Hugo's that may have a quicker form.
func (c *compiler) calling(fn reflect.Value, own func(*run, []reflect.Value) (reflect.Value, bool), args []expr) expr {
	if own == nil {
		return func(r *run) reflect.Value { return r.callWith(fn, args) }
	}
	return func(r *run) reflect.Value {
		at := r.push(args)
		v, ok := own(r, r.stack[at:])
		if !ok {
			v = call(fn, r.stack[at:])
		}
		r.pop(at)
		return v
	}
}

// partial compiles the call of a partial: which, and what it gets.
func (c *compiler) partial(cmd *parse.CommandNode) (which func(*run) *tmpl, arg expr, ok bool) {
	id, is := cmd.Args[0].(*parse.IdentifierNode)
	if !is || id.Ident != "partial" || len(cmd.Args) < 2 || len(cmd.Args) > 3 {
		return nil, nil, false
	}
	arg = nothing
	if len(cmd.Args) == 3 {
		arg = c.argument(cmd.Args[2])
	}
	if s, fixed := cmd.Args[1].(*parse.StringNode); fixed {
		t := c.th.partials[s.Text]
		if t == nil {
			c.fail(s.Text)
		}
		return func(*run) *tmpl { return t }, arg, true
	}
	name := c.argument(cmd.Args[1])
	return func(r *run) *tmpl {
		v := name(r)
		if !v.IsValid() || v.Kind() != reflect.String {
			fail("a partial without a name")
		}
		t := c.th.partials[v.String()]
		if t == nil {
			fail("%s is left to Hugo", v)
		}
		return t
	}, arg, true
}

func (c *compiler) partialValue(nodes []parse.Node, final expr) expr {
	cmd := &parse.CommandNode{NodeType: parse.NodeCommand, Args: append([]parse.Node{parse.NewIdentifier("partial")}, nodes...)}
	which, arg, ok := c.partial(cmd)
	if !ok || final != nil {
		c.fail("partial")
		return nothing
	}
	return func(r *run) reflect.Value { return bare(r.text(which(r), arg(r))) }
}

// record compiles dict.
func (c *compiler) record(nodes []parse.Node, final expr) expr {
	keys, values, ok := c.dict(nodes)
	if !ok || final != nil {
		c.fail("dict")
		return nothing
	}
	return func(r *run) reflect.Value {
		d := &record{keys, make([]reflect.Value, len(values))}
		for i, value := range values {
			d.values[i] = value(r)
		}
		return reflect.ValueOf(d)
	}
}

// dict takes the names and values of a dict apart.
func (c *compiler) dict(nodes []parse.Node) (names []string, values []expr, ok bool) {
	for i := 0; i+1 < len(nodes); i += 2 {
		name, ok := nodes[i].(*parse.StringNode)
		if !ok {
			return nil, nil, false
		}
		names = append(names, name.Text)
		values = append(values, c.argument(nodes[i+1]))
	}
	return names, values, len(nodes)%2 == 0
}
