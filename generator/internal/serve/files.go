package serve

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxPage is the length up to which a page gets the script. Longer HTML is no
// page of ours and is sent as it is.
const maxPage = 32 << 20

// serveFile answers with a file of the site. The folder is opened for each
// request: publishing may put another one in its place.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	if s.isMount(r.URL.Path + "/") {
		toFolder(w, r)
		return
	}
	folder, rel, ok := s.locate(r.URL.Path)
	if !ok {
		s.notFound(w, r)
		return
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		s.notFound(w, r)
		return
	}
	defer root.Close()
	f, info, err := open(root, rel)
	if err == nil && info.IsDir() {
		f.Close()
		if !strings.HasSuffix(r.URL.Path, "/") {
			toFolder(w, r)
			return
		}
		rel = path.Join(rel, "index.html")
		f, info, err = open(root, rel)
	} else if err == nil && strings.HasSuffix(r.URL.Path, "/") {
		f.Close()
		s.notFound(w, r) // a file is no folder
		return
	}
	if err != nil {
		s.notFound(w, r)
		return
	}
	defer f.Close()
	if !info.Mode().IsRegular() {
		s.notFound(w, r)
		return
	}
	s.content(w, r, rel, f)
}

func open(root *os.Root, rel string) (*os.File, fs.FileInfo, error) {
	f, err := root.Open(rel)
	if err != nil {
		return nil, nil, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	return f, info, nil
}

// locate finds the folder and the slash path in it that an address stands for.
func (s *Server) locate(address string) (folder, rel string, ok bool) {
	folder, rel = s.opt.Root, strings.TrimPrefix(address, "/")
	for _, m := range s.opt.Mounts {
		if rest, is := strings.CutPrefix(address, m.Prefix); is {
			folder, rel = m.Root, rest
		}
	}
	rel = strings.TrimSuffix(rel, "/")
	if rel == "" {
		return folder, ".", strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//")
	}
	if !fs.ValidPath(rel) {
		return "", "", false
	}
	for part := range strings.SplitSeq(rel, "/") {
		if !allowedName(part) {
			return "", "", false
		}
	}
	return folder, rel, true
}

func (s *Server) isMount(address string) bool {
	return slices.ContainsFunc(s.opt.Mounts, func(m Mount) bool { return m.Prefix == address })
}

// shortName is how Windows also calls files with long names: GITKEE~1 is .gitkeep.
var shortName = regexp.MustCompile(`~[0-9]`)

// allowedName refuses what a web host would not show or Windows would take for
// something else, on every system alike.
func allowedName(name string) bool {
	if strings.HasPrefix(name, ".") && name != ".well-known" {
		return false
	}
	if strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f || strings.ContainsRune(`\:*?"<>|`, r) }) {
		return false
	}
	if strings.HasSuffix(name, ".") || strings.HasSuffix(name, " ") || shortName.MatchString(name) {
		return false
	}
	base, _, _ := strings.Cut(name, ".")
	base = strings.ToUpper(strings.TrimRight(base, " "))
	switch base {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return false
	}
	for _, device := range []string{"COM", "LPT"} {
		if n, is := strings.CutPrefix(base, device); is && len([]rune(n)) == 1 && strings.Contains("0123456789¹²³", n) {
			return false
		}
	}
	return true
}

// toFolder sends the browser to the same address with a slash, relative to where
// it is, so that nothing in the path can lead it to another host.
func toFolder(w http.ResponseWriter, r *http.Request) {
	to := url.URL{Path: "./" + path.Base(r.URL.Path) + "/", RawQuery: r.URL.RawQuery}
	w.Header().Set("Location", to.String())
	w.WriteHeader(http.StatusFound)
}

// content answers with a file: HTML with the script in it, all else as it is.
func (s *Server) content(w http.ResponseWriter, r *http.Request, name string, f fs.File) {
	kind := mimeType(path.Ext(name))
	w.Header().Set("Content-Type", kind)
	info, err := f.Stat()
	if err != nil {
		s.notFound(w, r)
		return
	}
	if strings.HasPrefix(kind, "text/html") && info.Size() <= maxPage {
		build := s.live.build() // before reading: rather once too often than too seldom
		page, err := io.ReadAll(f)
		if err != nil {
			s.notFound(w, r) // deleted or replaced while we read
			return
		}
		sendPage(w, r, http.StatusOK, inject(page, build))
		return
	}
	seeker, ok := f.(io.ReadSeeker)
	if !ok {
		s.notFound(w, r)
		return
	}
	http.ServeContent(w, r, "", time.Time{}, seeker)
}

func sendPage(w http.ResponseWriter, r *http.Request, status int, page []byte) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(page)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(page)
	}
}

// inject puts the script before the last </body>, or at the end of a page that
// has none.
func inject(page []byte, build string) []byte {
	tag := fmt.Sprintf(`<script src="%spreview.js" data-build="%s" defer></script>`, prefix, build)
	at := len(page)
	for i := bytes.LastIndex(page, []byte("</")); i >= 0; i = bytes.LastIndex(page[:i], []byte("</")) {
		if rest := page[i+2:]; len(rest) >= 4 && strings.EqualFold(string(rest[:4]), "body") {
			at = i
			break
		}
	}
	return append(append(page[:at:at], tag...), page[at:]...)
}

// mimeType is our own list: that of Windows depends on what was installed last,
// and a script sent as plain text does not run.
func mimeType(ext string) string {
	switch strings.ToLower(ext) {
	case ".html", ".htm":
		return "text/html; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".json", ".map":
		return "application/json; charset=utf-8"
	case ".webmanifest":
		return "application/manifest+json; charset=utf-8"
	case ".xml":
		return "application/xml; charset=utf-8"
	case ".csv":
		return "text/csv; charset=utf-8"
	case ".txt", ".md":
		return "text/plain; charset=utf-8"
	}
	return mimeBinary(strings.ToLower(ext))
}

func mimeBinary(ext string) string {
	switch ext {
	case ".svg":
		return "image/svg+xml; charset=utf-8"
	case ".png":
		return "image/png"
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".gif":
		return "image/gif"
	case ".webp":
		return "image/webp"
	case ".avif":
		return "image/avif"
	case ".ico":
		return "image/x-icon"
	case ".woff2":
		return "font/woff2"
	case ".woff":
		return "font/woff"
	case ".ttf":
		return "font/ttf"
	case ".pdf":
		return "application/pdf"
	case ".mp4":
		return "video/mp4"
	case ".mp3":
		return "audio/mpeg"
	case ".zip":
		return "application/zip"
	case ".xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return "application/octet-stream"
}
