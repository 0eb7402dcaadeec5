package site

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A figure is a number of the source reports that must come out of the demo's data, and
// what it must become when an input is changed.
type figure struct {
	n     string // its number in the list of figures a correct system must reproduce
	page  string // unit and board below public/
	at    string // where in data.json: names, name=value to choose from a list, # for its length
	want  string
	moves []move
}

// move is one edit of the demo's files and the figure that it must lead to.
type move struct {
	edits []edit
	want  string
}

type edit struct{ file, old, new string }

// to is a move by one edit of one file below data/.
func to(want, file, old, new string) move { return move{[]edit{{file, old, new}}, want} }

const (
	yangqu     = "taiyuan/jiancaoping/yangqu"
	gongyang   = "zhongyang/nuanquan/gongyang"
	dongzhuang = "wenshui/nanwu/dongzhuang"
	mijiata    = "zhongyang/xiazaolin/mijiata"
	nanjie     = "zhongyang/ningxiang/nanjie"
	xizhou     = "jincheng/gaoping/macun/xizhou"
	jiyi       = "taiyuan/qingxu/jiyi"
	binhe      = "taiyuan/gujiao/xiqu/binhebeilu"
)

// untyped drops the township's typed totals, which would refuse any other sum.
var untyped = edit{yangqu + "/stars/2024.yaml", "合计: {合计: 1058, 五星: 217, 四星: 352, 三星: 405, 二星: 48, 一星: 36}\n", ""}

// oneStar turns a five-star household of a village into a one-star one.
var oneStar = []edit{untyped, {yangqu + "/shili02/stars/2024.yaml", "{户: H004, 得星: [勤劳敬业星, 孝老爱亲星, 团结友善星, 志愿服务星, 文化教育星],", "{户: H004, 得星: [文化教育星],"}}

// closeless takes the last step of one problem away.
var closeless = []edit{{xizhou + "/tasks.yaml", "     步骤: [{步骤: 提出, 日期: 2026-06-09}, {步骤: 列单, 日期: 2026-06-11}, {步骤: 整改, 日期: 2026-06-13}, {步骤: 销号, 日期: 2026-06-24, 附件: 整改前后对比照片}]}", "     步骤: [{步骤: 提出, 日期: 2026-06-09}, {步骤: 列单, 日期: 2026-06-11}, {步骤: 整改, 日期: 2026-06-13}]}"}}

