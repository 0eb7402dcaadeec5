package privacy

import (
	"fmt"
	"html/template"
	"reflect"
	"testing"
)

func TestNamesInText(t *testing.T) {
	c := NewCover([]string{"王明", "欧阳示例"}, []string{"王明德", "李四"}, "某")
	for text, want := range map[string]string{
		"王明": "某", "王 明、王　明": "某、某", "王明德和王明": "王明德和某", "李四": "李四", "": "",
		"欧阳示例（2组）": "某（2组）", "示例王明示例": "示例某示例",
	} {
		if got := c.Text(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestATableIsCovered(t *testing.T) {
	c := NewCover([]string{"王明"}, nil, "某", "电话")
	got := c.Table([][]string{{"姓名", "电话", "备注"}, {"王明", "0358-1", "0358-1"}, {"李四", "0358-2", "王明的邻居"}})
	want := [][]string{{"姓名", "电话", "备注"}, {"某", "", "0358-1"}, {"李四", "0358-2", "某的邻居"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v", got)
	}
}

type row struct {
	Anchor, Name, Phone, Tel string
	Points                   int
	Note                     template.HTML
	secret                   string
}

type lead struct{ Title string }

type view struct {
	lead
	Rows  []row
	Best  *row
	Of    map[string]int
	Any   any
	Self  *view
	Table [2][]string
}

// A copy is covered, whatever it is made of; what it was made from stays as it is, and so
// do figures. A phone goes with its name.
func TestACopyIsCovered(t *testing.T) {
	best := &row{Anchor: "m-王明", Name: "王明", Phone: "0358-1", Tel: "+861", Points: 9, Note: "<b>王明</b>", secret: "kept"}
	v := &view{lead: lead{"王明等2人"}, Rows: []row{*best, {Anchor: "m-李四", Name: "李四", Phone: "0358-2"}, {Anchor: "m-张三", Name: "张三"}},
		Best: best, Of: map[string]int{"王明": 1, "张三": 2, "李四": 3}, Any: []string{"王明"}, Table: [2][]string{{"姓名"}, {"王明"}}}
	v.Self = v
	before := fmt.Sprintf("%+v", *best)
	got := Covered(NewCover([]string{"王明", "张三"}, nil, "某"), any(v)).(*view)
	want := row{Anchor: "covered-1", Name: "某", Points: 9, Note: "<b>某</b>", secret: "kept"}
	switch {
	case got.Title != "某等2人", got.Rows[0] != want, *got.Best != want, got.Rows[1] != v.Rows[1], got.Rows[2].Anchor != "covered-2":
		t.Errorf("%+v", got)
	case !reflect.DeepEqual(got.Of, map[string]int{"某": 2, "某2": 1, "李四": 3}), got.Any.([]string)[0] != "某", got.Table[1][0] != "某", got.Self != got:
		t.Errorf("%+v", got)
	case fmt.Sprintf("%+v", *best) != before || v.Title != "王明等2人" || len(v.Of) != 3:
		t.Error("what was copied changed")
	}
	if Covered[any](NewCover([]string{"王明"}, nil, "某"), nil) != nil {
		t.Error("nothing is nothing")
	}
	if Covered[any](nil, v) != any(v) || NewCover(nil, nil, "某") != nil {
		t.Error("without names nothing is done")
	}
}
