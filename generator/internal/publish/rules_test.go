package publish

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestOnlyWhatChangedIsWritten(t *testing.T) {
	out := newOut(t)
	tree := open(t, out, Options{})
	first := tree.must(t, sections(part("", "a.html", "1", "b.html", "1", "c.html", "1")))
	if first.Written != 4 || first.Unchanged != 0 || first.Removed != 0 || first.Sections[""] != 3 {
		t.Errorf("first: %+v", first)
	}
	long := time.Unix(1_000_000_000, 0)
	if err := os.Chtimes(filepath.Join(out, "a.html"), long, long); err != nil {
		t.Fatal(err)
	}

	second := tree.must(t, sections(part("", "a.html", "1", "b.html", "22")))
	if second.Written != 2 || second.Unchanged != 1 || second.Removed != 1 || second.Sections[""] != 1 {
		t.Errorf("second: %+v", second)
	}
	wantPages(t, out, "a.html=1", "b.html=22")
	if fi, err := os.Stat(filepath.Join(out, "a.html")); err != nil || !fi.ModTime().Equal(long) {
		t.Errorf("an unchanged file was written: %v %v", fi.ModTime(), err)
	}
	if want := int64(2 + len(snapshot(t, out)[manifestName])); second.Bytes != want {
		t.Errorf("%d bytes written, said %d", want, second.Bytes)
	}
}

func TestNothingChangedNothingDone(t *testing.T) {
	out := newOut(t)
	once(t, out, versionA())
	steps := 0
	count := func(string) error { steps++; return nil }
	tree := open(t, out, Options{step: count})
	for range 2 { // compared with the disk, then with memory
		if stats := tree.must(t, versionA()); stats.Written+stats.Removed != 0 || len(stats.Sections) != 0 {
			t.Errorf("%+v", stats)
		}
	}
	tree.must(t, Update{})
	if steps != 0 {
		t.Errorf("%d steps for nothing", steps)
	}
}

// A file trusted from memory is trusted for its own bytes only.
func TestOtherBytesOfTheSameSize(t *testing.T) {
	out := newOut(t)
	tree := open(t, out, Options{})
	for _, version := range []string{"1", "1", "2", "2", "2", "1"} {
		tree.must(t, sections(part("", "index.html", version)))
		wantPages(t, out, "index.html="+version)
	}
}

func TestOneSectionDoesNotLookAtAnother(t *testing.T) {
	out := newOut(t)
	once(t, out, sections(part("", "index.html", "1"), part("east", "east/index.html", "1"), part("west", "west/index.html", "1")))
	place(t, out, "west/index.html", "edited by hand")
	place(t, out, "west/manifest.json", "edited by hand")
	tree := open(t, out, Options{step: func(what string) error {
		if strings.Contains(what, "west") {
			t.Error(what)
		}
		return nil
	}})
	stats := tree.must(t, sections(part("east", "east/index.html", "2")))
	if stats.Written != 3 || stats.Sections["east"] != 1 || len(stats.Sections) != 1 {
		t.Errorf("%+v", stats)
	}
	wantPages(t, out, "index.html=1", "east/index.html=2", "west/index.html=edited by hand")
}

func TestDroppedSectionsGo(t *testing.T) {
	out := newOut(t)
	tree := open(t, out, Options{})
	tree.must(t, sections(part("", "index.html", "1"), part("city", "city/index.html", "1"), part("city/town", "city/town/index.html", "1")))
	place(t, out, "city/photo.jpg", "somebody's")

	stats := tree.must(t, Update{Drop: []string{"city", "city", "never was"}})
	if stats.Removed != 2 {
		t.Errorf("%+v", stats)
	}
	wantPages(t, out, "index.html=1", "city/town/index.html=1", "city/photo.jpg=somebody's")
	tree.must(t, Update{Drop: []string{"city/town"}})
	wantPages(t, out, "index.html=1", "city/photo.jpg=somebody's")
	if exists(out, "city/town") {
		t.Error("an empty folder stayed")
	}
	if got := tree.Sections(); len(got) != 1 {
		t.Errorf("sections %v", got)
	}
}

