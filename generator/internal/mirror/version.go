package mirror

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"regexp"
	"strings"
	"time"
)

// A version is one build of a hall screen, with what it loads.
type version struct {
	build      string
	info, page []byte            // build.json, index.html
	files      map[string][]byte // by their paths on the site
	seen       time.Time         // when the origin was last known to have it
}

// whole reports whether the page is complete and of the build: its last element says so.
func (v *version) whole() bool {
	return bytes.Contains(v.page, []byte(`data-end-of="`+v.build+`"`)) && bytes.Contains(v.page, []byte(`data-build="`+v.build+`"`))
}

var loads = regexp.MustCompile(`data-(?:load|copy)="([^"<>]*)"`)

// loads returns what the page asks for: its copy for times without a network, and the search
// when somebody is looked up on it.
func (v *version) loads() (list []*url.URL) {
	for _, m := range loads.FindAllSubmatch(v.page, 4) {
		for f := range strings.FieldsSeq(string(m[1])) {
			if u := reference(f); u != nil {
				list = append(list, u)
			}
		}
	}
	return list
}

func (v *version) add(path string, data []byte) {
	if v.files == nil {
		v.files = map[string][]byte{}
	}
	v.files[path] = data
}

// A store keeps the last version in a folder of its own: what is in it is one version, or none.
type store struct{ root *os.Root }

// The names in the store.
const (
	newName     = "new"     // a version that is being written
	currentName = "current" // the one that is kept
	oldName     = "old"     // the one before, while the new one takes its place
	seenName    = "seen"    // its time is when the origin was last known to have the version
)

// openStore opens the folder of one screen in dir.
func openStore(dir, page string) (*store, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("mirror: %w", err)
	}
	defer root.Close()
	sum := sha256.Sum256([]byte(page))
	name := hex.EncodeToString(sum[:8])
	if err := root.Mkdir(name, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("mirror: %w", err)
	}
	own, err := root.OpenRoot(name)
	if err != nil {
		return nil, fmt.Errorf("mirror: %w", err)
	}
	return &store{own}, nil
}

func (s *store) close() error { return s.root.Close() }

// current returns the version that is kept, nil when there is none. After a cut of the current
// it may be the one that stood before.
func (s *store) current() *version {
	for _, name := range []string{currentName, oldName} {
		v, err := s.read(name)
		if err == nil && v.whole() {
			if st, err := s.root.Stat(seenName); err == nil {
				v.seen = st.ModTime()
			}
			return v
		}
	}
	return nil
}

func (s *store) read(name string) (*version, error) {
	v := &version{}
	var err error
	if v.info, err = s.root.ReadFile(path.Join(name, "build.json")); err != nil {
		return nil, err
	}
	if v.page, err = s.root.ReadFile(path.Join(name, "index.html")); err != nil {
		return nil, err
	}
	var b struct {
		Build string
	}
	if err := json.Unmarshal(v.info, &b); err != nil {
		return nil, err
	}
	v.build = b.Build
	list, err := s.root.ReadFile(path.Join(name, "files.json"))
	if err != nil {
		return nil, err
	}
	return v, json.Unmarshal(list, &v.files)
}

// keep puts a version in the place of the one before.
func (s *store) keep(v *version) error {
	files, err := json.Marshal(v.files)
	if err != nil {
		return fmt.Errorf("mirror: %w", err)
	}
	steps := []func() error{
		func() error { return s.root.RemoveAll(newName) },
		func() error { return s.root.Mkdir(newName, 0o755) },
		func() error { return s.write("build.json", v.info) },
		func() error { return s.write("index.html", v.page) },
		func() error { return s.write("files.json", files) },
		func() error { return s.root.RemoveAll(oldName) },
		func() error {
			err := s.root.Rename(currentName, oldName)
			if errors.Is(err, fs.ErrNotExist) {
				return nil // the first one
			}
			return err
		},
		func() error { return s.root.Rename(newName, currentName) },
		func() error { return s.root.RemoveAll(oldName) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return fmt.Errorf("mirror: %w", err)
		}
	}
	return nil
}

// write writes a file of the new version so that it outlives a cut of the current.
func (s *store) write(name string, data []byte) error {
	f, err := s.root.Create(path.Join(newName, name))
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// seen notes when the origin was last known to have the version.
func (s *store) seen(at time.Time) error {
	f, err := s.root.OpenFile(seenName, os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("mirror: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("mirror: %w", err)
	}
	return s.root.Chtimes(seenName, at, at)
}
