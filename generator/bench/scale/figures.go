package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
)

// figures are what a board tells, by where it stands: "list/0/total" → "96".
type figures map[string]string

// named are lists whose rows go by one of their columns, whatever the order; where there are
// codes rows go by them.
var named = map[string]string{
	"levels": "name", "tiers": "name", "roles": "name", "ways": "name", "categories": "name", "openCategories": "name", "stages": "name",
	"services": "name", "identities": "name", "types": "name", "lists": "name", "goods": "name", "accounts": "name",
	"done": "unit", "areas": "unit", "units": "unit",
}

// ofData returns the figures of a data.json.
func ofData(data []byte) (figures, error) {
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		return nil, err
	}
	f := figures{}
	f.take("", v)
	return f, nil
}

// take takes what stands at a place. Lists of texts are one figure, but for rows. Nothing, nought and no are
// the same: pages tell them apart as they like.
func (f figures) take(at string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			f.take(path.Join(at, strings.ReplaceAll(key, "/", "|")), value)
		}
	case []any:
		if texts, ok := allTexts(v); ok && path.Base(path.Dir(at)) != "rows" {
			f.set(at, strings.Join(texts, "、"))
			return
		}
		for i, row := range v {
			f.take(path.Join(at, rowName(at, i, row)), row)
		}
	case string:
		f.set(at, v)
	case float64:
		f.set(at, strconv.FormatFloat(v, 'f', -1, 64))
	case bool:
		f.set(at, strconv.FormatBool(v))
	}
}

func (f figures) set(at, text string) {
	if text != "" && text != "0" && text != "false" {
		f[at] = text
	}
}

// rowName is what a row of a list goes by: its number, or what names it.
func rowName(list string, i int, row any) string {
	if m, ok := row.(map[string]any); ok {
		for _, column := range []string{named[path.Base(list)], "code"} {
			if name, ok := m[column].(string); ok && name != "" {
				return name
			}
		}
	}
	return strconv.Itoa(i)
}

func allTexts(list []any) (texts []string, ok bool) {
	for _, v := range list {
		s, ok := v.(string)
		if !ok {
			return nil, false
		}
		texts = append(texts, s)
	}
	return texts, true
}

// ofPage returns the figures of a peer's page: data-f names a figure, a list (of a table) or
// a column (of a head cell); cells and tables in cells stand below their columns.
func ofPage(page []byte) (figures, error) {
	d := xml.NewDecoder(bytes.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	all := map[string]any{}
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		start, ok := t.(xml.StartElement)
		if !ok || mark(start) == "" {
			continue
		}
		var v any
		if start.Name.Local == "table" {
			v, err = rowsOf(d)
		} else {
			v, err = content(d)
		}
		if err != nil {
			return nil, err
		}
		put(all, mark(start), v)
	}
	f := figures{}
	f.take("", all)
	return f, nil
}

func mark(e xml.StartElement) string {
	for _, a := range e.Attr {
		if a.Name.Local == "data-f" {
			return a.Value
		}
	}
	return ""
}

// put puts a value where a name with points in it says.
func put(to map[string]any, name string, v any) {
	for {
		first, rest, more := strings.Cut(name, ".")
		if !more {
			to[first] = v
			return
		}
		below, ok := to[first].(map[string]any)
		if !ok {
			below = map[string]any{}
			to[first] = below
		}
		to, name = below, rest
	}
}

// rowsOf reads a table to its end: rows by the names of their columns.
func rowsOf(d *xml.Decoder) ([]any, error) {
	var columns []string
	var rows []any
	var row map[string]any
	cell := 0
	for {
		t, err := d.Token()
		if err != nil {
			return nil, err
		}
		if end, ok := t.(xml.EndElement); ok && end.Name.Local == "table" {
			return slices.DeleteFunc(rows, func(r any) bool { return len(r.(map[string]any)) == 0 }), nil
		}
		start, ok := t.(xml.StartElement)
		switch {
		case !ok:
		case start.Name.Local == "tr":
			row, cell = map[string]any{}, 0
			rows = append(rows, row)
		case start.Name.Local == "th":
			columns = append(columns, mark(start))
		case start.Name.Local == "td":
			if cell >= len(columns) {
				return nil, fmt.Errorf("a row has more than its %d columns", len(columns))
			}
			v, err := content(d)
			if err != nil {
				return nil, err
			}
			put(row, columns[cell], v)
			cell++
		}
	}
}

// content reads an element to its end: its text, or the table in it.
func content(d *xml.Decoder) (any, error) {
	var text strings.Builder
	var inner []any
	for depth := 1; ; {
		t, err := d.Token()
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.CharData:
			text.Write(t)
		case xml.StartElement:
			if t.Name.Local != "table" {
				depth++
				continue
			}
			if inner, err = rowsOf(d); err != nil {
				return nil, err
			}
		case xml.EndElement:
			if depth--; depth > 0 {
				continue
			}
			if inner != nil {
				return inner, nil
			}
			return strings.TrimSpace(text.String()), nil
		}
	}
}

// same compares a peer's figures with ours and tells what differs; left are patterns of what
// need not be there.
func same(ours, theirs figures, left []string) (differences []string, checked int) {
	skip := func(at string) bool {
		return slices.ContainsFunc(left, func(pattern string) bool {
			ok, _ := path.Match(pattern, at)
			return ok
		})
	}
	for _, at := range slices.Sorted(maps.Keys(ours)) {
		got, there := theirs[at]
		switch {
		case equal(ours[at], got) || ours[at] == withheld && there:
			checked++
		case there || !skip(at):
			differences = append(differences, fmt.Sprintf("%s is %q, not %q", at, got, ours[at]))
		}
	}
	for _, at := range slices.Sorted(maps.Keys(theirs)) {
		if _, there := ours[at]; !there && !skip(at) {
			differences = append(differences, fmt.Sprintf("%s is %q, and nothing with us", at, theirs[at]))
		}
	}
	return differences, checked
}

// equal compares texts, and numbers as they count.
func equal(a, b string) bool {
	if a == b {
		return true
	}
	x, err1 := strconv.ParseFloat(a, 64)
	y, err2 := strconv.ParseFloat(b, 64)
	return err1 == nil && err2 == nil && max(x-y, y-x) < 1e-6
}
