package village

import (
	"slices"
	"strings"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/words"
)

// A Person is how a register tells people (or households, by their head) apart.
type Person struct {
	Code     string // 编号; "" when the register has none
	Name     string
	Group    string // 组
	Distinct string // 区分, for the same name in the same group
	Showing  Showing
	At       record.At
}

// A Directory finds people of one register by what staff type, and says how each is
// shown so that two of the same name are never taken for one.
type Directory struct {
	people []Person
	byCode map[string]int
	byName map[string][]int
}

// NewDirectory makes a directory of people, whose order it keeps. It reports two
// with one number, and two of the same name that nothing tells apart.
func NewDirectory(people []Person, rep *problem.Report) *Directory {
	d := &Directory{people: people, byCode: map[string]int{}, byName: map[string][]int{}}
	for i, p := range people {
		if p.Code != "" {
			if j, dup := d.byCode[p.Code]; dup {
				rep.Error(p.At.Of("code"), "register/same-code", "code", p.Code, "one", people[j].Name, "other", p.Name)
			}
			d.byCode[p.Code] = i
		}
		for _, j := range d.byName[p.Name] {
			if q := people[j]; p.Name != "" && sameGroup(q.Group, p.Group) && q.Distinct == p.Distinct {
				rep.Error(p.At.Of("name"), "register/same-name", "name", p.Name, "group", p.Group,
					"line", problem.Int(q.At.Line))
			}
		}
		d.byName[p.Name] = append(d.byName[p.Name], i)
	}
	return d
}

// Len returns the number of people.
func (d *Directory) Len() int {
	if d == nil {
		return 0
	}
	return len(d.people)
}

// Find returns the index of the one person that r means. Anything else is reported
// at pos with the candidates.
func (d *Directory) Find(r Ref, pos problem.Pos, rep *problem.Report) (int, bool) {
	if i, ok := d.byCode[r.Text]; ok {
		if d.people[i].Group != "" && !d.in(i, r.Group) {
			rep.Error(pos, "register/other-group", "label", d.labels([]int{i}), "group", d.people[i].Group, "typed", r.Group)
			return 0, false
		}
		return i, true
	}
	found := d.match(r)
	switch len(found) {
	case 1:
		return found[0], true
	case 0:
		d.unknown(r, pos, rep)
	default:
		rep.Error(pos, "register/ambiguous", "name", r.Text, "candidates", d.labels(found))
	}
	return 0, false
}

// Named returns how many people have that name.
func (d *Directory) Named(name string) int { return len(d.byName[name]) }

// Person returns person i.
func (d *Directory) Person(i int) Person { return d.people[i] }

// Lookup is Find without a report: ok is false when r means nobody or more than one.
func (d *Directory) Lookup(r Ref) (int, bool) {
	if i, ok := d.byCode[r.Text]; ok {
		return i, d.people[i].Group == "" || d.in(i, r.Group)
	}
	found := d.match(r)
	if len(found) != 1 {
		return 0, false
	}
	return found[0], true
}

func (d *Directory) match(r Ref) []int {
	all := d.byName[r.Name]
	if r.Group == "" || len(all) == 0 {
		return all
	}
	var found []int
	for _, i := range all {
		if d.in(i, r.Group) {
			found = append(found, i)
		}
	}
	return found
}

// in reports whether what stands beside a reference is the group of person i, or what
// tells two of a group apart; nothing contradicts no group.
func (d *Directory) in(i int, group string) bool {
	p := d.people[i]
	return group == "" || sameGroup(p.Group, group) || p.Distinct == group || sameGroup(p.Group+p.Distinct, group)
}

// sameGroup compares 2组 with 2, 第2组 and 二组.
func sameGroup(a, b string) bool { return groupKey(a) == groupKey(b) }

func groupKey(s string) string {
	s = hanDigits(record.Fold(s))
	s = strings.NewReplacer("，", "", ",", "", " ", "", "、", "").Replace(s)
	s = strings.TrimPrefix(s, words.T("group.ordinal"))
	return strings.TrimSuffix(s, words.T("group.unit"))
}

