package record

import "testing"

// A mobile is somebody's wherever it stands in a text; numbers of other kinds are not.
func TestMobileInText(t *testing.T) {
	for s, want := range map[string]string{
		"手机13803581234":               "13803581234",
		"张三 138 0358 1234":            "138 0358 1234",
		"0358-1234567/13803581234":    "13803581234",
		"+8613803581234":              "13803581234",
		"１３８０３５８１２３４":                 "13803581234",
		"138-0358-1234（微信同号）":         "138-0358-1234",
		"0358-1234567":                "",
		"140123199001":                "",
		"合同编号X13803581234":            "",
		"138035812345":                "",
		"12345":                       "",
		"2024-05-06至2024-05-12":       "",
		"资金1380.3万元":                  "",
		"面积0.13803581234":             "",
		"12380358123":                 "",
		"13803581234567890123（凭证流水号）": "",
	} {
		if got, _ := Mobile(s); got != want {
			t.Errorf("Mobile(%q) = %q, want %q", s, got, want)
		}
	}
	if _, masked := Mobile("张三138****1234"); !masked {
		t.Error("a masked mobile is no less somebody's")
	}
}
