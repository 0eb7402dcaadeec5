package privacy

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
)

// refusals says what Check reports of a file, without what is quoted.
func refusals(name string, data []byte) string {
	var rep problem.Report
	Check(record.Open(record.File{Path: name, Data: data}), &rep)
	var list []string
	for _, p := range rep.Problems() {
		list = append(list, fmt.Sprintf("%s %s %s", strings.TrimPrefix(p.Pos.String(), name), p.Code, p.Args["head"]))
	}
	return strings.TrimSpace(strings.Join(list, "; "))
}

func TestEveryNumberIsRefusedOnceAndWhereItStands(t *testing.T) {
	for text, want := range map[string]string{
		"a.yaml|- {姓名: 示例, 备注: 110105194912310021}":                                  ":1:16 privacy/id 11",
		"a.yaml|备注: \"\\u0031\\u0031\\u0030105194912310021\"":                        ":1:5 privacy/id 11",
		"a.yaml|成果:\n  - 说明: |\n      110105\n      194912310021\n":                  ":2:9 privacy/id 11",
		"a.yaml|成果:\n  - 地点: >\n      110105\n      1949 1231 0021\n":                ":2:9 privacy/id 11",
		"a.yaml|说明: 110105**19491231**0021":                                          ":1:5 privacy/id 11",
		"a.yaml|说明: 110105<b></b>194912310021":                                       ":1:1 privacy/id 11",
		"a.csv|姓名,备注\n示例,110105194912310021 13812345678":                             ":B2 privacy/id 11; :B2 privacy/phone 13",
		"a.csv|姓名,组,备注\n示例,110105,19491231002X":                                      ":B2 privacy/id 11",
		"a.md|正文\n\n110105<!-- x -->194912310021\n":                                  ":3:1 privacy/id 11",
		"a.md|正文\n\n110105\n194912310021\n":                                          ":3:1 privacy/id 11",
		"a.md|正文\n\n110105[19491231][1]0021\n\n[1]: b.md\n":                          ":1:1 privacy/id 11",
		"a.md|---\n摘要: \"\\u0031\\u0031\\u0030105194912310021\"\n---\n正文":            ":2:5 privacy/id 11",
		"a.md|| 示例 | 110105 | 19491231002X |":                                        ":1:8 privacy/id 11",
		"a.md|第一行 110105194912310021\n\n第二行 110105194912310048":                      ":1:5 privacy/id 11; :3:5 privacy/id 11",
		"a.md|2026-01-02 2026-01-08\n\n[电话](tel:0358-1234567) 0358-1234567 **1200**": "",
	} {
		name, body, _ := strings.Cut(text, "|")
		if got := refusals(name, []byte(body)); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", text, got, want)
		}
	}
}

// A number in pieces: below each other, in cells, in escapes, in a drawing.
func TestNumbersInPiecesAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		"a.yaml|# 4305291967\n# 09085572\n党员: []":                                                        ":1:1 privacy/id 43",
		"a.yaml|成果:\n  - 说明: \"1401051991\\\n      04093360\"":                                           ":2:1 privacy/id 14",
		"a.yaml|- {说明: \"1401051946\", 地点: \"12164716\"}":                                                ":1:9 privacy/id 14",
		"a.yaml|成果:\n  - 说明: \"1401051946\"\n    地点: \"12164716\"":                                       ":2:1 privacy/id 14",
		"a.md|正文。\n\n<!--\n1101051974\n04193836\n-->":                                                    ":4:1 privacy/id 11",
		"a.md|- 140181\n- 19890220\n- 926X\n":                                                            ":1:1 privacy/id 14",
		"a.md|户名 示例甲\n\n账号 6228160181\n\n604498167\n":                                                    ":3:1 privacy/bank 62",
		"a.md|[名单](https://gongshi.example/%34%33%30%35%32%39%31%39%33%38%31%32%31%37%37%30%36%38)":      ":1:1 privacy/id 43",
		"a.csv|姓名,证件\n示例甲,421126194\n,207111215":                                                         ":B2 privacy/id 42",
		"a.csv|姓名,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18\n示例甲,4,2,1,1,2,6,1,9,4,8,0,4,2,6,9,4,4,0": ":B2 privacy/id 42",
		"a.svg|<svg><path d=\"M12.345678901234567 8.1\"/><text>110105194912310021</text></svg>":          "privacy/id 11",
		"a.svg|<svg><!-- 110105194912310021 --></svg>":                                                   "privacy/id 11",
		"a.svg|<svg><path d=\"M12.345678901234567 8.1234567890123456\"/></svg>":                          "",
		"a.csv|网格编码,户数\n141129100201001,12\n":                                                            "",
		"a.csv|证号,户数\n141129100201001,12\n":                                                              ":A2 privacy/id 14",
		"a.yaml|- {编号: \"141129100201001\", 户主: 示例户甲}":                                                   "",
		"a.yaml|- {备注: \"141129100201001\"}":                                                             ":1:9 privacy/id 14",
		"a.md|- 120000\n- 20240506\n- 1200\n\n- 0351\n- 1234567\n":                                       "",
		"a.csv|村,编码\n示例甲村,141129102\n示例乙村,141129103\n,141129104":                                         "",
		"a.yaml|总数: 141129\n日期: 20240506\n序号: 0008":                                                      "",
	} {
		name, body, _ := strings.Cut(text, "|")
		if got := refusals(name, []byte(body)); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", text, got, want)
		}
	}
}

func TestWorkbooksAreRefusedForWhatNobodySees(t *testing.T) {
	book := func(fill func(f *excelize.File)) []byte {
		f := excelize.NewFile()
		f.SetSheetRow("Sheet1", "A1", &[]any{"姓名", "数量"})
		f.SetSheetRow("Sheet1", "A2", &[]any{"示例", 1.0 / 3})
		fill(f)
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	for want, fill := range map[string]func(f *excelize.File){
		"":                        func(*excelize.File) {},
		":B3 privacy/id 11":       func(f *excelize.File) { f.SetCellValue("Sheet1", "B3", "110105194912310021") },
		"privacy/workbook 11":     func(f *excelize.File) { f.SetDocProps(&excelize.DocProperties{Title: "110105194912310021"}) },
		":B3 privacy/excel-id 11": func(f *excelize.File) { f.SetCellValue("Sheet1", "B3", "1.10105E17") },
	} {
		if got := refusals("a.xlsx", book(fill)); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
