package privacy

import (
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Names finds names of people in texts. Of names that begin alike the longest counts: 王明
// does not stand in 王明德 when both are known.
type Names struct {
	known   map[string]string // as it may be written → name
	first   map[rune]bool
	lengths []int // in bytes, longest first
}

// A Mention is a name in a text.
type Mention struct {
	Name string
	At   int  // offset in bytes
	Lone bool // no other Chinese character stands beside it
}

// NewNames makes a set of names; those of one character are left out.
func NewNames(list []string) *Names {
	n := &Names{known: map[string]string{}, first: map[rune]bool{}}
	for _, name := range list {
		r := []rune(name)
		if len(r) < 2 {
			continue
		}
		n.add(name, name)
		if len(r) == 2 {
			for _, gap := range gaps {
				n.add(string(r[0])+gap+string(r[1]), name)
			}
		}
	}
	slices.Sort(n.lengths)
	slices.Reverse(n.lengths)
	return n
}

func (n *Names) add(written, name string) {
	r, _ := utf8.DecodeRuneInString(written)
	n.known[written], n.first[r] = name, true
	if !slices.Contains(n.lengths, len(written)) {
		n.lengths = append(n.lengths, len(written))
	}
}

// In calls visit for each name in s. One of two characters is a word as often as not, so
// it is found only where it stands alone.
func (n *Names) In(s string, visit func(Mention)) {
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if n.first[r] {
			if m, length := n.at(s, i); length > 0 {
				if m.Lone || utf8.RuneCountInString(m.Name) > 2 {
					visit(m)
				}
				size = length
			}
		}
		i += size
	}
}

// at returns the longest name at s[i:] and how long it is there, 0 for none.
func (n *Names) at(s string, i int) (Mention, int) {
	for _, length := range n.lengths {
		if i+length > len(s) {
			continue
		}
		if name, ok := n.known[s[i:i+length]]; ok {
			before, _ := utf8.DecodeLastRuneInString(s[:i])
			after, _ := utf8.DecodeRuneInString(s[i+length:])
			return Mention{name, i, !unicode.Is(unicode.Han, before) && !unicode.Is(unicode.Han, after)}, length
		}
	}
	return Mention{}, 0
}

// Texts calls visit for each exported text of v, a view or table.
func Texts(v any, visit func(string)) {
	texts(reflect.ValueOf(v), map[any]bool{}, visit)
}

func texts(v reflect.Value, seen map[any]bool, visit func(string)) {
	switch v.Kind() {
	case reflect.String:
		if s := v.String(); strings.TrimSpace(s) != "" {
			visit(s)
		}
	case reflect.Pointer:
		if !v.IsNil() && !seen[v.Interface()] {
			seen[v.Interface()] = true
			texts(v.Elem(), seen, visit)
		}
	case reflect.Interface:
		texts(v.Elem(), seen, visit)
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			texts(v.Index(i), seen, visit)
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			texts(it.Key(), seen, visit)
			texts(it.Value(), seen, visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() || f.Anonymous && f.Type.Kind() == reflect.Struct {
				texts(v.Field(i), seen, visit)
			}
		}
	}
}
