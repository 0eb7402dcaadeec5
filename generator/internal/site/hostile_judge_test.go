package site

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"html"
	"io"
	"maps"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/words"
)

// expect compares the outcome with <case>/want:
//
//	refused [code…]   an error whose code begins with one of these (privacy/ when none is
//	                  named, any for any); the village's pages stay as they are
//	warned [code…]    no error, and such a warning
//	clean             no error, and no warning of package privacy
//	silent            no error, and nothing said at all
//	any               whatever comes of it: only the output counts
//
// "whole" among the codes lets the message name the file without a line, "elsewhere" lets
// pages of the village change, because it is a unit below that is refused.
func expect(c *hostile, folder string, o *outcome) (wrong []string) {
	how, rest, _ := strings.Cut(c.want, " ")
	named := slices.DeleteFunc(strings.Fields(rest), func(s string) bool { return s == "whole" || s == "elsewhere" })
	if len(named) == 0 {
		named = []string{"privacy/"}
	}
	var errors, warnings, matching []string
	for _, p := range o.of(c, folder) {
		match := slices.ContainsFunc(named, func(s string) bool { return s == "any" || strings.HasPrefix(p.Code, s) })
		switch {
		case p.Severity == problem.Error:
			errors = append(errors, p.Code)
			if match && how == "refused" {
				matching = append(matching, p.Code)
			}
		case p.Severity == problem.Warning:
			warnings = append(warnings, p.Code)
			if match && how == "warned" {
				matching = append(matching, p.Code)
			}
		}
	}
	said := fmt.Sprintf("errors %v, warnings %v", errors, warnings)
	private := func(code string) bool { return strings.HasPrefix(code, "privacy/") }
	switch how {
	case "refused":
		if len(matching) == 0 {
			wrong = append(wrong, "not refused: "+said)
		}
		if len(errors) > 0 && !strings.Contains(rest, "elsewhere") {
			wrong = append(wrong, o.moved(c, folder)...)
		}
	case "warned":
		if len(errors) > 0 || len(matching) == 0 {
			wrong = append(wrong, "no warning, or more than that: "+said)
		}
	case "clean":
		if len(errors) > 0 || slices.ContainsFunc(warnings, private) {
			wrong = append(wrong, "not clean: "+said)
		}
	case "silent":
		if len(errors)+len(warnings) > 0 {
			wrong = append(wrong, "not silent: "+said)
		}
	case "any":
	default:
		wrong = append(wrong, "wants nothing that is known: "+c.want)
	}
	return wrong
}

// of returns the problems of a case.
func (o *outcome) of(c *hostile, folder string) (list []problem.Problem) {
	if c.alone() {
		return o.problems
	}
	for _, p := range o.problems {
		if strings.Contains(p.File+"/", "/zhen/"+folder+"/") {
			list = append(list, p)
		}
	}
	return list
}

// moved says which pages of a refused village are not what they were.
func (o *outcome) moved(c *hostile, folder string) (wrong []string) {
	owns := func(name string) bool {
		base := path.Base(name)
		return strings.Contains(name, "/zhen/"+folder+"/") && base != "build.json" && base != "manifest.json"
	}
	for name, data := range o.before {
		if now, stands := o.after[name]; owns(name) && (!stands || now != data) {
			wrong = append(wrong, fmt.Sprintf("%s is not what it was (stands: %v)", name, stands))
		}
	}
	for name := range o.after {
		if _, stood := o.before[name]; owns(name) && !stood {
			wrong = append(wrong, name+" is new")
		}
	}
	if len(wrong) > 3 {
		wrong = append(wrong[:3], fmt.Sprintf("… %d such files", len(wrong)))
	}
	return wrong
}

