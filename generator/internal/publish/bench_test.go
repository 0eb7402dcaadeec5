package publish

import (
	"fmt"
	"strings"
	"testing"
)

// unit is a section of twelve files of some 15 KB, as a village has them.
func unit(n int, version string) Section {
	s := Section{Name: fmt.Sprintf("county/town%02d/village%04d", n%50, n)}
	for i := range 12 {
		content := strings.Repeat("figures ", 1900) + fmt.Sprint(n, i)
		if i == 0 {
			content += version
		}
		s.Files = append(s.Files, File{fmt.Sprintf("%s/board%02d/index.html", s.Name, i), []byte(content)})
	}
	return s
}

// thousand is an open tree of a thousand sections, all published and compared once.
func thousand(b *testing.B) *Tree {
	tree := open(b, newOut(b), Options{})
	all := sections(part("", "index.html", "1"))
	for n := range 1000 {
		all.Sections = append(all.Sections, unit(n, "1"))
	}
	tree.must(b, all)
	tree.must(b, all)
	return tree
}

// county is an update of some 2,000 files.
func county() (u Update) {
	for n := range 167 {
		u.Sections = append(u.Sections, unit(n, "1"))
	}
	return u
}

// An edit in one village of a site of a thousand: one page of twelve changes.
func BenchmarkEdit(b *testing.B) {
	tree := thousand(b)
	versions := []Update{sections(unit(500, "2")), sections(unit(500, "3"))}
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		if stats := tree.must(b, versions[i%2]); stats.Written != 3 {
			b.Fatalf("%+v", stats)
		}
	}
}

// The same village published again with nothing changed.
func BenchmarkNothingChanged(b *testing.B) {
	tree := thousand(b)
	same := sections(unit(500, "1"))
	b.ReportAllocs()
	for b.Loop() {
		if stats := tree.must(b, same); stats.Written != 0 {
			b.Fatalf("%+v", stats)
		}
	}
}

// A first publication of 2,000 files.
func BenchmarkCold(b *testing.B) {
	u := county()
	b.ReportAllocs()
	for b.Loop() {
		once(b, newOut(b), u)
	}
}

// A second run of the program over the same 2,000 files.
func BenchmarkWarm(b *testing.B) {
	u, out := county(), newOut(b)
	once(b, out, u)
	b.ReportAllocs()
	for b.Loop() {
		if stats := once(b, out, u); stats.Written != 0 {
			b.Fatalf("%+v", stats)
		}
	}
}
