package pinyin

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"

	gopinyin "github.com/mozillazg/go-pinyin"
)

//go:embed surnames.txt
var surnamesText string

//go:embed second.txt
var secondText string

// surnames maps a surname to its readings, one a character.
var surnames = sync.OnceValue(func() map[string][]string {
	list := make(map[string][]string, 200)
	for line := range strings.Lines(surnamesText) {
		if f := strings.Fields(line); len(f) > 1 && f[0] != "#" {
			list[f[0]] = f[1:]
		}
	}
	return list
})

// second maps a character to its second reading.
var second = sync.OnceValue(func() map[rune]string {
	list := make(map[rune]string, 200)
	for line := range strings.Lines(secondText) {
		if r, n := utf8.DecodeRuneInString(line); r != '#' {
			list[r] = strings.TrimSpace(line[n:])
		}
	}
	return list
})

var toASCII = strings.NewReplacer("ü", "v", "ê", "e")

// Readings returns how r is read in names, without tones and ü as v, the likeliest reading
// first, at most two; nil for what is not read in Chinese.
func Readings(r rune) []string {
	list := gopinyin.SinglePinyin(r, gopinyin.NewArgs())
	if len(list) == 0 {
		return nil
	}
	out := []string{toASCII.Replace(list[0])}
	if s := second()[r]; s != "" {
		out = append(out, s)
	}
	return out
}

// Surname returns how a surname is read, one reading a character, when it has a reading
// of its own or two characters; nil for others.
func Surname(s string) []string { return surnames()[s] }
