package search

import "strings"

// relative returns how a unit's address is written in the index: "" for the short name in
// pinyin below the unit above, "*" for the whole name, /folder for another folder there, and
// the address for one that stands elsewhere.
func relative(address, above, name string) string {
	folder, ok := address, true
	if above != "" {
		folder, ok = strings.CutPrefix(address, above+"/")
	}
	switch {
	case !ok || address == "" || strings.HasPrefix(address, "="):
		return "=" + address
	case folder == spell(short(name), firstReading):
		return ""
	case folder == spell(name, firstReading):
		return "*"
	}
	return "/" + folder
}

// absolute undoes relative.
func (t *Table) absolute(rel, above, name string) string {
	folder := ""
	switch {
	case rel == "":
		folder = spell(short(name), t.firstReading)
	case rel == "*":
		folder = spell(name, t.firstReading)
	case rel[0] == '=':
		return rel[1:]
	default:
		folder = rel[1:]
	}
	if above == "" {
		return folder
	}
	return above + "/" + folder
}

// spell writes a name in pinyin as folders are named: the first reading of each character.
func spell(name string, read func(rune) string) string {
	var b strings.Builder
	for _, r := range name {
		s := read(r)
		if s == "" {
			return "?" // no folder is called that
		}
		b.WriteString(s)
	}
	return b.String()
}

// firstReading reads characters as the tables of an index do.
func firstReading(r rune) string {
	if list := readings(r); len(list) > 0 {
		return list[0]
	}
	return ""
}

func (t *Table) firstReading(r rune) string {
	if list := t.read(r); len(list) > 0 {
		return list[0].spelt
	}
	return ""
}
