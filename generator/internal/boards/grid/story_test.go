package grid

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// unit computes the grids of a unit from its grids.yaml, with those of the units below.
func unit(name, grids string, below ...board.Child) (v *View, child board.Child, said string) {
	var rep problem.Report
	u := &village.Unit{Name: name, Level: "village", Hotline: &village.Hotline{Number: "0358-1234567"}}
	docs := map[string][]*record.Doc{}
	if grids != "" {
		docs["grids"] = []*record.Doc{record.Open(record.File{Path: "grids.yaml", Data: []byte(grids)})}
	}
	u.LoadRegisters(docs, &rep)
	in := &board.Input{Unit: u, Defaults: Kind.Defaults, Today: village.DateOf(2024, 6, 1), Children: below, Report: &rep}
	child.Unit = u
	if b := Kind.Read(in); b != nil {
		child.Summary = b.Summary()
		v = b.Show(privacy.Public).Pages[0].View.(*View)
	}
	for _, p := range rep.Problems() {
		if p.Severity != problem.Note {
			said += words.Say(p).Cause + "\n"
		}
	}
	return v, child, said
}

// demo reads grids.yaml of a unit of the demo.
func demo(t *testing.T, folder string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../../../data", folder, "grids.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// N21: 8, 18 and 155 grids are 181, and 8 people mind them; each level without is warned
// of (F14).
func TestFiguresOfNanjie(t *testing.T) {
	v, _, said := unit("南街社区", demo(t, "zhongyang/ningxiang/nanjie"))
	if v.Grids != "181个" || v.Staff != "8人" || v.TierText != "一级网格8个，二级网格18个，三级网格155个" {
		t.Error(v.Grids, v.Staff, v.TierText)
	}
	if !strings.Contains(said, "18个二级网格没有网格员") || !strings.Contains(said, "155个三级网格没有网格员") || len(v.Bare) != 173 {
		t.Error(said, len(v.Bare))
	}
}

// N8: 1+3+14+14 people mind the grids.
func TestFiguresOfBinhebeilu(t *testing.T) {
	v, _, said := unit("滨河北路社区", demo(t, "taiyuan/gujiao/xiqu/binhebeilu"))
	if v.Staff != "32人" || v.Grids != "17个" || said != "" {
		t.Error(v.Staff, v.Grids, said)
	}
}

// N9: 62 and 7 are 69 grids.
func TestFiguresOfDuerping(t *testing.T) {
	if v, _, said := unit("杜儿坪街道", demo(t, "taiyuan/wanbolin/duerping")); v.Grids != "69个" || v.Force.Sum != "1577人" || said != "" {
		t.Error(v.Grids, said)
	}
}

// N16: 43, 150 and 237 are covered, 100 %. F2: 118 sites and 112 organisations are not.
// G17: five kinds of cadres are 1072.
func TestFiguresOfXinhua(t *testing.T) {
	v, _, said := unit("新化县", demo(t, "xinhua"))
	got := ""
	for _, c := range v.Covers {
		got += c.Needed + " " + c.Reached + " " + c.Share + " " + c.Rest + "\n"
		if c.Full != (c.Rest == "") {
			t.Errorf("%+v", c)
		}
	}
	if got != "43个 43个 100.0% \n150个 150个 100.0% \n237个 237个 100.0% \n118个 112个 94.9% 6个\n" {
		t.Error(got)
	}
	if !strings.Contains(said, "应覆盖合计 118，已覆盖合计 112，差 6") || strings.Count(said, "\n") != 1 {
		t.Error(said)
	}
	if v.Liaisons.Sum != "1072人" {
		t.Error(v.Liaisons.Sum)
	}
}

// N13: 584 by 58 is 10.1, 350多 by 58 at least 6.0.
func TestMeansKeepTheirPrecision(t *testing.T) {
	v, _, said := unit("县", "包联: [{名称: 党员中心户, 数量: 58户, 包联户数: 584户, 调解数: 350多起}]\n")
	if l := v.Links[0]; l.Mean != "10.1户" || l.Settled != "6起以上" || l.Mediated != "350多起" || said != "" {
		t.Errorf("%+v %s", l, said)
	}
}

// What a parent types is checked against the units below, and never added.
func TestAParentIsCheckedAndNeverAdded(t *testing.T) {
	const one = "覆盖: [{名称: 小区, 应覆盖: 10, 已覆盖: 8}]\n包联: [{名称: 中心户, 数量: 5, 包联户数: 40}]\n联点包片: {乡镇干部: 7}\n"
	_, a, _ := unit("A村", one)
	_, b, _ := unit("B村", strings.ReplaceAll(one, "8", "10"))
	for typed, want := range map[string]string{
		"": "",
		"覆盖: [{名称: 小区, 应覆盖: 20, 已覆盖: 18}]\n": "",
		"覆盖: [{名称: 小区, 应覆盖: 21, 全覆盖: 是}]\n":  "应覆盖写的是 21，程序算出来是 20（差 +1）\n“小区”写了全覆盖，可是应覆盖合计 20，已覆盖合计 18，差 2\n",
		"包联: [{名称: 中心户, 数量: 11}]\n":          "中心户写的是 11，程序算出来是 10（差 +1）\n",
		"联点包片: {乡镇干部: 15}\n":                 "乡镇干部写的是 15，程序算出来是 14（差 +1）\n",
	} {
		v, _, said := unit("镇", typed, a, b)
		if said != want {
			t.Errorf("%q: said %q, want %q", typed, said, want)
		}
		if c, l := v.Covers[0], v.Links[0]; c.Needed+c.Reached+l.Number+l.Homes+v.Liaisons.Sum != "20个18个10人80户14人" {
			t.Errorf("%q: %+v %+v %s", typed, c, l, v.Liaisons.Sum)
		}
	}
}
