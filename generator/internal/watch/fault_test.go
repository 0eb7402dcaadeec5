package watch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// The rows of fact table C that the watcher answers for, in a bubble where the
// test says what hints come and when. The same saves on a real file system with
// real events are in notify_test.go.

func TestRow01Vim(t *testing.T) {
	bubble(t, village, Options{}, func(s *stage) {
		s.write("data/dongzhuang/4913", "")
		s.tell(created, "data/dongzhuang/4913")
		os.Remove(s.abs("data/dongzhuang/4913"))
		s.tell(removed, "data/dongzhuang/4913")
		s.rename(members, members+"~")
		s.tell(removed, members)
		s.tell(created, members+"~")
		s.sleep(40 * time.Millisecond) // a slow disk between the steps
		s.write(members, "党员: []\n")
		s.tell(created, members)
		s.tell(written, members)
		os.Remove(s.abs(members + "~"))
		s.tell(removed, members+"~")
		s.sleep(time.Second)
		s.want(members)
		if got := s.got()[0].text[members]; got != "党员: []\n" {
			t.Errorf("read %q", got)
		}
	})
}

func TestRow02AtomicSaveSameSizeSameTime(t *testing.T) {
	bubble(t, village, Options{}, func(s *stage) {
		info, err := os.Stat(s.abs(members))
		s.must(err)
		s.write(members+".new", strings.Replace(village[members], "甲", "乙", 1))
		s.must(os.Chtimes(s.abs(members+".new"), info.ModTime(), info.ModTime()))
		s.rename(members+".new", members)
		begin := time.Now()
		s.tell(created, members)
		s.sleep(24 * time.Millisecond)
		s.want()
		s.sleep(2 * time.Millisecond)
		s.want(members)
		if d := time.Since(begin); d > 30*time.Millisecond {
			t.Errorf("a save by renaming took %v", d)
		}
	})
}

func TestRow03WriteInParts(t *testing.T) {
	bubble(t, village, Options{}, func(s *stage) {
		s.write(members, "党员:\n")
		s.tell(written, members)
		for i := range 6 {
			s.sleep(120 * time.Millisecond)
			f, err := os.OpenFile(s.abs(members), os.O_APPEND|os.O_WRONLY, 0)
			s.must(err)
			fmt.Fprintf(f, "- 姓名: 示例%d\n", i)
			f.Close()
			s.tell(written, members)
		}
		s.want()
		s.sleep(160 * time.Millisecond)
		s.want(members)
		if n := strings.Count(s.got()[0].text[members], "姓名"); n != 6 {
			t.Errorf("reported with %d of 6 lines", n)
		}
	})
}

// A create that replaces is taken for a finished save only as long as nothing
// speaks against it: here the new file is empty first and written later.
func TestRow03CreatedEmptyThenWritten(t *testing.T) {
	bubble(t, village, Options{}, func(s *stage) {
		s.must(os.Remove(s.abs(members)))
		s.write(members, "")
		s.tell(created, members)
		s.sleep(100 * time.Millisecond)
		s.want()
		s.write(members, village[members]+"- 姓名: 示例乙\n")
		s.tell(written, members)
		s.sleep(time.Second)
		s.want(members)
	})
}

// No hint tells that the file is still growing (mapped memory, a network drive):
// two listings have to agree.
func TestRow03StillGrowing(t *testing.T) {
	bubble(t, village, Options{Scan: 100 * time.Millisecond}, func(s *stage) {
		for i := range 20 {
			s.write(members, village[members]+strings.Repeat("- 姓名: 示例\n", i))
			s.sleep(100 * time.Millisecond)
		}
		s.want()
		s.sleep(time.Second)
		s.want(members)
	})
}

func TestRow03ReallyEmptied(t *testing.T) {
	bubble(t, village, Options{}, func(s *stage) {
		s.saveByRename(members, "")
		s.tell(created, members)
		s.sleep(100 * time.Millisecond)
		s.want()
		s.sleep(time.Second)
		s.want(members)
	})
}

func TestRow04LockAndTempNames(t *testing.T) {
	bubble(t, village, Options{Scan: 500 * time.Millisecond}, func(s *stage) {
		for _, name := range []string{"~$members.xlsx", ".~lock.members.ods#", "~WRL0001.tmp", "members.yaml~", ".members.yaml.swp", "Thumbs.db", ".git/index"} {
			s.write("data/dongzhuang/"+name, "x")
			s.tell(created, "data/dongzhuang/"+name)
			s.tell(written, "data/dongzhuang/"+name)
		}
		s.sleep(3 * time.Second)
		s.want()
		if s.src.live["data/dongzhuang/.git"] {
			t.Error(".git is watched")
		}
	})
}

