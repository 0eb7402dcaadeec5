// Package history remembers what was public, so that two publications can be compared.
// It lies in the work folder beside the output, on the staff's own machine, and is never
// published. It holds what was public and nothing more, for a limited time; it may be
// deleted whenever no build runs, and what was public before is then forgotten.
//
//	history/
//	  00000017-2024-05-06.json   one publication: its day and, for each unit, a digest
//	  <digest>.gz                what was public of one unit, by the digest of its text
//
// A publication is written after it was committed: first the units that changed, then
// its own file, each whole or not at all. Whatever kills the program leaves a readable
// history that lacks the last publication at worst; the next build notes it.
package history

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"gongshi/generator/internal/change"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/village"
)

// Today is how many publications of one day are kept while it lasts; of days gone by
// the last one is.
const Today = 20

// A Store is the history of one output folder. Writing is for the one build that has the
// folder open; reading may go on meanwhile.
type Store struct {
	dir     string
	last    *Record   // as last written or read; nil when not known
	writers sync.Pool // *gzip.Writer, which is dear to make
}

// At returns the history in dir, which need not exist.
func At(dir string) *Store { return &Store{dir: dir} }

// A Record is one publication.
type Record struct {
	Format int    `json:"format"`
	Day    string `json:"day"`   // for which it was made, an ISO date
	Build  string `json:"build"` // digest of Units, seven characters
	Units  []Unit `json:"units"` // by address

	seq int // number of its file; later ones are greater
}

const format = 1

// A Unit is what was public of one unit.
type Unit struct {
	Address  string   `json:"address"`
	Digest   string   `json:"digest"`
	Versions []string `json:"versions"` // of the unit and its boards, as its pages bear them
}

// A Blob is what was public of one unit, ready to be kept.
type Blob struct {
	Unit
	packed []byte // JSON, compressed; nil once it is kept
}

// Encode makes a Blob of a unit. Several may be made at the same time.
func (s *Store) Encode(u *change.Unit) (*Blob, error) {
	data, err := json.Marshal(u)
	if err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	packed, err := s.pack(data)
	if err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	sum := sha256.Sum256(data)
	b := &Blob{Unit{u.Address, hex.EncodeToString(sum[:16]), []string{u.Version}}, packed}
	for _, x := range u.Boards {
		if x.Version != "" && !slices.Contains(b.Versions, x.Version) {
			b.Versions = append(b.Versions, x.Version)
		}
	}
	return b, nil
}

// pack compresses the text of a Blob.
func (s *Store) pack(data []byte) ([]byte, error) {
	z := &bytes.Buffer{}
	w, _ := s.writers.Get().(*gzip.Writer)
	if w == nil {
		w = gzip.NewWriter(z)
	}
	defer s.writers.Put(w)
	w.Reset(z)
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	err := w.Close()
	return bytes.Clone(z.Bytes()), err // with no room to spare
}

// Standing is the digest of the last publication, "" when there is none.
func (s *Store) Standing() string {
	if s.readLast(); s.last == nil {
		return ""
	}
	return s.last.Build
}

// Kept returns the Blob of a unit of the last publication, nil when there is none.
func (s *Store) Kept(address string) *Blob {
	s.readLast()
	if s.last == nil {
		return nil
	}
	for _, u := range s.last.Units {
		if u.Address == address {
			return &Blob{Unit: u}
		}
	}
	return nil
}

// Is reports whether the digest of the publication, or a version that its pages bore,
// begins so.
func (r *Record) Is(version string) bool {
	return strings.HasPrefix(r.Build, version) || slices.ContainsFunc(r.Units, func(u Unit) bool {
		return slices.ContainsFunc(u.Versions, func(v string) bool { return strings.HasPrefix(v, version) })
	})
}

// Note writes down a publication of a day, unless nothing differs from the last one, and
// forgets what was replaced more than keep days ago.
func (s *Store) Note(day village.Date, units []*Blob, today village.Date, keep int) error {
	r := &Record{Format: format, Day: day.ISO(), Units: []Unit{}}
	for _, b := range units {
		r.Units = append(r.Units, b.Unit)
	}
	slices.SortFunc(r.Units, func(a, b Unit) int { return cmp.Compare(a.Address, b.Address) })
	r.Build = build(r.Units)
	if s.readLast(); s.last != nil && s.last.Build == r.Build {
		return s.prune(today, keep)
	}
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return fmt.Errorf("history: %w", err)
	}
	for _, b := range units {
		if err := s.keep(b); err != nil {
			return err
		}
	}
	r.seq = 1
	if list := s.names(); len(list) > 0 {
		r.seq = list[len(list)-1].seq + 1
	}
	data, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("history: %w", err)
	}
	if err := s.write(r.name(), data); err != nil {
		return err
	}
	s.last = r
	return s.prune(today, keep)
}

func build(units []Unit) string {
	h := sha256.New()
	for _, u := range units {
		fmt.Fprintf(h, "%d:%s %s\n", len(u.Address), u.Address, u.Digest)
	}
	return hex.EncodeToString(h.Sum(nil))[:7]
}

// keep writes what was public of a unit, unless that is there already.
func (s *Store) keep(b *Blob) error {
	if b.packed == nil {
		return nil
	}
	if _, err := s.unpack(b.Digest); err != nil { // it is not there, or damaged
		if err := s.write(b.Digest+".gz", b.packed); err != nil {
			return err
		}
	}
	b.packed = nil
	return nil
}

