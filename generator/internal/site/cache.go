package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/due"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/search"
	"gongshi/generator/internal/village"
)

// The cache lies in the work folder and holds what the last build left, so that the next
// one need neither read nor compute what did not change. It may be deleted at any time.
//
//	cache/site       the site's files as they were listed, how the output folders stood
//	                 afterwards, and the report
//	cache/<id>       one unit: what it depended on, what other units need of it, and what
//	                 its pages were made of
//
// Nothing in it is believed by its word alone: a file counts as unchanged by size and
// times, a unit by the digest of all that it depends on, and its pages by the digests of
// the sections that the output folders vouch for. Units are written after their
// publication was committed and the site after its units, each whole or not at all, so
// whenever the program is killed what is missing or old is computed again.
type cache struct{ dir string }

// cacheFormat is raised whenever a cached type changes its meaning.
const cacheFormat = 1

// A cachedUnit is what a unit leaves from build to build.
type cachedUnit struct {
	Format   int
	Folder   string
	Digest   string // of its files
	Argument string
	AsOf     village.Date
	Until    village.Date
	Found    []problem.Problem
	Boards   map[string]cachedOutline
	Outline  string
	Since    village.Date
	Running  int
	Head     buildInfo
	Due      *cachedDue
	Shown    map[string]cachedUse
	Withheld int
	Internal bool
	Pictures []string
	Seen     search.Pack
	Past     string // digest of what its pages show, as the history has it
	Made     [privacy.Internal + 1]*made
}

type cachedOutline struct {
	Sum    []byte
	Digest string
	Since  village.Date
}

type cachedUse struct {
	Targets [privacy.Internal + 1]bool
	Expires village.Date
}

// cachedDue is a due.Unit without what is the site's: its kinds of boards, profile and
// calendar.
type cachedDue struct {
	Boards   []cachedDueBoard
	Notices  []due.Notice
	Requests []due.Request
}

type cachedDueBoard struct {
	Word      string
	Files     []due.File
	Contents  []village.Date
	Notices   []village.Period
	Deadlines []board.Deadline
	Waiting   []board.Deadline
	Lacks     []string // folders
	Expires   village.Date
}

func (c cache) path(key string) string {
	sum := sha256.Sum256([]byte(key))
	return filepath.Join(c.dir, hex.EncodeToString(sum[:12]))
}

// siteFile is the file of the site itself.
func (c cache) siteFile() string { return filepath.Join(c.dir, "site") }

// read decodes a file of the cache behind the sum that it begins with; false when it is
// missing, damaged or of another kind.
func (c cache) read(name string, v any) bool {
	b, err := os.ReadFile(name)
	if err != nil || len(b) < sha256.Size {
		return false
	}
	sum := sha256.Sum256(b[sha256.Size:])
	return bytes.Equal(sum[:], b[:sha256.Size]) && gob.NewDecoder(bytes.NewReader(b[sha256.Size:])).Decode(v) == nil
}

// write is read's counterpart. A file that cannot be written is left out: the next build
// takes longer.
func (c cache) write(name string, v any) bool {
	b := bytes.NewBuffer(make([]byte, sha256.Size))
	if gob.NewEncoder(b).Encode(v) != nil || os.MkdirAll(c.dir, 0o700) != nil {
		return false
	}
	sum := sha256.Sum256(b.Bytes()[sha256.Size:])
	copy(b.Bytes(), sum[:])
	return replaceFile(name, b.Bytes()) == nil
}

// keepOnly forgets the units that are no more.
func (c cache) keepOnly(units map[string]*unit) {
	stays := map[string]bool{filepath.Base(c.siteFile()): true}
	for folder := range units {
		stays[filepath.Base(c.path(folder))] = true
	}
	list, _ := os.ReadDir(c.dir) // without the folder there is nothing to forget
	for _, f := range list {
		if !stays[f.Name()] {
			_ = os.Remove(filepath.Join(c.dir, f.Name())) // one that stays is in nobody's way
		}
	}
}

