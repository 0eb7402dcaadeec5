package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"gongshi/generator/internal/print"
	"gongshi/generator/internal/words"
)

// printOptions are the flags of print.
type printOptions struct {
	dir, browser string
	tabs         int
	merge        bool
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
	f.BoolVar(&o.merge, "merge", false, words.T("cli.flag.merge"))
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
	made, failed, err := a.makePDFs(ctx, o, list)
	if errors.Is(err, print.ErrNoBrowser) {
		return errUsage{errors.New(words.T("cli.print.nobrowser", "dir", a.localDir()))}
	}
	if err != nil {
		return err
	}
	took := fmt.Sprintf("%.1f", time.Since(began).Seconds())
	dir, err := filepath.Abs(o.dir)
	if err != nil {
		return err
	}
	fmt.Fprintln(a.stdout, words.T("cli.print.done", "n", itoa(made), "took", took))
	if made > 0 {
		fmt.Fprintln(a.stdout, words.T("cli.print.next", "dir", dir))
	}
	if failed > 0 {
		return errProblems
	}
	return nil
}

// makePDFs makes the PDFs of sheets, one each or merged.
func (a *app) makePDFs(ctx context.Context, o printOptions, list []print.Sheet) (made, failed int, err error) {
	dir := o.dir
	if o.merge {
		if dir, err = os.MkdirTemp("", "gongshi-print"); err != nil {
			return 0, 0, err
		}
		defer os.RemoveAll(dir)
	}
	jobs, err := a.printJobs(dir, list)
	if err != nil {
		return 0, 0, err
	}
	bad := make([]bool, len(list))
	done, progress := 0, a.progress("cli.print.progress")
	progress(0, len(jobs))
	err = print.All(ctx, jobs, print.Options{Browser: o.browser, Tabs: o.tabs, Done: func(i int, err error) {
		if err != nil {
			failed++
			bad[i] = true
			fmt.Fprintln(a.stderr, words.T("cli.print.failed", "sheet", list[i].Unit+" "+list[i].Title, "error", err.Error()))
		}
		done++
		progress(done, len(jobs))
	}})
	if err != nil || !o.merge {
		return done - failed, failed, err
	}
	for _, b := range print.Bundles(list) {
		if slices.ContainsFunc(b.Sheets, func(i int) bool { return bad[i] }) {
			fmt.Fprintln(a.stderr, words.T("cli.print.unmerged", "file", b.Name))
			continue
		}
		var parts []print.Part
		for _, i := range b.Sheets {
			parts = append(parts, print.Part{File: jobs[i].Out, Title: list[i].Title})
		}
		if err := print.Merge(filepath.Join(o.dir, b.Name), parts); err != nil {
			return made, failed, err
		}
		made++
	}
	return made, failed, ctx.Err()
}

// printJobs are the sheets with their files, as a browser and the disk know them.
func (a *app) printJobs(dir string, list []print.Sheet) ([]print.Job, error) {
	from, err := filepath.Abs(a.localDir())
	if err != nil {
		return nil, err
	}
	jobs := make([]print.Job, len(list))
	for i, name := range print.Names(list) {
		jobs[i] = print.Job{Page: fileURL(filepath.Join(from, filepath.FromSlash(list[i].Path))), Out: filepath.Join(dir, filepath.FromSlash(name))}
	}
	return jobs, nil
}

// printPage makes a PDF of a page that is one file in itself.
func printPage(ctx context.Context, page []byte, out string) error {
	dir, err := os.MkdirTemp("", "gongshi-print")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	name := filepath.Join(dir, "page.html")
	if err := os.WriteFile(name, page, 0o644); err != nil {
		return err
	}
	var failed error
	err = print.All(ctx, []print.Job{{Page: fileURL(name), Out: out}}, print.Options{Done: func(_ int, err error) { failed = err }})
	return errors.Join(err, failed)
}

// fileURL is the address of a file.
func fileURL(name string) string {
	name = filepath.ToSlash(name)
	if name[0] != '/' {
		name = "/" + name // C:/…
	}
	return (&url.URL{Scheme: "file", Path: name}).String()
}
