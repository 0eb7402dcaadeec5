package mirror

import (
	"bytes"
	"context"
	_ "embed"
	"net/http"
	"path"
	"strconv"
	"time"

	"gongshi/generator/internal/loopback"
)

// DefaultAddr is where a mirror is served when nothing else is said.
const DefaultAddr = "127.0.0.1:1414"

// waiting is shown until there is a first version: it asks again by itself.
//
//go:embed waiting.html
var waiting []byte

// Serve answers requests until ctx is done, and then returns nil. See loopback.Serve; ready gets
// the address of the page.
func (m *Mirror) Serve(ctx context.Context, addr string, ready func(url string)) error {
	return loopback.Serve(ctx, m.Handler(), loopback.Options{
		Addr:  addr,
		Taken: func(addr string) { m.tell(Notice{Code: PortTaken, Detail: addr}) },
		Ready: func(addr string) { ready("http://" + addr + m.Path()) },
	})
}

// Handler answers for the page, its build.json and what it loads, from the version that is
// kept. Date is the origin's clock, Age how long ago it was last known to have this version:
// the screen takes both for its own.
func (m *Mirror) Handler() http.Handler {
	refused := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, http.StatusText(http.StatusMisdirectedRequest), http.StatusMisdirectedRequest)
	})
	return loopback.Guard(http.HandlerFunc(m.serve), refused)
}

func (m *Mirror) serve(w http.ResponseWriter, r *http.Request) {
	m.mu.Lock()
	good, contact, now := m.good, m.contact, m.opt.Now()
	offset := m.offset
	m.mu.Unlock()
	at := r.URL.Path
	if at == "/" || at == m.base.Path {
		http.Redirect(w, r, m.Path(), http.StatusFound)
		return
	}
	data, ok := good.file(m.base.Path, at)
	switch {
	case good == nil && at == m.base.Path+"index.html":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusServiceUnavailable)
		w.Write(waiting)
		return
	case !ok:
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", types[path.Ext(at)])
	h.Set("Date", now.Add(offset).UTC().Format(http.TimeFormat))
	h.Set("Age", strconv.Itoa(int(max(0, now.Sub(contact).Seconds()))))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

// types are those of what a screen loads. The system's own table is not asked: on Windows any
// program may have changed it.
var types = map[string]string{
	".html": "text/html; charset=utf-8",
	".json": "application/json",
	".js":   "text/javascript; charset=utf-8",
	".css":  "text/css; charset=utf-8",
}

// file returns what lies at a path of the site; base is the folder of the page.
func (v *version) file(base, at string) ([]byte, bool) {
	if v == nil {
		return nil, false
	}
	switch at {
	case base + "index.html":
		return v.page, true
	case path.Join(base, "../build.json"):
		return v.info, true
	}
	data, ok := v.files[at]
	return data, ok
}
