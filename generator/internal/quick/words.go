package quick

import (
	"reflect"
	"strconv"
	"strings"
	"text/template/parse"
)

// A word is a text of the theme: parts, and between them the values of its slots.
type word struct {
	parts []string
	slots []int // which of the values
}

const mark = "\x00" // around the number of a slot, where a word is asked for with marks as its values

// word asks Hugo for the text of a key whose values have these names; false when it has to be asked each time.
func (th *Theme) word(key string, names []string) (*word, bool) {
	fn, ok := th.funcs("T")
	if !ok || len(names) > 0 && !th.slots {
		return nil, false
	}
	in := []reflect.Value{background, reflect.ValueOf(key)}
	if len(names) > 0 {
		marks := map[string]any{}
		for i, name := range names {
			if strings.EqualFold(name, "count") {
				return nil, false // it chooses between singular and plural
			}
			marks[name] = mark + strconv.Itoa(i) + mark
		}
		in = append(in, reflect.ValueOf(marks))
	}
	out := fn.Call(in)
	if !out[1].IsNil() {
		return nil, false
	}
	w := &word{}
	for i, part := range strings.Split(out[0].String(), mark) {
		if i%2 == 0 {
			w.parts = append(w.parts, part)
		} else if n, err := strconv.Atoi(part); err == nil {
			w.slots = append(w.slots, n)
		} else {
			return nil, false
		}
	}
	return w, true
}

// dictArgs are what stands behind dict in (dict "name" value …).
func dictArgs(n parse.Node) ([]parse.Node, bool) {
	p, ok := n.(*parse.PipeNode)
	if !ok || len(p.Cmds) != 1 || len(p.Decl) > 0 {
		return nil, false
	}
	id, ok := p.Cmds[0].Args[0].(*parse.IdentifierNode)
	return p.Cmds[0].Args[1:], ok && id.Ident == "dict"
}

// word compiles {{ T "key" }} and {{ T "key" (dict "n" .) }} where they are printed.
func (c *compiler) word(cmd *parse.CommandNode, put *place) (step, bool) {
	id, ok := cmd.Args[0].(*parse.IdentifierNode)
	if !ok || id.Ident != "T" || len(cmd.Args) < 2 || len(cmd.Args) > 3 {
		return nil, false
	}
	key, ok := cmd.Args[1].(*parse.StringNode)
	if !ok {
		return nil, false
	}
	var names []string
	var values []expr
	if len(cmd.Args) == 3 {
		args, ok := dictArgs(cmd.Args[2])
		if !ok || !put.chars.texts || put.chars.hex {
			return nil, false
		}
		if names, values, ok = c.dict(args); !ok {
			return nil, false
		}
	}
	w, ok := c.th.word(key.Text, names)
	if !ok {
		return nil, false
	}
	var parts [][]byte
	for _, part := range w.parts {
		r := &run{}
		put.write(r, reflect.ValueOf(part))
		parts = append(parts, r.out)
	}
	slow := c.words(cmd.Args[1:], nil)
	return func(r *run) signal {
		at := len(r.out)
		r.out = append(r.out, parts[0]...)
		for i, slot := range w.slots {
			if v := values[slot](r); !put.plain(r, v) {
				r.out = r.out[:at]
				put.write(r, slow(r))
				return on
			}
			r.out = append(r.out, parts[i+1]...)
		}
		return on
	}, true
}

// words compiles T where its text is a value.
func (c *compiler) words(nodes []parse.Node, final expr) expr {
	fn, ok := c.th.funcs("T")
	args := c.arguments(nodes, final)
	if !ok || len(args) == 0 {
		c.fail("T")
		return nothing
	}
	slow := func(r *run) reflect.Value { return r.callWith(fn, args) }
	key, ok := nodes[0].(*parse.StringNode)
	if !ok || len(args) > 2 {
		return slow
	}
	var names []string
	var values []expr
	if len(nodes) == 2 {
		if dict, ok := dictArgs(nodes[1]); ok {
			names, values, _ = c.dict(dict)
		}
	}
	w, ok := c.th.word(key.Text, names)
	switch {
	case !ok || len(args) == 2 && names == nil:
		return slow
	case len(w.slots) == 0:
		v := reflect.ValueOf(w.parts[0])
		return func(*run) reflect.Value { return v }
	}
	return func(r *run) reflect.Value {
		text := w.parts[0]
		for i, slot := range w.slots {
			switch v := values[slot](r); {
			case isText(v):
				text += v.String() + w.parts[i+1]
			case v.IsValid() && v.Type() == intType:
				text += strconv.FormatInt(v.Int(), 10) + w.parts[i+1]
			default:
				return slow(r)
			}
		}
		return reflect.ValueOf(text)
	}
}
