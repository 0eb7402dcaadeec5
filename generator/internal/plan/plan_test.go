package plan

import (
	"encoding/csv"
	"strings"
	"testing"
)

// A spreadsheet that opens data.csv must not take a cell for a formula: staff could
// type one, and residents open the file.
func TestNoCellOfATableIsAFormula(t *testing.T) {
	l := layout{unit: &Unit{}}
	f := l.csv("data.csv", [][]string{{"名称", "数"}, {"=HYPERLINK(\"http://elsewhere.example\")", "-3"}, {"@SUM(A1)", "+1+1"}, {"-2+3|cmd", "+2.50"}})
	text, ok := strings.CutPrefix(string(f.Data), "\xef\xbb\xbf")
	if !ok {
		t.Error("no byte order mark: Excel would show it garbled")
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"名称", "数"}, {"'=HYPERLINK(\"http://elsewhere.example\")", "-3"}, {"'@SUM(A1)", "'+1+1"}, {"'-2+3|cmd", "+2.50"}}
	for i, row := range want {
		for j, cell := range row {
			if rows[i][j] != cell {
				t.Errorf("row %d: %q, want %q", i, rows[i][j], cell)
			}
		}
	}
}

// Links are relative and name the page, so that the tree works on any host, under any
// path and by double click.
func TestLinksAreRelativeAndNameThePage(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"", "a", "a/index.html"},
		{"a", "", "../index.html"},
		{"a/b", "a/b/star", "../../a/b/star/index.html"},
		{"a/b/star/2024", "a/c/grid", "../../../../a/c/grid/index.html"},
	} {
		if got := (&Frame{Up: up(c.from)}).to(c.to); got != c.want {
			t.Errorf("%s → %s: %s, want %s", c.from, c.to, got, c.want)
		}
	}
}
