package sample

import "testing"

// No template lies about unused: each one is a file of some unit.
func TestEveryTemplateIsAFile(t *testing.T) {
	used := map[string]bool{"site": true, "site.yaml": true, "line": true}
	for _, list := range boards {
		for _, f := range list {
			used[f.template] = true
		}
	}
	for _, one := range parse().Templates() {
		if !used[one.Name()] {
			t.Errorf("site/%s is of no unit", one.Name())
		}
	}
}
