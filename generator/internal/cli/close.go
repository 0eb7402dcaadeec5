package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"gongshi/generator/internal/site"
	"gongshi/generator/internal/words"
)

// close closes a year, or opens it again.
func (a *app) close() *cobra.Command {
	var c site.Closing
	cmd := a.command("close", nil)
	cmd.Use = "close " + words.T("cli.close.arg")
	cmd.Args = cobra.RangeArgs(1, 2)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		a.ran = true
		year, err := strconv.Atoi(args[0])
		if err != nil || year < 1900 || year > 2099 {
			return errUsage{errors.New(words.T("cli.close.badyear", "value", args[0]))}
		}
		c.Year = year
		if len(args) == 2 {
			c.Unit = args[1]
		}
		return a.closeYears(cmd.Context(), c)
	}
	cmd.Flags().StringVar(&c.Board, "board", "", words.T("cli.flag.board"))
	cmd.Flags().BoolVar(&c.Reopen, "reopen", false, words.T("cli.flag.reopen"))
	return cmd
}

func (a *app) closeYears(ctx context.Context, c site.Closing) error {
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.Close()
	list, err := s.CloseYears(ctx, c)
	switch {
	case errors.Is(err, site.ErrNotOver):
		return errUsage{errors.New(words.T("cli.close.notover", "year", itoa(c.Year)))}
	case errors.Is(err, site.ErrBoard):
		return errUsage{errors.New(words.T("cli.close.noboard", "value", c.Board))}
	}
	refused := 0
	for _, x := range list {
		if x.Why != nil {
			refused++
		}
		a.printClosed(x, c)
	}
	if err != nil {
		return unitError(err)
	}
	if len(list) == 0 {
		key := "cli.close.nothing"
		if c.Reopen {
			key = "cli.close.noneclosed"
		}
		fmt.Fprintln(a.stdout, words.T(key, "year", itoa(c.Year)))
	}
	if refused > 0 {
		return errProblems
	}
	return nil
}

// printClosed says what became of one year of one board.
func (a *app) printClosed(x site.Closed, c site.Closing) {
	kv := []string{"unit", x.Unit, "board", x.Board, "year", itoa(c.Year), "file", x.File, "parts", itoa(x.Parts), "rows", itoa(x.Rows)}
	switch {
	case x.Why != nil:
		fmt.Fprintln(a.stderr, words.T("cli.close.refused", kv...))
		a.printProblem(*x.Why)
	case c.Reopen:
		fmt.Fprintln(a.stdout, words.T("cli.close.reopened", kv...))
	case x.Done:
		fmt.Fprintln(a.stdout, words.T("cli.close.done", kv...))
	default:
		fmt.Fprintln(a.stdout, words.T("cli.close.already", kv...))
	}
}
