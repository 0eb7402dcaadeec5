package site

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"path"
	"strings"
	"time"

	"gongshi/generator/internal/deadline"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/source"
	"gongshi/generator/internal/step"
	"gongshi/generator/internal/village"
)

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

	Grounds record.Pairs[string] `key:"grounds"` // board → on what ground it names people

	History int `key:"historydays"` // days for which what was public is remembered
}

// DefaultZone is the time zone of a site that names none.
const DefaultZone = "Asia/Shanghai"

// rules is data/rules: what the boards of every unit go by.
type rules struct {
	files     []inputFile
	digest    string
	processes step.Processes
	deadlines deadline.Profiles
	calendar  *village.Calendar
}

// The names of the site's own input among the last good ones; units have their folder.
const (
	settingsKey = "site"
	rulesKey    = "rules"
)

// readCommon reads rules and settings, which name one of the rules' profiles. While one
// of them has errors its last good version is used. If there is none, nobody can say how
// the units would look: they are held, see hold.
func (s *Site) readCommon(w *world) error {
	_, err := s.goodCommon(w, rulesKey, w.layout.Rules, func(files []inputFile, rep *problem.Report) {
		w.rules = s.readRules(files, rep)
	})
	if err != nil {
		return err
	}
	var own []source.DataFile
	for _, name := range w.layout.Site {
		own = append(own, source.DataFile{Path: name, Code: "site"})
	}
	files, err := s.goodCommon(w, settingsKey, own, func(files []inputFile, rep *problem.Report) {
		w.settings, w.zone = readSettings(files, w.rules.deadlines, rep)
	})
	w.settingsDigest = digestOf(files)
	w.key = keyOf(w.settingsDigest, w.rules.digest, s.fontsDigest)
	return err
}

// goodCommon reads files, or their last good version when they have errors, and returns
// those that were used.
func (s *Site) goodCommon(w *world, key string, own []source.DataFile, read func([]inputFile, *problem.Report)) ([]inputFile, error) {
	var rep problem.Report
	files := s.loadAll(own, roleData, &rep)
	for i, f := range files {
		for _, g := range files[:i] {
			if f.Code == g.Code {
				rep.Error(problem.Pos{File: f.Path}, "source/same-file", "other", path.Base(g.Path))
			}
		}
	}
	read(files, &rep)
	w.report.Merge(&rep)
	if sum := digestOf(files); !rep.Failed() && !s.passedOver(key, sum) {
		if good := s.good.load(key); good != nil && good.Digest == sum {
			return files, nil
		}
		return files, s.good.save(key, &goodInput{Digest: sum, Files: files})
	}
	if good, _ := s.lastGood(key); good != nil {
		w.oldCommon = true
		files = good.Files
	} else {
		w.held = true
		files = nil
	}
	var quiet problem.Report
	read(files, &quiet)
	return files, nil
}

// readSettings reads site.yaml.
func readSettings(files []inputFile, profiles deadline.Profiles, rep *problem.Report) (c settings, zone *time.Location) {
	c.Zone = DefaultZone
	for _, f := range files {
		d := open(record.File{Path: f.Path, Data: f.Data}, rep)
		d.Decode(&c, rep)
		c.check(f.Path, rep)
		profiles.Check(c.Scheme, c.Of("scheme"), rep)
		if _, err := time.LoadLocation(c.Zone); err != nil {
			rep.Error(c.Of("timezone"), "site/timezone", "zone", c.Zone)
			c.Zone = DefaultZone
		}
		quoteLines(rep, map[string]*record.Doc{f.Path: d})
	}
	zone, err := time.LoadLocation(c.Zone)
	if err != nil {
		zone = time.FixedZone("CST", 8*3600)
	}
	return c, zone
}

// check warns of what the owner of the address must know.
func (c *settings) check(file string, rep *problem.Report) {
	if c.History < 0 || c.History > maxKeep {
		rep.Error(c.Of("historydays"), "site/history-days", "max", problem.Int(maxKeep))
		c.History = 0
	}
	if c.URL == "" {
		at := c.Pos
		at.File = file // an empty file has no place
		rep.Warn(at, "site/no-url")
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

// readRules reads data/rules.
func (s *Site) readRules(files []inputFile, rep *problem.Report) rules {
	r := rules{files: files, digest: digestOf(files)}
	docs, byCode := map[string]*record.Doc{}, map[string]*record.Doc{}
	for _, f := range files {
		d := open(record.File{Path: f.Path, Data: f.Data}, rep)
		docs[f.Path], byCode[f.Code] = d, d
	}
	r.calendar = village.LoadCalendar(byCode["holidays"], rep)
	r.processes = step.Load(byCode["processes"], rep).Counting(r.calendar)
	r.deadlines = deadline.Load(byCode["deadlines"], rep)
	s.checkBoards(r.deadlines, docs, rep)
	quoteLines(rep, docs)
	return r
}

// checkBoards: the site's own items name boards.
func (s *Site) checkBoards(profiles deadline.Profiles, own map[string]*record.Doc, rep *problem.Report) {
	for _, p := range profiles {
		for _, it := range p.Items {
			for _, name := range it.Boards {
				if own[it.File] != nil && s.kind(name) == nil {
					rep.Error(it.Of("board"), "deadline/board", "board", name, "known", s.kindNames())
				}
			}
		}
	}
}

// keyOf is the digest of all that the units have in common.
func keyOf(digests ...string) string {
	h := sha256.New()
	digest(h, digests...)
	return hex.EncodeToString(h.Sum(nil))
}
