package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/gob"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/picture"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/publish"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/source"
	"gongshi/generator/internal/words"
)

// A pictureStore makes pictures ready once and keeps them, by the digest of what they
// were made of, beside the last good inputs. It may be deleted: they are made again from
// the files of the units. In memory it holds only what pages need to know of them.
type pictureStore struct {
	root *os.Root
	dir  string
	good *goodStore // tells whether anything may be written

	mu     sync.Mutex
	ids    map[string]string        // path → id, until the file changes
	known  map[string]board.Picture // by id, without what a record says of it
	making sync.Mutex               // one at a time: a large picture fills a lot of memory
}

// id names a picture file by its contents; "large" for one that is not even read. It
// changes with the way pictures are made. Letters stand for the digits, since a row of
// digits in an address looks like the number of a card.
func (p *pictureStore) id(name string) (string, error) {
	p.mu.Lock()
	id, ok := p.ids[name]
	p.mu.Unlock()
	if ok {
		return id, nil
	}
	f, err := p.root.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	digest(h, strconv.Itoa(picture.Format))
	n, err := io.Copy(h, io.LimitReader(f, picture.MaxBytes+1))
	if err != nil {
		return "", err
	}
	if id = letters(h.Sum(nil)[:10]); n > picture.MaxBytes {
		id = tooLarge
	}
	p.mu.Lock()
	p.ids[name] = id
	p.mu.Unlock()
	return id, nil
}

const tooLarge = "large"

func letters(sum []byte) string {
	s := make([]byte, 0, 2*len(sum))
	for _, b := range sum {
		s = append(s, 'a'+b>>4, 'a'+b&15)
	}
	return string(s)
}

// forget drops what is known of files that changed; all of them for nil.
func (p *pictureStore) forget(changed map[string]bool) {
	if changed == nil {
		p.ids = map[string]string{}
	}
	for name := range changed {
		delete(p.ids, name)
	}
}

// get returns the picture that a file was when it had that id.
func (p *pictureStore) get(name, id string) (board.Picture, string) {
	p.mu.Lock()
	made, ok := p.known[id]
	p.mu.Unlock()
	if ok {
		return made, ""
	}
	set, code := p.set(name, id)
	if code != "" {
		return made, code
	}
	made = board.Picture{Src: addressIn(id, picture.Small, set.Ext), Width: set.Small.Width, Height: set.Small.Height,
		FullWidth: set.Width, FullHeight: set.Height, Page: set.Page}
	if set.Large.Data != nil {
		made.Large = addressIn(id, picture.Large, set.Ext)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.known[id] = made
	return made, ""
}

// set returns the finished files of a picture: as kept, else made of its file.
func (p *pictureStore) set(name, id string) (*picture.Set, string) {
	if id == tooLarge {
		return nil, "picture/too-large"
	}
	kept := filepath.Join(p.dir, id)
	if b, err := os.ReadFile(kept); err == nil {
		var set picture.Set
		if gob.NewDecoder(bytes.NewReader(b)).Decode(&set) == nil {
			return &set, ""
		}
	}
	p.making.Lock()
	defer p.making.Unlock()
	data, err := p.root.ReadFile(name)
	if now, changed := p.id(name); err != nil || changed != nil || now != id {
		return nil, "picture/damaged" // it went away or was replaced since
	}
	set, code := picture.Make(data)
	if code == "" && p.good.open {
		var b bytes.Buffer
		if gob.NewEncoder(&b).Encode(set) == nil && os.MkdirAll(p.dir, 0o755) == nil {
			_ = replaceFile(kept, b.Bytes()) // one that is not kept is made again
		}
	}
	return set, code
}

func addressIn(id string, width int, ext string) string {
	return fmt.Sprintf("pictures/%s-%d.%s", id, width, ext)
}

var pictureAddress = regexp.MustCompile(`pictures/([a-p]{20})-(480|1280)\.(?:jpg|png)`)

// named returns the paths of the pictures that a finished page of a unit shows. To go by
// what stands in it keeps both rules: no picture is missing, and none is published that
// no page may show.
func (p *pictureStore) named(u *unit, base string, page publish.File) (names []string) {
	if len(u.result.album) == 0 || !strings.HasSuffix(page.Path, ".html") {
		return nil
	}
	for _, m := range pictureAddress.FindAllSubmatch(page.Data, -1) {
		name := path.Join(base, string(m[0]))
		if u.result.album[string(m[1])] != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// file returns the bytes of a picture that a page of a unit names.
func (p *pictureStore) file(u *unit, name string) ([]byte, bool) {
	m := pictureAddress.FindStringSubmatch(name)
	set, code := p.set(u.result.album[m[1]], m[1])
	switch {
	case code != "":
		return nil, false
	case m[2] == strconv.Itoa(picture.Large):
		return set.Large.Data, true
	}
	return set.Small.Data, true
}

// keepOnly forgets the pictures that no unit has any more.
func (p *pictureStore) keepOnly(units map[string]*unit) {
	used := map[string]bool{}
	for _, u := range units {
		for _, id := range u.pictures {
			used[id] = true
		}
	}
	list, _ := os.ReadDir(p.dir) // without the folder there is nothing to forget
	for _, f := range list {
		if !used[f.Name()] {
			_ = os.Remove(filepath.Join(p.dir, f.Name())) // one that stays is in nobody's way
		}
	}
	for id := range p.known {
		if !used[id] {
			delete(p.known, id)
		}
	}
}

// readPictures notes which pictures lie in the unit's folder. They are an input like its
// other files, but only their digests are: most of them are large.
func (s *Site) readPictures(u *unit) {
	for _, name := range u.place.Pictures {
		id, err := s.pictures.id(name)
		if err != nil {
			u.unread.Error(problem.Pos{File: name}, "source/unreadable")
			continue
		}
		if strings.EqualFold(path.Ext(name), ".svg") { // text, which nobody else looks at unless a record names it
			if f, ok := s.load(name, &u.unread); ok {
				privacy.Check(record.Open(f), &u.unread)
			}
		}
		u.input = append(u.input, inputFile{source.DataFile{Path: name}, rolePicture, []byte(id)})
	}
}

// albumOf returns the pictures among a unit's files.
func (s *Site) albumOf(u *unit, files []inputFile, r *result) *board.Album {
	ids := map[string]string{}
	a := &board.Album{Folder: u.place.Folder}
	r.album, u.pictures = map[string]string{}, nil
	for _, f := range files {
		if f.Role == rolePicture {
			ids[f.Path] = string(f.Data)
			a.Files = append(a.Files, f.Path)
			u.pictures = append(u.pictures, string(f.Data))
			r.album[string(f.Data)] = f.Path
		}
	}
	a.Get = func(file string) (board.Picture, string) { return s.pictures.get(file, ids[file]) }
	return a
}

// warnUnused reports pictures that no record of the unit names, once all of them could
// be read.
func warnUnused(a *board.Album, rep *problem.Report) {
	list := a.Unused()
	if len(list) == 0 || rep.Failed() {
		return
	}
	const named = 3
	var names []string
	for _, f := range list[:min(named, len(list))] {
		names = append(names, path.Base(f))
	}
	some := strings.Join(names, words.T("list.sep"))
	if len(list) > named {
		some += words.T("picture.more")
	}
	rep.Warn(problem.Pos{File: list[0]}, "picture/unused", "n", problem.Int(len(list)), "some", some)
}
