package serve

import (
	"net"
	"net/http"
	"strings"
)

// onlyLoopback answers only to names of this machine. A page of some other site
// whose name was made to point here would otherwise read village data.
func (s *Server) onlyLoopback(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if !loopbackHost(r.Host) {
			s.write(w, r, http.StatusMisdirectedRequest, message{Title: "refused.title", Text: "refused.text"})
			return
		}
		next.ServeHTTP(w, r)
	})
}

// loopbackHost checks a host with or without a port.
func loopbackHost(host string) bool {
	name := host
	if h, port, err := net.SplitHostPort(host); err == nil {
		name = h
		if strings.Trim(port, "0123456789") != "" {
			return false
		}
	} else {
		name = strings.TrimSuffix(strings.TrimPrefix(name, "["), "]")
		if strings.Contains(name, ":") && host != "["+name+"]" {
			return false
		}
	}
	return strings.EqualFold(name, "localhost") || name == "127.0.0.1" || name == "::1"
}

// readOnly lets nothing through that could change something.
func readOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
			return
		}
		next.ServeHTTP(w, r)
	})
}
