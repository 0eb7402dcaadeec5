package privacy

import (
	"fmt"
	"strings"
	"testing"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
)

// said is what is said of the free text of a file: codes, and in how many places.
func said(name, body string) string {
	var rep problem.Report
	Check(record.Open(record.File{Path: name, Data: []byte(body)}), &rep)
	var list []string
	for _, p := range rep.Problems() {
		list = append(list, fmt.Sprintf("%s%s %s", strings.TrimPrefix(p.Pos.String(), name), map[bool]string{true: "!"}[p.Severity == problem.Error],
			strings.TrimPrefix(p.Code, "privacy/")+p.Args["n"]))
	}
	return strings.Join(list, "; ")
}

// Rules may speak of sanctions; notices may not say who was given one.
func TestNobodyIsShamed(t *testing.T) {
	for s, want := range map[string]bool{
		"对示例党员乙予以劝退。":                true,
		"支部书记约谈了王小明。":                true,
		"张三被评为不合格党员":                 true,
		"积分后五名：李四、王五。":               true,
		"李四同志因不参加会议受到通报批评":           true,
		"王五扣10分":                     true,
		"| 姓名 | 扣分 |":                true,
		"对严重违反村规民约的给予通报批评":           false,
		"对严重违纪的党员给予处分":               false,
		"连续两次不合格的，由支部书记约谈。":          false,
		"劝退、除名按党章规定办理":               false,
		"居委会约谈了物业公司，要求整改":            false,
		"高空抛物扣5分":                    false,
		"无故缺席扣2分":                    false,
		"失信企业列入黑名单":                  false,
		"| 项目 | 扣分 |":                false,
		"后一个会说：“另一个正在使用这个文件夹”":       false,
		"不设黑榜，不公布末位":                 false,
		"红黑榜已取消":                     false,
		"警告标志12块":                    false,
		"最差的一段路已修好":                  false,
		"违反规定的，取消当年评星资格":             false,
		"安全生产责任人王某因工作突出受到表彰":         false,
		"修路后三户示例":                    false,
		"对于不参加的户，先劝导，再通报批评":          false,
		"评议分优秀、合格、基本合格、不合格四等":        false,
		"差评可打监督电话0358-1234567":       false,
		"党员积分分优秀、合格两等，全体党员均为合格及以上等次": false,
	} {
		if got := strings.Contains(said("a.md", s), "! shame"); got != want {
			t.Errorf("%s: refused %v", s, got)
		}
	}
}

func TestWhatIsPrivateInFreeText(t *testing.T) {
	for s, want := range map[string]string{
		"家住3号楼2单元501室":      "address",
		"示例甲，户籍地址：示例村2组16号": "address",
		"东街1-19号":           "",
		"村委会地址：中心街12号":      "",
		"3号楼前":              "",
		"生于1956-11-07":      "birth",
		"1956年11月生":         "birth",
		"示例甲，男，68岁":         "birth",
		"60岁以上老人免费体检":       "",
		"为80岁老人过生日":         "",
		"出生人口12人":           "",
		"始建于1956年11月":       "",
		"示例甲之子示例小明":         "minor",
		"留守儿童王小强":           "minor",
		"关爱留守儿童活动":          "",
		"学生周一返校":            "",
		"张三患有糖尿病":           "health",
		"低保户李四":             "health",
		"消除隐患、防治病虫害":        "",
		"走访低保户12户":          "",
		"发放低保金12户3600元":     "",
		"残疾人之家建设":           "",
		"低保户王五，78岁，家住东街5号":  "address birth health",
		"办理残疾证需要的材料":        "",
		"临时救助名单":            "health",
	} {
		got := said("a.md", s)
		for _, w := range strings.Fields(want) {
			if !strings.Contains(got, w+"1") {
				t.Errorf("%s: %s, want %s", s, got, want)
			}
		}
		if want == "" && got != "" {
			t.Errorf("%s: %s", s, got)
		}
	}
}

// One message for each kind tells how many places there are; remarks, comments, records
// for the Party and the ranges of grids are nobody's business.
func TestWarningsDoNotFlood(t *testing.T) {
	for text, want := range map[string]string{
		"流水:\n  - {事项: 张三患有糖尿病}\n  - {事项: 李四患有肺炎病}\n":      ":2:10 health2",
		"流水:\n  - {备注: 张三患有糖尿病}\n  # 李四患有糖尿病\n":            "",
		"流水:\n  - {事项: 张三患有糖尿病, 公开范围: 党内}\n":               "",
		"公开范围: 党内\n流水:\n  - {事项: 对张三予以劝退}\n":               "",
		"网格:\n  - {编号: 3-2-501, 范围: [3号楼1单元101室, 东街5号]}\n": "",
	} {
		if got := said("a.yaml", text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	if got := said("a.csv", "姓名,年龄,备注\n示例甲,68,患糖尿病\n示例乙,70,\n"); got != ":B2 birth2" {
		t.Error(got)
	}
}
