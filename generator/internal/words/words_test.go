package words

import (
	"strings"
	"testing"
)

func TestFillReplacesEachNameOnce(t *testing.T) {
	if got := fill("{a}和{b}和{c}", []string{"a", "{b}", "b", "乙"}); got != "{b}和乙和{c}" {
		t.Errorf("fill = %q", got)
	}
}

func TestEveryWrittenFormHasOneMeaning(t *testing.T) {
	for name, p := range map[string]pairs{"keys.yaml": keys, "values.yaml": values} {
		seen := map[string]string{}
		for _, pair := range p.list {
			forms := append(append([]string{pair.Code}, pair.English...), pair.Chinese...)
			for _, f := range forms {
				key := f
				if name == "values.yaml" {
					kind, _, _ := strings.Cut(pair.Code, ".")
					key = kind + "." + f
				}
				if o, dup := seen[key]; dup && o != pair.Code {
					t.Errorf("%s: %q means both %s and %s", name, f, o, pair.Code)
				}
				seen[key] = pair.Code
			}
		}
	}
}

func TestAnAverageIsNoSum(t *testing.T) {
	if !IsSum("合计") || !IsSum("小计") || IsSum("平均") || IsSum("一级") {
		t.Error("合计 and 小计 are sums, 平均 is none")
	}
}
