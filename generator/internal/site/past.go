package site

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"gongshi/generator/internal/change"
	"gongshi/generator/internal/history"
	"gongshi/generator/internal/plan"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/render"
	"gongshi/generator/internal/village"
)

// defaultKeep is for how many days what was public is remembered, unless site.yaml says
// otherwise: a year can be compared with the same day of the last one, and with the day
// on which that was closed.
const defaultKeep = 400

// maxKeep is the most days that site.yaml may ask for.
const maxKeep = 3660

// past is what the unit's pages for the web show, as the history keeps it.
func past(u *plan.Unit) *change.Unit {
	p := &change.Unit{Name: u.Name, Address: u.Address, Version: u.Version}
	for _, b := range u.Boards {
		x := change.Board{Word: b.Word, Version: b.Version, Figure: b.Tile.Figure}
		for _, page := range b.Pages {
			x.Pages = append(x.Pages, change.Page{Path: page.Path, Title: page.Title, Summary: u.Cover.Text(page.Summary), People: page.Noindex,
				Table: u.Cover.Table(page.Table)})
		}
		x.Pages = change.Years(x.Pages)
		p.Boards = append(p.Boards, x)
	}
	for _, n := range u.Notices {
		p.Notices = append(p.Notices, change.Notice{Path: n.Name, Title: u.Cover.Text(n.Title), Version: n.Version})
	}
	return p
}

// remember notes in the history what is public now. It comes after the publication was
// committed: if it is missed, the next build makes up for it.
func (s *Site) remember(w *world) error {
	var blobs []*history.Blob
	for _, u := range w.units {
		if u.v == nil || u.gone {
			continue
		}
		if u.past == nil { // its pages stay as they stand
			u.past = s.past.Kept(u.v.Address)
		}
		if u.past != nil {
			blobs = append(blobs, u.past)
		}
	}
	return s.past.Note(w.today, blobs, w.noted, w.settings.keep())
}

// keep is for how many days what was public is remembered.
func (c *settings) keep() int {
	if c.Has("historydays") {
		return c.History
	}
	return defaultKeep
}

// What can be wrong with asking for changes; test with errors.Is.
var (
	// ErrSince: neither a day, nor a version, nor a copy of the output folder.
	ErrSince = errors.New("no such publication")
)

// A TooEarlyError says that the history does not go back so far.
type TooEarlyError struct{ First string } // ISO date of the first publication that it remembers

// Error implements error.
func (e *TooEarlyError) Error() string { return "remembered since " + e.First + " only" }

// Publications lists what the history remembers, the earliest first.
func (s *Site) Publications() []*history.Record { return s.past.List() }

// Changes compares what is public now with an earlier publication: the last one up to a
// day (2024-05-01), the last one whose digest or one of whose versions begins so, or a
// copy of the output folder. unit is an address, a folder or a name; its units below
// are compared too. "" means all.
func (s *Site) Changes(ctx context.Context, since, unit string) (*change.List, error) {
	from, err := s.publication(since)
	if err != nil {
		return nil, err
	}
	to, err := s.standingNow()
	if err != nil {
		return nil, err
	}
	l := change.Compare(from, to, s.changeKinds(), s.untimed(ctx, from.Day))
	if unit == "" {
		return l, nil
	}
	names, err := s.namesIn(to, from)
	if err != nil {
		return nil, err
	}
	found, err := called(unit, names, func(n UnitName) UnitName { return n })
	if err != nil {
		return nil, err
	}
	l.Units = slices.DeleteFunc(l.Units, func(u change.UnitChange) bool {
		return !slices.ContainsFunc(found, func(n UnitName) bool {
			return n.Address == "" || u.Address == n.Address || within(u.Address, n.Address)
		})
	})
	return l, nil
}

// namesIn is what the units of publications, and those of today's data, are called.
func (s *Site) namesIn(in ...*change.Publication) ([]UnitName, error) {
	w, err := s.read(nil)
	if err != nil {
		return nil, err
	}
	var names []UnitName
	for _, u := range w.units {
		if u.v != nil {
			names = append(names, u.called())
		}
	}
	for _, p := range in {
		for _, u := range p.Units {
			names = append(names, UnitName{Name: u.Name, Address: u.Address})
		}
	}
	return names, nil
}

func (s *Site) changeKinds() []change.Kind {
	var list []change.Kind
	for _, k := range s.kinds {
		list = append(list, change.Kind{Word: k.Word, Title: k.Title(), Keys: k.Keys, People: k.People})
	}
	return list
}

