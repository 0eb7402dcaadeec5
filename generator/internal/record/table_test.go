package record

import (
	"slices"
	"strings"
	"testing"

	"gongshi/generator/internal/problem"
)

// readCSV decodes a table of people and returns their names and what is reported.
func readCSV(text string) (names string, reported string, rows []xlsxRow) {
	var rep problem.Report
	var file xlsxFile
	Open(File{Path: "members.csv", Data: []byte(text)}).Decode(&file, &rep)
	var list []string
	for _, r := range file.Rows {
		list = append(list, r.Name)
	}
	return strings.Join(list, " "), codes(rep.Problems()), file.Rows
}

func TestAForgottenQuoteDoesNotSwallowRows(t *testing.T) {
	for text, want := range map[string]string{
		"姓名,分值,组\n张三,5,\"1组\n李四,3,2组\n王五,2,3组\n":     "members.csv:C2 record/bad-csv",
		"姓名,分值,组\n张三,5,\"1组\n李四,3,\"2组\"\n王五,2,3组\n": "members.csv:C2 record/bad-csv",
		"姓名,分值,组\n张三,5,\"1组\n李四,3,2组\"\n王五,2,3组\n":   "members.csv:C2 record/bad-csv",
		"姓名,分值,组\n张三,5,1组\n\"李四,3,2组\n王五,2,\"3组\"\n": "members.csv:A3 record/bad-csv",
		"姓名;分值;组\r张三;5;1组\r李四;3;\"2组":                "members.csv:C3 record/bad-csv",
		"姓名,分值,组\n张三,5,\"1组\"\"\n":                   "members.csv:C2 record/bad-csv",
	} {
		if names, got, _ := readCSV(text); got != want || names != "" {
			t.Errorf("%q: %s; %s", text, names, got)
		}
	}
}

func TestAQuoteInsideACellIsText(t *testing.T) {
	_, got, rows := readCSV("姓名,组,资金来源\n张三,\"清扫\"街道,5\"管\n")
	if got != "members.csv:B2 record/stray-quote; members.csv:C2 record/stray-quote" ||
		len(rows) != 1 || rows[0].Group != `"清扫"街道` || rows[0].Share != `5"管` {
		t.Errorf("%+v; %s", rows, got)
	}
}

func TestACellInQuotesMayHoldEverything(t *testing.T) {
	_, got, rows := readCSV("姓名,组,资金来源,分值\n\"张三\",\"东街\n1,2组\", \"他说\"\"好\"\"\" ,\"1,058\"\n李四,,,4\n")
	if got != "members.csv:D2 record/read-as" || len(rows) != 2 || rows[0].Group != "东街\n1,2组" || rows[0].Share != `他说"好"` {
		t.Errorf("%+v; %s", rows, got)
	}
	if at := rows[1].Pos.Line; at != 4 {
		t.Errorf("the row below a line break stands in line %d", at)
	}
}

func TestMacLineEndsKeepRowsApart(t *testing.T) {
	if names, got, _ := readCSV("姓名,分值\r张三,5\r李四,3\r"); names != "张三 李四" || got != "" {
		t.Errorf("%s; %s", names, got)
	}
}

func TestACommaInAFigureIsNotCutOff(t *testing.T) {
	names, got, _ := readCSV("姓名,分值\n张三,1,058\n李四,3,\n合计,1,061\n")
	if got != "members.csv:C2 record/too-many-cells; members.csv:C4 record/too-many-cells" || names != "李四" {
		t.Errorf("%s; %s", names, got)
	}
}

func TestAColumnWithoutTitleIsNamed(t *testing.T) {
	if _, got, _ := readCSV("姓名,,分值\n张三,,5\n李四,x,3\n王五,y,3\n"); got != "members.csv:B3 record/column-unnamed" {
		t.Errorf("%s", got)
	}
}