var figures = []figure{
	{"N1", yangqu + "/star", "total", "1058", nil},
	{"N1", yangqu + "/star", "levels/stars=5/count", "217", []move{{oneStar, "216"}}},
	{"N1", yangqu + "/star", "levels/stars=4/count", "352", nil},
	{"N1", yangqu + "/star", "levels/stars=3/count", "405", nil},
	{"N1", yangqu + "/star", "levels/stars=2/count", "48", nil},
	{"N1", yangqu + "/star", "levels/stars=1/count", "36", []move{{oneStar, "37"}}},
	{"N1", yangqu + "/star", "levels/stars=5/share", "20.5", []move{{oneStar, "20.4"}}},
	{"N2", yangqu + "/star", "share", "31.5", []move{
		to("31.8", yangqu+"/unit.yaml", "总户数: 3359", "总户数: 3330"),
	}},
	{"N4", yangqu + "/star", "units/#", "13", nil},
	{"N6", gongyang + "/outcome", "list/title=养牛/incomeYuan", "1200000", []move{
		to("1220000", gongyang+"/outcomes.yaml", "带动户: 60", "带动户: 61"),
		to("1260000", gongyang+"/outcomes.yaml", "户均增收: 2万元", "户均增收: 2.1万元"),
	}},
	{"N6", gongyang + "/outcome", "list/title=种猪场项目/incomeYuan", "1320000", []move{
		to("1350000", gongyang+"/outcomes.yaml", "带动户: 44", "带动户: 45"),
		to("1760000", gongyang+"/outcomes.yaml", "户均增收: 3万元", "户均增收: 4万元"),
	}},
	{"N6", gongyang + "/outcome", "list/title=公益性岗位/incomeYuan", "400000", []move{
		to("480000", gongyang+"/outcomes.yaml", "带动人: 50余人", "带动人: 60余人"),
		to("450000", gongyang+"/outcomes.yaml", "人均增收: 8000元", "人均增收: 9000元"),
	}},
	{"N7", jiyi + "/errand", "done/unit=人次/quantity", "120", []move{
		{[]edit{{jiyi + "/errands.yaml", "生产服务: 20余", "生产服务: 25余"}, {jiyi + "/errands.yaml", "合计: 120余人次\n", ""}}, "125"},
	}},
	{"N7", jiyi + "/errand", "done/unit=人次/precision", "atLeast", nil},
	{"F16", jiyi + "/errand", "done/unit=次/quantity", "100", nil},
	{"X1", jiyi + "/errand", "agents", "103", []move{to("104", jiyi+"/errands.yaml", "人数: 103人", "人数: 104人")}},
	{"N10", xizhou + "/task", "share", "68.1", []move{{closeless, "66"}}},
	{"N10", xizhou + "/task", "open", "15", []move{{closeless, "16"}}},
	{"L4", "jincheng/task", "lists/name=重点任务清单/count", "118", []move{to("117", "jincheng/tasks.yaml", "城市: 50", "城市: 49")}},
	{"F9", "jincheng/task", "lists/name=重点任务/count", "7", nil},
	{"N8", binhe + "/grid", "wardens", "32", []move{
		to("31", binhe+"/grids.yaml", "      - {姓名: 萧水浩, 职责: 辅助微网格员}\n", ""),
		to("33", binhe+"/grids.yaml", "      - {姓名: 萧水浩, 职责: 辅助微网格员}\n", "      - {姓名: 萧水浩, 职责: 辅助微网格员}\n      - {姓名: 示例员乙, 职责: 辅助微网格员}\n"),
	}},
	{"N13", "jincheng/outcome", "list/title=一支队伍管执法/mean", "10.1", []move{
		to("10.3", "jincheng/outcomes.yaml", "584人", "600人"),
		to("9.7", "jincheng/outcomes.yaml", "数量: 58个", "数量: 60个"),
	}},
	{"N17", "xinhua/outcome", "list/title=村（社区）党组织书记平均年龄/before", "50.1", []move{
		to("50.3", "xinhua/outcomes.yaml", "42.2岁", "42.4岁"),
		to("49.1", "xinhua/outcomes.yaml", "减7.9岁", "减6.9岁"),
	}},
	{"N18", "xinhua/outcome", "list/title=大专以上学历的书记/share", "44.8", []move{
		to("45", "xinhua/outcomes.yaml", "数量: 248人", "数量: 249人"),
		to("45.1", "xinhua/outcomes.yaml", "基数: 553人", "基数: 550人"),
	}},
	{"N20", mijiata + "/points", "list/total=114/last", "104", nil},
	{"N20", mijiata + "/points", "list/rank=1/change", "10", []move{
		to("11", mijiata+"/points/2023.yaml", "对象: M01, 项目: 日常积分, 事项: 参加主题党日, 分值: 2", "对象: M01, 项目: 日常积分, 事项: 参加主题党日, 分值: 1"),
		to("12", mijiata+"/points/2024.yaml", "事项: 带头拆除残垣断壁, 分值: 4", "事项: 带头拆除残垣断壁, 分值: 6"),
	}},
	{"N21", nanjie + "/grid", "grids", "181", []move{{[]edit{
		{nanjie + "/grids.yaml", "三级: 155", "三级: 154"},
		{nanjie + "/grids.yaml", "  - {编号: 1-1-8, 级别: 三级, 上级: 1-1, 范围: [南街179-191号], 户数: 13}\n", ""},
	}, "180"}}},
	{"N21", nanjie + "/grid", "tiers/name=一级/count", "8", nil},
	{"N21", nanjie + "/grid", "tiers/name=二级/count", "18", nil},
	{"N21", nanjie + "/grid", "tiers/name=三级/count", "155", nil},
	{"M6", dongzhuang + "/outcome", "measured/category=阵地/quantity", "700", nil},
	{"N26", "jincheng/outcome", "list/title=基层治理培训/mean", "146.6", []move{
		to("146.3", "jincheng/outcomes.yaml", "496期", "497期"),
		to("147.2", "jincheng/outcomes.yaml", "7.27万", "7.3万"),
	}},
	{"N23", dongzhuang + "/outcome", "list/title=新修正街下水/quantity", "300", nil},
	{"N23", dongzhuang + "/outcome", "list/title=拓宽入村主干道/quantity", "800", nil},
	{"N23", dongzhuang + "/outcome", "list/title=平整拓宽田间道路/quantity", "9300", nil},
	{"N23", dongzhuang + "/outcome", "list/title=修理漏水点/quantity", "50", nil},
	{"N23", dongzhuang + "/outcome", "list/title=修理漏水点/precision", "atLeast", nil},
	{"N23", dongzhuang + "/outcome", "list/title=清除积年垃圾点/quantity", "10", nil},
	{"N23", dongzhuang + "/outcome", "list/title=清理垃圾/quantity", "8000", nil},
	{"N23", dongzhuang + "/outcome", "list/title=清理垃圾/unit", "立方米", nil},
	{"N23", dongzhuang + "/outcome", "list/title=清理房前屋后杂草/quantity", "700", nil},
	{"N23", dongzhuang + "/outcome", "list/title=拆除违章建筑/quantity", "43", nil},
	{"N23", dongzhuang + "/outcome", "list/title=拆除违章建筑/size", "1300", nil},
	{"N23", dongzhuang + "/outcome", "list/title=新建村外公园/quantity", "2500", nil},
	{"N23", dongzhuang + "/outcome", "list/title=新建村民活动广场/quantity", "1000", nil},
	{"N23", dongzhuang + "/outcome", "list/title=粉刷墙壁/quantity", "5670", nil},
	{"N23", dongzhuang + "/outcome", "list/title=墙体彩绘/quantity", "480", nil},
	{"N23", dongzhuang + "/outcome", "list/title=整治残垣断壁/quantity", "500", nil},
	{"N23", dongzhuang + "/outcome", "list/title=为群众帮办实事/quantity", "20", nil},
}

