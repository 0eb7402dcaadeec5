package main

import (
	"fmt"
	"math/rand/v2"
	"strconv"

	"gongshi/generator/internal/pinyin"
	"gongshi/generator/internal/search"
)

// surnames by how common they are, the rarer ones last: the first hundred carry most people.
const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文樊葛施倪翟查解单仇区朴盖缪员牟车那宁华乐应石宓谌逄郗隗冼曲卜尉荀满甄祁麻靳亢郇阎晋苗柴褚阴栗霍虞幸牛边岳裴左吉尚伍欧穆鲍詹关耿祝焦冉聂庞殷安辛池庄柯童项霍翁"

var compound = []string{"欧阳", "尉迟", "司马", "上官", "诸葛", "皇甫", "令狐", "呼延", "万俟", "澹台"}

const given = "国建文明军强伟芳秀英丽娟敏静淑兰桂珍玉华平刚辉勇杰涛超霞萍燕春梅海山林东生荣贵福财发根水木火土金银宝珠翠凤莲香花云雪冬秋夏青松柏森树德仁义礼智信忠孝诚勤俭武斌全才志远长乐安康宁和睦祥瑞吉利兴旺盛隆昌达通顺庆红晓亚小大世永光天成新立正清思子家俊佳欣雨佩婷慧颖琳瑶洁莉晶璐倩蓉艳琴芬菊巧彩月素爱改变存有来喜栓柱锁拴根牛虎龙豹狗毛女绿吕旅略"

var (
	head     = []rune("米家塌东西南北上下前后大小石沙河湾沟岭坡岩泉柳杨槐松桃李杏梨高平新兴永安太和仁义马牛羊龙凤虎白黑红黄青紫双三五七八九柴胡郑孔曹武靳")
	tails    = []string{"庄", "沟", "塌", "湾", "岭", "坪", "家庄", "峪", "头", "营", "堡", "洼", "沿", "圪垛"}
	han      = []string{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五", "十六", "十七", "十八", "十九", "二十"}
	roles    = []string{"党支部书记", "村委会主任", "支部委员", "妇联主席", "会计"}
	matters  = []string{"硬化道路", "修建水渠", "安装路灯", "改造厕所", "新建文化广场", "绿化荒山", "维修校舍", "铺设管道", "清理河道", "建设大棚", "扶持养殖", "修缮祠堂", "设立养老食堂", "调解纠纷", "整治环境", "培训电商"}
	minority = []string{"买买提·吐尔逊", "阿依古丽·买买提", "扎西顿珠", "次仁卓玛", "巴特尔"}
)

// A corpus is a site's records, as many villages as one likes, the same for a seed.
type corpus struct {
	rnd    *rand.Rand
	places []search.Place
	used   map[string]bool
}

// newCorpus makes villages in townships of 22 with members, grids, households and outcomes.
// A single one has three times as many records.
func newCorpus(villages int, seed uint64) *corpus {
	c := &corpus{rnd: rand.New(rand.NewPCG(seed, 1)), used: map[string]bool{}}
	parent, town := -1, -1
	if villages > 22 {
		c.places = append(c.places, search.Place{Name: "示例州", Parent: -1})
		parent = 0
	}
	for v := range villages {
		if v%22 == 0 && villages > 1 {
			town = len(c.places)
			name := c.place("乡")
			c.places = append(c.places, search.Place{Name: name, Address: c.folder("", name), Parent: parent})
		}
		scale := 1
		if villages == 1 {
			scale = 3
		}
		c.village(town, scale)
	}
	return c
}

// folder is the address of a unit below another: its name in pinyin, with a number when
// another one sounds the same.
func (c *corpus) folder(above, name string) string {
	s := ""
	for _, r := range []rune(name)[:len([]rune(name))-1] {
		s += pinyin.Readings(r)[0]
	}
	if above != "" {
		s = above + "/" + s
	}
	for n, first := 2, s; c.used[s]; n++ {
		s = first + strconv.Itoa(n)
	}
	c.used[s] = true
	return s
}

func (c *corpus) place(suffix string) string {
	for {
		s := string(pick(c.rnd, head)) + string(pick(c.rnd, head)) + pick(c.rnd, tails) + suffix
		if !c.used[s] {
			c.used[s] = true
			return s
		}
	}
}

func pick[T any](rnd *rand.Rand, list []T) T { return list[rnd.IntN(len(list))] }

func (c *corpus) name() string {
	s, g := []rune(surnames), []rune(given)
	switch c.rnd.IntN(150) {
	case 0:
		return pick(c.rnd, compound) + string(pick(c.rnd, g)) + string(pick(c.rnd, g))
	case 1:
		return pick(c.rnd, minority)
	}
	// the product of two even draws favours the front as surnames do
	out := string(s[c.rnd.IntN(len(s))*(1+c.rnd.IntN(len(s)))/len(s)]) + string(pick(c.rnd, g))
	if c.rnd.IntN(6) > 0 {
		out += string(pick(c.rnd, g))
	}
	return out
}

// village adds one village.
func (c *corpus) village(town, scale int) {
	p := search.Place{Name: c.place("村"), Parent: town}
	above := ""
	if town >= 0 {
		above = c.places[town].Address
	}
	p.Address = c.folder(above, p.Name)
	seen := map[string]int{}
	add := func(r search.Record) {
		if r.Name != "" {
			key := r.Board + r.Name
			if seen[key]++; seen[key] > 1 {
				r.Group = fmt.Sprintf("%d组", seen[key]+10)
				r.Mark = "(" + r.Group + ")"
			}
		}
		r.Row = search.Anchor(r.Label() + r.Mark)
		p.Records = append(p.Records, r)
	}
	group := func() string { return fmt.Sprintf("%d组", 1+c.rnd.IntN(8)) }
	for i := range 42 * scale {
		role := ""
		if i < len(roles) {
			role = roles[i]
		}
		add(search.Record{Kind: search.Person, Board: "points", Name: c.name(), Group: group(), Role: role})
	}
	for i := range 38 * scale {
		add(search.Record{Kind: search.Grid, Board: "grid", Name: c.name(), Role: "网格员",
			Text:  fmt.Sprintf("第%s网格 %d号楼%d单元", han[i%len(han)], i+1, 1+i%4),
			Phone: fmt.Sprintf("13%09d", c.rnd.IntN(1e9))})
	}
	for range 80 * scale {
		add(search.Record{Kind: search.Household, Board: "star", Name: c.name(), Group: group()})
	}
	for range 12 * scale {
		add(search.Record{Kind: search.Matter, Board: "outcome", Text: fmt.Sprintf("%s%s%s%d.%d公里",
			string(pick(c.rnd, head)), string(pick(c.rnd, head)), pick(c.rnd, matters), c.rnd.IntN(9), c.rnd.IntN(9))})
	}
	c.places = append(c.places, p)
}
