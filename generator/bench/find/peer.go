package main

import (
	"cmp"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"gongshi/generator/bench/process"
	"gongshi/generator/internal/search"
)

//go:embed peers/*.js peers/*.mjs peers/*.cjs
var peersFS embed.FS

// told is a record as the scripts in peers/ read it.
type told struct {
	ID     int    `json:"id"`
	Unit   int    `json:"unit"`
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	Label  string `json:"label"`
	Text   string `json:"text"`
	Group  string `json:"group"`
	Role   string `json:"role"`
	Phone  string `json:"phone"`
	Places string `json:"places"` // the unit; of a unit those above
}

// known returns the records of the oracle for the peers, and behind them the units, and as
// what each counts.
func known(o *oracle) (list []told, hits []hit) {
	for i, x := range o.items {
		label := x.Text
		if x.Name != "" {
			label = x.Name + x.Mark
		}
		list = append(list, told{i, x.unit, string(rune(x.Kind)), x.Name, label, x.Text, x.Group, x.Role, x.Phone, o.c.places[x.unit].Name})
		hits = append(hits, hit{x.unit, string(rune(x.Kind)), x.Name, x.Mark, x.Text})
	}
	for u, p := range o.c.places {
		places := ""
		for up := p.Parent; up >= 0; up = o.c.places[up].Parent {
			places += o.c.places[up].Name + " "
		}
		list = append(list, told{ID: len(hits), Unit: u, Kind: string(rune(search.Unit)), Name: p.Name, Label: p.Name, Places: places})
		hits = append(hits, hit{Unit: u, Kind: string(rune(search.Unit)), Name: p.Name})
	}
	return list, hits
}

// peersFiles writes the scripts, and the records for them.
func peersFiles(dir string, o *oracle) error {
	list, _ := known(o)
	data, err := json.Marshal(list)
	if err != nil {
		return err
	}
	files := map[string][]byte{"records.json": data}
	entries, err := peersFS.ReadDir("peers")
	if err != nil {
		return err
	}
	for _, e := range entries {
		if files[e.Name()], err = peersFS.ReadFile("peers/" + e.Name()); err != nil {
			return err
		}
	}
	return save(dir, files)
}

// peer builds the index of another engine: site/<name> below dir is served.
func peer(ctx context.Context, name, dir string, o *oracle, opt *options) (*engine, error) {
	modules, err := filepath.Abs(opt.peers)
	if err != nil {
		return nil, err
	}
	out := filepath.Join(dir, "site", name)
	library := map[string]string{"records": "pagefind"}
	e := &engine{dir: out, limit: opt.limit, more: name != "minisearch", keeps: name == "minisearch"}
	e.name = map[string]string{"pagefind": "Pagefind %s, a page a unit", "records": "Pagefind %s, its API, an entry a record", "minisearch": "MiniSearch %s"}[name]
	if e.name == "" {
		return nil, fmt.Errorf("no peer is called %q", name)
	}
	e.name = fmt.Sprintf(e.name, version(modules, cmp.Or(library[name], name)))
	script, err := os.ReadFile(filepath.Join(dir, cmp.Or(library[name], name)+".page.js"))
	if err != nil {
		return nil, err
	}
	e.script = string(script)
	_, hits := known(o)
	e.identify = func(data json.RawMessage) (hit, error) {
		var id int
		if err := json.Unmarshal(data, &id); err != nil || id < 0 || id >= len(hits) {
			return hit{}, fmt.Errorf("%s: no record has the number %s", e.name, data)
		}
		return hits[id], nil
	}
	if err := save(out, map[string][]byte{"index.html": []byte("<!doctype html><html lang=zh-CN><meta charset=utf-8><link rel=icon href=data:,><title>?</title><div id=find><input id=s><ul id=list></ul></div>")}); err != nil {
		return nil, err
	}
	return e, e.build(ctx, name, dir, modules)
}

// build runs what makes a peer's index, and measures its second part: writing the pages that a
// site has anyway does not count.
func (e *engine) build(ctx context.Context, name, dir, modules string) error {
	ctx, cancel := context.WithTimeout(ctx, e.limit)
	defer cancel()
	commands := [][]string{{"node", "--max-old-space-size=12000", filepath.Join(dir, name+".mjs"), modules, dir, e.dir}}
	if name == "pagefind" {
		commands = append(commands, []string{"node", filepath.Join(modules, "node_modules", "pagefind", "lib", "runner", "bin.cjs"), "--site", e.dir, "--output-subdir", "index"})
	}
	for _, args := range commands {
		u, err := process.Run(ctx, process.Command{Args: args})
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			e.gaveUp = fmt.Sprintf("gave up building after %v", e.limit)
			return nil
		}
		if err != nil {
			return err
		}
		e.took, e.cpu, e.peak = u.Took, u.CPU, u.Peak
	}
	var err error
	e.files, e.size, err = sizeOf(filepath.Join(e.dir, "index"))
	return err
}

// version returns which version of a library is installed.
func version(modules, library string) string {
	var p struct{ Version string }
	data, err := os.ReadFile(filepath.Join(modules, "node_modules", library, "package.json"))
	if err != nil || json.Unmarshal(data, &p) != nil {
		return "?"
	}
	return p.Version
}
