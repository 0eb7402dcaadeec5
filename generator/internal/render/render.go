// Package render turns planned pages into HTML with a Hugo theme. It is the only
// package that imports Hugo, and it uses it as a stateless function: an in-memory site
// with the theme and one stub of a page is made once, and its templates are executed for
// any number of pages. Hugo never reads what a village wrote: views reach the templates
// as live Go values, auto-escaped.
package render

import (
	"bytes"
	"context"
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
	"github.com/gohugoio/hugo/hugolib/sitesmatrix"
	"github.com/gohugoio/hugo/resources/kinds"
	"github.com/gohugoio/hugo/resources/page"
	"github.com/gohugoio/hugo/tpl/tplimpl"
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
}

// A File is one rendered file.
type File struct {
	Path string
	Data []byte
}

// layout names the layout of a page.
func (p *Page) layout() string { return p.Board + "/" + p.Format }

// A themeFile is a file of the theme as Hugo is to see it.
type themeFile struct {
	File
	text   []byte // as the designer wrote it
	layout string // of which pages: "points/sheet", "" for none or all
}

// An Engine renders with one theme. It is safe for use by many goroutines.
type Engine struct {
	files  []themeFile
	assets []File // finished, fingerprinted
	names  map[string]string
	parts  map[string]string // finished assets that stand in other files

	funcs quick.Funcs  // Hugo's
	quick *quick.Theme // what of the theme is compiled, once a page is needed
	one   bool         // one layout of Hugo's does for all boards in a format, since they have the same frame

	mu    sync.Mutex
	live  map[bool]*instance // with quick, and of Hugo alone
	spent []*instance        // that failed, and may still be in use
}

// New reads a theme and runs its asset pipeline once.
func New(theme fs.FS) (*Engine, error) {
	e := &Engine{names: map[string]string{}, parts: map[string]string{}, live: map[bool]*instance{}}
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

// themePath gives a layout the name that Hugo finds it by, and says whose it is.
// layouts/<board>/sheet.html is the page in the format sheet, and so are the other papers;
// layouts/<board>/kiosk.html is a partial, because the one hall-screen page of a unit
// (layouts/unit/kiosk.html) is put together of them.
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
		return "layouts/_partials/" + word + "/" + file, ""
	}
	if paper, ok := strings.CutSuffix(file, ".html"); ok && slices.Contains(board.AllPapers(), board.Paper(paper)) {
		return "layouts/" + word + "/page." + file, word + "/" + paper
	}
	return name, ""
}

// provider is what templates see as site.Params.gongshi.
type provider struct {
	pages  sync.Map // of the pages being rendered, by their number
	last   atomic.Int64
	assets map[string]string
	quick  *quick.Theme
}

// add registers a page until it is rendered, and returns its number.
func (p *provider) add(page *Page) string {
	n := strconv.FormatInt(p.last.Add(1), 10)
	p.pages.Store(n, page)
	return n
}

// Page returns the planned page that a template is executed for.
func (p *provider) Page(n string) (*Page, error) {
	page, ok := p.pages.Load(n)
	if !ok {
		return nil, fmt.Errorf("no planned page %q", n)
	}
	return page.(*Page), nil
}

// Asset returns the fingerprinted path of a theme asset, from the site's root.
func (p *provider) Asset(name string) (string, error) {
	s, ok := p.assets[name]
	if !ok {
		return "", fmt.Errorf("the theme publishes no asset %q", name)
	}
	return s, nil
}

// An instance is one Hugo site with the theme and one stub of a page.
type instance struct {
	source  afero.Fs
	publish afero.Fs
	sites   *hugolib.HugoSites
	data    *provider
	log     *log
	quickly bool // quick does what it can of a page
	one     bool // pages that it does have one layout

	buffers   sync.Pool // of *bytes.Buffer
	stub      page.Page
	templates sync.Map // board/format → *tplimpl.TemplInfo
}

