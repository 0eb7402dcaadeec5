package e2e

import (
	"bytes"
	"encoding/xml"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	multi "github.com/makiuchi-d/gozxing/multi/qrcode"
)

// A pdf is a printed file and what poppler reads in it.
type pdf struct {
	t     *testing.T
	name  string
	pages []pdfPage
}

// A pdfPage is one page with its words, in points from its top left corner.
type pdfPage struct {
	Width  float64   `xml:"width,attr"`
	Height float64   `xml:"height,attr"`
	Words  []pdfWord `xml:"word"`
}

// A pdfWord is a run of characters without a blank.
type pdfWord struct {
	Left   float64 `xml:"xMin,attr"`
	Top    float64 `xml:"yMin,attr"`
	Right  float64 `xml:"xMax,attr"`
	Bottom float64 `xml:"yMax,attr"`
	Text   string  `xml:",chardata"`
}

// mm is a millimetre in points.
const mm = 72 / 25.4

// poppler runs a program of poppler-utils; without it the test is skipped, unless browser
// tests are required.
func poppler(t *testing.T, program string, args ...string) []byte {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		if os.Getenv("GONGSHI_BROWSER") == "required" {
			t.Fatalf("%s is missing: install poppler-utils", program)
		}
		t.Skipf("SKIPPED: %s is missing; install poppler-utils to check what is printed", program)
	}
	var said bytes.Buffer
	c := exec.Command(program, args...)
	c.Stderr = &said
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%s %q: %v\n%s", program, args, err, said.Bytes())
	}
	return out
}

// openPDF reads a PDF.
func openPDF(t *testing.T, name string) *pdf {
	t.Helper()
	var doc struct {
		Pages []pdfPage `xml:"body>doc>page"`
	}
	d := xml.NewDecoder(bytes.NewReader(poppler(t, "pdftotext", "-bbox", name, "-")))
	d.Strict, d.Entity = false, xml.HTMLEntity
	if err := d.Decode(&doc); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return &pdf{t, name, doc.Pages}
}

// text is the text of page n, from 1, without its blanks.
func (p *pdf) text(n int) string {
	page := strconv.Itoa(n)
	return strings.Join(strings.Fields(string(poppler(p.t, "pdftotext", "-layout", "-f", page, "-l", page, p.name, "-"))), "")
}

// all is the text of all pages without its blanks.
func (p *pdf) all() string {
	var b strings.Builder
	for n := range p.pages {
		b.WriteString(p.text(n + 1))
	}
	return b.String()
}

// word returns the first word of a page that holds text, nil for none.
func (p *pdfPage) word(text string) *pdfWord {
	if i := slices.IndexFunc(p.Words, func(w pdfWord) bool { return strings.Contains(w.Text, text) }); i >= 0 {
		return &p.Words[i]
	}
	return nil
}

// codes decodes all QR codes of page n, from 1.
func (p *pdf) codes(n int) (list []string) {
	p.t.Helper()
	base := filepath.Join(p.t.TempDir(), "page")
	page := strconv.Itoa(n)
	poppler(p.t, "pdftoppm", "-r", "200", "-gray", "-png", "-singlefile", "-f", page, "-l", page, p.name, base)
	f, err := os.Open(base + ".png")
	if err != nil {
		p.t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		p.t.Fatal(err)
	}
	bits, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		p.t.Fatal(err)
	}
	found, err := multi.NewQRCodeMultiReader().DecodeMultiple(bits, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		return nil // gozxing has an error for "none"
	}
	for _, r := range found {
		list = append(list, r.GetText())
	}
	return list
}

// A pdfFont is one font of a PDF.
type pdfFont struct {
	Name, Type       string
	Embedded, Subset bool
}

// fonts lists the fonts of a PDF.
func (p *pdf) fonts() (list []pdfFont) {
	lines := strings.Split(string(poppler(p.t, "pdffonts", p.name)), "\n")
	if len(lines) < 2 {
		p.t.Fatalf("%s: pdffonts says nothing", p.name)
	}
	// columns are as wide as the dashes under their heads
	ends := []int{0}
	for i, r := range lines[1] {
		if r == ' ' {
			ends = append(ends, i)
		}
	}
	for _, line := range lines[2:] {
		if len(line) > ends[5] {
			cell := func(i int) string { return strings.TrimSpace(line[ends[i]:ends[i+1]]) }
			list = append(list, pdfFont{cell(0), cell(1), cell(3) == "yes", cell(4) == "yes"})
		}
	}
	return list
}

// size is how many bytes the file has.
func (p *pdf) size() int64 {
	st, err := os.Stat(p.name)
	if err != nil {
		p.t.Fatal(err)
	}
	return st.Size()
}

// nothingCut reports words that stand in the margins of a page or over another word.
// margin is what printers do not print on, in mm.
func (p *pdf) nothingCut(margin float64) {
	p.t.Helper()
	for i := range p.pages {
		page, air := &p.pages[i], margin*mm
		words := make([]pdfWord, len(page.Words))
		for k, w := range page.Words {
			words[k] = w.ink()
		}
		for k, w := range words {
			if w.Left < air || w.Top < air || w.Right > page.Width-air || w.Bottom > page.Height-air {
				p.t.Errorf("%s, page %d: %q is cut: %.0f %.0f %.0f %.0f of %.0f × %.0f", filepath.Base(p.name), i+1, w.Text, w.Left, w.Top, w.Right, w.Bottom, page.Width, page.Height)
			}
			for _, o := range words[k+1:] {
				if w.covers(o) {
					p.t.Errorf("%s, page %d: %q lies over %q", filepath.Base(p.name), i+1, w.Text, o.Text)
				}
			}
		}
	}
}

// ink is the box of the word as high as its type: what poppler says is as high as the tallest
// character of the whole font.
func (w pdfWord) ink() pdfWord {
	wide := 0.0
	for _, r := range w.Text {
		if r < 0x2000 { // not Chinese, no star
			wide += .55
		} else {
			wide++
		}
	}
	middle, half := (w.Top+w.Bottom)/2, min((w.Right-w.Left)/wide, w.Bottom-w.Top)/2
	w.Top, w.Bottom = middle-half, middle+half
	return w
}

// covers reports whether two words share ink.
func (w pdfWord) covers(o pdfWord) bool {
	wide := min(w.Right, o.Right) - max(w.Left, o.Left)
	high := min(w.Bottom, o.Bottom) - max(w.Top, o.Top)
	return wide > 1 && high > min(w.Bottom-w.Top, o.Bottom-o.Top)/4
}
