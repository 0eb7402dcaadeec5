// Package cli is the program as a function of its arguments and streams. It parses
// flags, calls package site and puts what comes back into words; it decides nothing
// about data.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"gongshi/generator/internal/fonts"
	"gongshi/generator/internal/site"
	"gongshi/generator/internal/words"
	"gongshi/themes"
)

// The exit statuses.
const (
	exitClean    = 0
	exitProblems = 1 // in the data
	exitUsage    = 2
	exitMachine  = 3 // or interrupted before the work was done
)

// errProblems ends a command whose data had errors; they are printed already.
var errProblems = errors.New("problems in the data")

// errUsage wraps what is wrong with the command line.
type errUsage struct{ error }

// app is one run of the program.
type app struct {
	stdout, stderr io.Writer
	site           string
	out            string
	asOf           string
	jobs           int
	strict         bool // --strict-site
	noCache        bool // --no-cache
	packed         bool // --precompress
	ran            bool // a command began: the command line was understood
}

// Main runs the program and returns its exit status.
func Main(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return run(ctx, args, stdout, stderr)
}

// run is Main until ctx is done.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	a := &app{stdout: stdout, stderr: stderr}
	root := a.root()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	var usage errUsage
	switch {
	case err == nil:
		return exitClean
	case errors.Is(err, errProblems):
		return exitProblems
	case errors.As(err, &usage):
		fmt.Fprintln(stderr, err)
		return exitUsage
	case errors.Is(err, site.ErrNoUnits), errors.Is(err, site.ErrOut), errors.Is(err, site.ErrOutName):
		fmt.Fprintln(stderr, machineText(err))
		return exitUsage
	case !a.ran:
		fmt.Fprintln(stderr, words.T("cli.usage", "error", err.Error()))
		return exitUsage
	}
	fmt.Fprintln(stderr, machineText(err))
	return exitMachine
}