// newInstance makes a Hugo site with files of the theme, which is not built yet.
func (e *Engine) newInstance(theme []File) (*instance, error) {
	in := &instance{source: afero.NewMemMapFs(), publish: afero.NewMemMapFs(), data: &provider{assets: e.names, quick: e.quick}, log: &log{}}
	if err := afero.WriteFile(in.source, workDir+"/hugo.toml", []byte(siteConfig), 0o644); err != nil {
		return nil, err
	}
	for _, dir := range []string{"content", "layouts", "i18n", "assets"} {
		if err := in.source.MkdirAll(path.Join(workDir, dir), 0o755); err != nil {
			return nil, err
		}
	}
	for _, f := range theme {
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

// Ready makes the instance that Render needs, so that the first one saves it.
func (e *Engine) Ready() error {
	_, err := e.ready(true)
	return err
}

// ready gives the instance with quick or the one of Hugo alone.
func (e *Engine) ready(quickly bool) (*instance, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if in := e.live[quickly]; in != nil {
		return in, nil
	}
	if e.quick == nil {
		e.quicken()
	}
	in, err := e.newInstance(e.forHugo("", quickly))
	if err != nil {
		return nil, err
	}
	if err := in.build("stub", hugolib.BuildCfg{NoBuildLock: true, SkipRender: true}); err != nil {
		return nil, errors.Join(fmt.Errorf("render: %w", err), in.sites.Close())
	}
	in.buffers.New = func() any { return new(bytes.Buffer) }
	in.stub = in.sites.Sites[0].RegularPages()[0]
	in.quickly, in.one = quickly, quickly && e.one
	e.live[quickly] = in
	return in, nil
}

// Close gives the instances back.
func (e *Engine) Close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	var errs []error
	for _, in := range append(e.spent, e.live[true], e.live[false]) {
		if in != nil {
			errs = append(errs, in.sites.Close())
		}
	}
	clear(e.live)
	e.spent = nil
	return errors.Join(errs...)
}

// Render renders pages; the result is in their order. It stops at the first one that the
// theme fails on.
func (e *Engine) Render(pages []Page) ([]File, error) {
	files := make([]File, len(pages))
	for i := range pages {
		var err error
		if files[i], err = e.render(&pages[i]); err != nil {
			return nil, fmt.Errorf("render: %w", err)
		}
	}
	return files, nil
}

// render renders a page with quick. Whatever goes wrong with it, Hugo alone renders it once
// more, or says what is wrong.
func (e *Engine) render(p *Page) (file File, err error) {
	for _, quickly := range []bool{true, false} {
		in, err := e.ready(quickly)
		if err != nil {
			return File{}, err
		}
		if file, err = in.render(p); err == nil {
			return file, nil
		}
		if !quickly {
			e.retire(in)
			return File{}, err
		}
	}
	return file, err
}

// retire takes an instance out of use that a theme failed in: what it logged stays in it.
func (e *Engine) retire(in *instance) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.live[in.quickly] == in {
		e.live[in.quickly], e.spent = nil, append(e.spent, in)
	}
}

// A dot is what the template of a page begins with.
type dot struct {
	page.Page
	n string
}

// Params are those of the front matter that the page would have as a file.
func (d dot) Params() hmaps.Params { return hmaps.Params{"n": d.n} }

// render executes the template of one page.
func (in *instance) render(p *Page) (File, error) {
	t, err := in.template(p)
	if err != nil {
		return File{}, err
	}
	n := in.data.add(p)
	defer in.data.pages.Delete(n)
	store := in.sites.Sites[0].TemplateStore
	ctx := store.PrepareTopLevelRenderCtx(context.Background(), in.stub)
	out := in.buffers.Get().(*bytes.Buffer)
	defer in.buffers.Put(out)
	out.Reset()
	if err := store.ExecuteWithContext(ctx, t, out, dot{in.stub, n}); err != nil {
		return File{}, in.failed(err)
	}
	if in.sites.Log.LoggCount(logg.LevelError) > 0 { // errorf in a template
		return File{}, in.failed(fmt.Errorf("the theme refuses %s", p.Path))
	}
	return File{p.Path, bytes.Clone(out.Bytes())}, nil
}

// template finds the layout of a page, as Hugo does for a file of its type and format.
func (in *instance) template(p *Page) (*tplimpl.TemplInfo, error) {
	key := p.layout()
	if t, ok := in.templates.Load(key); ok {
		return t.(*tplimpl.TemplInfo), nil
	}
	folder := p.Board
	if in.one && in.data.quick.Has(key) {
		folder = oneLayout
	}
	t := in.sites.Sites[0].TemplateStore.LookupPagesLayout(tplimpl.TemplateQuery{
		Path: "/" + folder, Category: tplimpl.CategoryLayout, Sites: sitesmatrix.Vector{},
		Desc: tplimpl.TemplateDescriptor{Kind: kinds.KindPage, OutputFormat: outputFormat(p.Format), MediaType: "text/html"},
	})
	if t == nil {
		return nil, fmt.Errorf("the theme has no layout %s", key)
	}
	in.templates.Store(key, t)
	return t, nil
}

func outputFormat(format string) string {
	if format == "page" {
		return "html"
	}
	return format
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
	in, err := e.newInstance(e.forHugo("assets/page", false))
	if err != nil {
		return err
	}
	e.funcs = in.sites.Sites[0].GetTemplateStore().GetFunc
	if err := in.build("assets", hugolib.BuildCfg{NoBuildLock: true}); err != nil {
		return errors.Join(fmt.Errorf("render: assets: %w", err), in.sites.Close())
	}
	defer in.sites.Close()
	list, err := afero.ReadFile(in.publish, "/assets/index.html")
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

// build builds the site of one page in the layouts folder of that name.
func (in *instance) build(layouts string, cfg hugolib.BuildCfg) error {
	stub := `{"url": "/` + layouts + `/", "type": "` + layouts + `"}` + "\n"
	if err := afero.WriteFile(in.source, workDir+"/content/page.md", []byte(stub), 0o644); err != nil {
		return err
	}
	return in.failed(in.sites.Build(cfg))
}
