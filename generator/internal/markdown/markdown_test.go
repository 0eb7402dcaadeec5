package markdown

import (
	"regexp"
	"strings"
	"testing"
)

func TestWhatStaffWrite(t *testing.T) {
	for src, want := range map[string]string{
		"# 标题":                       `<h2 id="heading">标题</h2>`,
		"第一行\n第二行":                   "<p>第一行第二行</p>",
		"- 甲\n- 乙":                   "<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>",
		"**要紧** ~~不要~~":              "<p><strong>要紧</strong> <del>不要</del></p>",
		"## 甲\n\n### 乙\n\n## 丙":      `<h3 id="heading-1">乙</h3>`,
		"|项|数|\n|-|-|\n|甲|1|":        `<div class="scroll" tabindex="0"><table>`,
		"```\n名称: <村>\n```":          "<pre tabindex=\"0\"><code>名称: &lt;村&gt;\n</code></pre>",
		"[网站](https://example.cn/a)": `<a href="https://example.cn/a">网站</a>`,
		"[电话](tel:03511234567)":      `<a href="tel:03511234567">电话</a>`,
		"[本站](../star/index.html)":   `<a href="../star/index.html">本站</a>`,
		"![图](road.jpg)":             "<p>图</p>",
		"\x80\n甲":                    "<p>\uFFFD\n甲</p>",
	} {
		if got := string(HTML(src)); !strings.Contains(got, want) {
			t.Errorf("%q → %q, want %q", src, got, want)
		}
	}
}

// A picture is shown when it is ready; one of somebody else never is.
func TestPictures(t *testing.T) {
	show := func(name string) *Picture {
		if name == "图片/路 口.jpg" {
			return &Picture{"../../pictures/a-480.jpg", 480, 320}
		}
		return nil
	}
	src := "看![路口](<图片/路 口.jpg> \"x\")和![别人的](https://elsewhere.example/a.jpg)"
	want := `<p>看<img src="../../pictures/a-480.jpg" alt="路口" width="480" height="320" loading="lazy" />和别人的</p>`
	if got := strings.TrimSpace(string(Pictured(src, show))); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	if got := strings.Join(Pictures(src), "|"); got != "图片/路 口.jpg|https://elsewhere.example/a.jpg" {
		t.Error(got)
	}
}

var dangerous = regexp.MustCompile(`(?i)<script|<iframe|<svg|<style|<object|<embed|<form|<link|<meta|\son\w+\s*=|(?:href|src)="?\s*(?:javascript|vbscript|data|file|blob):|src="(?:https?:)?//`)

var hostile = []string{
	"<script>alert(1)</script>", "<b onclick=alert(1)>x</b>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
	"[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](java\tscript:alert(1))", "[x](&#106;avascript:alert(1))",
	"![y](javascript:alert(2))", "<javascript:alert(3)>", "[x](data:text/html;base64,PHNjcmlwdD4=)", "[v](vbscript:x)",
	"![t](https://elsewhere.example/track.gif)", "![t](//elsewhere.example/track.gif)", "![t][r]\n\n[r]: https://elsewhere.example/x.gif",
	"# H {onclick=\"alert(1)\"}", "```x\" onmouseover=\"alert(1)\n a\n```", "<iframe src=//x></iframe>", "<a href=\"javascript:alert(1)\">x</a>",
	"[x]: javascript:alert(1)\n\n[x]", "<style>*{display:none}</style>", "a <!-- <script> --> b", "\\<script>alert(1)\\</script>",
	"[x](file:///etc/passwd)", "<https://ok.example> <mailto:a@b.example>", "[x](javascript&colon;alert(1))", "[x]( javascript:alert(1))",
}

func TestNothingHostileGetsThrough(t *testing.T) {
	for _, src := range hostile {
		if got := string(HTML(src)); dangerous.MatchString(got) {
			t.Errorf("%q → %q", src, got)
		}
	}
}

func TestTextIsWordsOnly(t *testing.T) {
	if got := Text("# 标题\n\n**正文** [链接](x) <b>粗</b>\n\n- 一\n- 二\n"); got != "标题 正文 链接 粗 一 二" {
		t.Errorf("%q", got)
	}
}

// FuzzHTML: no text becomes anything that runs, loads from elsewhere or panics.
func FuzzHTML(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	inert := regexp.MustCompile(`<pre>[\s\S]*?</pre>|<code>[^<]*</code>|(?:alt|title)="[^"]*"|>[^<]*<`)
	f.Fuzz(func(t *testing.T, src string) {
		got := string(HTML(src))
		if m := dangerous.FindString(inert.ReplaceAllString("<p>"+got+"<p>", "><")); m != "" {
			t.Errorf("%q → %q: %s", src, got, m)
		}
		Text(src)
	})
}

// Nobody writes ten thousand marks in one paragraph, and goldmark would take minutes.
func TestHeavyTextsAreShownAsTyped(t *testing.T) {
	bad := "一\n\n" + strings.Repeat("*a_", maxMarks)
	if line := Heavy(bad); line != 3 {
		t.Errorf("line %d", line)
	}
	if got := HTML(bad); strings.Contains(string(got), "<em>") || !strings.Contains(string(got), "*a_*a_") {
		t.Errorf("%.80s", got)
	}
	if line := Heavy(strings.Repeat("**一**\n\n", maxMarks)); line != 0 {
		t.Errorf("many paragraphs: line %d", line)
	}
}

// A text cannot turn round what stands behind it.
func TestDirectionMarksAreDropped(t *testing.T) {
	for _, src := range []string{"\u202e倒过来\u202c", "&#x202e;倒过来", "倒\x1b[31m过来"} {
		if s := string(HTML(src)) + Text(src); strings.ContainsAny(s, "\u202e\u202c\x1b") {
			t.Errorf("%q → %q", src, s)
		}
	}
}
