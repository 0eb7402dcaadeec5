package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/pkg/browser"
	"github.com/spf13/cobra"

	"gongshi/generator/internal/loopback"
	"gongshi/generator/internal/mirror"
	"gongshi/generator/internal/words"
)

// kioskOptions are the flags of kiosk.
type kioskOptions struct {
	addr, dir string
	noOpen    bool
}

// kiosk keeps a hall screen on the machine that shows it.
func (a *app) kiosk() *cobra.Command {
	var o kioskOptions
	c := a.command("kiosk", nil)
	c.Use = "kiosk " + words.T("cli.kiosk.arg")
	c.Args = func(_ *cobra.Command, args []string) error {
		if len(args) != 1 {
			return errors.New(words.T("cli.kiosk.noaddress"))
		}
		return nil
	}
	c.RunE = func(c *cobra.Command, args []string) error {
		a.ran = true
		return a.mirror(c.Context(), o, args[0])
	}
	f := c.Flags()
	f.StringVar(&o.addr, "addr", mirror.DefaultAddr, words.T("cli.flag.kiosk.addr"))
	f.StringVar(&o.dir, "dir", "", words.T("cli.flag.kiosk.dir"))
	f.BoolVar(&o.noOpen, "no-open", false, words.T("cli.flag.noopen"))
	return c
}

// mirror keeps and serves the screen at an address until it is stopped, which is how it ends
// well.
func (a *app) mirror(ctx context.Context, o kioskOptions, address string) error {
	if loopback.Check(o.addr) != nil {
		return errUsage{errors.New(words.T("cli.badaddr", "value", o.addr))}
	}
	if o.dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return errUsage{errors.New(words.T("cli.kiosk.nodir"))}
		}
		o.dir = joinPath(cache, "gongshi", "kiosk")
	}
	m, err := mirror.New(mirror.Options{Page: address, Dir: o.dir, Notice: a.tellMirror, Now: time.Now})
	if errors.Is(err, mirror.ErrPage) {
		return errUsage{errors.New(words.T("cli.kiosk.badaddress", "value", address))}
	}
	if err != nil {
		return err
	}
	defer m.Close()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var wg sync.WaitGroup
	wg.Go(func() { m.Run(ctx) })
	err = m.Serve(ctx, o.addr, func(url string) {
		fmt.Fprintln(a.stdout, words.T("cli.kiosk.serving", "url", url))
		if o.noOpen {
			return
		}
		browser.Stdout, browser.Stderr = a.stderr, a.stderr
		if err := browser.OpenURL(url); err != nil {
			fmt.Fprintln(a.stderr, words.T("cli.openyourself", "url", url))
		}
	})
	stop()
	wg.Wait()
	return err
}

// tellMirror says what happened to a mirror.
func (a *app) tellMirror(n mirror.Notice) {
	text := ""
	if n.Err != nil {
		text = n.Err.Error()
	}
	fmt.Fprintln(a.stderr, words.T("cli.kiosk."+string(n.Code), "detail", n.Detail, "error", text))
}
