// Package archtest checks the house rules that a compiler does not.
package archtest

import (
	"bufio"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"gongshi/generator/internal/boards"
	"gongshi/generator/internal/words"
)

const (
	module = "gongshi/"
	inside = "generator/internal/"
)

// floors, lowest first. A package may import only from floors below its own.
var floors = [][]string{
	{inside + "problem", inside + "pinyin", inside + "qr", inside + "fonts", inside + "loopback", inside + "quick", "themes"},
	{inside + "words"},
	{inside + "record", inside + "markdown", inside + "picture"},
	{inside + "village"},
	{inside + "step", inside + "deadline", inside + "ledger", inside + "privacy", inside + "change", inside + "search"},
	{inside + "board"},
	{inside + "boards/*"},
	{inside + "boards"},
	{inside + "source", inside + "due", inside + "plan", inside + "render", inside + "publish", inside + "watch", inside + "serve", inside + "history", inside + "mirror", inside + "print", inside + "sample"},
	{inside + "site"},
	{inside + "cli"},
	{"generator/cmd/gongshi"},
}

// doors: each outside library has one package that may import it.
var doors = map[string]string{
	"gopkg.in/yaml.v3":               "record",
	"github.com/xuri/excelize":       "record",
	"golang.org/x/text/encoding":     "record",
	"github.com/yuin/goldmark":       "markdown",
	"github.com/gohugoio/hugo":       "render",
	"github.com/spf13/afero":         "render",
	"github.com/bep/logg":            "render",
	"github.com/fsnotify/fsnotify":   "watch",
	"github.com/mozillazg/go-pinyin": "pinyin",
	"rsc.io/qr":                      "qr",
	"golang.org/x/image":             "picture fonts",
	"github.com/andybalholm/brotli":  "fonts publish",
	"github.com/klauspost/compress":  "publish",
	"image":                          "picture",
	"github.com/evanw/esbuild":       "archtest",
	"github.com/gofrs/flock":         "publish",
	"github.com/spf13/cobra":         "cli",
	"github.com/schollz/progressbar": "cli",
	"github.com/pkg/browser":         "cli",
	"github.com/pdfcpu/pdfcpu":       "print",
	"github.com/chromedp/chromedp":   "print",
	"github.com/chromedp/cdproto":    "print",
	"golang.org/x/term":              "cli",
	"path/filepath":                  "cli publish watch site serve history print",
	"os":                             "cli publish watch site serve history mirror print cmd/gongshi",
}

// goroutines may be started only here (house: site, watch, serve, print, mirror; cli
// runs the preview and the watcher side by side, render must be able to leave Hugo alone,
// publish flushes files together).
var goroutines = []string{"site", "watch", "serve", "cli", "render", "mirror", "print", "publish"}

type file struct {
	pkg, name string
	ast       *ast.File
	fset      *token.FileSet
	lines     int
}

const root = "../../.."

