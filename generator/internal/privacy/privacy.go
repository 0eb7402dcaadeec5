// Package privacy is the gate before anything is written: it refuses ID and bank
// card numbers wherever staff may have left them, hides them in messages, and says
// which records a place of publication may show on a day. It never masks a number
// for publication: what must not be public is not published.
package privacy

import "gongshi/generator/internal/village"

// A Target is a place of publication.
type Target uint8

// The targets.
const (
	Public   Target = iota // public/: the web site, open to the whole society
	Local                  // public.local/: the hall screen and the paper board
	Internal               // public.local/internal/: sheets for the Party's own meetings
)

// Shows reports whether a record may stand in t on day. Local also holds what the web
// holds, Internal what both hold and what is for the Party only (design/data.md §2).
func (t Target) Shows(s village.Showing, day village.Date) bool {
	switch {
	case s.Expiry != 0 && day > s.Expiry, s.Set() == 0:
		return false
	case t == Public:
		return s.Audience == village.WholeSociety && s.Set()&village.Web != 0
	case t == Internal:
		return s.Audience != village.AnyAudience
	}
	return s.Audience >= village.VillageOnly
}

// ShowsPerson is Shows for a record about somebody of a register: what either of them
// keeps back, neither shows.
func (t Target) ShowsPerson(s, register village.Showing, day village.Date) bool {
	return t.Shows(s, day) && t.Shows(register.Or(s), day)
}
