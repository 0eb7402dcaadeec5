package record

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/words"
)

// A tidier reads a YAML file line by line before YAML does. It repairs what
// keyboards and word processors put in place of YAML's own characters, each with
// a warning that shows the line mended, and refuses at its true line what YAML
// would misread in silence or report one line too late. It knows just enough of
// YAML for that: indentation levels, list markers, keys, quotes, flow brackets and
// block text.
type tidier struct {
	file string
	rep  *problem.Report

	out    []string
	edits  map[int][]edit // by 0-based line
	failed bool
	stop   bool // so far from a list that going on would only cost time

	levels []level
	open   bool // the last logical line waits for a nested value
	plain  bool // the last logical line ended in a bare value that a deeper line would continue
	block  int  // lines indented deeper than this are block text; -1 outside
	flow   flow
	began  bool // a logical line was seen
	tab    int  // spaces a tab stands for

	at    int               // 0-based number of the line in hand
	loose bool              // its indentation was repaired, so its width is a guess
	line  string            // the line in hand, as repaired so far
	todo  []problem.Problem // its repairs, reported when the line is done
}

// A level is one open mapping or list.
type level struct {
	indent int
	list   bool
	maps   bool // of a list: its items so far were mappings
}

// An edit says that from column col (0-based, characters, after the repair) on the
// line is delta characters longer than as typed.
type edit struct{ col, delta int }

// A flow is an open [ or { that may run over several lines.
type flow struct {
	open      []byte // the brackets that are open, outermost first
	line, col int
	stage     stage // of the innermost entry
	value     int   // where on the line its value begins
}

// A stage is how far an entry inside brackets is read.
type stage int

const (
	atKey    stage = iota // or in an entry that has no key
	atValue               // behind the colon
	reported              // it has been reported
)

// maxLine is the longest line that is read, in bytes, and maxRepairs the most repairs
// on one: more is no list that anybody typed.
const (
	maxLine    = 16 << 10
	maxRepairs = 200
)

func tidy(file string, lines []string, rep *problem.Report) *tidier {
	t := &tidier{file: file, rep: rep, block: -1, tab: tabWidth(lines), out: make([]string, 0, len(lines))}
	for i, s := range lines {
		t.at, t.line = i, s
		if len(s) > maxLine {
			t.fail(i, 0, "record/long-line", "", "limit", problem.Int(maxLine>>10))
			t.line = ""
		} else {
			t.do()
		}
		t.flush()
		if t.stop {
			break
		}
	}
	if len(t.flow.open) > 0 {
		t.fail(t.flow.line, t.flow.col, "record/unclosed-bracket", "")
		t.report()
	}
	return t
}

// tabWidth is the indentation step of the file's own spaces, which a tab replaces.
func tabWidth(lines []string) int {
	for _, s := range lines {
		if n := len(s) - len(strings.TrimLeft(s, " ")); n > 0 && n < len(s) {
			return min(n, 8)
		}
	}
	return 2
}

func (t *tidier) do() {
	t.loose = false
	t.stripInvisible()
	if len(t.flow.open) > 0 {
		t.flow.value = -1
		t.flowFrom(0)
		return
	}
	indent := t.indent()
	if t.block >= 0 && (strings.TrimSpace(t.line) == "" || indent > t.block) {
		return
	}
	t.block = -1
	body := t.line[indent:]
	switch {
	case body == "" || body[0] == '#':
		return
	case strings.HasPrefix(body, "＃"):
		t.replace(indent, len("＃"), "#", "record/wide-hash")
		return
	case indent == 0 && t.marker(body):
		return
	}
	t.logical(indent)
	t.began = true
}

// marker handles document markers and directives.
func (t *tidier) marker(body string) bool {
	mark, rest := body, ""
	if len(body) >= 3 {
		mark, rest = body[:3], body[3:]
	}
	if body[0] != '%' && (mark != "---" && mark != "..." || rest != "" && rest[0] != ' ') {
		return false
	}
	if mark != "---" || t.began || strings.TrimSpace(rest) != "" {
		t.fail(t.at, 0, "record/second-document", "")
	}
	t.began = true
	t.levels, t.open, t.plain = nil, false, false
	return true
}

