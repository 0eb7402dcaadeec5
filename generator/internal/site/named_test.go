package site

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"gongshi/generator/internal/boards"
	"gongshi/generator/internal/words"
)

// A village whose register of members is for the Party. In the stories one more file is
// written, or one of these another way.
const namedVillage = `
-- data/cun/unit.yaml --
名称: 示例村
级别: 村
负责人: {姓名: 赵示首, 职务: 党支部书记}
监督电话: {号码: 0358-1234567, 接听: 冯示接}
-- data/cun/members.yaml --
公开范围: 党内
党员:
  - {编号: D1, 姓名: 赵示首}
  - {编号: D2, 姓名: 钱示员}
  - {编号: D3, 姓名: 孙示委, 职务: 组织委员}
  - {编号: D4, 姓名: 李示众, 职务: 党员}
  - {编号: D5, 姓名: 周示限, 公开范围: 社会, 到期: 2024-05-01}
  - {编号: D6, 姓名: 吴示开, 公开范围: 社会}
  - {编号: D7, 姓名: 王示同, 组: 1组}
  - {编号: D8, 姓名: 王示同, 组: 2组, 公开范围: 社会}
  - {编号: D9, 姓名: 郑明}
  - {编号: D10, 姓名: 文明}
  - {编号: D11, 姓名: 陈示专, 职务: 纪检委员, 公开范围: 党内}
  - {编号: D12, 姓名: 沈示主}
-- data/cun/households.yaml --
户:
  - {编号: H1, 户主: 褚示栏, 渠道: [公示栏]}
  - {编号: H2, 户主: 卫示户}
  - {编号: H3, 户主: 沈示主}
`

// toldOf checks the village with more files and says what is warned of: file and line, name,
// how the register keeps that person and where the name would stand.
func toldOf(t *testing.T, more string) (list []string) {
	t.Helper()
	b := unpack(t, namedVillage+more)
	r, err := b.open().Check(context.Background())
	if err != nil || r.Errors() > 0 {
		t.Fatal(err, codes(r))
	}
	for _, p := range r.Problems {
		if p.Code == "privacy/named" {
			if line := []rune(p.Typed); !p.Cell && !strings.HasPrefix(string(line[p.Col-1:]), p.Args["name"]) {
				t.Error(p.Pos, "is not where the name is")
			}
			list = append(list, fmt.Sprintf("%s:%d %s%s→%s ×%s", strings.TrimPrefix(p.File, "data/cun/"), p.Line, p.Args["name"], p.Args["kept"], p.Args["where"], p.Args["n"]))
			if said := words.Say(p); strings.ContainsAny(said.Cause+said.Fix, "{}") {
				t.Error(said)
			}
		}
	}
	return list
}

