package village

import (
	"testing"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
)

// However an extension is written, the page shows it one way, and the phone waits for it.
func TestPhonesWithAnExtension(t *testing.T) {
	type unit struct {
		Phone Phone `key:"publicphone"`
	}
	for typed, want := range map[string][2]string{
		"0358-1234567转801":   {"0358-1234567-801", "03581234567,801"},
		"0358-1234567 转 801": {"0358-1234567-801", "03581234567,801"},
		"0358-1234567转分机801": {"0358-1234567-801", "03581234567,801"},
		"0358-1234567-801":   {"0358-1234567-801", "03581234567,801"},
		"0358-1234567":       {"0358-1234567", "03581234567"},
		"0358-1234567转":      {"", ""},
		"400-123-4567":       {"400-123-4567", "4001234567"},
	} {
		var u unit
		var rep problem.Report
		record.Open(record.File{Path: "a.yaml", Data: []byte("公开电话: " + typed + "\n")}).Decode(&u, &rep)
		if string(u.Phone) != want[0] || u.Phone.Link() != want[1] || rep.Failed() != (want[0] == "") {
			t.Errorf("%s: %s, %s, %v", typed, u.Phone, u.Phone.Link(), rep.Problems())
		}
	}
}
