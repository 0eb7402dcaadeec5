package site

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/tools/txtar"
)

// The classes of hostile files that are not text.
var madeHostile = map[string]func(t *testing.T, class string) []*hostile{
	"xlsx":      hostileBooks,
	"encodings": hostileEncodings,
	"giants":    hostileGiants,
	"pictures":  hostilePictures,
	"folders":   hostileFolders,
}

// The classes of look-alikes that are not text.
var madeInnocent = map[string]func(t *testing.T, class string) []*hostile{
	"xlsx":     innocentBooks,
	"pictures": innocentPictures,
}

// maker collects the cases of a class.
type maker struct {
	t     *testing.T
	class string
	list  []*hostile
}

const (
	inVillage = "data/zhen/cun/"
	inNotices = "content/zhen/cun/notices/"
)

// add adds a case of one file.
func (m *maker) add(want, name string, data []byte, secret ...string) *hostile {
	m.t.Helper()
	c := &hostile{class: m.class, id: fmt.Sprintf("%02d", len(m.list)+1), want: want, secret: secret}
	if name != "" {
		c.files = []txtar.File{{Name: name, Data: data}}
	}
	m.list = append(m.list, c)
	return c
}

// and adds another file to a case.
func (c *hostile) and(name, data string) *hostile {
	c.files = append(c.files, txtar.File{Name: name, Data: []byte(data)})
	return c
}

// number is an ID number of nobody, another one for each case.
func (m *maker) number() string {
	n := len(m.list) + 1
	return fmt.Sprintf("1423291956%02d%02d%04d", n%12+1, n%28+1, 5907+n*8%91)
}