func TestWhomARegisterKeepsBackAnotherRecordNames(t *testing.T) {
	web := "渠道: [网站, 大厅屏, 公示栏]\n公开范围: 社会\n"
	for _, story := range []struct{ what, more, want string }{
		{"whoever answers for a project, once for the file",
			"-- data/cun/outcomes.yaml --\n成果:\n  - {名称: 修路, 数量: 3公里, 负责人: 钱示员}\n  - {名称: 打井, 数量: 1眼, 负责人: 钱示员}\n",
			"outcomes.yaml:2 钱示员只给党内看→网上 ×2"},
		{"a tenant, whose household is for the paper board",
			"-- data/cun/contracts.yaml --\n合同:\n  - {编号: 1, 类型: 土地, 标的: 荒坡, 承租方: 褚示栏}\n",
			"contracts.yaml:2 褚示栏只在公示栏公开→网上 ×1"},
		{"a task, an answer, a resolution, an entry of the accounts",
			"-- data/cun/tasks.yaml --\n清单: [{名称: 重点}]\n事项:\n  - {清单: 重点, 事项: 修渠, 责任人: 钱示员}\n" +
				"-- data/cun/questions.yaml --\n回音壁:\n  - {提问日期: 2024-04-01, 问题: 灯坏了, 答复: 已修, 答复日期: 2024-04-04, 答复人: 钱示员}\n" +
				"-- data/cun/meetings.yaml --\n流程: 四议两公开\n议题:\n  - {名称: 分红, 决议: 同意, 责任人: 钱示员, 时限: 2024-07-01, 提议日期: 2024-01-01}\n" +
				"-- data/cun/income/2024.yaml --\n期初余额: 0元\n收支:\n  - {日期: 2024-02-03, 方向: 支出, 科目: 办公, 金额: 3元, 摘要: 示例, 经手: 钱示员}\n",
			"income/2024.yaml:3 钱示员只给党内看→网上 ×1; meetings.yaml:3 钱示员只给党内看→网上 ×1; " +
				"questions.yaml:2 钱示员只给党内看→网上 ×1; tasks.yaml:3 钱示员只给党内看→网上 ×1"},
		{"a cell of a table and of a workbook",
			"-- data/cun/tables/hui.yaml --\n标题: 理事会\n" + web + "栏目: [姓名, 职务]\n行: [[吴示开, 会长], [钱示员, 会员]]\n" +
				"-- data/cun/outcomes.csv --\n名称,数量,负责人\n修路,3公里,钱示员\n",
			"outcomes.csv:2 钱示员只给党内看→网上 ×1; tables/hui.yaml:5 钱示员只给党内看→网上 ×1"},
		{"free text: a story, a notice, a page",
			"-- data/cun/outcomes.yaml --\n成果:\n  - 名称: 打井\n    数量: 1眼\n    说明: |\n      村民出工。\n      水泵是钱示员捐的。\n" +
				"-- content/cun/notices/hui.md --\n---\n标题: 通知\n---\n到**钱示员**家开会。\n" +
				"-- content/cun/about.md --\n---\n标题: 村情\n---\n老党员钱示员住过。\n",
			"content/cun/about.md:4 钱示员只给党内看→网上 ×1; content/cun/notices/hui.md:4 钱示员只给党内看→网上 ×1; outcomes.yaml:6 钱示员只给党内看→网上 ×1"},
		{"the day of that person is over, or the office is none, or the line says it of that person alone",
			"-- data/cun/outcomes.yaml --\n成果:\n  - {名称: 修路, 数量: 3公里, 负责人: 周示限}\n  - {名称: 修桥, 数量: 1座, 负责人: 李示众}\n  - {名称: 打井, 数量: 1眼, 负责人: 陈示专}\n",
			"outcomes.yaml:2 周示限只公开到2024年5月1日→网上 ×1; outcomes.yaml:3 李示众只给党内看→网上 ×1; outcomes.yaml:4 陈示专只给党内看→网上 ×1"},
		{"a table for the hall names whom the hall may not name either; who is for the paper board may stand there",
			"-- data/cun/tables/hui.yaml --\n标题: 理事会\n栏目: [姓名, 职务]\n行: [[钱示员, 会长], [褚示栏, 会员]]\n",
			"tables/hui.yaml:3 钱示员只给党内看→大厅屏、公示栏 ×1"},
		{"the leader of the village, who answers its phone, who has an office in the register, who is for all",
			"-- data/cun/outcomes.yaml --\n成果:\n  - {名称: 修路, 数量: 3公里, 负责人: 赵示首}\n  - {名称: 修桥, 数量: 1座, 负责人: 冯示接}\n  - {名称: 打井, 数量: 1眼, 负责人: 孙示委}\n  - {名称: 种树, 数量: 1亩, 负责人: 吴示开}\n  - {名称: 修渠, 数量: 1条, 负责人: 卫示户}\n", ""},
		{"two of one name, of whom one is for all; a member who is the head of a household that is",
			"-- data/cun/outcomes.yaml --\n成果:\n  - {名称: 修路, 数量: 3公里, 负责人: 王示同}\n  - {名称: 打井, 数量: 1眼, 负责人: 沈示主}\n", ""},
		{"records for the same people, remarks, comments, and what no page shows",
			"-- data/cun/outcomes.yaml --\n成果: # 钱示员说的\n  - {名称: 修路, 数量: 3公里, 负责人: 钱示员, 公开范围: 党内}\n  - {名称: 修桥, 数量: 1座, 备注: 钱示员}\n" +
				"-- data/cun/contracts.yaml --\n合同:\n  - {编号: 1, 类型: 土地, 标的: 荒坡, 承租方: 褚示栏, 公开范围: 村内}\n" +
				"-- data/cun/points/2024.yaml --\n办法: {公开: 是}\n流水:\n  - {日期: 2024-03-05, 对象: 吴示开, 事项: 清扫, 分值: 3, 审核人: 钱示员}\n", ""},
		{"boards that ask the register name nobody whom it keeps back, but their texts may",
			"-- data/cun/duty.yaml --\n值班:\n  - {日期: 2024-06-01, 姓名: 钱示员, 职务: 干部}\n" +
				"-- data/cun/grids.yaml --\n网格:\n  - {编号: 1, 级别: 一级, 网格员: [{姓名: 钱示员, 职责: 网格长}]}\n" +
				"-- data/cun/teams.yaml --\n志愿队:\n  - {名称: 一队, 负责人: 吴示开, 队员: [钱示员], 说明: 钱示员也来}\n",
			"teams.yaml:2 钱示员只给党内看→网上 ×1"},
		{"who minds a grid in public is public, whatever the household of that name is",
			"-- data/cun/grids.yaml --\n网格:\n  - {编号: 1, 级别: 一级, 网格员: [{姓名: 褚示栏, 职责: 网格长}]}\n" +
				"-- data/cun/contracts.yaml --\n合同:\n  - {编号: 1, 类型: 土地, 标的: 荒坡, 承租方: 褚示栏}\n", ""},
		{"names of two characters only where they stand alone, and words never",
			"-- data/cun/outcomes.yaml --\n成果:\n  - {名称: 郑明亮的路, 数量: 3公里, 类别: 文明, 说明: 讲文明树新风}\n  - {名称: 修桥, 数量: 1座, 负责人: 郑明}\n",
			"outcomes.yaml:3 郑明只给党内看→网上 ×1"},
		{"who asked not to be shown is not shown",
			"-- data/cun/withheld.yaml --\n不公开:\n  - {对象: D2, 日期: 2024-05-20}\n-- data/cun/outcomes.yaml --\n成果:\n  - {名称: 修路, 数量: 3公里, 负责人: 钱示员}\n", ""},
	} {
		if got := strings.Join(toldOf(t, story.more), "; "); got != story.want {
			t.Errorf("%s:\n got %s\nwant %s", story.what, got, story.want)
		}
	}
}

