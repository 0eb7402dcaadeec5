package record

import (
	"fmt"
	"strings"
	"testing"

	"gongshi/generator/internal/problem"
)

type freeTable struct {
	At
	Columns []Whole `key:"columns"`
	Rows    []Cells `key:"rows,main"`
}

// A list whose columns the file names itself reads alike from YAML and from tables, and
// every cell knows where it was written.
func TestCells(t *testing.T) {
	for name, text := range map[string]string{
		"a.yaml": "栏目: [名称, 数量/单位]\n行:\n  - [路灯, 12盏]\n  - {名称: 井盖, 数量/单位: }\n  - 不是一行\n",
		"b.csv":  "某村清单,\n名称,数量/单位\n路灯,12盏\n井盖,\n名称,数量/单位\n制表人：示例,\n",
	} {
		var f freeTable
		var rep problem.Report
		Open(File{Path: name, Data: []byte(text)}).Decode(&f, &rep)
		var got []string
		for _, r := range f.Rows {
			got = append(got, strings.Join(r.Values, "|"))
			if len(r.Heads) == 2 && r.Heads[1] != "数量/单位" {
				t.Errorf("%s: heads %q", name, r.Heads)
			}
		}
		if s := strings.Join(got[:2], " "); s != "路灯|12盏 井盖|" {
			t.Errorf("%s: %s", name, s)
		}
		want := map[string]string{"a.yaml": "a.yaml:3:10 [a.yaml:5:5 record/want-row]", "b.csv": "b.csv:B3 [b.csv:A6 record/row-skipped]"}[name]
		var codes []string
		for _, p := range rep.Problems() {
			codes = append(codes, p.Pos.String()+" "+p.Code)
		}
		if s := fmt.Sprint(f.Rows[0].Place(1), " ", codes); s != want {
			t.Errorf("%s: %s, want %s", name, s, want)
		}
	}
}

// A name in a list is one whatever stands in it; several in a cell are parted, though not
// by slashes.
func TestPathsKeepTheirSlashes(t *testing.T) {
	var f struct {
		At
		Pictures []Path `key:"pictures"`
	}
	for text, want := range map[string]string{
		"图片: 图片/修路.jpg、b.png":              "图片/修路.jpg|b.png",
		`图片: 图片\修路.jpg`:                    "图片/修路.jpg",
		"图片:\n  - 图片/修路，竣工.jpg\n  - b.png": "图片/修路，竣工.jpg|b.png",
	} {
		f.Pictures = nil
		var rep problem.Report
		Open(File{Path: "a.yaml", Data: []byte(text)}).Decode(&f, &rep)
		var got []string
		for _, p := range f.Pictures {
			got = append(got, string(p))
		}
		if s := strings.Join(got, "|"); s != want || rep.Failed() {
			t.Errorf("%s: %s, %v", text, s, rep.Problems())
		}
	}
}
