package record

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"gongshi/generator/internal/problem"
)

// FuzzRead: no bytes make the reader panic, and every problem stands in the file.
func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("../village/testdata/habits/*")
	for _, name := range files {
		if filepath.Ext(name) == ".out" {
			continue
		}
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(filepath.Ext(name), b)
	}
	f.Add(".yaml", []byte("<<: {[a]: 1}\n"))
	f.Add(".yaml", []byte("- ? a\n  : b\n"))
	f.Fuzz(func(t *testing.T, ext string, data []byte) {
		if ext != ".csv" && ext != ".xlsx" {
			ext = ".yaml"
		}
		var rep problem.Report
		var file xlsxFile
		d := Open(File{Path: "x" + ext, Data: data})
		d.Decode(&file, &rep)
		lines := 1 + bytes.Count(data, []byte("\n")) + bytes.Count(data, []byte("\r"))
		for _, p := range rep.Problems() {
			if p.Line < 0 || p.Col < 0 || d.rows == nil && p.Line > max(lines, 1) {
				t.Errorf("%s stands outside the file of %d lines: %+v", p.Code, lines, p)
			}
		}
	})
}
