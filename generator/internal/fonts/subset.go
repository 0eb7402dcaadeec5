package fonts

import (
	"errors"
	"slices"
	"strings"
)

// A Subset is a font of a few characters: its finished tables by their tags.
type Subset struct {
	tables map[string][]byte
	runes  []rune
	ttf    []byte // the finished file, where the tables stand
}

// Runes returns the characters that a subset has, in order.
func (s *Subset) Runes() []rune { return s.runes }

var errBroken = errors.New("fonts: a glyph is broken")

// Subset cuts characters out of a font and calls what remains by another name, since the
// licence keeps the names of fonts for what their authors release. Characters that the font
// lacks are left out. Hints, ligatures and kerning are dropped.
func (f *Face) Subset(runes []rune, family string) (*Subset, error) {
	s := &Subset{tables: map[string][]byte{}}
	runes = slices.Compact(slices.Sorted(slices.Values(runes)))
	glyphs := []uint16{0} // what stands for all that is missing
	var found []uint16    // of s.runes
	for _, r := range runes {
		if g := f.find(r); g != 0 {
			s.runes, found = append(s.runes, r), append(found, g)
			glyphs = append(glyphs, g)
		}
	}
	glyphs, err := f.withParts(glyphs)
	if err != nil {
		return nil, err
	}
	place := make(map[uint16]uint16, len(glyphs)) // old number of a glyph → new one
	for i, g := range glyphs {
		place[g] = uint16(i)
	}
	if err := s.outlines(f, glyphs, place); err != nil {
		return nil, err
	}
	for i, g := range found {
		found[i] = place[g]
	}
	s.tables["cmap"] = cmap(s.runes, found)
	s.headers(f, len(glyphs), family)
	s.assemble()
	return s, nil
}

