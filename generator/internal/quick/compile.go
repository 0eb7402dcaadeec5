package quick

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"text/template/parse"
)

// A step does one thing of a template and says how it goes on.
type step func(*run) signal

type signal uint8

const (
	on signal = iota
	stop
	next // of a range
)

// An expr works out a value; the zero Value is nil.
type expr func(*run) reflect.Value

// unknown: the compiler leaves this to Hugo.
func unknown(what any) error { return fmt.Errorf("not compiled: %v", what) }

// A compiler compiles one template.
type compiler struct {
	th   *Theme
	vars []string // in scope, each in its place in the stack
	most int
	err  error // first
}

// compile fills in a template, or leaves its body nil.
func (th *Theme) compile(t *tmpl) {
	c := &compiler{th: th}
	c.declare("$")
	list := t.tree.Root
	if n := len(list.Nodes); n > 0 {
		if a, ok := list.Nodes[n-1].(*parse.ActionNode); ok && isReturn(a.Pipe) {
			list = list.CopyList()
			list.Nodes = list.Nodes[:n-1]
			body := c.steps(list, false)
			value := c.command(withoutReturn(a.Pipe.Cmds[0]), nil) // in the scope of all that stands before
			if c.finish(t, body); t.body != nil {
				t.value = value
			}
			return
		}
	}
	if err := escaped(t.tree); err != nil {
		return // Hugo says so
	}
	c.finish(t, c.steps(t.tree.Root, true))
}

func (c *compiler) finish(t *tmpl, body step) {
	if c.err == nil {
		t.body, t.vars = body, c.most
	}
}

// isReturn: {{ return value }}, at the end of a partial.
func isReturn(p *parse.PipeNode) bool {
	if len(p.Cmds) != 1 || len(p.Decl) > 0 || len(p.Cmds[0].Args) != 2 {
		return false
	}
	id, ok := p.Cmds[0].Args[0].(*parse.IdentifierNode)
	return ok && id.Ident == "return"
}

func withoutReturn(cmd *parse.CommandNode) *parse.CommandNode {
	cmd = cmd.Copy().(*parse.CommandNode)
	cmd.Args = cmd.Args[1:]
	return cmd
}

func (c *compiler) fail(what any) {
	if c.err == nil {
		c.err = unknown(what)
	}
}

// declare makes room for a variable and gives its place.
func (c *compiler) declare(name string) int {
	c.vars = append(c.vars, name)
	c.most = max(c.most, len(c.vars))
	return len(c.vars) - 1
}

// place finds a variable; the parser has seen to it that there is one.
func (c *compiler) place(name string) int {
	for i := len(c.vars) - 1; i >= 0; i-- {
		if c.vars[i] == name {
			return i
		}
	}
	c.fail(name)
	return 0
}

// steps compiles a list; what it declares ends with it unless it is the whole template.
func (c *compiler) steps(list *parse.ListNode, writes bool) step {
	if list == nil {
		return nil
	}
	var all []step
	for _, n := range list.Nodes {
		if s := c.step(n, writes); s != nil {
			all = append(all, s)
		}
	}
	switch len(all) {
	case 0:
		return func(*run) signal { return on }
	case 1:
		return all[0]
	}
	return func(r *run) signal {
		for _, s := range all {
			if sig := s(r); sig != on {
				return sig
			}
		}
		return on
	}
}

// step compiles one node. What does not write is the body of a partial that returns a value.
func (c *compiler) step(n parse.Node, writes bool) step {
	switch n := n.(type) {
	case *parse.TextNode:
		text := string(n.Text)
		if !writes || text == "" {
			return nil
		}
		return func(r *run) signal {
			r.out = append(r.out, text...)
			return on
		}
	case *parse.CommentNode:
		return nil
	case *parse.ActionNode:
		return c.action(n.Pipe, writes)
	case *parse.IfNode:
		return c.branch(&n.BranchNode, writes)
	case *parse.WithNode:
		return c.branch(&n.BranchNode, writes)
	case *parse.RangeNode:
		return c.rangeOver(n, writes)
	case *parse.BreakNode:
		return func(*run) signal { return stop }
	case *parse.ContinueNode:
		return func(*run) signal { return next }
	}
	c.fail(n)
	return nil
}

// action compiles {{ pipeline }}.
func (c *compiler) action(p *parse.PipeNode, writes bool) step {
	if len(p.Decl) > 1 {
		c.fail(p)
		return nil
	}
	if len(p.Decl) == 1 {
		value := c.pipeline(p.Cmds)
		name := p.Decl[0].Ident[0]
		var at int
		if p.IsAssign {
			at = c.place(name)
		} else {
			at = c.declare(name)
		}
		return func(r *run) signal {
			v := value(r)
			r.stack[r.base+at] = v
			return on
		}
	}
	cmds, names := escapers(p.Cmds)
	if !writes {
		value := c.pipeline(cmds)
		return func(r *run) signal { value(r); return on }
	}
	if len(names) == 0 {
		c.fail(p)
		return nil
	}
	return c.write(cmds, names)
}

