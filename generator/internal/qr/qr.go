// Package qr draws QR codes. It is the only package that imports rsc.io/qr.
package qr

import (
	"fmt"
	"html"
	"html/template"
	"strings"

	"rsc.io/qr"
)

// SVG returns the code of text as an SVG picture with a quiet zone of four modules,
// described by label; "" when text is too long for a code.
func SVG(text, label string) template.HTML {
	c, err := qr.Encode(text, qr.M)
	if err != nil {
		return ""
	}
	var b strings.Builder
	n := c.Size
	fmt.Fprintf(&b, `<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 %d %d" shape-rendering="crispEdges" role="img" aria-label="%s">`,
		n+8, n+8, html.EscapeString(label))
	fmt.Fprintf(&b, `<path fill="#fff" d="M-4-4h%dv%dh-%dz"/><path fill="#000" d="`, n+8, n+8, n+8)
	for y := range n {
		for x := 0; x < n; {
			if !c.Black(x, y) {
				x++
				continue
			}
			from := x
			for x < n && c.Black(x, y) {
				x++
			}
			fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", from, y, x-from, x-from)
		}
	}
	b.WriteString(`"/></svg>`)
	return template.HTML(b.String())
}
