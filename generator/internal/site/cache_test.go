package site

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"gongshi/generator/internal/sample"
	"gongshi/generator/internal/village"
	"gongshi/themes"
)

// madeUp is a township of some villages.
func madeUp(t *testing.T, villages int) *bench {
	t.Helper()
	b := &bench{t: t, dir: t.TempDir(), asOf: "2026-06-15"}
	day, _ := village.ParseISO(b.asOf)
	s := sample.New(sample.Options{Villages: villages, Seed: 7, Day: day})
	for _, f := range s.Common() {
		b.write(f.Path, string(f.Data))
	}
	for i := range s.Units() {
		files, _ := s.Unit(i)
		for _, f := range files {
			b.write(f.Path, string(f.Data))
		}
	}
	return b
}

// ages makes all files of the site old enough that their times tell them from others.
func (b *bench) ages() {
	b.t.Helper()
	old := time.Now().Add(-time.Hour)
	for _, dir := range watched {
		err := filepath.WalkDir(filepath.Join(b.dir, dir), func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return nil
			}
			return os.Chtimes(name, old, old)
		})
		if err != nil {
			b.t.Fatal(err)
		}
	}
}

// both are the output folders as they stand.
func (b *bench) both() map[string]string {
	all := b.tree("public")
	for name, text := range b.tree("public.local") {
		all["local/"+name] = text
	}
	return all
}

// clean is what a build without any memory makes of the site as it stands.
func (b *bench) clean() map[string]string {
	b.t.Helper()
	c := &bench{t: b.t, dir: b.t.TempDir(), asOf: b.asOf}
	for _, dir := range watched[:2] {
		if err := os.CopyFS(filepath.Join(c.dir, dir), os.DirFS(filepath.Join(b.dir, dir))); err != nil {
			b.t.Fatal(err)
		}
	}
	c.build()
	return c.both()
}

func same(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	if maps.Equal(got, want) {
		return
	}
	n := 0
	for name := range want {
		if got[name] != want[name] {
			if n++; n <= 5 {
				t.Errorf("%s: %s differs", what, name)
			}
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s: %s is too much", what, name)
		}
	}
}

var entryPoints = regexp.MustCompile(`项目: 日常积分, .*分值: (\d+)`)

// edit changes the points of one entry of a village.
func (b *bench) edit(folder string, points int) {
	b.t.Helper()
	name := folder + "/points/2026.yaml"
	text := b.read(name)
	at := entryPoints.FindStringSubmatchIndex(text)
	if at == nil {
		b.t.Fatalf("%s has no entry", name)
	}
	b.write(name, text[:at[2]]+strconv.Itoa(points)+text[at[3]:])
}

// villages are the folders of those that note everyday points.
func (b *bench) villages() (list []string) {
	found, err := filepath.Glob(filepath.Join(b.dir, "data", "*", "points", "2026.yaml"))
	if err != nil || len(found) == 0 {
		b.t.Fatal("no villages", err)
	}
	for _, f := range found {
		if text, _ := os.ReadFile(f); !entryPoints.Match(text) {
			continue
		}
		rel, _ := filepath.Rel(b.dir, filepath.Dir(filepath.Dir(f)))
		list = append(list, filepath.ToSlash(rel))
	}
	return list
}

