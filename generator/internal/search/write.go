package search

import (
	"bytes"
	"encoding/json"
	"slices"
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
	var b strings.Builder
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
	var b strings.Builder
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
func script(code, name, text string) File {
	var b bytes.Buffer
	b.Grow(len(code) + len(name) + len(text) + len(text)/16 + 64)
	if code != "" {
		b.WriteString(strings.TrimSpace(code) + "\n")
	}
	head := b.Len()
	b.WriteString(`gongshi.put("` + name + `",`)
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.Encode(text) // a string into memory never fails
	b.Truncate(b.Len() - 1)
	b.WriteString(");\n")
	data := b.Bytes()
	if bytes.IndexByte(data[head:], '<') >= 0 { // nothing that looks like markup
		data = slices.Concat(data[:head], bytes.ReplaceAll(data[head:], []byte("<"), []byte(`\u003c`)))
	}
	return File{name + ".js", data}
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
