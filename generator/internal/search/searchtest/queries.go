package searchtest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"gongshi/generator/internal/pinyin"
	"gongshi/generator/internal/search"
)

// A Query is what somebody types, on the page of the unit at Home.
type Query struct{ Kind, Text, Home string }

var traditional = strings.NewReplacer("刘", "劉", "张", "張", "陈", "陳", "马", "馬", "庆", "慶", "红", "紅", "国", "國", "华", "華", "书", "書", "记", "記", "积", "積",
	"龙", "龍", "凤", "鳳", "东", "東", "网", "網", "号", "號", "楼", "樓", "欧", "歐", "阳", "陽", "兰", "蘭", "丽", "麗", "杰", "傑", "军", "軍", "强", "強")

// syllables spells a name as its bearer does.
func syllables(name string) (list []string) {
	chars := []rune(name)
	for i, r := range chars {
		s := "x"
		if own := pinyin.Surname(string(chars[:1])); i == 0 && own != nil {
			s = own[0]
		} else if all := pinyin.Readings(r); all != nil {
			s = all[0]
		}
		list = append(list, s)
	}
	return list
}

func initials(list []string) string {
	var b strings.Builder
	for _, s := range list {
		b.WriteByte(s[0])
	}
	return b.String()
}

func wide(s string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7f {
			return r + 0xfee0
		}
		return r
	}, s)
}

// replaced returns s with another character at i.
func replaced(s string, i int, r rune) string {
	list := []rune(s)
	list[i%len(list)] = r
	return string(list)
}

// mixedUp spells like somebody who hears no difference between zh and z, ang and an, n and l.
func mixedUp(list []string) string {
	var b strings.Builder
	for _, s := range list {
		if rest, ok := strings.CutPrefix(s, "n"); ok {
			s = "l" + rest
		}
		b.WriteString(strings.NewReplacer("zh", "z", "ch", "c", "sh", "s", "ang", "an", "eng", "en", "ing", "in", "v", "u").Replace(s))
	}
	return b.String()
}

// phone returns the number of somebody in p who has one.
func phone(p *search.Place) string {
	for i := range p.Records {
		if p.Records[i].Phone != "" {
			return p.Records[i].Phone
		}
	}
	return ""
}

