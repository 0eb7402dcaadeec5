package site

import (
	"html"
	"net/url"
	"path"
	"regexp"
	"strings"
	"testing"
)

var (
	smells = regexp.MustCompile(`<no value>|%!|\bmap\[|\[i18n\]|\[words |e\+0|&lt;nil&gt;|<nil>|\bNaN\b|ZgotmplZ|@gongshi-`)
	links  = regexp.MustCompile(`(?:href|src)="([^"]*)"`)
	ids    = regexp.MustCompile(`\bid="([^"]*)"`)
)

// scanTree looks through a published tree for strings that betray a bug, links that
// lead nowhere in it, and links that would not work by double click.
func scanTree(t *testing.T, tree map[string]string) {
	t.Helper()
	anchors := map[string]map[string]bool{}
	for name, text := range tree {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		anchors[name] = map[string]bool{}
		for _, m := range ids.FindAllStringSubmatch(text, -1) {
			if anchors[name][m[1]] {
				t.Errorf("%s: id %s stands twice", name, m[1])
			}
			anchors[name][m[1]] = true
		}
	}
	for name, text := range tree {
		if m := smells.FindString(text); m != "" {
			t.Errorf("%s: smells of a bug: %s", name, m)
		}
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		for _, m := range links.FindAllStringSubmatch(text, -1) {
			href := html.UnescapeString(m[1])
			if strings.HasPrefix(href, "tel:") || strings.HasPrefix(href, "https://") || strings.HasPrefix(href, "data:") {
				continue
			}
			file, anchor, _ := strings.Cut(href, "#")
			to := name
			if file != "" {
				to = path.Join(path.Dir(name), file)
			}
			if _, ok := tree[to]; !ok {
				t.Errorf("%s: dead link %s", name, href)
				continue
			}
			if id, err := url.PathUnescape(anchor); err != nil || anchor != "" && !anchors[to][id] {
				t.Errorf("%s: no anchor for %s", name, href)
			}
		}
	}
}
