package points

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
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

// files are the files of one unit: members.csv, households.csv and those of 2024.
type files map[string]string

const scheme = "办法:\n  项目: [日常, 评议]\n  等次: [{名称: 好, 不低于: 0, 公开: 是}]\n"

// judged reads one unit and returns its board and what is said about it, one problem
// in a string.
func judged(t *testing.T, fs files, children ...board.Child) (*Board, []string) {
	t.Helper()
	return judgedOn(t, village.DateOf(2024, 6, 1), "village", fs, children...)
}

// judgedOn is judged on a day, for a unit of a level. Files of other years are called
// 2023.yaml, errands.yaml is that of the unit.
func judgedOn(t *testing.T, today village.Date, level village.Level, fs files, children ...board.Child) (*Board, []string) {
	t.Helper()
	var rep problem.Report
	u := &village.Unit{Name: "示例村", Level: level, Address: "cun"}
	in := &board.Input{Unit: u, Defaults: Kind.Defaults, Today: today, Report: &rep, Children: children,
		Processes: step.Load(nil, &rep), Also: map[string][]*record.Doc{}}
	registers := map[string][]*record.Doc{}
	docs := map[int][]*record.Doc{}
	for _, name := range slices.Sorted(func(yield func(string) bool) {
		for name := range fs {
			if !yield(name) {
				return
			}
		}
	}) {
		d := record.Open(record.File{Path: name, Data: []byte(fs[name])})
		base := strings.TrimSuffix(name, path.Ext(name))
		switch {
		case base == "members", base == "households":
			registers[base] = []*record.Doc{d}
		case base == "errands":
			in.Also[base] = []*record.Doc{d}
		default:
			written, list, ok := strings.Cut(base, "-")
			if ok {
				d.List, _ = words.Key(list)
			}
			n, _ := strconv.Atoi(written)
			docs[n] = append(docs[n], d)
		}
	}
	u.LoadRegisters(registers, &rep)
	for _, n := range slices.Sorted(maps.Keys(docs)) {
		in.Years = append(in.Years, board.YearDocs{Year: n, Docs: docs[n]})
	}
	b, _ := read(in).(*Board)
	var said []string
	for _, p := range rep.Problems() {
		say := words.Say(p)
		said = append(said, fmt.Sprintf("%s %s: %s", p.Pos, p.Code, say.Cause))
	}
	return b, said
}

// list is who is named with how many points: 张三 30, 李四 10.
func list(b *Board) string {
	if b == nil {
		return "none"
	}
	var s []string
	for _, r := range b.Show(privacy.Public).Pages[0].View.(*View).Rows {
		s = append(s, r.Name+r.Suffix+" "+r.Total)
	}
	return strings.Join(s, ", ")
}

const people = "编号,姓名,组,类别\n001,张三,1组,在职\n002,李四,1组,退休\n003,王建国,2组,在职\n004,王建国,5组,在职\n"

