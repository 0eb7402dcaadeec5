// Package village is what more than one board needs: units, the registers of people
// and households, grids, notices, and the values they are written in (dates, money,
// points, quantities, names). It is pure: no files, no clock, no pages.
package village

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/words"
)

// A Level is the rank of a unit, by its code word: city, county, town, street,
// village, community, estate.
type Level string

// Scan reads a level.
func (l *Level) Scan(v *record.Value) { *l = Level(record.OneOf("level", v)) }

// Grassroots reports whether units of that level keep registers of their own people
// and not only sums of others.
func (l Level) Grassroots() bool { return l == "village" || l == "community" || l == "estate" }

// A Unit is a village, community, township… and everything its own files say about
// it. Parent and children are set by the source.
type Unit struct {
	record.At
	Name       string                 `key:"title,required"`
	Level      Level                  `key:"level"`
	Aliases    []string               `key:"aliases"`
	Above      string                 `key:"parent"`        // 上级 as typed; checked against the folder, see Under
	Slug       string                 `key:"slug"`          // 网址名, overrides the folder's name in the address
	Households Quantity               `key:"allhouseholds"` // 总户数, the denominator of shares
	Population Quantity               `key:"population"`
	Subunits   record.Pairs[Quantity] `key:"subunits"` // 下辖: level → units below, however many have data here
	Range      string                 `key:"scope"`
	Head       *Officer               `key:"head"`
	Hotline    *Hotline               `key:"hotline"`   // 监督电话
	Service    *Hotline               `key:"service"`   // 服务电话
	Objection  *Hotline               `key:"objection"` // 异议电话
	Hours      string                 `key:"hours"`
	WeChat     string                 `key:"wechat"`
	Screen     *Screen                `key:"screen"`
	Scheme     string                 `key:"scheme"` // 公开期限方案, for the units below too
	Note       string                 `key:"remark"`
	Sample     bool                   `key:"sample"`

	Folder   string  // slash path of its folder, data/… ; no trailing slash
	Address  string  // path in the site, "" for the root unit; no slashes at the ends
	Parent   *Unit   // nil at the top
	Children []*Unit // in the order of their addresses
	Unshown  bool    // it has no pages: its files have errors and were never right before

	Registers
}

// Registers are the lists of a unit that its boards share.
type Registers struct {
	Members   []Member
	Makeup    Makeup // of members.yaml, where it gives totals
	Homes     []Household
	Grids     *GridFile // nil when the unit has none
	MemberDir *Directory
	HomeDir   *Directory
	Withheld  []Withheld // who asked not to be shown
}

// A Makeup is how many members a unit has by category, without rows: 在职党员 40人.
type Makeup struct {
	Counts record.Pairs[Quantity] `key:"counts"` // category → people, instead of rows
	Total  record.Pairs[Quantity] `key:"total"`  // checked, never added
	Showing
}

// An Officer is who heads a unit.
type Officer struct {
	record.At
	Name Name   `key:"name,required"`
	Post string `key:"post"`
}

// ScanShort reads 负责人: 张三.
func (o *Officer) ScanShort(v *record.Value) { o.Name.Scan(v) }

// A Hotline is a phone of the unit and who answers it.
type Hotline struct {
	record.At
	Number Phone  `key:"number,required"`
	Who    string `key:"who"`
}

// ScanShort reads 监督电话: 0358-1234567.
func (h *Hotline) ScanShort(v *record.Value) { h.Number.Scan(v) }

// Check asks who answers a mobile number. h may be nil.
func (h *Hotline) Check(rep *problem.Report) {
	if h != nil && h.Number.Mobile() && !strings.ContainsFunc(h.Who, unicode.IsLetter) {
		rep.Error(h.Pos, "phone/mobile-without-role")
	}
}

// A Screen is the hall screen of a unit.
type Screen struct {
	record.At
	Inches      Quantity `key:"inches"`
	Distance    Quantity `key:"distance"` // metres between reader and screen
	Orientation string   `key:"direction"`
	Playlist    []string `key:"playlist"` // board words, in order
	Off         string   `key:"off"`      // 关屏时段, 22:00-06:00
	Stay        Quantity `key:"stay"`     // seconds that a page stays at least
}

