package publish

import (
	"bytes"
	"testing"
)

// A manifest is written by hand, and is what package json makes of it.
func TestManifestIsJSON(t *testing.T) {
	a, b := entryOf([]byte("a")), entryOf(nil)
	for _, m := range []manifest{
		{},
		{Files: map[string]entry{}},
		{Section: "zhen/cun", Digest: "h1:x+/=", Files: map[string]entry{"index.html": a, "说明<&>\u2028.html": b, `q"uo\te`: a},
			Packed: map[string]entry{"index.html.gz": b}},
		{Files: map[string]entry{"b": b, "a": a}, Kept: map[string]kept{"assets/x.css": {a, 2}, "assets/y.css": {b, 0}},
			Sections: map[string]string{"zhen/cun": "h1:y", "zhen": ""}},
	} {
		m.Format = manifestFormat
		want, err := seal(m)
		if got := m.encode(); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%v\n%s\nwant\n%s", err, got, want)
		}
	}
}
