package sample

// A file is one file of a unit: its template and where it goes.
type file struct {
	template string
	to       string // in the unit's folder; {year} is filled in
	share    int    // percent of units that have it
	size     int    // bytes, about
	content  bool   // below content, not data
}

func (f file) top() string {
	if f.content {
		return "content"
	}
	return "data"
}

const kB = 1 << 10

// boards are the files of each kind of unit. The first four boards are everywhere; of the
// others the shares make four more in a village.
var boards = map[string][]file{
	"village": {
		{"village/unit.yaml", "unit.yaml", 100, kB, false},
		{"village/members.yaml", "members.yaml", 100, 4 * kB, false},
		{"village/households.yaml", "households.yaml", 100, 6 * kB, false},
		{"village/grids.yaml", "grids.yaml", 100, 8 * kB, false},
		{"village/points.yaml", "points/{year}.yaml", 100, 80 * kB, false},
		{"village/points-last.yaml", "points/{year}.yaml", 25, 5 * kB, false},
		{"village/stars.yaml", "stars/{year}.yaml", 100, 12 * kB, false},
		{"village/outcomes.yaml", "outcomes.yaml", 100, 2 * kB, false},
		{"village/income.yaml", "income/{year}.yaml", 60, 4 * kB, false},
		{"village/contracts.yaml", "contracts.yaml", 40, 3 * kB, false},
		{"village/posts.yaml", "posts.yaml", 35, 3 * kB, false},
		{"village/teams.yaml", "teams.yaml", 30, 2 * kB, false},
		{"village/meetings.yaml", "meetings.yaml", 35, 3 * kB, false},
		{"village/errands.yaml", "errands.yaml", 30, 4 * kB, false},
		{"village/tasks.yaml", "tasks.yaml", 30, 3 * kB, false},
		{"village/duty.yaml", "duty.yaml", 50, kB, false},
		{"village/honours.yaml", "honours.yaml", 25, kB, false},
		{"village/questions.yaml", "questions.yaml", 35, 2 * kB, false},
		{"village/withheld.yaml", "withheld.yaml", 6, kB, false},
		{"village/wedding-table.yaml", "tables/hongbailishihui.yaml", 20, kB, false},
		{"village/calendar-table.yaml", "tables/huodongrili.yaml", 15, kB, false},
		{"village/relief-table.yaml", "tables/linshijiuzhu.yaml", 12, kB, false},
		{"village/party-table.yaml", "tables/dangfei.yaml", 8, kB, false},
		{"village/vote-notice.md", "notices/yishi.md", 45, kB, true},
		{"village/ended-notice.md", "notices/zijin.md", 45, kB, true},
		{"village/water-notice.md", "notices/tingshui.md", 45, kB, true},
		{"village/hall-notice.md", "notices/kaihui.md", 30, kB, true},
	},
	"town": {
		{"town/unit.yaml", "unit.yaml", 100, kB, false},
		{"town/tasks.yaml", "tasks.yaml", 75, 2 * kB, false},
		{"town/errands.yaml", "errands.yaml", 60, 2 * kB, false},
		{"town/duty.yaml", "duty.yaml", 75, kB, false},
		{"town/notice.md", "notices/jiancha.md", 60, kB, true},
	},
	"county": {
		{"county/unit.yaml", "unit.yaml", 100, kB, false},
		{"county/income.yaml", "income/{year}.yaml", 100, kB, false},
		{"county/outcomes.yaml", "outcomes.yaml", 100, kB, false},
		{"county/grids.yaml", "grids.yaml", 100, kB, false},
		{"county/teams.yaml", "teams.yaml", 100, kB, false},
	},
	"city": {
		{"city/unit.yaml", "unit.yaml", 100, kB, false},
		{"city/tasks.yaml", "tasks.yaml", 100, kB, false},
		{"city/outcomes.yaml", "outcomes.yaml", 100, kB, false},
	},
}

// has tells whether the unit has a file.
func (v *view) has(f file) bool {
	switch {
	case f.template == "village/points-last.yaml" && v.Scheme != ranks:
		return false // another scheme than this year's could not be compared
	case f.share == 100 || v.Full():
		return true
	}
	return v.site.draw(v.kind, v.number, "has "+f.template).Chance(f.share)
}

// yearOf is the year that a file of one year is of.
func (v *view) yearOf(f file) int {
	switch f.template {
	case "village/points-last.yaml":
		return v.Last()
	case "village/stars.yaml":
		return v.Season.from.Year()
	}
	return v.Year()
}
