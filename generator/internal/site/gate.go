package site

import (
	"bytes"
	"os"
	"path"
	"strings"

	"gongshi/generator/internal/plan"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/publish"
	"gongshi/generator/internal/record"
)

// The gates of package privacy stand in three places: before files are read (open),
// before a last good input is used again (lastGood), and before finished files are
// handed over for publishing (gate). A unit that the last two refuse is taken down.

// open opens a file as a document behind the gate: an ID or bank card number in it is
// an error.
func open(f record.File, rep *problem.Report) *record.Doc {
	d := record.Open(f)
	privacy.Check(d, rep)
	return d
}

// refuseNames reports numbers in the names of files and folders to the units that they
// belong to, else to the site.
func (w *world) refuseNames() {
	last := ""
	for _, name := range w.layout.Names {
		if last != "" && strings.HasPrefix(name, last+"/") {
			continue
		}
		var rep problem.Report
		if privacy.Name(name, &rep) {
			continue
		}
		last = name
		for _, owner := range w.owners(name) {
			owner.Merge(&rep)
		}
	}
}

// refuseUnread reports numbers of IDs and cards in files that nobody reads, because they
// lie among what is published: a list in data/notes.txt is copied with the folder. What
// is no text is not looked at.
func (w *world) refuseUnread(root *os.Root) {
	for _, name := range w.layout.Unread {
		info, err := root.Stat(name)
		if err != nil || !info.Mode().IsRegular() || info.Size() > maxUnread {
			continue
		}
		data, err := root.ReadFile(name)
		if err != nil || bytes.Count(data, []byte{0}) > len(data)/2 {
			continue
		}
		var all, rep problem.Report
		open(record.File{Path: name, Data: data}, &all)
		for _, p := range all.Problems() {
			if privacy.Identifies(p) {
				rep.Add(p)
			}
		}
		for _, owner := range w.owners(name) {
			owner.Merge(&rep)
		}
	}
}

// maxUnread is how large a file may be that is looked through though nobody reads it.
const maxUnread = 1 << 20

// owners returns the reports of the units in the folder called name, else of the unit
// that the file belongs to, else of the site.
func (w *world) owners(name string) (list []*problem.Report) {
	if rest, found := strings.CutPrefix(name, "content"); found {
		name = path.Join("data", rest)
	}
	best, owner := "", &w.report
	for _, u := range w.units {
		folder := u.place.Folder
		if folder == name || strings.HasPrefix(folder, name+"/") {
			list = append(list, &u.report)
		}
		if strings.HasPrefix(name, folder+"/") && len(folder) > len(best) {
			best, owner = folder, &u.report
		}
	}
	if list == nil {
		list = append(list, owner)
	}
	return list
}

// lastGood returns the last good input, nil when there is none. One that holds a number,
// kept before the gate knew its shape, is none and is forgotten once the pages that
// were made of it are gone.
func (s *Site) lastGood(key string) (in *goodInput, refused bool) {
	if in = s.good.load(key); in == nil {
		return nil, false
	}
	var rep problem.Report
	for _, f := range in.Files {
		privacy.Name(f.Path, &rep)
		if f.Role == rolePicture || isClosed(f.DataFile) { // a closed year's parts are opened behind the gate
			continue
		}
		open(record.File{Path: f.Path, Data: f.Data}, &rep)
	}
	if !rep.Failed() {
		return in, false
	}
	s.good.refuse(key)
	return nil, true
}

// refuse marks an input that must not be used again.
func (g *goodStore) refuse(key string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.refused = append(g.refused, key)
}

// dropRefused forgets the inputs that must not be used again.
func (g *goodStore) dropRefused() {
	for _, key := range g.refused {
		os.Remove(g.path(key)) // one that stays is refused again
	}
	g.refused = nil
}

// leak looks for a number in finished files. One is an error of the unit, and nothing of it
// may be published.
func leak(source string, files []publish.File) *problem.Problem {
	for _, f := range files {
		if x, found := privacy.Leak(f.Path, f.Data); found {
			return &problem.Problem{Pos: problem.Pos{File: source}, Code: "privacy/page",
				Args: problem.Args("page", privacy.Mask(f.Path), "head", x.Head, "digits", problem.Int(x.Digits))}
		}
	}
	return nil
}

// takeDown takes down the units whose finished files were refused. It comes after
// everything is rendered, because other units are computed meanwhile. It reports whether there
// were any.
func (s *Site) takeDown(w *world) (any bool) {
	for _, u := range w.units {
		if u.leak != nil {
			u.report.Add(*u.leak)
			u.vanish()
			u.down = true
			s.good.refuse(u.place.Folder)
			any = true
		}
	}
	return any
}

// gateOwn leaves out the site's own pages that hold a number.
func (s *Site) gateOwn(w *world, texts []*plan.Text, files []publish.File) (good []publish.File) {
	for _, f := range files {
		source := "content"
		for _, t := range texts {
			if path.Dir(f.Path) == t.Dir() {
				source = t.File
			}
		}
		if p := leak(source, []publish.File{f}); p != nil {
			w.report.Add(*p)
			s.front = "" // it is reported the next time too
			continue
		}
		good = append(good, f)
	}
	return good
}
