package village

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongshi/generator/internal/record"
	"gongshi/generator/internal/words"
)

// A Name of a person, as it is written in the register.
type Name string

// Scan reads a name: blanks inside a two-character name are dropped, width is
// folded, rare characters are kept. Private-use characters, 同上 and two people in
// one cell are refused.
func (n *Name) Scan(v *record.Value) { *n = Name(scanName(v)) }

func scanName(v *record.Value) string {
	s := tidyName(v.Text)
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
	case strings.ContainsAny(s, "、，,；;/"), strings.Contains(s, "\n"):
		v.Error("name/two-people")
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

// tidyName folds width and drops the blanks that people put into Chinese names to
// make them line up; between Latin words and around · they stay as one or none.
func tidyName(s string) string {
	s = strings.Join(strings.Fields(record.Fold(s)), " ")
	s = dots.ReplaceAllString(s, "·")
	var b strings.Builder
	r := []rune(s)
	for i, c := range r {
		if c == ' ' && i > 0 && i+1 < len(r) && (unicode.Is(unicode.Han, r[i-1]) || unicode.Is(unicode.Han, r[i+1])) {
			continue
		}
		b.WriteRune(c)
	}
	return b.String()
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
	landline = regexp.MustCompile(`^(?:\(?0\d{2,3}\)?-?)?\d{7,8}(?:-\d{1,6})?$`)
	service  = regexp.MustCompile(`^(?:1\d{2,4}|400-?\d{3}-?\d{4}|800-?\d{3}-?\d{4}|9\d{4,5})$`)
)

// Mobile reports whether the number is a mobile one, which belongs to a person.
func (p Phone) Mobile() bool { return mobile.MatchString(strings.ReplaceAll(string(p), "-", "")) }

// Link returns the number as a tel: link dials it.
func (p Phone) Link() string {
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
