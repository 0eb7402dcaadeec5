package bench

import (
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/boards"
	"gongshi/generator/internal/plan"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/sample"
	"gongshi/generator/internal/search"
	"gongshi/generator/internal/search/searchtest"
	"gongshi/generator/internal/step"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// The ways through which all data of a build go, one by one: what a change of one of them
// brings shows here first. Writing a section is in package publish.

// A home is one made-up village: its data files by code word, those of yearly boards by the
// word of their folder.
type home struct {
	files map[string][]record.File
	unit  *village.Unit
}

func newHome(b *testing.B) *home {
	b.Helper()
	day, _ := village.ParseISO(asOf)
	files, _ := sample.New(sample.Options{Villages: 1, Seed: 1, Day: day}).Unit(0)
	h := &home{files: map[string][]record.File{}}
	docs := map[string][]*record.Doc{}
	for _, f := range files {
		name, inData := strings.CutPrefix(f.Path, "data/")
		_, name, nested := strings.Cut(name, "/")
		if !inData || !nested {
			continue
		}
		code, _ := words.Key(strings.TrimSuffix(strings.SplitN(name, "/", 2)[0], path.Ext(name)))
		file := record.File{Path: f.Path, Data: f.Data}
		h.files[code] = append(h.files[code], file)
		docs[code] = append(docs[code], record.Open(file))
	}
	h.unit = &village.Unit{Name: "示例村", Level: "village", Address: "cun"}
	h.unit.LoadRegisters(docs, &problem.Report{})
	return h
}

// kind is the board of that word.
func kind(word string) board.Kind {
	all := boards.All()
	return all[slices.IndexFunc(all, func(k board.Kind) bool { return k.Word == word })]
}

// read computes a board; nil when the village does not have it.
func (h *home) read(k board.Kind, processes step.Processes) board.Board {
	day, _ := village.ParseISO(asOf)
	in := &board.Input{Unit: h.unit, Defaults: k.Defaults, Today: day, Processes: processes, Album: &board.Album{}, Report: &problem.Report{}}
	for _, f := range h.files[k.File] {
		if d := record.Open(f); k.Yearly {
			year, _ := strconv.Atoi(strings.TrimSuffix(path.Base(f.Path), path.Ext(f.Path)))
			in.Years = append(in.Years, board.YearDocs{Year: year, Docs: []*record.Doc{d}})
		} else {
			in.Docs = append(in.Docs, d)
		}
	}
	if len(in.Docs)+len(in.Years) == 0 {
		return nil
	}
	return k.Read(in)
}

// ledger is the largest file of points of the village.
func (h *home) ledger() record.File {
	list := h.files[kind("points").File]
	return slices.MaxFunc(list, func(a, b record.File) int { return len(a.Data) - len(b.Data) })
}

// A ledger of points is read: its text, its records, its sums.
func BenchmarkLedger(b *testing.B) {
	h, points, processes := newHome(b), kind("points"), step.Load(nil, &problem.Report{})
	h.files[points.File] = []record.File{h.ledger()}
	b.SetBytes(int64(len(h.ledger().Data)))
	b.ReportAllocs()
	for b.Loop() {
		if h.read(points, processes) == nil {
			b.Fatal("it is empty")
		}
	}
}

// The same ledger goes through the gate for what must not be published.
func BenchmarkGate(b *testing.B) {
	file := newHome(b).ledger()
	d := record.Open(file)
	d.Pieces() // read before
	b.SetBytes(int64(len(file.Data)))
	b.ReportAllocs()
	for b.Loop() {
		if !privacy.Check(d, &problem.Report{}) {
			b.Fatal("it holds a number")
		}
	}
}

// All boards of a village are laid out for the web, and its pages planned.
func BenchmarkLayOut(b *testing.B) {
	h, processes := newHome(b), step.Load(nil, &problem.Report{})
	day, _ := village.ParseISO(asOf)
	var all []board.Board
	var kinds []board.Kind
	for _, k := range boards.All() {
		if x := h.read(k, processes); x != nil {
			all, kinds = append(all, x), append(kinds, k)
		}
	}
	site := &plan.Site{Name: "示例", Today: day, Units: []*village.Unit{h.unit}}
	b.ReportAllocs()
	for b.Loop() {
		u := &plan.Unit{Unit: h.unit, Target: privacy.Public, Views: plan.NewViews()}
		for i, x := range all {
			u.Boards = append(u.Boards, plan.Board{Word: kinds[i].Word, Output: x.Show(privacy.Public)})
		}
		pages, _, err := site.Pages(u)
		if err != nil || len(pages) < len(all) {
			b.Fatal(len(pages), err)
		}
	}
}

// The index of 130 villages is made.
func BenchmarkIndex(b *testing.B) {
	places := searchtest.Corpus(130, 1)
	b.ReportAllocs()
	for b.Loop() {
		index(places).Files()
	}
}

// It is brought up to date with one member who came.
func BenchmarkIndexUpdate(b *testing.B) {
	places := searchtest.Corpus(130, 1)
	x := index(places)
	x.Files()
	unit := len(places) / 2
	with := search.PackOf(append(x.Pack(unit).Records(), search.Record{Kind: search.Person, Board: "points", Name: "示例甲", Group: "1组"}))
	packs := []search.Pack{with, x.Pack(unit)}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		x.Put(unit, packs[i%2])
		if changed, _ := x.Files(); len(changed) == 0 {
			b.Fatal("nothing changed")
		}
	}
}

func index(places []search.Place) *search.Index {
	x := search.New(places, []search.Title{{Word: "points", Title: "积分"}})
	for i, p := range places {
		x.Set(i, slices.Clone(p.Records))
	}
	return x
}
