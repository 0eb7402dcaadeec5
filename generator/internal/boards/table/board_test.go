package table

import (
	"testing"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/board/boardtest"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
)

func TestBoard(t *testing.T) { boardtest.Run(t, Kind) }

// A table stands in the village unless it says otherwise; one on notice comes down with
// its notice; every table has an address of its own.
func TestWhereTablesStand(t *testing.T) {
	var rep problem.Report
	doc := func(name, text string) *record.Doc {
		return record.Open(record.File{Path: "data/cun/表/" + name, Data: []byte(text)})
	}
	day := village.DateOf(2024, 6, 1)
	show := func(today village.Date, target privacy.Target) (paths []string) {
		rep = problem.Report{}
		in := &board.Input{Unit: &village.Unit{Name: "示例村", Hotline: &village.Hotline{Number: "0351-1234567"}}, Defaults: Kind.Defaults,
			Today: today, Report: &rep, Docs: []*record.Doc{
				doc("物资.csv", "名称,数量\n铁锹,12把\n"),
				doc("手册.yaml", "渠道: [网站]\n公开范围: 社会\n栏目: [名称]\n行: [[学习手册]]\n"),
				doc("名单.yaml", "公示: {公示起: 2024-05-28, 公示止: 2024-06-03}\n栏目: [名称]\n行: [[示例甲]]\n"),
			}}
		for _, p := range Kind.Read(in).Show(target).Pages {
			paths = append(paths, p.Path)
		}
		return paths
	}
	if got := show(day, privacy.Public); len(got) != 2 || got[0] != "" || got[1] != "shou-ce" && got[1] != "shouce" {
		t.Errorf("on the web: %q", got)
	}
	if got := show(day, privacy.Local); len(got) != 4 {
		t.Errorf("in the hall: %q", got)
	}
	if got := show(day+3, privacy.Local); len(got) != 3 {
		t.Errorf("after the notice: %q", got)
	}
	if rep.Failed() {
		t.Error(rep.Problems())
	}
}
