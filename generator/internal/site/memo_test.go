package site

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// dataFiles are the paths of the YAML files of data/ and of the Markdown of content/ below a
// folder.
func (b *bench) dataFiles(folder string) (list []string) {
	b.t.Helper()
	err := filepath.WalkDir(filepath.Join(b.dir, filepath.FromSlash(folder)), func(name string, d fs.DirEntry, err error) error {
		if err == nil && (strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".md")) {
			rel, _ := filepath.Rel(b.dir, name)
			list = append(list, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return list
}

// changed is a file with its last figure another one, so that dates and texts change, too.
func changed(text string) string {
	at := strings.LastIndexAny(text, "0123456789")
	if at < 0 {
		return text + "\n"
	}
	return text[:at] + string('0'+(text[at]-'0'+1)%10) + text[at+1:]
}

// edited builds after an edit of one file, and compares what stands, and what is said, with
// what a clean build makes of the site. The edit was foreseen, or was not, or something else was.
func (b *bench) edited(s *Site, name, text string) {
	b.t.Helper()
	switch b.edits++; b.edits % 3 {
	case 0:
		s.soon([]string{name})
		s.readying.Wait()
		b.write(name, text)
	case 1:
		b.write(name, text)
		s.soon([]string{"saved", name})
	default:
		b.write(name, text)
	}
	r, err := s.BuildChanged(context.Background(), []string{name})
	if err != nil {
		b.t.Fatal(err)
	}
	c := &bench{t: b.t, dir: b.t.TempDir(), asOf: b.asOf}
	for _, dir := range watched[:2] {
		if err := os.CopyFS(filepath.Join(c.dir, dir), os.DirFS(filepath.Join(b.dir, dir))); err != nil {
			b.t.Fatal(err)
		}
	}
	clean := c.build()
	if r.Errors() > 0 { // what stands is that of the last good files, of which a clean build knows nothing
		if clean.Errors() == 0 {
			b.t.Errorf("%s: errors in good files: %s", name, codes(r))
		}
		return
	}
	if codes(r) != codes(clean) {
		b.t.Errorf("%s: said\n%s\nand from nothing\n%s", name, codes(r), codes(clean))
	}
	same(b.t, name, b.both(), c.both())
}

// A long-running program takes most boards as it knows them. Whatever file changes, the site
// is the one that a clean build makes, and the same is said of it.
func TestEditAfterEdit(t *testing.T) {
	b := madeUp(t, 2)
	b.build()
	folder := b.villages()[0]
	files := append(b.dataFiles(folder), b.dataFiles("content/"+strings.TrimPrefix(folder, "data/"))...)
	files = append(files, "data/unit.yaml", "data/site.yaml")
	if len(files) < 15 {
		t.Fatalf("%d files only", len(files))
	}
	for _, name := range files {
		b.edited(b.site, name, changed(b.read(name)))
	}
}

// So it is after a mistake, when somebody asks not to be shown, and when that is taken back.
func TestEditAfterAMistake(t *testing.T) {
	b := madeUp(t, 1)
	b.build()
	folder := b.villages()[0]
	name := folder + "/points/2026.yaml"
	good := b.read(name)
	for _, text := range []string{changed(good), good + "\n坏的: [", good, strings.Replace(good, "分值: ", "分值: 1", 1)} {
		b.edited(b.site, name, text)
	}
	b.edited(b.site, folder+"/members.yaml", changed(b.read(folder+"/members.yaml")))
	withheld := b.read(folder + "/withheld.yaml")
	b.edited(b.site, folder+"/withheld.yaml", "# 都撤回了\n")
	b.edited(b.site, name, good)
	b.edited(b.site, folder+"/withheld.yaml", withheld)
	b.edited(b.site, name, changed(good))
}
