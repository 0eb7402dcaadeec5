package history

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"

	"gongshi/generator/internal/change"
	"gongshi/generator/internal/village"
)

// ErrNoCopy: the folder is no output folder of this program.
var ErrNoCopy = errors.New("not an output folder")

// head is what build.json says of a unit.
type head struct {
	Name, Address, Folder, Version string
}

// Folder reads what is public in an output folder, or in an old copy of one: build.json
// names the units, manifest.json their files, and every data.csv is a page of a board.
// What only the history knows (the figures of the tiles, versions of boards) is left
// out. words are the boards' words.
func Folder(dir string, words []string) (*change.Publication, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	defer root.Close()
	var site struct {
		head
		AsOf  string
		Units []head
	}
	b, err := root.ReadFile("build.json")
	if err != nil || json.Unmarshal(b, &site) != nil || site.AsOf == "" {
		return nil, fmt.Errorf("history: %s: %w", dir, ErrNoCopy)
	}
	day, _ := village.ParseISO(site.AsOf)
	p := &change.Publication{Day: day}
	units := site.Units
	if site.head.Folder != "" || site.head.Name != "" {
		units = append(units, site.head)
	}
	for _, u := range units {
		x, err := readUnit(root, u, words)
		if err != nil {
			return nil, fmt.Errorf("history: %s: %s: %w", dir, u.Address, ErrNoCopy)
		}
		p.Units = append(p.Units, *x)
	}
	return p, nil
}

// readUnit reads one unit by its manifest.
func readUnit(root *os.Root, h head, words []string) (*change.Unit, error) {
	u := &change.Unit{Name: h.Name, Address: h.Address, Version: h.Version}
	var m struct{ Files map[string]any }
	b, err := root.ReadFile(path.Join(h.Address, "manifest.json"))
	if err != nil || json.Unmarshal(b, &m) != nil {
		return nil, ErrNoCopy
	}
	var names []string
	for name := range m.Files {
		names = append(names, name)
	}
	slices.Sort(names)
	boards := map[string]*change.Board{}
	for _, name := range names {
		dir, file := path.Split(name)
		dir = strings.TrimSuffix(dir, "/")
		word, rest, _ := strings.Cut(dir, "/")
		at := path.Join(h.Address, dir)
		switch {
		case file == "data.csv" && slices.Contains(words, word):
			p, err := readPage(root, at)
			if err != nil {
				return nil, err
			}
			p.Path = rest
			if boards[word] == nil {
				boards[word] = &change.Board{Word: word}
			}
			boards[word].Pages = append(boards[word].Pages, *p)
		case file == "index.html" && word == "notices" && rest != "" && !strings.Contains(rest, "/"):
			b, err := root.ReadFile(path.Join(at, "index.html"))
			if err != nil {
				return nil, err
			}
			u.Notices = append(u.Notices, change.Notice{Path: rest, Title: inside(title, b)})
		}
	}
	for _, word := range words {
		if b := boards[word]; b != nil {
			b.Pages = change.Years(b.Pages)
			u.Boards = append(u.Boards, *b)
		}
	}
	return u, nil
}

var (
	title   = regexp.MustCompile(`(?s)<h1>(.*?)</h1>`)
	summary = regexp.MustCompile(`<meta name="?description"? content="([^"]*)"`)
	people  = []byte(`content="noindex"`)
)

func inside(re *regexp.Regexp, page []byte) string {
	if m := re.FindSubmatch(page); m != nil {
		return html.UnescapeString(string(m[1]))
	}
	return ""
}

// readPage reads the page of a board that stands at a folder.
func readPage(root *os.Root, at string) (*change.Page, error) {
	b, err := root.ReadFile(path.Join(at, "index.html"))
	if err != nil {
		return nil, err
	}
	p := &change.Page{Title: inside(title, b), Summary: inside(summary, b), People: bytes.Contains(b, people)}
	if b, err = root.ReadFile(path.Join(at, "data.csv")); err != nil {
		return nil, err
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))))
	r.FieldsPerRecord = -1
	if p.Table, err = r.ReadAll(); err != nil {
		return nil, err
	}
	for _, row := range p.Table {
		for i, cell := range row {
			if len(cell) > 1 && cell[0] == '\'' && strings.ContainsRune("=@\t\r+-", rune(cell[1])) {
				row[i] = cell[1:] // as plan guards it against spreadsheets
			}
		}
	}
	return p, nil
}
