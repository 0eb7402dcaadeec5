package main

import (
	"crypto/sha256"
	"io/fs"
)

// walk calls visit with every file of fsys.
func walk(fsys fs.FS, visit func(name string, data []byte)) error {
	return fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(fsys, name)
		visit(name, b)
		return err
	})
}

func sum(b []byte) []byte {
	s := sha256.Sum256(b)
	return s[:6]
}
