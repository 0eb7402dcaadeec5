// Package due lists for staff what a unit must make public and by when: what is late,
// what ends soon, what waits for them. It judges what boards and notices told against
// the unit's profile of deadlines. Its lists are for staff only: they may name matters
// that no page may name.
package due

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/deadline"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// A Unit is what the data of one unit say. It stays true until they change.
type Unit struct {
	Profile  *deadline.Profile // as it holds for the unit; nil: nothing is periodic
	Calendar *village.Calendar
	Boards   []Board
	Notices  []Notice // of content/
	Requests []Request
}

// A Request is one not to be shown.
type Request struct {
	Name string // whose it is
	Date village.Date
	At   problem.Pos
}

// A Board is what one board of the unit told.
type Board struct {
	Kind      board.Kind
	Files     []File // its own, the latest year last; none when only units below have it
	Contents  []village.Date
	Notices   []village.Period
	Deadlines []board.Deadline
	Waiting   []board.Deadline
	Lacks     []*village.Unit // units below that report nothing
	Expires   village.Date    // first day on which something comes down by itself, 0 for none
}

// A File is a data file of a board.
type File struct {
	Path string
	Year int // 0 for a board without years
}

// A Notice is a free-text notice.
type Notice struct {
	Title  string
	File   string
	Line   int
	Type   string        // notice, announcement or report
	Board  string        // word of the board it is about, "" for none
	Matter string        // item of the profile it is about, "" for none
	Of     deadline.Span // period of that item, if it says one
	Period village.Period
	Dated  village.Date // 成文日期
	Expiry village.Date // last day shown
}

// Kept returns what u says of v, in texts of its own: one cut from a file, or the rest of a
// notice, would keep all of that file for as long as the list may be asked for. Of the registers
// only who asked not to be shown stays.
func (u *Unit) Kept(v *village.Unit) *Unit {
	own := *u
	own.Requests = nil
	for _, w := range v.Withheld {
		own.Requests = append(own.Requests, Request{strings.Clone(w.Name), w.Date, w.Pos})
	}
	own.Boards, own.Notices = slices.Clone(u.Boards), slices.Clone(u.Notices)
	for i := range own.Boards {
		b := &own.Boards[i]
		b.Notices, b.Deadlines, b.Waiting = slices.Clone(b.Notices), kept(b.Deadlines), kept(b.Waiting)
		for k, p := range b.Notices {
			b.Notices[k] = run(p)
		}
	}
	for i := range own.Notices {
		n := &own.Notices[i]
		n.Title, n.Type, n.Board, n.Matter = strings.Clone(n.Title), strings.Clone(n.Type), strings.Clone(n.Board), strings.Clone(n.Matter)
		n.Period = run(n.Period)
	}
	return &own
}

func kept(list []board.Deadline) []board.Deadline {
	list = slices.Clone(list)
	for i := range list {
		list[i].Subject = strings.Clone(list[i].Subject)
	}
	return list
}

// run is all that is asked of a notice: where it stands, and its days.
func run(p village.Period) village.Period {
	return village.Period{At: record.At{Pos: p.Pos}, From: p.From, To: p.To, Dated: p.Dated}
}

// A Status says how a matter stands; the first ones are the more urgent.
type Status string

// The statuses.
const (
	Late      Status = "late"      // its day is past
	Short     Status = "short"     // a notice that is not up long enough
	Waiting   Status = "waiting"   // it waits for staff, though no day is set
	Soon      Status = "soon"      // its day is near
	Awaited   Status = "awaited"   // there is time
	Running   Status = "running"   // a notice that is up
	Expiring  Status = "expiring"  // it comes down by itself
	Missing   Status = "missing"   // a unit below reports nothing
	NoData    Status = "nodata"    // the data never said anything of it
	Unknown   Status = "unknown"   // its day needs holidays that are not known
	Published Status = "published" // done
	Withheld  Status = "withheld"  // somebody asked not to be shown
)

// soon is how many days before its day a matter is called near. It is how the list
// reads, not a rule.
const soon = 7

// A Matter is one line of the list.
type Matter struct {
	Status Status
	State  string       // as people read it: 已超期47天
	Text   string       // what it is about, one sentence
	By     village.Date // its day, 0 for none
	Days   int          // days until By, below 0 past it; since By for what waits; 0 without it
	Item   string       // item of the profile, "" for others
	Period string       // 2024年第一季度, "" for what is not periodic
	Basis  string
	File   string // to edit
	Line   int    // 1-based, 0 for the whole file
}

