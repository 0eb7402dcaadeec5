package site

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A figure is a number of the source reports that must come out of the demo's data, and
// what it must become when an input is changed.
type figure struct {
	n     string // its number in the list of figures a correct system must reproduce
	page  string // unit and board below public/
	at    string // where in data.json: names, name=value to choose from a list, # for its length
	want  string
	moves []move
}

// move is one edit of the demo's files and the figure that it must lead to.
type move struct {
	edits []edit
	want  string
}

// edit replaces old in a file below data/; without old it is the file's new text.
type edit struct{ file, old, new string }

// to is a move by one edit of one file below data/.
func to(want, file, old, new string) move { return move{[]edit{{file, old, new}}, want} }

const (
	yangqu     = "taiyuan/jiancaoping/yangqu"
	gongyang   = "zhongyang/nuanquan/gongyang"
	dongzhuang = "wenshui/nanwu/dongzhuang"
	mijiata    = "zhongyang/xiazaolin/mijiata"
	nanjie     = "zhongyang/ningxiang/nanjie"
	xizhou     = "jincheng/gaoping/macun/xizhou"
	jiyi       = "taiyuan/qingxu/jiyi"
	binhe      = "taiyuan/gujiao/xiqu/binhebeilu"
	duerping   = "taiyuan/wanbolin/duerping"
	majiayu    = "zhongyang/zhike/majiayu"
	fuluyu     = "zhongyang/wujiazhuang/fuluyu"
	langtang   = "xinhua/langtang"
	dahan      = "xinhua/shangmei/dahanlongcheng"
	goubei     = "jincheng/gaoping/goubei"
)

// untyped drops the township's typed totals, which would refuse any other sum.
var untyped = edit{yangqu + "/stars/2024.yaml", "合计: {合计: 1058, 五星: 217, 四星: 352, 三星: 405, 二星: 48, 一星: 36}\n", ""}

// counted replaces the households of a village by how many have how many stars.
func counted(village, counts string) edit {
	return edit{yangqu + "/" + village + "/stars/2024.yaml", "", "流程: 五步法\n计数: {" + counts + "}\n"}
}

