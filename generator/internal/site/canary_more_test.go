package site

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"gongshi/generator/internal/problem"
)

// blockSite is a town with a village for each showing: what a file has once (the dividend),
// pages of content/ and pictures, each with canaries of its own.
func blockSite(t *testing.T) *bench {
	b := unpack(t, "-- data/zhen/unit.yaml --\n名称: 示例镇\n级别: 乡镇\n监督电话: 0351-1234567\n")
	for i, s := range canaryShowings {
		folder := fmt.Sprintf("zhen/c%d/", i)
		b.write("data/"+folder+"unit.yaml", fmt.Sprintf("名称: 示例%d村\n级别: 村\n总户数: 100\n", i))
		b.write("data/"+folder+"points/2024.yaml", "办法: {公开: 是, 通过会议: 大会, 日期: 2023-12-20}\n流水:\n- {日期: 2024-01-02, 对象: 示例众, 曾在册: 是, 事项: 清扫, 分值: 20}\n"+
			fmt.Sprintf("分红: {资金池: 9%d73.19元, 分法: 按积分, 通过会议: 红%s会, 日期: 2024-05-20, 公示: {公示起: 2024-05-20, 公示止: 2024-06-01}, %s}\n", i, s.mark, s.keys))
		b.write("data/"+folder+"honours.yaml", fmt.Sprintf("荣誉:\n- {类别: 好人, 对象: 图%s人, 曾在册: 是, 称号: 好人, 图片: 图片/图%s片.jpg, 同意: {人: 示例众, 日期: 2024-01-05}, %s}\n", s.mark, s.mark, s.keys))
		b.write("data/"+folder+"图片/图"+s.mark+"片.jpg", photo(t, 60, 40, uint8(10+20*i)))
	}
	b.asOf = ""
	return b
}

// The dividend and the picture of a record go where the record goes, for as long. What a
// picture's file is called stands nowhere.
func TestDividendsAndPicturesStandWhereTheirRecordsDo(t *testing.T) {
	b := blockSite(t)
	for _, day := range []struct {
		at   string
		over bool
	}{{"2024-06-01T15:59:00Z", false}, {"2024-06-01T16:01:00Z", true}} {
		b.now, _ = time.Parse(time.RFC3339, day.at)
		if r := b.build(); r.Errors() > 0 {
			t.Fatal(codes(r))
		}
		trees := b.threeOutputs()
		for i, s := range canaryShowings {
			folder := fmt.Sprintf("zhen/c%d/", i)
			places := found(trees, fmt.Sprintf("9%d73.19", i))
			for tree, files := range trees {
				for name := range files {
					if strings.HasPrefix(name, folder+"pictures/") {
						places = append(places, tree+name)
					}
				}
			}
			places = append(places, found(trees, "红"+s.mark+"会")...)
			for _, p := range places {
				tree, name, _ := strings.Cut(p, ":")
				if !strings.Contains(s.where, tree) || s.ends && day.over || !strings.HasPrefix(name, folder) && s.where != "pli" {
					t.Errorf("%s: %s: is in %s", day.at, s.keys, p)
				}
			}
			for _, tree := range strings.Split(s.where, "") {
				if tree == "i" && s.where != "i" {
					continue // sheets for the Party are made only where something is for it alone
				}
				if there := slices.ContainsFunc(places, func(p string) bool { return strings.HasPrefix(p, tree) }); there == (s.ends && day.over) {
					t.Errorf("%s: %s: in %s: is %v", day.at, s.keys, tree, places)
				}
			}
			if at := found(trees, "图"+s.mark+"片"); len(at) > 0 {
				t.Errorf("the name of a picture's file stands in %v", at)
			}
		}
		for name, text := range trees["p:"] {
			if strings.HasPrefix(text, "\x1f\x8b") || strings.HasPrefix(text, "PK\x03\x04") || strings.HasSuffix(name, ".br") || strings.HasSuffix(name, ".zst") {
				t.Errorf("%s is packed: nobody sees what it still holds", name)
			}
		}
	}
}

// A page of content/ is for all. It has no key to keep it back with, so one that asks for
// that is refused, and is nowhere.
func TestPagesOfContentAreForAllOrNowhere(t *testing.T) {
	b := unpack(t, "-- data/zhen/unit.yaml --\n名称: 示例镇\n级别: 乡镇\n")
	pages := map[string]string{"help/a.md": "页甲", "zhen/a.md": "页乙"}
	for name, word := range pages {
		b.write("content/"+name, "---\n标题: "+word+"题\n备注: "+word+"注\n---\n"+word+"文\n")
	}
	if r := b.build(); r.Errors() > 0 {
		t.Fatal(codes(r))
	}
	for _, word := range pages {
		trees := b.threeOutputs()
		if len(found(trees, word+"题")) == 0 || len(found(trees, word+"文")) == 0 || len(found(trees, word+"注")) > 0 {
			t.Errorf("%s: title in %v, text in %v, remark in %v", word, found(trees, word+"题"), found(trees, word+"文"), found(trees, word+"注"))
		}
	}
	var kept []string
	for _, s := range canaryShowings {
		for i, key := range strings.Split(strings.NewReplacer("[", "", "]", "", "网站, ", "", "大厅屏, ", "").Replace(s.keys), ", ") {
			for place := range pages {
				name := fmt.Sprintf("content/%s/k%s%d.md", path.Dir(place), s.mark, i)
				b.write(name, "---\n标题: 页丙题\n"+key+"\n---\n页丙文\n")
				kept = append(kept, name)
			}
		}
	}
	r := b.build()
	for _, name := range kept {
		if !slices.ContainsFunc(r.Problems, func(p problem.Problem) bool { return p.Severity == problem.Error && p.Pos.File == name }) {
			t.Errorf("%s is not refused", name)
		}
	}
	if at := found(b.threeOutputs(), "页丙"); len(at) > 0 {
		t.Errorf("pages that ask to be kept back stand in %v", at)
	}
}
