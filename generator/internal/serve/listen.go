package serve

import (
	"context"
	"net/http"

	"gongshi/generator/internal/loopback"
)

// DefaultAddr is where the preview listens when ListenAndServe gets no address.
const DefaultAddr = "127.0.0.1:1313"

// ListenAndServe serves until ctx is done, and then returns nil. An address that
// is no loopback address is refused; a port that is taken makes it try the next
// ones (Notice PortTaken for each). Ready, which may be nil, is called with the
// address of the home page once requests are answered.
func (s *Server) ListenAndServe(ctx context.Context, addr string, ready func(url string)) error {
	if addr == "" {
		addr = DefaultAddr
	}
	return loopback.Serve(ctx, s.Handler(), loopback.Options{
		Addr:  addr,
		Taken: func(addr string) { s.notice(Notice{PortTaken, addr}) },
		Ready: func(addr string) {
			if ready != nil {
				ready("http://" + addr + "/")
			}
		},
	})
}

// refused answers who asked for another host than this machine.
func (s *Server) refused(w http.ResponseWriter, r *http.Request) {
	s.write(w, r, http.StatusMisdirectedRequest, message{Title: "refused.title", Text: "refused.text"})
}
