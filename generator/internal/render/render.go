// Package render turns planned pages into HTML with a Hugo theme. It is the only
// package that imports Hugo, and it uses it as a stateless function: an in-memory site
// of page stubs goes in, files come out, and the instance is closed. Hugo never reads
// what a village wrote: views reach the templates as live Go values, auto-escaped.
package render

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/bep/logg"
	"github.com/gohugoio/hugo/common/hmaps"
	"github.com/gohugoio/hugo/common/loggers"
	"github.com/gohugoio/hugo/config"
	"github.com/gohugoio/hugo/config/allconfig"
	"github.com/gohugoio/hugo/deps"
	"github.com/gohugoio/hugo/hugofs"
	"github.com/gohugoio/hugo/hugolib"
	"github.com/spf13/afero"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/quick"
)

// workDir is where the site lies in Hugo's in-memory file system.
const workDir = "/site"

// siteConfig hardens Hugo: no processes, no environment, no network, no raw HTML, no
// shortcodes in content. Pages are the only kind: there are no lists, feeds or maps.
const siteConfig = `
baseURL = "https://example.invalid/"
defaultContentLanguage = "zh-cn"
locale = "zh-CN"
disableKinds = ["home", "section", "taxonomy", "term", "RSS", "sitemap", "robotsTXT", "404"]
disableAliases = true
disableLiveReload = true
disableHugoGeneratorInject = true
enableEmoji = false
enableInlineShortcodes = false
timeout = "120s"

[security]
enableInlineShortcodes = false
allowContent = ["^text/markdown$"]
[security.exec]
allow = "none"
osEnv = "none"
[security.funcs]
getenv = "none"
[security.http]
urls = "none"
methods = "none"

[markup.highlight]
codeFences = false
[markup.goldmark.renderer]
unsafe = false
[markup.goldmark.parser.attribute]
block = false
title = false

[outputFormats.sheet]
mediaType = "text/html"
baseName = "index"
isHTML = true
permalinkable = true
[outputFormats.a3]
mediaType = "text/html"
baseName = "index"
isHTML = true
permalinkable = true
[outputFormats.labels]
mediaType = "text/html"
baseName = "index"
isHTML = true
permalinkable = true
[outputFormats.kiosk]
mediaType = "text/html"
baseName = "index"
isHTML = true
permalinkable = true

[[module.mounts]]
source = "content"
target = "content"
[[module.mounts]]
source = "layouts"
target = "layouts"
[[module.mounts]]
source = "i18n"
target = "i18n"
[[module.mounts]]
source = "assets"
target = "assets"
`

// A Page is one file to render.
type Page struct {
	Path   string // output file, slash-separated: "dongzhuang/points/index.html"
	Board  string // folder of the theme's layouts: "points", "unit"
	Format string // "page", "kiosk", "sheet", "a3" or "labels": the layout in that folder
	Frame  any    // what every page of the site shows around its view
	View   any
	Scenes []string // boards whose kiosk.html a hall screen is put together of
}

// A File is one rendered file.
type File struct {
	Path string
	Data []byte
}

// A themeFile is a file of the theme as Hugo is to see it.
type themeFile struct {
	File
	text   []byte // as the designer wrote it
	layout string // "points/sheet": only pages of that board and format need it; "" for all
}

// An Engine renders with one theme. It is safe for use by many goroutines.
type Engine struct {
	files  []themeFile
	assets []File // finished, fingerprinted
	names  map[string]string
	parts  map[string]string // finished assets that stand in other files

	quick quickness

	careful atomic.Bool // the theme failed on many pages, see Render

	mu    sync.Mutex
	spare *instance
}

// New reads a theme and runs its asset pipeline once.
func New(theme fs.FS) (*Engine, error) {
	e := &Engine{names: map[string]string{}, parts: map[string]string{}}
	err := fs.WalkDir(theme, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(theme, name)
		if err != nil {
			return err
		}
		if name == paperBase {
			for _, paper := range board.AllPapers() {
				e.files = append(e.files, themeFile{guarded(File{path.Join(workDir, "layouts/baseof."+string(paper)+".html"), b}), b, ""})
			}
			return nil
		}
		at, layout := themePath(name)
		e.files = append(e.files, themeFile{guarded(File{path.Join(workDir, at), b}), b, layout})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("render: theme: %w", err)
	}
	if err := e.pipeline(); err != nil {
		return nil, err
	}
	return e, nil
}

// paperBase is the frame that all formats for paper share.
const paperBase = "layouts/baseof.paper.html"

