package site

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"path"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/due"
	"gongshi/generator/internal/history"
	"gongshi/generator/internal/pinyin"
	"gongshi/generator/internal/plan"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/publish"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/search"
	"gongshi/generator/internal/source"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// A unit is one unit between builds: its place, and what its last evaluation left.
type unit struct {
	place    *source.Place
	v        *village.Unit  // nil while it cannot be placed
	input    []inputFile    // of this build, dropped after use
	pictures []string       // ids of its pictures
	digest   string         // of input
	unread   problem.Report // files that could not be read
	report   problem.Report
	first    problem.Report   // of it, what was said before the unit was computed
	from     int              // how it is placed: byOwn…
	stale    bool             // shown from its last good input
	held     bool             // broken, without a last good input: its pages stay as they stand
	gone     bool             // not to be shown: broken, without a last good input or pages that stand
	down     bool             // nor may what stands of it stay, because it may hold somebody's number
	leak     *problem.Problem // a number in its finished files

	// what the last evaluation left
	argument string         // digest of everything that it and its pages depend on
	asOf     village.Date   // day of it
	until    village.Date   // first day on which it would come out differently, 0 for never
	found    problem.Report // what it reported of the unit's own files
	leavings
	head     buildInfo      // as in its build.json
	headJSON []byte         // head as the site's build.json has it; nil until that is asked for
	result   *result        // until its pages are made
	shown    map[string]use // by board word: where it stands
	was      showing        // before it was evaluated
	internal bool           // it has sheets for the Party only
	past     *history.Blob  // what its pages for the web show
	sought   bool           // seen is new

	foreseen *foreseen                   // what the next evaluation may come to
	memo     *memo                       // nil when it was not evaluated lately
	made     [privacy.Internal + 1]*made // by target: what stands of its pages
	anew     bool                        // evaluated in this build
	fresh    bool                        // evaluated since it was last cached
	keptDue  *cachedDue                  // due, as cached
}

// leavings are what other units and later builds need of an evaluation.
type leavings struct {
	boards   map[string]outline // by board word
	outline  string             // digest of what other units show of it
	since    village.Date       // day of its last change of state, of those below too
	running  int                // notices running, with those of the units below
	due      *due.Unit          // what staff must do; nil when nothing is known
	withheld int                // people who asked not to be shown
	seen     search.Pack        // what can be found on its pages, until the index has it
}

// result is a computed unit.
type result struct {
	boards   []computedBoard
	notices  []*plan.Notice
	texts    []*plan.Text
	since    village.Date
	until    village.Date
	expires  village.Date   // first day to come on which something must be shown no longer
	withheld bool           // nothing can be shown, see hold
	stale    village.Date   // last day of its data, when newer files have errors; 0 for today
	input    string         // digest of the files that it was computed from
	key      string         // digest of the settings and rules
	warnings int            // about them
	said     map[string]int // of what is no error, by code
	cover    *privacy.Cover // of who asked not to be shown
	differs  bool           // a closed year comes out differently than recorded
	version  string
	web      *plan.Unit        // laid out for the web
	album    map[string]string // id of a picture → its file
	due      *due.Unit
	views    views
	left     *leavings // where it was foreseen, and
	jobs     []*job    // rendered already
}

type computedBoard struct {
	kind     board.Kind
	board    board.Board
	since    village.Date // day of its last change of state, below too
	version  string       // of its own data
	internal bool         // it has something for the Party only
	pictures []string     // addresses of those that it asked for
	expires  village.Date // first day to come on which something of it comes down
	closed   map[int]*closedYear
	pending  func(year int) bool // whether something of a year is not decided
}

// outline is what the units above need of one board.
type outline struct {
	sum    []byte // its summary as JSON
	digest string
	since  village.Date
}