// WPS and Excel write beside the file under a name of eight hex digits, move the
// old file away, and rename the new one into its place.
func TestRow04ExcelSave(t *testing.T) {
	const sheet = "data/dongzhuang/members.xlsx"
	bubble(t, map[string]string{sheet: "old workbook"}, Options{}, func(s *stage) {
		s.write("data/dongzhuang/~$members.xlsx", "owner")
		s.tell(created, "data/dongzhuang/~$members.xlsx")
		s.write("data/dongzhuang/A1B2C3D4", "new workbook")
		s.tell(created, "data/dongzhuang/A1B2C3D4")
		s.tell(written, "data/dongzhuang/A1B2C3D4")
		s.sleep(60 * time.Millisecond)
		s.rename(sheet, "data/dongzhuang/5E6F7A8B.tmp")
		s.tell(removed, sheet)
		s.tell(created, "data/dongzhuang/5E6F7A8B.tmp")
		s.rename("data/dongzhuang/A1B2C3D4", sheet)
		s.tell(removed, "data/dongzhuang/A1B2C3D4")
		s.tell(created, sheet)
		saved := time.Now()
		os.Remove(s.abs("data/dongzhuang/5E6F7A8B.tmp"))
		s.tell(removed, "data/dongzhuang/5E6F7A8B.tmp")
		for len(s.got()) == 0 && time.Since(saved) < time.Second {
			s.sleep(time.Millisecond)
		}
		if d := time.Since(saved); d > 60*time.Millisecond {
			t.Errorf("reported %v after the rename", d)
		}
		s.sleep(time.Second)
		s.want(sheet)
		if got := s.got()[0].text[sheet]; got != "new workbook" {
			t.Errorf("read %q", got)
		}
	})
}

func TestRow05NewNestedFolders(t *testing.T) {
	bubble(t, village, Options{Scan: time.Hour}, func(s *stage) {
		for i := range 100 {
			s.write(fmt.Sprintf("data/xinzhuang/tables/a/b/t%03d.yaml", i), "行: []\n")
		}
		s.tell(created, "data/xinzhuang") // all that inotify tells
		s.sleep(time.Second)
		if len(s.got()) != 1 || len(s.got()[0].Paths) != 100 {
			t.Fatalf("got %d batches: %v", len(s.got()), s.got())
		}
		if !s.src.live["data/xinzhuang/tables/a/b"] {
			t.Error("the innermost folder is not watched")
		}
		s.write("data/xinzhuang/tables/a/b/late.yaml", "行: []\n")
		s.tell(created, "data/xinzhuang/tables/a/b/late.yaml")
		s.sleep(time.Second)
		if got := s.got()[1].Paths; len(got) != 1 || got[0] != "data/xinzhuang/tables/a/b/late.yaml" {
			t.Errorf("then %v", got)
		}
	})
}

func TestRow06StormAndSlowBuild(t *testing.T) {
	bubble(t, village, Options{Scan: time.Hour}, func(s *stage) {
		storm := make(chan struct{})
		s.busy = func(Batch) { <-storm } // a build that lasts as long as the storm
		s.must(os.MkdirAll(s.abs("data/dongzhuang/tables"), 0o755))
		s.tell(created, "data/dongzhuang/tables")
		for i := range 2000 {
			p := fmt.Sprintf("data/dongzhuang/tables/t%04d.yaml", i)
			s.write(p, "行: []\n")
			if i < 1500 {
				s.tell(created, p)
				s.tell(written, p)
			}
			if i%100 == 0 {
				time.Sleep(200 * time.Millisecond)
			}
		}
		s.src.sink(event{err: fsnotify.ErrEventOverflow})
		close(storm)
		s.sleep(10 * time.Second)
		if n := len(s.got()); n == 0 || n > 2 {
			t.Fatalf("%d batches", n)
		}
		all := map[string]bool{}
		for _, b := range s.got() {
			for _, p := range b.Paths {
				all[p] = true
			}
		}
		if len(all) != 2000 {
			t.Errorf("%d of 2000 files reported", len(all))
		}
		s.wantNotices(Rescan)
	})
}

