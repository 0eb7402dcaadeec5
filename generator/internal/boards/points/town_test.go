package points

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/village"
)

// villages are four villages with 230 households, of which the 199th to the 202nd have
// the same points. A household is called by its place: 户199.
func villages(t *testing.T) (list []board.Child, boards []*Board) {
	t.Helper()
	rows := make([]string, 4)
	for place := 1; place <= 230; place++ {
		points := 1000 - place
		if place >= 199 && place <= 202 {
			points = 800
		}
		rows[place%4] += fmt.Sprintf("户%03d,%d\n", place, points)
	}
	for i, s := range rows {
		b, said := judged(t, files{"2024.yaml": "办法: {比较范围: 全镇, 等次: [{名称: 上榜, 不低于: 795, 公开: 是}, {名称: 其他户, 不低于: 0, 公开: 否}]}\n",
			"2024-流水.csv": "户,分值\n" + s})
		if len(said) > 0 {
			t.Fatal(said)
		}
		name := fmt.Sprintf("示例%d村", i+1)
		boards = append(boards, b)
		list = append(list, board.Child{Unit: &village.Unit{Name: name, Address: name}, Summary: b.Summary()})
	}
	return list, boards
}

// O18: the top 200 of 230 households of a township, when the places 199 to 202 tie. The
// rule comes from the data; without one it is asked for. The last five stand nowhere.
func TestO18TheTop200OfATownshipWithATieAtTheCut(t *testing.T) {
	children, boards := villages(t)
	scheme := "办法: {比较范围: 全镇, 等次: [{名称: 前200名, 前: 200名, 公开: 是}]%s}\n"
	for tie, want := range map[string]int{"并列全上": 202, "按次序": 200} {
		b, said := judgedOn(t, village.DateOf(2024, 12, 31), "town", files{"2024.yaml": fmt.Sprintf(scheme, ", 并列: "+tie)}, children...)
		if len(said) > 0 {
			t.Fatal(said)
		}
		boards = append(boards, b)
		p := b.Show(privacy.Public).Pages[0]
		top := p.View.(*View).Top
		if len(top) != want || top[197].Rank != "198" || top[want-1].Rank != "199" || len(p.Table) != want+1 {
			t.Errorf("%s: %d are in, the last is %+v", tie, len(top), top[len(top)-1])
		}
		if l := p.Data.(*Data).Levels; fmt.Sprint(l) != fmt.Sprintf("[{前200名 %d} {其他 %d}]", want, 230-want) {
			t.Errorf("%s: levels %v", tie, l)
		}
	}
	for _, b := range boards {
		for _, target := range []privacy.Target{privacy.Public, privacy.Local} {
			out, err := json.Marshal(b.Show(target))
			if err != nil {
				t.Fatal(err)
			}
			for place := 226; place <= 230; place++ {
				if name := fmt.Sprintf("户%03d", place); strings.Contains(string(out), name) {
					t.Errorf("%s of the last five stands in target %d of %s", name, target, b.unit.Name)
				}
			}
		}
	}
	for _, c := range []struct{ scheme, said string }{
		{fmt.Sprintf(scheme, ""), "points/no-tie: 按名次定等次，要写明并列怎么办"},
		{"办法: {比较范围: 全镇, 等次: [{名称: 末位, 前: 后5名, 公开: 是}], 并列: 并列全上}\n", "points/cut-last: “后5名”是从后面数的"},
	} {
		_, said := judgedOn(t, village.DateOf(2024, 12, 31), "town", files{"2024.yaml": c.scheme}, children...)
		if len(said) == 0 || !strings.Contains(said[0], c.said) {
			t.Errorf("%v, want %s", said, c.said)
		}
	}
}