// book is a workbook with a table, to which edit does something.
func (m *maker) book(edit func(f *excelize.File) error) []byte {
	m.t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range [][]any{{"姓名", "事项", "数量"}, {"示例甲", "清扫", 1}, {"示例乙", "巡查", 2}} {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("Sheet1", cell, &row); err != nil {
			m.t.Fatal(err)
		}
	}
	if err := edit(f); err != nil {
		m.t.Fatalf("%s/%02d: %v", m.class, len(m.list)+1, err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		m.t.Fatal(err)
	}
	return b.Bytes()
}

// hidden are the places in a workbook where nobody sees a number.
func hidden(s string) []func(f *excelize.File) error {
	pic := []byte("\x89PNG\r\n\x1a\n")
	return []func(f *excelize.File) error{
		func(f *excelize.File) error {
			return f.AddComment("Sheet1", excelize.Comment{Cell: "A2", Author: "会计", Paragraph: []excelize.RichTextRun{{Text: "证件" + s}}})
		},
		func(f *excelize.File) error {
			return f.AddComment("Sheet1", excelize.Comment{Cell: "A2", Author: s, Text: "已核"})
		},
		func(f *excelize.File) error {
			f.SetCellStr("Sheet1", "B4", s)
			return f.SetRowVisible("Sheet1", 4, false)
		},
		func(f *excelize.File) error {
			f.SetCellStr("Sheet1", "D1", "证件")
			f.SetCellStr("Sheet1", "D2", s)
			return f.SetColVisible("Sheet1", "D", false)
		},
		func(f *excelize.File) error { return other(f, s, true, false) },
		func(f *excelize.File) error { return other(f, s, false, false) },
		func(f *excelize.File) error { return other(f, s, false, true) },
		func(f *excelize.File) error { return f.SetDocProps(&excelize.DocProperties{Creator: s}) },
		func(f *excelize.File) error {
			return f.SetDocProps(&excelize.DocProperties{Title: "名单", Description: "证件" + s, Keywords: "x"})
		},
		func(f *excelize.File) error { return f.SetAppProps(&excelize.AppProperties{Company: s}) },
		func(f *excelize.File) error { return f.SetSheetName("Sheet1", s) },
		func(f *excelize.File) error { _, err := f.NewSheet(s); return err },
		func(f *excelize.File) error { // a shared string that no cell shows
			f.SetCellStr("Sheet1", "B2", s)
			return f.SetCellStr("Sheet1", "B2", "清扫")
		},
		func(f *excelize.File) error {
			return f.SetDefinedName(&excelize.DefinedName{Name: "名单", RefersTo: "Sheet1!$A$1", Comment: s})
		},
		func(f *excelize.File) error {
			return f.SetHeaderFooter("Sheet1", &excelize.HeaderFooterOptions{OddFooter: "&C" + s})
		},
		func(f *excelize.File) error {
			v := excelize.NewDataValidation(true)
			v.Sqref = "B2:B3"
			v.SetInput("证件", s)
			return f.AddDataValidation("Sheet1", v)
		},
		func(f *excelize.File) error {
			return f.SetCellHyperLink("Sheet1", "A2", "https://gongshi.example/"+s, "External")
		},
		func(f *excelize.File) error {
			return f.AddShape("Sheet1", &excelize.Shape{Cell: "F2", Type: "rect", Paragraph: []excelize.RichTextRun{{Text: s}}})
		},
		func(f *excelize.File) error {
			f.SetCellStr("Sheet1", "B3", s)
			return f.MergeCell("Sheet1", "B2", "B3")
		},
		func(f *excelize.File) error { return f.SetCellFormula("Sheet1", "B2", `"`+s[:6]+`"&"`+s[6:]+`"`) },
		func(f *excelize.File) error { return f.SetCellStr("Sheet1", "ZZ999", s) },
		func(f *excelize.File) error {
			style, err := f.NewStyle(&excelize.Style{CustomNumFmt: ptr(";;;")})
			if err != nil {
				return err
			}
			f.SetCellStr("Sheet1", "B2", s)
			return f.SetCellStyle("Sheet1", "B2", "B2", style)
		},
		func(f *excelize.File) error {
			f.Pkg.Store("customXml/item1.xml", []byte("<x>"+s+"</x>"))
			return nil
		},
		func(f *excelize.File) error {
			f.Pkg.Store("xl/media/"+s+".png", pic)
			return nil
		},
	}
}

func ptr[T any](v T) *T { return &v }

// other puts a number on a second sheet, which is seen, hidden or hidden well.
func other(f *excelize.File, s string, seen, well bool) error {
	if _, err := f.NewSheet("底稿"); err != nil {
		return err
	}
	f.SetCellStr("底稿", "A1", s)
	return f.SetSheetVisible("底稿", seen, well)
}

// shown are the ways a number stands in a cell that everybody sees.
func shownIn(s string) []func(f *excelize.File) error {
	set := func(v any) func(f *excelize.File) error {
		return func(f *excelize.File) error { return f.SetCellValue("Sheet1", "B2", v) }
	}
	return []func(f *excelize.File) error{
		set(s), set("证件" + s), set(s[:6] + " " + s[6:14] + " " + s[14:]), set("'" + s), set(s[:10] + "\n" + s[10:]),
		set(float64(142329195611075912)), set(float64(6228481234567890)),
		func(f *excelize.File) error { return f.SetCellStr("Sheet1", "B1", s) },
		func(f *excelize.File) error { return f.SetCellStr("Sheet1", "A9", "制表："+s) },
		func(f *excelize.File) error {
			return f.SetCellRichText("Sheet1", "B2", []excelize.RichTextRun{{Text: s[:6]}, {Text: s[6:14]}, {Text: s[14:]}})
		},
		func(f *excelize.File) error {
			f.SetCellStr("Sheet1", "D1", "证件")
			f.SetCellStr("Sheet1", "D2", s[:9])
			f.SetCellStr("Sheet1", "E1", "续")
			return f.SetCellStr("Sheet1", "E2", s[9:])
		},
		func(f *excelize.File) error { return f.SetCellStr("Sheet1", "B2", s[:6]+"********"+s[14:]) },
	}
}

func hostileBooks(t *testing.T, class string) []*hostile {
	m := &maker{t: t, class: class}
	for i := range hidden("") {
		s := m.number()
		m.add("refused privacy/ whole", inVillage+"tables/biao.xlsx", m.book(hidden(s)[i]), s)
	}
	for i := range shownIn(m.number()) {
		s := m.number()
		secret := s
		switch i {
		case 5:
			secret = "142329195611075"
		case 6:
			secret = "6228481234567890"
		case 10:
			secret = s[9:]
		case 11:
			secret = s[:6] + "********" + s[14:]
		}
		m.add("refused privacy/", inVillage+"tables/biao.xlsx", m.book(shownIn(s)[i]), secret)
	}
	s := "13987659078"
	m.add("refused privacy/ table/ phone/", inVillage+"tables/biao.xlsx", m.book(func(f *excelize.File) error {
		return f.SetCellStr("Sheet1", "B2", s)
	}), s)
	s = m.number()
	households := m.book(func(f *excelize.File) error {
		for i, row := range [][]any{{"户主", "组", "身份证"}, {"示例户甲", "1组", s}, {"示例户乙", "2组", ""}} {
			f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row)
		}
		return nil
	})
	c := m.add("refused privacy/", inVillage+"households.xlsx", households, s)
	c.remove = []string{inVillage + "households.yaml"}
	m.add("refused any whole", inVillage+"tables/biao.xlsx", []byte("不是表格"))
	m.add("refused any whole", inVillage+"tables/biao.xlsx", m.book(func(*excelize.File) error { return nil })[:900])
	m.add("any", inVillage+"tables/biao.xls", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"+m.number()), m.number())
	return m.list
}

func innocentBooks(t *testing.T, class string) []*hostile {
	m := &maker{t: t, class: class}
	cell := func(v any) func(f *excelize.File) error {
		return func(f *excelize.File) error { return f.SetCellValue("Sheet1", "B2", v) }
	}
	for _, v := range []any{"HT-2024-0520-001", "订单2024112200013", 45413, 12345678.9, 1234567890, "0351-1234567", 0.123456789012345, "统一社会信用代码91140100MA0H1ABC2X", "2024-05-20 15:30:12", true} {
		m.add("", inVillage+"tables/biao.xlsx", m.book(cell(v)))
	}
	m.add("", inVillage+"tables/biao.xlsx", m.book(func(f *excelize.File) error {
		return f.AddComment("Sheet1", excelize.Comment{Cell: "A2", Author: "会计", Text: "2024年5月20日核对"})
	}))
	m.add("", inVillage+"tables/biao.xlsx", m.book(func(f *excelize.File) error {
		return f.SetDocProps(&excelize.DocProperties{Creator: "会计", Title: "2024年第2季度", Identifier: "20240520153012"})
	}))
	return m.list
}

// coded is a text in another encoding.
func coded(t *testing.T, e encoding.Encoding, text string) []byte {
	t.Helper()
	b, err := e.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func hostileEncodings(t *testing.T, class string) []*hostile {
	m := &maker{t: t, class: class}
	members := func(s string) string {
		return "党员:\r\n  - {编号: M1, 姓名: 示例党员甲, 备注: " + s + "}\r\n  - {编号: M2, 姓名: 示例党员乙}\r\n  - {编号: M3, 姓名: 示例党员丙}\r\n"
	}
	table := func(s string) string { return "姓名,证件\r\n示例甲," + s + "\r\n" }
	notice := func(s string) string { return "---\r\n标题: 通知\r\n---\r\n\r\n证件" + s + "。\r\n" }
	all := []encoding.Encoding{simplifiedchinese.GBK, simplifiedchinese.GB18030, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
		unicode.UTF16(unicode.BigEndian, unicode.UseBOM), unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), unicode.UTF8BOM,
		utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), simplifiedchinese.HZGB2312}
	for i, e := range all {
		want := "refused privacy/"
		if i == 4 || i > 5 {
			want = "refused any whole" // nobody writes these; they need only not get through
		}
		s := m.number()
		m.add(want, inVillage+"members.yaml", coded(t, e, members(s)), s)
		s = m.number()
		m.add(want, inVillage+"tables/biao.csv", coded(t, e, table(s)), s)
		s = m.number()
		m.add(want, inNotices+"tongzhi.md", coded(t, e, notice(s)), s)
	}
	s := m.number()
	m.add("refused privacy/", inVillage+"members.yaml", coded(t, simplifiedchinese.GBK, members(wideDigits(s))), s)
	s = m.number()
	m.add("refused privacy/", inVillage+"tables/biao.csv", []byte(strings.ReplaceAll(table(s), "\r\n", "\r")), s)
	s = m.number()
	m.add("refused any whole", inVillage+"members.yaml", []byte(members(s[:6]+"\x00"+s[6:])), s)
	s = m.number()
	m.add("refused any whole", inVillage+"tables/biao.csv", []byte(table(strings.Join(strings.Split(s, ""), "\x00"))), s)
	s = m.number()
	m.add("refused any whole", inNotices+"tongzhi.md", []byte(notice(s[:6]+"\x00"+s[6:])), s)
	s = m.number()
	m.add("refused any whole", inNotices+"tongzhi.md", []byte(notice(s[:6]+"\xff\xfe"+s[6:])), s)
	s = m.number()
	m.add("refused any whole", inNotices+"tongzhi.md", []byte(notice(s[:6]+"\x08\x08"+s[6:])), s)
	return m.list
}

