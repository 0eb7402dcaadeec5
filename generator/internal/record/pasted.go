package record

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi/generator/internal/problem"
)

// What copying from a web page or another program does to a text (domain/systems.md §5,
// F11 and F12): readings put behind characters, remains of HTML, characters that got
// lost on the way, signs between words that became blanks. None of it can be mended
// without asking, so it is warned of.
var (
	pinyinBehind = regexp.MustCompile(`\p{Han}[(（][a-zü]{0,5}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zü]{0,4}[)）]`)
	htmlRemains  = regexp.MustCompile(`(?i)</?(?:p|br|div|span|td|tr|table|tbody|font|strong|img|a)(?:\s[^<>]*)?/?>|\?/p>|&(?:nbsp|amp|lt|gt|quot|#\d{2,6});`)
	lostLetters  = regexp.MustCompile(`\x{FFFD}+|锟斤拷|烫烫烫|屯屯屯|\p{Han}[xy]\p{Han}`)
	lostSign     = regexp.MustCompile(`\p{Han}{2,} {2,}\p{Han}{2,}`)
	meantLetter  = regexp.MustCompile(`[xy](?:光|轴|射|线|型|形|值)`)
)

// pasted are the marks of pasting, each with the code that reports it. A line without
// any of the marks' bytes is not looked at further: these are the lead bytes of letters
// with tones, of U+FFFD and of the characters that damage makes.
var pasted = []struct {
	code  string
	bytes []string
	form  *regexp.Regexp
	not   *regexp.Regexp // what looks alike and is right; nil for nothing
}{
	{"record/pasted-pinyin", []string{"\xc3", "\xc4", "\xc5", "\xc7"}, pinyinBehind, nil},
	{"record/pasted-html", []string{"<", "&", "/p>"}, htmlRemains, nil},
	{"record/pasted-damage", []string{"\xef\xbf\xbd", "锟", "烫", "屯", "x", "y"}, lostLetters, meantLetter},
	{"record/lost-sign", []string{"  "}, lostSign, nil},
}

func containsOne(line string, parts []string) bool {
	return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(line, p) })
}

// pastedShown is how many places of one kind are reported in a file: one damaged page
// has hundreds.
const pastedShown = 3

// warnPasted reports what pasting damaged in the lines of a file; the last report of a
// kind says how many more there are.
func warnPasted(file string, lines []string, rep *problem.Report) {
	for _, k := range pasted {
		var found []problem.Problem
		for i, line := range lines {
			if text := strings.TrimLeft(line, " "); text == "" || text[0] == '#' || !containsOne(text, k.bytes) {
				continue
			}
			for _, m := range k.form.FindAllStringIndex(line, -1) {
				text := line[m[0]:m[1]]
				if k.not != nil && k.not.MatchString(text) {
					continue
				}
				p := problem.Problem{Severity: problem.Warning, Code: k.code, Width: utf8.RuneCountInString(text)}
				p.Pos = problem.Pos{File: file, Line: i + 1, Col: utf8.RuneCountInString(line[:m[0]]) + 1}
				p.Args = problem.Args("value", text)
				found = append(found, p)
			}
		}
		for i, p := range found {
			if i == pastedShown {
				p.Code, p.Args = "record/pasted-more", problem.Args("n", problem.Int(len(found)-pastedShown))
				rep.Add(p)
				break
			}
			rep.Add(p)
		}
	}
}

var inlineCode = regexp.MustCompile("`[^`]*`")

// withoutCode blanks what Markdown shows as typed: it may be there on purpose.
func withoutCode(lines []string) []string {
	list := slices.Clone(lines)
	fenced := false
	for i, line := range list {
		fence := strings.HasPrefix(strings.TrimSpace(line), "```")
		if fence || fenced {
			list[i] = ""
		} else {
			list[i] = inlineCode.ReplaceAllStringFunc(line, func(code string) string {
				return strings.Repeat("`", utf8.RuneCountInString(code))
			})
		}
		fenced = fenced != fence
	}
	return list
}

// warnPasted is the same for the cells of a table.
func (s *sheet) warnPasted(file string, rep *problem.Report) {
	lines := make([]string, len(s.cells))
	for i, row := range s.cells {
		lines[i] = strings.Join(row, " | ")
	}
	var own problem.Report
	warnPasted(file, lines, &own)
	own.Each(func(p *problem.Problem) {
		p.Line, p.Col = s.row(p.Line-1), 0
		rep.Add(*p)
	})
}
