package board

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/internal/picture"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/words"
)

// A Picture is one picture of a record, ready to be shown. It is published with the
// pages in which its addresses stand, and only then: a board shows it with its record
// or not at all.
type Picture struct {
	Src           string // address below the unit's home
	Large         string // the same larger, "" when there is no more to see
	Width, Height int    // of Src, in pixels
	Alt           string // what it shows, for those who do not see it

	Page bool `json:"-"` // it looks like a page of text

	FullWidth, FullHeight int // as taken: what drawings over it are measured in
}

// An Album is the pictures in the folder of one unit.
type Album struct {
	Folder string   // data/…
	Files  []string // pictures in it, by their paths in the site
	// Get makes one of Files ready. What cannot be shown is named by the code of a
	// problem.
	Get func(file string) (p Picture, code string)

	used []string
}

// Picture returns the picture that a record calls name; what is wrong with it is
// reported at. It returns nil for no name, and when there is nothing to show.
func (in *Input) Picture(at problem.Pos, name record.Path, alt string) *Picture {
	p := in.Album.Picture(at, string(name), alt, in.Report)
	if p != nil {
		in.pictures = append(in.pictures, p.Src)
	}
	return p
}

// Pictures returns the pictures that a record names, each with its number in what alt
// says when there are several.
func (in *Input) Pictures(at problem.Pos, names []record.Path, alt string) []*Picture {
	var list []*Picture
	for i, name := range names {
		text := alt
		if len(names) > 1 {
			text = words.T("picture.nth", "what", alt, "n", strconv.Itoa(i+1))
		}
		if p := in.Picture(at, name, text); p != nil {
			list = append(list, p)
		}
	}
	return list
}

// Used returns the addresses of the pictures that the board asked for.
func (in *Input) Used() []string { return in.pictures }

// Picture is Input.Picture for what is no board. a may be nil: nothing is found then.
func (a *Album) Picture(at problem.Pos, name, alt string, rep *problem.Report) *Picture {
	if a == nil || name == "" {
		return nil
	}
	file := a.find(at, name, rep)
	if file == "" {
		return nil
	}
	a.used = append(a.used, file)
	p, code := a.Get(file)
	if code != "" {
		rep.Error(at, code, "name", name, "mb", problem.Int(picture.MaxBytes>>20), "mp", problem.Int(picture.MaxPixels/1_000_000))
		return nil
	}
	if done := words.T("picture.covered"); p.Page && !strings.Contains(path.Base(file), done) {
		rep.Warn(at, "picture/page", "name", name, "done", done)
	}
	p.Alt = alt
	return &p
}

// find returns the file of that name: by its path in the unit's folder or, of the folder
// of pictures, by its name alone. Systems hide the ends of names, so they may be missing;
// large and small letters are one.
func (a *Album) find(at problem.Pos, name string, rep *problem.Report) string {
	want := shelf(path.Clean(name))
	if strings.HasPrefix(want, "/") || strings.HasPrefix(want, "../") || strings.Contains(want, ":") {
		rep.Error(at, "picture/outside", "name", name)
		return ""
	}
	var found, stems []string
	for _, f := range a.Files {
		rel := shelf(a.below(f))
		stems = append(stems, stem(rel))
		if rel == want {
			return f
		}
		end := path.Ext(rel)
		if slices.Contains([]string{rel, strings.TrimSuffix(rel, end)}, path.Join("pictures", want)) || strings.TrimSuffix(rel, end) == want {
			found = append(found, f)
		}
	}
	switch i := slices.Index(stems, record.Nearest(stem(want), stems)); {
	case len(found) == 1:
		return found[0]
	case len(found) > 1:
		rep.Error(at, "picture/two", "name", name, "one", a.below(found[0]), "other", a.below(found[1]))
	case i >= 0:
		rep.Error(at, "picture/near", "name", name, "near", path.Base(a.Files[i]))
	default:
		rep.Error(at, "picture/missing", "name", name)
	}
	return ""
}

func (a *Album) below(file string) string { return strings.TrimPrefix(file, a.Folder+"/") }

// shelf is a path in small letters, with the folder of pictures by one name: 图片 is
// pictures.
func shelf(name string) string {
	dir, base := path.Split(strings.ToLower(name))
	if code, _ := words.Key(strings.TrimSuffix(dir, "/")); code == "pictures" {
		dir = "pictures"
	}
	return path.Join(dir, base)
}

func stem(name string) string { return strings.TrimSuffix(path.Base(name), path.Ext(name)) }

// Unused returns the files that nobody asked for.
func (a *Album) Unused() []string {
	return slices.DeleteFunc(slices.Clone(a.Files), func(f string) bool { return slices.Contains(a.used, f) })
}