// indent brings the blanks before the text to spaces and returns their number.
// Block text keeps its own further blanks, such as the two of a paragraph.
func (t *tidier) indent() int {
	n := len(t.line) - len(strings.TrimLeft(t.line, " "))
	if t.block >= 0 && n > t.block {
		return n
	}
	end, wide := 0, false
	var b strings.Builder
	for i, r := range t.line {
		end = i
		if r == ' ' {
			b.WriteByte(' ')
			continue
		}
		if !blank(r) {
			break
		}
		wide = true
		switch r {
		case '\t':
			b.WriteString(strings.Repeat(" ", t.tab))
		case 0x3000: // ideographic space
			b.WriteString("  ")
		default:
			b.WriteByte(' ')
		}
		end = i + utf8.RuneLen(r)
	}
	if !wide {
		return n
	}
	code := "record/wide-indent"
	if strings.Contains(t.line[:end], "\t") {
		code = "record/tab"
	}
	if strings.TrimSpace(t.line) == "" {
		t.line = ""
		return 0
	}
	t.replace(0, end, b.String(), code)
	t.loose = true
	return b.Len()
}

// logical handles a line that begins an item or a key.
func (t *tidier) logical(col int) {
	items := 0
	for {
		body := t.line[col:]
		n, fixed := itemMarker(body, t.inList(col))
		if n == 0 {
			break
		}
		if fixed != "" {
			t.replace(col, n, fixed, "record/list-mark")
			n = len(fixed)
		}
		if col = t.place(col, true, items > 0); col < 0 {
			return
		}
		items++
		t.open, t.plain = true, false
		col += n
		if col >= len(t.line) {
			return
		}
	}
	if body := t.line[col:]; strings.TrimSpace(body) == "" || body[0] == '#' {
		return
	}
	key, ok := t.key(col)
	if !ok {
		t.scalarLine(col, items > 0)
		return
	}
	if col = t.place(col, false, items > 0); col < 0 {
		return
	}
	if n := len(t.levels); items > 0 && n > 1 {
		t.levels[n-2].maps = true
	}
	t.value(col, col+key)
}

// scalarLine handles a line that is neither item nor key: the value of an item, the
// value of the key on the line above, or text that runs on.
func (t *tidier) scalarLine(col int, item bool) {
	if item || t.open || !t.began {
		t.open = false
		t.value(col-1, col)
		return
	}
	if n := len(t.levels); t.plain && n > 0 && col > t.levels[n-1].indent {
		t.warn(col, len(t.line)-col, "record/folded")
		return
	}
	t.fail(t.at, col, "record/no-colon", "")
}

func (t *tidier) inList(col int) bool {
	for _, l := range t.levels {
		if l.indent == col && l.list {
			return true
		}
	}
	return false
}

// inMap reports whether a key would stand among other keys at col, so that an
// unknown word before a colon is one too.
func (t *tidier) inMap(col int) bool {
	for i, l := range t.levels {
		if l.indent == col && !l.list {
			return true
		}
		if l.list && l.maps && col > l.indent && i+1 == len(t.levels) {
			return true
		}
	}
	return false
}

// itemMarker returns the length of the list marker that s begins with, 0 when there
// is none, and what it should be when it is typed another way.
func itemMarker(s string, inList bool) (n int, fixed string) {
	r, size := utf8.DecodeRuneInString(s)
	rest := s[size:]
	switch {
	case r == '-' && (rest == "" || rest[0] == ' '):
		return size + len(rest) - len(strings.TrimLeft(rest, " ")), ""
	case r == '-':
		next, w := utf8.DecodeRuneInString(rest)
		if blank(next) {
			return size + w, "- "
		}
		if unicode.IsLetter(next) || inList && next == '"' {
			return size, "- "
		}
	case strings.ContainsRune("－—–−•●·", r):
		trimmed := strings.TrimLeftFunc(rest, unicode.IsSpace)
		next, _ := utf8.DecodeRuneInString(trimmed)
		if trimmed != "" && next != r && (inList || unicode.IsLetter(next) || next == '"') {
			return size + len(rest) - len(trimmed), "- "
		}
	}
	return 0, ""
}