// write writes a file whole or not at all.
func (s *Store) write(name string, data []byte) error {
	name = filepath.Join(s.dir, name)
	if err := os.WriteFile(name+".new", data, 0o600); err != nil {
		return fmt.Errorf("history: %w", err)
	}
	if err := os.Rename(name+".new", name); err != nil {
		return fmt.Errorf("history: %w", err)
	}
	return nil
}

// readLast reads the last publication that can be read.
func (s *Store) readLast() {
	if s.last != nil {
		return
	}
	for _, n := range slices.Backward(s.names()) {
		if s.last = s.read(n); s.last != nil {
			return
		}
	}
}

// A name is the name of a publication's file.
type name struct {
	file string
	seq  int
	day  village.Date
}

func (r *Record) name() string { return fmt.Sprintf("%08d-%s.json", r.seq, r.Day) }

// names lists the publications, the earliest written first.
func (s *Store) names() (list []name) {
	files, err := os.ReadDir(s.dir)
	if err != nil {
		return nil
	}
	for _, f := range files {
		head, day, _ := strings.Cut(strings.TrimSuffix(f.Name(), ".json"), "-")
		seq, err := strconv.Atoi(head)
		d, isDay := village.ParseISO(day)
		if err == nil && isDay && filepath.Ext(f.Name()) == ".json" {
			list = append(list, name{f.Name(), seq, d})
		}
	}
	slices.SortFunc(list, func(a, b name) int { return a.seq - b.seq })
	return list
}

// read reads a publication's file, nil when it is damaged.
func (s *Store) read(n name) *Record {
	b, err := os.ReadFile(filepath.Join(s.dir, n.file))
	r := &Record{seq: n.seq}
	if err != nil || json.Unmarshal(b, r) != nil || r.Format != format || r.Build != build(r.Units) {
		return nil
	}
	return r
}

// List returns the publications, the earliest written first. One that cannot be read is
// left out.
func (s *Store) List() (list []*Record) {
	for _, n := range s.names() {
		if r := s.read(n); r != nil {
			list = append(list, r)
		}
	}
	return list
}

// ErrDamaged: what was public of a unit cannot be read any more.
var ErrDamaged = errors.New("damaged")

// Load reads a publication.
func (s *Store) Load(r *Record) (*change.Publication, error) {
	day, _ := village.ParseISO(r.Day)
	p := &change.Publication{Day: day, Build: r.Build}
	for _, u := range r.Units {
		x, err := s.load(u.Digest)
		if err != nil {
			return nil, fmt.Errorf("history: %s: %w", u.Address, err)
		}
		p.Units = append(p.Units, *x)
	}
	return p, nil
}

// load reads what was public of a unit. It is read behind the gate: a number that was
// public before the gate knew its shape is not shown again.
func (s *Store) load(digest string) (*change.Unit, error) {
	data, err := s.unpack(digest)
	if err != nil {
		return nil, err
	}
	if _, found := privacy.Leak(digest+".json", data); found {
		return nil, ErrDamaged
	}
	u := &change.Unit{}
	if err := json.Unmarshal(data, u); err != nil {
		return nil, errors.Join(ErrDamaged, err)
	}
	return u, nil
}

// unpack reads the text that is kept under a digest.
func (s *Store) unpack(digest string) ([]byte, error) {
	f, err := os.Open(filepath.Join(s.dir, digest+".gz"))
	if err != nil {
		return nil, errors.Join(ErrDamaged, err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, errors.Join(ErrDamaged, err)
	}
	data, err := io.ReadAll(z)
	sum := sha256.Sum256(data)
	if err != nil || hex.EncodeToString(sum[:16]) != digest {
		return nil, ErrDamaged
	}
	return data, nil
}

// prune forgets publications that were replaced more than keep days before today, all
// but the last one of each day gone by, and all but the last few of today.
func (s *Store) prune(today village.Date, keep int) error {
	list := s.names()
	ofToday, rolled := 0, false
	for i := len(list) - 2; i >= 0; i-- { // the last one stands today
		n, next := list[i], list[i+1]
		if next.day == today {
			ofToday++
		}
		again := next.day == n.day && (n.day != today || ofToday >= Today)
		if !again && next.day >= today-village.Date(keep) {
			continue
		}
		rolled = rolled || n.day != today
		if err := s.remove(n.file); err != nil {
			return err
		}
	}
	if !rolled { // what today's leave over goes tomorrow
		return nil
	}
	return s.sweep()
}

func (s *Store) remove(file string) error {
	if err := os.Remove(filepath.Join(s.dir, file)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("history: %w", err)
	}
	return nil
}

// sweep removes the units that no publication has any more, and halves of files.
func (s *Store) sweep() error {
	stays := map[string]bool{}
	for _, r := range s.List() {
		for _, u := range r.Units {
			stays[u.Digest] = true
		}
	}
	files, err := os.ReadDir(s.dir)
	if err != nil {
		return fmt.Errorf("history: %w", err)
	}
	for _, f := range files {
		digest, isUnit := strings.CutSuffix(f.Name(), ".gz")
		if strings.HasSuffix(f.Name(), ".new") || isUnit && !stays[digest] {
			if err := s.remove(f.Name()); err != nil {
				return err
			}
		}
	}
	return nil
}
