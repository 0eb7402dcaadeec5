package e2e

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// stressDay has notices, duties and tasks of all states in the stressed village.
const stressDay = "2026-05-20"

// given and family names put together make 132 that are longer than any table expects.
var (
	given  = []string{"买买提", "吐尔逊", "阿不都热依木", "古丽娜扎尔", "阿卜杜热合曼", "努尔买买提", "帕提古丽", "艾尼瓦尔", "祖丽胡玛尔", "乌云其木格", "次仁", "扎西"}
	family = []string{"吐尔逊", "阿不力孜", "买买提明", "阿卜杜热合曼", "艾合买提", "卓玛央宗", "巴特尔", "玉素甫·阿吉", "斯琴高娃", "热合曼", "达瓦"}
)

// longName is the i-th of them: 买买提·吐尔逊 is the first.
func longName(i int) string {
	return given[i%len(given)] + "·" + family[i/len(given)%len(family)]
}

// rowsOf writes n rows of a list.
func rowsOf(n int, row func(int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("- " + row(i) + "\n")
	}
	return b.String()
}

const longTitle = "关于进一步规范村级公益事业建设项目一事一议财政奖补资金使用管理和后续管护责任落实情况"

// longText is as long as the longest that people write into an answer.
var longText = strings.Repeat("经村民代表会议讨论研究，同意按照先急后缓的原则分三年实施，资金从村集体经营性收入中列支，由村务监督委员会全程监督并按季度公布进展。", 8)

// stressed is a site with a village that has as much of everything as a village can have,
// one whose files are all empty, one with all grids below one, and a township above them.
func stressed() map[string]string {
	files := map[string]string{
		"data/site.yaml": "名称: 示例自治县村务公开\n网址: https://gongshi.example.cn/\n时区: Asia/Shanghai\n",
		"data/zhen/unit.yaml": "名称: 示例达斡尔族鄂温克族自治乡\n级别: 乡镇\n总户数: 12800\n监督电话: {号码: 0358-1234567, 接听: 乡纪律检查委员会监察办公室}\n" +
			"屏幕: {英寸: 55, 距离米: 4}\n",
	}
	for name, text := range stressedVillage() {
		files["data/zhen/man/"+name] = text
	}
	for _, name := range []string{"points/2026", "stars/2026", "income/2026", "grids", "members", "households", "outcomes", "posts", "teams", "contracts", "meetings", "errands", "tasks", "duty", "honours", "questions"} {
		files["data/zhen/kong/"+name+".yaml"] = emptyLists[name]
	}
	files["data/zhen/kong/unit.yaml"] = "名称: 空空村\n级别: 村\n"
	files["data/zhen/yi/unit.yaml"] = "名称: 一个网格管全部的村\n级别: 村\n监督电话: 0358-1234567\n"
	files["data/zhen/yi/grids.yaml"] = "网格:\n- {编号: 全村, 名称: 全村大网格, 网格员: [{姓名: " + longName(0) + ", 职责: 网格长, 公开电话: 0358-1234567}]}\n" + rowsOf(154, func(i int) string {
		return fmt.Sprintf("{编号: %d, 名称: 第%d微网格, 上级: 全村, 网格员: [{姓名: %s, 职责: 微网格员}]}", i+1, i+1, longName(i))
	})
	for i := range 24 {
		dir := fmt.Sprintf("data/zhen/c%02d/", i)
		files[dir+"unit.yaml"] = fmt.Sprintf("名称: 示例锡伯图%d组嘎查村\n级别: 村\n总户数: 400\n", i+1)
		files[dir+"stars/2026.yaml"] = "计数: {五星: 20余, 四星: 30, 三星: 105}\n"
		files[dir+"income/2026.yaml"] = "总收入: 12345678.90元\n经营性: 2345678.90元\n"
		files[dir+"contracts.yaml"] = "计数: {承包地: 98份, 机动地: 120份}\n清收额: 1234567.89元\n"
	}
	return files
}

var emptyLists = map[string]string{
	"points/2026": "办法: {公开: 是}\n流水: []\n", "stars/2026": "户: []\n", "income/2026": "收支: []\n", "grids": "网格: []\n", "members": "党员: []\n",
	"households": "户: []\n", "outcomes": "成果: []\n", "posts": "岗位: []\n认领: []\n", "teams": "志愿队: []\n", "contracts": "合同: []\n", "meetings": "议题: []\n",
	"errands": "件: []\n", "tasks": "事项: []\n", "duty": "值班: []\n", "honours": "荣誉: []\n", "questions": "回音壁: []\n",
}

