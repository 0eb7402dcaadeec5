package record

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// differs says where two trees differ in what package record looks at, "" for nowhere.
func differs(got, want *yaml.Node) string {
	if got == nil || want == nil {
		if got != want {
			return fmt.Sprintf("%v, not %v", got, want)
		}
		return ""
	}
	a := fmt.Sprintf("%d:%d kind %d style %d %q, %d in it", got.Line, got.Column, got.Kind, got.Style, got.Value, len(got.Content))
	b := fmt.Sprintf("%d:%d kind %d style %d %q, %d in it", want.Line, want.Column, want.Kind, want.Style, want.Value, len(want.Content))
	if a != b {
		return a + ", not " + b
	}
	for i := range got.Content {
		if d := differs(got.Content[i], want.Content[i]); d != "" {
			return d
		}
	}
	return ""
}

// sameAsYAML fails when a text that is read plainly is another tree for yaml.v3.
func sameAsYAML(t *testing.T, text string) (plainly bool) {
	t.Helper()
	lines := strings.Split(text, "\n")
	got, ok := plainTree(lines)
	if !ok {
		return false
	}
	var doc yaml.Node
	if line, code := unmarshal([]byte(text), &doc); code != "" {
		t.Fatalf("%q: yaml.v3 refuses line %d", text, line)
	}
	var want *yaml.Node
	if len(doc.Content) > 0 {
		want = doc.Content[0]
	}
	if d := differs(got, want); d != "" {
		t.Fatalf("%q: %s", text, d)
	}
	return true
}

// Every data file of the repository is read plainly, and as yaml.v3 reads it.
func TestDataAreReadPlainly(t *testing.T) {
	n := 0
	for _, root := range []string{"../../../data", "../boards", "../cli/starter", "../village/testdata", "../step", "../deadline"} {
		err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			if err != nil || !IsYAML(name) {
				return err
			}
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			if sameAsYAML(t, strings.Join(splitLines(string(data)), "\n")) {
				n++
			} else if strings.HasPrefix(root, "../../../data") {
				t.Logf("%s is left to yaml.v3", name)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if n < 200 {
		t.Errorf("only %d files were read plainly", n)
	}
}

func FuzzPlain(f *testing.F) {
	for _, s := range []string{
		"a: 1", "a:\nb:", "- a\n- b", "-\n- \n-  # c\n- a:", "a:\n- b\n- c: 1\n  d: 2\ne: f", "- - a\n  - b\n- c", "a: [1, 2, {b: c, d: [e]}]", "a: {}\nb: []",
		"\"a b\": 'c''d' # e", "a: b#c #d", "# c\n\na: -5\n  # d\nb: 2024-01-05", "a: 09:30", "a: [09:30, 1号楼3单元]", "'a' : b", "a:   \n    b:   c   ", "- {姓名: 示例, 职责: 网格长}",
		"a: b\n  c", "a: b: c", "a: - b", "? a", "a: |\n  b", "a: &b c", "[a]: b", "- a\nb: c", "a: 'b", "a: \"b\\n\"", "<<: a", "a: <<", "a: {b: }", "a: {b}", "a: [b, ]", "a: [-, b]", "%a", "---\na: b", "a: ?b", "a: @b", "a: b\t", "\u00a0a: b", "a:b", "a :b", "a : b",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) { sameAsYAML(t, text) })
}

// Whatever is put together of YAML's own marks is read as yaml.v3 reads it, or left to it.
func TestMarksInAnyOrderAreReadAsYAMLReadsThem(t *testing.T) {
	marks := []string{"a", "网", "b: ", "c:", ":", "- ", "-", "  ", " ", "\n", "\n", "\n  ", "\n- ", "\nd: ", "[", "]", "{", "}", ", ", ",", "'", "\"", "#", " # e", "1", "?", "<<", "!", "&", "*", "|", "|\n", ">", "''", "\\", "~"}
	rnd := rand.New(rand.NewPCG(1, 2))
	n := 0
	for range 200_000 {
		var b strings.Builder
		for range 1 + rnd.IntN(14) {
			b.WriteString(marks[rnd.IntN(len(marks))])
		}
		if sameAsYAML(t, b.String()) {
			n++
		}
	}
	if n < 2000 {
		t.Errorf("only %d texts were read plainly", n)
	}
}

// BenchmarkPlain and BenchmarkYAML read the points of a village: 504 entries.
func BenchmarkPlain(b *testing.B) {
	lines := entries()
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := plainTree(lines); !ok {
			b.Fatal("left to yaml.v3")
		}
	}
}

func BenchmarkYAML(b *testing.B) {
	text := []byte(strings.Join(entries(), "\n"))
	b.ReportAllocs()
	for b.Loop() {
		var doc yaml.Node
		if _, code := unmarshal(text, &doc); code != "" {
			b.Fatal(code)
		}
	}
}

func entries() []string {
	lines := []string{"办法:", "  名称: 党员积分管理办法", "  项目: [基础积分, 日常积分]", "流水:"}
	for i := range 504 {
		lines = append(lines, fmt.Sprintf("  - 编号: %d", i), "    日期: 2024-03-05", "    对象: M01", "    项目: 日常积分", "    事项: 参加村级义务清扫", "    分值: 2")
	}
	return lines
}