func goFiles(t *testing.T) []file {
	t.Helper()
	var out []file
	for _, top := range []string{"generator", "themes"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(p string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() && strings.HasSuffix(d.Name(), "test") {
				return fs.SkipDir // helpers of tests, such as boardtest
			}
			if err != nil || d.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
				return err
			}
			fset := token.NewFileSet()
			a, err := parser.ParseFile(fset, p, nil, parser.SkipObjectResolution|parser.ParseComments)
			rel, _ := filepath.Rel(root, filepath.Dir(p))
			out = append(out, file{filepath.ToSlash(rel), p, a, fset, fset.File(a.Pos()).LineCount()})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(out) < 40 {
		t.Fatalf("only %d Go files found", len(out))
	}
	return out
}

// outside reports whether a package tests or measures the product; it may import everything.
func outside(pkg string) bool {
	return strings.HasPrefix(pkg, "generator/e2e") || strings.HasPrefix(pkg, "generator/bench")
}

func floorOf(pkg string) int {
	for i, f := range floors {
		for _, pat := range f {
			if ok, _ := path.Match(pat, pkg); ok {
				return i
			}
		}
	}
	return -1
}

func TestFloors(t *testing.T) {
	for _, f := range goFiles(t) {
		if outside(f.pkg) {
			continue // they may import everything
		}
		me := floorOf(f.pkg)
		if me < 0 {
			t.Errorf("%s: package %s has no floor; add it to floors", f.name, f.pkg)
			continue
		}
		for _, im := range f.ast.Imports {
			p, _ := strconv.Unquote(im.Path.Value)
			rest, ours := strings.CutPrefix(p, module)
			if ours && rest != inside+"archtest" && floorOf(rest) >= me {
				t.Errorf("%s: floor %d may not import %s on floor %d", f.name, me, rest, floorOf(rest))
			}
		}
	}
}

// The packages above floor 5 and below it differ in what they need; one pair of
// stations meets: site hands the watcher's list of ignored names to the source.
func TestDoors(t *testing.T) {
	for _, f := range goFiles(t) {
		short := strings.TrimPrefix(strings.TrimPrefix(f.pkg, inside), "generator/")
		if outside(f.pkg) {
			continue
		}
		for _, im := range f.ast.Imports {
			p, _ := strconv.Unquote(im.Path.Value)
			for lib, owners := range doors {
				if p != lib && !strings.HasPrefix(p, lib+"/") || p == "os/signal" {
					continue
				}
				if !slices.Contains(strings.Fields(owners), short) {
					t.Errorf("%s: only %s may import %s", f.name, owners, lib)
				}
			}
		}
	}
}

// Every direct requirement of go.mod has a door, or is for tests only.
func TestEveryLibraryHasADoor(t *testing.T) {
	forTests := []string{"github.com/rogpeppe/go-internal", "github.com/santhosh-tekuri/jsonschema/v6", "github.com/invopop/jsonschema",
		"github.com/makiuchi-d/gozxing"}
	shared := []string{"golang.org/x/text", "golang.org/x/sys", "golang.org/x/tools"} // small parts of Go itself
	mod, err := os.Open(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	defer mod.Close()
	s := bufio.NewScanner(mod)
	for s.Scan() {
		fields := strings.Fields(s.Text())
		if len(fields) != 2 || !strings.Contains(fields[0], ".") || !strings.HasPrefix(s.Text(), "\t") {
			continue
		}
		lib := fields[0]
		ok := slices.Contains(forTests, lib) || slices.Contains(shared, lib)
		for door := range doors {
			ok = ok || lib == door || strings.HasPrefix(lib, door+"/")
		}
		if !ok {
			t.Errorf("go.mod requires %s, which has no door", lib)
		}
	}
}

func TestNoInitAndNoClockBelowTheTop(t *testing.T) {
	for _, f := range goFiles(t) {
		top := floorOf(f.pkg) >= floorOf(inside+"site") || outside(f.pkg)
		ast.Inspect(f.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Recv == nil && n.Name.Name == "init" {
					t.Errorf("%s: no init functions", f.fset.Position(n.Pos()))
				}
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && x.Name == "time" && (n.Sel.Name == "Now" || n.Sel.Name == "Since" || n.Sel.Name == "Until") && !top {
					t.Errorf("%s: the clock is an argument below package site", f.fset.Position(n.Pos()))
				}
			case *ast.GoStmt:
				if !allowedGoroutine(f.pkg) {
					t.Errorf("%s: goroutines belong in %v", f.fset.Position(n.Pos()), goroutines)
				}
			case *ast.CallExpr:
				if s, ok := n.Fun.(*ast.SelectorExpr); ok && s.Sel.Name == "Go" && !allowedGoroutine(f.pkg) {
					t.Errorf("%s: goroutines belong in %v", f.fset.Position(n.Pos()), goroutines)
				}
			}
			return true
		})
	}
}

func allowedGoroutine(pkg string) bool {
	return slices.Contains(goroutines, strings.TrimPrefix(pkg, inside)) || outside(pkg)
}

// characterTables are the packages whose literals may hold Chinese characters that are
// data: punctuation, numerals, units of number, never a sentence.
var characterTables = []string{inside + "record", inside + "village", inside + "words", inside + "boards/points"}

