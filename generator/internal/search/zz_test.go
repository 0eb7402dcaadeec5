package search
import ("testing";"fmt";"bytes";"compress/gzip")
func gz(b []byte) int { var w bytes.Buffer; z,_:=gzip.NewWriterLevel(&w,9); z.Write(b); z.Close(); return w.Len() }
func TestZ(t *testing.T){
	places := corpus(1560, 1)
	x, f := build(places)
	fmt.Println("root", len(f["root.js"]), gz(f["root.js"]))
	n:=map[string][3]int{}
	for p,b := range f { k:=p[:1]; v:=n[k]; v[0]++; v[1]+=len(b); v[2]+=gz(b); n[k]=v }
	fmt.Println(n)
	for e:=0;e<6;e++ {
	recs := x.places[5+e*50].Records
	recs = append(recs[:len(recs):len(recs)], Record{Kind: Person, Board: "points", Name: []string{"王庆和","李建军","尉迟红","张小芳","赵仇","解大山"}[e]})
	x.Set(5+e*50, recs)
	ch,g:=x.Files()
	for _,c:=range ch { fmt.Print(c.Path," ") }; fmt.Println(g)
	for _,c:=range ch { f[c.Path]=c.Data }
	}
}
