package search_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"gongshi/generator/internal/search"
	"gongshi/generator/internal/search/searchtest"
	"gongshi/generator/internal/village"
)

// 示例镇 with two villages and a community.
var town = []search.Place{
	{Name: "示例镇", Address: "shilizhen", Parent: -1},
	{Name: "米家塌村", Address: "shilizhen/mijiata", Parent: 0, Aliases: []string{"米村"}, Records: []search.Record{
		person("王庆红", "2组", "党支部书记"), person("王庆", "3组", ""), person("李王庆红", "1组", ""), person("张庆红", "4组", ""),
		person("单德清", "1组", ""), person("解放", "1组", ""), person("仇英", "5组", ""), person("尉迟恭", "6组", ""),
		person("吕绿", "1组", ""), person("买买提·吐尔逊", "1组", ""), person("𠮷野", "1组", ""), person("赵志强", "十二组", ""),
		matter("党员积分兑换"), matter("3号楼加装电梯"), matter("13号楼外墙保温"), matter("第三网格 1至6号楼"), matter("第十三网格"),
		{Kind: search.Grid, Board: "grid", Name: "周宁", Group: "第三网格", Role: "网格员", Phone: "0351-1234567"},
	}},
	{Name: "东庄村", Address: "shilizhen/dongzhuang", Parent: 0, Records: []search.Record{
		person("王庆红", "7组", ""), person("王书记", "7组", ""), person("马克", "7组", "党支部书记"), person("王马克", "7组", ""),
	}},
	{Name: "和平社区", Address: "shilizhen/heping", Parent: 0, Records: []search.Record{person("張積德", "8组", "主任"), person("王庆宏", "8组", "")}},
}

func person(name, group, role string) search.Record {
	return search.Record{Kind: search.Person, Board: "points", Name: name, Group: group, Role: role, Row: search.Anchor(name)}
}

func matter(text string) search.Record {
	return search.Record{Kind: search.Matter, Board: "outcome", Text: text, Row: search.Anchor(text)}
}

// readers of the town as one file and as many.
func readers(t *testing.T, places []search.Place) map[string]*search.Reader {
	t.Helper()
	out := map[string]*search.Reader{}
	for name, few := range map[string]int{"one file": search.Few, "many files": 0} {
		_, files := searchtest.Build(places, few)
		r, err := search.Open(files.Load)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = r
	}
	return out
}

// labels are what was found, with where it is: 王庆红 2组 米家塌村.
func labels(r *search.Reader, a search.Answer) (list []string) {
	for _, x := range a.Results {
		at := r.Place(x.Unit).Name
		if x.Kind == search.Unit {
			at = ""
		}
		list = append(list, strings.Join(strings.Fields(x.Label()+x.Mark+" "+x.Group+" "+at), " "))
	}
	return list
}

