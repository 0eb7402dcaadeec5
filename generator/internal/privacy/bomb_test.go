package privacy

import (
	"strings"
	"testing"
	"time"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
)

// A megabyte on one line is checked in the time that a megabyte takes, whatever it is made
// of. Each of these once took half a minute, or for ever.
func TestBombsAreCheckedInGoodTime(t *testing.T) {
	if testing.Short() {
		t.Skip("takes megabytes")
	}
	const size, most = 1 << 20, 10 * time.Second // a second or two, on a machine that has little else to do
	for _, unit := range []string{"1 ", "1*", "x ", "1-", "1**", "1x10¹¹ ", "尾号1234。", "13812345678 ", "110105194912310021 "} {
		began := time.Now()
		text := strings.Repeat(unit, size/len(unit))
		list := found("a.md", text)
		for i := range list {
			list[i].Typed = text
		}
		Hide(list)
		if took := time.Since(began); took > most {
			t.Errorf("%q takes %v", unit, took)
		}
	}
	for name, text := range map[string]string{
		"a.csv":  strings.Repeat("电话,", 40_000) + "\n" + strings.Repeat("1,", 40_000) + "\n" + strings.Repeat("1\n", 40_000),
		"a.yaml": "户: [" + strings.Repeat(`{电话: "1"}, `, 30_000) + "]\n",
	} {
		began := time.Now()
		found(name, text)
		if took := time.Since(began); took > most {
			t.Errorf("%s takes %v", name, took)
		}
	}
}

func found(name, text string) []problem.Problem {
	var rep problem.Report
	Check(record.Open(record.File{Path: name, Data: []byte(text)}), &rep)
	return rep.Problems()
}

// Of a long line as much is quoted as one can read, and the caret stands below the same
// character.
func TestLongLinesAreCutAroundTheCaret(t *testing.T) {
	word := strings.Repeat("村务公开", 300)
	for _, at := range []int{0, 30, 600, 1190, 1200} {
		r := []rune(word)
		line := string(r[:at]) + "错" + string(r[at:])
		list := []problem.Problem{{Pos: problem.Pos{File: "a.md", Line: 1, Col: at + 1}, Code: "record/x", Typed: line, Fix: line, Args: problem.Args("name", line)}}
		Hide(list)
		p := list[0]
		shown := []rune(p.Typed)
		if len(shown) > window+2 || shown[p.Caret-1] != '错' || len([]rune(p.Fix)) > window+2 || len([]rune(p.Args["name"])) > window+2 {
			t.Errorf("at %d: %d characters, caret %d, %s", at, len(shown), p.Caret, p.Typed)
		}
	}
	list := []problem.Problem{{Pos: problem.Pos{File: "a.md", Line: 1, Col: 600}, Code: "record/x"}}
	list[0].Typed = strings.Repeat("村", 530) + "110105194912310021" + word // cut within the number
	if Hide(list); shownDigits(list[0].Typed) > 2 {
		t.Error(list[0].Typed)
	}
}

// A picture that is missing, or that is there, is told by its line; its name shows no number.
func TestNoMessageAboutAPictureShowsItsNumber(t *testing.T) {
	for _, name := range []string{"合影a1b110105-19491231-0021c.jpg", "合影110105b19491231b0021.jpg", "a1b6222021234567890128c.jpg", "图110105194912310021中.jpg"} {
		list := []problem.Problem{
			{Pos: problem.Pos{File: "a.md", Line: 1, Col: 1}, Code: "picture/missing", Typed: "![合影](" + name + ")", Args: problem.Args("name", name)},
			{Pos: problem.Pos{File: "b.md", Line: 1, Col: 1}, Code: "picture/text", Typed: "![合影](" + name + ")", Args: problem.Args("name", name)},
		}
		Hide(list)
		for _, p := range list {
			if shownDigits(p.Typed) > 2 || shownDigits(p.Args["name"]) > 2 {
				t.Errorf("%s: %s, %s", name, p.Typed, p.Args["name"])
			}
		}
	}
}
