package record

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/words"
)

// OpenFront opens a Markdown file: the front matter between its first two lines of
// --- as a document whose lines count from the top of the file, and the text below it.
// A file without front matter has an empty document.
func OpenFront(f File) (front *Doc, body string) {
	front = &Doc{Path: f.Path}
	text, ok := decodeText(f, &front.early)
	front.ok = ok
	if !ok {
		return front, ""
	}
	lines := splitLines(text)
	warnPasted(f.Path, withoutCode(lines), &front.early)
	start := max(slices.IndexFunc(lines, func(s string) bool { return strings.TrimSpace(s) != "" }), 0)
	proper := start == 0 && marker(lines[0])
	at := problem.Pos{File: f.Path, Line: start + 1, Col: 1}
	switch {
	case frontKey(lines[start]) == "headline":
		front.early.Error(at, "record/no-front")
		front.ok = false
		return front, ""
	case !proper && !(dashes(lines[start]) && start+1 < len(lines) && frontKey(lines[start+1]) != ""):
		return front, text
	}
	for i := start + 1; i < len(lines); i++ {
		if !dashes(lines[i]) {
			continue
		}
		if !proper || !marker(lines[i]) {
			if proper {
				at.Line = i + 1
			}
			front.early.Warn(at, "record/front-marker")
		}
		front.lines = append(make([]string, start+1), lines[start+1:i]...)
		return front, strings.Join(lines[i+1:], "\n")
	}
	front.early.Error(at, "record/unclosed-front")
	front.ok = false
	return front, ""
}

// marker reports whether a line parts the front matter from the text.
func marker(line string) bool { return strings.TrimSpace(line) == "---" }

// dashes reports whether a line is such a marker or was meant for one: ----, －－－, ———.
func dashes(line string) bool {
	s := strings.TrimRight(line, " \t　")
	return marker(line) || utf8.RuneCountInString(s) > 1 && len(s) > 2 && strings.Trim(s, "-－—–−─") == ""
}

// frontKey returns the code word of the key that a line begins with, "" for none.
func frontKey(line string) string {
	key, _, ok := strings.Cut(Fold(line), ":")
	if code, known := words.Key(keyWord(key)); ok && known {
		return code
	}
	return ""
}
