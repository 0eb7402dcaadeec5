package plan

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"math"
	"reflect"
	"slices"
	"strings"

	"gongshi/generator/internal/village"
)

// A Fingerprint is the digest of all that a page is made of: two pages with one
// fingerprint have the same bytes, as long as theme and program are the same.
type Fingerprint [16]byte

// Fingerprint digests the page. It reads the fields of frame and view whether they are
// exported or not; of a unit that a view refers to it takes what boards show of others:
// what it is called and where it stands. What views holds is not digested again.
func (p *Page) Fingerprint(views *Views) Fingerprint {
	d := newDigester(views)
	d.value(reflect.ValueOf(p).Elem())
	return d.done()
}

// A digester writes values so that different ones never write the same.
type digester struct {
	sum   hash.Hash
	out   *bufio.Writer
	views *Views
	buf   [8]byte
}

func newDigester(views *Views) *digester {
	d := &digester{sum: sha256.New(), views: views}
	d.out = bufio.NewWriterSize(d.sum, 4<<10)
	return d
}

func (d *digester) done() Fingerprint {
	d.out.Flush() // a hash never fails
	return Fingerprint(d.sum.Sum(nil)[:16])
}

func (d *digester) number(n uint64) {
	d.out.Write(binary.LittleEndian.AppendUint64(d.buf[:0], n))
}

func (d *digester) text(s string) {
	d.number(uint64(len(s)))
	d.out.WriteString(s)
}

func (d *digester) value(v reflect.Value) {
	switch k := v.Kind(); k {
	case reflect.String:
		d.text(v.String())
	case reflect.Bool:
		if v.Bool() {
			d.number(1)
		} else {
			d.number(0)
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		d.number(uint64(v.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		d.number(v.Uint())
	case reflect.Float32, reflect.Float64:
		d.number(math.Float64bits(v.Float()))
	case reflect.Struct:
		for i := range v.NumField() {
			d.value(v.Field(i))
		}
	case reflect.Slice, reflect.Array:
		d.number(uint64(v.Len()))
		for i := range v.Len() {
			d.value(v.Index(i))
		}
	case reflect.Map:
		d.mapping(v)
	case reflect.Pointer:
		d.pointer(v)
	case reflect.Interface:
		if v.IsNil() {
			d.number(0)
			return
		}
		d.text(v.Elem().Type().String())
		if e := v.Elem(); e.Kind() == reflect.Pointer && !e.IsNil() && e.Type() != unitType {
			d.apart(e)
		} else {
			d.value(e)
		}
	default: // functions, channels: nobody can say whether two are the same
		if !v.IsNil() {
			panic(fmt.Sprintf("plan: a view holds a %s", v.Type()))
		}
	}
}

var (
	unitType  = reflect.TypeFor[*village.Unit]()
	frameType = reflect.TypeFor[*Frame]()
)

// apart takes a view or a frame by its own digest: several pages have it.
func (d *digester) apart(v reflect.Value) {
	sum := d.views.digest(v)
	d.out.Write(sum[:])
}

func (d *digester) pointer(v reflect.Value) {
	switch {
	case v.IsNil():
		d.number(0)
	case v.Type() == unitType:
		d.number(1)
		d.unit((*village.Unit)(v.UnsafePointer()))
	case v.Type() == frameType:
		d.number(3)
		d.apart(v)
	default:
		d.number(2)
		d.views.enter(v, func() { d.value(v.Elem()) })
	}
}

// unit digests what is shown of a unit on pages that are not its own.
func (d *digester) unit(u *village.Unit) {
	path := u.Path()
	d.number(uint64(len(path)))
	for _, at := range path {
		d.text(at.Name)
		d.text(at.Address)
		d.text(string(at.Level))
	}
	d.text(u.Households.String())
}

// mapping digests a map in the order of its keys as they are written.
func (d *digester) mapping(v reflect.Value) {
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	d.number(uint64(len(keys)))
	for _, k := range keys {
		d.value(k)
		d.value(v.MapIndex(k))
	}
}
