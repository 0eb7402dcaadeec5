package main

import (
	"encoding/json"
	"fmt"
	"html"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"gongshi/generator/internal/cli"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"gongshi": func() { os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr)) },
	})
}

// TestStories runs testdata/*.txtar: the program as its users meet it. Those called
// o01… are the acceptance scenarios of that number.
func TestStories(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status":  status,
			"text":    text,
			"json":    jsonAt,
			"gb":      gb,
			"utf16":   utf16,
			"same":    same,
			"under":   under,
			"noise":   noise,
			"refused": refused,
			"passes":  passes,
		},
	})
}

// status N COMMAND…: the command ends with exit status N.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N command…")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("exit status %s, want %s", got, args[0])
	}
}

var (
	hiddenParts = regexp.MustCompile(`(?s)<(script|style)\b.*?</(script|style)>|<svg.*?</svg>`)
	tags        = regexp.MustCompile(`<[^>]*>`)
)

// text FILE STRING…: the page shows every string (markup and blanks apart); with ! none.
func text(ts *testscript.TestScript, neg bool, args []string) {
	raw := ts.ReadFile(args[0])
	shown := strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(hiddenParts.ReplaceAllString(raw, ""), ""))), "")
	for _, want := range args[1:] {
		if strings.Contains(shown, strings.Join(strings.Fields(want), "")) == neg {
			ts.Fatalf("%s: %q: found is %v\n%s", args[0], want, neg, shown)
		}
	}
}

// json FILE PATH VALUE: the value at a dotted path ("levels.0.count") is VALUE.
func jsonAt(ts *testscript.TestScript, neg bool, args []string) {
	var v any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &v))
	for _, step := range strings.Split(args[1], ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[step]
		case []any:
			var i int
			fmt.Sscan(step, &i)
			if i >= len(x) {
				ts.Fatalf("%s: no %s", args[0], args[1])
			}
			v = x[i]
		}
	}
	if (fmt.Sprint(v) == args[2]) == neg {
		ts.Fatalf("%s: %s is %v, want %s", args[0], args[1], v, args[2])
	}
}

// gb FILE…: saves the files as Chinese Notepad did: GBK with CRLF.
func gb(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		s, err := simplifiedchinese.GBK.NewEncoder().String(strings.ReplaceAll(ts.ReadFile(name), "\n", "\r\n"))
		ts.Check(err)
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(s), 0o644))
	}
}

// noise FILE: fills the file with bytes that are no text.
func noise(ts *testscript.TestScript, _ bool, args []string) {
	b := make([]byte, 400)
	for i := range b {
		b[i] = byte(i*7919+13) | 1
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b, 0o644))
}

// utf16 FILE…: saves the files as Notepad's "Unicode".
func utf16(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		s, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(ts.ReadFile(name))
		ts.Check(err)
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(s), 0o644))
	}
}

// under DIR WORD…: each word stands in some file below the folder, or in its name;
// "! under" is the opposite.
func under(ts *testscript.TestScript, neg bool, args []string) {
	var b strings.Builder
	ts.Check(walk(os.DirFS(ts.MkAbs(args[0])), func(name string, data []byte) { fmt.Fprintln(&b, name, string(data)) }))
	all := b.String()
	for _, word := range args[1:] {
		if strings.Contains(all, word) == neg {
			ts.Fatalf("under %s: %s", args[0], word)
		}
	}
}

// same DIR DIR: the trees hold the same files with the same bytes.
func same(ts *testscript.TestScript, neg bool, args []string) {
	a, b := tree(ts, args[0]), tree(ts, args[1])
	if (a == b) == neg {
		ts.Fatalf("same is %v:\n%s\n---\n%s", !neg, a, b)
	}
}

func tree(ts *testscript.TestScript, dir string) string {
	var b strings.Builder
	root := os.DirFS(ts.MkAbs(dir))
	ts.Check(walk(root, func(name string, data []byte) {
		fmt.Fprintf(&b, "%s %d %x\n", name, len(data), sum(data))
	}))
	return b.String()
}
