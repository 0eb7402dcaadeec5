package privacy

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"gongshi/generator/internal/problem"
)

func TestNumbersThatAreRefused(t *testing.T) {
	for _, s := range []string{
		// in one, well typed or not
		"11010519491231002X", "11010519491231002x", "110105194912310021", "１１０１０５１９４９１２３１００２Ｘ", "11010519491231002×",
		"身份证110105194912310021号", "ID110105194912310021", "110105194912310021CN", "110105491231002", // 15 digits
		"11010519491231002",                                              // a digit short
		"1101051949123100211",                                            // one too many
		"110105194913310021",                                             // a 13th month
		"11O1O5l949123lOO21", "1l0105194912310021", "11〇105194912310021", // O for 0, l for 1
		// with something inside
		"110105 19491231 002X", "110105-1949-1231-0021", "110 105 1949 12 31 002 x", "110105 19491331 0021", "1101 0519 4912 3100 21",
		"110105\u200b194912310021", "110105\u00a019491231\u00a00021", "110105\t19491231\t0021", "110105\u200919491231\u20090021",
		"110105   19491231   0021", "110105 - 19491231 - 0021", "110105/19491231/0021", "110105_19491231_0021", "110105,19491231,0021",
		"110105:19491231:0021", "110105~19491231~0021", "110105(19491231)0021", "110105（19491231）0021", "110105．19491231．0021",
		"110105.1949.12.31.0021", "110105、19491231、0021", "110105**19491231**0021", "110,105,194,912,310,206", "110105\n19491231002X",
		"110105 49 12 31 002 1949-12-31 110105 194912310021", "110105 491231 002",
		// cards
		"6222021234567890128", "6222 0212 3456 7890", "6222 0212 3456 7890 128", "4111111111111111", "6222-0212-3456-7890-128",
		"4567891234567891", "9558801234567890123", "436742123456789012", "621700123456789012", "6222021234567890129", "622202 1234567890128",
		"1.6222021234567890128",
		// as spreadsheets spoil them
		"1.10105E+17", "1.101051949e+17", "1.1E+17", "1E+17", "1.10105E17", "１.１０１０５E+17", "１．１Ｅ＋１７", "6.22202E+18",
		// next to another number
		"联系人 110105194912310021 13812345678", "2024-05-06 110105194912310021 发放", "1 110105194912310021", "1.110105194912310021",
		"6222021234567890128 2024.5.6", "110105194912310021 2组", "110105194912310021 13812345678", "13812345678 110105194912310021",
		"110105194912310021，60岁，200元", "110105 1949 1231 0021 13812345678", "2024-05-06 6222 0212 3456 7890 128", "第3组 6222 0212 3456 7890 100元",
		"11010519491231002113812345678", "622202123456789012813812345678", "20240506110105194912310021",
	} {
		if n := len(Scan(s)); n != 1 && !(n == 2 && strings.Count(s, "110105") > 1) {
			t.Errorf("%s: %v", s, Scan(s))
		}
	}
	if f := Scan("110105194912310021-110105194912310048"); len(f) != 2 {
		t.Errorf("two IDs with a dash between: %v", f)
	}
}