func (s *Site) boardWords() []string {
	var list []string
	for _, k := range s.kinds {
		list = append(list, k.Word)
	}
	return list
}

// standingNow is what is public now: as last remembered, else as the output folder
// stands.
func (s *Site) standingNow() (*change.Publication, error) {
	if list := s.past.List(); len(list) > 0 {
		if p, err := s.past.Load(list[len(list)-1]); err == nil {
			return p, nil
		}
	}
	return history.Folder(s.Out, s.boardWords())
}

// publication finds an earlier publication.
func (s *Site) publication(since string) (*change.Publication, error) {
	if st, err := os.Stat(since); err == nil {
		if !st.IsDir() {
			since = filepath.Dir(since)
		}
		return history.Folder(since, s.boardWords())
	} else if strings.ContainsAny(since, `/\`) && errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("site: %w: %q", ErrSince, since)
	}
	list := s.past.List()
	day, isDay := village.ParseISO(since)
	var found *history.Record
	for _, r := range list {
		at, _ := village.ParseISO(r.Day)
		switch {
		case isDay && at <= day && (found == nil || found.Day <= r.Day), !isDay && len(since) >= 4 && r.Is(since):
			found = r
		}
	}
	if found != nil {
		return s.past.Load(found)
	}
	if isDay && len(list) > 0 {
		first := list[0].Day
		for _, r := range list {
			first = min(first, r.Day)
		}
		return nil, &TooEarlyError{first}
	}
	return nil, fmt.Errorf("site: %w: %q", ErrSince, since)
}

// untimed tells what pages would show, had no time passed since a day: today's data laid
// out for that day. It is computed when it is first asked for, and only then.
func (s *Site) untimed(ctx context.Context, day village.Date) change.Then {
	var tables map[string][][]string
	var texts map[string][]record.Piece
	load := func() {
		if tables == nil {
			tables, texts = map[string][][]string{}, map[string][]record.Piece{}
			_ = s.laidOutOn(ctx, day, tables, texts) // what is gone is then said to be taken out
		}
	}
	return change.Then{
		Table: func(address, word, at string) [][]string {
			load()
			return tables[path.Join(address, word, at)]
		},
		Holds: func(address, word, text string) bool {
			load()
			return slices.ContainsFunc(texts[path.Join(address, word)], func(p record.Piece) bool { return strings.Contains(p.Text, text) })
		},
	}
}

// laidOutOn computes all units for a day, with today's data: the tables of their pages,
// and all that the files of their boards hold.
func (s *Site) laidOutOn(ctx context.Context, day village.Date, tables map[string][][]string, texts map[string][]record.Piece) error {
	c := s.Config
	c.AsOf, c.Progress = day.ISO(), nil
	then, err := Open(c)
	if err != nil {
		return err
	}
	defer then.Close()
	w, err := then.read(nil)
	if err != nil {
		return err
	}
	for _, u := range w.units {
		then.held(u, texts)
	}
	if err := then.compute(ctx, w, func(*unit) error { return nil }); err != nil {
		return err
	}
	for _, u := range w.units {
		if u.result == nil || u.result.web == nil {
			continue
		}
		p := past(u.result.web)
		for _, b := range p.Boards {
			for _, page := range b.Pages {
				tables[path.Join(p.Address, b.Word, page.Path)] = page.Table
			}
		}
	}
	return nil
}

// held adds what the files of a unit's boards hold.
func (s *Site) held(u *unit, texts map[string][]record.Piece) {
	var quiet problem.Report
	for _, f := range s.loadAll(u.place.Files, roleData, &quiet) {
		for _, k := range s.kinds {
			if f.Code == k.File && u.v != nil {
				at := path.Join(u.v.Address, k.Word)
				texts[at] = append(texts[at], record.Open(record.File{Path: f.Path, Data: f.Data}).Pieces()...)
			}
		}
	}
}

// Print renders a page of the theme that is no page of the site, one file in itself: a
// list of changes.
func (s *Site) Print(layouts string, view any) ([]byte, error) {
	if err := s.loadTheme(); err != nil {
		return nil, err
	}
	files, err := s.engine.Render([]render.Page{{Path: layouts + "/index.html", Board: layouts, Format: "sheet", Frame: &plan.Frame{}, View: view}})
	if err != nil {
		return nil, err
	}
	return files[0].Data, nil
}

// note keeps what goes out for the web, for the history.
func (u *unit) note(s *history.Store, web *plan.Unit) error {
	var err error
	u.past, err = s.Encode(past(web))
	return err
}
