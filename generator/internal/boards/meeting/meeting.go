// Package meeting is the board of deliberation: topics on their way from a question to
// what became of it. What was resolved names who carries it out and by when; what is
// late is said to be. Who took part is told by identity and number, never by name.
package meeting

import (
	"cmp"
	"regexp"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/step"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// Kind is the board.
var Kind = board.Kind{
	Word: "meeting", File: "meetings",
	Keys:     []string{words.KeyName("code"), words.KeyName("topics")},
	People:   []string{words.KeyName("owner")},
	Defaults: village.On(village.Web|village.Hall|village.Board, village.WholeSociety),
	Read:     read,
	Summary:  board.ReadSum[Sum],
}

// file is meetings.yaml.
type file struct {
	record.At
	Topics  []topic `key:"topics,main"`
	Process string  `key:"processes"`
	board.Head
}

// topic is one matter under deliberation.
type topic struct {
	record.At
	Code       string       `key:"code"`
	Title      string       `key:"title|topics|headline,required"`
	Category   string       `key:"category"`
	Attendees  []attendance `key:"attendees"`
	Resolution string       `key:"resolution"`
	Owner      string       `key:"owner"`
	Limit      village.When `key:"limit"`
	Outcome    string       `key:"outcome"`
	Assessed   string       `key:"assessed"`
	board.Way
	village.Showing

	done bool // carried out: nothing can be late any more
	late bool
}

// attendance is how many of one kind of people took part: 党员5人.
type attendance struct {
	Identity string // "" for all together
	Number   village.Quantity
}

var attendanceForm = regexp.MustCompile(`^(\p{Han}*)[: ]?(\d.*)$`)

// ScanShort reads 党员5人, 约30人 or 23. Names, which have no number, are refused.
func (a *attendance) ScanShort(v *record.Value) {
	m := attendanceForm.FindStringSubmatch(record.Fold(v.Text))
	if m == nil {
		v.Error("meeting/attendees")
		return
	}
	number := *v
	a.Identity, number.Text = m[1], m[2]
	who := []rune(m[1])
	for i := range who { // a word of precision belongs to the number: 代表约8人
		if _, approx := words.Value("approx", string(who[i:])); approx {
			a.Identity, number.Text = string(who[:i]), string(who[i:])+m[2]
			break
		}
	}
	a.Number.Scan(&number)
}

// Sum counts the topics of one unit, with all units below.
type Sum struct {
	board.Sum
	board.Progress
}

func (s *Sum) add(o *Sum) {
	s.Sum.Add(&o.Sum)
	s.Join(&o.Progress)
}

// Board is the computed board of one unit.
type Board struct {
	file
	unit     *village.Unit
	today    village.Date
	process  *step.Process
	own, all Sum
	rest     village.Quantity // declared but not listed
	subs     []board.Sub[Sum]
}

// Summary implements board.Board.
func (b *Board) Summary() any { return &b.all }

func read(in *board.Input) board.Board {
	b := &Board{unit: in.Unit, today: in.Today}
	var reached record.Pairs[village.Quantity]
	if b.Read(in, &b.file, &b.At, in.Processes.Columns()...) {
		reached = b.check(in)
	}
	b.all.add(&b.own)
	b.subs = board.RollUp(in, &b.all, (*Sum).add)
	if b.all.Units == 0 {
		return nil
	}
	if in.Reported() > 0 {
		b.all.CheckReached(b.process, reached, in.Report)
	}
	b.rest = b.CheckTotals(&b.all.Sum, words.T("meeting.title"), b.Of("declared"), in)
	return b
}

// check completes and counts the unit's own topics. It returns the counts that are named
// after steps.
func (b *Board) check(in *board.Input) (reached record.Pairs[village.Quantity]) {
	b.process = in.Process(b.Process, words.T("meeting.process"), b.Of("processes"))
	begun := false
	for i := range b.Topics {
		b.topic(&b.Topics[i], in)
		begun = begun || b.Topics[i].Begun()
	}
	for i := range b.Topics {
		t := &b.Topics[i]
		b.own.Count(t.Category, village.Count(1), privacy.Public.Shows(t.Showing, in.Today))
		b.own.Time(t.Limit, t.late)
		if begun {
			b.own.Follow(b.process, &t.Way, t.done, in.Today)
		}
		b.own.Sample = b.own.Sample || t.Sample
	}
	reached, b.Counts = board.SplitCounts(b.process, b.Counts)
	b.AddCounts(&b.own.Sum, in)
	b.countReached(reached, in)
	return reached
}

// countReached counts topics of which only the numbers are known that came as far as
// each step.
func (b *Board) countReached(reached record.Pairs[village.Quantity], in *board.Input) {
	switch {
	case len(reached) == 0 || in.Reported() > 0: // checked when all is summed
	case len(b.Topics) > 0:
		in.Report.Error(reached[0].Pos, "ledger/counts-and-rows", "group", reached[0].Key)
	default:
		all := b.own.Reached(b.process, reached, b.Declared, in.Report)
		if len(b.own.Groups.Names) == 0 {
			b.own.Count(words.T("group.other"), all, true)
			return
		}
		village.CheckTotal(reached[0].Pos, reached[0].Key, all, b.own.Sum.All(), in.Report)
	}
}

// topic completes and judges one topic.
func (b *Board) topic(t *topic, in *board.Input) {
	t.Showing = t.Showing.Or(b.Showing)
	in.Shown(t.Showing)
	t.Category = cmp.Or(t.Category, words.T("group.other"))
	for _, a := range t.Attendees {
		a.Number.MustCount("people", t.Of("attendees"), in.Report)
	}
	t.Judge(b.process, t.At, t.Title, in)
	awaits := t.Judged.Closed && b.process.Steps[t.Judged.Last].Awaits
	t.done = t.Outcome != "" || t.Judged.Closed && !awaits
	t.late = in.Due(t.Limit, t.done, board.Deadline{At: t.Of("limit"), What: words.T("meeting.due"), Subject: t.Title}, t.Showing)
	if t.AgeText(in.Today) != "" {
		in.Changes(in.Today + 1)
	}
}