// Late reports whether the matter is past its day or not as it must be.
func (m Matter) Late() bool { return m.Status == Late || m.Status == Short }

// list collects the matters of one unit.
type list struct {
	u       *village.Unit
	today   village.Date
	in      *Unit
	kinds   []board.Kind
	matters []Matter
}

// List returns what there is to do for u on a day, the earliest day first and what has no
// day last. kinds are all kinds of boards.
func List(u *village.Unit, in *Unit, kinds []board.Kind, today village.Date) []Matter {
	l := &list{u: u, today: today, in: in, kinds: kinds}
	switch {
	case in.Profile == nil:
	case u.Level == "" && len(u.Children) == 0:
		l.add(Matter{Status: NoData, Text: words.T("due.nolevel"), File: u.File})
	default:
		l.items()
	}
	for i := range in.Boards {
		l.board(&in.Boards[i])
	}
	for i := range in.Notices {
		l.notice(&in.Notices[i])
	}
	l.lacks()
	l.withheld()
	l.join()
	slices.SortStableFunc(l.matters, func(a, b Matter) int {
		return cmp.Or(cmp.Compare(last(a.By), last(b.By)), cmp.Compare(a.Text, b.Text))
	})
	return l.matters
}

// last sorts what has no day behind all days.
func last(d village.Date) village.Date {
	if d == 0 {
		return 1<<31 - 1
	}
	return d
}

// Within returns the matters without those that are due more than n days after today;
// what is past, waits or has no day stays.
func Within(list []Matter, n int) []Matter {
	return slices.DeleteFunc(slices.Clone(list), func(m Matter) bool {
		return m.Status != Running && m.Status != Waiting && m.Days > n
	})
}

// add adds a matter with a day, whose state follows from it unless one is given.
func (l *list) add(m Matter) {
	if m.By != 0 {
		m.Days = int(m.By - l.today)
	}
	switch n := strconv.Itoa(m.Days); {
	case m.State != "":
	case m.Status == Waiting:
		m.Days = -m.Days
		m.State = words.T("due.waiting", "n", strconv.Itoa(m.Days))
	case m.Status != "" && m.Status != Awaited:
		m.State = words.T("due." + string(m.Status))
	case m.Days < 0:
		m.Status, m.State = Late, board.LateText(m.By, l.today)
	case m.Days == 0:
		m.Status, m.State = Soon, words.T("due.today")
	case m.Days <= soon:
		m.Status, m.State = Soon, words.T("due.soon", "n", n)
	case m.Item != "":
		m.Status, m.State = Awaited, words.T("due.awaited", "n", n)
	default:
		m.Status, m.State = Awaited, words.T("due.left", "n", n)
	}
	l.matters = append(l.matters, m)
}

// withheld lists who asked not to be shown, so that it is known and stays so.
func (l *list) withheld() {
	for _, w := range l.in.Requests {
		l.add(Matter{Status: Withheld, Text: words.T("due.text.withheld", "name", w.Name, "date", w.Date.String()), File: w.At.File, Line: w.At.Line})
	}
}

// items judges what the profile asks for every quarter or month.
func (l *list) items() {
	for i := range l.in.Profile.Items {
		it := &l.in.Profile.Items[i]
		for _, d := range it.Judge(l.evidence(it), l.today, l.in.Calendar) {
			l.duty(d)
		}
	}
}

func (l *list) duty(d deadline.Duty) {
	m := Matter{Item: d.Item.Name, Period: d.Span.Name(), Basis: d.Item.Basis, By: d.Due}
	b := l.boardOf(d.Item)
	m.File = l.fileFor(d.Item, d.Span.From.Year())
	kv := []string{"item", m.Item, "period", m.Period}
	switch {
	case d.Missing > 0:
		m.Status = Unknown
		m.Text = words.T("due.text.unknown", append(kv, "year", strconv.Itoa(d.Missing))...)
	case d.Status == deadline.Published && l.today <= d.Span.To:
		m.Status = Published
		m.Text = words.T("due.text.running", append(kv, "date", d.Last.String(), "end", d.Span.To.String())...)
	case d.Status == deadline.Published:
		m.Status = Published
		m.Text = words.T("due.text.published", append(kv, "date", d.Last.String())...)
	case d.Status == deadline.NoData && b != nil:
		m.Status, m.Text = NoData, words.T("due.text.undated", kv...)
	case d.Status == deadline.NoData:
		m.Status, m.Text = NoData, words.T("due.text.nodata", kv...)
	default:
		m.Text = words.T("due.text.item", kv...)
	}
	if n := len(d.Item.Boards); n > 1 && m.Status != Published && strings.HasSuffix(m.File, "/") {
		m.Text += words.T("due.text.boards", "boards", strings.Join(d.Item.Boards, words.T("list.sep")))
	}
	if m.Status == NoData { // what was never begun has no day of its own
		m.By = 0
	}
	l.add(m)
}

