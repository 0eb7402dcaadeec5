package main

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi/generator/internal/pinyin"
	"gongshi/generator/internal/search"
)

// traditional is how some characters are written across the strait, for queries.
var traditional = strings.NewReplacer("国", "國", "庆", "慶", "丽", "麗", "华", "華", "东", "東", "云", "雲", "龙", "龍", "凤", "鳳", "长", "長", "乐", "樂", "宁", "寧", "刘", "劉", "陈", "陳", "杨", "楊", "张", "張", "马", "馬", "孙", "孫", "赵", "趙", "吴", "吳", "郑", "鄭", "韩", "韓", "叶", "葉", "苏", "蘇", "吕", "呂", "谭", "譚", "陆", "陸", "贾", "賈", "齐", "齊", "严", "嚴", "红", "紅", "建设", "建設", "文化广场", "文化廣場", "路灯", "路燈", "修缮", "修繕", "养", "養", "环", "環", "绿化", "綠化", "万", "萬", "义", "義", "后", "後", "里", "裡", "复", "復", "征", "徵", "干", "乾")

// kindsOfQueries make one query each; nil when there is nothing to ask.
var kindsOfQueries = []struct {
	kind string
	make func(*oracle) *query
}{
	{"full name", func(o *oracle) *query {
		x := o.person()
		return o.named3(x.Name, x, func(y *item) bool { return y.Name == x.Name })
	}},
	{"given name", func(o *oracle) *query {
		x := o.person()
		g := string(x.chars[1:])
		return o.named3(g, x, func(y *item) bool { return strings.Contains(y.Name, g) })
	}},
	{"first two", func(o *oracle) *query {
		x := o.person()
		s := string(x.chars[:2])
		return o.named3(s, x, func(y *item) bool { return strings.Contains(y.Name, s) })
	}},
	{"single character", func(o *oracle) *query {
		s := string(pick(o.rnd, []rune(given)))
		return o.text(s, func(y *item) bool { return strings.Contains(y.Text, s) })
	}},
	{"pinyin", func(o *oracle) *query { x := o.person(); return o.sounding(x.pinyin(""), x, same) }},
	{"pinyin in words", func(o *oracle) *query {
		x := o.person()
		q := o.sounding(x.pinyin(""), x, same)
		q.text = x.pinyin(" ")
		return q
	}},
	{"pinyin, capitals", func(o *oracle) *query {
		x := o.person()
		q := o.sounding(x.pinyin(""), x, same)
		q.text = strings.ToUpper(q.text[:1]) + q.text[1:]
		return q
	}},
	{"pinyin of the given name", func(o *oracle) *query {
		x := o.person()
		s := strings.TrimPrefix(x.pinyin(" "), x.readings[0][0]+" ")
		s = strings.ReplaceAll(s, " ", "")
		return o.named3(s, x, func(y *item) bool { // or the start or the whole of another name
			for i := range y.chars {
				for j := i + 1; j <= len(y.chars); j++ {
					if spelt(&item{readings: y.readings[i:j]}, s, same) {
						return true
					}
				}
			}
			return false
		})
	}},
	{"initials", func(o *oracle) *query { x := o.person(); return o.sounding(initials(x), x, initialOf, twoLetters) }},
	{"initials, full width", func(o *oracle) *query {
		x := o.person()
		q := o.sounding(initials(x), x, initialOf, twoLetters)
		q.text = strings.Map(func(r rune) rune { return r + 0xfee0 }, q.text)
		return q
	}},
	{"surname and initials", func(o *oracle) *query {
		x := o.person()
		s := initials(x)[1:]
		return o.named3(string(x.chars[:1])+s, x, func(y *item) bool {
			return len(y.chars) == 3 && y.chars[0] == x.chars[0] && spelt(&item{readings: y.readings[1:]}, s, initialOf, twoLetters)
		})
	}},
	{"surname and pinyin", func(o *oracle) *query {
		x := o.person()
		s := x.readings[1][0] + x.readings[2][0]
		return o.named3(string(x.chars[:1])+s, x, func(y *item) bool {
			return len(y.chars) == 3 && y.chars[0] == x.chars[0] && spelt(&item{readings: y.readings[1:]}, s, same)
		})
	}},
	{"pinyin and last character", func(o *oracle) *query {
		x := o.person()
		s := x.readings[0][0] + x.readings[1][0]
		return o.named3(s+string(x.chars[2:]), x, func(y *item) bool {
			return len(y.chars) == 3 && y.chars[2] == x.chars[2] && spelt(&item{readings: y.readings[:2]}, s, same)
		})
	}},
	{"unfinished pinyin", func(o *oracle) *query {
		x := o.person()
		last := x.readings[2][0]
		if len(last) < 3 {
			return nil
		}
		s := x.readings[0][0] + x.readings[1][0]
		cut := last[:len(last)-1]
		return o.named3(s+cut, x, func(y *item) bool {
			return len(y.chars) == 3 && spelt(&item{readings: y.readings[:2]}, s, same) && slices.ContainsFunc(y.readings[2], func(r string) bool { return strings.HasPrefix(r, cut) })
		})
	}},
	{"fuzzy pinyin", func(o *oracle) *query {
		x := o.person()
		s := ""
		for _, r := range x.readings {
			s += mixed(r[0])
		}
		if s == x.pinyin("") {
			return nil
		}
		return o.named3(s, x, func(y *item) bool { return len(y.chars) == 3 && spelt(y, s, mixed) })
	}},
	{"second reading", func(o *oracle) *query {
		x := o.personWhere(func(x *item) bool {
			return slices.ContainsFunc(x.readings[1:], func(r []string) bool { return len(r) > 1 })
		})
		if x == nil {
			return nil
		}
		s := x.readings[0][0]
		for _, r := range x.readings[1:] {
			s += r[len(r)-1]
		}
		return o.sounding(s, x, same)
	}},
	{"surname with a reading of its own", func(o *oracle) *query {
		x := o.personWhere(func(x *item) bool {
			return strings.ContainsRune("单解查曾仇朴区盖缪员翟覃尉车那宁华", x.chars[0])
		})
		if x == nil {
			return nil
		}
		return o.sounding(x.pinyin(""), x, same)
	}},
	{"surname of two characters", func(o *oracle) *query {
		x := o.anyWhere(func(x *item) bool {
			return slices.ContainsFunc(compound, func(s string) bool { return strings.HasPrefix(x.Name, s) })
		})
		if x == nil {
			return nil
		}
		return o.sounding(x.pinyin(""), x, same)
	}},
	{"name with a dot", func(o *oracle) *query {
		x := o.anyWhere(func(x *item) bool { return strings.Contains(x.Name, "·") })
		if x == nil {
			return nil
		}
		return o.named3(string(x.chars), x, func(y *item) bool { return y.Name == x.Name })
	}},
	{"traditional characters", func(o *oracle) *query {
		x := o.personWhere(func(x *item) bool { return traditional.Replace(x.Name) != x.Name })
		return o.named3(traditional.Replace(x.Name), x, func(y *item) bool { return y.Name == x.Name })
	}},
	{"character of the same sound", func(o *oracle) *query {
		x := o.person()
		return o.wrong(x, func(c rune) bool {
			return slices.ContainsFunc(readingsAt([]rune{'x', c}, 1, c), func(s string) bool { return slices.Contains(x.readings[2], s) })
		})
	}},
	{"wrong character", func(o *oracle) *query { return o.wrong(o.person(), func(rune) bool { return true }) }},
	{"surname and title", func(o *oracle) *query {
		x := &o.items[pick(o.rnd, o.titled)]
		surname, title := string(x.chars[:1]), string([]rune(x.Role)[len([]rune(x.Role))-2:])
		return o.named3(surname+title, x, func(y *item) bool { return strings.HasPrefix(y.Name, surname) && strings.Contains(y.Role, title) })
	}},
	{"place and name", func(o *oracle) *query { x := o.person(); return o.at(x, short(o.c.places[x.unit].Name)+" "+x.Name) }},
	{"place and name, no blank", func(o *oracle) *query { x := o.person(); return o.at(x, short(o.c.places[x.unit].Name)+x.Name) }},
	{"whole place and name", func(o *oracle) *query { x := o.person(); return o.at(x, o.c.places[x.unit].Name+x.Name) }},
	{"name and place", func(o *oracle) *query { x := o.person(); return o.at(x, x.Name+" "+short(o.c.places[x.unit].Name)) }},
	{"place and initials", func(o *oracle) *query {
		x := o.person()
		q := o.at(x, short(o.c.places[x.unit].Name)+" "+initials(x))
		q.want = o.where((*item).nameKey, func(y *item) bool {
			return y.unit == x.unit && len(y.chars) == 3 && spelt(y, initials(x), initialOf, twoLetters)
		})
		return q
	}},
	{"place and role", func(o *oracle) *query {
		x := &o.items[pick(o.rnd, o.titled)]
		return &query{text: short(o.c.places[x.unit].Name) + " " + x.Role, home: o.someHome(),
			want: o.where((*item).nameKey, func(y *item) bool { return y.unit == x.unit && y.Role == x.Role })}
	}},
	{"grid by its number", func(o *oracle) *query {
		n := o.rnd.IntN(len(han))
		return o.text(fmt.Sprintf("第%d网格", n+1), func(y *item) bool { return strings.Contains(y.Text, "第"+han[n]+"网格") })
	}},
	{"grid by its Han numeral", func(o *oracle) *query {
		s := "第" + pick(o.rnd, han) + "网格"
		return o.text(s, func(y *item) bool { return strings.Contains(y.Text, s) })
	}},
	{"building", func(o *oracle) *query {
		s := fmt.Sprintf("%d号楼", 1+o.rnd.IntN(38))
		return o.text(s, func(y *item) bool { return strings.Contains(y.Text, " "+s) })
	}},
	{"building, full width", func(o *oracle) *query {
		n := 1 + o.rnd.IntN(9)
		return o.text(fmt.Sprintf("%c号楼", '０'+n), func(y *item) bool { return strings.Contains(y.Text, fmt.Sprintf(" %d号楼", n)) })
	}},
	{"building in Han numerals", func(o *oracle) *query {
		n := o.rnd.IntN(len(han))
		return o.text(han[n]+"号楼", func(y *item) bool { return strings.Contains(y.Text, fmt.Sprintf(" %d号楼", n+1)) })
	}},
	{"group", func(o *oracle) *query {
		home := o.someHome()
		n := 1 + o.rnd.IntN(8)
		return &query{text: han[n-1] + "组", home: home, want: o.where((*item).nameKey, func(y *item) bool { return y.unit == home && y.Group == fmt.Sprintf("%d组", n) })}
	}},
	{"matter", func(o *oracle) *query {
		x := &o.items[pick(o.rnd, o.texts)]
		return o.text(x.Text, func(y *item) bool { return y.Text == x.Text })
	}},
	{"part of a matter", func(o *oracle) *query {
		s := pick(o.rnd, matters)
		s = string([]rune(s)[o.rnd.IntN(3):])
		return o.text(s, func(y *item) bool { return strings.Contains(y.Text, s) })
	}},
	{"two characters of a matter", func(o *oracle) *query {
		r := []rune(pick(o.rnd, matters))
		i := o.rnd.IntN(len(r) - 1)
		s := string(r[i : i+2])
		return o.text(s, func(y *item) bool { return strings.Contains(y.Text, s) })
	}},
	{"start of a matter", func(o *oracle) *query {
		x := &o.items[pick(o.rnd, o.texts)]
		s := string([]rune(x.Text)[:4])
		return o.text(s, func(y *item) bool { return strings.Contains(y.Text, s) })
	}},
	{"matter in traditional characters", func(o *oracle) *query {
		s := pick(o.rnd, []string{"路灯", "文化广场", "修缮", "绿化"})
		return o.text(traditional.Replace(s), func(y *item) bool { return strings.Contains(y.Text, s) })
	}},
	{"place", func(o *oracle) *query { u := o.someHome(); return o.placed(o.c.places[u].Name, u) }},
	{"place in pinyin", func(o *oracle) *query {
		u := o.someHome()
		a := o.c.places[u].Address
		return o.placed(a[strings.LastIndexByte(a, '/')+1:], u)
	}},
	{"phone", func(o *oracle) *query {
		x := &o.items[pick(o.rnd, o.grids)]
		return &query{text: x.Phone, home: x.unit, want: map[string]bool{x.nameKey(): true}}
	}},
	{"nothing: last digits of a phone", func(o *oracle) *query {
		p := o.items[pick(o.rnd, o.grids)].Phone
		return &query{text: p[len(p)-4:], home: o.someHome()}
	}},
	{"nothing: letters", func(o *oracle) *query {
		return &query{text: pick(o.rnd, []string{"xqzvk", "vvvv", "iuiu", "qqqqqq", "uvwxyzzz", "xyzxyzx"}), home: o.someHome()}
	}},
	{"nothing: characters", func(o *oracle) *query {
		return &query{text: pick(o.rnd, []string{"鑫淼焱垚", "蝴蝶飞舞", "懿曦翀", "火箭发射", "饕餮"}), home: o.someHome()}
	}},
	{"nothing: a number that is not there", func(o *oracle) *query {
		return &query{text: fmt.Sprintf("%d号楼", 200+o.rnd.IntN(500)), home: o.someHome()}
	}},
}

