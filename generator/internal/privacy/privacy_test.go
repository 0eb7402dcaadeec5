package privacy

import (
	"strings"
	"testing"

	"gongshi/generator/internal/village"
)

func TestNumbersThatAreRefused(t *testing.T) {
	for _, s := range []string{
		"11010519491231002X", "11010519491231002x", "110105194912310021", // checksum or not
		"110105 19491231 002X", "110105-1949-1231-0021", "１１０１０５１９４９１２３１００２Ｘ", "110 105 1949 12 31 002 x",
		"身份证110105194912310021号", "110105491231002", // 15 digits
		"6222021234567890128", "6222 0212 3456 7890", "4111111111111111", // bank cards
		"1.10105E+17", "1.101051949e+17",
		"11010519491231002", // a digit short
	} {
		if len(Scan(s)) != 1 {
			t.Errorf("%s: %v", s, Scan(s))
		}
	}
}

func TestNumbersThatAreInnocent(t *testing.T) {
	for _, s := range []string{
		"0358-1234567", "13800001111", "2024-05-06", "20240506", "2024-05-06 2024-05-12", "合同 HT-2024-000123", "1,058,000.00元",
		"104 24 12 8 60 114 99 87 65 43 21 12", "编号 202405060001", "999999999999999999", "37.8, 112.5", "030000 030001 030002",
		"0.333333333333333", // a third, as a spreadsheet shows it; no card begins with 0
	} {
		if f := Scan(s); len(f) != 0 {
			t.Errorf("%s: %v", s, f)
		}
	}
}

func TestMessagesShowTwoDigitsAtMost(t *testing.T) {
	for _, s := range []string{"备注: 11010519491231002X", "电话 138 0000 1111 吧", "6222 0212 3456 7890", "１１０１０５１９４９１２３１００２Ｘ",
		"110105194913310021", "110105 1949 1331 0021", "1101051949123100211", "电话 13800001111", "13800001111,", "0358-1234567", "010 12345678", "０３５８－１２３４５６７",
		"1.1010519491231E+17", "张三 | 110105.19491231.0021 | 男"} {
		m := Mask(s)
		digits := strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' || r >= '０' && r <= '９' {
				return r
			}
			return -1
		}, m)
		if len([]rune(digits)) > 2 {
			t.Errorf("%s → %s", s, m)
		}
	}
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

func TestWhoMaySeeWhat(t *testing.T) {
	day := village.DateOf(2024, 5, 12)
	web := village.On(village.Web, village.WholeSociety)
	for _, c := range []struct {
		name          string
		s             village.Showing
		public, local bool
	}{
		{"web, everybody", web, true, true},
		{"web, but the village only", village.On(village.Web, village.VillageOnly), false, true},
		{"hall", village.On(village.Hall, village.WholeSociety), false, true},
		{"paper board, village", village.On(village.Board, village.VillageOnly), false, true},
		{"the Party only", village.On(village.Web|village.Hall|village.Board, village.PartyOnly), false, false},
		{"nothing said", village.Showing{}, false, false},
		{"last day", with(web, day), true, true},
		{"the day after", with(web, day-1), false, false},
	} {
		if got := Public.Shows(c.s, day); got != c.public {
			t.Errorf("%s: public %v", c.name, got)
		}
		if got := Local.Shows(c.s, day); got != c.local {
			t.Errorf("%s: local %v", c.name, got)
		}
	}
}

func with(s village.Showing, expiry village.Date) village.Showing {
	s.Expiry = expiry
	return s
}

// FuzzScan: whatever the text, findings lie in it and their message gives away two
// digits at most.
func FuzzScan(f *testing.F) {
	f.Add("备注: 11010519491231002X")
	f.Add("６２２２　０２１２　３４５６　７８９０")
	f.Add("1.1E+17")
	f.Fuzz(func(t *testing.T, s string) {
		n := len([]rune(s))
		for _, x := range Scan(s) {
			if x.Col < 0 || x.Width <= 0 || x.Col+x.Width > n || len(x.Head) > 2 {
				t.Errorf("%+v in %d characters", x, n)
			}
		}
		Mask(s)
	})
}