// escapers parts a pipeline from the escapers at its end.
func escapers(cmds []*parse.CommandNode) (rest []*parse.CommandNode, names []string) {
	for len(cmds) > 0 {
		last := cmds[len(cmds)-1]
		id, ok := last.Args[0].(*parse.IdentifierNode)
		if !ok || len(last.Args) != 1 || !strings.HasPrefix(id.Ident, escaper) {
			break
		}
		names = append(names, id.Ident)
		cmds = cmds[:len(cmds)-1]
	}
	slices.Reverse(names)
	return cmds, names
}

// write compiles what prints a value. A partial between tags writes straight into the page.
func (c *compiler) write(cmds []*parse.CommandNode, names []string) step {
	put, err := c.th.place(names)
	if err != nil {
		c.fail(err)
		return nil
	}
	if len(cmds) == 1 && put.html {
		if which, arg, ok := c.partial(cmds[0]); ok {
			return func(r *run) signal {
				t := which(r)
				if v := r.call(t, arg(r)); t.value != nil {
					put.write(r, v)
				}
				return on
			}
		}
	}
	if len(cmds) == 1 {
		if s, ok := c.word(cmds[0], put); ok {
			return s
		}
	}
	value := c.pipeline(cmds)
	return func(r *run) signal {
		put.write(r, value(r))
		return on
	}
}

// branch compiles if and with.
func (c *compiler) branch(n *parse.BranchNode, writes bool) step {
	scope := len(c.vars)
	defer func() { c.vars = c.vars[:scope] }()
	cond, at := c.condition(n.Pipe)
	inner := len(c.vars)
	yes := c.steps(n.List, writes)
	c.vars = c.vars[:inner]
	no := c.steps(n.ElseList, writes)
	with := n.NodeType == parse.NodeWith
	return func(r *run) signal {
		v := cond(r)
		if at >= 0 {
			r.stack[r.base+at] = v
		}
		if !truth(v) {
			if no == nil {
				return on
			}
			return no(r)
		}
		if !with {
			return yes(r)
		}
		before := r.dot
		r.dot = v
		sig := yes(r)
		r.dot = before
		return sig
	}
}

// condition compiles the pipeline of an if or with; at is the place of the variable that it declares, else -1.
func (c *compiler) condition(p *parse.PipeNode) (value expr, at int) {
	value = c.pipeline(p.Cmds)
	switch {
	case len(p.Decl) == 0:
		return value, -1
	case len(p.Decl) == 1 && p.IsAssign:
		return value, c.place(p.Decl[0].Ident[0])
	case len(p.Decl) == 1:
		return value, c.declare(p.Decl[0].Ident[0])
	}
	c.fail(p)
	return value, -1
}

// rangeOver compiles range over lists, the only thing that pages range over.
func (c *compiler) rangeOver(n *parse.RangeNode, writes bool) step {
	scope := len(c.vars)
	defer func() { c.vars = c.vars[:scope] }()
	list := c.pipeline(n.Pipe.Cmds)
	if n.Pipe.IsAssign {
		c.fail(n.Pipe)
	}
	index, item := -1, -1
	switch d := n.Pipe.Decl; len(d) {
	case 1:
		item = c.declare(d[0].Ident[0])
	case 2:
		index, item = c.declare(d[0].Ident[0]), c.declare(d[1].Ident[0])
	}
	inner := len(c.vars)
	body := c.steps(n.List, writes)
	c.vars = c.vars[:inner]
	none := c.steps(n.ElseList, writes)
	return func(r *run) signal {
		v := listOf(list(r))
		if !v.IsValid() || v.Len() == 0 {
			if none == nil {
				return on
			}
			return none(r)
		}
		before := r.dot
		for i := range v.Len() {
			r.dot = bare(v.Index(i))
			if item >= 0 {
				r.stack[r.base+item] = r.dot
			}
			if index >= 0 {
				r.stack[r.base+index] = reflect.ValueOf(i)
			}
			sig := body(r)
			if sig == stop {
				break
			}
		}
		r.dot = before
		return on
	}
}

// callsMissing reports whether a template names a partial that the theme does not have here.
func (th *Theme) callsMissing(list *parse.ListNode) (missing bool) {
	commands(list, func(cmd *parse.CommandNode) {
		if len(cmd.Args) < 2 {
			return
		}
		id, ok := cmd.Args[0].(*parse.IdentifierNode)
		name, fixed := cmd.Args[1].(*parse.StringNode)
		if ok && fixed && id.Ident == "partial" && th.partials[name.Text] == nil {
			missing = true
		}
	})
	return missing
}

// commands visits all commands of a template.
func commands(n parse.Node, visit func(*parse.CommandNode)) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, n := range n.Nodes {
				commands(n, visit)
			}
		}
	case *parse.ActionNode:
		commands(n.Pipe, visit)
	case *parse.IfNode:
		branchCommands(&n.BranchNode, visit)
	case *parse.WithNode:
		branchCommands(&n.BranchNode, visit)
	case *parse.RangeNode:
		branchCommands(&n.BranchNode, visit)
	case *parse.PipeNode:
		for _, cmd := range n.Cmds {
			visit(cmd)
			for _, arg := range cmd.Args {
				commands(arg, visit)
			}
		}
	case *parse.ChainNode:
		commands(n.Node, visit)
	}
}

func branchCommands(n *parse.BranchNode, visit func(*parse.CommandNode)) {
	commands(n.Pipe, visit)
	commands(n.List, visit)
	commands(n.ElseList, visit)
}
