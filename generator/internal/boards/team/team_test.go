package team

import (
	"strings"
	"testing"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/step"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

func unit(teams string, below ...board.Child) (*Board, string) {
	rep := &problem.Report{}
	u := &village.Unit{Name: "示例"}
	u.LoadRegisters(nil, rep)
	in := &board.Input{Unit: u, Defaults: Kind.Defaults, Today: village.DateOf(2024, 6, 1), Processes: step.Load(nil, rep),
		Docs: []*record.Doc{record.Open(record.File{Path: "teams.yaml", Data: []byte(teams)})}, Children: below, Report: rep}
	b, _ := Kind.Read(in).(*Board)
	var s []string
	for _, p := range rep.Problems() {
		s = append(s, words.Say(p).Cause)
	}
	return b, strings.Join(s, "\n")
}

func child(name string, b *Board) board.Child {
	return board.Child{Unit: &village.Unit{Name: name, Address: name}, Summary: b.Summary()}
}

// N15, N24, N25 with the figures of the papers.
func TestFiguresOfThePapers(t *testing.T) {
	estate, _ := unit("志愿队: [{名称: 甲}, {名称: 乙}]\n事项: {解决难题: 76件, 其他困难: 35件, 合计: 111件}")
	town, _ := unit("志愿者: 3467名\n事迹: 536起")
	if v, _ := town.view(privacy.Public); v.PerDeed != "平均每起6.5名" {
		t.Errorf("volunteers a deed: %s", v.PerDeed)
	}
	county, said := unit("计数: {入党积极分子: 625人, 非党乡村能人: 361人, 志愿者: 15312人}", child("a", estate), child("b", town))
	v, d := county.view(privacy.Public)
	if said != "" || v.ForcesSum != "16298人" || v.MatterSum != "111件" || *d.Teams != 2 || d.Volunteers != 3467 {
		t.Errorf("%s: %+v", said, v)
	}
	if v.Volunteers != "" {
		t.Error("two numbers of volunteers, counted in two ways, must not stand side by side")
	}
}

func TestAParentsFiguresAreCheckedNotAdded(t *testing.T) {
	one, _ := unit("志愿者: 30人\n事迹: 5起\n计数: {能人: 3人}")
	if b, said := unit("志愿者: 30人\n计数: {能人: 3人, 干部: 2人}", child("a", one)); said != "" || b.all.Volunteers.Int() != 30 || b.all.Forces.Text() != "5人" {
		t.Errorf("%s: %v, %s", said, b.all.Volunteers, b.all.Forces.Text())
	}
	_, said := unit("志愿者: 31人\n事迹: 6起\n计数: {能人: 4人}", child("a", one))
	for _, want := range []string{"志愿者写的是 31，程序算出来是 30", "事迹写的是 6，程序算出来是 5", "能人写的是 4，程序算出来是 3"} {
		if !strings.Contains(said, want) {
			t.Errorf("%s: no %q", said, want)
		}
	}
}

// A process of the unit's own decides what counts as answered and done.
func TestAnOrderIsDoneWhereItsProcessSaysSo(t *testing.T) {
	b, _ := unit("流程: 代办\n点单: [{编号: 1, 步骤: [{步骤: 委托, 日期: 2024-05-01}, {步骤: 受理, 日期: 2024-05-02}]}, " +
		"{编号: 2, 步骤: [{步骤: 委托, 日期: 2024-05-01}, {步骤: 回访, 日期: 2024-05-09}]}]")
	if o := b.own.Orders; o.All != 2 || o.Done != 1 || len(o.Days) != 0 {
		t.Errorf("%+v", o)
	}
}

func TestFullCoverIsNotSaidOfGridsNobodyKnows(t *testing.T) {
	b, said := unit("全覆盖: 是\n志愿队: [{名称: 甲, 网格: 东街网格}]")
	if v, _ := b.view(privacy.Public); v.Covered || !strings.Contains(said, "不知道是不是每个网格都有队") {
		t.Error(said)
	}
}
