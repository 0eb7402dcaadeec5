package bench

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"gongshi/generator/internal/sample"
	"gongshi/generator/internal/site"
	"gongshi/generator/internal/village"
	"gongshi/themes"
)

// asOf is the day on which all is measured.
const asOf = "2024-12-31"

// town writes a made-up site and returns it.
func town(b *testing.B, dir string, villages int) *sample.Site {
	b.Helper()
	day, _ := village.ParseISO(asOf)
	s, err := Town(dir, villages, day)
	if err != nil {
		b.Fatal(err)
	}
	return s
}

var amount = regexp.MustCompile(`(项目: 日常积分, .*分值: )\d+`)

// edit changes the points of the first everyday entry in a ledger.
func edit(b *testing.B, dir, ledger string, points int) {
	b.Helper()
	p := filepath.Join(dir, filepath.FromSlash(ledger))
	text, err := os.ReadFile(p)
	if err != nil {
		b.Fatal(err)
	}
	at := amount.FindSubmatchIndex(text)
	if at == nil {
		b.Fatalf("%s has no everyday entry", ledger)
	}
	if err := os.WriteFile(p, slices.Concat(text[:at[3]], strconv.AppendInt(nil, int64(points), 10), text[at[1]:]), 0o644); err != nil {
		b.Fatal(err)
	}
}

func open(b *testing.B, dir string) *site.Site {
	b.Helper()
	s, err := site.Open(site.Config{Root: dir, Out: filepath.Join(dir, "public"), Theme: themes.Default(), Program: "bench", AsOf: asOf})
	if err != nil {
		b.Fatal(err)
	}
	return s
}

func build(b *testing.B, s *site.Site) *site.Report {
	b.Helper()
	r, err := s.Build(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	if r.Errors() > 0 {
		b.Fatal(r.Problems)
	}
	return r
}

// Everything from nothing, as the first "gongshi build" in a folder.
func BenchmarkCold(b *testing.B) {
	for _, n := range []int{1, 13, 130} {
		b.Run(fmt.Sprintf("villages=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			dir := b.TempDir()
			town(b, dir, n)
			for b.Loop() {
				b.StopTimer()
				for _, out := range []string{"public", "public.local", "public.work"} {
					if err := os.RemoveAll(filepath.Join(dir, out)); err != nil {
						b.Fatal(err)
					}
				}
				b.StartTimer()
				s := open(b, dir)
				r := build(b, s)
				b.ReportMetric(float64(r.Pages)/float64(n), "pages/village")
				s.Close()
			}
		})
	}
}

// All data read, checked and reckoned; no page made.
func BenchmarkCheck(b *testing.B) {
	b.ReportAllocs()
	dir := b.TempDir()
	town(b, dir, 13)
	for b.Loop() {
		s := open(b, dir)
		if _, err := s.Check(context.Background()); err != nil {
			b.Fatal(err)
		}
		s.Close()
	}
}

// One member's entry changed while the program runs: from the end of the quiet time to
// the published bytes.
func BenchmarkEdit(b *testing.B) {
	for _, n := range []int{1, 13, 130} {
		b.Run(fmt.Sprintf("villages=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			dir := b.TempDir()
			first := town(b, dir, n).Folder(0)
			ledger := "data/" + first + "/points/" + asOf[:4] + ".yaml"
			s := open(b, dir)
			defer s.Close()
			build(b, s)
			i := 1
			for b.Loop() {
				b.StopTimer()
				i = i%9 + 1
				edit(b, dir, ledger, i)
				if err := s.Ready(); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				r, err := s.BuildChanged(context.Background(), []string{ledger})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(r.Sections[first]), "files/unit")
			}
		})
	}
}

// Nothing changed since the last build of another process.
func BenchmarkWarm(b *testing.B) {
	b.ReportAllocs()
	dir := b.TempDir()
	town(b, dir, 13)
	s := open(b, dir)
	build(b, s)
	s.Close()
	for b.Loop() {
		s := open(b, dir)
		if r := build(b, s); r.Written > 0 {
			b.Fatalf("%d files written", r.Written)
		}
		s.Close()
	}
}
