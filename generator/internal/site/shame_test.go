package site

import (
	"fmt"
	"strings"
	"testing"

	"gongshi/generator/internal/problem"
)

// What would shame somebody stands in no output for the web, the hall or the board, however
// it comes into the data: 鸟甲 to 鸟丙 are what is said, 鸟丑 is whom it is about. What no
// key can hold back is refused.
var shames = []struct{ name, file, text, refused string }{
	{"a deduction", "points/2024.yaml", "办法: {公开: 是}\n流水:\n- {日期: 2024-01-02, 对象: 示例众, 曾在册: 是, 事项: 清扫, 分值: 20}\n" +
		"- {编号: K1, 日期: 2024-01-02, 对象: 示例众, 曾在册: 是, 事项: 鸟甲, 分值: -2, 依据: 鸟乙, 审核人: 鸟丙}\n", ""},
	{"a deduction under an item", "points/2024.yaml", "办法: {公开: 是, 项目: [基础分, {名称: 扣减分, 扣减: 是}]}\n流水:\n- {日期: 2024-01-02, 对象: 示例众, 曾在册: 是, 项目: 基础分, 分值: 20}\n" +
		"- {编号: K1, 日期: 2024-01-02, 对象: 示例众, 曾在册: 是, 项目: 扣减分, 事项: 鸟甲, 分值: 2, 依据: 鸟乙, 审核人: 鸟丙}\n", ""},
	{"a total below zero", "points/2024.yaml", "办法: {公开: 是}\n流水:\n- {日期: 2024-01-02, 对象: 示例众, 曾在册: 是, 事项: 清扫, 分值: 20}\n- {日期: 2024-01-02, 对象: 鸟丑, 曾在册: 是, 事项: 鸟甲, 分值: -2}\n", ""},
	{"a low level", "points/2024.yaml", "办法: {等次: [{名称: 优秀, 不低于: 10, 公开: 是}, {名称: 一般, 不低于: -99, 公开: 否}]}\n流水:\n" +
		"- {日期: 2024-01-02, 对象: 示例众, 曾在册: 是, 事项: 清扫, 分值: 20}\n- {日期: 2024-01-02, 对象: 鸟丑, 曾在册: 是, 事项: 鸟乙, 分值: 1}\n", ""},
	{"the end of a list without levels", "points/2024.yaml", "流水:\n- {日期: 2024-01-02, 对象: 示例众, 曾在册: 是, 事项: 清扫, 分值: 20}\n- {日期: 2024-01-02, 对象: 鸟丑, 曾在册: 是, 事项: 鸟乙, 分值: 1}\n", ""},
	{"the reason of a correction", "points/2024.yaml", "办法: {公开: 是}\n流水:\n- {日期: 2024-01-02, 对象: 示例众, 曾在册: 是, 事项: 清扫, 分值: 20}\n" +
		"- {编号: K1, 日期: 2024-01-02, 对象: 示例众, 曾在册: 是, 事项: 清扫, 分值: -4}\n- {日期: 2024-02-02, 对象: 示例众, 曾在册: 是, 更正: K1, 更正为: -2, 原因: 鸟甲}\n", ""},
	{"a fall among the stars", "stars/2024.yaml", "户:\n- {户: 示例众, 曾在册: 是, 得星: 2, 公示起: 2024-01-06, 公示止: 2024-01-12, 定级日期: 2024-01-14, 变更: [{日期: 2024-01-02, 原: 三星, 新: 二星, 原因: 鸟甲}], " +
		"异议: [{日期: 2024-01-08, 处理: 鸟乙, 结果: 维持}]}\n", ""},
	{"a household that lost its stars", "stars/2024.yaml", "户:\n- {户: 示例众, 曾在册: 是, 得星: 2, 公示起: 2024-01-06, 公示止: 2024-01-12, 定级日期: 2024-01-14}\n" +
		"- {户: 鸟丑, 曾在册: 是, 得星: 0, 公示起: 2024-01-06, 公示止: 2024-01-12, 定级日期: 2024-01-14, 变更: [{日期: 2024-01-02, 原: 三星, 新: 0, 原因: 鸟甲}]}\n", ""},
	{"a member who was expelled", "members.yaml", "- {编号: M1, 姓名: 示例众}\n- {编号: M2, 姓名: 鸟丑, 类别: 除名}\n", ""},
	{"a member with a state", "members.yaml", "- {编号: M1, 姓名: 示例众}\n- {编号: M2, 姓名: 鸟丑, 状态: 劝退}\n", "record/unknown-key"},
	{"a table of members with a state", "members.csv", "编号,姓名,状态\nM1,示例众,在册\nM2,鸟丑,劝退鸟甲\n", ""},
	{"an honour withdrawn", "honours.yaml", "荣誉:\n- {类别: 好人, 对象: 鸟丑, 曾在册: 是, 称号: 好人（已撤销）, 同意: {人: 示例众, 日期: 2024-01-05}}\n", "honour/shame"},
	{"an honour that is none", "honours.yaml", "荣誉:\n- {类别: 曝光台, 对象: 鸟丑, 曾在册: 是, 称号: 鸟甲, 同意: {人: 示例众, 日期: 2024-01-05}}\n", "honour/shame"},
	{"a survey of a member", "questions.yaml", "最少份数: 3\n测评:\n- {对象: 鸟丑, 项目: 鸟甲, 份数: 45, 平均: 1.2分}\n", "question/person"},
	{"few forms of a survey", "questions.yaml", "最少份数: 50\n测评:\n- {对象: 村委会, 项目: 服务, 份数: 45, 平均: 17.23分}\n", ""},
	{"a redemption", "points/2024.yaml", "办法: {公开: 是}\n商品:\n- {名称: 牙刷, 单价: 1分}\n流水:\n- {日期: 2024-01-02, 对象: 示例众, 曾在册: 是, 事项: 清扫, 分值: 20}\n" +
		"兑换:\n- {编号: 鸟甲, 日期: 2024-02-02, 对象: 示例众, 曾在册: 是, 商品: 牙刷, 数量: 3}\n- {日期: 2024-02-03, 对象: 示例众, 曾在册: 是, 更正: 鸟甲, 更正为: 2, 原因: 鸟乙}\n", ""},
	{"a table of deductions", "tables/a.yaml", "标题: 情况\n栏目: [姓名, 扣分]\n行:\n- [鸟丑, 3]\n", "table/shame"},
	{"a notice of a talk", "content/notices/a.md", "---\n标题: 情况\n---\n约谈了党员鸟丑，鸟甲。\n", "privacy/shame"},
}

