// Package words holds every Chinese word that the generator itself says or
// understands: the keys of data files, the values they may have, problem
// messages, labels and help. Go code elsewhere holds none. The files beside this
// one are flat "key: text" lists, so that anyone who can read Chinese can mend them.
package words

import (
	_ "embed"
	"maps"
	"slices"
	"strings"

	"gongshi/generator/internal/problem"
)

//go:embed keys.yaml
var keysFile string

//go:embed values.yaml
var valuesFile string

//go:embed messages.yaml
var messagesFile string

//go:embed text.yaml
var textFile string

//go:embed cli.yaml
var cliFile string

var (
	keys     = parsePairs(keysFile)
	values   = parsePairs(valuesFile) // codes are "<kind>.<code>"
	messages = parseTexts(messagesFile)
	texts    = merge(parseTexts(textFile), parseTexts(cliFile))
)

// A Pair is one key (or value) of data files: the code word and the ways to write it.
type Pair struct {
	Group   string   // heading under which the list prints it
	Code    string   // the word used in code and struct tags
	English []string // other English forms
	Chinese []string // the first is the one shown
}

// pairs is a list of Pairs with the way back from any written form.
type pairs struct {
	list   []Pair
	byForm map[string]int
	byCode map[string]int
}

// parsePairs reads lines "code [english…]: 中文 [别名…]"; a comment line begins a group.
func parsePairs(s string) pairs {
	p := pairs{byForm: map[string]int{}, byCode: map[string]int{}}
	group := ""
	for line := range strings.Lines(s) {
		line = strings.TrimSpace(line)
		if g, ok := strings.CutPrefix(line, "## "); ok {
			group = g
		}
		left, right, ok := strings.Cut(line, ": ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		l, r := strings.Fields(left), strings.Fields(right)
		n := len(p.list)
		p.list = append(p.list, Pair{group, l[0], slices.Clone(l[1:]), r})
		p.byCode[l[0]] = n
		kind, code, isValue := strings.Cut(l[0], ".")
		if isValue {
			l[0] = code
		}
		for _, form := range append(l, r...) {
			if isValue {
				form = kind + "." + form
			}
			p.byForm[form] = n
		}
	}
	return p
}

// parseTexts reads lines "key: text" and blocks "key: |" with lines indented by two.
func parseTexts(s string) map[string]string {
	m := map[string]string{}
	block := ""
	for line := range strings.Lines(s) {
		line = strings.TrimRight(line, "\r\n")
		if rest, ok := strings.CutPrefix(line, "  "); ok && block != "" {
			m[block] += rest + "\n"
			continue
		}
		if line == "" && block != "" {
			m[block] += "\n"
			continue
		}
		k, v, ok := strings.Cut(line, ": ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		block = ""
		if v == "|" {
			block, v = k, ""
		}
		m[k] = v
	}
	for k, v := range m {
		if strings.HasSuffix(v, "\n") {
			m[k] = strings.TrimRight(v, "\n") + "\n"
		}
	}
	return m
}

func merge(ms ...map[string]string) map[string]string {
	all := map[string]string{}
	for _, m := range ms {
		for k, v := range m {
			all[k] = v
		}
	}
	return all
}

// Key returns the code word of a key (or file name) as written, in either
// language, and whether the list knows it; an unknown one comes back unchanged.
func Key(written string) (code string, known bool) {
	if i, ok := keys.byForm[written]; ok {
		return keys.list[i].Code, true
	}
	return written, false
}

// KeyName returns the Chinese name of a key's code word, for messages.
func KeyName(code string) string {
	if i, ok := keys.byCode[code]; ok {
		return keys.list[i].Chinese[0]
	}
	return code
}

// Keys returns the one list of all keys, in the order of its file.
func Keys() []Pair { return slices.Clone(keys.list) }

// Value returns the code word of an enumerated value of the given kind
// ("channel", "audience", …), and whether it is one.
func Value(kind, written string) (code string, ok bool) {
	i, ok := values.byForm[kind+"."+written]
	if !ok {
		return "", false
	}
	return strings.CutPrefix(values.list[i].Code, kind+".")
}

// ValueName returns the Chinese word of a value's code.
func ValueName(kind, code string) string {
	if i, ok := values.byCode[kind+"."+code]; ok {
		return values.list[i].Chinese[0]
	}
	return code
}

// ValueForms returns all Chinese ways to write a value's code.
func ValueForms(kind, code string) []string {
	if i, ok := values.byCode[kind+"."+code]; ok {
		return slices.Clone(values.list[i].Chinese)
	}
	return nil
}

// ValueNames returns the words that may stand for kind, as messages list them.
func ValueNames(kind string) string {
	var s []string
	for _, p := range values.list {
		if strings.HasPrefix(p.Code, kind+".") {
			s = append(s, p.Chinese[0])
		}
	}
	return strings.Join(s, T("list.sep"))
}

// Names reports whether one of the words of that kind stands in s: 学子 in 优秀学子.
func Names(kind, s string) bool {
	for form := range values.byForm {
		if k, word, _ := strings.Cut(form, "."); k == kind && strings.Contains(s, word) {
			return true
		}
	}
	return false
}

// IsSum reports whether a group's name means all groups together: 合计, 总数.
func IsSum(name string) bool {
	code, _ := Value("sumrow", name)
	return code == "all" || code == "part"
}

// T returns a label with {name} replaced from the alternating kv. A key that the
// files lack comes back in brackets that tests look for.
func T(key string, kv ...string) string {
	s, ok := texts[key]
	if !ok {
		return "[words " + key + "]"
	}
	return fill(s, kv)
}

// Has reports whether T knows key.
func Has(key string) bool { _, ok := texts[key]; return ok }

// HasMessage reports whether a problem code has a sentence.
func HasMessage(code string) bool { return messages[code] != "" }

// fill replaces each {name} once; what it puts in is never looked at again.
func fill(s string, kv []string) string {
	if len(kv) == 0 || !strings.Contains(s, "{") {
		return s
	}
	var b strings.Builder
	for {
		head, rest, ok := strings.Cut(s, "{")
		b.WriteString(head)
		if !ok {
			return b.String()
		}
		name, tail, closed := strings.Cut(rest, "}")
		i := -1
		for k := 0; closed && k+1 < len(kv) && i < 0; k += 2 {
			if kv[k] == name {
				i = k + 1
			}
		}
		if i < 0 {
			b.WriteByte('{')
			s = rest
			continue
		}
		b.WriteString(kv[i])
		s = tail
	}
}

// A Sentence is what a person reads of a problem.
type Sentence struct {
	Cause string // what is wrong, one sentence
	Fix   string // what to do, one sentence; may be ""
}

// Say puts a problem into words. In messages.yaml the cause and the remedy are
// parted by " → ".
func Say(p problem.Problem) Sentence {
	s, ok := messages[p.Code]
	if !ok {
		return Sentence{Cause: "[words " + p.Code + "]"}
	}
	kv := make([]string, 0, 2*len(p.Args))
	for k, v := range p.Args {
		kv = append(kv, k, v)
	}
	cause, fix, _ := strings.Cut(s, " → ")
	return Sentence{fill(cause, kv), fill(fix, kv)}
}

// MessageCodes returns the codes that have a sentence.
func MessageCodes() []string { return slices.Sorted(maps.Keys(messages)) }
