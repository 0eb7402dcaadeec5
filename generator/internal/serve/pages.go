package serve

import (
	"bytes"
	"net/http"
)

// message is a page of the preview's own, by keys of Words.
type message struct {
	Title, Text, Home string // Home is "" for a page without the link
}

// notFound answers with a page that says so. On the home page it means that
// nothing was built yet; the script then waits for the build.
func (s *Server) notFound(w http.ResponseWriter, r *http.Request) {
	m := message{"notfound.title", "notfound.text", "notfound.home"}
	if r.URL.Path == "/" {
		m = message{Title: "empty.title", Text: "empty.text"}
	}
	s.write(w, r, http.StatusNotFound, m)
}

func (s *Server) write(w http.ResponseWriter, r *http.Request, status int, m message) {
	words := map[string]string{"Title": s.opt.Words[m.Title], "Text": s.opt.Words[m.Text], "Home": s.opt.Words[m.Home]}
	var page bytes.Buffer
	if err := s.page.Execute(&page, words); err != nil {
		panic(err) // three strings into a template that is embedded
	}
	body := page.Bytes()
	if status == http.StatusNotFound {
		body = inject(body, s.live.build())
	}
	sendPage(w, r, status, body)
}
