package pinyin

import "testing"

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{"米家塌村": "mijiatacun", "甲家庄 2": "jiajiazhuang-2", "Road-1": "road-1", "停水通知": "tingshuitongzhi",
		"绿地": "lvdi", "！！": "", "a  b": "a-b", "-x-": "x"} {
		if got := Slug(in); got != want {
			t.Errorf("Slug(%q) = %q, want %q", in, got, want)
		}
	}
}
