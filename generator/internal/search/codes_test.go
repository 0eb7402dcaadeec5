package search

import (
	"slices"
	"testing"
)

// Characters of the table are written short, and what looks like such a code
// comes back as it was, whatever a name holds.
func TestCodes(t *testing.T) {
	table := "wang王 hong红\n\n王\n"
	texts := []string{"王红\t", "Āžя\u07ff王", "𠮷王a\u00ff", "", "\u0100\u0101"}
	want := slices.Clone(texts)
	encode(table, texts)
	if texts[0] != "\u0100\u0101\t" {
		t.Errorf("written as %q", texts[0])
	}
	decode(table, texts)
	if !slices.Equal(texts, want) {
		t.Errorf("read as %q, want %q", texts, want)
	}
}
