package phone

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

// Serve serves a folder as a good server does: compressed, what gains by it.
func Serve(dir string) *httptest.Server {
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
			if z := Zipped(data); len(z) < len(data)*9/10 {
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

// Zipped compresses as the usual servers do, with zlib; where there is no gzip, with Go's own,
// whose files are some hundredths longer.
func Zipped(data []byte) []byte {
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