func TestWhatResidentsType(t *testing.T) {
	for _, c := range []struct {
		query string
		found string // the first ones, in their order; "" for nothing at all
	}{
		{"王庆红", "王庆红 2组 米家塌村"},
		{"庆红", "张庆红 4组 米家塌村, 王庆红 2组 米家塌村"},            // the given name
		{"王庆", "王庆 3组 米家塌村, 王庆红 2组 米家塌村"},             // all of a name before the start of one
		{"李王", "李王庆红 1组 米家塌村"},                        // the start
		{"wangqinghong", "王庆红 2组 米家塌村, 李王庆红 1组 米家塌村"}, // the whole name before a part of one
		{"wang qing hong", "王庆红 2组 米家塌村"},
		{"WangQingHong", "王庆红 2组 米家塌村"},
		{"ｗａｎｇｑｉｎｇｈｏｎｇ", "王庆红 2组 米家塌村"},
		{"wáng qìng hóng", "王庆红 2组 米家塌村"},
		{"wqh", "王庆红 2组 米家塌村"},
		{"王qh", "王庆红 2组 米家塌村"},
		{"王qinghong", "王庆红 2组 米家塌村"},
		{"wangqingh", "王庆红 2组 米家塌村"},
		{"wanqinhong", "王庆红 2组 米家塌村"},  // an and ang, in and ing
		{"zaoziqiang", "赵志强 十二组 米家塌村"}, // z and zh
		{"zhaozhiqian", "赵志强 十二组 米家塌村"},
		{"王慶紅", "王庆红 2组 米家塌村"}, // traditional
		{"解放", "解放 1组 米家塌村"},
		{"積分", "党员积分兑换 米家塌村"},
		{"王书记", "王庆红 2组 米家塌村"},
		{"党支部书记", "王庆红 2组 米家塌村"},
		{"周网格员", "周宁 第三网格 米家塌村"},
		{"3号楼", "3号楼加装电梯 米家塌村, 第三网格 1至6号楼 米家塌村"}, // lies in a range, too
		{"5号楼", "第三网格 1至6号楼 米家塌村"},
		{"五号", "第三网格 1至6号楼 米家塌村"},
		{"7号楼", ""},
		{"三號樓", "3号楼加装电梯 米家塌村"},
		{"１３号楼", "13号楼外墙保温 米家塌村"},
		{"第3网格", "第三网格 1至6号楼 米家塌村, 周宁 第三网格 米家塌村"},
		{"第三网格", "第三网格 1至6号楼 米家塌村, 周宁 第三网格 米家塌村"},
		{"第13网格", "第十三网格 米家塌村"},
		{"米家塌王庆红", "王庆红 2组 米家塌村"},
		{"米家塌 王庆红", "王庆红 2组 米家塌村"},
		{"东庄 王庆红", "王庆红 7组 东庄村"},
		{"dongzhuang wqh", "王庆红 7组 东庄村"},
		{"米村王庆红", "王庆红 2组 米家塌村"}, // by what people call it
		{"shandeqing", "单德清 1组 米家塌村"},
		{"dandeqing", "单德清 1组 米家塌村"}, // how the character is read elsewhere
		{"xiefang", "解放 1组 米家塌村"},
		{"jiefang", "解放 1组 米家塌村"},
		{"qiuying", "仇英 5组 米家塌村"},
		{"yuchigong", "尉迟恭 6组 米家塌村"},
		{"ycg", "尉迟恭 6组 米家塌村"},
		{"lvlv", "吕绿 1组 米家塌村"},
		{"lülü", "吕绿 1组 米家塌村"},
		{"lulu", "吕绿 1组 米家塌村"},
		{"买买提", "买买提·吐尔逊 1组 米家塌村"},
		{"買買提", "买买提·吐尔逊 1组 米家塌村"},
		{"买买提吐尔逊", "买买提·吐尔逊 1组 米家塌村"},
		{"买买提•吐尔逊", "买买提·吐尔逊 1组 米家塌村"},
		{"𠮷野", "𠮷野 1组 米家塌村"},
		{"𠮷", "𠮷野 1组 米家塌村"},
		{"赵志墙", "赵志强 十二组 米家塌村"}, // sounds the same
		{"赵志文", "赵志强 十二组 米家塌村"}, // one wrong character
		{"赵龘强", "赵志强 十二组 米家塌村"}, // one that nobody here has
		{"赵文武", ""}, // but not two
		{"1234567", "周宁 第三网格 米家塌村"},
		{"0351-1234567", "周宁 第三网格 米家塌村"},
		{"4567", ""}, // not by the last digits
		{"米家塌", "米家塌村"},
		{"mjt", "米家塌村"},
		{"zzzz", ""}, {"！？", ""}, {"", ""}, {"😀", ""}, {"赵志强 3号楼", ""},
	} {
		for mode, r := range readers(t, town) {
			got := labels(r, r.Search(c.query, r.Home("shilizhen/mijiata")))
			want := strings.Split(c.found, ", ")
			if c.found == "" {
				want = nil
			}
			if n := len(want); n > 0 && len(got) > n {
				got = got[:n]
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %s: found %q, want %q", mode, c.query, got, want)
			}
		}
	}
}

