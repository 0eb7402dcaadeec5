package search

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Few is up to how many records are written, unless an Index says otherwise, into one file and looked through from end to end.
const Few = 6000

// A File is one file of the index, below its folder.
type File struct {
	Path string
	Data []byte
}

// lines writes the places: how many are above, the name, the address when it is not the name in pinyin below the address above, aliases.
func (x *Index) lines() string {
	var b bytes.Buffer
	depth := make([]int, len(x.places))
	for i := range x.places {
		p := &x.places[i]
		above := ""
		if p.Parent >= 0 {
			depth[i] = depth[p.Parent] + 1
			above = x.places[p.Parent].Address
		}
		fields := append([]string{p.Name, relative(p.Address, above, p.Name)}, p.Aliases...)
		number(&b, depth[i], 1)
		b.WriteString(strings.TrimRight(strings.Join(fields, fieldTab), fieldTab))
		b.WriteByte('\n')
	}
	return b.String()
}

// joinKeys writes sorted keys: of each how many characters it has from the one before, and the
// others.
func joinKeys(keys []string) string {
	var b bytes.Buffer
	last := []rune(nil)
	for i, k := range keys {
		if i > 0 {
			b.WriteByte('\n')
		}
		now, n := []rune(k), 0
		for n < min(len(last), len(now), len(alphabet)-1) && last[n] == now[n] {
			n++
		}
		number(&b, n, 1)
		b.WriteString(string(now[n:]))
		last = now
	}
	return b.String()
}

// script writes one file of the index: in its last line the text, for put in js/search.js.
func script(code, name string, text []byte) File {
	b := make([]byte, 0, len(code)+len(name)+len(text)+len(text)/8+64)
	if code != "" {
		b = append(append(b, strings.TrimSpace(code)...), '\n')
	}
	b = append(append(append(b, `gongshi.put("`...), name...), `",`...)
	b = appendQuoted(b, text)
	return File{name + ".js", append(b, ");\n"...)}
}

// appendQuoted appends a text as a string of JavaScript, in which nothing looks like markup.
func appendQuoted(b, text []byte) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	done := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		separator := c == 0xe2 && i+2 < len(text) && text[i+1] == 0x80 && text[i+2]&^1 == 0xa8 // U+2028, U+2029
		if c >= ' ' && c != '"' && c != '\\' && c != '<' && !separator {
			continue
		}
		b = append(b, text[done:i]...)
		done = i + 1
		switch {
		case separator:
			b = append(b, `\u202`...)
			b = append(b, hex[text[i+2]&0xf])
			i += 2
			done = i + 1
		case c == '\n':
			b = append(b, `\n`...)
		case c == '\t':
			b = append(b, `\t`...)
		case c == '"', c == '\\':
			b = append(b, '\\', c)
		default:
			b = append(b, `\u00`...)
			b = append(b, hex[c>>4], hex[c&0xf])
		}
	}
	return append(append(b, text[done:]...), '"')
}

// unscript returns the name and the text of a file of the index.
func unscript(data []byte) (name, text string, ok bool) {
	if n := bytes.LastIndexByte(bytes.TrimSuffix(data, []byte("\n")), '\n'); n >= 0 {
		data = data[n+1:] // behind a script
	}
	rest, ok := bytes.CutPrefix(data, []byte(`gongshi.put("`))
	head, rest, ok2 := bytes.Cut(rest, []byte(`",`))
	body, ok3 := bytes.CutSuffix(rest, []byte(");\n"))
	if !ok || !ok2 || !ok3 || json.Unmarshal(body, &text) != nil {
		return "", "", false
	}
	return string(head), text, true
}