// stressedVillage returns the files of the village that has much of everything.
func stressedVillage() map[string]string {
	files := map[string]string{
		"unit.yaml": "名称: 示例布拉克勒克阿勒迪村\n级别: 村\n总户数: 620\n监督电话: {号码: 0358-1234567, 接听: 村务监督委员会}\n异议电话: 0358-1234568\n屏幕: {英寸: 43, 距离米: 3}\n",
		"members.yaml": "党员:\n" + rowsOf(120, func(i int) string {
			return fmt.Sprintf("{编号: M%d, 姓名: %s, 组: %d组, 类别: %s}", i+1, longName(i), i%9+1, []string{"在职", "退休", "青年", "流动"}[i%4])
		}),
		"households.yaml": "户:\n" + rowsOf(130, func(i int) string {
			return fmt.Sprintf("{编号: H%d, 户主: %s, 组: %d组}", i+1, longName(i), i%9+1)
		}),
		"points/2026.yaml": stressedPoints(),
		"stars/2026.yaml": "户:\n" + rowsOf(130, func(i int) string {
			if i > 99 {
				return fmt.Sprintf("{户: H%d, 得星: %d, 公示起: 2026-05-15, 公示止: 2026-05-24}", i+1, 3+i%3)
			}
			return fmt.Sprintf("{户: H%d, 得星: %d, 公示起: 2026-01-06, 公示止: 2026-01-12, 定级日期: 2026-01-14}", i+1, 1+i%5)
		}),
		"grids.yaml": stressedGrids(),
		"outcomes.yaml": "成果:\n" + rowsOf(14, func(i int) string {
			return fmt.Sprintf("{名称: %s第%d期, 类别: 民生工程, 数量: %d, 单位: 平方米, 资金: 123456789.12元, 带动户: 360, 户均增收: 12000元}", longTitle, i+1, 1234567+i)
		}),
		"posts.yaml": "岗位:\n" + rowsOf(12, func(i int) string {
			return fmt.Sprintf("{名称: 村集体三资管理监督和政策法规宣传第%d岗, 职责: 宣传政策法规, 人数: 9}", i+1)
		}) + "认领:\n" + rowsOf(100, func(i int) string {
			return fmt.Sprintf("{党员: M%d, 岗位: 村集体三资管理监督和政策法规宣传第%d岗, 承诺日期: 2026-03-05}", i+1, i%11+1)
		}),
		"teams.yaml": "志愿队:\n" + rowsOf(9, func(i int) string {
			return fmt.Sprintf("{名称: 矛盾纠纷协调化解第%d志愿服务队, 类别: 调解, 主题: 小事不出楼栋大事不出社区矛盾不上交, 负责人: {姓名: %s, 职务: 队长}, 公开电话: 13800001111, 人数: 120, 事项: {化解矛盾: 7654件, 帮办代办: 12345件}}", i+1, longName(40+i))
		}) + "点单:\n- {编号: 1, 类别: 水电, 队伍: 矛盾纠纷协调化解第1志愿服务队, 点单日期: 2026-05-01, 接单日期: 2026-05-04, 完成日期: 2026-05-06}\n",
	}
	for name, text := range stressedMoney() {
		files[name] = text
	}
	for name, text := range stressedMatters() {
		files[name] = text
	}
	return files
}

func stressedPoints() string {
	return "办法: {公开: 是, 通过会议: 村民代表会议, 日期: 2025-12-20, 执行日期: 2026-01-01}\n公示: {公示起: 2026-05-15, 公示止: 2026-05-24}\n清单:\n" + rowsOf(16, func(i int) string {
		return fmt.Sprintf("{编号: Q%d, 事项: 参加村里组织的义务植树和河道清理等集体劳动第%d项, 分值: 2-6, 上限: 120, 执行日期: 2026-01-01}", i+1, i+1)
	}) + "流水:\n" + rowsOf(120, func(i int) string {
		return fmt.Sprintf("{日期: 2026-01-%02d, 对象: M%d, 事项: 清单以外的事, 分值: %d.5}", i%28+1, i+1, 1400-i/3)
	}) + "商品:\n" + rowsOf(9, func(i int) string {
		return fmt.Sprintf("{名称: 家庭装加量浓缩洗衣液五公斤第%d种, 单价: %d, 库存: 1200瓶}", i+1, 120+i)
	}) + "分红: {资金池: 1234567.89元, 分法: 按积分, 通过会议: 村民代表会议, 日期: 2026-05-10, 公示: {公示起: 2026-05-15, 公示止: 2026-05-24}}\n"
}