// Windows says it in other words; any error of the source means the same.
func TestRow07WindowsOverflow(t *testing.T) {
	for _, err := range []error{fsnotify.ErrEventOverflow, errors.New("Windows system assumed buffer larger than it is, events have likely been missed")} {
		bubble(t, village, Options{Scan: time.Hour}, func(s *stage) {
			s.write(members, "党员: []\n")
			s.src.sink(event{err: err})
			s.sleep(time.Second)
			s.want(members)
			s.wantNotices(Rescan)
		})
	}
}

func TestRow08NoEvents(t *testing.T) {
	bubble(t, village, Options{}, func(s *stage) {
		s.write(members, "党员: []\n")
		s.sleep(3*time.Second + 200*time.Millisecond)
		s.want(members)
		s.write("data/new/unit.yaml", "名称: 新村\n")
		s.must(os.Remove(s.abs("data/site.yaml")))
		s.sleep(3*time.Second + 200*time.Millisecond)
		s.want(members, "data/new/unit.yaml data/site.yaml")
	})
}

func TestRow09CheckoutIsOneBatch(t *testing.T) {
	bubble(t, village, Options{}, func(s *stage) {
		for i := range 10 { // 1 s in all
			p := fmt.Sprintf("data/dongzhuang/tables/t%d.yaml", i)
			s.write(p, "行: []\n")
			if i == 0 {
				s.tell(created, "data/dongzhuang/tables")
			}
			s.tell(created, p)
			s.tell(written, p)
			s.sleep(100 * time.Millisecond)
		}
		s.removeAll("data/dongzhuang/points")
		s.tell(removed, "data/dongzhuang/points/2024.yaml")
		s.tell(removed, "data/dongzhuang/points")
		s.want()
		s.sleep(time.Second)
		if len(s.got()) != 1 || len(s.got()[0].Paths) != 11 {
			t.Errorf("got %v", s.got())
		}
	})
}

// What is quiet does not wait longer than Force for what is not, and what is not
// is not reported half done.
func TestRow09Force(t *testing.T) {
	bubble(t, village, Options{Scan: time.Hour}, func(s *stage) {
		s.write("data/site.yaml", "名称: 东庄镇\n")
		s.tell(written, "data/site.yaml")
		begin := time.Now()
		for time.Since(begin) < 5*time.Second {
			s.write(members, village[members]+time.Now().String())
			s.tell(written, members)
			s.sleep(100 * time.Millisecond)
		}
		s.want("data/site.yaml")
		if d := s.got()[0].after; d > 2500*time.Millisecond {
			t.Errorf("waited %v", d)
		}
		s.sleep(time.Second)
		s.want("data/site.yaml", members)
	})
}

func TestRow14HeldByWPS(t *testing.T) {
	tr := &fakeTree{locked: map[string]error{}}
	bubbleWith(t, village, Options{}, faults{tree: tr}, func(s *stage) {
		s.write(members, "党员: []\n")
		tr.set(func() { tr.locked[members] = errLocked })
		s.tell(written, members)
		s.sleep(time.Second)
		s.want() // still trying
		tr.set(func() { delete(tr.locked, members) })
		s.sleep(time.Second)
		s.want(members)

		tr.set(func() { tr.locked[members] = errLocked })
		s.write(members, "党员:\n- 姓名: 示例丙\n")
		s.tell(written, members)
		s.sleep(5 * time.Second)
		s.want(members, members+"!")
		s.sleep(time.Minute)
		s.want(members, members+"!") // said once
		tr.set(func() { delete(tr.locked, members) })
		s.sleep(4 * time.Second)
		s.want(members, members+"!", members)
	})
}

func TestRow15DeletedWhileBuilding(t *testing.T) {
	bubble(t, village, Options{}, func(s *stage) {
		s.busy = func(b Batch) {
			if len(s.got()) == 1 {
				s.must(os.Remove(s.abs("data/site.yaml")))
				s.tell(removed, "data/site.yaml")
				time.Sleep(time.Second)
			}
		}
		s.saveByRename(members, "党员: []\n")
		s.tell(created, members)
		s.sleep(5 * time.Second)
		s.want(members, "data/site.yaml")
	})
}

func TestRow16EditsDuringBuild(t *testing.T) {
	bubble(t, village, Options{}, func(s *stage) {
		s.busy = func(b Batch) {
			if len(s.got()) > 1 {
				return
			}
			for i := range 50 { // a build of ten seconds, edits all the way
				time.Sleep(200 * time.Millisecond)
				s.saveByRename(members, fmt.Sprint(i))
				s.tell(created, members)
				s.write("data/site.yaml", fmt.Sprint(i))
				s.tell(written, "data/site.yaml")
			}
		}
		s.saveByRename(members, "党员: []\n")
		s.tell(created, members)
		s.sleep(20 * time.Second)
		s.want(members, members+" data/site.yaml")
		if got := s.got()[1].text; got[members] != "49" || got["data/site.yaml"] != "49" {
			t.Errorf("the follow-up read %v", got)
		}
	})
}

