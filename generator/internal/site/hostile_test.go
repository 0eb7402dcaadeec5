package site

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"gongshi/generator/internal/problem"
)

// The corpus of testdata/hostile and testdata/innocent: files as careless or ill-willed
// hands leave them, and files that only look like that. It goes through the whole
// product: a village is built, the case is laid over it, and it is built again.
//
// A class is a txtar archive whose files are named <case>/<path in the site>. The village
// is data/zhen/cun and content/zhen/cun. These names are no files of the site:
//
//	<case>/remove   files of the base that are not there
//	<case>/want     what comes of it, see expect
//	<case>/secret   one a line: what no byte of the output may hold, in any spelling
//	<case>/inside   the same, but sheets for the party's own may hold it
//	<case>/offweb   the same, but the hall and the paper board may hold it
//	<case>/script   canaries of code: they may be shown, never run
//
// Classes of files that are not text are made in hostile_made_test.go.
type hostile struct {
	class, id string
	files     []txtar.File
	remove    []string               // files of the base that are gone
	setup     func(dir string) error // what is no plain file: links
	want      string
	secret    []string
	inside    []string
	offweb    []string
	script    []string
}

func (c *hostile) name() string { return c.class + "/" + c.id }

// alone says whether the case touches more than its village.
func (c *hostile) alone() bool {
	if c.setup != nil {
		return true
	}
	for _, f := range c.files {
		if !strings.HasPrefix(f.Name, "data/zhen/cun/") && !strings.HasPrefix(f.Name, "content/zhen/cun/") {
			return true
		}
	}
	return false
}

// readCases reads the classes in a folder of testdata.
func readCases(t *testing.T, folder string) map[string][]*hostile {
	t.Helper()
	list, err := filepath.Glob(filepath.Join("testdata", folder, "*.txtar"))
	if err != nil || len(list) == 0 {
		t.Fatalf("no classes in %s: %v", folder, err)
	}
	classes := map[string][]*hostile{}
	for _, file := range list {
		class := strings.TrimSuffix(filepath.Base(file), ".txtar")
		if class == "base" {
			continue
		}
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Comment) == 0 {
			t.Errorf("%s does not say what it is", file)
		}
		classes[class] = casesOf(t, class, a.Files)
	}
	return classes
}

func casesOf(t *testing.T, class string, files []txtar.File) (list []*hostile) {
	t.Helper()
	byID := map[string]*hostile{}
	for _, f := range files {
		id, name, ok := strings.Cut(f.Name, "/")
		if !ok {
			t.Fatalf("%s: %s is in no case", class, f.Name)
		}
		c := byID[id]
		if c == nil {
			c = &hostile{class: class, id: id}
			byID[id] = c
			list = append(list, c)
		}
		lines := strings.FieldsFunc(string(f.Data), func(r rune) bool { return r == '\n' })
		switch name {
		case "remove":
			c.remove = lines
		case "want":
			c.want = strings.TrimSpace(string(f.Data))
		case "secret":
			c.secret = lines
		case "inside":
			c.inside = lines
		case "offweb":
			c.offweb = lines
		case "script":
			c.script = lines
		default:
			c.files = append(c.files, txtar.File{Name: name, Data: f.Data})
		}
	}
	return list
}

// township is the base with the village cun once for each folder.
func township(t *testing.T, folders []string) *bench {
	t.Helper()
	a, err := txtar.ParseFile("testdata/hostile/base.txtar")
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, dir: t.TempDir(), asOf: "2024-06-01"}
	for _, f := range a.Files {
		if !strings.Contains(f.Name, "/cun/") {
			b.write(f.Name, string(f.Data))
			continue
		}
		for _, folder := range folders {
			text := strings.Replace(string(f.Data), "名称: 示例村\n", "名称: 示例"+folder+"村\n", 1)
			b.write(moved(f.Name, folder), text)
		}
	}
	return b
}

// moved is the name of a file of the village cun in another one.
func moved(name, folder string) string {
	for _, top := range []string{"data", "content"} {
		if rest, ok := strings.CutPrefix(name, top+"/zhen/cun/"); ok {
			return path.Join(top, "zhen", folder) + "/" + rest
		}
	}
	return name
}

