package words

import (
	_ "embed"
	"regexp"
	"strings"
)

//go:embed careful.yaml
var carefulFile string

// A Care is one way to say in free text what should not be published.
type Care struct {
	Kind     string   // shame, address…
	Triggers []string // one of them stands in every text that the pattern fits
	Pattern  *regexp.Regexp
	But      *regexp.Regexp // sentences that only look like it; nil for none
}

// narrow writes punctuation as texts have it once they are folded.
var narrow = strings.NewReplacer("，", ",", "：", ":", "；", ";", "（", "(", "）", ")", "？", "?", "！", "!")

// Carefuls returns the list of careful.yaml; its patterns are for folded text.
func Carefuls() (list []Care) {
	means, buts := []string{}, map[string]*regexp.Regexp{}
	for line := range strings.Lines(carefulFile) {
		left, pattern, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Fields(left)
		kind, name, _ := strings.Cut(fields[0], ".")
		pattern = strings.NewReplacer(means...).Replace(narrow.Replace(pattern))
		switch {
		case kind == "写法":
			means = append(means, "{"+name+"}", pattern)
		case name == "除外":
			buts[kind] = regexp.MustCompile(pattern)
		default:
			list = append(list, Care{Kind: kind, Triggers: fields[1:], Pattern: regexp.MustCompile(pattern)})
		}
	}
	for i := range list {
		list[i].But = buts[list[i].Kind]
	}
	return list
}
