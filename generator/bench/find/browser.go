package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"time"

	"github.com/chromedp/chromedp"

	"gongshi/generator/bench/phone"
)

// The road to a telephone in a village, and the telephone.
const (
	latency    = 562.5                  // ms
	throughput = 1.44 * 1024 * 1024 / 8 // bytes a second
	slowness   = 4                      // as fast a processor
	pause      = 300 * time.Millisecond // from the focus to the first key
	firsts     = 7                      // cold visits
	patience   = 10 * time.Minute       // with one query
)

//go:embed bench.js
var benchJS string

// tab is a browser with one page.
type tab struct{ *phone.Tab }

// openTab starts a browser without a cache.
func openTab(ctx context.Context) (*tab, func(), error) {
	b, done, err := phone.Open(ctx)
	return &tab{b}, done, err
}

// slow makes the network and the processor those of a telephone in a village, or of this machine.
func (b *tab) slow(yes bool) error {
	if !yes {
		return b.Slow(nil)
	}
	return b.Slow(&phone.Road{Latency: latency, Throughput: throughput, Slowness: slowness})
}

// page opens a page, at the speed of this machine, and puts what an engine's page needs for asking into it.
func (b *tab) page(url, script string) error {
	if err := b.slow(false); err != nil {
		return err
	}
	if err := chromedp.Do(b.Ctx, chromedp.EmulateViewport(360, 760), chromedp.Navigate(url)); err != nil {
		return err
	}
	_, err := eval[bool](b, benchJS+script+";true", time.Minute)
	return err
}

func eval[V any](b *tab, js string, limit time.Duration) (V, error) {
	return phone.Eval[V](b.Tab, js, limit)
}

// asked is what bench.js tells of one query.
type asked struct {
	Hits      []json.RawMessage // as the engine tells of records
	FromFocus float64           // ms until they were shown
	FromKey   float64
	Engine    float64 // ms from the question to the answer, without what the box waits for more keys
	Bytes     int
	Requests  int
	Steps     int // requests in a chain: one began when another had ended
}

// ask types a query, so long after the box got the focus, and waits until the hits are shown.
func (b *tab) ask(text string, wait time.Duration, limit time.Duration) (*asked, error) {
	out, err := eval[string](b, fmt.Sprintf("bench.ask(%s, %d)", quoted(text), wait.Milliseconds()), limit)
	if err != nil {
		return nil, err
	}
	a := &asked{}
	return a, json.Unmarshal([]byte(out), a)
}

func quoted(s string) string {
	out, _ := json.Marshal(s)
	return string(out)
}
