// Package searchtest makes villages full of people, and what residents may type to find them,
// for tests of the index of search and of whoever reads it.
package searchtest

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strings"

	"gongshi/generator/internal/pinyin"
	"gongshi/generator/internal/search"
	"gongshi/generator/internal/village"
	"gongshi/themes"
)

var (
	surnames  = []rune("王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武莫孔向汤解单仇查翟区朴盖缪")
	given     = []rune("庆红建国明强军伟芳秀英丽娟敏静淑兰桂珍玉华平刚辉勇杰涛超霞萍燕春梅海山林东生荣贵福财发根水木火土金银宝珠翠凤莲香花云雪冬秋夏青松柏森树德仁义礼智信忠孝诚勤俭文武斌全才志远长乐安康宁和睦祥瑞吉利兴旺盛隆昌达通顺")
	compound  = []string{"欧阳", "尉迟", "司马", "上官"}
	heads     = []rune("米家塌东西南北上下前后大小石沙河湾沟岭坡岩泉柳杨槐松桃李杏梨高平新兴永安太和仁义马牛羊龙凤虎")
	tails     = []string{"庄", "沟", "塌", "湾", "岭", "坪", "家庄", "峪", "头", "营"}
	works     = []string{"硬化道路", "修建水渠", "安装路灯", "改造厕所", "新建文化广场", "绿化荒山", "维修校舍", "铺设管道", "清理河道", "建设大棚", "扶持养殖", "修缮祠堂"}
	numerals  = []string{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}
	titles    = []search.Title{{Word: "points", Title: "党员积分"}, {Word: "grid", Title: "网格"}, {Word: "star", Title: "星级户"}, {Word: "outcome", Title: "成果"}}
	uncommon  = []string{"买买提·吐尔逊", "𠮷野庆", "陳積德", "吕绿", "Иван", "王㐂红", "阿依古丽", "马·克", "李A明", "乐乐", "冯(大)", ">不是标题", "|不是键", "~不是字", "😀", "\xff\xfe", "王\t红\n二", "'", "\\\"", "__proto__"}
	expiresOn = map[int]village.Date{3: village.DateOf(2020, 1, 1), 5: village.DateOf(2999, 12, 31)}
)

type maker struct {
	*rand.Rand
	used map[string]bool
}

func one[T any](m *maker, list []T) T { return list[m.IntN(len(list))] }

func (m *maker) name() string {
	s := string(surnames[min(m.IntN(len(surnames)), m.IntN(len(surnames)))])
	if m.IntN(200) == 0 {
		s = one(m, compound)
	}
	s += string(one(m, given))
	if m.IntN(6) > 0 {
		s += string(one(m, given))
	}
	return s
}

func (m *maker) place(suffix string) string {
	for {
		s := string(one(m, heads)) + string(one(m, heads)) + one(m, tails) + suffix
		if !m.used[s] {
			m.used[s] = true
			return s
		}
	}
}

// Corpus returns a prefecture of as many villages as one likes, with members, grids, households
// and outcomes as they are called in the country; the last village is full of odd names.
func Corpus(villages int, seed uint64) []search.Place {
	m := &maker{rand.New(rand.NewPCG(seed, 1)), map[string]bool{}}
	list := []search.Place{{Name: "示例州", Parent: -1}}
	town := 0
	for v := range villages {
		if v%22 == 0 {
			town = len(list)
			list = append(list, search.Place{Name: m.place("乡"), Address: fmt.Sprintf("t%d", v/22), Parent: 0})
		}
		p := search.Place{Name: m.place("村"), Parent: town, Records: m.records()}
		p.Address = list[town].Address + "/" + pinyin.Slug(strings.TrimSuffix(p.Name, "村"))
		switch v % 9 {
		case 4:
			p.Address = list[town].Address + "/" + pinyin.Slug(p.Name)
		case 5:
			p.Address = fmt.Sprintf("%s/v%d", list[town].Address, v)
		case 6:
			p.Address, p.Aliases = fmt.Sprintf("v%d", v), []string{"老" + p.Name, "鳳凰臺"}
		}
		if v == villages-1 {
			p.Records = append(p.Records, odd()...)
		}
		list = append(list, p)
	}
	return list
}

func (m *maker) records() (list []search.Record) {
	seen := map[string]int{}
	person := func(k search.Kind, board, role, text string) {
		r := search.Record{Kind: k, Board: board, Name: m.name(), Group: fmt.Sprintf("%d组", 1+m.IntN(8)), Role: role, Text: text}
		if seen[r.Name+board]++; seen[r.Name+board] > 1 {
			r.Mark = "(" + r.Group + ")"
		}
		if m.IntN(8) == 0 {
			r.Phone = fmt.Sprintf("0351-%d", 1000000+m.IntN(9000000))
		}
		r.Row = search.Anchor(r.Name + r.Mark)
		r.Until = expiresOn[m.IntN(60)]
		list = append(list, r)
	}
	for i := range 42 {
		person(search.Person, "points", map[int]string{0: "党支部书记", 1: "村委会主任"}[i], "")
	}
	for i := range 38 {
		text := fmt.Sprintf("第%s网格 %d号楼%d单元", numerals[i%10], i+1, 1+i%4)
		if i%5 == 4 {
			text = fmt.Sprintf("第%s网格 %c街%d%s%d号", numerals[i%10], one(m, heads), i, []string{"-", "至", "～"}[i%3], i+8)
		}
		person(search.Grid, "grid", "网格员", text)
	}
	for range 80 {
		person(search.Household, "star", "", "")
	}
	for _, w := range works {
		t := fmt.Sprintf("%c%s%d.%d公里", one(m, heads), w, m.IntN(9), m.IntN(9))
		list = append(list, search.Record{Kind: search.Matter, Board: "outcome", Text: t, Path: fmt.Sprint(2020 + m.IntN(4)), Row: search.Anchor(t)})
	}
	return append(list, search.Record{Kind: search.Board, Name: "党员积分", Board: "points"})
}

func odd() (list []search.Record) {
	for i, n := range uncommon {
		list = append(list, search.Record{Kind: search.Person, Board: "points", Name: n, Group: "9组", Role: map[int]string{2: "黨支部書記", 5: strings.Repeat("很长的职务", 9)}[i]},
			search.Record{Kind: search.Matter, Board: "outcome", Text: "慰问" + n + "第十二次", Row: "慰问"})
	}
	return list
}

// Files keeps an index in memory.
type Files map[string][]byte

// Load returns a file as a search.Reader asks for it.
func (f Files) Load(path string) ([]byte, error) {
	if b, ok := f[path]; ok {
		return b, nil
	}
	return nil, errors.New("no file " + path)
}

// Take writes what changed and returns how many files that are.
func (f Files) Take(x *search.Index) int {
	list, gone := x.Files()
	for _, c := range list {
		f[c.Path] = c.Data
	}
	for _, g := range gone {
		delete(f, g)
	}
	return len(list) + len(gone)
}

// Build returns the index of places, in one file up to few records.
func Build(places []search.Place, few int) (*search.Index, Files) {
	x := search.New(places, titles)
	x.Few = few
	x.Script = Script()
	for i, p := range places {
		x.Set(i, p.Records)
	}
	f := Files{}
	f.Take(x)
	return x, f
}

// Script is what a large index needs in browsers.
func Script() string {
	data, err := fs.ReadFile(themes.Default(), "assets/js/blocks.js")
	if err != nil {
		panic(err) // it is embedded
	}
	return string(data)
}
