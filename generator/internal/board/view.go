package board

import (
	"strconv"

	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// The view types that more than one board's layouts use. All figures are finished
// display strings.

// A Figure is one number that residents look for.
type Figure struct {
	Label string
	Value string
	Unit  string
	Note  string
	Href  string // where the figure comes from; "" when it stands on this page
}

// A Bar is one group of a count, drawn as a bar beside its figure.
type Bar struct {
	Name   string
	Glyphs string // ★★★★★, "" for none
	Value  string
	Share  string // 20.5%, "" when there is no whole
	Width  int    // 0 to 100, of the longest bar
	Href   string
}

// A Part is one unit below, with its subtotals in the columns of its table.
type Part struct {
	Name     string
	Href     string // address of its page below the unit, without index.html; "" for none
	Cells    []string
	Total    string
	Share    string
	Reported bool // false: 未报
}

// A NoticeBox is a public notice as a page, a scene and a sheet show it.
type NoticeBox struct {
	Title    string
	State    string // 公示中,还剩3天
	Active   bool   // it runs today
	From, To string // 2024年5月6日
	FromISO  string
	ToISO    string
	Days     string // 7天
	Basis    string
	Phone    string
	Tel      string // for the tel: link
	Receiver string
	Signed   string
	Dated    string
	People   string // 60户

	run village.Period
}

// NewNoticeBox lays out a notice. A notice without 落款 is signed by the unit, one
// without 成文日期 dated by its first day.
func NewNoticeBox(title string, p village.Period, u *village.Unit, today village.Date) *NoticeBox {
	with, _ := p.Days()
	n := &NoticeBox{Title: title, State: RunText(p, today), Active: p.Running(today), From: p.From.String(), To: p.To.String(),
		FromISO: p.From.ISO(), ToISO: p.To.ISO(), Days: words.T("unit.days", "n", village.Count(with).Figure()),
		Basis: p.Basis, Receiver: p.Receiver, Signed: p.Signed, Dated: p.Dated.String(), run: p}
	phone := p.Objection
	if phone == nil {
		phone, _ = u.Contact()
	}
	if phone != nil {
		n.Phone, n.Tel = string(phone.Number), phone.Number.Link()
		if n.Receiver == "" {
			n.Receiver = phone.Who
		}
	}
	if n.Signed == "" {
		n.Signed = u.FullName()
	}
	if n.Dated == "" {
		n.Dated = p.From.String()
	}
	return n
}

// Notice is the box's entry on the unit's home, leading to an anchor, or none, of the page
// at path; people is whom it names. There is none without a box.
func (n *NoticeBox) Notice(path, anchor, people string) []Notice {
	if n == nil {
		return nil
	}
	return []Notice{{Title: n.Title, Path: path, Anchor: anchor, Period: n.run, State: n.State, Active: n.Active, People: people}}
}

// NoticeOf is the entry on the unit's home of a record's notice, shown without a box.
func NoticeOf(title, path, anchor string, p village.Period, today village.Date) Notice {
	return Notice{Title: title, Path: path, Anchor: anchor, Period: p, State: RunText(p, today), Active: p.Running(today)}
}

// RunText says how a notice stands on a day: 公示中,今日截止.
func RunText(p village.Period, today village.Date) string {
	switch {
	case p.From == 0 || p.To == 0:
		return ""
	case today < p.From:
		return words.T("state.ahead")
	case today == p.To:
		return words.T("state.lastday")
	case today < p.To:
		return words.T("state.running", "n", village.Count(int(p.To-today)).Figure())
	}
	return words.T("state.over")
}

// Bars sets the widths of bars from their counts.
func Bars(bars []Bar, counts []village.Quantity) {
	most := int64(1)
	for _, q := range counts {
		most = max(most, q.N)
	}
	for i, q := range counts {
		bars[i].Width = int(q.N * 100 / most)
	}
}

// Precision is the precision of a figure for machines: exact, about or atLeast.
func Precision(a village.Approx) string {
	switch a {
	case village.About:
		return "about"
	case village.AtLeast:
		return "atLeast"
	}
	return "exact"
}

// NonZero writes a figure for machines, "" for nothing.
func NonZero(f float64) string {
	if f == 0 {
		return ""
	}
	return Number(f)
}

// Optional writes a figure for machines, "" for one that is not known.
func Optional[F int | float64](f *F) string {
	if f == nil {
		return ""
	}
	return Number(float64(*f))
}

// Known is a quantity or an amount of money in yuan for machines, nil when it is not
// known.
func Known[F interface {
	IsZero() bool
	Float() float64
}](q F) *float64 {
	if q.IsZero() {
		return nil
	}
	f := q.Float()
	return &f
}

// Percent is part of whole in percent for machines, to one decimal; nil without a whole.
func Percent(part, whole int) *float64 {
	tenths, ok := village.Percent(part, whole)
	if !ok {
		return nil
	}
	f := float64(tenths) / 10
	return &f
}

// Number writes a figure for machines: no exponent, no thousands.
func Number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