// leaks looks for what must not be found.
func (c *hostile) leaks(folder string, o *outcome) (wrong []string) {
	find := func(secrets []string, where func(name string) bool) {
		for _, s := range secrets {
			plain := bare(s)
			if plain == "" { // only what is invisible
				plain = s
			}
			for _, name := range slices.Sorted(maps.Keys(o.after)) {
				if !where(name) || !c.mayHold(name, folder) || o.before[name] == o.after[name] {
					continue
				}
				if strings.Contains(o.after[name], s) || strings.Contains(o.plain(name), plain) || strings.Contains(bare(name), plain) {
					wrong = append(wrong, fmt.Sprintf("leak: %s holds %s", name, s))
					break
				}
			}
		}
	}
	find(c.secret, func(string) bool { return true })
	find(c.inside, func(name string) bool { return !strings.HasPrefix(name, "public.local/internal/") })
	find(c.offweb, func(name string) bool { return strings.HasPrefix(name, "public/") })
	return wrong
}

// mayHold leaves out the villages of the other cases: they have their own secrets.
func (c *hostile) mayHold(name, folder string) bool {
	if c.alone() {
		return true
	}
	other := otherVillage.FindStringSubmatch(name)
	return other == nil || other[1] == folder
}

var otherVillage = regexp.MustCompile(`/zhen/(v[a-z]{2})/`)

// plain is a finished file as plainly has it.
func (o *outcome) plain(name string) string {
	text, ok := o.text[name]
	if !ok {
		text = plainly(name, o.after[name])
		o.text[name] = text
	}
	return text
}

// plainly is a finished file as somebody who looks for numbers in it would read it.
func plainly(name, data string) string {
	if strings.HasPrefix(data, "\x1f\x8b") {
		if z, err := gzip.NewReader(bytes.NewReader([]byte(data))); err == nil {
			if all, err := io.ReadAll(z); err == nil {
				data = string(all)
			}
		}
	}
	switch path.Ext(name) {
	case ".jpg", ".png", ".webp", ".woff2":
		return data
	}
	text := bare(data) + "\uffff" + bare(tags.ReplaceAllString(data, ""))
	if plain, err := url.PathUnescape(data); err == nil && plain != data {
		text += "\uffff" + bare(plain)
	}
	return text
}

var tags = regexp.MustCompile(`<!--|-->|</?[a-zA-Z](?:[^>"']|"[^"]*"|'[^']*')*>`)

