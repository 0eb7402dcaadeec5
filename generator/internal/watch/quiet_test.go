package watch

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// ms is a point of time: milliseconds after the test began.
func ms(n int) time.Time { return time.UnixMilli(int64(n)) }

func newWaits() *waits {
	return &waits{quiet: 25 * time.Millisecond, quietWrite: 150 * time.Millisecond, force: 2 * time.Second, paths: map[string]wait{}}
}

// Each story is hints at points of time; ready is when which paths are looked at.
func TestQuietTimes(t *testing.T) {
	type told struct {
		at    int
		path  string
		ops   []op
		known bool
	}
	for _, c := range []struct {
		name  string
		hints []told
		ready string // "ms: paths"
	}{
		{"save by renaming", []told{{0, "a", []op{created}, true}}, "25: a"},
		{"new name", []told{{0, "a", []op{created}, false}}, "150: a"},
		{"write in place", []told{{0, "a", []op{written}, true}}, "150: a"},
		{"each write renews", []told{{0, "a", []op{written}, true}, {100, "a", []op{written}, true}}, "250: a"},
		{"created and then written", []told{{0, "a", []op{created}, true}, {10, "a", []op{written}, true}}, "160: a"},
		{"created and written in one breath", []told{{0, "a", []op{created, written}, true}}, "150: a"},
		{"written and then replaced", []told{{0, "a", []op{written}, true}, {10, "a", []op{created}, true}}, "35: a"},
		{"removed", []told{{0, "a", []op{removed}, true}}, "150: a"},
		{"removed and replaced (Windows, macOS)", []told{{0, "a", []op{removed, created}, true}}, "25: a"},
		{"temporary file does not hold up", []told{{0, "a.1", []op{created, written}, false}, {5, "a.1", []op{removed}, false}, {5, "a", []op{created}, true}}, "30: a"},
		{"chmod neither hurries nor delays", []told{{0, "a", []op{written}, true}, {100, "a", []op{touched}, true}}, "150: a"},
		{"chmod alone", []told{{0, "a", []op{touched}, true}}, "25: a"},
		{"chmod before a write", []told{{0, "a", []op{touched, written}, true}}, "150: a"},
		{"all of them or none", []told{{0, "a", []op{created}, true}, {20, "b", []op{written}, true}}, "170: a b"},
		{"forced", []told{{0, "a", []op{written}, true}, {1900, "b", []op{written}, true}}, "2000: a (forced)"},
	} {
		w, in := newWaits(), newInbox()
		for _, h := range c.hints {
			for _, o := range h.ops {
				in.put(event{path: h.path, op: o}, ms(h.at))
			}
			got, lost := in.take()
			if lost != nil {
				t.Fatal(lost)
			}
			w.hint(h.path, got[h.path], h.known, false, ms(h.at))
		}
		at, ok := w.readyAt(true)
		if !ok {
			t.Errorf("%s: nothing waits", c.name)
			continue
		}
		if early, _ := w.ready(at.Add(-time.Millisecond)); early != nil {
			t.Errorf("%s: %v ready too soon", c.name, early)
		}
		paths, forced := w.ready(at)
		got := fmt.Sprintf("%d: %s", at.UnixMilli(), strings.Join(paths, " "))
		if forced {
			got += " (forced)"
		}
		if got != c.ready {
			t.Errorf("%s: got %q, want %q", c.name, got, c.ready)
		}
	}
}

func TestNothingWaits(t *testing.T) {
	w := newWaits()
	if _, ok := w.readyAt(true); ok {
		t.Error("readyAt of nothing")
	}
	if paths, forced := w.ready(ms(1e6)); paths != nil || forced {
		t.Error("ready with nothing")
	}
}

// With something found, Force is the limit even if nothing else is quiet then.
func TestForceWithSomethingFound(t *testing.T) {
	w := newWaits()
	w.noticed("a", stamp{size: 1}, false, ms(0))
	w.again("a", w.paths["a"], ms(1990))
	if at, _ := w.readyAt(false); at != ms(2000) {
		t.Errorf("at %d", at.UnixMilli())
	}
	if paths, forced := w.ready(ms(2000)); len(paths) != 0 || !forced {
		t.Errorf("%v %v", paths, forced)
	}
	if at, _ := w.readyAt(true); at != ms(2140) {
		t.Errorf("with nothing found at %d", at.UnixMilli())
	}
}

func TestInboxKeepsTheLastWord(t *testing.T) {
	in := newInbox()
	for i, o := range []op{touched, created, touched, written, touched} {
		in.put(event{path: "a", op: o}, ms(i))
	}
	in.put(event{path: "b", op: created | written}, ms(9))
	<-in.wake
	hints, _ := in.take()
	if got := hints["a"]; got != (hint{touched | created | written, written, ms(3)}) {
		t.Errorf("a: %+v", got)
	}
	if got := hints["b"].last; got != written {
		t.Errorf("b: %v", got)
	}
	if hints, lost := in.take(); hints != nil || lost != nil {
		t.Error("not empty")
	}
}