// However many units are computed at a time, with a cache or without, after an edit or from
// nothing: the same files, byte for byte.
func TestOneSiteByAnyWay(t *testing.T) {
	b := madeUp(t, 13)
	b.jobs = 1
	b.build()
	cold := b.both()

	two := madeUp(t, 13)
	two.jobs = 2
	two.build()
	same(t, "two at a time", two.both(), cold)

	b.ages()
	b.build() // notes files that are old enough
	if r := b.build(); !r.Same || r.Written+r.Removed != 0 || r.Pages == 0 || r.Warnings() == 0 {
		t.Errorf("nothing changed, and yet: %+v", r)
	}
	same(t, "warm", b.both(), cold)

	village := b.villages()[len(b.villages())/2]
	b.edit(village, 7)
	if r := b.build(); r.Same || r.Written == 0 || r.Pages > 100 {
		t.Errorf("one village changed, and yet %d pages, %d files", r.Pages, r.Written)
	}
	want := b.clean()
	same(t, "an edit between two processes", b.both(), want)

	b.edit(village, 3)
	s := b.open()
	if _, err := s.Build(context.Background()); err != nil {
		t.Fatal(err)
	}
	b.edit(village, 7)
	if _, err := s.BuildChanged(context.Background(), []string{village + "/points/2026.yaml"}); err != nil {
		t.Fatal(err)
	}
	same(t, "an edit while the program runs", b.both(), want)
	if n, wrong, err := s.Verify(context.Background()); err != nil || len(wrong) > 0 || n < len(want)/2 {
		t.Errorf("verified %d files; wrong %v, %v", n, wrong, err)
	}
}

// What stands in the output folder is compared with a clean build, and a cache that led to
// something else is deleted.
func TestVerifyFindsWhatIsWrong(t *testing.T) {
	b := madeUp(t, 2)
	b.build()
	page := "public/" + strings.TrimPrefix(b.villages()[0], "data/") + "/points/index.html"
	good := b.read(page)
	at := filepath.Join(b.dir, page)
	st, err := os.Stat(at)
	if err != nil {
		t.Fatal(err)
	}
	b.write(page, strings.Replace(good, "分", "元", 1)) // of the same size, and so that nobody sees when
	if err := os.Chtimes(at, st.ModTime(), st.ModTime()); err != nil {
		t.Fatal(err)
	}
	s := b.open()
	if _, err := s.Build(context.Background()); err != nil {
		t.Fatal(err)
	}
	_, wrong, err := s.Verify(context.Background())
	if err != nil || len(wrong) != 1 || "public/"+wrong[0] != page {
		t.Fatalf("wrong: %v, %v", wrong, err)
	}
	if _, err := os.Stat(s.cache.dir); err == nil {
		t.Error("the cache is still there")
	}
	b.build()
	if b.read(page) != good {
		t.Error("the page is still wrong")
	}
}

// Another day, another program, other flags, a page taken away, an older file put back: the
// cache is not believed.
func TestTheCacheIsNotBelieved(t *testing.T) {
	b := madeUp(t, 2)
	b.ages()
	b.build()
	b.build()
	want := b.clean()
	for _, c := range []struct {
		name   string
		change func(*Config)
	}{
		{"another day", func(c *Config) { c.AsOf = "2026-06-16" }},
		{"another program", func(c *Config) { c.Program = "other" }},
		{"another build of the program", func(c *Config) { c.Edition = "other" }},
		{"a damaged cache", func(c *Config) {
			list, _ := filepath.Glob(filepath.Join(b.dir, "public.work", "cache", "*"))
			for _, f := range list {
				if err := os.Truncate(f, 100); err != nil {
					t.Fatal(err)
				}
			}
		}},
		{"a page changed by hand", func(c *Config) { b.write("public/index.html", "x") }},
		{"a page of a village changed by hand", func(c *Config) {
			b.write("public/"+strings.TrimPrefix(b.villages()[0], "data/")+"/points/index.html", "x")
		}},
		{"a page deleted by hand", func(c *Config) {
			os.Remove(filepath.Join(b.dir, "public.local", strings.TrimPrefix(b.villages()[0], "data/"), "kiosk", "index.html"))
		}},
		{"the index deleted by hand", func(c *Config) { os.RemoveAll(filepath.Join(b.dir, "public", "search")) }},
		{"no cache", func(c *Config) { os.RemoveAll(filepath.Join(b.dir, "public.work", "cache")) }},
		{"no output folder", func(c *Config) { os.RemoveAll(filepath.Join(b.dir, "public")) }},
		{"a file replaced by one of its size and time", func(c *Config) {
			if nodeless() {
				return
			}
			name := filepath.Join(b.dir, filepath.FromSlash(b.villages()[0]), "points", "2026.yaml")
			st, _ := os.Stat(name)
			text, _ := os.ReadFile(name)
			at := entryPoints.FindSubmatchIndex(text)
			text[at[3]-1] ^= 1
			os.WriteFile(name, text, 0o644)
			os.Chtimes(name, st.ModTime(), st.ModTime())
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := b.open()
			c.change(&s.Config)
			r, err := s.Build(context.Background())
			if err != nil || r.Same && !(nodeless() && strings.HasPrefix(c.name, "a file")) {
				t.Errorf("%v; taken for the same", err)
			}
			s.Close()
			b.site = nil
			b.build()
			if strings.HasPrefix(c.name, "a file") {
				want = b.clean()
			}
			same(t, c.name, b.both(), want)
		})
	}
}

