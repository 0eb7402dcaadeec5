package watch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// Rows 10 to 13 of fact table C: folders that come and go, links, names that
// differ in case, and systems that give no events.

func TestRow10DataRenamedAwayAndBack(t *testing.T) {
	bubble(t, village, Options{}, func(s *stage) {
		s.rename("data", "elsewhere")
		s.tell(removed, "data")
		s.sleep(10 * time.Second)
		s.want("-data")
		s.write("elsewhere/site.yaml", "名称: 东庄镇\n")
		s.rename("elsewhere", "data")
		s.tell(created, "data")
		s.sleep(10 * time.Second)
		s.want("-data", "+data data/site.yaml")
		if !s.src.live["data/dongzhuang/points"] {
			t.Error("not watched again")
		}
		s.saveByRename(members, longer)
		s.tell(created, members)
		s.sleep(30 * time.Millisecond)
		s.want("-data", "+data data/site.yaml", members)
	})
}

// Pulled out and put back within the quiet time: nobody needs to know.
func TestRow10ShortAbsence(t *testing.T) {
	bubble(t, village, Options{}, func(s *stage) {
		s.rename("data", "elsewhere")
		s.tell(removed, "data")
		s.sleep(50 * time.Millisecond)
		s.rename("elsewhere", "data")
		s.tell(created, "data")
		s.sleep(10 * time.Second)
		s.want()
	})
}

// Away while a build reads: the build saw an empty site, so it must read again
// although nothing differs; and away for good is still told.
func TestRow10AwayDuringBuild(t *testing.T) {
	for _, forGood := range []bool{false, true} {
		bubble(t, village, Options{}, func(s *stage) {
			s.busy = func(Batch) {
				if len(s.got()) > 1 {
					return
				}
				s.rename("data", "elsewhere")
				s.tell(removed, "data")
				time.Sleep(time.Second)
				if !forGood {
					s.rename("elsewhere", "data")
					s.tell(created, "data")
				}
			}
			s.saveByRename(members, longer)
			s.tell(created, members)
			s.sleep(10 * time.Second)
			if forGood {
				s.want(members, "-data")
			} else {
				s.want(members, "+data")
			}
		})
	}
}

// The same for a village: all its files are named.
func TestRow10VillageAwayDuringBuild(t *testing.T) {
	bubble(t, village, Options{}, func(s *stage) {
		s.busy = func(Batch) {
			if len(s.got()) == 1 {
				s.rename("data/dongzhuang", "elsewhere")
				s.tell(removed, "data/dongzhuang")
				time.Sleep(time.Second)
				s.rename("elsewhere", "data/dongzhuang")
				s.tell(created, "data/dongzhuang")
			}
		}
		s.saveByRename("data/site.yaml", "名称: 东庄镇和它的村\n")
		s.tell(created, "data/site.yaml")
		s.sleep(10 * time.Second)
		s.want("data/site.yaml", "data/dongzhuang/members.yaml data/dongzhuang/points/2024.yaml data/dongzhuang/unit.yaml")
	})
}

// Restored from a backup that copies for twenty seconds: what is not copied yet
// is not removed.
func TestRow10CopiedBackSlowly(t *testing.T) {
	for _, hints := range []bool{true, false} {
		bubble(t, village, Options{Scan: time.Second}, func(s *stage) {
			s.removeAll("data")
			s.sleep(10 * time.Second)
			for i := range 40 {
				s.write(fmt.Sprintf("data/a%02d.yaml", i), "行: []\n")
				if hints {
					s.tell(created, "data")
				}
				s.sleep(time.Second)
			}
			for p, text := range village {
				s.write(p, text)
			}
			s.sleep(10 * time.Second)
			if len(s.got()) != 2 || s.got()[0].String() != "-data" || len(s.got()[1].Paths) != 40 || len(s.got()[1].Back) != 1 {
				t.Errorf("hints %v: %v", hints, s.got())
			}
		})
	}
}

func TestRow10RootGone(t *testing.T) {
	bubble(t, village, Options{Dirs: []string{"data", "content"}}, func(s *stage) {
		s.must(os.Rename(s.root, s.root+".away"))
		s.tell(removed, ".")
		s.sleep(10 * time.Second)
		s.want("-data") // content was never there
		s.must(os.Rename(s.root+".away", s.root))
		s.write("content/index.md", "村情\n")
		s.sleep(10 * time.Second)
		s.want("-data", "+data content/index.md")
	})
}

