// Command gongshi builds, checks, previews and watches a public disclosure site.
package main

import (
	"os"

	"gongshi/generator/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr)) }
