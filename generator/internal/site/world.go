package site

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"gongshi/generator/internal/pinyin"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/source"
	"gongshi/generator/internal/step"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/watch"
	"gongshi/generator/internal/words"
)

// A world is everything one build reads before it looks at single units.
type world struct {
	layout    *source.Layout
	settings  settings
	zone      *time.Location
	today     village.Date
	processes step.Processes
	key       string          // digest of settings and rules
	units     []*unit         // as layout.Units; v is nil of those that cannot be placed
	changed   map[string]bool // files that changed since the last build; nil when not known
	report    problem.Report
}

// settings is data/site.yaml.
type settings struct {
	record.At
	Name   string `key:"title"`
	URL    string `key:"url"`
	ICP    string `key:"icp"`
	Zone   string `key:"timezone"`
	Scheme string `key:"scheme"`
	Note   string `key:"remark"`
	Sample bool   `key:"sample"`
}

// defaultZone is the time zone of a site that names none.
const defaultZone = "Asia/Shanghai"

// read lists the folder and reads settings, rules and the units' own files.
func (s *Site) read(changed map[string]bool) (*world, error) {
	var files []source.Kind
	for _, k := range s.kinds {
		files = append(files, source.Kind{Code: k.File, Yearly: k.Yearly})
	}
	files = append(files, source.Kind{Code: "members"}, source.Kind{Code: "households"})
	layout, err := source.Read(s.root.FS(), watch.Ignored, files)
	if err != nil {
		return nil, err
	}
	w := &world{layout: layout, changed: changed}
	if err := s.readSettings(w); err != nil {
		return nil, err
	}
	if err := s.readRules(w); err != nil {
		return nil, err
	}
	if w.today, err = s.day(w.zone); err != nil {
		return nil, err
	}
	if err := s.placeUnits(w); err != nil {
		return nil, err
	}
	s.shareLayoutProblems(w)
	w.refuseNames()
	return w, nil
}

// shareLayoutProblems gives what is wrong with the folder to the units it concerns.
func (s *Site) shareLayoutProblems(w *world) {
	for _, p := range w.layout.Report.Problems() {
		owner := &w.report
		best := ""
		for _, u := range w.units {
			if f := u.place.Folder; strings.HasPrefix(p.File, f+"/") && len(f) > len(best) {
				best, owner = f, &u.report
			}
		}
		owner.Add(p)
	}
}

// load reads one file of the site.
func (s *Site) load(name string) (record.File, error) {
	b, err := fs.ReadFile(s.root.FS(), name)
	if err != nil {
		return record.File{}, fmt.Errorf("site: %w", err)
	}
	return record.File{Path: name, Data: b}, nil
}

func (s *Site) readSettings(w *world) error {
	h := sha256.New()
	defer func() { w.key = hex.EncodeToString(h.Sum(nil)) }()
	w.settings.Zone = defaultZone
	if name := w.layout.Site; name != "" {
		f, err := s.load(name)
		if err != nil {
			return err
		}
		var rep problem.Report
		d := open(f, &rep)
		d.Decode(&w.settings, &rep)
		w.settings.check(&rep)
		quoteLines(&rep, map[string]*record.Doc{name: d})
		w.report.Merge(&rep)
		fmt.Fprintf(h, "%x", sha256.Sum256(f.Data))
	}
	var err error
	if w.zone, err = time.LoadLocation(w.settings.Zone); err != nil {
		w.report.Error(w.settings.Of("timezone"), "site/timezone", "zone", w.settings.Zone)
		w.zone = time.FixedZone("CST", 8*3600)
	}
	return nil
}

// check warns of what the owner of the address must know.
func (c *settings) check(rep *problem.Report) {
	if c.URL == "" {
		rep.Warn(c.Pos, "site/no-url")
		return
	}
	u, err := url.Parse(c.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		rep.Error(c.Of("url"), "site/bad-url", "url", c.URL)
		c.URL = ""
		return
	}
	c.URL = strings.TrimRight(c.URL, "/")
	if c.ICP == "" && publicHost(u.Hostname()) {
		rep.Warn(c.Of("url"), "site/no-icp")
	}
}

func publicHost(h string) bool {
	return !(h == "localhost" || strings.HasPrefix(h, "127.") || strings.HasPrefix(h, "192.168.") || strings.HasPrefix(h, "10.") ||
		strings.HasSuffix(h, ".example") || strings.HasSuffix(h, ".invalid") || strings.HasSuffix(h, ".local"))
}

