package privacy

import (
	"strings"
	"testing"

	"gongshi/generator/internal/problem"
)

// What an attacker still got past the guard, and what looks like it.
func TestSlipsAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		"a.md|请联系 tel13903581276x":                                ":1:8 privacy/phone 13",
		"a.md|电话 139035812766":                                    ":1:4 privacy/phone 13",
		"a.md|型号 A13903581276x":                                   "",
		"a.md|编号 130102001001":                                    "",
		"a.md|1390358[^1]1276":                                    ":1:1 privacy/phone 13",
		"a.md|110105①19491231②0021":                               ":1:1 privacy/id 11",
		"a.md|110105（略）0021":                                      ":1:1 privacy/id-masked 11",
		"a.md|139（略）1276":                                         ":1:1 privacy/phone-masked 13",
		"a.md|证件110105一九四九年12月三十一日0021":                           ":1:1 privacy/id 11",
		"a.md|110105 1949年十二月3日0021":                              ":1:1 privacy/id 11",
		"a.md|编号110105二〇二四年五月六日":                                  "",
		"a.md|收入150100 2024年5月6日1200元":                            "",
		"a.md|第3期（略）2024年":                                        "",
		"a.csv|姓名,前,中,后\n示例,110105,****,0021":                     ":B2 privacy/id-masked 11",
		"a.csv|姓名,前,中,后\n示例,139,（略）,1276":                         ":B2 privacy/phone-masked 13",
		"a.csv|项,甲,乙,丙\n示例,120,略,1276":                            "",
		"a.csv|项目,数\n甲,6222\n乙,0212\n丙,3456\n丁,7895":              "",
		"a.csv|项目,数\n甲,6228\n乙,4804\n丙,0256\n丁,4890\n戊,018\n":     ":B2 privacy/bank 62",
		"a.csv|项目,数\n甲,6228\n乙,4804\n丙,0256\n丁,4890\n戊,0186\n己,1": "",
	} {
		name, body, _ := strings.Cut(text, "|")
		if got := refusals(name, []byte(body)); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", text, got, want)
		}
	}
}

func TestNamesWithANumberAmongLetters(t *testing.T) {
	for name, free := range map[string]bool{
		"data/c13903581276": false, "图片/a6228480402564890018b.jpg": false, "data/c110105194912310021": false,
		"mmexport1717171717171.jpg": true, "IMG20240506123456.jpg": true, "data/c130102001001": true, "data/hz2024": true,
	} {
		var rep problem.Report
		if Name(name, &rep) != free {
			t.Errorf("%s: %v", name, rep.Problems())
		}
	}
}

// A masked mobile under a key for phones is one cause, and one message.
func TestOneMessageForAMaskedPhone(t *testing.T) {
	at := problem.Pos{File: "a.yaml", Line: 2, Col: 9}
	inside := at
	inside.Col++ // behind the quote
	list := []problem.Problem{{Pos: at, Code: "phone/masked"}, {Pos: inside, Code: "privacy/phone-masked"}, {Pos: problem.Pos{File: "a.yaml", Line: 2, Col: 40}, Code: "phone/unreadable"}}
	if got := Once(list); len(got) != 2 || got[0].Code != "privacy/phone-masked" || got[1].Code != "phone/unreadable" {
		t.Error(got)
	}
}
