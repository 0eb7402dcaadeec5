package record

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/words"
)

type xlsxRow struct {
	At
	Code  string `key:"code"`
	Name  string `key:"name,required"`
	Group string `key:"group"`
	Date  string `key:"date"`
	Share string `key:"share|source"`
	N     int    `key:"amount"`
}

type xlsxFile struct {
	At
	Rows []xlsxRow `key:"members,main"`
}

// read opens a workbook made by fill and decodes it.
func readBook(t *testing.T, fill func(f *excelize.File)) ([]xlsxRow, []problem.Problem, *Doc) {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	var rep problem.Report
	var file xlsxFile
	d := Open(File{Path: "members.xlsx", Data: b.Bytes()})
	d.Decode(&file, &rep)
	return file.Rows, rep.Problems(), d
}

func set(f *excelize.File, cells ...any) {
	for i := 0; i+1 < len(cells); i += 2 {
		f.SetCellValue("Sheet1", cells[i].(string), cells[i+1])
	}
}

func codes(list []problem.Problem) string {
	var s []string
	for _, p := range list {
		s = append(s, fmt.Sprintf("%s %s", p.Pos, p.Code))
	}
	return strings.Join(s, "; ")
}

func TestWorkbookGivesTheRecordsOfAList(t *testing.T) {
	rows, problems, _ := readBook(t, func(f *excelize.File) {
		set(f, "A1", "某村党员名册", "A2", "序号", "B2", "姓名", "C2", "组", "D2", "分值",
			"A3", 1, "B3", "张三", "C3", "2组", "D3", 104,
			"A4", 2, "B4", " 李四\u200b", "C4", "3组", "D4", 97,
			"A5", "合计", "D5", 201)
	})
	if len(problems) != 0 {
		t.Errorf("problems: %s", codes(problems))
	}
	if len(rows) != 2 || rows[1].Name != "李四" || rows[1].N != 97 {
		t.Errorf("rows: %+v", rows)
	}
	if at := rows[1].Of("amount").String(); at != "members.xlsx:D4" {
		t.Errorf("place of a value: %s", at)
	}
}

func TestDateCellsAreDatesAndPercentagesShares(t *testing.T) {
	rows, problems, _ := readBook(t, func(f *excelize.File) {
		set(f, "A1", "姓名", "B1", "日期", "C1", "资金来源", "A2", "张三", "B2", 45418, "C2", 0.315)
		date, _ := f.NewStyle(&excelize.Style{NumFmt: 14})
		percent, _ := f.NewStyle(&excelize.Style{NumFmt: 10})
		f.SetCellStyle("Sheet1", "B2", "B2", date)
		f.SetCellStyle("Sheet1", "C2", "C2", percent)
	})
	if len(problems) != 0 || rows[0].Date != "2024-05-06" || rows[0].Share != "31.5%" {
		t.Errorf("%+v; %s", rows, codes(problems))
	}
}

func TestCodesKeepTheirZeros(t *testing.T) {
	rows, _, _ := readBook(t, func(f *excelize.File) { set(f, "A1", "编号", "B1", "姓名", "A2", "007", "B2", "张三") })
	if rows[0].Code != "007" {
		t.Errorf("code %q", rows[0].Code)
	}
}

func TestMergedNameCellsAreFilledDown(t *testing.T) {
	rows, problems, _ := readBook(t, func(f *excelize.File) {
		set(f, "A1", "姓名", "B1", "分值", "A2", "张三", "B2", 5, "B3", 3)
		f.MergeCell("Sheet1", "A2", "A3")
	})
	if len(rows) != 2 || rows[1].Name != "张三" || codes(problems) != "members.xlsx:A3 record/merged" {
		t.Errorf("%+v; %s", rows, codes(problems))
	}
}

func TestAMergedFigureIsNotBookedForEverybody(t *testing.T) {
	_, problems, _ := readBook(t, func(f *excelize.File) {
		set(f, "A1", "姓名", "B1", "分值", "A2", "张三", "B2", 10, "A3", "李四", "A4", "王五")
		f.MergeCell("Sheet1", "B2", "B4")
	})
	if codes(problems) != "members.xlsx:B3 record/merged-figure; members.xlsx:B4 record/merged-figure" {
		t.Errorf("%s", codes(problems))
	}
}

