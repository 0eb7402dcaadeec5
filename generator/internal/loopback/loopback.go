// Package loopback serves pages on this machine, for this machine alone.
package loopback

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// morePorts is how many ports after the wanted one are tried when it is taken.
const morePorts = 20

// Options say how to serve.
type Options struct {
	Addr  string            // as 127.0.0.1:1313
	Taken func(addr string) // called for each port that is in use, before the next one is tried; may be nil
	Ready func(addr string) // called with the address once requests are answered; may be nil
}

// Serve answers requests until ctx is done, and then returns nil. An address that is no
// loopback address is refused; a port that is taken makes it try the next ones.
func Serve(ctx context.Context, h http.Handler, opt Options) error {
	l, err := listen(ctx, opt)
	if err != nil {
		return err
	}
	srv := &http.Server{
		Handler:           h,
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
	if opt.Ready != nil {
		opt.Ready(l.Addr().String())
	}
	err = srv.Serve(l)
	if end() { // not ctx: the listener broke
		srv.Close()
		return fmt.Errorf("serve %s: %w", opt.Addr, err)
	}
	<-stopped
	return nil
}

// Check refuses an address that is none, or not one of this machine.
func Check(addr string) error {
	_, _, err := split(addr)
	return err
}

func split(addr string) (host string, port uint64, err error) {
	host, service, err := net.SplitHostPort(addr)
	if err != nil {
		return "", 0, fmt.Errorf("serve %q: %w", addr, err)
	}
	if !Host(host) && !Host("["+host+"]") {
		return "", 0, fmt.Errorf("serve %q: only 127.0.0.1, localhost and [::1]", addr)
	}
	if port, err = strconv.ParseUint(service, 10, 16); err != nil {
		return "", 0, fmt.Errorf("serve %q: bad port", addr)
	}
	return host, port, nil
}

// listen opens the port, or the next one that is free.
func listen(ctx context.Context, opt Options) (net.Listener, error) {
	host, port, err := split(opt.Addr)
	if err != nil {
		return nil, err
	}
	var errs []error
	for p := port; p <= min(port+morePorts, 65535); p++ {
		try := net.JoinHostPort(host, strconv.FormatUint(p, 10))
		l, err := new(net.ListenConfig).Listen(ctx, "tcp", try)
		if err == nil {
			return checked(l)
		}
		if ctx.Err() != nil {
			return nil, fmt.Errorf("serve %s: %w", opt.Addr, ctx.Err())
		}
		// Any cause: besides "in use" Windows has ranges of ports it gives nobody.
		if opt.Taken != nil {
			opt.Taken(try)
		}
		errs = append(errs, err)
	}
	return nil, fmt.Errorf("serve: no free port: %w", errors.Join(errs...))
}

// checked makes sure that the name localhost led to this machine.
func checked(l net.Listener) (net.Listener, error) {
	if a, ok := l.Addr().(*net.TCPAddr); ok && a.IP.IsLoopback() {
		return l, nil
	}
	l.Close()
	return nil, fmt.Errorf("serve: %s is not this machine", l.Addr())
}

// Guard answers only to names of this machine, and only requests that change nothing. A page
// of some other site whose name was made to point here would otherwise read village data;
// refused answers it, after the status 421 was chosen.
func Guard(next, refused http.Handler) http.Handler {
	next = readOnly(next)
	next = http.NewCrossOriginProtection().Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if !Host(r.Host) {
			refused.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Host reports whether a host, with or without a port, is this machine.
func Host(host string) bool {
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