// Without a home: the whole name comes before the start of one, then given names, then parts;
// homonyms are all there.
func TestRanking(t *testing.T) {
	places := []search.Place{{Name: "示例镇", Address: "shilizhen", Parent: -1}}
	for i, names := range []string{"赵王庆 欧阳王庆", "王庆红 李王庆红", "陈王庆 王庆"} {
		p := search.Place{Name: []string{"东庄村", "西庄村", "南庄村"}[i], Address: fmt.Sprintf("shilizhen/%d", i), Parent: 0}
		for n := range strings.FieldsSeq(names) {
			p.Records = append(p.Records, person(n, "", ""))
		}
		places = append(places, p)
	}
	want := []string{"王庆 南庄村", "王庆红 西庄村", "欧阳王庆 东庄村", "赵王庆 东庄村", "陈王庆 南庄村", "李王庆红 西庄村"}
	for mode, r := range readers(t, places) {
		for _, q := range []string{"王庆", "wangqing", "wq"} {
			if got := labels(r, r.Search(q, -1)); !slices.Equal(got, want) {
				t.Errorf("%s: %s: %q, want %q", mode, q, got, want)
			}
		}
		if got := labels(r, r.Search("王庆", r.Home("shilizhen/1"))); !strings.HasSuffix(got[0], "西庄村") {
			t.Errorf("%s: not one's own village first: %q", mode, got)
		}
	}
}

// A township may be called like one of many villages: what stands in either is found.
func TestVillageCalledLikeATownship(t *testing.T) {
	places := []search.Place{{Name: "示例县", Address: "x", Parent: -1}, {Name: "东庄乡", Address: "x/dong", Parent: 0, Records: []search.Record{person("王乡长", "", "乡长")}}}
	for i := range 12 {
		places = append(places, search.Place{Name: fmt.Sprintf("第%d村", i), Address: fmt.Sprintf("x/dong/%d", i), Parent: 1, Records: []search.Record{person("李四", "", "")}})
	}
	places = append(places, search.Place{Name: "东庄村", Address: "x/zhuang", Parent: 0, Records: []search.Record{person("张三", "", "党支部书记")}})
	for mode, r := range readers(t, places) {
		for query, want := range map[string]string{"东庄 党支部书记": "张三 东庄村", "东庄 书记": "张三 东庄村", "东庄乡 乡长": "王乡长 东庄乡"} {
			if got := labels(r, r.Search(query, r.Home("x/dong/3"))); len(got) == 0 || got[0] != want {
				t.Errorf("%s: %s: %q, want %q", mode, query, got, want)
			}
		}
	}
}

// The boards of other units come behind people: each unit has the same.
func TestBoardsOfOthersComeLater(t *testing.T) {
	board := search.Record{Kind: search.Board, Board: "grid", Name: "网格"}
	places := []search.Place{{Name: "示例镇", Address: "shilizhen", Parent: -1}, {Name: "东庄村", Address: "shilizhen/1", Parent: 0, Records: []search.Record{board}},
		{Name: "西庄村", Address: "shilizhen/2", Parent: 0, Records: []search.Record{board, person("王庆", "", "")}}}
	for mode, r := range readers(t, places) {
		if got, want := labels(r, r.Search("wang", r.Home("shilizhen/1"))), []string{"网格 东庄村", "王庆 西庄村", "网格 西庄村"}; !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", mode, got, want)
		}
	}
}

// Of texts that end alike a block names as many as an answer holds, of those that begin alike all.
func TestTextsThatAreNearlyTheSame(t *testing.T) {
	var list []search.Record
	for i := range 1000 {
		list = append(list, matter(fmt.Sprintf("修建水渠%d公里", i)))
	}
	places := []search.Place{{Name: "示例镇", Address: "shilizhen", Parent: -1}, {Name: "东庄村", Address: "shilizhen/1", Parent: 0, Records: list}}
	_, files := searchtest.Build(places, 0)
	for path, data := range files {
		if strings.HasPrefix(path, "t/") && len(data) > 40000 {
			t.Errorf("%s has %d bytes", path, len(data))
		}
	}
	r, err := search.Open(files.Load)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"修建水渠777公里", "建水渠777公", "777公里"} {
		if got := labels(r, r.Search(q, -1)); len(got) == 0 || got[0] != "修建水渠777公里 东庄村" {
			t.Errorf("%s: %q", q, got)
		}
	}
	if got := r.Search("公里", -1).Results; len(got) != search.Limit {
		t.Errorf("公里: %d found", len(got))
	}
}

