package publish

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// village is a site with one unit; the unit's folder has a folder of its own.
func village(version string) Update {
	return sections(
		part("", "index.html", version, "assets/style.css", "same", "build.json", `{"digest":"`+Digest(nil)+`"}`),
		part("unit", "unit/index.html", version, "unit/points/index.html", "same", "unit/build.json", version))
}

// want is what must stand after village(version).
func want(version string, more ...string) []string {
	return append(more, "index.html="+version, "assets/style.css=same", `build.json={"digest":"`+Digest(nil)+`"}`,
		"unit/index.html="+version, "unit/points/index.html=same", "unit/build.json="+version)
}

// damage is what hands or disks do to public/ and public.work/ between two runs.
type damage struct {
	name string
	do   func(t *testing.T, base string)
}

func deleted(names ...string) func(*testing.T, string) {
	return func(t *testing.T, base string) {
		for _, name := range names {
			del(t, base, name)
		}
	}
}

func edited(name, old, new string) func(*testing.T, string) {
	return func(t *testing.T, base string) {
		data, err := os.ReadFile(filepath.Join(base, name))
		if err != nil || !strings.Contains(string(data), old) {
			t.Fatal(name, err)
		}
		place(t, base, name, strings.Replace(string(data), old, new, 1))
	}
}

func cutShort(name string) func(*testing.T, string) {
	return func(t *testing.T, base string) {
		if err := os.Truncate(filepath.Join(base, name), 40); err != nil {
			t.Fatal(err)
		}
	}
}

func damages() []damage {
	return []damage{
		{"a page edited", edited("public/unit/points/index.html", "same", "SAME")},
		{"a page edited to another size", edited("public/unit/points/index.html", "same", "longer")},
		{"a page deleted", deleted("public/unit/points/index.html")},
		{"a page replaced by a folder", func(t *testing.T, base string) {
			del(t, base, "public/unit/index.html")
			os.Mkdir(filepath.Join(base, "public/unit/index.html"), 0o755)
		}},
		{"a folder deleted", deleted("public/unit/points")},
		{"a unit deleted", deleted("public/unit")},
		{"everything deleted", deleted("public")},
		{"the work folder deleted", deleted("public.work")},
		{"the site's manifest deleted", deleted("public/manifest.json")},
		{"the site's manifest and the work folder deleted", deleted("public/manifest.json", "public.work")},
		{"the site's manifest cut short", cutShort("public/manifest.json")},
		{"the site's manifest empty", func(t *testing.T, base string) { place(t, base, "public/manifest.json", "") }},
		{"a page edited out of the site's manifest", edited("public/manifest.json", "index.html", "index.htm")},
		{"the unit's manifest deleted", deleted("public/unit/manifest.json")},
		{"the unit's manifest cut short", cutShort("public/unit/manifest.json")},
		{"a wrong sum in the unit's manifest", edited("public/unit/manifest.json", `"sha256":"`, `"sha256":"0`)},
		{"the unit's manifest in the site's place", func(t *testing.T, base string) {
			place(t, base, "public/manifest.json", snapshot(t, base)["public/unit/manifest.json"])
		}},
		{"an old manifest of the unit put back", func(t *testing.T, base string) {
			other := newOut(t)
			once(t, other, sections(part("unit", "unit/index.html", "0")))
			place(t, base, "public/unit/manifest.json", snapshot(t, other)["unit/manifest.json"])
		}},
		{"all manifests deleted", deleted("public/manifest.json", "public/unit/manifest.json")},
	}
}

// Whatever was done to the folder, the next publication leaves exactly what was
// planned, no page that is planned no longer, and manifests that say so.
func TestDamageBetweenRunsIsMended(t *testing.T) {
	t.Parallel()
	clean := newOut(t)
	once(t, clean, village("2"))
	right := snapshot(t, clean)
	for _, d := range damages() {
		t.Run(d.name, func(t *testing.T) {
			base := folder(t)
			out := filepath.Join(base, "public")
			old := village("1")
			old.Sections[1].Files = append(old.Sections[1].Files, File{"unit/gone/index.html", []byte("an old page")})
			once(t, out, old)
			place(t, out, ".keep", "")
			d.do(t, base)
			dot := exists(out, ".keep")
			once(t, out, village("2"))
			if dot && !exists(out, ".keep") {
				t.Error("a name with a dot was removed")
			}
			got := snapshot(t, out)
			delete(got, ".keep")
			if d := difference(got, right); d != "" {
				t.Error(d)
			}
		})
	}
}

