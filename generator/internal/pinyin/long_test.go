package pinyin

import (
	"strings"
	"testing"
)

// A name that file systems would not take is cut; what differs only behind the cut
// still has two addresses.
func TestLongNamesAreCut(t *testing.T) {
	long := strings.Repeat("张王李赵", 30)
	a, b := Slug(long+"甲"), Slug(long+"乙")
	if a == b || len(a) > 100 || !strings.HasPrefix(a, "zhangwanglizhao") {
		t.Errorf("%s\n%s", a, b)
	}
	if s := Slug("东庄"); s != "dongzhuang" {
		t.Error(s)
	}
}