func TestRefusedBeforeAnythingIsWritten(t *testing.T) {
	long := strings.Repeat("x", 256)
	for _, c := range []struct {
		name string
		u    Update
		is   error // or nil, and the text says
		says string
	}{
		{"one path twice", sections(part("", "a.html", "1", "a.html", "2")), nil, `a.html: claimed`},
		{"a section's file outside its folder", sections(part("east", "west/a.html", "1")), nil, `not in the folder of its section "east"`},
		{"a path in the folder of another section", sections(part("", "old/a.html", "1")), nil, `in the folder of section "old"`},
		{"a path in the folder of a section of the same update", sections(part("", "new/a.html", "1"), part("new", "new/b.html", "1")), nil, `in the folder of section "new"`},
		{"a file where a section's folder is", sections(part("", "old", "1")), nil, `is a folder of section "old"`},
		{"a file where a folder above a section is", sections(part("", "up", "1"), part("up/down", "up/down/a.html", "1")), nil, `is a folder of section "up/down"`},
		{"a file that is also a folder", sections(part("", "x", "1", "x/y.html", "1")), nil, `is a file, and a folder`},
		{"a manifest of the caller's", sections(part("east", "east/manifest.json", "{}")), nil, `written by publish itself`},
		{"a section twice", sections(part("east"), part("east")), nil, `"east" is given twice`},
		{"a section given and dropped", Update{Sections: []Section{part("old")}, Drop: []string{"old"}}, nil, `"old" is given twice`},
		{"the site dropped", Update{Drop: []string{""}}, nil, `cannot be dropped`},

		{"two paths that differ by case", sections(part("", "a/Index.html", "1", "a/index.html", "2")), ErrCase, "a/Index.html"},
		{"two sections that differ by case", sections(part("east", "east/a.html", "1"), part("East", "East/a.html", "1")), ErrCase, "east/a.html, East/a.html"},
		{"a section that differs from one that stands", sections(part("OLD", "OLD/a.html", "1")), ErrCase, "OLD, old"},
		{"a path in a section's folder but for case", sections(part("", "Old/a.html", "1")), ErrCase, "Old/a.html, old"},
		{"a manifest but for case", sections(part("", "Manifest.json", "1")), ErrCase, "Manifest.json"},

		{"no path", sections(part("", "", "1")), ErrPath, ""},
		{"the folder itself", sections(part("", ".", "1")), ErrPath, ""},
		{"an absolute path", sections(part("", "/etc/passwd", "1")), ErrPath, ""},
		{"a way out", sections(part("", "a/../../b", "1")), ErrPath, ""},
		{"a path not clean", sections(part("", "a//b", "1")), ErrPath, ""},
		{"a backslash", sections(part("", `a\b`, "1")), ErrPath, ""},
		{"another stream", sections(part("", "a:b", "1")), ErrPath, ""},
		{"a drive", sections(part("", "C:/a", "1")), ErrPath, ""},
		{"a control character", sections(part("", "a\nb", "1")), ErrPath, ""},
		{"bytes that are no text", sections(part("", "a\xff", "1")), ErrPath, ""},
		{"a dot at the end", sections(part("", "a./b", "1")), ErrPath, ""},
		{"a space at the end", sections(part("", "a ", "1")), ErrPath, ""},
		{"a device", sections(part("", "con", "1")), ErrPath, ""},
		{"a device with an extension", sections(part("", "a/Nul.html", "1")), ErrPath, ""},
		{"a port", sections(part("", "COM1/index.html", "1")), ErrPath, ""},
		{"a name too long", sections(part("", long, "1")), ErrPath, "longer than 255 bytes"},
		{"a section with such a name", sections(part("aux", "aux/index.html", "1")), ErrPath, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			out := newOut(t)
			tree := open(t, out, Options{})
			tree.must(t, sections(part("", "index.html", "1"), part("old", "old/index.html", "1")))
			before := snapshot(t, filepath.Dir(out))
			_, err := tree.Publish(c.u)
			if err == nil || !errors.Is(err, c.is) && c.is != nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("error %v", err)
			}
			if d := difference(snapshot(t, filepath.Dir(out)), before); d != "" {
				t.Error(d)
			}
			tree.must(t, sections(part("", "index.html", "2")))
		})
	}
}

func TestUsableNames(t *testing.T) {
	for _, p := range []string{"index.html", ".nojekyll", ".well-known/x", "网格/一.html", "console.html", "com10", "communal", "a b/c d.html", "LPT", "COM.html", "kiosk/manifest.json"} {
		if err := CheckPath(p); err != nil {
			t.Error(err)
		}
	}
}

