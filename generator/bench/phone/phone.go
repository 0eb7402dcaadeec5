// Package phone is the telephone on which the benches look at pages: Chromium without a cache,
// behind a slow network and with a slow processor, and a server as good ones are.
package phone

import (
	"context"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// A Tab is a browser with one page.
type Tab struct {
	Ctx     context.Context
	Version string
}

// A Road is what lies between a page and who reads it.
type Road struct {
	Latency    float64 // ms from a request to its answer
	Throughput float64 // bytes a second
	Slowness   float64 // how many times slower than this machine's the processor is
}

// Open starts a browser without a cache; the function that it returns ends it.
func Open(ctx context.Context) (*Tab, func(), error) {
	ctx, stop := chromedp.NewExecAllocator(ctx,
		chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.Headless, chromedp.DisableGPU, chromedp.NoSandbox,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	ctx, leave := chromedp.NewContext(ctx)
	b := &Tab{Ctx: ctx}
	v, err := chromedp.Call(ctx, browser.GetVersion, cdp.Empty{})
	b.Version = v.Product
	do := func(e error) {
		if err == nil {
			err = e
		}
	}
	do(called(b, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}))
	do(called(b, network.Enable, network.EnableParams{}))
	do(called(b, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true}))
	return b, func() { leave(); stop() }, err
}

func called[P, R any](b *Tab, command cdp.Command[P, R], params P) error {
	_, err := chromedp.Call(b.Ctx, command, params)
	return err
}

// Slow puts a road before the browser; nil takes it away.
func (b *Tab) Slow(r *Road) error {
	c, rate := &network.Conditions{DownloadThroughput: -1, UploadThroughput: -1}, 1.0
	if r != nil {
		c, rate = &network.Conditions{Latency: r.Latency, DownloadThroughput: r.Throughput, UploadThroughput: r.Throughput / 2}, r.Slowness
	}
	if err := called(b, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: rate}); err != nil {
		return err
	}
	return called(b, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{c}})
}

// Eval returns the value of an expression, or of what it promises.
func Eval[V any](b *Tab, js string, limit time.Duration) (V, error) {
	ctx, cancel := context.WithTimeout(b.Ctx, limit)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[V](js, chromedp.EvalAwaitPromise))
}
