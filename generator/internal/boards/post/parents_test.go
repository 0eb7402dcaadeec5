package post

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

// unit computes the board of a unit with that posts.yaml and, unless "", members.yaml.
func unit(posts, members string, below ...board.Child) (*Board, *problem.Report) {
	rep := &problem.Report{}
	u := &village.Unit{Name: "示例"}
	docs := map[string][]*record.Doc{}
	open := func(name, text string) []*record.Doc {
		if text == "" {
			return nil
		}
		return []*record.Doc{record.Open(record.File{Path: name, Data: []byte(text)})}
	}
	docs["members"] = open("members.yaml", members)
	u.LoadRegisters(docs, rep)
	in := &board.Input{Unit: u, Defaults: Kind.Defaults, Today: village.DateOf(2024, 6, 1), Processes: step.Load(nil, rep),
		Docs: open("posts.yaml", posts), Children: below, Report: rep}
	b, _ := Kind.Read(in).(*Board)
	return b, rep
}

func child(name string, b *Board) board.Child {
	return board.Child{Unit: &village.Unit{Name: name, Address: name}, Summary: b.Summary()}
}

func said(rep *problem.Report) string {
	var s []string
	for _, p := range rep.Problems() {
		s = append(s, words.Say(p).Cause)
	}
	return strings.Join(s, "\n")
}

// L2: 108 members in four identities, without names.
func TestMembersCountedWithoutRows(t *testing.T) {
	b, rep := unit("示例: 是", "计数: {社区在职党员: 21人, 居民党员: 46名, 驻地单位在职党员: 25人, 志愿者党员: 16人}\n合计: 108人")
	if rep.Len() > 0 {
		t.Fatal(said(rep))
	}
	v, d := b.view(privacy.Public)
	if v.Makeup.Count != "108人" || !v.Makeup.CountsOnly || len(v.Makeup.Categories) != 4 || d.Members.Count != 108 {
		t.Errorf("%+v", v.Makeup)
	}
}

func TestATotalOfMembersMustFit(t *testing.T) {
	for _, c := range []struct{ members, want string }{
		{"计数: {在职党员: 40人, 退休党员: 60人}\n合计: 108人", "党员写的是 108，程序算出来是 100（差 +8）"},
		{"计数: {在职党员: 40人, 合计: 41}", "党员写的是 41，程序算出来是 40（差 +1）"},
		{"计数: {在职党员: 40户}", "40户的单位不对"},
		{"党员: [{姓名: 示例甲, 类别: 在职}]\n计数: {在职: 40人}", "“在职”既写了名单又写了计数"},
	} {
		if _, rep := unit("示例: 是", c.members); !strings.Contains(said(rep), c.want) {
			t.Errorf("%s: %q, want %q", c.members, said(rep), c.want)
		}
	}
}

func TestMembersOfTheVillageOnlyMakeNoFigureOnTheWeb(t *testing.T) {
	b, _ := unit("示例: 是", "范围: 村内\n计数: {在职党员: 40人}")
	if v, d := b.view(privacy.Public); v.Makeup != nil || d.Members != nil {
		t.Errorf("%+v", v.Makeup)
	}
	if v, _ := b.view(privacy.Local); v.Makeup == nil {
		t.Error("the hall may know")
	}
}

// A parent sums what is below; its own figures of it are checked, never added, and what
// only it knows stands.
func TestAParentsFiguresAreCheckedNotAdded(t *testing.T) {
	one, _ := unit("岗位: [{名称: 甲}, {名称: 乙}]\n认领: [{党员: 示例甲, 岗位: 甲}]\n计数: {办实事: 10件}", "")
	two, _ := unit("计数: {办实事: 8件, 走访: 3人次}", "")
	town, rep := unit("计数: {办实事: 18件, 化解矛盾: 8起}\n合计: {岗位: 2, 人数: 1}", "", child("a", one), child("b", two), board.Child{Unit: &village.Unit{Name: "c"}})
	if rep.Len() > 0 {
		t.Fatal(said(rep))
	}
	v, d := town.view(privacy.Public)
	if got := town.all.Services.Text(); got != "8起、18件、3人次" {
		t.Errorf("services %s", got)
	}
	if *d.Posts != 2 || *d.People != 1 || v.Coverage != "已报2个，共3个" {
		t.Errorf("%v posts, %d people, %s", *d.Posts, *d.People, v.Coverage)
	}
	if _, rep := unit("计数: {办实事: 19件}", "", child("a", one), child("b", two)); !strings.Contains(said(rep), "办实事写的是 19，程序算出来是 18") {
		t.Error(said(rep))
	}
}

func TestARegisterMayNameThePosts(t *testing.T) {
	b, rep := unit("岗位: [{名称: 宣传岗}]", "党员: [{姓名: 示例甲, 岗位: [宣传岗]}, {姓名: 示例乙, 岗位: [卫生岗]}]")
	if !strings.Contains(said(rep), "示例乙的岗位“卫生岗”没有列出来") || len(b.Posts[0].holders) != 1 {
		t.Error(said(rep))
	}
}
