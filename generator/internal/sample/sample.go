// Package sample makes up sites: as many villages as asked for, with everything that real
// ones have in their files, and nobody in them who lives. Who wants to try the program at
// the size of a township or of a prefecture, to teach it or to measure it, needs no data of
// anybody for that.
//
// The same seed and day give the same bytes, and the same village at the same place of the
// list whatever the number of villages. The package writes no files and starts no
// goroutines: it hands them over unit by unit, and its methods may be called by many.
package sample

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"text/template"

	"gongshi/generator/internal/village"
)

// site holds the data files as templates: they look as they come out.
//
//go:embed site
var site embed.FS

// Most is how many villages a sample can have.
const Most = 5200

// Options say what site to make up.
type Options struct {
	Villages int // 1 to Most
	Seed     uint64
	Day      village.Date // the day on which the data are looked at
}

// A Site is a made-up site. It knows its units and holds none of their text.
type Site struct {
	villages  int
	seed      uint64
	day       village.Date
	lists     lists
	surnames  weighed
	syllables []rune
	templates *template.Template
	units     []*unit
}

// A File is one file of the site.
type File struct {
	Path string // slash path from the site's folder
	Data []byte
}

// Counts are what is in the files of units.
type Counts struct {
	Villages, Townships, Members, Entries, Grids, Households, Stars, Outcomes int
}

// Add adds the counts of another unit.
func (c *Counts) Add(o Counts) {
	c.Villages += o.Villages
	c.Townships += o.Townships
	c.Members += o.Members
	c.Entries += o.Entries
	c.Grids += o.Grids
	c.Households += o.Households
	c.Stars += o.Stars
	c.Outcomes += o.Outcomes
}

// New makes up a site of o.Villages villages, which is between 1 and Most.
func New(o Options) *Site {
	s := &Site{villages: o.Villages, seed: o.Seed, day: o.Day, lists: readLists(listsFile)}
	s.surnames = s.lists.weighed("surnames")
	s.syllables = []rune(s.lists.of("syllables")[0][0])
	s.templates = parse()
	s.plant()
	return s
}

// parse reads the templates by their names in site, such as "village/grids.yaml".
func parse() *template.Template {
	all := template.New("site").Funcs(template.FuncMap{
		"add": func(a, b int) int { return a + b },
		"sub": func(a, b int) int { return a - b },
		"mul": func(a, b int) int { return a * b },
		"div": func(a, b int) int { return a / b },
		"mod": func(a, b int) int { return a % b },
		"choose": func(is bool, yes, no any) any {
			if is {
				return yes
			}
			return no
		},
	})
	err := fs.WalkDir(site, "site", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := site.ReadFile(name)
		if err == nil {
			_, err = all.New(strings.TrimPrefix(name, "site/")).Parse(string(text))
		}
		return err
	})
	if err != nil {
		panic(err) // they are embedded
	}
	return all
}

// Units is how many units the site has.
func (s *Site) Units() int { return len(s.units) }

// Common returns the files that belong to no unit.
func (s *Site) Common() []File {
	var b bytes.Buffer
	s.fill(&b, "site.yaml", map[string]string{
		"Name": s.units[0].Name, "Villages": strconv.Itoa(s.villages),
		"Seed": strconv.FormatUint(s.seed, 10), "Day": s.day.ISO(),
	})
	return []File{{"data/site.yaml", b.Bytes()}}
}

// Unit returns the files of the i-th unit and what is in them.
func (s *Site) Unit(i int) ([]File, Counts) {
	u := s.units[i]
	v := s.look(u)
	var files []File
	for _, f := range boards[u.kind] {
		if !v.has(f) {
			continue
		}
		v.draw, v.phones = s.draw(u.kind, u.number, f.template), 0
		b := bytes.NewBuffer(make([]byte, 0, f.size))
		s.fill(b, f.template, v)
		name := strings.ReplaceAll(f.to, "{year}", strconv.Itoa(v.yearOf(f)))
		files = append(files, File{path.Join(f.top(), u.folder, name), b.Bytes()})
	}
	return files, v.counts
}

func (s *Site) fill(b *bytes.Buffer, name string, data any) {
	if err := s.templates.ExecuteTemplate(b, name, data); err != nil {
		panic(fmt.Sprint("sample: ", err)) // a template and what it is given are ours
	}
}

// Folder is the folder of the n-th village below data, such as "yunxizhen/shiliugou".
func (s *Site) Folder(n int) string { return s.village(n).folder }