// kinds are the kinds of queries: each makes one for a record of a place.
var kinds = []struct {
	name string
	make func(m *maker, p *search.Place, r *search.Record) string
}{
	{"name", func(_ *maker, _ *search.Place, r *search.Record) string { return r.Name }},
	{"given name", func(_ *maker, _ *search.Place, r *search.Record) string { return string([]rune(r.Name)[1:]) }},
	{"first two", func(_ *maker, _ *search.Place, r *search.Record) string { return string([]rune(r.Name)[:2]) }},
	{"character", func(m *maker, _ *search.Place, r *search.Record) string { return string(one(m, []rune(r.Name))) }},
	{"pinyin", func(_ *maker, _ *search.Place, r *search.Record) string {
		return strings.Join(syllables(r.Name), "")
	}},
	{"pinyin with blanks", func(_ *maker, _ *search.Place, r *search.Record) string {
		return strings.Join(syllables(r.Name), " ")
	}},
	{"capital pinyin", func(_ *maker, _ *search.Place, r *search.Record) string {
		return strings.ToUpper(strings.Join(syllables(r.Name), ""))
	}},
	{"given name in pinyin", func(_ *maker, _ *search.Place, r *search.Record) string {
		return strings.Join(syllables(r.Name)[1:], "")
	}},
	{"unfinished pinyin", func(_ *maker, _ *search.Place, r *search.Record) string {
		s := strings.Join(syllables(r.Name), "")
		return s[:len(s)-1]
	}},
	{"surname in pinyin", func(_ *maker, _ *search.Place, r *search.Record) string { return syllables(r.Name)[0] }},
	{"letter", func(_ *maker, _ *search.Place, r *search.Record) string { return syllables(r.Name)[0][:1] }},
	{"initials", func(_ *maker, _ *search.Place, r *search.Record) string { return initials(syllables(r.Name)) }},
	{"initials of the given name", func(_ *maker, _ *search.Place, r *search.Record) string {
		return initials(syllables(r.Name)[1:])
	}},
	{"character and initials", func(_ *maker, _ *search.Place, r *search.Record) string {
		return string([]rune(r.Name)[:1]) + initials(syllables(r.Name)[1:])
	}},
	{"character and pinyin", func(_ *maker, _ *search.Place, r *search.Record) string {
		return string([]rune(r.Name)[:1]) + strings.Join(syllables(r.Name)[1:], "")
	}},
	{"pinyin and initials", func(_ *maker, _ *search.Place, r *search.Record) string {
		return syllables(r.Name)[0] + initials(syllables(r.Name)[1:])
	}},
	{"fuzzy pinyin", func(_ *maker, _ *search.Place, r *search.Record) string {
		return mixedUp(syllables(r.Name))
	}},
	{"fuzzy initials", func(_ *maker, _ *search.Place, r *search.Record) string {
		return strings.NewReplacer("n", "l", "l", "n", "z", "zh", "s", "sh").Replace(initials(syllables(r.Name)))
	}},
	{"traditional", func(_ *maker, _ *search.Place, r *search.Record) string { return traditional.Replace(r.Name) }},
	{"full width", func(_ *maker, _ *search.Place, r *search.Record) string {
		return wide(strings.Join(syllables(r.Name), ""))
	}},
	{"full-width building", func(m *maker, _ *search.Place, _ *search.Record) string {
		return wide(fmt.Sprint(1+m.IntN(40))) + "号楼"
	}},
	{"building", func(m *maker, _ *search.Place, _ *search.Record) string {
		return fmt.Sprintf("%d号楼%d单元", 1+m.IntN(40), 1+m.IntN(4))
	}},
	{"grid in digits", func(m *maker, _ *search.Place, _ *search.Record) string {
		return fmt.Sprintf("第%d网格", 1+m.IntN(10))
	}},
	{"grid in numerals", func(m *maker, _ *search.Place, _ *search.Record) string { return "第" + one(m, numerals) + "网格" }},
	{"group", func(_ *maker, _ *search.Place, r *search.Record) string { return r.Group }},
	{"name and group", func(_ *maker, _ *search.Place, r *search.Record) string { return r.Name + " " + r.Group }},
	{"same sound", func(m *maker, _ *search.Place, r *search.Record) string {
		return strings.NewReplacer("庆", "青", "红", "宏", "明", "鸣", "国", "果", "华", "花", "军", "均", "芳", "方").Replace(r.Name)
	}},
	{"wrong character", func(m *maker, _ *search.Place, r *search.Record) string {
		return replaced(r.Name, m.IntN(3), one(m, given))
	}},
	{"unknown character", func(m *maker, _ *search.Place, r *search.Record) string {
		return replaced(r.Name, m.IntN(3), one(m, []rune("龘𪚥鿫")))
	}},
	{"surname and title", func(m *maker, _ *search.Place, r *search.Record) string {
		return string([]rune(r.Name)[:1]) + one(m, []string{"书记", "主任", "网格员", "党支部书记"})
	}},
	{"title", func(m *maker, _ *search.Place, _ *search.Record) string {
		return one(m, []string{"书记", "網格員", "主任"})
	}},
	{"place and name", func(_ *maker, p *search.Place, r *search.Record) string { return p.Name + r.Name }},
	{"short place, blank, name", func(_ *maker, p *search.Place, r *search.Record) string {
		return strings.TrimSuffix(p.Name, "村") + "\u3000" + r.Name
	}},
	{"place, initials", func(_ *maker, p *search.Place, r *search.Record) string {
		return strings.TrimSuffix(p.Name, "村") + " " + initials(syllables(r.Name))
	}},
	{"place in pinyin, name in pinyin", func(_ *maker, p *search.Place, r *search.Record) string {
		return strings.Join(syllables(strings.TrimSuffix(p.Name, "村")), "") + " " + strings.Join(syllables(r.Name), " ")
	}},
	{"place", func(_ *maker, p *search.Place, _ *search.Record) string { return p.Name }},
	{"place initials", func(_ *maker, p *search.Place, _ *search.Record) string { return initials(syllables(p.Name)) }},
	{"matter", func(m *maker, _ *search.Place, _ *search.Record) string { return one(m, works) }},
	{"part of a matter", func(m *maker, _ *search.Place, _ *search.Record) string {
		return string([]rune(one(m, works))[1:3])
	}},
	{"two words of a matter", func(m *maker, p *search.Place, _ *search.Record) string {
		return one(m, works)[:6] + " 公里 " + p.Name
	}},
	{"phone", func(_ *maker, p *search.Place, _ *search.Record) string { return phone(p) }},
	{"phone without its dash", func(_ *maker, p *search.Place, _ *search.Record) string {
		return strings.ReplaceAll(phone(p), "-", "")
	}},
	{"end of a phone", func(_ *maker, p *search.Place, _ *search.Record) string {
		return phone(p)[max(0, len(phone(p))-4):]
	}},
	{"noise", func(m *maker, _ *search.Place, _ *search.Record) string {
		return one(m, []string{"zzzz", "qwxq", "!!!", "　", "", "。，、", "1234567890", "v", "uuu", "xyz 王", "0", "-"})
	}},
	{"emoji", func(m *maker, _ *search.Place, r *search.Record) string {
		return one(m, []string{"😀", "👨‍👩‍👧", "❤️", "🇨🇳", "😀"}) + r.Name
	}},
	{"beyond the BMP", func(m *maker, _ *search.Place, _ *search.Record) string {
		return one(m, []string{"𠮷", "𠮷野庆", "𠮷野", "吉野庆", "𪚥", "𠮷yq"})
	}},
	{"odd", func(m *maker, _ *search.Place, _ *search.Record) string { return one(m, uncommon) }},
	{"part of an odd one", func(m *maker, _ *search.Place, _ *search.Record) string {
		s := []rune(one(m, uncommon))
		i := m.IntN(len(s))
		return string(s[i : i+1+m.IntN(len(s)-i)])
	}},
	{"minority name", func(m *maker, _ *search.Place, _ *search.Record) string {
		return one(m, []string{"买买提", "買買提", "买买提吐尔逊", "买买提·吐尔逊", "买买提•吐尔逊", "吐尔逊", "mmt", "maimaiti", "gul", "ayigl"})
	}},
	{"very long", func(m *maker, p *search.Place, r *search.Record) string {
		return strings.Repeat(one(m, []string{"王", "a", "zhuang", "1", "王a", " a"}), 1+m.IntN(90)) + r.Name
	}},
	{"odd bytes", func(m *maker, _ *search.Place, r *search.Record) string {
		b := []byte(r.Name + one(m, []string{"", "a", "\x00", "\xff"}))
		for range 1 + m.IntN(3) {
			b[m.IntN(len(b))] = byte(m.IntN(256))
		}
		return strings.ToValidUTF8(string(b), "\ufffd")
	}},
	{"ü", func(m *maker, _ *search.Place, _ *search.Record) string {
		return one(m, []string{"lvlv", "lülǜ", "lulu", "LÜ", "lv", "lu", "lǚ lǜ", "nv"})
	}},
	{"toned pinyin", func(m *maker, _ *search.Place, _ *search.Record) string {
		return one(m, []string{"wáng", "lǐ míng", "WANG qìng", "chén"})
	}},
	{"shuffled", func(m *maker, p *search.Place, r *search.Record) string {
		list := []string{r.Name, r.Group, p.Name, r.Role, initials(syllables(r.Name)), "3号楼"}
		m.Shuffle(len(list), func(i, k int) { list[i], list[k] = list[k], list[i] })
		return strings.Join(list[:1+m.IntN(3)], " ")
	}},
}

// Queries returns n queries of each kind for records of places, the kinds in turn.
func Queries(places []search.Place, n int, seed uint64) (list []Query) {
	m := &maker{rand.New(rand.NewPCG(seed, 2)), nil}
	for i := range n {
		for _, k := range kinds {
			p := &places[2+m.IntN(len(places)-2)]
			if len(p.Records) == 0 {
				p = &places[2]
			}
			q := Query{k.name, k.make(m, p, &p.Records[m.IntN(160)]), p.Address}
			switch i % 4 {
			case 1:
				q.Home = one(m, places).Address
			case 2:
				q.Home = "nowhere"
			case 3:
				q.Home = ""
			}
			list = append(list, q)
		}
	}
	return list
}
