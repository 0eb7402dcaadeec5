package publish

import (
	"compress/gzip"
	"io"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

// unpacked checks that both copies of a file stand beside it and hold what it does.
func unpacked(t *testing.T, out, name, want string) {
	t.Helper()
	all := snapshot(t, out)
	z, err := gzip.NewReader(strings.NewReader(all[name+".gz"]))
	if err != nil {
		t.Fatal(name, err)
	}
	for how, r := range map[string]io.Reader{"gzip": z, "brotli": brotli.NewReader(strings.NewReader(all[name+".br"]))} {
		if got, err := io.ReadAll(r); err != nil || string(got) != want || all[name] != want {
			t.Errorf("%s of %s: %d bytes, %v", how, name, len(got), err)
		}
	}
}

// Copies follow their file: they change with it, stay while it stays, and go with it, or
// when nobody asks for them any more.
func TestCopiesFollowTheirFile(t *testing.T) {
	out := newOut(t)
	text := func(s string) string { return strings.Repeat(s+" ", brotliFrom) }
	tree := open(t, out, Options{Pack: true})
	tree.must(t, sections(part("", "index.html", text("a")), part("unit", "unit/index.html", text("b"), "unit/x/index.html", text("c"), "unit/small.html", "d", "unit/p.jpg", text("e"))))
	unpacked(t, out, "index.html", text("a"))
	unpacked(t, out, "unit/index.html", text("b"))
	for _, name := range []string{"unit/small.html.gz", "unit/p.jpg.gz", "unit/manifest.json.gz"} {
		if exists(out, name) {
			t.Error(name)
		}
	}
	sum := tree.Stands("unit")

	edit := part("unit", "unit/index.html", text("B"))
	edit.Only, edit.Gone = true, []string{"unit/small.html"}
	if stats := tree.must(t, sections(edit)); stats.Written != 5 { // page, two copies, two manifests
		t.Errorf("%+v", stats)
	}
	unpacked(t, out, "unit/index.html", text("B"))
	unpacked(t, out, "unit/x/index.html", text("c"))

	edit.Files, edit.Gone = nil, []string{"unit/x/index.html"}
	tree.must(t, sections(edit))
	if exists(out, "unit/x/index.html.br") || exists(out, "unit/x") {
		t.Error("copies of a page that is gone are still there")
	}
	tree.Close()

	again := open(t, out, Options{Pack: true}) // another process finds them as they are
	if stats := again.must(t, sections(part("unit", "unit/index.html", text("B"), "unit/p.jpg", text("e")))); stats.Written != 0 {
		t.Errorf("%+v", stats)
	}
	again.Close()

	plain := open(t, out, Options{})
	plain.must(t, sections(part("", "index.html", text("a")), part("unit", "unit/index.html", text("b"), "unit/x/index.html", text("c"), "unit/small.html", "d", "unit/p.jpg", text("e"))))
	for name := range snapshot(t, out) {
		if ext := filepath.Ext(name); ext == ".gz" || ext == ".br" {
			t.Errorf("%s is still there", name)
		}
	}
	if plain.Stands("unit") != sum {
		t.Error("copies are a part of the digest")
	}
}

// Where a copy gains nothing none is made: beside what fits into one packet, and with brotli
// beside what gzip makes as small.
func TestSmallFilesNeedNoCopies(t *testing.T) {
	out := newOut(t)
	open(t, out, Options{Pack: true}).must(t, sections(part("", "a.html", strings.Repeat("a", gzipFrom-1), "b.html", strings.Repeat("b", brotliFrom-1), "c.html", strings.Repeat("c", brotliFrom))))
	for name, want := range map[string]bool{"a.html.gz": false, "b.html.gz": true, "b.html.br": false, "c.html.gz": true, "c.html.br": true} {
		if exists(out, name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}

// A copy that is no smaller than its file is of no use.
func TestNoUselessCopies(t *testing.T) {
	out := newOut(t)
	noise := make([]byte, 4<<10)
	rng := rand.NewChaCha8([32]byte{})
	rng.Read(noise)
	open(t, out, Options{Pack: true}).must(t, sections(part("", "noise.txt", string(noise))))
	if exists(out, "noise.txt.gz") || exists(out, "noise.txt.br") {
		t.Error("noise was packed")
	}
}