func TestNoChineseInGo(t *testing.T) {
	han := func(r rune) bool { return unicode.Is(unicode.Han, r) }
	for _, f := range goFiles(t) {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			l, ok := n.(*ast.BasicLit)
			if !ok || l.Kind != token.STRING && l.Kind != token.CHAR || !strings.ContainsFunc(l.Value, han) {
				return true
			}
			if !slices.Contains(characterTables, f.pkg) && !outside(f.pkg) {
				t.Errorf("%s: move %s to words/ or to the theme's i18n/", f.fset.Position(l.Pos()), l.Value)
			}
			return true
		})
	}
}

func TestNoChineseInLayouts(t *testing.T) {
	comment := regexp.MustCompile(`(?s)\{\{-? */\*.*?\*/ *-?\}\}|/\*.*?\*/`)
	for _, dir := range []string{"layouts", "assets"} {
		err := filepath.WalkDir(filepath.Join(root, "themes/gongshi", dir), func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(p, ".css") { // names of fonts
				return err
			}
			b, err := os.ReadFile(p)
			for i, line := range strings.Split(comment.ReplaceAllString(string(b), ""), "\n") {
				if strings.ContainsFunc(line, func(r rune) bool { return unicode.Is(unicode.Han, r) }) && !strings.Contains(line, "RegExp") && !strings.Contains(line, ".exec(") {
					t.Errorf("%s:%d: move the words to i18n/zh-cn.yaml", p, i+1)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

var code = regexp.MustCompile(`^"([a-z]+/[a-z0-9-]+)"$`)

// Every problem code has a sentence, and every sentence a code.
func TestEveryCodeHasASentence(t *testing.T) {
	used := map[string]bool{"privacy/id": true, "privacy/bank": true, "privacy/excel-id": true, "privacy/id-masked": true, "privacy/bank-masked": true,
		"privacy/phone": true, "privacy/phone-masked": true} // made of a finding's kind
	for _, f := range goFiles(t) {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			l, ok := n.(*ast.BasicLit)
			if !ok || l.Kind != token.STRING {
				return true
			}
			m := code.FindStringSubmatch(l.Value)
			if m == nil {
				return true
			}
			if words.HasMessage(m[1]) {
				used[m[1]] = true
			} else if prefix, _, _ := strings.Cut(m[1], "/"); slices.Contains(prefixes(), prefix) && !strings.Contains(m[1], "/page") {
				t.Errorf("%s: words/messages.yaml has no sentence for %s", f.fset.Position(l.Pos()), m[1])
			}
			return true
		})
	}
	for _, c := range words.MessageCodes() {
		if !used[c] {
			t.Errorf("words/messages.yaml: nothing reports %s", c)
		}
	}
}

func prefixes() []string {
	var s []string
	for _, c := range words.MessageCodes() {
		p, _, _ := strings.Cut(c, "/")
		if !slices.Contains(s, p) && p != "notice" && p != "unit" && p != "points" {
			s = append(s, p)
		}
	}
	return s
}

// Every label that Go code asks for is there, and none lies about unused: it stands in
// the code as a whole or, where its end is computed, up to a dot.
func TestEveryLabelIsThere(t *testing.T) {
	asked := map[string]bool{}
	for _, f := range goFiles(t) {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				key, _ := strconv.Unquote(n.Value)
				asked[key] = true
			case *ast.CallExpr:
				s, ok := n.Fun.(*ast.SelectorExpr)
				if !ok || s.Sel.Name != "T" || len(n.Args) == 0 {
					break
				}
				if l, ok := n.Args[0].(*ast.BasicLit); ok {
					if key, _ := strconv.Unquote(l.Value); !words.Has(key) {
						t.Errorf("%s: words/ has no %s", f.fset.Position(l.Pos()), key)
					}
				}
			}
			return true
		})
	}
	for _, k := range boards.All() {
		if asked[k.Word+".title"] = true; !words.Has(k.Word + ".title") {
			t.Errorf("words/text.yaml has no %s.title", k.Word)
		}
	}
	for _, key := range labels(t) {
		if i := strings.LastIndex(key, "."); !asked[key] && !asked[key[:i+1]] {
			t.Errorf("words/text.yaml: nothing asks for %s", key)
		}
	}
}