func (a *app) root() *cobra.Command {
	cmd := &cobra.Command{
		Use:           "gongshi",
		Short:         words.T("cli.short"),
		Long:          words.T("cli.long"),
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	f := cmd.PersistentFlags()
	f.StringVar(&a.site, "site", ".", words.T("cli.flag.site"))
	f.StringVar(&a.out, "out", "", words.T("cli.flag.out"))
	f.StringVar(&a.asOf, "as-of", "", words.T("cli.flag.asof"))
	f.IntVar(&a.jobs, "jobs", 0, words.T("cli.flag.jobs"))
	cmd.AddCommand(a.build(), a.check(), a.due(), a.serve(), a.watch(), a.print(), a.kiosk(), a.new(), a.sample(), a.search(), a.changes(), a.close(), a.keys(), a.version())
	cmd.CompletionOptions.HiddenDefaultCmd = true
	cmd.SetUsageTemplate(words.T("cli.template.usage"))
	cmd.SetHelpTemplate(words.T("cli.template.help"))
	cmd.SetHelpCommand(&cobra.Command{Use: "help", Hidden: true, RunE: func(*cobra.Command, []string) error { return cmd.Help() }})
	cmd.InitDefaultHelpFlag()
	cmd.Flags().Lookup("help").Usage = words.T("cli.flag.help")
	return cmd
}

// command makes a subcommand without arguments.
func (a *app) command(name string, run func(context.Context) error) *cobra.Command {
	c := &cobra.Command{Use: name, Short: words.T("cli." + name + ".short"), Long: words.T("cli." + name + ".long"), Args: cobra.NoArgs}
	c.RunE = func(c *cobra.Command, _ []string) error {
		a.ran = true
		return run(c.Context())
	}
	c.InitDefaultHelpFlag()
	c.Flags().Lookup("help").Usage = words.T("cli.flag.help")
	return c
}

// open opens the site with the common flags.
func (a *app) open() (*site.Site, error) {
	if st, err := os.Stat(a.site); err != nil || !st.IsDir() {
		return nil, errUsage{errors.New(words.T("cli.nosite", "dir", a.site))}
	}
	if a.asOf != "" {
		if _, err := site.ParseAsOf(a.asOf, time.UTC); err != nil {
			return nil, errUsage{errors.New(words.T("cli.badasof", "value", a.asOf))}
		}
	}
	return site.Open(site.Config{
		Root: a.site, Out: a.outDir(), Theme: themes.Default(), Program: programVersion(), Edition: edition(), AsOf: a.asOf, Jobs: a.jobs, Strict: a.strict,
		NoCache:  a.noCache,
		Packed:   a.packed,
		Progress: a.progress("cli.progressline"),
	})
}

// outDir is --out, else public in the site's folder.
func (a *app) outDir() string {
	if a.out != "" {
		return a.out
	}
	return joinPath(a.site, "public")
}

func (a *app) build() *cobra.Command {
	var verify bool
	c := a.strictly(a.command("build", func(ctx context.Context) error {
		s, err := a.open()
		if err != nil {
			return err
		}
		defer s.Close()
		r, err := s.Build(ctx)
		if r != nil { // what was found is worth reading, whatever the machine did
			a.printProblems(r.Problems)
		}
		if err != nil {
			return err
		}
		a.printSummary(r)
		if verify {
			if err := a.verify(ctx, s); err != nil {
				return err
			}
		}
		if r.Errors() > 0 {
			return errProblems
		}
		return nil
	}))
	c.Flags().BoolVar(&a.noCache, "no-cache", false, words.T("cli.flag.nocache"))
	c.Flags().BoolVar(&a.packed, "precompress", false, words.T("cli.flag.precompress"))
	c.Flags().BoolVar(&verify, "verify-cache", false, words.T("cli.flag.verifycache"))
	return c
}

// verify compares what was built with the help of the cache with a clean build.
func (a *app) verify(ctx context.Context, s *site.Site) error {
	same, wrong, err := s.Verify(ctx)
	switch {
	case err != nil:
		return err
	case len(wrong) == 0:
		fmt.Fprintln(a.stdout, words.T("cli.cache.right", "files", itoa(same)))
		return nil
	}
	const most = 10
	list := strings.Join(wrong[:min(most, len(wrong))], "\n")
	fmt.Fprintln(a.stdout, words.T("cli.cache.wrong", "n", itoa(len(wrong)), "files", list))
	return errProblems
}

// strictly gives a command that builds the flag --strict-site.
func (a *app) strictly(c *cobra.Command) *cobra.Command {
	c.Flags().BoolVar(&a.strict, "strict-site", false, words.T("cli.flag.strictsite"))
	return c
}

func (a *app) check() *cobra.Command {
	var format string
	c := a.command("check", func(ctx context.Context) error {
		if format != "text" && format != "json" {
			return errUsage{errors.New(words.T("cli.badformat", "value", format))}
		}
		s, err := a.open()
		if err != nil {
			return err
		}
		defer s.Close()
		r, err := s.Check(ctx)
		if err != nil {
			return err
		}
		if format == "json" {
			if err := a.printJSON(r.Problems); err != nil {
				return err
			}
		} else {
			a.printProblems(r.Problems)
			fmt.Fprintln(a.stdout, words.T("cli.checked", "units", itoa(r.Units), "errors", itoa(r.Errors()), "warnings", itoa(r.Warnings())))
		}
		if r.Errors() > 0 {
			return errProblems
		}
		return nil
	})
	c.Flags().StringVar(&format, "format", "text", words.T("cli.flag.format"))
	return c
}

func (a *app) version() *cobra.Command {
	var licences bool
	c := a.command("version", func(context.Context) error {
		fmt.Fprintln(a.stdout, words.T("cli.version", "version", programVersion()))
		if licences {
			fmt.Fprint(a.stdout, "\n", fonts.Licences())
		}
		return nil
	})
	c.Flags().BoolVar(&licences, "licences", false, words.T("cli.flag.licences"))
	return c
}

// edition tells this build of the program from others of the same version.
func edition() string {
	name, err := os.Executable()
	if err != nil {
		return ""
	}
	st, err := os.Stat(name)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%d %d", st.Size(), st.ModTime().UnixNano())
}

// programVersion is the version of the module, or of the commit it was built from.
func programVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "devel"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value[:min(12, len(s.Value))]
		}
	}
	return "devel"
}

func (a *app) keys() *cobra.Command {
	return a.command("keys", func(context.Context) error {
		group := ""
		for _, p := range words.Keys() {
			if p.Group != group {
				group = p.Group
				fmt.Fprintf(a.stdout, "\n## %s\n", group)
			}
			fmt.Fprintf(a.stdout, "%s\t%s\n", joinWords(p.Chinese), joinWords(append([]string{p.Code}, p.English...)))
		}
		return nil
	})
}
