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
		"a.md|| 示例 | 110105 | 19491231002X |":                                        ":1:1 privacy/id 11",
		"a.md|第一行 110105194912310021\n\n第二行 110105194912310048":                      ":1:5 privacy/id 11; :3:5 privacy/id 11",
		"a.md|2026-01-02 2026-01-08\n\n[电话](tel:0358-1234567) 0358-1234567 **1200**": "",
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
