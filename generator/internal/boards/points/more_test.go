package points

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// balances is what stands behind the rows: 张三 25分.
func balances(b *Board, t privacy.Target) string {
	var s []string
	for _, r := range b.Show(t).Pages[0].View.(*View).Rows {
		s = append(s, strings.TrimSpace(r.Name+" "+r.Total+" "+r.Balance))
	}
	return strings.Join(s, ", ")
}

const market = "商品: [{名称: 肥皂, 单价: 10}]\n"

// What is left of last year may be redeemed this year, unless the scheme clears it;
// totals and ranks are those of the year.
func TestBalancesFromYearToYear(t *testing.T) {
	last := "办法: {公开: 是}\n" + market + "流水: [{日期: 2023-02-01, 对象: 张三, 分值: 50}, {日期: 2023-02-01, 对象: 李四, 分值: 30}]\n" +
		"兑换: [{日期: 2023-03-01, 对象: 张三, 商品: 肥皂, 数量: 2}]\n"
	this := market + "流水: [{日期: 2024-02-01, 对象: 张三, 分值: 5}, {日期: 2024-02-01, 对象: 李四, 分值: 9}]\n"
	redeem := "兑换: [{日期: 2024-01-15, 对象: 张三, 商品: 肥皂, 数量: 3}]\n"
	for _, c := range []struct{ name, scheme, rest, want, said string }{
		{"carried over, and asked for", "办法: {公开: 是}\n", redeem, "李四 9 39分, 张三 5 5分", "points/carry-unsaid"},
		{"carried over", "办法: {公开: 是, 结余: 结转}\n", redeem, "李四 9 39分, 张三 5 5分", ""},
		{"cleared", "办法: {公开: 是, 结余: 清零}\n", "", "李四 9 9分, 张三 5 5分", ""},
		{"cleared, so there is nothing to redeem", "办法: {公开: 是, 结余: 清零}\n", redeem, "李四 9 9分, 张三 5 -25分",
			"张三到2024年1月15日只有0分可用，这一次要30分，结余成了-30分"},
	} {
		b, said := judged(t, files{"2023.yaml": last, "2024.yaml": c.scheme + this + c.rest})
		if got := balances(b, privacy.Public); got != c.want || !strings.Contains(strings.Join(said, "\n"), c.said) || c.said == "" && len(said) > 0 {
			t.Errorf("%s: %s, want %s\n%v", c.name, got, c.want, said)
		}
	}
}

// A year without a shop in between hands on what it got; a year that is missing cannot,
// and is asked for.
func TestBalancesOverAGap(t *testing.T) {
	first := "办法: {公开: 是}\n" + market + "流水: [{日期: 2022-02-01, 对象: 张三, 分值: 50}]\n"
	between := "办法: {公开: 是, 结余: 结转}\n流水: [{日期: 2023-02-01, 对象: 张三, 分值: 7}]\n"
	this := "办法: {公开: 是, 结余: 结转}\n" + market + "流水: [{日期: 2024-02-01, 对象: 张三, 分值: 5}]\n"
	b, said := judged(t, files{"2022.yaml": first, "2023.yaml": between, "2024.yaml": this})
	if got := balances(b, privacy.Public); got != "张三 5 62分" || len(said) > 0 {
		t.Errorf("%s, %v", got, said)
	}
	b, said = judged(t, files{"2022.yaml": first, "2024.yaml": this})
	if got := balances(b, privacy.Public); got != "张三 5 5分" || !strings.Contains(strings.Join(said, ""), "没有2023年的积分，更早的结余接不上") {
		t.Errorf("%s, %v", got, said)
	}
	if _, said = judged(t, files{"2024.yaml": this}); len(said) > 0 { // the first year of all
		t.Error(said)
	}
}

// A year without a shop leaves no balance behind, unless the next one says so.
func TestAShopThatOpensThisYear(t *testing.T) {
	last := "办法: {公开: 是}\n流水: [{对象: 张三, 分值: 50}]\n"
	for carry, want := range map[string]string{"": "张三 5 5分", ", 结余: 结转": "张三 5 55分"} {
		b, said := judged(t, files{"2023.yaml": last, "2024.yaml": "办法: {公开: 是" + carry + "}\n" + market + "流水: [{对象: 张三, 分值: 5}]\n"})
		if got := balances(b, privacy.Public); got != want || len(said) > 0 {
			t.Errorf("%q: %s, want %s, %v", carry, got, want, said)
		}
	}
}

