// Package themes holds the default theme, so that the program needs no files beside it.
package themes

import (
	"embed"
	"io/fs"
)

//go:embed all:gongshi
var files embed.FS

// Default returns the theme "gongshi".
func Default() fs.FS {
	theme, err := fs.Sub(files, "gongshi")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return theme
}
