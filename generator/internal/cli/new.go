package cli

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"gongshi/generator/internal/words"
)

// starter holds a commented example of every file. {name} and {year} are filled in.
//
//go:embed starter
var starter embed.FS

// An example is one file of the starter site.
type example struct {
	code string // code word of the file
	from string // in starter
	to   string // in a unit's folder, by its English name; %d is the year
}

// examples, in the order in which a new site needs them.
var examples = []example{
	{"unit", "unit.yaml", "unit.yaml"},
	{"grids", "grids.yaml", "grids.yaml"},
	{"members", "members.yaml", "members.yaml"},
	{"households", "households.yaml", "households.yaml"},
	{"points", "points.yaml", "points/{year}.yaml"},
	{"stars", "stars.yaml", "stars/{year}.yaml"},
	{"outcomes", "outcomes.yaml", "outcomes.yaml"},
	{"income", "income.yaml", "income/{year}.yaml"},
	{"duty", "duty.yaml", "duty.yaml"},
}

// new writes a starter site, or one example file into the folder it is called in.
func (a *app) new() *cobra.Command {
	c := a.command("new", nil)
	c.Use = "new " + words.T("cli.new.arg")
	c.Args = cobra.ExactArgs(1)
	c.Long = strings.ReplaceAll(c.Long, "{files}", fileNames())
	c.RunE = func(c *cobra.Command, args []string) error {
		a.ran = true
		return a.create(c.Context(), args[0])
	}
	return c
}

func fileNames() string {
	var s []string
	for _, e := range examples {
		s = append(s, words.KeyName(e.code))
	}
	return strings.Join(s, words.T("list.sep"))
}

func (a *app) create(_ context.Context, arg string) error {
	fill := func(name string) *strings.Replacer {
		return strings.NewReplacer("{name}", name, "{year}", itoa(time.Now().Year()))
	}
	if code, known := words.Key(arg); known {
		for _, e := range examples {
			if e.code == code {
				to := e.to
				if code != arg { // asked for in Chinese, named in Chinese
					to = strings.Replace(e.to, code, arg, 1)
				}
				if err := a.write(e.from, filepath.Join(a.site, filepath.FromSlash(fill("").Replace(to))), fill(words.T("cli.new.village"))); err != nil {
					return err
				}
				a.hintUnit()
				return nil
			}
		}
	}
	return a.createSite(arg, fill(filepath.Base(arg)))
}

// hintUnit says that a data file needs the file of its unit beside it.
func (a *app) hintUnit() {
	files, _ := os.ReadDir(a.site)
	for _, f := range files {
		name := f.Name()
		if code, _ := words.Key(strings.TrimSuffix(name, path.Ext(name))); code == "unit" {
			return
		}
	}
	fmt.Fprintln(a.stdout, words.T("cli.new.nounit"))
}

// createSite writes a whole site with one village into a new folder.
func (a *app) createSite(dir string, fill *strings.Replacer) error {
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(a.site, dir)
	}
	if list, err := os.ReadDir(dir); err == nil && len(list) > 0 {
		return errUsage{errors.New(words.T("cli.new.exists", "file", dir))}
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	unit := filepath.Join(dir, "data", "cun")
	for _, e := range examples {
		if err := a.write(e.from, filepath.Join(unit, filepath.FromSlash(fill.Replace(e.to))), fill); err != nil {
			return err
		}
	}
	if err := a.write("site.yaml", filepath.Join(dir, "data", "site.yaml"), fill); err != nil {
		return err
	}
	if err := a.write("notice.md", filepath.Join(dir, "content", "cun", "notices", "example.md"), fill); err != nil {
		return err
	}
	if strings.ContainsFunc(dir, unicode.IsSpace) {
		dir = strconv.Quote(dir)
	}
	fmt.Fprintln(a.stdout, words.T("cli.new.next", "dir", dir))
	return nil
}

// write writes one example; a file that exists is never overwritten.
func (a *app) write(from, to string, fill *strings.Replacer) error {
	b, err := starter.ReadFile(path.Join("starter", from))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return errUsage{errors.New(words.T("cli.new.exists", "file", to))}
	}
	if err != nil {
		return err
	}
	_, err = f.WriteString(filled(string(b), fill))
	if err == nil {
		fmt.Fprintln(a.stdout, words.T("cli.new.wrote", "file", to))
	}
	return errors.Join(err, f.Close())
}

// filled fills in an example. A value with the name in it is quoted when YAML would
// take it for something else.
func filled(text string, fill *strings.Replacer) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		key, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		if !ok || !strings.Contains(value, "{name}") {
			b.WriteString(fill.Replace(line))
			continue
		}
		if value = fill.Replace(value); !plainScalar(value) {
			value = strconv.Quote(value)
		}
		fmt.Fprintf(&b, "%s: %s\n", key, value)
	}
	return b.String()
}

// plainScalar reports whether nobody could take s for anything but a name.
func plainScalar(s string) bool {
	odd := func(r rune) bool { return !unicode.Is(unicode.Han, r) && !unicode.IsDigit(r) && !unicode.IsLetter(r) }
	first, _ := utf8.DecodeRuneInString(s)
	return unicode.Is(unicode.Han, first) && !strings.ContainsFunc(s, odd)
}