func TestIgnored(t *testing.T) {
	ignored := `~$积分.xlsx .~lock.积分.ods# ~WRL0003.tmp x.yaml~ .x.yaml.swp x.swx 4913 .#x.yaml #x.yaml# 照片.jpg.crdownload
		x.part 积分.xlsx.downloading x.yaml.bak 积分.XLK .DS_Store Thumbs.db THUMBS.DB desktop.ini .git .gitkeep .vscode
		x.yaml___jb_tmp___ x.TMP ~RF1a2b.TMP __MACOSX $RECYCLE.BIN .goutputstream-X1 ~syncthing~x.yaml.tmp`
	for _, name := range strings.Fields(ignored) {
		if !Ignored(name) {
			t.Errorf("%s is not ignored", name)
		}
	}
	kept := `members.yaml 网格.yaml 积分.xlsx 2024-流水.csv 照片.jpg x~y.yaml # C# 4914 49130 a.tmpl tmp template.yaml
		积分(1).xlsx 积分-副本.xlsx parts.yaml ~ A1B2C3D4`
	for _, name := range strings.Fields(kept) {
		if name != "~" && Ignored(name) {
			t.Errorf("%s is ignored", name)
		}
	}
	for _, name := range []string{"System Volume Information", "Icon\r"} {
		if !Ignored(name) {
			t.Errorf("%q is not ignored", name)
		}
	}
	if Ignored("积分 - 副本.xlsx") {
		t.Error("a copy made by hand is ignored")
	}
}

func TestNextMidnight(t *testing.T) {
	zone := func(name string) *time.Location {
		loc, err := time.LoadLocation(name)
		if err != nil {
			t.Skip("no zone data: ", err)
		}
		return loc
	}
	sh, sp := zone("Asia/Shanghai"), zone("America/Sao_Paulo")
	for _, c := range [][3]string{
		{"Asia/Shanghai", "2024-05-12T23:59:59+08:00", "2024-05-13T00:00:00+08:00"},
		{"Asia/Shanghai", "2024-05-13T00:00:00+08:00", "2024-05-14T00:00:00+08:00"},
		{"Asia/Shanghai", "2024-05-12T16:30:00Z", "2024-05-14T00:00:00+08:00"}, // the clock of the machine is elsewhere
		{"Asia/Shanghai", "2024-12-31T12:00:00+08:00", "2025-01-01T00:00:00+08:00"},
		{"Asia/Shanghai", "2024-02-28T12:00:00+08:00", "2024-02-29T00:00:00+08:00"},
		{"America/Sao_Paulo", "2018-11-03T12:00:00-03:00", "2018-11-04T01:00:00-02:00"}, // no 00:00 that day
		{"America/Sao_Paulo", "2018-02-17T12:00:00-02:00", "2018-02-18T00:00:00-03:00"}, // 23:00 twice
	} {
		at, err := time.Parse(time.RFC3339, c[1])
		if err != nil {
			t.Fatal(err)
		}
		loc := map[string]*time.Location{"Asia/Shanghai": sh, "America/Sao_Paulo": sp}[c[0]]
		if got := NextMidnight(at, loc).Format(time.RFC3339); got != c[2] {
			t.Errorf("%s %s: got %s, want %s", c[0], c[1], got, c[2])
		}
	}
}

func TestNewDay(t *testing.T) {
	loc := time.FixedZone("", 8*3600)
	bubble(t, village, Options{Zone: func() *time.Location { return loc }, Scan: time.Hour}, func(s *stage) { // a bubble begins at 08:00 in this zone
		s.sleep(16*time.Hour - time.Second)
		s.want()
		s.sleep(2 * time.Second)
		s.want("@")
		s.sleep(24*time.Hour - 2*time.Second)
		s.saveByRename(members, longer)
		s.tell(created, members)
		s.sleep(3 * time.Second)
		s.want("@", members, "@")
	})
}

// The settings that name the zone are a watched file like any other: the next midnight is
// that of the new zone.
func TestNewDayInAnotherZone(t *testing.T) {
	var hours atomic.Int64
	hours.Store(8)
	zone := func() *time.Location { return time.FixedZone("", int(hours.Load())*3600) }
	bubble(t, village, Options{Zone: zone, Scan: 100 * time.Hour}, func(s *stage) { // it is 08:00
		s.sleep(time.Hour)
		s.busy = func(Batch) { hours.Store(11) }
		s.saveByRename(members, longer)
		s.tell(created, members)
		s.sleep(12*time.Hour - time.Minute) // 23:59 there, 20:59 in the old one
		s.want(members)
		s.sleep(2 * time.Minute)
		s.want(members, "@")
		s.sleep(3 * time.Hour) // the midnight of the old zone is none
		s.want(members, "@")
	})
}

