// Package serve is the preview: it shows staff the site as it was last built, on
// their own machine, and tells them in the page what has to be mended.
//
// Everything under Options.Root (and Options.Mounts) is answered as it lies on
// the disk, except that HTML gets one script tag for live reload and the panel of
// problems; the files stay as they are. The addresses below /_gongshi/ belong to
// the preview itself:
//
//	/_gongshi/events        server-sent events: words once, then the state at each change
//	/_gongshi/preview.js    the script, ES5, without a word of its own
//	/_gongshi/preview.css   its style, in a shadow tree, so that neither page nor panel touch the other
//	/_gongshi/due/…         what is due, for staff; made for the request, never a file
//
// It refuses: to listen on anything but loopback; requests for another host
// (421), so that no foreign page can reach it by a name that points here; any
// method but GET and HEAD; paths out of the folder, links out of it, names that
// begin with a dot or that Windows reserves. It never waits for a browser: a slow
// one gets the newest state when it is ready for it, and none in between.
package serve

import (
	"crypto/rand"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"gongshi/generator/internal/loopback"
)

// Options say what to show. Root and Words are needed, the rest may be empty.
type Options struct {
	Root   string       // folder of the public site; may be missing until the first build is done
	Mounts []Mount      // further folders, each below an address of its own
	Words  Words        // all that staff read; every key of WordKeys
	Notice func(Notice) // what happened to the serving itself, may be nil; may come from any goroutine
}

// Mount shows a folder at an address.
type Mount struct {
	Prefix string // begins and ends with a slash, as "/-/local/"
	Root   string // folder
}

// Code names what a Notice is about.
type Code string

// The codes of notices.
const (
	PortTaken Code = "port-taken" // Detail is an address that was tried and is in use; the next one is tried
)

// Notice is something that happened to the serving itself.
type Notice struct {
	Code   Code
	Detail string
}

// Server is one preview. Its methods may be called from any goroutine, and never
// wait for a browser.
type Server struct {
	opt     Options
	live    *live
	page    *template.Template
	duePage *template.Template
	due     dues
}

//go:embed assets
var assets embed.FS

// prefix is the part of the address space that is the preview's own.
const prefix = "/_gongshi/"

// New checks the options. It neither opens a folder nor a port.
func New(opt Options) (*Server, error) {
	if opt.Root == "" {
		return nil, fmt.Errorf("serve: no folder to show")
	}
	if err := opt.Words.check(); err != nil {
		return nil, err
	}
	for _, m := range opt.Mounts {
		if len(m.Prefix) < 3 || m.Prefix[0] != '/' || !strings.HasSuffix(m.Prefix, "/") || strings.HasPrefix(m.Prefix, prefix) || m.Root == "" {
			return nil, fmt.Errorf("serve: bad mount %q → %q", m.Prefix, m.Root)
		}
	}
	page, err := template.ParseFS(assets, "assets/page.html")
	if err != nil {
		return nil, fmt.Errorf("serve: %w", err)
	}
	duePage, err := template.ParseFS(assets, "assets/due.html")
	if err != nil {
		return nil, fmt.Errorf("serve: %w", err)
	}
	opt.Mounts = slices.Clone(opt.Mounts)
	return &Server{opt: opt, page: page, duePage: duePage, live: newLive(rand.Text()[:8], opt.Words)}, nil
}

// Handler answers all requests of the preview.
func (s *Server) Handler() http.Handler {
	return loopback.Guard(http.HandlerFunc(s.route), http.HandlerFunc(s.refused))
}

// route is no ServeMux, which would mend and redirect paths that we refuse.
func (s *Server) route(w http.ResponseWriter, r *http.Request) {
	own, is := strings.CutPrefix(r.URL.Path, prefix)
	switch {
	case !is:
		s.serveFile(w, r)
	case own == "events":
		s.live.serve(w, r)
	case own == "preview.js", own == "preview.css":
		s.serveAsset(w, r, "assets/"+own)
	case strings.HasPrefix(own, "due/"):
		s.serveDue(w, r, strings.Trim(strings.TrimPrefix(own, "due/"), "/"))
	default:
		s.notFound(w, r)
	}
}

// Reload tells browsers that a new build is in place. They load the page again
// and keep their place in it.
func (s *Server) Reload() { s.live.change(func(st *state) { st.builds++ }) }

// SetBuilding says that a build is under way, or over.
func (s *Server) SetBuilding(on bool) { s.live.change(func(st *state) { st.Building = on }) }

// SetProblems replaces what the panel shows. Errors open it over the last good
// page; warnings alone are a small button; with none it is gone.
func (s *Server) SetProblems(list []Problem) {
	ps := pack(list)
	s.live.change(func(st *state) { st.Problems = ps })
}

func (s *Server) serveAsset(w http.ResponseWriter, r *http.Request, name string) {
	f, err := assets.Open(name)
	if err != nil {
		s.notFound(w, r)
		return
	}
	defer f.Close()
	s.content(w, r, name, f)
}

func (s *Server) notice(n Notice) {
	if s.opt.Notice != nil {
		s.opt.Notice(n)
	}
}
