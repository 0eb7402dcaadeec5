package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gongshi/generator/internal/change"
	"gongshi/generator/internal/history"
	"gongshi/generator/internal/print"
	"gongshi/generator/internal/site"
	"gongshi/generator/internal/words"
)

// changesFlags are the flags of changes.
type changesFlags struct{ since, format, file string }

// changes says what differs between what is public now and an earlier publication.
func (a *app) changes() *cobra.Command {
	var f changesFlags
	c := a.command("changes", nil)
	c.Use = "changes " + words.T("cli.changes.arg")
	c.Args = atMost(1)
	c.RunE = func(c *cobra.Command, args []string) error {
		a.ran = true
		if f.format == "" {
			f.format = formatOf(f.file)
		}
		if !slices.Contains([]string{"text", "json", "html", "pdf"}, f.format) {
			return errUsage{errors.New(words.T("cli.changes.formats", "value", f.format))}
		}
		if f.format == "pdf" && f.file == "" {
			return errUsage{errors.New(words.T("cli.changes.nofile"))}
		}
		s, err := a.open()
		if err != nil {
			return err
		}
		defer s.Close()
		if f.since == "" {
			return a.listPublications(s)
		}
		unit := ""
		if len(args) == 1 {
			unit = args[0]
		}
		return a.showChanges(c.Context(), s, f, unit)
	}
	c.Flags().StringVar(&f.since, "since", "", words.T("cli.flag.since"))
	c.Flags().StringVar(&f.format, "format", "", words.T("cli.flag.changesformat"))
	c.Flags().StringVarP(&f.file, "output", "o", "", words.T("cli.flag.file"))
	return c
}

// formatOf is the format of a file by its name: text unless it ends like another one.
func formatOf(file string) string {
	if ext := strings.TrimPrefix(strings.ToLower(filepath.Ext(file)), "."); ext == "pdf" || ext == "html" || ext == "json" {
		return ext
	}
	return "text"
}

// listPublications lists what --since may name.
func (a *app) listPublications(s *site.Site) error {
	list := s.Publications()
	if len(list) == 0 {
		fmt.Fprintln(a.stdout, words.T("cli.changes.empty"))
		return nil
	}
	for _, r := range list {
		fmt.Fprintln(a.stdout, words.T("cli.changes.entry", "day", r.Day, "build", r.Build, "units", itoa(len(r.Units))))
	}
	fmt.Fprintln(a.stdout, words.T("cli.changes.listed", "day", list[0].Day))
	return nil
}

func (a *app) showChanges(ctx context.Context, s *site.Site, f changesFlags, unit string) error {
	l, err := s.Changes(ctx, f.since, unit)
	if err != nil {
		return changesError(err, f.since)
	}
	var b bytes.Buffer
	switch f.format {
	case "json":
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		err = e.Encode(l)
	case "html", "pdf":
		var page []byte
		page, err = s.Print("changes", l.Sheet(unitName(l, unit)))
		b.Write(page)
	default:
		l.Sheet(unitName(l, unit)).Print(&b)
	}
	if err != nil {
		return err
	}
	if f.file == "" {
		_, err = a.stdout.Write(b.Bytes())
		return err
	}
	if f.format == "pdf" {
		err = printPage(ctx, b.Bytes(), f.file)
	} else {
		err = os.WriteFile(f.file, b.Bytes(), 0o644)
	}
	if errors.Is(err, print.ErrNoBrowser) {
		return errUsage{errors.New(words.T("cli.changes.nobrowser"))}
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(a.stdout, words.T("cli.new.wrote", "file", f.file))
	return nil
}

// unitName is the name of the unit that was asked for, "" for all.
func unitName(l *change.List, unit string) string {
	for _, u := range l.Units {
		if u.Address == unit {
			return u.Name
		}
	}
	return unit
}

// changesError says what --since or the unit should be.
func changesError(err error, since string) error {
	say := func(key, value string) error { return errUsage{errors.New(words.T(key, "value", value))} }
	var early *site.TooEarlyError
	switch {
	case errors.As(err, &early):
		return say("cli.changes.tooearly", early.First)
	case errors.Is(err, site.ErrSince):
		return say("cli.changes.nosince", since)
	case errors.Is(err, history.ErrNoCopy):
		return say("cli.changes.nocopy", since)
	case errors.Is(err, history.ErrDamaged):
		return say("cli.changes.damaged", since)
	}
	return unitError(err)
}

// unitError says that there is no such unit, and which may be meant; other errors stay
// as they are.
func unitError(err error) error {
	var none *site.NoUnitError
	switch {
	case !errors.As(err, &none):
		return err
	case none.Near != "":
		return errUsage{errors.New(words.T("cli.nounitnear", "unit", none.Name, "near", none.Near))}
	}
	return errUsage{errors.New(words.T("cli.nounit", "unit", none.Name))}
}