func initials(x *item) string {
	s := ""
	for _, r := range x.readings {
		s += r[0][:1]
	}
	return s
}

func short(place string) string {
	_, n := utf8.DecodeLastRuneInString(place)
	return place[:len(place)-n]
}

// person returns somebody with a name of three characters.
func (o *oracle) person() *item { return &o.items[pick(o.rnd, o.named)] }

func (o *oracle) personWhere(yes func(*item) bool) *item {
	for range 3000 {
		if x := o.person(); yes(x) {
			return x
		}
	}
	return nil
}

func (o *oracle) anyWhere(yes func(*item) bool) *item {
	for range 20000 {
		if x := &o.items[o.rnd.IntN(len(o.items))]; yes(x) {
			return x
		}
	}
	return nil
}

// someHome returns a village.
func (o *oracle) someHome() int { return o.items[o.rnd.IntN(len(o.items))].unit }

// named3 asks for people from where one of them lives, or elsewhere.
func (o *oracle) named3(text string, x *item, yes func(*item) bool) *query {
	home := x.unit
	if o.rnd.IntN(2) == 0 {
		home = o.someHome()
	}
	return &query{text: text, home: home, want: o.where((*item).nameKey, yes)}
}

// sounding asks for the names that may be spelt as s.
func (o *oracle) sounding(s string, x *item, spell ...func(string) string) *query {
	return o.named3(s, x, func(y *item) bool { return spelt(y, s, spell...) })
}