// rm -r takes longer than the longest wait: the removals are put off until it is
// clear that the folder itself went.
func TestRow10RemovedSlowly(t *testing.T) {
	files := map[string]string{}
	for i := range 60 {
		files[fmt.Sprintf("data/v%02d/unit.yaml", i)] = "名称: 村\n"
	}
	bubble(t, files, Options{}, func(s *stage) {
		for i := range 60 { // 6 s
			p := fmt.Sprintf("data/v%02d", i)
			s.removeAll(p)
			s.tell(removed, p+"/unit.yaml")
			s.tell(removed, p)
			s.sleep(100 * time.Millisecond)
		}
		s.removeAll("data")
		s.tell(removed, "data")
		s.sleep(10 * time.Second)
		s.want("-data")
	})
}

func TestRow11Links(t *testing.T) {
	probe := filepath.Join(tempDir(t), "link")
	_ = os.Symlink("x", probe)
	if info, err := os.Lstat(probe); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Skip("no symbolic links here: ", err)
	}
	bubble(t, village, Options{Scan: 500 * time.Millisecond}, func(s *stage) {
		out := tempDir(t)
		s.must(os.WriteFile(out+"/secret.yaml", []byte("x"), 0o644))
		s.must(os.Symlink(out, s.abs("data/out")))
		s.must(os.Symlink(out+"/secret.yaml", s.abs("data/secret.yaml")))
		s.must(os.Symlink("..", s.abs("data/dongzhuang/loop")))
		s.must(os.Symlink("site.yaml", s.abs("data/alias.yaml")))
		s.sleep(3 * time.Second)
		s.want("data/alias.yaml data/dongzhuang/loop data/out data/secret.yaml") // the reader gives the clear error
		s.must(os.WriteFile(out+"/secret.yaml", []byte("xyz"), 0o644))
		s.must(os.WriteFile(out+"/more.yaml", []byte("xyz"), 0o644))
		s.sleep(3 * time.Second)
		if len(s.got()) != 1 {
			t.Errorf("followed out of the root: %v", s.got()[1:])
		}
		s.write("data/site.yaml", "名称: 东庄镇\n")
		s.sleep(3 * time.Second)
		s.want(s.got()[0].String(), "data/alias.yaml data/site.yaml")
	})
}

// On Windows and macOS the old name still opens the file after members.yaml was
// renamed to Members.yaml; only the listing tells.
func TestRow12CaseOnlyRename(t *testing.T) {
	const other = "data/dongzhuang/Members.yaml"
	renamed := false
	tr := &fakeTree{listed: func(_ string, entries []entry) ([]entry, error) {
		for i := range entries {
			if renamed && entries[i].name == "members.yaml" {
				entries[i].name = "Members.yaml"
			}
		}
		return entries, nil
	}}
	bubbleWith(t, village, Options{Scan: time.Hour}, faults{tree: tr}, func(s *stage) {
		tr.set(func() { renamed, tr.alias = true, map[string]string{other: members} })
		s.tell(removed, members)
		s.tell(created, other)
		s.sleep(time.Second)
		s.want(other + " " + members)
	})
}

func TestRow13NoWatchesLeft(t *testing.T) {
	for _, err := range []error{syscall.ENOSPC, syscall.EMFILE, errors.New("not supported")} {
		bubbleWith(t, village, Options{}, faults{refuse: map[string]error{"": err}}, func(s *stage) {
			s.wantNotices(ScanOnly)
			s.write(members, "党员: []\n")
			s.sleep(4 * time.Second)
			s.want(members)
			s.sleep(time.Minute)
			s.wantNotices(ScanOnly)
			if s.src.closed != (err == syscall.EMFILE) {
				t.Errorf("%v: source closed: %v", err, s.src.closed)
			}
		})
	}
}

// One folder that cannot be watched does not cost the others their events, and
// is watched as soon as the system has room again.
func TestRow13OneFolder(t *testing.T) {
	refuse := map[string]error{"data/dongzhuang/points": syscall.ENOSPC}
	bubbleWith(t, village, Options{}, faults{refuse: refuse}, func(s *stage) {
		s.saveByRename(members, longer)
		s.tell(created, members)
		s.sleep(30 * time.Millisecond)
		s.want(members)
		s.src.mu.Lock()
		clear(refuse)
		s.src.mu.Unlock()
		s.sleep(4 * time.Second)
		if !s.src.live["data/dongzhuang/points"] {
			t.Error("not tried again")
		}
	})
}

func TestRow13NoInstanceLeft(t *testing.T) {
	root := tempDir(t)
	var notices []Notice
	w, err := newWatcher(root, time.Now, Options{Dirs: []string{"data"}, Notice: func(n Notice) { notices = append(notices, n) }},
		disk{root}, func(string, func(event)) (source, error) { return nil, syscall.EMFILE })
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if len(notices) != 1 || notices[0].Code != ScanOnly || !errors.Is(notices[0].Err, syscall.EMFILE) {
		t.Errorf("notices %v", notices)
	}
}