// Each story is a unit as staff keep it: who is named with what, and the problems that
// are reported, in order, by the parts of their lines.
func TestStories(t *testing.T) {
	capped := "办法:\n  项目: [{名称: 日常, 上限: 40}, 评议]\n  等次: [{名称: 好, 不低于: -100, 公开: 是}]\n"
	base := "办法:\n  项目: [{名称: 基础, 按类别基础分: {在职: 60, 退休: 70}}, 日常]\n  等次: [{名称: 好, 不低于: 0, 公开: 是}]\n"
	for _, c := range []struct {
		name string
		in   files
		list string
		said []string
	}{
		{"the number of a wide row is the member's", files{"members.csv": people, "2024.yaml": scheme,
			"2024-流水.csv": "编号,姓名,日常,评议,合计\n003,王建国,10,20,30\n004,王建国,5,5,10\n"},
			"王建国(2组) 30, 王建国(5组) 10", nil},
		{"the number alone will do", files{"members.csv": people, "2024.yaml": scheme,
			"2024-流水.csv": "编号,日常,评议\n003,10,20\n"}, "王建国(2组) 30", nil},
		{"a number with another's name", files{"members.csv": people, "2024.yaml": scheme,
			"2024-流水.csv": "编号,姓名,日常\n002,张三,10\n"}, "", []string{"B2 points/other-name: 这一行写的是“张三”，对不上名册里的李四(编号002)"}},
		{"a number that the register lacks", files{"members.csv": people, "2024.yaml": scheme,
			"2024-流水.csv": "编号,姓名,日常\n1,张三,10\n"}, "张三 10", []string{"A2 points/other-number"}},
		{"a number with another group", files{"members.csv": people,
			"2024.yaml": scheme + "流水:\n  - {对象: 003, 组: 5组, 项目: 日常, 分值: 5}\n  - {对象: 004, 组: 第五组, 项目: 日常, 分值: 5}\n"},
			"王建国(5组) 5", []string{"2024.yaml:5:10 register/other-group: 名册里王建国(2组)(编号003)是2组，这一行写的是“5组”"}},
		{"a number with the name beside it", files{"members.csv": people,
			"2024.yaml": scheme + "流水:\n  - {对象: 001, 姓名: 李四, 项目: 日常, 分值: 5}\n  - {对象: 002, 姓名: 李四, 项目: 日常, 分值: 5}\n"},
			"李四 5", []string{"points/other-name"}},
		{"nobody", files{"members.csv": people, "2024.yaml": scheme + "流水:\n  - {项目: 日常, 分值: 5}\n"},
			"", []string{"2024.yaml:5:5 record/missing: 缺少“对象”"}},

		{"the typed total of a wide row is that of the person, bounds and all", files{"2024.yaml": capped,
			"2024-流水.csv": "姓名,日常,评议,合计\n张三,50,5,45\n李四,50,5,55\n"},
			"张三 45, 李四 45", []string{"ledger/bounded", "ledger/bounded", "D3 ledger/total: 李四写的是 55，程序算出来是 45"}},
		{"base points count in the typed total", files{"members.csv": "姓名,类别\n张三,在职\n", "2024.yaml": base,
			"2024-流水.csv": "姓名,日常,合计\n张三,10,70\n"}, "张三 70", nil},
		{"base points and a column of the same item", files{"members.csv": "姓名,类别\n张三,在职\n", "2024.yaml": base,
			"2024-流水.csv": "姓名,基础,日常,合计\n张三,60,10,70\n"}, "张三 70", []string{"B2 points/base-and-column"}},
		{"two schemes", files{"2024-b.yaml": scheme, "2024.yaml": "办法: {项目: [日常], 公开: 是}\n",
			"2024-流水.csv": "姓名,日常,评议\n张三,5,5\n"}, "张三 5", []string{"C2 points/unknown-item"}},
		{"分值 and 总分 of a wide row are typed totals", files{"2024.yaml": scheme,
			"2024-流水.csv": "姓名,日常,评议,分值,总分\n张三,10,20,99,30\n李四,5,5,10,11\n"},
			"张三 30, 李四 10", []string{"D2 ledger/total: 张三写的是 99", "E3 ledger/total: 李四写的是 11"}},
		{"a row a quarter: totals are those of the row", files{"2024.yaml": scheme,
			"2024-流水.csv": "日期,姓名,日常,评议,合计\n2024年1月,张三,10,20,30\n2024年4月,张三,5,5,10\n"}, "张三 40", nil},
		{"the same row twice", files{"2024.yaml": scheme, "2024-流水.csv": "姓名,日常,评议\n张三,10,20\n张三,10,20\n"},
			"张三 60", []string{"A3 points/row-twice: “张三”有两行，另一行在第 2 行"}},
		{"blank rows of a form", files{"members.csv": people, "2024.yaml": scheme,
			"2024-流水.csv": "序号,姓名,组,日常,评议,合计\n1,张三,1组,10,20,30\n2,李四,1组,,,\n3,王建国,2组,,,0\n"}, "张三 30", nil},
		{"a form that nobody has filled in", files{"members.csv": people, "2024.yaml": scheme,
			"2024-流水.csv": "姓名,组,日常,评议\n张三,1组,,\n李四,1组,,\n"}, "", []string{"points/empty"}},
		{"a wide row cannot correct", files{"2024.yaml": scheme, "2024-流水.csv": "姓名,日常,更正\n张三,10,\n张三,8,1\n"},
			"张三 10", []string{"points/wide-correction"}},

		{"户 means households, even of names that members have too", files{"members.csv": "姓名\n张三\n李四\n",
			"households.csv": "编号,户主\nH1,张三\nH2,李四\n", "2024.yaml": "办法: {公开: 是}\n", "2024-流水.csv": "户,分值\n张三,10\nH2,20\n"},
			"李四 20, 张三 10", nil},
		{"one file, one kind of subject", files{"2024.yaml": "办法: {公开: 是}\n流水:\n  - {户: 张三, 分值: 1}\n  - {党员: 李四, 分值: 2}\n"},
			"李四 2, 张三 1", []string{"2024.yaml:4:10 points/two-kinds"}},
		{"a file without a scheme has the items that its entries name", files{
			"2024.yaml": "办法: {公开: 是}\n流水:\n  - {对象: 张三, 项目: 日常, 分值: 1}\n  - {对象: 张三, 项目: 评议, 分值: 2}\n  - {对象: 张三, 分值: 3}\n"},
			"张三 6", nil},

		{"an item outside the ledger", files{"2024.yaml": scheme + "日常: 5\n流水: [{对象: 张三, 项目: 日常, 分值: 5}]\n"},
			"张三 5", []string{"2024.yaml:4:5 points/item-outside: “日常”不能写在这里"}},

		{"an empty file", files{"2024.yaml": ""}, "none", []string{"points/empty"}},
		{"a file of remarks", files{"2024.yaml": "# 明年再写\n"}, "none", []string{"points/empty"}},
		{"a table with a header only", files{"2024.csv": "姓名,分值\n"}, "none", []string{"points/empty"}},

		{"without levels nobody is named", files{"2024.csv": "姓名,分值\n张三,90\n李四,3\n王五,-20\n"}, "", []string{"2024.csv points/nobody-named"}},
		{"nor where the scheme says no", files{"2024.yaml": "办法: {公开: 否}\n流水: [{对象: 张三, 分值: 5}]\n"}, "", nil},
		{"公开 names all but those below zero", files{"2024.yaml": "办法: {公开: 是}\n", "2024-流水.csv": "姓名,分值\n张三,90\n李四,3\n王五,-20\n"},
			"张三 90, 李四 3", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, said := judged(t, c.in)
			if got := list(b); got != c.list {
				t.Errorf("named: %s\nwant:  %s", got, c.list)
			}
			for i := range max(len(said), len(c.said)) {
				if i >= len(said) || i >= len(c.said) || !strings.Contains(said[i], c.said[i]) {
					t.Fatalf("said:\n%s\nwant:\n%s", strings.Join(said, "\n"), strings.Join(c.said, "\n"))
				}
			}
		})
	}
}