// TestFiguresOfTheReports builds the demo and finds every figure of the source reports
// in its data for machines; then it changes one input after the other, and each figure
// must move with its input.
func TestFiguresOfTheReports(t *testing.T) {
	b := &bench{t: t, dir: t.TempDir(), asOf: "2026-11-20"}
	if err := os.CopyFS(filepath.Join(b.dir, "data"), os.DirFS("../../../data")); err != nil {
		t.Fatal(err)
	}
	if r := b.build(); r.Errors() > 0 {
		t.Fatal(codes(r))
	}
	for _, f := range figures {
		b.shows(f, f.want, "as it stands")
	}
	for _, f := range figures {
		for _, m := range f.moves {
			restore := b.apply(f, m)
			if r := b.rebuild(); r.Errors() > 0 {
				t.Errorf("%s: %v: %s", f.n, m.edits, codes(r))
			}
			b.shows(f, m.want, fmt.Sprint("after ", m.edits))
			restore()
		}
	}
}

// apply changes the files of a move and returns what undoes it.
func (b *bench) apply(f figure, m move) (restore func()) {
	b.t.Helper()
	was := map[string]string{}
	for _, e := range m.edits {
		name := "data/" + e.file
		text := b.read(name)
		if _, seen := was[name]; !seen {
			was[name] = text
		}
		changed := strings.Replace(text, e.old, e.new, 1)
		if changed == text {
			b.t.Fatalf("%s: %s does not hold %q", f.n, name, e.old)
		}
		b.write(name, changed)
	}
	return func() {
		for name, text := range was {
			b.write(name, text)
		}
	}
}

// shows compares a figure with what data.json says.
func (b *bench) shows(f figure, want, when string) {
	b.t.Helper()
	var data any
	if err := json.Unmarshal([]byte(b.read("public/"+f.page+"/data.json")), &data); err != nil {
		b.t.Fatal(err)
	}
	got, err := lookUp(data, f.at)
	if err != nil || got != want {
		b.t.Errorf("%s %s: %s is %s %s, want %s (%v)", f.n, f.page, f.at, got, when, want, err)
	}
}

// lookUp finds the value at a path in decoded JSON.
func lookUp(v any, at string) (string, error) {
	for step := range strings.SplitSeq(at, "/") {
		switch x := v.(type) {
		case map[string]any:
			next, ok := x[step]
			if !ok {
				return "", fmt.Errorf("no %s", step)
			}
			v = next
		case []any:
			if step == "#" {
				return strconv.Itoa(len(x)), nil
			}
			next, ok := choose(x, step)
			if !ok {
				return "", fmt.Errorf("no entry with %s", step)
			}
			v = next
		default:
			return "", fmt.Errorf("%s: nothing below", step)
		}
	}
	return show(v), nil
}

func choose(list []any, step string) (any, bool) {
	key, want, _ := strings.Cut(step, "=")
	for _, e := range list {
		if m, ok := e.(map[string]any); ok && show(m[key]) == want {
			return e, true
		}
	}
	return nil, false
}

func show(v any) string {
	if f, ok := v.(float64); ok {
		return strconv.FormatFloat(math.Round(f*100)/100, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}
