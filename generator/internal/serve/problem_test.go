package serve

import (
	"fmt"
	"strings"
	"testing"
)

func TestPack(t *testing.T) {
	list := []Problem{
		{File: "a", Cause: "w1", Warning: true},
		{File: "b", Cause: "e1", Line: "姓名 示例甲", Caret: 3},
		{File: "c", Cause: "w2", Warning: true},
		{File: "d", Cause: "e2"},
	}
	ps := pack(list)
	var order []string
	for _, p := range ps.List {
		order = append(order, p.Cause)
	}
	if got := strings.Join(order, " "); got != "e1 e2 w1 w2" || ps.Errors != 2 || ps.Warnings != 2 {
		t.Errorf("%s, %d errors, %d warnings", got, ps.Errors, ps.Warnings)
	}
	if list[0].Cause != "w1" {
		t.Error("the caller's list was sorted")
	}
	if pack(list).ID != ps.ID {
		t.Error("the same problems have another id")
	}
	list[3].Fix = "x"
	if pack(list).ID == ps.ID {
		t.Error("other problems have the same id")
	}
	if none := pack(nil); none.ID != "" || none.List == nil {
		t.Errorf("none: %+v", none)
	}
}

func TestPackShowsTheFirstHundred(t *testing.T) {
	var list []Problem
	for i := range 350 {
		list = append(list, Problem{Cause: fmt.Sprint(i), Warning: i%7 == 0})
	}
	ps := pack(list)
	if len(ps.List) != 50+maxShown || ps.Errors != 300 || ps.Warnings != 50 {
		t.Errorf("%d shown, %d errors, %d warnings", len(ps.List), ps.Errors, ps.Warnings)
	}
}

func TestCut(t *testing.T) {
	long := strings.Repeat("字", 500)
	side := strings.Repeat("字", maxSide)
	for _, c := range []struct {
		p    Problem
		want [3]string
		mark bool
	}{
		{Problem{}, [3]string{"", "", ""}, false},
		{Problem{Line: "姓名：示例甲"}, [3]string{"姓名：示例甲", "", ""}, false},
		{Problem{Line: "姓名：示例甲", Caret: 3}, [3]string{"姓名", "：", "示例甲"}, true},
		{Problem{Line: "姓名：示例甲", Caret: 4, Length: 3}, [3]string{"姓名：", "示例甲", ""}, true},
		{Problem{Line: "姓名：示例甲", Caret: 4, Length: 99}, [3]string{"姓名：", "示例甲", ""}, true},
		{Problem{Line: "姓名", Caret: 99}, [3]string{"姓名", "", ""}, true},
		{Problem{Line: "𬎆𫖯", Caret: 2}, [3]string{"𬎆", "𫖯", ""}, true},
		{Problem{Line: long + "错" + long, Caret: 501}, [3]string{"…" + side, "错", side + "…"}, true},
		{Problem{Line: "", Caret: 3}, [3]string{"", "", ""}, false},
	} {
		if got, mark := c.p.cut(); got != c.want || mark != c.mark {
			t.Errorf("%+v: %q %v", c.p, got, mark)
		}
	}
}