func TestNumbersThatAreInnocent(t *testing.T) {
	for _, s := range []string{
		"0358-1234567", "13800001111", "13800001111 13900002222", "0358-1234567 13800001111", "0358-1234567/0358-7654321", "电话：0351-1234567，13800001111",
		"400-123-4567 800-123-4567", "138 0000 1111 139 0000 2222", "(0358)1234567、1234568", "63456789 63456780", "62345678/62345679",
		"2024-05-06", "20240506", "2024-05-06 2024-05-12", "2026-01-02 2026-01-08", "2026.01.02-2026.01.08", "2026/1/2～2026/1/8", "20260102-20260108",
		"2024-05-06 08:30:00 2024-05-06 17:30:00", "2024-05-06T08:30:00+08:00", "20240506123000", "202405061230001234", "8:30-11:30 14:00-17:30",
		"2021 2022 2023 2024", "2021,2022,2023,2024,2025", "2024-2025-2026-2027",
		"1,058,000.00元", "1,058,000.00 2,000,000.00 3,000,000.00", "1234567.89 2345678.90", "0.333333333333333", "0.30000000000000004", "31.499999999999996",
		"45413.354166666664", "3200,4100,5000,6000", "6200,3500,1200,4500", "3200 4100 5000 6000 7000", "30%-50%-20%",
		"104 24 12 8 60 114 99 87 65 43 21 12", "1-1-1", "01-02-003", "1-1-1 1-1-2 1-1-3 1-1-4 1-1-5 1-1-6", "G01-02-003", "12-3-1201",
		"合同 HT-2024-000123", "编号 2024-001", "编号 202405060001", "中阳政发〔2024〕12号", "030000 030001 030002", "141129102201", "14112910220101",
		"1411291022010100001",                                                   // contracted land
		"2020-141129-01-01-123456", "20201411290101123456", "20240000012345678", // projects
		"911411290000123458", "91140100MA0K12345X", "54141129ME2345678N", // companies, committees
		"141129001001GB00001F00010001", "141129 001001 GB00001", // real estate
		"37.8, 112.5", "37.870590,112.548879", "120,340 220,340 220,460 120,460", "[[120, 340], [220, 340], [220, 460]]",
		"500L 400L 300L 600L", "1E17", "3E15室", "999999999999999999", "0000000000000000000",
		"5f6a1c8e0a2f4b5e8c9d0e1f2a3b4c5d", "3f2504e0-4f89-11d3-9a0c-0305e82c3301", "https://mp.weixin.qq.com/s?mid=2247483650&idx=1&sn=1f00",
		"2052-11.1.0.14309", "1:500 1:1000 1:2000 1:5000", "192.168.100.200:8080",
	} {
		if f := Scan(s); len(f) != 0 {
			t.Errorf("%s: %v", s, f)
		}
	}
}

// Every day of a year, and notices that run from it for a day to two years, in all the
// ways of writing them, with what stands beside them.
func TestDatesAreInnocent(t *testing.T) {
	forms := []string{"2006-01-02", "2006.01.02", "2006/01/02", "20060102", "2006.1.2", "2006-1-2", "2006 01 02", "2006-01-02 15:04", "2006-01-02 15:04:05"}
	joints := []string{" ", "-", "~", " - ", "，", "至", "\n", " 08:30 "}
	beside := [][2]string{{"", ""}, {"12 ", ""}, {"", " 13812345678"}, {"0358-1234567 ", ""}, {"150000 ", " 1200"}}
	for i := range 366 {
		day := time.Date(2024, 1, 1+i, 8, 30, 0, 0, time.UTC)
		for _, form := range forms {
			for _, joint := range joints {
				for k, n := range []int{0, 1, 6, 14, 365, 730} {
					b := beside[(i+k)%len(beside)]
					if s := b[0] + day.Format(form) + joint + day.AddDate(0, 0, n).Format(form) + b[1]; len(Scan(s)) != 0 {
						t.Fatalf("%s: %v", s, Scan(s))
					}
				}
			}
		}
	}
}

