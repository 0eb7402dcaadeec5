package render

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/gohugoio/hugo/tpl"
)

const (
	deepest = 200 // partials within partials: a tree of units is not ten deep
	half    = 800 // bytes of Hugo's words from their beginning, and as many from their end
)

// A log is what Hugo says. Several goroutines may write to it.
type log struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write implements io.Writer.
func (l *log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

// String is all that was said.
func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// failed puts Hugo's words into what designers can use: paths as in their theme, what was
// logged, not the settings that Hugo prints behind, and never pages of it.
func (in *instance) failed(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	if s := strings.TrimSpace(in.log.String()); s != "" {
		text += "\n" + s
	}
	text, _, _ = strings.Cut(text, "\n\n")
	text = strings.ReplaceAll(text, workDir+"/", "")
	if len(text) > 2*half { // it names every partial on the way
		text = strings.ToValidUTF8(text[:half], "") + " … " + strings.ToValidUTF8(text[len(text)-half:], "")
	}
	return errors.New(text)
}

var inlinePartial = regexp.MustCompile(`\{\{-?\s*define\s+"_?partials/[^"]+"\s*-?\}\}`)

// guarded lets a file of a theme whose partials call others ask how deep it is in them:
// Go's templates end when they call themselves for ever, Hugo's partials use up the memory
// first.
func guarded(f File) File {
	const ask = "{{ site.Params.gongshi.Nested }}"
	if !strings.HasPrefix(f.Path, workDir+"/layouts/") || !bytes.Contains(f.Data, []byte("partial")) {
		return f
	}
	f.Data = inlinePartial.ReplaceAll(f.Data, []byte("${0}"+ask))
	if strings.Contains(f.Path, "/_partials/") || strings.Contains(f.Path, "/partials/") {
		f.Data = append([]byte(ask), f.Data...)
	}
	return f
}

// Nested refuses partials that call one another without end. It prints nothing.
func (p *provider) Nested(ctx context.Context) (string, error) {
	if t := tpl.Context.CurrentTemplate.Get(ctx); t != nil && t.Level > deepest {
		return "", fmt.Errorf("partials call one another more than %d times without an end", deepest)
	}
	return "", nil
}
