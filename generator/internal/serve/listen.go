package serve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"
)

// DefaultAddr is where the preview listens when ListenAndServe gets no address.
const DefaultAddr = "127.0.0.1:1313"

// morePorts is how many ports after the wanted one are tried when it is taken.
const morePorts = 20

// ListenAndServe serves until ctx is done, and then returns nil. An address that
// is no loopback address is refused; a port that is taken makes it try the next
// ones (Notice PortTaken for each). Ready, which may be nil, is called with the
// address of the home page once requests are answered.
func (s *Server) ListenAndServe(ctx context.Context, addr string, ready func(url string)) error {
	if addr == "" {
		addr = DefaultAddr
	}
	l, err := s.listen(ctx, addr)
	if err != nil {
		return err
	}
	srv := &http.Server{
		Handler:           s.Handler(),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       time.Minute,
		BaseContext:       func(net.Listener) context.Context { return ctx }, // ends the event streams
	}
	stopped := make(chan struct{})
	end := context.AfterFunc(ctx, func() {
		defer close(stopped)
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		if srv.Shutdown(grace) != nil {
			srv.Close() // a browser that reads no more
		}
	})
	if ready != nil {
		ready("http://" + l.Addr().String() + "/")
	}
	err = srv.Serve(l)
	if end() { // not ctx: the listener broke
		srv.Close()
		return fmt.Errorf("serve %s: %w", addr, err)
	}
	<-stopped
	return nil
}

// CheckAddr refuses an address that is none, or not one of this machine.
func CheckAddr(addr string) error {
	if addr == "" {
		return nil
	}
	_, _, err := split(addr)
	return err
}

func split(addr string) (host string, port uint64, err error) {
	host, service, err := net.SplitHostPort(addr)
	if err != nil {
		return "", 0, fmt.Errorf("serve %q: %w", addr, err)
	}
	if !loopbackHost(host) && !loopbackHost("["+host+"]") {
		return "", 0, fmt.Errorf("serve %q: only 127.0.0.1, localhost and [::1]", addr)
	}
	if port, err = strconv.ParseUint(service, 10, 16); err != nil {
		return "", 0, fmt.Errorf("serve %q: bad port", addr)
	}
	return host, port, nil
}

// listen opens the port, or the next one that is free.
func (s *Server) listen(ctx context.Context, addr string) (net.Listener, error) {
	host, port, err := split(addr)
	if err != nil {
		return nil, err
	}
	var errs []error
	for p := port; p <= min(port+morePorts, 65535); p++ {
		try := net.JoinHostPort(host, strconv.FormatUint(p, 10))
		l, err := new(net.ListenConfig).Listen(ctx, "tcp", try)
		if err == nil {
			return s.checkLoopback(l)
		}
		if ctx.Err() != nil {
			return nil, fmt.Errorf("serve %s: %w", addr, ctx.Err())
		}
		// Any cause: besides "in use" Windows has ranges of ports it gives nobody.
		s.notice(Notice{PortTaken, try})
		errs = append(errs, err)
	}
	return nil, fmt.Errorf("serve: no free port: %w", errors.Join(errs...))
}

// checkLoopback makes sure that the name localhost led to this machine.
func (s *Server) checkLoopback(l net.Listener) (net.Listener, error) {
	if a, ok := l.Addr().(*net.TCPAddr); ok && a.IP.IsLoopback() {
		return l, nil
	}
	l.Close()
	return nil, fmt.Errorf("serve: %s is not this machine", l.Addr())
}