// nodeless reports whether the system says nothing of a file but its size and time.
func nodeless() bool {
	st, err := os.Stat(".")
	return err != nil || nodeOf(st) == 0
}

// What is wrong is told again by the next process, whatever else changed meanwhile, and
// when nothing did.
func TestWhatIsWrongIsToldAgain(t *testing.T) {
	b := madeUp(t, 6)
	b.ages()
	b.build()
	list := b.villages()
	for name, breaks := range map[string]func(){
		"shown from the last good input": func() {},
		"held":                           func() { os.RemoveAll(filepath.Join(b.dir, "public.work", "good")) },
	} {
		b.write(list[0]+"/points/2026.yaml", b.read(list[0]+"/points/2026.yaml")+"\n乱写: [\n")
		breaks()
		b.ages()
		if r := b.build(); r.Errors() == 0 {
			t.Fatal(name, "no error")
		}
		if r := b.build(); r.Errors() == 0 || !r.Same {
			t.Errorf("%s: nothing changed, and %d errors, %v", name, r.Errors(), r.Same)
		}
		b.edit(list[1], 8) // and the times of all other files stay
		if r := b.build(); r.Errors() == 0 || r.Same {
			t.Errorf("%s: another unit changed, and %d errors, %v", name, r.Errors(), r.Same)
		}
		b.write(list[0]+"/points/2026.yaml", strings.Replace(b.read(list[0]+"/points/2026.yaml"), "\n乱写: [\n", "", 1))
		b.edit(list[1], 9)
		if r := b.build(); r.Errors() > 0 {
			t.Errorf("%s: mended, and %d errors", name, r.Errors())
		}
		same(t, name, b.both(), b.clean())
	}
}

const childDir = "GONGSHI_TEST_BUILD"

// TestBuildInAChild is a build for TestKilledAtAnyMoment to kill.
func TestBuildInAChild(t *testing.T) {
	dir := os.Getenv(childDir)
	if dir == "" {
		t.Skip("run by TestKilledAtAnyMoment")
	}
	s, err := Open(Config{Root: dir, Out: filepath.Join(dir, "public"), Theme: themes.Default(), Program: "test", AsOf: "2026-06-15"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Build(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// Killed at random moments, while it publishes and while it writes the cache, with edits in
// between that are taken back again: the next build that is let through makes what a clean
// one does.
func TestKilledAtAnyMoment(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a while")
	}
	b := madeUp(t, 2)
	b.ages()
	child := func(life time.Duration) time.Duration {
		c := exec.Command(os.Args[0], "-test.run=^TestBuildInAChild$")
		c.Env = append(os.Environ(), childDir+"="+b.dir)
		start := time.Now()
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		if life > 0 {
			time.AfterFunc(life, func() { _ = c.Process.Kill() })
		}
		_ = c.Wait()
		return time.Since(start)
	}
	whole := child(0)
	village := b.villages()[0]
	rng := rand.New(rand.NewPCG(1, uint64(whole)))
	for round := range 5 {
		for range 4 {
			b.edit(village, 2+rng.IntN(3))
			child(time.Duration(rng.Int64N(int64(whole))))
		}
		b.build()
		same(t, fmt.Sprintf("round %d", round), b.both(), b.clean())
	}
}
