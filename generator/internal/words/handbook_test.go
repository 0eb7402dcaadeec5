package words

import (
	"os"
	"strings"
	"testing"
)

// Staff look a key up in the handbook: every file name and every column stands there, by
// both its names.
func TestEveryKeyIsInTheHandbook(t *testing.T) {
	b, err := os.ReadFile("../../../content/help/keys.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(b)
	for _, k := range Keys() {
		if !strings.Contains(page, "`"+k.Code+"`") || !strings.Contains(page, KeyName(k.Code)) {
			t.Errorf("keys.md lacks %s (%s)", KeyName(k.Code), k.Code)
		}
	}
}
