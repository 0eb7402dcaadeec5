// Package boardtest runs the tests that every board has: files that must be read
// without a word and give the golden views, and files whose mistakes must be reported
// as the .out file beside them says. It is imported by tests only.
package boardtest

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/invopop/jsonschema"
	compiled "github.com/santhosh-tekuri/jsonschema/v6"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/picture"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/search"
	"gongshi/generator/internal/step"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

var update = flag.Bool("update", false, "rewrite golden files and schemas")

// today is the day on which all boards are judged.
var today = village.DateOf(2024, 6, 1)

// Run runs testdata/ok/*.yaml (with the golden .json of page, sheet and data) and
// testdata/bad/*.yaml (with .out) of the board kind. testdata/members.yaml,
// households.yaml and grids.yaml, when there, are the unit's registers. It also keeps
// generator/schema/<word>.json in step with the board's data.
func Run(t *testing.T, kind board.Kind) {
	ok, bad := files(t, "ok"), files(t, "bad")
	if len(ok) == 0 || len(bad) == 0 {
		t.Fatalf("board %s: testdata/ok and testdata/bad must hold files", kind.Word)
	}
	for _, name := range ok {
		t.Run("ok/"+filepath.Base(name), func(t *testing.T) { runOK(t, kind, name) })
	}
	for _, name := range bad {
		t.Run("bad/"+filepath.Base(name), func(t *testing.T) { runBad(t, kind, name) })
	}
}

func files(t *testing.T, dir string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join("testdata", dir, "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// read computes the board of one file.
func read(t *testing.T, kind board.Kind, name string) (board.Board, []problem.Problem) {
	t.Helper()
	var rep problem.Report
	u := &village.Unit{Name: "示例村", Level: "village", Address: "cun", Households: village.Count(200),
		Hotline: &village.Hotline{Number: "0351-1234567", Who: "示例"}}
	docs := map[string][]*record.Doc{}
	for _, reg := range []string{"members", "households", "grids"} {
		if d := load(t, filepath.Join("testdata", reg+".yaml")); d != nil {
			docs[reg] = []*record.Doc{d}
		}
	}
	d := load(t, name)
	privacy.Check(d, &rep) // as the site opens it
	docs[kind.File] = []*record.Doc{d}
	u.LoadRegisters(docs, &rep)
	in := &board.Input{Unit: u, Defaults: kind.Defaults, Today: today, Processes: step.Load(nil, &rep), Album: album(t), Report: &rep}
	if kind.Yearly {
		in.Years = []board.YearDocs{{Year: 2024, Docs: []*record.Doc{d}}}
	} else {
		in.Docs = []*record.Doc{d}
	}
	b := kind.Read(in)
	return b, rep.Problems()
}

// album is the pictures in testdata/pictures.
func album(t *testing.T) *board.Album {
	t.Helper()
	list, err := filepath.Glob(filepath.Join("testdata", "pictures", "*"))
	if err != nil {
		t.Fatal(err)
	}
	a := &board.Album{Folder: "testdata"}
	for _, name := range list {
		a.Files = append(a.Files, filepath.ToSlash(name))
	}
	a.Get = func(file string) (p board.Picture, code string) {
		data, err := os.ReadFile(filepath.FromSlash(file))
		if err != nil {
			t.Fatal(err)
		}
		set, code := picture.Make(data)
		if code != "" {
			return p, code
		}
		return board.Picture{Src: "pictures/" + filepath.Base(file), Width: set.Small.Width, Height: set.Small.Height,
			FullWidth: set.Width, FullHeight: set.Height, Page: set.Page}, ""
	}
	return a
}

func load(t *testing.T, name string) *record.Doc {
	t.Helper()
	data, err := os.ReadFile(name)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	return record.Open(record.File{Path: filepath.Base(name), Data: data})
}

func runOK(t *testing.T, kind board.Kind, name string) {
	b, problems := read(t, kind, name)
	for _, p := range problems {
		if p.Severity == problem.Error {
			t.Errorf("%s: %s", p.Pos, words.Say(p).Cause)
		}
	}
	if b == nil {
		t.Fatal("no board")
	}
	out := b.Show(privacy.Public)
	var views []any
	for _, p := range out.Pages {
		if p.Copy {
			continue
		}
		views = append(views, map[string]any{"path": p.Path, "title": p.Title, "summary": p.Summary, "view": p.View, "data": p.Data, "table": p.Table, "found": found(p.Found)})
	}
	golden(t, strings.TrimSuffix(name, ".yaml")+".json", encode(t, map[string]any{"tile": out.Tile, "notices": out.Notices, "pages": views, "warnings": lines(problems)}))
	schema(t, kind, out.Pages[0].Data)
	for _, v := range []any{out.Pages[0].View, out.Pages[0].Data, b.Summary()} {
		if v != nil {
			open(t, reflect.TypeOf(v), map[reflect.Type]bool{})
		}
	}
}

// found is one line a record: what it is, is called and says, and where it stands.
func found(list []search.Record) []string {
	var s []string
	for _, r := range list {
		line := r.Kind.String() + " " + r.Name + r.Mark
		for _, f := range [][2]string{{r.Group, ""}, {r.Role, ""}, {r.Text, ""}, {r.Phone, ""}, {r.Row, "#"}, {r.Until.ISO(), "≤"}} {
			if f[0] != "" {
				line += " | " + f[1] + f[0]
			}
		}
		s = append(s, line)
	}
	return s
}

// open refuses a text of a view that nobody but its package can reach: names could not be
// taken out of it when somebody asks for it (privacy.Covered). What package village and
// package record have is no finished text.
func open(t *testing.T, of reflect.Type, seen map[reflect.Type]bool) {
	t.Helper()
	switch of.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		open(t, of.Elem(), seen)
	case reflect.Struct:
		if seen[of] || path.Base(of.PkgPath()) == "village" || path.Base(of.PkgPath()) == "record" {
			return
		}
		seen[of] = true
		for i := range of.NumField() {
			f := of.Field(i)
			if !f.IsExported() && !f.Anonymous && !nameless[of.String()+"."+f.Name] {
				if k := f.Type.Kind(); k == reflect.String || k == reflect.Slice || k == reflect.Map || k == reflect.Interface {
					t.Errorf("%s has the hidden field %s", of, f.Name)
				}
			}
			open(t, f.Type, seen)
		}
	}
}

// nameless are hidden fields that hold the names of units and sites, of no people.
var nameless = map[string]bool{"star.View.subs": true, "grid.cover.bare": true}

func runBad(t *testing.T, kind board.Kind, name string) {
	_, problems := read(t, kind, name)
	golden(t, strings.TrimSuffix(name, ".yaml")+".out", []byte(strings.Join(lines(problems), "\n")+"\n"))
	if !slices.ContainsFunc(problems, func(p problem.Problem) bool { return p.Severity != problem.Note }) {
		t.Error("nothing was found")
	}
}

// lines is one line a problem, as people read it.
func lines(list []problem.Problem) []string {
	var s []string
	for _, p := range list {
		say := words.Say(p)
		s = append(s, fmt.Sprintf("%s %s: %s → %s", p.Pos, words.T("severity."+problem.Int(int(p.Severity))), say.Cause, say.Fix))
	}
	return s
}

func encode(t *testing.T, v any) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(bytes.ReplaceAll(want, []byte("\r\n"), []byte("\n")), got) {
		t.Errorf("%s: got\n%s", name, got)
	}
}

