// Profile builds a made-up site from nothing, says what that took of the machine, and writes
// where it went:
//
//	go run ./generator/bench/profile -villages 130 -out ../profiles
//	go tool pprof -top -cum ../profiles/cpu
//	go tool pprof -top -sample_index=alloc_space ../profiles/allocs
//	go tool pprof -top ../profiles/heap
//
// cpu is the processor, allocs all that was asked of the memory, and heap what is left of it when
// the build is done: what a watching program holds.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"time"

	"gongshi/generator/bench"
	"gongshi/generator/bench/machine"
	"gongshi/generator/internal/site"
	"gongshi/generator/internal/village"
	"gongshi/themes"
)

func main() {
	villages := flag.Int("villages", 130, "how many villages the made-up site has")
	root := flag.String("site", "", "a site that is there, which is only read, instead of a made-up one")
	asOf := flag.String("as-of", "2024-12-31", "the day of the build")
	out := flag.String("out", "", "folder for the profiles")
	flag.Parse()
	if err := run(*villages, *root, *asOf, *out); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(villages int, root, asOf, out string) error {
	if out == "" {
		return errors.New("-out is missing")
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "profile")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if root == "" {
		root = filepath.Join(dir, "site")
		day, ok := village.ParseISO(asOf)
		if !ok {
			return fmt.Errorf("%s is no day", asOf)
		}
		if _, err := bench.Town(root, villages, day); err != nil {
			return err
		}
	}
	s, err := site.Open(site.Config{Root: root, Out: filepath.Join(dir, "public"), Theme: themes.Default(), Program: "bench", AsOf: asOf})
	if err != nil {
		return err
	}
	defer s.Close()
	return cold(s, out)
}

// cold builds s and writes the profiles.
func cold(s *site.Site, out string) error {
	runtime.GC()
	machine.ForgetPeak()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began, cpu := time.Now(), machine.CPU()
	var pages, units int
	err := write(filepath.Join(out, "cpu"), func(f *os.File) error {
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
		r, err := s.Build(context.Background())
		if err == nil {
			pages, units = r.Pages, r.Units
		}
		return err
	})
	if err != nil {
		return err
	}
	took, worked, peak := time.Since(began), machine.CPU()-cpu, machine.Peak()
	runtime.ReadMemStats(&after)
	fmt.Printf("%d units, %d pages: %.1f s, %.1f s of processors, peak %d MB, %d MB in %d allocations\n", units, pages, took.Seconds(),
		worked.Seconds(), peak, (after.TotalAlloc-before.TotalAlloc)>>20, after.Mallocs-before.Mallocs)
	if err := lookup("allocs", out); err != nil {
		return err
	}
	runtime.GC()
	return lookup("heap", out)
}

// lookup writes the profile of that name.
func lookup(name, out string) error {
	return write(filepath.Join(out, name), func(f *os.File) error { return pprof.Lookup(name).WriteTo(f, 0) })
}

func write(name string, fill func(*os.File) error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(fill(f), f.Close())
}