var (
	// oneStar turns a five-star household of a village into a one-star one.
	oneStar = []edit{untyped, {yangqu + "/shili02/stars/2024.yaml", "{户: H004, 得星: [勤劳敬业星, 孝老爱亲星, 团结友善星, 志愿服务星, 文化教育星],", "{户: H004, 得星: [文化教育星],"}}
	// moreGuo gives 郭家窑村 20 more of five, 10 of four, 20 of two and 20 of one star.
	moreGuo = []edit{untyped, counted("guojiayao", "五星: 36, 四星: 37, 三星: 37, 二星: 22, 一星: 28")}
	// moreSan gives 示例三村 10, 20, 5, 30 and 20 more.
	moreSan = []edit{untyped, counted("shili03", "五星: 32, 四星: 51, 三星: 36, 二星: 30, 一星: 20")}
	// noReport takes what 歇子寨村 reports away.
	noReport = []edit{untyped, {yangqu + "/xiezizhai/stars/2024.yaml", "", "# 还没有\n"}}
	// doors is another number of households of the township.
	doors = []edit{{yangqu + "/unit.yaml", "总户数: 3359", "总户数: 3330"}}

	// closeless takes the last step of one problem away, less a whole problem.
	closeless = []edit{{xizhou + "/tasks.yaml", "     步骤: [{步骤: 提出, 日期: 2026-06-09}, {步骤: 列单, 日期: 2026-06-11}, {步骤: 整改, 日期: 2026-06-13}, {步骤: 销号, 日期: 2026-06-24, 附件: 整改前后对比照片}]}", "     步骤: [{步骤: 提出, 日期: 2026-06-09}, {步骤: 列单, 日期: 2026-06-11}, {步骤: 整改, 日期: 2026-06-13}]}"}}
	less      = []edit{
		{xizhou + "/tasks.yaml", "总数: 47", "总数: 46"}, {xizhou + "/tasks.yaml", "合计: 47\n", ""},
		{xizhou + "/tasks.yaml", "  - {编号: W04, 问题: 示例问题04, 类别: 环境卫生, 责任人: 示例委员乙, 时限: 2026-08-17,\n     步骤: [{步骤: 提出, 日期: 2026-06-18}, {步骤: 列单, 日期: 2026-06-20}, {步骤: 整改, 日期: 2026-06-22}, {步骤: 销号, 日期: 2026-07-24, 附件: 整改前后对比照片}]}\n", ""},
	}

	// people, towns and villages are the city's inputs to its averages.
	people   = []edit{{"jincheng/points/2024.yaml", "66178人", "67000人"}}
	towns    = []edit{{"jincheng/unit.yaml", "乡镇: 72", "乡镇: 70"}}
	villages = []edit{{"jincheng/unit.yaml", "村: 1560", "村: 1500"}}

	// needed and reached are what the county's coverage is a share of.
	needed  = []edit{{"xinhua/grids.yaml", "应覆盖: {城市社区: 43, 小区: 150, 城市网格: 237}", "应覆盖: {城市社区: 44, 小区: 151, 城市网格: 238}"}}
	reached = []edit{{"xinhua/grids.yaml", "已覆盖: {城市社区: 43, 小区: 150, 城市网格: 237}", "已覆盖: {城市社区: 42, 小区: 149, 城市网格: 236}"}}

	// sameUse moves a member from one post of two to the other; newPost is a post nobody holds.
	sameUse   = []edit{{fuluyu + "/posts.yaml", "{党员: 示例党员卯, 岗位: 文明新风倡导岗,", "{党员: 示例党员卯, 岗位: 政策法规宣传岗,"}}
	newPost   = []edit{{fuluyu + "/posts.yaml", "认领:\n", "  - {名称: 示例岗（新设）}\n认领:\n"}, {fuluyu + "/posts.yaml", "合计: {岗位: 12, 人数: 14}\n", ""}}
	newMember = []edit{
		{fuluyu + "/posts.yaml", "计数:", "  - {党员: 示例党员辰, 岗位: 示例岗（环境卫生）, 方式: 自主, 认领日期: 2026-03-13, 承诺日期: 2026-03-20}\n计数:"},
		{fuluyu + "/posts.yaml", "合计: {岗位: 12, 人数: 14}\n", ""},
		{fuluyu + "/members.yaml", "党员:\n", "党员:\n  - {编号: M15, 姓名: 示例党员辰, 组: 1组, 类别: 在职}\n"},
	}
	services = []edit{{fuluyu + "/posts.yaml", "{办实事: 18件, 化解矛盾: 8起, 政策宣讲: 89人次}", "{办实事: 19件, 化解矛盾: 9起, 政策宣讲: 90人次}"}}

	// done is every figure of 东庄村 by one unit more: each moves alone, nothing is added.
	done = []edit{
		outcomeOf("新修正街下水", "数量: 300", "数量: 301"), outcomeOf("拓宽入村主干道", "数量: 800", "数量: 801"),
		outcomeOf("平整拓宽田间道路", "数量: 9300", "数量: 9301"), outcomeOf("修理漏水点", "数量: 50余", "数量: 51余"),
		outcomeOf("为群众帮办实事", "数量: 20余", "数量: 21"), outcomeOf("清除积年垃圾点", "数量: 10", "数量: 11"),
		outcomeOf("清理垃圾", "数量: 8000余", "数量: 8001余"), outcomeOf("清理房前屋后杂草", "数量: 700多", "数量: 701多"),
		outcomeOf("拆除违章建筑", "数量: 43, 单位: 处, 面积: 1300余平方米", "数量: 44, 单位: 处, 面积: 1301平方米"),
		outcomeOf("新建村外公园", "数量: 2500", "数量: 2501"), outcomeOf("新建村民活动广场", "数量: 1000", "数量: 1001"),
		outcomeOf("粉刷墙壁", "数量: 5670", "数量: 5671"), outcomeOf("墙体彩绘", "数量: 480", "数量: 481"),
		outcomeOf("整治残垣断壁", "数量: 500", "数量: 501"),
	}
)

