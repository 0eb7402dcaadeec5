package cli

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/pkg/browser"
	"github.com/spf13/cobra"

	"gongshi/generator/internal/loopback"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/serve"
	"gongshi/generator/internal/site"
	"gongshi/generator/internal/watch"
	"gongshi/generator/internal/words"
)

// watch builds on every change until it is stopped.
func (a *app) watch() *cobra.Command {
	return a.strictly(a.command("watch", func(ctx context.Context) error {
		s, err := a.open()
		if err != nil {
			return err
		}
		defer s.Close()
		return a.follow(ctx, s, nil)
	}))
}

// serve is watch with a preview.
func (a *app) serve() *cobra.Command {
	var noOpen bool
	var addr string
	c := a.command("serve", func(ctx context.Context) error {
		if loopback.Check(addr) != nil {
			return errUsage{errors.New(words.T("cli.badaddr", "value", addr))}
		}
		s, err := a.open()
		if err != nil {
			return err
		}
		defer s.Close()
		preview, err := serve.New(serve.Options{
			Root:   s.Out,
			Mounts: []serve.Mount{{Prefix: "/-/local/", Root: s.LocalOut()}},
			Words:  previewWords(),
			Notice: func(n serve.Notice) { fmt.Fprintln(a.stderr, words.T("cli.port", "addr", n.Detail)) },
		})
		if err != nil {
			return err
		}
		return a.preview(ctx, s, preview, addr, !noOpen)
	})
	c.Flags().BoolVar(&noOpen, "no-open", false, words.T("cli.flag.noopen"))
	c.Flags().StringVar(&addr, "addr", serve.DefaultAddr, words.T("cli.flag.addr"))
	return a.strictly(c)
}

// preview runs the preview and the watcher side by side; when one ends so does the
// other.
func (a *app) preview(ctx context.Context, s *site.Site, p *serve.Server, addr string, openBrowser bool) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var wg sync.WaitGroup
	var served error
	wg.Go(func() {
		defer stop()
		served = p.ListenAndServe(ctx, addr, func(url string) {
			fmt.Fprintln(a.stdout, words.T("cli.serving", "url", url))
			if openBrowser {
				browser.Stdout, browser.Stderr = a.stderr, a.stderr
				if err := browser.OpenURL(url); err != nil {
					fmt.Fprintln(a.stderr, words.T("cli.openyourself", "url", url))
				}
			}
		})
	})
	err := a.follow(ctx, s, p)
	stop()
	wg.Wait()
	if served != nil {
		return served
	}
	return err
}

// follow builds on every change and tells terminal and preview of it. To be stopped is
// how it ends well.
func (a *app) follow(ctx context.Context, s *site.Site, p *serve.Server) error {
	err := s.Watch(ctx, site.Watching{
		Building: func() {
			if p != nil {
				p.SetBuilding(true)
			}
		},
		Built: func(r *site.Report, err error) {
			if p != nil {
				p.SetBuilding(false)
			}
			if r != nil {
				a.printProblems(r.Problems)
			}
			if err != nil {
				fmt.Fprintln(a.stderr, machineText(err))
				if p != nil {
					p.SetProblems([]serve.Problem{{Cause: machineText(err)}})
				}
				return
			}
			a.printSummary(r)
			if p != nil {
				p.SetProblems(panel(r.Problems))
				if p.SetDue(duePanel(r.Due())) || r.Written+r.Removed > 0 {
					p.Reload()
				}
			}
		},
		Notice: func(n watch.Notice) {
			fmt.Fprintln(a.stderr, words.T("cli.watch."+string(n.Code), "path", n.Path))
		},
		Gone: func(folder string) { fmt.Fprintln(a.stderr, words.T("cli.gone", "folder", folder)) },
	})
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// panel puts problems into the words of the preview; notes ask for nothing.
func panel(list []problem.Problem) []serve.Problem {
	var out []serve.Problem
	for _, p := range list {
		if p.Severity == problem.Note {
			continue
		}
		s := words.Say(p)
		x := serve.Problem{File: p.File, Line: p.Typed, Cause: s.Cause, Fix: s.Fix, Becomes: p.Fix,
			Warning: p.Severity != problem.Error, Caret: p.Caret, Length: p.Width}
		if p.Line > 0 {
			x.Place = place(p.Pos)
		}
		out = append(out, x)
	}
	return out
}

func previewWords() serve.Words {
	w := serve.Words{}
	for _, k := range serve.WordKeys() {
		w[k] = words.T("preview." + k)
	}
	return w
}