// summary is what a board of the unit sums to, nil when it has none.
func (u *unit) summary(k board.Kind) any {
	data := u.boards[k.Word].sum
	if k.Summary == nil || len(data) == 0 || string(data) == "null" {
		return nil
	}
	sum, err := k.Summary(data)
	if err != nil { // we wrote it
		panic(fmt.Errorf("site: summary of %s of %s: %w", k.Word, u.place.Folder, err))
	}
	return sum
}

// inputFile is one file of a unit.
type inputFile struct {
	source.DataFile
	Role byte // roleUnit…
	Data []byte
}

// The roles of a unit's files.
const (
	roleUnit byte = iota
	roleData
	roleNotice
	rolePage
	rolePicture // Data is its id, see pictureStore
)

func (u *unit) name() string {
	if u.v != nil {
		return u.v.Name
	}
	return u.place.Folder
}

// readUnit reads unit.yaml; a broken one gives way to the last good one.
func (s *Site) readUnit(u *unit) {
	u.v, u.input, u.unread = nil, nil, problem.Report{}
	if u.place.Unit != "" {
		u.input = s.loadAll([]source.DataFile{{Path: u.place.Unit}}, roleUnit, &u.report)
	}
	if len(u.input) > 0 {
		u.v = s.unitOf(u.input, &u.report)
	}
	if u.v == nil || u.report.Failed() {
		s.fallBack(u)
	}
}

// readRest reads the unit's other files.
func (s *Site) readRest(u *unit) {
	add := func(files []source.DataFile, role byte) {
		u.input = append(u.input, s.loadAll(files, role, &u.unread)...)
	}
	u.unread = problem.Report{}
	if len(u.input) == 0 && u.place.Unit != "" { // placed as before, see Site.placed
		add([]source.DataFile{{Path: u.place.Unit}}, roleUnit)
	}
	u.input = slices.DeleteFunc(u.input, func(f inputFile) bool { return f.Role != roleUnit })
	add(u.place.Files, roleData)
	add(named(u.place.Notices), roleNotice)
	add(named(u.place.Pages), rolePage)
	s.readPictures(u)
	u.digest = digestOf(u.input)
}

func named(paths []string) []source.DataFile {
	list := make([]source.DataFile, len(paths))
	for i, p := range paths {
		list[i].Path = p
	}
	return list
}

