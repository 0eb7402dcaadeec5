package sample_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gongshi/generator/internal/boards"
	"gongshi/generator/internal/fonts"
	"gongshi/generator/internal/sample"
	"gongshi/generator/internal/site"
	"gongshi/generator/internal/village"
	"gongshi/themes"
)

func make13(t *testing.T, seed uint64, day string) *sample.Site { return made(t, 13, seed, day) }

func made(t *testing.T, villages int, seed uint64, day string) *sample.Site {
	t.Helper()
	d, ok := village.ParseISO(day)
	if !ok {
		t.Fatalf("%s is no day", day)
	}
	return sample.New(sample.Options{Villages: villages, Seed: seed, Day: d})
}

// files are all files of a site, its units taken in the order given or from the first on.
func files(s *sample.Site, order ...int) (list []sample.File, sum sample.Counts) {
	list = s.Common()
	for i := range s.Units() {
		if order != nil {
			i = order[i]
		}
		f, c := s.Unit(i)
		list = append(list, f...)
		sum.Add(c)
	}
	slices.SortFunc(list, func(a, b sample.File) int { return strings.Compare(a.Path, b.Path) })
	return list, sum
}

func hash(list []sample.File) string {
	h := sha256.New()
	for _, f := range list {
		fmt.Fprintf(h, "%s %d\n%s", f.Path, len(f.Data), f.Data)
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

// write writes a site into a folder of its own.
func write(t *testing.T, s *sample.Site) string {
	t.Helper()
	dir := t.TempDir()
	list, _ := files(s)
	for _, f := range list {
		p := filepath.Join(dir, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func open(t *testing.T, s *sample.Site, day string) (*site.Site, string) {
	t.Helper()
	dir := write(t, s)
	opened, err := site.Open(site.Config{Root: dir, Out: filepath.Join(dir, "public"), Theme: themes.Default(), Program: "test", AsOf: day})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { opened.Close() })
	return opened, dir
}

// One seed and day are one site, whichever unit is asked for first; another seed or another
// day is another one.
func TestTheSameSeedGivesTheSameBytes(t *testing.T) {
	list, _ := files(make13(t, 7, "2024-11-20"))
	s := make13(t, 7, "2024-11-20")
	backwards := make([]int, s.Units())
	for i := range backwards {
		backwards[i] = len(backwards) - 1 - i
	}
	again, _ := files(s, backwards...)
	if hash(list) != hash(again) {
		t.Error("the second time, from the last unit to the first, it was another site")
	}
	for _, other := range []*sample.Site{make13(t, 8, "2024-11-20"), make13(t, 7, "2024-11-21")} {
		if list, _ := files(other); hash(list) == hash(again) {
			t.Error("another seed or day gave the same site")
		}
	}
}

// A village is the same whether it is one of thirteen or of a county.
func TestAVillageDoesNotDependOnTheOthers(t *testing.T) {
	find := func(s *sample.Site, n int) map[string]string {
		list, _ := files(s)
		found := map[string]string{}
		for _, f := range list {
			if i := strings.Index(f.Path, s.Folder(n)+"/"); i >= 0 {
				found[f.Path[i+len(s.Folder(n)):]] = string(f.Data)
			}
		}
		return found
	}
	for _, n := range []int{0, 5, 12} {
		few, many := find(made(t, 13, 3, "2024-06-01"), n), find(made(t, 130, 3, "2024-06-01"), n)
		if len(few) == 0 || len(few) != len(many) {
			t.Errorf("village %d has %d files among 13 villages, %d among 130", n, len(few), len(many))
		}
		for name, text := range few {
			if many[name] != text {
				t.Errorf("village %d: %s is another file among 130 villages", n, name)
			}
		}
	}
}

// Any number of villages is a tree that there could be.
func TestTheTreeGrowsWithTheVillages(t *testing.T) {
	for _, c := range []struct{ villages, towns, units int }{
		{1, 0, 1}, {2, 1, 3}, {13, 1, 14}, {22, 1, 23}, {23, 2, 26}, {130, 6, 137}, {260, 12, 273}, {261, 13, 277}, {1560, 72, 1639}, {sample.Most, 240, 5461},
	} {
		s := made(t, c.villages, 1, "2024-06-01")
		if s.Units() != c.units {
			t.Errorf("%d villages: %d units, want %d", c.villages, s.Units(), c.units)
		}
		if depth := strings.Count(s.Folder(c.villages-1), "/"); c.villages > 260 && depth != 2 {
			t.Errorf("%d villages: the last one is %s", c.villages, s.Folder(c.villages-1))
		}
	}
}

// A prefecture has the sizes that the benches need, reckoned up from a county.
func TestASampleHasTheSizesOfReality(t *testing.T) {
	list, c := files(made(t, 130, 1, "2024-12-31"))
	size := 0
	for _, f := range list {
		size += len(f.Data)
	}
	for _, x := range []struct {
		what      string
		got, want float64
	}{
		{"members a village", float64(c.Members) / 130, 66178.0 / 1560},
		{"entries a member", float64(c.Entries) / float64(c.Members), 12},
		{"grids a village", float64(c.Grids) / 130, 40},
		{"star households a village", float64(c.Stars) / 130, 80},
		{"outcomes a village", float64(c.Outcomes) / 130, 6},
		{"bytes a village", float64(size) / 130, 85000},
		{"townships", float64(c.Townships), 6},
	} {
		if x.got < 0.93*x.want || x.got > 1.07*x.want {
			t.Errorf("%s: %.1f, want about %.1f", x.what, x.got, x.want)
		}
	}
}

// Whatever the day, nothing in a sample is an error; also where a year has just begun.
func TestASampleHasNoErrors(t *testing.T) {
	for _, c := range []struct {
		villages int
		seed     uint64
		day      string
	}{{1, 1, "2025-01-01"}, {1, 2, "2024-06-15"}, {13, 3, "2025-01-09"}, {13, 4, "2024-02-29"}, {130, 5, "2024-12-31"}} {
		s, _ := open(t, made(t, c.villages, c.seed, c.day), c.day)
		r, err := s.Check(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if r.Errors() > 0 {
			t.Errorf("%d villages on %s: %d errors: %v", c.villages, c.day, r.Errors(), r.Problems)
		}
		if c.villages == 130 && (r.Warnings() == 0 || r.Warnings() > 260) {
			t.Errorf("%d warnings in 130 villages: some, as real data have, and no more", r.Warnings())
		}
	}
}

// Thirteen villages build; the first has every board, all pages say that it is made up.
func TestASampleBuildsWithAllBoards(t *testing.T) {
	made := make13(t, 1, "2024-11-20")
	s, dir := open(t, made, "2024-11-20")
	r, err := s.Build(context.Background())
	if err != nil || r.Errors() > 0 {
		t.Fatal(err, r)
	}
	for _, k := range boards.All() {
		page := filepath.Join(dir, "public", made.Folder(0), k.Word)
		if k.Word == "table" {
			page = filepath.Join(page, "hongbailishihui")
		}
		text, err := os.ReadFile(filepath.Join(page, "index.html"))
		if err != nil {
			t.Errorf("the first village has no board %s: %v", k.Word, err)
		}
		if !bytes.Contains(text, []byte("示例")) {
			t.Errorf("%s does not say that it is made up", page)
		}
	}
	for n := range 13 {
		text, err := os.ReadFile(filepath.Join(dir, "public", made.Folder(n), "index.html"))
		if err != nil || !bytes.Contains(text, []byte("示例")) {
			t.Errorf("the home of village %d does not say that it is made up (%v)", n, err)
		}
	}
}

var (
	mobile = regexp.MustCompile(`1[3-9]\d{9}`)
	long   = regexp.MustCompile(`\d{9}`)
	phone  = regexp.MustCompile(`0\d{2,3}-\d{5,}`)
	ours   = regexp.MustCompile(`^03\d\d-12345\d\d$`)
)

// No number is one that somebody has, and every character can be shown.
func TestASampleHarmsNobody(t *testing.T) {
	library, rare := fonts.NewLibrary(), 0
	list, c := files(made(t, 130, 1, "2024-12-31"))
	for _, f := range list {
		for _, number := range append(mobile.FindAllString(string(f.Data), -1), long.FindAllString(string(f.Data), -1)...) {
			t.Errorf("%s has the number %s", f.Path, number)
		}
		for _, number := range phone.FindAllString(string(f.Data), -1) {
			if !ours.MatchString(number) {
				t.Errorf("%s has the phone %s, which somebody could have", f.Path, number)
			}
		}
		if missing := library.Missing(string(f.Data)); len(missing) > 0 {
			t.Errorf("%s: no font has %c", f.Path, missing)
		}
		rare += len(fonts.RareIn(f.Data))
	}
	if people := c.Members + c.Households; rare < people/800 || rare > people/200 {
		t.Errorf("%d rare characters for %d people, want one in 400", rare, people)
	}
}
