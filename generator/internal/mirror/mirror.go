// Package mirror keeps the last good version of a hall screen on the machine that shows it,
// and serves it there: the networks of halls break, and a screen must not.
//
// It asks as the screen itself would: for build.json of the unit, and when that names another
// build for the page, which counts only when it is whole and of that build. With it comes what
// the page loads (the search). A version is written beside the one before and takes its place
// at once, so that neither a cut network nor a cut current leaves half of one.
package mirror

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"
)

// Options say what to keep, and where.
type Options struct {
	Page   string                                     // address of the hall screen: http://host/…/kiosk/
	Dir    string                                     // folder for the versions, made when it is missing
	Client *http.Client                               // nil for one that gives up in good time
	Notice func(Notice)                               // what happened; nil to be told nothing
	Every  time.Duration                              // between two looks when all is well; 0 for a minute
	Now    func() time.Time                           // the clock of this machine
	sleep  func(context.Context, time.Duration) error // tests do not wait
}

// Code names what a Notice is about.
type Code string

// The codes of notices.
const (
	Updated Code = "updated" // Detail is the build that is shown from now on
	Lost    Code = "lost"    // the first look in vain; Err says why
	Found   Code = "found"   // the first one that succeeds again

	PortTaken Code = "port-taken" // Detail is an address that is in use; the next one is tried
)

// A Notice is something that happened.
type Notice struct {
	Code   Code
	Detail string
	Err    error
}

// ErrPage is the error of an address that is no hall screen's.
var ErrPage = errors.New("mirror: no address of a hall screen")

// A Mirror is one hall screen. Its methods may be called from any goroutine.
type Mirror struct {
	opt   Options
	base  *url.URL // of the page's folder, ends with kiosk/
	store *store

	mu      sync.Mutex
	good    *version      // what is shown, nil until there is one
	contact time.Time     // when the origin answered last, by this machine's clock
	offset  time.Duration // what its clock is ahead of this machine's
	lost    bool
}

// everyMinute is how often the screen itself asks, see js/kiosk.js.
const everyMinute = time.Minute

// longest is the longest time between two looks while the origin does not answer: with the time
// until the screen asks, five minutes at most (design/look.md).
const longest = 3 * time.Minute

// New checks the options and opens what was kept. Close it.
func New(opt Options) (*Mirror, error) {
	base, err := parse(opt.Page)
	if err != nil {
		return nil, err
	}
	if opt.Every == 0 {
		opt.Every = everyMinute
	}
	if opt.Client == nil {
		opt.Client = &http.Client{Timeout: 30 * time.Second, CheckRedirect: sameHost}
	}
	if opt.sleep == nil {
		opt.sleep = sleep
	}
	if err := os.MkdirAll(opt.Dir, 0o755); err != nil {
		return nil, fmt.Errorf("mirror: %w", err)
	}
	m := &Mirror{opt: opt, base: base}
	if m.store, err = openStore(opt.Dir, base.String()); err != nil {
		return nil, err
	}
	if m.good = m.store.current(); m.good != nil {
		m.contact = m.good.seen
	}
	return m, nil
}

// Close gives up the folder.
func (m *Mirror) Close() error { return m.store.close() }

// parse returns the folder of a hall screen's address.
func parse(page string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(page))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("%w: %q", ErrPage, page)
	}
	path := strings.TrimSuffix(u.Path, "index.html")
	path = strings.TrimSuffix(path, "/") + "/"
	if !strings.HasSuffix(path, "/"+screen+"/") {
		path += screen + "/"
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host, User: u.User, Path: path}, nil
}

// screen is the folder of a unit's hall screen.
const screen = "kiosk"

// Path is the address of the page on this machine, below its root.
func (m *Mirror) Path() string { return m.base.EscapedPath() + "index.html" }

// Run looks for new versions until ctx is done.
func (m *Mirror) Run(ctx context.Context) {
	for fails := 0; ; {
		if m.look(ctx) == nil {
			fails = 0
		} else {
			fails++
		}
		if m.opt.sleep(ctx, pause(m.opt.Every, fails)) != nil {
			return
		}
	}
}

// pause is how long to wait after so many looks in vain, ± 20 %: after a cut of the current a
// hundred screens begin together.
func pause(every time.Duration, fails int) time.Duration {
	for range min(fails, 8) {
		every = min(2*every, longest)
	}
	return time.Duration(float64(every) * (.8 + .4*rand.Float64()))
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// look asks once, and keeps what is new.
func (m *Mirror) look(ctx context.Context) error {
	err := m.update(ctx)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	m.mu.Lock()
	was := m.lost
	m.lost = err != nil
	m.mu.Unlock()
	switch {
	case err != nil && !was:
		m.tell(Notice{Code: Lost, Err: err})
	case err == nil && was:
		m.tell(Notice{Code: Found})
	}
	return err
}

func (m *Mirror) tell(n Notice) {
	if m.opt.Notice != nil {
		m.opt.Notice(n)
	}
}

// update fetches the version that the origin has, unless it is the one that is kept.
func (m *Mirror) update(ctx context.Context) error {
	info, err := m.fetch(ctx, "../build.json", maxInfo)
	if err != nil {
		return err
	}
	var v struct{ Build string }
	if err := json.Unmarshal(info, &v); err != nil || v.Build == "" {
		return fmt.Errorf("mirror: build.json names no build: %w", err)
	}
	m.mu.Lock()
	good := m.good
	m.mu.Unlock()
	if good == nil || good.build != v.Build {
		page, err := m.fetch(ctx, "index.html?b="+url.QueryEscape(v.Build), maxPage)
		if err != nil {
			return err
		}
		next := &version{build: v.Build, info: info, page: page}
		if !next.whole() {
			return errors.New("mirror: half a page, or one of another build")
		}
		for _, ref := range next.loads() {
			path := m.base.ResolveReference(ref).Path
			if data, err := m.fetch(ctx, path, maxFile); err == nil { // the page goes on without
				next.add(path, data)
			}
		}
		if err := m.store.keep(next); err != nil {
			return err
		}
		m.mu.Lock()
		m.good = next
		m.mu.Unlock()
		m.tell(Notice{Code: Updated, Detail: v.Build})
	}
	m.mu.Lock()
	m.contact = m.opt.Now()
	m.mu.Unlock()
	return m.store.seen(m.opt.Now())
}
