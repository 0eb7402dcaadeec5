package site

import (
	"flag"
	"fmt"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

var updateCanaries = flag.Bool("update", false, "rewrite testdata/canaries.txt")

// A canary is a word that stands in one field of one record and nowhere else. Where its
// bytes are found, that field is shown. Every kind of record is written once for each
// showing, with canaries in all its fields, and the site is built on the days around the
// last one of those that end.

// A canaryShowing is what a record says about who may see it.
type canaryShowing struct {
	mark  string
	keys  string
	where string // p: public/, l: public.local/, i: public.local/internal/
	ends  bool   // after 1 June it stands nowhere
}

var canaryShowings = []canaryShowing{
	{"网", "渠道: 网站, 范围: 社会", "pli", false},
	{"村", "渠道: [网站, 大厅屏], 范围: 村内", "li", false},
	{"厅", "渠道: 大厅屏, 范围: 社会", "li", false},
	{"栏", "渠道: 公示栏, 范围: 村内", "li", false},
	{"党", "渠道: [网站, 大厅屏, 公示栏], 范围: 党内", "i", false},
	{"止", "渠道: [网站, 大厅屏, 公示栏], 范围: 社会, 到期: 2024-06-01", "pli", true},
	{"竭", "渠道: [大厅屏, 公示栏], 范围: 村内, 到期: 2024-06-01", "li", true},
	{"尽", "范围: 党内, 到期: 2024-06-01", "i", true},
}

// A canaryKind is one kind of record. In its row CC is the record's number, 鸟甲 to 鸟庚 are
// the canaries, 鸟壬 is somebody else for each row, and 看 is the showing.
type canaryKind struct {
	name, mark string
	file       string // below the unit; CC for one file a record
	head       string // what stands in the file before the rows
	row        string
	people     string // a row about 党员 or 户主 of the registers, who are kept back there
	public     string // fields that name a group of what is counted, and are public with the counts
	counted    string // fields that name a group of what is counted: named only where all may see one of it
}

var canaryKinds = []canaryKind{
	{name: "党员名册，户主名册里的人", mark: "册", file: "members.yaml", row: "- {编号: MCC, 姓名: 鸟甲, 看}"},
	{name: "户主", mark: "户", file: "households.yaml", row: "- {编号: HCC, 户主: 鸟甲, 看}"},
	{name: "星级户", mark: "星", file: "stars/2024.yaml", head: "户:\n", row: "- {户: 鸟甲, 组: 鸟丙, 曾在册: 是, 得星: 2, 公示起: 2024-01-06, 公示止: 2024-01-12, 定级日期: 2024-01-14, 看}",
		people: "- {户: 户主, 得星: 2, 公示起: 2024-01-06, 公示止: 2024-01-12, 定级日期: 2024-01-14}"},
	{name: "星级户，正在公示", mark: "晒", file: "stars/2024.yaml", row: "- {户: 鸟甲, 曾在册: 是, 得星: 2, 公示起: 2024-05-20, 公示止: 2024-06-01, 异议: [{日期: 2024-05-25, 处理: 鸟乙, 结果: 维持}], 变更: [{日期: 2024-05-02, 原: 三星, 新: 二星, 原因: 鸟丙}], 看}"},
	{name: "往年的星级户", mark: "陈", file: "stars/2023.yaml", head: "户:\n", row: "- {户: 鸟甲, 曾在册: 是, 得星: 2, 公示起: 2023-01-06, 公示止: 2023-01-12, 定级日期: 2023-01-14, 看}",
		people: "- {户: 户主, 得星: 2, 公示起: 2023-01-06, 公示止: 2023-01-12, 定级日期: 2023-01-14}"},
	{name: "积分流水", mark: "分", file: "points/2024.yaml", head: canaryScheme + "流水:\n- {日期: 2024-01-02, 对象: 示例众, 曾在册: 是, 事项: 清扫, 分值: 20}\n",
		row:    "- {编号: CC, 日期: 2024-03-05, 对象: 鸟壬, 曾在册: 是, 事项: 鸟甲, 分值: 2, 依据: 鸟乙, 审核人: 鸟丙, 看}",
		people: "- {日期: 2024-03-05, 对象: 党员, 事项: 清扫, 分值: 3}"},
	{name: "往年的积分流水", mark: "旧", file: "points/2023.yaml", head: "办法: {公开: 是}\n流水:\n",
		row:    "- {编号: CC, 日期: 2023-03-05, 对象: 鸟壬, 曾在册: 是, 事项: 鸟甲, 分值: 2, 依据: 鸟乙, 审核人: 鸟丙, 看}",
		people: "- {日期: 2023-03-05, 对象: 党员, 事项: 清扫, 分值: 3}"},
	{name: "积分清单", mark: "单", file: "points/2024.yaml", head: "清单:\n", row: "- {编号: CC, 事项: 鸟甲, 分值: 2, 说明: 鸟乙, 看}"},
	{name: "积分商品", mark: "货", file: "points/2024.yaml", head: "商品:\n- {名称: 牙刷, 单价: 1分}\n", row: "- {名称: 鸟甲, 单价: 5分, 库存: 3个, 看}"},
	{name: "兑换", mark: "换", file: "points/2024.yaml", head: "兑换:\n", row: "- {编号: 鸟甲, 日期: 2024-03-06, 对象: 示例众, 曾在册: 是, 商品: 牙刷, 数量: 1, 备注: 鸟乙, 看}\n- {日期: 2024-03-07, 对象: 示例众, 曾在册: 是, 更正: 鸟甲, 更正为: 0, 原因: 鸟丙, 看}",
		people: "- {日期: 2024-03-06, 对象: 党员, 商品: 牙刷, 数量: 1}"},
	{name: "积分活动", mark: "活", file: "points/2024.yaml", head: "活动:\n", row: "- {日期: 2024-03-06, 名称: 鸟甲, 应到: 9, 实到: 8, 看}"},
	{name: "收支", mark: "支", file: "income/2024.yaml", head: "期初余额: 0元\n收支:\n- {日期: 2024-01-03, 方向: 收入, 科目: 其他, 金额: 100元, 摘要: 示例}\n",
		row: "- {编号: CC, 日期: 2024-02-03, 方向: 支出, 科目: 鸟丁, 金额: 3元, 摘要: 鸟甲, 经手: 鸟乙, 审核: 鸟丙, 备注: 鸟戊, 看}"},
	{name: "合同", mark: "合", file: "contracts.yaml", head: "合同:\n", row: "- {编号: CC, 类型: 鸟乙, 标的: 鸟甲, 原价: 1元/年, 现价: 2元/年, 承租方: 鸟丙, 看}"},
	{name: "合同，正在公示", mark: "约", file: "contracts.yaml", row: "- {编号: CC, 类型: 土地, 标的: 鸟甲, 公示起: 2024-05-20, 公示止: 2024-06-01, 看}"},
	{name: "资产", mark: "产", file: "contracts.yaml", head: "资产:\n", row: "- {名称: 鸟甲, 数量: 1座, 单价: 30元/座/年, 承租方: 鸟乙, 看}"},
	{name: "议题", mark: "议", file: "meetings.yaml", head: "流程: 四议两公开\n议题:\n", row: "- {编号: CC, 名称: 鸟甲, 类别: 鸟丁, 决议: 鸟乙, 责任人: 鸟丙, 时限: 2024-07-01, " +
		"提议日期: 2024-01-01, 商议日期: 2024-01-05, 审议日期: 2024-01-10, 决议日期: 2024-01-20, 公示起: 2024-05-20, 公示止: 2024-06-01, 看}"},
	{name: "代办事项", mark: "事", file: "errands.yaml", head: "事项清单:\n", row: "- {事项: 鸟甲, 类别: 鸟乙, 材料: [鸟丙], 时限: 3天, 说明: 鸟丁, 看}"},
	{name: "代办员", mark: "员", file: "errands.yaml", head: "代办员:\n", row: "- {姓名: 鸟甲, 职务: 鸟乙, 坐班日: 每天, 看}",
		people: "- {姓名: 党员, 坐班日: 每天}"},
	{name: "代办件", mark: "办", file: "errands.yaml", head: "件:\n", public: "乙", row: "- {编号: CC, 事项: 鸟甲, 类别: 鸟乙, 委托日期: 2024-05-06, 受理日期: 2024-05-06, 看}"},
	{name: "任务", mark: "任", counted: "丁", file: "tasks.yaml", head: "清单: [{名称: 重点}]\n事项:\n", row: "- {编号: CC, 清单: 重点, 事项: 鸟甲, 类别: 鸟丁, 责任人: 鸟乙, 牵头: 鸟丙, 时限: 2024-03-01, 措施: 鸟戊, 原因: 鸟己, 看}"},
	{name: "荣誉", mark: "荣", file: "honours.yaml", head: "荣誉:\n", row: "- {类别: 鸟丁, 对象: 鸟甲, 曾在册: 是, 称号: 鸟乙, 事迹: 鸟丙, 同意: {人: 鸟戊, 日期: 2024-01-05}, 看}",
		people: "- {类别: 好人, 对象: 党员, 称号: 好人}"},
	{name: "提问", mark: "问", file: "questions.yaml", head: "时限: 15\n最少份数: 3\n回音壁:\n", row: "- {编号: CC, 提问日期: 2024-04-01, 类别: 鸟丁, 问题: 鸟甲, 答复: 鸟乙, 答复日期: 2024-04-04, 答复人: 鸟丙, 看}"},
	{name: "测评", mark: "测", file: "questions.yaml", head: "测评:\n", row: "- {对象: 鸟甲, 项目: 鸟乙, 份数: 45, 平均: 4.6分, 看}"},
	{name: "值班", mark: "值", file: "duty.yaml", head: "值班:\n", row: "- {起: 2024-05-30, 止: 2024-06-08, 姓名: 鸟甲, 职务: 鸟乙, 班次: 鸟丙, 看}",
		people: "- {起: 2024-05-30, 止: 2024-06-08, 姓名: 党员}"},
	{name: "项目成果", mark: "果", file: "outcomes.yaml", head: "成果:\n", row: "- {名称: 鸟甲, 类别: 鸟丁, 数量: 3公里, 地点: 鸟乙, 负责人: 鸟丙, 说明: 鸟戊, 资金来源: 鸟己, 看}"},
	{name: "岗位", mark: "岗", file: "posts.yaml", head: "岗位:\n- {名称: 示例岗, 职责: 示例}\n", row: "- {名称: 鸟甲, 职责: 鸟乙, 看}"},
	{name: "认领", mark: "领", file: "posts.yaml", head: "认领:\n- {党员: 示例履, 曾在册: 是, 岗位: 示例岗, 承诺日期: 2024-03-05}\n", row: "- {党员: 鸟甲, 曾在册: 是, 岗位: 示例岗, 承诺日期: 2024-03-05, 看}",
		people: "- {党员: 党员, 岗位: 示例岗, 承诺日期: 2024-03-05}"},
	{name: "履职", mark: "履", counted: "甲", file: "posts.yaml", head: "履职:\n", row: "- {日期: 2024-04-01, 党员: 示例履, 曾在册: 是, 类别: 鸟甲, 事项: 鸟乙, 数量: 3件, 看}"},
	{name: "志愿队", mark: "队", file: "teams.yaml", head: "志愿队:\n", row: "- {名称: 鸟甲, 类别: 鸟丁, 主题: 鸟戊, 负责人: {姓名: 鸟乙, 职务: 队长}, 队员: [鸟丙], 事项: {鸟己: 3件}, 说明: 鸟庚, 看}",
		people: "- {名称: CC队, 负责人: {姓名: 党员, 职务: 队长}, 队员: [党员]}"},
	{name: "点单", mark: "点", file: "teams.yaml", head: "点单:\n", row: "- {编号: CC, 类别: 鸟甲, 点单日期: 2024-05-20, 接单日期: 2024-05-20, 看}"},
	{name: "网格", mark: "格", file: "grids.yaml", head: "网格:\n", row: "- {编号: CC, 名称: 鸟甲, 级别: 一级, 党组织: 鸟丙, 品牌: 鸟丁, 联络员: 鸟戊, 网格员: [{姓名: 鸟乙, 职责: 鸟己}], 看}",
		people: "- {编号: GCC, 名称: CC格, 级别: 一级, 联络员: 党员, 网格员: [{姓名: 党员, 职责: 网格长}]}"},
	{name: "覆盖", mark: "覆", file: "grids.yaml", head: "覆盖:\n", row: "- {名称: 鸟甲, 应覆盖: 2, 点位: [{名称: 鸟乙, 党组织: 鸟丙}, {名称: 鸟丁}], 看}"},
	{name: "包联", mark: "联", file: "grids.yaml", head: "包联:\n", row: "- {名称: 鸟甲, 数量: 2人, 包联户数: 3户, 看}",
		people: "- {党员: 党员, 户数: 2户}"},
	{name: "任意表", mark: "表", file: "tables/CC.yaml", row: "{看, 标题: 鸟甲, 说明: 鸟乙, 栏目: [名称, 鸟丙], 行: [[鸟丁, 1]], 备注: 鸟戊}"},
	{name: "任意表，正在公示", mark: "榜", file: "tables/CC.yaml", row: "{看, 标题: 鸟甲, 栏目: [名称, 数], 行: [[鸟丁, 1]], 公示: {公示起: 2024-05-20, 公示止: 2024-06-01}}"},
	{name: "公告", mark: "告", file: "notices/CC.md", row: "{看, 标题: 鸟甲, 摘要: 鸟乙, 备注: 鸟丁}\n---\n鸟丙\n"},
	{name: "公示", mark: "公", file: "notices/CC.md", row: "{看, 标题: 鸟甲, 公示起: 2024-05-20, 公示止: 2024-06-01}\n---\n鸟丙\n"},
}

const canaryScheme = "办法: {公开: 是, 通过会议: 大会, 日期: 2023-12-20}\n"

// word is the canary of a field.
func (k *canaryKind) word(s canaryShowing, field string) string {
	return k.mark + s.mark + field + k.mark
}

var canaryField = regexp.MustCompile("鸟(.)")

// fields are the canaries of one row, without those that only tell rows apart.
func (k *canaryKind) fields() (list []string) {
	for _, m := range canaryField.FindAllStringSubmatch(k.row, -1) {
		if m[1] != "壬" && !slices.Contains(list, m[1]) {
			list = append(list, m[1])
		}
	}
	return list
}

// fill writes one row of a kind.
func (k *canaryKind) fill(row string, s canaryShowing, code string) string {
	row = canaryField.ReplaceAllString(row, k.mark+s.mark+"${1}"+k.mark)
	return strings.ReplaceAll(strings.ReplaceAll(row, "看", s.keys), "CC", code) + "\n"
}

// canarySite is a village below a town with every kind of record in every showing.
func canarySite(t *testing.T) *bench {
	b := unpack(t, "-- data/zhen/unit.yaml --\n名称: 示例镇\n级别: 乡镇\n监督电话: 0351-1234567\n-- data/zhen/cun/unit.yaml --\n名称: 示例村\n级别: 村\n总户数: 100\n")
	files := map[string]string{}
	for i, k := range canaryKinds {
		files[k.file] += k.head
		for j, s := range canaryShowings {
			code := fmt.Sprintf("zq%02d%d", i, j)
			files[strings.ReplaceAll(k.file, "CC", code)] += k.fill(k.row, s, code)
		}
		for j, s := range canaryShowings {
			if k.people != "" {
				who := strings.NewReplacer(": 党员", ": "+canaryKinds[0].word(s, "甲"), "[党员", "["+canaryKinds[0].word(s, "甲"), "户主", canaryKinds[1].word(s, "甲"))
				files[k.file] += k.fill(who.Replace(k.people), s, fmt.Sprintf("zq%02d9%d", i, j))
			}
		}
	}
	for name, text := range files {
		switch {
		case strings.Contains(name, "CC"):
		case strings.HasPrefix(name, "notices/"):
			front, body, _ := strings.Cut(text, "}\n---")
			b.write("content/zhen/cun/"+name, "---\n"+regexp.MustCompile(`, (\p{Han}+:)`).ReplaceAllString(front[1:], "\n$1")+"\n---"+body)
		default:
			b.write("data/zhen/cun/"+name, text)
		}
	}
	b.asOf = ""
	return b
}

// found lists the files of an output in which a word stands. What is kept back may not be
// in their names either.
func found(trees map[string]map[string]string, word string) (list []string) {
	for tree, files := range trees {
		for name, text := range files {
			if strings.Contains(name, word) || strings.Contains(text, word) {
				list = append(list, tree+canaryCode.ReplaceAllString(name, "CC"))
			}
		}
	}
	slices.Sort(list)
	return list
}

var canaryCode = regexp.MustCompile(`zq\d+`)

// may reports whether a record may stand in a file. Pages of units above name only what
// is for all.
func (s canaryShowing) may(place string, over bool) bool {
	tree, name, _ := strings.Cut(place, ":")
	return strings.Contains(s.where, tree) && (strings.HasPrefix(name, "zhen/cun/") || s.where == "pli") && !(s.ends && over)
}

// wrong says what is wrong with where a canary was found; open is where that of a record
// for all is found. What is for fewer stands in every output that it may stand in.
func (s canaryShowing) wrong(got, open []string, over bool) string {
	for _, p := range got {
		if !s.may(p, over) {
			return "is in " + p
		}
	}
	for _, p := range open {
		tree := p[:2]
		if s.may(p, over) && !slices.ContainsFunc(got, func(g string) bool { return strings.HasPrefix(g, tree) }) {
			return "is not in " + p
		}
	}
	return ""
}

// The days around the last day of those that end: the machine's clock is in UTC, the
// village's day in Beijing.
func TestACanaryStandsWhereItsRecordLetsItAndNowhereElse(t *testing.T) {
	b := canarySite(t)
	var golden strings.Builder
	for _, day := range []struct {
		at   string
		over bool
	}{{"2024-05-31T04:00:00Z", false}, {"2024-06-01T15:59:00Z", false}, {"2024-06-01T16:01:00Z", true}, {"2024-06-02T04:00:00Z", true}} {
		b.now, _ = time.Parse(time.RFC3339, day.at)
		r := b.build()
		if r.Errors() > 0 {
			t.Fatal(codes(r))
		}
		trees := b.threeOutputs()
		fmt.Fprintf(&golden, "# %s\n", day.at)
		for _, k := range canaryKinds {
			for _, field := range k.fields() {
				places := found(trees, k.word(canaryShowings[0], field))
				fmt.Fprintf(&golden, "%s %s: %s\n", k.name, field, strings.Join(places, " "))
				for _, s := range canaryShowings {
					open := places
					if strings.Contains(k.counted, field) {
						open = nil
					}
					wrong := s.wrong(found(trees, k.word(s, field)), open, day.over)
					if wrong != "" && !strings.Contains(k.public, field) {
						t.Errorf("%s: %s %s (%s) %s", day.at, k.name, field, s.keys, wrong)
					}
				}
			}
		}
	}
	b.golden("testdata/canaries.txt", golden.String())
}

// threeOutputs are the outputs, by one letter and a colon.
func (b *bench) threeOutputs() map[string]map[string]string {
	trees := map[string]map[string]string{"p:": b.tree("public"), "l:": {}, "i:": {}}
	for name, text := range b.tree("public.local") {
		if inner, ok := strings.CutPrefix(name, "internal/"); ok {
			trees["i:"][inner] = text
		} else {
			trees["l:"][name] = text
		}
	}
	return trees
}

// golden compares with a file of the package, or rewrites it.
func (b *bench) golden(name, text string) {
	b.t.Helper()
	if *updateCanaries {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			b.t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		b.t.Fatal(err)
	}
	have, wanted := strings.Split(text, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(have), len(wanted)) {
		if i >= len(have) || i >= len(wanted) || have[i] != wanted[i] {
			b.t.Fatalf("%s, line %d is another now; read the difference after -update", path.Base(name), i+1)
		}
	}
}