// outcomeOf changes one outcome of 东庄村.
func outcomeOf(title, old, new string) edit {
	category := "民生工程"
	if !slices.Contains([]string{"新修正街下水", "拓宽入村主干道", "平整拓宽田间道路", "修理漏水点", "为群众帮办实事"}, title) {
		category = "人居环境"
	}
	line := "{名称: " + title + ", 类别: " + category + ", "
	return edit{dongzhuang + "/outcomes.yaml", line + old, line + new}
}

var figures = []figure{
	{"N1", yangqu + "/star", "total", "1058", []move{{moreGuo, "1128"}, {moreSan, "1143"}, {noReport, "999"}}},
	{"N1", yangqu + "/star", "levels/stars=5/count", "217", []move{{oneStar, "216"}, {moreGuo, "237"}, {moreSan, "227"}}},
	{"N1", yangqu + "/star", "levels/stars=4/count", "352", []move{{moreGuo, "362"}, {moreSan, "372"}}},
	{"N1", yangqu + "/star", "levels/stars=3/count", "405", []move{{moreSan, "410"}, {noReport, "385"}}},
	{"N1", yangqu + "/star", "levels/stars=2/count", "48", []move{{moreGuo, "68"}, {moreSan, "78"}}},
	{"N1", yangqu + "/star", "levels/stars=1/count", "36", []move{{oneStar, "37"}, {moreGuo, "56"}, {moreSan, "56"}}},
	{"N1", yangqu + "/star", "levels/stars=5/share", "20.5", []move{{oneStar, "20.4"}, {moreGuo, "21"}, {moreSan, "19.9"}}},
	{"N1", yangqu + "/star", "levels/stars=4/share", "33.3", []move{{moreGuo, "32.1"}, {moreSan, "32.5"}}},
	{"N1", yangqu + "/star", "levels/stars=3/share", "38.3", []move{{moreGuo, "35.9"}, {moreSan, "35.9"}}},
	{"N1", yangqu + "/star", "levels/stars=2/share", "4.5", []move{{moreGuo, "6"}, {moreSan, "6.8"}}},
	{"N1", yangqu + "/star", "levels/stars=1/share", "3.4", []move{{oneStar, "3.5"}, {moreGuo, "5"}, {moreSan, "4.9"}}},
	{"N1", yangqu + "/star", "starsHeld", "3840", []move{{oneStar, "3836"}, {moreGuo, "4040"}, {moreSan, "4065"}}},
	{"N1", yangqu + "/star", "meanStars", "3.63", []move{{moreGuo, "3.58"}, {moreSan, "3.56"}}},
	{"N2", yangqu + "/star", "share", "31.5", []move{{moreGuo, "33.6"}, {moreSan, "34"}, {doors, "31.8"}}},
	{"N3", yangqu + "/star", "applied", "90", []move{
		to("92.3", yangqu+"/stars/2024.yaml", "申报户数: 3024以上", "申报户数: 3100以上"),
		{doors, "90.8"},
	}},
	{"N3", yangqu + "/star", "applicants", "3024", []move{to("3100", yangqu+"/stars/2024.yaml", "申报户数: 3024以上", "申报户数: 3100以上")}},
	{"N4", yangqu + "/star", "units/#", "13", []move{{noReport, "12"}}},
	{"N4", yangqu + "/star", "meanPerUnit", "81.4", []move{{moreGuo, "86.8"}, {moreSan, "87.9"}, {noReport, "83.3"}}},
	{"N5", majiayu + "/contract", "assets/name=木耳大棚/rentYuan", "150000", []move{
		to("153000", majiayu+"/contracts.yaml", "数量: 50座", "数量: 51座"),
		to("155000", majiayu+"/contracts.yaml", "单价: 3000元/座/年", "单价: 3100元/座/年"),
	}},
	{"N6", gongyang + "/outcome", "list/title=养牛/incomeYuan", "1200000", []move{
		to("1220000", gongyang+"/outcomes.yaml", "带动户: 60", "带动户: 61"),
		to("1260000", gongyang+"/outcomes.yaml", "户均增收: 2万元", "户均增收: 2.1万元"),
	}},
	{"N6", gongyang + "/outcome", "list/title=种猪场项目/incomeYuan", "1320000", []move{
		to("1350000", gongyang+"/outcomes.yaml", "带动户: 44", "带动户: 45"),
		to("1760000", gongyang+"/outcomes.yaml", "户均增收: 3万元", "户均增收: 4万元"),
	}},
	{"N6", gongyang + "/outcome", "list/title=公益性岗位/incomeYuan", "400000", []move{
		to("480000", gongyang+"/outcomes.yaml", "带动人: 50余人", "带动人: 60余人"),
		to("450000", gongyang+"/outcomes.yaml", "人均增收: 8000元", "人均增收: 9000元"),
	}},
	{"N7", jiyi + "/errand", "done/unit=人次/quantity", "120", []move{
		{[]edit{{jiyi + "/errands.yaml", "生产服务: 20余", "生产服务: 25余"}, {jiyi + "/errands.yaml", "合计: 120余人次\n", ""}}, "125"},
		{[]edit{{jiyi + "/errands.yaml", "民生服务: 40余", "民生服务: 50余"}, {jiyi + "/errands.yaml", "合计: 120余人次\n", ""}}, "130"},
	}},
	{"N7", jiyi + "/errand", "done/unit=人次/precision", "atLeast", []move{{[]edit{ // 余 stays until the last part is exact
		{jiyi + "/errands.yaml", "民生服务: 40余", "民生服务: 40"}, {jiyi + "/errands.yaml", "生活服务: 30余", "生活服务: 30"},
		{jiyi + "/errands.yaml", "生产服务: 20余", "生产服务: 20"}, {jiyi + "/errands.yaml", "缴费服务: 30余", "缴费服务: 30"},
		{jiyi + "/errands.yaml", "合计: 120余人次\n", ""},
	}, "exact"}}},
	{"F16", jiyi + "/errand", "done/unit=次/quantity", "100", nil},
	{"X1", jiyi + "/errand", "agents", "103", []move{to("104", jiyi+"/errands.yaml", "人数: 103人", "人数: 104人")}},
	{"N8", binhe + "/grid", "wardens", "32", []move{
		to("31", binhe+"/grids.yaml", "      - {姓名: 萧水浩, 职责: 辅助微网格员}\n", ""),
		to("33", binhe+"/grids.yaml", "      - {姓名: 萧水浩, 职责: 辅助微网格员}\n", "      - {姓名: 萧水浩, 职责: 辅助微网格员}\n      - {姓名: 示例员乙, 职责: 辅助微网格员}\n"),
	}},
	{"N8", binhe + "/grid", "roles/name=网格长/count", "1", nil},
	{"N8", binhe + "/grid", "roles/name=专职网格员/count", "3", nil},
	{"N8", binhe + "/grid", "roles/name=微网格员/count", "14", nil},
	{"N8", binhe + "/grid", "roles/name=辅助微网格员/count", "14", []move{to("13", binhe+"/grids.yaml", "      - {姓名: 萧水浩, 职责: 辅助微网格员}\n", "")}},
	{"N9", duerping + "/grid", "grids", "69", []move{
		to("70", duerping+"/grids.yaml", "{普通网格: 62, 专属网格: 7, 合计: 69}", "{普通网格: 63, 专属网格: 7}"),
		to("71", duerping+"/grids.yaml", "{普通网格: 62, 专属网格: 7, 合计: 69}", "{普通网格: 62, 专属网格: 9}"),
	}},
	{"N9", duerping + "/grid", "force/name=网格先锋队在册党员/count", "774", []move{to("775", duerping+"/grids.yaml", "在册党员: 774人", "在册党员: 775人")}},
	{"N9", duerping + "/grid", "force/name=网格先锋队志愿者/count", "803", []move{to("804", duerping+"/grids.yaml", "志愿者: 803人", "志愿者: 804人")}},
	{"N10", xizhou + "/task", "share", "68.1", []move{{closeless, "66"}, {less, "67.4"}}},
	{"N10", xizhou + "/task", "count", "47", []move{{less, "46"}}},
	{"N10", xizhou + "/task", "done", "32", []move{{closeless, "31"}, {less, "31"}}},
	{"N10", xizhou + "/task", "open", "15", []move{{closeless, "16"}}},
	{"N11", "jincheng/points", "people", "66178", []move{{people, "67000"}}},
	{"N11", "jincheng/points", "means/level=village/mean", "42.4", []move{{people, "42.9"}, {villages, "44.1"}}},
	{"N11", "jincheng/points", "means/level=town/mean", "919.1", []move{{people, "930.6"}, {towns, "945.4"}}},
	{"N11", "jincheng/points", "means/of=village/mean", "21.7", []move{{towns, "22.3"}, {villages, "20.8"}}},
	{"N12", "jincheng/star", "share", "55.9", []move{
		to("57.7", "jincheng/stars/2022.yaml", "总数: 872人", "总数: 900人"),
		to("54.5", "jincheng/stars/2022.yaml", "应评: 1560人", "应评: 1600人"),
	}},
	{"N13", "jincheng/yangcheng/grid", "links/kind=党员中心户/mediatedEach", "6", []move{
		to("6.9", "jincheng/yangcheng/grids.yaml", "350多起", "400多起"),
		to("5.8", "jincheng/yangcheng/grids.yaml", "58户", "60户"),
	}},
	{"N13", "jincheng/outcome", "list/title=一支队伍管执法/mean", "10.1", []move{
		to("10.3", "jincheng/outcomes.yaml", "584人", "600人"),
		to("9.7", "jincheng/outcomes.yaml", "数量: 58个", "数量: 60个"),
	}},
	{"N14", "xinhua/income", "villages", "553", []move{
		{[]edit{{"xinhua/income/2020.yaml", "万元: 359", "万元: 360"}, {"xinhua/income/2020.yaml", "总数: 553\n", ""}}, "554"},
		{[]edit{{"xinhua/income/2020.yaml", "以上: 51", "以上: 50"}, {"xinhua/income/2020.yaml", "总数: 553\n", ""}}, "552"},
	}},
	{"N15", dahan + "/team", "mattersSum/unit=件/quantity", "111", []move{
		to("115", dahan+"/teams.yaml", "76件, 帮助解决其他困难: 35件, 合计: 111件", "80件, 帮助解决其他困难: 35件"),
		to("112", dahan+"/teams.yaml", "35件, 合计: 111件", "36件"),
	}},
	{"N16", "xinhua/grid", "coverage/name=党支部或党小组：城市社区/share", "100", []move{{reached, "97.7"}, {needed, "97.7"}}},
	{"N16", "xinhua/grid", "coverage/name=党支部或党小组：小区/share", "100", []move{{reached, "99.3"}, {needed, "99.3"}}},
	{"N16", "xinhua/grid", "coverage/name=党支部或党小组：城市网格/share", "100", []move{{reached, "99.6"}, {needed, "99.6"}}},
	{"N17", "xinhua/outcome", "list/title=村（社区）党组织书记平均年龄/quantity", "42.2", nil},
	{"N17", "xinhua/outcome", "list/title=村（社区）党组织书记平均年龄/before", "50.1", []move{
		to("50.3", "xinhua/outcomes.yaml", "42.2岁", "42.4岁"),
		to("49.1", "xinhua/outcomes.yaml", "减7.9岁", "减6.9岁"),
	}},
	{"N18", "xinhua/outcome", "list/title=大专以上学历的书记/share", "44.8", []move{
		to("45", "xinhua/outcomes.yaml", "数量: 248人", "数量: 249人"),
		to("45.1", "xinhua/outcomes.yaml", "基数: 553人", "基数: 550人"),
	}},
	{"N19", dongzhuang + "/contract", "meanYuan", "6400", []move{
		to("7100", dongzhuang+"/contracts.yaml", "63万余元", "70万余元"),
		to("6300", dongzhuang+"/contracts.yaml", "98份", "100份"),
	}},
	{"N19", dongzhuang + "/contract", "meanArea", "6.37", []move{
		to("7.14", dongzhuang+"/contracts.yaml", "624.16亩", "700亩"),
		to("6.24", dongzhuang+"/contracts.yaml", "98份", "100份"),
	}},
	{"N20", mijiata + "/points", "list/rank=1/total", "114", []move{to("116", mijiata+"/points/2024.yaml", "事项: 带头拆除残垣断壁, 分值: 4", "事项: 带头拆除残垣断壁, 分值: 6")}},
	{"N20", mijiata + "/points", "list/total=114/last", "104", nil},
	{"N20", mijiata + "/points", "list/rank=1/change", "10", []move{
		to("11", mijiata+"/points/2023.yaml", "对象: M01, 项目: 日常积分, 事项: 参加主题党日, 分值: 2", "对象: M01, 项目: 日常积分, 事项: 参加主题党日, 分值: 1"),
		to("12", mijiata+"/points/2024.yaml", "事项: 带头拆除残垣断壁, 分值: 4", "事项: 带头拆除残垣断壁, 分值: 6"),
	}},
	{"N21", nanjie + "/grid", "grids", "181", []move{
		{[]edit{
			{nanjie + "/grids.yaml", "三级: 155", "三级: 154"},
			{nanjie + "/grids.yaml", "  - {编号: 1-1-8, 级别: 三级, 上级: 1-1, 范围: [南街179-191号], 户数: 13}\n", ""},
		}, "180"},
		{[]edit{
			{nanjie + "/grids.yaml", "二级: 18", "二级: 19"},
			{nanjie + "/grids.yaml", "  - {编号: 1-1, 名称: 1-1网格,", "  - {编号: 1-9, 名称: 1-9网格, 级别: 二级, 上级: 1}\n  - {编号: 1-1, 名称: 1-1网格,"},
		}, "182"},
	}},
	{"N21", nanjie + "/grid", "tiers/name=一级/count", "8", nil},
	{"N21", nanjie + "/grid", "tiers/name=二级/count", "18", nil},
	{"N21", nanjie + "/grid", "tiers/name=三级/count", "155", nil},
	{"N21", nanjie + "/grid", "wardens", "8", nil},
	{"N22", fuluyu + "/post", "posts", "12", []move{{newPost, "13"}}},
	{"N22", fuluyu + "/post", "people", "14", []move{{newMember, "15"}}},
	{"N22", fuluyu + "/post", "shared", "2", []move{{sameUse, "1"}, {newMember, "3"}}},
	{"N22", fuluyu + "/post", "vacant", "0", []move{{newPost, "1"}, {sameUse, "0"}}},
	{"N22", fuluyu + "/post", "services/unit=件/quantity", "18", []move{{services, "19"}}},
	{"N22", fuluyu + "/post", "services/unit=起/quantity", "8", []move{{services, "9"}}},
	{"N22", fuluyu + "/post", "services/unit=人次/quantity", "89", []move{{services, "90"}}},
	{"N23", dongzhuang + "/outcome", "list/title=新修正街下水/quantity", "300", []move{{done, "301"}}},
	{"N23", dongzhuang + "/outcome", "list/title=新修正街下水/unit", "米", nil},
	{"N23", dongzhuang + "/outcome", "list/title=拓宽入村主干道/quantity", "800", []move{{done, "801"}}},
	{"N23", dongzhuang + "/outcome", "list/title=平整拓宽田间道路/quantity", "9300", []move{{done, "9301"}}},
	{"N23", dongzhuang + "/outcome", "list/title=修理漏水点/quantity", "50", []move{{done, "51"}}},
	{"N23", dongzhuang + "/outcome", "list/title=修理漏水点/precision", "atLeast", nil},
	{"N23", dongzhuang + "/outcome", "list/title=清除积年垃圾点/quantity", "10", []move{{done, "11"}}},
	{"N23", dongzhuang + "/outcome", "list/title=清理垃圾/quantity", "8000", []move{{done, "8001"}}},
	{"N23", dongzhuang + "/outcome", "list/title=清理垃圾/unit", "立方米", nil},
	{"N23", dongzhuang + "/outcome", "list/title=清理房前屋后杂草/quantity", "700", []move{{done, "701"}}},
	{"N23", dongzhuang + "/outcome", "list/title=拆除违章建筑/quantity", "43", []move{{done, "44"}}},
	{"N23", dongzhuang + "/outcome", "list/title=拆除违章建筑/size", "1300", []move{{done, "1301"}}},
	{"N23", dongzhuang + "/outcome", "list/title=新建村外公园/quantity", "2500", []move{{done, "2501"}}},
	{"N23", dongzhuang + "/outcome", "list/title=新建村民活动广场/quantity", "1000", []move{{done, "1001"}}},
	{"N23", dongzhuang + "/outcome", "list/title=粉刷墙壁/quantity", "5670", []move{{done, "5671"}}},
	{"N23", dongzhuang + "/outcome", "list/title=墙体彩绘/quantity", "480", []move{{done, "481"}}},
	{"N23", dongzhuang + "/outcome", "list/title=整治残垣断壁/quantity", "500", []move{{done, "501"}}},
	{"N23", dongzhuang + "/outcome", "list/title=为群众帮办实事/quantity", "20", []move{{done, "21"}}},
	{"N23", dongzhuang + "/outcome", "list/title=为群众帮办实事/precision", "atLeast", []move{{done, "exact"}}},
	{"N24", "xinhua/team", "forcesSum/unit=人/quantity", "16298", []move{
		to("16299", "xinhua/teams.yaml", "625人", "626人"),
		to("16300", "xinhua/teams.yaml", "361人", "363人"),
		to("16301", "xinhua/teams.yaml", "15312人", "15315人"),
	}},
	{"N25", langtang + "/team", "volunteers", "3467", []move{to("3600", langtang+"/teams.yaml", "志愿者: 3467名", "志愿者: 3600名")}},
	{"N25", langtang + "/team", "deeds", "536", []move{to("500", langtang+"/teams.yaml", "事迹: 536起", "事迹: 500起")}},
	{"N25", langtang + "/team", "volunteersPerDeed", "6.5", []move{
		to("6.7", langtang+"/teams.yaml", "志愿者: 3467名", "志愿者: 3600名"),
		to("6.9", langtang+"/teams.yaml", "事迹: 536起", "事迹: 500起"),
	}},
	{"N26", "jincheng/outcome", "list/title=基层治理培训/mean", "146.6", []move{
		to("146.3", "jincheng/outcomes.yaml", "496期", "497期"),
		to("147.2", "jincheng/outcomes.yaml", "7.27万", "7.3万"),
	}},
	{"N27", goubei + "/income", "businessYuan", "630000", []move{
		to("720000", goubei+"/income/2021.yaml", "70万元以上", "80万元以上"),
		to("560000", goubei+"/income/2021.yaml", "90%以上", "80%以上"),
	}},
	{"N27", goubei + "/income", "precision", "atLeast", nil},
	{"M6", dongzhuang + "/outcome", "measured/category=阵地/quantity", "700", []move{
		{[]edit{{dongzhuang + "/outcomes.yaml", "数量: 400,", "数量: 450,"}, {dongzhuang + "/outcomes.yaml", "合计: {阵地: 700平方米}", "合计: {阵地: 750平方米}"}}, "750"},
		{[]edit{{dongzhuang + "/outcomes.yaml", "阵地, 数量: 300,", "阵地, 数量: 301,"}, {dongzhuang + "/outcomes.yaml", "合计: {阵地: 700平方米}", "合计: {阵地: 701平方米}"}}, "701"},
	}},
	{"L4", "jincheng/task", "lists/name=重点任务清单/count", "118", []move{to("117", "jincheng/tasks.yaml", "城市: 50", "城市: 49")}},
	{"F9", "jincheng/task", "lists/name=重点任务/count", "7", nil},
}

