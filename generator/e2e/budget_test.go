package e2e

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What a page may weigh, gzipped, and how many files it may ask for before it is read.
const (
	kioskBudget   = 80 << 10
	pageBudget    = 14 << 10 // HTML, CSS and JavaScript of the first load
	rareBudget    = 5 << 10  // a font of rare characters besides
	firstRequests = 2        // the page and its style; the font besides
)

var (
	styles  = regexp.MustCompile(`<link\b[^>]*rel="?stylesheet"?[^>]*>`)
	scripts = regexp.MustCompile(`<script\b[^>]*\bsrc=[^>]*>`)
	address = regexp.MustCompile(`\b(?:href|src)="?([^" >]+)`)
	fonts   = regexp.MustCompile(`url\(["']?([^"')]+\.woff2?)["']?\)`)
	// what a browser would fetch for a page by itself
	fetched = regexp.MustCompile(`<(?:img|iframe|audio|video|source|embed|object|script)\b[^>]*\b(?:src|data)=|<link\b[^>]*rel="?(?:stylesheet|preload|manifest)|@import|url\(\s*["']?[^d"')#]`)
)

// A hall screen is one small file that loads nothing, in the demo and where there is as much of
// everything as a village can have.
func TestHallScreensAreSmallAndWhole(t *testing.T) {
	n := 0
	for _, dir := range []string{demo(t, looks[0].day), demo(t, looks[1].day), stressSite(t)} {
		walk(t, dir, "kiosk", func(name, text string) {
			n++
			if z := zipped(text); z > kioskBudget {
				t.Errorf("%s: %d bytes gzipped, %d over the budget", name, z, z-kioskBudget)
			}
			if more := fetched.FindString(text); more != "" {
				t.Errorf("%s loads something: %s", name, more)
			}
		})
	}
	if n < 100 {
		t.Errorf("only %d hall screens", n)
	}
}

// What residents open is there at once: with style and scripts it fits into what a server
// sends before it waits for an answer.
func TestPagesAreSmall(t *testing.T) {
	n, most, heaviest := 0, 0, ""
	for _, dir := range []string{demo(t, looks[0].day), demo(t, looks[1].day)} {
		walk(t, dir, "", func(name, text string) {
			if name == "help/keys/index.html" {
				return // the list of all keys, for those who keep the site
			}
			n++
			load := firstLoad(t, dir, name, text)
			if load.bytes > most {
				most, heaviest = load.bytes, name
			}
			if load.bytes > pageBudget {
				t.Errorf("%s: %d bytes gzipped at first load, %d over the budget", name, load.bytes, load.bytes-pageBudget)
			}
			if load.font > rareBudget {
				t.Errorf("%s: its font has %d bytes", name, load.font)
			}
			if load.requests > firstRequests {
				t.Errorf("%s: %d requests at first load", name, load.requests)
			}
		})
	}
	if n < 300 {
		t.Errorf("only %d pages", n)
	}
	t.Logf("%d pages; the heaviest is %s: %d bytes", n, heaviest, most)
}

// A load is what comes before a page can be read.
type load struct{ bytes, font, requests int }

// firstLoad weighs a page with all that stands in its head to be loaded.
func firstLoad(t *testing.T, dir, name, text string) load {
	t.Helper()
	l := load{zipped(text), 0, 1}
	for _, tag := range append(styles.FindAllString(text, -1), scripts.FindAllString(text, -1)...) {
		m := address.FindStringSubmatch(tag)
		if m == nil {
			t.Fatalf("%s: no address in %s", name, tag)
		}
		at := path.Join(path.Dir(name), m[1])
		data := read(t, dir, at)
		l.bytes += zipped(data)
		l.requests++
		for _, f := range fonts.FindAllStringSubmatch(data, -1) {
			l.font += len(read(t, dir, path.Join(path.Dir(at), f[1])))
		}
	}
	return l
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// walk calls do with the pages in folders of that name; "" are all pages that residents open.
func walk(t *testing.T, dir, folder string, do func(name, text string)) {
	t.Helper()
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".html") {
			return err
		}
		rel, err := filepath.Rel(dir, p)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(rel)
		switch in := path.Base(path.Dir(name)); {
		case folder == "" && in != "kiosk" && !strings.HasPrefix(in, "sheet"), folder != "" && in == folder:
			do(name, read(t, dir, name))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func zipped(text string) int {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err == nil {
		_, err = fmt.Fprint(z, text)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		panic(err)
	}
	return b.Len()
}
