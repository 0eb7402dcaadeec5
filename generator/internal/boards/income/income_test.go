package income

import (
	"fmt"
	"math/rand"
	"slices"
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

// story is a unit with its files: years by number, and contracts.
type story struct {
	name      string
	level     village.Level
	years     map[int]string
	contracts string
	below     []*Board
}

// told reads the board of a story and returns what was said of it.
func (s story) told(t *testing.T) (*Board, []string) {
	t.Helper()
	var rep problem.Report
	b, _ := Kind.Read(s.input(&rep)).(*Board)
	var said []string
	for _, p := range rep.Problems() {
		said = append(said, words.Say(p).Cause)
	}
	return b, said
}

// input is what the board is given.
func (s story) input(rep *problem.Report) *board.Input {
	u := &village.Unit{Name: s.name, Level: s.level, Address: s.name}
	u.LoadRegisters(nil, rep)
	in := &board.Input{Unit: u, Defaults: Kind.Defaults, Today: village.DateOf(2024, 12, 31), Processes: step.Load(nil, rep), Report: rep,
		Also: map[string][]*record.Doc{}}
	for year, text := range s.years {
		in.Years = append(in.Years, board.YearDocs{Year: year, Docs: []*record.Doc{open(fmt.Sprint(year, ".yaml"), text)}})
	}
	slices.SortFunc(in.Years, func(a, b board.YearDocs) int { return a.Year - b.Year })
	if s.contracts != "" {
		in.Also["contracts"] = []*record.Doc{open("contracts.yaml", s.contracts)}
	}
	for _, b := range s.below {
		in.Children = append(in.Children, board.Child{Unit: b.unit, Summary: b.Summary()})
	}
	return in
}

// Entries by month show that the accounts were kept up, for what is due.
func TestEntriesByMonthAreEvidence(t *testing.T) {
	var rep problem.Report
	in := story{name: "cun", years: map[int]string{2024: "收支: [{月: 3, 方向: 收入, 科目: 租金, 金额: 5元}]\n"}}.input(&rep)
	Kind.Read(in)
	if got := in.Contents(); !slices.Contains(got, village.DateOf(2024, 3, 1)) {
		t.Error(got)
	}
}

func open(name, text string) *record.Doc {
	return record.Open(record.File{Path: name, Data: []byte(text)})
}

// show returns the view of the latest year.
func show(b *Board) *View { return b.Show(privacy.Public).Pages[0].View.(*View) }

func want(t *testing.T, said []string, texts ...string) {
	t.Helper()
	all := strings.Join(said, "\n")
	for _, text := range texts {
		if !strings.Contains(all, text) {
			t.Errorf("%q was not said:\n%s", text, all)
		}
	}
	if len(texts) == 0 && all != "" {
		t.Error(all)
	}
}

// Whatever the order of the entries: the balance is what was there and all that came
// and went, the months sum to the year, and so do the accounts.
func TestFiguresDoNotDependOnTheOrder(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for range 40 {
		var lines []string
		opening, net := r.Int63n(1e6), int64(0)
		for n := range 1 + r.Intn(30) {
			fen, dir := 1+r.Int63n(1e7), "收入"
			if net += fen; r.Intn(2) == 0 {
				dir = "支出"
				net -= 2 * fen
			}
			lines = append(lines, fmt.Sprintf("  - {编号: %d, 日期: 2024-%02d-%02d, 方向: %s, 科目: 科目%d, 金额: %d.%02d元, 审核: 是}\n",
				n, 1+r.Intn(12), 1+r.Intn(28), dir, r.Intn(4), fen/100, fen%100))
		}
		var first string
		for range 3 {
			r.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
			file := fmt.Sprintf("期初余额: %d.%02d元\n收支:\n%s", opening/100, opening%100, strings.Join(lines, ""))
			b, said := story{name: "cun", level: "village", years: map[int]string{2024: file}}.told(t)
			want(t, said)
			sum := &b.years[0].own
			var months, accounts Flow
			for _, m := range sum.Months {
				months.add(m)
			}
			for _, a := range sum.Accounts {
				dir := received
				if a.Out {
					dir = spent
				}
				accounts.book(dir, a.Money)
			}
			if sum.Closing.Fen != opening+net || months.In.Fen-months.Out.Fen != net ||
				months.In.Fen != accounts.In.Fen || months.Out.Fen != accounts.Out.Fen || months.In.Fen != sum.In.Fen {
				t.Fatalf("opening %d, net %d: %+v\n%s", opening, net, sum, file)
			}
			slices.SortFunc(sum.Accounts, func(a, b Account) int { return strings.Compare(a.Name+fmt.Sprint(a.Out), b.Name+fmt.Sprint(b.Out)) })
			if got := fmt.Sprint(sum.Closing, sum.Months, sum.Accounts); first == "" {
				first = got
			} else if got != first {
				t.Fatalf("another order, other figures:\n%s\n%s", first, got)
			}
		}
	}
}

const entry2024 = "收支:\n  - {编号: 1, 日期: 2024-03-01, 方向: 收入, 科目: 租金, 金额: 500元, 审核: 是}\n"

func TestTheBalanceIsCarriedOver(t *testing.T) {
	last := "期初余额: 1000元\n收支:\n  - {日期: 2023-03-01, 方向: 支出, 科目: 修路, 金额: 300元, 审核: 是}\n"
	s := story{name: "cun", level: "village", years: map[int]string{2023: last, 2024: entry2024}}
	b, said := s.told(t)
	want(t, said)
	if v := show(b); v.Opening != "700.00元" || v.Balance != "1,200.00元" {
		t.Errorf("opening %s, balance %s", v.Opening, v.Balance)
	}
	s.years[2024] = "期初余额: 700元\n" + entry2024
	_, said = s.told(t)
	want(t, said)
	s.years[2024] = "期初余额: 800元\n" + entry2024
	_, said = s.told(t)
	want(t, said, "期初余额写的是800元，2023年的期末结余算出来是700元")
	delete(s.years, 2023)
	s.years[2022] = last
	s.years[2024] = entry2024
	_, said = s.told(t)
	want(t, said, "没有期初余额，算不出结余")
}

func TestPaymentsOnContractsAreIncomeOnce(t *testing.T) {
	contracts := "合同:\n" +
		"  - {编号: HT-1, 类型: 机动地, 标的: 东沟, 收款: [{日期: 2024-02-01, 金额: 300元}, {日期: 2023-02-01, 金额: 200元}, {应收日期: 2024-03-01, 金额: 70元}]}\n" +
		"  - {编号: HT-2, 类型: 机动地, 收款: [{日期: 2024-04-01, 金额: 40元}]}\n"
	head := "期初余额: 0元\n" + entry2024
	s := story{name: "cun", level: "village", contracts: contracts, years: map[int]string{2024: head}}
	b, said := s.told(t)
	want(t, said)
	if got := b.years[0].own.In.String(); got != "840元" {
		t.Errorf("income %s, want 500+300+40", got)
	}
	if v := show(b); v.AccountsIn[1].Name != "合同收款（机动地）" || v.Latest[2].Text != "合同HT-1 东沟" || v.Unaudited != "" {
		t.Errorf("%+v", v)
	}
	line := "  - {编号: 2, 日期: 2024-02-02, 方向: 收入, 科目: 租金, 金额: %s, 合同: HT-1, 审核: 是}\n"
	s.years[2024] = head + fmt.Sprintf(line, "300元")
	b, said = s.told(t)
	want(t, said)
	if got := b.years[0].own.In.String(); got != "840元" {
		t.Errorf("income %s: the entry and the payment are the same money", got)
	}
	s.years[2024] = head + fmt.Sprintf(line, "310元")
	_, said = s.told(t)
	want(t, said, "合同“HT-1”在收支里记了310元，合同的收款加起来是300元")
	s.years[2024] += "  - {日期: 2024-02-03, 更正: 2, 更正为: 300元, 原因: 多写了10元}\n"
	_, said = s.told(t)
	want(t, said)
}

// What a contract brought in without a day is in no year: it is said, once, and not guessed.
func TestContractsWithoutDates(t *testing.T) {
	contracts := "合同:\n  - {编号: HT-1, 类型: 机动地, 清收额: 300元}\n  - {编号: HT-2, 类型: 机动地, 清收额: 40元, 收款: [{日期: 2024-04-01, 金额: 40元}]}\n"
	head := "期初余额: 0元\n" + entry2024
	s := story{name: "cun", level: "village", contracts: contracts, years: map[int]string{2024: head}}
	b, said := s.told(t)
	want(t, said, "有1份合同写了清收额，没有写哪天收到，没有算进集体收支")
	if got := b.years[0].own.In.String(); got != "540元" {
		t.Errorf("income %s, want 500+40", got)
	}
	s.years[2024] = head + "  - {日期: 2024-02-02, 方向: 收入, 科目: 租金, 金额: 300元, 合同: HT-1, 审核: 是}\n"
	_, said = s.told(t)
	want(t, said)
}

// What of the income is business is known of some villages: the figure says of how many,
// the share is theirs alone, and what the town types of all of them stands.
func TestBusinessOfSomeVillages(t *testing.T) {
	a, _ := story{name: "a", level: "village", years: map[int]string{2024: "总收入: 10万元\n经营性: 9万元\n"}}.told(t)
	c, _ := story{name: "c", level: "village", years: map[int]string{2024: "总收入: 30万元\n"}}.told(t)
	s := story{name: "zhen", level: "town", below: []*Board{a, c}}
	b, said := s.told(t)
	want(t, said)
	d := b.Show(privacy.Public).Pages[0].Data.(*Data)
	if v := show(b); v.Share != "90.0%" || v.Telling != "知道2个单位里1个的" || d.BusinessUnits != 1 || d.IncomeUnits != 2 || *d.BusinessOfYuan != 100000 {
		t.Errorf("%+v %+v", v, d)
	}
	s.years = map[int]string{2024: "经营性: 50%\n"}
	b, said = s.told(t)
	want(t, said)
	if v := show(b); v.Share != "50.0%" || v.Telling != "" {
		t.Errorf("%+v", v)
	}
	s.years = map[int]string{2024: "经营性: 8万元\n"}
	_, said = s.told(t)
	want(t, said, "经营性写的是 8万元，程序算出来是 9万元")
}

// Bands that are only counted say the same on the page, in data.json and in data.csv.
func TestUnclassifiedVillages(t *testing.T) {
	b, _ := story{name: "xian", level: "county", years: map[int]string{2024: "左闭右开: 是\n分段: [5万—6万, 6万以上]\n计数: {5万—6万: 3, 6万以上: 1}\n总数: 7个\n"}}.told(t)
	p := b.Show(privacy.Public).Pages[0]
	if v, d := p.View.(*View), p.Data.(*Data); v.Rest != "3个" || d.Unclassified != 3 || d.Villages != 4 || !slices.Equal(p.Table[3], []string{"未归类", "3"}) {
		t.Errorf("%s %+v %v", v.Rest, d, p.Table)
	}
}

// O8 and F3: the bands as printed share 6万 and 20万.
func TestO8BandsShareNoAmount(t *testing.T) {
	village := func(name, sum string) *Board {
		b, said := story{name: name, level: "village", years: map[int]string{2024: "总收入: " + sum}}.told(t)
		want(t, said)
		return b
	}
	below := []*Board{village("a", "5.5万元"), village("b", "6万元"), village("c", "60000.01元"), village("d", "20万元"), village("e", "3万元")}
	printed := "分段: [5万—6万, 6万—20万, 20万以上]\n"
	_, said := story{name: "xian", level: "county", years: map[int]string{2024: printed}, below: below}.told(t)
	want(t, said, "分段“5万—6万”和“6万—20万”重叠，6万元两段都算", "分段“6万—20万”和“20万以上”重叠，20万元两段都算")

	b, said := story{name: "xian", level: "county", years: map[int]string{2024: "左闭右开: 是\n" + printed}, below: below}.told(t)
	want(t, said)
	v := show(b)
	var got []string
	for _, bar := range v.Bands {
		got = append(got, bar.Name+" "+bar.Value)
	}
	if s := strings.Join(got, "，"); s != "5万—6万 1个，6万—20万 2个，20万以上 1个" || v.Outside != "1个" {
		t.Errorf("%s; outside %s", s, v.Outside)
	}
	exact, said := story{name: "xian", level: "county", below: below[1:2], years: map[int]string{2024: "左闭右开: 是\n" + printed}}.told(t)
	want(t, said)
	if v := show(exact); v.Bands[0].Value != "0个" || v.Bands[1].Value != "1个" {
		t.Errorf("60,000 lands in one band: %+v", v.Bands)
	}
}

// N14: 359 + 143 + 51 = 553.
func TestO8BandsMayBeCounted(t *testing.T) {
	file := "左闭右开: 是\n分段: [5万—6万, 6万—20万, 20万以上]\n计数: {5万—6万: 359, 6万—20万: 143, 20万以上: 51}\n总数: %s\n"
	b, said := story{name: "xian", level: "county", years: map[int]string{2024: fmt.Sprintf(file, "553")}}.told(t)
	want(t, said)
	if v := show(b); v.Villages != "553个" {
		t.Error(v.Villages)
	}
	_, said = story{name: "xian", level: "county", years: map[int]string{2024: fmt.Sprintf(file, "560个")}}.told(t)
	want(t, said, "分段的村分类合计553个,比总数560个少7个")
}

// A county sums its villages, types nothing twice and says who has not reported.
func TestParentsSumTheirVillages(t *testing.T) {
	a, _ := story{name: "a", level: "village", years: map[int]string{2024: "期初余额: 100元\n" + entry2024}}.told(t)
	c, _ := story{name: "c", level: "village", years: map[int]string{2024: "期初余额: 50元\n经营性: [租金]\n" + entry2024}}.told(t)
	s := story{name: "zhen", level: "town", below: []*Board{a, c}}
	b, said := s.told(t)
	want(t, said)
	v := show(b)
	if v.In != "1,000.00元" || v.Balance != "1,150.00元" || v.AccountsIn[0].Value != "1,000.00元" || v.Quarters[0].In != "1,000.00元" || v.Parts[0].Cells[2] != "600.00元" {
		t.Errorf("%+v", v)
	}
	s.years = map[int]string{2024: "总收入: 1100元\n"}
	_, said = s.told(t)
	want(t, said, "总收入写的是 1100元，程序算出来是 1000元")
}

// The opening balance of a unit over others is that of theirs: checked, never added.
func TestTheOpeningOfAParentIsThatOfItsUnits(t *testing.T) {
	a, _ := story{name: "a", level: "village", years: map[int]string{2024: "期初余额: 100元\n" + entry2024}}.told(t)
	c, _ := story{name: "c", level: "village", years: map[int]string{2024: "期初余额: 50元\n" + entry2024}}.told(t)
	s := story{name: "zhen", level: "town", below: []*Board{a, c}, years: map[int]string{2024: "期初余额: 150元\n总收入: 1000元\n"}}
	b, said := s.told(t)
	want(t, said)
	if v := show(b); v.Opening != "150.00元" || v.Balance != "1,150.00元" {
		t.Errorf("opening %s, balance %s", v.Opening, v.Balance)
	}
	s.years[2024] = "期初余额: 160元\n"
	_, said = s.told(t)
	want(t, said, "期初余额写的是 160元，程序算出来是 150元")
	open, _ := story{name: "d", level: "village", years: map[int]string{2024: entry2024}}.told(t)
	s.below = append(s.below, open)
	b, said = s.told(t)
	want(t, said, "期初余额（160元）没有用")
	if v := show(b); v.Balance != "" {
		t.Error(v.Balance)
	}
}

// A county that only tells how many villages earn how much has no money of its own: its balance
// is that of its villages, on its page, on that of the city above and in the city's table.
func TestAUnitWithoutMoneyDoesNotHideTheBalanceOfOthers(t *testing.T) {
	village, _ := story{name: "a", level: "village", years: map[int]string{2024: "期初余额: 100元\n" + entry2024}}.told(t)
	county, said := story{name: "xian", level: "county", below: []*Board{village}, years: map[int]string{2024: "左闭右开: 是\n分段: [1万元以下, 1万元以上]\n"}}.told(t)
	want(t, said)
	if v := show(county); v.Opening != "100.00元" || v.Balance != "600.00元" {
		t.Errorf("county: opening %q, balance %q", v.Opening, v.Balance)
	}
	city, said := story{name: "shi", level: "city", below: []*Board{county}}.told(t)
	want(t, said)
	v := show(city)
	if v.Opening != "100.00元" || v.Balance != "600.00元" {
		t.Errorf("city: opening %q, balance %q", v.Opening, v.Balance)
	}
	if cells := v.Below.Parts[0].Cells; cells[len(cells)-1] != "600.00元" {
		t.Errorf("the county's row: %v", cells)
	}
}

// A village that gives its year as a whole is in no month: there is no balance at the end
// of one, and the page says what the months lack.
func TestMonthsOfSomeUnitsOnly(t *testing.T) {
	whole, _ := story{name: "a", level: "village", years: map[int]string{2024: "期初余额: 100元\n总收入: 50元\n总支出: 20元\n"}}.told(t)
	dated, _ := story{name: "c", level: "village", years: map[int]string{2024: "期初余额: 10元\n" + entry2024}}.told(t)
	b, said := story{name: "zhen", level: "town", below: []*Board{whole, dated}}.told(t)
	want(t, said)
	v := show(b)
	if v.Balance != "640.00元" || v.Quarters[0].In != "500.00元" || v.Quarters[0].Balance != "" || v.Months[0].Balance != "" {
		t.Errorf("%+v", v)
	}
	if v.Undated != "另有收入50.00元、支出20.00元只有全年的数，没有分月、分科目。" {
		t.Error(v.Undated)
	}
}

// What a town lists entry by entry is its own book: months and statement add up to it.
func TestTheStatementOfATownIsOfItsOwnBook(t *testing.T) {
	cun, _ := story{name: "a", level: "village", years: map[int]string{2024: "期初余额: 100元\n" + entry2024}}.told(t)
	own := "期初余额: 1000元\n收支:\n  - {日期: 2024-03-05, 方向: 支出, 科目: 修路, 金额: 300元, 审核: 是}\n"
	b, said := story{name: "zhen", level: "town", below: []*Board{cun}, years: map[int]string{2024: own}}.told(t)
	want(t, said)
	v := show(b)
	if v.Balance != "1,300.00元" || v.Quarters[0].In != "500.00元" || v.Quarters[0].Balance != "1,300.00元" {
		t.Errorf("of all: %+v", v)
	}
	if m := v.Months[0]; m.In != "" || m.Out != "300.00元" || m.Balance != "700.00元" || m.Entries[0].Balance != m.Balance {
		t.Errorf("of its own: %+v", m)
	}
	if q := v.Quarter; q.Opening != "1,000.00元" || q.Out != "300.00元" || q.Balance != "700.00元" {
		t.Errorf("statement: %+v", q)
	}
}

// A correction of a day to come counts already, and is asked about like an entry.
func TestWhatIsStillToCome(t *testing.T) {
	file := "期初余额: 0元\n" + entry2024 + "  - {编号: 2, 日期: 2025-02-01, 更正: 1, 更正为: 450元, 原因: 少收了50元}\n"
	_, said := story{name: "cun", level: "village", years: map[int]string{2024: file}}.told(t)
	want(t, said, "2025年2月1日还没有到")
}

// 100余元 of last year may be 120元, not 90元.
func TestARoughClosingBalance(t *testing.T) {
	last := "期初余额: 10元\n收支:\n  - {日期: 2023-03-01, 方向: 收入, 科目: 租金, 金额: 90余元, 审核: 是}\n"
	s := story{name: "cun", level: "village", years: map[int]string{2023: last, 2024: "期初余额: 120元\n" + entry2024}}
	_, said := s.told(t)
	want(t, said)
	s.years[2024] = "期初余额: 90元\n" + entry2024
	_, said = s.told(t)
	want(t, said, "期初余额写的是90元")
}

// A correction changes the month of the entry it mends; the last correction holds.
func TestCorrections(t *testing.T) {
	file := "期初余额: 0元\n" + entry2024 +
		"  - {编号: 2, 日期: 2024-05-01, 更正: 1, 更正为: 450元, 原因: 少收了50元}\n" +
		"  - {编号: 3, 日期: 2024-06-01, 更正: 2, 更正为: 470元, 原因: 补收20元}\n"
	b, said := story{name: "cun", level: "village", years: map[int]string{2024: file}}.told(t)
	want(t, said)
	v := show(b)
	if v.Balance != "470.00元" || len(v.Months) != 1 || v.Months[0].In != "470.00元" {
		t.Errorf("%+v", v.Months)
	}
	if f := v.Fixes; len(f) != 2 || f[0].Was != "500.00元" || f[0].Now != "450.00元" || f[1].Was != "450.00元" || f[1].Now != "470.00元" {
		t.Errorf("%+v", v.Fixes)
	}
	if got := v.Months[0].Entries[0].Fix; got != "已于2024年6月1日更正，原来写的是500.00元" {
		t.Error(got)
	}
}

func TestWhatBroughtMostStandsFirst(t *testing.T) {
	year := "收支:\n" +
		"  - {编号: 1, 日期: 2024-01-05, 方向: 收入, 科目: 零星收入, 金额: 20元, 审核: 是}\n" +
		"  - {编号: 2, 日期: 2024-02-05, 方向: 收入, 科目: 光伏收益, 金额: 900元, 审核: 是}\n" +
		"  - {编号: 3, 日期: 2024-03-05, 方向: 支出, 科目: 办公费, 金额: 10元, 审核: 是}\n" +
		"  - {编号: 4, 日期: 2024-04-05, 方向: 支出, 科目: 修路, 金额: 300元, 审核: 是}\n"
	s := story{name: "cun", level: "village", years: map[int]string{2024: "期初余额: 0元\n" + year}}
	b, said := s.told(t)
	want(t, said)
	if v := show(b); v.AccountsIn[0].Name != "光伏收益" || v.AccountsOut[0].Name != "修路" {
		t.Errorf("in %+v, out %+v", v.AccountsIn, v.AccountsOut)
	}
}
