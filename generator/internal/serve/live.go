package serve

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// state is all a browser needs to know. It is small and always sent whole: who
// missed ten changes has missed nothing once the newest one arrives.
type state struct {
	Build    string   `json:"build"` // another one than that of the page: load it again
	Building bool     `json:"building"`
	Problems problems `json:"problems"`
	Due      due      `json:"due"`
	builds   int
}

// due is what the link to the staff's page says.
type due struct {
	Known bool `json:"known"` // there is such a page
	Late  int  `json:"late"`
	Soon  int  `json:"soon"`
}

// live spreads the state.
type live struct {
	boot  string // tells this run of the program from the last one
	words []byte // JSON

	mu      sync.Mutex
	state   state
	json    []byte                 // of state
	clients map[chan struct{}]bool // one slot each: the state is newer than what was sent
}

// pingEvery is how often an idle connection shows a sign of life, so that both
// sides notice when the other is gone.
const pingEvery = 15 * time.Second

func newLive(boot string, words Words) *live {
	raw, err := json.Marshal(words)
	if err != nil {
		panic(err) // a map of strings
	}
	l := &live{boot: boot, words: raw, clients: map[chan struct{}]bool{}, state: state{Problems: pack(nil)}}
	l.change(func(*state) {})
	return l
}

// change edits the state and wakes the browsers, if that made a difference.
func (l *live) change(edit func(*state)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	edit(&l.state)
	l.state.Build = fmt.Sprintf("%s-%d", l.boot, l.state.builds)
	raw, err := json.Marshal(l.state)
	if err != nil {
		panic(err) // strings, numbers and bools
	}
	if bytes.Equal(raw, l.json) {
		return
	}
	l.json = raw
	for c := range l.clients {
		select {
		case c <- struct{}{}:
		default: // it has not even taken the last one
		}
	}
}

// build is the name of the build that is in place.
func (l *live) build() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.state.Build
}

// latest is the state as JSON.
func (l *live) latest() []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.json
}

func (l *live) join() chan struct{} {
	c := make(chan struct{}, 1)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.clients[c] = true
	return c
}

func (l *live) leave(c chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.clients, c)
}

// serve keeps one browser up to date until it goes or the server stops.
func (l *live) serve(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	if r.Method == http.MethodHead {
		return
	}
	client := l.join()
	defer l.leave(client)
	ping := time.NewTicker(pingEvery)
	defer ping.Stop()
	out := http.NewResponseController(w)
	send := func(message string) bool {
		_, err := io.WriteString(w, message)
		return err == nil && out.Flush() == nil
	}
	sent := l.latest()
	ok := send(fmt.Sprintf("retry: 1000\nevent: words\ndata: %s\n\nevent: state\ndata: %s\n\n", l.words, sent))
	for ok {
		select {
		case <-r.Context().Done():
			return
		case <-client:
			if now := l.latest(); !bytes.Equal(now, sent) { // it may have been sent a moment ago
				sent = now
				ok = send(fmt.Sprintf("event: state\ndata: %s\n\n", sent))
			}
		case <-ping.C:
			ok = send(":\n\n")
		}
	}
}
