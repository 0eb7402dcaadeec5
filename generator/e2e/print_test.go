package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"

	"gongshi/generator/internal/browsertest"
	"gongshi/generator/internal/print"
)

// The sheets of a village become PDFs, two at a time, and one that is not there fails alone.
func TestSheetsBecomePDFs(t *testing.T) {
	browsertest.Open(t) // skips where there is no browser
	dir, out := demo(t, "2024-05-25")+".local", t.TempDir()
	all, err := print.Sheets(dir)
	if err != nil {
		t.Fatal(err)
	}
	list, unknown := print.Select(all, []string{"wenshui/nanwu/dongzhuang"})
	if unknown != "" || len(list) < 2 {
		t.Fatalf("%q: %v", unknown, list)
	}
	var jobs []print.Job
	names := print.Names(list)
	for i, s := range list {
		jobs = append(jobs, print.Job{Page: fileURL(filepath.Join(dir, filepath.FromSlash(s.Path))), Out: filepath.Join(out, filepath.FromSlash(names[i]))})
	}
	missing := print.Job{Page: fileURL(filepath.Join(dir, "no-such-page.html")), Out: filepath.Join(out, "none.pdf")}
	var done atomic.Int32
	err = print.All(t.Context(), append(jobs, missing), print.Options{Done: func(i int, err error) {
		done.Add(1)
		if (err != nil) != (i == len(jobs)) {
			t.Errorf("job %d: %v", i, err)
		}
	}})
	if err != nil || int(done.Load()) != len(jobs)+1 {
		t.Errorf("%d of %d done: %v", done.Load(), len(jobs)+1, err)
	}
	for _, j := range jobs {
		data, err := os.ReadFile(j.Out)
		if err != nil || !bytes.HasPrefix(data, []byte("%PDF-")) || !bytes.Contains(data[max(0, len(data)-1024):], []byte("%%EOF")) {
			t.Errorf("%s is no whole PDF: %v", j.Out, err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(out, "*", "*.part")); len(left) > 0 {
		t.Errorf("left: %q", left)
	}
	merged(t, list, jobs, filepath.Join(out, "all.pdf"))
	if err := print.All(t.Context(), jobs[:1], print.Options{Browser: filepath.Join(out, "no-browser")}); err == nil || errors.Is(err, print.ErrNoBrowser) {
		t.Errorf("a browser that is not there: %v", err)
	}
}

// merged makes one PDF of those of the jobs: it has all their pages, and their titles lead to
// the first of each.
func merged(t *testing.T, list []print.Sheet, jobs []print.Job, out string) {
	t.Helper()
	var parts []print.Part
	pages, want := 0, []string{}
	for i, j := range jobs {
		n, err := api.PageCountFile(j.Out)
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, print.Part{File: j.Out, Title: list[i].Title})
		want = append(want, fmt.Sprint(list[i].Title, " ", pages+1))
		pages += n
	}
	if err := print.Merge(out, parts); err != nil {
		t.Fatal(err)
	}
	if n, err := api.PageCountFile(out); err != nil || n != pages {
		t.Errorf("%d pages of %d: %v", n, pages, err)
	}
	f, err := os.Open(out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	marks, err := api.Bookmarks(f, nil)
	var got []string
	for _, m := range marks {
		got = append(got, fmt.Sprint(m.Title, " ", m.PageFrom))
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("contents %q, want %q: %v", got, want, err)
	}
}

func fileURL(name string) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(name)}).String()
}
