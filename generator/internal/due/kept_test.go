package due

import (
	"reflect"
	"testing"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
)

func TestWhatIsKeptListsTheSame(t *testing.T) {
	day := village.DateOf(2026, 6, 15)
	at := problem.Pos{File: "data/a/stars/2026.yaml", Line: 3}
	up := village.Period{At: record.At{Pos: at}, From: day - 2, To: day + 2, Basis: "章程", Receiver: "示例甲"}
	u := &Unit{Notices: []Notice{{Title: "公告", Type: "notice", File: "content/a.md", Period: up, Expiry: day + 9}}, Boards: []Board{{
		Kind: board.Kind{Word: "star"}, Files: []File{{at.File, 2026}}, Notices: []village.Period{up},
		Deadlines: []board.Deadline{{At: at, What: "落实", Subject: "修路", By: day - 1}}, Waiting: []board.Deadline{{At: at, What: "未定", By: day}},
	}}}
	v := &village.Unit{Level: "village"}
	if got, want := List(v, u.Kept(v), nil, day), List(v, u, nil, day); len(want) < 4 || !reflect.DeepEqual(got, want) {
		t.Errorf("kept, it lists %v; it was %v", got, want)
	}
}

func TestWhoAskedNotToBeShownIsKept(t *testing.T) {
	day := village.DateOf(2026, 6, 15)
	v := &village.Unit{Registers: village.Registers{Withheld: []village.Withheld{{Name: "示例甲", Date: day}}}}
	kept := (&Unit{}).Kept(v)
	v.Registers = village.Registers{}
	if got := List(v, kept, nil, day); len(got) != 1 || got[0].Status != Withheld {
		t.Errorf("it lists %v", got)
	}
}