// Content that did not fit into the budget of New is learnt by the scans; until
// then a hint counts as a change, which is the safe side.
func TestBudget(t *testing.T) {
	files := map[string]string{}
	big := strings.Repeat("x", 7<<20)
	for i := range 6 {
		files[fmt.Sprintf("data/%d.yaml", i)] = big
	}
	bubble(t, files, Options{}, func(s *stage) {
		s.sleep(time.Second)
		for i := range 6 {
			if f, _ := s.w.known.file(fmt.Sprintf("data/%d.yaml", i)); !f.hashed {
				t.Errorf("%d.yaml is not known after the scan", i)
			}
			s.tell(written, fmt.Sprintf("data/%d.yaml", i))
		}
		s.sleep(time.Second)
		s.want()
	})
}

// A film is never read: its stamp, or a hint that says written, has to do.
func TestBigFile(t *testing.T) {
	bubble(t, map[string]string{"data/film.mp4": strings.Repeat("x", bigFile+1)}, Options{Scan: time.Second}, func(s *stage) {
		s.tell(touched, "data/film.mp4")
		s.sleep(5 * time.Second)
		s.want()
		s.tell(written, "data/film.mp4")
		s.sleep(5 * time.Second)
		s.want("data/film.mp4")
	})
}

func TestOptionsIgnore(t *testing.T) {
	opt := Options{Scan: time.Second, Ignore: func(p string) bool { return p == "data/dongzhuang/points" || strings.HasSuffix(p, ".txt") }}
	bubble(t, village, opt, func(s *stage) {
		s.write("data/a.txt", "x")
		s.tell(created, "data/a.txt")
		s.write("data/dongzhuang/points/2024.yaml", "流水: [1]\n")
		s.tell(written, "data/dongzhuang/points/2024.yaml")
		s.sleep(5 * time.Second)
		s.want()
		if s.src.live["data/dongzhuang/points"] {
			t.Error("an ignored folder is watched")
		}
	})
}

func TestUnreadableFolderKeepsItsFiles(t *testing.T) {
	tr := &fakeTree{}
	bubbleWith(t, village, Options{Scan: time.Second}, faults{tree: tr}, func(s *stage) {
		tr.set(func() {
			tr.listed = func(dir string, e []entry) ([]entry, error) {
				if dir == "data/dongzhuang" {
					return nil, errLocked
				}
				return e, nil
			}
		})
		s.tell(written, members)
		s.sleep(20 * time.Second)
		s.want()
		s.wantNotices(Unreadable)
		tr.set(func() { tr.listed = nil })
		s.write(members, longer)
		s.sleep(20 * time.Second)
		s.want(members)
		s.wantNotices(Unreadable)
	})
}

func TestFileBecomesFolderAndBack(t *testing.T) {
	bubble(t, village, Options{Scan: time.Second}, func(s *stage) {
		s.rename("data/site.yaml", "spare")
		s.write("data/site.yaml/x.yaml", "a: 1\n")
		s.sleep(5 * time.Second)
		s.want("data/site.yaml data/site.yaml/x.yaml")
		s.rename("data/site.yaml", "folder")
		s.rename("spare", "data/site.yaml")
		s.sleep(5 * time.Second)
		s.want("data/site.yaml data/site.yaml/x.yaml", "data/site.yaml data/site.yaml/x.yaml")
		if got := s.got()[1].text; len(got) != 1 || got["data/site.yaml"] == "" {
			t.Errorf("read %v", slices.Sorted(func(yield func(string) bool) {
				for p := range got {
					if !yield(p) {
						return
					}
				}
			}))
		}
	})
}

// A laptop that sleeps over midnight, and a clock that is set: timers stand still or go
// wrong, the day is another one all the same.
func TestNewDayAfterSleepAndAClockThatIsSet(t *testing.T) {
	var ahead atomic.Int64
	now := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	bubbleWith(t, village, Options{Zone: func() *time.Location { return time.FixedZone("", 8*3600) }}, faults{now: now}, func(s *stage) {
		s.sleep(10 * time.Second)
		s.want()
		ahead.Store(int64(20 * time.Hour)) // from eight in the morning to four
		s.sleep(10 * time.Second)
		s.want("@")
		ahead.Store(0) // the clock was wrong: back to yesterday
		s.sleep(10 * time.Second)
		s.want("@", "@")
		s.sleep(16 * time.Hour) // and midnight comes by itself
		s.want("@", "@", "@")
	})
}
