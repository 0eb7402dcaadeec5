package privacy

import (
	"testing"

	"gongshi/generator/internal/village"
)

func TestWhoMaySeeWhat(t *testing.T) {
	day := village.DateOf(2024, 5, 12)
	web := village.On(village.Web, village.WholeSociety)
	for _, c := range []struct {
		name          string
		s             village.Showing
		public, local bool
	}{
		{"web, everybody", web, true, true},
		{"web, but the village only", village.On(village.Web, village.VillageOnly), false, true},
		{"hall", village.On(village.Hall, village.WholeSociety), false, true},
		{"paper board, village", village.On(village.Board, village.VillageOnly), false, true},
		{"the Party only", village.On(village.Web|village.Hall|village.Board, village.PartyOnly), false, false},
		{"nothing said", village.Showing{}, false, false},
		{"last day", with(web, day), true, true},
		{"the day after", with(web, day-1), false, false},
	} {
		if got := Public.Shows(c.s, day); got != c.public {
			t.Errorf("%s: public %v", c.name, got)
		}
		if got := Local.Shows(c.s, day); got != c.local {
			t.Errorf("%s: local %v", c.name, got)
		}
	}
}

func with(s village.Showing, expiry village.Date) village.Showing {
	s.Expiry = expiry
	return s
}