// The least and most that 停留秒 can be: what nobody can read, and what looks like a picture.
const leastStay, mostStay = 5, 300

// Check reports what a screen could not do.
func (s *Screen) Check(rep *problem.Report) {
	if s == nil {
		return
	}
	if n := s.Stay.Float(); !s.Stay.IsZero() && (n < leastStay || n > mostStay) {
		rep.Error(s.Of("stay"), "unit/bad-stay", "least", strconv.Itoa(leastStay), "most", strconv.Itoa(mostStay))
	}
	if s.Off != "" && !offForm.MatchString(s.OffHours()) {
		rep.Error(s.Of("off"), "unit/bad-off", "typed", s.Off)
	}
}

// OffHours is 关屏时段 as js/kiosk.js reads it: 22:00-06:00. People type 22：00～6：00, too.
func (s *Screen) OffHours() string { return offSigns.Replace(s.Off) }

var offSigns = strings.NewReplacer("：", ":", "—", "-", "–", "-", "－", "-", "~", "-", "～", "-", " ", "")

var offForm = regexp.MustCompile(`^([01]?[0-9]|2[0-4]):[0-5][0-9]-([01]?[0-9]|2[0-4]):[0-5][0-9]$`)

// Check reports what is wrong with the unit's own file.
func (u *Unit) Check(rep *problem.Report) {
	for _, h := range []*Hotline{u.Hotline, u.Service, u.Objection} {
		h.Check(rep)
	}
	u.Screen.Check(rep)
	u.Households.MustCount("households", u.Of("allhouseholds"), rep)
	u.Population.MustCount("people", u.Of("population"), rep)
	for _, s := range u.Subunits {
		if _, known := words.Value("level", s.Key); !known {
			rep.Error(s.Pos, "unit/subunits-level", "level", s.Key, "known", words.ValueNames("level"))
		}
		s.Value.MustCount("units", s.Pos, rep)
	}
	if u.Slug != "" && !slugForm(u.Slug) {
		rep.Error(u.Of("slug"), "unit/bad-slug", "slug", u.Slug)
	}
}

func slugForm(s string) bool {
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == "" && s != "" && s[0] != '-'
}

// Contact returns whom to call when a figure is wrong: the objection phone, else the
// supervision phone, of the unit or of the nearest unit above it that has one. The
// second value names that unit when it is not u; it is nil when nobody can be called.
func (u *Unit) Contact() (*Hotline, *Unit) {
	for at := u; at != nil; at = at.Parent {
		for _, h := range []*Hotline{at.Objection, at.Hotline} {
			if h != nil && h.Number != "" {
				return h, at
			}
		}
	}
	return nil, nil
}

// Called reports whether name is the unit's own or one of its other names.
func (u *Unit) Called(name string) bool { return u.Name == name || slices.Contains(u.Aliases, name) }

// Under reports whether 上级 as typed is where the unit's folder lies: 南武乡, 文水县南武乡,
// or with units above that the site does not have, 山西省文水县南武乡.
func (u *Unit) Under() bool {
	rest := u.Above
	for at := u.Parent; at != nil && rest != ""; at = at.Parent {
		cut := rest
		for _, name := range append([]string{at.Name}, at.Aliases...) {
			if r, ok := strings.CutSuffix(rest, name); ok {
				cut = r
				break
			}
		}
		if cut == rest {
			return false
		}
		rest = cut
	}
	return true
}

// Profile returns the name of the 公开期限方案 that the unit chose, or the nearest unit
// above it that chose one; "" when none did.
func (u *Unit) Profile() string {
	for at := u; at != nil; at = at.Parent {
		if at.Scheme != "" {
			return at.Scheme
		}
	}
	return ""
}

// Segment returns the last part of the unit's address.
func (u *Unit) Segment() string { return path.Base(u.Address) }

// Path returns the units from the top down to u.
func (u *Unit) Path() []*Unit {
	var path []*Unit
	for at := u; at != nil; at = at.Parent {
		path = append([]*Unit{at}, path...)
	}
	return path
}

