package serve

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// stream is a browser's end of the events: it gives one event at a time.
type stream struct {
	t    *testing.T
	in   *bufio.Reader
	body io.Closer
}

func listen(t *testing.T, url string) *stream {
	t.Helper()
	res, err := http.Get(url + "/_gongshi/events")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	if got := res.Header.Get("Content-Type"); got != "text/event-stream; charset=utf-8" {
		t.Errorf("Content-Type %q", got)
	}
	return &stream{t, bufio.NewReader(res.Body), res.Body}
}

// next is the next event, without comments.
func (s *stream) next() (name, data string) {
	s.t.Helper()
	for {
		line, err := s.in.ReadString('\n')
		if err != nil {
			s.t.Fatal("event stream: ", err)
		}
		line = strings.TrimSuffix(line, "\n")
		if v, ok := strings.CutPrefix(line, "event: "); ok {
			name = v
		}
		if v, ok := strings.CutPrefix(line, "data: "); ok {
			data = v
		}
		if line == "" && name != "" {
			return name, data
		}
	}
}

func (s *stream) state() (st state) {
	s.t.Helper()
	name, data := s.next()
	if name != "state" {
		s.t.Fatalf("event %q, want state", name)
	}
	if err := json.Unmarshal([]byte(data), &st); err != nil {
		s.t.Fatal(err)
	}
	return st
}

// until reads states until one fits; those between may have been left out.
func (s *stream) until(fits func(state) bool) state {
	s.t.Helper()
	for {
		if st := s.state(); fits(st) {
			return st
		}
	}
}

func TestEventsInOrder(t *testing.T) {
	s, _ := site(t, small)
	srv := httptest.NewServer(s.Handler())
	t.Cleanup(srv.Close)
	st := listen(t, srv.URL)
	name, data := st.next()
	var words Words
	if err := json.Unmarshal([]byte(data), &words); err != nil || name != "words" || words["lost"] != testWords()["lost"] {
		t.Fatalf("first event %s %.80s %v", name, data, err)
	}
	first := st.state()
	if first.Building || first.Problems.Errors != 0 || first.Build == "" {
		t.Errorf("at first %+v", first)
	}
	s.SetBuilding(true)
	st.until(func(s state) bool { return s.Building })
	s.SetProblems([]Problem{{File: "data/a.yaml", Cause: "x"}})
	got := st.until(func(s state) bool { return s.Problems.Errors == 1 })
	if !got.Building || got.Build != first.Build || got.Problems.List[0].File != "data/a.yaml" {
		t.Errorf("then %+v", got)
	}
	s.SetBuilding(false)
	s.Reload()
	got = st.until(func(s state) bool { return s.Build != first.Build })
	if got.Building || got.Problems.Errors != 1 {
		t.Errorf("then %+v", got)
	}
	// a page opened later gets it all at once
	late := listen(t, srv.URL)
	late.next()
	if now := late.state(); now.Build != got.Build || now.Problems.ID != got.Problems.ID {
		t.Errorf("late: %+v", now)
	}
	s.SetProblems(nil)
	if now := late.until(func(s state) bool { return s.Problems.Errors == 0 }); now.Problems.ID != "" {
		t.Errorf("mended: %+v", now)
	}
}

// Row 20 of fact table C: a bad file shows the panel with its line, over the last
// good page; the mended one takes it away and brings the new page.
func TestRow20BadThenFixed(t *testing.T) {
	s, root := site(t, small)
	srv := httptest.NewServer(s.Handler())
	t.Cleanup(srv.Close)
	st := listen(t, srv.URL)
	st.next()
	first := st.state()
	s.SetProblems([]Problem{{File: "data/dongzhuang/members.yaml", Place: "第2行", Line: "- 姓名：示例甲", Caret: 5, Cause: "用了中文冒号"}})
	bad := st.until(func(s state) bool { return s.Problems.Errors == 1 })
	if bad.Build != first.Build || bad.Problems.List[0].Line != [3]string{"- 姓名", "：", "示例甲"} {
		t.Errorf("bad: %+v", bad)
	}
	if text := body(t, get(t, s.Handler(), "/")); !strings.Contains(text, "东庄村") {
		t.Error("the last good page is gone")
	}
	put(t, root, "public/index.html", "<body>新的一页</body>")
	s.SetProblems(nil)
	s.Reload()
	good := st.until(func(s state) bool { return s.Build != first.Build })
	if good.Problems.Errors != 0 {
		t.Errorf("good: %+v", good)
	}
	if text := body(t, get(t, s.Handler(), "/")); !strings.Contains(text, "新的一页") || !strings.Contains(text, good.Build) {
		t.Errorf("page %q", text)
	}
}

// Nothing new is nothing to send.
func TestNoChangeNoEvent(t *testing.T) {
	l := newLive("b", testWords())
	c := l.join()
	l.change(func(s *state) { s.Building = false })
	l.change(func(s *state) { s.Problems = pack(nil) })
	select {
	case <-c:
		t.Error("woken for nothing")
	default:
	}
}