func wideDigits(s string) string {
	return strings.Map(func(r rune) rune { return r + 0xFEE0 }, s)
}

// hostileGiants are files that are too large for what they say.
func hostileGiants(t *testing.T, class string) []*hostile {
	m := &maker{t: t, class: class}
	const points = "办法: {公开: 是}\n流水:\n  - {日期: 2024-01-05, 对象: M1, 分值: 5, 事项: "
	long := func(s string, n int) string { return strings.Repeat(s, n/len(s)) }
	const mega = 1 << 20
	for _, text := range []string{
		points + long("哈", 20*mega) + "}\n",
		points + `"` + long(`\u54c8`, mega) + `"}` + "\n",
		points + long("1", mega) + "}\n",
		"流水: " + long("[", mega/4),
		"流水: " + long("{a: ", mega/4),
		"流水:\n" + long("- ", mega/4) + "\n",
		long("a: ", mega/4) + "\n",
		long("? ", mega/4) + "\n",
		long(" ", 4*mega) + "流水: []\n",
		long("&a ", mega/4) + "\n",
		long("!a ", mega/4) + "\n",
		"流水:\n" + long("  - {日期: 2024-01-05, 对象: 无此人, 事项: 清扫, 分值: 5}\n", mega/4),
	} {
		m.add("refused any whole", inVillage+"points/2024.yaml", []byte(text))
	}
	for _, body := range []string{long("哈", 20*mega), long("> ", mega/64), long("[", mega/64), long("*a_", mega/64), long("- \n  ", mega/64),
		long("![", mega/64) + long("](x)", mega/64), long("`", mega/64) + "a", long("<", mega/64), long("|a", mega/64) + "\n" + long("|-", mega/64) + "\n",
		long("[^1]", mega/64) + "\n\n[^1]: a\n", long("&#x31;", mega/64)} {
		m.add("any", inNotices+"chang.md", []byte("---\n标题: 长\n---\n\n"+body+"\n"))
	}
	m.add("any", inVillage+"tables/biao.csv", []byte("甲,乙\n"+long("1,2\n", mega/4)))
	m.add("any", inVillage+"tables/biao.csv", []byte(long("甲,", mega/64)+"\n"+long("1,", mega/64)+"\n"))
	m.add("refused any whole", inVillage+"tables/biao.csv", []byte("甲,乙\n\""+long("1", 4*mega)))
	m.add("refused any whole", inVillage+"tables/biao.xlsx", m.zipBomb())
	m.add("refused any whole", inVillage+"members.yaml", bytes.Repeat([]byte{0x1f, 0x8b, 0, 0xff}, mega))
	plain := m.book(func(*excelize.File) error { return nil })
	m.add("any", inVillage+"tables/biao.xlsx", m.rewritten(plain, "</sheetData>", `<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>`))
	m.add("any", inVillage+"tables/biao.xlsx", m.rewritten(plain, "</sheetData>", `</sheetData><mergeCells count="1"><mergeCell ref="A2:XFD1048576"/></mergeCells>`))
	m.add("refused notice/heavy", inNotices+"chang.md", []byte("---\n标题: 长\n---\n\n"+long("*a_", mega/8)+"\n"))
	for _, c := range m.list {
		c.setup = func(string) error { return nil } // each runs by itself
	}
	return m.list
}

// rewritten is a workbook with something else in the XML of its first sheet.
func (m *maker) rewritten(book []byte, from, to string) []byte {
	m.t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		m.t.Fatal(err)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			m.t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			m.t.Fatal(err)
		}
		if strings.HasSuffix(f.Name, "sheet1.xml") {
			data = bytes.Replace(data, []byte(from), []byte(to), 1)
		}
		part, err := w.Create(f.Name)
		if err != nil {
			m.t.Fatal(err)
		}
		part.Write(data)
	}
	if err := w.Close(); err != nil {
		m.t.Fatal(err)
	}
	return b.Bytes()
}
