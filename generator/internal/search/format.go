package search

import (
	"bytes"
	"cmp"
	"net/url"
	"slices"
	"strings"

	"gongshi/generator/internal/village"
)

// The files of an index are classic scripts, each one call gongshi.put(name, text), because
// that is what every way of opening a page can load: from a server, from the disk, from a
// kiosk's store. The root of a large site has the script before it that reads the others.
//
//	root.js            what every query needs, and in a small site all records
//	u/<address>.js     the records of one unit
//	n/<first key>.js   blocks of names by how they sound, t/ of texts, s/ of single characters
//
// Texts are lines, and plain: whoever looks for a name in what is public finds it here, too.
//
// The root: format, mode, version and stamp; the Table and its lists; boards (word=title);
// roles; places, the number of units above each before it; in a small site the packs, in the
// order of the places; else the sorts of records (kind and board) and the first keys of the
// blocks of the three tables. A pack: the header of a sort and a group, its records, the next
// header. A block: the stamp, then its lines.
const (
	formatVersion = "2"
	allInRoot     = "all"
	inParts       = "parts"
)

// fieldTab parts the fields of a line, section the parts of the root.
const (
	fieldTab = "\t"
	section  = "\x1e"
	headMark = "\x7f" // before lines that say what the next ones are; clean leaves none in others
)

// alphabet writes numbers in the index, base 85: the bytes from # on, without what JSON must
// escape.
const alphabet = "#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwx"

var digitOf = func() (of [128]int) {
	for i := range len(alphabet) {
		of[alphabet[i]] = i
	}
	return of
}()

// number writes n with width digits.
func number(b *bytes.Buffer, n, width int) {
	if width > 1 {
		number(b, n/len(alphabet), width-1)
	}
	b.WriteByte(alphabet[n%len(alphabet)])
}

func parseNumber(s string) int {
	n := 0
	for i := range len(s) {
		n = n*len(alphabet) + digitOf[s[i]&127]
	}
	return n
}

// A sort is what records of a unit have in common: a kind, and the page they stand on.
type sort struct {
	kind        Kind
	board, path string
}

// clean makes s fit for one field of a line.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0x2028 || r == 0x2029 {
			return ' '
		}
		return r
	}, s)
}

// A Pack is the records of a unit as the index publishes them, sorted by sort and group: a tenth
// of what they take in memory one by one. It needs nothing of the root: a browser may have one
// that is some minutes older.
type Pack string

// PackOf packs records, which it sorts, and whose fields it makes fit for lines.
func PackOf(records []Record) Pack {
	for i := range records {
		tidy(&records[i])
	}
	slices.SortStableFunc(records, func(a, b Record) int { return compareHeads(&a, &b) })
	var b strings.Builder
	var fields [7]string
	for i := range records {
		r := &records[i]
		if i == 0 || compareHeads(r, &records[i-1]) != 0 {
			b.WriteString(headMark + string(rune(r.Kind)) + r.Board)
			if r.Path != "" {
				b.WriteString("/" + r.Path)
			}
			if r.Group != "" {
				b.WriteString(fieldTab + r.Group)
			}
			b.WriteByte('\n')
		}
		fields = [...]string{r.Name, r.Text, r.Mark, r.Role, r.Phone, "", ""}
		if r.Mark != "" && r.Mark == "("+r.Group+")" {
			fields[2] = "="
		}
		if r.Until != 0 {
			fields[5] = r.Until.ISO()
		}
		if r.Row != anchorOf(r) {
			fields[6] = r.Row
			if r.Row == "" {
				fields[6] = "-"
			}
		}
		n := len(fields)
		for n > 1 && fields[n-1] == "" {
			n--
		}
		for k, f := range fields[:n] {
			if k > 0 {
				b.WriteString(fieldTab)
			}
			b.WriteString(f)
		}
		b.WriteByte('\n')
	}
	return Pack(strings.Clone(b.String()))
}

// compareHeads compares what the headers of a pack say of records.
func compareHeads(a, b *Record) int {
	return cmp.Or(compareSorts(sortOf(a), sortOf(b)), cmp.Compare(a.Group, b.Group))
}

// Records unpacks the records, whose texts are parts of the pack.
func (p Pack) Records() []Record {
	list := make([]Record, 0, strings.Count(string(p), "\n"))
	var at sort
	group, mark := "", ""
	for line := range strings.Lines(string(p)) {
		line = strings.TrimSuffix(line, "\n")
		if head, ok := strings.CutPrefix(line, headMark); ok && head != "" {
			head, group, _ = strings.Cut(head, fieldTab)
			at.board, at.path, _ = strings.Cut(head[1:], "/")
			at.kind, mark = Kind(head[0]), "("+group+")"
			continue
		}
		r := Record{Kind: at.kind, Board: at.board, Path: at.path, Group: group}
		until := ""
		for _, f := range [...]*string{&r.Name, &r.Text, &r.Mark, &r.Role, &r.Phone, &until, &r.Row} {
			*f, line, _ = strings.Cut(line, fieldTab)
		}
		if r.Mark == "=" {
			r.Mark = mark
		}
		r.Until = dayOf(until)
		switch r.Row {
		case "":
			r.Row = anchorOf(&r)
		case "-":
			r.Row = ""
		}
		list = append(list, r)
	}
	return list
}

// dayOf reads a date, 0 for none.
func dayOf(s string) village.Date {
	if d, ok := village.ParseISO(s); ok {
		return d
	}
	return 0
}

// anchorOf is the anchor that a record's row has unless the index says otherwise: only rows of
// boards have one.
func anchorOf(r *Record) string {
	if r.Kind == Unit || r.Kind == Board {
		return ""
	}
	return Anchor(r.Label() + r.Mark)
}

// blockPath names the file of a block by its first key: a blank is a dash, and other characters
// are written as in addresses, with a point for %. The k keeps off the names of devices.
func blockPath(folder, first string) string {
	return folder + "/k" + pathReplacer.Replace(url.QueryEscape(first))
}

var pathReplacer = strings.NewReplacer("+", "-", "%", ".")
