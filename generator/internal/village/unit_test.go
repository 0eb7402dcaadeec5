package village

import "testing"

func TestAUnitLiesUnderOneTreeOnly(t *testing.T) {
	county := &Unit{Name: "文水县"}
	town := &Unit{Name: "南武乡", Aliases: []string{"南武镇"}, Parent: county}
	for typed, want := range map[string]bool{
		"":           true,
		"南武乡":        true,
		"南武镇":        true,
		"文水县南武乡":     true,
		"山西省文水县南武乡":  true,
		"礼泉县":        false,
		"陕西省礼泉县南武乡":  false,
		"文水县":        false,
		"山西省文水县南武乡村": false,
	} {
		u := &Unit{Name: "东庄村", Above: typed, Parent: town}
		if u.Under() != want {
			t.Errorf("上级: %s: under %v, want %v", typed, !want, want)
		}
	}
}