// themePath gives a layout the name that Hugo finds it by, and says what needs it.
// layouts/<board>/sheet.html is the page in the format sheet, and so are the other papers; layouts/<board>/kiosk.html
// is a partial, because the one hall-screen page of a unit (layouts/unit/kiosk.html) is
// put together of them.
func themePath(name string) (at, layout string) {
	word, file, ok := strings.Cut(strings.TrimPrefix(name, "layouts/"), "/")
	if !ok || !strings.HasPrefix(name, "layouts/") {
		return name, ""
	}
	switch file {
	case "page.html":
		return name, word + "/page"
	case "kiosk.html":
		if word == "unit" {
			return "layouts/unit/page.kiosk.html", "unit/kiosk"
		}
		return "layouts/_partials/" + word + "/" + file, word + "/kiosk"
	}
	if paper, ok := strings.CutSuffix(file, ".html"); ok && slices.Contains(board.AllPapers(), board.Paper(paper)) {
		return "layouts/" + word + "/page." + file, word + "/" + paper
	}
	return name, ""
}

// provider is what templates see as site.Params.gongshi.
type provider struct {
	pages  []Page
	assets map[string]string
	quick  *quick.Theme
	slow   atomic.Bool // quick could not do a page
}

// Page returns the planned page that a stub stands for.
func (p *provider) Page(n string) (*Page, error) {
	i, err := strconv.Atoi(n)
	if err != nil || i < 0 || i >= len(p.pages) {
		return nil, fmt.Errorf("no planned page %q", n)
	}
	return &p.pages[i], nil
}

// Asset returns the fingerprinted path of a theme asset, from the site's root.
func (p *provider) Asset(name string) (string, error) {
	s, ok := p.assets[name]
	if !ok {
		return "", fmt.Errorf("the theme publishes no asset %q", name)
	}
	return s, nil
}

// An instance is one Hugo site, good for one build.
type instance struct {
	source  afero.Fs
	publish afero.Fs
	sites   *hugolib.HugoSites
	data    *provider
	one     bool // pages that quick runs have one layout
	log     *bytes.Buffer
}

// newInstance makes a Hugo site without pages. Of the theme's layouts it has those that
// the pages need, all of them for nil; quickly leaves to quick what quick can do.
func (e *Engine) newInstance(pages []Page, quickly bool) (*instance, error) {
	in := &instance{source: afero.NewMemMapFs(), publish: afero.NewMemMapFs(), data: &provider{assets: e.names, quick: e.quick.theme}, one: quickly && e.quick.one, log: &bytes.Buffer{}}
	if err := afero.WriteFile(in.source, workDir+"/hugo.toml", []byte(siteConfig), 0o644); err != nil {
		return nil, err
	}
	for _, dir := range []string{"content", "layouts", "i18n", "assets"} {
		if err := in.source.MkdirAll(path.Join(workDir, dir), 0o755); err != nil {
			return nil, err
		}
	}
	for _, f := range e.forHugo(pages, quickly) {
		if err := afero.WriteFile(in.source, f.Path, f.Data, 0o644); err != nil {
			return nil, err
		}
	}
	out := io.Writer(in.log)
	logger := loggers.New(loggers.Options{StdOut: out, StdErr: out, Level: logg.LevelWarn, DistinctLevel: logg.LevelWarn})
	flags := config.New()
	flags.Set("workingDir", workDir)
	flags.Set("environment", "production")
	flags.Set("internal", hmaps.Params{"running": false, "watch": false})
	conf, err := allconfig.LoadConfig(allconfig.ConfigSourceDescriptor{
		Fs: in.source, Flags: flags, Filename: workDir + "/hugo.toml", Environment: "production",
		Environ: []string{"GONGSHI=1"}, // not empty, else HUGO_* of the caller's environment would override
		Logger:  logger,
	})
	if err != nil {
		return nil, fmt.Errorf("render: config: %w", err)
	}
	for _, c := range conf.LanguageConfigMap {
		if c.Params == nil {
			c.Params = hmaps.Params{}
		}
		c.Params["gongshi"] = in.data
	}
	files := hugofs.NewFrom(in.source, conf.LoadingInfo.BaseConfig)
	files.PublishDir, files.PublishDirStatic, files.PublishDirServer = in.publish, in.publish, in.publish
	in.sites, err = hugolib.NewHugoSites(deps.DepsCfg{Configs: conf, Fs: files, LogLevel: logg.LevelWarn, StdErr: out, StdOut: out})
	if err != nil {
		return nil, fmt.Errorf("render: theme: %w", in.failed(err))
	}
	return in, nil
}

// Ready keeps an instance for whatever pages at hand, so that the next Render saves the
// making of one.
func (e *Engine) Ready() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.spare != nil {
		return nil
	}
	in, err := e.newInstance(nil, true)
	e.spare = in
	return err
}

func (e *Engine) take(pages []Page) (*instance, error) {
	e.mu.Lock()
	in := e.spare
	e.spare = nil
	e.mu.Unlock()
	if in != nil {
		return in, nil
	}
	return e.newInstance(pages, true)
}

// Close gives back the spare instance.
func (e *Engine) Close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.spare == nil {
		return nil
	}
	in := e.spare
	e.spare = nil
	return in.sites.Close()
}

