package quick

import "reflect"

// A grown is a list that append made in a run: Hugo's copies the whole list for each item.
type grown struct {
	list reflect.Value // as long as it has room
	used int           // items that some value has; what stands behind them is nobody's
}

// append adds one item to a list of its kind that has some already; false leaves it to Hugo's.
func (r *run) append(in []reflect.Value) (reflect.Value, bool) {
	if len(in) != 2 || !in[0].IsValid() || in[1].Kind() != reflect.Slice || in[1].Len() == 0 {
		return reflect.Value{}, false
	}
	item, list := in[0], in[1]
	if item.Type() == recordType {
		item = reflect.ValueOf(outside(item))
	}
	of := list.Type().Elem()
	if item.Kind() == reflect.Slice || of.Kind() == reflect.Slice || !item.Type().AssignableTo(of) || list.Type().PkgPath() != "" {
		return reflect.Value{}, false
	}
	n := list.Len()
	g := r.grown[list.Pointer()]
	if g == nil || g.used != n || g.list.Len() == n {
		g = &grown{list: reflect.MakeSlice(list.Type(), max(2*n, 8), max(2*n, 8))}
		reflect.Copy(g.list, list)
		if r.grown == nil {
			r.grown = map[uintptr]*grown{}
		}
		r.grown[g.list.Pointer()] = g
	}
	g.list.Index(n).Set(item)
	g.used = n + 1
	return g.list.Slice3(0, n+1, n+1), true
}