// Phones, codes and figures as villages have them: hardly any is taken for somebody's
// number, and none of those that are built by a rule.
func TestListsAreInnocent(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	phone := func() string { return fmt.Sprintf("1%d%09d", 3+rnd.IntN(7), rnd.IntN(1e9)) }
	land := func() string { return fmt.Sprintf("0%d-%d", 310+rnd.IntN(600), 2000000+rnd.IntN(6000000)) }
	none := map[string]func(int) string{
		"two mobiles":  func(int) string { return phone() + " " + phone() },
		"both":         func(int) string { return land() + "，" + phone() },
		"two lines":    func(int) string { return land() + "/" + land() },
		"mobile, date": func(i int) string { return phone() + " 2024-" + fmt.Sprintf("%02d-%02d", i%12+1, i%28+1) },
		"mobile, sum":  func(i int) string { return phone() + fmt.Sprintf(" %d.00元", rnd.IntN(1e6)) },
		"grid":         func(i int) string { return fmt.Sprintf("%d-%d-%d", i/1000+1, i/100%10+1, i%100) },
		"grids": func(i int) string {
			return fmt.Sprintf("%d-%d %d-%d %d-%d %d-%d", i, 1, i, 2, i, 3, i, 4)
		},
		"sequence": func(i int) string {
			s := ""
			for k := range 20 {
				s += fmt.Sprint(i+k, "、")
			}
			return s
		},
		"contract": func(i int) string { return fmt.Sprintf("2024-%03d 2024-%03d 2024-%03d", i%1000, i%1000+1, i%1000+2) },
		"field":    func(i int) string { return fmt.Sprintf("14112910%d2%02d%02d%05d", i%4, i%30, i%9, i) },
		"village":  func(i int) string { return fmt.Sprintf("14112910%d2%02d 033400", i%4, i%30) },
		"amounts": func(i int) string {
			return fmt.Sprintf("%d,%03d,%03d.00 %d,%03d.50 %d.5", 1+i%9, rnd.IntN(1000), rnd.IntN(1000), 1+i%900, rnd.IntN(1000), i)
		},
	}
	for name, make := range none {
		for i := range 20000 {
			if s := make(i); len(Scan(s)) != 0 {
				t.Fatalf("%s: %s: %v", name, s, Scan(s))
			}
		}
	}
	list := func(below int) func(int) string {
		return func(int) string {
			s := ""
			for range 12 {
				s += fmt.Sprint(rnd.IntN(below), " ")
			}
			return s
		}
	}
	few := map[string]func(int) string{
		"scores":  list(200),
		"figures": list(10000), // one in fifty: many begin like a card, 62…
		"digest":  func(int) string { return fmt.Sprintf("%016x%016x", rnd.Uint64(), rnd.Uint64()) },
		"third":   func(int) string { return fmt.Sprintf("%.15g", rnd.Float64()*100) },
	}
	for name, make := range few {
		caught := 0
		for i := range 20000 {
			caught += len(Scan(make(i)))
		}
		if caught > 20 && (name != "figures" || caught > 400) {
			t.Errorf("%s: %d of 20000", name, caught)
		}
	}
}

// Every way of cutting an ID once or in the usual places is seen, whatever stands in
// the cuts and around it.
func TestIDsInPiecesAreRefused(t *testing.T) {
	seps := []string{" ", "  ", "\u3000", "-", " - ", "—", ".", "．", "/", "_", "，", "、", ":", "~", "\n", "\u200b", "\ufeff", "*"}
	around := [][2]string{{"", ""}, {"备注: ", ""}, {"1 ", " 2组"}, {"2024-05-06 ", " 13812345678"}, {"13812345678,", ",2024.5.6"}, {"（", "）"}}
	check := func(s string) {
		for _, a := range around {
			if len(Scan(a[0]+s+a[1])) == 0 {
				t.Errorf("%q passes", a[0]+s+a[1])
			}
		}
	}
	for _, id := range []string{"110105194912310021", "11010519491231002X", "530102199901010015", "62010219800229001x"} {
		for _, sep := range seps {
			for cut := 2; cut < 17; cut++ {
				check(id[:cut] + sep + id[cut:])
			}
			for _, cuts := range [][]int{{6, 14}, {6, 10, 14}, {6, 10, 12, 14}, {3, 6, 10, 12, 14}, {4, 8, 12, 16}, {6, 14, 17}, {3, 6, 9, 12, 15}} {
				if len(cuts) == 5 && cuts[2] == 9 && id[17] == '1' { // the check digit is wrong
					continue
				}
				s, from := "", 0
				for _, c := range cuts {
					s += id[from:c] + sep
					from = c
				}
				check(s + id[from:])
			}
		}
	}
}

