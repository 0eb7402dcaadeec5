package village

import (
	"testing"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
)

// registered is a unit with these members.
func registered(t *testing.T, members string) *Unit {
	t.Helper()
	var rep problem.Report
	u := &Unit{}
	u.LoadRegisters(map[string][]*record.Doc{"members": {record.Open(record.File{Path: "members.yaml", Data: []byte(members)})}}, &rep)
	if rep.Failed() {
		t.Fatal(rep.Problems())
	}
	return u
}

// Who is kept back today is kept back in what is past, by number or by name; nobody is
// shown more than then.
func TestRestrict(t *testing.T) {
	for _, c := range []struct {
		name, then, today string
		audience          Audience
		channels          Channels
		expiry            Date
	}{
		{"nothing said", "- {编号: 1, 姓名: 甲}", "- {编号: 1, 姓名: 甲}", AnyAudience, 0, 0},
		{"by number", "- {编号: 1, 姓名: 甲}", "- {编号: 1, 姓名: 改名, 到期: 1970-04-11}", AnyAudience, 0, 100},
		{"by name", "- {姓名: 甲, 组: 2组}", "- {编号: 1, 姓名: 甲, 组: 二组, 公开范围: 村内}", VillageOnly, 0, 0},
		{"another group", "- {姓名: 甲, 组: 2组}", "- {姓名: 甲, 组: 3组, 公开范围: 村内}", AnyAudience, 0, 0},
		{"in no register any more", "- {编号: 1, 姓名: 甲, 公开范围: 村内}", "- {编号: 2, 姓名: 乙}", VillageOnly, 0, 0},
		{"wider today", "- {编号: 1, 姓名: 甲, 公开范围: 党内, 到期: 1970-04-11}", "- {编号: 1, 姓名: 甲, 公开范围: 社会, 到期: 1980-01-01}", PartyOnly, 0, 100},
		{"channels of both", "- {编号: 1, 姓名: 甲, 渠道: [网站, 大厅屏]}", "- {编号: 1, 姓名: 甲, 渠道: [大厅屏, 公示栏]}", AnyAudience, Hall, 0},
		{"no channel of both", "- {编号: 1, 姓名: 甲, 渠道: 网站}", "- {编号: 1, 姓名: 甲, 渠道: 公示栏}", AnyAudience, Web, never},
	} {
		u := registered(t, c.then)
		u.Restrict(registered(t, c.today))
		s := u.MemberDir.Person(0).Showing
		if s.Audience != c.audience || s.Set() != c.channels || s.Expiry != c.expiry || u.Members[0].Expiry != c.expiry {
			t.Errorf("%s: %+v", c.name, s)
		}
	}
}