// outcome is what a build made of the cases that were laid over a site.
type outcome struct {
	problems []problem.Problem
	before   map[string]string // folder/path → contents
	after    map[string]string
	text     map[string]string // of after, without what hides numbers from the eye; see plain
	took     time.Duration
	err      error
}

// outputs are the folders that hold what residents may come to see.
func (b *bench) outputs() map[string]string {
	all := map[string]string{}
	for _, dir := range []string{"public", "public.local"} {
		for name, data := range b.tree(dir) {
			all[dir+"/"+name] = data
		}
	}
	return all
}

// limit is how long a build of hostile files may take before it counts as hanging.
const limit = 2 * time.Minute

// run builds with what lies there now.
func (b *bench) run(before map[string]string) *outcome {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	start := time.Now()
	type built struct {
		r   *Report
		err error
	}
	done := make(chan built, 1)
	go func() {
		r, err := b.site.Build(ctx)
		done <- built{r, err}
	}()
	o := &outcome{before: before}
	select {
	case got := <-done:
		if o.err = got.err; o.err == nil {
			o.problems = got.r.Problems
		}
	case <-time.After(limit + limit/4):
		b.t.Fatal("a build hangs") // nothing can be closed behind it
	}
	o.took = time.Since(start)
	o.after = b.outputs()
	o.text = map[string]string{}
	return o
}

// lay lays the files of a case over the village in a folder.
func (b *bench) lay(c *hostile, folder string) error {
	for _, name := range c.remove {
		if err := os.Remove(filepath.Join(b.dir, filepath.FromSlash(moved(name, folder)))); err != nil {
			return err
		}
	}
	for _, f := range c.files {
		p := filepath.Join(b.dir, filepath.FromSlash(moved(f.Name, folder)))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(p, f.Data, 0o644); err != nil {
			return err
		}
	}
	if c.setup != nil {
		return c.setup(b.dir)
	}
	return nil
}

// together runs the cases that keep to their village, each in a village of its own.
func together(t *testing.T, cases []*hostile, known map[string]string) {
	if len(cases) == 0 {
		return
	}
	folders := []string{}
	for i := range cases {
		folders = append(folders, fmt.Sprintf("v%c%c", 'a'+i/26, 'a'+i%26)) // digits could be those of a secret
	}
	b := township(t, folders)
	var before map[string]string // what should stand is of use only where something is refused
	if slices.ContainsFunc(cases, func(c *hostile) bool { return strings.HasPrefix(c.want, "refused") }) {
		if r := b.build(); len(r.Problems) > 0 {
			t.Fatalf("the base is not clean:\n%s", codes(r))
		}
		before = b.outputs()
	} else {
		b.open()
	}
	for i, c := range cases {
		if err := b.lay(c, folders[i]); err != nil {
			t.Fatal(err)
		}
	}
	o := b.run(before)
	for i, c := range cases {
		judge(t, c, folders[i], o, known)
	}
	if o.err == nil {
		for name, data := range before {
			if strings.HasPrefix(name, "public/zhen/lin/") && strings.HasSuffix(name, ".html") && o.after[name] != data {
				t.Errorf("%s of the neighbours changed", name)
			}
		}
	}
}

// alone runs the cases that touch more, one after the other on one site, and sees that
// nothing of them is left when their files are gone.
func alone(t *testing.T, cases []*hostile, known map[string]string) {
	var b *bench
	var before map[string]string
	for _, c := range cases {
		if b == nil {
			b = township(t, []string{"cun"})
			if r := b.build(); len(r.Problems) > 0 {
				t.Fatalf("the base is not clean:\n%s", codes(r))
			}
			before = b.outputs()
		}
		kept := b.sources()
		if err := b.lay(c, "cun"); err != nil {
			t.Fatal(err)
		}
		o := b.run(before)
		judge(t, c, "cun", o, known)
		b.restore(kept)
		if o.err == nil {
			if o = b.run(before); o.err == nil && len(o.problems) == 0 && equal(before, o.after) {
				continue
			}
			if known[c.name()] == "" {
				t.Errorf("%s: something is left of it when its files are gone", c.name())
			}
		}
		b = nil // begin anew
	}
}

func equal(a, b map[string]string) bool {
	for name, data := range a {
		if got, ok := b[name]; !ok || data != got && path.Base(name) != "build.json" && path.Base(name) != "manifest.json" {
			return false
		}
	}
	return len(a) == len(b)
}