// stuck is a browser that accepts the connection and never reads.
type stuck struct {
	http.ResponseWriter
	wrote chan struct{}
	hang  chan struct{}
}

func (s *stuck) Write(p []byte) (int, error) {
	select {
	case s.wrote <- struct{}{}:
	default:
	}
	<-s.hang
	return 0, errors.New("gone")
}
func (s *stuck) FlushError() error { return nil }

func TestDeadBrowserBlocksNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLive("b", testWords())
		dead := &stuck{httptest.NewRecorder(), make(chan struct{}, 1), make(chan struct{})}
		done := make(chan struct{})
		go func() {
			defer close(done)
			l.serve(dead, httptest.NewRequest("GET", "/_gongshi/events", nil))
		}()
		<-dead.wrote
		begin := time.Now()
		for i := range 10_000 {
			l.change(func(s *state) { s.builds = i + 1 })
		}
		if d := time.Since(begin); d != 0 {
			t.Errorf("a build waited %v for a dead browser", d)
		}
		close(dead.hang)
		<-done
		if len(l.clients) != 0 {
			t.Error("the dead browser is still listed")
		}
	})
}

// A browser that was busy gets the newest state once, not every one of the past.
func TestSlowBrowserGetsTheNewest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLive("b", testWords())
		ours, theirs := net.Pipe()
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			l.serve(pipeWriter{ours}, httptest.NewRequestWithContext(ctx, "GET", "/_gongshi/events", nil))
		}()
		st := &stream{t: t, in: bufio.NewReader(theirs)}
		st.next()
		st.state()
		for i := range 1000 {
			l.change(func(s *state) { s.builds = i + 1 })
		}
		n := 0
		st.until(func(s state) bool { n++; return s.Build == "b-1000" })
		if n > 2 {
			t.Errorf("%d states on the way", n)
		}
		begin := time.Now()
		if line, err := st.in.ReadString('\n'); err != nil || line != ":\n" || time.Since(begin) != pingEvery {
			t.Errorf("sign of life %q after %v, %v", line, time.Since(begin), err)
		}
		st.in.ReadString('\n')
		cancel()
		<-done
	})
}

// pipeWriter is a response over a pipe whose other end reads when it likes.
type pipeWriter struct{ net.Conn }

func (p pipeWriter) Header() http.Header { return http.Header{} }
func (p pipeWriter) WriteHeader(int)     {}
func (p pipeWriter) FlushError() error   { return nil }

func TestListenAndServe(t *testing.T) {
	s, _ := site(t, small)
	before := runtime.NumGoroutine()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ready, done := make(chan string, 1), make(chan error, 1)
	go func() { done <- s.ListenAndServe(ctx, "127.0.0.1:0", func(url string) { ready <- url }) }()
	url := strings.TrimSuffix(<-ready, "/")
	res, err := http.Get(url + "/")
	if err != nil {
		t.Fatal(err)
	}
	if text := body(t, res); !strings.Contains(text, "东庄村") {
		t.Errorf("page %q", text)
	}
	res.Body.Close()
	var streams sync.WaitGroup
	for range 10 {
		st := listen(t, url)
		st.next()
		st.state()
		streams.Go(func() { io.Copy(io.Discard, st.in) })
	}
	cancel()
	select {
	case err := <-done:
		if err != nil {
			t.Errorf("ended with %v", err)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("does not stop")
	}
	streams.Wait() // every browser was told by the end of its stream
	http.DefaultClient.CloseIdleConnections()
	for end := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d goroutines before, %d after", before, runtime.NumGoroutine())
		}
	}
}

func TestPortTaken(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	s, _ := site(t, small)
	var notices []Notice
	s.opt.Notice = func(n Notice) { notices = append(notices, n) }
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var url string
	if err := s.ListenAndServe(ctx, taken.Addr().String(), func(u string) { url = u; cancel() }); err != nil {
		t.Fatal(err)
	}
	if len(notices) == 0 || notices[0] != (Notice{PortTaken, taken.Addr().String()}) {
		t.Errorf("notices %v", notices)
	}
	if url == "" || strings.Contains(url, taken.Addr().String()) {
		t.Errorf("url %q", url)
	}
}

func TestListenRefuses(t *testing.T) {
	s, _ := site(t, small)
	for _, addr := range []string{"0.0.0.0:1313", ":1313", "192.168.1.5:1313", "[::]:1313", "example.org:80", "127.0.0.1", "127.0.0.1:http", "127.0.0.1:99999", "127.0.0.2:1313"} {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		err := s.ListenAndServe(ctx, addr, func(url string) { t.Errorf("%s: listens at %s", addr, url); cancel() })
		if err == nil {
			t.Errorf("%s: accepted", addr)
		}
		cancel()
	}
	for _, addr := range []string{"localhost:0", "[::1]:0"} {
		ctx, cancel := context.WithCancel(t.Context())
		if err := s.ListenAndServe(ctx, addr, func(string) { cancel() }); err != nil {
			t.Log(fmt.Sprint(addr, ": ", err)) // a machine without IPv6
		}
		cancel()
	}
}
