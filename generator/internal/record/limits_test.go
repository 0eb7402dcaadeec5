package record

import (
	"strings"
	"testing"

	"gongshi/generator/internal/problem"
)

// refused decodes a file that must be refused with one code, whatever its size.
func refused(t *testing.T, text, code string) {
	t.Helper()
	var rep problem.Report
	var file xlsxFile
	Open(File{Path: "x.yaml", Data: []byte(text)}).Decode(&file, &rep)
	for _, p := range rep.Problems() {
		if p.Code == code {
			return
		}
	}
	t.Errorf("no %s in %s", code, codes(rep.Problems()))
}

func TestFilesMadeToBeSlowAreRefused(t *testing.T) {
	refused(t, strings.Repeat("- ", 1<<20)+"x", "record/long-line")
	refused(t, strings.Repeat("- ", 4000)+"x", "record/too-deep")
	refused(t, strings.Repeat("[", 8000), "record/too-deep")
	refused(t, "a: ["+strings.Repeat("，", 5000)+"]", "record/long-line")
	refused(t, strings.Repeat("x", MaxFile+1), "record/too-large")
	var deep strings.Builder
	for i := range 60 {
		deep.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	refused(t, deep.String(), "record/too-deep")
}

func TestALongListIsNotRefused(t *testing.T) {
	var rep problem.Report
	var file xlsxFile
	Open(File{Path: "x.yaml", Data: []byte(strings.Repeat("- 姓名: 张三\n  组: 2组\n", 20000))}).Decode(&file, &rep)
	if rep.Len() != 0 || len(file.Rows) != 20000 {
		t.Errorf("%d rows; %s", len(file.Rows), codes(rep.Problems()))
	}
}

func TestATableInOneLineIsReadInOneGo(t *testing.T) {
	for _, cell := range []string{",", "\"\",", "\"a\"b\","} {
		var rep problem.Report
		var file xlsxFile
		Open(File{Path: "x.csv", Data: []byte(strings.Repeat(cell, 1<<20))}).Decode(&file, &rep)
		if !rep.Failed() {
			t.Error("a table without header is accepted")
		}
	}
}

// What a YAML escape writes shows as nothing, or on no other computer.
func TestEscapedCharactersThatDoNotShow(t *testing.T) {
	var rep problem.Report
	var v struct {
		At
		Title   string   `key:"title"`
		Aliases []string `key:"aliases"`
	}
	Open(File{Path: "x.yaml", Data: []byte("名称: \"清\\e[31m\\u202e扫\"\n别名: [\"示例\ue100\"]")}).Decode(&v, &rep)
	if v.Title != "清[31m扫" {
		t.Errorf("%q", v.Title)
	}
	if got := codes(rep.Problems()); got != "x.yaml:1:5 record/invisible; x.yaml:2:6 record/private-use" {
		t.Error(got)
	}
}