// People of other villages are found, too: by name, by title, by what is typed for them.
func TestOtherVillages(t *testing.T) {
	for mode, r := range readers(t, town) {
		for query, name := range map[string]string{"张积德": "張積德", "張積德": "張積德", "zhangjide": "張積德", "张主任": "張積德", "马书记": "马克", "王庆宏": "王庆宏",
			"张积得": "張積德", "張積善": "張積德"} {
			if got := r.Search(query, r.Home("shilizhen/mijiata")).Results; len(got) == 0 || got[0].Name != name {
				t.Errorf("%s: %s: %v", mode, query, got)
			}
		}
		all := labels(r, r.Search("王庆红", r.Home("shilizhen/mijiata")))
		if all[0] != "王庆红 2组 米家塌村" || !slices.ContainsFunc(all, func(s string) bool { return strings.HasSuffix(s, "东庄村") }) {
			t.Errorf("%s: homonyms: %q", mode, all)
		}
	}
}

// 3号楼 is not 13号楼, and 三号楼 not 十三号楼, nowhere in the list.
func TestNumbersAreNotParted(t *testing.T) {
	for mode, r := range readers(t, town) {
		for _, q := range []string{"3号楼", "三号楼", "第3网格", "第三网格", "3"} {
			for _, l := range labels(r, r.Search(q, -1)) {
				if strings.Contains(l, "13") || strings.Contains(l, "十三") {
					t.Errorf("%s: %s finds %s", mode, q, l)
				}
			}
		}
	}
}

// What was shown until yesterday is not found, though the index was made before.
func TestWhatIsOverIsNotFound(t *testing.T) {
	places := slices.Clone(town)
	over := person("示例某某", "1组", "")
	over.Until = village.DateOf(2024, 6, 1)
	places[1].Records = append(slices.Clone(places[1].Records), over)
	for mode, r := range readers(t, places) {
		for day, n := range map[village.Date]int{0: 1, village.DateOf(2024, 6, 1): 1, village.DateOf(2024, 6, 2): 0} {
			r.Today = day
			if got := r.Search("示例某某", -1); len(got.Results) != n {
				t.Errorf("%s: %d found on %s, want %d", mode, len(got.Results), day.ISO(), n)
			}
		}
	}
}

// Somebody with a homonym in the village is told apart by the group; a record is shown once,
// whichever tables it was found in.
func TestHomonyms(t *testing.T) {
	second := person("王庆红", "5组", "")
	second.Mark, second.Row = "(5组)", "王庆红(5组)"
	places := slices.Clone(town)
	places[1].Records = append(slices.Clone(places[1].Records), second)
	for mode, r := range readers(t, places) {
		for _, q := range []string{"王庆红", "wqh", "王庆洪", "王"} {
			got := labels(r, r.Search(q, r.Home("shilizhen/heping")))
			slices.Sort(got)
			if n := len(got); len(slices.Compact(got)) != n || !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "王庆红(5组)") }) {
				t.Errorf("%s: %s finds %q", mode, q, got)
			}
		}
	}
}

// Fifty are told, and how many there are.
func TestMoreThanFifty(t *testing.T) {
	places := []search.Place{{Name: "示例村", Parent: -1}}
	for i := range 130 {
		r := person("王示例", fmt.Sprintf("%d组", i), "")
		r.Mark = "(" + r.Group + ")"
		places[0].Records = append(places[0].Records, r)
	}
	for mode, r := range readers(t, places) {
		for _, q := range []string{"王", "王示例", "w"} {
			if a := r.Search(q, -1); len(a.Results) != search.Limit || a.Total != 130 {
				t.Errorf("%s: %s: %d of %d", mode, q, len(a.Results), a.Total)
			}
		}
	}
}