func TestRowsOfSumsAreKnownWhereverTheyStand(t *testing.T) {
	for _, sum := range []string{"合计,,8", ",合计,8", "1组,小计,8", "合 计：,,8", "本页合计,,8", "总分,,8", "平均,,4", "合计：2人,,8", "最高分,,5"} {
		names, got, _ := readCSV("组,姓名,分值\n1组,张三,5\n1组,李四,3\n" + sum + "\n")
		if names != "张三 李四" || got != "" {
			t.Errorf("%s: %s; %s", sum, names, got)
		}
	}
	if _, got, _ := readCSV("组,姓名,分值\n1组,张三,5\n1组,李四,3\n1组,小计,9\n"); got != "members.csv:C4 record/sum-row" {
		t.Errorf("a wrong part sum: %s", got)
	}
	if names, got, _ := readCSV("组,姓名,分值\n合计,,8\n1组,张三,5\n1组,李四,3\n"); names != "张三 李四" || got != "" {
		t.Errorf("a sum above its rows: %s; %s", names, got)
	}
}

func TestPartSumsAreOfTheirPart(t *testing.T) {
	if names, got, _ := readCSV("姓名,组,分值\n张三,1组,5\n小计,,5\n李四,2组,3\n王五,2组,2\n小计,,5\n合计,3组,10\n"); names != "张三 李四 王五" || got != "" {
		t.Errorf("%s; %s", names, got)
	}
}

func TestFootersAndTitlesAreNotPeople(t *testing.T) {
	for _, row := range []string{"注：本表由村委会填报,,", "制表人：王五,审核人：李四,", "第一组,,", ",1组,", "填表日期：2024年5月,,", "审核：,,", "说明:名单以会议为准,,"} {
		names, got, _ := readCSV("姓名,组,分值\n张三,1组,5\n" + row + "\n李四,2组,3\n")
		if names != "张三 李四" || !strings.HasSuffix(got, "3 record/row-skipped") {
			t.Errorf("%s: %s; %s", row, names, got)
		}
	}
	if names, got, _ := readCSV("姓名,组\n张三,\n李四,2组\n"); names != "张三 李四" || got != "" {
		t.Errorf("a person of whom only the name is known: %s; %s", names, got)
	}
	if names, got, _ := readCSV("序号,姓名,分值\n1,张三,5\n2,,\n3,,\n"); names != "张三" || got != "" {
		t.Errorf("numbered rows not filled in: %s; %s", names, got)
	}
}

func TestAWrongHintIsWorseThanNone(t *testing.T) {
	for column, hint := range map[string]bool{
		"编码": true, "分数值": true, "组别": true, "资金来原": true,
		"排名": false, "性别": false, "公开电话": false, "姓名1": false, "分类": false, "户主": false,
	} {
		_, got, _ := readCSV("姓名," + column + "\n张三,x\n")
		if strings.HasSuffix(got, "record/column-near") != hint {
			t.Errorf("%s: %s", column, got)
		}
	}
}

type partsFile struct {
	At
	Rows []partsRow `key:"members,main"`
}

type partsRow struct {
	At
	Name  string         `key:"name,required"`
	Parts []Pair[string] `key:"*"`
}

func TestItemsAreFoundHoweverTheyAreTyped(t *testing.T) {
	var rep problem.Report
	var file partsFile
	d := Open(File{Path: "members.csv", Data: []byte("姓名,学习(20分),民主评议,学习（30分）,志愿 服务\n张三,1,2,3,4\n合计,1,2,3,5\n")})
	d.Decode(&file, &rep, "学习（20分）", "民主 评议", "学习（30分）", "志愿服务")
	var got []string
	for _, p := range file.Rows[0].Parts {
		got = append(got, p.Key+"="+p.Value)
	}
	if want := []string{"学习（20分）=1", "民主 评议=2", "学习（30分）=3", "志愿服务=4"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if codes(rep.Problems()) != "members.csv:E3 record/sum-row" {
		t.Errorf("%s", codes(rep.Problems()))
	}
}
