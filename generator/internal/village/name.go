package village

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongshi/generator/internal/record"
	"gongshi/generator/internal/words"
)

// A Name of a person, as it is written in the register.
type Name string

// Scan reads a name: blanks inside a two-character name are dropped, width is
// folded, rare characters are kept. Private-use characters, 同上, what is no name and
// two people in one cell are refused.
func (n *Name) Scan(v *record.Value) { *n = Name(scanName(v)) }

func scanName(v *record.Value) string {
	s := tidyName(v.Text)
	han := hanLen(s)
	for _, r := range s {
		if r >= 0xe000 && r <= 0xf8ff || r >= 0xf0000 {
			v.Error("name/private-use", "char", string(r))
			return ""
		}
	}
	switch _, ditto := words.Value("ditto", s); {
	case ditto:
		v.Error("name/ditto")
		return ""
	case strings.ContainsAny(s, "、，,；;/"), strings.Contains(strings.TrimSpace(v.Text), "\n"):
		v.Error("name/two-people")
		return ""
	case strings.Contains(s, " ") && han > 0:
		v.Error("name/one-or-two")
		return ""
	case Nobody(s), strings.ContainsAny(s, ":："), phoneLike.MatchString(s):
		v.Error("name/no-name")
		return ""
	case !strings.ContainsFunc(s, unicode.IsLetter):
		v.Error("name/unreadable")
		return ""
	case strings.ContainsAny(s, "*＊×"):
		v.Error("name/masked")
		return ""
	}
	if s != v.Text && strings.Join(strings.Fields(record.Fold(v.Text)), "") != record.Fold(v.Text) {
		v.WarnFix(s, "name/blanks", "as", s)
	}
	return s
}

var phoneLike = regexp.MustCompile(`\d{5}`)

// Surname returns the family name of a Chinese name, two characters of a compound one; ""
// of a name that is written otherwise.
func (n Name) Surname() string {
	s := []rune(string(n))
	if hanLen(string(n)) < len(s) || len(s) < 2 {
		return ""
	}
	if first := string(s[:2]); len(s) > 2 && slices.Contains(strings.Fields(words.T("name.compound")), first) {
		return first
	}
	return string(s[:1])
}

// Nobody reports whether a cell for a name says that there is nobody: 无, 暂缺, —.
func Nobody(s string) bool {
	_, yes := words.Value("nobody", strings.TrimSpace(s))
	return yes
}

// tidyName folds width and drops the blanks that people put into Chinese names to make
// them line up (张 三, 欧阳 修). What may be two people keeps its blank (王五 赵六), and
// so do Latin words.
func tidyName(s string) string {
	s = strings.Join(strings.Fields(record.Fold(s)), " ")
	s = dots.ReplaceAllString(s, "·")
	joined := strings.ReplaceAll(s, " ", "")
	first, _, _ := strings.Cut(s, " ")
	compound := slices.Contains(strings.Fields(words.T("name.compound")), first) && hanLen(joined) <= 4
	if n := hanLen(joined); n == utf8.RuneCountInString(joined) && (n <= 3 || n == (len(s)-len(joined))+1 || compound) {
		return joined
	}
	return s
}

func hanLen(s string) (n int) {
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			n++
		}
	}
	return n
}

var dots = regexp.MustCompile(` ?[·•‧・∙.．] ?`)

// A Ref names a person or household of a register: by number, by name, or by name
// and group, 王建国(2组).
type Ref struct {
	Text  string // as typed, folded
	Name  string
	Group string // "" when not given
}

// In returns r with the group that stands beside it, unless it names one itself.
func (r Ref) In(group string) Ref {
	if r.Group == "" {
		r.Group = strings.TrimSpace(group)
	}
	return r
}

var refForm = regexp.MustCompile(`^(.+?)\(([^()]+)\)$`)

// Scan reads a reference.
func (r *Ref) Scan(v *record.Value) { *r = scanRef(v) }

func scanRef(v *record.Value) Ref {
	s := record.Fold(v.Text)
	part := *v
	part.Text = s
	group := ""
	if m := refForm.FindStringSubmatch(s); m != nil {
		part.Text, group = strings.TrimSpace(m[1]), strings.TrimSpace(m[2])
	}
	if code.MatchString(part.Text) { // a number, not a name
		return Ref{Text: s, Name: part.Text, Group: group}
	}
	name := scanName(&part)
	return Ref{Text: s, Name: name, Group: group}
}

var code = regexp.MustCompile(`^[A-Za-z]*[-_]?\d[-\w]*$`)

// A Phone number as people write it; only 公开电话 and its kin may hold one.
type Phone string

var (
	mobile   = regexp.MustCompile(`^(?:\+?86-?)?1[3-9]\d{9}$`)
	landline = regexp.MustCompile(`^((?:\(?0\d{2,3}\)?-?)?\d{7,8})(?:-(\d{1,6}))?$`)
	service  = regexp.MustCompile(`^(?:1\d{2,4}|400-?\d{3}-?\d{4}|800-?\d{3}-?\d{4}|9\d{4,5})$`)
)

// Mobile reports whether the number is a mobile one, which belongs to a person.
func (p Phone) Mobile() bool { return mobile.MatchString(strings.ReplaceAll(string(p), "-", "")) }

// Link returns the number as a tel: link dials it; the phone waits before an extension.
func (p Phone) Link() string {
	if m := landline.FindStringSubmatch(string(p)); m != nil && m[2] != "" {
		return Phone(m[1]).Link() + "," + m[2]
	}
	return strings.Map(func(r rune) rune {
		if r == '+' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, string(p))
}

// Scan reads one phone number; masked ones are refused, not shown.
func (p *Phone) Scan(v *record.Value) {
	s := strings.Join(strings.Fields(record.Fold(v.Text)), "")
	s = strings.NewReplacer("—", "-", "－", "-", "–", "-", "−", "-").Replace(s)
	for _, sign := range strings.Fields(words.T("phone.extension")) { // 0358-1234567 ext. 801
		s = strings.ReplaceAll(s, sign, "-")
	}
	s = strings.ReplaceAll(s, "--", "-")
	switch {
	case strings.ContainsAny(s, "*xX×＊"):
		v.Error("phone/masked")
		return
	case !mobile.MatchString(strings.ReplaceAll(s, "-", "")) && !landline.MatchString(s) && !service.MatchString(s):
		v.Error("phone/unreadable", "digits", countDigits(s))
		return
	}
	*p = Phone(s)
}

func countDigits(s string) string {
	n := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return decimals(int64(n), 0)
}

// Len returns the number of characters of a name, for layouts.
func (n Name) Len() int { return utf8.RuneCountInString(string(n)) }