// Render renders pages; the result is in their order. A theme that fails on many of them
// is run once more over a few at a time, because Hugo then neither ends for certain nor
// says the same twice.
func (e *Engine) Render(pages []Page) ([]File, error) {
	if len(pages) == 0 {
		return nil, nil
	}
	if !e.careful.Load() {
		files, err := e.render(pages)
		if !errors.Is(err, errMany) {
			return files, err
		}
		e.careful.Store(true)
	}
	var files []File
	for some := range slices.Chunk(pages, few) {
		made, err := e.render(some)
		if err != nil {
			return nil, err
		}
		files = append(files, made...)
	}
	return files, nil
}

// render renders pages with one instance: as quickly as can be, and once more by Hugo alone
// when that went wrong.
func (e *Engine) render(pages []Page) ([]File, error) {
	if !e.quick.off.Load() {
		in, err := e.take(pages)
		if err != nil {
			return nil, err
		}
		files, err := in.render(pages)
		if !errors.Is(err, errSlow) {
			return files, err
		}
	}
	in, err := e.newInstance(pages, false)
	if err != nil {
		return nil, err
	}
	files, err := in.render(pages)
	if err == nil {
		e.quick.off.Store(true)
	}
	return files, err
}

// render renders pages and closes the instance.
func (in *instance) render(pages []Page) ([]File, error) {
	in.data.pages = pages
	for i, p := range pages {
		front := map[string]any{
			"url": "/" + strings.TrimSuffix(p.Path, "index.html"), "type": p.Board,
			"outputs": []string{outputFormat(p.Format)}, "title": p.Board, "params": map[string]any{"n": strconv.Itoa(i)},
		}
		if in.one && in.data.quick.Has(p.layout()) {
			front["layout"] = one
		}
		stub, err := json.Marshal(front)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("render: %w", err), in.sites.Close())
		}
		name := fmt.Sprintf("%s/content/p%06d.md", workDir, i)
		if err := afero.WriteFile(in.source, name, append(stub, '\n'), 0o644); err != nil {
			return nil, errors.Join(fmt.Errorf("render: %w", err), in.sites.Close())
		}
	}
	err := in.build()
	if in.data.slow.Load() {
		return nil, errSlow
	}
	if err != nil {
		return nil, fmt.Errorf("render: %w", err)
	}
	return in.collect(pages)
}

func outputFormat(format string) string {
	if format == "page" {
		return "html"
	}
	return format
}

func (in *instance) collect(pages []Page) ([]File, error) {
	files := make([]File, len(pages))
	for i, p := range pages {
		b, err := afero.ReadFile(in.publish, "/"+p.Path)
		if err != nil {
			return nil, fmt.Errorf("render: %s was not made: %w%s", p.Path, err, in.log.String())
		}
		files[i] = File{p.Path, b}
	}
	return files, nil
}

// Assets returns the theme's finished assets, to be published with the site.
func (e *Engine) Assets() []File { return e.assets }

// Part returns a finished asset that stands in another file than one of its own; it is empty
// when the theme has none of that name.
func (e *Engine) Part(name string) string { return e.parts[name] }

// partsDir is where the theme publishes those.
const partsDir = "/parts/"

// pipeline renders the theme's layouts/assets/page.html, which publishes style sheets
// and scripts with fingerprints in their names and prints "name path" lines.
func (e *Engine) pipeline() error {
	pages := []Page{{Path: "list/index.html", Board: "assets", Format: "page"}}
	in, err := e.newInstance(pages, false)
	if err != nil {
		return err
	}
	e.quicken(in)
	in.data.pages = pages
	stub := `{"url": "/list/", "type": "assets", "params": {"n": "0"}}` + "\n"
	if err := afero.WriteFile(in.source, workDir+"/content/list.md", []byte(stub), 0o644); err != nil {
		return fmt.Errorf("render: %w", err)
	}
	if err := in.build(); err != nil {
		return fmt.Errorf("render: assets: %w", err)
	}
	list, err := afero.ReadFile(in.publish, "/list/index.html")
	if err != nil {
		return fmt.Errorf("render: assets: %w%s", err, in.log.String())
	}
	for line := range strings.Lines(string(list)) {
		if name, file, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			e.names[name] = strings.TrimPrefix(file, "/")
		}
	}
	for name, file := range e.names {
		b, err := afero.ReadFile(in.publish, "/"+file)
		if err != nil {
			return fmt.Errorf("render: asset %s: %w", file, err)
		}
		if strings.HasPrefix("/"+file, partsDir) {
			e.parts[name] = string(b)
			delete(e.names, name)
			continue
		}
		e.assets = append(e.assets, File{file, b})
	}
	sort.Slice(e.assets, func(i, j int) bool { return e.assets[i].Path < e.assets[j].Path })
	return nil
}
