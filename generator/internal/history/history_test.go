package history

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"gongshi/generator/internal/change"
	"gongshi/generator/internal/village"
)

// village1 is what was public of one village with that many people.
func village1(t *testing.T, people int) []*Blob {
	t.Helper()
	table := [][]string{{"姓名", "合计"}}
	for i := range people {
		table = append(table, []string{fmt.Sprintf("示例%d", i), "5"})
	}
	b, err := At(t.TempDir()).Encode(&change.Unit{Name: "示例村", Address: "cun", Version: fmt.Sprintf("ver%04d", people),
		Boards: []change.Board{{Word: "points", Pages: []change.Page{{People: true, Table: table}}}}})
	if err != nil {
		t.Fatal(err)
	}
	return []*Blob{b}
}

var may = village.DateOf(2024, 5, 1)

func note(t *testing.T, s *Store, day village.Date, people int) {
	t.Helper()
	if err := s.Note(day, village1(t, people), day, 30); err != nil {
		t.Fatal(err)
	}
}

// said lists the publications with the number of people that each showed.
func said(t *testing.T, s *Store) (list []string) {
	t.Helper()
	for _, r := range s.List() {
		n := "?"
		if p, err := s.Load(r); err == nil {
			n = fmt.Sprint(len(p.Units[0].Boards[0].Pages[0].Table) - 1)
		}
		list = append(list, r.Day[5:]+" "+n)
	}
	return list
}

func expect(t *testing.T, s *Store, want ...string) {
	t.Helper()
	if got := said(t, s); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// Of days gone by the last publication stays, of today the last few; what is the same
// is not written again.
func TestTheLastOfEachDayStays(t *testing.T) {
	s := At(filepath.Join(t.TempDir(), "history"))
	note(t, s, may, 1)
	note(t, s, may, 1)
	note(t, s, may, 2)
	expect(t, s, "05-01 1", "05-01 2")
	note(t, s, may+1, 3)
	expect(t, s, "05-01 2", "05-02 3")
	for n := range Today + 5 {
		note(t, At(s.dir), may+2, 10+n)
	}
	list := said(t, s)
	if len(list) != Today+2 || list[0] != "05-01 2" || list[len(list)-1] != fmt.Sprintf("05-03 %d", 10+Today+4) {
		t.Errorf("%q", list)
	}
}

// What was replaced longer ago than the days that are kept is gone from the disk, names
// and all; what stood until yesterday stays, however old it is.
func TestOldPublicationsAreForgotten(t *testing.T) {
	s := At(filepath.Join(t.TempDir(), "history"))
	note(t, s, may, 1)
	note(t, s, may+1, 2)
	note(t, s, may+40, 3)
	expect(t, s, "05-02 2", "06-10 3")
	files, _ := filepath.Glob(filepath.Join(s.dir, "*.gz"))
	if len(files) != 2 {
		t.Errorf("%q", files)
	}
	note(t, s, may+71, 3) // nothing differs, and still the time of the second is over
	expect(t, s, "06-10 3")
}

// Whatever is left of the last writing, what was noted before can be read and the next
// build makes up for it.
func TestKilledAtAnyByte(t *testing.T) {
	whole := At(filepath.Join(t.TempDir(), "history"))
	note(t, whole, may, 1)
	before, _ := os.ReadDir(whole.dir)
	note(t, whole, may+1, 2)
	after, _ := os.ReadDir(whole.dir)
	for _, f := range after {
		if slices.ContainsFunc(before, func(b os.DirEntry) bool { return b.Name() == f.Name() }) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(whole.dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for n := 0; n < len(data); n += 5 {
			for _, half := range []string{f.Name(), f.Name() + ".new"} { // a power cut may leave the first
				dir := filepath.Join(t.TempDir(), "history")
				if err := os.CopyFS(dir, os.DirFS(whole.dir)); err != nil {
					t.Fatal(err)
				}
				os.Remove(filepath.Join(dir, f.Name()))
				if err := os.WriteFile(filepath.Join(dir, half), data[:n], 0o600); err != nil {
					t.Fatal(err)
				}
				s := At(dir)
				if list := said(t, s); list[0] != "05-01 1" {
					t.Fatalf("%s cut at %d: %q", half, n, list)
				}
				note(t, s, may+2, 2)
				note(t, s, may+2, 3)
				if list := said(t, s); list[0] != "05-01 1" || list[len(list)-1] != "05-03 3" {
					t.Fatalf("%s cut at %d, then built: %q", half, n, list)
				}
			}
		}
	}
}

// A number that was public before the gate knew its shape is not read again.
func TestTheHistoryIsReadBehindTheGate(t *testing.T) {
	s := At(filepath.Join(t.TempDir(), "history"))
	b, err := At(t.TempDir()).Encode(&change.Unit{Name: "11010519491231002X", Address: "cun"})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Note(may, []*Blob{b}, may, 30); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Load(s.List()[0]); err == nil {
		t.Error("it was read")
	}
}