// place fits a line that begins at col into the open levels and returns where it
// begins then, -1 when it fits nowhere. forced says that a list marker on the same
// line opened the level.
func (t *tidier) place(col int, list, forced bool) int {
	defer func() { t.open, t.plain = false, false }()
	depth := len(t.levels)
	if depth >= maxDepth {
		return t.tooDeep(col)
	}
	if forced {
		t.levels = append(t.levels, level{indent: col, list: list})
		return col
	}
	n := depth
	for n > 0 && t.levels[n-1].indent > col {
		n--
	}
	if n > 0 && t.levels[n-1].indent == col && t.levels[n-1].list && !list && n > 1 && t.levels[n-2].indent == col {
		n-- // a list at its key's own indentation ends
	}
	var top level
	if n > 0 {
		top = t.levels[n-1]
	}
	switch {
	case n == 0 && depth == 0, n == depth && t.open && top.indent < col:
		t.levels = append(t.levels, level{indent: col, list: list})
		return col
	case n > 0 && top.indent == col && top.list == list:
		t.levels = t.levels[:n]
		return col
	case n == depth && t.open && list && top.indent == col:
		t.levels = append(t.levels, level{indent: col, list: true})
		return col
	}
	return t.misplaced(col, n, list)
}

func (t *tidier) tooDeep(col int) int {
	t.fail(t.at, col, "record/too-deep", "", "limit", problem.Int(maxDepth))
	t.stop = true
	return -1
}

// misplaced reports a line whose indentation or marker fits nothing above it, and
// goes on as if it stood at the nearest level. A line that was indented with tabs or
// wide blanks, whose width is anybody's guess, is put there.
func (t *tidier) misplaced(col, n int, list bool) int {
	body := t.line[col:]
	if n > 0 && t.levels[n-1].indent == col {
		if list {
			t.fail(t.at, col, "record/item-among-keys", "")
		} else {
			t.fail(t.at, col, "record/key-among-items", strings.Repeat(" ", col)+"- "+body)
		}
		return -1
	}
	best := -1
	for _, l := range t.levels {
		if l.list == list && (best < 0 || abs(l.indent-col) < abs(best-col)) {
			best = l.indent
		}
	}
	fix := ""
	if best >= 0 {
		fix = strings.Repeat(" ", best) + body
	}
	snap := t.loose && best >= 0 && abs(best-col) <= 3
	if snap {
		t.note(best, best-col)
		t.line = fix
	} else {
		t.fail(t.at, col, "record/indent", fix, "have", problem.Int(col), "want", problem.Int(max(best, 0)))
	}
	for n = len(t.levels); n > 0 && t.levels[n-1].indent > best; n-- {
	}
	t.levels = t.levels[:n]
	if !snap {
		return -1
	}
	return best
}

func abs(n int) int { return max(n, -n) }

// key finds the key that begins at col, mends its colon, and returns the offset of
// the value behind it.
func (t *tidier) key(col int) (int, bool) {
	s := t.line[col:]
	if s[0] == '"' || s[0] == '\'' {
		end := closing(s)
		if end < 0 {
			return 0, false
		}
		rest := strings.TrimLeft(s[end:], " ")
		if strings.HasPrefix(rest, ":") {
			return len(s) - len(rest) + 1, true
		}
		return 0, false
	}
	if strings.ContainsRune("[{&*!|>@`", rune(s[0])) || wideFlow(s) {
		return 0, false
	}
	inMap := t.inMap(col)
	for i, r := range s {
		switch {
		case r == '#' && i > 0 && s[i-1] == ' ':
			return 0, false
		case r == ':' && (i+1 == len(s) || s[i+1] == ' '):
			return i + 1, true
		case r == ':' || wideColon(r):
			if !keyLike(s[:i], inMap) || r == ':' && strings.HasPrefix(s[i:], "://") {
				continue
			}
			code, size := "record/wide-colon", utf8.RuneLen(r)
			if r == ':' {
				code = "record/no-blank"
			}
			next, w := utf8.DecodeRuneInString(s[i+size:])
			if w > 0 && (next == ' ' || blank(next)) {
				size += w
			}
			t.replace(col+i, size, ": ", code)
			return i + 2, true
		}
	}
	return 0, false
}