func digestOf(files []inputFile) string {
	h := sha256.New()
	for _, f := range files {
		digest(h, f.Path, string(f.Data))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// unitOf reads unit.yaml out of a unit's files.
func (s *Site) unitOf(files []inputFile, rep *problem.Report) *village.Unit {
	for _, f := range files {
		if f.Role != roleUnit {
			continue
		}
		v := &village.Unit{}
		d := s.open(record.File{Path: f.Path, Data: f.Data}, rep)
		d.Decode(v, rep)
		v.Check(rep)
		quoteLines(rep, map[string]*record.Doc{f.Path: d})
		if v.Name == "" {
			if !rep.Failed() { // an empty file
				rep.Error(problem.Pos{File: f.Path, Line: 1, Col: 1}, "record/missing", "key", words.KeyName("title"))
			}
			return nil
		}
		return v
	}
	return nil
}

// opened is a unit's input, opened: what its boards are read from.
type opened struct {
	files  []inputFile
	docs   map[string][]*record.Doc         // by code word; those without a year
	years  map[string]map[int][]*record.Doc // by code word and year
	closed map[string]map[int]*closedYear   // years that are frozen
	album  *board.Album
	below  []*unit
	memory *remembering
	read   []*keptBoard // the boards of which there is anything
}

// add sorts in one file of data.
func (o *opened) add(f inputFile, d *record.Doc) {
	if f.Year == 0 {
		o.docs[f.Code] = append(o.docs[f.Code], d)
		return
	}
	if o.years[f.Code] == nil {
		o.years[f.Code] = map[int][]*record.Doc{}
	}
	o.years[f.Code][f.Year] = append(o.years[f.Code][f.Year], d)
}

// computeUnit evaluates a unit from files. What is wrong with them goes to rep.
func (s *Site) computeUnit(w *world, u *unit, files []inputFile, below []*unit, memory *remembering, rep *problem.Report) *result {
	docs := map[string]*record.Doc{} // by path
	v := u.v
	r := &result{key: w.key, due: w.dueOf(v, rep), views: memory.next.views}
	from := opened{files, map[string][]*record.Doc{}, map[string]map[int][]*record.Doc{}, closedYears(files, rep), s.albumOf(u, files, r), below, memory, nil}
	texts := slices.DeleteFunc(slices.Clone(files), func(f inputFile) bool {
		return f.Role == rolePicture || f.Role == roleData && isClosed(f.DataFile)
	})
	memory.open(s, texts)
	for _, f := range texts {
		d := memory.next.docs[f.Path].doc
		docs[f.Path] = d
		switch f.Role {
		case roleData:
			from.add(f, d)
		case roleNotice:
			n := plan.ReadNotice(record.File{Path: f.Path, Data: f.Data}, v, from.album, rep)
			h := sha256.New()
			digest(h, append(n.Pictures(), string(f.Data))...)
			n.Version = shortHex(h)
			r.notices = append(r.notices, n)
		case rolePage:
			r.texts = append(r.texts, plan.ReadText(record.File{Path: f.Path, Data: f.Data}, u.contentName(f.Path), rep))
		}
	}
	v.LoadRegisters(from.docs, rep)
	for _, k := range s.kinds {
		if c := s.computeBoard(w, u, k, &from, r, rep); c != nil {
			c.version = from.boardVersion(w.key+v.Profile(), c)
			r.boards = append(r.boards, *c)
		}
	}
	for _, n := range r.notices {
		in := &board.Input{Today: w.today}
		in.Notice(n.Period)
		in.Shown(n.Showing)
		in.Changes(n.Dated)
		r.span(in)
	}
	s.checkNames(u, r, rep)
	s.checkPlaylist(v, rep)
	for _, n := range r.notices {
		s.dueNotice(n, r, rep)
		s.linkNotice(n, r, rep)
	}
	r.cover = coverOf(v, docs, rep)
	memory.said(rep)
	for _, b := range from.read {
		warnBlank(b.kind, b.in, rep)
	}
	checkNamed(v, r, &from, docs, w.today, rep)
	warnUnused(from.album, rep)
	quoteLines(rep, docs)
	return r
}

// computeBoard reads one board; nil when the unit has nothing of it.
func (s *Site) computeBoard(w *world, u *unit, k board.Kind, from *opened, r *result, rep *problem.Report) *computedBoard {
	closed := from.closed[k.File]
	kept := from.memory.board(k, from.boardKey(w, k), func(kept *keptBoard) {
		kept.in = &board.Input{Unit: u.v, Defaults: k.Defaults, Today: w.today, Processes: w.rules.processes, Docs: from.docs[k.File],
			Also: map[string][]*record.Doc{}, Album: from.album, Profile: r.due.Profile, Report: &kept.said}
		kept.read(from)
	})
	in := kept.in
	rep.Merge(&kept.said)
	r.span(in)
	c := &computedBoard{kind: k, closed: closed, pending: in.Pending, since: in.Since(),
		pictures: in.Used(), internal: in.Internal(), expires: in.Expires()}
	for _, child := range from.below {
		c.since = max(c.since, child.boards[k.Word].since)
	}
	if kept.any {
		from.read = append(from.read, kept)
		r.dueBoard(k, in)
	}
	r.since = max(r.since, c.since)
	if kept.board == nil {
		return nil
	}
	c.board = kept.board
	r.differs = c.checkFigures(w.today, rep) || r.differs
	return c
}

// read reads the board from its input, which knows of no years and no units below yet.
func (b *keptBoard) read(from *opened) {
	in, k := b.in, b.kind
	for _, code := range k.Also {
		in.Also[code] = from.docs[code]
	}
	in.Years = slices.DeleteFunc(yearsOf(k, in.Unit, from.years[k.File], from.closed[k.File], in.Report), func(y board.YearDocs) bool {
		if y.Year > in.Today.Year() {
			in.Changes(village.DateOf(y.Year, 1, 1)) // its turn comes
		}
		return y.Year > in.Today.Year()
	})
	b.any = len(in.Docs) > 0 || len(in.Years) > 0
	for _, child := range from.below {
		sum := child.summary(k)
		in.Children = append(in.Children, board.Child{Unit: child.v, Summary: sum})
		b.any = b.any || sum != nil
	}
	if !b.any {
		return
	}
	if read := k.Read(in); read != nil {
		b.board = &shownBoard{Board: read}
	}
}

// boardKey is the digest of what a board is read from, apart from what is the same in all
// placed worlds.
func (o *opened) boardKey(w *world, k board.Kind) string {
	h := sha256.New()
	digest(h, w.today.ISO())
	o.digestBoard(h, k)
	for _, f := range o.files {
		if f.Role == rolePicture {
			digest(h, f.Path, string(f.Data))
		}
	}
	for _, child := range o.below {
		digest(h, strconv.FormatBool(child.gone))
	}
	return string(h.Sum(nil))
}

// warnBlank says of a file that holds nothing how it is filled, unless its board did.
func warnBlank(k board.Kind, in *board.Input, rep *problem.Report) {
	for _, d := range in.Docs {
		said := false
		rep.Each(func(p *problem.Problem) { said = said || p.File == d.Path })
		if d.Blank() && !said {
			rep.Warn(problem.Pos{File: d.Path}, "board/empty", "board", k.Title())
		}
	}
}

// boardVersion is the content version of one board: it moves with its own files, the
// registers, the unit's own file, what units have in common, the figures below and
// changes of state.
func (o *opened) boardVersion(common string, c *computedBoard) string {
	h := sha256.New()
	digest(h, common, c.since.ISO())
	digest(h, c.pictures...)
	o.digestBoard(h, c.kind)
	return shortHex(h)
}

// digestBoard digests the files that a board may read, and its figures below.
func (o *opened) digestBoard(h hash.Hash, k board.Kind) {
	for _, f := range o.files {
		if f.Role == roleUnit || f.Role == roleData && (f.Code == k.File || slices.Contains(k.Also, f.Code) || f.Code == "withheld" || slices.Contains(registers, f.Code)) {
			digest(h, f.Path, string(f.Data))
		}
	}
	for _, child := range o.below {
		digest(h, child.v.Address, child.boards[k.Word].digest)
	}
}

// registers are the files that every board of a unit may use.
var registers = []string{"grids", "members", "households"}

func shortHex(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil))[:7] }

