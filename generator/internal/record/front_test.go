package record

import (
	"strings"
	"testing"

	"gongshi/generator/internal/problem"
)

type frontRow struct {
	At
	Title string `key:"headline"`
}

// readFront opens a notice and returns its title, the beginning of its text and what
// is reported.
func readFront(text string) (title, body, reported string) {
	var rep problem.Report
	var row frontRow
	d, body := OpenFront(File{Path: "a.md", Data: []byte(text)})
	d.Decode(&row, &rep)
	return row.Title, strings.TrimSpace(body), codes(rep.Problems())
}

func TestFrontMatterIsFound(t *testing.T) {
	for text, want := range map[string]string{
		"---\n标题: 修路\n---\n正文\n":        "",
		"\n---\n标题: 修路\n---\n正文":        "a.md:2:1 record/front-marker",
		"----\n标题: 修路\n----\n正文":        "a.md:1:1 record/front-marker",
		"－－－\n标题: 修路\n－－－\n正文":          "a.md:1:1 record/front-marker",
		"———\n标题: 修路\n———\n正文":          "a.md:1:1 record/front-marker",
		"——\n标题: 修路\n---\n正文":           "a.md:1:1 record/front-marker",
		"---\n标题: 修路\n----\n正文":         "a.md:3:1 record/front-marker",
		"\ufeff\n\n---\n标题：修路\n---\n正文": "a.md:3:1 record/front-marker; a.md:4:3 record/wide-colon",
	} {
		if title, body, got := readFront(text); title != "修路" || body != "正文" || got != want {
			t.Errorf("%q: %q, %q; %s", text, title, body, got)
		}
	}
}

func TestFrontMatterThatIsNoneIsSaidOrText(t *testing.T) {
	for text, want := range map[string]string{
		"标题: 修路\n---\n正文":     "a.md:1:1 record/no-front",
		"----\n标题: 修路\n正文":    "a.md:1:1 record/unclosed-front",
		"# 关于修路\n\n----\n正文":  "",
		"----\n东街修路。\n----\n": "",
		"":                    "",
	} {
		if title, body, got := readFront(text); title != "" || got != want || want == "" && body != strings.TrimSpace(text) {
			t.Errorf("%q: %q, %q; %s", text, title, body, got)
		}
	}
}

// What Markdown shows as typed may hold anything; the text around it is looked at.
func TestPastedRemainsInATextButNotInItsCode(t *testing.T) {
	text := "---\n标题: 示例\n---\n写 `<br/>` 换行<br/>\n```\n&nbsp;\n```\n&nbsp;\n"
	front, _ := OpenFront(File{Path: "a.md", Data: []byte(text)})
	var rep problem.Report
	front.Problems(&rep)
	var at []string
	for _, p := range rep.Problems() {
		at = append(at, p.Code+" "+p.Pos.String())
	}
	want := "record/pasted-html a.md:4:13, record/pasted-html a.md:8:1"
	if got := strings.Join(at, ", "); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Who may see a value is said in its record, in what holds that, or above the whole file.
func TestWhatStandsNearAField(t *testing.T) {
	for name, text := range map[string]string{
		"a.yaml": "范围: 村内\n成果:\n  - {名称: 甲, 渠道: [网站, 大厅屏], 里: {名称: 乙, 范围: 社会}}\n",
		"a.csv":  "名称,渠道,范围\n甲,网站、大厅屏,村内\n乙,网站、大厅屏,社会\n",
		"a.md":   "---\n标题: 甲\n渠道: [网站, 大厅屏]\n范围: 村内\n---\n",
	} {
		seen := 0
		Open(File{Path: name, Data: []byte(text)}).Fields(func(f Field) {
			want := map[string]string{"甲": "网站、大厅屏 村内", "乙": "网站、大厅屏 社会"}[f.Text]
			if want == "" {
				return
			}
			seen++
			if got := f.Near("channels") + " " + f.Near("circle", "audience", "range"); got != want || f.Near("expiry") != "" {
				t.Errorf("%s: near %s: %s", name, f.Text, got)
			}
		})
		if seen == 0 {
			t.Error(name, "no field")
		}
	}
}