// stressedGrids has 155 grids in 18 in 8, with a plan.
func stressedGrids() string {
	var b strings.Builder
	b.WriteString("网格:\n")
	for r := range 8 {
		x, y := 20+250*(r%4), 20+150*(r/4)
		fmt.Fprintf(&b, "- {编号: %d, 名称: 第%d网格古勒巴格路片区, 级别: 一级, 网格员: [{姓名: %s, 职责: 网格长, 公开电话: 13800001111}], 平面图: {区域: [[%d,%d],[%d,%d],[%d,%d],[%d,%d]]}}\n",
			r+1, r+1, longName(r), x, y, x+240, y, x+240, y+140, x, y+140)
	}
	for a := range 18 {
		fmt.Fprintf(&b, "- {编号: A%d, 名称: 第%d片区党群服务网格, 级别: 二级, 上级: %d, 网格员: [{姓名: %s, 职责: 专职网格员}]}\n", a+1, a+1, a%8+1, longName(20+a))
	}
	for g := range 155 {
		fmt.Fprintf(&b, "- {编号: G%d, 名称: %d号微网格, 级别: 三级, 上级: A%d, 范围: [古勒巴格路%d-%d号], 网格员: [{姓名: %s, 职责: 微网格员}]}\n", g+1, g+1, g%18+1, g*20+1, g*20+20, longName(g))
	}
	b.WriteString("覆盖:\n- {名称: 党支部或党小组, 应覆盖: {城市社区: 4300, 小区: 15000, 城市网格: 23700}, 已覆盖: {城市社区: 4300, 小区: 15000, 城市网格: 23700}, 全覆盖: 是}\n- {名称: 无物业小区, 应覆盖: 134}\n")
	return b.String()
}

func stressedMoney() map[string]string {
	return map[string]string{
		"contracts.yaml": "合同:\n" + rowsOf(30, func(i int) string {
			return fmt.Sprintf("{编号: HT-2026-%03d, 类型: %s, 标的: 村西北古勒巴格水库下游灌溉渠以东机动地第%d块, 面积: 12345.67亩, 原价: 1234567.89元/年, 现价: 2345678.90元/年, 清收额: 1111111.01元, 承租方: 示例农牧业专业合作社联合社, 起: 2021-08-01, 止: 2026-07-%02d}",
				i+1, []string{"改变用途机动地", "未改变用途机动地", "建设用地", "资产类"}[i%4], i+1, i%28+1)
		}) + "资产:\n" + rowsOf(8, func(i int) string {
			return fmt.Sprintf("{名称: 反季节蔬菜高标准日光温室大棚第%d片, 数量: 1250座, 单价: 33000.50元/座/年, 承租方: 示例农牧业专业合作社联合社}", i+1)
		}) + "总数: 30\n",
		"income/2026.yaml": "期初余额: 123456789.12元\n收支:\n" + rowsOf(40, func(i int) string {
			return fmt.Sprintf("{编号: %d, 日期: 2026-%02d-%02d, 方向: %s, 科目: %s, 金额: %d.99元, 摘要: %s第%d笔, 审核: 是}",
				i+1, i%4+1, i%28+1, []string{"收入", "支出"}[i%2], []string{"集体土地流转租金", "农村人居环境整治以奖代补", "光伏发电", "村级公益事业一事一议财政奖补", "帮扶车间", "村级组织运转"}[i%6], 1234567+i*1000, longTitle[:60], i+1)
		}),
	}
}