func TestAFolderThatIsNotOursIsRefused(t *testing.T) {
	site := sections(part("", "index.html", "1"))
	digest := Digest(site.Sections[0].Files)
	for _, c := range []struct {
		name string
		make func(out string)
		is   error
	}{
		{"nothing there", func(string) {}, nil},
		{"an empty folder", func(out string) { os.MkdirAll(out, 0o755) }, nil},
		{"names with a dot only", func(out string) { place(t, out, ".gitkeep", ""); place(t, out, ".git/config", "") }, nil},
		{"somebody's file", func(out string) { place(t, out, "thesis.docx", "years of work") }, ErrForeign},
		{"a file in its place", func(out string) { place(t, filepath.Dir(out), "public", "") }, ErrForeign},
		{"somebody's empty folder", func(out string) { os.MkdirAll(filepath.Join(out, "photos"), 0o755) }, ErrForeign},
		{"somebody's build.json", func(out string) { place(t, out, "build.json", `{"target":"h1:es2020","x":"h1:"}`) }, ErrForeign},
		{"somebody's manifest.json", func(out string) { place(t, out, "manifest.json", `{"name":"app"}`) }, ErrForeign},
		{"our build.json", func(out string) { place(t, out, "build.json", `{"units":[{"digest":"`+digest+`"}]}`) }, nil},
		{"half a manifest of ours", func(out string) { place(t, out, "manifest.json", `{"format":"gongshi/1","sec`) }, nil},
		{"our mark", func(out string) { place(t, out, "x", ""); place(t, out+".work", markName, "../public") }, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			out := newOut(t)
			c.make(out)
			before := snapshot(t, filepath.Dir(out))
			tree, err := Open(out, Options{})
			if !errors.Is(err, c.is) {
				t.Fatalf("error %v", err)
			}
			if err == nil {
				defer tree.Close()
				tree.must(t, site)
			} else if d := difference(snapshot(t, filepath.Dir(out)), before); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestOldAssetsOutliveTwoGenerations(t *testing.T) {
	out := newOut(t)
	tree := open(t, out, Options{})
	styles := func(names ...string) Update {
		s := part("", "index.html", strings.Join(names, "+"))
		for _, n := range names {
			s.Files = append(s.Files, File{"assets/" + n, []byte(n)})
		}
		return sections(s)
	}
	for _, step := range []struct {
		publish Update
		stand   string
	}{
		{styles("1"), "1"},
		{styles("2"), "1 2"},
		{styles("2"), "1 2"},
		{sections(part("unit", "unit/assets/3", "an ordinary file")), "1 2"},
		{styles("3"), "1 2 3"},
		{styles("4"), "1 2 3 4"},
		{styles("5"), "2 3 4 5"},
		{styles("5", "2"), "2 3 4 5"}, // comes back
		{styles("6"), "2 4 5 6"},
		{styles("7"), "2 5 6 7"},
	} {
		tree.must(t, step.publish)
		var stand []string
		for name := range snapshot(t, filepath.Join(out, "assets")) {
			stand = append(stand, name)
		}
		slices.Sort(stand)
		if got := strings.Join(stand, " "); got != step.stand {
			t.Errorf("after %q: %s, wanted %s", step.publish.Sections[0].Files[0].Data, got, step.stand)
		}
		tree.Close() // the count must outlive the process
		tree = open(t, out, Options{})
	}
	tree.must(t, sections(part("unit")))
	if exists(out, "unit/assets") {
		t.Error("a unit's files under assets are kept: only the site's are")
	}
}

func TestFileBecomesFolderAndFolderBecomesFile(t *testing.T) {
	out := newOut(t)
	tree := open(t, out, Options{})
	tree.must(t, sections(part("", "rules", "file", "help/a/index.html", "folder", "help/b.html", "folder"), part("unit", "unit/x", "file")))
	os.MkdirAll(filepath.Join(out, "help/empty"), 0o755)
	tree.must(t, sections(part("", "rules/2024/index.html", "folder", "help", "file"), part("unit", "unit/x/y", "folder")))
	wantPages(t, out, "rules/2024/index.html=folder", "help=file", "unit/x/y=folder")
	tree.must(t, sections(part("", "rules", "file", "help/a/index.html", "folder"), part("unit", "unit/x", "file")))
	wantPages(t, out, "rules=file", "help/a/index.html=folder", "unit/x=file")
}

func TestWhatStandsInTheWay(t *testing.T) {
	t.Run("a file on the way is replaced", func(t *testing.T) {
		out := newOut(t)
		tree := open(t, out, Options{})
		tree.must(t, sections(part("", "index.html", "1")))
		place(t, out, "rules", "somebody's")
		tree.must(t, sections(part("", "index.html", "1", "rules/index.html", "1")))
		wantPages(t, out, "index.html=1", "rules/index.html=1")
	})
	t.Run("a folder with somebody's files is not", func(t *testing.T) {
		out := newOut(t)
		tree := open(t, out, Options{})
		tree.must(t, sections(part("", "help/index.html", "1")))
		for _, name := range []string{"help/notes.txt", "help/.gitkeep"} {
			place(t, out, name, "somebody's")
			_, err := tree.Publish(sections(part("", "help", "2")))
			if !errors.Is(err, ErrForeign) || !strings.Contains(err.Error(), name) {
				t.Errorf("error %v", err)
			}
			wantPages(t, out, "help/index.html=1", name+"=somebody's")
			del(t, out, name)
		}
		tree.must(t, sections(part("", "help", "2")))
		wantPages(t, out, "help=2")
	})
}

// Somebody put a link to other data in the place of a unit's folder: it may be
// replaced, and nothing is read, written or removed through it.
func TestNothingIsDoneThroughALink(t *testing.T) {
	for _, c := range []struct {
		name  string
		lost  bool // the site's manifest is
		u     Update
		pages []string // without what is behind the link
	}{
		{"published", false, sections(part("unit", "unit/index.html", "2")), []string{"index.html=1", "unit/index.html=2"}},
		{"published with the bytes that are behind it", false, sections(part("unit", "unit/index.html", "precious")), []string{"index.html=1", "unit/index.html=precious"}},
		{"published with everything lost", true, sections(part("", "index.html", "1"), part("unit")), []string{"index.html=1"}},
		{"dropped", false, Update{Drop: []string{"unit"}}, []string{"index.html=1"}},
	} {
		for _, outside := range []bool{false, true} {
			t.Run(c.name, func(t *testing.T) {
				base := folder(t)
				out, data := filepath.Join(base, "public"), filepath.Join(base, "data")
				target := filepath.FromSlash("../data")
				if outside {
					data = folder(t)
					target = data
				}
				once(t, out, sections(part("", "index.html", "1"), part("unit", "unit/index.html", "1", "unit/old.html", "1")))
				all := snapshot(t, filepath.Join(out, "unit")) // a copy behind the link, manifest and all
				for name := range all {
					place(t, data, name, all[name])
				}
				place(t, data, "index.html", "precious")
				del(t, out, "unit")
				if err := os.Symlink(target, filepath.Join(out, "unit")); err != nil {
					t.Skip("no links here:", err)
				}
				if c.lost {
					del(t, out, "manifest.json")
				}
				once(t, out, c.u)
				wantPages(t, data, "index.html=precious", "old.html=1")
				if fi, err := os.Lstat(filepath.Join(out, "unit")); err == nil && !fi.IsDir() {
					del(t, out, "unit") // the link stayed, as somebody's file
				}
				wantPages(t, out, c.pages...)
			})
		}
	}
}

func TestASectionMadeInAnothersFolder(t *testing.T) {
	out := newOut(t)
	tree := open(t, out, Options{})
	tree.must(t, sections(part("city", "city/town/index.html", "page of the city", "city/town/old.html", "page of the city")))
	tree.must(t, sections(part("city/town", "city/town/index.html", "section")))
	wantPages(t, out, "city/town/index.html=section", "city/town/old.html=page of the city")
	for range 2 { // the city gives its pages up: what the town holds stays
		tree.must(t, sections(part("city", "city/index.html", "city")))
		wantPages(t, out, "city/town/index.html=section", "city/index.html=city")
	}
	tree.must(t, Update{Sections: []Section{part("city", "city/town/index.html", "page again")}, Drop: []string{"city/town"}})
	wantPages(t, out, "city/town/index.html=page again")
	if exists(out, "city/town/manifest.json") {
		t.Error("the manifest of a dropped section stayed")
	}
}

// On a case-insensitive disk the old name and the new one are one file: removed
// after the new one is in place, the old one would take it along.
func TestANameThatChangesByCaseOnly(t *testing.T) {
	out := newOut(t)
	var steps []string
	tree := open(t, out, Options{step: func(what string) error { steps = append(steps, what); return nil }})
	tree.must(t, sections(part("", "Points/Index.html", "same", "Points/a.html", "same", "assets/Style.css", "same")))
	for range 2 {
		steps = nil
		tree.must(t, sections(part("", "points/index.html", "same", "points/a.html", "same", "assets/style.css", "same")))
		wantPages(t, out, "points/index.html=same", "points/a.html=same", "assets/style.css=same")
		if _, there := snapshot(t, out)["Points/"]; there {
			t.Error("the folder of the old name stayed")
		}
		for _, old := range []string{"Points/Index.html", "Points/a.html", "assets/Style.css"} {
			if i := slices.Index(steps, "remove public/"+old); i > slices.Index(steps, "rename public/"+strings.ToLower(old)) {
				t.Errorf("%s is removed too late", old)
			}
		}
		tree.Close()
		tree = open(t, out, Options{})
	}
	tree.must(t, Update{Sections: []Section{part("unit", "unit/a.html", "1", "unit/Rules", "file")}})
	tree.must(t, Update{Sections: []Section{part("unit", "unit/a.html", "1", "unit/rules/index.html", "folder")}})
	wantPages(t, out, "points/index.html=same", "points/a.html=same", "assets/style.css=same", "unit/a.html=1", "unit/rules/index.html=folder")
	tree.must(t, Update{Sections: []Section{part("Unit", "Unit/a.html", "1")}, Drop: []string{"unit"}})
	wantPages(t, out, "points/index.html=same", "points/a.html=same", "assets/style.css=same", "Unit/a.html=1")
}

func TestOrderOfASinglePublication(t *testing.T) {
	out := newOut(t)
	var steps []string
	note := func(what string) error { steps = append(steps, strings.ReplaceAll(what, "public", "")); return nil }
	tree := open(t, out, Options{step: note})
	tree.must(t, sections(part("", "was", "file", "index.html", "1", "old/page.html", "1", "assets/1.css", "1")))
	steps = nil
	tree.must(t, sections(
		part("", "was/index.html", "folder", "index.html", "2", "assets/2.css", "2", "build.json", "2"),
		part("unit", "unit/zz.html", "2", "unit/build.json", "2")))
	want := []string{
		"write .work/stage/0", "write .work/stage/1", "write .work/stage/2", "write .work/stage/3",
		"write .work/stage/4", "write .work/stage/5", "write .work/stage/6", "write .work/stage/7",
		"write .work/journal.new", "flush .work/stage", "rename .work/journal", "flush .work",
		"remove /was", "mkdir /unit", "mkdir /was",
		"rename /assets/2.css",
		"rename /index.html", "rename /unit/zz.html", "rename /was/index.html",
		"rename /unit/build.json", "rename /unit/manifest.json", "rename /build.json", "rename /manifest.json",
		"remove /old/page.html", "prune /old",
		"remove .work/journal",
	}
	if !slices.Equal(steps, want) {
		t.Errorf("steps\n%s\nwanted\n%s", strings.Join(steps, "\n"), strings.Join(want, "\n"))
	}
}

func TestDigestIsTheHashOfGoModules(t *testing.T) {
	lines := fmt.Sprintf("%x  a.html\n%x  b/c.html\n", sha256.Sum256([]byte("1")), sha256.Sum256([]byte("2")))
	hash := sha256.Sum256([]byte(lines))
	want := "h1:" + base64.StdEncoding.EncodeToString(hash[:])
	for _, order := range []Section{part("", "a.html", "1", "b/c.html", "2"), part("", "b/c.html", "2", "a.html", "1")} {
		if got := Digest(order.Files); got != want {
			t.Errorf("%s, wanted %s", got, want)
		}
	}
	if Digest(part("", "a.html", "1", "b/c.html", "3").Files) == want {
		t.Error("other bytes, same digest")
	}
}

func TestManifestsNameEveryFileAndSection(t *testing.T) {
	out := newOut(t)
	u := sections(part("", "b.html", "2", "a.html", "1"), part("city/town", "city/town/x/index.html", "<&中>"))
	once(t, out, u)
	var site, town manifest
	all := snapshot(t, out)
	for name, m := range map[string]*manifest{"manifest.json": &site, "city/town/manifest.json": &town} {
		if err := json.Unmarshal([]byte(all[name]), m); err != nil {
			t.Fatal(name, err)
		}
	}
	if e := town.Files["x/index.html"]; len(town.Files) != 1 || e != entryOf([]byte("<&中>")) {
		t.Errorf("town: %+v", town)
	}
	if len(site.Files) != 2 || site.Sections["city/town"] != Digest(u.Sections[1].Files) || site.Digest != Digest(u.Sections[0].Files) {
		t.Errorf("site: %+v", site)
	}

	other := newOut(t)
	slices.Reverse(u.Sections)
	slices.Reverse(u.Sections[1].Files)
	tree := open(t, other, Options{})
	tree.must(t, sections(part("", "other.html", "")))
	tree.must(t, u)
	if d := difference(snapshot(t, other), all); d != "" {
		t.Errorf("same input by another way: %s", d)
	}
	if got := tree.Sections(); got["city/town"] != town.Digest || got[""] != site.Digest {
		t.Errorf("sections %v", got)
	}
}

func TestWhereTheWorkFolderMayBe(t *testing.T) {
	base := folder(t)
	u := sections(part("", "index.html", "1"))
	out := filepath.Join(base, "deep/down/public")
	for _, bad := range []string{out, filepath.Join(out, "work"), filepath.Join(base, "deep")} {
		if tree, err := Open(out, Options{Work: bad}); err == nil {
			tree.Close()
			t.Errorf("%s is taken for a work folder", bad)
		}
	}
	tree := open(t, out, Options{Work: filepath.Join(base, "elsewhere/work")})
	tree.must(t, u)
	tree.Close()
	if !exists(base, "elsewhere/work/"+markName) || exists(base, "deep/down/public.work") {
		t.Error("the work folder is not where it should be")
	}
	if tree, err := Open(filepath.Join(base, "public.local"), Options{Work: filepath.Join(base, "elsewhere/work")}); err == nil {
		tree.Close()
		t.Error("a work folder serves two folders")
	}
}

func TestOutputFolderBehindALink(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need rights on Windows")
	}
	base := folder(t)
	real := filepath.Join(base, "disk/site")
	os.MkdirAll(real, 0o755)
	os.Symlink("disk/site", filepath.Join(base, "public"))
	once(t, filepath.Join(base, "public"), sections(part("", "index.html", "1")))
	wantPages(t, real, "index.html=1")
	if !exists(base, "disk/site.work/lock") || exists(base, "public.work") {
		t.Error("the work folder is not beside the real one")
	}
	os.Symlink("nowhere", filepath.Join(base, "broken"))
	if _, err := Open(filepath.Join(base, "broken"), Options{}); err == nil {
		t.Error("a link to nowhere was opened")
	}
}

// A section can say only what differs; the rest of it stays, and the manifest knows all.
func TestASectionCanSayOnlyWhatDiffers(t *testing.T) {
	out := newOut(t)
	tree := open(t, out, Options{})
	tree.must(t, sections(part("find", "find/a.js", "1", "find/b.js", "1", "find/c/d.js", "1")))
	some := part("find", "find/b.js", "2", "find/e.js", "1")
	some.Only, some.Gone = true, []string{"find/c/d.js"}
	if stats := tree.must(t, sections(some)); stats.Sections["find"] != 2 || stats.Removed != 1 {
		t.Errorf("%+v", stats)
	}
	wantPages(t, out, "find/a.js=1", "find/b.js=2", "find/e.js=1")
	if err := tree.Close(); err != nil {
		t.Fatal(err)
	}
	stats := once(t, out, sections(part("find", "find/a.js", "1", "find/b.js", "2", "find/e.js", "1")))
	if stats.Written+stats.Removed != 0 {
		t.Errorf("the manifest knows other files: %+v", stats)
	}
	if err := os.WriteFile(filepath.Join(out, "find", manifestName), []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	some.Gone = nil
	if _, err := open(t, out, Options{}).Publish(sections(some)); err == nil {
		t.Error("nobody can know what else the section holds")
	}
}