func wideColon(r rune) bool {
	return r == '：' || r == '﹕' || r == '︓' || r == '∶' || r == '꞉'
}

// keyLike reports whether s before a colon is meant as a key: a word of the list,
// or anything short and plain where only keys stand.
func keyLike(s string, inMap bool) bool {
	s = strings.TrimSpace(s)
	if _, known := words.Key(keyWord(s)); known {
		return true
	}
	if !inMap || s == "" || utf8.RuneCountInString(s) > 24 || strings.ContainsAny(s, " 　，。；！？、“”") {
		return false
	}
	return strings.ContainsFunc(s, unicode.IsLetter)
}

func (t *tidier) stripInvisible() {
	i := strings.IndexFunc(t.line, invisible)
	if i < 0 {
		return
	}
	col := utf8.RuneCountInString(t.line[:i])
	kept := strings.Map(func(r rune) rune {
		if invisible(r) {
			return -1
		}
		return r
	}, t.line)
	t.note(col, utf8.RuneCountInString(kept)-utf8.RuneCountInString(t.line))
	t.line = kept
	t.todo = append(t.todo, t.problem(problem.Warning, t.at, col, "record/invisible"))
}

// replace puts s in the place of n bytes at off and remembers the repair.
func (t *tidier) replace(off, n int, s, code string) {
	col := utf8.RuneCountInString(t.line[:off])
	old := t.line[off : off+n]
	p := t.problem(problem.Warning, t.at, t.original(col), code)
	p.Width = utf8.RuneCountInString(old)
	if t.todo = append(t.todo, p); len(t.todo) == maxRepairs {
		t.fail(t.at, 0, "record/long-line", "", "limit", problem.Int(maxLine>>10))
		t.stop = true
	}
	t.note(col+utf8.RuneCountInString(s), utf8.RuneCountInString(s)-p.Width)
	t.line = t.line[:off] + s + t.line[off+n:]
}

// note remembers that columns from col on moved by delta.
func (t *tidier) note(col, delta int) {
	if delta == 0 {
		return
	}
	if t.edits == nil {
		t.edits = map[int][]edit{}
	}
	t.edits[t.at] = append(t.edits[t.at], edit{col, delta})
}

// original returns the 0-based column as typed of a column as repaired.
func (t *tidier) original(col int) int { return original(t.edits[t.at], col) }

func original(edits []edit, col int) int {
	for _, e := range slices.Backward(edits) {
		if col >= e.col {
			col -= e.delta
		}
	}
	return max(col, 0)
}

func (t *tidier) warn(off, width int, code string) {
	p := t.problem(problem.Warning, t.at, t.original(utf8.RuneCountInString(t.line[:off])), code)
	p.Width = utf8.RuneCountInString(t.line[off : off+width])
	t.todo = append(t.todo, p)
}

func (t *tidier) fail(line, off int, code, fix string, kv ...string) {
	col := off
	if line == t.at && off <= len(t.line) {
		col = t.original(utf8.RuneCountInString(t.line[:off]))
	}
	p := t.problem(problem.Error, line, col, code, kv...)
	p.Fix = fix
	t.todo = append(t.todo, p)
	t.failed = true
}

func (t *tidier) problem(s problem.Severity, line, col int, code string, kv ...string) problem.Problem {
	return problem.Problem{
		Pos:      problem.Pos{File: t.file, Line: line + 1, Col: col + 1},
		Severity: s, Code: code, Args: problem.Args(kv...),
	}
}

// flush ends a line: its repairs are reported with the line as repaired.
func (t *tidier) flush() {
	t.report()
	t.out = append(t.out, t.line)
}

func (t *tidier) report() {
	for _, p := range t.todo {
		if p.Fix == "" && p.Severity == problem.Warning && p.Code != "record/folded" && p.Code != "record/hash-comment" {
			p.Fix = strings.TrimRight(t.line, " ")
		}
		t.rep.Add(p)
	}
	t.todo = t.todo[:0]
}
