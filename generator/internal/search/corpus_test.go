package search

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// A corpus as large as one likes: villages in townships, with members, grids, households and
// outcomes as they are called in the country.
func corpus(villages int, seed uint64) []Place {
	rnd := rand.New(rand.NewPCG(seed, 1))
	surnames := []rune("王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武戴莫孔向汤解单仇查翟区朴盖缪")
	given := []rune("庆红建国明强军伟芳秀英丽娟敏静淑兰桂珍玉华平刚辉勇杰涛超霞萍燕春梅海山林东生荣贵福财发根水木火土金银宝珠翠凤莲香花云霞雪冬秋夏青松柏林森树德仁义礼智信忠孝诚勤俭文武斌全才志远长乐安康宁静和睦祥瑞吉利兴旺盛隆昌达通顺")
	compound := []string{"欧阳", "尉迟", "司马", "上官"}
	head := []rune("米家塌东西南北上下前后大小石沙河湾沟岭坡岩泉柳杨槐松桃李杏梨高平新兴永安太和仁义马牛羊龙凤虎")
	tails := []string{"庄", "沟", "塌", "湾", "岭", "坪", "家庄", "峪", "头", "营"}
	name := func() string {
		s := string(surnames[min(rnd.IntN(len(surnames)), rnd.IntN(len(surnames)))])
		if rnd.IntN(200) == 0 {
			s = compound[rnd.IntN(len(compound))]
		}
		s += string(given[rnd.IntN(len(given))])
		if rnd.IntN(6) > 0 {
			s += string(given[rnd.IntN(len(given))])
		}
		return s
	}
	han := []string{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}
	var list []Place
	list = append(list, Place{Name: "示例州", Parent: -1})
	used := map[string]bool{}
	placeName := func(suffix string) string {
		for {
			s := string(head[rnd.IntN(len(head))]) + string(head[rnd.IntN(len(head))]) + tails[rnd.IntN(len(tails))] + suffix
			if !used[s] {
				used[s] = true
				return s
			}
		}
	}
	town := 0
	for v := range villages {
		if v%22 == 0 {
			town = len(list)
			list = append(list, Place{Name: placeName("乡"), Address: fmt.Sprintf("t%d", v/22), Parent: 0})
		}
		p := Place{Name: placeName("村"), Parent: town}
		p.Address = list[town].Address + "/" + spell(short(p.Name), firstReading)
		seen := map[string]int{}
		person := func(k Kind, board, role, text string) {
			n := name()
			g := fmt.Sprintf("%d组", 1+rnd.IntN(8))
			r := Record{Kind: k, Board: board, Name: n, Group: g, Role: role, Text: text}
			if seen[n+board]++; seen[n+board] > 1 {
				r.Mark = "(" + g + ")"
			}
			r.Row = anchorOf(&r)
			p.Records = append(p.Records, r)
		}
		for i := range 42 {
			role := ""
			if i == 0 {
				role = "党支部书记"
			} else if i == 1 {
				role = "村委会主任"
			}
			person(Person, "points", role, "")
		}
		for i := range 38 {
			t := fmt.Sprintf("第%s网格 %d号楼%d单元", han[i%10], i+1, 1+i%4)
			person(Grid, "grid", "网格员", t)
		}
		for i := range 80 {
			_ = i
			person(Household, "star", "", "")
		}
		for _, t := range []string{"硬化道路", "修建水渠", "安装路灯", "改造厕所", "新建文化广场", "绿化荒山", "维修校舍", "铺设管道", "清理河道", "建设大棚", "扶持养殖", "修缮祠堂"}[:12] {
			r := Record{Kind: Matter, Board: "outcome", Text: fmt.Sprintf("%s%s%d.%d公里", string(head[rnd.IntN(len(head))]), t, rnd.IntN(9), rnd.IntN(9))}
			r.Row = anchorOf(&r)
			p.Records = append(p.Records, r)
		}
		list = append(list, p)
	}
	return list
}

// files keeps an index in memory.
type files map[string][]byte

func (f files) load(path string) ([]byte, error) {
	if b, ok := f[path]; ok {
		return b, nil
	}
	return nil, fmt.Errorf("no file %s", path)
}

func (f files) take(x *Index) (changed int) {
	list, gone := x.Files()
	for _, c := range list {
		f[c.Path] = c.Data
	}
	for _, g := range gone {
		delete(f, g)
	}
	return len(list) + len(gone)
}

func build(places []Place) (*Index, files) {
	x := New(places, []Title{{"points", "党员积分"}, {"grid", "网格"}, {"star", "星级户"}, {"outcome", "成果"}})
	for i, p := range places {
		x.Set(i, p.Records)
	}
	f := files{}
	f.take(x)
	return x, f
}

func show(list []Result) string {
	var b strings.Builder
	for _, r := range list[:min(len(list), 8)] {
		fmt.Fprintf(&b, "%d %c %s%s %s %s | ", r.Score, r.Kind, r.Name, r.Mark, r.Text, r.Role)
	}
	return b.String()
}