// sources are the files that staff wrote.
func (b *bench) sources() map[string]string {
	all := map[string]string{}
	for _, dir := range []string{"data", "content"} {
		for name, data := range b.tree(dir) {
			all[dir+"/"+name] = data
		}
	}
	return all
}

// restore puts back what staff had written, and nothing else.
func (b *bench) restore(kept map[string]string) {
	b.t.Helper()
	b.remove("data")
	b.remove("content")
	for name, data := range kept {
		b.write(name, data)
	}
}

// The beginnings of reasons of known failures that no other case must suffer from.
const (
	stops = "stops the build" // of all villages: it runs by itself
	hangs = "hangs"           // for minutes: it runs only with GONGSHI_SLOW=1
)

// runCorpus runs every class, and checks that what is known to fail still does. Classes
// whose names begin alike (id-…) share a site, which is quicker.
func runCorpus(t *testing.T, classes map[string][]*hostile, known map[string]string) {
	ids := map[string]bool{}
	groups := map[string][]*hostile{}
	for _, class := range slices.Sorted(maps.Keys(classes)) {
		group, _, _ := strings.Cut(class, "-")
		groups[group] = append(groups[group], classes[class]...)
		for _, c := range classes[class] {
			if ids[c.name()] {
				t.Errorf("%s stands twice", c.name())
			}
			ids[c.name()] = true
		}
	}
	for _, group := range slices.Sorted(maps.Keys(groups)) {
		t.Run(group, func(t *testing.T) {
			t.Parallel()
			var apart, own []*hostile
			for _, c := range groups[group] {
				switch {
				case strings.HasPrefix(known[c.name()], hangs) && os.Getenv("GONGSHI_SLOW") == "":
					t.Logf("%s is not run: it %s", c.name(), known[c.name()])
				case c.alone() || strings.HasPrefix(known[c.name()], stops):
					own = append(own, c)
				default:
					apart = append(apart, c)
				}
			}
			together(t, apart, known)
			alone(t, own, known)
		})
	}
	for name := range known {
		if !ids[name] {
			t.Errorf("%s is known to fail, and there is no such case", name)
		}
	}
}

// judge compares what came of a case with what should.
func judge(t *testing.T, c *hostile, folder string, o *outcome, known map[string]string) {
	t.Helper()
	var wrong []string
	if o.err != nil {
		wrong = []string{fmt.Sprintf("the build broke off: %v", o.err)}
	} else {
		wrong = slices.Concat(expect(c, folder, o), c.leaks(folder, o), c.runs(o), c.tells(folder, o))
	}
	if testing.Verbose() && o.took > time.Second {
		t.Logf("%s took %v", c.name(), o.took)
	}
	if o.took > limit/2 {
		wrong = append(wrong, fmt.Sprintf("the build took %v", o.took))
	}
	why, listed := known[c.name()]
	switch {
	case len(wrong) > 0 && !listed:
		t.Errorf("%s:\n\t%s", c.name(), strings.Join(wrong, "\n\t"))
	case len(wrong) > 0:
		t.Logf("%s fails still (%s):\n\t%s", c.name(), why, strings.Join(wrong, "\n\t"))
	case listed:
		t.Errorf("%s is mended: take it off the list of what is known to fail", c.name())
	}
}

func TestHostileFiles(t *testing.T) {
	classes := readCases(t, "hostile")
	for class, make := range madeHostile {
		classes[class] = make(t, class)
	}
	total := 0
	for _, list := range classes {
		total += len(list)
	}
	if total < 300 || len(classes) < 25 {
		t.Errorf("%d cases in %d classes, want 300 in 25", total, len(classes))
	}
	runCorpus(t, classes, knownLeaks)
}

func TestInnocentFiles(t *testing.T) {
	classes := readCases(t, "innocent")
	for class, make := range madeInnocent {
		classes[class] = make(t, class)
	}
	total := 0
	for _, list := range classes {
		total += len(list)
		for _, c := range list {
			if c.want == "" {
				c.want = "clean"
			}
		}
	}
	if total < 200 {
		t.Errorf("%d look-alikes, want 200", total)
	}
	runCorpus(t, classes, knownFalse)
}
