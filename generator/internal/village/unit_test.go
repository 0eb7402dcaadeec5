package village

import (
	"testing"

	"gongshi/generator/internal/problem"
)

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

// What a screen cannot do is told; how people type hours is understood.
func TestScreen(t *testing.T) {
	for typed, want := range map[string]string{
		"22:00-06:00": "22:00-06:00",
		"22：00～6：00":  "22:00-6:00",
		"22:00—06:00": "22:00-06:00",
		"晚上十点":        "",
		"22-6":        "",
		"25:00-06:00": "",
	} {
		var rep problem.Report
		s := &Screen{Off: typed}
		s.Check(&rep)
		if rep.Failed() != (want == "") || want != "" && s.OffHours() != want {
			t.Errorf("关屏时段: %s: %q %v", typed, s.OffHours(), rep.Problems())
		}
	}
	for seconds, want := range map[int64]bool{0: true, 5: true, 15: true, 300: true, 4: false, 301: false} {
		var rep problem.Report
		s := &Screen{}
		if seconds > 0 {
			s.Stay = Quantity{N: seconds * one, Scale: one}
		}
		s.Check(&rep)
		if rep.Failed() == want {
			t.Errorf("停留秒: %d: %v", seconds, rep.Problems())
		}
	}
}
