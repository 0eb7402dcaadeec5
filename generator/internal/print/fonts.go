package print

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"

	"github.com/chromedp/chromedp"

	"gongshi/generator/internal/fonts"
)

// faces are the fonts that a sheet gets, by the names that its style calls them. It names fonts
// of the machine before them: FangSong where there is one. On Linux there is none, and the
// Chinese fonts that there are have outlines of a kind (CFF) of which a browser makes a hundred
// fonts of pictures a sheet.
var faces = []struct {
	family fonts.Family
	name   string
	weight int
}{
	{fonts.Kai, "Gongshi Kai", 400},
	{fonts.Hei, "Gongshi Hei", 400},
	{fonts.HeiBold, "Gongshi Hei", 700},
}

// text returns the characters of a sheet, its own style included, which says what stands below
// each page.
const text = `document.documentElement.textContent`

// counted is what numbers of pages and of lists are made of.
const counted = " .0123456789"

// bring adds fonts to a page, as data.
const bring = `Promise.all(%s.map(function (f) {
  var face = new FontFace(f.name, Uint8Array.from(atob(f.data), function (c) { return c.charCodeAt(0); }), { weight: String(f.weight) });
  document.fonts.add(face);
  return face.load();
})).then(function () { return true; })`

// dress gives the open sheet the fonts that it may lack, each cut to its characters.
func dress(ctx context.Context) error {
	shown, err := chromedp.Run(ctx, chromedp.Evaluate[string](text))
	if err != nil {
		return err
	}
	type face struct {
		Name   string `json:"name"`
		Weight int    `json:"weight"`
		Data   string `json:"data"`
	}
	var list []face
	for _, f := range faces {
		s, err := fonts.Open(f.family).Subset([]rune(shown+counted), f.name)
		if err != nil {
			return err
		}
		list = append(list, face{f.name, f.weight, base64.StdEncoding.EncodeToString(s.TTF())})
	}
	arg, err := json.Marshal(list)
	if err != nil {
		return err
	}
	_, err = chromedp.Run(ctx, chromedp.Evaluate[bool](fmt.Sprintf(bring, arg), chromedp.EvalAwaitPromise))
	return err
}
