package e2e

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gongshi/generator/internal/site"
	"gongshi/themes"
)

// unpackTheme puts the default theme into a site, where designers change it.
func unpackTheme(t *testing.T, dir string) {
	t.Helper()
	err := fs.WalkDir(themes.Default(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(themes.Default(), name)
		if err != nil {
			return err
		}
		to := filepath.Join(dir, "themes/gongshi", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		return os.WriteFile(to, b, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
}

var sheetLink = regexp.MustCompile(`<link rel="stylesheet" href="([^"]+)">`)

// Four readers on loopback during 200 rebuilds, some of which change the style sheet:
// no page is missing, none is half, and each one's style sheet is there.
func TestReadersDuringRebuilds(t *testing.T) {
	p := &program{t: t, dir: t.TempDir()}
	unpackTheme(t, p.dir)
	p.save("data/unit.yaml", "名称: 示例镇\n级别: 乡镇\n监督电话: 0351-1234567\n")
	edit := func(n int) {
		for _, v := range []string{"jia", "yi"} {
			p.save("data/"+v+"/unit.yaml", "名称: "+v+"村\n级别: 村\n")
			p.save("data/"+v+"/points/2024.yaml", fmt.Sprintf("办法: {公开: 是}\n流水:\n  - {日期: 2024-01-05, 对象: 示例党员甲, 事项: 清扫, 分值: %d}\n", n+1))
		}
		if n%10 == 5 {
			p.save("themes/gongshi/assets/css/site.css", fmt.Sprintf("body{margin:%dpx}", n))
		}
	}
	edit(0)
	s, err := site.Open(site.Config{Root: p.dir, Out: filepath.Join(p.dir, "public"), Theme: themes.Default(), Program: "test", AsOf: "2024-06-01"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Build(context.Background()); err != nil {
		t.Fatal(err)
	}
	base := served(t, filepath.Join(p.dir, "public"))
	var requests, missing, half, assets atomic.Int64
	ctx, stop := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			read := reader{base: base, requests: &requests, missing: &missing, half: &half, assets: &assets}
			rng := rand.New(rand.NewPCG(7, uint64(i)))
			for ctx.Err() == nil {
				read.page([]string{"/index.html", "/jia/index.html", "/jia/points/index.html", "/yi/points/index.html", "/yi/points/sheet/index.html"}[rng.IntN(5)])
				time.Sleep(5 * time.Millisecond) // else the rebuilds get no processor
			}
		})
	}
	for n := 1; n <= 200; n++ {
		edit(n)
		if r, err := s.Build(ctx); err != nil || r.Errors() > 0 {
			t.Fatal(err, r)
		}
	}
	stop()
	wg.Wait()
	t.Logf("%d requests, %d missing, %d half pages, %d missing assets", requests.Load(), missing.Load(), half.Load(), assets.Load())
	if missing.Load()+half.Load()+assets.Load() > 0 || requests.Load() < 5000 {
		t.Errorf("%d requests, %d missing, %d half pages, %d missing assets", requests.Load(), missing.Load(), half.Load(), assets.Load())
	}
}

// reader is one visitor.
type reader struct {
	base                            string
	requests, missing, half, assets *atomic.Int64
}

func (r reader) get(address string) (string, int) {
	r.requests.Add(1)
	res, err := http.Get(address)
	if err != nil {
		return "", 0
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		return "", 0
	}
	return string(b), res.StatusCode
}

// page loads a page and its style sheet.
func (r reader) page(path string) {
	text, code := r.get(r.base + path)
	if code != http.StatusOK {
		r.missing.Add(1)
		return
	}
	if !strings.HasSuffix(strings.TrimSpace(text), "</html>") {
		r.half.Add(1)
	}
	from, _ := url.Parse(r.base + path)
	for _, m := range sheetLink.FindAllStringSubmatch(text, -1) {
		to, err := from.Parse(m[1])
		if err != nil {
			r.assets.Add(1)
			continue
		}
		if _, code := r.get(to.String()); code != http.StatusOK {
			r.assets.Add(1)
		}
	}
}

// The program is killed at random moments of a build. The next build leaves exactly
// what a clean build of the same data leaves, and nothing of the old one.
func TestKilledBuilds(t *testing.T) {
	p := &program{t: t, dir: t.TempDir()}
	run := func(dir string, kill time.Duration) {
		cmd := exec.Command(os.Args[0], "build", "--site", dir, "--as-of", "2024-06-01")
		cmd.Env = append(os.Environ(), "GONGSHI_AS_PROGRAM=1")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if kill > 0 {
			time.Sleep(kill)
			cmd.Process.Kill()
			cmd.Wait()
			return
		}
		if err := cmd.Wait(); err != nil {
			t.Fatal(err)
		}
	}
	fill := func(dir string, n int) {
		q := &program{t: t, dir: dir}
		q.save("data/zhen/unit.yaml", "名称: 示例镇\n级别: 乡镇\n监督电话: 0351-1234567\n")
		for v := range 8 {
			q.save(fmt.Sprintf("data/zhen/cun%d/unit.yaml", v), fmt.Sprintf("名称: 示例村%d\n级别: 村\n", v))
			q.save(fmt.Sprintf("data/zhen/cun%d/points/2024.yaml", v), fmt.Sprintf("办法: {公开: 是}\n流水:\n  - {日期: 2024-01-05, 对象: 示例党员甲, 事项: 清扫, 分值: %d}\n", n+v+1))
		}
	}
	fill(p.dir, 0)
	run(p.dir, 0)
	began := time.Now()
	run(p.dir, 0)
	whole := time.Since(began)
	rng := rand.New(rand.NewPCG(3, 2024))
	kills := 25
	if testing.Short() {
		kills = 5
	}
	for n := 1; n <= kills; n++ {
		fill(p.dir, n*10)
		run(p.dir, 1+time.Duration(rng.Int64N(int64(whole*12/10))))
		if n%5 == 0 { // now and then somebody looks
			run(p.dir, 0)
			clean := t.TempDir()
			fill(clean, n*10)
			run(clean, 0)
			sameTree(t, filepath.Join(p.dir, "public"), filepath.Join(clean, "public"))
			sameTree(t, filepath.Join(p.dir, "public.local"), filepath.Join(clean, "public.local"))
		}
	}
}

func sameTree(t *testing.T, a, b string) {
	t.Helper()
	read := func(dir string) map[string]string {
		m := map[string]string{}
		root := os.DirFS(dir)
		err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, err := fs.ReadFile(root, name)
			m[name] = string(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	x, y := read(a), read(b)
	for name := range x {
		if y[name] != x[name] {
			t.Errorf("%s differs from a clean build", name)
		}
	}
	for name := range y {
		if _, ok := x[name]; !ok {
			t.Errorf("%s is missing", name)
		}
	}
}
