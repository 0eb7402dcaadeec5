package mirror

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// How many bytes an answer may have. A screen has 80 kB, the search of a township 300 kB.
const (
	maxInfo = 1 << 20
	maxPage = 16 << 20
	maxFile = 8 << 20
)

// doubtful is how far the clocks may differ; a network takes its time, too.
const doubtful = 90 * time.Second

// fetch returns what lies at an address, seen from the page. It notes by how much the clock of
// the origin is ahead.
func (m *Mirror) fetch(ctx context.Context, ref string, most int64) ([]byte, error) {
	at, err := m.base.Parse(ref)
	if err != nil {
		return nil, fmt.Errorf("mirror: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("mirror: %w", err)
	}
	req.Header.Set("Cache-Control", "no-cache")
	res, err := m.opt.Client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("mirror: %w", err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("mirror: %s: %s", at, res.Status)
	}
	data, err := io.ReadAll(io.LimitReader(res.Body, most+1))
	if err != nil {
		return nil, fmt.Errorf("mirror: %s: %w", at, err)
	}
	if int64(len(data)) > most {
		return nil, fmt.Errorf("mirror: %s has more than %d bytes", at, most)
	}
	if date, err := http.ParseTime(res.Header.Get("Date")); err == nil {
		ahead := date.Sub(m.opt.Now())
		if ahead.Abs() < doubtful {
			ahead = 0
		}
		m.mu.Lock()
		m.offset = ahead
		m.mu.Unlock()
	}
	return data, nil
}

// sameHost follows no way to another host: what a hotel's or a hall's login page answers in
// place of the site is none of it.
func sameHost(req *http.Request, via []*http.Request) error {
	if len(via) > 3 || req.URL.Host != via[0].URL.Host {
		return errors.New("sent to another host")
	}
	return nil
}

// reference returns an address of the page's own site, nil for any other.
func reference(s string) *url.URL {
	u, err := url.Parse(s)
	if err != nil || u.IsAbs() || u.Host != "" || u.Path == "" {
		return nil
	}
	return u
}