// TestFiguresOfTheReports builds the demo and finds every figure of the source reports
// in its data for machines; then it changes one input after the other, and each figure
// must move with its input.
func TestFiguresOfTheReports(t *testing.T) {
	b := &bench{t: t, dir: t.TempDir(), asOf: "2026-11-20"}
	if err := os.CopyFS(filepath.Join(b.dir, "data"), os.DirFS("../../../data")); err != nil {
		t.Fatal(err)
	}
	if r := b.build(); r.Errors() > 0 {
		t.Fatal(codes(r))
	}
	for _, f := range figures {
		b.shows(f, f.want, "as it stands")
	}
	for _, edits := range changes() {
		restore := b.apply(edits)
		if r := b.rebuild(); r.Errors() > 0 {
			t.Errorf("%v: %s", edits, codes(r))
		}
		for _, f := range figures {
			for _, m := range f.moves {
				if slices.Equal(m.edits, edits) {
					b.shows(f, m.want, fmt.Sprint("after ", edits))
				}
			}
		}
		restore()
	}
}

// changes are the edits of all moves, each once: one rebuild moves many figures.
func changes() (all [][]edit) {
	for _, f := range figures {
		for _, m := range f.moves {
			if !slices.ContainsFunc(all, func(edits []edit) bool { return slices.Equal(edits, m.edits) }) {
				all = append(all, m.edits)
			}
		}
	}
	return all
}

