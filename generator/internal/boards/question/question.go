// Package question is the board of questions and answers, 回音壁: what residents asked,
// what they were told and when, what is late. No key for who asked exists. It also shows
// what residents think of posts and bodies, once enough of them were asked.
package question

import (
	"cmp"
	"slices"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/markdown"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// Kind is the board.
var Kind = board.Kind{
	Word: "question", File: "questions",
	Keys:     []string{words.KeyName("code"), words.KeyName("asked")},
	People:   []string{words.KeyName("owner")},
	Defaults: village.On(village.Web|village.Hall|village.Board, village.WholeSociety),
	Read:     read,
	Summary:  board.ReadSum[Sum],
}

// file is questions.yaml.
type file struct {
	record.At
	Questions []question `key:"questions,main"`
	Limit     int        `key:"limit"` // days to answer in, where the site has no profile that says
	Surveys   []survey   `key:"surveys"`
	MinCopies int        `key:"mincopies"` // fewer forms than that are not published
	board.Head
}

// question is one question with its answer.
type question struct {
	record.At
	Code     string       `key:"code"`
	Asked    village.Date `key:"asked,required"`
	Category string       `key:"category"`
	Text     string       `key:"question,required"` // Markdown
	Answer   string       `key:"answer"`            // Markdown
	Answered village.Date `key:"answered"`
	Promised village.Date `key:"promised"`         // day by which an answer was promised
	Owner    string       `key:"owner|respondent"` // who answers: a post, a body
	village.Showing
	asker

	due village.Date // last day to answer on, 0 when none is known
}

// asker are columns that staff's own tables have and that must not be here: who asks must
// not fear to be known.
type asker struct {
	Name  string `key:"name|asker"`
	Phone string `key:"publicphone|askerphone"`
}

// survey is what residents think of one matter of a post or body.
type survey struct {
	record.At
	Subject string           `key:"subject,required"`
	Matter  string           `key:"items,required"`
	Copies  int              `key:"copies,required"` // forms that came back
	Mean    village.Quantity `key:"mean,required"`
	village.Showing
}

// Sum counts the questions of one unit by category, with all units below.
type Sum struct {
	board.Sum
	Known    village.Quantity // questions of which it is known whether they are answered
	Answered village.Quantity // of these, those that are
	Timed    int              // questions with a last day to answer on
	Late     int              // of these, those that are open beyond it
}

func (s *Sum) add(o *Sum) {
	s.Sum.Add(&o.Sum)
	s.Known = s.Known.Plus(o.Known)
	s.Answered = s.Answered.Plus(o.Answered)
	s.Timed += o.Timed
	s.Late += o.Late
}

// Board is the computed board of one unit.
type Board struct {
	file
	unit     *village.Unit
	today    village.Date
	days     int    // to answer in, 0 when nobody says
	by       string // whose limit it is, "" for the unit's own
	own, all Sum
	subs     []board.Sub[Sum]
}

// Summary implements board.Board.
func (b *Board) Summary() any { return &b.all }

func read(in *board.Input) board.Board {
	b := &Board{unit: in.Unit, today: in.Today}
	b.own.Answered, b.all.Answered = village.Count(0), village.Count(0)
	if b.Read(in, &b.file, &b.At) {
		b.check(in)
	}
	b.all.add(&b.own)
	b.subs = board.RollUp(in, &b.all, (*Sum).add)
	if b.all.Units == 0 {
		return nil
	}
	b.checkCounts(in)
	b.CheckTotals(&b.all.Sum, words.T("question.title"), b.Of("declared"), in)
	return b
}

// check completes and counts the unit's own questions.
func (b *Board) check(in *board.Input) {
	b.own.Units, b.own.Sample = 1, b.Sample || in.Unit.Sample
	b.days = b.Limit
	if p := in.Profile; p != nil && p.Reply > 0 {
		b.days, b.by = p.Reply, p.Name
		if b.Limit > 0 && b.Limit != p.Reply {
			in.Report.Warn(b.Of("limit"), "question/two-limits", "own", problem.Int(b.Limit), "n", problem.Int(p.Reply), "profile", p.Name)
		}
	}
	b.checkAskers(in.Report)
	for i := range b.Questions {
		b.question(&b.Questions[i], in)
	}
	b.checkSurveys(in)
	if len(b.Questions) == 0 && len(b.Counts) == 0 && len(b.Surveys) == 0 {
		in.Report.Warn(b.Pos, "question/empty")
	}
}

// checkAskers refuses names and phones, once a file.
func (b *Board) checkAskers(rep *problem.Report) {
	for i := range b.Questions {
		q := &b.Questions[i]
		for _, key := range []string{"name", "publicphone"} {
			if q.Has(key) {
				rep.Error(q.Of(key), "question/asker", "key", words.KeyName(key))
				return
			}
		}
	}
}

func (b *Board) question(q *question, in *board.Input) {
	rep := in.Report
	q.Showing = q.Showing.Or(b.Showing)
	in.Shown(q.Showing)
	in.Changes(q.Asked, q.Answered)
	switch {
	case q.Answered != 0 && q.Answered < q.Asked:
		rep.Error(q.Of("answered"), "question/answer-before", "asked", q.Asked.String(), "answered", q.Answered.String())
	case q.Promised != 0 && q.Promised < q.Asked:
		rep.Error(q.Of("promised"), "question/promise-before", "asked", q.Asked.String(), "promised", q.Promised.String())
	case q.Answered != 0 && q.Answer == "":
		rep.Error(q.Of("answered"), "question/no-answer")
	case q.Answered == 0 && q.Answer != "":
		rep.Warn(q.Of("answer"), "question/undated")
	}
	if b.days > 0 {
		q.due = q.Asked + village.Date(b.days)
	}
	if q.Promised != 0 && (q.due == 0 || q.Promised < q.due) { // a promise cannot move the limit
		q.due = q.Promised
	}
	q.Category = cmp.Or(q.Category, words.T("group.other"))
	if q.Asked > in.Today {
		return
	}
	b.own.Count(q.Category, village.Count(1), privacy.Public.Shows(q.Showing, in.Today))
	b.own.Sample = b.own.Sample || q.Sample
	b.own.Known = b.own.Known.Plus(village.Count(1))
	if q.due != 0 {
		b.own.Timed++
	}
	if q.done(in.Today) {
		b.own.Answered = b.own.Answered.Plus(village.Count(1))
		return
	}
	in.Changes(in.Today + 1) // one day more
	if q.late(in.Today) {
		b.own.Late++
	}
	in.Deadline(board.Deadline{At: q.Pos, What: words.T("question.answer"), Subject: clip(markdown.Text(q.Text)), By: q.due})
}

// clip is the beginning of a question, as what it is called.
func clip(s string) string {
	const most = 20
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// done reports whether the question is answered on a day.
func (q *question) done(day village.Date) bool { return q.Answer != "" && q.Answered <= day }

// late reports whether the last day to answer on is over.
func (q *question) late(day village.Date) bool { return q.due != 0 && day > q.due && !q.done(day) }

// checkSurveys asks for the number of forms below which nothing is published: an average
// of three is three people's opinion.
func (b *Board) checkSurveys(in *board.Input) {
	if len(b.Surveys) > 0 && b.MinCopies <= 0 {
		in.Report.Error(b.Of("surveys"), "question/no-minimum")
	}
	for i := range b.Surveys {
		s := &b.Surveys[i]
		s.Showing = s.Showing.Or(b.Showing)
		in.Shown(s.Showing)
		if named := slices.ContainsFunc(in.Unit.Members, func(m village.Member) bool { return string(m.Name) == s.Subject }); named {
			in.Report.Error(s.Of("subject"), "question/person", "name", s.Subject)
		}
	}
}

// checkCounts adds 提出 and 已答复 of a unit without rows, and checks those of a unit
// whose questions are listed or reported from below.
func (b *Board) checkCounts(in *board.Input) {
	var asked, answered village.Quantity
	for _, c := range b.Counts {
		code, ok := words.Value("asked", c.Key)
		total := in.Reported() > 0
		switch {
		case !ok:
			in.Report.Error(c.Pos, "question/unknown-count", "key", c.Key, "known", words.ValueNames("asked"))
		case total && code == "asked":
			village.CheckTotal(c.Pos, c.Key, c.Value, b.all.All(), in.Report)
		case total && b.all.Known.N < b.all.All().N && c.Value.N >= b.all.Answered.N: // some units below do not tell
		case total:
			village.CheckTotal(c.Pos, c.Key, c.Value, b.all.Answered, in.Report)
		case len(b.Questions) > 0:
			in.Report.Error(c.Pos, "ledger/counts-and-rows", "group", c.Key)
		case code == "asked":
			asked = c.Value
		default:
			answered = c.Value
		}
	}
	if answered.N > asked.N {
		in.Report.Error(b.Of("counts"), "question/more-answered", "asked", asked.Figure(), "answered", answered.Figure())
	}
	if !asked.IsZero() && asked.N > 0 {
		counted := &Sum{Answered: answered}
		if !answered.IsZero() {
			counted.Known = asked
		}
		counted.Count(words.T("group.other"), asked, true)
		b.own.add(counted)
		b.all.add(counted)
	}
	b.Counts = nil // they are no groups
}