// bare folds widths and entities and leaves out blanks, dashes and what is invisible.
func bare(s string) string {
	s = norm.NFKC.String(html.UnescapeString(s))
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || unicode.Is(unicode.Cf, r) || r == '\u2212' {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

var (
	openTag   = regexp.MustCompile(`<([a-zA-Z][a-zA-Z0-9:-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>`)
	attribute = regexp.MustCompile(`([^\s"'=<>/]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)`)
	scripted  = regexp.MustCompile(`(?is)<(script|style)\b([^>]*)>(.*?)</(?:script|style)\s*>`)
	inertType = regexp.MustCompile(`type="?application/(ld\+)?json`)
	codeURL   = regexp.MustCompile(`^(?i)(javascript|vbscript|data|file):`)
	otherHost = regexp.MustCompile(`^(?i)(https?:)?//`)
	inert     = regexp.MustCompile(`^gongshi\.put\("[a-z0-9/_-]*","(?:[^"\\<\n]|\\.)*"\);\n$`) // a file of the search index: one text, without markup
	control   = regexp.MustCompile(`[\x00-\x20]`)
)

// runs looks for code of the staff that a browser would run, and for what a browser would
// fetch from others.
func (c *hostile) runs(o *outcome) (wrong []string) {
	if len(c.script) == 0 {
		return nil
	}
	mine := func(s string) bool {
		s = html.UnescapeString(s)
		return slices.ContainsFunc(c.script, func(canary string) bool { return strings.Contains(s, canary) })
	}
	for _, name := range slices.Sorted(maps.Keys(o.after)) {
		data := o.after[name]
		if !mine(data) || path.Ext(name) != ".html" && path.Ext(name) != ".svg" && path.Ext(name) != ".xml" && path.Ext(name) != ".js" {
			continue
		}
		if path.Ext(name) == ".js" && !inert.MatchString(data) {
			wrong = append(wrong, "runs: "+name)
		}
		for _, m := range scripted.FindAllStringSubmatch(data, -1) {
			if mine(m[3]) && !inertType.MatchString(m[2]) {
				wrong = append(wrong, fmt.Sprintf("runs: %s: in <%s>: %s", name, m[1], around(m[3], c.script)))
			}
		}
		for _, m := range openTag.FindAllStringSubmatch(data, -1) {
			if mine(m[2]) {
				wrong = append(wrong, active(name, m[1], m[2], mine)...)
			}
		}
	}
	return wrong
}

func around(s string, canaries []string) string {
	for _, canary := range canaries {
		if i := strings.Index(s, canary); i >= 0 {
			return fmt.Sprintf("%q", s[max(0, i-40):min(len(s), i+len(canary)+20)])
		}
	}
	return ""
}

// addresses are the attributes that hold one.
var addresses = map[string]bool{"href": true, "src": true, "srcset": true, "poster": true, "background": true,
	"data": true, "xlink:href": true, "action": true, "formaction": true, "cite": true, "longdesc": true}

// active says what in a tag would run or fetch.
func active(name, tag, attributes string, mine func(string) bool) (wrong []string) {
	bad := func(what string) { wrong = append(wrong, fmt.Sprintf("runs: %s: <%s %s>", name, tag, what)) }
	switch strings.ToLower(tag) {
	case "iframe", "object", "embed", "base", "form", "script", "style", "applet", "frame", "foreignobject", "use":
		bad(attributes)
		return wrong
	case "link":
		if !strings.Contains(attributes, `"canonical"`) {
			bad(attributes)
		}
		return wrong
	}
	for _, m := range attribute.FindAllStringSubmatch(attributes, -1) {
		key, value := strings.ToLower(m[1]), html.UnescapeString(strings.Trim(m[2], `"'`))
		if !mine(value) {
			continue
		}
		address := control.ReplaceAllString(value, "")
		switch {
		case strings.HasPrefix(key, "on"), key == "style", key == "srcdoc":
			bad(m[0])
		case addresses[key] && codeURL.MatchString(address), addresses[key] && key != "href" && otherHost.MatchString(address):
			bad(m[0])
		case key == "content" && strings.Contains(strings.ToLower(attributes), "http-equiv"):
			bad(m[0])
		}
	}
	return wrong
}

var (
	digits  = regexp.MustCompile(`[0-9]+`)
	english = regexp.MustCompile(`yaml:|json:|zip:|strconv|unmarshal|invalid |cannot |expected |unexpected |unsupported|panic|goroutine|\.go:`)
)

// tells checks the messages about a case as the program prints them.
func (c *hostile) tells(folder string, o *outcome) (wrong []string) {
	for _, p := range o.of(c, folder) {
		s := words.Say(p)
		all := strings.Join([]string{p.Pos.String(), s.Cause, s.Fix, p.Typed, p.Fix}, "\n")
		if !strings.ContainsFunc(s.Cause, func(r rune) bool { return unicode.Is(unicode.Han, r) }) || english.MatchString(s.Cause+s.Fix) {
			wrong = append(wrong, fmt.Sprintf("not Chinese: %s: %s", p.Code, s.Cause))
		}
		if p.File == "" {
			wrong = append(wrong, "no file: "+p.Code)
		}
		if p.Line == 0 && p.Severity == problem.Error && !strings.Contains(c.want, "whole") && c.want != "any" {
			wrong = append(wrong, fmt.Sprintf("no line: %s: %s", p.Pos, p.Code))
		}
		for _, secret := range slices.Concat(c.secret, c.inside, c.offweb) {
			if shown := shownOf(secret, all); shown != "" {
				wrong = append(wrong, fmt.Sprintf("the message of %s shows %s of %s: %s", p.Code, shown, secret, all))
			}
		}
	}
	return wrong
}

// shownOf returns digits of a secret number that stand together in a text, more than two.
func shownOf(secret, text string) string {
	number := strings.Join(digits.FindAllString(norm.NFKC.String(secret), -1), "")
	if len(number) < 7 {
		return ""
	}
	text = strings.ReplaceAll(text, "GB18030", "")
	for _, run := range digits.FindAllString(plainDigits(text), -1) {
		for i := 0; i+3 <= len(run); i++ {
			if strings.Contains(number, run[i:i+3]) {
				return run
			}
		}
	}
	return ""
}

// plainDigits folds widths and drops what is invisible; blanks stay, they part numbers.
func plainDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, norm.NFKC.String(s))
}
