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