// span widens what the result knows of its last and next change of state.
func (r *result) span(in *board.Input) {
	r.since = max(r.since, in.Since())
	r.until = sooner(r.until, in.Until())
	r.expires = sooner(r.expires, in.Expires())
}

// sooner returns the earlier of two days, of which 0 is never.
func sooner(a, b village.Date) village.Date {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

// checkNames: no two notices have one address, no page has that of a board, and
// every name can be one of a file.
func (s *Site) checkNames(u *unit, r *result, rep *problem.Report) {
	seen := map[string]string{}
	for _, n := range r.notices {
		if o, dup := seen[n.Name]; dup {
			rep.Error(problem.Pos{File: n.Path}, "notice/same-address", "other", path.Base(o))
		}
		seen[n.Name] = n.Path
		if publish.CheckPath(n.Name) != nil {
			rep.Error(problem.Pos{File: n.Path}, "notice/bad-name", "name", path.Base(n.Path))
		}
	}
	for _, f := range u.place.Files { // tables, whose names are their addresses
		if f.Name != "" && publish.CheckPath(pinyin.Slug(f.Name)) != nil {
			rep.Error(problem.Pos{File: f.Path}, "notice/bad-name", "name", path.Base(f.Path))
		}
	}
	r.texts = s.distinct(r.texts, u.v.Children, u.v.Address, rep)
}

// distinct returns the pages of content/ that have an address of their own, and
// reports those that would stand where another page, a board or a unit does.
func (s *Site) distinct(texts []*plan.Text, units []*village.Unit, base string, rep *problem.Report) (list []*plan.Text) {
	taken := map[string]string{"": "index.html"}
	for _, t := range texts {
		first, _, _ := strings.Cut(t.Dir(), "/")
		other := taken[t.Dir()]
		for _, u := range units {
			if home := strings.TrimPrefix(strings.TrimPrefix(u.Address, base), "/"); t.Dir() == home || within(t.Dir(), home) {
				other = u.Name
			}
		}
		written := first == "help" || first == "privacy" && base == "" // words kept free for pages
		switch word := s.reserved(first); {
		case word != "" && !written:
			rep.Error(problem.Pos{File: t.File}, "unit/reserved-address", "word", word)
		case other != "":
			rep.Error(problem.Pos{File: t.File}, "notice/same-address", "other", other)
		case publish.CheckPath(t.Dir()) != nil:
			rep.Error(problem.Pos{File: t.File}, "notice/bad-name", "name", path.Base(t.File))
		default:
			taken[t.Dir()] = path.Base(t.File)
			list = append(list, t)
		}
	}
	return list
}

// kind returns the board of that word, or of the Chinese name that people use for it or
// its file.
func (s *Site) kind(name string) *board.Kind {
	if i := slices.IndexFunc(s.kinds, func(k board.Kind) bool { return k.Called(name) }); i >= 0 {
		return &s.kinds[i]
	}
	return nil
}

// kindNames lists the boards for a message.
func (s *Site) kindNames() string {
	var known []string
	for _, k := range s.kinds {
		known = append(known, k.Title())
	}
	return strings.Join(known, words.T("list.sep"))
}

// checkPlaylist: 轮播 names boards.
func (s *Site) checkPlaylist(v *village.Unit, rep *problem.Report) {
	if v.Screen == nil {
		return
	}
	for _, name := range v.Screen.Playlist {
		if s.kind(name) == nil {
			rep.Error(v.Screen.Of("playlist"), "unit/unknown-scene", "name", name, "known", s.kindNames())
		}
	}
}

// linkNotice turns the board that a notice is about (星级户/2024) into its address
// below the unit; there is no link to one that the unit does not have.
func (s *Site) linkNotice(n *plan.Notice, r *result, rep *problem.Report) {
	if n.Board == "" {
		return
	}
	name, year, _ := strings.Cut(n.Board, "/")
	year = strings.TrimSuffix(year, words.T("date.yearmark"))
	if k := s.kind(name); k != nil {
		for _, c := range r.boards {
			if c.kind.Word == k.Word && (year == "" || c.has(year)) {
				n.Board = path.Join(k.Word, year)
				return
			}
		}
	}
	rep.Warn(n.Of("board"), "notice/no-board", "board", n.Board)
	n.Board = ""
}

// has reports whether the board has a page at path.
func (c *computedBoard) has(path string) bool {
	return slices.ContainsFunc(c.board.Show(privacy.Public).Pages, func(p board.Page) bool { return p.Path == path })
}

// quoteLines adds the line as typed to what is reported of docs.
func quoteLines(rep *problem.Report, docs map[string]*record.Doc) {
	rep.Each(func(p *problem.Problem) {
		if d := docs[p.File]; d != nil && p.Line > 0 && p.Typed == "" {
			p.Typed = strings.Clone(d.Line(p.Line)) // not the whole file with it
		}
	})
}