func TestAFigureMergedWithItsRecordStandsOnce(t *testing.T) {
	rows, problems, _ := readBook(t, func(f *excelize.File) {
		set(f, "A1", "姓名", "B1", "分值", "C1", "组", "A2", "张三", "B2", 10, "C2", "1组", "C3", "2组")
		f.MergeCell("Sheet1", "A2", "A3")
		f.MergeCell("Sheet1", "B2", "B3")
	})
	if len(rows) != 2 || rows[1].Name != "张三" || codes(problems) != "members.xlsx:A3 record/merged" {
		t.Errorf("%+v; %s", rows, codes(problems))
	}
}

func TestATitleOverSeveralColumnsIsNoRecord(t *testing.T) {
	rows, problems, _ := readBook(t, func(f *excelize.File) {
		set(f, "A1", "姓名", "B1", "组", "A2", "东边住户", "A3", "张三")
		f.MergeCell("Sheet1", "A2", "B2")
	})
	if len(rows) != 1 || codes(problems) != "members.xlsx:A2 record/row-skipped" {
		t.Errorf("%+v; %s", rows, codes(problems))
	}
}

// styled sets a number and how it is shown.
func styled(f *excelize.File, cell string, v any, format string) {
	f.SetCellValue("Sheet1", cell, v)
	style, _ := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	f.SetCellStyle("Sheet1", cell, cell, style)
}

func TestNumbersAreReadAsTheyAreShown(t *testing.T) {
	rows, problems, d := readBook(t, func(f *excelize.File) {
		set(f, "A1", "姓名", "B1", "资金来源", "C1", "编号", "D1", "说明",
			"A2", "张三", "B2", 4.3499999999999996, "A3", "李四", "B3", 62.640000000000001, "A4", "王五", "B4", 1.1000000000000001,
			"D2", 1.10105194912310021e17, "D3", 1e-7, "D4", 1500.0)
		styled(f, "C2", 1, "000")
		styled(f, "C3", 12, `0000_ ;@`)
		styled(f, "C4", 1234, "000")
		styled(f, "B4", 0.07, "0%")
	})
	if codes(problems) != "members.xlsx:D1 record/column-ignored" {
		t.Errorf("problems: %s", codes(problems))
	}
	var got []string
	for _, r := range rows {
		got = append(got, r.Share, r.Code)
	}
	if s := strings.Join(got, " "); s != "4.35 001 62.64 0012 7% 1234" {
		t.Errorf("read as %s", s)
	}
	if s := d.Line(2) + d.Line(3) + d.Line(4); !strings.Contains(s, "110105194912310") || !strings.Contains(s, "0.0000001") || !strings.Contains(s, "1500") {
		t.Errorf("lines: %s", s)
	}
}

func TestADateInPlaceOfACodeIsRefused(t *testing.T) {
	rows, problems, _ := readBook(t, func(f *excelize.File) {
		set(f, "A1", "编号", "B1", "姓名", "C1", "日期", "B2", "张三", "A3", "1-2", "B3", "李四")
		styled(f, "A2", 45292, `m"月"d"日"`)
		styled(f, "C2", 45418, "yyyy/m/d;@")
	})
	if codes(problems) != "members.xlsx:A2 record/date-for-text" || len(rows) != 2 || rows[0].Date != "2024-05-06" || rows[1].Code != "1-2" {
		t.Errorf("%+v; %s", rows, codes(problems))
	}
}

func TestDaysCountedFrom1904(t *testing.T) {
	rows, _, _ := readBook(t, func(f *excelize.File) {
		yes := true
		f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes})
		set(f, "A1", "姓名", "B1", "日期", "A2", "张三")
		styled(f, "B2", 45418-1462, "yyyy-mm-dd")
	})
	if len(rows) != 1 || rows[0].Date != "2024-05-06" {
		t.Errorf("%+v", rows)
	}
}

