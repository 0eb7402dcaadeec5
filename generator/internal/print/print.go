// Package print makes PDFs of sheets with a browser that is on the machine: what Ctrl+P makes,
// for many sheets at once.
package print

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// A Job is one sheet.
type Job struct {
	Page string // its address: file:///…
	Out  string // file of the PDF; its folder is made when it is missing
}

// Options say how to print.
type Options struct {
	Browser string                   // program of the browser, "" to look for one
	Tabs    int                      // sheets at a time, 0 for two
	Done    func(job int, err error) // called after each job, one call at a time; may be nil
}

// ErrNoBrowser is the error of a machine without a browser that can print.
var ErrNoBrowser = errors.New("print: no browser was found")

// patience is how long one sheet may take: a whole township's ranking takes seconds.
const patience = time.Minute

// All prints the jobs with one browser. What goes wrong with one job is told to Done, and the
// others go on; the error is of what stops all.
func All(ctx context.Context, jobs []Job, opt Options) error {
	browser := opt.Browser
	if browser == "" {
		if browser = Find(); browser == "" {
			return ErrNoBrowser
		}
	}
	profile, err := os.MkdirTemp("", "gongshi-print")
	if err != nil {
		return fmt.Errorf("print: %w", err)
	}
	defer os.RemoveAll(profile)
	ctx, stop := chromedp.NewExecAllocator(ctx, options(browser, profile)...)
	defer stop()
	ctx, end := chromedp.NewContext(ctx)
	defer end()
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		return fmt.Errorf("print: %s does not start: %w", browser, err)
	}
	return inTabs(ctx, jobs, opt)
}

func options(browser, profile string) []chromedp.ExecAllocatorOption {
	list := []chromedp.ExecAllocatorOption{
		chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.Headless, chromedp.DisableGPU,
		chromedp.UserDataDir(profile), chromedp.ExecPath(browser), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("disable-extensions", true),
	}
	if os.Geteuid() == 0 { // as in a container, where the sandbox refuses to start
		list = append(list, chromedp.NoSandbox)
	}
	return list
}

// inTabs hands the jobs to tabs.
func inTabs(ctx context.Context, jobs []Job, opt Options) error {
	tabs := opt.Tabs
	if tabs < 1 {
		tabs = 2
	}
	next := make(chan int, len(jobs))
	for i := range jobs {
		next <- i
	}
	close(next)
	var wg sync.WaitGroup
	var mu sync.Mutex
	var broken error
	for range min(tabs, len(jobs)) {
		wg.Go(func() {
			tab, end := chromedp.NewContext(ctx)
			defer end()
			if err := chromedp.Do(tab, chromedp.Navigate("about:blank")); err != nil { // else the tab would end with its first sheet
				mu.Lock()
				broken = errors.Join(broken, fmt.Errorf("print: %w", err))
				mu.Unlock()
				return
			}
			for i := range next {
				if ctx.Err() != nil {
					return
				}
				err := one(tab, jobs[i])
				mu.Lock()
				if opt.Done != nil && ctx.Err() == nil {
					opt.Done(i, err)
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return errors.Join(broken, ctx.Err())
}

// ready waits for what a sheet is measured with.
const ready = `Promise.all([document.fonts.ready].concat([].map.call(document.images, function (i) { return i.decode ? i.decode().catch(function () {}) : 0; }))).then(function () { return true; })`

// one prints one sheet.
func one(ctx context.Context, j Job) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(j.Page)); err != nil {
		return fmt.Errorf("print %s: %w", j.Page, err)
	}
	if err := dress(ctx); err != nil {
		return fmt.Errorf("print %s: fonts: %w", j.Page, err)
	}
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](ready, chromedp.EvalAwaitPromise)); err != nil {
		return fmt.Errorf("print %s: %w", j.Page, err)
	}
	yes := true
	res, err := chromedp.Call(ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &yes, PrintBackground: &yes})
	if err != nil {
		return fmt.Errorf("print %s: %w", j.Page, err)
	}
	return writeWhole(j.Out, packed(res.Data))
}