// wrong asks for a name with its last character replaced. Meant are the names with a character
// in place of one that sounds alike; when there are none, those that differ in any one.
func (o *oracle) wrong(x *item, yes func(rune) bool) *query {
	for range 2000 {
		c := pick(o.rnd, []rune(given))
		s := append(slices.Clone(x.chars[:2]), c)
		if c == x.chars[2] || !yes(c) || len(o.byName[string(s)]) > 0 {
			continue
		}
		q := &query{text: string(s), home: x.unit}
		for _, alike := range []bool{true, false} {
			q.want = o.where((*item).nameKey, func(y *item) bool { return differsInOne(y, s, alike) })
			if len(q.want) > 0 {
				break
			}
		}
		return q
	}
	return nil
}

// differsInOne reports whether a name is s but for one character, which sounds alike.
func differsInOne(y *item, s []rune, alike bool) bool {
	if len(y.chars) != len(s) {
		return false
	}
	n := 0
	for i, c := range s {
		if y.chars[i] == c {
			continue
		}
		if n++; alike && !slices.ContainsFunc(y.readings[i], func(r string) bool {
			return slices.ContainsFunc(pinyin.Readings(c), func(t string) bool { return mixed(r) == mixed(t) })
		}) {
			return false
		}
	}
	return n == 1
}

func (o *oracle) at(x *item, text string) *query {
	return &query{text: text, home: o.someHome(), want: o.where((*item).nameKey, func(y *item) bool { return y.unit == x.unit && y.Name == x.Name })}
}

// text asks for texts, and for names and places that are written so.
func (o *oracle) text(s string, yes func(*item) bool) *query {
	q := &query{text: s, home: o.someHome(), want: o.where((*item).textKey, yes)}
	o.alsoWritten(q, s)
	return q
}

func (o *oracle) alsoWritten(q *query, s string) {
	for k := range o.where((*item).nameKey, func(y *item) bool { return strings.Contains(y.Name, s) }) {
		q.want[k] = true
	}
	for u, p := range o.c.places {
		if strings.Contains(p.Name, s) {
			q.want[key(u, search.Unit, p.Name)] = true
		}
	}
}

func (o *oracle) placed(s string, unit int) *query {
	return &query{text: s, home: o.someHome(), want: map[string]bool{key(unit, search.Unit, o.c.places[unit].Name): true}}
}