func TestFormulasThatFailedAreRefused(t *testing.T) {
	_, problems, _ := readBook(t, func(f *excelize.File) {
		set(f, "A1", "姓名", "B1", "分值", "C1", "别的", "A2", "张三", "B2", "#N/A", "C2", "#REF!", "A3", "#1 张三")
	})
	if codes(problems) != "members.xlsx:B2 record/failed-formula; members.xlsx:C2 record/failed-formula" {
		t.Errorf("%s", codes(problems))
	}
}

func TestFormulaWithoutResultIsAnError(t *testing.T) {
	_, problems, _ := readBook(t, func(f *excelize.File) {
		set(f, "A1", "姓名", "B1", "分值", "A2", "张三")
		f.SetCellFormula("Sheet1", "B2", "=1+1")
	})
	if codes(problems) != "members.xlsx:B2 record/empty-formula" {
		t.Errorf("%s", codes(problems))
	}
}

func TestOtherSheetsAreNamed(t *testing.T) {
	_, problems, _ := readBook(t, func(f *excelize.File) {
		set(f, "A1", "姓名", "B1", "组", "A2", "张三")
		f.NewSheet("旧的")
		f.SetCellValue("旧的", "A1", "姓名")
	})
	if codes(problems) != "members.xlsx record/more-sheets" {
		t.Errorf("%s", codes(problems))
	}
}

func TestRemarksOnCellsAreText(t *testing.T) {
	_, _, d := readBook(t, func(f *excelize.File) {
		set(f, "A1", "姓名", "A2", "张三")
		f.AddComment("Sheet1", excelize.Comment{Cell: "A2", Author: "x", Text: "批注里的话"})
	})
	found := false
	for _, p := range d.Pieces() {
		found = found || strings.Contains(p.Text, "批注里的话") && p.Pos.String() == "members.xlsx:A2"
	}
	if !found {
		t.Errorf("pieces: %+v", d.Pieces())
	}
}

