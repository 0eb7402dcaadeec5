package print

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
)

// A Part is one PDF of a merged one.
type Part struct {
	File  string
	Title string // in the contents of the merged one
}

// Merge makes one PDF of several, with contents, in their order.
func Merge(out string, parts []Part) error {
	conf := settings()
	var marks []pdfcpu.Bookmark
	var files []io.ReadSeeker
	next := 1
	for _, p := range parts {
		data, err := os.ReadFile(p.File)
		if err != nil {
			return fmt.Errorf("print: %w", err)
		}
		pages, err := api.PageCount(bytes.NewReader(data), conf)
		if err != nil {
			return fmt.Errorf("print: %s: %w", p.File, err)
		}
		marks = append(marks, pdfcpu.Bookmark{Title: p.Title, PageFrom: next})
		files = append(files, bytes.NewReader(data))
		next += pages
	}
	var all, marked bytes.Buffer
	if err := api.MergeRaw(files, &all, false, conf); err != nil {
		return fmt.Errorf("print: %s: %w", out, err)
	}
	if err := api.AddBookmarks(bytes.NewReader(all.Bytes()), &marked, marks, true, conf); err != nil {
		return fmt.Errorf("print: %s: %w", out, err)
	}
	return writeWhole(out, marked.Bytes())
}

// writeWhole writes a file that is there as a whole or not at all.
func writeWhole(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	half := name + ".part"
	if err := os.WriteFile(half, data, 0o644); err != nil {
		os.Remove(half)
		return fmt.Errorf("print: %w", err)
	}
	if err := os.Rename(half, name); err != nil {
		os.Remove(half)
		return fmt.Errorf("print: %w", err)
	}
	return nil
}
