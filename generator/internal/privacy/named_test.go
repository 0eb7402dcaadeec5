package privacy

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Longer names go first, names of two characters count only alone, and those of one never.
func TestNamesInATextOfStaff(t *testing.T) {
	n := NewNames([]string{"王明", "王明德", "欧阳示例", "林", "高粱"})
	for text, want := range map[string]string{
		"王明德来了":         "王明德",
		"王明":            "王明!",
		"组长:王明,李四":      "王明!",
		"王明来了":          "",
		"王　明、王明德(2组)":   "王明! 王明德!",
		"请欧阳示例和王明德到场":   "欧阳示例 王明德",
		"林地":            "",
		"林":             "",
		"亩产高粱800斤":      "",
		"<b>王明</b> 王明明": "王明!",
	} {
		var got []string
		n.In(text, func(m Mention) {
			name := m.Name
			if m.Lone {
				name += "!"
			}
			got = append(got, name)
		})
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: %s, want %s", text, s, want)
		}
	}
}

// What a layout can reach is looked at, however deep, and once where it stands in a circle.
func TestTextsOfAView(t *testing.T) {
	type inner struct{ Name string }
	type view struct {
		inner
		Title string
		own   string
		Rows  [][]string
		By    map[string]*inner
		Any   any
		Next  *view
	}
	v := &view{inner: inner{"a"}, Title: "b", own: "x", Rows: [][]string{{"c", ""}}, By: map[string]*inner{"d": {"e"}}, Any: inner{"f"}}
	v.Next = v
	var got []string
	Texts(v, func(s string) { got = append(got, s) })
	slices.Sort(got)
	if fmt.Sprint(got) != "[a b c d e f]" {
		t.Error(got, v.own)
	}
	Texts(nil, func(s string) { t.Error(s) })
}