// evidence gathers what boards and notices say of an item.
func (l *list) evidence(it *deadline.Item) (e deadline.Evidence) {
	for i := range l.in.Boards {
		b := &l.in.Boards[i]
		if !names(it, b.Kind) {
			continue
		}
		e.Dated = append(e.Dated, b.Contents...)
		for _, p := range b.Notices {
			e.Acts = append(e.Acts, p.From)
		}
	}
	for i := range l.in.Notices {
		n := &l.in.Notices[i]
		day := cmp.Or(n.Period.From, n.Dated)
		switch {
		case !n.speaksOf(it, l.kinds):
		case n.Of != deadline.Span{} && day != 0:
			e.Said = append(e.Said, deadline.Said{Day: day, Of: n.Of})
		default:
			e.Acts = append(e.Acts, day)
		}
	}
	return e
}

// names reports whether a board fulfils an item.
func names(it *deadline.Item, k board.Kind) bool {
	return slices.ContainsFunc(it.Boards, func(name string) bool { return k.Called(name) })
}

// speaksOf reports whether a notice is about an item: it names the item, or a board or
// type that fulfils it.
func (n *Notice) speaksOf(it *deadline.Item, kinds []board.Kind) bool {
	i := slices.IndexFunc(kinds, func(k board.Kind) bool { return k.Word == n.Board })
	switch {
	case n.Matter != "":
		return n.Matter == it.Name
	case i >= 0:
		return names(it, kinds[i])
	}
	return slices.Contains(it.Types, deadline.NoticeType(n.Type))
}

// boardOf returns the unit's first board with files of its own that fulfils an item.
func (l *list) boardOf(it *deadline.Item) *Board {
	for i := range l.in.Boards {
		if b := &l.in.Boards[i]; len(b.Files) > 0 && names(it, b.Kind) {
			return b
		}
	}
	return nil
}

// fileFor returns the file that must be edited, or made, to publish an item; a folder
// where there are several ways.
func (l *list) fileFor(it *deadline.Item, year int) string {
	if b := l.boardOf(it); b != nil {
		return b.file(year)
	}
	var fit []board.Kind
	for _, k := range l.kinds {
		if names(it, k) {
			fit = append(fit, k)
		}
	}
	switch {
	case len(fit) == 0:
		return path.Join("content", strings.TrimPrefix(l.u.Folder, "data"), "notices") + "/"
	case len(fit) > 1:
		return l.u.Folder + "/"
	case fit[0].Yearly:
		return path.Join(l.u.Folder, fit[0].File, strconv.Itoa(year)+".yaml")
	}
	return path.Join(l.u.Folder, fit[0].File+".yaml")
}

// file returns the board's file of a year, there or to be made beside the last one.
func (b *Board) file(year int) string {
	at := b.Files[len(b.Files)-1]
	for _, f := range b.Files {
		if f.Year == year {
			return f.Path
		}
	}
	if !b.Kind.Yearly {
		return at.Path
	}
	return path.Join(path.Dir(at.Path), strconv.Itoa(year)+".yaml")
}

// board lists what a board told.
func (l *list) board(b *Board) {
	for _, p := range b.Notices {
		title := words.T("due.text.boardnotice", "board", b.Kind.Title())
		l.period(title, p, p.Pos, l.least(func(it *deadline.Item) bool { return names(it, b.Kind) }))
	}
	for _, d := range b.Deadlines {
		l.add(told(d, ""))
	}
	for _, d := range b.Waiting {
		l.add(told(d, Waiting))
	}
	if b.Expires != 0 && len(b.Files) > 0 {
		l.add(Matter{Status: Expiring, By: b.Expires, Text: words.T("due.text.expires", "title", b.Kind.Title()),
			File: b.Files[len(b.Files)-1].Path})
	}
}

