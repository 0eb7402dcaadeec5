package site

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/source"
)

// closeYear closes a year and returns what became of it.
func (b *bench) closeYear(c Closing) []Closed {
	b.t.Helper()
	list, err := b.open().CloseYears(context.Background(), c)
	if err != nil {
		b.t.Fatal(err)
	}
	return list
}

const closedPoints = "data/zhen/jia/points/2024-封存.yaml"

// A program that computes otherwise than the one by which a year was closed is found
// out: the pages that stand show the recorded figures, and stay.
func TestRecordedFiguresWin(t *testing.T) {
	b := unpack(t, town)
	b.asOf = "2025-02-01"
	b.build()
	for _, x := range b.closeYear(Closing{Year: 2024, Board: "points"}) {
		if !x.Done {
			t.Fatalf("%s: %v", x.Unit, x.Why)
		}
	}
	b.build()
	before := b.tree("public")
	data := b.read(closedPoints)
	var rep problem.Report
	c := readClosed(inputFile{source.DataFile{Path: closedPoints, Code: "points", Year: 2024}, roleData, []byte(data)}, &rep)
	if c == nil {
		t.Fatal("not readable")
	}
	c.Figures = strings.Replace(c.Figures, ",5,", ",6,", 1)
	b.write(closedPoints, string(c.write()))
	for range 2 { // the second time from scratch
		r := b.build()
		b.reported(r, closedPoints+":1:1 closed/differs")
		b.unchanged(before, "zhen/jia/")
		if !slices.Equal(r.Held, []string{"甲村"}) {
			t.Errorf("held: %v", r.Held)
		}
	}
	b.write(closedPoints, data)
	if r := b.build(); r.Errors() > 0 {
		t.Error(codes(r))
	}
	b.unchanged(before, "zhen/jia/")
}

// Sums stand in no row of a table: that of a township is found out all the same.
func TestRecordedSumsWin(t *testing.T) {
	b := unpack(t, town)
	b.asOf = "2025-02-01"
	b.closeYear(Closing{Year: 2024, Board: "points"})
	b.build()
	before := b.tree("public")
	const file = "data/zhen/points/2024-封存.yaml"
	var rep problem.Report
	c := readClosed(inputFile{source.DataFile{Path: file, Code: "points", Year: 2024}, roleData, []byte(b.read(file))}, &rep)
	if c == nil {
		t.Fatal("not readable")
	}
	sums := c.Sums
	c.Sums = strings.Replace(sums, `"Total":`, `"Total":1`, 1)
	b.write(file, string(c.write()))
	b.reported(b.build(), file+":1:1 closed/sums-differ")
	b.unchanged(before, "zhen/points/")
	c.Sums = strings.Replace(sums, `"Units":`, `"New":1,"Units":`, 1) // what this program does not know
	b.write(file, string(c.write()))
	if r := b.build(); r.Errors() > 0 {
		t.Error(codes(r))
	}
	c.Sums = "" // as earlier versions wrote it
	b.write(file, string(c.write()))
	if r := b.build(); r.Errors() > 0 {
		t.Error(codes(r))
	}
}

// A closed year keeps the payments on contracts as they were; those of the open year
// follow the file.
func TestContractsOfAClosedYear(t *testing.T) {
	b := unpack(t, town)
	b.asOf = "2025-02-01"
	contracts := "合同:\n  - {编号: HT-1, 类型: 机动地, 标的: 东沟, 收款: [{日期: 2024-05-01, 金额: 100元}, {日期: 2025-01-05, 金额: 7%s元}]}\n"
	b.write("data/zhen/jia/contracts.yaml", fmt.Sprintf(contracts, ""))
	b.write("data/zhen/jia/income/2024.yaml", "期初余额: 10元\n收支:\n  - {日期: 2024-03-01, 方向: 收入, 科目: 租金, 金额: 5元, 审核: 是}\n")
	b.write("data/zhen/jia/income/2025.yaml", "收支:\n  - {日期: 2025-01-02, 方向: 支出, 科目: 办公费, 金额: 2元, 审核: 是}\n")
	b.closeYear(Closing{Year: 2024, Board: "income"})
	b.write("data/zhen/jia/contracts.yaml", strings.Replace(fmt.Sprintf(contracts, "0"), "100元", "999元", 1))
	if r := b.build(); r.Errors() > 0 {
		t.Fatal(codes(r))
	}
	if !b.has("public/zhen/jia/income/2024/index.html", "115.00元") || !b.has("public/zhen/jia/income/index.html", "183.00元") {
		t.Error("10 + 5 + 100, and 70 − 2 of the next year")
	}
	if err := os.Remove(filepath.Join(b.dir, "data/zhen/jia/income/2024.yaml")); err != nil {
		t.Fatal(err)
	}
	if said := codes(b.build()); !strings.Contains(fmt.Sprint(said), "income/2024.yaml") {
		t.Errorf("the file that is gone is named: %v", said)
	}
}