// withParts adds to glyphs those that they are put together of; in order, each once.
func (f *Face) withParts(glyphs []uint16) ([]uint16, error) {
	seen := map[uint16]bool{}
	for i := 0; i < len(glyphs); i++ {
		if seen[glyphs[i]] {
			continue
		}
		seen[glyphs[i]] = true
		_, err := parts(f.outline(glyphs[i]), func(part uint16) uint16 {
			glyphs = append(glyphs, part)
			return part
		})
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(glyphs)
	glyphs = slices.Compact(glyphs)
	if int(glyphs[len(glyphs)-1]) >= len(f.loca)-1 {
		return nil, errBroken
	}
	return glyphs, nil
}

// Flags of a part of a glyph (OpenType, glyf, composite glyphs).
const (
	argsAreWords = 1 << 0
	hasScale     = 1 << 3
	moreParts    = 1 << 5
	hasTwoScales = 1 << 6
	hasMatrix    = 1 << 7
	hasHints     = 1 << 8
)

// parts returns the outline without hints and with every part renamed. An outline that is not
// put together of others only loses its hints.
func parts(outline []byte, rename func(uint16) uint16) ([]byte, error) {
	if len(outline) == 0 {
		return nil, nil
	}
	if len(outline) < 10 {
		return nil, errBroken
	}
	contours := int16(be.Uint16(outline))
	if contours >= 0 {
		return withoutHints(outline, int(contours))
	}
	out := slices.Clone(outline)
	for p := 10; ; {
		if p+4 > len(out) {
			return nil, errBroken
		}
		flags := be.Uint16(out[p:])
		be.PutUint16(out[p:], flags&^hasHints)
		be.PutUint16(out[p+2:], rename(be.Uint16(out[p+2:])))
		p += 6
		if flags&argsAreWords != 0 {
			p += 2
		}
		switch {
		case flags&hasScale != 0:
			p += 2
		case flags&hasTwoScales != 0:
			p += 4
		case flags&hasMatrix != 0:
			p += 8
		}
		if p > len(out) {
			return nil, errBroken
		}
		if flags&moreParts == 0 {
			return out[:p], nil
		}
	}
}

// withoutHints drops the program of a simple glyph.
func withoutHints(outline []byte, contours int) ([]byte, error) {
	at := 10 + 2*contours
	if at+2 > len(outline) {
		return nil, errBroken
	}
	n := int(be.Uint16(outline[at:]))
	if at+2+n > len(outline) {
		return nil, errBroken
	}
	if n == 0 {
		return outline, nil
	}
	return slices.Concat(outline[:at], []byte{0, 0}, outline[at+2+n:]), nil
}

// outlines fills glyf, loca and hmtx.
func (s *Subset) outlines(f *Face, glyphs []uint16, place map[uint16]uint16) error {
	var glyf, loca, hmtx []byte
	for _, g := range glyphs {
		loca = be.AppendUint32(loca, uint32(len(glyf)))
		outline, err := parts(f.outline(g), func(part uint16) uint16 { return place[part] })
		if err != nil {
			return err
		}
		glyf = append(glyf, outline...)
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
		hmtx = append(hmtx, f.metric(g)...)
	}
	s.tables["glyf"], s.tables["loca"], s.tables["hmtx"] = glyf, be.AppendUint32(loca, uint32(len(glyf))), hmtx
	return nil
}

// cmap returns the table from characters to glyphs, in its format for all of Unicode.
func cmap(runes []rune, glyphs []uint16) []byte {
	type group struct{ first, last, glyph uint32 }
	var groups []group
	for i, r := range runes {
		r, g := uint32(r), uint32(glyphs[i])
		if n := len(groups); n > 0 && groups[n-1].last+1 == r && groups[n-1].glyph+r-groups[n-1].first == g {
			groups[n-1].last = r
			continue
		}
		groups = append(groups, group{r, r, g})
	}
	const header, format, windows, unicodeFull = 12, 12, 3, 10
	var b []byte
	for _, v := range []uint16{0, 1, windows, unicodeFull} {
		b = be.AppendUint16(b, v)
	}
	b = be.AppendUint32(b, header)
	b = be.AppendUint16(b, format)
	b = be.AppendUint16(b, 0)
	for _, v := range []uint32{16 + 12*uint32(len(groups)), 0, uint32(len(groups))} {
		b = be.AppendUint32(b, v)
	}
	for _, g := range groups {
		b = be.AppendUint32(be.AppendUint32(be.AppendUint32(b, g.first), g.last), g.glyph)
	}
	return b
}

// headers fills the tables that count, measure and name.
func (s *Subset) headers(f *Face, glyphs int, family string) {
	for _, tag := range []string{"head", "hhea", "maxp", "OS/2"} {
		s.tables[tag] = slices.Clone(f.tables[tag])
	}
	be.PutUint32(s.tables["head"][8:], 0)  // the sum is made of the finished file
	be.PutUint16(s.tables["head"][50:], 1) // loca of four bytes
	be.PutUint16(s.tables["hhea"][34:], uint16(glyphs))
	be.PutUint16(s.tables["maxp"][4:], uint16(glyphs))
	post := slices.Clone(f.tables["post"][:32])
	be.PutUint32(post, 0x00030000) // no names of glyphs
	s.tables["post"] = post
	s.tables["name"] = f.names(family)
}

// Numbers of names (OpenType, name).
const (
	nameCopyright  = 0
	nameFamily     = 1
	nameStyle      = 2
	nameUnique     = 3
	nameFull       = 4
	namePostScript = 6
	nameLicence    = 13
	nameLicenceURL = 14
)

// names returns a table with another family, and with the copyright and the licence that the
// font came with, which must go with every copy.
func (f *Face) names(family string) []byte {
	text := map[int][]byte{nameFamily: utf16(family), nameStyle: utf16("Regular"), nameUnique: utf16(family), nameFull: utf16(family), namePostScript: utf16(strings.ReplaceAll(family, " ", ""))}
	table := f.tables["name"]
	const record, english = 12, 0x409
	for i := 0; len(table) >= 6 && i < int(be.Uint16(table[2:])) && 6+record*(i+1) <= len(table); i++ {
		r := table[6+record*i:]
		id := int(be.Uint16(r[6:]))
		if kept := id == nameCopyright || id == nameLicence || id == nameLicenceURL; !kept || be.Uint16(r) != 3 || be.Uint16(r[4:]) != english {
			continue
		}
		from := int(be.Uint16(table[4:])) + int(be.Uint16(r[10:]))
		if to := from + int(be.Uint16(r[8:])); to <= len(table) {
			text[id] = table[from:to]
		}
	}
	var ids []int
	for id := range text {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	b := be.AppendUint16(be.AppendUint16(nil, 0), uint16(len(ids)))
	b = be.AppendUint16(b, uint16(6+record*len(ids)))
	var all []byte
	for _, id := range ids {
		for _, v := range []uint16{3, 1, english, uint16(id), uint16(len(text[id])), uint16(len(all))} {
			b = be.AppendUint16(b, v)
		}
		all = append(all, text[id]...)
	}
	return append(b, all...)
}

// utf16 writes plain ASCII in the encoding of names.
func utf16(ascii string) (b []byte) {
	for _, c := range []byte(ascii) {
		b = append(b, 0, c)
	}
	return b
}
