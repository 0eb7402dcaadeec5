package fonts

import (
	"encoding/binary"
	"errors"
	"fmt"

	"golang.org/x/image/font/sfnt"
)

var be = binary.BigEndian

// A Face is a TrueType font. It is safe for use by many goroutines.
type Face struct {
	tables  map[string][]byte // by tag; of the bytes it was parsed from
	loca    []uint32          // where glyphs begin in glyf, and where the last one ends
	metrics int               // glyphs with an advance of their own in hmtx
	sf      *sfnt.Font        // finds the glyph of a character
}

// tables that a face must have. Others (hints, ligatures, kerning) are not kept.
var required = []string{"OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post"}

var errShort = errors.New("fonts: a table is too short")

// Parse reads a font with glyf outlines; the face refers to data.
func Parse(data []byte) (*Face, error) {
	sf, err := sfnt.Parse(data) // also checks where tables lie
	if err != nil {
		return nil, fmt.Errorf("fonts: %w", err)
	}
	f := &Face{tables: map[string][]byte{}, sf: sf}
	for i := range int(be.Uint16(data[4:])) {
		entry := data[12+16*i:]
		offset, length := uint64(be.Uint32(entry[8:])), uint64(be.Uint32(entry[12:]))
		if offset+length > uint64(len(data)) {
			return nil, errShort
		}
		f.tables[string(entry[:4])] = data[offset : offset+length]
	}
	for _, tag := range required {
		if f.tables[tag] == nil {
			return nil, fmt.Errorf("fonts: no table %q: only TrueType outlines can be cut", tag)
		}
	}
	return f, f.index()
}

// index reads where the glyphs lie.
func (f *Face) index() error {
	head, hhea, maxp, loca := f.tables["head"], f.tables["hhea"], f.tables["maxp"], f.tables["loca"]
	if len(head) < 54 || len(hhea) < 36 || len(maxp) < 6 || len(f.tables["post"]) < 32 {
		return errShort
	}
	glyphs, long := int(be.Uint16(maxp[4:])), be.Uint16(head[50:]) == 1
	f.metrics = int(be.Uint16(hhea[34:]))
	size := 2
	if long {
		size = 4
	}
	if len(loca) < size*(glyphs+1) || f.metrics < 1 || f.metrics > glyphs || len(f.tables["hmtx"]) < 4*f.metrics+2*(glyphs-f.metrics) {
		return errShort
	}
	f.loca = make([]uint32, glyphs+1)
	for i := range f.loca {
		if long {
			f.loca[i] = be.Uint32(loca[4*i:])
		} else {
			f.loca[i] = 2 * uint32(be.Uint16(loca[2*i:]))
		}
		if f.loca[i] > uint32(len(f.tables["glyf"])) || i > 0 && f.loca[i] < f.loca[i-1] {
			return errShort
		}
	}
	return nil
}

// Has reports whether the font has a character.
func (f *Face) Has(r rune) bool { return f.find(r) != 0 }

// find returns the glyph of a character, 0 for none.
func (f *Face) find(r rune) uint16 {
	g, err := f.sf.GlyphIndex(nil, r)
	if err != nil || int(g) >= len(f.loca)-1 {
		return 0
	}
	return uint16(g)
}

// outline returns a glyph; it is empty for blanks.
func (f *Face) outline(g uint16) []byte { return f.tables["glyf"][f.loca[g]:f.loca[g+1]] }

// metric returns the advance width and left side bearing of a glyph, four bytes.
func (f *Face) metric(g uint16) []byte {
	hmtx, n := f.tables["hmtx"], f.metrics
	if int(g) < n {
		return hmtx[4*int(g) : 4*int(g)+4]
	}
	at := 4*n + 2*(int(g)-n)
	return []byte{hmtx[4*n-4], hmtx[4*n-3], hmtx[at], hmtx[at+1]}
}
