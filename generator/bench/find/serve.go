package main

import (
	"bytes"
	"compress/gzip"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"sync"
)

// served serves a folder as a good server does: compressed, what gains by it.
func served(dir string) *httptest.Server {
	var kept sync.Map
	type body struct {
		data   []byte
		zipped bool
	}
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := path.Clean("/" + r.URL.Path)
		if strings.HasSuffix(r.URL.Path, "/") {
			name = path.Join(name, "index.html")
		}
		b, ok := kept.Load(name)
		if !ok {
			data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
			if err != nil {
				http.NotFound(w, r)
				return
			}
			if z := zipped(data); len(z) < len(data)*9/10 {
				b = body{z, true}
			} else {
				b = body{data, false}
			}
			kept.Store(name, b)
		}
		kind := mime.TypeByExtension(path.Ext(name))
		if kind == "" {
			kind = "application/octet-stream"
		}
		w.Header().Set("Content-Type", kind)
		if b.(body).zipped {
			w.Header().Set("Content-Encoding", "gzip")
		}
		w.Write(b.(body).data)
	}))
}

// zipped compresses as the usual servers do, with zlib; where there is no gzip, with Go's own,
// whose files are some hundredths longer.
func zipped(data []byte) []byte {
	c := exec.Command("gzip", "-9", "-n")
	c.Stdin = bytes.NewReader(data)
	if out, err := c.Output(); err == nil {
		return out
	}
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	z.Write(data)
	z.Close()
	return b.Bytes()
}

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
