package privacy

import (
	"bytes"
	"html"
	"path"
	"strings"
)

// Leak looks for an ID or bank card number in a finished output file: the last gate,
// for what no other sees. It looks at rows of digits only, in the file as it stands and
// in the text that people see.
func Leak(name string, data []byte) (Finding, bool) {
	if f, found := longRow(data); found {
		return f, true
	}
	if f, found := starredRow(data); found {
		return f, true
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".html", ".svg", ".xml":
		if cutRow(data) {
			return longRow(plainText(data))
		}
	}
	return Finding{}, false
}

// cutRow reports whether anything that is not seen stands between two digits.
func cutRow(src []byte) bool {
	for i := 1; i < len(src); i++ {
		if src[i] != '<' && src[i] != '&' || !digit(src[i-1]) {
			continue
		}
		for i < len(src) && src[i] == '<' {
			n, joins := tag(src[i:])
			if i += n; !joins {
				break
			}
		}
		if i < len(src) && (digit(src[i]) || bytes.HasPrefix(src[i:], []byte("&#"))) {
			return true
		}
	}
	return false
}

// inline are the elements that part no text.
var inline = map[string]bool{"a": true, "abbr": true, "b": true, "code": true, "del": true, "em": true, "i": true, "mark": true,
	"s": true, "small": true, "span": true, "strong": true, "sub": true, "sup": true, "tspan": true, "u": true, "wbr": true}

// plainText returns the text of HTML or SVG, folded: inline elements and comments part
// nothing, a line break is a blank, everything else stands between cells.
func plainText(src []byte) []byte {
	var b bytes.Buffer
	b.Grow(len(src) / 2)
	for {
		i := bytes.IndexByte(src, '<')
		if i < 0 {
			b.Write(src)
			break
		}
		b.Write(src[:i])
		n, joins := tag(src[i:])
		switch {
		case bytes.HasPrefix(src[i:], []byte("<br")):
			b.WriteByte(' ')
		case !joins:
			b.WriteString(cellSep)
		}
		src = src[i+n:]
	}
	return []byte(strings.Map(shows, html.UnescapeString(b.String())))
}

// notes returns what stands in the comments of SVG, which seen leaves out.
func notes(src []byte) []byte {
	var b bytes.Buffer
	for {
		i := bytes.Index(src, []byte("<!--"))
		if i < 0 {
			return b.Bytes()
		}
		n, _ := tag(src[i:])
		b.Write(src[i : i+n])
		src = src[i+n:]
	}
}

// tag returns how long the tag or comment is with which src begins, and whether it
// parts nothing.
func tag(src []byte) (n int, joins bool) {
	if bytes.HasPrefix(src, []byte("<!--")) {
		if i := bytes.Index(src, []byte("-->")); i >= 0 {
			return i + len("-->"), true
		}
		return len(src), false
	}
	end := bytes.IndexByte(src, '>')
	if end < 0 {
		return len(src), false
	}
	name := bytes.TrimPrefix(src[1:end], []byte("/"))
	i := 0
	for i < len(name) && word(name[i]) {
		i++
	}
	return end + 1, inline[string(name[:i])]
}

// longRow finds a row of digits that is an ID or a card. A row cannot pass between two
// bytes that are looked at.
func longRow(s []byte) (Finding, bool) {
	const step = fewest - 1
	for i := step - 1; i < len(s); i += step {
		if !digit(s[i]) {
			continue
		}
		from, to := i, i+1
		for from > 0 && word(s[from-1]) {
			from--
		}
		for to < len(s) && word(s[to]) {
			to++
		}
		if to-from >= step {
			if f, found := single(string(s[max(0, from-4):to])); found && !(f.Kind == bankCard && elsewhere(s[:from], f)) {
				return f, true
			}
		}
		i = max(i, to-step)
	}
	return Finding{}, false
}

// starredRow finds a row of digits some of which are starred out.
func starredRow(s []byte) (Finding, bool) {
	stars := []byte("****")
	for i := 0; i < len(s); {
		n := bytes.Index(s[i:], stars)
		if n < 0 {
			break
		}
		from, to := i+n, i+n
		for from > max(0, i+n-most) && (word(s[from-1]) || s[from-1] == '*') {
			from--
		}
		for to < min(len(s), i+n+2*most) && (word(s[to]) || s[to] == '*') {
			to++
		}
		i = max(to, i+n+len(stars))
		if to-from >= fewest && to-from <= most {
			t := fold(string(s[from:to]))
			if found := t.rests(string(s[from:to])); len(found) > 0 && found[0].Digits > 5 {
				return found[0], true
			}
		}
	}
	return Finding{}, false
}

// elsewhere reports whether f is the number of an article in an address on the web, before
// which src stands.
func elsewhere(src []byte, f Finding) bool {
	return inAddress(string(src[max(0, len(src)-200):])) && !(f.number[0] > '2' && luhn(f.number))
}

// single finds a number in s that is typed in one.
func single(s string) (Finding, bool) {
	for _, r := range fold(s).runs() {
		r.mark()
		for i := range r {
			if excusable(r[i].digits) || ruralCode(r[i].digits) { // so could be the words beside it
				continue
			}
			if kind := r[i].alone(); kind != "" && !(r[i].size() == fewest && r[i].digits[6] < '3') { // the gate saw what stands beside such a one
				return finding(kind, r[i].digits, r[i].from, r[i].to), true
			}
		}
	}
	return Finding{}, false
}