func TestBrokenWorkbookIsRefusedInChinese(t *testing.T) {
	for name, data := range map[string][]byte{"text": []byte("not a workbook"), "zip": []byte("PK\x03\x04rest")} {
		var rep problem.Report
		var file xlsxFile
		Open(File{Path: "members.xlsx", Data: data}).Decode(&file, &rep)
		p := rep.Problems()
		if len(p) != 1 || p[0].Code != "record/bad-xlsx" || !strings.Contains(words.Say(p[0]).Cause, "打不开") {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

func TestYAMLListAndTableForOneListIsAnError(t *testing.T) {
	var rep problem.Report
	var file xlsxFile
	Open(File{Path: "members.yaml", Data: []byte("- 姓名: 张三\n")}).Decode(&file, &rep)
	Open(File{Path: "members.csv", Data: []byte("姓名,组\n李四,2组\n")}).Decode(&file, &rep)
	if codes(rep.Problems()) != "members.csv record/two-sources" {
		t.Errorf("%s", codes(rep.Problems()))
	}
}

// A number may stand where nobody sees it in the table: every part of the workbook is a
// piece.
func TestAllPartsOfAWorkbookArePieces(t *testing.T) {
	const number = "110105194912310021"
	for place, put := range map[string]func(f *excelize.File) error{
		"a hidden sheet": func(f *excelize.File) error {
			f.NewSheet("Sheet2")
			f.SetCellValue("Sheet2", "B2", number)
			return f.SetSheetVisible("Sheet2", false)
		},
		"a further sheet, as a figure": func(f *excelize.File) error {
			f.NewSheet("Sheet2")
			return f.SetCellValue("Sheet2", "B2", 110105194912310021)
		},
		"a name of a sheet": func(f *excelize.File) error {
			_, err := f.NewSheet(number)
			return err
		},
		"a header": func(f *excelize.File) error {
			return f.SetHeaderFooter("Sheet1", &excelize.HeaderFooterOptions{OddHeader: "&C" + number})
		},
		"a footer": func(f *excelize.File) error {
			return f.SetHeaderFooter("Sheet1", &excelize.HeaderFooterOptions{EvenFooter: number})
		},
		"the properties": func(f *excelize.File) error {
			return f.SetDocProps(&excelize.DocProperties{Subject: number})
		},
		"a list to choose from": func(f *excelize.File) error {
			dv := excelize.NewDataValidation(true)
			dv.Sqref = "A2:A9"
			if err := dv.SetDropList([]string{"示例", number}); err != nil {
				return err
			}
			return f.AddDataValidation("Sheet1", dv)
		},
		"a link": func(f *excelize.File) error {
			return f.SetCellHyperLink("Sheet1", "B2", "https://example.cn/"+number, "External")
		},
		"the tip of a link": func(f *excelize.File) error {
			tip := number
			return f.SetCellHyperLink("Sheet1", "B2", "Sheet1!A1", "Location", excelize.HyperlinkOpts{Tooltip: &tip})
		},
		"a defined name": func(f *excelize.File) error {
			return f.SetDefinedName(&excelize.DefinedName{Name: "n", RefersTo: number})
		},
		"a formula": func(f *excelize.File) error { return f.SetCellFormula("Sheet1", "C9", number) },
		"a text box": func(f *excelize.File) error {
			return f.AddShape("Sheet1", &excelize.Shape{Cell: "D2", Type: "rect", Paragraph: []excelize.RichTextRun{{Text: number}}})
		},
		"text of two kinds": func(f *excelize.File) error {
			f.NewSheet("Sheet2")
			return f.SetCellRichText("Sheet2", "B2", []excelize.RichTextRun{{Text: "110105"}, {Text: "194912310021", Font: &excelize.Font{Bold: true}}})
		},
	} {
		_, _, d := readBook(t, func(f *excelize.File) {
			set(f, "A1", "姓名", "B1", "编号", "A2", "示例", "B2", "M1")
			if err := put(f); err != nil {
				t.Fatal(place, err)
			}
		})
		found := false
		for _, p := range d.Pieces() {
			found = found || strings.Contains(p.Text, number)
		}
		if !found {
			t.Errorf("%s is not looked at", place)
		}
	}
}

// Excel makes a date of what staff type as 2024年6月, a time of 8:30, and shows 12 as
// 12亩: on the page must stand what the table shows.
func TestACellSaysNoMoreThanItShows(t *testing.T) {
	for _, c := range []struct {
		v      any
		format string
		want   string
	}{
		{45444, `yyyy"年"m"月"`, "2024-06"},
		{45444, `[$-804]yyyy"年"m"月";@`, "2024-06"},
		{45444, `m"月"`, "2024-06"},
		{45459, `yyyy"年"m"月"`, "2024-06-16"}, // a day that somebody typed is not lost
		{45292, `yyyy"年"`, "2024"},
		{45444, `yyyy"年"m"月"d"日"`, "2024-06-01"},
		{45444, `aaaa`, "2024-06-01"},
		{0.354166666666667, `h:mm`, "08:30"},
		{0.354166666666667, `h:mm AM/PM`, "08:30"},
		{45444.354166666666667, `yyyy/m/d h:mm`, "2024-06-01 08:30"},
		{45444, `yyyy/m/d h:mm`, "2024-06-01"},
		{1.5, `[h]:mm`, "1.5"},
		{12.5, `0.0"亩"`, "12.5亩"},
		{1200, `#,##0户`, "1200户"},
		{7, `"HT-"000`, "HT-007"},
		{63, `"¥"#,##0.00`, "63"},
		{12.5, `General"kg"`, "12.5kg"},
		{0.315, `0.0%`, "31.5%"},
	} {
		rows, problems, _ := readBook(t, func(f *excelize.File) {
			set(f, "A1", "姓名", "B1", "资金来源", "A2", "张三")
			styled(f, "B2", c.v, c.format)
		})
		if len(problems) != 0 || rows[0].Share != c.want {
			t.Errorf("%v shown as %s: %q, want %q; %s", c.v, c.format, rows[0].Share, c.want, codes(problems))
		}
	}
	for n, want := range map[int]string{57: "2024-06", 17: "2024-06", 31: "2024-06-01", 14: "2024-06-01"} {
		rows, _, _ := readBook(t, func(f *excelize.File) {
			set(f, "A1", "姓名", "B1", "资金来源", "A2", "张三", "B2", 45444)
			style, _ := f.NewStyle(&excelize.Style{NumFmt: n})
			f.SetCellStyle("Sheet1", "B2", "B2", style)
		})
		if rows[0].Share != want {
			t.Errorf("format %d: %q, want %q", n, rows[0].Share, want)
		}
	}
}

// 123456 shown as 12.3 under 资金(万元) would stand on the page as 123456万元.
func TestANumberShownScaledDownIsRefused(t *testing.T) {
	for _, format := range []string{`0!.0,"万元"`, `0!.0,`, `#,##0,`, `0.00,,"百万"`} {
		_, problems, _ := readBook(t, func(f *excelize.File) {
			set(f, "A1", "姓名", "B1", "分值", "A2", "张三")
			styled(f, "B2", 123456, format)
		})
		if !strings.HasPrefix(codes(problems), "members.xlsx:B2 record/scaled-number") {
			t.Errorf("%s: %s", format, codes(problems))
		}
	}
}

// Two people of one group: the figure merged over both is not that of the first.
func TestAFigureMergedOverTwoRecordsOfAGroupIsAsked(t *testing.T) {
	_, problems, _ := readBook(t, func(f *excelize.File) {
		set(f, "A1", "组", "B1", "姓名", "C1", "分值", "A2", "1组", "B2", "张三", "C2", 10, "B3", "李四")
		f.MergeCell("Sheet1", "A2", "A3")
		f.MergeCell("Sheet1", "C2", "C3")
	})
	if codes(problems) != "members.xlsx:A3 record/merged; members.xlsx:C3 record/merged-figure" {
		t.Errorf("%s", codes(problems))
	}
}

// A free table shows every column: one that staff have hidden must not be among them.
func TestWhatIsHiddenIsNotPublishedUnasked(t *testing.T) {
	hide := func(f *excelize.File) {
		set(f, "A1", "姓名", "B1", "组", "C1", "原因", "A2", "张三", "B2", "1组", "C2", "秘密", "A3", "李四", "B3", "2组", "C3", "秘密")
		f.SetRowVisible("Sheet1", 3, false)
		f.SetColVisible("Sheet1", "C", false)
	}
	rows, problems, d := readBook(t, hide)
	if len(rows) != 2 || codes(problems) != "members.xlsx:C1 record/column-ignored; members.xlsx:A3 record/hidden-row" {
		t.Errorf("%+v; %s", rows, codes(problems))
	}
	var free struct {
		Rows []Cells `key:"rows,main"`
	}
	var rep problem.Report
	d.Decode(&free, &rep)
	if codes(rep.Problems()) != "members.xlsx:C1 record/hidden-column; members.xlsx:A3 record/hidden-row" {
		t.Errorf("%s", codes(rep.Problems()))
	}
}

// What stands around a workbook (a comment of the archive, bytes behind its end, a part that
// nobody reads) changes nothing of what is read.
func TestWorkbookWithSomethingAround(t *testing.T) {
	f := excelize.NewFile()
	set(f, "A1", "编号", "B1", "姓名", "A2", "M1", "B2", "示例甲")
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	commented := bytes.Clone(b.Bytes())
	note := "110105194912310021"
	commented[len(commented)-2] = byte(len(note))
	for _, data := range [][]byte{b.Bytes(), append(commented, note...), append(bytes.Clone(b.Bytes()), note...)} {
		var rep problem.Report
		var file xlsxFile
		d := Open(File{Path: "members.xlsx", Data: data})
		d.Decode(&file, &rep)
		if len(file.Rows) == 1 && file.Rows[0].Name == "示例甲" {
			continue
		}
		if !rep.Failed() {
			t.Errorf("%v, %s", file.Rows, codes(rep.Problems()))
		}
	}
}