// Who redeemed what is nobody's business. A balance stands with an account that is
// itemised, as long as no redemption behind it is kept back.
func TestWhatARedemptionTellsOfPeople(t *testing.T) {
	b, _ := judged(t, files{"2024.yaml": "办法: {公开: 是, 项目: [日常, {名称: 扣分, 扣减: 是}]}\n" + market + "流水:\n" +
		"  - {日期: 2024-01-01, 对象: 张三, 项目: 日常, 分值: 50}\n  - {日期: 2024-01-01, 对象: 李四, 项目: 日常, 分值: 40}\n" +
		"  - {日期: 2024-01-01, 对象: 王五, 项目: 日常, 分值: 30}\n  - {日期: 2024-01-01, 对象: 王五, 项目: 扣分, 分值: 5}\n" +
		"兑换:\n  - {日期: 2024-03-01, 对象: 张三, 商品: 肥皂, 数量: 1}\n  - {日期: 2024-03-01, 对象: 李四, 商品: 肥皂, 数量: 2, 公开范围: 村内}\n"})
	if got := balances(b, privacy.Public); got != "张三 50 40分, 李四 40, 王五 25" {
		t.Errorf("web: %s", got)
	}
	if got := balances(b, privacy.Local); got != "张三 50 40分, 李四 40 20分, 王五 25" {
		t.Errorf("hall: %s", got)
	}
	p := b.Show(privacy.Public).Pages[0]
	if s := fmt.Sprintf("%+v", p.Data.(*Data).Redeemed); s != "&{Count:2 Points:30 Waiting:2}" {
		t.Errorf("sum %s", s)
	}
	for _, row := range p.Table {
		if strings.Contains(strings.Join(row, ","), "肥皂") {
			t.Errorf("the table tells of redemptions: %v", row)
		}
	}
}

// Whatever the pool and the points: the dividends add up to the pool to the fen.
func TestDividendsAddUpToThePool(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 60 {
		var b strings.Builder
		pool := 1 + r.Int64N(1e9)
		fmt.Fprintf(&b, "办法: {公开: 是}\n分红: {资金池: %d.%02d元, 分法: 按积分, 通过会议: 会, 日期: 2024-05-01}\n流水:\n  - {户: 甲0, 分值: 1}\n", pool/100, pool%100)
		for i := range 3 + r.IntN(30) {
			fmt.Fprintf(&b, "  - {户: 甲%d, 分值: %d.%d}\n", i, r.IntN(200)-20, r.IntN(10))
		}
		board, said := judged(t, files{"2024.yaml": b.String()})
		y := board.years[0]
		var sum int64
		for i, fen := range y.shares {
			sum += fen
			if y.book.Accounts[i].Total <= 0 && fen != 0 {
				t.Errorf("%d points get %d fen", y.book.Accounts[i].Total, fen)
			}
		}
		if y.shares == nil && !strings.Contains(strings.Join(said, ""), "nobody") || y.shares != nil && sum != pool {
			t.Fatalf("pool %d, shares %d\n%s\n%v", pool, sum, b.String(), said)
		}
	}
}

// Beside the pool, what the others get tells the points of one who is not named.
func TestDividendsGiveNobodyAway(t *testing.T) {
	in := "办法: {公开: 是}\n分红: {资金池: 100元, 分法: 按积分, 通过会议: 会, 日期: 2024-05-01}\n流水:\n  - {户: 张三, 分值: 3}\n  - {户: 李四, 分值: 1}\n"
	shown := func(in string) (s string) {
		b, _ := judged(t, files{"2024.yaml": in})
		for _, r := range b.Show(privacy.Public).Pages[0].View.(*View).Rows {
			s += r.Dividend + " "
		}
		return s
	}
	if got := shown(in); got != "75.00 25.00 " {
		t.Errorf("%s", got)
	}
	if got := shown(in + "  - {户: 王五, 分值: -1}\n"); got != "  " {
		t.Errorf("with one who is not named: %q", got)
	}
}

