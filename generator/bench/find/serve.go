package main

import (
	"os"
	"path/filepath"
)

// sizeOf returns how many files are below a folder, and their bytes.
func sizeOf(dir string) (files, size int, err error) {
	err = filepath.WalkDir(dir, func(_ string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			files++
			size += int(info.Size())
		}
		return err
	})
	return files, size, err
}

// save writes files below a folder.
func save(dir string, files map[string][]byte) error {
	for name, data := range files {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(p, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