// TestEveryFigureIsMoved holds the list against the numbers that it must have.
func TestEveryFigureIsMoved(t *testing.T) {
	moves := map[string]int{}
	for _, f := range figures {
		moves[f.n] += len(f.moves)
	}
	for n := 1; n <= 27; n++ {
		if moves["N"+strconv.Itoa(n)] == 0 {
			t.Errorf("N%d: no input moves it", n)
		}
	}
}

// apply changes the files of a move and returns what undoes it.
func (b *bench) apply(edits []edit) (restore func()) {
	b.t.Helper()
	was := map[string]string{}
	for _, e := range edits {
		name := "data/" + e.file
		text := b.read(name)
		if _, seen := was[name]; !seen {
			was[name] = text
		}
		changed := e.new
		if e.old != "" {
			changed = strings.Replace(text, e.old, e.new, 1)
		}
		if changed == text {
			b.t.Fatalf("%s does not hold %q", name, e.old)
		}
		b.write(name, changed)
	}
	return func() {
		for name, text := range was {
			b.write(name, text)
		}
	}
}

// shows compares a figure with what data.json says.
func (b *bench) shows(f figure, want, when string) {
	b.t.Helper()
	var data any
	if err := json.Unmarshal([]byte(b.read("public/"+f.page+"/data.json")), &data); err != nil {
		b.t.Fatal(err)
	}
	got, err := lookUp(data, f.at)
	if err != nil || got != want {
		b.t.Errorf("%s %s: %s is %s %s, want %s (%v)", f.n, f.page, f.at, got, when, want, err)
	}
}

// lookUp finds the value at a path in decoded JSON.
func lookUp(v any, at string) (string, error) {
	for step := range strings.SplitSeq(at, "/") {
		switch x := v.(type) {
		case map[string]any:
			next, ok := x[step]
			if !ok {
				return "", fmt.Errorf("no %s", step)
			}
			v = next
		case []any:
			if step == "#" {
				return strconv.Itoa(len(x)), nil
			}
			next, ok := choose(x, step)
			if !ok {
				return "", fmt.Errorf("no entry with %s", step)
			}
			v = next
		default:
			return "", fmt.Errorf("%s: nothing below", step)
		}
	}
	return show(v), nil
}

func choose(list []any, step string) (any, bool) {
	key, want, _ := strings.Cut(step, "=")
	for _, e := range list {
		if m, ok := e.(map[string]any); ok && show(m[key]) == want {
			return e, true
		}
	}
	return nil, false
}

func show(v any) string {
	if f, ok := v.(float64); ok {
		return strconv.FormatFloat(math.Round(f*100)/100, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}
