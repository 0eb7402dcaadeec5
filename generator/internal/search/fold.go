package search

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"gongshi/generator/internal/words"
)

//go:embed fold.txt
var foldText string

// variants maps a character to the one by which it is found: 積 → 积.
var variants = sync.OnceValue(func() map[rune]rune {
	m := make(map[rune]rune, 8192)
	for line := range strings.Lines(foldText) {
		line = strings.TrimSpace(line)
		to, n := utf8.DecodeRuneInString(line)
		if to == '#' {
			continue
		}
		for _, r := range line[n:] {
			m[r] = to
		}
	}
	return m
})

// blank separates the words of folded text.
const blank = ' '

// untoned returns the letter as which one with a tone or another mark is typed: v for ü.
func untoned(r rune) rune {
	s := norm.NFD.String(strings.ToLower(string(r)))
	if strings.HasPrefix(s, "u\u0308") {
		return 'v'
	}
	letter, _ := utf8.DecodeRuneInString(s)
	return letter
}

// plain returns r as it is compared, before variants are folded: half-width, lower case,
// without tones; blank for what separates words, and 0 for what is not there at all, such
// as the dot in 买买提·吐尔逊.
func plain(r rune) rune {
	if r >= 0xff01 && r <= 0xff5e {
		r -= 0xfee0
	}
	switch {
	case r >= 'A' && r <= 'Z':
		return r + 'a' - 'A'
	case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
		return r
	case r == '·', r == '•', r == '‧', r == '・', r == '∙', r == 0xfeff,
		r >= 0x200b && r <= 0x200f, r >= 0xfe00 && r <= 0xfe0f, r >= 0xe0100 && r <= 0xe01ef:
		return 0
	case r < 0xc0, r == '×', r == '÷', r >= 0x2000 && r <= 0x2bff, r >= 0x3000 && r <= 0x303f && r != 0x3005 && r != 0x3007, r >= 0xff00 && r <= 0xffef:
		return blank
	case r < 0x250:
		return untoned(r)
	}
	return r
}

// folder folds text by the variants of a table.
type folder map[rune]rune

// text folds s: words, one blank between them.
func (f folder) text(s string) []rune {
	out := make([]rune, 0, len(s))
	for _, r := range s {
		r = plain(r)
		if to, ok := f[r]; ok {
			r = to
		}
		if r == 0 || r == blank && (len(out) == 0 || out[len(out)-1] == blank) {
			continue
		}
		out = append(out, r)
	}
	if n := len(out); n > 0 && out[n-1] == blank {
		out = out[:n-1]
	}
	return out
}

// han reports whether r is looked up by its readings: whatever is beyond the alphabets.
func han(r rune) bool { return r >= 0x2e80 }

func digit(r rune) bool { return r >= '0' && r <= '9' }

func letter(r rune) bool { return r >= 'a' && r <= 'z' }

func all(s []rune, is func(rune) bool) bool {
	return !slices.ContainsFunc(s, func(r rune) bool { return !is(r) })
}

// numerals are the Han numerals by their value, ten and hundred among them.
var numerals = sync.OnceValue(func() map[rune]int {
	m := map[rune]int{}
	for _, f := range strings.Fields(words.T("search.numerals")) {
		n := strings.TrimLeft(f, "0123456789")
		v, _ := strconv.Atoi(strings.TrimSuffix(f, n))
		for _, r := range n {
			m[r] = v
		}
	}
	return m
})

// counter reports whether a number before r counts: in addresses, in names of grids and groups.
func counter(r rune) bool { return strings.ContainsRune(words.T("search.counters"), r) }

// ordinal reports whether a number behind r counts.
func ordinal(r rune) bool { return strings.ContainsRune(words.T("search.ordinal"), r) }

// numbers writes the Han numerals of folded text that stand before a counter or behind 第
// as digits: 第十二网格 → 第12网格, 三组 → 3组. Names of people keep theirs.
func numbers(s []rune) []rune {
	var out []rune // nil until something changes
	for i := 0; i < len(s); {
		j := i
		for j < len(s) && j-i < 5 {
			if _, ok := numerals()[s[j]]; !ok {
				break
			}
			j++
		}
		counted := j < len(s) && counter(s[j]) || i > 0 && ordinal(s[i-1])
		if j == i || !counted {
			j = max(j, i+1)
			if out != nil {
				out = append(out, s[i:j]...)
			}
			i = j
			continue
		}
		if out == nil {
			out = append(make([]rune, 0, len(s)+4), s[:i]...)
		}
		out = append(out, []rune(value(s[i:j]))...)
		i = j
	}
	if out == nil {
		return s
	}
	return out
}

// value reads Han numerals: 十二 → 12, 一百零三 → 103, 二〇 → 20.
func value(s []rune) string {
	total, last, places := 0, 0, false
	for _, r := range s {
		if n := numerals()[r]; n >= 10 {
			places = true
			total += max(last, 1) * n
			last = 0
		} else if !places {
			last = last*10 + n
		} else {
			last = n
		}
	}
	return strconv.Itoa(total + last)
}