func told(d board.Deadline, s Status) Matter {
	m := Matter{Status: s, By: d.By, Text: d.What, File: d.At.File, Line: d.At.Line}
	if d.Subject != "" {
		m.Text = words.T("due.text.subject", "what", d.What, "subject", d.Subject)
	}
	return m
}

// notice lists a free-text notice.
func (l *list) notice(n *Notice) {
	at := problem.Pos{File: n.File, Line: n.Line}
	if n.Type == "notice" {
		l.period(n.Title, n.Period, at, l.least(func(it *deadline.Item) bool { return it.Name == n.Matter }))
	}
	if n.Expiry >= l.today && n.Expiry != n.Period.To {
		l.add(Matter{Status: Expiring, By: n.Expiry + 1, Text: words.T("due.text.expires", "title", n.Title), File: n.File})
	}
}

// period lists a notice that is up, and one that is not up long enough as long as that
// can matter: until the quarter after it is over.
func (l *list) period(title string, p village.Period, at problem.Pos, least village.Term) {
	if p.From == 0 || p.To < p.From {
		return
	}
	m := Matter{By: p.To, File: at.File, Line: at.Line}
	if p.Running(l.today) {
		up := m
		up.Status, up.State, up.Text = Running, board.RunText(p, l.today), title
		l.add(up)
	}
	quarter, _ := deadline.Quarterly.SpanOf(l.today)
	if before, _ := deadline.Quarterly.SpanOf(quarter.From - 1); least.N == 0 || p.To < before.From {
		return
	}
	with, without, missing := l.in.Calendar.Days(p, least)
	end, _ := l.in.Calendar.After(p.From, least)
	kv := []string{"title", title, "profile", l.in.Profile.Name, "min", least.String(), "with", strconv.Itoa(with),
		"without", strconv.Itoa(without), "to", end.String(), "year", strconv.Itoa(missing)}
	switch {
	case missing > 0:
		m.Status, m.Text = Unknown, words.T("due.text.unknownlength", kv...)
	case without >= least.N:
		return
	case l.today > p.To:
		m.Status, m.Text = Short, words.T("due.text.again", kv...)
	default:
		m.Status, m.Text = Short, words.T("due.text.short", kv...)
	}
	l.add(m)
}

// least returns the longest least length that the profile asks of a notice: its own, or
// that of an item which the notice is about.
func (l *list) least(about func(*deadline.Item) bool) village.Term {
	if l.in.Profile == nil {
		return village.Term{}
	}
	least := l.in.Profile.Up
	for i := range l.in.Profile.Items {
		if it := &l.in.Profile.Items[i]; it.Up.N > least.N && about(it) {
			least = it.Up
		}
	}
	return least
}

// lacks lists the units below that report nothing, each with all boards it lacks.
func (l *list) lacks() {
	boards := map[*village.Unit][]string{}
	var units []*village.Unit
	for _, b := range l.in.Boards {
		for _, u := range b.Lacks {
			if boards[u] == nil {
				units = append(units, u)
			}
			boards[u] = append(boards[u], b.Kind.Title())
		}
	}
	for _, u := range units {
		l.add(Matter{Status: Missing, File: u.Folder + "/",
			Text: words.T("due.text.missing", "unit", u.Name, "boards", strings.Join(boards[u], words.T("list.sep")))})
	}
}

// join makes one line of what waits for the same thing since one day in one file: sixty
// households of one notice are one thing to do.
func (l *list) join() {
	type kind struct {
		file string
		by   village.Date
		what string
	}
	sep, _, _ := strings.Cut(words.T("due.text.subject", "what", "", "subject", "|"), "|")
	first := map[kind]int{}
	count := map[int]int{}
	var out []Matter
	for _, m := range l.matters {
		what, _, has := strings.Cut(m.Text, sep)
		k := kind{m.File, m.By, what}
		i, there := first[k]
		if has = has && m.Status == Waiting; has && !there {
			first[k] = len(out)
		}
		if !has || !there {
			out = append(out, m)
			continue
		}
		count[i]++
	}
	for i, n := range count {
		out[i].Text = words.T("due.text.more", "text", out[i].Text, "n", strconv.Itoa(n+1))
	}
	l.matters = out
}