// Files nobody planned stay while manifests are sound, and go with a manifest
// that is lost, because then they may be stale pages.
func TestUnknownFiles(t *testing.T) {
	out := newOut(t)
	once(t, out, village("1"))
	place(t, out, "CNAME", "example.org")
	place(t, out, "unit/photo.jpg", "photo")
	place(t, out, "unit/.htaccess", "dot")
	once(t, out, village("2"))
	wantPages(t, out, want("2", "CNAME=example.org", "unit/photo.jpg=photo", "unit/.htaccess=dot")...)

	del(t, out, "unit/manifest.json")
	once(t, out, village("3"))
	wantPages(t, out, want("3", "CNAME=example.org", "unit/.htaccess=dot")...)

	del(t, out, "manifest.json")
	once(t, out, village("4"))
	wantPages(t, out, want("4", "unit/.htaccess=dot")...)
}

// With the site's manifest lost, sections are found by their own manifests and
// stay until they are published again or dropped.
func TestLostSiteManifestKeepsSections(t *testing.T) {
	out := newOut(t)
	once(t, out, village("1"))
	del(t, out, "manifest.json")
	tree := open(t, out, Options{})
	if got := tree.Sections(); len(got) != 2 || got["unit"] != "" || got[""] != "" {
		t.Errorf("sections %v", got)
	}
	tree.must(t, sections(part("", "index.html", "2")))
	wantPages(t, out, "index.html=2", "unit/index.html=1", "unit/points/index.html=same", "unit/build.json=1")
	tree.Close()

	place(t, out, "unit/stale.html", "may be ours")
	tree = open(t, out, Options{}) // what is not vouched for stays so over runs
	tree.must(t, sections(part("unit", "unit/index.html", "2")))
	wantPages(t, out, "index.html=2", "unit/index.html=2")
}

// The same while a Tree is open: a watcher runs for weeks.
func TestDamageWhileOpenIsMended(t *testing.T) {
	for _, c := range []struct{ name, victim string }{
		{"a page", "public/unit/points/index.html"},
		{"a manifest", "public/unit/manifest.json"},
		{"the site's manifest", "public/manifest.json"},
		{"the output folder", "public"},
		{"the work folder", "public.work"},
	} {
		t.Run(c.name, func(t *testing.T) {
			base := folder(t)
			out := filepath.Join(base, "public")
			tree := open(t, out, Options{})
			tree.must(t, village("1"))
			tree.must(t, village("2"))
			if err := removeAll(filepath.Join(base, c.victim)); err != nil {
				t.Skip("not while it is open:", err)
			}
			tree.must(t, village("3"))
			wantPages(t, out, want("3")...)
			if !exists(base, "public/manifest.json") || !exists(base, "public/unit/manifest.json") {
				t.Error("no manifest")
			}
			if _, err := Open(out, Options{}); !errors.Is(err, ErrLocked) {
				t.Errorf("not locked any more: %v", err)
			}
		})
	}
}

// A folder deleted under an open Tree is not vouched for by what the Tree remembers.
func TestFolderDeletedWhileOpenIsForgotten(t *testing.T) {
	out := newOut(t)
	tree := open(t, out, Options{})
	tree.must(t, village("1"))
	site := tree.Sections()[""]
	del(t, filepath.Dir(out), "public")
	tree.must(t, Update{Sections: []Section{part("other", "other/index.html", "1")}})
	wantPages(t, out, "other/index.html=1")
	if got := tree.Sections(); len(got) != 2 || got[""] == site || got["other"] == "" {
		t.Errorf("sections %v", got)
	}
}

// An error at any step, once: before the commit nothing has changed and the same
// Tree can publish; after it, the next publication finishes the work.
func TestAnErrorAtEveryStep(t *testing.T) {
	t.Parallel()
	s := newScene(t, memory(t))
	steps := len(s.copy(t).film(t, func(out string, opt Options) { open(t, out, opt).must(t, versionB()) })) - 1
	before, after := 0, 0
	for k := range steps {
		s := s.copy(t)
		n := 0
		tree := open(t, s.out(), Options{step: func(string) error {
			n++
			if n == k+1 {
				return syscall.ENOSPC
			}
			return nil
		}})
		_, err := tree.Publish(versionB())
		if err == nil {
			if s.whole(t, "no error") != "B" {
				t.Fatal("published, and still A")
			}
			continue
		}
		if !errors.Is(err, syscall.ENOSPC) || !strings.HasPrefix(err.Error(), "publish: ") {
			t.Errorf("step %d: error %v", k, err)
		}
		moment := fmt.Sprintf("error at step %d (%v)", k, err)
		if exists(s.base, "public.work/"+journalName) {
			after++
			tree.must(t, Update{})
			if s.whole(t, moment) != "B" {
				t.Fatalf("%s: not finished", moment)
			}
		} else {
			before++
			if s.whole(t, moment) != "A" {
				t.Fatalf("%s: neither committed nor left alone", moment)
			}
		}
		tree.must(t, versionB())
		tree.Close()
		if s.recovered(t, moment) != "B" {
			t.Fatal(moment)
		}
	}
	t.Logf("%d steps; %d errors left everything as it was, %d were made good by the next publication", steps, before, after)
	if before < 20 || after < 10 {
		t.Error("too few")
	}
}