// One build for all: each case is a village, and its words bear its number.
func TestWhatShamesSomebodyStandsNowhere(t *testing.T) {
	b := unpack(t, "-- data/zhen/unit.yaml --\n名称: 示例镇\n级别: 乡镇\n监督电话: 0351-1234567\n")
	for i, c := range shames {
		text := canaryField.ReplaceAllStringFunc(c.text, func(word string) string { return shameWord(i, word) })
		folder := fmt.Sprintf("zhen/cun%02d/", i)
		b.write("data/"+folder+"unit.yaml", fmt.Sprintf("名称: 示例%d村\n级别: 村\n总户数: 100\n", i))
		if rest, page := strings.CutPrefix(c.file, "content/"); page {
			b.write("content/"+folder+rest, text)
		} else {
			b.write("data/"+folder+c.file, text)
		}
		if c.refused == "question/person" {
			b.write("data/"+folder+"members.yaml", "- {编号: M2, 姓名: "+shameWord(i, "鸟丑")+"}\n")
		}
	}
	r := b.build()
	trees := b.threeOutputs()
	delete(trees, "i:")
	for i, c := range shames {
		for _, field := range []string{"甲", "乙", "丙", "丑"} {
			if at := found(trees, shameWord(i, "鸟"+field)); len(at) > 0 {
				t.Errorf("%s: %s stands in %v", c.name, field, at)
			}
		}
		refused := ""
		for _, p := range r.Problems {
			if p.Severity == problem.Error && strings.Contains(p.Pos.File, fmt.Sprintf("/cun%02d/", i)) {
				refused = string(p.Code)
			}
		}
		if refused != c.refused {
			t.Errorf("%s: refused with %q, not with %q", c.name, refused, c.refused)
		}
	}
	for _, word := range []string{"劝退", "除名", "17.23"} {
		if at := found(trees, word); len(at) > 0 {
			t.Errorf("%s stands in %v", word, at)
		}
	}
}

// shameWord is a word of one case: a name for 丑, else something that is said.
func shameWord(i int, field string) string {
	if field == "鸟丑" {
		return "示例牛" + string([]rune("子丑寅卯辰巳午未申酉戌亥甲乙丙丁戊己庚辛壬癸")[i])
	}
	return fmt.Sprintf("zq%02d%s", i, strings.TrimPrefix(field, "鸟"))
}
