package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"strings"

	"gongshi/generator/internal/fonts"
	"gongshi/generator/internal/plan"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/publish"
	"gongshi/generator/internal/record"
)

// maxFont is how large a font of a site's own may be. The largest with outlines have 65,535
// glyphs in some 35 MB.
const maxFont = 64 << 20

// loadFonts reads the fonts that a site brings along for names that no shipped one can show.
// Those that did not change since the last build are not read again.
func (s *Site) loadFonts(w *world) {
	h := sha256.New()
	for _, name := range w.layout.Fonts {
		if st, err := s.root.Stat(name); err == nil {
			digest(h, name, fmt.Sprint(st.Size(), st.ModTime().UnixNano()))
		}
	}
	if sum := hex.EncodeToString(h.Sum(nil)); s.fonts == nil || sum != s.fontsDigest {
		s.fontsDigest, s.fontReport = sum, problem.Report{}
		var own []*fonts.Face
		for _, name := range w.layout.Fonts {
			if f := s.font(name); f != nil {
				own = append(own, f)
			}
		}
		s.fonts = fonts.NewLibrary(own...)
	}
	w.report.Merge(&s.fontReport)
}

// font reads one font, nil when it is none that can be used.
func (s *Site) font(name string) *fonts.Face {
	if st, err := s.root.Stat(name); err == nil && st.Size() > maxFont {
		s.fontReport.Warn(problem.Pos{File: name}, "fonts/too-large", "max", problem.Int(maxFont>>20))
		return nil
	}
	f, ok := s.load(name, &s.fontReport)
	if !ok {
		return nil
	}
	face, err := fonts.Parse(f.Data)
	if err != nil {
		s.fontReport.Warn(problem.Pos{File: name}, "fonts/unusable")
		return nil
	}
	return face
}

// open opens a file of data behind the gate, and warns of characters in it that hardly any
// device can show: whoever bears such a name is to hear of it before the board is hung.
func (s *Site) open(f record.File, rep *problem.Report) *record.Doc {
	d := record.Open(f)
	s.gate(d, f, rep)
	return d
}

// gate is what open reports of an opened file.
func (s *Site) gate(d *record.Doc, f record.File, rep *problem.Report) {
	privacy.Check(d, rep)
	if len(fonts.RareIn(f.Data)) == 0 && !record.IsTable(f.Path) { // a workbook is packed
		return
	}
	seen := map[rune]bool{}
	for _, p := range d.Pieces() {
		for _, r := range s.fonts.Missing(p.Text) {
			if seen[r] {
				continue
			}
			seen[r] = true
			at := p.Pos
			at.File = f.Path
			if !at.Cell && at.Line > 0 {
				at.Col += len([]rune(p.Text[:strings.IndexRune(p.Text, r)]))
			}
			rep.Warn(at, "fonts/missing", "char", string(r), "code", fmt.Sprintf("U+%04X", r))
		}
	}
}

// outline is the style rule of one rare character, "" when no font has it.
func (s *Site) outline(r rune) string {
	rule, err := s.fonts.Rule([]rune{r})
	if err != nil { // a broken glyph, which style reports where it stands
		return ""
	}
	return rule
}

// style gives finished pages the outlines of the rare characters that they show, and takes the
// mark for them out of all others.
func (s *Site) style(files []publish.File) error {
	const mark, empty = plan.RareMark, "<style>" + plan.RareMark + "</style>"
	for i, f := range files {
		if path.Ext(f.Path) != ".html" {
			continue
		}
		rule, err := s.fonts.Rule(fonts.RareIn(f.Data))
		if err != nil {
			return fmt.Errorf("site: %s: %w", f.Path, err)
		}
		was := mark
		if rule == "" && bytes.Contains(f.Data, []byte(empty)) {
			was = empty
		}
		files[i].Data = bytes.Replace(f.Data, []byte(was), []byte(rule), 1)
	}
	return nil
}