// readRules reads data/rules; processes are the only rules that boards use today.
func (s *Site) readRules(w *world) error {
	var rep problem.Report
	docs := map[string]*record.Doc{}
	h := sha256.New()
	h.Write([]byte(w.key))
	for _, code := range slices.Sorted(mapsKeys(w.layout.Rules)) {
		f, err := s.load(w.layout.Rules[code])
		if err != nil {
			return err
		}
		docs[f.Path] = open(f, &rep)
		fmt.Fprintf(h, "%s %x", code, sha256.Sum256(f.Data))
	}
	w.processes = step.Load(docs[w.layout.Rules["processes"]], &rep)
	quoteLines(&rep, docs)
	w.report.Merge(&rep)
	w.key = hex.EncodeToString(h.Sum(nil))
	return nil
}

// day returns the day to build for, in the site's zone.
func (s *Site) day(zone *time.Location) (village.Date, error) {
	if s.AsOf == "" {
		return dateIn(s.Now(), zone), nil
	}
	return ParseAsOf(s.AsOf, zone)
}

// ParseAsOf reads a day (2024-05-12) or an RFC 3339 instant, whose day is that of zone.
func ParseAsOf(s string, zone *time.Location) (village.Date, error) {
	if d, ok := village.ParseISO(s); ok {
		return d, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return 0, fmt.Errorf("site: %w: %q", ErrAsOf, s)
	}
	return dateIn(t, zone), nil
}

func dateIn(t time.Time, zone *time.Location) village.Date {
	y, m, d := t.In(zone).Date()
	return village.DateOf(y, int(m), d)
}

// placeUnits reads every unit.yaml and gives each unit its address and its place in
// the tree. A unit whose unit.yaml is broken keeps its last good one; one that never
// had a good one is left out, and the units below it go to the unit above.
func (s *Site) placeUnits(w *world) error {
	byPlace := make([]*unit, len(w.layout.Units))
	taken := map[string]*unit{}
	for i := range w.layout.Units {
		p := &w.layout.Units[i]
		u := s.units[p.Folder]
		if u == nil {
			u = &unit{}
			s.units[p.Folder] = u
		}
		u.place, u.report, u.gone, u.down, u.leak = p, problem.Report{}, false, false, nil
		if err := s.readUnit(u); err != nil {
			return err
		}
		w.units = append(w.units, u)
		if u.v == nil {
			continue
		}
		up := p.Parent
		for up >= 0 && byPlace[up] == nil {
			up = w.layout.Units[up].Parent
		}
		var parent *village.Unit
		parentFolder := "data"
		if up >= 0 {
			parent, parentFolder = byPlace[up].v, byPlace[up].place.Folder
		}
		u.v.Folder, u.v.Parent, u.v.Children = p.Folder, parent, nil
		u.v.Address = address(u.v, parent, strings.TrimPrefix(strings.TrimPrefix(p.Folder, parentFolder), "/"))
		if o := taken[u.v.Address]; o != nil {
			u.report.Error(problem.Pos{File: p.Unit}, "unit/same-address", "address", u.v.Address, "other", o.place.Folder)
			u.v = nil
			continue
		}
		if word := s.reserved(u.v.Segment()); word != "" && u.v.Address != "" {
			u.report.Error(problem.Pos{File: p.Unit}, "unit/reserved-address", "word", word)
			u.v = nil
			continue
		}
		taken[u.v.Address], byPlace[i] = u, u
	}
	for _, u := range w.units {
		if u.v != nil && u.v.Parent != nil {
			u.v.Parent.Children = append(u.v.Parent.Children, u.v)
		}
	}
	for _, u := range byPlace {
		if u != nil {
			slices.SortFunc(u.v.Children, func(a, b *village.Unit) int { return strings.Compare(a.Address, b.Address) })
		}
	}
	return nil
}

// address makes the unit's address from its folder below its parent's.
func address(u *village.Unit, parent *village.Unit, rel string) string {
	a := ""
	if parent != nil {
		a = parent.Address
	}
	if rel == "" {
		return a
	}
	segs := strings.Split(rel, "/")
	for i, seg := range segs {
		slug := slugOf(seg)
		if i == len(segs)-1 && u.Slug != "" {
			slug = u.Slug
		}
		a = path.Join(a, slug)
	}
	return a
}

// slugOf keeps a folder name that is an address already; others are spelt in pinyin.
func slugOf(name string) string {
	lower := strings.ToLower(name)
	if strings.Trim(lower, "abcdefghijklmnopqrstuvwxyz0123456789-_") == "" {
		return lower
	}
	if s := pinyin.Slug(name); s != "" {
		return s
	}
	return "unit"
}

// reserved returns word when it is the name of something that every unit, or the
// site, may have.
func (s *Site) reserved(word string) string {
	for _, k := range s.kinds {
		if k.Word == word {
			return word
		}
	}
	if slices.Contains(strings.Fields(words.T("address.reserved")), word) {
		return word
	}
	return ""
}

func mapsKeys(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// digest adds parts to h so that no two lists of parts give one digest.
func digest(h hash.Hash, parts ...string) {
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
}
