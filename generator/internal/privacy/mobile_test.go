package privacy

import (
	"fmt"
	"strings"
	"testing"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
)

// A mobile is somebody's wherever it stands and however it is written; numbers of other
// kinds are not.
func TestMobiles(t *testing.T) {
	for s, want := range map[string]string{
		"手机13803581234":               "13803581234",
		"张三 138 0358 1234":            "13803581234",
		"0358-1234567/13803581234":    "13803581234",
		"0358-1234567 138 0358 1234":  "13803581234",
		"+8613803581234":              "13803581234",
		"+86 138 0358 1234":           "13803581234",
		"0086 138 0358 1234":          "13803581234",
		"008613803581234":             "13803581234",
		"013898581234":                "13898581234",
		"１３８０３５８１２３４":                 "13803581234",
		"138\u200b03581234":           "13803581234",
		"138O358l234":                 "13803581234",
		"138-0358-1234（微信同号）":         "13803581234",
		"138.0358.1234":               "13803581234",
		"（138）03581234":               "13803581234",
		"1 3803581234":                "13803581234",
		"1380 3581 234":               "13803581234",
		"一三八〇三五八一二三四":                 "13803581234",
		"幺三八零三五八幺二三四":                 "13803581234",
		"1.13803581234":               "13803581234",
		"tel13803581234":              "13803581234",
		"13803581234、13903581234":     "13803581234 13903581234",
		"138****1234":                 "138****1234",
		"138xxxx1234":                 "138xxxx1234",
		"138●●●●1234":                 "138****1234",
		"138 **** 1234":               "138****1234",
		"1380358****":                 "1380358****",
		"138\\*\\*\\*\\*1234":         "138****1234",
		"1******1234":                 "1******1234",
		"0358-1234567":                "",
		"140123199001":                "",
		"14012319900":                 "", // 14 is Shanxi
		"合同编号X13803581234":            "",
		"138035812345":                "",
		"12345":                       "",
		"400-138-0358":                "",
		"2024-05-06至2024-05-12":       "",
		"资金1380.3万元":                  "",
		"面积0.13803581234":             "",
		"经度111.13803581234":           "",
		"12380358123":                 "",
		"13803581234567890123（凭证流水号）": "",
		"发票代码013001900111":            "",
		"150 1200 1300 1500":          "",
		"138 20240512":                "",
		"1501234 2024年":               "",
		"141129-150-1234-5678":        "",
		"一二三四五六七八九十":                  "",
		"****************":            "",
		"140105……4726":                "", // of an ID
		"1920x1080":                   "",
		"1、2、3、4、5、6、7、8、9、10、11、12、13、14": "",
	} {
		var got []string
		for _, f := range Mobiles(s) {
			got = append(got, f.number)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("Mobiles(%q) = %q, want %q", s, got, want)
		}
	}
}

// Only the keys and columns for phones may hold a mobile; not the comment beside them.
func TestMobilesStandUnderTheKeysForPhones(t *testing.T) {
	for text, want := range map[string]string{
		"a.yaml|- {姓名: 示例, 公开电话: 13812345678}":                            "",
		"a.yaml|- {姓名: 示例, 公开电话: \"138 1234 5678\"}":                      "",
		"a.yaml|监督电话: {号码: 13812345678, 接听: 示例}":                          "",
		"a.yaml|监督电话: {号码: 0358-1234567, 接听: 示例13812345678}":              ":1:32 privacy/phone 13",
		"a.yaml|- {姓名: 示例, 公开电话: 13812345678} # 家里13912345678":            ":1:35 privacy/phone 13",
		"a.yaml|- {姓名: 示例13812345678, 公开电话: 13812345678}":                 ":1:10 privacy/phone 13",
		"a.yaml|备注: 13812345678":                                          ":1:5 privacy/phone 13",
		"a.yaml|备注: \"\\u0031\\u0033812345678\"":                          ":1:5 privacy/phone 13",
		"a.yaml|# 13812345678\n备注: 1":                                     ":1:3 privacy/phone 13",
		"a.yaml|栏目: [姓名, 公开电话]\n行:\n  - [示例, 13812345678]":                "",
		"a.yaml|栏目: [姓名, 联系方式]\n行:\n  - [示例, 13812345678]":                ":3:10 privacy/phone 13",
		"a.csv|姓名,公开电话\n示例,13812345678":                                   "",
		"a.csv|姓名,公开电话\n13912345678,13812345678":                          ":A2 privacy/phone 13",
		"a.csv|姓名,公开电话\n示例,138****5678":                                   ":B2 privacy/phone-masked 13",
		"a.csv|姓名,手机,续\n示例,138,12345678":                                  ":B2 privacy/phone 13",
		"a.csv|姓名,数量,金额\n示例,138,12345678":                                 "",
		"a.md|---\n标题: 公示\n异议电话: 13812345678\n---\n正文":                    "",
		"a.md|---\n标题: 公示\n---\n正文13812345678":                            ":4:3 privacy/phone 13",
		"a.md|[打电话](tel:13812345678)":                                     ":1:11 privacy/phone 13",
		"a.md|<!-- 13812345678 -->":                                       ":1:6 privacy/phone 13",
		"a.md|139**5461**9416":                                            ":1:1 privacy/phone 13",
		"a.md|&#49;&#51;&#56;&#49;&#50;&#51;&#52;&#53;&#54;&#55;&#56;":    ":1:1 privacy/phone 13",
		"a.md|手机尾号8527":                                                   ":1:1 privacy/tail",
		"a.yaml|办公电话: 0358-1234567\n热线: 12345\n报警: 110\n客服: 400-138-1234": "",
	} {
		name, body, _ := strings.Cut(text, "|")
		if got := refusals(name, []byte(body)); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", text, got, want)
		}
	}
}

func TestMobilesInTheNamesOfFiles(t *testing.T) {
	for name, want := range map[string]bool{"a/13812345678.md": false, "a/138/12345678.md": true, "a/20240520_153012.jpg": true} {
		if got := Name(name, &problem.Report{}); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// BenchmarkCheck goes over a large ledger: what is not refused costs next to nothing.
func BenchmarkCheck(b *testing.B) {
	var s strings.Builder
	s.WriteString("流水:\n")
	for i := range 50000 {
		fmt.Fprintf(&s, "  - {编号: %d, 日期: 2024-01-05, 对象: 示例党员%d, 项目: 日常积分, 事项: 参加第%d组的环境整治和义务劳动, 分值: 5}\n", i, i%90, i%9)
	}
	f := record.File{Path: "2024.yaml", Data: []byte(s.String())}
	b.SetBytes(int64(len(f.Data)))
	for b.Loop() {
		Check(record.Open(f), &problem.Report{})
	}
}