// FullName returns the name with those of the units above it up to the county, as a
// notice is headed: 宁乡镇南街社区.
func (u *Unit) FullName() string {
	name := u.Name
	if p := u.Parent; p != nil && (p.Level == "town" || p.Level == "street") {
		name = p.Name + name
	}
	return name
}

// A Member is a Party member on the unit's roll. No key for an ID number, a birth
// date or a home address exists.
type Member struct {
	record.At
	Code       string   `key:"code"`
	Name       Name     `key:"name,required"`
	Group      string   `key:"group"`
	Distinct   string   `key:"distinct"`
	Grid       string   `key:"grids"`
	Category   string   `key:"category"` // 青年 在职 退休…
	Identities []string `key:"identities"`
	Post       string   `key:"post"`
	Duties     []string `key:"duties"`
	Contacts   []Ref    `key:"contacts"` // 联系户
	Showing
}

// Person returns how the register tells the member apart.
func (m *Member) Person() Person {
	return Person{record.Fold(m.Code), string(m.Name), m.Group, m.Distinct, m.Showing, m.At}
}

// A Household of the unit.
type Household struct {
	record.At
	Code     string `key:"code"`
	Head     Name   `key:"householder,required"` // 户主
	Group    string `key:"group"`
	Distinct string `key:"distinct"`
	Grid     string `key:"grids"`
	Showing
}

// Person returns how the register tells the household apart.
func (h *Household) Person() Person {
	return Person{record.Fold(h.Code), string(h.Head), h.Group, h.Distinct, h.Showing, h.At}
}

// A Period is the run of a public notice with what a notice must carry.
type Period struct {
	record.At
	From      Date     `key:"noticefrom"` // 公示起
	To        Date     `key:"noticeto"`   // 公示止, inclusive
	Basis     string   `key:"basis"`
	Objection *Hotline `key:"objection"`
	Receiver  string   `key:"receiver"` // 受理人
	Signed    string   `key:"signed"`   // 落款
	Dated     Date     `key:"dated"`    // 成文日期
}

// Check reports a notice block that leaves open what a notice must say: both days, in
// order, and a phone for objections. Without one of its own it gets that of u.
func (p *Period) Check(u *Unit, rep *problem.Report) {
	p.Objection.Check(rep)
	if p.Objection == nil {
		p.Objection, _ = u.Contact()
	}
	p.CheckComplete(rep)
}

// longNotice is the length in days beyond which a notice looks like a slip of the year.
const longNotice = 366

// CheckComplete is Check for a notice that has got its phone. It reports whether both
// days are known and in order.
func (p *Period) CheckComplete(rep *problem.Report) bool {
	at := p.Of("noticefrom")
	if p.Objection == nil {
		rep.Error(at, "step/no-phone")
	}
	switch {
	case p.From == 0 || p.To == 0:
		rep.Error(at, "step/half-period")
		return false
	case p.To < p.From:
		rep.Error(p.Of("noticeto"), "step/period-backwards", "from", p.From.String(), "to", p.To.String())
		return false
	}
	if days, _ := p.Days(); days > longNotice {
		rep.Warn(at, "step/period-long", "from", p.From.String(), "to", p.To.String(), "days", problem.Int(days))
	}
	return true
}

// Running reports whether day lies in the notice, both ends included.
func (p Period) Running(day Date) bool { return p.From != 0 && p.From <= day && day <= p.To }

// Or fills what p leaves open from d.
func (p Period) Or(d Period) Period {
	if p.From == 0 && p.To == 0 {
		p.From, p.To = d.From, d.To
	}
	if p.Basis == "" {
		p.Basis = d.Basis
	}
	if p.Objection == nil {
		p.Objection = d.Objection
	}
	if p.Receiver == "" {
		p.Receiver = d.Receiver
	}
	if p.Signed == "" {
		p.Signed = d.Signed
	}
	if p.Dated == 0 {
		p.Dated = d.Dated
	}
	return p
}

// Days returns the length of the notice counted with its first day and without it
// (Civil Code §201 does not count the first day).
func (p Period) Days() (withFirst, without int) {
	n := int(p.To-p.From) + 1
	return n, n - 1
}