// unknown reports a name that the register lacks, with the names that differ by one
// character.
func (d *Directory) unknown(r Ref, pos problem.Pos, rep *problem.Report) {
	if same := d.byName[r.Name]; len(same) > 0 {
		rep.Error(pos, "register/no-such-group", "name", r.Name, "group", r.Group, "candidates", d.labels(same))
		return
	}
	var near []int
	for i, p := range d.people {
		if oneOff(p.Name, r.Name) {
			near = append(near, i)
		}
	}
	if len(near) > 0 && len(near) <= 5 {
		rep.Error(pos, "register/unknown-near", "name", r.Text, "candidates", d.labels(near))
		return
	}
	rep.Error(pos, "register/unknown", "name", r.Text)
}

// oneOff reports whether a and b, of one length, differ in one character only.
func oneOff(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) != len(y) || len(x) < 2 {
		return false
	}
	n := 0
	for i := range x {
		if x[i] != y[i] {
			n++
		}
	}
	return n == 1
}

func (d *Directory) labels(of []int) string {
	var s []string
	for _, i := range of {
		label := d.people[i].Name + d.suffix(i, true)
		if c := d.people[i].Code; c != "" {
			label += words.T("label.code", "code", c)
		}
		s = append(s, label)
	}
	return strings.Join(s, words.T("list.sep"))
}

// Label returns the name as it is shown: with the group where the unit has another
// person of that name (王建国(2组)), and with 区分 where the group has.
func (d *Directory) Label(i int) string { return d.people[i].Name + d.Suffix(i) }

// Suffix returns what Label puts behind the name, "" for a name that is unique.
func (d *Directory) Suffix(i int) string { return d.suffix(i, len(d.byName[d.people[i].Name]) > 1) }

func (d *Directory) suffix(i int, group bool) string {
	p := d.people[i]
	if !group || p.Group == "" && p.Distinct == "" {
		return ""
	}
	s := GroupName(p.Group)
	for _, j := range d.byName[p.Name] {
		if j != i && d.people[j].Group == p.Group && p.Distinct != "" {
			s += words.T("list.comma") + p.Distinct
			break
		}
	}
	return words.T("label.group", "group", strings.TrimPrefix(s, words.T("list.comma")))
}

// GroupName is what a group is called: 2 is 2组.
func GroupName(s string) string {
	if s != "" && strings.Trim(s, "0123456789") == "" {
		s += words.T("group.unit")
	}
	return s
}

// Key returns what the person is matched by from one year to the next: the number,
// else name and group.
func (d *Directory) Key(i int) string {
	p := d.people[i]
	if p.Code != "" {
		return "#" + p.Code
	}
	return nameKey(p)
}

func nameKey(p Person) string {
	return strings.Join([]string{p.Name, groupKey(p.Group), p.Distinct}, "|")
}

// A Roll resolves the references of one file against a register. Where the unit
// keeps no such register, it is made of the names that the file itself uses.
type Roll struct {
	Dir   *Directory
	local bool
	index map[string]int // of names that the register does not hold
}

// NewRoll returns a roll over dir, which it leaves as it is; an empty dir (no
// register) makes the roll local.
func NewRoll(dir *Directory) *Roll {
	r := &Roll{Dir: &Directory{byCode: map[string]int{}, byName: map[string][]int{}}, index: map[string]int{}}
	if dir.Len() == 0 {
		r.local = true
		return r
	}
	r.Dir.people = slices.Clip(dir.people)
	r.Dir.byCode = dir.byCode
	for name, list := range dir.byName {
		r.Dir.byName[name] = slices.Clip(list)
	}
	return r
}

// Local reports whether the unit has no register to resolve against.
func (r *Roll) Local() bool { return r.local }

// Find returns the index in r.Dir of whom ref means. formerly (曾在册) lets a name
// through that the register no longer holds; so does a local roll. Anything else is
// reported at pos.
func (r *Roll) Find(ref Ref, formerly bool, pos problem.Pos, rep *problem.Report) (int, bool) {
	if ref.Name == "" {
		return 0, false // reported when it was read
	}
	if !r.local {
		if i, ok := r.Dir.Lookup(ref); ok {
			return i, true
		}
		if !formerly {
			return r.Dir.Find(ref, pos, rep)
		}
	}
	key := ref.Name + "|" + groupKey(ref.Group)
	if i, ok := r.index[key]; ok {
		return i, true
	}
	i := len(r.Dir.people)
	r.Dir.people = append(r.Dir.people, Person{Name: ref.Name, Group: ref.Group, At: record.At{Pos: pos}})
	r.Dir.byName[ref.Name] = append(r.Dir.byName[ref.Name], i)
	r.index[key] = i
	return i, true
}
