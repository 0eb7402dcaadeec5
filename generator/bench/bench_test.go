package bench

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gongshi/generator/internal/site"
	"gongshi/themes"
)

// save writes one file of a site.
func save(b *testing.B, dir, name, text string) {
	b.Helper()
	p := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
		b.Fatal(err)
	}
}

// village writes a village of 60 members with 12 entries each, 40 grids, 80 star
// households and 6 projects. first is the points of the first entry.
func village(b *testing.B, dir, unit string, first int) {
	b.Helper()
	save(b, dir, unit+"/unit.yaml", "名称: 示例村\n级别: 村\n总户数: 250\n监督电话: 0351-1234567\n")
	var m, p, g, h, s strings.Builder
	m.WriteString("党员:\n")
	p.WriteString("办法:\n  名称: 党员积分管理办法\n  项目: [基础积分, 日常积分]\n  公开: 是\n流水:\n")
	for i := range 60 {
		fmt.Fprintf(&m, "  - {编号: M%02d, 姓名: 示例党员%d, 组: %d组, 类别: 在职}\n", i, i, i%5+1)
		for k := range 12 {
			points := 1 + (i*k)%5
			if i+k == 0 {
				points = first
			}
			fmt.Fprintf(&p, "  - 编号: %d-%d\n    日期: 2024-%02d-05\n    对象: M%02d\n    项目: 日常积分\n    事项: 参加村级义务清扫\n    分值: %d\n    审核人: 支部委员会\n", i, k, k+1, i, points)
		}
	}
	g.WriteString("网格:\n")
	for i := range 40 {
		fmt.Fprintf(&g, "  - {编号: G%02d, 名称: 第%d网格, 级别: 微, 范围: [%d-%d号], 户数: 6, 网格员: [{姓名: 示例网格员%d, 职责: 微网格员}]}\n", i, i+1, i*6+1, i*6+6, i)
	}
	h.WriteString("户:\n")
	s.WriteString("户:\n")
	for i := range 80 {
		fmt.Fprintf(&h, "  - {编号: H%03d, 户主: 示例户%d, 组: %d组}\n", i, i, i%5+1)
		fmt.Fprintf(&s, "  - {户: H%03d, 得星: %d, 公示起: 2024-05-06, 公示止: 2024-05-12, 定级日期: 2024-05-14}\n", i, i%5+1)
	}
	save(b, dir, unit+"/members.yaml", m.String())
	save(b, dir, unit+"/points/2024.yaml", p.String())
	save(b, dir, unit+"/grids.yaml", g.String())
	save(b, dir, unit+"/households.yaml", h.String())
	save(b, dir, unit+"/stars/2024.yaml", s.String())
	save(b, dir, unit+"/outcomes.yaml", "成果:\n"+strings.Repeat("  - {名称: 道路硬化, 类别: 民生工程, 数量: 800, 单位: 米, 资金: 12万元, 完成: 2024-05}\n", 6))
}

func open(b *testing.B, dir string) *site.Site {
	b.Helper()
	s, err := site.Open(site.Config{Root: dir, Out: filepath.Join(dir, "public"), Theme: themes.Default(), Program: "bench", AsOf: "2024-12-31"})
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
			save(b, dir, "data/unit.yaml", "名称: 示例镇\n级别: 乡镇\n")
			for v := range n {
				village(b, dir, fmt.Sprintf("data/cun%04d", v), 1)
			}
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

// One member's entry changed while the program runs: from the end of the quiet time to
// the published bytes.
func BenchmarkEdit(b *testing.B) {
	for _, n := range []int{1, 13, 130} {
		b.Run(fmt.Sprintf("villages=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			dir := b.TempDir()
			save(b, dir, "data/unit.yaml", "名称: 示例镇\n级别: 乡镇\n")
			for v := range n {
				village(b, dir, fmt.Sprintf("data/cun%04d", v), 1)
			}
			s := open(b, dir)
			defer s.Close()
			build(b, s)
			i := 1
			for b.Loop() {
				b.StopTimer()
				i = i%9 + 1
				village(b, dir, "data/cun0000", i)
				if err := s.Ready(); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				r, err := s.BuildChanged(context.Background(), []string{"data/cun0000/points/2024.yaml"})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(r.Sections["cun0000"]), "files/unit")
			}
		})
	}
}

// Nothing changed since the last build of another process.
func BenchmarkWarm(b *testing.B) {
	b.ReportAllocs()
	dir := b.TempDir()
	save(b, dir, "data/unit.yaml", "名称: 示例镇\n级别: 乡镇\n")
	for v := range 13 {
		village(b, dir, fmt.Sprintf("data/cun%04d", v), 1)
	}
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