// An error at the first rename: only folders have been made, and they go again.
func TestAnErrorBeforeTheFirstChangeIsUndone(t *testing.T) {
	base := folder(t)
	out := filepath.Join(base, "public")
	broken := false
	tree := open(t, out, Options{step: func(what string) error {
		if broken && strings.HasPrefix(what, "rename public/") {
			return syscall.EIO
		}
		return nil
	}})
	next := village("2")
	next.Sections = append(next.Sections, part("unit/new", "unit/new/points/2024/index.html", "1"))
	for range 2 { // in a folder that is not there yet, and in one that is
		old := snapshot(t, base)
		delete(old, "public.work/stage/")
		broken = true
		if _, err := tree.Publish(next); !errors.Is(err, syscall.EIO) {
			t.Errorf("error %v", err)
		}
		now := snapshot(t, base)
		delete(now, "public.work/stage/")
		if d := difference(now, old); d != "" {
			t.Error(d)
		}
		broken = false
		tree.must(t, village("1"))
	}
	tree.must(t, next)
}

// A power cut can leave a staged file, a page or the journal with other bytes
// than were written. Nothing damaged is put in place.
func TestDamageByPowerCut(t *testing.T) {
	t.Parallel()
	s := newScene(t, memory(t))
	fresh := s.committed(t) // all staged, nothing in place
	var half *scene         // some of it in place
	for _, frame := range s.copy(t).film(t, func(out string, opt Options) { open(t, out, opt).must(t, versionB()) }) {
		if exists(frame.base, "public.work/"+journalName) && !exists(frame.base, "public.work/"+stageName+"/2") && half == nil {
			half = frame
		}
	}
	lastStaged := func(s *scene) string {
		last := ""
		for name := range snapshot(t, filepath.Join(s.base, "public.work")) {
			if strings.HasPrefix(name, stageName+"/") && len(name) > len(stageName)+1 {
				last = max(last, name)
			}
		}
		return "public.work/" + last
	}
	for _, c := range []struct {
		name   string
		from   *scene
		damage func(s *scene)
		stands string // afterwards; "" is neither, until the next publication
	}{
		{"a staged file, nothing in place yet", fresh, func(s *scene) { place(t, s.base, "public.work/stage/5", "\x00\x00") }, ""},
		{"a staged file, some in place", half, func(s *scene) { place(t, s.base, lastStaged(s), "\x00\x00") }, ""},
		{"a staged file gone", fresh, func(s *scene) { del(t, s.base, "public.work/stage/5") }, ""},
		{"a page in place", half, func(s *scene) { place(t, s.base, "public/assets/style.b.css", "\x00") }, ""},
		{"the journal", fresh, func(s *scene) { place(t, s.base, "public.work/journal", "\x00\x00\x00") }, "A"},
		{"half the journal", fresh, func(s *scene) { os.Truncate(filepath.Join(s.base, "public.work/journal"), 300) }, "A"},
		{"a draft of the journal", fresh, func(s *scene) {
			os.Rename(filepath.Join(s.base, "public.work/journal"), filepath.Join(s.base, "public.work/journal.new"))
		}, "A"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := c.from.copy(t)
			c.damage(s)
			open(t, s.out(), Options{}).Close()
			for name, content := range snapshot(t, s.out()) {
				if content == "\x00\x00" {
					t.Errorf("damaged bytes in %s", name)
				}
			}
			if c.stands != "" && s.whole(t, c.name) != c.stands {
				t.Error("the other version stands")
			}
			place(t, s.out(), "CNAME", "example.org")
			once(t, s.out(), versionB())
			got := snapshot(t, s.out())
			for _, lost := range []string{"CNAME", "assets/style.a.css", "manifest.json"} { // swept, or with other old assets
				delete(got, lost)
				delete(s.b, lost)
			}
			if d := difference(got, s.b); d != "" {
				t.Error(d)
			}
		})
	}
}

