package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"gongshi/generator/internal/sample"
	"gongshi/generator/internal/site"
	"gongshi/generator/internal/words"
)

// sampleOptions are the flags of sample.
type sampleOptions struct {
	villages int
	seed     uint64
	out      string
	replace  bool
}

// sample writes a made-up site.
func (a *app) sample() *cobra.Command {
	var o sampleOptions
	c := a.command("sample", func(ctx context.Context) error { return a.writeSample(ctx, o) })
	f := c.Flags()
	f.IntVar(&o.villages, "villages", 13, words.T("cli.flag.villages"))
	f.Uint64Var(&o.seed, "seed", 1, words.T("cli.flag.seed"))
	f.StringVar(&o.out, "out", "", words.T("cli.flag.sampleout"))
	f.BoolVar(&o.replace, "replace", false, words.T("cli.flag.replace"))
	return c
}

func (a *app) writeSample(ctx context.Context, o sampleOptions) error {
	began := time.Now()
	zone, err := time.LoadLocation(site.DefaultZone)
	if err != nil {
		return err
	}
	if a.asOf == "" {
		a.asOf = began.Format(time.RFC3339)
	}
	day, err := site.ParseAsOf(a.asOf, zone)
	switch {
	case err != nil:
		return errUsage{errors.New(words.T("cli.badasof", "value", a.asOf))}
	case o.villages < 1 || o.villages > sample.Most:
		return errUsage{errors.New(words.T("cli.sample.villages", "most", itoa(sample.Most)))}
	case o.out == "":
		return errUsage{errors.New(words.T("cli.sample.noout"))}
	}
	root, err := openSample(o)
	if err != nil {
		return err
	}
	defer root.Close()
	counts, files, size, err := a.fillSample(ctx, root, sample.New(sample.Options{Villages: o.villages, Seed: o.seed, Day: day}))
	if err != nil {
		fmt.Fprintln(a.stderr, words.T("cli.sample.partly", "dir", o.out))
		return err
	}
	fmt.Fprintln(a.stdout, words.T("cli.sample.done", "villages", itoa(counts.Villages), "townships", itoa(counts.Townships),
		"members", itoa(counts.Members), "entries", itoa(counts.Entries), "grids", itoa(counts.Grids),
		"stars", itoa(counts.Stars), "outcomes", itoa(counts.Outcomes), "files", itoa(files),
		"mb", strconv.FormatFloat(float64(size)/1e6, 'f', 1, 64), "took", strconv.FormatFloat(time.Since(began).Seconds(), 'f', 1, 64)))
	dir := o.out
	if strings.ContainsAny(dir, " \t") {
		dir = strconv.Quote(dir)
	}
	fmt.Fprintln(a.stdout, words.T("cli.sample.next", "dir", dir, "day", day.ISO()))
	return nil
}

// sampleMark begins the first file of every sample. A folder without it is somebody's own.
const sampleMark = "# gongshi sample "

// openSample opens the folder of a sample: a new or empty one, or an older sample that is to
// be replaced. Nothing outside of it can be written.
func openSample(o sampleOptions) (*os.Root, error) {
	if err := os.MkdirAll(o.out, 0o755); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(o.out)
	if err != nil {
		return nil, err
	}
	list, err := fs.ReadDir(root.FS(), ".")
	if err == nil && len(list) > 0 {
		err = clearSample(root, o)
	}
	if err != nil {
		root.Close()
		return nil, err
	}
	return root, nil
}

// clearSample takes the data of an older sample away and leaves what was built of them.
func clearSample(root *os.Root, o sampleOptions) error {
	old, err := root.ReadFile("data/site.yaml")
	made := err == nil && strings.HasPrefix(string(old), sampleMark)
	switch {
	case !made:
		return errUsage{errors.New(words.T("cli.sample.foreign", "dir", o.out))}
	case !o.replace:
		return errUsage{errors.New(words.T("cli.sample.exists", "dir", o.out))}
	}
	// The mark goes last: stopped in between, the folder is known as a sample.
	list, err := fs.ReadDir(root.FS(), "data")
	for _, f := range list {
		if f.Name() != "site.yaml" {
			err = errors.Join(err, root.RemoveAll(path.Join("data", f.Name())))
		}
	}
	return errors.Join(err, root.RemoveAll("content"))
}

// fillSample writes the files of all units, a few units at a time.
func (a *app) fillSample(ctx context.Context, root *os.Root, s *sample.Site) (counts sample.Counts, files int, size int64, err error) {
	var mu sync.Mutex
	next, done, progress := 0, 0, a.progress("cli.progressline")
	progress(0, s.Units())
	take := func() (int, bool) {
		mu.Lock()
		defer mu.Unlock()
		next++
		return next - 1, next <= s.Units() && err == nil && ctx.Err() == nil
	}
	give := func(list []sample.File, c sample.Counts, failed error) {
		mu.Lock()
		defer mu.Unlock()
		counts.Add(c)
		for _, f := range list {
			files, size = files+1, size+int64(len(f.Data))
		}
		err = errors.Join(err, failed)
		done++
		progress(done, s.Units())
	}
	err = writeAll(root, s.Common())
	jobs := a.jobs
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	var workers sync.WaitGroup
	for range jobs {
		workers.Go(func() {
			for i, ok := take(); ok; i, ok = take() {
				list, c := s.Unit(i)
				give(list, c, writeAll(root, list))
			}
		})
	}
	workers.Wait()
	return counts, files, size, errors.Join(err, ctx.Err())
}

func writeAll(root *os.Root, list []sample.File) error {
	for _, f := range list {
		if err := root.MkdirAll(path.Dir(f.Path), 0o755); err != nil {
			return err
		}
		if err := root.WriteFile(f.Path, f.Data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