// labels returns the keys of words/text.yaml.
func labels(t *testing.T) []string {
	b, err := os.ReadFile(filepath.Join(root, "generator/internal/words/text.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, m := range regexp.MustCompile(`(?m)^([a-z][\w.-]*):`).FindAllSubmatch(b, -1) {
		keys = append(keys, string(m[1]))
	}
	return keys
}

var i18nCall = regexp.MustCompile(`\bT "([^"]+)"`)

// Every word that a layout asks for is in the theme's i18n, and none lies about unused.
func TestEveryWordOfTheThemeIsThere(t *testing.T) {
	have := map[string]bool{}
	b, err := os.ReadFile(filepath.Join(root, "themes/gongshi/i18n/zh-cn.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		if k, _, ok := strings.Cut(line, ":"); ok && !strings.HasPrefix(line, "#") {
			if have[k] {
				t.Errorf("i18n: %s stands twice", k)
			}
			have[k] = true
		}
	}
	used := map[string]bool{}
	err = filepath.WalkDir(filepath.Join(root, "themes/gongshi/layouts"), func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(p)
		for _, m := range i18nCall.FindAllStringSubmatch(string(b), -1) {
			used[m[1]] = true
			if !have[m[1]] {
				t.Errorf("%s: i18n has no %s", p, m[1])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for k := range have {
		if !used[k] {
			t.Errorf("i18n: no layout asks for %s", k)
		}
	}
}

// Every board has its three pages in the theme, its examples good and bad, and its
// published schema, all under its own name.
func TestEveryBoardIsWhole(t *testing.T) {
	for _, k := range boards.All() {
		for _, name := range []string{
			"themes/gongshi/layouts/" + k.Word + "/page.html",
			"themes/gongshi/layouts/" + k.Word + "/kiosk.html",
			"themes/gongshi/layouts/" + k.Word + "/sheet.html",
			inside + "boards/" + k.Word + "/testdata/ok",
			inside + "boards/" + k.Word + "/testdata/bad",
			inside + "boards/" + k.Word + "/board_test.go",
			"generator/schema/" + k.Word + ".json",
		} {
			if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(name))); err != nil {
				t.Errorf("board %s: %v", k.Word, err)
			}
		}
	}
}

// The budgets: functions of at most 60 lines, files of at most 600. A waiver is a
// comment "long: reason" on the function.
func TestBudgets(t *testing.T) {
	for _, f := range goFiles(t) {
		if f.lines > 600 {
			t.Errorf("%s: %d lines, budget 600", f.name, f.lines)
		}
		for _, d := range f.ast.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue
			}
			n := f.fset.Position(fn.End()).Line - f.fset.Position(fn.Pos()).Line + 1
			if n > 60 && !strings.Contains(fn.Doc.Text(), "long:") {
				t.Errorf("%s: %s has %d lines, budget 60", f.fset.Position(fn.Pos()), fn.Name.Name, n)
			}
		}
	}
}

// Exported names say what they are.
func TestExportedNamesAreDocumented(t *testing.T) {
	comment := map[string]bool{}
	files := goFiles(t)
	for _, f := range files {
		comment[f.pkg] = comment[f.pkg] || f.ast.Doc != nil
	}
	for _, f := range files {
		if !comment[f.pkg] {
			t.Errorf("%s: package %s has no package comment", f.name, f.pkg)
		}
		for _, d := range f.ast.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) {
					t.Errorf("%s: %s is not documented", f.fset.Position(d.Pos()), d.Name.Name)
				}
			case *ast.GenDecl:
				undocumented(t, f, d)
			}
		}
	}
}

func undocumented(t *testing.T, f file, d *ast.GenDecl) {
	for _, s := range d.Specs {
		switch s := s.(type) {
		case *ast.TypeSpec:
			if s.Name.IsExported() && d.Doc == nil && s.Doc == nil {
				t.Errorf("%s: %s is not documented", f.fset.Position(s.Pos()), s.Name.Name)
			}
		case *ast.ValueSpec:
			if s.Names[0].IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
				t.Errorf("%s: %s is not documented", f.fset.Position(s.Pos()), s.Names[0].Name)
			}
		}
	}
}

func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	x := d.Recv.List[0].Type
	if s, ok := x.(*ast.StarExpr); ok {
		x = s.X
	}
	id, ok := x.(*ast.Ident)
	return ok && id.IsExported()
}