// stoppedAt publishes u over version 1 of the village and stops before a step.
func stoppedAt(t *testing.T, out string, u Update, step string) {
	t.Helper()
	once(t, out, village("1"))
	tree := open(t, out, Options{step: func(what string) error {
		if strings.HasPrefix(what, step) {
			panic(step)
		}
		return nil
	}})
	defer tree.Close()
	defer func() {
		if recover() != step {
			t.Errorf("there is no step %q", step)
		}
	}()
	tree.Publish(u)
}

func TestDamageBeforeAnythingIsTouchedLeavesTheOldVersion(t *testing.T) {
	out := newOut(t)
	once(t, out, village("1"))
	old := snapshot(t, out)
	stoppedAt(t, out, village("2"), "rename public/")
	place(t, filepath.Dir(out), "public.work/stage/0", "\x00")
	open(t, out, Options{}).Close()
	if d := difference(snapshot(t, out), old); d != "" {
		t.Errorf("not the old version: %s", d)
	}
}

// When something has been touched, or may have been, nothing is vouched for.
func TestDamageLaterIsNotVouchedFor(t *testing.T) {
	next := village("2")
	next.Sections[1] = part("unit", "unit/index.html", "2", "unit/points", "a file now", "unit/.empty", "")
	for _, c := range []struct {
		name, step string
		damage     func(base string)
	}{
		{"something cleared, a staged file damaged", "rename public/",
			func(base string) { place(t, base, "public.work/stage/1", "\x00") }},
		{"an empty file in place and gone again", "rename public/unit/manifest.json",
			func(base string) { del(t, base, "public/unit/.empty") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			out := newOut(t)
			stoppedAt(t, out, next, c.step)
			c.damage(filepath.Dir(out))
			tree := open(t, out, Options{})
			for name, digest := range tree.Sections() {
				if digest != "" {
					t.Errorf("section %q is vouched for", name)
				}
			}
			tree.must(t, next)
			tree.must(t, village("3"))
			wantPages(t, out, want("3")...)
		})
	}
}

// heldOpen is the error this system gives for a file another program holds.
func heldOpen() error {
	for _, err := range []error{syscall.EBUSY, syscall.Errno(32)} {
		if held(err) {
			return err
		}
	}
	panic("no such error")
}

func TestAFileHeldOpen(t *testing.T) {
	t.Parallel()
	out := newOut(t)
	once(t, out, village("1"))
	busy := 3
	tree := open(t, out, Options{step: func(what string) error {
		if what == "rename public/unit/index.html" && busy > 0 {
			busy--
			return heldOpen()
		}
		return nil
	}})
	tree.must(t, village("2")) // let go in time
	wantPages(t, out, want("2")...)

	busy = 1000
	began := time.Now()
	_, err := tree.Publish(village("3"))
	if !errors.Is(err, ErrBusy) || !errors.Is(err, heldOpen()) || !strings.Contains(err.Error(), "unit/index.html") {
		t.Errorf("error %v", err)
	}
	if took := time.Since(began); took < time.Second || took > 4*time.Second {
		t.Errorf("gave up after %v", took)
	}
	busy = 0
	tree.must(t, Update{})
	wantPages(t, out, want("3")...)
}

// A lock lost to another build (somebody deleted the work folder) is not believed
// to be ours because its file is there again.
func TestALockLostToAnotherBuild(t *testing.T) {
	base := folder(t)
	out := filepath.Join(base, "public")
	first := open(t, out, Options{})
	first.must(t, village("1"))
	if err := removeAll(filepath.Join(base, "public.work")); err != nil {
		t.Skip("not while it is open:", err)
	}
	second := open(t, out, Options{})
	for range 2 {
		if _, err := first.Publish(village("2")); !errors.Is(err, ErrLocked) {
			t.Errorf("error %v", err)
		}
	}
	second.must(t, village("3"))
	second.Close()
	first.must(t, village("4"))
	wantPages(t, out, want("4")...)
}

func TestTwoBuildsAtOnce(t *testing.T) {
	out := newOut(t)
	other := start(t, "open", "hold", out, -1)
	began := time.Now()
	if _, err := Open(out, Options{}); !errors.Is(err, ErrLocked) {
		t.Errorf("error %v", err)
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("waited %v", took)
	}
	other.Process.Kill()
	other.Wait()
	tree := open(t, out, Options{})
	if _, err := Open(out, Options{}); !errors.Is(err, ErrLocked) {
		t.Errorf("the same process: error %v", err)
	}
	tree.Close()
	if _, err := tree.Publish(village("1")); !errors.Is(err, os.ErrClosed) {
		t.Errorf("a closed tree: error %v", err)
	}
	open(t, out, Options{}).must(t, village("1"))
}