// stressedMatters are the boards of what is talked about and done.
func stressedMatters() map[string]string {
	return map[string]string{
		"meetings.yaml": "议题:\n" + rowsOf(9, func(i int) string {
			return fmt.Sprintf("{编号: %d, 议题: %s的第%d号提议, 类别: 公共设施, 决议: %s, 责任人: %s, 时限: 2026-05-%02d, 提出日期: 2026-04-02, 商议日期: 2026-04-09, 决议日期: 2026-04-15}", i+1, longTitle, i+1, longText[:180*(1+i%6)], longName(50+i), 10+i)
		}),
		"errands.yaml": "代办员:\n" + rowsOf(3, func(i int) string {
			return fmt.Sprintf("{姓名: %s, 职务: 党群服务中心代办服务总站站长, 坐班日: 每天, 公开电话: 13800001111, 事项: 民政优扶、医疗社保、户籍办理、水电气暖}", longName(60+i))
		}) + "事项清单:\n" + rowsOf(14, func(i int) string {
			return fmt.Sprintf("{事项: 城乡居民基本养老保险待遇领取资格第%d类认证, 类别: 民政优扶, 材料: [身份证复印件, 户口簿首页和本人页, 近期一寸免冠照片两张, 社会保障卡], 时限: 十五个工作日, 代办员: %s}", i+1, longName(60+i%3))
		}) + "计数: {民生服务: 1240余人次, 生活服务: 2230余人次}\n",
		"tasks.yaml": "清单: [{名称: 村党组织书记抓基层党建问题台账, 牵头: 村党支部}]\n事项:\n" + rowsOf(17, func(i int) string {
			return fmt.Sprintf("{编号: %d, 问题: %s第%d项, 类别: 三改工程, 责任人: %s, 时限: 2026-05-%02d, 措施: 逐户走访, 提出日期: 2026-04-10, 列单日期: 2026-04-11}", i+1, longTitle, i+1, longName(70+i), 10+i)
		}),
		"duty.yaml": "值班电话: 0358-1234567\n值班:\n" + rowsOf(24, func(i int) string {
			return fmt.Sprintf("{日期: 2026-05-%02d, 姓名: %s, 职务: 村党支部副书记兼村务监督委员会主任, 班次: %s, 值班电话: 13800001111}", 20+i/3, longName(80+i), []string{"白班", "夜班", "机动备勤班"}[i%3])
		}) + "- {班次: 24小时, 职务: 社区卫生服务站急诊值班室, 值班电话: 0358-1234567}\n",
		"honours.yaml": "荣誉:\n" + rowsOf(14, func(i int) string {
			return fmt.Sprintf("{类别: 民族团结进步最美家庭, 对象: H%d, 称号: 二〇二六年度全县民族团结进步最美家庭标兵, 事迹: %s, 日期: 2026-03, 同意: {人: %s, 日期: 2026-03-05}}", i+1, longTitle, longName(i))
		}),
		"questions.yaml": "回音壁:\n" + rowsOf(8, func(i int) string {
			return fmt.Sprintf("{编号: %d, 提问日期: 2026-04-%02d, 类别: 环境, 问题: %s为什么还没有结果, 答复: %s, 答复日期: 2026-05-%02d, 责任人: 村民委员会}", i+1, i+1, longTitle, longText[:300*(1+i%4)], i+1)
		}) + "- {编号: 99, 提问日期: 2026-05-01, 问题: 东街路灯什么时候修, 承诺答复: 2026-05-10}\n",
		"tables/biao.yaml": "标题: 二〇二六年度村集体固定资产和办公用品盘点登记清单\n渠道: [网站, 大厅屏]\n范围: 社会\n栏目: [名称, 数量, 金额, 存放地点, 保管人]\n行:\n" + rowsOf(30, func(i int) string {
			return fmt.Sprintf("[多功能数码复合机第%d台, 1台, 1234567.89元, 党群服务中心二楼东侧档案资料室, %s]", i+1, longName(90+i))
		}),
	}
}

// stressSite builds the stressed site and returns its output folder.
func stressSite(t *testing.T) string {
	t.Helper()
	root := filepath.Join(shared, "stress")
	out := filepath.Join(root, "public")
	if demos[root] != "" {
		return out
	}
	files := stressed()
	for i := range 7 {
		files[fmt.Sprintf("content/zhen/man/notices/n%d.md", i)] = fmt.Sprintf("---\n标题: %s（第%d号）\n类型: 公示\n公示起: 2026-05-15\n公示止: 2026-05-%d\n---\n\n%s\n", longTitle, i+1, 21+i, longText)
	}
	demos[root] = builtOf(t, root, files, stressDay)
	return out
}
