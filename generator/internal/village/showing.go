package village

import (
	"strings"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/words"
)

// Channels is a set of ways by which a record may reach people.
type Channels uint8

// The channels of design/data.md §2.
const (
	Web   Channels = 1 << iota // 网站
	Hall                       // 大厅屏
	Board                      // 公示栏
)

var channelCodes = map[string]Channels{"web": Web, "hall": Hall, "board": Board}

// Scan reads one or more channels: [网站, 大厅屏] or 网站、公示栏.
func (c *Channels) add(v *record.Value) {
	if code := record.OneOf("channel", v); code != "" {
		*c |= channelCodes[code]
	}
}

// Scan adds the channels that v names.
func (c *Channels) Scan(v *record.Value) {
	for _, part := range record.Split(strings.Trim(v.Text, "[]")) {
		each := *v
		each.Text = part
		c.add(&each)
	}
}

// An Audience is the circle of people that a record is for; a wider one has a
// higher number.
type Audience uint8

// The audiences; AnyAudience means that the record does not say.
const (
	AnyAudience  Audience = iota
	PartyOnly             // 党内
	VillageOnly           // 村内
	WholeSociety          // 社会
)

// Scan reads an audience.
func (a *Audience) Scan(v *record.Value) {
	*a = audienceCodes[record.OneOf("audience", v)]
}

var audienceCodes = map[string]Audience{"party": PartyOnly, "village": VillageOnly, "society": WholeSociety}

// Showing is what a record, or a file as default for its records, says about who
// may see it. It is embedded in every record that is published.
type Showing struct {
	Channels []channel `key:"channels"`
	Audience Audience  `key:"audience|circle"`
	Expiry   Date      `key:"expiry"` // last day shown, inclusive
	Note     string    `key:"remark"` // 备注, never shown
	Sample   bool      `key:"sample"` // 示例: 是, shown as such
}

// channel is one channel; a list of them is how a file writes Channels.
type channel Channels

func (c *channel) Scan(v *record.Value) { (*Channels)(c).add(v) }

// Set returns the channels as a set; 0 means that the record does not say.
func (s Showing) Set() (set Channels) {
	for _, c := range s.Channels {
		set |= Channels(c)
	}
	return set
}

// On makes a Showing for a set of channels and an audience; boards state their
// defaults with it.
func On(set Channels, a Audience) Showing {
	s := Showing{Audience: a}
	for _, c := range []Channels{Web, Hall, Board} {
		if set&c != 0 {
			s.Channels = append(s.Channels, channel(c))
		}
	}
	return s
}

// Or fills what s leaves open from d, the default of its file or board. 示例 of a
// file holds for all its records.
func (s Showing) Or(d Showing) Showing {
	if len(s.Channels) == 0 {
		s.Channels = d.Channels
	}
	if s.Audience == AnyAudience {
		s.Audience = d.Audience
	}
	if s.Expiry == 0 {
		s.Expiry = d.Expiry
	}
	s.Sample = s.Sample || d.Sample
	return s
}

// never is the expiry of what may be shown nowhere.
const never Date = 1

// Stricter returns what both s and o let be shown.
func (s Showing) Stricter(o Showing) Showing {
	both := s.Or(o)
	if len(s.Channels) > 0 && len(o.Channels) > 0 {
		common := s.Set() & o.Set()
		if common == 0 { // no channels would mean the board's
			both.Expiry = never
			return both
		}
		both.Channels = On(common, 0).Channels
	}
	if o.Audience != AnyAudience {
		both.Audience = min(both.Audience, o.Audience)
	}
	if o.Expiry != 0 {
		both.Expiry = min(both.Expiry, o.Expiry)
	}
	return both
}

// String names the channels, for messages.
func (s Showing) String() string {
	var parts []string
	for _, code := range []string{"web", "hall", "board"} {
		if s.Set()&channelCodes[code] != 0 {
			parts = append(parts, words.ValueName("channel", code))
		}
	}
	return strings.Join(parts, words.T("list.sep"))
}

// Around returns what the record in which a field stands says about who may see it, and
// the file around that. What cannot be read there its own board reports.
func Around(f record.Field) Showing {
	var quiet problem.Report
	near := func(codes ...string) *record.Value {
		return record.NewValue(record.Pair[string]{Value: f.Near(codes...)}, &quiet)
	}
	var set Channels
	var s Showing
	if v := near("channels"); v.Text != "" {
		set.Scan(v)
	}
	if v := near("audience", "circle"); v.Text != "" {
		s.Audience.Scan(v)
	}
	if v := near("expiry"); v.Text != "" {
		s.Expiry.Scan(v)
	}
	s.Channels = On(set, 0).Channels
	return s
}

// LastDay is the last day on which all of these let something be shown, as an ISO date;
// "" when none of them has an end. Pages that lie open hide it then.
func LastDay(list ...Showing) string {
	var last Date
	for _, s := range list {
		if s.Expiry != 0 && (last == 0 || s.Expiry < last) {
			last = s.Expiry
		}
	}
	if last == 0 {
		return ""
	}
	return last.ISO()
}