// schema compares the published schema of the board's data.json with the Go type and
// checks the data against it.
func schema(t *testing.T, kind board.Kind, data any) {
	t.Helper()
	r := &jsonschema.Reflector{Anonymous: true, AllowAdditionalProperties: false}
	for _, dir := range []string{"./", "../../board"} { // relative to the board's folder
		if err := r.AddGoComments("gongshi/generator/internal/boards/"+kind.Word, dir); err != nil {
			t.Fatal(err)
		}
	}
	s := r.ReflectFromType(reflect.TypeOf(data).Elem())
	s.Title = kind.Word + "/data.json"
	name := filepath.Join("..", "..", "..", "schema", kind.Word+".json")
	golden(t, name, encode(t, s))
	c := compiled.NewCompiler()
	compiledSchema, err := c.Compile(name)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := compiled.UnmarshalJSON(bytes.NewReader(encode(t, data)))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiledSchema.Validate(doc); err != nil {
		t.Errorf("data.json does not fit %s: %v", name, err)
	}
}

// Unit computes the board of a unit called name from the text of its file ("" for none)
// as of an ISO day, and of its year, with the units below. It returns what the unit above needs, the
// board (nil for none), its input, and the causes of what was reported, one a line.
func Unit(kind board.Kind, name, text, today string, below ...board.Child) (board.Child, board.Board, *board.Input, string) {
	var rep problem.Report
	u := &village.Unit{Name: name, Level: "village", Hotline: &village.Hotline{Number: "0358-1234567"}}
	day, _ := village.ParseISO(today)
	in := &board.Input{Unit: u, Defaults: kind.Defaults, Today: day, Processes: step.Load(nil, &rep), Children: below, Report: &rep}
	if text != "" {
		in.Docs = []*record.Doc{record.Open(record.File{Path: kind.File + ".yaml", Data: []byte(text)})}
	}
	if kind.File == "grids" {
		u.LoadRegisters(map[string][]*record.Doc{kind.File: in.Docs}, &rep)
	}
	if kind.Yearly && text != "" {
		in.Years, in.Docs = []board.YearDocs{{Year: day.Year(), Docs: in.Docs}}, nil
	}
	child := board.Child{Unit: u}
	b := kind.Read(in)
	if b != nil {
		child.Summary = b.Summary()
	}
	var causes []string
	for _, p := range rep.Problems() {
		causes = append(causes, words.Say(p).Cause)
	}
	return child, b, in, strings.Join(causes, "\n")
}
