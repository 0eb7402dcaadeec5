package fonts

import (
	"encoding/base64"
	"fmt"
	"strings"
	"sync"
)

// A Library has the outlines of rare characters: those that are shipped, and those of fonts that
// a site brings along. It is safe for use by many goroutines.
type Library struct {
	own   []*Face
	mu    sync.Mutex
	rules map[string]string // finished, by their characters
}

// NewLibrary makes a library of the shipped fonts and a site's own.
func NewLibrary(own ...*Face) *Library { return &Library{own: own, rules: map[string]string{}} }

// face returns the i-th font that is asked, nil behind the last one. The shipped one is not
// unpacked before something rare is seen.
func (l *Library) face(i int) *Face {
	switch {
	case i == 0:
		return Open(KaiRare)
	case i <= len(l.own):
		return l.own[i-1]
	}
	return nil
}

// Missing returns the rare characters of a text that no font has.
func (l *Library) Missing(text string) (list []rune) {
	rest := RareIn(text)
	if len(rest) > 0 {
		_, list = l.share(rest)
	}
	return list
}

// share gives each character to the first font that has it; rest are those that none has.
func (l *Library) share(runes []rune) (shares [][]rune, rest []rune) {
	rest = runes
	for i := 0; l.face(i) != nil && len(rest) > 0; i++ {
		var has, lacks []rune
		for _, r := range rest {
			if l.face(i).Has(r) {
				has = append(has, r)
			} else {
				lacks = append(lacks, r)
			}
		}
		shares, rest = append(shares, has), lacks
	}
	return shares, rest
}

// RareFamily is what style sheets call the rare characters by. It stands behind the fonts of
// devices, which are used where they have the character.
const RareFamily = "rare"

// Rule returns the style rules that bring a text its rare characters, fonts and all; "" for a
// text without, as most are. A character takes some 700 bytes.
func (l *Library) Rule(runes []rune) (string, error) {
	if len(runes) == 0 {
		return "", nil
	}
	key := string(runes)
	l.mu.Lock()
	rule, ok := l.rules[key]
	l.mu.Unlock()
	if ok {
		return rule, nil
	}
	var b strings.Builder
	shares, _ := l.share(runes)
	for i, share := range shares {
		if len(share) == 0 {
			continue
		}
		s, err := l.face(i).Subset(share, "Gongshi Rare")
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, `@font-face{font-family:%s;src:url(data:font/woff2;base64,%s) format("woff2");unicode-range:%s}`,
			RareFamily, base64.StdEncoding.EncodeToString(s.WOFF2()), unicodeRange(share))
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rules[key] = b.String()
	return b.String(), nil
}

func unicodeRange(runes []rune) string {
	list := make([]string, len(runes))
	for i, r := range runes {
		list[i] = fmt.Sprintf("U+%x", r)
	}
	return strings.Join(list, ",")
}
