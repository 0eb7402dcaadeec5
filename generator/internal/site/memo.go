package site

import (
	"bytes"
	"maps"
	"slices"
	"sync"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/plan"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
)

// A memo is what the evaluation of a unit leaves in memory for its next one, so that the edit
// of one file reads that file and reckons its boards, and takes the others as they are. It holds
// only as long as units, settings and rules are those of the last build (world.placed). It
// takes megabytes: only the units that were edited last, and those above them, have one.
type memo struct {
	docs   map[string]*keptDoc   // by path
	boards map[string]*keptBoard // by board word
	views  views
}

// views are those of a unit by target: each is laid out on its own.
type views [privacy.Internal + 1]*plan.Views

func newViews() (v views) {
	for t := range v {
		v[t] = plan.NewViews()
	}
	return v
}

// turn is described at plan.Views.
func (v views) turn(c *privacy.Cover) {
	for _, of := range v {
		of.Turn(c)
	}
}

// keptDoc is an opened file.
type keptDoc struct {
	data []byte
	doc  *record.Doc
	said problem.Report // by the gate
}

// keptBoard is a board as it was read.
type keptBoard struct {
	kind  board.Kind
	key   string // digest of what it was read from, the rules apart
	in    *board.Input
	any   bool        // there is something to read
	board *shownBoard // nil when there is nothing to show
	said  problem.Report
}

func newMemo() *memo {
	return &memo{docs: map[string]*keptDoc{}, boards: map[string]*keptBoard{}, views: newViews()}
}

// A remembering is the evaluation of a unit with what the last one left. What is asked for goes
// to the next memo, so that the rest is forgotten.
type remembering struct {
	last  *memo // nil for none
	next  *memo
	hurry bool           // somebody waits for this unit: what can be done at the same time is
	gates sync.WaitGroup // where files are looked through
}

func (m *memo) again(hurry bool) *remembering {
	r := &remembering{last: m, next: newMemo(), hurry: hurry}
	if m != nil {
		r.next.views = m.views
	}
	return r
}

// open opens files behind the gate, as Site.open, except those that are the same as they were.
// What the gate says, said knows.
func (r *remembering) open(s *Site, files []inputFile) {
	var fresh []*keptDoc
	for _, f := range files {
		if r.last != nil {
			if kept := r.last.docs[f.Path]; kept != nil && bytes.Equal(kept.data, f.Data) {
				r.next.docs[f.Path] = kept
				continue
			}
		}
		kept := &keptDoc{data: f.Data, doc: record.Open(record.File{Path: f.Path, Data: f.Data})}
		kept.doc.List = f.List
		r.next.docs[f.Path] = kept
		fresh = append(fresh, kept)
	}
	look := func(k *keptDoc) { s.gate(k.doc, record.File{Path: k.doc.Path, Data: k.data}, &k.said) }
	if !r.hurry {
		for _, k := range fresh {
			look(k)
		}
		return
	}
	var loading sync.WaitGroup
	for _, k := range fresh {
		loading.Go(k.doc.Load)
	}
	loading.Wait()
	for _, k := range fresh {
		r.gates.Go(func() { look(k) })
	}
}

// said reports what the gate says of all files.
func (r *remembering) said(rep *problem.Report) {
	r.gates.Wait()
	for _, name := range slices.Sorted(maps.Keys(r.next.docs)) {
		rep.Merge(&r.next.docs[name].said)
	}
}

// board reads a board, unless it was read from the same as key says.
func (r *remembering) board(k board.Kind, key string, read func(*keptBoard)) *keptBoard {
	if r.last != nil {
		if kept := r.last.boards[k.Word]; kept != nil && kept.key == key {
			r.next.boards[k.Word] = kept
			return kept
		}
	}
	kept := &keptBoard{kind: k, key: key}
	read(kept)
	if len(kept.in.Used()) == 0 { // else it must ask for its pictures again
		r.next.boards[k.Word] = kept
	}
	return kept
}

// A shownBoard lays a board out once for each target.
type shownBoard struct {
	board.Board
	shown [privacy.Internal + 1]*board.Output
}

// Show implements board.Board.
func (b *shownBoard) Show(t privacy.Target) board.Output {
	if b.shown[t] == nil {
		out := b.Board.Show(t)
		b.shown[t] = &out
	}
	return *b.shown[t]
}

// memos are the units that have a memo, the last one evaluated last.
type memos struct {
	mu   sync.Mutex
	list []*unit
}

// mostMemos is how many units have a memo: a village with those above it, and some more.
const mostMemos = 16

// keep keeps the memo of a unit, and forgets the one that nobody asked for longest.
func (l *memos) keep(u *unit) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.list = append(slices.DeleteFunc(l.list, func(o *unit) bool { return o == u }), u)
	if len(l.list) > mostMemos {
		l.list[0].memo, l.list[0].foreseen = nil, nil
		l.list = slices.Delete(l.list, 0, 1)
	}
}

// forgetForeseen forgets what the last build did not take.
func (l *memos) forgetForeseen() {
	for _, u := range l.list {
		u.foreseen = nil
	}
}

// drop forgets all of them.
func (l *memos) drop() {
	for _, u := range l.list {
		u.memo, u.foreseen = nil, nil
	}
	l.list = nil
}