func TestWithoutLevelsTheSumsStandAlone(t *testing.T) {
	b, _ := judged(t, files{"2024.csv": "姓名,分值\n张三,90\n李四,3\n王五,-20\n"})
	v := b.Show(privacy.Local).Pages[0].View.(*View)
	if v.People != "3人" || !v.Unnamed || v.Sum != "73分" || v.Hidden != "" || len(v.Rows) > 0 {
		t.Errorf("%+v", v)
	}
	b, _ = judged(t, files{"2024.yaml": "办法: {公开: 是}\n", "2024-流水.csv": "姓名,分值\n张三,90\n王五,-20\n"})
	if v := b.Show(privacy.Public).Pages[0].View.(*View); v.Unnamed || v.Hidden != "1人" {
		t.Errorf("%+v", v)
	}
}

func TestAnAverageIsOfThoseWhosePointsAreKnown(t *testing.T) {
	b, _ := judged(t, files{"2024.yaml": "计数: {优秀: 9}\n办法:\n  等次: [{名称: 优秀, 不低于: 100, 公开: 是}, {名称: 好, 不低于: 0, 公开: 是}]\n" +
		"流水:\n  - {对象: 张三, 分值: 95}\n  - {对象: 李四, 分值: 5}\n"})
	if v := b.Show(privacy.Public).Pages[0].View.(*View); v.Average != "50分（按知道分数的2人算）" {
		t.Errorf("average %s", v.Average)
	}
}

