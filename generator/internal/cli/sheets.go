package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"gongshi/generator/internal/print"
	"gongshi/generator/internal/words"
)

// printOptions are the flags of print.
type printOptions struct {
	dir, browser string
	tabs         int
}

// print makes PDFs of sheets.
func (a *app) print() *cobra.Command {
	var o printOptions
	c := a.command("print", nil)
	c.Use = "print " + words.T("cli.print.arg")
	c.Args = cobra.ArbitraryArgs
	c.RunE = func(c *cobra.Command, args []string) error {
		a.ran = true
		return a.printSheets(c.Context(), o, args)
	}
	f := c.Flags()
	f.StringVarP(&o.dir, "output", "o", "", words.T("cli.flag.printdir"))
	f.StringVar(&o.browser, "browser", "", words.T("cli.flag.browser"))
	f.IntVar(&o.tabs, "tabs", 2, words.T("cli.flag.tabs"))
	return c
}

// localDir is the folder of what is complete for hall and board.
func (a *app) localDir() string { return a.outDir() + ".local" }

func (a *app) printSheets(ctx context.Context, o printOptions, args []string) error {
	began := time.Now()
	all, err := print.Sheets(a.localDir())
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(all) == 0 {
		return errUsage{errors.New(words.T("cli.print.nothing", "dir", a.localDir()))}
	}
	if err != nil {
		return err
	}
	list, unknown := print.Select(all, args)
	switch {
	case unknown != "":
		return errUsage{errors.New(words.T("cli.print.unknown", "name", unknown))}
	case len(list) == 0:
		return errUsage{errors.New(words.T("cli.print.none", "names", joinWords(args)))}
	}
	if o.dir == "" {
		o.dir = a.outDir() + ".print"
	}
	jobs, err := a.printJobs(o.dir, list)
	if err != nil {
		return err
	}
	done, failed, progress := 0, 0, a.progress()
	progress(0, len(jobs))
	err = print.All(ctx, jobs, print.Options{Browser: o.browser, Tabs: o.tabs, Done: func(i int, err error) {
		if err != nil {
			failed++
			fmt.Fprintln(a.stderr, words.T("cli.print.failed", "sheet", list[i].Unit+" "+list[i].Title, "error", err.Error()))
		}
		done++
		progress(done, len(jobs))
	}})
	if errors.Is(err, print.ErrNoBrowser) {
		return errUsage{errors.New(words.T("cli.print.nobrowser", "dir", a.localDir()))}
	}
	if err != nil {
		return err
	}
	took := fmt.Sprintf("%.1f", time.Since(began).Seconds())
	fmt.Fprintln(a.stdout, words.T("cli.print.done", "n", itoa(done-failed), "dir", o.dir, "took", took))
	if failed > 0 {
		return errProblems
	}
	return nil
}

// printJobs are the sheets with their files, as a browser and the disk know them.
func (a *app) printJobs(dir string, list []print.Sheet) ([]print.Job, error) {
	from, err := filepath.Abs(a.localDir())
	if err != nil {
		return nil, err
	}
	jobs := make([]print.Job, len(list))
	for i, name := range print.Names(list) {
		file := filepath.ToSlash(filepath.Join(from, filepath.FromSlash(list[i].Path)))
		if file[0] != '/' {
			file = "/" + file // C:/…
		}
		jobs[i] = print.Job{Page: (&url.URL{Scheme: "file", Path: file}).String(), Out: filepath.Join(dir, filepath.FromSlash(name))}
	}
	return jobs, nil
}
