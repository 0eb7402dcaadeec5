package privacy

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gongshi/generator/internal/record"
	"gongshi/generator/internal/words"
)

// A class is what a character may be in a number, as typed, pasted or starred out.
type class uint8

const (
	plain   class = iota // no part of any
	figure1              // a digit, or a letter that is read as one
	foreign              // a digit of another script that also has other uses: ①, ², 三
	star                 // hides a digit: ● ×
	weak                 // may hide one if there are many: - … _
	expo                 // the E of 1.1E+17
	opener               // a word of those that name the end of a number begins with it
)

// classes says what the characters of the Basic Multilingual Plane are, and foreigns has the
// ASCII digits of the foreign ones; astral has those beyond it.
var classes, foreigns, astral = classify()

func classify() (classes *[1 << 16]class, foreigns *[1 << 16]byte, astral map[rune]byte) {
	classes, foreigns, astral = new([1 << 16]class), new([1 << 16]byte), map[rune]byte{}
	set := func(c class, chars string) {
		for _, r := range chars {
			classes[r] = c
		}
	}
	set(figure1, "0123456789oOlLiIОоlＯｏｌＬｉＩ\u3007○◯")
	set(star, "*xX×＊ｘＸ✕✖∗﹡✱⁎●⚫•■□◆◇★☆█▇▓▒░▲△▽▼◎※☒╳#＃?？"+words.T("number.stars"))
	set(weak, ".-_…‥·~—–―─－＿．・")
	set(expo, "eEｅＥ")
	for r := rune(utf8.RuneSelf); r < 1<<16; r++ {
		if unicode.IsDigit(r) {
			classes[r] = figure1
		}
	}
	foreignDigit := func(r rune, n byte) {
		if r >= 1<<16 {
			astral[r] = n
			return
		}
		if foreigns[r] = n; classes[r] == plain {
			classes[r] = foreign
		}
	}
	for _, row := range []string{"⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉", "⓪①②③④⑤⑥⑦⑧⑨", "⓿❶❷❸❹❺❻❼❽❾", "⓪➀➁➂➃➄➅➆➇➈", "⓿➊➋➌➍➎➏➐➑➒", "⓪⓵⓶⓷⓸⓹⓺⓻⓼⓽", "⓪⑴⑵⑶⑷⑸⑹⑺⑻⑼", "🄀⒈⒉⒊⒋⒌⒍⒎⒏⒐",
		"🄁🄂🄃🄄🄅🄆🄇🄈🄉🄊", "🄋➀➁➂➃➄➅➆➇➈", "🄌➊➋➌➍➎➏➐➑➒", "\u3007㈠㈡㈢㈣㈤㈥㈦㈧㈨", "\u3007㊀㊁㊂㊃㊄㊅㊆㊇㊈", "\u3007ⅠⅡⅢⅣⅤⅥⅦⅧⅨ", "\u3007\u3021\u3022\u3023\u3024\u3025\u3026\u3027\u3028\u3029"} {
		n := byte('0')
		for _, r := range row {
			foreignDigit(r, n)
			n++
		}
	}
	for r, n := range spoken() {
		foreignDigit(r, n)
	}
	for _, w := range tails {
		r, _ := utf8.DecodeRuneInString(w)
		classes[r] = opener
	}
	return classes, foreigns, astral
}

// foreignDigit returns the ASCII digit that a foreign one stands for, 0 for none.
func foreignDigit(r rune) byte {
	if r < 1<<16 && r >= 0 {
		return foreigns[r]
	}
	return astral[r]
}

func classOf(r rune) class {
	switch {
	case r < 1<<16 && r >= 0:
		return classes[r]
	case unicode.IsDigit(r):
		return figure1
	case astral[r] != 0:
		return foreign
	}
	return plain
}