// What is kept back by the register, or was last year, is kept back here too.
func TestNobodyIsNamedAgainstTheRegister(t *testing.T) {
	in := files{
		"members.yaml": "- {姓名: 张三, 公开范围: 村内}\n- {姓名: 李四, 到期: 2024-01-01}\n- {姓名: 王五}\n",
		"2024.yaml":    "公开范围: 党内\n办法: {公开: 是}\n流水: [{对象: 王五, 分值: 5}]\n",
	}
	b, _ := judged(t, in)
	if out := b.Show(privacy.Public); len(out.Pages) > 0 {
		t.Error("a file for the Party has a page")
	}
	in["2024.yaml"] = "办法: {公开: 是}\n流水: [{对象: 张三, 分值: 7}, {对象: 李四, 分值: 6}, {对象: 王五, 分值: 5}]\n"
	b, _ = judged(t, in)
	for target, want := range map[privacy.Target]string{privacy.Public: "王五", privacy.Local: "张三 王五"} {
		var names []string
		for _, r := range b.Show(target).Pages[0].View.(*View).Rows {
			names = append(names, r.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%d: %s, want %s", target, got, want)
		}
	}
}

func TestAnAccusationTakenBackIsNotItemised(t *testing.T) {
	b, said := judged(t, files{"2024.yaml": "办法:\n  项目: [日常, {名称: 扣分, 扣减: 是}]\n  公开: 是\n流水:\n" +
		"  - {编号: a, 对象: 张三, 项目: 日常, 分值: 20}\n  - {编号: b, 对象: 张三, 项目: 扣分, 事项: 缺会, 分值: 5}\n  - {对象: 张三, 更正: b, 更正为: 0, 原因: 请过假}\n"})
	r := b.Show(privacy.Public).Pages[0].View.(*View).Rows[0]
	if len(said) > 0 || r.Total != "20" || r.Parts != nil || r.Count() > 0 {
		t.Errorf("%+v %v", r, said)
	}
}

// below is a child whose board is that of fs.
func below(t *testing.T, name string, fs files) board.Child {
	t.Helper()
	c := board.Child{Unit: &village.Unit{Name: name, Address: name}}
	if b, _ := judged(t, fs); b != nil {
		c.Summary = b.Summary()
	}
	return c
}

const levels = "办法:\n  等次:\n    - {名称: 优秀, 不低于: 90, 公开: 是}\n    - {名称: 一般, 不低于: 0, 公开: 否}\n"

func TestWhatAUnitOverOthersTypedIsCheckedNeverAdded(t *testing.T) {
	children := []board.Child{
		below(t, "甲村", files{"2024.yaml": levels + "流水:\n  - {对象: 张三, 分值: 95}\n  - {对象: 李四, 分值: 5}\n"}),
		below(t, "乙村", files{"2024.yaml": levels + "计数: {优秀: 3, 一般: 1}\n"}),
		below(t, "丙村", files{"2024.yaml": "# 还没有\n"}),
	}
	b, said := judged(t, files{"2024.yaml": "计数: {优秀: 4, 一般: 2, 合计: 6}\n"}, children...)
	v := b.Show(privacy.Public).Pages[0].View.(*View)
	if len(said) > 0 || v.People != "6人" || !slices.Equal(v.Missing, []string{"丙村"}) {
		t.Errorf("%s, missing %v, %v", v.People, v.Missing, said)
	}
	if d := b.Show(privacy.Public).Pages[0].Data.(*Data); v.Average != "" || d.Total != nil { // one person is not named: the rest would be theirs
		t.Errorf("average %s, total %v", v.Average, d.Total)
	}
	_, said = judged(t, files{"2024.yaml": "计数: {优秀: 5, 一般: 2, 合计: 7}\n"}, children...)
	if len(said) != 2 || !strings.Contains(said[0], "优秀写的是 5，程序算出来是 4") || !strings.Contains(said[1], "写的是 7，程序算出来是 6") {
		t.Error(said)
	}
	b, said = judged(t, files{"2024.yaml": levels + "流水: [{对象: 王五, 分值: 92}]\n计数: {优秀: 5}\n"}, children...)
	if v := b.Show(privacy.Public).Pages[0].View.(*View); len(said) > 0 || v.People != "7人" {
		t.Errorf("own rows are added, own counts checked: %s, %v", v.People, said)
	}
}

func TestCounts(t *testing.T) {
	for _, c := range []struct{ name, file, people, levels, said string }{
		{"a typed total is no group", "计数: {五星: 3, 四星: 5, 合计: 8}\n", "8人", "五星 3人, 四星 5人", ""},
		{"and is checked", "计数: {五星: 3, 四星: 5, 合计: 9}\n", "8人", "五星 3人, 四星 5人", "写的是 9，程序算出来是 8"},
		{"a total alone", "计数: 8\n", "8人", "", ""},
		{"levels that are not open are counted as others", levels + "计数: {优秀: 3, 一般: 5}\n", "8人", "优秀 3人, 其他 5人", ""},
		{"rows and counts of one level", levels + "流水: [{对象: 张三, 分值: 5}]\n计数: {一般: 5}\n", "1人", "优秀 0人, 其他 1人", "“一般”既写了名单又写了计数"},
	} {
		b, said := judged(t, files{"2024.yaml": c.file})
		v := b.Show(privacy.Public).Pages[0].View.(*View)
		var got []string
		for _, l := range v.Levels {
			got = append(got, l.Name+" "+l.Value)
		}
		if v.People != c.people || strings.Join(got, ", ") != c.levels || !strings.Contains(strings.Join(said, "\n"), c.said) || c.said == "" && len(said) > 0 {
			t.Errorf("%s: %s, %v, %v", c.name, v.People, got, said)
		}
	}
}

func TestAverageRoundsAlikeOnBothSidesOfZero(t *testing.T) {
	for _, c := range []struct {
		total village.Points
		n     int
		want  village.Points
	}{{100, 3, 33}, {-100, 3, -33}, {5, 2, 3}, {-5, 2, -3}, {-2050, 1, -2050}, {0, 2, 0}} {
		s := Sum{Total: c.total, Scored: c.n}
		if got, ok := s.average(); got != c.want || !ok {
			t.Errorf("%d by %d: %d, want %d", c.total, c.n, got, c.want)
		}
	}
	if _, ok := (&Sum{People: village.Count(8)}).average(); ok {
		t.Error("there is no average of unknown points")
	}
}