// restored returns the unit in a folder as the last build left it, an empty one when that
// is not known.
func (s *Site) restored(folder string) *unit {
	u := &unit{}
	var c cachedUnit
	if !s.warm || !s.cache.read(s.cache.path(folder), &c) || c.Format != cacheFormat || c.Folder != folder {
		return u
	}
	for t, tree := range s.trees() {
		m := c.Made[t]
		if m != nil && m.Digest != "" && (tree.Vouched(m.Section) != m.Digest || s.suspect[place{outOf(t), m.Section}]) {
			return u // other pages stand there
		}
	}
	if past := s.past.Kept(c.Head.Address); past == nil || past.Digest != c.Past {
		return u // the history was lost, or never told
	}
	u.digest, u.argument, u.asOf, u.until, u.outline, u.since = c.Digest, c.Argument, c.AsOf, c.Until, c.Outline, c.Since
	u.running, u.head, u.withheld, u.internal, u.pictures = c.Running, c.Head, c.Withheld, c.Internal, c.Pictures
	u.made, u.seen, u.sought, u.keptDue = c.Made, c.Seen, true, c.Due
	for _, p := range c.Found {
		u.found.Add(p)
	}
	u.boards, u.shown = map[string]outline{}, map[string]use{}
	for word, o := range c.Boards {
		u.boards[word] = outline{o.Sum, o.Digest, o.Since}
	}
	for word, x := range c.Shown {
		u.shown[word] = use{x.Targets, x.Expires}
	}
	return u
}

// cached is the unit as restored gives it back.
func (s *Site) cached(u *unit) *cachedUnit {
	c := &cachedUnit{Format: cacheFormat, Folder: u.place.Folder, Digest: u.digest, Argument: u.argument, AsOf: u.asOf, Until: u.until,
		Boards: map[string]cachedOutline{}, Outline: u.outline, Since: u.since, Running: u.running, Head: u.head, Due: keepDue(u.due),
		Shown: map[string]cachedUse{}, Withheld: u.withheld, Internal: u.internal, Pictures: u.pictures, Made: u.made}
	if u.past != nil {
		c.Past = u.past.Digest
	}
	u.found.Each(func(p *problem.Problem) { c.Found = append(c.Found, *p) })
	for word, o := range u.boards {
		c.Boards[word] = cachedOutline{o.sum, o.digest, o.since}
	}
	for word, x := range u.shown {
		c.Shown[word] = cachedUse{x.targets, x.expires}
	}
	if at, ok := s.search.of[u.place.Folder]; ok {
		c.Seen = s.search.index.Pack(at)
	}
	return c
}

func keepDue(d *due.Unit) *cachedDue {
	if d == nil {
		return nil
	}
	kept := &cachedDue{Notices: d.Notices, Requests: d.Requests}
	for _, b := range d.Boards {
		c := cachedDueBoard{b.Kind.Word, b.Files, b.Contents, b.Notices, b.Deadlines, b.Waiting, nil, b.Expires}
		for _, v := range b.Lacks {
			c.Lacks = append(c.Lacks, v.Folder)
		}
		kept.Boards = append(kept.Boards, c)
	}
	return kept
}

// restoreDue gives the unit back what staff must do, as cached.
func (s *Site) restoreDue(w *world, u *unit) {
	if u.due != nil || u.keptDue == nil {
		return
	}
	u.due = w.dueOf(u.v, &problem.Report{})
	u.due.Notices, u.due.Requests = u.keptDue.Notices, u.keptDue.Requests
	for _, c := range u.keptDue.Boards {
		b := due.Board{Files: c.Files, Contents: c.Contents, Notices: c.Notices, Deadlines: c.Deadlines, Waiting: c.Waiting, Expires: c.Expires}
		if i := slices.IndexFunc(s.kinds, func(k board.Kind) bool { return k.Word == c.Word }); i >= 0 {
			b.Kind = s.kinds[i]
		}
		for _, folder := range c.Lacks {
			if o := s.units[folder]; o != nil && o.v != nil {
				b.Lacks = append(b.Lacks, o.v)
			}
		}
		u.due.Boards = append(u.due.Boards, b)
	}
	u.keptDue = nil
}
