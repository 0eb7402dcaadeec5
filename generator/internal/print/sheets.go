package print

import (
	"bytes"
	"cmp"
	"fmt"
	"html"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/boards"
	"gongshi/generator/internal/words"
)

// A Sheet is one page for paper, in the folder of what is complete for hall and board.
type Sheet struct {
	Path  string // of the page, below that folder
	Title string // 2026年积分
	Unit  string // 南武乡东庄村
}

// The page of a sheet, and the folder of sheets for the Party's own meetings, which are only
// printed when somebody asks for just those.
const (
	sheetPage   = "index.html"
	internalDir = "internal"
)

// Form is the form of the sheet.
func (s Sheet) Form() board.Paper { return board.Paper(path.Base(path.Dir(s.Path))) }

// address is where what the sheet shows stands on the site: wenshui/nanwu/dongzhuang/points.
func (s Sheet) address() string { return path.Dir(path.Dir(s.Path)) }

// Sheets lists what can be printed of a folder: unit by unit in the order of addresses, the
// boards of a unit in their order.
func Sheets(dir string) ([]Sheet, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("print: %w", err)
	}
	defer root.Close()
	var list []Sheet
	err = fs.WalkDir(root.FS(), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Base(p) != sheetPage || !slices.Contains(board.AllPapers(), Sheet{Path: p}.Form()) {
			return err
		}
		f, err := root.Open(p)
		if err != nil {
			return err
		}
		defer f.Close()
		head, err := io.ReadAll(io.LimitReader(f, 16<<10))
		if err != nil {
			return err
		}
		s := Sheet{Path: p}
		s.Title, s.Unit = titleOf(head)
		list = append(list, s)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("print: %w", err)
	}
	order := map[string]int{}
	for i, k := range boards.All() {
		order[k.Word] = i + 1
	}
	slices.SortStableFunc(list, func(a, b Sheet) int {
		unitA, boardA := a.place(order)
		unitB, boardB := b.place(order)
		return cmp.Or(cmp.Compare(unitA, unitB), cmp.Compare(boardA, boardB))
	})
	return list, nil
}

// place is the folder of the sheet's unit and where among its boards it stands; what is of no
// board, a notice, comes behind them.
func (s Sheet) place(order map[string]int) (unit string, board int) {
	parts := strings.Split(s.address(), "/")
	for i, word := range parts {
		if n := order[word]; n > 0 {
			return strings.Join(parts[:i], "/"), n
		}
	}
	return path.Dir(path.Dir(s.address())), len(order) + 1
}

// titleOf returns the two parts of a page's title: 2026年积分 · 南武乡东庄村.
func titleOf(page []byte) (title, unit string) {
	_, rest, _ := bytes.Cut(page, []byte("<title>"))
	text, _, ok := bytes.Cut(rest, []byte("</title>"))
	if !ok {
		return "", ""
	}
	title, unit, _ = strings.Cut(html.UnescapeString(string(text)), " · ")
	return strings.TrimSpace(title), strings.TrimSpace(unit)
}

// Select returns the sheets that words ask for: those of the units or addresses among them, of
// the boards among them, in the forms among them. unknown is the first word that names nothing,
// "" for none. Without words it is all but the sheets for the Party.
func Select(list []Sheet, asked []string) (chosen []Sheet, unknown string) {
	var places, boards, forms []string
	for _, w := range asked {
		w = strings.TrimSuffix(strings.Trim(strings.ReplaceAll(w, `\`, "/"), "/ "), "/"+sheetPage)
		switch {
		case slices.ContainsFunc(list, func(s Sheet) bool { return s.lies(w) }):
			places = append(places, w)
		case slices.ContainsFunc(list, func(s Sheet) bool { return s.is(w) }):
			forms = append(forms, w)
		case slices.ContainsFunc(list, func(s Sheet) bool { return s.shows(w) }):
			boards = append(boards, w)
		default:
			return nil, w
		}
	}
	some := func(list []string, asks func(string) bool) bool {
		return len(list) == 0 || slices.ContainsFunc(list, asks)
	}
	for _, s := range list {
		internal := strings.HasPrefix(s.Path, internalDir+"/")
		here := slices.ContainsFunc(places, func(w string) bool { return s.lies(w) && (!internal || strings.HasPrefix(w+"/", internalDir+"/")) })
		if (here || len(places) == 0 && !internal) && some(boards, s.shows) && some(forms, s.is) {
			chosen = append(chosen, s)
		}
	}
	return chosen, ""
}

// lies reports whether the sheet is of a unit, or lies at or below an address.
func (s Sheet) lies(w string) bool {
	at := path.Dir(s.Path)
	return w != "" && (at == w || strings.HasPrefix(at, w+"/") || s.Unit == w || len([]rune(w)) > 1 && strings.HasSuffix(s.Unit, w))
}

// shows reports whether a sheet is of a board, by its title or its word.
func (s Sheet) shows(w string) bool {
	return w != "" && (strings.Contains(s.Title, w) || slices.Contains(strings.Split(s.address(), "/"), w))
}

// is reports whether a sheet has a form, by its word or as people call it: a3, A3, 标签.
func (s Sheet) is(w string) bool {
	return strings.EqualFold(w, string(s.Form())) || strings.EqualFold(w, words.T("paper.name."+string(s.Form())))
}

// Names returns the files for the PDFs of sheets: a folder a unit, a file a sheet.
func Names(list []Sheet) []string {
	used := map[string]bool{}
	out := make([]string, len(list))
	for i, s := range list {
		unit, title := fileName(s.Unit), fileName(s.Title)
		if unit == "" || title == "" {
			unit, title = fileName(path.Dir(s.address())), fileName(path.Base(s.address()))
		}
		name := path.Join(unit, title+".pdf")
		for n := 2; used[strings.ToLower(name)]; n++ {
			name = path.Join(unit, title+" "+strconv.Itoa(n)+".pdf")
		}
		used[strings.ToLower(name)] = true
		out[i] = name
	}
	return out
}

// A Bundle is what is printed of one unit on one kind of paper.
type Bundle struct {
	Name   string // of its file, without a folder
	Sheets []int  // which of the list, in their order
}

// Bundles are the merged PDFs of a list of sheets: one a unit and form, since a printer takes
// one kind of paper at a time.
func Bundles(list []Sheet) (all []Bundle) {
	used := map[string]int{}
	for i, s := range list {
		unit := fileName(s.Unit)
		if unit == "" {
			unit = fileName(path.Dir(s.address()))
		}
		name := words.T("paper.title."+string(s.Form()), "page", unit) + ".pdf"
		if strings.HasPrefix(s.Path, internalDir+"/") {
			name = internalDir + " " + name
		}
		at, ok := used[strings.ToLower(name)]
		if !ok {
			at = len(all)
			used[strings.ToLower(name)] = at
			all = append(all, Bundle{Name: name})
		}
		all[at].Sheets = append(all[at].Sheets, i)
	}
	return all
}

// fileName leaves out of a name what Windows does not take.
func fileName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, s)
	return strings.Trim(s, " .")
}
