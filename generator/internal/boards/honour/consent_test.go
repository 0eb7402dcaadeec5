package honour

import (
	"testing"

	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
)

// Who stands where, and under which name: rules of minors and students.
func TestWhoStandsWhere(t *testing.T) {
	today := village.DateOf(2024, 6, 1)
	given := &consent{By: "示例家长", Date: today}
	everywhere := village.On(village.Web|village.Hall|village.Board, village.WholeSociety)
	for _, c := range []struct {
		what      string
		h         honour
		web, hall string // name shown, "" for not shown
	}{
		{"an adult without a story", honour{}, "赵小明", "赵小明"},
		{"a story without consent", honour{Text: "…"}, "", "赵小明"},
		{"a picture without consent", honour{Pictures: []record.Path{"a.jpg"}}, "", "赵小明"},
		{"a story with consent", honour{Text: "…", Consent: given}, "赵小明", "赵小明"},
		{"a consent of tomorrow", honour{Text: "…", Consent: &consent{By: "示例", Date: today + 1}}, "", "赵小明"},
		{"a consent without a day", honour{Text: "…", Consent: &consent{By: "示例"}}, "", "赵小明"},
		{"a pupil without consent", honour{Category: "优秀学子"}, "", ""},
		{"a pupil with consent", honour{Category: "优秀学子", Consent: given}, "赵同学", "赵小明"},
		{"a pupil by the title", honour{Title: "新时代好少年", Consent: given}, "赵同学", "赵小明"},
		{"a minor without consent", honour{Minor: young}, "", ""},
		{"a minor with consent", honour{Minor: young, Consent: given}, "赵同学", "赵小明"},
		{"a child with consent", honour{Minor: child, Consent: given}, "一名同学", "一名同学"},
	} {
		c.h.Showing, c.h.name = everywhere, "赵小明"
		for target, want := range map[privacy.Target]string{privacy.Public: c.web, privacy.Local: c.hall} {
			got := ""
			if c.h.shows(target, today) {
				got, _ = c.h.label(target)
			}
			if got != want {
				t.Errorf("%s on %d: %q, want %q", c.what, target, got, want)
			}
		}
	}
}

func TestTheRegisterMustAgree(t *testing.T) {
	h := honour{Showing: Kind.Defaults, register: []village.Showing{{}, village.On(village.Hall, village.VillageOnly)}}
	if h.shows(privacy.Public, 0) || !h.shows(privacy.Local, 0) {
		t.Error("what the register keeps in the village stays there")
	}
}