// suspicious is the quick way past the cells and lines of a village that can hold
// nothing of what Scan looks for: no long row of digits, no exponent, no stars beside
// digits, no word for the end of a number.
func suspicious(s string) bool {
	n, stars, weaks, shy, named := 0, 0, 0, false, false
	before := plain
	for i, r := range s {
		c := classOf(r)
		switch c {
		case plain:
			if r == ' ' || r == '\\' {
				continue
			}
			if r == '|' && i+1 < len(s) && digit(s[i+1]) {
				n++
			}
		case figure1, foreign:
			n++
			shy = shy || before == star && s[max(0, i-1)] == '*'
		case star:
			if rest := strings.TrimLeft(s[i+utf8.RuneLen(r):], " "); before == figure1 && strings.HasPrefix(rest, "10") && r != '*' && n > 0 { // 1.1×10^17
				return true
			}
			if stars++; stars > 1 && before == star || r == '*' && before == figure1 {
				shy = true
			}
		case weak:
			if before != weak {
				weaks = 0
			}
			if weaks++; weaks > 3 || weaks == 3 && r == '.' || r == '…' {
				shy = true
			}
		case expo:
			if exponent(s, i, i+utf8.RuneLen(r)) {
				return true
			}
		case opener:
			named = true
		}
		if n >= fewest-1 {
			return true
		}
		before = c
	}
	return (shy || named) && n >= 2
}

// exponent reports whether the E from byte i to byte j of s may be one.
func exponent(s string, i, j int) bool {
	return i > 0 && j < len(s) && !plainLetter(s[i-1]) && !plainLetter(s[j]) && s[j] != ' '
}

// plainLetter reports whether b is a letter, so that an E beside it is one too.
func plainLetter(b byte) bool { return word(b) && !digit(b) }

// shows returns r as it looks, and -1 for what shows as nothing or only changes the
// character before it.
func shows(r rune) rune {
	switch {
	case r >= ' ' && r < 0x7f:
		return r
	case r < 0x300:
	case r >= 0x4e00 && r <= 0x9fff:
		return r
	case r == 0x115f, r == 0x1160, r == 0x3164, r == 0xffa0, r == 0x2800,
		unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point):
		return -1
	}
	return record.Visible(r)
}

// value returns the ASCII digit that a digit of another script stands for, 0 for none.
// The decimal digits of a script stand together from 0 to 9.
func value(r rune) byte {
	if r < utf8.RuneSelf || r < 1<<16 && classes[r] != figure1 || !unicode.IsDigit(r) {
		return 0
	}
	for _, t := range unicode.Nd.R16 {
		if r <= rune(t.Hi) {
			return '0' + byte((r-rune(t.Lo))%10)
		}
	}
	for _, t := range unicode.Nd.R32 {
		if r <= rune(t.Hi) {
			return '0' + byte((r-rune(t.Lo))%10)
		}
	}
	return 0
}

// rows returns which characters of s are foreign digits that count as such: four and
// more in a row, or fewest in a row with others. ① and 三 alone are words.
func rows(s []rune) (counts []bool) {
	for i := 0; i < len(s); i++ {
		if foreignDigit(s[i]) == 0 {
			continue
		}
		from, to := i, i
		for from > 0 && digitRune(s[from-1]) {
			from--
		}
		for to < len(s) && digitRune(s[to]) {
			to++
		}
		i = to
		others := to - from
		for _, r := range s[from:to] {
			if foreignDigit(r) != 0 {
				others--
			}
		}
		for from < to && others >= fewest && foreignDigit(s[from]) != 0 { // a name ends in 三
			from++
		}
		for from < to && others >= fewest && foreignDigit(s[to-1]) != 0 {
			to--
		}
		if others == 0 && to-from > 3 || to-from >= fewest {
			if counts == nil {
				counts = make([]bool, len(s))
			}
			for k := from; k < to; k++ {
				counts[k] = true
			}
		}
	}
	return counts
}

// digitRune reports whether r is a digit of any kind.
func digitRune(r rune) bool {
	return foreignDigit(r) != 0 || r < utf8.RuneSelf && digit(byte(r)) || value(r) != 0
}

// listed is a list of words of package words.
func listed(key string) []string { return strings.Fields(words.T(key)) }