// Whatever stands in a field comes out as it went in.
func TestOddNamesComeBack(t *testing.T) {
	for _, name := range []string{">p", "|王\t3", "~x", "王·", "'", `"\`, "Иван", "é", "王(2组)", "=", "-", "__proto__", "𠮷", "ﷺ", "A1"} {
		x := person(name, "1组", "主任")
		x.Text, x.Phone, x.Path = name+name, "110", "2024"
		places := []search.Place{{Name: "示例村", Parent: -1, Records: []search.Record{x, matter(name + "!")}}}
		for mode, r := range readers(t, places) {
			found := r.Search(name, 0)
			want := strings.Join(strings.Fields(name), " ")
			plain := strings.ContainsFunc(name, func(r rune) bool {
				return r > 0xbf || r >= '0' && r <= 'z' && r != '=' && r != '>' && r != '\\' && r != '_'
			})
			if ok := slices.ContainsFunc(found.Results, func(r search.Result) bool { return r.Name == want && r.Kind == search.Person && r.Path == "2024" }); ok != plain {
				t.Errorf("%s: %q finds %+v", mode, name, found.Results)
			}
		}
	}
}

// A pack is the records themselves, in another form.
func TestAPackHoldsItsRecords(t *testing.T) {
	for _, p := range searchtest.Corpus(9, 1) {
		pack := search.PackOf(p.Records) // which sorts them
		if got := pack.Records(); !slices.Equal(got, p.Records) {
			t.Errorf("%s: %+v unpacked is %+v", p.Name, p.Records, got)
		}
		if again := search.PackOf(pack.Records()); again != pack {
			t.Errorf("%s: packed again it is %q, it was %q", p.Name, again, pack)
		}
	}
}

// Members come and go; what is left of the index is what a new one of the same places would be.
func TestEditsLeaveNothingBehind(t *testing.T) {
	places := searchtest.Corpus(30, 3)
	x, files := searchtest.Build(places, 100)
	old := places[5].Records
	for _, list := range [][]search.Record{old[1:], append(slices.Clone(old), person("新来的", "1组", "新的职务")), append(slices.Clone(old), search.Record{Kind: search.Board, Name: "新栏目", Board: "team"}), nil, old} {
		places[5].Records = list
		x.Set(5, list)
		files.Take(x)
		_, clean := searchtest.Build(places, 100)
		for name := range clean {
			if string(files[name]) != string(clean[name]) {
				t.Errorf("%d records: %s differs from that of a new index", len(list), name)
			}
		}
		for name := range files {
			if _, ok := clean[name]; !ok {
				t.Errorf("%d records: %s was left", len(list), name)
			}
		}
	}
}

// One more member of one of 1,560 villages changes few of thousands of files. A name of six
// characters has more parts by which it is found.
func TestOneMoreMember(t *testing.T) {
	if testing.Short() {
		t.Skip("270,000 records")
	}
	places := searchtest.Corpus(1560, 3)
	x, files := searchtest.Build(places, search.Few)
	all := len(files)
	for i, name := range []string{"王庆和", "张伟", "欧阳海燕", "单小妹", "买买提·吐尔逊", "曾长乐", "李秀英", "赵志强", "仇英", "解放", "龙和平", "查干"} {
		unit := 5 + 130*i
		x.Set(unit, append(x.Pack(unit).Records(), person(name, "1组", "")))
		most := 12
		if utf8.RuneCountInString(name) > 4 {
			most = 16
		}
		if n := files.Take(x); n > most {
			t.Errorf("%s in %s: %d of %d files changed", name, places[unit].Name, n, all)
		}
	}
}

func FuzzSearch(f *testing.F) {
	for _, q := range searchtest.Queries(searchtest.Corpus(2, 1), 1, 1) {
		f.Add("王庆红", q.Text, q.Text)
	}
	f.Add("\xff\xf0\x28", "第十百百两网格", "\x00\t\n\x1e\x7f|~>")
	f.Add("王\u200b红\ufe0f", "n", "n")
	f.Fuzz(func(t *testing.T, name, text, query string) {
		odd := search.Record{Kind: search.Person, Board: "points", Name: name, Text: text, Group: text, Role: name, Phone: query, Mark: "(" + text + ")", Row: text}
		places := []search.Place{{Name: name, Parent: -1, Aliases: []string{text}}, {Name: "示例村" + text, Address: "shili", Parent: 0, Records: []search.Record{odd, person(text, name, query), matter(text)}}}
		var there []string
		for _, s := range []string{name, text, "示例村" + text} {
			there = append(there, strings.TrimSpace(strings.Map(func(r rune) rune {
				if r < ' ' || r == 0x7f || r == 0x2028 || r == 0x2029 {
					return ' '
				}
				return r
			}, s)))
		}
		for _, few := range []int{0, search.Few} {
			_, files := searchtest.Build(places, few)
			r, err := search.Open(files.Load)
			if err != nil {
				t.Fatal(err)
			}
			for _, q := range []string{query, name, text, name + query} {
				for _, x := range r.Search(q, 1).Results {
					if x.Unit < 0 || x.Unit > 1 || x.Score <= 0 || !slices.ContainsFunc(there, func(s string) bool { return strings.HasPrefix(s, x.Label()) }) || x.Unit == 0 && x.Kind != search.Unit {
						t.Errorf("%q finds %+v", q, x)
					}
				}
			}
		}
	})
}