// Who came down before a year was closed is said to have come down by time.
func TestNamesThatExpiredBeforeTheClosing(t *testing.T) {
	b := unpack(t, town)
	b.asOf = "2025-01-20"
	b.write("data/zhen/jia/members.yaml", "- {编号: M1, 姓名: 示例党员甲}\n- {编号: M2, 姓名: 示例党员乙, 到期: 2025-01-31}\n")
	b.build()
	b.asOf = "2025-02-01"
	b.closeYear(Closing{Year: 2024})
	if r := b.build(); r.Errors() > 0 {
		t.Fatal(codes(r))
	}
	l, err := b.site.Changes(context.Background(), "2025-01-20", "甲村")
	if err != nil {
		t.Fatal(err)
	}
	if p := l.Units[0].Boards[0].Pages[0]; p.Expired != 1 || p.Removed != 0 {
		t.Errorf("%+v", p)
	}
	b.asOf = "2025-01-20" // the day may be asked for again
	if r := b.build(); r.Errors() > 0 {
		t.Error(codes(r))
	}
}

// Whatever bytes a file of the year has, the year is computed from the same.
func TestWhatIsFrozenComesBack(t *testing.T) {
	gbk, err := simplifiedchinese.GBK.NewEncoder().String("姓名,合计\n示例党员甲,5\n")
	if err != nil {
		t.Fatal(err)
	}
	c := &closedYear{Board: "积分", Unit: `示例"村\`, Year: 2024, On: 20000, Figures: "姓名,合计\n\"示,例\",5"}
	for name, data := range map[string]string{
		"plain.yaml":   "办法: {公开: 是} # 说明\n流水:\n\n  - {对象: 甲}\n",
		"windows.yaml": "\xef\xbb\xbf办法:\r\n  项目: [日常]\r\n",
		"indented.csv": "  姓名,合计\n甲,5\n",
		"blank.csv":    "姓名\n   \n甲\n",
		"tab.csv":      "姓名\t合计\n甲\t5\n",
		"gbk.csv":      gbk,
		"book.xlsx":    "PK\x03\x04\x00\x01\xff",
		"quotes.csv":   "姓名,事由\n甲,\"他说: 好 # 不\"\n",
		"empty.yaml":   "",
		"mark.yaml":    "校验码: 1\n---\n",
	} {
		p, err := partOf(inputFile{source.DataFile{Path: name, Code: "points"}, roleData, []byte(data)})
		if err != nil {
			t.Fatal(err)
		}
		c.Parts = append(c.Parts, p)
		f, err := p.file()
		if want := strings.TrimPrefix(strings.ReplaceAll(data, "\r\n", "\n"), "\xef\xbb\xbf"); err != nil || string(f.Data) != want {
			t.Errorf("%s: %q", name, f.Data)
		}
	}
	if why := c.unreadable("x.yaml"); why != nil {
		t.Errorf("%s\n%s", why.Code, c.write())
	}
	big := make([]byte, 9<<20)
	random := rand.New(rand.NewPCG(1, 2))
	for i := range big {
		big[i] = byte(random.IntN(256))
	}
	p, err := partOf(inputFile{source.DataFile{Path: "big.xlsx", Code: "points"}, roleData, big})
	if err != nil {
		t.Fatal(err)
	}
	c.Parts = append(c.Parts, p)
	if why := c.unreadable("x.yaml"); why == nil || why.Code != "closed/too-much" {
		t.Errorf("too much: %v", why)
	}
}

// What is written of a closed year is written whole: its half has a name that nobody
// reads, and is written over the next time.
func TestAHalfWrittenClosedYearIsNobodys(t *testing.T) {
	b := unpack(t, town)
	b.asOf = "2025-02-01"
	half := "data/zhen/jia/points/.2024-封存.yaml.tmp"
	b.write(half, "板块: \"积")
	if r := b.build(); r.Errors() > 0 || r.Warnings() > 0 {
		t.Error(codes(r))
	}
	b.closeYear(Closing{Year: 2024})
	if r := b.build(); r.Errors() > 0 {
		t.Error(codes(r))
	}
	if _, err := os.Stat(filepath.Join(b.dir, filepath.FromSlash(half))); err == nil {
		t.Error("the half is still there")
	}
}

// A build that is killed before it notes what it published is made up for by the next.
func TestTheHistoryCatchesUp(t *testing.T) {
	b := unpack(t, town)
	b.build()
	b.asOf = "2024-06-02"
	b.write("data/zhen/jia/points/2024.yaml", "办法: {公开: 是}\n流水:\n  - {日期: 2024-01-05, 对象: M1, 事项: 清扫, 分值: 9}\n")
	b.build()
	files, err := filepath.Glob(filepath.Join(b.dir, "public.work/history/*-2024-06-02.json"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	if err := os.Remove(files[0]); err != nil { // as if it had been killed
		t.Fatal(err)
	}
	b.build()
	l, err := b.site.Changes(context.Background(), "2024-06-01", "甲村")
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Units) != 1 || l.To.Day != "2024-06-02" || l.Units[0].Boards[0].Pages[0].Removed != 1 {
		t.Errorf("%+v", l)
	}
}
