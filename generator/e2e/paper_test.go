package e2e

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"gongshi/generator/internal/browsertest"
	"gongshi/generator/internal/print"
)

// A desk is where a site is made of files and printed.
type desk struct {
	t    *testing.T
	out  string // its public
	pdfs map[string]*pdf
}

const host = "https://gongshi.example/ban"

// printed builds a site of files for a day and prints what is asked for, or else all.
func printed(t *testing.T, day string, files map[string]string, asked ...string) *desk {
	t.Helper()
	browsertest.Open(t) // skips where there is no browser
	d := &desk{t, builtOf(t, t.TempDir(), files, day), map[string]*pdf{}}
	all, err := print.Sheets(d.out + ".local")
	if err != nil {
		t.Fatal(err)
	}
	list, unknown := print.Select(all, asked)
	if unknown != "" || len(list) == 0 {
		t.Fatalf("%q is unknown among %v", unknown, all)
	}
	var jobs []print.Job
	folder := t.TempDir()
	for i, name := range print.Names(list) {
		jobs = append(jobs, print.Job{Page: fileURL(filepath.Join(d.out+".local", filepath.FromSlash(list[i].Path))), Out: filepath.Join(folder, filepath.FromSlash(name))})
	}
	err = print.All(t.Context(), jobs, print.Options{Done: func(i int, err error) {
		if err != nil {
			t.Errorf("%s: %v", list[i].Path, err)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	for i, j := range jobs {
		d.pdfs[list[i].Title] = openPDF(t, j.Out)
	}
	return d
}

// sheet is the PDF of a title.
func (d *desk) sheet(title string) *pdf {
	d.t.Helper()
	if d.pdfs[title] == nil {
		d.t.Fatalf("there is no %q among %d", title, len(d.pdfs))
	}
	return d.pdfs[title]
}

// leads checks that an address is that of a page which stands in the output, with the row
// that it names.
func (d *desk) leads(address string) {
	d.t.Helper()
	at, err := url.Parse(address)
	place, ok := strings.CutPrefix(address, host+"/")
	if err != nil || !ok {
		d.t.Errorf("a code says %q: %v", address, err)
		return
	}
	place, _, _ = strings.Cut(place, "#")
	page, err := os.ReadFile(filepath.Join(d.out, filepath.FromSlash(place), "index.html"))
	if err != nil {
		d.t.Errorf("a code leads to %s: %v", address, err)
	}
	if at.Fragment != "" && !strings.Contains(string(page), `id="`+at.Fragment+`"`) {
		d.t.Errorf("a code leads to %s, which has no row %q", place, at.Fragment)
	}
}

const paperVillage = `名称: 示例村
级别: 村
总户数: 200
监督电话: {号码: 0351-1234567, 接听: 示例监督员}
`

// long are names as long as they come, those of minorities among them.
var long = []string{"买买提·吐尔逊", "阿依古丽·艾则孜", "欧阳示例", "司马示例甲乙", rareOnes}

// rareOnes is a name that most devices lack the characters of.
const rareOnes = "示例䶮𬎆㛃"

func nameOf(i int) string {
	if i < len(long) {
		return long[i]
	}
	return "示例户" + strings.Repeat("甲", i%2) + strconv.Itoa(i)
}

// starNotice is a village with a notice of n households. It runs on, because a browser prints
// no name whose notice is over.
func starNotice(n int) map[string]string {
	var homes, rows strings.Builder
	for i := range n {
		fmt.Fprintf(&homes, "  - {编号: H%03d, 户主: %s, 组: %d组}\n", i+1, nameOf(i), i%6+1)
		fmt.Fprintf(&rows, "  - {户: H%03d, 得星: %d}\n", i+1, i%5+1)
	}
	return map[string]string{
		"data/site.yaml":           "名称: 示例\n网址: " + host + "\n",
		"data/cun/unit.yaml":       paperVillage,
		"data/cun/households.yaml": "户:\n" + homes.String(),
		"data/cun/stars/2024.yaml": "流程: 五步法\n公示: {公示起: 2024-05-06, 公示止: 2099-12-31, 异议电话: 0351-7654321, 受理人: 示例受理人, 落款: 示例村评星小组, 成文日期: 2024-05-06}\n户:\n" + rows.String(),
	}
}

// O16: a star notice with 60 names.
func TestO16StarNoticeOf60Names(t *testing.T) {
	p := printed(t, "2024-05-08", starNotice(60), "A4").sheet("2024年星级户")
	last := len(p.pages)
	if last < 2 || last > 4 {
		t.Errorf("%d pages", last)
	}
	all := p.all()
	for _, want := range []string{"示例村2024年星级户公示", "公示期：2024年5月6日至2099年12月31日", "异议电话：0351-7654321", "受理人：示例受理人",
		"示例村评星小组", "2024年5月6日", "（盖章）", long[0], nameOf(59)} {
		if !strings.Contains(all, want) {
			t.Errorf("nothing says %q", want)
		}
	}
	for n := 1; n <= last; n++ {
		text := p.text(n)
		if want := fmt.Sprintf("第%d页共%d页", n, last); !strings.Contains(text, want) {
			t.Errorf("page %d does not say %q", n, want)
		}
		if !strings.Contains(text, "序号户主组星级") {
			t.Errorf("page %d has no head of the table: %.200s", n, text)
		}
		if !strings.Contains(text, "版本") || !strings.Contains(text, "示例村2024年星级户") {
			t.Errorf("page %d does not say whose it is", n)
		}
	}
	title := p.pages[0].word("示例村2024年星级户公示") // nine characters of 22 pt and four digits
	if title == nil || title.Right-title.Left < 9*22+4*9 || title.Right-title.Left > 9*22+4*15 {
		t.Errorf("the title is not 2号: %+v", title)
	}
	p.sealFree()
	p.nothingCut(10)
}

// sealFree checks that the seal has its place on the last page, 45 mm square with the name
// of who signs at its top, and rows of the table before it.
func (p *pdf) sealFree() {
	p.t.Helper()
	page := &p.pages[len(p.pages)-1]
	place := page.word("盖章")
	if place == nil {
		p.t.Error("the last page has no place for the seal")
		return
	}
	middle := (place.Left + place.Right) / 2
	left, right, bottom := middle-22.5*mm, middle+22.5*mm, page.Height-30*mm
	top := place.Top - 30*mm
	if top+45*mm > bottom {
		p.t.Errorf("the seal's place runs out of the page: it begins at %.0f of %.0f", top, page.Height)
	}
	for _, w := range page.Words {
		if w.Right > left && w.Left < right && w.Top > place.Bottom && w.Top < top+45*mm {
			p.t.Errorf("%q stands where the seal comes", w.Text)
		}
	}
	if !strings.Contains(p.text(len(p.pages)), "组") {
		p.t.Error("the signature stands alone on its page")
	}
}

// bigVillage has as much on each board as a village may have, and boards with nothing.
func bigVillage() map[string]string {
	files := starNotice(40)
	files["data/cun/stars/2024.yaml"] = strings.Replace(files["data/cun/stars/2024.yaml"], "公示:", "依据: 示例\n不用:", 1)
	files["data/cun/stars/2024.yaml"] = "流程: 五步法\n户:\n" + strings.SplitN(files["data/cun/stars/2024.yaml"], "户:\n", 2)[1]
	var members, entries, grids strings.Builder
	for i := range 120 {
		fmt.Fprintf(&members, "  - {编号: M%03d, 姓名: %s, 组: %d组}\n", i+1, nameOf(i), i%6+1)
		fmt.Fprintf(&entries, "  - {编号: %d, 日期: 2024-04-01, 对象: M%03d, 项目: 日常积分, 事项: 义务清扫, 分值: %d}\n", i+1, i+1, 20+i%60)
	}
	files["data/cun/members.yaml"] = "党员:\n" + members.String()
	files["data/cun/points/2024.yaml"] = "办法:\n  项目: [基础积分, 日常积分, 民主评议积分, 组织评议积分]\n  并列: 并列全上\n  公开: 是\n" +
		"公示: {公示起: 2024-05-06, 公示止: 2099-12-31}\n流水:\n" + entries.String()
	for a := range 8 {
		fmt.Fprintf(&grids, "  - {编号: %d, 名称: 第%d网格, 级别: 一级, 网格员: [{姓名: %s, 职责: 网格长, 公开电话: 0351-76543%02d}]}\n", a+1, a+1, nameOf(a), a)
	}
	for b := range 18 {
		fmt.Fprintf(&grids, "  - {编号: %d-%d, 级别: 二级, 上级: %d, 网格员: [{姓名: %s, 职责: 网格员}]}\n", b%8+1, b/8+1, b%8+1, nameOf(b+20))
	}
	for c := range 155 {
		b := c % 18
		fmt.Fprintf(&grids, "  - {编号: %d-%d-%d, 级别: 三级, 上级: %d-%d, 范围: [东街%d号], 户数: 20, 网格员: [%s]}\n", b%8+1, b/8+1, c/18+1, b%8+1, b/8+1, c+1, nameOf(c+40))
	}
	files["data/cun/grids.yaml"] = "网格:\n" + grids.String()
	files["data/cun/outcomes.yaml"] = "成果:\n" + strings.Repeat("  - {名称: 新修水井, 类别: 民生工程, 数量: 3, 单位: 眼, 资金: 12万元, 地点: 村东, 完成: 2024-03}\n", 3)
	files["data/cun/tables/shebei.yaml"] = "标题: 示例设备\n依据: 村规民约\n栏目: [名称, 数量]\n行:\n" + strings.Repeat("  - [示例设备, 1台]\n", 22)
	files["data/kong/unit.yaml"] = strings.Replace(paperVillage, "示例村", "示例空村", 1)
	files["data/kong/stars/2024.yaml"] = "计数: {五星: 3}\n"
	files["data/kong/posts.yaml"] = "岗位: [{名称: 政策宣传岗}]\n"
	return files
}

// What is printed of a large village: names and heads on each page, nothing cut or on top of
// other things, and each code leads to its row on a page that is there.
func TestPaperOfALargeVillage(t *testing.T) {
	d := printed(t, "2024-05-08", bigVillage())
	t.Run("a notice of 120 members", func(t *testing.T) {
		p := d.sheet("2024年积分")
		last, all := len(p.pages), p.all()
		if last < 4 || last > 8 {
			t.Errorf("%d pages", last)
		}
		if p.size() > 150<<10 {
			t.Errorf("%d bytes", p.size())
		}
		if !strings.Contains(all, rareOnes) {
			t.Errorf("nobody is called %s", rareOnes)
		}
		for i := range 120 {
			if !strings.Contains(all, nameOf(i)) {
				t.Errorf("nobody is called %s", nameOf(i))
			}
		}
		if want := "共120人有积分"; !strings.Contains(all, want) {
			t.Errorf("nothing says %s", want)
		}
		for n := 1; n <= last; n++ {
			text := p.text(n)
			for _, want := range []string{"名次", "日常积分", fmt.Sprintf("第%d页共%d页", n, last), "示例村2024年积分", "版本"} {
				if !strings.Contains(text, want) {
					t.Errorf("page %d does not say %q", n, want)
				}
			}
		}
	})
	t.Run("181 grids on one sheet", func(t *testing.T) {
		p := d.sheet("网格（A3）")
		if len(p.pages) != 1 || p.pages[0].Width < p.pages[0].Height || p.pages[0].Width < 419*mm {
			t.Fatalf("%d pages, the first %.0f × %.0f", len(p.pages), p.pages[0].Width, p.pages[0].Height)
		}
		all := p.all()
		for _, want := range []string{"第8网格", "2-3", "8-2-8", long[0], nameOf(194)} {
			if !strings.Contains(all, want) {
				t.Errorf("nothing says %q", want)
			}
		}
		w := p.pages[0].word(nameOf(194)) // 示例户194: three characters and three digits
		if w == nil || w.Right-w.Left < (3+3*.5)*8.5 {
			t.Errorf("names are smaller than 8.5 pt: %+v", w)
		}
	})
	t.Run("nothing is cut, all fonts are real", func(t *testing.T) {
		for _, p := range d.pdfs {
			p.t = t
			p.nothingCut(6)
			p.realFonts()
		}
	})
	t.Run("nobody signs an empty page", func(t *testing.T) {
		for title, p := range d.pdfs {
			before, _, signed := strings.Cut(p.text(len(p.pages)), "异议电话")
			if len(p.pages) > 1 && signed && len([]rune(before)) < 20 {
				t.Errorf("%s ends with %q and the signature alone", title, before)
			}
		}
	})
	t.Run("codes", d.codes)
}

// codes looks at a page of each kind of paper.
func (d *desk) codes(t *testing.T) {
	d.t = t
	for title, want := range map[string]int{"2024年积分": 1, "2024年星级户": 1, "网格（A3）": 1, "项目成果（A3）": 1, "网格标签": 10, "2024年星级户标签": 10, "示例设备": 0} {
		p := d.sheet(title)
		p.t = t
		n := len(p.pages)
		if want != 1 || strings.HasSuffix(title, "（A3）") {
			n = 1 // a code on each label, or at the head
		}
		codes := p.codes(n)
		if len(codes) != want {
			t.Errorf("%s: %d codes on page %d, want %d: %q", title, len(codes), n, want, codes)
		}
		for _, c := range codes {
			d.leads(c)
			if want == 10 && !strings.Contains(c, "#") {
				t.Errorf("%s: a label leads to %s, not to its row", title, c)
			}
		}
	}
}