// Between the baseline and Run the caller builds for the first time.
func TestRow16EditDuringFirstBuild(t *testing.T) {
	root := tempDir(t)
	s := &stage{t: t, root: root}
	for p, text := range village {
		s.write(p, text)
	}
	w, err := New(root, time.Now, Options{Dirs: []string{"data"}})
	if err != nil {
		t.Fatal(err)
	}
	s.write(members, "党员: []\n")
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	var got []string
	if err := w.Run(ctx, func(_ context.Context, b Batch) { got = append(got, b.String()); cancel() }); err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || got[0] != members {
		t.Errorf("got %q", got)
	}
}

func TestRow17Noise(t *testing.T) {
	bubble(t, village, Options{Scan: 500 * time.Millisecond}, func(s *stage) {
		for i := range 20 {
			s.must(os.Chmod(s.abs(members), 0o600+os.FileMode(i%2)*0o44))
			s.tell(touched, members)
			later := time.Now().Add(time.Duration(i) * time.Second)
			s.must(os.Chtimes(s.abs(members), later, later)) // touch
			s.tell(touched, members)
			s.write("data/site.yaml", village["data/site.yaml"]) // saved unchanged
			s.tell(written, "data/site.yaml")
			s.tell(written, "data/dongzhuang") // Windows: a folder was "written"
			s.sleep(300 * time.Millisecond)
		}
		s.want()
	})
}

// A chmod right after a save neither hurries it nor holds it up.
func TestRow17ChmodAfterSave(t *testing.T) {
	bubble(t, village, Options{}, func(s *stage) {
		s.saveByRename(members, longer)
		s.tell(created, members)
		for range 10 {
			s.sleep(10 * time.Millisecond)
			s.tell(touched, members)
		}
		s.sleep(time.Millisecond)
		s.want(members)
		if d := s.got()[0].after; d > 60*time.Millisecond {
			t.Errorf("held up until %v", d)
		}
	})
}

func TestRow18ClockSetBack(t *testing.T) {
	bubble(t, village, Options{}, func(s *stage) {
		past := time.Date(1999, 1, 1, 0, 0, 0, 5, time.UTC)
		s.write(members, "党员: []\n")
		s.must(os.Chtimes(s.abs(members), past, past))
		s.sleep(4 * time.Second)
		s.want(members)
	})
}

// A stick with FAT: two saves within the same two seconds, same length, no
// events, and a scan between them.
func TestRow18CoarseTimes(t *testing.T) {
	bubble(t, village, Options{}, func(s *stage) {
		even := time.Date(2024, 5, 6, 8, 0, 2, 0, time.UTC)
		save := func(text string) {
			s.write(members, text)
			s.must(os.Chtimes(s.abs(members), even, even))
		}
		save("积分: 104\n")
		s.sleep(3*time.Second + 155*time.Millisecond)
		s.want(members)
		save("积分: 114\n")
		s.sleep(7 * time.Second)
		s.want(members, members)
	})
}

func TestRow19Sleep(t *testing.T) {
	var slept atomic.Int64 // the clock goes on meanwhile, timers do not
	now := func() time.Time { return time.Now().Add(time.Duration(slept.Load())) }
	bubbleWith(t, village, Options{}, faults{now: now}, func(s *stage) {
		s.sleep(10 * time.Second)
		s.src.mu.Lock()
		clear(s.src.live) // the network drive forgot us
		s.src.mu.Unlock()
		slept.Store(int64(8 * time.Hour))
		s.write(members, "党员: []\n")
		s.sleep(4 * time.Second)
		s.wantNotices(Rescan)
		s.want(members)
		if !s.src.live["data/dongzhuang"] {
			t.Error("not watched again")
		}
	})
}

// The watcher's share: a bad file and the mended one are two batches.
func TestRow20BadThenFixed(t *testing.T) {
	bubble(t, village, Options{}, func(s *stage) {
		for _, text := range []string{"党员:\n- 姓名 示例甲: [\n", village[members]} {
			s.saveByRename(members, text)
			s.tell(created, members)
			s.sleep(time.Second)
		}
		s.want(members, members)
	})
}