func TestRowsOfCells(t *testing.T) {
	for row, want := range map[string]int{
		"张三|110105|19491231002X|男":            1,
		"110105|194912310021":                 0,
		"1|110105|19491231|002X":              1,
		"李四|6222|0212|3456|7890|128|200":      1,
		"张三|622202|1234567890128":             1,
		"1101051949|12310021":                 0,
		"1|2组|104|24|12|8|60|114|99|87|65|43": -1,
		"1|120000|2024-05-06|1200":            -1,
		"141129|20240506|1200":                -1,
		"13800001111|1234567|2组":              -1,
		"1200|3400|5600|4500|6200|3500|1200":  -1,
		"2021|2022|2023|2024|2025":            -1,
		"1|1|1|1|0|0|1|0|1|0|1|0|1|1|1|0|0|1": -1,
		"141129102201|033400|13800001111":     -1,
	} {
		_, at, ok := Row(strings.Split(row, "|"))
		if !ok {
			at = -1
		}
		if at != want {
			t.Errorf("%s: cell %d, want %d", row, at, want)
		}
	}
	rnd := rand.New(rand.NewPCG(3, 4))
	caught := 0
	for range 20000 {
		var cells []string
		for range 12 {
			cells = append(cells, fmt.Sprint(rnd.IntN([]int{10, 200, 5000, 200000}[rnd.IntN(4)])))
		}
		if _, _, ok := Row(cells); ok {
			caught++
		}
	}
	if caught > 10 {
		t.Errorf("%d of 20000 rows of figures are refused", caught)
	}
}

func TestTheLastGate(t *testing.T) {
	for _, s := range []string{
		`<p>身份证110105194912310021</p>`, `<p>110105<b></b>194912310021</p>`, `110105<strong>19491231</strong>0021`, `110105<!-- x -->194912310021`,
		`110105&#49;94912310021`, `110105&#x200b;194912310021`, `110105&#xad;<b></b>194912310021`, `<meta name="description" content="找110105194912310021">`,
		`<text>110105<tspan dx="1">194912310021</tspan></text>`, `<i>1</i>10105<i>19491231</i>0021`, `{"remark":"6222021234567890128"}`,
	} {
		if _, found := Leak("index.html", []byte(s)); !found {
			t.Errorf("%s passes", s)
		}
	}
	for _, s := range []string{
		`<td>110105</td><td>194912310021</td>`, `<td>104</td><td>24</td><td>12</td><td>8</td><td>60</td><td>114</td><td>99</td>`,
		`<link href="site.0123456789012345678901234567890a.css">`, `<path d="M12.345678901234567 8.1234567890123456"/>`,
		`2026-01-02 2026-01-08 0358-1234567 13800001111`, `1,058,000.00元`, `{"share":0.30000000000000004}`,
	} {
		if f, found := Leak("index.html", []byte(s)); found {
			t.Errorf("%s: %v", s, f)
		}
	}
	if _, found := Leak("data.csv", []byte("姓名,备注\n<110105194912310021")); !found {
		t.Error("a number in a CSV passes")
	}
}

func TestMessagesShowTwoDigitsAtMost(t *testing.T) {
	for _, s := range []string{"备注: 11010519491231002X", "电话 138 0000 1111 吧", "6222 0212 3456 7890", "１１０１０５１９４９１２３１００２Ｘ",
		"110105194913310021", "110105 1949 1331 0021", "1101051949123100211", "电话 13800001111", "13800001111,", "0358-1234567", "010 12345678", "０３５８－１２３４５６７",
		"1.1010519491231E+17", "张三 | 110105.19491231.0021 | 男", "110105  19491231  0021", "110105\u200b194912310021", "11O1O5l949123lOO21",
		"张三110105194912310021.md", "110105/19491231002X.jpg", "138****1234", "138 **** 1234", "１７３＊＊＊＊６０７２", "+8613800001111", "8613800001111"} {
		if m := Mask(s); shownDigits(m) > 2 || len([]rune(m)) != len([]rune(s)) {
			t.Errorf("%s → %s", s, m)
		}
	}
	if m := Mask("1 110105194912310021 2024-05-06"); m != "1 11**************** 2024-05-06" {
		t.Error(m)
	}
}

