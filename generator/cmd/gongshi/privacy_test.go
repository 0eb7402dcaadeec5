package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// tails are the parts of the numbers in the privacy stories that nobody may see.
var tails = regexp.MustCompile(`1949|1231|0021|3100|１９４９|l949|u0031|10105`)

// refused FILE LINE…: with that file a build and a check end with errors of package
// privacy, and nothing of the number is in what they write and say. Then the file is
// as it was.
func refused(ts *testscript.TestScript, neg bool, args []string) {
	defer put(ts, args)()
	for _, args := range [][]string{{"check", "--format", "json"}, {"build"}} {
		out, failed := run(ts, args)
		if !failed || !strings.Contains(out, "privacy/") {
			ts.Fatalf("gongshi %s lets it pass:\n%s", strings.Join(args, " "), out)
		}
		if m := tails.FindString(out); m != "" {
			ts.Fatalf("gongshi %s shows %s:\n%s", strings.Join(args, " "), m, out)
		}
	}
	written(ts)
}

// passes FILE LINE…: with that file a check finds no error.
func passes(ts *testscript.TestScript, neg bool, args []string) {
	defer put(ts, args)()
	if out, failed := run(ts, []string{"check"}); failed {
		ts.Fatalf("%s", out)
	}
}

// put writes a file, in the place of a table or YAML of that name too; what it returns
// brings back what was there.
func put(ts *testscript.TestScript, args []string) func() {
	if len(args) < 2 {
		ts.Fatalf("usage: FILE LINE…")
	}
	name := ts.MkAbs(args[0])
	old := map[string][]byte{}
	twins, _ := filepath.Glob(strings.TrimSuffix(name, filepath.Ext(name)) + ".*")
	for _, f := range twins {
		b, err := os.ReadFile(f)
		ts.Check(err)
		old[f] = b
		ts.Check(os.Remove(f))
	}
	_, err := os.Stat(filepath.Dir(name))
	ts.Check(os.MkdirAll(filepath.Dir(name), 0o755))
	ts.Check(os.WriteFile(name, []byte(strings.Join(args[1:], "\n")+"\n"), 0o644))
	return func() {
		ts.Check(os.Remove(name))
		if err != nil {
			ts.Check(os.Remove(filepath.Dir(name)))
		}
		for f, b := range old {
			ts.Check(os.WriteFile(f, b, 0o644))
		}
	}
}

// run runs the program and returns all that it says.
func run(ts *testscript.TestScript, args []string) (out string, failed bool) {
	bin, err := exec.LookPath("gongshi")
	ts.Check(err)
	c := exec.Command(bin, args...)
	c.Dir = ts.MkAbs(".")
	b, err := c.CombinedOutput()
	return string(b), err != nil
}

// written looks for the numbers in everything that a build leaves.
func written(ts *testscript.TestScript) {
	for _, dir := range []string{"public", "public.local", "public.work"} {
		ts.Check(walk(os.DirFS(ts.MkAbs(dir)), func(name string, data []byte) {
			text := name + "\n" + string(data)
			for _, n := range []string{"194912", "1９４９", "１９４９", "l949", "0211281", "19493100", "1949 3100", "u0031"} {
				if strings.Contains(text, n) {
					ts.Fatalf("%s/%s holds %s", dir, name, n)
				}
			}
		}))
	}
	if _, err := fs.Stat(os.DirFS(ts.MkAbs("public")), "yi/index.html"); err != nil {
		ts.Fatalf("the other village is gone: %v", err)
	}
}