// An agent who carries out an errand is asked of in the register, in a list of agents or not.
func TestAnErrandNamesNoAgentWhomTheRegisterKeepsBack(t *testing.T) {
	b := unpack(t, namedVillage+"-- data/cun/errands.yaml --\n渠道: [网站, 大厅屏, 公示栏]\n公开范围: 社会\n件:\n"+
		"  - {事项: 社保, 类别: 社保, 代办人: 钱示员, 委托日期: 2024-05-06}\n  - {事项: 医保, 类别: 社保, 代办人: 吴示开, 委托日期: 2024-05-07}\n")
	if r := b.build(); r.Errors() > 0 {
		t.Fatal(codes(r))
	}
	if !b.has("public/cun/errand/index.html", "吴示开") {
		t.Error("who may be shown is not")
	}
	for name, text := range b.tree("public") {
		if strings.Contains(text, "钱示员") {
			t.Error(name)
		}
	}
}

// The warning comes on the day after the last one, with no edit.
func TestTheDayAfterALastDayIsTold(t *testing.T) {
	b := unpack(t, namedVillage+"-- data/cun/outcomes.yaml --\n成果:\n  - {名称: 修路, 数量: 3公里, 负责人: 周示限}\n")
	for _, day := range []struct {
		asOf string
		want bool
	}{{"2024-05-01", false}, {"2024-05-02", true}} {
		b.asOf = day.asOf
		if r, _ := b.open().Check(context.Background()); strings.Contains(codes(r), "privacy/named") != day.want {
			t.Errorf("%s: %s", day.asOf, codes(r))
		}
	}
}

// Boards of which canary_test.go holds that they hide whom a register keeps back say so, and
// no others.
func TestTheBoardsThatAskTheRegistersSaySo(t *testing.T) {
	asks := map[string]bool{}
	for _, k := range canaryKinds {
		file, _, _ := strings.Cut(strings.TrimSuffix(k.file, ".yaml"), "/")
		asks[file] = asks[file] || k.people != ""
	}
	for _, k := range boards.All() {
		if k.Asks != asks[k.File] {
			t.Errorf("%s: Asks is %v", k.Word, k.Asks)
		}
	}
}