// An errand counts on the day of the last step of its process, in that year, for a
// member; what is open counts for nobody.
func TestErrandsFeedPoints(t *testing.T) {
	in := files{
		"members.yaml": "- {编号: M1, 姓名: 张三}\n- {编号: M2, 姓名: 李四}\n",
		"errands.yaml": "件:\n" +
			"  - {编号: 1, 代办人: 张三, 步骤: [{步骤: 委托, 日期: 2024-01-02}, {步骤: 回访, 日期: 2024-01-09}]}\n" +
			"  - {编号: 2, 代办人: M1, 事项: 社保, 委托日期: 2023-12-20, 回访日期: 2024-02-01}\n" +
			"  - {编号: 3, 代办人: 张三, 步骤: [{步骤: 委托, 日期: 2024-03-02}, {步骤: 回复, 日期: 2024-03-09}]}\n" +
			"  - {编号: 4, 代办人: 李四, 步骤: [{步骤: 委托, 日期: 2023-03-02}, {步骤: 回访, 日期: 2023-03-09}]}\n" +
			"  - {编号: 5, 代办人: 王五, 步骤: [{步骤: 委托, 日期: 2024-03-02}, {步骤: 回访, 日期: 2024-03-09}]}\n" +
			"  - {编号: 6, 代办人: 李四, 流程: 点单派单接单, 步骤: [{步骤: 点单, 日期: 2024-03-02}, {步骤: 接单, 日期: 2024-03-09}]}\n" +
			"  - {编号: 7, 代办人: 李四, 步骤: [{步骤: 委托, 日期: 2024-05-02}, {步骤: 回访, 日期: 2024-06-09}]}\n",
		"2024.yaml": "办法: {公开: 是, 项目: [日常, {名称: 为民代办, 来自: 代办, 每件: 2分}]}\n流水: [{对象: 张三, 项目: 日常, 分值: 5}]\n",
	}
	b, said := judged(t, in)
	if got := list(b); got != "张三 9" || len(said) != 1 || !strings.Contains(said[0], "errands.yaml:6:18 points/feeds-stranger: 代办人“王五”不在党员名册里") {
		t.Errorf("%s, %v", got, said)
	}
	if r := b.Show(privacy.Public).Pages[0].View.(*View).Rows[0]; r.Count() != 3 || !strings.Contains(string(r.Entries()), "办结代办一件（自动记分）") {
		t.Errorf("%s", r.Entries())
	}
	b, _ = judgedOn(t, village.DateOf(2024, 6, 9), "village", in)
	if got := list(b); got != "张三 9, 李四 2" {
		t.Errorf("on the day on which the last step is taken: %s", got)
	}
	in["2024.yaml"] += "  \n"
	in["2024-流水.csv"] = "姓名,为民代办\n张三,2\n"
	if _, said := judged(t, files{"members.yaml": in["members.yaml"], "2024.yaml": "办法: {公开: 是, 项目: [{名称: 为民代办, 来自: 代办, 每件: 2分}]}\n",
		"2024-流水.csv": "姓名,为民代办\n张三,2\n"}); len(said) != 1 || !strings.Contains(said[0], "points/fed-and-typed") {
		t.Errorf("counted twice: %v", said)
	}
}

