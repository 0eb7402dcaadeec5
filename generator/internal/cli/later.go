package cli

import (
	"context"

	"github.com/spf13/cobra"
)

func (a *app) serve() *cobra.Command { return a.command("serve", func(context.Context) error { return nil }) }
func (a *app) watch() *cobra.Command { return a.command("watch", func(context.Context) error { return nil }) }
func (a *app) new() *cobra.Command   { return a.command("new", func(context.Context) error { return nil }) }
