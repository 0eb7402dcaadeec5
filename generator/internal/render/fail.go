package render

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/gohugoio/hugo/hugolib"
	"github.com/gohugoio/hugo/tpl"
)

const (
	few     = 9                // pages at a time in which Hugo cannot count to the ten errors at which it stops
	longest = 10 * time.Minute // for one instance, whose pages take seconds
	deepest = 200              // partials within partials: a tree of units is not ten deep
	half    = 800              // bytes of Hugo's words from their beginning, and as many from their end
)

// errMany: the theme fails on so many pages that Hugo stopped.
var errMany = errors.New("the theme fails on many pages")

// build runs Hugo over the pages of an instance and closes it. After ten errors Hugo lets
// its workers go, and whoever hands pages to them may then wait for ever; such a build is
// left to itself, with an instance of its own that nobody reads any more.
func (in *instance) build() error {
	ended := make(chan error, 1)
	go func() {
		err := in.sites.Build(hugolib.BuildCfg{NoBuildLock: true})
		ended <- errors.Join(err, in.sites.Close())
	}()
	limit := time.NewTimer(longest)
	defer limit.Stop()
	select {
	case <-in.sites.Done():
		return errMany
	case <-limit.C:
		return fmt.Errorf("the theme was not done with its pages after %v", longest)
	case err := <-ended:
		select {
		case <-in.sites.Done():
			return errMany
		default:
		}
		return in.failed(err)
	}
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