// A township over four villages; what each may show, the township may show.
func TestATownshipRanksTheHouseholdsOfItsVillages(t *testing.T) {
	one := below(t, "甲村", files{"2024.yaml": "办法: {比较范围: 全镇, 公开: 是}\n流水: [{户: 张三, 分值: 90}, {户: 李四, 分值: 80}, {户: 王五, 分值: -5}]\n"})
	two := below(t, "乙村", files{"2024.yaml": "办法: {比较范围: 全镇, 等次: [{名称: 上榜, 不低于: 85, 公开: 是}, {名称: 其余, 不低于: 0, 公开: 否}]}\n" +
		"流水: [{户: 赵六, 分值: 95}, {户: 孙七, 分值: 80}]\n"})
	three := below(t, "丙村", files{"2024.yaml": "办法: {公开: 是}\n流水: [{户: 周八, 分值: 99}]\n"})
	four := below(t, "丁村", files{"households.yaml": "- {户主: 吴九, 公开范围: 村内}\n", "2024.yaml": "办法: {比较范围: 全镇, 公开: 是}\n流水: [{户: 吴九, 分值: 88}]\n"})
	scheme := "办法: {比较范围: 全镇, 等次: [{名称: 前列, 前: 4名, 公开: 是}], 并列: %s}\n"
	show := func(tie string, target privacy.Target) string {
		b, said := judgedOn(t, village.DateOf(2024, 6, 1), "town", files{"2024.yaml": fmt.Sprintf(scheme, tie)}, one, two, three, four)
		if len(said) != 1 || !strings.Contains(said[0], "points/town-silent: 丙村的积分没有交上来") {
			t.Errorf("said %v", said)
		}
		v := b.Show(target).Pages[0].View.(*View)
		if l := v.Levels[0]; v.TopSilent != "丙村" || tie == "并列全上" && l.Value+l.Share != "5户83.3%" {
			t.Errorf("5 of the 6 who are compared, without %s: %+v", v.TopSilent, l)
		}
		var s []string
		for _, r := range v.Top {
			s = append(s, r.Rank+r.Unit+r.Name+r.Total)
		}
		return strings.Join(s, " ") + " " + v.TopHidden
	}
	for _, c := range []struct {
		tie    string
		target privacy.Target
		want   string
	}{
		{"并列全上", privacy.Public, "1乙村赵六95 2甲村张三90 4甲村李四80 2户"},
		{"并列全上", privacy.Local, "1乙村赵六95 2甲村张三90 3丁村吴九88 4甲村李四80 1户"},
		{"按次序", privacy.Public, "1乙村赵六95 2甲村张三90 4甲村李四80 1户"},
	} {
		if got := show(c.tie, c.target); got != c.want {
			t.Errorf("%s: %s, want %s", c.tie, got, c.want)
		}
	}
	if s := two.Summary.(board.Sums[Sum])[2024]; slices.ContainsFunc(s.Ranked, func(h Handed) bool { return h.Name == "孙七" }) || len(s.Ranked) != 2 {
		t.Errorf("a name that the village does not show went up: %+v", s.Ranked)
	}
	b, _ := judgedOn(t, village.DateOf(2024, 6, 1), "town", files{"2024.yaml": fmt.Sprintf(scheme, "按次序")}, one, two)
	if s := b.Summary().(board.Sums[Sum])[2024]; len(s.Ranked) > 0 {
		t.Error("names go up further than to the unit right above")
	}
	for name, file := range map[string]string{
		"points/no-tie":      "办法: {比较范围: 全镇, 等次: [{名称: 前列, 前: 4名, 公开: 是}]}\n",
		"points/town-levels": "办法: {比较范围: 全镇}\n",
		"points/town-rows":   "办法: {比较范围: 全镇, 等次: [{名称: 前列, 前: 4名, 公开: 是}], 并列: 按次序}\n流水: [{户: 张三, 分值: 1}]\n",
	} {
		if _, said := judgedOn(t, village.DateOf(2024, 6, 1), "town", files{"2024.yaml": file}, one); len(said) != 1 || !strings.Contains(said[0], name) {
			t.Errorf("%s: %v", name, said)
		}
	}
}

// 66178 members over 72 townships and 1560 villages (systems.md N11).
func TestTheScaleOfACity(t *testing.T) {
	subunits := record.Pairs[village.Quantity]{{Key: "乡镇", Value: village.Count(72)}, {Key: "村", Value: village.Count(1560)}}
	u := &village.Unit{Name: "晋城市", Level: "city", Subunits: subunits}
	got := ""
	for _, m := range meansOf(u, village.Count(66178)) {
		got += fmt.Sprint(m.level, m.of, " ", m.n.Figure(), "; ")
	}
	if got != "town 919.1; village 42.4; townvillage 21.7; " {
		t.Error(got)
	}
	var rep problem.Report
	u.Subunits = append(u.Subunits, record.Pair[village.Quantity]{Key: "分局", Value: village.Count(3)})
	u.Check(&rep)
	if p := rep.Problems(); len(p) != 1 || !strings.HasPrefix(words.Say(p[0]).Cause, "下辖里的“分局”不是单位的级别") {
		t.Errorf("%v", p)
	}
}
