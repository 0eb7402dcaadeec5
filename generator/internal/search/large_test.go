package search

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"
)

func TestScratch(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("V"))
	if n == 0 {
		n = 13
	}
	places := corpus(n, 1)
	total := 0
	for _, p := range places {
		total += len(p.Records)
	}
	runtime.GC()
	t0 := time.Now()
	x, f := build(places)
	fmt.Println(total, "records", time.Since(t0), len(f), "files", len(f["root.js"]))
	var ms runtime.MemStats
	runtime.ReadMemStats(&ms)
	fmt.Println("heap", ms.HeapAlloc>>20, "sys", ms.Sys>>20)
	size := 0
	for _, b := range f {
		size += len(b)
	}
	fmt.Println("bytes", size>>10)
	t0 = time.Now()
	recs := places[5].Records
	recs = append(recs[:len(recs):len(recs)], Record{Kind: Person, Board: "points", Name: "王庆和", Row: "王庆和"})
	x.Set(5, recs)
	fmt.Println("edit files", f.take(x), time.Since(t0))
	if os.Getenv("W") != "" {
		for p, b := range f {
			os.MkdirAll(os.Getenv("W")+"/u/t0", 0o755)
			os.MkdirAll(os.Getenv("W")+"/n", 0o755)
			os.MkdirAll(os.Getenv("W")+"/t", 0o755)
			os.MkdirAll(os.Getenv("W")+"/s", 0o755)
			os.WriteFile(os.Getenv("W")+"/"+p, b, 0o644)
		}
	}
	r, err := Open(f.load)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"王庆和", "庆和", "wqh", "wangqinghe", "wang qing he", "王qh", "王庆", "qinghe", "王書記", "三组", "3号楼", "第三网格", "王庆合", "王庆海", "王", "wang", "w", "王书记", "wanqinhe", places[5].Name + "王庆和", short(places[5].Name) + " wqh", "道路", "修建水渠", "zzzz", "xyzxyz", "歐陽", "米家 书记"} {
		r, _ = Open(f.load)
		t0 := time.Now()
		a := r.Search(q, 5)
		fmt.Println(q, len(a.Results), a.Total, a.Partial, time.Since(t0).Round(time.Microsecond), show(a.Results))
	}
}