func shownDigits(s string) (n int) {
	for _, r := range s {
		if r >= '0' && r <= '9' || r >= '０' && r <= '９' {
			n++
		}
	}
	return n
}

func TestMessagesNameFiguresAmountsAndDates(t *testing.T) {
	for _, s := range []string{
		"日期: 2024-05-06, 分值: 104", "123456789", "合计写的是 123456789，按各行算是 1234567890", "金额“620000000”", "1,058,000,000.00元",
		"2024-05-06 2024-05-12", "20240506", "公示起 2024-05-06，公示止 2024-5-12", "编号 202405060001", "030000 030001", "12.3456789012",
	} {
		if Mask(s) != s {
			t.Errorf("%s → %s", s, Mask(s))
		}
	}
}

// What is cut or escaped in a file that is refused shows nowhere in what is said of it,
// nor does a number in a name.
func TestEverythingThatIsReportedIsMasked(t *testing.T) {
	list := []problem.Problem{
		{Pos: problem.Pos{File: "data/a.yaml", Line: 2}, Code: "privacy/id", Typed: `说明: "\u0031\u0031\u00310105"`, Args: problem.Args("head", "11", "digits", "18")},
		{Pos: problem.Pos{File: "data/a.yaml", Line: 3}, Code: "record/x", Typed: "110105", Fix: "19491231002X", Args: problem.Args("key", "19491231")},
		{Pos: problem.Pos{File: "data/张三110105194912310021.jpg"}, Code: "source/not-read"},
		{Pos: problem.Pos{File: "data/b.yaml", Line: 1}, Code: "record/x", Typed: "日期: 2024-05-06", Args: problem.Args("name", "李四110105194912310021.yaml", "n", "104")},
	}
	Hide(list)
	if s := fmt.Sprint(list[0].Typed, list[1].Typed, list[1].Fix, list[1].Args); shownDigits(s) > 0 {
		t.Error(s)
	}
	if list[0].Args["digits"] != "18" || list[2].File != "data/张三11****************.jpg" || list[3].Args["name"] != "李四11****************.yaml" {
		t.Errorf("%+v", list)
	}
	if list[3].Typed != "日期: 2024-05-06" || list[3].Args["n"] != "104" {
		t.Errorf("%+v", list[3])
	}
}

// FuzzScan: whatever the text, findings lie in it, and its masked form gives away two
// digits of each at most and is refused no more.
func FuzzScan(f *testing.F) {
	for _, s := range []string{"备注: 11010519491231002X", "６２２２　０２１２　３４５６　７８９０", "1.1E+17", "110105**19491231**0021", "a|110105|19491231002X",
		"2026-01-02 2026-01-08", "11O1O5l949123lOO21 x", "<b>110105</b>&#49;94912310021", "****1000000000000O00000AAAAAAAAAAA"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n := len([]rune(s))
		found := Scan(s)
		for _, x := range found {
			if x.Col < 0 || x.Width <= 0 || x.Col+x.Width > n || len(x.Head) > 2 {
				t.Errorf("%+v in %d characters", x, n)
			}
			if m := []rune(Mask(s))[x.Col : x.Col+x.Width]; shownDigits(string(m)) > 2 {
				t.Errorf("%q shows %q", s, string(m))
			}
		}
		Row(strings.Split(s, "|"))
		Leak("x.html", []byte(s))
	})
}
